//! Models in Smithy's JSON AST: the same Rust as from botocore's format, and clear messages for what is wrong.

use std::fs;
use std::path::{Path, PathBuf};

use tinsmith_codegen::{Emit, ErrorKind, Generator};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn text(generator: &Generator) -> String {
    let files = generator.generate().expect("the model can be generated");
    files.iter().map(|(_, text)| text).collect()
}

#[test]
fn both_formats_give_the_same_bytes() {
    let folder = root().join("models/discovery/2015-11-01");
    let [botocore, smithy] = ["service-2.json", "discovery-2015-11-01.json"]
        .map(|file| Generator::new(folder.join(file)));
    for emit in [Emit::Types, Emit::Operations, Emit::Client] {
        for serde in [false, true] {
            for operation in ["DescribeContinuousExports", "*"] {
                let [ours, theirs] = [&botocore, &smithy].map(|generator| {
                    let generator = generator.clone().emit(emit).serde(serde);
                    text(&generator.operation(operation))
                });
                assert!(ours == theirs, "{emit:?}, serde {serde}, {operation}");
            }
        }
    }
    let [ours, theirs] = [botocore, smithy].map(|generator| {
        let dump = generator.all_operations().dump(false);
        dump.expect("the model can be read")
    });
    assert_eq!(ours, theirs);
}

#[test]
fn the_order_of_keys_means_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let fixture = root().join("codegen/tests/fixtures/smithy_shapes/orchard-2024-05-01.json");
    let original = fs::read_to_string(&fixture).expect("the fixture");
    let value: serde_json::Value = serde_json::from_str(&original).expect("JSON");
    let reversed = folder.path().join("orchard.json");
    fs::write(&reversed, backwards(&value)).expect("a file");
    let [first, second] =
        [fixture, reversed].map(|path| text(&Generator::new(path).all_operations()));
    assert!(first == second);
}

/// The JSON text of a value with all keys in the reverse order.
fn backwards(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Object(object) => {
            let mut entries: Vec<_> = object.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            let entries: Vec<_> = entries
                .into_iter()
                .rev()
                .map(|(key, value)| format!("{}:{}", serde_json::json!(key), backwards(value)))
                .collect();
            format!("{{{}}}", entries.join(","))
        }
        serde_json::Value::Array(values) => {
            let values: Vec<_> = values.iter().map(backwards).collect();
            format!("[{}]", values.join(","))
        }
        other => other.to_string(),
    }
}

/// The message for a model whose service `a#S` has one operation `a#Go`, with the folder cut off.
fn message(shapes: &str) -> String {
    let service = r#""a#S": {"type": "service", "version": "1", "operations": [{"target": "a#Go"}], "traits": {"aws.protocols#awsJson1_1": {}}}"#;
    let operation = r#""a#Go": {"type": "operation", "input": {"target": "a#In"}}"#;
    message_for(&model(&format!("{service},\n{operation},\n{shapes}")))
}

fn model(shapes: &str) -> String {
    format!("{{\"smithy\": \"2.0\", \"shapes\": {{\n{shapes}\n}}}}")
}

fn message_for(text: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("m.json");
    fs::write(&path, text).expect("a file");
    let error = Generator::new(&path)
        .all_operations()
        .generate()
        .expect_err("the model is wrong");
    assert!(matches!(error.kind(), ErrorKind::Model | ErrorKind::Usage));
    error
        .to_string()
        .replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn shapes_that_are_not_defined() {
    insta::assert_snapshot!(message(
        r#""a#In": {"type": "structure", "members": {
  "one": {"target": "a#Naem"},
  "two": {"target": "smithy.api#Strin"},
  "three": {"target": "a#Names"}
}},
"a#Names": {"type": "list", "member": {"target": "b#Far"}},
"a#Name": {"type": "string"}"#
    ));
}

#[test]
fn values_of_the_wrong_type() {
    insta::assert_snapshot!(message(
        r#""a#In": {"type": "structure", "members": {
  "one": {"target": 3},
  "two": "a#Name",
  "three": {"target": "a#Name", "traits": {"smithy.api#documentation": {}}},
  "four": {"target": "a#Name", "traits": {"smithy.api#timestampFormat": "sundial"}},
  "five": {"target": "a#List"},
  "six": {"target": "a#Map"},
  "seven": {"target": "a#Odd"},
  "eight": {"target": "a#Go"},
  "nine": {"target": "a#Size"},
  "ten": {"target": "a#Typeless"},
  "eleven": {"target": "a#Seasons"}
}},
"a#Name": {"type": "string", "traits": {"smithy.api#length": {"min": "three"}}},
"a#List": {"type": "list"},
"a#Map": {"type": "map", "value": {"target": "a#Name"}},
"a#Odd": {"type": "strnig"},
"a#Size": {"type": "bigInteger"},
"a#Typeless": {"members": {}},
"a#Seasons": {"type": "enum", "members": {"W": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": 1}}}}"#
    ));
}

