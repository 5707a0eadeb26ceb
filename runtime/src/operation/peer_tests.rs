//! Any JSON, read and written beside `serde_json`.

use proptest::prelude::*;
use serde_json::Value;

use crate::operation::exchange_tests::{read, receive, send};
use crate::shape::{Document, Number};
use crate::test_shapes::Everything;

/// Both readings of a text as the value of a member.
fn both(text: &str) -> (Option<Document>, Option<Value>) {
    let body = format!("{{\"document\":{text}}}");
    let ours = read(&body)
        .ok()
        .map(|value| value.document.unwrap_or_default());
    let theirs = serde_json::from_str::<Value>(&body)
        .ok()
        .map(|mut value| value["document"].take());
    (ours, theirs)
}

fn same(ours: &Document, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Document::Null, Value::Null) => true,
        (Document::Boolean(a), Value::Bool(b)) => a == b,
        (Document::String(a), Value::String(b)) => a == b,
        (Document::Number(number), Value::Number(b)) => match *number {
            Number::Unsigned(a) => b.as_u64() == Some(a),
            Number::Signed(a) => b.as_i64() == Some(a),
            Number::Float(a) => b.is_f64() && b.as_f64() == Some(a),
        },
        (Document::List(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Document::Map(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => false,
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6).prop_map(|entries| {
                Value::from(entries.into_iter().collect::<serde_json::Map<_, _>>())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn documents_read_the_same(value in any_json(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let (ours, theirs) = both(&text);
        prop_assert!(same(&ours.unwrap(), &theirs.unwrap()), "{}", text);
    }

    #[test]
    fn documents_are_written_so_that_the_peer_reads_them(value in any_json()) {
        let (document, theirs) = both(&value.to_string());
        let sent = send(&Everything { document, ..Everything::default() }, None).unwrap();
        let read: Value = serde_json::from_slice(sent.body()).unwrap();
        prop_assert!(same(&read_document(&read), &theirs.unwrap()));
    }

    /// Text made of JSON's own characters: mostly malformed, and both must think so.
    #[test]
    fn the_same_text_is_refused(text in r#"[\[\]{}:,"\\/u0-9eE+.\-ntrufalse \n\x00-\x20a-fé😀]{0,12}"#) {
        let (ours, theirs) = both(&text);
        prop_assert_eq!(ours.is_some(), theirs.is_some(), "{}", text);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, status in prop_oneof![Just(200_u16), Just(400), Just(500)]) {
        let _ = receive(status, &[], &bytes);
        let mut body = b"{\"document\":".to_vec();
        body.extend(bytes);
        let _ = receive(status, &[], &body);
    }
}

/// What `serde_json` read of the member, as ours.
fn read_document(body: &Value) -> Document {
    let (ours, _) = both(&body["document"].to_string());
    ours.unwrap()
}
