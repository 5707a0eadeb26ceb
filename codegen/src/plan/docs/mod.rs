//! Documentation of models (HTML) as Markdown that rustdoc accepts. Read by the plan.
//!
//! `html` splits the text into tokens, `builder` makes a `tree` of styled text of them, `block`
//! and `inline` write that as Markdown. Any text gives a result, in linear time.

mod block;
mod builder;
mod element;
mod entities;
mod escape;
mod html;
mod inline;
mod stack;
mod text;
mod tree;

/// The documentation `html` as Markdown, wrapped into lines; empty where it has no text.
///
/// Tags that are not HTML are shown as text, and so is anything that looks like Markdown: the
/// rendered page has the words of the model, its lists, links and tables, and no code that runs.
pub(crate) fn markdown(html: &str) -> String {
    block::lines(&builder::blocks(html::tokens(html)), block::WIDTH).join("\n")
}

#[cfg(test)]
mod tests;
