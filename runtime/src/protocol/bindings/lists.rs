//! Headers that hold a list. Read by: `writer`, `reader`.
//!
//! See the [serialisation of `httpHeader` lists](https://smithy.io/2.0/spec/http-bindings.html#httpheader-serialization-rules)
//! and [RFC 9110, 5.6](https://www.rfc-editor.org/rfc/rfc9110#section-5.6).

use std::borrow::Cow;

use super::texts::expected;
use crate::protocol::failure::Failure;

/// What HTTP takes for white space.
const BLANK: [char; 2] = [' ', '\t'];

/// A text without the white space that HTTP allows around it.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(BLANK)
}

/// Spells an element: in quotes, if it would otherwise be taken apart, or for nothing between two commas.
pub(super) fn quote(text: &str) -> Cow<'_, str> {
    let is_plain = !text.contains([',', '"']) && trim(text).len() == text.len();
    if is_plain && !text.is_empty() {
        return Cow::Borrowed(text);
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    Cow::Owned(format!("\"{escaped}\""))
}

/// Goes to the next element, past commas that nothing stands between; false after the last.
pub(super) fn next(rest: &mut &str) -> bool {
    *rest = rest.trim_start_matches([BLANK[0], BLANK[1], ',']);
    !rest.is_empty()
}

/// Takes an element, which may be in quotes.
pub(super) fn take<'a>(rest: &mut &'a str) -> Result<Cow<'a, str>, Failure> {
    match rest.strip_prefix('"') {
        Some(quoted) => take_quoted(quoted, rest),
        None => Ok(Cow::Borrowed(take_plain(rest))),
    }
}

/// Takes an element that is a timestamp: one that begins with the day of the week has a comma of its own.
pub(super) fn take_timestamp<'a>(rest: &mut &'a str) -> &'a str {
    let end = rest.find(',').unwrap_or(rest.len());
    let day = (3..=9).contains(&end)
        && rest
            .bytes()
            .take(end)
            .all(|byte| byte.is_ascii_alphabetic());
    if !day || end == rest.len() {
        return take_plain(rest);
    }
    let after = &rest[end + 1..];
    let end = end + 1 + after.find(',').unwrap_or(after.len());
    take_to(rest, end)
}

/// Takes all up to the next comma.
fn take_plain<'a>(rest: &mut &'a str) -> &'a str {
    let end = rest.find(',').unwrap_or(rest.len());
    take_to(rest, end)
}

fn take_to<'a>(rest: &mut &'a str, end: usize) -> &'a str {
    let (element, after) = rest.split_at(end);
    *rest = after;
    trim(element)
}

/// Takes an element whose quote has been opened, and what follows up to the comma: nothing.
fn take_quoted<'a>(quoted: &'a str, rest: &mut &'a str) -> Result<Cow<'a, str>, Failure> {
    let mut text = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => {
                *rest = quoted[at + 1..].trim_start_matches(BLANK);
                if !rest.is_empty() && !rest.starts_with(',') {
                    return Err(expected("a comma after the quoted text", rest));
                }
                return Ok(Cow::Owned(text));
            }
            '\\' => text.extend(characters.next().map(|(_, escaped)| escaped)),
            other => text.push(other),
        }
    }
    Err(expected("a quote that ends the text", quoted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(mut text: &str) -> Result<Vec<String>, Failure> {
        let mut elements = Vec::new();
        while next(&mut text) {
            elements.push(take(&mut text)?.into_owned());
        }
        Ok(elements)
    }

    #[test]
    fn texts() {
        // The first two are Smithy's, the third is botocore's.
        let cases: [(&str, &[&str]); 8] = [
            ("a, b, c", &["a", "b", "c"]),
            (r#""b,c", "\"def\"", a"#, &["b,c", "\"def\"", "a"]),
            (" one,two , three ", &["one", "two", "three"]),
            ("", &[]),
            (" , ,", &[]),
            (r#"a"b,c\"#, &["a\"b", "c\\"]),
            (r#""a\\" ,"""#, &["a\\", ""]),
            ("é,\"ü\"", &["é", "ü"]),
        ];
        for (text, elements) in cases {
            assert_eq!(split(text).unwrap(), elements, "{text}");
        }
        for text in ["\"", "\"a", "\"a\"b", "\"a\\"] {
            assert!(split(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_quoted_is_read_back() {
        for text in ["", "a", "a,b", "\"", "\\,", " a", "a\t", ",", "a\\b"] {
            assert_eq!(split(&quote(text)).unwrap(), [text]);
        }
        assert_eq!(quote("a b"), "a b");
    }

    #[test]
    fn timestamps() {
        let date = "Mon, 16 Dec 2019 23:48:18 GMT";
        let mut text = &*format!("{date}, {date},2019-12-16T23:48:18Z , 1576540098,Mon");
        let mut elements = Vec::new();
        while next(&mut text) {
            elements.push(take_timestamp(&mut text));
        }
        assert_eq!(
            elements,
            [date, date, "2019-12-16T23:48:18Z", "1576540098", "Mon"]
        );
    }
}
