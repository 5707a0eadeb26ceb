//! Reads XML: [`XmlReader`]. Read by: `rest_xml`, `aws_query`, and by generated types through the trait.

use std::borrow::Cow;

use super::tokens::Tokens;
use super::{Failure, local, shorten};
use crate::protocol::bindings::Answer;
use crate::protocol::decimal::scaled;
use crate::protocol::guesses::Guesses;
use crate::protocol::timestamp;
use crate::shape::{Bytes, Document, Map, Member, Reader, Shape, Structure, Timestamp};

/// A reader of an XML document.
///
/// It accepts more than AWS services should send: elements in any order and with any prefix, elements and attributes that
/// the model does not know of, timestamps in any of the three formats. Of an element that comes more than once, the last
/// one counts, but lists and maps are joined.
pub(in crate::protocol) struct XmlReader<'a> {
    pub(super) tokens: Tokens<'a>,
    /// The facts of the value that comes next.
    pub(super) member: &'static Member,
    /// The value of the attribute that comes next, while one does.
    pub(super) attribute: Option<Cow<'a, str>>,
    /// The name of a union's variant that the schema does not list, while that variant comes next.
    pub(super) variant: Option<String>,
    /// Whether the structure that comes next is an error.
    pub(super) error: bool,
    pub(super) guesses: Guesses,
}

impl<'a> XmlReader<'a> {
    fn over(tokens: Tokens<'a>) -> Self {
        Self {
            tokens,
            member: Member::ELEMENT,
            attribute: None,
            variant: None,
            error: false,
            guesses: Guesses::NONE,
        }
    }

    /// A reader of the document itself: of something whose one child is the root.
    pub(in crate::protocol) fn before_root(text: &'a str) -> Self {
        Self::over(Tokens::new(text))
    }

    /// A reader of the document's root, whatever it is called.
    pub(in crate::protocol) fn root(text: &'a str) -> Result<Self, Failure> {
        let mut reader = Self::before_root(text);
        if reader.tokens.next()? {
            return Ok(reader);
        }
        Err(reader
            .tokens
            .failure("expected an element, found the end of the text"))
    }

    /// The reader of an error, if it is one.
    pub(in crate::protocol) fn of(mut self, answer: Answer) -> Self {
        self.error = answer == Answer::Error;
        self
    }

    /// A reader of an element without content, as which every structure reads itself empty.
    pub(in crate::protocol) fn nothing() -> Self {
        Self::over(Tokens::nothing())
    }

    /// Goes into the first child of the element at hand whose name, without a prefix, is accepted; out of the element if
    /// there is none.
    pub(in crate::protocol) fn enter(
        &mut self,
        is_it: impl Fn(&str) -> bool,
    ) -> Result<bool, Failure> {
        while self.tokens.next()? {
            if is_it(self.name()) {
                return Ok(true);
            }
            self.tokens.skip()?;
        }
        Ok(false)
    }

    /// The name of the element at hand, without its prefix.
    pub(in crate::protocol) fn name(&self) -> &'a str {
        local(self.tokens.name())
    }

    /// Reads the element at hand, and that the document ends behind it as it should.
    pub(in crate::protocol) fn whole<T: Structure>(&mut self) -> Result<T, Failure> {
        let mut value = T::default();
        self.members(&mut value)?;
        self.end()?;
        Ok(value)
    }

    /// Reads what the element at hand has of a value's members, and leaves the others as they are.
    pub(in crate::protocol) fn members<T: Structure>(
        &mut self,
        value: &mut T,
    ) -> Result<(), Failure> {
        let mut at = self.begin_structure(value.schema())?;
        while let Some(member) = self.next_member(&mut at)? {
            value.read_member(member, self)?;
        }
        Ok(())
    }

    /// The text of the element at hand, which is left; none if there are elements in it.
    pub(in crate::protocol) fn only_text(&mut self) -> Option<Cow<'a, str>> {
        self.tokens.text().ok()
    }

    /// Fails unless the document ends as it should.
    pub(in crate::protocol) fn end(&mut self) -> Result<(), Failure> {
        self.tokens.end_of_text()
    }

    /// The text of the value at hand.
    #[inline]
    fn text(&mut self) -> Result<Cow<'a, str>, Failure> {
        match self.attribute.take() {
            Some(value) => Ok(value),
            None => self.tokens.text(),
        }
    }

    #[cold]
    fn expected(&self, what: &str, found: &str) -> Failure {
        self.tokens
            .failure_of_value(format!("expected {what}, found {:?}", shorten(found)))
    }

    fn whole_number(&mut self) -> Result<i64, Failure> {
        let text = self.text()?;
        let trimmed = text.trim_ascii();
        if let Ok(value) = trimmed.parse() {
            return Ok(value);
        }
        let number = scaled(trimmed, 0).filter(|number| number.exact);
        number
            .and_then(|number| i64::try_from(number.whole).ok())
            .ok_or_else(|| self.expected("an integer of 64 bits", &text))
    }

    fn decimal<F: std::str::FromStr>(&mut self, is_infinite: fn(&F) -> bool) -> Result<F, Failure> {
        let text = self.text()?;
        let trimmed = text.trim_ascii();
        // Infinity is a word: digits that are read as infinite are out of range.
        let fits = |value: &F| !is_infinite(value) || trimmed.ends_with(['y', 'Y', 'f', 'F']);
        let value = trimmed.parse().ok().filter(fits);
        value.ok_or_else(|| self.expected("a number in range", &text))
    }
}

