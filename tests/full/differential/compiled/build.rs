//! Generates some operations of a service for each protocol, and the table that finds each by its name. Read by: src/main.rs.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use tinsmith_codegen::{Emit, Generator};

/// Service, version, operations.
const SAMPLE: [(&str, &str, &[&str]); 7] = [
    // awsJson
    (
        "dynamodb",
        "2012-08-10",
        &["*Item", "Query", "Scan", "*Table", "Transact*"],
    ),
    // awsJson in its query mode
    ("sqs", "2012-11-05", &["*"]),
    // restJson1
    (
        "lambda",
        "2015-03-31",
        &[
            "*Function",
            "Invoke",
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
            let errors = variants(text, marker)
                .map(|variant| format!("{service}::{marker}Error::{variant}(it) => view(it), "));
            writeln!(
                table,
                "Compiled {{ name: {wire_name:?}, request: request::<{service}::{marker}>, \
                 response: |answer| response::<{service}::{marker}>(answer, |error| match error {{ {}_ => Ok(Value::Null) }}) }},",
                errors.collect::<String>()
            )?;
        }
        writeln!(table, "] }},")?;
    }
    fs::write(out.join("modules.rs"), modules)?;
    fs::write(out.join("table.rs"), format!("&[\n{table}]\n"))?;
    Ok(())
}

/// The variants of an operation's error that hold an exception.
fn variants<'t>(text: &'t str, marker: &str) -> impl Iterator<Item = &'t str> {
    let head = format!("impl rt::OperationError for {marker}Error {{");
    let body = text.split(&head).nth(1).unwrap_or_default();
    let body = body.split("\n}").next().unwrap_or_default();
    let variant = |part: &'t str| {
        let part = part.trim_start().strip_prefix("Self::")?;
        part.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .next()
    };
    body.split("r.variant(").skip(1).filter_map(variant)
}
