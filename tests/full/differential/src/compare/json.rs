//! Bodies in JSON, by value. Read by: `compare`.

use serde_json::Value;

use super::{Differences, same_text, unreadable};

pub fn bodies(theirs: &[u8], ours: &[u8], found: &mut Differences<'_>) {
    match (serde_json::from_slice(theirs), serde_json::from_slice(ours)) {
        (Ok(theirs), Ok(ours)) => values(&theirs, &ours, found),
        _ => unreadable(theirs, ours, found),
    }
}

fn values(theirs: &Value, ours: &Value, found: &mut Differences<'_>) {
    match (theirs, ours) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, theirs) in a {
                found.within(key, |found| match b.get(key) {
                    Some(ours) => values(theirs, ours, found),
                    None => found.differ(theirs, "nothing"),
                });
            }
            for (key, ours) in b.iter().filter(|(key, _)| !a.contains_key(*key)) {
                found.within(key, |found| found.differ("nothing", &ours.to_string()));
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (theirs, ours)) in a.iter().zip(b).enumerate() {
                found.within(index, |found| values(theirs, ours, found));
            }
        }
        (Value::Number(a), Value::Number(b)) if same_number(a, b) => {}
        (Value::String(a), Value::String(b)) if same_text(a, b) => {}
        _ if theirs == ours => {}
        _ => found.differ(theirs, &ours.to_string()),
    }
}

/// Integers by all their digits; others by the nearest double, which is what JSON numbers are to botocore.
fn same_number(a: &serde_json::Number, b: &serde_json::Number) -> bool {
    match (a.as_i64(), b.as_i64()) {
        (Some(a), Some(b)) => a == b,
        _ => a.as_f64() == b.as_f64(),
    }
}
