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
