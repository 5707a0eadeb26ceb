//! The strings of JSON text. Read by: `reader`, `writer`.

use std::borrow::Cow;

use super::Failure;
use super::tokens::Tokens;

impl<'a> Tokens<'a> {
    /// Takes a string.
    #[inline]
    pub(super) fn string(&mut self, name: &str) -> Result<Cow<'a, str>, Failure> {
        if self.peek() != Some(b'"') {
            return Err(self.expected(name));
        }
        let start = self.position + 1;
        let end = plain_end(self.text.as_bytes(), start);
        if self.byte(end) == Some(b'"') {
            self.position = end + 1;
            // Both ends are beside ASCII, so that they are between characters.
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        self.escaped_string(start, end).map(Cow::Owned)
    }

    /// Takes a string that is plain from `start` to `end`, where something else stands.
    fn escaped_string(&mut self, mut start: usize, mut end: usize) -> Result<String, Failure> {
        let mut value = String::with_capacity(((end - start) * 2).max(32));
        loop {
            value.push_str(&self.text[start..end]);
            self.position = end;
            match self.byte(end) {
                Some(b'"') => {
                    self.position += 1;
                    return Ok(value);
                }
                Some(b'\\') => value.push(self.escape()?),
                Some(_) => return Err(self.failure("a control character in a string")),
                None => return Err(self.failure("the text ends within a string")),
            }
            start = self.position;
            end = plain_end(self.text.as_bytes(), start);
        }
    }

    /// Takes an escape; its backslash comes next.
    fn escape(&mut self) -> Result<char, Failure> {
        let value = match self.byte(self.position + 1) {
            Some(b'u') => return self.unicode_escape(),
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(_) => return Err(self.failure("an escape that JSON does not have")),
            None => return Err(self.failure("the text ends within a string")),
        };
        self.position += 2;
        Ok(value)
    }

    /// Takes `\u1234`, or two of them that make one character.
    fn unicode_escape(&mut self) -> Result<char, Failure> {
        let bad = |tokens: &Self| tokens.failure("\\u without four hexadecimal digits");
        let first = self.code_unit(self.position).ok_or_else(|| bad(self))?;
        let mut taken = 6;
        let mut code = u32::from(first);
        if (0xD800..0xDC00).contains(&first)
            && let Some(second @ 0xDC00..=0xDFFF) = self.code_unit(self.position + 6)
        {
            code = 0x10000 + ((u32::from(first) - 0xD800) << 10) + (u32::from(second) - 0xDC00);
            taken = 12;
        }
        let value = char::from_u32(code).ok_or_else(|| self.failure("half of a surrogate pair"))?;
        self.position += taken;
        Ok(value)
    }

    /// The value of `\u1234`, if that stands there.
    fn code_unit(&self, at: usize) -> Option<u16> {
        let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        u16::from_str_radix(digits, 16).ok()
    }
}

/// Where the run of bytes that stand for themselves in a string ends: at a quote, a backslash, a control character or the text's end.
#[inline]
pub(super) fn plain_end(bytes: &[u8], start: usize) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    let mut at = start;
    // Eight bytes at a time: subtracting lets a byte that is too small borrow, which sets its high bit; the lowest bit
    // that is set is always right, since a wrong one can only stand above it.
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let quotes = word ^ (ONES * b'"' as u64);
        let escapes = word ^ (ONES * b'\\' as u64);
        let small = (word.wrapping_sub(ONES * 0x20) & !word)
            | (quotes.wrapping_sub(ONES) & !quotes)
            | (escapes.wrapping_sub(ONES) & !escapes);
        let hits = small & HIGH;
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let Some(byte) = bytes.get(at) {
        if matches!(byte, b'"' | b'\\' | 0..=0x1F) {
            break;
        }
        at += 1;
    }
    at
}
