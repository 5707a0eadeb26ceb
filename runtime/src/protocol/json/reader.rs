//! Reads JSON: [`JsonReader`]. Read by: `aws_json`, and by generated types through the trait.

use std::borrow::Cow;

use super::tokens::Tokens;
use super::{Failure, shorten};
use crate::protocol::bindings::Answer;
use crate::protocol::guesses::Guesses;
use crate::protocol::timestamp;
use crate::shape::{Bytes, Document, Kind, Map, Member, Reader, Shape, Structure, Timestamp};

/// A reader of JSON text.
///
/// It accepts more than AWS services should send: keys in any order and more than once (the last one counts), keys and
/// nulls that the model does not know of, integers spelled `5.0`, timestamps in any of the three formats.
pub(in crate::protocol) struct JsonReader<'a> {
    pub(super) tokens: Tokens<'a>,
    pub(super) depth: usize,
    /// The facts of the value that comes next.
    pub(super) member: &'static Member,
    /// The key of a union's variant that the schema does not list, while that variant comes next.
    pub(super) tag: Option<String>,
    /// Whether the structure that comes next is an error.
    pub(super) error: bool,
    pub(super) guesses: Guesses,
}

impl<'a> JsonReader<'a> {
    pub(in crate::protocol) fn new(text: &'a str) -> Self {
        Self {
            tokens: Tokens::new(text),
            depth: 0,
            member: Member::ELEMENT,
            tag: None,
            error: false,
            guesses: Guesses::NONE,
        }
    }

    /// A reader of an error, if it is one.
    pub(in crate::protocol) fn of(text: &'a str, answer: Answer) -> Self {
        Self {
            error: answer == Answer::Error,
            ..Self::new(text)
        }
    }

    /// Reads the text's one value, a structure.
    pub(in crate::protocol) fn whole<T: Structure>(&mut self) -> Result<T, Failure> {
        let value = self.structure()?;
        self.tokens.end_of_text()?;
        Ok(value)
    }

    /// Reads the text's one value, a structure of which only these members stand here.
    pub(in crate::protocol) fn members<T: Structure>(
        &mut self,
        value: &mut T,
        here: fn(&Member) -> bool,
    ) -> Result<(), Failure> {
        let mut at = self.begin_structure(value.schema())?;
        at.only(here);
        while let Some(member) = self.next_member(&mut at)? {
            value.read_member(member, self)?;
        }
        self.tokens.end_of_text()
    }

    /// Reads the text's one value, of any form.
    pub(in crate::protocol) fn whole_document(&mut self) -> Result<Document, Failure> {
        let value = self.document()?;
        self.tokens.end_of_text()?;
        Ok(value)
    }

    /// Calls `each` with every key of the object that comes next; it reads the value by [`JsonReader::text`] or
    /// [`JsonReader::ignore`].
    pub(in crate::protocol) fn object(
        &mut self,
        mut each: impl FnMut(&mut Self, &str) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.open(b'{', "an object")?;
        let mut first = true;
        while self.more(&mut first, b'}', "`,` or `}`")? {
            let key = self.key()?;
            each(self, &key)?;
        }
        self.tokens.end_of_text()
    }

    /// Reads a string; skips any other value.
    pub(in crate::protocol) fn text(&mut self) -> Result<Option<String>, Failure> {
        if self.tokens.peek() == Some(b'"') {
            return Ok(Some(self.tokens.string("a string")?.into_owned()));
        }
        self.ignore().map(|()| None)
    }

    /// Skips a value.
    pub(in crate::protocol) fn ignore(&mut self) -> Result<(), Failure> {
        self.tokens.skip(self.depth)
    }
}

impl<'a> Reader for JsonReader<'a> {
    type Error = Failure;

    fn unknown_variant(&mut self) -> Result<String, Failure> {
        let tag = self.tag.take().unwrap_or_default();
        self.ignore()?;
        Ok(tag)
    }

    fn boolean(&mut self) -> Result<bool, Failure> {
        match self.tokens.peek() {
            Some(b't') => self.tokens.literal("true").map(|()| true),
            Some(b'f') => self.tokens.literal("false").map(|()| false),
            _ => Err(self.tokens.expected("true or false")),
        }
    }

