//! Bodies in CBOR, decoded by a third party. Read by: `compare`.

use ciborium::Value;

use super::{Differences, unreadable};
use crate::values::same_number;

pub fn bodies(theirs: &[u8], ours: &[u8], found: &mut Differences<'_>) {
    match (decoded(theirs), decoded(ours)) {
        (Some(theirs), Some(ours)) => values(&theirs, &ours, found),
        _ => unreadable(theirs, ours, found),
    }
}

/// The one value that all of the bytes are.
fn decoded(mut bytes: &[u8]) -> Option<Value> {
    let value = ciborium::from_reader(&mut bytes).ok()?;
    bytes.is_empty().then_some(value)
}

fn values(theirs: &Value, ours: &Value, found: &mut Differences<'_>) {
    let same = match (theirs, ours) {
        (Value::Map(a), Value::Map(b)) => return maps(a, b, found),
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (theirs, ours)) in a.iter().zip(b).enumerate() {
                found.within(index, |found| values(theirs, ours, found));
            }
            return;
        }
        // An integer and a float are not the same type to a service, whatever their values; of a moment they may be.
        (Value::Float(a), Value::Float(b)) => same_number(*a, *b),
        (Value::Tag(1, a), Value::Tag(1, b)) => match (seconds(a), seconds(b)) {
            (Some(a), Some(b)) => a == b,
            _ => false,
        },
        _ => theirs == ours,
    };
    if !same {
        found.differ(format_args!("{theirs:?}"), &format!("{ours:?}"));
    }
}

fn maps(a: &[(Value, Value)], b: &[(Value, Value)], found: &mut Differences<'_>) {
    let find = |map: &[(Value, Value)], key: &Value| {
        map.iter()
            .find(|(known, _)| known == key)
            .map(|(_, value)| value.clone())
    };
    if a.len() != b.len() {
        found.differ(format_args!("{} keys", a.len()), &format!("{}", b.len()));
    }
    for (key, theirs) in a {
        found.within(name(key), |found| match find(b, key) {
            Some(ours) => values(theirs, &ours, found),
            None => found.differ(format_args!("{theirs:?}"), "nothing"),
        });
    }
    for (key, ours) in b.iter().filter(|(key, _)| find(a, key).is_none()) {
        found.within(name(key), |found| {
            found.differ("nothing", &format!("{ours:?}"))
        });
    }
}

fn name(key: &Value) -> String {
    match key {
        Value::Text(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

/// A moment.
fn seconds(value: &Value) -> Option<f64> {
    match value {
        Value::Float(seconds) => Some(*seconds),
        Value::Integer(seconds) => Some(i128::from(*seconds) as f64),
        _ => None,
    }
}
