//! The open elements while a tree is built. Read by `builder`.

use super::element::Element;
use super::tree::{Block, Row, Run};

/// How many elements can be open; deeper ones leave their text in the one around them. So the
/// depth of a tree is bounded, and readers of it may recurse.
const DEPTH: usize = 32;

/// The open elements, outermost first.
pub(super) struct Stack {
    open: Vec<Open>,
}

/// An open element and what it holds so far.
struct Open {
    element: Element,
    /// The name of the tag.
    name: String,
    blocks: Vec<Block>,
    /// The items of a list.
    items: Vec<Vec<Block>>,
    /// The rows of a table; of a row, itself.
    rows: Vec<Row>,
}

impl Stack {
    /// A stack with the root only.
    pub(super) fn new() -> Self {
        let mut stack = Self { open: Vec::new() };
        stack.push(Element::Root, "");
        stack
    }

    /// How many elements are open, the root included.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The open elements, innermost first.
    pub(super) fn inwards(&self) -> impl DoubleEndedIterator<Item = &Element> {
        self.open.iter().rev().map(|open| &open.element)
    }

    /// The open element at a depth.
    pub(super) fn at(&self, at: usize) -> Option<&Element> {
        self.open.get(at).map(|open| &open.element)
    }

    /// Where the innermost element that fits is open.
    pub(super) fn find(&self, fits: impl Fn(&Element) -> bool) -> Option<usize> {
        self.open.iter().rposition(|open| fits(&open.element))
    }

    /// Where an end tag finds its element, unless a block around the place hides it.
    pub(super) fn find_start(&self, end: &Element, name: &str) -> Option<usize> {
        let decides = |open: &Open| open.name == name || end.stays_inside(&open.element);
        let at = self.open.iter().rposition(decides)?;
        (at > 0 && self.open[at].name == name).then_some(at)
    }

    pub(super) fn push(&mut self, element: Element, name: &str) {
        if self.open.len() < DEPTH {
            self.open.push(Open {
                element,
                name: name.to_owned(),
                blocks: Vec::new(),
                items: Vec::new(),
                rows: Vec::new(),
            });
        }
    }

    /// Closes the innermost element: what it holds goes to the one that wants it.
    pub(super) fn close(&mut self) -> Vec<Block> {
        let Some(mut closed) = self.open.pop() else {
            return Vec::new();
        };
        match closed.element {
            Element::Root => return closed.blocks,
            Element::List { ordered } => self.add(list(ordered, closed.items)),
            Element::Definitions => self.add(list(false, closed.items)),
            Element::Quote(label) => self.add(Block::Quote(label, closed.blocks)),
            Element::Table => self.add(Block::Table(closed.rows)),
            Element::Item | Element::Term => self.holder().items.push(closed.blocks),
            Element::Definition => match self.holder().items.last_mut() {
                Some(term) => term.append(&mut closed.blocks),
                None => self.holder().items.push(closed.blocks),
            },
            Element::Row => self.holder().rows.append(&mut closed.rows),
            Element::Cell { header } => {
                let rows = &mut self.holder().rows;
                let mut row = rows.pop().unwrap_or(Row {
                    header,
                    cells: Vec::new(),
                });
                row.header &= header;
                row.cells.push(closed.blocks);
                rows.push(row);
            }
            _ => {}
        }
        Vec::new()
    }

    /// The element that holds an item, a row or a cell: it was opened before its content.
    fn holder(&mut self) -> &mut Open {
        let holds = |open: &Open| {
            matches!(
                open.element,
                Element::List { .. } | Element::Definitions | Element::Table | Element::Row
            )
        };
        let at = self.open.iter().rposition(holds).unwrap_or(0);
        &mut self.open[at]
    }

    /// Adds an item that the text marks as one, to the list before it if there is one.
    pub(super) fn add_item(&mut self, runs: Vec<Run>) {
        let item = vec![Block::Paragraph(runs)];
        let holder = self
            .open
            .iter_mut()
            .rev()
            .find(|open| open.element.holds_blocks());
        match holder.and_then(|open| open.blocks.last_mut()) {
            Some(Block::List {
                ordered: false,
                items,
            }) => items.push(item),
            _ => self.add(Block::List {
                ordered: false,
                items: vec![item],
            }),
        }
    }

    /// Puts a block where the innermost element wants it; a block without content is dropped.
    pub(super) fn add(&mut self, block: Block) {
        let empty = match &block {
            Block::List { items, .. } => items.is_empty(),
            Block::Quote(_, blocks) => blocks.is_empty(),
            Block::Table(rows) => rows.is_empty(),
            Block::Code(text) => text.is_empty(),
            Block::Paragraph(runs) | Block::Heading(_, runs) => runs.is_empty(),
        };
        if empty {
            return;
        }
        for open in self.open.iter_mut().rev() {
            match open.element {
                Element::List { .. } | Element::Definitions => {
                    return match open.items.last_mut() {
                        Some(item) => item.push(block),
                        None => open.items.push(vec![block]),
                    };
                }
                _ if open.element.holds_blocks() => return open.blocks.push(block),
                _ => {}
            }
        }
    }
}

fn list(ordered: bool, items: Vec<Vec<Block>>) -> Block {
    let items = items.into_iter().filter(|item| !item.is_empty()).collect();
    Block::List { ordered, items }
}
