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
    tag: Tag<'a>,
    /// Whether that was an empty element's, so that the element's end is still to be taken.
    empty: bool,
    /// What [`Tokens::next`] gives next: it was taken too early.
    held: Option<bool>,
    /// How many elements are open; an empty one is not counted.
    level: usize,
}

/// A start tag.
#[derive(Clone, Copy)]
pub(super) struct Tag<'a> {
    /// What stands between `<` and `>` or `/>`.
    content: &'a str,
    name: &'a str,
    /// Where the tag ends in the document.
    end: usize,
}

impl<'a> Tag<'a> {
    /// The name as it is spelled, with its prefix.
    pub(super) fn name(&self) -> &'a str {
        self.name
    }

    /// The attributes as they are spelled; none in nearly all tags.
    pub(super) fn attributes(&self) -> Option<Attributes<'a>> {
        if self.content.len() == self.name.len() {
            return None;
        }
        let mut attributes = Attributes::new(self.content, self.name.len());
        // The check for duplicates keeps all names.
        attributes.with_checks(false);
        Some(attributes)
    }
}

impl<'a> Tokens<'a> {
    pub(super) fn new(document: &'a str) -> Self {
        let text = document.trim_start_matches('\u{FEFF}');
        Self {
            text,
            before: document.len() - text.len(),
            events: Reader::from_str(text),
            start: 0,
            tag: Tag {
                content: "",
                name: "",
                end: 0,
            },
            empty: false,
            held: None,
            level: 0,
        }
    }

    /// An element without content.
    pub(super) fn nothing() -> Self {
        Self {
            empty: true,
            ..Self::new("")
        }
    }

    #[inline]
    pub(super) fn tag(&self) -> Tag<'a> {
        self.tag
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
            match self.event()? {
                Event::Start(tag) => {
                    let (length, name) = (tag.len(), tag.name().as_ref().len());
                    if self.level == MAX_DEPTH {
                        return Err(self.failure(too_deep()));
                    }
                    self.level += 1;
                    return self.open(length, name, ">").map(|()| true);
                }
                Event::Empty(tag) => {
                    let (length, name) = (tag.len(), tag.name().as_ref().len());
                    self.empty = true;
                    return self.open(length, name, "/>").map(|()| true);
                }
                Event::End(_) => {
                    self.close();
                    return Ok(false);
                }
                Event::Eof if self.level == 0 => return Ok(false),
                Event::Eof => return Err(self.cut_off()),
                _ => {}
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
            match self.event()? {
                Event::Text(part) => join(&mut text, part.xml10_content()),
                Event::CData(part) => join(&mut text, part.xml10_content()),
                Event::GeneralRef(reference) => {
                    let part = self.resolve(&reference)?;
                    text.to_mut().push_str(&part);
                }
                Event::End(_) => {
                    self.close();
                    return Ok(text);
                }
                Event::Start(tag) | Event::Empty(tag) => {
                    let name = shorten(tag.name().as_ref());
                    return Err(self.failure(format!("expected text, found <{name}>")));
                }
                Event::Eof => return Err(self.cut_off()),
                _ => {}
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
            match self.event()? {
                Event::Eof => return Ok(()),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Text(text) if text.trim_ascii().is_empty() => {}
                _ => return Err(self.failure("expected the end, found more")),
            }
        }
    }

    #[inline]
    fn event(&mut self) -> Result<Event<'a>, Failure> {
        self.start = self.position();
        match self.events.read_event() {
            // Its entities could make much of little, and its defaults attributes of nothing.
            Ok(Event::DocType(_)) => {
                Err(self.failure("found a document type, which no service sends"))
            }
            Ok(event) => Ok(event),
            Err(error) => Err(self.malformed(&error)),
        }
    }

    /// Keeps the start tag that was taken, which is so long and ends so.
    #[inline]
    fn open(&mut self, length: usize, name: usize, end: &str) -> Result<(), Failure> {
        let position = self.position();
        let after = position.saturating_sub(end.len());
        let content = self.text.get(after.saturating_sub(length)..after);
        let Some((content, name)) =
            content.and_then(|content| Some((content, content.get(..name)?)))
        else {
            return Err(self.failure("expected a tag"));
        };
        self.tag = Tag {
            content,
            name,
            end: position,
        };
        Ok(())
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
    fn cut_off(&self) -> Failure {
        self.failure("expected an end tag, found the end of the text")
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

/// Adds a part of a text to what was found of it; the first is kept as it stands in the document.
#[inline]
fn join<'a>(text: &mut Cow<'a, str>, part: Cow<'a, str>) {
    if text.is_empty() {
        *text = part;
    } else {
        text.to_mut().push_str(&part);
    }
}

#[cold]
fn too_deep() -> String {
    format!("nested more than {MAX_DEPTH} levels deep")
}

#[cold]
pub(super) fn no_character(reference: &str) -> String {
    format!(
        "expected a character's number, amp, lt, gt, quot or apos, found the entity {}",
        shorten(reference)
    )
}
