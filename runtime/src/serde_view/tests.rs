//! Every shape to serde's model and back, by way of `serde_json`.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{deserialize, serialize};
use crate::shape::{Document, Map, Number};
use crate::test_shapes::{Choice, Color, Everything, Tree, everything};

/// What the generator's option `serde` emits.
macro_rules! impls {
    ($($type:ty),*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize(self, serializer)
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize(deserializer)
            }
        }
    )*};
}

impls!(Everything, Choice, Color, Tree);

#[test]
fn every_shape_there_and_back() {
    let (value, _) = everything();
    let written = serde_json::to_value(&value).unwrap();
    let expected = json!({
        "text": "q\"\\\n\u{1}é😀/",
        "flag": false,
        "integer": i32::MIN,
        "long": i64::MAX,
        "float": 1.5,
        "double": "-Infinity",
        "blob": "AP9+",
        "time": "2014-04-29T18:30:38.12Z",
        "date": "2014-04-29T18:30:38Z",
        "dates": ["2014-04-29T18:30:38Z"],
        "sparse": [null, "x"],
        "dense": [0, -1],
        "colors": {"RED": ["BLUE"], "a": []},
        "sparseMap": {"a": null, "b": 1},
        "document": [null, true, -1, 0.5, "d"],
        "choice": {"tree": {"name": "leaf"}},
        "tree": {"child": {"name": "leaf"}, "more": [{"name": "leaf"}]},
        "token": "t",
        "host": "h",
    });
    assert_eq!(written, expected);
    assert_eq!(
        serde_json::from_value::<Everything>(expected).unwrap(),
        value
    );
    let text = serde_json::to_string(&value).unwrap();
    assert_eq!(serde_json::from_str::<Everything>(&text).unwrap(), value);
}

#[test]
fn reading_forgives() {
    let read = serde_json::from_value::<Everything>(json!({
        "unknown": {"deep": [1, {}]},
        "flag": null,
        "text": null,
        "integer": 5.0,
        "float": "NaN",
        "time": 1398796238.12,
        "date": 1398796238,
        "dates": [-1],
        "dense": [null, 1],
        "colors": {"RED": null, "b": []},
    }));
    let read = read.unwrap();
    assert_eq!(read.flag, None);
    assert_eq!(read.text, "");
    assert_eq!(read.integer, Some(5));
    assert!(read.float.unwrap().is_nan());
    let (value, _) = everything();
    assert_eq!((read.time, read.date), (value.time, value.date));
    assert_eq!(read.dates.unwrap()[0].as_second(), -1);
    assert_eq!(read.dense, Some(vec![1]));
    assert_eq!(
        read.colors,
        Some(Map::from([(Color::Unknown("b".into()), vec![])]))
    );
}

#[test]
fn reading_refuses() {
    let cases = [
        (json!({"text": 1}), "expected a string"),
        (json!({"integer": 5.5}), "an integer of 64 bits"),
        (
            json!({"integer": 2_147_483_648_u32}),
            "an integer of 32 bits",
        ),
        (json!({"long": 1e19}), "an integer of 64 bits"),
        (json!({"double": "much"}), "a number, \"NaN\""),
        (json!({"blob": "*"}), "a base64 string"),
        (json!({"time": "soon"}), "a timestamp as RFC 3339"),
        (json!({"dense": {}}), "a list"),
        (json!({"tree": []}), "the members of Tree"),
        (
            json!({"choice": {"text": "a", "tree": {}}}),
            "expected one variant of Choice, found two",
        ),
    ];
    for (value, expected) in cases {
        let error = serde_json::from_value::<Everything>(value.clone())
            .unwrap_err()
            .to_string();
        assert!(error.contains(expected), "{value}: {error}");
    }
}

#[test]
fn variants_that_the_model_does_not_know_keep_their_name() {
    let unknown = Choice::Unknown("new".into());
    let read: Choice = serde_json::from_value(json!({"new": [1, 2]})).unwrap();
    assert_eq!(read, unknown);
    assert_eq!(
        serde_json::to_value(&unknown).unwrap(),
        json!({"new": null})
    );
    assert_eq!(
        serde_json::from_value::<Choice>(json!({"new": null})).unwrap(),
        unknown
    );
    let unset: Choice = serde_json::from_value(json!({"text": null})).unwrap();
    assert_eq!(unset, Choice::default());
    assert_eq!(serde_json::to_value(&unset).unwrap(), json!({}));
}

#[test]
fn documents() {
    let value: Value = json!({"a": [null, true, 1, -1, 0.5, u64::MAX, "x", {"b": {}}]});
    let document: Document = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(
        document.get("a").unwrap().as_list().unwrap()[3],
        Document::Number(Number::Signed(-1))
    );
    assert_eq!(serde_json::to_value(&document).unwrap(), value);
    assert_eq!(
        serde_json::to_value(Document::from(f64::NAN)).unwrap(),
        json!("NaN")
    );
}
