//! Builds the tree of a documentation from its tokens. Read by the module's `markdown`.
//!
//! Any sequence of tags gives a tree: an end tag closes what is open inside its element, or does
//! nothing if no such element is open; a block that cannot be in the one around it closes it.

use std::collections::BTreeSet;
use std::mem;

use super::element::Element;
use super::entities;
use super::html::{Tag, Token};
use super::stack::Stack;
use super::text;
use super::tree::{Block, Run, Style};

/// The blocks that the tokens make.
pub(super) fn blocks(tokens: Vec<Token<'_>>) -> Vec<Block> {
    let ended = |token: &Token<'_>| match token {
        Token::Tag(tag) if tag.end => Some(tag.name.to_string()),
        _ => None,
    };
    let mut builder = Builder {
        ended: tokens.iter().filter_map(ended).collect(),
        stack: Stack::new(),
        runs: Vec::new(),
    };
    for token in tokens {
        match token {
            Token::Text(text) => builder.text(text),
            Token::Tag(tag) => builder.tag(&tag),
        }
    }
    builder.close_to(1);
    builder.flush();
    builder.stack.close()
}

struct Builder {
    /// The names of all end tags in the text.
    ended: BTreeSet<String>,
    stack: Stack,
    /// The text block in work.
    runs: Vec<Run>,
}

/// Whether a list, a definition or a table is around the place.
fn in_item(stack: &Stack) -> bool {
    let holds = |open: &Element| {
        matches!(
            open,
            Element::Item | Element::Term | Element::Definition | Element::Cell { .. }
        )
    };
    stack.find(holds).is_some()
}

impl Builder {
    fn tag(&mut self, tag: &Tag<'_>) {
        let in_code = self.stack.find(|open| *open == Element::Code).is_some();
        let Some(element) = Element::of(tag, self.ended.contains(tag.name.as_ref()), in_code)
        else {
            return self.text(entities::decode(&tag.source));
        };
        match element {
            Element::Nothing => {}
            Element::Break => self.line_break(),
            element if tag.end => self.end(&element, &tag.name),
            // `<code/>` is meant as the end where code is open, and as nothing elsewhere.
            element if tag.self_closing && element.is_inline() => self.end(&element, &tag.name),
            element => {
                self.start(element.clone(), &tag.name);
                if tag.self_closing {
                    self.end(&element, &tag.name);
                }
            }
        }
    }

    fn start(&mut self, element: Element, name: &str) {
        let fits = match element {
            Element::Link(_) => {
                self.end(&element, name);
                true
            }
            _ if element.is_inline() => true,
            _ => {
                self.end_text_block();
                self.make_room(&element)
            }
        };
        if fits {
            self.stack.push(element, name);
        }
    }

    /// Ends the paragraph, title or heading that a block starts in; styles around it stay.
    fn end_text_block(&mut self) {
        self.flush();
        let in_text = |open: &&Element| open.is_inline() || open.is_text_block();
        let first = self.stack.depth() - self.stack.inwards().take_while(in_text).count();
        let ends = |at: &usize| {
            let open = self.stack.at(*at);
            open.is_some_and(|open| open.is_text_block() && *open != Element::Preformatted)
        };
        if let Some(at) = (first..self.stack.depth()).find(ends) {
            self.close_to(at);
        }
    }

    /// Closes what is open beside an item or cell that starts, opens what must be around it, and
    /// tells whether it can stand there.
    fn make_room(&mut self, element: &Element) -> bool {
        let around = self.stack.find(|open| element.stays_inside(open));
        let holder = around
            .and_then(|at| self.stack.at(at))
            .unwrap_or(&Element::Root);
        match (element, holder) {
            (Element::Item, Element::List { .. })
            | (Element::Term | Element::Definition, Element::Definitions)
            | (Element::Row, Element::Table) => self.close_to(around.unwrap_or(0) + 1),
            (Element::Item, _) => self.stack.push(Element::List { ordered: false }, "ul"),
            (Element::Term | Element::Definition, _) => self.stack.push(Element::Definitions, "dl"),
            (Element::Cell { .. }, Element::Table) => {
                let table = around.unwrap_or(0);
                match self
                    .stack
                    .find(|open| *open == Element::Row)
                    .filter(|row| *row > table)
                {
                    Some(row) => self.close_to(row + 1),
                    None => {
                        self.close_to(table + 1);
                        self.stack.push(Element::Row, "tr");
                    }
                }
            }
            (Element::Row | Element::Cell { .. }, _) => return false,
            _ => {}
        }
        true
    }

    fn end(&mut self, element: &Element, name: &str) {
        if !element.is_inline() {
            self.flush();
        }
        if let Some(at) = self.stack.find_start(element, name) {
            self.close_to(at);
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.stack.depth() > depth.max(1) {
            if self
                .stack
                .inwards()
                .next()
                .is_some_and(|open| !open.is_inline())
            {
                self.flush();
            }
            self.stack.close();
        }
    }

    /// Ends the text block in work.
    fn flush(&mut self) {
        if self.runs.is_empty() {
            return;
        }
        let mut runs = mem::take(&mut self.runs);
        let mut around = self.stack.inwards().filter(|open| !open.is_inline());
        let nearest = around.next().unwrap_or(&Element::Root);
        let block = if *nearest == Element::Preformatted {
            Block::Code(text::preformatted(&runs))
        } else {
            let in_term = *nearest == Element::Paragraph && around.next() == Some(&Element::Term);
            if in_term || matches!(nearest, Element::Title | Element::Term) {
                runs.iter_mut().for_each(|run| run.style.strong = true);
            }
            text::collapse(&mut runs);
            match nearest {
                Element::Heading(level) => Block::Heading(*level, runs),
                _ if !in_item(&self.stack) && text::strip_bullet(&mut runs) => {
                    drop(around);
                    return self.stack.add_item(runs);
                }
                _ => Block::Paragraph(runs),
            }
        };
        drop(around);
        self.stack.add(block);
    }

    fn text(&mut self, source: String) {
        let mut style = Style::default();
        let mut lines = false;
        for open in self.stack.inwards().rev() {
            match open {
                Element::Code => style.code = true,
                // Markdown has no styles inside code; a style around a part would cut it up.
                Element::Emphasis => style.emphasis |= !style.code,
                Element::Strong => style.strong |= !style.code,
                Element::Link(address) => style.link = address.clone(),
                Element::Preformatted => lines = true,
                _ => {}
            }
        }
        self.runs.push(Run {
            text: text::printable(source, lines),
            style,
        });
    }

    /// A second break in a row ends the paragraph.
    fn line_break(&mut self) {
        let filled = self
            .runs
            .iter()
            .rev()
            .find(|run| !run.text.trim_matches(' ').is_empty());
        if filled.is_some_and(|run| run.text.trim_end_matches(' ').ends_with('\n')) {
            return self.flush();
        }
        self.text(String::new());
        if let Some(run) = self.runs.last_mut() {
            run.text.push('\n');
        }
    }
}
