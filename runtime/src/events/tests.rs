//! The bytes of messages: those of botocore 1.44.5's tests of its decoder, which the event stream libraries of AWS share.

use super::*;

const EMPTY: &[u8] = b"\x00\x00\x00\x10\x00\x00\x00\x00\x05\xC2H\xEB}\x98\xC8\xFF";
const TEXT: &[u8] = b"\x00\x00\x00=\x00\x00\x00 \x07\xFD\x83\x96\x0Ccontent-type\x07\x00\x10\
    application/json{'foo':'bar'}\x8D\x9C\x08\xB1";
const ALL: &[u8] = b"\x00\x00\x00\x62\x00\x00\x00\x52\x03\xB5\xCB\x9C\
    \x010\x00\x011\x01\x012\x02\x02\x013\x03\x00\x03\
    \x014\x04\x00\x00\x00\x04\x015\x05\x00\x00\x00\x00\x00\x00\x00\x05\
    \x016\x06\x00\x05bytes\x017\x07\x00\x04utf8\
    \x018\x08\x00\x00\x00\x00\x00\x00\x00\x08\x019\x090123456789abcdef\
    \x63\x35\x36\x71";

fn all_headers() -> [(&'static str, HeaderValue); 10] {
    [
        ("0", HeaderValue::Boolean(true)),
        ("1", HeaderValue::Boolean(false)),
        ("2", HeaderValue::Byte(2)),
        ("3", HeaderValue::Short(3)),
        ("4", HeaderValue::Integer(4)),
        ("5", HeaderValue::Long(5)),
        ("6", HeaderValue::Bytes(bytes::Bytes::from_static(b"bytes"))),
        ("7", HeaderValue::from("utf8")),
        ("8", HeaderValue::Timestamp(8)),
        ("9", HeaderValue::Uuid(*b"0123456789abcdef")),
    ]
}

fn decode(bytes: &[u8]) -> Result<Vec<Message>, &'static str> {
    let mut decoder = Decoder::new();
    decoder.push(bytes);
    let mut messages = Vec::new();
    while let Some(message) = decoder.next_message()? {
        messages.push(message);
    }
    Ok(messages)
}

#[test]
fn messages_both_ways() {
    let text = Message::new("{'foo':'bar'}")
        .with_headers([("content-type", HeaderValue::from("application/json"))])
        .unwrap();
    let all = Message::default().with_headers(all_headers()).unwrap();
    for (bytes, message) in [(EMPTY, Message::default()), (TEXT, text), (ALL, all)] {
        assert_eq!(message.encode().unwrap(), bytes);
        assert_eq!(decode(bytes).unwrap(), [message]);
    }
    let message = &decode(ALL).unwrap()[0];
    assert!(message.headers().eq(all_headers()));
    assert_eq!(message.header("8"), Some(HeaderValue::Timestamp(8)));
    assert_eq!(message.header("10"), None);
    assert_eq!(decode(TEXT).unwrap()[0].payload(), "{'foo':'bar'}");
}

#[test]
fn parts_of_any_size() {
    let bytes = [TEXT, EMPTY, ALL].concat();
    for size in 1..bytes.len() {
        let mut decoder = Decoder::new();
        let mut count = 0;
        for part in bytes.chunks(size) {
            decoder.push(part);
            while decoder.next_message().unwrap().is_some() {
                count += 1;
            }
        }
        assert_eq!(count, 3, "{size}");
        assert!(decoder.is_empty());
        assert_eq!(decoder.offset(), bytes.len() as u64);
    }
}

/// A message with these lengths and what follows them, with the right checksums.
fn forged(length: u32, headers: u32, rest: &[u8]) -> Vec<u8> {
    let mut bytes = [length.to_be_bytes(), headers.to_be_bytes()].concat();
    bytes.extend(crc32fast::hash(&bytes).to_be_bytes());
    bytes.extend(rest);
    bytes.extend(crc32fast::hash(&bytes).to_be_bytes());
    bytes
}

#[test]
fn bytes_that_are_no_messages() {
    let lengths = "lengths do not have their checksum";
    let checksum = "does not have its checksum";
    let cases: [(&[u8], &str); 11] = [
        // botocore's: a length, the length of the headers, a header, the payload that is not what was sent.
        (
            b"\x01\x00\x00\x1D\x00\x00\x00\x00\xFDR\x8CZ{'foo':'bar'}\xC3e96",
            lengths,
        ),
        (
            b"\x00\x00\x00=\xFF\x00\x01\x02\x07\xFD\x83\x96\x0C",
            lengths,
        ),
        (&[&TEXT[..20], b"+", &TEXT[21..]].concat(), checksum),
        (
            b"\x00\x00\x00\x1D\x00\x00\x00\x00\xFDR\x8CZ{'foo':'bar'\x8D\xC3e96",
            checksum,
        ),
        // botocore's: the checksums are right, and headers longer than the message.
        (
            b"\x00\x00\x00\x3D\xFF\x00\x01\x02\x15\x83\xF5\xC2\x0C",
            "shorter than its headers",
        ),
        (&forged(u32::MAX, 0, b""), "longer than any may be"),
        (&forged(200_000, 150_000, b""), "longer than any may be"),
        (&forged(15, 0, b""), "shorter than its headers"),
        (&forged(20, 4, b"\x05a\x07\x00"), "past the headers' end"),
        (
            &forged(19, 3, b"\x01a\x0A"),
            "of a type that there is none of",
        ),
        (&forged(18, 2, b"\x00\x00"), "without a name"),
    ];
    for (bytes, problem) in cases {
        let error = decode(bytes).unwrap_err();
        assert!(error.contains(problem), "{error}, not {problem}");
    }
}

#[test]
fn a_promised_length_takes_no_memory() {
    let mut decoder = Decoder::new();
    let length = 24 * 1024 * 1024;
    decoder.push(&forged(length, 0, b"")[..12]);
    assert_eq!(decoder.next_message(), Ok(None));
    assert!(!decoder.is_empty() && decoder.buffer.capacity() < 1024);
}

#[test]
fn what_no_message_can_hold() {
    let error = |name: &str, value: HeaderValue| {
        let message = Message::default().with_headers([(name, value)]);
        message.unwrap_err()
    };
    let long = "x".repeat(256);
    assert!(error("", HeaderValue::Long(1)).contains("0 bytes"));
    assert!(error(&long, HeaderValue::Long(1)).contains("256 bytes"));
    let long = "x".repeat(32_768);
    assert!(error("a", HeaderValue::from(&*long)).contains("32768 bytes"));
    let payload = vec![0; 25 * 1024 * 1024];
    assert!(Message::new(payload).encode().is_err());
}

proptest::proptest! {
    /// No bytes panic, and what is read has no more bytes than there were.
    #[test]
    fn any_bytes(bytes: Vec<u8>, headers: Vec<u8>) {
        let _ = decode(&bytes);
        let length = u32::try_from(headers.len()).unwrap();
        if let Ok(messages) = decode(&forged(16 + length, length, &headers)) {
            let again = Message::default().with_headers(messages[0].headers()).unwrap();
            proptest::prop_assert_eq!(&again, &messages[0]);
        }
    }
}
