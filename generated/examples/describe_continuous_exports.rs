//! Lists the continuous exports of AWS Application Discovery Service as a table.
//!
//! `cargo run --example describe_continuous_exports -- --region us-west-2`

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use tinsmith::{Config, ConfigError, Error};
use tinsmith_generated::discovery::types::ContinuousExportDescription;
use tinsmith_generated::discovery::{
    Client, DescribeContinuousExportsError, DescribeContinuousExportsRequest,
};

const HELP: &str = "\
Lists the continuous exports of AWS Application Discovery Service as a table.

Usage: describe_continuous_exports [OPTIONS]

Options:
  --region REGION      The region to ask [default: AWS_REGION]
  --endpoint-url URL   Where to send requests, instead of to AWS
  --export-id ID       An export to list; may be repeated [default: all exports]
  --max-results N      How many exports one page may have, from 1 to 100
  --timeout SECONDS    How long one page may take, retries included [default: 120]
  -h, --help           Print this text

Credentials come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.

Exit codes: 0 done; 1 the call failed; 2 wrong usage. The reason is one line on standard error.
";

#[derive(Default)]
struct Options {
    region: Option<String>,
    endpoint_url: Option<String>,
    export_ids: Vec<String>,
    max_results: Option<i32>,
    timeout: Option<Duration>,
    help: bool,
}

/// Why the program ends early.
struct Failure {
    code: u8,
    reason: String,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { code, reason }) => {
            // With standard error closed there is nobody left to tell.
            let _ = writeln!(io::stderr(), "error: {}", one_line(&reason));
            ExitCode::from(code)
        }
    }
}

fn run() -> Result<(), Failure> {
    let options = parse(lexopt::Parser::from_env()).map_err(wrong_usage)?;
    if options.help {
        return print(HELP);
    }
    let config = configure(&options).map_err(wrong_usage)?;
    if config.region().is_none() {
        return Err(wrong_usage("no region: give --region or set AWS_REGION"));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let exports = runtime
        .map_err(failed)?
        .block_on(list(&config, options))
        .map_err(failed)?;
    if exports.is_empty() {
        print("no continuous exports\n")
    } else {
        print(&table(&exports))
    }
}

/// Asks for page after page, and gives the exports of all of them.
async fn list(
    config: &Config,
    options: Options,
) -> Result<Vec<ContinuousExportDescription>, Error<DescribeContinuousExportsError>> {
    let mut request = DescribeContinuousExportsRequest::new();
    request.max_results = options.max_results;
    if !options.export_ids.is_empty() {
        request.export_ids = Some(options.export_ids);
    }
    let client = Client::new(config);
    client
        .describe_continuous_exports_paginator(request)
        .items()
        .collect()
        .await
}

/// What the options say, and what the environment says where they are silent.
fn configure(options: &Options) -> Result<Config, ConfigError> {
    let mut config = Config::builder().env();
    if let Some(region) = &options.region {
        config = config.region(region);
    }
    if let Some(url) = &options.endpoint_url {
        config = config.endpoint_url(url);
    }
    if let Some(limit) = options.timeout {
        config = config.overall_timeout(limit);
    }
    config.build()
}

fn parse(mut arguments: lexopt::Parser) -> Result<Options, lexopt::Error> {
    use lexopt::prelude::*;

    let mut options = Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("region") => options.region = Some(arguments.value()?.string()?),
            Long("endpoint-url") => options.endpoint_url = Some(arguments.value()?.string()?),
            Long("export-id") => options.export_ids.push(arguments.value()?.string()?),
            Long("max-results") => options.max_results = Some(arguments.value()?.parse()?),
            Long("timeout") => options.timeout = Some(arguments.value()?.parse_with(seconds)?),
            Short('h') | Long("help") => options.help = true,
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(options)
}

fn seconds(text: &str) -> Result<Duration, &'static str> {
    let seconds = text
        .parse()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds
        .filter(|limit| !limit.is_zero())
        .ok_or("not a number of seconds above zero")
}

/// One line for each export, in columns that are as wide as their widest cell.
fn table(exports: &[ContinuousExportDescription]) -> String {
    let header = [
        "EXPORT ID",
        "STATUS",
        "STARTED",
        "STOPPED",
        "BUCKET",
        "DETAIL",
    ];
    let mut rows = vec![header.map(str::to_owned)];
    rows.extend(exports.iter().map(|export| {
        [
            cell(&export.export_id),
            cell(&export.status),
            cell(&export.start_time),
            cell(&export.stop_time),
            cell(&export.s3_bucket),
            cell(&export.status_detail),
        ]
    }));

    let mut widths = [0; 6];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut table = String::new();
    for row in &rows {
        let cells = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}  "));
        table.push_str(cells.collect::<String>().trim_end());
        table.push('\n');
    }
    table
}

fn cell(value: &Option<impl Display>) -> String {
    match value.as_ref().map(|value| one_line(&value.to_string())) {
        Some(text) if !text.is_empty() => text,
        _ => "-".to_owned(),
    }
}

/// The text on one line: what a service sends must neither break the table nor steer the terminal.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

fn print(text: &str) -> Result<(), Failure> {
    io::stdout().write_all(text.as_bytes()).map_err(failed)
}

fn failed(reason: impl Display) -> Failure {
    Failure {
        code: 1,
        reason: reason.to_string(),
    }
}

fn wrong_usage(reason: impl Display) -> Failure {
    Failure {
        code: 2,
        reason: format!("{reason} (--help lists the options)"),
    }
}
