//! What the IR of a small model holds, read from the model.

use std::path::Path;

use crate::options::Options;
use crate::{ir, load, pipeline};

fn dump(operations: &[&str]) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shapes/service-2.json");
    let input = load::load(&path, None).unwrap();
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
