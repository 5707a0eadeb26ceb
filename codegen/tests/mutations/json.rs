//! JSON as a text has it: keys in their order and repeated, numbers and broken values as they are written. Read by: mutate, ast.

use std::fmt::{self, Write as _};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    /// Text that is written as it is: a number, `null`, or what is no JSON at all.
    Raw(String),
    Text(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(super) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    pub(super) fn object<K: Into<String>>(entries: impl IntoIterator<Item = (K, Json)>) -> Self {
        let entries = entries.into_iter();
        Self::Object(entries.map(|(key, value)| (key.into(), value)).collect())
    }

    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn raw(text: impl Into<String>) -> Self {
        Self::Raw(text.into())
    }

    /// The last value with this key, as most readers take it.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(entries) = self else {
            return None;
        };
        let entry = entries.iter().rev().find(|(name, _)| name == key);
        entry.map(|(_, value)| value)
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        let Self::Object(entries) = self else {
            return None;
        };
        let entry = entries.iter_mut().rev().find(|(name, _)| name == key);
        entry.map(|(_, value)| value)
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        let entries = match self {
            Self::Object(entries) => entries.as_slice(),
            _ => &[],
        };
        entries.iter().map(|(key, _)| key.as_str())
    }

    /// How many values there are, this one included.
    pub(super) fn size(&self) -> usize {
        1 + match self {
            Self::Array(values) => values.iter().map(Self::size).sum(),
            Self::Object(entries) => entries.iter().map(|(_, value)| value.size()).sum(),
            _ => 0,
        }
    }

    /// The value with this number, counted from the outermost inwards.
    pub(super) fn nth(&mut self, mut number: usize) -> &mut Self {
        if number == 0 {
            return self;
        }
        number -= 1;
        // Found by position first, so that only the one that is returned stays borrowed.
        let sizes: Vec<usize> = self.children().map(|child| child.size()).collect();
        for (position, size) in sizes.into_iter().enumerate() {
            if number < size {
                let child = self.children().nth(position).expect("it was just counted");
                return child.nth(number);
            }
            number -= size;
        }
        self
    }

    pub(super) fn children(&mut self) -> Box<dyn Iterator<Item = &mut Self> + '_> {
        match self {
            Self::Array(values) => Box::new(values.iter_mut()),
            Self::Object(entries) => Box::new(entries.iter_mut().map(|(_, value)| value)),
            _ => Box::new(std::iter::empty()),
        }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Raw(text) => f.write_str(text),
            Self::Text(text) => quoted(text, f),
            Self::Array(values) => {
                f.write_char('[')?;
                for (number, value) in values.iter().enumerate() {
                    f.write_str(if number == 0 { "" } else { "," })?;
                    value.fmt(f)?;
                }
                f.write_char(']')
            }
            Self::Object(entries) => {
                f.write_char('{')?;
                for (number, (key, value)) in entries.iter().enumerate() {
                    f.write_str(if number == 0 { "\n" } else { ",\n" })?;
                    quoted(key, f)?;
                    f.write_char(':')?;
                    value.fmt(f)?;
                }
                f.write_char('}')
            }
        }
    }
}

fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::raw("null"))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::raw(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::raw(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::raw(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::raw(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(Json::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Json::Object(entries))
    }
}
