//! What is read although it need not be, what is refused, and that no bytes do harm.

use super::*;

#[test]
fn reading_forgives() {
    // An unknown member of every kind, nulls and `undefined`, strings in pieces, keys twice and in another order.
    let value: Everything = read(&bytes(
        "d9d9f7 bf
         64686f7374 7f 626162 6163 60 ff  64626c6f62 5f 4101 420203 ff
         6178 bf 01 9f 20 d82a 5f 4100 ff 7f 6161 ff a1 6161 f97e00 f7 e0 f8ff fa00000000 c24101 ff 80 a0 ff
         64466c6167 f6 6474657874 f7 6564656e7365 9f f6 01 f7 ff 66636f6c6f7273 bf 63524544 f6 6161 9f ff ff
         6673706172 7365 82 f6 6161 6973706172 73654d6170 bf 6162 f7 ff
         6474657874 6161 6474657874 6162
         6663686f696365 a3 6474657874 f6 665f5f74797065 6174 6454726565 a0 ff"
    ))
    .unwrap();
    let expected = Everything {
        text: "b".into(),
        host: Some("abc".into()),
        blob: Some(vec![1, 2, 3].into()),
        dense: Some(vec![1]),
        colors: Some(Map::from([(Color::Unknown("a".into()), vec![])])),
        sparse: Some(vec![None, Some("a".into())]),
        sparse_map: Some(Map::from([("b".into(), None)])),
        choice: Some(Choice::Tree(Box::default())),
        ..Everything::default()
    };
    assert_eq!(value, expected);
    let unknown: Everything = read(&bytes("a1 6663686f696365 a1 636e6577 820102")).unwrap();
    assert_eq!(unknown.choice, Some(Choice::Unknown("new".into())));
}

#[test]
fn reading_refuses() {
    for (hex, refused) in [
        (
            "a1 6474657874 01",
            "expected a string, found an integer at 6 (/text)",
        ),
        (
            "a1 6474657874 63 61ff",
            "the body ends within a value at 9 (/text)",
        ),
        (
            "a1 6474657874 62 61ff",
            "expected UTF-8, found other bytes at 8 (/text)",
        ),
        (
            "a1 6474657874 7802 61ff",
            "expected UTF-8, found other bytes at 9 (/text)",
        ),
        (
            "a1 6474657874 7f 6161",
            "the body ends within a string at 6 (/text)",
        ),
        (
            "a1 6474657874 7f 4161 ff",
            "expected the next piece of a string, found a byte string at 7",
        ),
        (
            "a1 6474657874 7f 7f ff ff",
            "expected the next piece of a string, found a string at 7",
        ),
        (
            "a1 64626c6f62 6161",
            "expected a byte string, found a string at 6 (/blob)",
        ),
        (
            "a1 64466c6167 01",
            "expected true or false, found an integer at 6 (/Flag)",
        ),
        (
            "a1 6564656e7365 82 00 6161",
            "expected an integer, found a string at 9 (/dense/1)",
        ),
        (
            "a1 6564656e7365 a0",
            "expected a list, found a map at 7 (/dense)",
        ),
        (
            "a1 6564656e7365 9f 00",
            "expected an integer, found the end of the body at 9 (/dense/1)",
        ),
        (
            "a1 6564656e7365 81 ff",
            "expected an integer, found the end of a list or map at 8",
        ),
        (
            "a1 6474726565 bf 646d6f7265 82 a0 a1 646e616d65 f5 ff",
            "expected a string, found true at 20 (/tree/more/1/name)",
        ),
        (
            "a1 6474726565 80",
            "expected a map, found a list at 6 (/tree)",
        ),
        ("a1 01 02", "expected a key, found an integer at 1 ()"),
        (
            "a1 6178 1c",
            "expected a value, found a byte that CBOR does not have at 3 (/x)",
        ),
        (
            "a1 6178 bf 01 ff",
            "expected a value, found the end of a list or map at 5",
        ),
        (
            "a1 6178 82 01",
            "expected a value, found the end of the body at 5 (/x/1)",
        ),
        ("a0 00", "expected the end, found an integer at 1 ()"),
        (
            "a1 6663686f696365 a2 6474657874 6161 6454726565 a0",
            "expected one variant of Choice, found two",
        ),
        (
            "a1 68646f63756d656e74 01",
            "the protocol has no form for documents at 10 (/document)",
        ),
    ] {
        let error = read::<Everything>(&bytes(hex)).unwrap_err();
        assert!(error.starts_with(refused), "{hex}: {error}");
    }
}

/// A length is a claim: what it announces must be there before anything is made of it.
#[test]
fn lengths_that_are_told_cost_nothing() {
    for head in ["5b", "7b", "9b", "bb"] {
        for member in [
            "6178",
            "6474657874",
            "64626c6f62",
            "6564656e7365",
            "66636f6c6f7273",
            "6474726565",
        ] {
            for length in ["1000000000000000", "ffffffffffffffff"] {
                let body = bytes(&format!("a1 {member} {head} {length}"));
                assert!(read::<Everything>(&body).is_err(), "{member} {head}");
            }
        }
    }
}

#[test]
fn depth_has_a_limit_everywhere() {
    let nested = |member: &str, open: &str, close: &str, count: usize| {
        let (open, close) = (open.repeat(count), close.repeat(count));
        read::<Everything>(&bytes(&format!("a1 {member} {open} f6 {close}")))
    };
    for (member, open, close) in [
        ("6178", "81", ""),
        ("6178", "9f", "ff"),
        ("6178", "a1 6161", ""),
        ("6178", "bf 6161", "ff"),
        ("6474726565", "bf 656368696c64", "ff"),
    ] {
        assert!(nested(member, open, close, 127).is_ok(), "{member} {open}");
        let error = nested(member, open, close, 128).unwrap_err();
        assert!(
            error.starts_with("nested more than 128 levels deep"),
            "{error}"
        );
        assert!(nested(member, open, "", 100_000).is_err());
    }
    // Tags are no levels.
    assert!(nested("6178", "c6", "", 100_000).is_ok());
    assert!(nested("6474657874", "c6", "", 100_000).is_err());
}

/// Reads anything in every way there is.
fn read_all(bytes: &[u8]) {
    let _ = read::<Everything>(bytes);
    let _ = read::<Numbers>(bytes);
    let mut reader = CborReader::new(bytes);
    let _ = reader.object(|reader, _| reader.text().map(drop));
    for offset in 0..bytes.len() + 2 {
        pointer(bytes, offset);
    }
}

#[test]
fn no_change_of_a_byte_panics() {
    let whole = bytes(BY_BOTOCORE);
    for end in 0..whole.len() {
        assert!(read::<Everything>(&whole[..end]).is_err());
    }
    for at in 0..whole.len() {
        for byte in 0..=u8::MAX {
            let mut bytes = whole.clone();
            bytes[at] = byte;
            if let Err(failure) = CborReader::new(&bytes).whole::<Everything>() {
                pointer(&bytes, failure.offset());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, member in prop::sample::select(Everything::MEMBERS)) {
        read_all(&bytes);
        let name = member.wire_name.unwrap_or(member.name);
        let mut body = vec![0xA1, 0x60 + name.len() as u8];
        body.extend_from_slice(name.as_bytes());
        body.extend(bytes);
        read_all(&body);
    }
}
