//! What documentation is made of: blocks of styled text. Built by `builder`; read by `block` and
//! `inline`.

use std::rc::Rc;

/// A block of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Vec<Run>),
    Heading(u8, Vec<Run>),
    /// Preformatted lines.
    Code(String),
    List {
        ordered: bool,
        items: Vec<Vec<Block>>,
    },
    Quote(Option<&'static str>, Vec<Block>),
    Table(Vec<Row>),
}

/// A row of a table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// Whether each cell is a heading.
    pub(super) header: bool,
    pub(super) cells: Vec<Vec<Block>>,
}

/// Text in one style. White space is a single space; a line break is `\n`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) style: Style,
}

/// The style of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) code: bool,
    pub(super) emphasis: bool,
    pub(super) strong: bool,
    pub(super) link: Option<Rc<str>>,
}
