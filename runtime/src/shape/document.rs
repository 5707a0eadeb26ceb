//! [`Document`]: a value of any form. Read by: emitted code with `document` members, `protocol`.

use super::Map;

/// A value of any form, as Smithy's [`document`](https://smithy.io/2.0/spec/simple-types.html#document) type: what JSON can say.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Document {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(String),
    /// A list.
    List(Vec<Document>),
    /// A map.
    Map(Map<String, Document>),
}

/// A number in a [`Document`]: integers keep all their digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// An integer that is not negative.
    Unsigned(u64),
    /// A negative integer.
    Signed(i64),
    /// Any other number.
    Float(f64),
}

impl Document {
    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// The boolean, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Boolean(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, if it is an integer in range.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Number(Number::Unsigned(value)) => i64::try_from(*value).ok(),
            Self::Number(Number::Signed(value)) => Some(*value),
            _ => None,
        }
    }

    /// The number, if it is an integer in range.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Number(Number::Unsigned(value)) => Some(*value),
            _ => None,
        }
    }

    /// The number as the nearest float, if it is one.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number.to_f64()),
            _ => None,
        }
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(value) => Some(value),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries, if it is a map.
    pub fn as_map(&self) -> Option<&Map<String, Self>> {
        match self {
            Self::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value of a key, if it is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.get(key)
    }
}

impl Number {
    /// The nearest float.
    #[expect(
        clippy::cast_precision_loss,
        reason = "the nearest is what is asked for"
    )]
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Unsigned(value) => value as f64,
            Self::Signed(value) => value as f64,
            Self::Float(value) => value,
        }
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self::Unsigned(value)
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        u64::try_from(value).map_or(Self::Signed(value), Self::Unsigned)
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

macro_rules! from {
    ($($type:ty: $value:ident => $document:expr),* $(,)?) => {$(
        impl From<$type> for Document {
            fn from($value: $type) -> Self {
                $document
            }
        }
    )*};
}

from! {
    bool: value => Self::Boolean(value),
    i32: value => Self::Number(i64::from(value).into()),
    i64: value => Self::Number(value.into()),
    u64: value => Self::Number(value.into()),
    f64: value => Self::Number(value.into()),
    Number: value => Self::Number(value),
    &str: value => Self::String(value.to_owned()),
    String: value => Self::String(value),
    Vec<Document>: items => Self::List(items),
    Map<String, Document>: entries => Self::Map(entries),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversions() {
        let map = Document::from(Map::from([
            (
                "list".to_owned(),
                Document::from(vec![
                    Document::from(-1_i64),
                    1_i64.into(),
                    1.5.into(),
                    u64::MAX.into(),
                ]),
            ),
            ("text".to_owned(), "x".into()),
            ("flag".to_owned(), true.into()),
        ]));
        let list = map.get("list").and_then(Document::as_list).unwrap();
        assert_eq!(list[0].as_i64(), Some(-1));
        assert_eq!(list[0].as_u64(), None);
        assert_eq!(list[1], Document::Number(Number::Unsigned(1)));
        assert_eq!(list[2].as_f64(), Some(1.5));
        assert_eq!(list[3].as_i64(), None);
        assert_eq!(list[3].as_u64(), Some(u64::MAX));
        assert_eq!(map.get("text").and_then(Document::as_str), Some("x"));
        assert_eq!(map.get("flag").and_then(Document::as_bool), Some(true));
        assert_eq!(map.get("gone"), None);
        assert!(Document::default().is_null());
    }
}
