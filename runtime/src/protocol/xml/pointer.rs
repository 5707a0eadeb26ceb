//! Where in an XML document an offset stands, found by a second walk once something is wrong. Read by: `answer`, `writer`.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{MAX_DEPTH, local, shorten};

/// An element that is open.
struct Level<'a> {
    name: &'a str,
    /// How many of the same name stand before it without another between them.
    before: usize,
    /// The child that was begun last.
    child: &'a str,
    children: usize,
}

/// The path of the element that stands at `offset`: `/Response/instancesSet/item[2]/state`, where `[2]` is the second of
/// elements in a row that have one name, and the first has no number.
///
/// The text need not be XML, nor complete. Of levels that no reader follows, none is kept.
pub(in crate::protocol) fn pointer(text: &[u8], offset: usize) -> String {
    let text = &text[..offset.min(text.len())];
    let text = match std::str::from_utf8(text) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&text[..error.valid_up_to()]).unwrap_or_default(),
    };
    let mut events = Reader::from_str(text);
    events.config_mut().check_end_names = false;
    events.config_mut().allow_unmatched_ends = true;
    let (mut levels, mut beyond) = (vec![Level::new("", 0)], 0_usize);
    loop {
        let event = events.read_event();
        let position = events.buffer_position();
        match event {
            Ok(Event::Start(_)) if levels.len() > MAX_DEPTH => beyond += 1,
            Ok(Event::Start(tag)) => {
                let name = name(text, position, tag.len(), tag.name().as_ref().len());
                let before = begin(&mut levels, name);
                levels.push(Level::new(name, before));
            }
            Ok(Event::Empty(tag)) if beyond == 0 => {
                // `/` stands before `>`.
                let name = name(text, position, tag.len() + 1, tag.name().as_ref().len());
                begin(&mut levels, name);
            }
            Ok(Event::End(_)) if beyond > 0 => beyond -= 1,
            Ok(Event::End(_)) if levels.len() > 1 => drop(levels.pop()),
            Ok(Event::Eof) => break,
            Err(_) => {
                // The value of an empty element is at fault before the end of its tag.
                if let Some(name) = text.rsplit('<').next().filter(|tag| tag.ends_with('/')) {
                    let name = name
                        .split([' ', '\t', '\r', '\n', '/'])
                        .next()
                        .unwrap_or_default();
                    let before = begin(&mut levels, name);
                    levels.push(Level::new(name, before));
                }
                break;
            }
            Ok(_) => {}
        }
    }
    let mut pointer = String::new();
    for level in levels.iter().skip(1) {
        pointer.push('/');
        pointer.push_str(&shorten(local(level.name)));
        if level.before > 0 {
            pointer.push_str(&format!("[{}]", level.before + 1));
        }
    }
    pointer
}

impl<'a> Level<'a> {
    fn new(name: &'a str, before: usize) -> Self {
        Self {
            name,
            before,
            child: "",
            children: 0,
        }
    }
}

/// Counts a child of the innermost element and says how many of its name stand before it.
fn begin<'a>(levels: &mut [Level<'a>], name: &'a str) -> usize {
    let Some(level) = levels.last_mut() else {
        return 0;
    };
    level.children = if level.child == name {
        level.children + 1
    } else {
        0
    };
    level.child = name;
    level.children
}

/// The name of the tag that ends at this position.
fn name(text: &str, position: u64, length: usize, name: usize) -> &str {
    let end = usize::try_from(position)
        .unwrap_or(usize::MAX)
        .saturating_sub(1);
    let start = end.saturating_sub(length);
    text.get(start..start + name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let text = br#"<?xml version="1.0"?><r:Root a="1"><list><item><x/>1</item><item>2<y>3</y></item></list><end/> </r:Root>"#;
        let cases = [
            ("<r:Root a", ""),
            ("<list", "/Root"),
            ("/>1", "/Root/list/item"),
            (">1</item>", "/Root/list/item/x"),
            ("1</item>", "/Root/list/item"),
            ("2<", "/Root/list/item[2]"),
            ("3</y>", "/Root/list/item[2]/y"),
            (" </r:Root>", "/Root"),
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
        for text in [
            &b"</a></b>"[..],
            b"<a><",
            b"<a\xFF>",
            b"<a>\xFF",
            b"\xEF\xBB\xBF<\xC3\xA9>",
            b"< >< />",
            b"&&<!DOCTYPE",
        ] {
            for offset in 0..text.len() + 3 {
                pointer(text, offset);
            }
        }
        assert_eq!(pointer(b"<a><b></c>x", 100), "/a");
    }

    #[test]
    fn hostile_text_makes_no_long_pointer() {
        let deep = b"<a>".repeat(100_000);
        assert_eq!(pointer(&deep, deep.len()), "/a".repeat(MAX_DEPTH));
        let back = [
            &b"<b><c/>"[..],
            &b"<a>".repeat(1000),
            &b"</a>".repeat(1000),
            b"<c>2",
        ]
        .concat();
        assert_eq!(pointer(&back, back.len()), "/b/c");
        let long = format!("<{}>", "k".repeat(100_000));
        assert!(pointer(long.as_bytes(), long.len()).len() < 100);
    }
}
