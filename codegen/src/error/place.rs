//! Where in a text a problem is, and the line that shows it. Read by: problem.
//!
//! The rendering is our own: build scripts compile it, and a line with carets needs none of what annotate-snippets,
//! codespan-reporting or miette bring beyond it (themes, several labels, wrapping, widths of every script).

use std::fmt::{self, Write as _};
use std::ops::Range;

/// A place in a text file; both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// The line.
    pub(crate) line: usize,
    /// The character in the line.
    pub(crate) column: usize,
}

impl Position {
    /// The place of the byte `offset` of `text`.
    pub(crate) fn of_offset(text: &str, offset: usize) -> Self {
        let before = &text[..floor(text, offset)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// A stretch of a text, and the line that it begins in.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) start: Position,
    /// Behind the last character.
    pub(super) end: Position,
    line: String,
    /// Where the carets stand below the line, in columns of a terminal.
    carets: Range<usize>,
}

/// How much of a line is shown before and behind the place; many a model is one line of 4 MB.
const BEFORE: usize = 50;
const BEHIND: usize = 50;
/// A line of up to this is shown whole.
const WHOLE: usize = 120;

impl Place {
    /// The place of these bytes of `text`, which may begin or end anywhere.
    pub(super) fn new(text: &str, span: Range<usize>) -> Self {
        let start = floor(text, span.start);
        let end = floor(text, span.end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line_end = line_start + text[line_start..line_end].trim_end_matches('\r').len();
        let start_in_line = start.min(line_end);
        let window = window(&text[line_start..line_end], start_in_line - line_start);
        let window = line_start + window.start..line_start + window.end;

        let mut line = String::new();
        let mut column = 0;
        let mut carets = None;
        let mut carets_end = 0;
        let mut show = |shown: &str| {
            line.push_str(shown);
            column += shown.chars().map(width).sum::<usize>();
            column
        };
        if window.start > line_start {
            carets_end = show("…");
        }
        for (at, c) in text[window.clone()].char_indices() {
            let at = window.start + at;
            if at == start_in_line {
                carets = Some(carets_end);
            }
            let behind = match c {
                '\t' => show("    "),
                c => show(&plain(c)),
            };
            if carets.is_none() || at < end {
                carets_end = behind;
            }
        }
        if window.end < line_end {
            show("…");
        }
        // At the end of a line there is nothing to stand below.
        let first = carets.unwrap_or(carets_end);
        Self {
            start: Position::of_offset(text, start),
            end: Position::of_offset(text, end),
            line,
            carets: first..carets_end.max(first + 1),
        }
    }
}

impl Place {
    /// Whether there is nothing in the line to be seen.
    pub(super) fn is_empty(&self) -> bool {
        self.line.trim().is_empty()
    }
}

/// The line under its number, and carets below.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.start.line.to_string();
        let margin = " ".repeat(number.len());
        writeln!(f, "{margin} |")?;
        writeln!(f, "{number} | {}", self.line)?;
        let (before, below) = (" ".repeat(self.carets.start), "^".repeat(self.carets.len()));
        write!(f, "{margin} | {before}{below}")
    }
}

/// The bytes of `line` around the one at `at` that are shown.
fn window(line: &str, at: usize) -> Range<usize> {
    if line.chars().nth(WHOLE).is_none() {
        return 0..line.len();
    }
    let start = line[..at].char_indices().rev().take(BEFORE).last();
    let end = line[at..].char_indices().nth(BEHIND);
    start.map_or(at, |(start, _)| start)..end.map_or(line.len(), |(end, _)| at + end)
}

/// The offset, or the nearest one before it that is not inside a character.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The columns of a character in a terminal, as near as carets need it: East Asian characters and most symbols of
/// the higher planes take two, combining marks none.
fn width(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// A part of a problem that is longer holds something of the model's that nobody reads to its end.
const LONGEST_PART: usize = 2000;

/// Writes text that may come from a model: a name with line breaks, terminal escapes or text direction marks
/// must neither pass for another problem nor hide one.
pub(super) fn write_plain(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for (index, c) in text.chars().enumerate() {
        if index == LONGEST_PART {
            return f.write_char('…');
        }
        f.write_str(&plain(c))?;
    }
    Ok(())
}

/// A character, or its escape if it is not one to be seen.
fn plain(c: char) -> String {
    match c {
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            c.escape_unicode().to_string()
        }
        '\u{2028}' | '\u{2029}' | '\u{feff}' => c.escape_unicode().to_string(),
        c if c.is_control() => c.escape_default().to_string(),
        c => c.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, found: &str) -> String {
        let start = text.find(found).unwrap();
        Place::new(text, start..start + found.len()).to_string()
    }

    #[test]
    fn places_count_characters_from_one() {
        let text = "{\n  \"é\": Foo\n}";
        let place = Position { line: 2, column: 8 };
        assert_eq!(Position::of_offset(text, text.find("Foo").unwrap()), place);
        assert_eq!(Position::of_offset(text, 999).line, 3);
        let inside = Position::of_offset(text, text.find('é').unwrap() + 1);
        assert_eq!(inside, Position { line: 2, column: 4 });
    }

    #[test]
    fn carets_stand_below_what_is_meant() {
        insta::assert_snapshot!(shown("{\r\n  \"a\": \"Foo\"\r\n}", "\"Foo\""), @r#"
          |
        2 |   "a": "Foo"
          |        ^^^^^
        "#);
        insta::assert_snapshot!(shown(&format!("{}é漢字: x", "\n".repeat(99)), "x"), @r"
            |
        100 | é漢字: x
            |        ^
        ");
        insta::assert_snapshot!(shown("\ta\t\"b\"", "\"b\""), @r#"
          |
        1 |     a    "b"
          |          ^^^
        "#);
    }

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        insta::assert_snapshot!(shown("\"\u{1b}[31m\u{202e}\": \"Foo\"", "Foo"), @r#"
          |
        1 | "\u{1b}[31m\u{202e}": "Foo"
          |                        ^^^
        "#);
    }

    #[test]
    fn of_a_long_line_the_part_around_the_place_is_shown() {
        let long = format!("{}\"Foo\"{}", "a".repeat(4000), "z".repeat(4_000_000));
        let [_, line, carets] = shown(&long, "\"Foo\"")
            .lines()
            .map(str::to_owned)
            .collect::<Vec<_>>()
            .try_into()
            .unwrap();
        assert!(line.starts_with("1 | …a") && line.ends_with("z…"), "{line}");
        assert!(line.chars().count() < 110, "{line}");
        let at = carets.find('^').unwrap();
        let under: String = line.chars().skip(at).take(5).collect();
        assert_eq!((&*under, carets.trim_end().len() - at), ("\"Foo\"", 5));

        // A place that goes on behind the window.
        let start = 4000;
        let carets = Place::new(&long, start..long.len()).carets;
        assert_eq!(carets.len(), BEHIND);
    }

    #[test]
    fn any_place_of_any_text_can_be_shown() {
        for text in ["", "\n", "é\r\n\té", "a\n\nb", "\r"] {
            for start in 0..8 {
                for end in 0..8 {
                    let shown = Place::new(text, start..end).to_string();
                    assert_eq!(shown.lines().count(), 3, "{text:?} {start} {end}");
                    assert!(shown.ends_with('^'));
                }
            }
        }
    }
}
