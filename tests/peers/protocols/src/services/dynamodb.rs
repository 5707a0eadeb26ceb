//! awsJson 1.0: `Query` and `BatchWriteItem` of DynamoDB.

use bytes::Bytes;
use http::Response;
use tinsmith::operation;

use super::Service;
use crate::Failure;
use crate::answer::{self, call, client, runtime};
use crate::content::json;
use crate::derives::dynamodb as derives;
use crate::pages::dynamodb::page;
use crate::row::Row;

pub mod generated {
    tinsmith::include_service!("dynamodb");
}

use generated::types::{AttributeValue, PutRequest, WriteRequest};
use generated::{BatchWriteItem, BatchWriteItemRequest, Query, QueryRequest, QueryResponse};

pub const SERVICE: Service = Service {
    name: "dynamodb",
    sizes: &[1, 1000],
    page,
    headers: &[
        ("content-type", "application/x-amz-json-1.0"),
        (
            "x-amzn-requestid",
            "0B1C2D3E4F5061728394A5B6C7D8E9F001234567",
        ),
    ],
    read: |response| {
        let page = operation::response::<Query>(response)?;
        Ok(page.items.map_or(0, |items| items.len()))
    },
    rows,
};

fn rows() -> Result<Vec<String>, Failure> {
    let mut missed = Vec::new();
    for entries in SERVICE.sizes {
        missed.extend(read(*entries)?);
    }
    missed.extend(write_query()?);
    missed.extend(write_items()?);
    missed.extend(whole_call()?);
    Ok(missed)
}

/// Number of items, and some of the last: of an attribute of text, of a number within a map within a list, of a blob.
fn content(count: i32, items: usize, note: &str, price: &str, digest: &[u8]) -> String {
    format!("{count} {items} {note:?} {price} {digest:?}")
}

/// Content of a page whose attributes are a union with these variants.
macro_rules! content_of {
    ($page:expr, $value:ty) => {{
        type Value = $value;
        let page = $page;
        let items = page.items.unwrap_or_default();
        let last = &items[items.len() - 1];
        let price = match &last["lines"] {
            Value::L(lines) => match &lines[0] {
                Value::M(line) => line.get("price"),
                _ => None,
            },
            _ => None,
        };
        match (&last["note"], price, &last["digest"]) {
            (Value::S(note), Some(Value::N(price)), Value::B(digest)) => {
                let count = page.count.unwrap_or_default();
                content(count, items.len(), note, price, digest)
            }
            other => format!("other attributes: {other:?}"),
        }
    }};
}

fn ours(page: QueryResponse) -> String {
    content_of!(page, AttributeValue)
}

fn by_derives(page: derives::QueryResponse) -> String {
    content_of!(page, derives::AttributeValue)
}

fn read(entries: usize) -> Result<Vec<String>, Failure> {
    let response = answer::response(SERVICE.headers, page(entries));
    #[cfg(feature = "sdk")]
    let (theirs, halves) = (crate::sdk::response(&response)?, sdk::query()?);
    // What it takes to have the value at all: a page is many small pieces of memory.
    let value = operation::response::<Query>(&response)?;
    let mut row = Row::new(format!("dynamodb: read {entries} items"));
    row.add(
        "tinsmith",
        || Ok(operation::response::<Query>(&response)?),
        ours,
    )?;
    row.add(
        "serde derives",
        || {
            Ok(serde_json::from_slice::<derives::QueryResponse>(
                response.body(),
            )?)
        },
        by_derives,
    )?;
    row.goal(1.0);
    row.add("a copy of tinsmith's value", || Ok(value.clone()), ours)?;
    #[cfg(feature = "sdk")]
    {
        row.add("AWS SDK", || halves.read(&theirs), sdk::content)?;
        row.goal(super::READ);
    }
    Ok(row.time())
}

const CONDITION: &str = "customer = :customer AND placed BETWEEN :from AND :to";
const FILTER: &str = "#status <> :status AND total > :total";

fn query() -> QueryRequest {
    let values = [
        (":customer", "customer#0123456789ab"),
        (":from", "2026-01-01T00:00:00Z"),
        (":to", "2026-02-01T00:00:00Z"),
        (":status", "RETURNED"),
    ];
    let mut values: tinsmith::codegen::Map<String, AttributeValue> = values
        .map(|(name, value)| (name.to_owned(), AttributeValue::S(value.to_owned())))
        .into();
    values.insert(":total".to_owned(), AttributeValue::N("12.50".to_owned()));
    QueryRequest::new("orders")
        .key_condition_expression(CONDITION)
        .filter_expression(FILTER)
        .expression_attribute_names([("#status".to_owned(), "status".to_owned())])
        .expression_attribute_values(values)
        .limit(100)
        .scan_index_forward(false)
}

fn write_query() -> Result<Vec<String>, Failure> {
    let (endpoint, value) = (super::endpoint(), query());
    #[cfg(feature = "sdk")]
    let (halves, input) = (sdk::query()?, sdk::input()?);
    let by_hand = derives::QueryRequest::from(&value);
    let mut row = Row::new("dynamodb: write Query");
    row.add(
        "tinsmith",
        || Ok(operation::request::<Query>(&value, &endpoint, None)?),
        |request| json(request.body()),
    )?;
    row.add(
        "serde derives, the body",
        || Ok(serde_json::to_vec(&by_hand)?),
        |body| json(&body),
    )?;
    #[cfg(feature = "sdk")]
    {
        row.add_with_input(
            "AWS SDK",
            || input.clone(),
            |input| halves.write(input),
            |request| json(crate::sdk::body(&request)),
        )?;
        row.goal(super::WRITE);
    }
    Ok(row.time())
}

