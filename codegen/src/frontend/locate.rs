//! From places in a JSON text to JSON pointers, and back. Read by: parse, pipeline.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::value::RawValue;

/// Where in the text the value stands that a JSON pointer names; see [`Places::span`].
pub(super) fn span(text: &str, pointer: &str) -> Option<Range<usize>> {
    Places::new(text).span(pointer)
}

/// The places of values in one text. Its two outermost levels are read once, however many places are asked for: these
/// are a model's sections and their entries, so that what is left is the text of one shape.
pub(crate) struct Places<'a> {
    text: &'a str,
    sections: BTreeMap<Cow<'a, str>, Section<'a>>,
}

struct Section<'a> {
    part: &'a RawValue,
    entries: OnceCell<BTreeMap<Cow<'a, str>, &'a RawValue>>,
}

impl<'a> Places<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let sections: BTreeMap<Cow<'a, str>, &'a RawValue> =
            serde_json::from_str(text).unwrap_or_default();
        let section = |part| Section {
            part,
            entries: OnceCell::new(),
        };
        Self {
            text,
            sections: sections
                .into_iter()
                .map(|(key, part)| (key, section(part)))
                .collect(),
        }
    }

    /// Where the value stands that a JSON pointer names, or the nearest value around it that there is (other than the
    /// whole): all of a simple value, the bracket that opens another.
    pub(crate) fn span(&self, pointer: &str) -> Option<Range<usize>> {
        let keys = pointer.split('/').skip(1);
        let mut keys = keys.map(|step| step.replace("~1", "/").replace("~0", "~"));
        let Some(first) = keys.next() else {
            let whole: &RawValue = serde_json::from_str(self.text).ok()?;
            return self.shown(whole);
        };
        let section = self.sections.get(&*first)?;
        let entries = section
            .entries
            .get_or_init(|| serde_json::from_str(section.part.get()).unwrap_or_default());
        let mut part = section.part;
        for key in keys {
            let inner = if std::ptr::eq(part, section.part) && !entries.is_empty() {
                entries.get(&*key).copied()
            } else {
                child(part, &key)
            };
            match inner {
                Some(inner) => part = inner,
                None => break,
            }
        }
        self.shown(part)
    }

    fn shown(&self, part: &RawValue) -> Option<Range<usize>> {
        let start = (part.get().as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let length = match part.get().as_bytes() {
            [b'{' | b'[', ..] => 1,
            simple => simple.len(),
        };
        Some(start..start + length)
    }
}

fn child<'a>(part: &'a RawValue, key: &str) -> Option<&'a RawValue> {
    if let Ok(object) = serde_json::from_str::<BTreeMap<Cow<'a, str>, &'a RawValue>>(part.get()) {
        return object.get(key).copied();
    }
    let array: Vec<&RawValue> = serde_json::from_str(part.get()).ok()?;
    array.get(key.parse::<usize>().ok()?).copied()
}

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
            b'{' => walk.open_object(),
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

    fn open_object(&mut self) {
        self.open.push(Step::Key(String::new()));
        self.in_value = false;
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
    use super::{pointer, span};

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
    fn finds_the_value_that_a_pointer_names() {
        let text = r#"{"a/b": {"list": [1, {"x": 2}]}, "s": "é\n"}"#;
        let at = |pointer| &text[span(text, pointer).unwrap()];
        assert_eq!((at("/a~1b/list/1/x"), at("/a~1b/list/0")), ("2", "1"));
        assert_eq!(at("/s"), "\"é\\n\"");
        assert_eq!((at("/a~1b/list"), at("/a~1b/list/1")), ("[", "{"));
        let around = span(text, "/a~1b/none/x").unwrap();
        assert!(
            text[around.start..].starts_with(r#"{"list""#),
            "the nearest value around it"
        );
        assert_eq!((span("{", "/a"), span(text, "/none/x")), (None, None));
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
