//! Where in a JSON text a byte stands: as line and column, and as a JSON pointer. Read by: botocore, for its errors.

/// The JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)) of the value that holds the byte at `offset`.
///
/// Works on broken JSON too: it describes what was open when the byte was reached.
pub(super) fn pointer(text: &str, offset: usize) -> String {
    let mut walk = Walk::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len().min(offset) {
        match bytes[at] {
            b'"' => {
                let end = string_end(bytes, at);
                walk.string(text.get(at + 1..end).unwrap_or_default());
                at = end;
            }
            b'{' => walk.open.push(Step::Key(String::new())),
            b'[' => walk.open.push(Step::Index(0)),
            b'}' | b']' => walk.close(),
            b',' => walk.comma(),
            b':' => walk.in_value = true,
            _ => {}
        }
        at += 1;
    }
    walk.pointer()
}

/// The position of the quote that closes the string that opens at `start`, or the last byte.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The containers that are open, and whether the innermost is past the colon of a member.
#[derive(Default)]
struct Walk {
    open: Vec<Step>,
    in_value: bool,
}

enum Step {
    Key(String),
    Index(usize),
}

impl Walk {
    fn string(&mut self, text: &str) {
        if let (false, Some(Step::Key(key))) = (self.in_value, self.open.last_mut()) {
            *key = text.to_owned();
        }
    }

    fn comma(&mut self) {
        match self.open.last_mut() {
            Some(Step::Index(index)) => *index += 1,
            _ => self.in_value = false,
        }
    }

    fn close(&mut self) {
        self.open.pop();
        self.in_value = matches!(self.open.last(), Some(Step::Key(_)));
    }

    fn pointer(&self) -> String {
        let mut out = String::new();
        for step in &self.open {
            match step {
                Step::Key(key) if key.is_empty() => {}
                Step::Key(key) => out = out + "/" + &key.replace('~', "~0").replace('/', "~1"),
                Step::Index(index) => out = out + "/" + &index.to_string(),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::pointer;

    #[test]
    fn points_at_the_value_that_holds_the_byte() {
        let text = r#"{"shapes": {"A/b": {"members": [1, {"x": true}], "min": 3}}, "n": "q\"}"}"#;
        let at = |needle: &str| pointer(text, text.find(needle).unwrap());
        assert_eq!(at("true"), "/shapes/A~1b/members/1/x");
        assert_eq!(at("3"), "/shapes/A~1b/min");
        assert_eq!(at("1,"), "/shapes/A~1b/members/0");
        assert_eq!(at(r#""q\""#), "/n");
        assert_eq!(pointer(text, 0), "");
    }

    #[test]
    fn never_panics_on_broken_text() {
        for text in ["", "\"", "{\"a\\", "]]}}", "{\"é\\\"", ",,::"] {
            for offset in 0..8 {
                pointer(text, offset);
            }
        }
    }
}
