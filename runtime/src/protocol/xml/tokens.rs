//! The elements and texts of an XML document, taken one by one. Read by: `reader`, `walk`, `answer`.
//!
//! Of the crate `quick-xml` this has the entities, the attributes, and the words for what is malformed. Over its events,
//! reading took twice as long: each is checked for UTF-8 again and has a copy of its name kept, and texts come in pieces.

mod rare;

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr3};
use quick_xml::events::attributes::Attributes;

use super::{Failure, MAX_DEPTH, shorten};

/// A document and a position in it: before the document's root, or inside an element whose tag was taken last.
pub(super) struct Tokens<'a> {
    /// The document, without a byte order mark.
    text: &'a str,
    /// How many bytes stand before it.
    before: usize,
    position: usize,
    /// Where that begins which was taken last.
    start: usize,
    /// The start tag that was taken last.
    tag: Tag<'a>,
    /// Whether that was an empty element's, so that the element's end is still to be taken.
    empty: bool,
    /// What [`Tokens::next`] gives next: it was taken too early.
    held: Option<bool>,
    /// The names of the elements that are open; an empty one is not among them.
    open: Vec<&'a str>,
}

/// A start tag.
#[derive(Clone, Copy)]
struct Tag<'a> {
    /// What stands between `<` and `>` or `/>`.
    content: &'a str,
    name: &'a str,
    /// Where the tag ends in the document.
    end: usize,
}

/// What a `<` begins.
enum Markup {
    Start,
    End,
    /// A text without entities, which stands there.
    Characters(Range<usize>),
    /// A comment or a processing instruction.
    Aside,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(document: &'a str) -> Self {
        let text = document.trim_start_matches('\u{FEFF}');
        Self {
            text,
            before: document.len() - text.len(),
            position: 0,
            start: 0,
            tag: Tag {
                content: "",
                name: "",
                end: 0,
            },
            empty: false,
            held: None,
            open: Vec::new(),
        }
    }

    /// An element without content.
    pub(super) fn nothing() -> Self {
        Self {
            empty: true,
            ..Self::new("")
        }
    }

