//! Generates the operations that are timed, from the models of the fetched botocore.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use tinsmith_codegen::Generator;

const MODELS: &str = "../../../target/botocore/botocore-1.44.5/botocore/data";

const OPERATIONS: [(&str, &[&str]); 6] = [
    ("dynamodb/2012-08-10", &["BatchWriteItem", "Query"]),
    ("ec2/2016-11-15", &["DescribeInstances"]),
    (
        "s3/2006-03-01",
        &["CompleteMultipartUpload", "ListObjectsV2"],
    ),
    ("cloudwatch/2010-08-01", &["GetMetricData"]),
    ("sts/2011-06-15", &["AssumeRole"]),
    ("lambda/2015-03-31", &["CreateFunction", "ListFunctions"]),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    for (service, operations) in OPERATIONS {
        let mut model = Path::new(MODELS).join(service).join("service-2.json");
        if !model.exists() {
            return Err(format!("no {}: run `tests/full/run fetch` first", model.display()).into());
        }
        println!("cargo::rerun-if-changed={}", model.display());
        if service.starts_with("cloudwatch") {
            model = in_cbor(&model, service)?;
        }
        Generator::new(model)
            .operations(operations.iter().copied())
            .emit_to_out_dir()?;
    }
    Ok(())
}

/// CloudWatch offers three protocols, and tinsmith would speak JSON with it. It is here for CBOR, which is also what its crate
/// of the AWS SDK speaks.
fn in_cbor(model: &Path, service: &str) -> Result<PathBuf, Box<dyn Error>> {
    let text = fs::read_to_string(model)?;
    let start = text.find("\"protocols\":[").ok_or("no protocols")?;
    let end = start + text[start..].find(']').ok_or("no end of the protocols")?;
    let text = format!(
        "{}\"protocols\":[\"smithy-rpc-v2-cbor\"{}",
        &text[..start],
        &text[end..]
    );
    let folder = PathBuf::from(std::env::var("OUT_DIR")?).join(service);
    fs::create_dir_all(&folder)?;
    let copy = folder.join("service-2.json");
    fs::write(&copy, text)?;
    Ok(copy)
}
