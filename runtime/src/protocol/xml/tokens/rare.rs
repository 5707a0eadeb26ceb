//! What few documents have: texts in pieces, references, comments, and what is wrong. Read by: `tokens`.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3, memmem};
use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};

use super::{Failure, Markup, Tokens, no_character, shorten};

impl<'a> Tokens<'a> {
    /// Takes a text that does not stand in the document as it is.
    pub(super) fn text_in_parts(&mut self) -> Result<Cow<'a, str>, Failure> {
        let mut whole = Cow::Borrowed("");
        loop {
            let from = self.position;
            let Some(length) = memchr2(b'<', b'&', self.rest()) else {
                self.take_rest();
                return Err(self.cut_off());
            };
            self.start = from + length;
            join(&mut whole, line_ends(&self.text[from..self.start]));
            if self.byte(self.start) == Some(b'&') {
                let part = self.reference()?;
                whole.to_mut().push_str(&part);
                continue;
            }
            match self.markup()? {
                Markup::End => return Ok(whole),
                Markup::Characters(range) => join(&mut whole, line_ends(&self.text[range])),
                Markup::Aside => {}
                Markup::Start => {
                    let name = shorten(self.tag.name);
                    return Err(self.failure(format!("expected text, found <{name}>")));
                }
            }
        }
    }

    /// Takes what begins with `<!` or `<?`.
    #[cold]
    pub(super) fn aside(&mut self) -> Result<Markup, Failure> {
        let whole = &self.text.as_bytes()[self.start..];
        let (begin, end) = match whole {
            [b'<', b'?', ..] => (2, "?>"),
            [b'<', b'!', b'-', b'-', ..] => (4, "-->"),
            _ if whole.starts_with(b"<![CDATA[") => (9, "]]>"),
            // Its entities could make much of little, and its defaults attributes of nothing.
            [b'<', b'!', b'D' | b'd', ..] => {
                return Err(self.failure("found a document type, which no service sends"));
            }
            _ => return Err(self.malformed()),
        };
        let Some(length) = memmem::find(&whole[begin..], end.as_bytes()) else {
            return Err(self.malformed());
        };
        let content = self.start + begin..self.start + begin + length;
        self.position = content.end + end.len();
        Ok(match begin {
            9 => Markup::Characters(content),
            _ => Markup::Aside,
        })
    }

    /// Takes the reference that the `&` at [`Tokens::start`] begins, and gives the character that it stands for. Only a
    /// document type could define others than these.
    fn reference(&mut self) -> Result<Cow<'static, str>, Failure> {
        let from = self.start + 1;
        let after = &self.text.as_bytes()[from..];
        let Some(length) = memchr3(b';', b'&', b'<', after).filter(|length| after[*length] == b';')
        else {
            return Err(self.failure("expected a reference, found `&`"));
        };
        self.position = from + length + 1;
        let name = &self.text[from..from + length];
        let character = match BytesRef::new(name).resolve_char_ref() {
            Ok(Some(character)) => Some(Cow::Owned(character.to_string())),
            Ok(None) => resolve_predefined_entity(name).map(Cow::Borrowed),
            Err(_) => None,
        };
        character.ok_or_else(|| self.failure(no_character(name)))
    }

    /// What is wrong with the document, found by a second walk.
    #[cold]
    pub(super) fn malformed(&self) -> Failure {
        let mut events = Reader::from_str(self.text);
        loop {
            match events.read_event() {
                Ok(Event::Eof) => return self.failure("malformed XML"),
                Ok(_) => {}
                Err(error) => {
                    let position = usize::try_from(events.error_position());
                    let position = position.unwrap_or(usize::MAX).min(self.text.len());
                    return Failure::new(self.before + position, in_words(&error));
                }
            }
        }
    }
}

fn in_words(error: &Error) -> String {
    match error {
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!(
                "expected </{}>, found </{}>",
                shorten(expected),
                shorten(found)
            )
        }
        Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
            format!("expected a start tag, found </{}>", shorten(found))
        }
        Error::IllFormed(IllFormedError::UnclosedReference) => {
            "expected a reference, found `&`".to_owned()
        }
        // Texts of the crate's, without anything of the document's.
        Error::Syntax(error) => error.to_string(),
        _ => "malformed XML".to_owned(),
    }
}

/// Adds a part of a text to what was found of it; the first is kept as it stands in the document.
#[inline]
fn join<'a>(text: &mut Cow<'a, str>, part: Cow<'a, str>) {
    if text.is_empty() {
        *text = part;
    } else {
        text.to_mut().push_str(&part);
    }
}

/// A text with a line feed for each end of a line.
fn line_ends(text: &str) -> Cow<'_, str> {
    if memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}