    /// The name of the start tag that was taken last, as it is spelled, with its prefix.
    #[inline]
    pub(super) fn name(&self) -> &'a str {
        self.tag.name
    }

    /// Its attributes as they are spelled; none in nearly all tags.
    #[inline]
    pub(super) fn attributes(&self) -> Option<Attributes<'a>> {
        let Tag { content, name, .. } = self.tag;
        if content.len() == name.len() {
            return None;
        }
        let mut attributes = Attributes::new(content, name.len());
        // The check for duplicates keeps all names.
        attributes.with_checks(false);
        Some(attributes)
    }

    /// Goes on to the next child of the element at hand, or to the element's end and out of it: false. Texts are passed over.
    ///
    /// A child must be left, by its own end or by [`Tokens::skip`] or [`Tokens::text`], before its siblings are gone on to.
    #[inline]
    pub(super) fn next(&mut self) -> Result<bool, Failure> {
        if self.empty || self.held.is_some() {
            return Ok(self.passed());
        }
        loop {
            if self.byte(self.position) == Some(b'<') {
                self.start = self.position;
            } else if let Some(length) = memchr(b'<', self.rest()) {
                self.start = self.position + length;
            } else {
                self.take_rest();
                return if self.open.is_empty() {
                    Ok(false)
                } else {
                    Err(self.cut_off())
                };
            }
            match self.markup()? {
                Markup::Start => return Ok(true),
                Markup::End => return Ok(false),
                Markup::Characters(_) | Markup::Aside => {}
            }
        }
    }

    /// What [`Tokens::next`] gives without taking anything: what was held, or the end of an empty element.
    fn passed(&mut self) -> bool {
        self.held.take().unwrap_or_else(|| {
            self.empty = false;
            false
        })
    }

    /// Makes [`Tokens::next`] give once more what it gave last.
    pub(super) fn hold(&mut self, next: bool) {
        self.held = Some(next);
    }

    /// Takes the text of the element at hand and leaves the element.
    #[inline]
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, Failure> {
        if std::mem::take(&mut self.empty) {
            return Ok(Cow::Borrowed(""));
        }
        let from = self.position;
        if let Some(length) = memchr3(b'<', b'&', b'\r', self.rest())
            && let end = from + length
            && self.byte(end) == Some(b'<')
            && self.byte(end + 1) == Some(b'/')
        {
            self.start = end;
            self.end_tag()?;
            // Both ends are beside ASCII, so that they are between characters.
            return Ok(Cow::Borrowed(&self.text[from..end]));
        }
        self.text_in_parts()
    }

    /// Leaves the element at hand without reading what is in it.
    pub(super) fn skip(&mut self) -> Result<(), Failure> {
        if std::mem::take(&mut self.empty) {
            return Ok(());
        }
        self.leave(self.open.len().saturating_sub(1))
    }

    /// Leaves elements until no more than this many are open.
    fn leave(&mut self, level: usize) -> Result<(), Failure> {
        while self.open.len() > level {
            self.next()?;
        }
        Ok(())
    }

    /// Leaves all elements and fails unless only what says nothing follows the root.
    pub(super) fn end_of_text(&mut self) -> Result<(), Failure> {
        self.leave(0)?;
        loop {
            self.start = self.position;
            let length = memchr(b'<', self.rest()).unwrap_or(self.rest().len());
            if !self.rest()[..length].trim_ascii().is_empty() {
                return Err(self.failure("expected the end, found more"));
            }
            self.start += length;
            if self.start == self.text.len() {
                return Ok(());
            }
            match self.markup()? {
                Markup::Aside => {}
                _ => return Err(self.failure("expected the end, found more")),
            }
        }
    }

    #[inline]
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    #[inline]
    fn rest(&self) -> &'a [u8] {
        self.text
            .as_bytes()
            .get(self.position..)
            .unwrap_or_default()
    }

    fn take_rest(&mut self) {
        self.position = self.text.len();
        self.start = self.position;
    }

    /// Takes what the `<` at [`Tokens::start`] begins.
    #[inline]
    fn markup(&mut self) -> Result<Markup, Failure> {
        match self.byte(self.start + 1) {
            Some(b'/') => self.end_tag().map(|()| Markup::End),
            Some(b'!' | b'?') => self.aside(),
            _ => self.start_tag().map(|()| Markup::Start),
        }
    }

    #[inline]
    fn start_tag(&mut self) -> Result<(), Failure> {
        let from = self.start + 1;
        let mut end = from;
        loop {
            match self.byte(end) {
                Some(b'>') => break,
                Some(b'/' | b' ' | b'\t' | b'\r' | b'\n') | None => return self.long_tag(from),
                Some(_) => end += 1,
            }
        }
        let name = &self.text[from..end];
        self.tag = Tag {
            content: name,
            name,
            end: end + 1,
        };
        self.enter()
    }

    /// Takes a start tag with attributes, or that of an empty element.
    fn long_tag(&mut self, from: usize) -> Result<(), Failure> {
        let mut end = from;
        loop {
            let rest = &self.text.as_bytes()[end..];
            let Some(length) = memchr3(b'>', b'"', b'\'', rest) else {
                return Err(self.malformed());
            };
            end += length;
            if rest[length] == b'>' {
                break;
            }
            let Some(quoted) = memchr(rest[length], &rest[length + 1..]) else {
                return Err(self.malformed());
            };
            end += quoted + 2;
        }
        let content = &self.text[from..end];
        self.empty = content.ends_with('/');
        let content = content.strip_suffix('/').unwrap_or(content);
        let length = content.bytes().position(|byte| byte.is_ascii_whitespace());
        self.tag = Tag {
            content,
            name: &content[..length.unwrap_or(content.len())],
            end: end + 1,
        };
        self.enter()
    }

    /// Goes into the element whose tag was taken.
    #[inline]
    fn enter(&mut self) -> Result<(), Failure> {
        if self.tag.name.is_empty() {
            return Err(self.malformed());
        }
        self.position = self.tag.end;
        if self.empty {
            return Ok(());
        }
        if self.open.len() == MAX_DEPTH {
            return Err(self.failure(format!("nested more than {MAX_DEPTH} levels deep")));
        }
        self.open.push(self.tag.name);
        Ok(())
    }

    #[inline]
    fn end_tag(&mut self) -> Result<(), Failure> {
        let from = self.start + 2;
        let after = self.text.as_bytes().get(from..).unwrap_or_default();
        let name = self.open.last().copied().unwrap_or_default();
        if after.starts_with(name.as_bytes()) && after.get(name.len()) == Some(&b'>') {
            self.position = from + name.len() + 1;
        } else {
            // White space may follow the name.
            let length = memchr(b'>', after).unwrap_or_default();
            if name.is_empty() || after[..length].trim_ascii_end() != name.as_bytes() {
                return Err(self.malformed());
            }
            self.position = from + length + 1;
        }
        if self.open.pop().is_none() {
            return Err(self.malformed());
        }
        Ok(())
    }

    /// A failure at what was taken last.
    #[cold]
    pub(super) fn failure(&self, what: impl Into<String>) -> Failure {
        Failure::new(self.before + self.start, what)
    }

    /// A failure of the value behind the start tag that was taken last.
    #[cold]
    pub(super) fn failure_of_value(&self, what: impl Into<String>) -> Failure {
        let tag = self.text.get(..self.tag.end).unwrap_or_default();
        // An empty element has no place for its value but its tag.
        let end = tag.len() - usize::from(tag.ends_with("/>"));
        Failure::new(self.before + end, what)
    }

    #[cold]
    fn cut_off(&self) -> Failure {
        self.failure("expected an end tag, found the end of the text")
    }
}

#[cold]
pub(super) fn no_character(reference: &str) -> String {
    format!(
        "expected a character's number, amp, lt, gt, quot or apos, found the entity {}",
        shorten(reference)
    )
}
