//! Reads CBOR: [`CborReader`]. Read by: `rpc_v2_cbor`, and by generated types through the trait.

use std::borrow::Cow;

use super::Failure;
use super::items::Items;
use crate::protocol::bindings::Answer;
use crate::protocol::guesses::Guesses;
use crate::shape::{Bytes, Document, Map, Member, Reader, Shape, Structure, Timestamp};

/// A reader of CBOR.
///
/// It accepts more than AWS services should send: keys in any order and more than once (the last one counts), keys and
/// nulls that the model does not know of, `undefined` for null, numbers of one kind for another, tags of all kinds but
/// those of big numbers, and timestamps without a tag or as text.
pub(in crate::protocol) struct CborReader<'a> {
    pub(super) items: Items<'a>,
    pub(super) depth: usize,
    /// The facts of the value that comes next.
    pub(super) member: &'static Member,
    /// The key of a union's variant that the schema does not list, while that variant comes next.
    pub(super) tag: Option<String>,
    /// Whether the structure that comes next is an error.
    pub(super) error: bool,
    pub(super) guesses: Guesses,
}

impl<'a> CborReader<'a> {
    pub(in crate::protocol) fn new(bytes: &'a [u8]) -> Self {
        Self {
            items: Items::new(bytes),
            depth: 0,
            member: Member::ELEMENT,
            tag: None,
            error: false,
            guesses: Guesses::NONE,
        }
    }

    /// A reader of an error, if it is one.
    pub(in crate::protocol) fn of(bytes: &'a [u8], answer: Answer) -> Self {
        Self {
            error: answer == Answer::Error,
            ..Self::new(bytes)
        }
    }

    /// Reads the one value there is, a structure.
    pub(in crate::protocol) fn whole<T: Structure>(&mut self) -> Result<T, Failure> {
        let value = self.structure()?;
        self.items.end()?;
        Ok(value)
    }

    /// Calls `each` with every key of the map that comes next; it reads the value by [`CborReader::text`] or
    /// [`CborReader::ignore`].
    pub(in crate::protocol) fn object(
        &mut self,
        mut each: impl FnMut(&mut Self, &str) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut left = self.open(false)?;
        while self.more(&mut left) {
            let key = self.key()?;
            each(self, &key)?;
        }
        self.items.end()
    }

    /// Reads a string; skips any other value.
    pub(in crate::protocol) fn text(&mut self) -> Result<Option<String>, Failure> {
        if let Some(0x60..=0x7F) = self.items.peek() {
            return Ok(Some(self.items.text("a string")?.into_owned()));
        }
        self.ignore().map(|()| None)
    }

    /// Skips a value.
    pub(in crate::protocol) fn ignore(&mut self) -> Result<(), Failure> {
        self.items.skip(self.depth)
    }

    pub(super) fn key(&mut self) -> Result<Cow<'a, str>, Failure> {
        self.items.text("a key")
    }
}

impl Reader for CborReader<'_> {
    type Error = Failure;

    fn unknown_variant(&mut self) -> Result<String, Failure> {
        let tag = self.tag.take().unwrap_or_default();
        self.ignore()?;
        Ok(tag)
    }

    fn boolean(&mut self) -> Result<bool, Failure> {
        match self.items.value("true or false")? {
            Some(byte @ (0xF4 | 0xF5)) => {
                self.items.bump();
                Ok(byte == 0xF5)
            }
            _ => Err(self.items.expected("true or false")),
        }
    }

    fn integer(&mut self) -> Result<i32, Failure> {
        let start = self.items.position();
        let value = self.items.whole_number()?;
        i32::try_from(value).map_err(|_| {
            Failure::new(
                start,
                format!("expected an integer of 32 bits, found {value}"),
            )
        })
    }

    fn long(&mut self) -> Result<i64, Failure> {
        self.items.whole_number()
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the nearest is what the type can hold, and what is beyond it is refused"
    )]
    fn float(&mut self) -> Result<f32, Failure> {
        let start = self.items.position();
        let value = self.items.decimal()?;
        let float = value as f32;
        if float.is_infinite() && value.is_finite() {
            let what = format!("expected a number in range, found {value:e}");
            return Err(Failure::new(start, what));
        }
        Ok(float)
    }

    fn double(&mut self) -> Result<f64, Failure> {
        self.items.decimal()
    }

    fn string(&mut self) -> Result<Cow<'_, str>, Failure> {
        self.items.text("a string")
    }

    fn blob(&mut self) -> Result<Bytes, Failure> {
        let bytes = self.items.bytes("a byte string")?;
        Ok(Bytes::from(bytes.into_owned()))
    }

    fn timestamp(&mut self) -> Result<Timestamp, Failure> {
        self.items.timestamp()
    }

    fn document(&mut self) -> Result<Document, Failure> {
        Err(Failure::new(self.items.position(), super::NO_DOCUMENTS))
    }

    #[inline]
    fn option<T: Shape>(&mut self) -> Result<Option<T>, Failure> {
        if self.items.take_null() {
            Ok(None)
        } else {
            T::read(self).map(Some)
        }
    }

    fn structure<T: Structure>(&mut self) -> Result<T, Failure> {
        let mut value = T::default();
        let mut at = self.begin_structure(value.schema())?;
        while let Some(member) = self.next_member(&mut at)? {
            value.read_member(member, self)?;
        }
        Ok(value)
    }

    fn list<T: Shape>(&mut self) -> Result<Vec<T>, Failure> {
        let mut at = self.begin_entries(true, Member::ELEMENT)?;
        let mut values = Vec::with_capacity(self.room(&at, size_of::<T>()));
        while self.next_element(&mut at) {
            values.push(T::read(self)?);
        }
        Ok(values)
    }

    fn map<K: Ord + for<'k> From<&'k str>, V: Shape>(&mut self) -> Result<Map<K, V>, Failure> {
        let mut entries = Map::new();
        let mut at = self.begin_entries(false, Member::VALUE)?;
        while let Some(key) = self.next_entry(&mut at)? {
            let value = V::read(self)?;
            entries.insert(K::from(&key), value);
        }
        Ok(entries)
    }
}
