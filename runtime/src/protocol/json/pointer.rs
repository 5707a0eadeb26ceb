//! Where in a JSON document an offset stands, found by a second walk once something is wrong. Read by: `aws_json`.

use super::{MAX_DEPTH, shorten};
use crate::protocol::path::{Level, spell};

/// The [JSON pointer](https://www.rfc-editor.org/rfc/rfc6901) of the value that stands at `offset`, or that begins there.
///
/// The text need not be JSON, nor complete; keys are given as they are spelled, escapes included, and long ones cut
/// short. Of levels that no reader follows, none is kept: the text can be all brackets.
pub(in crate::protocol) fn pointer(text: &[u8], offset: usize) -> String {
    let text = &text[..offset.min(text.len())];
    let (mut levels, mut beyond) = (Vec::new(), 0_usize);
    let mut at = 0;
    // The last string: a key if a colon follows.
    let mut string = (0, 0);
    while let Some(byte) = text.get(at) {
        at += 1;
        match byte {
            b'"' => {
                let end = string_end(text, at);
                string = (at, end);
                at = end + 1;
            }
            b'{' | b'[' if levels.len() == MAX_DEPTH => beyond += 1,
            b'{' => levels.push(Level::Map(None)),
            b'[' => levels.push(Level::List(0)),
            b'}' | b']' if beyond > 0 => beyond -= 1,
            b'}' | b']' => drop(levels.pop()),
            b':' | b',' if beyond > 0 => {}
            b':' => {
                if let Some(Level::Map(key)) = levels.last_mut() {
                    let name = text.get(string.0..string.1).unwrap_or_default();
                    *key = Some(shorten(&String::from_utf8_lossy(name)));
                }
            }
            b',' => match levels.last_mut() {
                Some(Level::List(index)) => *index += 1,
                Some(Level::Map(key)) => *key = None,
                None => {}
            },
            _ => {}
        }
    }
    spell(&levels)
}

/// The position of the quote that ends a string, or the text's end.
fn string_end(text: &[u8], mut at: usize) -> usize {
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let text = br#"{"tags":[{"a":1},{"a/b":{"x":[true,"no"]}}],"end":null}"#;
        let cases = [
            ("{\"tags", ""),
            ("[{\"a\":1", "/tags"),
            ("1}", "/tags/0/a"),
            ("true", "/tags/1/a~1b/x/0"),
            ("\"no\"", "/tags/1/a~1b/x/1"),
            ("\"end", ""),
            ("null", "/end"),
        ];
        for (before, expected) in cases {
            let offset = text
                .windows(before.len())
                .position(|window| window == before.as_bytes())
                .unwrap();
            assert_eq!(pointer(text, offset), expected, "{before}");
        }
    }

    #[test]
    fn anything_goes() {
        for text in [&b"]]}}"[..], b"{\"a\\", b"::,,", b"{\"\\\"\":[", b"\xFF{"] {
            for offset in 0..text.len() + 3 {
                pointer(text, offset);
            }
        }
        assert_eq!(pointer(b"{\"\\\"\":[", 100), r#"/\"/0"#);
    }

    #[test]
    fn hostile_text_makes_no_long_pointer() {
        let deep = b"[".repeat(100_000);
        assert_eq!(pointer(&deep, deep.len()), "/0".repeat(MAX_DEPTH));
        let back = [&b"[1,"[..], &b"[".repeat(1000), &b"]".repeat(1000), b",2"].concat();
        assert_eq!(pointer(&back, back.len()), "/2");
        let long = format!("{{\"{}\":1", "k".repeat(100_000));
        assert!(pointer(long.as_bytes(), long.len()).len() < 100);
    }
}