/// The most that one call takes: 25 items.
fn write_items() -> Result<Vec<String>, Failure> {
    let page = answer::response(&[], page(25));
    let items = operation::response::<Query>(&page)?
        .items
        .unwrap_or_default();
    let puts: Vec<WriteRequest> = items
        .into_iter()
        .map(|item| WriteRequest::new().put_request(PutRequest::new(item)))
        .collect();
    let value = BatchWriteItemRequest::new([("orders".to_owned(), puts)]);
    let endpoint = super::endpoint();
    #[cfg(feature = "sdk")]
    let (halves, input) = (sdk::batch_write_item()?, sdk::batch(&page)?);
    let by_hand = derives::BatchWriteItemRequest::from(&value);
    let mut row = Row::new("dynamodb: write BatchWriteItem (25)");
    row.add(
        "tinsmith",
        || {
            Ok(operation::request::<BatchWriteItem>(
                &value, &endpoint, None,
            )?)
        },
        |request| json(request.body()),
    )?;
    row.add(
        "serde derives, the body",
        || Ok(serde_json::to_vec(&by_hand)?),
        |body| json(&body),
    )?;
    #[cfg(feature = "sdk")]
    {
        row.add_with_input(
            "AWS SDK",
            || input.clone(),
            |input| halves.write(input),
            |request| json(crate::sdk::body(&request)),
        )?;
        row.goal(super::WRITE);
    }
    Ok(row.time())
}

fn whole_call() -> Result<Vec<String>, Failure> {
    let response: Response<Bytes> = answer::response(SERVICE.headers, page(1));
    let (runtime, client) = (runtime()?, client::<Query>(&response)?);
    #[cfg(feature = "sdk")]
    let sdk_client = crate::sdk::client!(aws_sdk_dynamodb, &response);
    let mut row = Row::new("dynamodb: whole call, 1 item");
    row.add(
        "tinsmith",
        || Ok(call::<Query>(&runtime, &client, query())?),
        ours,
    )?;
    #[cfg(feature = "sdk")]
    {
        row.add(
            "AWS SDK",
            || Ok(runtime.block_on(sdk::builder().send_with(&sdk_client))?),
            sdk::content,
        )?;
        row.goal(super::CALL);
    }
    Ok(row.time())
}

#[cfg(feature = "sdk")]
mod sdk {
    use aws_sdk_dynamodb::operation::batch_write_item::{
        BatchWriteItem, BatchWriteItemInput, BatchWriteItemOutput,
    };
    use aws_sdk_dynamodb::operation::query::builders::QueryInputBuilder;
    use aws_sdk_dynamodb::operation::query::{Query, QueryInput, QueryOutput};
    use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
    use bytes::Bytes;
    use http::Response;

    use crate::Failure;
    use crate::sdk::Halves;

    pub(super) fn query() -> Result<Halves<QueryInput, QueryOutput>, Failure> {
        Halves::new(Query::new())
    }

    pub(super) fn batch_write_item()
    -> Result<Halves<BatchWriteItemInput, BatchWriteItemOutput>, Failure> {
        Halves::new(BatchWriteItem::new())
    }

    pub(super) fn content(page: QueryOutput) -> String {
        let items = page.items();
        let last = &items[items.len() - 1];
        let line = &last["lines"].as_l().expect("a list")[0];
        let price = &line.as_m().expect("a map")["price"];
        super::content(
            page.count(),
            items.len(),
            last["note"].as_s().expect("text"),
            price.as_n().expect("a number"),
            last["digest"].as_b().expect("a blob").as_ref(),
        )
    }

    pub(super) fn builder() -> QueryInputBuilder {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        QueryInput::builder()
            .table_name("orders")
            .key_condition_expression(super::CONDITION)
            .filter_expression(super::FILTER)
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":customer", text("customer#0123456789ab"))
            .expression_attribute_values(":from", text("2026-01-01T00:00:00Z"))
            .expression_attribute_values(":to", text("2026-02-01T00:00:00Z"))
            .expression_attribute_values(":status", text("RETURNED"))
            .expression_attribute_values(":total", AttributeValue::N("12.50".to_owned()))
            .limit(100)
            .scan_index_forward(false)
    }

    pub(super) fn input() -> Result<QueryInput, Failure> {
        Ok(builder().build()?)
    }

    pub(super) fn batch(page: &Response<Bytes>) -> Result<BatchWriteItemInput, Failure> {
        let page = query()?.read(&crate::sdk::response(page)?)?;
        let mut puts = Vec::new();
        for item in page.items.unwrap_or_default() {
            let put = PutRequest::builder().set_item(Some(item)).build()?;
            puts.push(WriteRequest::builder().put_request(put).build());
        }
        Ok(BatchWriteItemInput::builder()
            .request_items("orders", puts)
            .build()?)
    }
}
