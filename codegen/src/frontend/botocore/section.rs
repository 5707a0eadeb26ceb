//! A part of a model that is looked up by name, with what a file of extras changes in it. Read by: botocore.
//!
//! botocore merges the key `merge` of `<file>.sdk-extras.json` into `<file>.json` when it loads a model
//! ([the order of its loaders](https://botocore.amazonaws.com/v1/documentation/api/latest/reference/loaders.html)):
//! object into object, and any other value in place of the old one. Only the named parts are parsed for it.

use std::collections::BTreeMap;

use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use super::raw::RawMap;

/// Shapes, operations or paginators: the text of each, by its name.
#[derive(Default)]
pub(super) struct Section<'a> {
    texts: RawMap<'a>,
    /// The parts that the extras change or add, with that done.
    merged: BTreeMap<String, Box<RawValue>>,
}

impl<'a> Section<'a> {
    pub(super) fn new(texts: RawMap<'a>) -> Self {
        Self {
            texts,
            merged: BTreeMap::new(),
        }
    }

    /// The text of the part with this name.
    pub(super) fn get(&self, name: &str) -> Option<&RawValue> {
        let merged = self.merged.get(name).map(|text| &**text);
        merged.or_else(|| self.texts.get(name).copied())
    }

    /// All names, in no order that means anything.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let added = self.merged.keys().map(String::as_str);
        let texts = self.texts.keys().map(AsRef::as_ref);
        texts.chain(added.filter(|name| !self.texts.contains_key(*name)))
    }

    /// Merges extras into the parts that they name.
    pub(super) fn merge(&mut self, extras: Map<String, Value>) -> Result<(), serde_json::Error> {
        for (name, extra) in extras {
            let mut value = match self.get(&name) {
                Some(text) => serde_json::from_str(text.get())?,
                None => Value::Null,
            };
            merge_value(&mut value, extra);
            self.merged.insert(name, to_raw_value(&value)?);
        }
        Ok(())
    }
}

fn merge_value(base: &mut Value, extra: Value) {
    match (base, extra) {
        (Value::Object(base), Value::Object(extra)) => {
            for (key, value) in extra {
                merge_value(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, extra) => *base = extra,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn extras_are_merged_as_botocore_does() {
        let text = r#"{"A": {"type": "string", "max": 3, "deep": {"x": [1], "y": 2}}, "B": {"kept": 1e2}}"#;
        let mut section = Section::new(serde_json::from_str(text).unwrap());
        let extras = json!({"A": {"max": 4, "deep": {"x": [2]}}, "C": {"type": "long"}});
        let Value::Object(extras) = extras else {
            unreachable!()
        };
        section.merge(extras).unwrap();
        let value = |name| serde_json::from_str::<Value>(section.get(name).unwrap().get()).unwrap();
        assert_eq!(
            value("A"),
            json!({"type": "string", "max": 4, "deep": {"x": [2], "y": 2}})
        );
        assert_eq!(section.get("B").unwrap().get(), r#"{"kept": 1e2}"#);
        assert_eq!(value("C"), json!({"type": "long"}));
        assert_eq!(section.names().collect::<Vec<_>>(), ["A", "B", "C"]);
    }
}
