//! The elements and texts of an XML document, taken one by one from the crate `quick-xml`. Read by: `reader`, `walk`, `answer`.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, Event};

use super::{Failure, MAX_DEPTH, shorten};

/// A document and a position in it: before the document's root, or inside an element whose tag was taken last.
pub(super) struct Tokens<'a> {
    /// The document, without a byte order mark.
    text: &'a str,
    /// How many bytes stand before it.
    before: usize,
    events: Reader<&'a [u8]>,
    /// Where the event begins that was taken last.
    start: usize,
    /// The start tag that was taken last.
    tag: Tag,
    /// Whether that was an empty element's, so that the element's end is still to be taken.
    empty: bool,
    /// What [`Tokens::next`] gives next: it was taken too early.
    held: Option<bool>,
    /// How many elements are open; an empty one is not counted.
    level: usize,
    /// Whether ends of lines may have to be read as others than they are, which nearly no document has.
    has_returns: bool,
}

/// A start tag, by its places in the document.
#[derive(Clone, Copy, Default)]
struct Tag {
    /// Where the name begins.
    start: usize,
    /// How long the name is, and how long what stands between `<` and `>` or `/>`.
    name: usize,
    content: usize,
    /// Where the tag ends.
    end: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(document: &'a str) -> Self {
        let text = document.trim_start_matches('\u{FEFF}');
        Self {
            text,
            before: document.len() - text.len(),
            events: Reader::from_str(text),
            start: 0,
            tag: Tag::default(),
            empty: false,
            held: None,
            level: 0,
            has_returns: text.contains('\r'),
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
        let Tag { start, name, .. } = self.tag;
        self.text.get(start..start + name).unwrap_or_default()
    }

    /// Its attributes as they are spelled; none in nearly all tags.
    #[inline]
    pub(super) fn attributes(&self) -> Option<Attributes<'a>> {
        let Tag {
            start,
            name,
            content,
            ..
        } = self.tag;
        if content == name {
            return None;
        }
        let content = self.text.get(start..start + content).unwrap_or_default();
        let mut attributes = Attributes::new(content, name);
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
            self.start = self.position();
            match self.events.read_event() {
                Ok(Event::Start(tag)) => {
                    let (content, name) = (tag.len(), tag.name().as_ref().len());
                    self.open(content, name);
                    self.level += 1;
                    if self.level > MAX_DEPTH {
                        return Err(self.too_deep());
                    }
                    return Ok(true);
                }
                Ok(Event::Empty(tag)) => {
                    let (content, name) = (tag.len(), tag.name().as_ref().len());
                    self.open(content, name);
                    self.empty = true;
                    return Ok(true);
                }
                Ok(Event::End(_)) => {
                    self.close();
                    return Ok(false);
                }
                Ok(Event::Text(_) | Event::CData(_) | Event::GeneralRef(_)) => {}
                Ok(Event::Eof) if self.level == 0 => return Ok(false),
                other => self.pass(&other)?,
            }
        }
    }

    /// What [`Tokens::next`] gives without an event: what was held, or the end of an empty element.
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
        let mut text = Cow::Borrowed("");
        loop {
            self.start = self.position();
            let part = match self.events.read_event() {
                Ok(Event::End(_)) => {
                    self.close();
                    return Ok(text);
                }
                Ok(Event::Text(part)) if self.has_returns => part.xml10_content(),
                Ok(Event::Text(part)) => part.into_inner(),
                Ok(Event::CData(part)) => part.xml10_content(),
                Ok(Event::GeneralRef(reference)) => self.resolve(&reference)?,
                other => {
                    self.pass(&other)?;
                    continue;
                }
            };
            if text.is_empty() {
                text = part;
            } else {
                text.to_mut().push_str(&part);
            }
        }
    }

    /// Leaves the element at hand without reading what is in it.
    pub(super) fn skip(&mut self) -> Result<(), Failure> {
        if std::mem::take(&mut self.empty) {
            return Ok(());
        }
        self.leave(self.level.saturating_sub(1))
    }

    /// Leaves elements until no more than this many are open.
    fn leave(&mut self, level: usize) -> Result<(), Failure> {
        while self.level > level {
            self.next()?;
        }
        Ok(())
    }

    /// Leaves all elements and fails unless only what says nothing follows the root.
    pub(super) fn end_of_text(&mut self) -> Result<(), Failure> {
        self.leave(0)?;
        loop {
            self.start = self.position();
            match self.events.read_event() {
                Ok(Event::Eof) => return Ok(()),
                Ok(Event::Text(text)) if text.trim_ascii().is_empty() => {}
                Ok(Event::Comment(_) | Event::PI(_)) => {}
                Ok(_) => return Err(self.failure("expected the end, found more")),
                Err(error) => return Err(self.malformed(&error)),
            }
        }
    }

    /// Passes over an event that is no part of any value, or fails of it.
    #[cold]
    fn pass(&self, event: &Result<Event<'_>, Error>) -> Result<(), Failure> {
        Err(match event {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let name = shorten(tag.name().as_ref());
                self.failure(format!("expected text, found <{name}>"))
            }
            // Its entities could make much of little, and its defaults attributes of nothing.
            Ok(Event::DocType(_)) => self.failure("found a document type, which no service sends"),
            Ok(Event::Eof) => self.failure("expected an end tag, found the end of the text"),
            Ok(_) => return Ok(()),
            Err(error) => self.malformed(error),
        })
    }

    /// Keeps the start tag that was taken last.
    #[inline]
    fn open(&mut self, content: usize, name: usize) {
        self.tag = Tag {
            // `<` stands before the name.
            start: self.start + 1,
            name,
            content,
            end: self.position(),
        };
    }

    #[inline]
    fn close(&mut self) {
        self.level = self.level.saturating_sub(1);
    }

    /// The character that a reference stands for. Only a document type could define others than these.
    fn resolve(&self, reference: &BytesRef<'_>) -> Result<Cow<'static, str>, Failure> {
        match reference.resolve_char_ref() {
            Ok(Some(character)) => return Ok(Cow::Owned(character.to_string())),
            Ok(None) => {}
            Err(_) => return Err(self.failure(no_character(reference))),
        }
        let character = resolve_predefined_entity(reference);
        character
            .map(Cow::Borrowed)
            .ok_or_else(|| self.failure(no_character(reference)))
    }

    /// Where the events are, in bytes from the start of [`Tokens::text`].
    #[inline]
    fn position(&self) -> usize {
        usize::try_from(self.events.buffer_position()).unwrap_or(usize::MAX)
    }

    /// A failure at the event that was taken last.
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
    fn too_deep(&self) -> Failure {
        self.failure(format!("nested more than {MAX_DEPTH} levels deep"))
    }

    #[cold]
    fn malformed(&self, error: &Error) -> Failure {
        let position = usize::try_from(self.events.error_position()).unwrap_or(usize::MAX);
        let what = match error {
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
        };
        Failure::new(self.before + position, what)
    }
}

#[cold]
pub(super) fn no_character(reference: &str) -> String {
    format!(
        "expected a character's number, amp, lt, gt, quot or apos, found the entity {}",
        shorten(reference)
    )
}
