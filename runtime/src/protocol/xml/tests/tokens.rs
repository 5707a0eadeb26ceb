//! That a document has the elements and texts that `quick-xml` finds in it.

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

use super::hostile::nearly_xml;
use crate::protocol::xml::tokens::Tokens;

/// The names of the elements by the events of `quick-xml`, with `/` for the end of each; none if it finds something wrong.
fn by_events(text: &str) -> Option<Vec<String>> {
    let mut events = Reader::from_str(text);
    let (mut names, mut level) = (Vec::new(), 0);
    loop {
        match events.read_event().ok()? {
            Event::Start(tag) => {
                names.push(tag.name().as_ref().to_owned());
                level += 1;
            }
            Event::Empty(tag) => names.extend([tag.name().as_ref().to_owned(), "/".to_owned()]),
            Event::End(_) => {
                names.push("/".to_owned());
                level -= 1;
            }
            Event::Eof => return (level == 0).then_some(names),
            Event::DocType(_) => return None,
            _ => {}
        }
    }
}

/// The same by ours.
fn by_tokens(text: &str) -> Option<Vec<String>> {
    let mut tokens = Tokens::new(text);
    let (mut names, mut level) = (Vec::new(), 0);
    loop {
        if tokens.next().ok()? {
            names.push(tokens.name().to_owned());
            level += 1;
        } else if level == 0 {
            return Some(names);
        } else {
            names.push("/".to_owned());
            level -= 1;
        }
    }
}

/// The text of the root, which has no child, by the events of `quick-xml`.
fn text_by_events(document: &str) -> Option<String> {
    let mut events = Reader::from_str(document);
    let (mut text, mut inside) = (String::new(), false);
    loop {
        match events.read_event().ok()? {
            Event::Start(_) if !inside => inside = true,
            Event::End(_) => return Some(text),
            Event::Text(part) if inside => text.push_str(&part.xml10_content()),
            Event::CData(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref().ok()? {
                Some(character) => text.push(character),
                None => text.push_str(resolve_predefined_entity(&name)?),
            },
            Event::Comment(_) | Event::PI(_) => {}
            _ => return None,
        }
    }
}

fn text_by_tokens(document: &str) -> Option<String> {
    let mut tokens = Tokens::new(document);
    tokens.next().ok()?.then_some(())?;
    tokens.text().ok().map(|text| text.into_owned())
}

#[test]
fn documents() {
    for text in [
        "<a><b c='>' d=\"/>\"/>x<e >y</e\t></a>",
        "<?xml version='1.0'?><!-- <a> --><a\n/>",
        "<a><![CDATA[</a>]]></a>",
        "<a><b/c></b/c></a>",
        "<é>ß</é>",
        "<a><b></a></b>",
        "<a b='></a>",
        "<a></a",
        "<>",
        "<a/ ></a/>",
        "<a><!x></a>",
    ] {
        assert_eq!(by_tokens(text), by_events(text), "{text}");
    }
}

proptest! {
    #[test]
    fn the_same_elements(text in nearly_xml()) {
        // A reference that stands between elements is nobody's text, so that it is not looked at.
        if !text.contains('&') {
            prop_assert_eq!(by_tokens(&text), by_events(&text));
        }
    }

    #[test]
    fn the_same_text(text in nearly_xml(), plain in "[ a\\r\\n&;#x9<é]*") {
        for content in [text, plain] {
            let document = format!("<a>{content}</a>");
            prop_assert_eq!(text_by_tokens(&document), text_by_events(&document));
        }
    }
}
