//! What two texts do not have in common. Read by: found, operations.

use std::collections::BTreeMap;

/// The lines that only one of the texts has, each side as one line; none where only their order differs.
pub(super) fn apart(old: &[String], new: &[String]) -> (Option<String>, Option<String>) {
    let only = |these: &[String], those: &[String]| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for line in those {
            *counts.entry(line).or_default() += 1;
        }
        let mut lines = Vec::new();
        for line in these.iter().filter(|line| !line.is_empty()) {
            match counts.get_mut(line.as_str()) {
                Some(count) if *count > 0 => *count -= 1,
                _ => lines.push(line.as_str()),
            }
        }
        (!lines.is_empty()).then(|| lines.join(" "))
    };
    (only(old, new), only(new, old))
}

/// The parts of an operation's page that are not made of what is compared elsewhere.
pub(super) struct Page<'a> {
    /// The model's own words.
    pub(super) words: &'a [String],
    /// How its pages are to be had.
    pub(super) pages: &'a [String],
    /// The link to AWS's page.
    pub(super) link: &'a [String],
}

impl<'a> Page<'a> {
    /// Takes a page apart at the headings that `plan/operation_page.rs` sets.
    pub(super) fn new(lines: &'a [String]) -> Self {
        // The model's words may have the same headings, but they come first.
        let heading = |title: &str| lines.iter().rposition(|line| line.as_str() == title);
        let request = heading("# Request").unwrap_or(lines.len());
        let errors = heading("# Errors").unwrap_or(lines.len());
        let pages = heading("# Pages").filter(|pages| (request..errors).contains(pages));
        let link = lines
            .iter()
            .rposition(|line| line.starts_with("See also the [AWS API documentation]("))
            .filter(|link| *link > errors);
        Self {
            words: &lines[..request],
            pages: pages.map_or(&[], |pages| &lines[pages..errors]),
            link: link.map_or(&[], |link| &lines[link..]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn of_two_texts_the_lines_that_differ_are_told() {
        let (old, new) = (
            lines("A plant.\n\nLength: 1 to 3."),
            lines("A plant.\n\nLength: 1 to 4."),
        );
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            apart(&old, &new),
            (text("Length: 1 to 3."), text("Length: 1 to 4."))
        );
        assert_eq!(apart(&lines("a\nb\na"), &lines("b\na")), (text("a"), None));
        assert_eq!(apart(&lines("a\nb"), &lines("b\na")), (None, None));
    }

    #[test]
    fn a_page_is_taken_apart_at_its_own_headings() {
        let text = "Words.\n# Request\nmore words\n\n# Request\n\nr\n\n# Response\n\nx\n\n# Pages\n\np\n\n# Errors\n\ne\n\n\
                    See also the [AWS API documentation](https://x).";
        let lines = lines(text);
        let page = Page::new(&lines);
        assert_eq!(page.words.len(), 4);
        assert_eq!(page.pages[..3], ["# Pages", "", "p"]);
        assert_eq!(page.link.len(), 1);
        let plain = Page::new(&lines[..1]);
        assert_eq!(
            (plain.words, plain.pages.len(), plain.link.len()),
            (&lines[..1], 0, 0)
        );
    }
}
