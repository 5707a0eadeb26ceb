//! Event streams: what is inside of messages is changed, and their lengths and checksums are right again, because a reader
//! looks at nothing else if they are not. Read by: mutate, hostile.

use fastrand::Rng;

use crate::case::Format;
use crate::mutate;

/// The headers and the payload of a message.
type Message = (Vec<u8>, Vec<u8>);

/// A message's bytes.
fn frame(headers: &[u8], payload: &[u8]) -> Vec<u8> {
    let length = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes();
    let mut bytes = length(16 + headers.len() + payload.len()).to_vec();
    bytes.extend(length(headers.len()));
    let check = |bytes: &[u8]| crc32fast::hash(bytes).to_be_bytes();
    bytes.extend(check(&bytes));
    bytes.extend_from_slice(headers);
    bytes.extend_from_slice(payload);
    bytes.extend(check(&bytes));
    bytes
}

/// A header whose value is a string.
fn header(name: &str, value: &str) -> Vec<u8> {
    let mut bytes = vec![u8::try_from(name.len()).unwrap_or(u8::MAX)];
    bytes.extend_from_slice(name.as_bytes());
    bytes.push(7);
    bytes.extend(u16::try_from(value.len()).unwrap_or(u16::MAX).to_be_bytes());
    bytes.extend_from_slice(value.as_bytes());
    bytes
}

/// An event with this payload.
fn event(name: &str, content_type: &str, payload: &[u8]) -> Vec<u8> {
    let headers = [
        header(":message-type", "event"),
        header(":event-type", name),
        header(":content-type", content_type),
    ];
    frame(&headers.concat(), payload)
}

/// The messages of a body, as far as their lengths are right.
fn messages(mut bytes: &[u8]) -> Vec<Message> {
    let mut messages = Vec::new();
    let number = |bytes: &[u8]| usize::try_from(u32::from_be_bytes(bytes.try_into().ok()?)).ok();
    let mut next = || -> Option<Message> {
        let total = number(bytes.get(..4)?)?;
        let headers = number(bytes.get(4..8)?)?;
        let message = bytes.get(12..total.checked_sub(4)?)?;
        let (headers, payload) = message.split_at_checked(headers)?;
        bytes = bytes.get(total..)?;
        Some((headers.to_vec(), payload.to_vec()))
    };
    while let Some(message) = next() {
        messages.push(message);
    }
    messages
}

/// Changes something in the messages of a body.
pub fn mutate(body: &mut Vec<u8>, other: &[u8], format: Format, rng: &mut Rng) {
    let mut list = messages(body);
    let others = messages(other);
    let other = |rng: &mut Rng| rng.choice(&others).cloned().unwrap_or_default();
    if list.is_empty() {
        list.push(other(rng));
    }
    let at = rng.usize(..list.len());
    match rng.u8(..10) {
        0 => list.insert(at, other(rng)),
        1 => drop(list.remove(at)),
        2 => list.extend(std::iter::repeat_n(list[at].clone(), rng.usize(1..50))),
        3 | 4 => {
            let names = [
                ":message-type",
                ":event-type",
                ":exception-type",
                ":error-code",
                ":error-message",
                ":content-type",
            ];
            let values = [
                "event",
                "exception",
                "error",
                "initial-response",
                "TypeA",
                "TypeB",
                "TypeC",
                "text/xml",
                "",
            ];
            let new = header(
                names[rng.usize(..names.len())],
                values[rng.usize(..values.len())],
            );
            list[at].0.splice(0..0, new);
        }
        5 | 6 => mutate::body(&mut list[at].0, &other(rng).0, format, rng),
        _ => mutate::body(&mut list[at].1, &other(rng).1, format, rng),
    }
    *body = list
        .iter()
        .flat_map(|(headers, payload)| frame(headers, payload))
        .collect();
    if rng.u8(..8) == 0 {
        mutate::body(body, &[], format, rng);
    }
}

/// Bodies whose messages ask for much; `inner` are hostile bodies of the format of events.
pub fn hostile(format: Format, inner: &[(&'static str, Vec<u8>)]) -> Vec<Vec<u8>> {
    let content_type = match format {
        Format::Json => "application/json",
        Format::Xml => "text/xml",
        Format::Cbor => "application/cbor",
    };
    let mut bodies: Vec<Vec<u8>> = Vec::new();
    for (_, body) in inner {
        for name in ["TypeB", "initial-response"] {
            bodies.push(event(name, content_type, body));
        }
    }
    let prelude = |total: u32, headers: u32| {
        let mut bytes = [total.to_be_bytes(), headers.to_be_bytes()].concat();
        let check = crc32fast::hash(&bytes).to_be_bytes();
        bytes.extend(check);
        [bytes, vec![0; 1000]].concat()
    };
    for total in [
        0,
        1,
        15,
        16,
        17,
        24 << 20,
        (24 << 20) + 1,
        0x7fff_ffff,
        u32::MAX,
    ] {
        for headers in [0, 1, 16, 128 << 10, (128 << 10) + 1, u32::MAX] {
            bodies.push(prelude(total, headers));
        }
    }
    let names: Vec<u8> = (0..4_000)
        .flat_map(|n| header(&format!("h{n}"), ""))
        .collect();
    bodies.push(frame(&names, b""));
    bodies.push(frame(&b"\x01a\x00".repeat(20_000), b""));
    bodies.push(frame(&header(":event-type", &"a".repeat(60_000)), b""));
    bodies.push(frame(b"\x01a\x07\xff\xff", b""));
    bodies.push(frame(b"\x01a\x06\xff\xffa", b""));
    bodies.push(frame(b"\x01a\xff", b""));
    bodies.push(frame(b"\x00\x00", b""));
    bodies.push(frame(b"\xff", b""));
    bodies.push(frame(b"", b"").repeat(10_000));
    bodies.push(event("TypeA", "application/octet-stream", b"").repeat(5_000));
    bodies.push(event("New", "", b"").repeat(5_000));
    bodies
}
