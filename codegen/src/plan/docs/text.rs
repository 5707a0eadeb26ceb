//! White space and invisible characters of documentation. Read by `tree`.

use super::tree::{Run, Style};

/// `source` without characters that cannot be seen; white space becomes spaces, or stays lines
/// and columns where `lines` is set.
pub(super) fn printable(source: String, lines: bool) -> String {
    if source.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return source;
    }
    let mut text = String::with_capacity(source.len());
    for c in source.chars() {
        match c {
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' if lines => text.push('\n'),
            '\t' if lines => text.push_str("    "),
            '\r' if lines => {}
            c if c.is_whitespace() => text.push(' '),
            // rustc denies characters in comments that reorder the text around them.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
            c if c.is_control() => {}
            c => text.push(c),
        }
    }
    text
}

/// Makes each stretch of white space one space or one line break, removes it at both ends, and
/// joins neighbours of one style.
pub(super) fn collapse(runs: &mut Vec<Run>) {
    let mut collapsed: Vec<Run> = Vec::with_capacity(runs.len());
    // White space that is not written yet, and whether another style is before it.
    let mut pending = None;
    let mut apart = false;
    for run in runs.drain(..) {
        if is_collapsed(&run.text) {
            let starts = pending.is_none() || collapsed.is_empty();
            if starts && collapsed.last().is_none_or(|last| last.style != run.style) {
                pending = None;
                collapsed.push(run);
                apart = false;
                continue;
            }
        }
        let mut text = String::with_capacity(run.text.len());
        for c in run.text.chars() {
            match c {
                ' ' => pending = pending.or(Some(' ')),
                '\n' => pending = Some('\n'),
                // At the start there is nothing to separate.
                c if collapsed.is_empty() && text.is_empty() => {
                    pending = None;
                    text.push(c);
                }
                c => {
                    text.extend(pending.take());
                    text.push(c);
                }
            }
        }
        match collapsed.last_mut() {
            Some(last) if last.style != run.style => apart = true,
            // Code after code and a space is a second piece of code.
            Some(last) if !(apart && run.style.code && text.starts_with([' ', '\n'])) => {
                last.text.push_str(&text);
                continue;
            }
            _ => {}
        }
        if !text.is_empty() {
            collapsed.push(Run {
                text,
                style: run.style,
            });
            apart = false;
        }
    }
    *runs = collapsed;
    for at in 1..runs.len() {
        space(runs, at);
    }
}

/// Whether a text has no white space but single spaces between words.
fn is_collapsed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let edge = |b: Option<&u8>| b.is_none_or(|b| matches!(b, b' ' | b'\n'));
    let words = |pair: &[u8]| pair[0] != b'\n' && pair != b"  ";
    !edge(bytes.first()) && !edge(bytes.last()) && bytes.windows(2).all(words)
}

/// Mends the space between the run at `at` and the one before. Models have stray spaces inside
/// elements, which belong to no word: `(<i> a</i> ).`; and lack some after code.
fn space(runs: &mut [Run], at: usize) {
    let next = runs.get(at + 1);
    let ends = next.is_none_or(|next| next.text.starts_with([' ', '\n']));
    let (before, after) = runs.split_at(at);
    let (Some(before), Some(run)) = (before.last(), after.first()) else {
        return;
    };
    let plain = run.style == Style::default();
    let Some(words) = run.text.strip_prefix(' ') else {
        let word = run.text.split(|c: char| !c.is_ascii_lowercase()).next();
        let word = word.unwrap_or_default();
        let joined = before.style.code && plain && before.text.ends_with(char::is_alphanumeric);
        if joined && word.len() > 2 && !SUFFIXES.contains(&word) {
            runs[at].text.insert(0, ' ');
        }
        return;
    };
    let mut characters = words.chars();
    let punctuation = characters.next().is_some_and(|c| ".,;:!?)".contains(c));
    let closes = match characters.next() {
        Some(c) => c.is_whitespace() || ".,;:)".contains(c),
        None => ends,
    };
    let stray = if plain {
        punctuation && closes && before.style != Style::default()
    } else {
        before.style == Style::default() && (before.text.ends_with(" (") || before.text == "(")
    };
    if stray {
        runs[at].text.remove(0);
    }
}

/// What may follow a name in code without a space.
const SUFFIXES: [&str; 2] = ["ing", "ish"];

/// Removes the bullet in front of a text that is meant as an item, and tells whether there was one.
pub(super) fn strip_bullet(runs: &mut [Run]) -> bool {
    let Some(run) = runs.first_mut().filter(|run| run.style == Style::default()) else {
        return false;
    };
    let bullet = ["* ", "• ", "- "]
        .into_iter()
        .find(|bullet| run.text.starts_with(bullet) && run.text.len() > bullet.len());
    if let Some(bullet) = bullet {
        run.text.drain(..bullet.len());
    }
    bullet.is_some()
}

/// The lines of preformatted text, without the indentation that all have and without empty lines
/// at either end.
pub(super) fn preformatted(runs: &[Run]) -> String {
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let filled = lines.iter().filter(|line| !line.is_empty());
    let common = filled.map(indent).min().unwrap_or(0);
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| line.get(common..).unwrap_or(""))
        .collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(texts: &[(&str, bool)]) -> Vec<Run> {
        let style = |strong| Style {
            strong,
            ..Style::default()
        };
        let run = |(text, strong): &(&str, bool)| Run {
            text: (*text).to_owned(),
            style: style(*strong),
        };
        texts.iter().map(run).collect()
    }

    #[test]
    fn white_space_collapses_across_runs() {
        let mut found = runs(&[
            ("  a ", false),
            (" ", true),
            (" b", false),
            (" \n c \n", true),
        ]);
        collapse(&mut found);
        assert_eq!(found, runs(&[("a b", false), ("\nc", true)]));
    }

    #[test]
    fn pieces_of_code_stay_apart() {
        let texts = [
            ("a", true),
            ("b ", true),
            ("c", true),
            ("", false),
            ("d", true),
        ];
        let mut found = runs(&[&texts[..], &[(" ", false), ("e", true)]].concat());
        for run in &mut found {
            run.style.code = run.style.strong;
        }
        collapse(&mut found);
        let found: Vec<_> = found.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(found, ["ab cd", " e"]);
    }

    #[test]
    fn invisible_characters_go() {
        assert_eq!(
            printable("a\tb\r\n\u{a0}\u{2028}c\0\u{202e}\u{1b}".to_owned(), false),
            "a b    c"
        );
        assert_eq!(printable("a\tb\r\nc".to_owned(), true), "a    b\nc");
    }

    #[test]
    fn preformatted_text_keeps_its_shape() {
        let text = "\n\n    {\n      \"a\": 1  \n\n    }\n ";
        assert_eq!(preformatted(&runs(&[(text, false)])), "{\n  \"a\": 1\n\n}");
    }
}
