//! The items of CBOR, taken one by one. Read by: `reader`, `skip`, `walk`.

use std::borrow::Cow;

use minicbor::Decoder;

use super::{BREAK, Failure};

/// Bytes and a position in them.
pub(super) struct Items<'a> {
    pub(super) decoder: Decoder<'a>,
}

/// How many entries of a list or map are left; none if only a break ends it.
pub(super) type Left = Option<u64>;

impl<'a> Items<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            decoder: Decoder::new(bytes),
        }
    }

    pub(super) fn position(&self) -> usize {
        self.decoder.position()
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.decoder.input().len() - self.decoder.position().min(self.decoder.input().len())
    }

    /// The first byte of the next item, which stays; none at the end.
    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.decoder.input().get(self.decoder.position()).copied()
    }

    /// Takes a byte that [`Items::peek`] gave.
    #[inline]
    pub(super) fn bump(&mut self) {
        self.decoder.set_position(self.decoder.position() + 1);
    }

    /// The first byte of the next value. Tags before it are passed over: they say how a value is meant, which the model
    /// does already. Only those that make another number of it are refused.
    #[inline]
    pub(super) fn value(&mut self, name: &str) -> Result<Option<u8>, Failure> {
        loop {
            match self.peek() {
                // Every timestamp has it.
                Some(0xC1) => self.bump(),
                Some(0xC0..=0xDB) => self.tag(name)?,
                other => return Ok(other),
            }
        }
    }

    #[cold]
    fn tag(&mut self, name: &str) -> Result<(), Failure> {
        let start = self.position();
        match self.decoder.tag().map(|tag| tag.as_u64()) {
            // RFC 8949, 3.4.3 and 3.4.4: integers of any length, and fractions of them.
            Ok(tag @ 2..=5) => Err(Failure::new(
                start,
                format!("expected {name}, found a big number (tag {tag})"),
            )),
            Ok(_) => Ok(()),
            Err(_) => Err(self.cut_off()),
        }
    }

    /// Takes a null, or what stands for one, if one comes next.
    #[inline]
    pub(super) fn take_null(&mut self) -> bool {
        let found = matches!(self.peek(), Some(0xF6 | 0xF7));
        if found {
            self.bump();
        }
        found
    }

    /// Takes the key `name` if it comes next, spelled as short as it can be.
    #[inline]
    pub(super) fn take_key(&mut self, name: &str) -> bool {
        let rest = self.decoder.input().get(self.decoder.position()..);
        let rest = rest.unwrap_or_default();
        let length = name.len();
        let after = match rest {
            [head, after @ ..] if length < 24 && usize::from(*head) == 0x60 + length => after,
            [0x78, told, after @ ..] if length >= 24 && usize::from(*told) == length => after,
            _ => return false,
        };
        let found = after.starts_with(name.as_bytes());
        if found {
            let end = self.decoder.input().len() - after.len() + length;
            self.decoder.set_position(end);
        }
        found
    }

    /// Takes a string.
    pub(super) fn text(&mut self, name: &str) -> Result<Cow<'a, str>, Failure> {
        let start = self.position();
        match self.value(name)? {
            Some(0x60..=0x7B) => match self.decoder.str() {
                Ok(text) => Ok(Cow::Borrowed(text)),
                Err(error) => Err(self.bad_text(&error)),
            },
            Some(0x7F) => self.chunks(start, 0x60, Self::text_chunk).map(Cow::Owned),
            _ => Err(self.expected(name)),
        }
    }

    fn text_chunk(&mut self, text: &mut String) -> Result<(), Failure> {
        match self.decoder.str() {
            Ok(chunk) => {
                text.push_str(chunk);
                Ok(())
            }
            Err(error) => Err(self.bad_text(&error)),
        }
    }

    /// Takes a byte string.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Cow<'a, [u8]>, Failure> {
        let start = self.position();
        match self.value(name)? {
            Some(0x40..=0x5B) => match self.decoder.bytes() {
                Ok(bytes) => Ok(Cow::Borrowed(bytes)),
                Err(_) => Err(self.cut_off()),
            },
            Some(0x5F) => self.chunks(start, 0x40, Self::bytes_chunk).map(Cow::Owned),
            _ => Err(self.expected(name)),
        }
    }

    fn bytes_chunk(&mut self, bytes: &mut Vec<u8>) -> Result<(), Failure> {
        match self.decoder.bytes() {
            Ok(chunk) => {
                bytes.extend_from_slice(chunk);
                Ok(())
            }
            Err(_) => Err(self.cut_off()),
        }
    }

    /// Takes a string that comes in pieces, each of which is a whole string of the same kind.
    fn chunks<T: Default>(
        &mut self,
        start: usize,
        kind: u8,
        chunk: fn(&mut Self, &mut T) -> Result<(), Failure>,
    ) -> Result<T, Failure> {
        self.bump();
        let mut whole = T::default();
        loop {
            match self.peek() {
                Some(BREAK) => {
                    self.bump();
                    return Ok(whole);
                }
                Some(byte) if (kind..kind + 0x1C).contains(&byte) => chunk(self, &mut whole)?,
                Some(_) => return Err(self.expected("the next piece of a string")),
                None => return Err(Failure::new(start, "the body ends within a string")),
            }
        }
    }

    /// Takes what begins a list.
    pub(super) fn list(&mut self) -> Result<Left, Failure> {
        match self.value("a list")? {
            Some(0x80..=0x9B | 0x9F) => self.decoder.array().map_err(|_| self.cut_off()),
            _ => Err(self.expected("a list")),
        }
    }

    /// Takes what begins a map.
    pub(super) fn map(&mut self) -> Result<Left, Failure> {
        match self.value("a map")? {
            Some(0xA0..=0xBB | 0xBF) => self.decoder.map().map_err(|_| self.cut_off()),
            _ => Err(self.expected("a map")),
        }
    }

    /// Whether there is another entry. Takes the break after the last, where there is one.
    #[inline]
    pub(super) fn more(&mut self, left: &mut Left) -> bool {
        match left {
            Some(0) => false,
            Some(count) => {
                *count -= 1;
                true
            }
            None if self.peek() == Some(BREAK) => {
                self.bump();
                false
            }
            None => true,
        }
    }

    /// Fails unless nothing follows.
    pub(super) fn end(&self) -> Result<(), Failure> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.expected("the end")),
        }
    }

    #[cold]
    fn bad_text(&self, error: &minicbor::decode::Error) -> Failure {
        if error.is_end_of_input() {
            return self.cut_off();
        }
        // The text was taken, so that it ends here; where it began, its head tells.
        let end = self.position();
        let start = error.position().unwrap_or(end);
        let text = self.decoder.input().get(start..end).unwrap_or_default();
        let head = match text.first() {
            Some(0x78) => 2,
            Some(0x79) => 3,
            Some(0x7A) => 5,
            Some(0x7B) => 9,
            _ => 1,
        };
        let text = text.get(head..).unwrap_or_default();
        let valid = std::str::from_utf8(text).map_or_else(|error| error.valid_up_to(), str::len);
        Failure::new(start + head + valid, "expected UTF-8, found other bytes")
    }

    /// An item that is longer than the bytes are.
    #[cold]
    pub(super) fn cut_off(&self) -> Failure {
        Failure::new(self.decoder.input().len(), "the body ends within a value")
    }

    #[cold]
    pub(super) fn expected(&self, name: &str) -> Failure {
        Failure::new(
            self.position(),
            format!("expected {name}, found {}", self.found()),
        )
    }

    /// What comes next, in words.
    fn found(&self) -> &'static str {
        match self.peek() {
            None => "the end of the body",
            Some(0x00..=0x1B | 0x20..=0x3B) => "an integer",
            Some(0x40..=0x5B | 0x5F) => "a byte string",
            Some(0x60..=0x7B | 0x7F) => "a string",
            Some(0x80..=0x9B | 0x9F) => "a list",
            Some(0xA0..=0xBB | 0xBF) => "a map",
            Some(0xC0..=0xDB) => "a tag",
            Some(0xF4) => "false",
            Some(0xF5) => "true",
            Some(0xF6) => "null",
            Some(0xF7) => "undefined",
            Some(0xF9..=0xFB) => "a float",
            Some(0xE0..=0xF3 | 0xF8) => "a value that CBOR leaves open",
            Some(BREAK) => "the end of a list or map",
            Some(_) => "a byte that CBOR does not have",
        }
    }
}
