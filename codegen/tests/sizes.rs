//! Models that are large in one way: they must take time in proportion, and no stack.
//!
//! Each is so large that quadratic time would take minutes, and that recursion would end the test's thread.

use std::fmt::Write as _;
use std::fs;

use tinsmith_codegen::{Emit, Error, Generator};

const MANY: usize = 20_000;

fn generate(operation: &str, shapes: &str, emit: Emit) -> Result<String, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("service-2.json");
    let metadata =
        r#"{"apiVersion": "1", "endpointPrefix": "x", "protocol": "json", "jsonVersion": "1.1"}"#;
    let text = format!(
        r#"{{"metadata": {metadata}, "operations": {{"Go": {operation}}}, "shapes": {{{shapes}}}}}"#
    );
    fs::write(&path, text).expect("written");
    let files = Generator::new(&path)
        .all_operations()
        .emit(emit)
        .generate()?;
    Ok(files.iter().map(|(_, text)| text).collect())
}

/// JSON for many things, from the JSON of each.
fn many(count: usize, each: impl Fn(usize) -> String) -> String {
    (0..count).map(each).collect::<Vec<_>>().join(",")
}

const IN_AND_OUT: &str = r#"{"input": {"shape": "S0"}, "output": {"shape": "S0"}}"#;

#[test]
fn shapes_may_hold_each_other_deeply() {
    for union in ["", r#""union": true,"#] {
        let count = 1500;
        let chain = many(count, |number| {
            let kind = if number == 0 { "" } else { union };
            let next = (number + 1) % count;
            format!(
                r#""S{number}": {{"type": "structure", {kind} "members": {{"next": {{"shape": "S{next}"}}}}}}"#
            )
        });
        let text = generate(IN_AND_OUT, &chain, Emit::Client).unwrap();
        assert!(text.contains("pub enum S1499 {") != union.is_empty());
    }
}

#[test]
fn lists_that_nest_too_deeply_are_told() {
    let mut chain =
        r#""S0": {"type": "structure", "members": {"list": {"shape": "L0"}}}"#.to_owned();
    for number in 0..MANY {
        let next = (number + 1).min(MANY - 1);
        write!(
            chain,
            r#", "L{number}": {{"type": "list", "member": {{"shape": "L{next}"}}}}"#
        )
        .unwrap();
    }
    let error = generate(IN_AND_OUT, &chain, Emit::Types)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("/shapes/L0: lists and maps in it nest more than 32 deep"),
        "{error}"
    );
    assert!(
        error.ends_with("more than 100 problems: looked no further"),
        "{error}"
    );
}

#[test]
fn members_values_and_errors_may_be_many() {
    let members = many(2000, |number| {
        format!(
            r#""a{}b": {{"shape": "Text"}}"#,
            "-".repeat(number % 40) + &number.to_string()
        )
    });
    let required = many(2000, |number| {
        format!(r#""a{}b""#, "-".repeat(number % 40) + &number.to_string())
    });
    // All of them want the same name in Rust.
    let values = many(2000, |number| format!(r#""{}""#, "\\u00e9".repeat(number)));
    let shapes = format!(
        r#""S0": {{"type": "structure", "required": [{required}], "members": {{{members}}}}},
           "Text": {{"type": "string", "enum": [{values}]}},
           "Oops": {{"type": "structure", "exception": true, "members": {{}}}}"#
    );
    let errors = many(MANY, |_| r#"{"shape": "Oops"}"#.to_owned());
    let operation = format!(r#"{{"input": {{"shape": "S0"}}, "errors": [{errors}]}}"#);
    let text = generate(&operation, &shapes, Emit::Client).unwrap();
    assert!(text.contains("Empty2000,"), "the last of the values");
    assert_eq!(text.matches("Oops(errors::Oops)").count(), 1);
}

#[test]
fn problems_may_be_many() {
    let members = many(500, |number| {
        format!(r#""m{number}": {{"shape": "Missing{number}"}}"#)
    });
    let shapes = format!(r#""S0": {{"type": "structure", "members": {{{members}}}}}"#);
    let error = generate(IN_AND_OUT, &shapes, Emit::Types).unwrap_err();
    assert_eq!(error.messages().count(), 101);
}

#[test]
fn json_may_nest_deeply() {
    let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
    let shapes =
        format!(r#""S0": {{"type": "structure", "members": {{}}, "extra": {open}{close}}}"#);
    assert!(generate(IN_AND_OUT, &shapes, Emit::Types).is_ok());
    let shapes = format!(r#""S0": {{"type": "structure", "retryable": {open}{close}}}"#);
    let error = generate(IN_AND_OUT, &shapes, Emit::Types)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("recursion limit exceeded") && error.len() < 5000,
        "{error}"
    );
}
