//! Times what travels: `cargo run --release -p wire` in the folder above prints one table.
//!
//! Pages of 1, 100 and 10,000 descriptions are read by the generated code, by serde's derives and in whole calls, ours
//! and the AWS SDK's, over a transport that answers from memory. Every contestant of a row reads the same bytes.

mod sdk;

use std::hint::black_box;
use std::process::ExitCode;

use bytes::Bytes;
use http::{Response, Uri};
use timer::{Contestant, compare};
use tinsmith::client::{Config, Credentials};
use tinsmith::operation;

mod discovery {
    tinsmith::include_service!("discovery");
}

use discovery::{DescribeContinuousExports, DescribeContinuousExportsRequest};

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    timer::header();
    write_request()?;
    for items in [1, 100, 10_000] {
        read_page(&runtime, items)?;
    }
    Ok(())
}

fn write_request() -> Result<(), Failure> {
    let ids: Vec<String> = (0..10)
        .map(|index| format!("export-{index:032x}"))
        .collect();
    let endpoint = Uri::from_static("https://discovery.us-west-2.amazonaws.com");
    let ours = DescribeContinuousExportsRequest::new()
        .export_ids(ids.clone())
        .max_results(100)
        .next_token("token");
    let theirs = derives::DescribeContinuousExportsRequest {
        export_ids: Some(ids),
        max_results: Some(100),
        next_token: Some("token".into()),
    };
    let written = operation::request::<DescribeContinuousExports>(&ours, &endpoint, None)?;
    let by_derives: serde_json::Value = serde_json::from_slice(&serde_json::to_vec(&theirs)?)?;
    same(
        "the request",
        serde_json::from_slice::<serde_json::Value>(written.body())? == by_derives,
    )?;
    compare(
        "write a request (10 ids)",
        vec![
            Contestant::new("tinsmith, as http::Request", || {
                operation::request::<DescribeContinuousExports>(black_box(&ours), &endpoint, None)
            }),
            Contestant::new("serde derives, the body", || {
                serde_json::to_vec(black_box(&theirs))
            }),
        ],
    );
    Ok(())
}

fn read_page(runtime: &tokio::runtime::Runtime, items: usize) -> Result<(), Failure> {
    let body = page(items);
    let response = Response::new(body.clone());
    let client = client(&body)?;
    let sdk = sdk::client(&body);
    let call = || {
        runtime
            .block_on(client.describe_continuous_exports(DescribeContinuousExportsRequest::new()))
    };
    let sdk_call = || runtime.block_on(sdk.describe_continuous_exports().send());
    let counts = [
        operation::response::<DescribeContinuousExports>(&response)?
            .descriptions
            .map_or(0, |all| all.len()),
        serde_json::from_slice::<derives::DescribeContinuousExportsResponse>(&body)?
            .descriptions
            .map_or(0, |all| all.len()),
        call()?.descriptions.map_or(0, |all| all.len()),
        sdk_call()?.descriptions().len(),
    ];
    same("the number of descriptions", counts == [items; 4])?;
    let what = format!("read {items} descriptions");
    compare(
        &what,
        vec![
            Contestant::new("tinsmith", || {
                operation::response::<DescribeContinuousExports>(black_box(&response))
            }),
            Contestant::new("serde derives", || {
                serde_json::from_slice::<derives::DescribeContinuousExportsResponse>(black_box(
                    &body,
                ))
            }),
            Contestant::new("AWS SDK, whole call", sdk_call),
        ],
    );
    compare(
        &format!("whole call, {items} descriptions"),
        vec![
            Contestant::new("tinsmith", call),
            Contestant::new("AWS SDK", sdk_call),
        ],
    );
    Ok(())
}

fn same(what: &str, same: bool) -> Result<(), Failure> {
    if same {
        Ok(())
    } else {
        Err(format!("the contestants do not agree on {what}").into())
    }
}

/// Our client over a transport that answers from memory.
fn client(body: &Bytes) -> Result<discovery::Client, Failure> {
    let body = body.clone();
    let config = Config::builder()
        .region("us-west-2")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret", None))
        .transport(move |_| std::future::ready(Ok(Response::new(body.clone()))))
        .build()?;
    Ok(discovery::Client::new(&config))
}

/// A page as the service sends it: compact, members in the model's order.
fn page(items: usize) -> Bytes {
    const STATUS: [&str; 7] = [
        "START_IN_PROGRESS",
        "START_FAILED",
        "ACTIVE",
        "ERROR",
        "STOP_IN_PROGRESS",
        "STOP_FAILED",
        "INACTIVE",
    ];
    let descriptions: Vec<String> = (0..items)
        .map(|index| {
            let start = 1_500_000_000 + 1_000 * index;
            format!(
                concat!(
                    r#"{{"exportId":"export-{:032x}","status":"{}","statusDetail":"No \"issues\" found in run {}","#,
                    r#""s3Bucket":"aws-application-discovery-service-{:x}","startTime":{}.{:03},"stopTime":{}.5,"#,
                    r#""dataSource":"AGENT","schemaStorageConfig":{{"databaseName":"discovery_{}"}}}}"#
                ),
                index, STATUS[index % 7], index, index, start, index % 1000, start + 60, index
            )
        })
        .collect();
    Bytes::from(format!(
        r#"{{"descriptions":[{}],"nextToken":"page-2"}}"#,
        descriptions.join(",")
    ))
}
