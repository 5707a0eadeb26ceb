//! A case with something changed at random. Read by: run.

use fastrand::Rng;

use crate::case::{Case, Format, Target};
use crate::{frames, tokens};

/// A body that has grown to this is not made larger: many small cases find more than few large ones.
const LARGE: usize = 20_000;

const STATUSES: [u16; 10] = [200, 204, 206, 299, 300, 400, 404, 429, 500, 503];

const HEADERS: [&str; 12] = [
    "content-type",
    "content-length",
    "x-amzn-errortype",
    "x-amzn-query-error",
    "x-amzn-requestid",
    "smithy-protocol",
    "x-foo",
    "hello",
    "x-boolList",
    "x-timestampList",
    "x-integerList",
    "x-stringList",
];

/// Changes the case, with pieces of another and for another operation now and then.
pub fn case(case: &mut Case, other: &Case, targets: &[Target], rng: &mut Rng) {
    if rng.u8(..10) == 0 {
        let format = case.format();
        let target = &targets[rng.usize(..targets.len())];
        if target.format == format {
            case.operation = target.name.to_owned();
        }
    }
    if rng.u8(..10) == 0 {
        case.status = STATUSES[rng.usize(..STATUSES.len())];
    }
    if rng.u8(..5) == 0 {
        headers(case, other, rng);
    }
    if rng.u8(..5) > 0 {
        let format = case.format();
        let is_it = |target: &Target| target.events && target.name == case.operation;
        let events = targets.iter().any(is_it);
        for _ in 0..=rng.u8(..4) {
            if events {
                frames::mutate(&mut case.body, &other.body, format, rng);
            } else {
                body(&mut case.body, &other.body, format, rng);
            }
        }
    }
}

fn headers(case: &mut Case, other: &Case, rng: &mut Rng) {
    let count = case.headers.len();
    match rng.u8(..5) {
        0 if count > 0 => drop(case.headers.remove(rng.usize(..count))),
        1 if !other.headers.is_empty() => {
            case.headers
                .push(other.headers[rng.usize(..other.headers.len())].clone());
        }
        2 => {
            let name = HEADERS[rng.usize(..HEADERS.len())].to_owned();
            case.headers.push((name, text(rng)));
        }
        _ if count > 0 => {
            let value = &mut case.headers[rng.usize(..count)].1;
            match rng.u8(..3) {
                0 => *value = text(rng),
                1 => value.truncate(rng.usize(..=value.len())),
                _ => value.extend(text(rng)),
            }
        }
        _ => {}
    }
    case.headers
        .iter_mut()
        .for_each(|(_, value)| value.retain(|byte| *byte >= b' '));
}

/// A value that a header could have, or almost.
fn text(rng: &mut Rng) -> Vec<u8> {
    let pieces: [&[u8]; 22] = [
        b"",
        b",",
        b", ",
        b"\"",
        b"\\\"",
        b"\"a,b\"",
        b"true",
        b"false",
        b"1",
        b"-1",
        b"9223372036854775808",
        b"NaN",
        b"-Infinity",
        b"1e999",
        b"Mon, 16 Dec 2019 23:48:18 GMT",
        b"Sun, 31 Feb 9999 99:99:99 GMT",
        b"2019-12-16T23:48:18Z",
        b"1576540098",
        b"eyJhIjoxfQ==",
        b"FooError:http://a/#b",
        b"aws.protocols#FooError;Sender",
        b"\xff\xfe",
    ];
    (0..=rng.u8(..4))
        .flat_map(|_| pieces[rng.usize(..pieces.len())].to_vec())
        .collect()
}

/// Changes some bytes.
pub fn body(body: &mut Vec<u8>, other: &[u8], format: Format, rng: &mut Rng) {
    let from = rng.usize(..=body.len());
    let to = (from + rng.usize(..60)).min(body.len());
    let tokens = tokens::of(format);
    let token = tokens[rng.usize(..tokens.len())];
    let may_grow = body.len() < LARGE;
    match rng.u8(..12) {
        0 if from < body.len() => body[from] ^= 1 << rng.u8(..8),
        1 if from < body.len() => body[from] = rng.u8(..),
        2 => body.truncate(from),
        3 => drop(body.drain(from..to)),
        4 if may_grow => {
            let piece = body[from..to].to_vec();
            body.splice(from..from, piece);
        }
        5 | 6 if !other.is_empty() && may_grow => {
            let start = rng.usize(..other.len());
            let end = (start + rng.usize(..200)).min(other.len());
            body.splice(from..to, other[start..end].iter().copied());
        }
        7 if may_grow => {
            let repeated = token.repeat(rng.usize(1..400));
            body.splice(from..from, repeated);
        }
        8 => drop(body.splice(from..to, token.iter().copied())),
        9 if may_grow => {
            // A piece that stands often: elements of lists, entries of maps, the same member again.
            let piece = body[from..to].repeat(rng.usize(1..60));
            body.splice(from..to, piece);
        }
        10 => digits(body, from, rng),
        _ => drop(body.splice(from..from, token.iter().copied())),
    }
}

/// Another number for the first at or after the place.
fn digits(body: &mut Vec<u8>, from: usize, rng: &mut Rng) {
    let Some(start) = body[from..]
        .iter()
        .position(u8::is_ascii_digit)
        .map(|start| from + start)
    else {
        return;
    };
    let length = body[start..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let numbers: [&str; 12] = [
        "0",
        "-1",
        "127",
        "128",
        "32768",
        "2147483647",
        "-2147483649",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "1.5",
        "1e400",
    ];
    body.splice(
        start..start + length,
        numbers[rng.usize(..numbers.len())].bytes(),
    );
}
