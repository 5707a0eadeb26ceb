//! Models that are wrong in one way or several: each problem says what is wrong, where, and what to do.

use std::fs;

use tinsmith_codegen::{Emit, ErrorKind, Generator};

/// The message for a model with these shapes, of which the one operation takes `Input`; with the folder cut off.
fn message(shapes: &str) -> String {
    let operations = r#"{"Go": {"http": {}, "input": {"shape": "Input"}}}"#;
    message_for(&model("json", operations, shapes), Emit::Client)
}

fn model(protocol: &str, operations: &str, shapes: &str) -> String {
    let metadata = format!(
        r#"{{"apiVersion": "1", "endpointPrefix": "x", "protocol": "{protocol}", "jsonVersion": "1.1", "serviceId": "X"}}"#
    );
    format!(
        "{{\n  \"metadata\": {metadata},\n  \"operations\": {operations},\n  \"shapes\": {shapes}\n}}"
    )
}

fn message_for(text: &str, emit: Emit) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("service-2.json");
    fs::write(&path, text).expect("a file");
    let output = folder.path().join("out.rs");
    let error = Generator::new(&path)
        .all_operations()
        .emit(emit)
        .emit_to(&output)
        .expect_err("the model is wrong");
    assert!(matches!(error.kind(), ErrorKind::Model | ErrorKind::Usage));
    assert!(!output.exists(), "something was written");
    error
        .to_string()
        .replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn shapes_that_are_not_defined_are_all_named() {
    insta::assert_snapshot!(message(
        r#"{
    "Input": {"type": "structure", "members": {"a": {"shape": "Naem"}, "b": {"shape": "Other"}}},
    "Name": {"type": "string"}
  }"#
    ));
}

#[test]
fn values_of_the_wrong_type() {
    insta::assert_snapshot!(message(
        r#"{
    "Input": {"type": "structure", "members": {"a": {"shape": "List"}, "b": {"shape": "Name"}}},
    "List": {"type": "list", "member": "Name"},
    "Name": {"type": "string", "min": "three"}
  }"#
    ));
}

#[test]
fn shapes_that_contradict_themselves() {
    insta::assert_snapshot!(message(
        r#"{
    "Input": {
      "type": "structure",
      "required": ["missing"],
      "payload": "absent",
      "members": {"a": {"shape": "List"}, "b": {"shape": "Map"}, "c": {"shape": "Odd"}, "d": {"shape": "When", "location": "moon"}}
    },
    "List": {"type": "list"},
    "Map": {"type": "map", "key": {"shape": "List"}},
    "Odd": {"type": "strnig"},
    "When": {"type": "timestamp", "timestampFormat": "sundial"}
  }"#
    ));
}

#[test]
fn types_that_rust_cannot_express() {
    insta::assert_snapshot!(message(
        r#"{
    "Input": {"type": "structure", "members": {"a": {"shape": "Endless"}, "b": {"shape": "ByNumber"}}},
    "Endless": {"type": "list", "member": {"shape": "Endless"}},
    "ByNumber": {"type": "map", "key": {"shape": "Number"}, "value": {"shape": "Number"}},
    "Number": {"type": "integer"}
  }"#
    ));
}

#[test]
fn operations_on_shapes_that_are_no_structures() {
    let operations = r#"{"Go": {"http": {}, "input": {"shape": "Name"}, "output": {"shape": "Name"}, "errors": [{"shape": "Name"}]}}"#;
    let text = model("json", operations, r#"{"Name": {"type": "string"}}"#);
    insta::assert_snapshot!(message_for(&text, Emit::Client));
}

#[test]
fn what_cannot_be_generated_yet() {
    let operations = r#"{"Go": {"http": {}, "output": {"shape": "Output"}}}"#;
    let shapes = r#"{
    "Output": {"type": "structure", "members": {"events": {"shape": "Events"}}},
    "Events": {"type": "structure", "eventstream": true, "members": {}}
  }"#;
    insta::assert_snapshot!(message_for(
        &model("rest-xml", operations, shapes),
        Emit::Client
    ));
}

#[test]
fn types_alone_can_be_had_of_every_protocol() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("service-2.json");
    fs::write(&path, model("rest-xml", r#"{"Go": {"http": {}}}"#, "{}")).expect("a file");
    assert!(Generator::new(&path).all_operations().generate().is_err());
    assert!(
        Generator::new(&path)
            .all_operations()
            .emit(Emit::Types)
            .generate()
            .is_ok()
    );
}

#[test]
fn names_that_are_there_twice() {
    let twice = |shapes: &str| message(shapes);
    assert_eq!(
        twice(r#"{"Input": {"type": "structure"}, "A": {}, "Input": {"type": "structure"}}"#),
        "service-2.json:4:61: /shapes/Input: the key `Input` is there twice"
    );
    assert_eq!(
        twice(
            r#"{"Input": {"type": "structure", "members": {"a": {"shape": "A"}, "a": {"shape": "B"}}}}"#
        ),
        "service-2.json:4:80: /shapes/Input/members/a: the key `a` is there twice"
    );
    assert_eq!(
        twice(r#"{"Input": {"type": "structure", "type": "list"}}"#),
        "service-2.json:4:50: /shapes/Input/type: duplicate field `type`"
    );
}
