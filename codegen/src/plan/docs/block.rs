//! Blocks as lines of Markdown. Read by the module's `markdown`.

use std::mem;

use super::escape;
use super::inline::{self, FIXED_SPACE};
use super::tree::{Block, Row, Run, Style};

/// The column that text is wrapped at.
pub(super) const WIDTH: usize = 100;

/// The least that wrapped text gets, however deep it is indented.
const NARROWEST: usize = 40;

/// The lines of `blocks`, with an empty line between two, in text of `width` columns.
pub(super) fn lines(blocks: &[Block], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut alternate = false;
    let mut previous = None;
    for block in blocks {
        if previous.is_some() {
            lines.push(String::new());
        }
        // Markdown would join two lists of one kind.
        let kind = match block {
            Block::List { ordered, .. } => Some(*ordered),
            _ => None,
        };
        alternate = kind.is_some() && previous == Some(kind) && !alternate;
        previous = Some(kind);
        match block {
            Block::Paragraph(runs) => lines.extend(wrap(&inline::markdown(runs, false), width)),
            Block::Heading(level, runs) => lines.push(heading(*level, runs)),
            Block::Code(text) => lines.extend(code(text)),
            Block::List { ordered, items } => {
                lines.extend(list(*ordered, alternate, items, width));
            }
            Block::Quote(label, blocks) => lines.extend(quote(*label, blocks, width)),
            Block::Table(rows) => lines.extend(table(rows)),
        }
    }
    lines
}

/// A heading stands below the item's own, so it starts at the second level.
fn heading(level: u8, runs: &[Run]) -> String {
    let mut text = inline::markdown(runs, false).replace(['\n', FIXED_SPACE], " ");
    if text.ends_with('#') {
        text.insert(text.len() - 1, '\\');
    }
    format!("{} {text}", "#".repeat(usize::from(level).clamp(1, 5) + 1))
}

fn code(text: &str) -> Vec<String> {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    // Without a language, rustdoc would compile it.
    let opening = format!("{fence}text");
    let lines = text.lines().map(str::to_owned);
    std::iter::once(opening)
        .chain(lines)
        .chain([fence])
        .collect()
}

fn list(ordered: bool, alternate: bool, items: &[Vec<Block>], width: usize) -> Vec<String> {
    let tight = items.iter().all(|item| is_tight(item));
    let mut lines = Vec::new();
    for (number, item) in (1..).zip(items) {
        let marker = match (ordered, alternate) {
            (false, false) => "- ".to_owned(),
            (false, true) => "* ".to_owned(),
            (true, false) => format!("{number}. "),
            (true, true) => format!("{number}) "),
        };
        let inner = self::lines(item, narrower(width, marker.len()));
        let inner = inner.into_iter().filter(|line| !tight || !line.is_empty());
        if !tight && number > 1 {
            lines.push(String::new());
        }
        let indent = " ".repeat(marker.len());
        for (at, line) in inner.enumerate() {
            lines.push(match at {
                0 => format!("{marker}{line}"),
                _ if line.is_empty() => line,
                _ => format!("{indent}{line}"),
            });
        }
    }
    lines
}

/// Whether an item needs no empty lines: a paragraph, perhaps with such a list below it.
fn is_tight(item: &[Block]) -> bool {
    match item {
        [Block::Paragraph(_)] => true,
        [Block::Paragraph(_), Block::List { items, .. }] => items.iter().all(|item| is_tight(item)),
        _ => false,
    }
}

fn quote(label: Option<&str>, blocks: &[Block], width: usize) -> Vec<String> {
    let width = narrower(width, 2);
    let label = label
        .filter(|label| !says(blocks, label))
        .map(|label| format!("**{label}:**"));
    let mut lines = Vec::new();
    let mut rest = blocks;
    match (label, blocks) {
        (Some(label), [Block::Paragraph(runs), after @ ..]) => {
            lines = wrap(&format!("{label} {}", inline::markdown(runs, false)), width);
            rest = after;
        }
        (Some(label), _) => lines.push(label),
        (None, _) => {}
    }
    if !lines.is_empty() && !rest.is_empty() {
        lines.push(String::new());
    }
    lines.extend(self::lines(rest, width));
    let quoted = |line: String| {
        if line.is_empty() {
            ">".to_owned()
        } else {
            format!("> {line}")
        }
    };
    lines.into_iter().map(quoted).collect()
}

