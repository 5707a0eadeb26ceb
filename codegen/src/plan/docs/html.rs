//! Splits model documentation into text and tags. Read by `tree`.
//!
//! Any text is accepted: what is not a well-formed tag is text. Each byte is looked at a fixed
//! number of times, so that the time is linear in the length.

use std::borrow::Cow;

use super::entities;

/// A piece of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text with its entities decoded.
    Text(String),
    /// A start or end tag.
    Tag(Tag<'a>),
}

/// A tag as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// The name in lower case.
    pub(super) name: Cow<'a, str>,
    /// `</name>`.
    pub(super) end: bool,
    /// `<name/>`.
    pub(super) self_closing: bool,
    /// The whole tag, for a tag that turns out to be text, such as `<account-id>`.
    pub(super) source: Cow<'a, str>,
}

impl<'a> Tag<'a> {
    /// A tag that the text does not have as such.
    pub(super) fn named(name: &'static str, end: bool) -> Self {
        Self {
            name: Cow::Borrowed(name),
            end,
            self_closing: false,
            source: Cow::Borrowed(""),
        }
    }

    /// The start of a link to a web address.
    pub(super) fn link(address: &str) -> Self {
        let address = address.replace('&', "&amp;").replace('"', "%22");
        Self {
            source: Cow::Owned(format!("<a href=\"{address}\">")),
            ..Self::named("a", false)
        }
    }

    /// The value of an attribute, entities decoded.
    pub(super) fn attribute(&self, wanted: &str) -> Option<String> {
        let inner = self.source.trim_start_matches('<').trim_end_matches('>');
        let mut rest = inner.get(self.name.len()..)?;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/' || c == '=');
            if rest.is_empty() {
                return None;
            }
            let end = rest
                .find(|c: char| c.is_whitespace() || c == '=' || c == '/')
                .unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            rest = after.trim_start();
            let value = match rest.strip_prefix('=') {
                Some(assigned) => {
                    let (value, after) = attribute_value(assigned.trim_start());
                    rest = after;
                    value
                }
                None => "",
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(entities::decode(value));
            }
        }
    }
}

/// Splits a value, quoted or bare, from what follows it.
fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// The tokens of `html`, in order.
pub(super) fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = html;
    let mut comments = true;
    while !rest.is_empty() {
        if comments && let Some(comment) = rest.strip_prefix("<!--") {
            match comment.split_once("-->") {
                Some((_, after)) => {
                    rest = after;
                    continue;
                }
                // No later comment can end either, so none is looked for again.
                None => comments = false,
            }
        }
        // The next `<` after the first character ends whatever starts here.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let next = rest[first..].find('<').map_or(rest.len(), |at| first + at);
        let (piece, after) = rest.split_at(next);
        match tag(piece) {
            Some((tag, text)) => {
                tokens.push(Token::Tag(tag));
                push_text(&mut tokens, text);
            }
            None => push_text(&mut tokens, piece),
        }
        rest = after;
    }
    tokens
}

fn push_text(tokens: &mut Vec<Token<'_>>, text: &str) {
    if text.is_empty() {
        return;
    }
    let decoded = entities::decode(text);
    match tokens.last_mut() {
        Some(Token::Text(before)) => before.push_str(&decoded),
        _ => tokens.push(Token::Text(decoded)),
    }
}

/// Reads a tag at the start of `piece`, which has no `<` but its first character; returns the
/// rest of the piece too.
fn tag(piece: &str) -> Option<(Tag<'_>, &str)> {
    let inner = piece.strip_prefix('<')?;
    let (end, named) = match inner.strip_prefix('/') {
        Some(named) => (true, named),
        None => (false, inner),
    };
    if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let length = tag_length(piece)?;
    let (source, text) = piece.split_at(length);
    let name_end = named
        .find(|c: char| c.is_whitespace() || c == '/' || c == '>')
        .unwrap_or(named.len());
    let name = &named[..name_end];
    let tag = Tag {
        name: if name.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        },
        end,
        self_closing: !end && source.ends_with("/>"),
        source: Cow::Borrowed(source),
    };
    Some((tag, text))
}

/// The length up to the `>` that ends the tag: the first outside a closed pair of quotes.
fn tag_length(piece: &str) -> Option<usize> {
    let bytes = piece.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return Some(at + 1),
            quote @ (b'"' | b'\'') if bytes[at - 1] == b'=' => {
                let closing = bytes[at + 1..].iter().position(|b| *b == quote);
                at += closing.map_or(1, |length| length + 2);
            }
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(html: &str) -> Vec<String> {
        let name = |token| match token {
            Token::Text(text) => text,
            Token::Tag(tag) if tag.end => format!("</{}>", tag.name),
            Token::Tag(tag) if tag.self_closing => format!("<{}/>", tag.name),
            Token::Tag(tag) => format!("<{}>", tag.name),
        };
        tokens(html).into_iter().map(name).collect()
    }

    #[test]
    fn tags_and_text_alternate() {
        assert_eq!(
            names("<P class=x>a<br/>b</p >"),
            ["<p>", "a", "<br/>", "b", "</p>"]
        );
        assert_eq!(names("1 < 2 <= 3, a<b"), ["1 < 2 <= 3, a<b"]);
        assert_eq!(names("<b <p>x"), ["<b ", "<p>", "x"]);
        assert_eq!(names("<a href=\"x>y\">z"), ["<a>", "z"]);
        assert_eq!(names("a<!-- <p> -->b<!-- c"), ["ab<!-- c"]);
    }

    #[test]
    fn attributes_are_read_however_they_are_quoted() {
        let href = |html: &str| match tokens(html).into_iter().next() {
            Some(Token::Tag(tag)) => tag.attribute("href"),
            _ => None,
        };
        assert_eq!(href("<a href=\"x?a&amp;b\">").as_deref(), Some("x?a&b"));
        assert_eq!(href("<a id='q' HREF = 'y z'>").as_deref(), Some("y z"));
        assert_eq!(href("<a href=bare target=_blank>").as_deref(), Some("bare"));
        assert_eq!(href("<a href=\"open>").as_deref(), Some("open"));
        assert_eq!(href("<a href>").as_deref(), Some(""));
        assert_eq!(href("<a name='href'>"), None);
    }
}
