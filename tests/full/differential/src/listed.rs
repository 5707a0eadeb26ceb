//! The differences from botocore that are meant: `listed.json`.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Deserialize;

/// One of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The names of the cases: patterns with ` | ` between them, in which `*` stands for any text.
    case: String,
    /// The difference as it is told, with `*` for any text, so that another difference of the same case is not taken for it.
    shows: String,
    /// Why we do otherwise.
    reason: String,
    /// Where that is written down.
    link: String,
    #[serde(skip)]
    used: AtomicUsize,
}

impl Entry {
    fn is_of(&self, case: &str) -> bool {
        self.case.split(" | ").any(|pattern| matches(pattern, case))
    }
}

/// All of them, and which were met.
pub struct Listed(Vec<Entry>);

impl Listed {
    pub fn read() -> Result<Self, String> {
        let entries: Vec<Entry> = serde_json::from_str(include_str!("../listed.json"))
            .map_err(|error| error.to_string())?;
        let bare = entries
            .iter()
            .find(|entry| entry.reason.is_empty() || !entry.link.starts_with("https://"));
        match bare {
            Some(entry) => Err(format!(
                "{}: an entry needs a reason and a link",
                entry.case
            )),
            None => Ok(Self(entries)),
        }
    }

    /// Whether a difference is listed.
    pub fn covers(&self, case: &str, difference: &str) -> bool {
        let entry = self
            .0
            .iter()
            .find(|entry| entry.is_of(case) && matches(&entry.shows, difference));
        if let Some(entry) = entry {
            entry.used.fetch_add(1, Ordering::Relaxed);
        }
        entry.is_some()
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// How often each entry was met, and why it is one.
    pub fn uses(&self) -> impl Iterator<Item = (usize, String)> {
        self.0.iter().map(|entry| {
            let Entry { case, shows, .. } = entry;
            let count = entry.used.load(Ordering::Relaxed);
            (count, format!("{case}: {shows}: {}", entry.reason))
        })
    }
}

/// Whether a pattern in which `*` stands for any text is the text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(start) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match text.find(part) {
            Some(at) => text = &text[at + part.len()..],
            None => return false,
        }
    }
    text.ends_with(last)
}

/// Differences that are not listed, gathered by what they have in common.
#[derive(Default)]
pub struct Unlisted(BTreeMap<String, (usize, Vec<String>)>);

impl Unlisted {
    /// How many cases of one kind are kept.
    const KEPT: usize = 5;

    pub fn add(&mut self, case: &str, difference: &str) {
        let protocol: Vec<&str> = case.splitn(3, "::").collect();
        let kind = format!(
            "{}::{}: {}",
            protocol[0],
            protocol.get(1).unwrap_or(&""),
            form(difference)
        );
        let (count, kept) = self.0.entry(kind).or_default();
        *count += 1;
        if kept.len() < Self::KEPT {
            kept.push(format!("{case}: {difference}"));
        }
    }

    pub fn merge(&mut self, other: Self) {
        for (kind, (count, cases)) in other.0 {
            let (all, kept) = self.0.entry(kind).or_default();
            *all += count;
            kept.extend(cases);
            kept.truncate(Self::KEPT);
        }
    }

    pub fn count(&self) -> usize {
        self.0.values().map(|(count, _)| count).sum()
    }

    /// The kinds, the most frequent first: how many there are of each, and some of them.
    pub fn kinds(&self) -> Vec<(usize, &str, &[String])> {
        let kinds = self.0.iter();
        let mut kinds: Vec<_> = kinds
            .map(|(kind, (count, cases))| (*count, kind.as_str(), cases.as_slice()))
            .collect();
        kinds.sort_by_key(|(count, _, _)| std::cmp::Reverse(*count));
        kinds
    }
}

/// A difference without its values and without the path to it.
fn form(difference: &str) -> String {
    let (place, rest) = difference.split_once(": ").unwrap_or(("", difference));
    let place = if place.starts_with("header/") {
        place
    } else {
        place.split('/').next().unwrap_or_default()
    };
    let mut form = format!("{place}: ");
    let mut quoted = false;
    let mut before = ' ';
    for letter in rest.chars().take(200) {
        if letter == '"' && before != '\\' {
            quoted = !quoted;
            form.push('"');
        } else if !quoted {
            form.push(if letter.is_ascii_digit() { '#' } else { letter });
        }
        before = letter;
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, text, expected) in [
            ("a::b", "a::b", true),
            ("a::b", "a::bc", false),
            ("a::*::c", "a::b::c", true),
            ("a::*::c", "a::b::d", false),
            ("*c", "abcabc", true),
            ("a*", "a", true),
            ("*", "", true),
            ("a*b*c", "a1b2c", true),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn differences_of_one_form() {
        let one = form(r#"body/a/b: botocore has "x \"y\"", we 12"#);
        assert_eq!(one, form(r#"body/c: botocore has "z", we 34"#));
        assert_ne!(one, form(r#"body/c: botocore has "z", we true"#));
    }
}
