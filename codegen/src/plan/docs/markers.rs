//! What at the start of a line makes it a list, a heading or code in CommonMark. Read by
//! `commonmark`.

/// What stands before an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    Bullet,
    Number,
}

/// The marker of an item, and its text.
pub(super) fn marker(line: &str) -> Option<(Marker, &str)> {
    for bullet in ["- ", "* ", "+ ", "• "] {
        if let Some(text) = line.strip_prefix(bullet) {
            return Some((Marker::Bullet, text.trim_start()));
        }
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let text = line[digits..]
        .strip_prefix(". ")
        .or_else(|| line[digits..].strip_prefix(") "))?;
    (1..=2)
        .contains(&digits)
        .then(|| (Marker::Number, text.trim_start()))
}

/// The tag and the text of a heading.
pub(super) fn heading(line: &str) -> Option<(&'static str, &str)> {
    let level = line.bytes().take_while(|b| *b == b'#').count();
    let tag = ["h1", "h2", "h3", "h4", "h5", "h6"].get(level.checked_sub(1)?)?;
    let title = line[level..]
        .strip_prefix(' ')?
        .trim_end_matches('#')
        .trim();
    (!title.is_empty()).then_some((tag, title))
}

/// The fence that ends the code which starts with this line.
pub(super) fn fence(line: &str) -> Option<&'static str> {
    // After the fence, a language may stand, but no code.
    let opens = |fence: &&str| {
        line.strip_prefix(*fence)
            .is_some_and(|rest| !rest.contains('`'))
    };
    ["```", "~~~"].into_iter().find(opens)
}

/// The text before a list, what stands before its items, and they.
type Items<'a> = (&'a str, Marker, Vec<&'a str>);

/// A list in one line, as it becomes where white space is normalised: `Either: * a * b`.
///
/// It starts the line or follows the end of a sentence, and has two items or more.
pub(super) fn one_line_list(line: &str) -> Option<Items<'_>> {
    bullets(line, "* ")
        .or_else(|| bullets(line, "- "))
        .or_else(|| numbers(line))
}

fn bullets<'a>(line: &'a str, bullet: &str) -> Option<Items<'a>> {
    let (before, mut rest) = split_at_marker(line, bullet)?;
    let (mut items, mut from) = (Vec::new(), 0);
    while let Some(at) = rest[from..].find(bullet).map(|at| from + at) {
        let item = rest[..at].strip_suffix(' ');
        // A dash in a sentence starts no item.
        match item.filter(|item| bullet == "* " || item.ends_with(['.', ':', ';'])) {
            Some(item) => {
                items.push(item.trim());
                rest = &rest[at + bullet.len()..];
                from = 0;
            }
            None => from = at + bullet.len(),
        }
    }
    items.push(rest.trim());
    (items.len() > 1).then_some((before, Marker::Bullet, items))
}

fn numbers(line: &str) -> Option<Items<'_>> {
    let (before, mut rest) = split_at_marker(line, "1. ")?;
    let mut items = Vec::new();
    for number in 2..100 {
        let Some((item, after)) = rest.split_once(&format!(" {number}. ")) else {
            break;
        };
        items.push(item.trim());
        rest = after;
    }
    items.push(rest.trim());
    (items.len() > 1).then_some((before, Marker::Number, items))
}

/// Splits at a marker that starts the line or stands after the end of a sentence.
fn split_at_marker<'a>(line: &'a str, marker: &str) -> Option<(&'a str, &'a str)> {
    if let Some(rest) = line.strip_prefix(marker) {
        return Some(("", rest));
    }
    let at = [". ", ": "]
        .iter()
        .filter_map(|end| line.find(&format!("{end}{marker}")))
        .min()?;
    Some((&line[..=at], &line[at + 2 + marker.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_need_a_space() {
        assert_eq!(marker("- a"), Some((Marker::Bullet, "a")));
        assert_eq!(marker("10) a"), Some((Marker::Number, "a")));
        for line in ["-a", "--all", "1.5", "2019. A", "*", "a - b"] {
            assert_eq!(marker(line), None, "{line}");
        }
        assert_eq!(heading("## A b ##"), Some(("h2", "A b")));
        assert_eq!(heading("#EXT-X"), None);
        assert_eq!(heading("####### x"), None);
        assert_eq!(fence("```json"), Some("```"));
        assert_eq!(fence("```x``` y"), None);
    }

    #[test]
    fn a_list_in_one_line_has_two_items() {
        assert_eq!(
            one_line_list("Either: * a - b * c. * d"),
            Some(("Either:", Marker::Bullet, vec!["a - b", "c.", "d"]))
        );
        assert_eq!(
            one_line_list("- A - or so. - B: - C"),
            Some(("", Marker::Bullet, vec!["A - or so.", "B:", "C"]))
        );
        assert_eq!(
            one_line_list("One of. 1. a 2. b"),
            Some(("One of.", Marker::Number, vec!["a", "b"]))
        );
        for line in ["a. * b", "2 * 3 * 4", "x - y - z", "Version 1. 2 or 3."] {
            assert_eq!(one_line_list(line), None, "{line}");
        }
    }
}
