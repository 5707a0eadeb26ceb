//! rpcv2Cbor: `GetMetricData` of CloudWatch, which the AWS SDK's crate speaks too.

use tinsmith::codegen::Timestamp;
use tinsmith::operation;

use super::Service;
use crate::Failure;
use crate::answer::{self, call, client, runtime};
use crate::content::cbor;
use crate::limit;
use crate::pages::cloudwatch::{POINTS, START, page};
use crate::row::Row;

mod generated {
    tinsmith::include_service!("cloudwatch");
}

use generated::types::{Dimension, Metric, MetricDataQuery, MetricStat};
use generated::{GetMetricData, GetMetricDataRequest, GetMetricDataResponse};

pub const SERVICE: Service = Service {
    name: "cloudwatch",
    sizes: &[1, 100],
    page,
    headers: &[
        ("content-type", "application/cbor"),
        ("smithy-protocol", "rpc-v2-cbor"),
        ("x-amzn-requestid", "6d3e4f50-6172-8394-a5b6-c7d8e9f00112"),
    ],
    read: |response| {
        let page = operation::response::<GetMetricData>(response)?;
        Ok(page.metric_data_results.map_or(0, |all| all.len()))
    },
    rows,
};

fn rows() -> Result<Vec<String>, Failure> {
    let mut missed = Vec::new();
    for entries in SERVICE.sizes {
        missed.extend(read(*entries)?);
    }
    missed.extend(write()?);
    missed.extend(whole_call()?);
    Ok(missed)
}

/// Number of results, and of the last its label, and the sums of its times and values.
fn content(
    results: usize,
    label: &str,
    times: impl Iterator<Item = i64>,
    values: &[f64],
) -> String {
    format!(
        "{results} {label} {} {}",
        times.sum::<i64>(),
        values.iter().sum::<f64>()
    )
}

fn ours(page: GetMetricDataResponse) -> String {
    let results = page.metric_data_results.unwrap_or_default();
    let last = &results[results.len() - 1];
    content(
        results.len(),
        last.label.as_deref().unwrap_or_default(),
        last.timestamps
            .iter()
            .flatten()
            .map(|time| time.as_second()),
        last.values.as_deref().unwrap_or_default(),
    )
}

fn read(entries: usize) -> Result<Vec<String>, Failure> {
    let response = answer::response(SERVICE.headers, page(entries));
    #[cfg(feature = "sdk")]
    let (theirs, halves) = (crate::sdk::response(&response)?, sdk::halves()?);
    let mut row = Row::new(format!("cloudwatch: read {entries} metrics"));
    row.add(
        "tinsmith",
        || Ok(operation::response::<GetMetricData>(&response)?),
        ours,
    )?;
    row.limit("minicbor, tokens only", None, || {
        limit::cbor(response.body())
    })?;
    #[cfg(feature = "sdk")]
    {
        row.add("AWS SDK", || halves.read(&theirs), sdk::content)?;
        row.goal(super::READ);
    }
    Ok(row.time())
}

const QUERIES: usize = 10;

fn request(queries: usize) -> GetMetricDataRequest {
    let queries: Vec<MetricDataQuery> = (0..queries)
        .map(|index| {
            let metric = Metric::new()
                .namespace("AWS/EC2")
                .metric_name("CPUUtilization")
                .dimensions([Dimension::new("InstanceId", format!("i-{index:017x}"))]);
            MetricDataQuery::new(format!("query{index}"))
                .metric_stat(MetricStat::new(metric, 60, "p99"))
                .return_data(true)
        })
        .collect();
    let time = |seconds| Timestamp::from_second(seconds as i64).unwrap_or_default();
    GetMetricDataRequest::new(time(START + 60 * POINTS), queries, time(START)).max_datapoints(6000)
}

fn write() -> Result<Vec<String>, Failure> {
    let (endpoint, value) = (super::endpoint(), request(QUERIES));
    #[cfg(feature = "sdk")]
    let (halves, input) = (sdk::halves()?, sdk::builder(QUERIES).build()?);
    let mut row = Row::new("cloudwatch: write GetMetricData (10)");
    row.add(
        "tinsmith",
        || {
            Ok(operation::request::<GetMetricData>(
                &value, &endpoint, None,
            )?)
        },
        |request| cbor(request.body()),
    )?;
    #[cfg(feature = "sdk")]
    {
        row.add_with_input(
            "AWS SDK",
            || input.clone(),
            |input| halves.write(input),
            |request| cbor(crate::sdk::body(&request)),
        )?;
        row.goal(super::WRITE);
    }
    Ok(row.time())
}

fn whole_call() -> Result<Vec<String>, Failure> {
    let response = answer::response(SERVICE.headers, page(1));
    let (runtime, client) = (runtime()?, client::<GetMetricData>(&response)?);
    #[cfg(feature = "sdk")]
    let sdk_client = crate::sdk::client!(aws_sdk_cloudwatch, &response);
    let mut row = Row::new("cloudwatch: whole call, 1 metric");
    row.add(
        "tinsmith",
        || Ok(call::<GetMetricData>(&runtime, &client, request(1))?),
        ours,
    )?;
    #[cfg(feature = "sdk")]
    {
        row.add(
            "AWS SDK",
            || Ok(runtime.block_on(sdk::builder(1).send_with(&sdk_client))?),
            sdk::content,
        )?;
        row.goal(super::CALL);
    }
    Ok(row.time())
}

#[cfg(feature = "sdk")]
mod sdk {
    use aws_sdk_cloudwatch::operation::get_metric_data::builders::GetMetricDataInputBuilder;
    use aws_sdk_cloudwatch::operation::get_metric_data::{
        GetMetricData, GetMetricDataInput, GetMetricDataOutput,
    };
    use aws_sdk_cloudwatch::primitives::DateTime;
    use aws_sdk_cloudwatch::types::{Dimension, Metric, MetricDataQuery, MetricStat};

    use super::{POINTS, START};
    use crate::Failure;
    use crate::sdk::Halves;

    pub(super) fn halves() -> Result<Halves<GetMetricDataInput, GetMetricDataOutput>, Failure> {
        Halves::new(GetMetricData::new())
    }

    pub(super) fn content(page: GetMetricDataOutput) -> String {
        let results = page.metric_data_results();
        let last = &results[results.len() - 1];
        super::content(
            results.len(),
            last.label().unwrap_or_default(),
            last.timestamps().iter().map(DateTime::secs),
            last.values(),
        )
    }

    pub(super) fn builder(queries: usize) -> GetMetricDataInputBuilder {
        let builder = GetMetricDataInput::builder()
            .start_time(DateTime::from_secs(START as i64))
            .end_time(DateTime::from_secs((START + 60 * POINTS) as i64))
            .max_datapoints(6000);
        (0..queries).fold(builder, |builder, index| {
            let id = Dimension::builder()
                .name("InstanceId")
                .value(format!("i-{index:017x}"));
            let metric = Metric::builder()
                .namespace("AWS/EC2")
                .metric_name("CPUUtilization")
                .dimensions(id.build());
            let stat = MetricStat::builder()
                .metric(metric.build())
                .period(60)
                .stat("p99");
            let query = MetricDataQuery::builder()
                .id(format!("query{index}"))
                .metric_stat(stat.build());
            builder.metric_data_queries(query.return_data(true).build())
        })
    }
}
