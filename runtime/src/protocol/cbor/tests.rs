//! CBOR as values: expectations are from RFC 8949, the protocol's page, and botocore.

use proptest::prelude::*;

use super::{CborReader, CborWriter, pointer};
use crate::codegen as rt;
use crate::shape::{Document, Map, Member, Structure, Writer};
use crate::test_shapes::{Choice, Color, Everything, Tree, everything, structure};

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(pair).collect()
}

/// What a reader makes of bytes, or its failure with the place.
fn read<T: Structure>(bytes: &[u8]) -> Result<T, String> {
    CborReader::new(bytes).whole().map_err(|failure| {
        let offset = failure.offset();
        format!(
            "{} at {offset} ({})",
            failure.into_what(),
            pointer(bytes, offset)
        )
    })
}

fn write<T: Structure>(value: &T, token: Option<&str>) -> Result<Vec<u8>, String> {
    let mut writer = CborWriter::new(token);
    match writer.structure(value) {
        Ok(()) => Ok(writer.finish().0),
        Err(failure) => Err(format!("{}: {}", writer.path(), failure.into_what())),
    }
}

structure! {
    Numbers {
        0 integer: Option<i32> = Member::new("i"),
        1 long: Option<i64> = Member::new("l"),
        2 float: Option<f32> = Member::new("f"),
        3 double: Option<f64> = Member::new("d"),
        4 time: Option<crate::shape::Timestamp> = Member::new("t"),
    }
}

/// All but what the peer has no form for: nulls in lists and maps, and documents.
fn common() -> Everything {
    Everything {
        sparse: None,
        sparse_map: None,
        document: None,
        ..everything().0
    }
}

/// What botocore 1.44.5's `RpcV2CBORSerializer` gives for [`common`].
const BY_BOTOCORE: &str = "
    b0 6474657874 6c71225c0a01c3a9f09f98802f 64466c6167 f4 67696e7465676572 3a7fffffff 646c6f6e67 1b7fffffffffffffff
    65666c6f6174 fa3fc00000 66646f75626c65 f9fc00 64626c6f62 4300ff7e 6474696d65 c1fb41d4d7fbf387ae14 6464617465 c11a535fefce
    656461746573 81c11a535fefce 6564656e7365 820020 66636f6c6f7273 a2 63524544 81 64424c5545 6161 80
    6663686f696365 a1 6454726565 a1 646e616d65 646c656166
    6474726565 a2 656368696c64 a1 646e616d65 646c656166 646d6f7265 81 a1 646e616d65 646c656166
    65746f6b656e 6174 64686f7374 6168";

#[test]
fn reads_what_botocore_writes() {
    assert_eq!(read(&bytes(BY_BOTOCORE)), Ok(common()));
}

#[test]
fn writes_what_botocore_writes_but_for_lengths_and_infinity() {
    let mut expected = BY_BOTOCORE.replace("f9fc00", "fbfff0000000000000");
    // Structures have a break at their end instead of a length at their beginning.
    for (told, broken) in [
        ("b0 ", "bf "),
        ("a1 646e616d65 646c656166", "bf 646e616d65 646c656166 ff"),
        ("a1 6454726565", "bf 6454726565"),
        ("6474726565 a2", "ff 6474726565 bf"),
        (
            "81 bf 646e616d65 646c656166 ff",
            "81 bf 646e616d65 646c656166 ff ff",
        ),
        ("6168", "6168 ff"),
    ] {
        assert!(expected.contains(told), "{told}");
        expected = expected.replace(told, broken);
    }
    assert_eq!(write(&common(), None).unwrap(), bytes(&expected));
    assert_eq!(read(&bytes(&expected)), Ok(common()));
}

/// RFC 8949, appendix A.
#[test]
fn integers_are_written_as_short_as_they_can_be() {
    for (long, hex) in [
        (0, "00"),
        (23, "17"),
        (24, "1818"),
        (100, "1864"),
        (1000, "1903e8"),
        (1_000_000, "1a000f4240"),
        (1_000_000_000_000, "1b000000e8d4a51000"),
        (-1, "20"),
        (-10, "29"),
        (-100, "3863"),
        (-1000, "3903e7"),
        (i64::MIN, "3b7fffffffffffffff"),
    ] {
        let value = Numbers {
            long: Some(long),
            ..Numbers::default()
        };
        let expected = bytes(&format!("bf 616c {hex} ff"));
        assert_eq!(write(&value, None).unwrap(), expected, "{long}");
        assert_eq!(read(&expected), Ok(value), "{long}");
    }
}

