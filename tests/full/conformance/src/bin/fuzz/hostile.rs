//! Bodies and headers that ask for much: depth, lengths, entities, numbers. Read by: run.

use std::collections::BTreeSet;
use std::iter::repeat_n;

use crate::case::{Case, Format, Target};
use crate::frames;

/// How many levels, elements or digits.
const MANY: usize = 20_000;

/// What a body is, and the body.
pub type Body = (&'static str, Vec<u8>);

/// The hostile bodies of a format.
pub fn bodies(format: Format) -> Vec<Body> {
    match format {
        Format::Json => json(),
        Format::Xml => xml(),
        Format::Cbor => cbor(),
    }
}

/// The names of members that the vectors nest their shapes by, so that depth meets a shape and is not skipped.
const NESTED: [&str; 9] = [
    "nested",
    "RecursiveStruct",
    "recursiveMember",
    "RecursiveMap",
    "RecursiveList",
    "documentValue",
    "foo",
    "structureList",
    "value",
];

fn many(open: &[u8], middle: &[u8], close: &[u8]) -> Vec<u8> {
    [open.repeat(MANY), middle.to_vec(), close.repeat(MANY)].concat()
}

fn filled(open: &[u8], unit: &[u8], close: &[u8]) -> Vec<u8> {
    [open, &unit.repeat(MANY), close].concat()
}

fn json() -> Vec<Body> {
    let mut bodies = vec![
        ("lists", many(b"[", b"", b"]")),
        ("lists without an end", b"[".repeat(MANY)),
        ("objects", many(b"{\"a\":", b"1", b"}")),
        ("objects without an end", b"{\"a\":".repeat(MANY)),
        (
            "a list of empty objects",
            filled(b"{\"a\":[", b"{},", b"{}]}"),
        ),
        ("a long number", filled(b"{\"a\":", b"9", b"}")),
        ("a long fraction", filled(b"{\"a\":0.", b"1", b"e-99999}")),
        ("a long string", filled(b"{\"a\":\"", b"\\u00e9", b"\"}")),
        (
            "a string without an end",
            filled(b"{\"a\":\"", b"\\\\", b""),
        ),
        ("white space", b" ".repeat(MANY)),
        (
            "the same member",
            filled(b"{", b"\"nested\":{},", b"\"nested\":{}}"),
        ),
        ("a long code", filled(b"{\"__type\":\"", b"a#:", b"\"}")),
    ];
    for name in NESTED {
        bodies.push((
            "a shape in itself",
            many(format!("{{\"{name}\":").as_bytes(), b"null", b"}"),
        ));
        bodies.push((
            "lists in a member",
            many(format!("{{\"{name}\":[").as_bytes(), b"", b"]}"),
        ));
        bodies.push((
            "many elements",
            [
                format!("{{\"{name}\":[").into_bytes(),
                b"{},".repeat(MANY),
                b"{}]}".to_vec(),
            ]
            .concat(),
        ));
    }
    bodies
}

fn xml() -> Vec<Body> {
    let mut bodies = vec![
        ("elements", many(b"<a>", b"", b"</a>")),
        ("elements without an end", b"<a>".repeat(MANY)),
        ("empty elements", filled(b"<a>", b"<a/>", b"</a>")),
        (
            "an entity of the machine",
            b"<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>".to_vec(),
        ),
        ("the same attribute", filled(b"<a", b" a=\"\"", b"/>")),
        ("comments", filled(b"<a>", b"<!---->", b"</a>")),
        ("a comment without an end", filled(b"<a><!--", b"-", b"")),
        ("a long name", filled(b"<", b"a", b"/>")),
        ("sections", filled(b"<a>", b"<![CDATA[a]]>", b"</a>")),
        ("references", filled(b"<a>", b"&#97;", b"</a>")),
        (
            "a doctype without an end",
            filled(b"<!DOCTYPE a [", b"<", b""),
        ),
        ("white space", b" ".repeat(MANY)),
        ("instructions", b"<?a?>".repeat(MANY)),
    ];
    bodies.extend(xml_declarations());
    bodies.extend(NESTED.iter().flat_map(|name| xml_shapes(name)));
    bodies
}

/// What is declared in masses: entities of entities, attributes, namespaces.
fn xml_declarations() -> Vec<Body> {
    let bomb: String = (0..40)
        .map(|level| {
            format!(
                "<!ENTITY e{} \"{}\">",
                level + 1,
                format!("&e{level};").repeat(10)
            )
        })
        .collect();
    let bomb = format!("<!DOCTYPE a [<!ENTITY e0 \"lol\">{bomb}]><a><value>&e40;</value></a>");
    let attributes: Vec<u8> = (0..MANY)
        .flat_map(|n| format!(" a{n}=\"\"").into_bytes())
        .collect();
    let namespaces: Vec<u8> = (0..MANY)
        .flat_map(|n| format!(" xmlns:a{n}=\"urn:a\"").into_bytes())
        .collect();
    vec![
        ("entities", bomb.into_bytes()),
        (
            "attributes",
            [b"<a".to_vec(), attributes, b"/>".to_vec()].concat(),
        ),
        (
            "namespaces",
            [b"<a".to_vec(), namespaces, b"/>".to_vec()].concat(),
        ),
    ]
}

/// A member in itself, and beside itself.
fn xml_shapes(name: &str) -> [Body; 3] {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let member = format!("<{name}><member>");
    [
        (
            "a shape in itself",
            [
                b"<a>".to_vec(),
                many(open.as_bytes(), b"", close.as_bytes()),
                b"</a>".to_vec(),
            ]
            .concat(),
        ),
        (
            "many elements",
            [
                b"<a>".to_vec(),
                format!("<{name}/>").repeat(MANY).into_bytes(),
                b"</a>".to_vec(),
            ]
            .concat(),
        ),
        (
            "lists in a member",
            [b"<a>".to_vec(), member.repeat(MANY).into_bytes()].concat(),
        ),
    ]
}

fn cbor() -> Vec<Body> {
    let mut bodies = vec![
        ("arrays", [b"\x81".repeat(MANY), b"\xf6".to_vec()].concat()),
        ("arrays without a length", many(b"\x9f", b"", b"\xff")),
        (
            "maps",
            [b"\xa1\x61a".repeat(MANY), b"\xf6".to_vec()].concat(),
        ),
        (
            "maps without a length",
            many(b"\xbf\x61a", b"\xf6", b"\xff"),
        ),
        ("tags", filled(b"\xa1\x61a", b"\xc1", b"\x01")),
        ("tags alone", b"\xc1".repeat(MANY)),
        (
            "pieces of a string",
            filled(b"\xa1\x61a\x7f", b"\x61a", b"\xff"),
        ),
        (
            "empty pieces of a blob",
            filled(b"\xa1\x61a\x5f", b"\x40", b"\xff"),
        ),
        (
            "strings in pieces of strings",
            filled(b"\xa1\x61a", b"\x7f", b""),
        ),
        ("undefined", b"\xf7".repeat(MANY)),
        ("breaks", b"\xff".repeat(MANY)),
    ];
    let lengths: [&[u8]; 6] = [
        b"\x9a\xff\xff\xff\xff",
        b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\xbb\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x7b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xdb\xff\xff\xff\xff\xff\xff\xff\xff",
    ];
    for name in ["a"].into_iter().chain(NESTED) {
        let mut key = vec![0x60 + u8::try_from(name.len()).unwrap_or(23)];
        key.extend_from_slice(name.as_bytes());
        for length in lengths {
            bodies.push((
                "a length that is a lie",
                [b"\xa1", &key[..], length, b"\x00"].concat(),
            ));
        }
        let one = [b"\xa1", &key[..]].concat();
        bodies.push((
            "a shape in itself",
            [one.repeat(MANY), b"\xf6".to_vec()].concat(),
        ));
        let list = [b"\xa1", &key[..], b"\x9f"].concat();
        bodies.push(("lists in a member", list.repeat(MANY)));
        bodies.push((
            "many elements",
            [list, b"\xa0".repeat(MANY), b"\xff".to_vec()].concat(),
        ));
    }
    bodies
}

/// A target's cases: bodies as a response and as an error, and headers that are too much. Of these, one of `share`, which
/// are others for each target's `index`: readers differ less than bodies do.
pub fn cases(
    (index, share): (usize, usize),
    target: &Target,
    bodies: &[Body],
    headers: &BTreeSet<&str>,
) -> Vec<Case> {
    let mut turn = index;
    let mut is_ours = || {
        turn += 1;
        turn.is_multiple_of(share)
    };
    let case = |status, headers, body: &[u8]| Case {
        operation: target.name.to_owned(),
        status,
        headers,
        body: body.to_vec(),
    };
    let mut cases = Vec::new();
    for (_, body) in bodies {
        if !is_ours() {
            continue;
        }
        cases.push(case(200, vec![], body));
        cases.push(case(400, vec![], body));
    }
    if target.events {
        for body in frames::hostile(target.format, bodies) {
            cases.push(case(200, vec![], &body));
        }
    }
    for value in [
        "\"",
        "\"a\\\"\",",
        "a,",
        "1,",
        "Mon, 16 Dec 2019 23:48:18 GMT,",
        "9",
    ] {
        let long: Vec<u8> = repeat_n(value.bytes(), 10_000).flatten().collect();
        for name in headers {
            if !is_ours() {
                continue;
            }
            cases.push(case(400, vec![((*name).to_owned(), long.clone())], b""));
            cases.push(case(200, vec![((*name).to_owned(), long.clone())], b""));
        }
    }
    let names = (0..5_000).map(|n| (format!("x-foo-{n}"), b"a".to_vec()));
    cases.push(case(200, names.collect(), b"{}"));
    cases
}
