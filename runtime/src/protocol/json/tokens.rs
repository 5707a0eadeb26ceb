//! The tokens of JSON text (RFC 8259), taken one by one. Read by: `reader`.

use super::{Failure, MAX_DEPTH};

/// JSON text and a position in it.
pub(super) struct Tokens<'a> {
    pub(super) text: &'a str,
    pub(super) position: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, position: 0 }
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    #[inline]
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The next byte that is not white space, which stays.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte(self.position) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.position += 1,
                other => return other,
            }
        }
    }

    /// Takes the byte that [`Tokens::peek`] gave.
    #[inline]
    pub(super) fn bump(&mut self) {
        self.position += 1;
    }

    /// Takes this byte or fails.
    #[inline]
    pub(super) fn expect(&mut self, byte: u8, name: &str) -> Result<(), Failure> {
        if self.peek() == Some(byte) {
            self.bump();
            return Ok(());
        }
        Err(self.expected(name))
    }

    /// Takes the key `name` if it comes next, spelled without escapes.
    #[inline]
    pub(super) fn take_key(&mut self, name: &str) -> bool {
        let rest = self
            .text
            .as_bytes()
            .get(self.position + 1..)
            .unwrap_or_default();
        let found = rest.starts_with(name.as_bytes()) && rest.get(name.len()) == Some(&b'"');
        if found {
            self.position += name.len() + 2;
        }
        found
    }

    /// Takes an integer if it is spelled with up to 18 digits and nothing more, as nearly all are.
    #[inline]
    pub(super) fn short_integer(&mut self) -> Option<i64> {
        let negative = self.peek() == Some(b'-');
        let start = self.position + usize::from(negative);
        let mut end = start;
        let mut value: i64 = 0;
        while let Some(digit @ b'0'..=b'9') = self.byte(end) {
            if end - start == 18 {
                return None;
            }
            value = value * 10 + i64::from(digit - b'0');
            end += 1;
        }
        if end == start || matches!(self.byte(end), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        // A leading zero is an error, and minus zero is left to those who tell it from zero.
        if self.byte(start) == Some(b'0') && (negative || end - start > 1) {
            return None;
        }
        self.position = end;
        Some(if negative { -value } else { value })
    }

    /// Takes a number and gives its text.
    pub(super) fn number(&mut self, name: &str) -> Result<&'a str, Failure> {
        if !matches!(self.peek(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.expected(name));
        }
        let start = self.position;
        let bad = |tokens: &Self| {
            Failure::new(
                start,
                format!("expected {name}, found a malformed number{}", tokens.end()),
            )
        };
        if self.byte(self.position) == Some(b'-') {
            self.position += 1;
        }
        let leading = self.byte(self.position);
        match self.digits() {
            0 => return Err(bad(self)),
            1 => {}
            _ if leading == Some(b'0') => return Err(bad(self)),
            _ => {}
        }
        if self.byte(self.position) == Some(b'.') {
            self.position += 1;
            if self.digits() == 0 {
                return Err(bad(self));
            }
        }
        if let Some(b'e' | b'E') = self.byte(self.position) {
            self.position += 1;
            if let Some(b'+' | b'-') = self.byte(self.position) {
                self.position += 1;
            }
            if self.digits() == 0 {
                return Err(bad(self));
            }
        }
        Ok(&self.text[start..self.position])
    }

    fn digits(&mut self) -> usize {
        let start = self.position;
        while let Some(b'0'..=b'9') = self.byte(self.position) {
            self.position += 1;
        }
        self.position - start
    }

    /// Takes `null`, `true` or `false`.
    #[inline]
    pub(super) fn literal(&mut self, literal: &str) -> Result<(), Failure> {
        let rest = self
            .text
            .as_bytes()
            .get(self.position..)
            .unwrap_or_default();
        if rest.starts_with(literal.as_bytes()) {
            self.position += literal.len();
            return Ok(());
        }
        Err(self.expected(literal))
    }

    /// Takes a value of any kind, `depth` levels down, without keeping it.
    pub(super) fn skip(&mut self, depth: usize) -> Result<(), Failure> {
        // One bit for each level that is open: whether it is an object.
        let mut objects: u128 = 0;
        let mut levels = 0;
        loop {
            match self.peek() {
                Some(open @ (b'{' | b'[')) => {
                    if depth + levels >= MAX_DEPTH {
                        return Err(self.too_deep());
                    }
                    objects = objects << 1 | u128::from(open == b'{');
                    levels += 1;
                    self.bump();
                    let close = if open == b'{' { b'}' } else { b']' };
                    if self.peek() != Some(close) {
                        self.skip_key(objects)?;
                        continue;
                    }
                    self.bump();
                    objects >>= 1;
                    levels -= 1;
                }
                Some(b'"') => drop(self.string("a string")?),
                Some(b't') => self.literal("true")?,
                Some(b'f') => self.literal("false")?,
                Some(b'n') => self.literal("null")?,
                _ => drop(self.number("a value")?),
            }
            // A value is complete: what follows closes the levels that end here, and begins the next value.
            loop {
                if levels == 0 {
                    return Ok(());
                }
                let object = objects & 1 == 1;
                if self.peek() == Some(b',') {
                    self.bump();
                    self.skip_key(objects)?;
                    break;
                }
                if object {
                    self.expect(b'}', "`,` or `}`")?;
                } else {
                    self.expect(b']', "`,` or `]`")?;
                }
                objects >>= 1;
                levels -= 1;
            }
        }
    }

    /// Takes the key that stands before a value, if the innermost level is an object.
    fn skip_key(&mut self, objects: u128) -> Result<(), Failure> {
        if objects & 1 == 1 {
            self.string("a key")?;
            self.expect(b':', "`:`")?;
        }
        Ok(())
    }

    /// Fails unless only white space is left.
    pub(super) fn end_of_text(&mut self) -> Result<(), Failure> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.expected("the end")),
        }
    }

    #[cold]
    pub(super) fn failure(&self, what: impl Into<String>) -> Failure {
        Failure::new(self.position, what)
    }

    #[cold]
    pub(super) fn too_deep(&self) -> Failure {
        self.failure(format!("nested more than {MAX_DEPTH} levels deep"))
    }

    /// The failure that something else than this comes next.
    #[cold]
    pub(super) fn expected(&self, name: &str) -> Failure {
        let found = match self
            .text
            .get(self.position..)
            .and_then(|rest| rest.chars().next())
        {
            None => "the end of the text".to_owned(),
            Some('"') => "a string".to_owned(),
            Some('{') => "an object".to_owned(),
            Some('[') => "a list".to_owned(),
            Some('-' | '0'..='9') => "a number".to_owned(),
            Some(c) => self
                .literal_ahead()
                .map_or_else(|| format!("`{c}`"), str::to_owned),
        };
        self.failure(format!("expected {name}, found {found}"))
    }

    fn literal_ahead(&self) -> Option<&'static str> {
        let rest = self.text.get(self.position..)?;
        ["true", "false", "null"]
            .into_iter()
            .find(|literal| rest.starts_with(literal))
    }

    fn end(&self) -> &'static str {
        if self.position >= self.text.len() {
            " at the end of the text"
        } else {
            ""
        }
    }
}
