//! Generates all operations of the fetched model, and the table that finds each by its name. Read by: src/lib.rs.

use std::error::Error;
use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

use serde_json::Value;

const MODEL: &str = "botocore/data/discovery/2015-11-01/service-2.json";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=TINSMITH_BOTOCORE");
    let botocore = env::var("TINSMITH_BOTOCORE").map_err(
        |_| "TINSMITH_BOTOCORE is not set: run tests/full/run oracle, which fetches botocore",
    )?;
    let model = PathBuf::from(botocore).join(MODEL);
    tinsmith_codegen::Generator::new(&model)
        .all_operations()
        .serde(true)
        .emit_to_out_dir()?;
    let table = table(&serde_json::from_slice(&fs::read(&model)?)?)?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("table.rs"), table)?;
    Ok(())
}

/// A `match` from the operation's name to its types, and from each of its errors to the error's name and content.
///
/// It is made from the model itself, so that an operation or an error which the generator leaves out does not compile.
fn table(model: &Value) -> Result<String, Box<dyn Error>> {
    let operations = model["operations"]
        .as_object()
        .ok_or("the model has no operations")?;
    let mut text = String::from("match name {\n");
    for (name, operation) in operations {
        writeln!(
            text,
            "{name:?} => exchange::<discovery::{name}>(case, |error| match error {{"
        )?;
        for error in operation["errors"].as_array().into_iter().flatten() {
            let error = error["shape"].as_str().ok_or("an error is not a shape")?;
            writeln!(
                text,
                "discovery::{name}Error::{error}(it) => ({error:?}, view(it)),"
            )?;
        }
        writeln!(
            text,
            "discovery::{name}Error::Unmodelled => (\"Unmodelled\", Ok(Value::Object(Default::default()))),"
        )?;
        writeln!(text, "}}),")?;
    }
    text.push_str("_ => Err(format!(\"no operation {name}\")),\n}\n");
    Ok(text)
}