#[test]
fn types_that_rust_cannot_express() {
    insta::assert_snapshot!(message(
        r#""a#In": {"type": "structure", "members": {
  "one": {"target": "a#Endless"},
  "two": {"target": "a#ByNumber"}
}},
"a#Endless": {"type": "list", "member": {"target": "a#Endless"}},
"a#ByNumber": {"type": "map", "key": {"target": "smithy.api#Integer"}, "value": {"target": "smithy.api#Integer"}}"#
    ));
}

#[test]
fn event_streams_in_places_that_cannot_carry_one() {
    insta::assert_snapshot!(message(
        r#""a#In": {"type": "structure", "members": {"one": {"target": "a#Deep"}}},
"a#Deep": {"type": "structure", "members": {"one": {"target": "a#Events"}}},
"a#Events": {"type": "union", "members": {}, "traits": {"smithy.api#streaming": {}}}"#
    ));
}

#[test]
fn mixins_that_cannot_be_mixed_in() {
    insta::assert_snapshot!(message(
        r#""a#In": {"type": "structure", "mixins": [{"target": "a#A"}, {"target": "a#Gone"}, {"target": "a#Text"}, {"target": "a#In"}]},
"a#A": {"type": "structure", "mixins": [{"target": "a#B"}]},
"a#B": {"type": "structure", "mixins": [{"target": "a#A"}]},
"a#Text": {"type": "string", "traits": {"smithy.api#mixin": {}}}"#
    ));
}

#[test]
fn operations_and_resources_that_are_none() {
    insta::assert_snapshot!(message_for(&model(
        r#""a#S": {"type": "service", "version": "1", "operations": [{"target": "a#Go"}, {"target": "a#R"}, "a#Go"], "resources": [{"target": "a#R"}, {"target": "a#X"}]},
"a#Go": {"type": "operation"},
"a#R": {"type": "resource", "create": {"target": "a#Text"}, "resources": [{"target": "a#R"}]},
"a#Text": {"type": "string"}"#
    )));
}

#[test]
fn models_without_one_service() {
    let service = |name| format!(r#""a#{name}": {{"type": "service", "version": "1"}}"#);
    let none = message_for(&model(r#""a#T": {"type": "string"}"#));
    let two = message_for(&model(&[service("B"), service("A")].join(",\n")));
    let version = message_for(r#"{"smithy": "3.0", "shapes": {}}"#);
    let odd = message_for(r#"{"smithy": 2, "shapes": {}}"#);
    let list = message_for(r#"{"smithy": "2.0", "shapes": []}"#);
    insta::assert_snapshot!([none, two, version, odd, list].join("\n"));
}

#[test]
fn mixins_without_end_are_refused_in_time() {
    // Each of these is small as a file and endless, deep or huge in what it asks for.
    let chain: Vec<_> = (0..2000)
        .map(|n| {
            format!(
                r#""a#M{n}": {{"type": "structure", "mixins": [{{"target": "a#M{}"}}]}}"#,
                n + 1
            )
        })
        .collect();
    let input = r#""a#In": {"type": "structure", "mixins": [{"target": "a#M0"}]}"#;
    let told = message(&format!("{input},\n{}", chain.join(",\n")));
    assert!(told.contains("more than 64 deep"), "{told}");

    let members: Vec<_> = (0..1000)
        .map(|n| format!(r#""m{n}": {{"target": "smithy.api#String"}}"#))
        .collect();
    let wide = format!(
        r#""a#M": {{"type": "structure", "members": {{{}}}}}"#,
        members.join(",")
    );
    let users: Vec<_> = (0..500)
        .map(|n| format!(r#""a#U{n}": {{"type": "structure", "mixins": [{{"target": "a#M"}}]}}"#))
        .collect();
    let uses: Vec<_> = (0..500)
        .map(|n| format!(r#""u{n}": {{"target": "a#U{n}"}}"#))
        .collect();
    let input = format!(
        r#""a#In": {{"type": "structure", "members": {{{}}}}}"#,
        uses.join(",")
    );
    let told = message(&format!("{input},\n{wide},\n{}", users.join(",\n")));
    assert!(told.contains("copy more than 64 MiB"), "{told}");
}

#[test]
fn each_mixin_is_read_once() {
    // Two ways at each of 40 levels: a walk over all ways would not end.
    let levels: Vec<_> = (0..40)
        .map(|n| {
            let next = n + 1;
            format!(
                r#""a#L{n}": {{"type": "structure", "mixins": [{{"target": "a#L{next}"}}, {{"target": "a#R{next}"}}]}},
"a#R{n}": {{"type": "structure", "mixins": [{{"target": "a#L{next}"}}, {{"target": "a#R{next}"}}]}}"#
            )
        })
        .collect();
    let ends = r#""a#L40": {"type": "structure"}, "a#R40": {"type": "structure", "members": {"x": {"target": "a#Gone"}}}"#;
    let input = r#""a#In": {"type": "structure", "mixins": [{"target": "a#L0"}]}"#;
    let told = message(&format!("{input},\n{},\n{ends}", levels.join(",\n")));
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("`a#Gone` is not defined"), "{told}");
}
