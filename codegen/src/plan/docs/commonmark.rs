//! The CommonMark that documentation uses beside HTML, as the tags that mean the same. Read by the
//! module's `markdown`.
//!
//! The rules are those of `mod.rs`: blocks are looked for outside elements that are blocks, code
//! spans and links outside code, emphasis where blocks are.

use std::mem;

use super::element::{is_block_tag, is_code_tag};
use super::html::{Tag, Token};
use super::markers::{Marker, fence, heading, marker, one_line_list};
use super::spans::Spans;

/// How deep lists nest.
const DEPTH: usize = 8;

/// `tokens` with CommonMark replaced by tags.
pub(super) fn tags(tokens: Vec<Token<'_>>) -> Vec<Token<'_>> {
    let mut reader = Reader {
        out: Vec::with_capacity(tokens.len()),
        ..Reader::default()
    };
    for token in tokens {
        match token {
            Token::Tag(tag) => reader.tag(tag),
            Token::Text(text) => reader.text(text),
        }
    }
    reader.end();
    reader.out
}

#[derive(Default)]
struct Reader<'a> {
    out: Vec<Token<'a>>,
    /// How many elements are open that are blocks.
    blocks: usize,
    /// How many elements are open that are code.
    codes: usize,
    /// Text of the paragraph in work, since the last tag.
    text: String,
    /// Whether anything is in the paragraph in work.
    filled: bool,
    /// Whether the line in work has something before the text that comes.
    in_line: bool,
    /// Whether an empty line stands before the text that comes.
    blank: bool,
    /// How far the line in work is indented.
    indent: usize,
    /// The open lists: where the marker stands, and whether it is a number.
    lists: Vec<(usize, bool)>,
    /// The fence of the code in work, and the code.
    fence: Option<(&'static str, String)>,
}

impl<'a> Reader<'a> {
    fn tag(&mut self, tag: Tag<'a>) {
        if let Some((_, code)) = &mut self.fence {
            return code.push_str(&tag.source);
        }
        self.flush();
        if is_block_tag(&tag.name) {
            self.end();
            if tag.end {
                self.blocks = self.blocks.saturating_sub(1);
            } else if !tag.self_closing {
                self.blocks += 1;
            }
        } else {
            if self.blank {
                self.paragraph();
            }
            self.filled = true;
            self.in_line = true;
        }
        if is_code_tag(&tag.name) && !tag.self_closing {
            self.codes = if tag.end { 0 } else { self.codes + 1 };
        }
        self.out.push(Token::Tag(tag));
    }

    fn text(&mut self, text: String) {
        if self.blocks > 0 && self.fence.is_none() {
            return self.inline(text, false);
        }
        let mut lines = text.split('\n').peekable();
        while let Some(line) = lines.next() {
            let ends = lines.peek().is_some();
            self.line(line, ends);
            self.in_line &= !ends;
        }
    }

    /// A line, or what of it stands between tags; `ends` tells whether nothing more follows in it.
    fn line(&mut self, line: &str, ends: bool) {
        let trimmed = line.trim();
        if let Some((mark, code)) = &mut self.fence {
            if trimmed.starts_with(*mark) && trimmed.chars().all(|c| mark.contains(c)) {
                self.end_fence();
            } else {
                code.push_str(line);
                code.push_str(if ends { "\n" } else { "" });
            }
            return;
        }
        if self.in_line {
            return self.text.push_str(line);
        }
        self.indent = line.len() - line.trim_start().len();
        if trimmed.is_empty() {
            self.blank |= self.filled && ends;
            return self.text.push_str(if self.filled { " " } else { "" });
        }
        if let Some(mark) = fence(trimmed) {
            self.flush();
            self.fence = Some((mark, String::new()));
            return;
        }
        if let Some((level, title)) = heading(trimmed) {
            self.end();
            self.push(level, false);
            self.inline(title.to_owned(), true);
            self.push(level, true);
            return;
        }
        if let Some((found, rest)) = marker(line.trim_start()).filter(|_| self.may_start_list()) {
            match one_line_list(trimmed) {
                Some(("", found, items)) => self.items(found, &items),
                _ => {
                    self.item(found, "");
                    self.words(rest);
                }
            }
        } else {
            if self.blank {
                self.paragraph();
            }
            self.words(line.trim_start());
        }
        self.in_line = true;
        self.filled = true;
    }

    /// Words of a paragraph, or a list that has lost its lines.
    fn words(&mut self, words: &str) {
        let list = one_line_list(words);
        if self.filled {
            self.text.push(' ');
        }
        self.text
            .push_str(list.as_ref().map_or(words, |(before, ..)| before));
        if let Some((_, found, items)) = list {
            self.items(found, &items);
        }
    }

    fn items(&mut self, found: Marker, items: &[&str]) {
        for item in items {
            self.item(found, item);
        }
    }

    /// Whether a list can start here: not in the middle of a sentence.
    fn may_start_list(&self) -> bool {
        let ends = |text: &str| text.trim_end().ends_with([':', '.']);
        let before = match self.out.last() {
            _ if !self.text.trim().is_empty() => ends(&self.text),
            Some(Token::Text(text)) => ends(text),
            _ => false,
        };
        !self.filled || self.blank || !self.lists.is_empty() || before
    }

    /// Starts an item of the list that the indentation belongs to.
    fn item(&mut self, found: Marker, words: &str) {
        self.flush();
        let indent = self.indent;
        let ordered = found == Marker::Number;
        while let Some(&(at, kind)) = self.lists.last() {
            let inside = indent > at + 1 && self.lists.len() < DEPTH;
            if inside || kind == ordered && indent + 1 >= at {
                break;
            }
            self.end_list();
        }
        let fresh = self.lists.last().is_none_or(|&(at, _)| indent > at + 1);
        if fresh && self.lists.len() < DEPTH {
            self.lists.push((indent, ordered));
            self.push(if ordered { "ol" } else { "ul" }, false);
        }
        self.push("li", false);
        self.text.push_str(words);
        self.blank = false;
        self.filled = false;
    }

    /// Starts a paragraph; it belongs to the item before if it is indented further.
    fn paragraph(&mut self) {
        self.flush();
        while self.lists.last().is_some_and(|&(at, _)| self.indent <= at) {
            self.end_list();
        }
        self.push("p", false);
        self.blank = false;
        self.filled = false;
    }

    fn end_list(&mut self) {
        if let Some((_, ordered)) = self.lists.pop() {
            self.push(if ordered { "ol" } else { "ul" }, true);
        }
    }

    fn end_fence(&mut self) {
        if let Some((_, code)) = self.fence.take() {
            self.push("pre", false);
            self.out.push(Token::Text(code));
            self.push("pre", true);
            self.blank = true;
        }
    }

    /// Ends all that has started.
    fn end(&mut self) {
        self.end_fence();
        self.flush();
        while !self.lists.is_empty() {
            self.end_list();
        }
        self.blank = false;
        self.filled = false;
        self.in_line = false;
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text = mem::take(&mut self.text);
            self.inline(text, true);
        }
    }

    fn push(&mut self, name: &'static str, end: bool) {
        self.out.push(Token::Tag(Tag::named(name, end)));
    }

    /// Text with the code spans, links and emphasis in it.
    fn inline(&mut self, text: String, emphasis: bool) {
        let marks = |c: u8| match c {
            b'`' | b'[' => true,
            b'*' | b'_' => emphasis,
            _ => false,
        };
        if self.codes > 0 || !text.bytes().any(marks) {
            return self.out.push(Token::Text(text));
        }
        let mut spans = Spans::new(&text);
        let (mut written, mut at) = (0, 0);
        while let Some(next) = text[at..].bytes().position(marks) {
            at += next;
            let Some(span) = spans.at(at, emphasis) else {
                let mark = text.as_bytes()[at];
                at += text[at..].bytes().take_while(|b| *b == mark).count();
                continue;
            };
            self.out.push(Token::Text(text[written..at].to_owned()));
            self.out.push(Token::Tag(span.start));
            self.out.push(Token::Text(span.text.to_owned()));
            self.push(span.name, true);
            at = span.end;
            written = at;
        }
        self.out.push(Token::Text(text[written..].to_owned()));
    }
}