    fn integer(&mut self) -> Result<i32, Failure> {
        let value = self.whole_number()?;
        i32::try_from(value).map_err(|_| {
            self.tokens
                .failure(format!("expected an integer of 32 bits, found {value}"))
        })
    }

    fn long(&mut self) -> Result<i64, Failure> {
        self.whole_number()
    }

    fn float(&mut self) -> Result<f32, Failure> {
        self.decimal(
            |value| value.is_finite(),
            [f32::NAN, f32::INFINITY, f32::NEG_INFINITY],
        )
    }

    fn double(&mut self) -> Result<f64, Failure> {
        self.decimal(
            |value| value.is_finite(),
            [f64::NAN, f64::INFINITY, f64::NEG_INFINITY],
        )
    }

    fn string(&mut self) -> Result<Cow<'_, str>, Failure> {
        self.tokens.string("a string")
    }

    fn blob(&mut self) -> Result<Bytes, Failure> {
        let text = self.tokens.string("a base64 string")?;
        let bytes = base64_simd::STANDARD.decode_to_vec(text.as_bytes());
        bytes
            .map(Bytes::from)
            .map_err(|_| self.tokens.failure("expected base64, found another string"))
    }

    fn timestamp(&mut self) -> Result<Timestamp, Failure> {
        let start = self.tokens.position();
        let text = match self.tokens.peek() {
            Some(b'"') => self.tokens.string("a timestamp")?,
            _ => Cow::Borrowed(self.tokens.number("a timestamp")?),
        };
        timestamp::parse(&text).ok_or_else(|| {
            Failure::new(
                start,
                format!("expected a timestamp, found {}", shorten(&text)),
            )
        })
    }

    fn document(&mut self) -> Result<Document, Failure> {
        Ok(match self.tokens.peek() {
            Some(b'n') => self.tokens.literal("null").map(|()| Document::Null)?,
            Some(b't' | b'f') => Document::Boolean(self.boolean()?),
            Some(b'"') => Document::String(self.tokens.string("a string")?.into_owned()),
            Some(b'[') => {
                self.open(b'[', "a list")?;
                let (mut items, mut first) = (Vec::new(), true);
                while self.more(&mut first, b']', "`,` or `]`")? {
                    items.push(self.document()?);
                }
                Document::List(items)
            }
            Some(b'{') => {
                self.open(b'{', "an object")?;
                let (mut entries, mut first) = (Map::new(), true);
                while self.more(&mut first, b'}', "`,` or `}`")? {
                    let key = self.key()?.into_owned();
                    entries.insert(key, self.document()?);
                }
                Document::Map(entries)
            }
            Some(b'-' | b'0'..=b'9') => Document::Number(self.document_number()?),
            _ => return Err(self.tokens.expected("a value")),
        })
    }

    #[inline]
    fn option<T: Shape>(&mut self) -> Result<Option<T>, Failure> {
        if self.take_null()? {
            Ok(None)
        } else {
            T::read(self).map(Some)
        }
    }

    fn structure<T: Structure>(&mut self) -> Result<T, Failure> {
        let mut value = T::default();
        let schema = value.schema();
        if schema.kind == Kind::Union {
            let outer = self.member;
            if let Some(variant) = self.begin_union(schema)? {
                value.read_member(variant, self)?;
                self.end_union(schema)?;
            }
            self.member = outer;
            return Ok(value);
        }
        let mut at = self.begin_structure(schema)?;
        while let Some(member) = self.next_member(&mut at)? {
            value.read_member(member, self)?;
        }
        Ok(value)
    }

    fn list<T: Shape>(&mut self) -> Result<Vec<T>, Failure> {
        let mut values = Vec::new();
        let mut at = self.begin_entries(b'[', "a list", Member::ELEMENT)?;
        while self.next_element(&mut at)? {
            values.push(T::read(self)?);
        }
        Ok(values)
    }

    fn map<K: Ord + for<'k> From<&'k str>, V: Shape>(&mut self) -> Result<Map<K, V>, Failure> {
        let mut entries = Map::new();
        let mut at = self.begin_entries(b'{', "an object", Member::VALUE)?;
        while let Some(key) = self.next_entry(&mut at)? {
            let value = V::read(self)?;
            entries.insert(K::from(&key), value);
        }
        Ok(entries)
    }
}
