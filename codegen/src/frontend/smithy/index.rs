//! Where each shape of a model stands, by its id; none of them is parsed for it. Read by: mod, reader, names.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::raw::{Entries, RawMap};

/// The namespace of the shapes that every model has.
const PRELUDE: &str = "smithy.api#";

/// The shapes of a file, and what its `apply` statements add to them.
pub(super) struct Index<'a> {
    shapes: RawMap<'a>,
    /// By the id of a shape or member.
    applied: BTreeMap<Cow<'a, str>, Vec<&'a RawValue>>,
    services: BTreeSet<String>,
}

impl<'a> Index<'a> {
    pub(super) fn new(entries: Entries<'a>) -> Self {
        let mut index = Self {
            shapes: RawMap::with_capacity(entries.0.len()),
            applied: BTreeMap::new(),
            services: BTreeSet::new(),
        };
        for (id, text) in entries.0 {
            match shape_type(text.get()).as_deref() {
                Some("apply") => {
                    index.applied.entry(id).or_default().push(text);
                    continue;
                }
                Some("service") => {
                    index.services.insert(id.clone().into_owned());
                }
                _ => {}
            }
            index.shapes.insert(id, text);
        }
        index
    }

    /// The text of a shape.
    pub(super) fn get(&self, id: &str) -> Option<&'a RawValue> {
        self.shapes.get(id).copied()
    }

    /// What is applied to a shape, or to a member, whose id is `<shape>$<member>`.
    pub(super) fn applied(&self, id: &str) -> &[&'a RawValue] {
        self.applied.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether nothing is applied to anything, which saves looking for each member.
    pub(super) fn applies_nothing(&self) -> bool {
        self.applied.is_empty()
    }

    /// The ids of the file's services.
    pub(super) fn services(&self) -> &BTreeSet<String> {
        &self.services
    }

    /// The ids of all shapes, in no order that means anything.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.shapes.keys().map(AsRef::as_ref)
    }

    /// The type of a shape of the file or of the prelude; none for a shape that is not there, or has no type.
    pub(super) fn type_of(&self, id: &str) -> Option<Cow<'a, str>> {
        match self.get(id) {
            Some(text) => shape_type(text.get()),
            None => prelude(id).map(Cow::Borrowed),
        }
    }
}

/// The type of a shape of the prelude, which no file has to define. `Unit` is a structure without members.
pub(super) fn prelude(id: &str) -> Option<&'static str> {
    Some(match id.strip_prefix(PRELUDE)? {
        "Unit" => "structure",
        "String" => "string",
        "Blob" => "blob",
        "Boolean" | "PrimitiveBoolean" => "boolean",
        "Byte" | "PrimitiveByte" => "byte",
        "Short" | "PrimitiveShort" => "short",
        "Integer" | "PrimitiveInteger" => "integer",
        "Long" | "PrimitiveLong" => "long",
        "Float" | "PrimitiveFloat" => "float",
        "Double" | "PrimitiveDouble" => "double",
        "BigInteger" => "bigInteger",
        "BigDecimal" => "bigDecimal",
        "Timestamp" => "timestamp",
        "Document" => "document",
        _ => return None,
    })
}

/// The value of the key `type` of an object. Reads no further than that key, which AWS's files have first.
fn shape_type(text: &str) -> Option<Cow<'_, str>> {
    #[derive(Default)]
    struct Type<'t>(Option<Cow<'t, str>>);

    impl<'de> Visitor<'de> for &mut Type<'de> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a shape")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                if key == "type" {
                    self.0 = Some(map.next_value::<Cow<'de, str>>()?);
                    return Ok(());
                }
                map.next_value::<IgnoredAny>()?;
            }
            Ok(())
        }
    }

    let mut found = Type::default();
    // What is behind the key is not read, so that the end of the object is missed: that is no error here.
    let _ = serde_json::Deserializer::from_str(text).deserialize_any(&mut found);
    found.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_is_found_wherever_it_stands() {
        for (text, expected) in [
            (r#"{"type": "list", and so on"#, Some("list")),
            (
                r#"{"traits": {"type": 1, "x": [{}]}, "type": "map"}"#,
                Some("map"),
            ),
            (r#"{"type": "\u0061pply"}"#, Some("apply")),
            (r#"{"type": 7}"#, None),
            (r#"{"kind": "list"}"#, None),
            ("[]", None),
            ("3", None),
        ] {
            assert_eq!(shape_type(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_shape_and_what_is_applied_to_it_may_share_a_key() {
        let text = r#"{"a#B": {"type": "apply", "traits": {}}, "a#B": {"type": "string"}, "a#B$c": {"type": "apply"}}"#;
        let index = Index::new(serde_json::from_str(text).unwrap());
        assert_eq!(index.type_of("a#B").as_deref(), Some("string"));
        assert_eq!(index.applied("a#B").len(), 1);
        assert_eq!(index.applied("a#B$c").len(), 1);
        assert_eq!(index.ids().count(), 1);
    }
}