impl Reader for XmlReader<'_> {
    type Error = Failure;

    /// What is read later of a flattened list or map belongs to what was read of it before.
    fn member<T: Shape>(&mut self, value: &mut T) -> Result<(), Failure> {
        value.append(T::read(self)?);
        Ok(())
    }

    fn unknown_variant(&mut self) -> Result<String, Failure> {
        let variant = self.variant.take().unwrap_or_default();
        self.tokens.skip()?;
        Ok(variant)
    }

    fn boolean(&mut self) -> Result<bool, Failure> {
        let text = self.text()?;
        match text.trim_ascii() {
            "true" | "True" | "TRUE" | "1" => Ok(true),
            "false" | "False" | "FALSE" | "0" => Ok(false),
            _ => Err(self.expected("true or false", &text)),
        }
    }

    fn integer(&mut self) -> Result<i32, Failure> {
        let value = self.whole_number()?;
        i32::try_from(value).map_err(|_| self.expected("an integer of 32 bits", &value.to_string()))
    }

    fn long(&mut self) -> Result<i64, Failure> {
        self.whole_number()
    }

    fn float(&mut self) -> Result<f32, Failure> {
        self.decimal(|value: &f32| value.is_infinite())
    }

    fn double(&mut self) -> Result<f64, Failure> {
        self.decimal(|value: &f64| value.is_infinite())
    }

    fn string(&mut self) -> Result<Cow<'_, str>, Failure> {
        self.text()
    }

    fn blob(&mut self) -> Result<Bytes, Failure> {
        let text = self.text()?;
        // Forgiving: long base64 is broken into lines by those who print XML.
        let bytes = base64_simd::forgiving_decode_to_vec(text.as_bytes());
        bytes
            .map(Bytes::from)
            .map_err(|_| self.expected("base64", &text))
    }

    fn timestamp(&mut self) -> Result<Timestamp, Failure> {
        let text = self.text()?;
        timestamp::parse(&text).ok_or_else(|| self.expected("a timestamp", &text))
    }

    fn document(&mut self) -> Result<Document, Failure> {
        Err(self
            .tokens
            .failure_of_value("a document, which has no form in XML"))
    }

    fn option<T: Shape>(&mut self) -> Result<Option<T>, Failure> {
        T::read(self).map(Some)
    }

    fn structure<T: Structure>(&mut self) -> Result<T, Failure> {
        let mut value = T::default();
        self.members(&mut value)?;
        Ok(value)
    }

    fn list<T: Shape>(&mut self) -> Result<Vec<T>, Failure> {
        let mut values = Vec::new();
        let mut at = self.begin_entries(Member::ELEMENT)?;
        while self.next_element(&mut at)? {
            values.push(T::read(self)?);
        }
        Ok(values)
    }

    fn map<K: Ord + for<'k> From<&'k str>, V: Shape>(&mut self) -> Result<Map<K, V>, Failure> {
        let mut entries = Map::new();
        let mut at = self.begin_entries(Member::VALUE)?;
        while self.next_entry(&mut at)? {
            let value = V::read(self)?;
            let key = self.end_entry(&mut at)?;
            entries.insert(K::from(&key), value);
        }
        Ok(entries)
    }
}
