//! The fastest plain parser of each format, which gives no values but tells what is there: the limit. Read by: `services`.

use minicbor::decode::Tokenizer;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::Failure;

/// Takes every event of an XML document; how many elements it has.
pub fn xml(body: &[u8]) -> Result<usize, Failure> {
    let mut reader = Reader::from_reader(body);
    let mut elements = 0;
    loop {
        match reader.read_event()? {
            Event::Start(_) | Event::Empty(_) => elements += 1,
            Event::Eof => return Ok(elements),
            _ => {}
        }
    }
}

/// Takes every token of a CBOR value; how many there are.
pub fn cbor(body: &[u8]) -> Result<usize, Failure> {
    let mut tokens = 0;
    for token in Tokenizer::new(body) {
        token?;
        tokens += 1;
    }
    Ok(tokens)
}

/// The text of an XML document and the names around it, whatever the order of the children, escapes resolved: what a request says.
pub fn text(body: &[u8]) -> String {
    let mut reader = Reader::from_reader(body);
    let (mut path, mut leaves, mut text) = (Vec::new(), Vec::new(), String::new());
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                path.push(start.name().as_ref().to_owned());
                text.clear();
            }
            Ok(Event::Text(part)) => text.push_str(&part),
            Ok(Event::GeneralRef(name)) => text.push_str(match &*name {
                "quot" | "#34" => "\"",
                "amp" => "&",
                other => return format!("another reference: {other}"),
            }),
            Ok(Event::End(_)) => {
                if !text.is_empty() {
                    leaves.push(format!("{}: {text}", path.join("/")));
                }
                text.clear();
                path.pop();
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => return format!("no XML: {error}"),
        }
    }
    leaves.sort_unstable();
    leaves.join("\n")
}
