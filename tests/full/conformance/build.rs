//! Generates a module for every suite of the vectors, and the table that finds an operation by its name. Read by: src/generated.rs.

#[path = "src/vectors.rs"]
mod vectors;

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use tinsmith_codegen::{Emit, Generator};
use vectors::Suite;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=TINSMITH_VECTORS");
    println!("cargo::rerun-if-env-changed=TINSMITH_BOTOCORE");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/vectors.rs");
    let place = vectors::place()?;
    println!("cargo::rerun-if-changed={}", place.display());
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut modules = String::new();
    let mut table = String::new();
    for (number, suite) in vectors::read(&place)?.iter().enumerate() {
        let module = format!("suite_{number}");
        let (text, refused) = generate(suite, &out.join("models").join(&module))?;
        for (operation, reason) in refused {
            let name = name(suite, &operation);
            writeln!(table, "({name:?}, Err({reason:?})),")?;
        }
        let Some(text) = text else { continue };
        let file = out.join(format!("{module}.rs"));
        fs::write(&file, &text)?;
        writeln!(modules, "pub mod {module} {{ include!({file:?}); }}")?;
        for operation in operations(&text) {
            let name = name(suite, operation);
            let marker = format!("{module}::{operation}");
            let errors: String = variants(&text, operation)
                .map(|variant| format!("{marker}Error::{variant}(it) => view(it), "))
                .collect();
            let members = if errors.is_empty() {
                "|_| Ok(Value::Null)".to_owned()
            } else {
                format!("|error| match error {{ {errors}_ => Ok(Value::Null) }}")
            };
            let events = match event_stream(&text, operation) {
                Some(field) => format!("|response, keep| receive(&mut response.{field}, keep)"),
                None => "no_events".to_owned(),
            };
            writeln!(
                table,
                "({name:?}, Ok(Calls {{ write: write::<{marker}>, \
                 read: |answer| read::<{marker}>(answer, {members}, {events}), \
                 parse: |answer| parse::<{marker}>(answer, {events}) }})),",
            )?;
        }
    }
    fs::write(out.join("suites.rs"), modules)?;
    fs::write(out.join("table.rs"), format!("&[\n{table}]\n"))?;
    Ok(())
}

fn name(suite: &Suite, operation: &str) -> String {
    format!("{}:{}:{operation}", suite.file, suite.index)
}

/// Operations that the generator refuses, each with its words.
type Refused = Vec<(String, String)>;

/// The code of a suite's operations, without those that the generator refuses.
fn generate(suite: &Suite, folder: &Path) -> Result<(Option<String>, Refused), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let model = folder.join("service-2.json");
    let value = suite.model();
    fs::write(&model, serde_json::to_vec(&value)?)?;
    let generate = |operations: &[&str]| -> Result<String, String> {
        let files = Generator::new(&model)
            .operations(operations.iter().copied())
            .serde(true)
            .emit(Emit::Operations)
            .module_name("suite")
            .generate()
            .map_err(|error| error.to_string())?;
        let (_, text) = files.iter().next().ok_or("nothing was generated")?;
        Ok(text.to_owned())
    };
    let all: Vec<&str> = value["operations"]
        .as_object()
        .into_iter()
        .flat_map(|operations| operations.keys().map(String::as_str))
        .collect();
    if all.is_empty() {
        return Ok((None, Refused::new()));
    }
    if let Ok(text) = generate(&all) {
        return Ok((Some(text), Refused::new()));
    }
    let (mut rest, mut refused) = (Vec::new(), Refused::new());
    for operation in all {
        match generate(&[operation]) {
            Ok(_) => rest.push(operation),
            Err(reason) => refused.push((operation.to_owned(), reason)),
        }
    }
    let text = (!rest.is_empty()).then(|| generate(&rest)).transpose()?;
    Ok((text, refused))
}

/// The operations that the code has, by their markers.
fn operations(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        line.strip_prefix("impl rt::Operation for ")?
            .strip_suffix(" {")
    })
}

/// What stands between the braces after this line.
fn body<'t>(text: &'t str, head: &str) -> &'t str {
    let body = text.split_once(head).map_or("", |(_, rest)| rest);
    body.split_once("\n}").map_or("", |(body, _)| body)
}

/// The field of a response that has its events.
fn event_stream<'t>(text: &'t str, operation: &str) -> Option<&'t str> {
    let fields = body(text, &format!("pub struct {operation}Response {{\n")).lines();
    let mut fields = fields.filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(": "));
    let (field, _) = fields.find(|(_, ty)| ty.contains("rt::EventStream<"))?;
    Some(field)
}

/// The variants of an operation's error that hold something.
fn variants<'t>(text: &'t str, operation: &str) -> impl Iterator<Item = &'t str> {
    let body = body(text, &format!("pub enum {operation}Error {{\n"));
    body.lines().filter_map(|line| {
        let (name, _) = line.trim().split_once('(')?;
        name.chars().all(char::is_alphanumeric).then_some(name)
    })
}
