//! Models that are wrong in one way or several: each problem says what is wrong, where, and what to do.

use std::fs;

use tinsmith_codegen::{Emit, ErrorKind, Generator};

/// What a build script prints for a model with these shapes, of which the one operation takes `Input`; with the folder cut off.
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
    assert_eq!(
        error.to_string().lines().count(),
        error.problems().count(),
        "one line each"
    );
    assert_eq!(format!("{error:?}"), format!("{error:#}"));
    format!("{error:#}").replace(&format!("{}/", folder.path().display()), "")
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
    let shapes = r#"{"Output": {"type": "structure", "members": {}}}"#;
    insta::assert_snapshot!(message_for(
        &model("pigeon-post", operations, shapes),
        Emit::Client
    ));
}

/// What goes out without a signature needs no scheme, and without a client the signature is the caller's.
#[test]
fn clients_that_could_not_sign() {
    let operations = r#"{"Go": {"http": {}, "output": {"shape": "Output"}}}"#;
    let shapes = r#"{"Output": {"type": "structure", "members": {}}}"#;
    let model = model("json", operations, shapes);
    let signed_by = |version| {
        let key = r#""protocol":"#;
        assert!(model.contains(key));
        model.replacen(
            key,
            &format!(r#""signatureVersion": "{version}", {key}"#),
            1,
        )
    };
    insta::assert_snapshot!(message_for(&signed_by("bearer"), Emit::Client));
    let generate = |model: &str, emit| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("service-2.json");
        std::fs::write(&path, model).unwrap();
        Generator::new(path).all_operations().emit(emit).generate()
    };
    assert!(generate(&signed_by("v2"), Emit::Client).is_err());
    assert!(generate(&signed_by("v2"), Emit::Operations).is_ok());
    for version in ["v4", "s3", "s3v4"] {
        assert!(generate(&signed_by(version), Emit::Client).is_ok());
    }
    let unsigned = signed_by("v2").replacen(r#""http""#, r#""authtype": "none", "http""#, 1);
    assert!(generate(&unsigned, Emit::Client).is_ok());
}

#[test]
fn event_streams_in_places_that_cannot_carry_one() {
    let operations = r#"{
    "Go": {"http": {}, "input": {"shape": "Two"}, "output": {"shape": "Outer"}},
    "Come": {"http": {}, "input": {"shape": "One"}, "output": {"shape": "One"}}
  }"#;
    let shapes = r#"{
    "One": {"type": "structure", "members": {"a": {"shape": "Events"}, "name": {"shape": "Name"}}},
    "Two": {"type": "structure", "members": {"a": {"shape": "Events"}, "b": {"shape": "Events"}}},
    "Outer": {"type": "structure", "members": {"inner": {"shape": "Inner"}, "list": {"shape": "List"}}},
    "Inner": {"type": "structure", "members": {"events": {"shape": "Events"}}},
    "List": {"type": "list", "member": {"shape": "Events"}},
    "Name": {"type": "string"},
    "Events": {"type": "structure", "eventstream": true, "members": {}}
  }"#;
    insta::assert_snapshot!(message_for(
        &model("rest-json", operations, shapes),
        Emit::Types
    ));
}

#[test]
fn a_model_of_one_long_line_shows_the_part_around_the_place() {
    let filler: String = (0..5000)
        .map(|n| format!(r#""F{n}": {{"type": "string"}}, "#))
        .collect();
    let shapes = format!(
        r#"{{{filler}"Input": {{"type": "structure", "members": {{"größe": {{"shape": "Naem"}}}}}}, "Name": {{"type": "string"}}}}"#
    );
    let operations = r#"{"Go": {"http": {}, "input": {"shape": "Input"}}}"#;
    let text = model("json", operations, &shapes).replace('\n', "");
    insta::assert_snapshot!(message_for(&text, Emit::Client));
}

#[test]
fn what_a_terminal_would_obey_is_escaped_in_the_line_too() {
    insta::assert_snapshot!(message(
        "{\"Input\": {\"type\":\t\"structure\", \"members\": {\"\u{202e}a\": {\"shape\": \"\u{7f}\u{9b}2J\"}}}}"
    ));
}

#[test]
fn an_unknown_operation_and_a_broken_shape_are_reported_together() {
    let operations = r#"{"Go": {"http": {}, "input": {"shape": "Missing"}}}"#;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("service-2.json");
    fs::write(&path, model("json", operations, "{}")).expect("a file");
    let generator = Generator::new(&path).operations(["Gone", "Go"]);
    let error = generator.generate().expect_err("two things are wrong");
    let found: Vec<_> = error
        .problems()
        .map(|problem| (problem.kind(), problem.pointer(), problem.start()))
        .collect();
    let place = Some((3, 56));
    assert_eq!(
        found,
        [
            (ErrorKind::Usage, None, None),
            (ErrorKind::Model, Some("/operations/Go/input/shape"), place)
        ]
    );
    let first = error
        .problems()
        .next()
        .and_then(|problem| problem.help_text());
    assert_eq!(first, Some("there is `Go`"));
}

#[test]
fn types_alone_can_be_had_of_every_protocol() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("service-2.json");
    fs::write(&path, model("pigeon-post", r#"{"Go": {"http": {}}}"#, "{}")).expect("a file");
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
    let first_line = |shapes: &str| message(shapes).lines().next().map(str::to_owned);
    let told = |shapes, line: &str| assert_eq!(first_line(shapes).as_deref(), Some(line));
    told(
        r#"{"Input": {"type": "structure"}, "A": {}, "Input": {"type": "structure"}}"#,
        "service-2.json:4:64: /shapes/Input: the key `Input` is there twice",
    );
    told(
        r#"{"Input": {"type": "structure", "members": {"a": {"shape": "A"}, "a": {"shape": "B"}}}}"#,
        "service-2.json:4:83: /shapes/Input/members/a: the key `a` is there twice",
    );
    told(
        r#"{"Input": {"type": "structure", "type": "list"}}"#,
        "service-2.json:4:53: /shapes/Input/type: duplicate field `type`",
    );
}

#[test]
fn shapes_that_are_renamed_alike() {
    let text = r#"{"smithy": "2.0", "shapes": {
  "x#Service": {"type": "service", "version": "1", "operations": [],
    "rename": {"x#A": "X", "x#B": "X"}},
  "x#A": {"type": "string"}, "x#B": {"type": "string"}}}"#;
    let message = message_for(text, Emit::Types);
    let told =
        "service-2.json:3:35: /shapes/x#Service/rename/x#B: another shape is renamed to `X` too";
    assert_eq!(message.lines().next(), Some(told));
}
