//! The emitted text of small models, as snapshots that a person has read. The crate `tests` compiles the same models.

use std::path::{Path, PathBuf};

use tinsmith_codegen::{Emit, Generator};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
        .join("service-2.json")
}

fn text(generator: Generator) -> String {
    let files = generator.generate().expect("the fixture can be generated");
    files.iter().map(|(_, text)| text).collect()
}

#[test]
fn every_kind_of_shape() {
    insta::assert_snapshot!(text(Generator::new(fixture("shapes")).all_operations()));
}

#[test]
fn one_operation_with_serde() {
    insta::assert_snapshot!(text(
        Generator::new(fixture("shapes"))
            .operation("ListTrees")
            .serde(true)
            .emit(Emit::Types)
    ));
}

#[test]
fn names_that_are_in_the_way() {
    insta::assert_snapshot!(text(Generator::new(fixture("obstacles")).all_operations()));
}

#[test]
fn a_hostile_model_injects_nothing() {
    let files = Generator::new(fixture("hostile"))
        .all_operations()
        .generate()
        .unwrap();
    let (path, text) = files.iter().next().unwrap();
    assert_eq!(path, Path::new("etc_passwd.rs"));
    let parsed = syn::parse_file(text).unwrap();
    let functions = parsed
        .items
        .iter()
        .filter(|item| matches!(item, syn::Item::Fn(_) | syn::Item::Macro(_)));
    assert_eq!(functions.count(), 0, "an item was injected");
    insta::assert_snapshot!(text);
}

/// The same traits as botocore has and those that only Smithy has: mixins, resources, errors of the service, two namespaces.
#[test]
fn a_smithy_model() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/smithy_shapes");
    insta::assert_snapshot!(text(Generator::new(folder).all_operations()));
}
