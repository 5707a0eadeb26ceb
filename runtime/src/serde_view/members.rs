//! Reads the members of structures and unions. Read by: `read`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::read::ValueReader;
use crate::shape::{Kind, Member, Schema, Structure};

/// Reads a structure or a union.
pub(super) struct Members<T>(pub(super) PhantomData<T>);

impl<'de, T: Structure> Visitor<'de> for Members<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the members of {}", T::SCHEMA.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut value = T::default();
        let schema = value.schema();
        let mut hint = 0;
        let mut set = 0;
        while let Some(key) = map.next_key_seed(Key { schema, hint })? {
            let index = match &key {
                Ok(index) => *index,
                Err(_) if schema.kind == Kind::Union => schema.members.len(),
                Err(_) => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            hint = index + 1;
            set += usize::from(map.next_value_seed(MemberValue {
                value: &mut value,
                index,
                tag: key.err(),
            })?);
            if set > 1 && schema.kind == Kind::Union {
                return Err(A::Error::custom(format!(
                    "expected one variant of {}, found two",
                    schema.name
                )));
            }
        }
        Ok(value)
    }
}

/// Reads a key: the index of the member that has this name in the model, or the key itself.
struct Key {
    schema: &'static Schema,
    hint: usize,
}

impl<'de> Visitor<'de> for Key {
    type Value = Result<usize, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a member of {}", self.schema.name)
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self
            .schema
            .position(self.hint, |member| member.name == key)
            .ok_or_else(|| key.to_owned()))
    }
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Result<usize, String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

/// Reads the value of a member into its structure; says whether there was one.
struct MemberValue<'a, T> {
    value: &'a mut T,
    index: usize,
    tag: Option<String>,
}

impl<'de, T: Structure> DeserializeSeed<'de> for MemberValue<'_, T> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, T: Structure> Visitor<'de> for MemberValue<'_, T> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the value of a member of {}", T::SCHEMA.name)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<bool, E> {
        self.visit_unit()
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<bool, E> {
        // A variant that the model does not know is written with null; any other null is as good as absent.
        if self.tag.is_none() {
            return Ok(false);
        }
        let null = serde::de::value::UnitDeserializer::<E>::new();
        self.visit_some(null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        let members = self.value.schema().members;
        let member = members.get(self.index).unwrap_or(Member::ELEMENT);
        let mut reader = ValueReader::new(deserializer, member);
        reader.tag = self.tag;
        self.value
            .read_member(self.index, &mut reader)
            .map(|()| true)
    }
}
