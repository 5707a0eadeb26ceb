//! Writes any shape to a [`serde::Serializer`]. Read by: `rt::serialize`.

use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::protocol::timestamp;
use crate::shape::{Document, Map, Member, Shape, Structure, Timestamp, TimestampFormat, Writer};

/// Writes a value; the table in this module's documentation says how.
///
/// # Errors
///
/// Only those of the serializer.
pub fn serialize<T: Shape, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut writer = ValueWriter {
        serializer: Some(serializer),
        written: None,
    };
    value.write(&mut writer)?;
    writer
        .written
        .ok_or_else(|| S::Error::custom("a shape that writes no value"))
}

/// A value that serde can take.
struct View<'a, T>(&'a T);

impl<T: Shape> Serialize for View<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

/// Writes one value.
struct ValueWriter<S: Serializer> {
    serializer: Option<S>,
    written: Option<S::Ok>,
}

impl<S: Serializer> ValueWriter<S> {
    fn put(&mut self, write: impl FnOnce(S) -> Result<S::Ok, S::Error>) -> Result<(), S::Error> {
        let serializer = self
            .serializer
            .take()
            .ok_or_else(|| S::Error::custom("a shape that writes two values"))?;
        self.written = Some(write(serializer)?);
        Ok(())
    }
}

impl<S: Serializer> Writer for ValueWriter<S> {
    type Error = S::Error;

    fn member<T: Shape>(&mut self, index: usize, _value: &T) -> Result<(), S::Error> {
        Err(S::Error::custom(format!(
            "member {index} outside a structure"
        )))
    }

    fn unknown_variant(&mut self, tag: &str) -> Result<(), S::Error> {
        Err(S::Error::custom(format!("variant {tag:?} outside a union")))
    }

    fn refuse(&self, why: &str) -> S::Error {
        S::Error::custom(why)
    }

    fn null(&mut self) -> Result<(), S::Error> {
        self.put(|serializer| serializer.serialize_none())
    }

    fn boolean(&mut self, value: bool) -> Result<(), S::Error> {
        self.put(|serializer| serializer.serialize_bool(value))
    }

    fn integer(&mut self, value: i32) -> Result<(), S::Error> {
        self.put(|serializer| serializer.serialize_i32(value))
    }

    fn long(&mut self, value: i64) -> Result<(), S::Error> {
        self.put(|serializer| serializer.serialize_i64(value))
    }

    fn float(&mut self, value: f32) -> Result<(), S::Error> {
        self.put(|serializer| match special(value.into()) {
            Some(name) if serializer.is_human_readable() => serializer.serialize_str(name),
            _ => serializer.serialize_f32(value),
        })
    }

    fn double(&mut self, value: f64) -> Result<(), S::Error> {
        self.put(|serializer| match special(value) {
            Some(name) if serializer.is_human_readable() => serializer.serialize_str(name),
            _ => serializer.serialize_f64(value),
        })
    }

    fn string(&mut self, value: &str) -> Result<(), S::Error> {
        self.put(|serializer| serializer.serialize_str(value))
    }

    fn blob(&mut self, value: &[u8]) -> Result<(), S::Error> {
        self.put(|serializer| {
            if serializer.is_human_readable() {
                serializer.serialize_str(&base64_simd::STANDARD.encode_to_string(value))
            } else {
                serializer.serialize_bytes(value)
            }
        })
    }

    fn timestamp(&mut self, value: &Timestamp) -> Result<(), S::Error> {
        self.put(|serializer| {
            serializer.serialize_str(&timestamp::format(value, TimestampFormat::DateTime))
        })
    }

    fn document(&mut self, value: &Document) -> Result<(), S::Error> {
        self.put(|serializer| value.serialize(serializer))
    }

    fn structure<T: Structure>(&mut self, value: &T) -> Result<(), S::Error> {
        self.put(|serializer| {
            let map = serializer.serialize_map(None)?;
            let mut members = MembersWriter {
                map,
                members: value.schema().members,
            };
            value.write_members(&mut members)?;
            members.map.end()
        })
    }

    fn list<T: Shape>(&mut self, values: &[T]) -> Result<(), S::Error> {
        self.put(|serializer| {
            let mut list = serializer.serialize_seq(Some(values.len()))?;
            for value in values {
                list.serialize_element(&View(value))?;
            }
            list.end()
        })
    }

    fn map<K: AsRef<str>, V: Shape>(&mut self, entries: &Map<K, V>) -> Result<(), S::Error> {
        self.put(|serializer| {
            let mut map = serializer.serialize_map(Some(entries.len()))?;
            for (key, value) in entries {
                map.serialize_entry(key.as_ref(), &View(value))?;
            }
            map.end()
        })
    }
}

/// What a float that is no number in JSON is called.
pub(super) fn special(value: f64) -> Option<&'static str> {
    match value {
        value if value.is_nan() => Some("NaN"),
        f64::INFINITY => Some("Infinity"),
        f64::NEG_INFINITY => Some("-Infinity"),
        _ => None,
    }
}

/// Writes the members of a structure.
struct MembersWriter<M> {
    map: M,
    members: &'static [Member],
}

/// Members are all that a structure writes.
macro_rules! not_a_member {
    ($($method:ident $(<$($generic:ident: $bound:path),*>)? ($($argument:ty),*);)*) => {$(
        fn $method $(<$($generic: $bound),*>)? (&mut self, $(_: $argument),*) -> Result<(), M::Error> {
            Err(M::Error::custom(concat!("a structure that writes a ", stringify!($method), " outside its members")))
        }
    )*};
}

impl<M: SerializeMap> Writer for MembersWriter<M> {
    type Error = M::Error;

    fn member<T: Shape>(&mut self, index: usize, value: &T) -> Result<(), M::Error> {
        if value.is_absent() {
            return Ok(());
        }
        let Some(member) = self.members.get(index) else {
            return Err(M::Error::custom(format!(
                "the schema has no member {index}"
            )));
        };
        self.map.serialize_entry(member.name, &View(value))
    }

    fn refuse(&self, why: &str) -> M::Error {
        M::Error::custom(why)
    }

    fn unknown_variant(&mut self, tag: &str) -> Result<(), M::Error> {
        if tag.is_empty() {
            Ok(())
        } else {
            self.map.serialize_entry(tag, &())
        }
    }

    not_a_member! {
        null();
        boolean(bool);
        integer(i32);
        long(i64);
        float(f32);
        double(f64);
        string(&str);
        blob(&[u8]);
        timestamp(&Timestamp);
        document(&Document);
        structure<T: Structure>(&T);
        list<T: Shape>(&[T]);
    }

    fn map<K: AsRef<str>, V: Shape>(&mut self, _: &Map<K, V>) -> Result<(), M::Error> {
        Err(M::Error::custom(
            "a structure that writes a map outside its members",
        ))
    }
}
