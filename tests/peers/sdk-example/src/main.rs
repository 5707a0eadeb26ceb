//! The program of `generated/examples/describe_continuous_exports.rs`, written with the AWS SDK for Rust.
//! Read by: `../compile`, which times a cold build of both.

use std::process::ExitCode;

use aws_sdk_applicationdiscovery::Client;
use aws_sdk_applicationdiscovery::error::DisplayErrorContext;

#[derive(Default)]
struct Arguments {
    region: Option<String>,
    endpoint_url: Option<String>,
    export_ids: Vec<String>,
    max_results: Option<i32>,
}

fn arguments() -> Result<Arguments, String> {
    let mut arguments = Arguments::default();
    let mut words = std::env::args().skip(1);
    while let Some(flag) = words.next() {
        let value = words.next().ok_or(format!("{flag} needs a value"))?;
        match flag.as_str() {
            "--region" => arguments.region = Some(value),
            "--endpoint-url" => arguments.endpoint_url = Some(value),
            "--export-id" => arguments.export_ids.push(value),
            "--max-results" => {
                let number = value.parse().map_err(|error| format!("{flag}: {error}"))?;
                arguments.max_results = Some(number);
            }
            _ => return Err(format!("unknown argument {flag}")),
        }
    }
    Ok(arguments)
}

async fn run(arguments: Arguments) -> Result<(), String> {
    let mut loader = aws_config::defaults(aws_config::BehaviorVersion::latest());
    if let Some(region) = arguments.region {
        loader = loader.region(aws_config::Region::new(region));
    }
    if let Some(url) = arguments.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    let client = Client::new(&loader.load().await);
    let mut pages = client
        .describe_continuous_exports()
        .set_export_ids((!arguments.export_ids.is_empty()).then_some(arguments.export_ids))
        .set_max_results(arguments.max_results)
        .into_paginator()
        .items()
        .send();
    println!("{:<40} {:<18} {:<30} DETAIL", "EXPORT", "STATUS", "BUCKET");
    while let Some(export) = pages.next().await {
        let export = export.map_err(|error| DisplayErrorContext(error).to_string())?;
        println!(
            "{:<40} {:<18} {:<30} {}",
            export.export_id().unwrap_or("-"),
            export.status().map_or("-", |status| status.as_str()),
            export.s3_bucket().unwrap_or("-"),
            export.status_detail().unwrap_or("-"),
        );
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let result = match arguments() {
        Ok(arguments) => run(arguments).await,
        Err(message) => Err(message),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
