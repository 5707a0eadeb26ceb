//! JSON by its text: the parts of an object, what is put together from them, and how it is laid out. Read by: `vendor`.
//!
//! Numbers and strings stay as they are written: to parse and to print them would change some.

use std::path::Path;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::error::{Error, Problem};
use crate::load::Source;

/// An object: the text of each value, by its key, in the text's order. Of a key that stands twice the last counts.
pub(super) type Parts<'a> = IndexMap<String, &'a RawValue>;

/// The parts of a whole file.
pub(super) fn file(source: &Source) -> Result<Parts<'_>, Error> {
    read(&source.path, &source.text)
}

/// A value as a type, which may borrow from the text.
pub(super) fn read<'a, T: Deserialize<'a>>(path: &Path, text: &'a str) -> Result<T, Error> {
    serde_json::from_str(text)
        .map_err(|error| Problem::model(error.to_string()).in_file(path).into())
}

/// The parts of an object in an object; none where it is absent.
pub(super) fn section<'a>(path: &Path, parts: &Parts<'a>, key: &str) -> Result<Parts<'a>, Error> {
    match parts.get(key) {
        Some(text) => read(path, text.get()),
        None => Ok(Parts::new()),
    }
}

/// The text of an object.
pub(super) fn object<K: AsRef<str>, V: AsRef<str>>(
    entries: impl IntoIterator<Item = (K, V)>,
) -> String {
    let mut text = String::from("{");
    for (key, value) in entries {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&serde_json::Value::from(key.as_ref()).to_string());
        text.push(':');
        text.push_str(value.as_ref());
    }
    text.push('}');
    text
}

/// The text of an object of which one value is replaced, if it is there.
pub(super) fn with(parts: &Parts<'_>, key: &str, value: &str) -> String {
    object(parts.iter().map(|(name, text)| {
        let text = if name == key { value } else { text.get() };
        (name, text)
    }))
}

/// The text of the entries that are wanted, or `None` if there are none.
pub(super) fn only(parts: &Parts<'_>, wanted: impl Fn(&str) -> bool) -> Option<String> {
    let mut kept = parts.iter().filter(|(name, _)| wanted(name)).peekable();
    kept.peek()?;
    Some(object(kept.map(|(name, text)| (name, text.get()))))
}

/// Calls `visit` with every string of a valid text, keys included.
pub(super) fn strings(text: &str, mut visit: impl FnMut(&str)) {
    let mut rest = text;
    while let Some(start) = rest.find('"') {
        let end = string_end(rest.as_bytes(), start);
        let inner = &rest[start + 1..end];
        if inner.contains('\\') {
            if let Ok(plain) = serde_json::from_str::<String>(&rest[start..=end]) {
                visit(&plain);
            }
        } else {
            visit(inner);
        }
        rest = &rest[end + 1..];
    }
}

/// Lays out a valid text: a line for each value, with two spaces for each level, and a line's end after all.
pub(super) fn pretty(text: &str) -> String {
    // Deeper levels are not indented more, or a deep text would become as long as the square of its depth.
    const DEEPEST: usize = 64;
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len() * 3 / 2);
    let mut depth: usize = 0;
    let mut at = 0;
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth.min(DEEPEST)));
    };
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                let end = string_end(bytes, at);
                out.push_str(&text[at..=end]);
                at = end;
            }
            open @ (b'{' | b'[') => {
                out.push(char::from(open));
                let next = bytes[at + 1..]
                    .iter()
                    .position(|byte| !byte.is_ascii_whitespace());
                match next.map(|next| (at + 1 + next, bytes[at + 1 + next])) {
                    Some((close, b'}' | b']')) => {
                        out.push(char::from(bytes[close]));
                        at = close;
                    }
                    _ => {
                        depth += 1;
                        line(&mut out, depth);
                    }
                }
            }
            close @ (b'}' | b']') => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(char::from(close));
            }
            b',' => {
                out.push(',');
                line(&mut out, depth);
            }
            b':' => out.push_str(": "),
            byte if byte.is_ascii_whitespace() => {}
            byte => out.push(char::from(byte)),
        }
        at += 1;
    }
    out.push('\n');
    out
}

/// Where the string closes that opens at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_changes_nothing_but_white_space() {
        let text = r#"{"a":[1e2,{}, [ ],-0.0],  "b\"{":{"é":null,"c":[true]},"":"\\"}"#;
        let laid_out = pretty(text);
        assert_eq!(
            laid_out,
            r#"{
  "a": [
    1e2,
    {},
    [],
    -0.0
  ],
  "b\"{": {
    "é": null,
    "c": [
      true
    ]
  },
  "": "\\"
}
"#
        );
        assert_eq!(pretty(&laid_out), laid_out);
        let parsed = |text| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(parsed(&laid_out), parsed(text));
    }

    #[test]
    fn deep_texts_stay_in_proportion() {
        let deep = "[".repeat(50_000) + &"]".repeat(50_000);
        assert!(pretty(&deep).len() < deep.len() * 200);
    }

    #[test]
    fn every_string_is_visited() {
        let mut seen = Vec::new();
        strings(r#"{"a": ["b\"c", "\u0064"], "e": {"f": 1}}"#, |string| {
            seen.push(string.to_owned());
        });
        assert_eq!(seen, ["a", "b\"c", "d", "e", "f"]);
    }

    #[test]
    fn objects_keep_their_order_and_their_values_as_written() {
        let parts: Parts<'_> = serde_json::from_str(r#"{"b": 1.0, "a\n": [ 1 ]}"#).unwrap();
        assert_eq!(with(&parts, "b", "2"), r#"{"b":2,"a\n":[ 1 ]}"#);
        assert_eq!(only(&parts, |key| key == "b").unwrap(), r#"{"b":1.0}"#);
        assert_eq!(only(&parts, |_| false), None);
    }
}
