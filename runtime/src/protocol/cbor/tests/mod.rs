//! CBOR as values: expectations are from RFC 8949, the protocol's page, and botocore. Here are the shapes, what botocore
//! writes, and writing.

mod numbers;
mod reading;

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
