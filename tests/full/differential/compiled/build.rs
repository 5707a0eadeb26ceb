//! Generates some operations of a service for each protocol, and the table that finds each by its name. Read by: src/main.rs.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use tinsmith_codegen::{Emit, Generator};

/// Service, version, operations.
const SAMPLE: [(&str, &str, &[&str]); 8] = [
    // awsJson
    (
        "dynamodb",
        "2012-08-10",
        &["*Item", "Query", "Scan", "*Table", "Transact*"],
    ),
    // awsJson with events
    ("kinesis", "2013-12-02", &["SubscribeToShard"]),
    // awsJson in its query mode
    ("sqs", "2012-11-05", &["*"]),
    // restJson1
    (
        "lambda",
        "2015-03-31",
        &[
            "*Function",
            "Invoke*",
            "*EventSourceMapping*",
            "PublishLayerVersion",
        ],
    ),
    // restXml
    (
        "s3",
        "2006-03-01",
        &[
            "*Object",
            "*ObjectAttributes",
            "ListObjects*",
            "*LifecycleConfiguration",
            "*BucketTagging",
            "SelectObjectContent",
        ],
    ),
    // awsQuery
    ("sts", "2011-06-15", &["*"]),
    // ec2Query
    (
        "ec2",
        "2016-11-15",
        &[
            "RunInstances",
            "DescribeInstances",
            "CreateTags",
            "*Volume",
            "DescribeImages",
        ],
    ),
    // rpcv2Cbor
    ("eventbridgev2", "2025-05-15", &["*"]),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=TINSMITH_BOTOCORE");
    println!("cargo::rerun-if-changed=build.rs");
    let botocore = env::var("TINSMITH_BOTOCORE").map_err(
        |_| "TINSMITH_BOTOCORE is not set: run tests/full/run compiled, which fetches botocore",
    )?;
    let data = Path::new(&botocore).join("botocore/data");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let (mut modules, mut table) = (String::new(), String::new());
    for (service, version, operations) in SAMPLE {
        let files = Generator::new(&data)
            .service(format!("{service}/{version}"))
            .operations(operations.iter().copied())
            .emit(Emit::Operations)
            .serde(true)
            .generate()?;
        let (_, text) = files.iter().next().ok_or("no file")?;
        let file = out.join(format!("{service}.rs"));
        fs::write(&file, text)?;
        writeln!(modules, "pub mod {service} {{ include!({file:?}); }}")?;
        writeln!(
            table,
            "Service {{ name: {service:?}, version: {version:?}, text: include_str!({file:?}), operations: &["
        )?;
        for part in text.split("impl rt::Operation for ").skip(1) {
            let marker = part.split([' ', '{']).next().ok_or("no marker")?;
            let wire_name = part
                .split(".operation(")
                .nth(1)
                .and_then(|part| part.split('"').nth(1));
            let wire_name = wire_name.ok_or("no name")?;
            let errors = exceptions(text, service, &format!("{marker}Error"));
            let events = events(text, service, marker, part).unwrap_or_else(|| "None".to_owned());
            writeln!(
                table,
                "Compiled {{ name: {wire_name:?}, request: request::<{service}::{marker}>, \
                 response: |answer| response::<{service}::{marker}>(answer, {errors}), events: {events} }},"
            )?;
        }
        writeln!(table, "] }},")?;
    }
    fs::write(out.join("modules.rs"), modules)?;
    fs::write(out.join("table.rs"), format!("&[\n{table}]\n"))?;
    Ok(())
}

/// The view of the exception that an error holds, as a closure; the error's path begins at the service's module.
fn exceptions(text: &str, service: &str, error: &str) -> String {
    let name = error.rsplit("::").next().unwrap_or(error);
    let head = format!("impl rt::OperationError for {name} {{");
    let read = text.split(&head).nth(1).unwrap_or_default();
    // The last arm of what reads it is for all other codes.
    let arms = read.split("_ =>").next().unwrap_or_default();
    let variant = |part: &str| {
        let part = part.trim_start().strip_prefix("Self::")?;
        let name = part.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        Some(format!(
            "{service}::{error}::{}(it) => view(it), ",
            name.into_iter().next()?
        ))
    };
    let arms: String = arms
        .split("r.variant(")
        .skip(1)
        .filter_map(variant)
        .collect();
    format!("|error| match error {{ {arms}_ => Ok(Value::Null) }}")
}

/// How the events of a response are read, if it has any; `part` is the impl of the operation and what follows.
fn events(text: &str, service: &str, marker: &str, part: &str) -> Option<String> {
    let part = part.split("\n}\n").next()?;
    let set = part.split("fn set_events(").nth(1)?;
    let (field, value) = set.split_once("response.")?.1.split_once('=')?;
    let field = field.trim();
    let take = if value.trim_start().starts_with("Some") {
        format!("response.{field}.take()")
    } else {
        format!("Some(std::mem::take(&mut response.{field}))")
    };
    let structure = format!("pub struct {marker}Response {{");
    let structure = text.split(&structure).nth(1)?.split("\n}\n").next()?;
    let union = structure.split_once("rt::EventStream<types::")?.1;
    let union = union.split_once('>')?.0;
    let about = text
        .split(&format!("impl rt::Events for {union} {{"))
        .nth(1)?;
    let error = about.split_once("type Error = ")?.1.split_once(';')?.0;
    let exceptions = exceptions(text, service, &format!("types::{error}"));
    Some(format!(
        "Some(|answer| events::<{service}::{marker}, {service}::types::{union}>(answer, |response| {take}, {exceptions}))"
    ))
}
