//! Query strings and forms, as sets of pairs in which a pair can stand twice. Read by: `compare`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Differences, same_text};
use crate::cases::Pair;

type Pairs = Vec<(String, String)>;

/// The pairs of a query string.
pub fn query(text: &str) -> Pairs {
    split(text, decoded)
}

/// The pairs of a form, in which `+` stands for a space.
pub fn form(text: &str) -> Pairs {
    split(text, |text| decoded(&text.replace('+', " ")))
}

/// The pairs that botocore makes a form from.
pub fn sent(pairs: &[Pair]) -> Pairs {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    pairs
        .iter()
        .map(|Pair(key, value)| (key.clone(), text(value)))
        .collect()
}

fn split(text: &str, decoded: impl Fn(&str) -> String) -> Pairs {
    let pair = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(key), decoded(value))
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(pair)
        .collect()
}

/// Without percent-encoding; bytes that are no text stay encoded.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        match (
            first,
            hex.and_then(|digits| u8::from_str_radix(digits, 16).ok()),
        ) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Adds a difference for each key whose values are not the same, whatever their order.
pub fn pairs(theirs: Pairs, ours: Pairs, found: &mut Differences<'_>) {
    let mut all: BTreeMap<String, [Vec<String>; 2]> = BTreeMap::new();
    for (side, pairs) in [theirs, ours].into_iter().enumerate() {
        for (key, value) in pairs {
            all.entry(key).or_default()[side].push(value);
        }
    }
    for (key, [mut theirs, mut ours]) in all {
        theirs.sort();
        ours.sort();
        let same = theirs.len() == ours.len()
            && theirs
                .iter()
                .zip(&ours)
                .all(|(theirs, ours)| same_text(theirs, ours));
        if !same {
            found.within(&key, |found| {
                found.differ(format_args!("{theirs:?}"), &format!("{ours:?}"));
            });
        }
    }
}
