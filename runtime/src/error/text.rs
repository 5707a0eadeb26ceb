//! Text from others, made fit for a one-line message. Read by: the error types.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};

/// Shows text with control characters, line separators and direction marks escaped.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if c.is_control() || is_layout(c) {
                write!(f, "{}", c.escape_default())?;
            } else {
                f.write_char(c)?;
            }
        }
        Ok(())
    }
}

/// Characters that break a line or turn the direction of what follows.
fn is_layout(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The texts of an error and all its causes, with `: ` between. A cause that its effect already spells out is left out.
pub(super) fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = error.source();
    }
    text
}

/// How much of a body a message shows, in bytes.
const SNIPPET: usize = 200;

/// The beginning of a body, with an ellipsis if it goes on.
pub(super) fn snippet(body: &[u8]) -> String {
    let Some(start) = body.get(..SNIPPET) else {
        return String::from_utf8_lossy(body).into_owned();
    };
    if body.len() == SNIPPET {
        return String::from_utf8_lossy(start).into_owned();
    }
    // A character that the cut splits is dropped; other bad bytes stay, as U+FFFD.
    let cut = start
        .iter()
        .rposition(|byte| byte & 0xC0 != 0x80)
        .filter(|&i| start[i] >= 0xC0);
    let mut text = String::from_utf8_lossy(&start[..cut.unwrap_or(SNIPPET)]).into_owned();
    text.push('…');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line() {
        assert_eq!(
            OneLine("a\r\nb\u{1b}[31m\u{2028}\u{202e}é").to_string(),
            r"a\r\nb\u{1b}[31m\u{2028}\u{202e}é"
        );
    }

    #[test]
    fn snippets_end_at_a_character() {
        assert_eq!(snippet(b"short"), "short");
        let long = format!("{}é", "x".repeat(199));
        assert_eq!(snippet(long.as_bytes()), format!("{}…", "x".repeat(199)));
        let exact = "x".repeat(200);
        assert_eq!(snippet(exact.as_bytes()), exact);
        assert_eq!(snippet(&[0xFF; 300]).chars().last(), Some('…'));
    }

    #[test]
    fn chains_name_each_cause_once() {
        #[derive(Debug)]
        struct Outer(std::io::Error);
        impl fmt::Display for Outer {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("error trying to connect")
            }
        }
        impl StdError for Outer {
            fn source(&self) -> Option<&(dyn StdError + 'static)> {
                Some(&self.0)
            }
        }
        let outer = Outer(std::io::Error::other("connection refused"));
        assert_eq!(chain(&outer), "error trying to connect: connection refused");
        let nested = std::io::Error::other(outer);
        assert_eq!(
            chain(&nested),
            "error trying to connect: connection refused"
        );
    }
}
