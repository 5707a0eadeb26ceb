//! Reads any shape from a [`serde::Deserializer`]. Read by: `rt::deserialize`.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::members::Members;
use super::scalars;
use crate::shape::{Bytes, Document, Map, Member, Reader, Shape, Structure, Timestamp};

/// Reads a value; the table in this module's documentation says how.
///
/// # Errors
///
/// Those of the deserializer, and a value of another kind than the shape's.
pub fn deserialize<'de, T: Shape, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(&mut ValueReader::new(deserializer, Member::ELEMENT))
}

/// Reads one value.
pub(super) struct ValueReader<'de, D> {
    deserializer: Option<D>,
    /// The facts of the value.
    member: &'static Member,
    /// The key of a union's variant that the schema does not list.
    pub(super) tag: Option<String>,
    input: PhantomData<&'de ()>,
}

impl<'de, D: Deserializer<'de>> ValueReader<'de, D> {
    pub(super) fn new(deserializer: D, member: &'static Member) -> Self {
        Self {
            deserializer: Some(deserializer),
            member,
            tag: None,
            input: PhantomData,
        }
    }

    fn take(&mut self) -> Result<D, D::Error> {
        self.deserializer
            .take()
            .ok_or_else(|| D::Error::custom("a shape that reads two values"))
    }

    /// The facts of the elements or values.
    fn element(&self) -> &'static Member {
        self.member.element.unwrap_or(Member::ELEMENT)
    }
}

impl<'de, D: Deserializer<'de>> Reader for ValueReader<'de, D> {
    type Error = D::Error;

    fn unknown_variant(&mut self) -> Result<String, D::Error> {
        self.take()?.deserialize_ignored_any(IgnoredAny)?;
        Ok(self.tag.take().unwrap_or_default())
    }

    fn boolean(&mut self) -> Result<bool, D::Error> {
        self.take()?.deserialize_bool(scalars::Boolean)
    }

    fn integer(&mut self) -> Result<i32, D::Error> {
        let value = self.long()?;
        i32::try_from(value)
            .map_err(|_| D::Error::custom(format!("expected an integer of 32 bits, found {value}")))
    }

    fn long(&mut self) -> Result<i64, D::Error> {
        self.take()?.deserialize_i64(scalars::Long)
    }

    fn float(&mut self) -> Result<f32, D::Error> {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a float is the nearest to what stands there"
        )]
        self.double().map(|value| value as f32)
    }

    fn double(&mut self) -> Result<f64, D::Error> {
        self.take()?.deserialize_any(scalars::Double)
    }

    fn string(&mut self) -> Result<Cow<'_, str>, D::Error> {
        self.take()?
            .deserialize_string(scalars::Text)
            .map(Cow::Owned)
    }

    fn blob(&mut self) -> Result<Bytes, D::Error> {
        let deserializer = self.take()?;
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(scalars::Base64)
        } else {
            deserializer.deserialize_byte_buf(scalars::Blob)
        }
    }

    fn timestamp(&mut self) -> Result<Timestamp, D::Error> {
        self.take()?.deserialize_any(scalars::Time)
    }

    fn document(&mut self) -> Result<Document, D::Error> {
        serde::Deserialize::deserialize(self.take()?)
    }

    fn option<T: Shape>(&mut self) -> Result<Option<T>, D::Error> {
        let member = self.member;
        self.take()?.deserialize_option(Nullable {
            member,
            shape: PhantomData,
        })
    }

    fn structure<T: Structure>(&mut self) -> Result<T, D::Error> {
        self.take()?.deserialize_map(Members(PhantomData))
    }

    fn list<T: Shape>(&mut self) -> Result<Vec<T>, D::Error> {
        let elements = Entries {
            member: self.element(),
            sparse: self.member.sparse,
            shape: PhantomData,
        };
        self.take()?.deserialize_seq(elements)
    }

    fn map<K: Ord + for<'k> From<&'k str>, V: Shape>(&mut self) -> Result<Map<K, V>, D::Error> {
        let values = Entries {
            member: self.element(),
            sparse: self.member.sparse,
            shape: PhantomData,
        };
        self.take()?.deserialize_map(MapEntries {
            values,
            key: PhantomData,
        })
    }
}

/// Reads a value or null.
struct Nullable<T> {
    member: &'static Member,
    shape: PhantomData<T>,
}

impl<'de, T: Shape> Visitor<'de> for Nullable<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(&mut ValueReader::new(deserializer, self.member)).map(Some)
    }
}

impl<'de, T: Shape> DeserializeSeed<'de> for Nullable<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_option(self)
    }
}

/// Reads the elements of a list, or the values of a map.
struct Entries<T> {
    member: &'static Member,
    sparse: bool,
    shape: PhantomData<T>,
}

impl<T> Entries<T> {
    fn again(&self) -> Self {
        Self {
            member: self.member,
            sparse: self.sparse,
            shape: PhantomData,
        }
    }
}

impl<'de, T: Shape> DeserializeSeed<'de> for Entries<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        if self.sparse {
            return T::read(&mut ValueReader::new(deserializer, self.member)).map(Some);
        }
        Nullable {
            member: self.member,
            shape: PhantomData,
        }
        .deserialize(deserializer)
    }
}

impl<'de, T: Shape> Visitor<'de> for Entries<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(self.again())? {
            values.extend(value);
        }
        Ok(values)
    }
}

/// Reads a map.
struct MapEntries<K, V> {
    values: Entries<V>,
    key: PhantomData<K>,
}

impl<'de, K: Ord + for<'k> From<&'k str>, V: Shape> Visitor<'de> for MapEntries<K, V> {
    type Value = Map<K, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Map<K, V>, A::Error> {
        let mut entries = Map::new();
        while let Some(key) = map.next_key_seed(scalars::Text)? {
            if let Some(value) = map.next_value_seed(self.values.again())? {
                entries.insert(K::from(&key), value);
            }
        }
        Ok(entries)
    }
}
