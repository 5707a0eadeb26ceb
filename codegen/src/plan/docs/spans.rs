//! Finds the code spans, links and emphasis of CommonMark in a text. Read by `commonmark`.
//!
//! Emphasis and links are looked for within [`REACH`], so that the time stays linear.

use std::collections::{BTreeMap, VecDeque};

use super::html::Tag;

/// How many bytes emphasis or an address may have.
const REACH: usize = 400;

/// Text in one style.
pub(super) struct Span<'a, 't> {
    pub(super) name: &'static str,
    pub(super) start: Tag<'a>,
    pub(super) text: &'t str,
    /// Where the text after it starts.
    pub(super) end: usize,
}

/// Finds the spans of a text, from left to right.
pub(super) struct Spans<'t> {
    text: &'t str,
    /// Where runs of so many backticks start.
    backticks: BTreeMap<usize, VecDeque<usize>>,
}

impl<'t> Spans<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut backticks: BTreeMap<usize, VecDeque<usize>> = BTreeMap::new();
        let mut at = 0;
        while let Some(next) = text[at..].find('`') {
            at += next;
            let length = run(&text[at..], b'`');
            backticks.entry(length).or_default().push_back(at);
            at += length;
        }
        Self { text, backticks }
    }

    /// The span that starts at `at`.
    pub(super) fn at<'a>(&mut self, at: usize, emphasis: bool) -> Option<Span<'a, 't>> {
        let before = self.text[..at].chars().next_back();
        match self.text.as_bytes()[at] {
            // An apostrophe, perhaps.
            b'`' if before.is_some_and(char::is_alphanumeric) => None,
            b'`' => self.code(at),
            b'[' => self.link(at),
            _ if emphasis => self.emphasis(at, before),
            _ => None,
        }
    }

    fn code<'a>(&mut self, at: usize) -> Option<Span<'a, 't>> {
        let length = run(&self.text[at..], b'`');
        let ends = self.backticks.get_mut(&length)?;
        while ends.front().is_some_and(|end| *end <= at) {
            ends.pop_front();
        }
        let end = *ends.front()?;
        let inside = &self.text[at + length..end];
        // Two backticks that a text names as characters are no code.
        let padded =
            inside.starts_with(char::is_whitespace) || inside.ends_with(char::is_whitespace);
        let apostrophe = self.text[end + length..].starts_with(char::is_alphanumeric);
        (!apostrophe && (length > 1 || !padded)).then(|| Span {
            name: "code",
            start: Tag::named("code", false),
            text: inside,
            end: end + length,
        })
    }

    fn link<'a>(&self, at: usize) -> Option<Span<'a, 't>> {
        let rest = &self.text[at + 1..];
        let label = rest
            .bytes()
            .take(REACH)
            .position(|b| b == b']' || b == b'[')?;
        let target = rest[label..].strip_prefix("](")?;
        let length = target
            .bytes()
            .take(REACH)
            .position(|b| b == b')' || b.is_ascii_whitespace())?;
        let address = &target[..length];
        let web = ["https://", "http://"]
            .iter()
            .any(|scheme| address.starts_with(scheme));
        if label == 0 || !web || !target[length..].starts_with(')') {
            return None;
        }
        Some(Span {
            name: "a",
            start: Tag::link(address),
            text: &rest[..label],
            end: at + 1 + label + 2 + length + 1,
        })
    }

    /// Emphasis around words: `*such*`, `_such_` and `**such**`, but no pattern such as `a*b*`.
    fn emphasis<'a>(&self, at: usize, before: Option<char>) -> Option<Span<'a, 't>> {
        let rest = &self.text[at..];
        let mark = rest.as_bytes()[0];
        let length = run(rest, mark);
        let inside = &rest[length..];
        let starts = before.is_none_or(|c| c.is_whitespace() || c == '(')
            && inside.starts_with(char::is_alphanumeric);
        if !starts || length > if mark == b'*' { 2 } else { 1 } {
            return None;
        }
        let end = inside.bytes().take(REACH).position(|b| b == mark)?;
        let after = inside[end + run(&inside[end..], mark)..].chars().next();
        let ends = run(&inside[end..], mark) == length
            && !inside[..end].ends_with(char::is_whitespace)
            && after.is_none_or(|c| c.is_whitespace() || ".,;:!?)".contains(c));
        let name = if length == 2 { "b" } else { "i" };
        ends.then(|| Span {
            name,
            start: Tag::named(name, false),
            text: &inside[..end],
            end: at + length + end + length,
        })
    }
}

/// How often `mark` stands at the start.
fn run(text: &str, mark: u8) -> usize {
    text.bytes().take_while(|b| *b == mark).count()
}
