//! Tests of cuts as a whole: what stays of a model, and what goes.

use std::collections::BTreeSet;
use std::fs;

use super::{botocore, smithy};
use crate::load::{Located, Source};

/// Cuts a botocore model to the operation `Go`, with what lies beside it.
fn cut_botocore(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let located = Located::find(folder.path(), None).unwrap();
    let input = located.input().unwrap();
    let files = botocore::cut(&located, &input, &BTreeSet::from(["Go"])).unwrap();
    let minified = files.into_iter().map(|(name, text)| {
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        (name, value.to_string())
    });
    minified.collect()
}

#[test]
fn of_a_botocore_model_the_closure_stays() {
    let model = r#"{
      "version": "2.0", "metadata": {"apiVersion": "1"}, "documentation": "d",
      "operations": {
        "Stop": {"input": {"shape": "Other"}},
        "Go": {"input": {"shape": "In"}, "output": {"shape": "Out"}, "errors": [{"shape": "Oops"}]}
      },
      "shapes": {
        "In": {"type": "structure", "members": {"a": {"shape": "List"}, "b": {"shape": "Undefined"}}},
        "List": {"type": "list", "member": {"shape": "Map"}},
        "Map": {"type": "map", "key": {"shape": "Key"}, "value": {"shape": "In"}},
        "Key": {"type": "string", "enum": ["Other"]},
        "Out": {"type": "structure", "members": {}},
        "Oops": {"type": "structure", "members": {"m": {"shape": "Message"}}, "exception": true},
        "Message": {"type": "string"},
        "Other": {"type": "structure", "members": {"a": {"shape": "Late"}}},
        "Late": {"type": "string"}
      }
    }"#;
    let files = cut_botocore(&[
        ("service-2.json", model),
        ("paginators-1.json", r#"{"pagination": {"Stop": {}}}"#),
        (
            "examples-1.json",
            r#"{"version": "1.0", "examples": {"Go": [1], "Stop": [2]}}"#,
        ),
        (
            "waiters-2.json",
            r#"{"version": 2, "waiters": {"Gone": {"operation": "Go"}, "Stopped": {"operation": "Stop"}}}"#,
        ),
        ("endpoint-rule-set-1.json", "{}"),
    ]);
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["service-2.json", "waiters-2.json", "examples-1.json"],
        "a file of which nothing is left is not written"
    );
    let cut: serde_json::Value = serde_json::from_str(&files[0].1).unwrap();
    let keys = |key: &str| -> Vec<String> {
        let object = cut[key].as_object().unwrap();
        object.keys().cloned().collect()
    };
    assert_eq!(keys("operations"), ["Go"]);
    let shapes = ["In", "Key", "List", "Map", "Message", "Oops", "Out"];
    assert_eq!(keys("shapes"), shapes);
    assert_eq!(cut["documentation"], "d");
    assert_eq!(
        files[1].1,
        r#"{"version":2,"waiters":{"Gone":{"operation":"Go"}}}"#
    );
    assert_eq!(files[2].1, r#"{"examples":{"Go":[1]},"version":"1.0"}"#);
}

#[test]
fn extras_are_cut_too_and_reach_further() {
    let model = r#"{"metadata": {}, "operations": {"Go": {"input": {"shape": "In"}}, "Stop": {}},
      "shapes": {"In": {"type": "structure", "members": {}}, "Late": {"type": "string"}, "Other": {"type": "string"}}}"#;
    let extras = r#"{"version": 1.0, "merge": {
      "metadata": {"serviceId": "Short"},
      "operations": {"Stop": {"input": {"shape": "Other"}}},
      "shapes": {"In": {"members": {"Late": {"shape": "Late"}, "New": {"shape": "New"}}}, "New": {"type": "string"}, "Other": {"max": 1}}
    }}"#;
    let files = cut_botocore(&[
        ("service-2.json", model),
        ("service-2.sdk-extras.json", extras),
        ("paginators-1.json", r#"{"pagination": {"Stop": {}}}"#),
        (
            "paginators-1.sdk-extras.json",
            r#"{"merge": {"pagination": {"Go": {}, "Stop": {}}}}"#,
        ),
    ]);
    let wanted = [
        (
            "service-2.json",
            r#"{"metadata":{},"operations":{"Go":{"input":{"shape":"In"}}},"shapes":{"In":{"members":{},"type":"structure"},"Late":{"type":"string"}}}"#,
        ),
        (
            "service-2.sdk-extras.json",
            r#"{"merge":{"metadata":{"serviceId":"Short"},"shapes":{"In":{"members":{"Late":{"shape":"Late"},"New":{"shape":"New"}}},"New":{"type":"string"}}},"version":1.0}"#,
        ),
        // Extras without the file that they change would not be read.
        ("paginators-1.json", r#"{"pagination":{}}"#),
        (
            "paginators-1.sdk-extras.json",
            r#"{"merge":{"pagination":{"Go":{}}}}"#,
        ),
    ];
    let wanted = wanted.map(|(name, text)| (name.to_owned(), text.to_owned()));
    assert_eq!(files, wanted);
}

/// Cuts a Smithy model, and gives what is left of each shape.
fn cut_smithy(shapes: &str, operations: &[&str]) -> serde_json::Value {
    let source = Source {
        path: "x-2020-01-01.json.gz".into(),
        text: format!(r#"{{"smithy": "2.0", "metadata": {{"m": []}}, "shapes": {shapes}}}"#),
    };
    let operations = operations.iter().copied().collect();
    let files = smithy::cut(&source, &operations).unwrap();
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].0, "x-2020-01-01.json");
    let cut: serde_json::Value = serde_json::from_str(&files[0].1).unwrap();
    assert_eq!(cut["smithy"], "2.0");
    assert_eq!(cut["metadata"], serde_json::json!({"m": []}));
    cut["shapes"].clone()
}