#[test]
fn numbers_of_one_kind_for_another() {
    let numbers = |hex: &str| read::<Numbers>(&bytes(hex));
    // The protocol tests' `SupportsUpcastingDataOnDeserialize`, with its names cut short.
    let value = numbers("bf 6164 f93e00 6166 f947a0 6169 1838 616c 190100 ff").unwrap();
    assert_eq!((value.double, value.float), (Some(1.5), Some(7.625)));
    assert_eq!((value.integer, value.long), (Some(56), Some(256)));
    let value =
        numbers("a4 6164 38ff 6166 1903e8 6169 fb c010000000000000 616c fa 447a0000").unwrap();
    assert_eq!((value.double, value.float), (Some(-256.0), Some(1000.0)));
    assert_eq!((value.integer, value.long), (Some(-4), Some(1000)));
    let value = numbers("a2 6164 1bffffffffffffffff 6166 fb 7ff0000000000000").unwrap();
    assert_eq!(value.double, Some(18_446_744_073_709_551_616.0));
    assert_eq!(value.float, Some(f32::INFINITY));
    for (hex, refused) in [
        (
            "6169 1a80000000",
            "expected an integer of 32 bits, found 2147483648 at 3 (/i)",
        ),
        (
            "616c 1b8000000000000000",
            "expected an integer of 64 bits, found 9223372036854775808",
        ),
        (
            "616c 3b8000000000000000",
            "expected an integer of 64 bits, found -9223372036854775809",
        ),
        (
            "6169 f93e00",
            "expected an integer of 64 bits, found 1.5 at 3 (/i)",
        ),
        ("6169 f97e00", "expected an integer of 64 bits, found NaN"),
        (
            "6169 c24101",
            "expected an integer, found a big number (tag 2) at 3 (/i)",
        ),
        (
            "6164 c34101",
            "expected a number, found a big number (tag 3)",
        ),
        (
            "6164 c48221196ab3",
            "expected a number, found a big number (tag 4)",
        ),
        (
            "6166 fb7e37e43c8800759c",
            "expected a number in range, found 1e300 at 3 (/f)",
        ),
        ("6169 6131", "expected an integer, found a string at 3 (/i)"),
        ("6164 f4", "expected a number, found false"),
        ("6164 f93e", "the body ends within a value at 5 (/d)"),
        ("616c 1b00", "the body ends within a value at 5 (/l)"),
    ] {
        let error = numbers(&format!("a1 {hex}")).unwrap_err();
        assert!(error.starts_with(refused), "{hex}: {error}");
    }
}

#[test]
fn timestamps() {
    let time = |hex: &str| read::<Numbers>(&bytes(&format!("a1 6174 {hex}")));
    let at = |hex: &str| time(hex).unwrap().time.unwrap().as_nanosecond();
    // RFC 8949, 3.4.2 and appendix A; the protocol tests' `DateTimeWithFractionalSeconds`.
    assert_eq!(at("c11a514b67b0"), 1_363_896_240_000_000_000);
    assert_eq!(at("c1fb41d452d9ec200000"), 1_363_896_240_500_000_000);
    assert_eq!(at("c1fb41cc37db380fbe77"), 946_845_296_123_000_000);
    assert_eq!(at("c13903e7"), -1_000_000_000_000);
    assert_eq!(at("c1f93e00"), 1_500_000_000);
    assert_eq!(at("c1fa4e000000"), 536_870_912_000_000_000);
    assert_eq!(
        at("c074323031332d30332d32315432303a30343a30305a"),
        1_363_896_240_000_000_000
    );
    assert_eq!(at("1a514b67b0"), 1_363_896_240_000_000_000);
    for (hex, refused) in [
        ("c1f97e00", "expected a timestamp, found NaN at 3 (/t)"),
        (
            "c11bffffffffffffffff",
            "expected a timestamp, found 18446744073709551615",
        ),
        ("c14101", "expected a timestamp, found a byte string at 4"),
        ("6161", "expected a timestamp, found a at 3 (/t)"),
    ] {
        let error = time(hex).unwrap_err();
        assert!(error.starts_with(refused), "{hex}: {error}");
    }
}

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

#[test]
fn values_that_have_no_wire_form_say_where() {
    let tree = |more: Vec<Tree>| Tree {
        name: Some("n".into()),
        more: Some(more),
        ..Tree::default()
    };
    let mut value = Everything {
        document: Some(Document::Null),
        ..common()
    };
    let error = write(&value, None).unwrap_err();
    assert_eq!(error, "/document: the protocol has no form for documents");
    value.document = None;
    value.choice = Some(Choice::Unknown("new".into()));
    let error = write(&value, None).unwrap_err();
    assert!(
        error.starts_with("/choice: the union's variant \"new\""),
        "{error}"
    );
    value.choice = None;
    let deep = (0..200).fold(tree(vec![]), |inner, _| tree(vec![Tree::default(), inner]));
    value.tree = Some(deep);
    let error = write(&value, None).unwrap_err();
    assert!(error.starts_with("/tree/more/1/more/1/"), "{error}");
    assert!(
        error.ends_with("nested more than 128 levels deep"),
        "{error}"
    );
}

#[test]
fn tokens_fill_what_the_caller_left_out() {
    let mut value = Everything::default();
    let expected = bytes("bf 6474657874 60 65746f6b656e 636e6577 ff");
    assert_eq!(write(&value, Some("new")).unwrap(), expected);
    value.token = Some("own".into());
    let expected = bytes("bf 6474657874 60 65746f6b656e 636f776e ff");
    assert_eq!(write(&value, Some("new")).unwrap(), expected);
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

    #[test]
    fn numbers_come_back(integer: i32, long: i64, float: f32, double: f64, milliseconds in -62_135_596_800_000_i64..253_402_207_200_000) {
        let value = Numbers {
            integer: Some(integer),
            long: Some(long),
            float: Some(float),
            double: Some(double),
            time: crate::shape::Timestamp::from_millisecond(milliseconds).ok(),
        };
        let read: Numbers = read(&write(&value, None).unwrap()).unwrap();
        prop_assert_eq!(read.float.map(f32::to_bits), value.float.map(f32::to_bits));
        prop_assert_eq!(read.double.map(f64::to_bits), value.double.map(f64::to_bits));
        prop_assert_eq!((read.integer, read.long, read.time), (value.integer, value.long, value.time));
    }
}