/// Whether the blocks start with the label themselves.
fn says(blocks: &[Block], label: &str) -> bool {
    let Some(Block::Paragraph(runs)) = blocks.first() else {
        return false;
    };
    let text = runs.first().map_or("", |run| run.text.as_str());
    let start = text.get(..label.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(label))
        && text[label.len()..].starts_with(':')
}

fn narrower(width: usize, by: usize) -> usize {
    width.saturating_sub(by).max(NARROWEST)
}

/// A table; Markdown wants a header, so one without gets an empty one.
fn table(rows: &[Row]) -> Vec<String> {
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let row = |row: &Row| {
        let mut line = "|".to_owned();
        for blocks in &row.cells {
            line.push_str(&format!(" {} |", cell(blocks)));
        }
        line
    };
    let (mut header, body) = match rows {
        [first, rest @ ..] if first.header => (row(first), rest),
        _ => ("|".to_owned(), rows),
    };
    // Markdown drops cells that the header has no column for.
    let filled = rows.len() - body.len();
    let missing = columns - rows[..filled].first().map_or(0, |row| row.cells.len());
    header.push_str(&"  |".repeat(missing));
    let rule = format!("|{}", " --- |".repeat(columns));
    let body = body.iter().filter(|row| !row.cells.is_empty()).map(row);
    [header, rule].into_iter().chain(body).collect()
}

/// The blocks of a cell in one line.
fn cell(blocks: &[Block]) -> String {
    let mut parts = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(runs) | Block::Heading(_, runs) => {
                parts.push(inline::markdown(runs, true));
            }
            Block::Code(text) => {
                let style = Style {
                    code: true,
                    ..Style::default()
                };
                let line = |line: &str| Run {
                    text: line.to_owned(),
                    style: style.clone(),
                };
                let filled = text.lines().map(str::trim).filter(|text| !text.is_empty());
                parts.extend(filled.map(|text| inline::markdown(&[line(text)], true)));
            }
            Block::List { items, .. } => {
                parts.extend(items.iter().map(|item| format!("• {}", cell(item))));
            }
            Block::Quote(label, blocks) => {
                parts.extend(label.map(|label| format!("**{label}:**")));
                parts.push(cell(blocks));
            }
            Block::Table(rows) => {
                parts.extend(
                    rows.iter()
                        .flat_map(|row| &row.cells)
                        .map(|blocks| cell(blocks)),
                );
            }
        }
    }
    parts
        .join("<br>")
        .replace('\n', "<br>")
        .replace(FIXED_SPACE, " ")
}

/// Wraps a line of `inline`; no line but the first of a break starts like a block.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (number, part) in text.split('\n').enumerate() {
        if number > 0
            && let Some(last) = lines.last_mut()
        {
            last.push('\\');
        }
        let mut line = String::with_capacity(width.min(part.len()) + 1);
        let mut columns = 0;
        // Where the word before starts in the line.
        let mut last = 0;
        let ascii = part.is_ascii();
        for (at, word) in part.split(' ').enumerate() {
            let length = if ascii {
                word.len()
            } else {
                word.chars().count()
            };
            let block = escape::line_start(word);
            if at == 0 {
                line.push_str(word);
                if let Some(at) = block.filter(|_| !word.starts_with('`')) {
                    line.insert(at, '\\');
                }
                columns = length;
                continue;
            }
            if columns + 1 + length > width {
                let carried = line[last..].chars().count();
                if block.is_none() {
                    lines.push(mem::take(&mut line));
                    columns = 0;
                } else if last > 0 && escape::line_start(&line[last..]).is_none() {
                    // A word that would start a block takes the one before along.
                    let word = line.split_off(last);
                    line.truncate(last - 1);
                    lines.push(mem::replace(&mut line, word));
                    columns = carried;
                }
            }
            if !line.is_empty() {
                line.push(' ');
                columns += 1;
            }
            last = line.len();
            line.push_str(word);
            columns += length;
        }
        lines.push(line);
    }
    for line in &mut lines {
        if line.contains(FIXED_SPACE) {
            *line = line.replace(FIXED_SPACE, " ");
        }
    }
    lines
}
