//! Documentation of models as Markdown that rustdoc accepts. Read by the plan.
//!
//! Both formats have HTML: one with its white space normalised, the other as it was written, with
//! lines and indentation. What a text of the one and of the other says alike comes out alike:
//!
//! - In an element that is a block (`<p>`, `<li>`, `<note>`), white space means nothing but that
//!   words are apart. Indentation never makes code.
//! - Outside such elements, as in a text without any tag, a text has the blocks of CommonMark too:
//!   paragraphs, lists, headings and fenced code. A list is also found where it has lost its lines:
//!   `Either: * a * b`.
//! - Code spans (backticks) and links to web addresses are CommonMark's everywhere but in code.
//!   Emphasis is only read where blocks are, and only around words, for `*` is mostly a wildcard.
//! - A tag that is not HTML is shown as text: it is a placeholder, such as `<bucket-name>`.
//! - Anything else that looks like Markdown is text, and is escaped. Backslashes are text.
//! - HTML that was escaped by mistake (`unescape`) and stray spaces at the edges of elements
//!   (`text`) are mended.
//!
//! `html` splits the text into tokens, `commonmark` makes tags of what CommonMark it has, `builder`
//! makes a `tree` of styled text of them, `block` and `inline` write that as Markdown. Any text
//! gives a result, in linear time.

mod block;
mod builder;
mod commonmark;
mod element;
mod entities;
mod escape;
mod html;
mod inline;
mod markers;
mod spans;
mod stack;
mod text;
mod tree;
mod unescape;

/// The documentation `html` as Markdown, wrapped into lines; empty where it has no text.
///
/// The rendered page has the words of the model, its lists, links and tables, and no code that runs.
pub(crate) fn markdown(html: &str) -> String {
    let html = unescape::unescape(html);
    let tokens = commonmark::tags(html::tokens(&html));
    block::lines(&builder::blocks(tokens), block::WIDTH).join("\n")
}

#[cfg(test)]
mod tests;