#[test]
fn of_a_smithy_model_the_closure_stays() {
    let shapes = cut_smithy(
        r#"{
      "x#Service": {"type": "service", "version": "1",
        "operations": [{"target": "x#Go"}, {"target": "x#Stop"}],
        "errors": [{"target": "x#Oops"}],
        "rename": {"x#In": "Input", "x#Other": "Another"},
        "traits": {"smithy.rules#endpointRuleSet": {"rules": []}, "smithy.api#title": "T", "x#marked": {}}},
      "x#Go": {"type": "operation", "input": {"target": "x#In"}, "output": {"target": "smithy.api#Unit"},
        "traits": {"smithy.test#smokeTests": []}},
      "x#Stop": {"type": "operation", "input": {"target": "x#Other"}},
      "x#In": {"type": "structure", "members": {"a": {"target": "x#List", "traits": {"smithy.api#documentation": "x#Other"}}},
        "mixins": [{"target": "x#Mixed"}]},
      "x#Mixed": {"type": "structure", "members": {}, "traits": {"smithy.api#mixin": {}}},
      "x#List": {"type": "list", "member": {"target": "x#In"}},
      "x#Oops": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
      "x#marked": {"type": "structure", "members": {}, "traits": {"smithy.api#trait": {}}},
      "x#unused": {"type": "structure", "members": {}, "traits": {"smithy.api#trait": {}}},
      "x#In$a": {"type": "apply", "traits": {"x#applied": {}}},
      "x#applied": {"type": "structure", "members": {}, "traits": {"smithy.api#trait": {}}},
      "x#Other$a": {"type": "apply", "traits": {"x#unused": {}}},
      "x#Other": {"type": "structure", "members": {}}
    }"#
        .replace(r#""smithy.api#documentation": "x#Other""#, r#""smithy.api#documentation": "of x#Other""#)
        .as_str(),
        &["Go"],
    );
    let ids: Vec<_> = shapes.as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        ids,
        [
            "x#Go",
            "x#In",
            "x#In$a",
            "x#List",
            "x#Mixed",
            "x#Oops",
            "x#Service",
            "x#applied",
            "x#marked"
        ]
    );
    assert_eq!(
        shapes["x#Service"],
        serde_json::json!({
            "type": "service", "version": "1", "operations": [{"target": "x#Go"}],
            "errors": [{"target": "x#Oops"}], "rename": {"x#In": "Input"},
            "traits": {"smithy.api#title": "T", "x#marked": {}}
        })
    );
    assert_eq!(shapes["x#Go"].get("traits"), None);
}

#[test]
fn resources_keep_what_they_have_of_the_operations() {
    let model = r#"{
      "x#Service": {"type": "service", "resources": [{"target": "x#Outer"}, {"target": "x#Empty"}]},
      "x#Outer": {"type": "resource", "identifiers": {"id": {"target": "x#Id"}}, "create": {"target": "x#Make"},
        "resources": [{"target": "x#Inner"}, {"target": "x#Empty"}]},
      "x#Inner": {"type": "resource", "read": {"target": "x#Get"}, "delete": {"target": "x#Drop"},
        "collectionOperations": [{"target": "x#Count"}]},
      "x#Empty": {"type": "resource", "list": {"target": "x#Make"}},
      "x#Id": {"type": "string"},
      "x#Make": {"type": "operation"}, "x#Get": {"type": "operation"}, "x#Drop": {"type": "operation"},
      "x#Count": {"type": "operation"}
    }"#;
    let shapes = cut_smithy(model, &["Get"]);
    let wanted = serde_json::json!({
        "x#Service": {"type": "service", "resources": [{"target": "x#Outer"}]},
        "x#Outer": {"type": "resource", "identifiers": {"id": {"target": "x#Id"}}, "resources": [{"target": "x#Inner"}]},
        "x#Inner": {"type": "resource", "read": {"target": "x#Get"}},
        "x#Id": {"type": "string"},
        "x#Get": {"type": "operation"}
    });
    assert_eq!(shapes, wanted);
    let shapes = cut_smithy(model, &["Count", "Drop"]);
    assert_eq!(
        shapes["x#Inner"],
        serde_json::json!({"type": "resource", "delete": {"target": "x#Drop"}, "collectionOperations": [{"target": "x#Count"}]})
    );
}
