//! `Query` and `BatchWriteItem` of DynamoDB. An attribute is a union.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::services::dynamodb::generated;

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct QueryResponse {
    pub consumed_capacity: Option<ConsumedCapacity>,
    pub count: Option<i32>,
    pub items: Option<Vec<BTreeMap<String, AttributeValue>>>,
    pub last_evaluated_key: Option<BTreeMap<String, AttributeValue>>,
    pub scanned_count: Option<i32>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ConsumedCapacity {
    pub capacity_units: Option<f64>,
    pub read_capacity_units: Option<f64>,
    pub table_name: Option<String>,
    pub write_capacity_units: Option<f64>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum AttributeValue {
    #[serde(with = "blob")]
    B(bytes::Bytes),
    Bool(bool),
    Bs(Vec<Blob>),
    L(Vec<AttributeValue>),
    M(BTreeMap<String, AttributeValue>),
    N(String),
    Ns(Vec<String>),
    Null(bool),
    S(String),
    Ss(Vec<String>),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Blob(#[serde(with = "blob")] pub bytes::Bytes);

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct QueryRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression_attribute_names: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression_attribute_values: Option<BTreeMap<String, AttributeValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter_expression: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_condition_expression: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scan_index_forward: Option<bool>,
    pub table_name: String,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct BatchWriteItemRequest {
    pub request_items: BTreeMap<String, Vec<WriteRequest>>,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct WriteRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub put_request: Option<PutRequest>,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct PutRequest {
    pub item: BTreeMap<String, AttributeValue>,
}

/// Base64.
mod blob {
    use bytes::Bytes;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(blob: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64_simd::STANDARD.encode_to_string(blob.as_ref()))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let blob = base64_simd::STANDARD.decode_to_vec(text.as_bytes());
        blob.map(Bytes::from).map_err(D::Error::custom)
    }
}

impl From<&generated::QueryRequest> for QueryRequest {
    fn from(value: &generated::QueryRequest) -> Self {
        Self {
            expression_attribute_names: value.expression_attribute_names.clone(),
            expression_attribute_values: value.expression_attribute_values.as_ref().map(attributes),
            filter_expression: value.filter_expression.clone(),
            index_name: value.index_name.clone(),
            key_condition_expression: value.key_condition_expression.clone(),
            limit: value.limit,
            scan_index_forward: value.scan_index_forward,
            table_name: value.table_name.clone(),
        }
    }
}

impl From<&generated::BatchWriteItemRequest> for BatchWriteItemRequest {
    fn from(value: &generated::BatchWriteItemRequest) -> Self {
        let tables = value.request_items.iter().map(|(table, requests)| {
            let requests = requests.iter().map(|request| WriteRequest {
                put_request: request.put_request.as_ref().map(|put| PutRequest {
                    item: attributes(&put.item),
                }),
            });
            (table.clone(), requests.collect())
        });
        Self {
            request_items: tables.collect(),
        }
    }
}

fn attributes(
    of: &BTreeMap<String, generated::types::AttributeValue>,
) -> BTreeMap<String, AttributeValue> {
    of.iter()
        .map(|(name, value)| (name.clone(), value.into()))
        .collect()
}

impl From<&generated::types::AttributeValue> for AttributeValue {
    fn from(value: &generated::types::AttributeValue) -> Self {
        use generated::types::AttributeValue as Value;
        match value {
            Value::B(blob) => Self::B(blob.clone()),
            Value::Bool(value) => Self::Bool(*value),
            Value::Bs(blobs) => Self::Bs(blobs.iter().cloned().map(Blob).collect()),
            Value::L(values) => Self::L(values.iter().map(Self::from).collect()),
            Value::M(values) => Self::M(attributes(values)),
            Value::N(number) => Self::N(number.clone()),
            Value::Ns(numbers) => Self::Ns(numbers.clone()),
            Value::Null(null) => Self::Null(*null),
            Value::S(text) => Self::S(text.clone()),
            Value::Ss(texts) => Self::Ss(texts.clone()),
            Value::Unknown(name) => unreachable!("the page has no {name}"),
        }
    }
}
