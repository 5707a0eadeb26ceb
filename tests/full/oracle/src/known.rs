//! The differences from botocore that are meant: `known_differences.json`. Read by: tests/oracle.rs.

use serde::Deserialize;

/// One difference.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The names of the cases; `*` stands for any text.
    pub name: String,
    /// A part of the difference as a test names it, so that another difference of the same case is not taken for it.
    pub shows: String,
    /// Why we do otherwise.
    pub reason: String,
    /// Where that is written down.
    pub link: String,
}

impl Known {
    /// All of them.
    pub fn all() -> Result<Vec<Known>, serde_json::Error> {
        serde_json::from_str(include_str!("../known_differences.json"))
    }

    /// Whether a case is one of these.
    pub fn covers(&self, case: &str) -> bool {
        matches(&self.name, case)
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(start) else {
        return false;
    };
    loop {
        if matches(rest, text) {
            return true;
        }
        let mut letters = text.chars();
        if letters.next().is_none() {
            return false;
        }
        text = letters.as_str();
    }
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
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
