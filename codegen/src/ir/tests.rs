//! What the IR of a small model holds, read from the model.

use std::path::Path;

use crate::options::Options;
use crate::{ir, load, pipeline};

fn dump(operations: &[&str]) -> String {
    dump_of("shapes", operations)
}

fn dump_of(fixture: &str, operations: &[&str]) -> String {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let input = load::load(&fixtures.join(fixture), None).unwrap();
    let operations = operations.iter().map(|name| (*name).to_owned()).collect();
    let options = Options {
        operations,
        ..Options::default()
    };
    ir::dump(&pipeline::model(&input, &options).unwrap(), false)
}

#[test]
fn of_all_operations() {
    insta::assert_snapshot!(dump(&["*"]));
}

#[test]
fn of_one_operation() {
    insta::assert_snapshot!(dump(&["ListTrees"]));
}

#[test]
fn of_a_smithy_model() {
    insta::assert_snapshot!(dump_of("smithy_shapes", &["*"]));
}

#[test]
fn of_http_bindings_in_smithy() {
    insta::assert_snapshot!(dump_of("smithy_bindings", &["*"]));
}
