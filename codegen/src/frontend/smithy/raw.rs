//! A mirror of the Smithy JSON AST, as far as tinsmith reads it. Read by: index, flat.
//!
//! The keys are those of [its specification](https://smithy.io/2.0/spec/json-ast.html); what is not named here is
//! ignored. Whatever has traits is kept as text until it is needed: the traits of a service alone can be megabytes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use indexmap::IndexMap;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

pub(super) type RawMap<'a> = IndexMap<Cow<'a, str>, &'a RawValue>;

#[derive(Deserialize)]
pub(super) struct Document<'a> {
    #[serde(borrow)]
    pub(super) smithy: &'a RawValue,
    #[serde(borrow, default)]
    pub(super) shapes: Entries<'a>,
}

/// An object's keys and values in order. A shape and what is applied to it may stand under the same key.
#[derive(Default)]
pub(super) struct Entries<'a>(pub(super) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shapes;

        impl<'de> Visitor<'de> for Shapes {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of shapes")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(Shapes)
    }
}

/// A shape of any type; which keys mean something depends on the type.
#[derive(Deserialize)]
#[serde(
    rename_all = "camelCase",
    expecting = "a shape, as {\"type\": \"string\"}"
)]
pub(super) struct Shape<'a> {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(borrow, default)]
    pub(super) traits: RawMap<'a>,
    #[serde(borrow, default)]
    pub(super) mixins: Vec<&'a RawValue>,
    /// Of structures, unions and enums.
    #[serde(borrow, default)]
    pub(super) members: RawMap<'a>,
    /// Of lists.
    #[serde(borrow)]
    pub(super) member: Option<&'a RawValue>,
    /// Of maps.
    #[serde(borrow)]
    pub(super) key: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) value: Option<&'a RawValue>,
    /// Of operations.
    #[serde(borrow)]
    pub(super) input: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) output: Option<&'a RawValue>,
    /// Of operations and services.
    #[serde(borrow, default)]
    pub(super) errors: Vec<&'a RawValue>,
    /// Of services.
    pub(super) version: Option<String>,
    #[serde(default)]
    pub(super) rename: BTreeMap<String, String>,
    /// Of services and resources.
    #[serde(borrow, default)]
    pub(super) operations: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) resources: Vec<&'a RawValue>,
    /// Of resources.
    #[serde(borrow, default)]
    pub(super) collection_operations: Vec<&'a RawValue>,
    #[serde(borrow)]
    pub(super) create: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) put: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) read: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) update: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) delete: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) list: Option<&'a RawValue>,
}

/// A member of a shape.
#[derive(Deserialize)]
#[serde(expecting = "a member, as {\"target\": \"namespace#Name\"}")]
pub(super) struct Member<'a> {
    pub(super) target: String,
    #[serde(borrow, default)]
    pub(super) traits: RawMap<'a>,
}

/// A mention of a shape.
#[derive(Deserialize)]
#[serde(expecting = "a reference to a shape, as {\"target\": \"namespace#Name\"}")]
pub(super) struct Reference {
    pub(super) target: String,
}

/// What an `apply` statement says.
#[derive(Deserialize)]
#[serde(expecting = "traits to apply, as {\"type\": \"apply\", \"traits\": {}}")]
pub(super) struct Apply<'a> {
    #[serde(borrow, default)]
    pub(super) traits: RawMap<'a>,
}
