//! Responses: what is read although it need not be, what is refused, and that no bytes do harm.

use super::*;

#[test]
fn reading_forgives() {
    for nothing in [&b" \n"[..], b"null", b" null\n"] {
        assert_eq!(receive(200, &[], nothing).unwrap(), Everything::default());
    }
    let value = read(
        r#"{"integer":5.0,"long":-12e2,"x":[{"y":[1,"\u0041",{}]},[]],"text":"\ud83d\ude00\u00e9\/","Flag":null,"time":"1398796238",
        "dense":[null,1,null],"colors":{"RED":null},"text":"last","double":1E3,"choice":{"__type":"t","new":{"a":[1]}},"float":"Infinity"}"#,
    );
    let value = value.unwrap();
    assert_eq!(
        (value.integer, value.long, value.flag),
        (Some(5), Some(-1200), None)
    );
    assert_eq!(value.time.unwrap().as_second(), 1_398_796_238);
    assert_eq!(value.dense, Some(vec![1]));
    assert_eq!(value.colors, Some(Map::new()));
    assert_eq!(value.text, "last");
    assert_eq!(
        (value.double, value.float),
        (Some(1000.0), Some(f32::INFINITY))
    );
    assert_eq!(value.choice, Some(Choice::Unknown("new".into())));
    assert_eq!(
        read(r#"{"text":"\ud83d\ude00\u00e9\/"}"#).unwrap().text,
        "😀é/"
    );
    assert_eq!(
        read(r#"{"choice":{"text":null,"Tree":{}}}"#)
            .unwrap()
            .choice,
        Some(Choice::Tree(Box::default()))
    );
    assert_eq!(
        read(r#"{"choice":{"text":null}}"#).unwrap().choice,
        Some(Choice::default())
    );
    let behind =
        r#"{"choice":{"text":"a","Tree":null,"__type":{"x":[1]}},"time":"2014-04-29T18:30:38Z"}"#;
    let behind = read(behind).unwrap();
    assert_eq!(behind.choice, Some(Choice::Text("a".to_owned())));
    assert_eq!(behind.time, value.time);
}

fn assert_refused(cases: &[(&str, &str)]) {
    for (body, expected) in cases {
        let error = read(body).unwrap_err();
        assert!(error.contains(expected), "{body}: {error}");
    }
}

#[test]
fn reading_refuses_values_of_another_kind() {
    assert_refused(&[
        (
            r#"{"text":1}"#,
            "expected a string, found a number at byte 8 (/text)",
        ),
        (
            r#"{"tree":{"more":[{},{"name":true}]}}"#,
            "expected a string, found true at byte 28 (/tree/more/1/name)",
        ),
        (
            r#"{"integer":2147483648}"#,
            "expected an integer of 32 bits, found 2147483648",
        ),
        (
            r#"{"integer":5.5}"#,
            "expected an integer of 64 bits, found 5.5 at byte 11 (/integer)",
        ),
        (
            r#"{"long":9223372036854775808}"#,
            "expected an integer of 64 bits, found 9223372036854775808",
        ),
        (
            r#"{"long":01}"#,
            "expected an integer, found a malformed number",
        ),
        (r#"{"long":"5"}"#, "expected an integer, found a string"),
        (
            r#"{"double":1e999}"#,
            "expected a number in range, found 1e999",
        ),
        (r#"{"blob":"*"}"#, "expected base64"),
        (
            r#"{"time":"soon"}"#,
            "expected a timestamp, found soon at byte 8 (/time)",
        ),
        (
            r#"{"choice":{"text":"a","Tree":{}}}"#,
            "expected one variant of Choice, found two",
        ),
        (
            r#"{"choice":{"new":1,"newer":2}}"#,
            "expected one variant of Choice, found two",
        ),
    ]);
    let error = read(&format!(r#"{{"time":"{}"}}"#, "é".repeat(500))).unwrap_err();
    assert!(
        error.contains(&format!("found {}… at byte 8", "é".repeat(40))),
        "{error}"
    );
}

#[test]
fn reading_refuses_what_is_not_json() {
    assert_refused(&[
        (r#"{"text":"\ud800"}"#, "half of a surrogate pair"),
        (r#"{"text":"\ud800\u0041"}"#, "half of a surrogate pair"),
        (r#"{"text":"\udc00"}"#, "half of a surrogate pair"),
        (r#"{"text":"\u00g0"}"#, "four hexadecimal digits"),
        (r#"{"text":"\x"}"#, "an escape that JSON does not have"),
        ("{\"text\":\"a\tb\"}", "a control character in a string"),
        (r#"{"text":"abc"#, "the text ends within a string"),
        (
            r#"{"text":"abc""#,
            "expected `,` or `}`, found the end of the text",
        ),
        (r#"{"text":"abc"}x"#, "expected the end, found `x`"),
        (r#"{"text":"abc",}"#, "expected a key, found `}`"),
        (r#"{"dense":[1,]}"#, "expected an integer, found `]`"),
        (r#"{"dense":[1 2]}"#, "expected `,` or `]`, found a number"),
        (r#"{"x":[1 2]}"#, "expected `,` or `]`, found a number"),
        (r#"{"x":{"a" 2}}"#, "expected `:`, found a number"),
        (r#"{"x":nul}"#, "expected null, found `n`"),
        (r#"{"x":tru}"#, "expected true, found `t`"),
        ("[1]", "not a JSON object"),
        ("nul", "not JSON"),
    ]);
    let error = receive(200, &[], b"{\"text\":\"\xFF\"}")
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("expected UTF-8, found other bytes at byte 9 (/text)"),
        "{error}"
    );
}

#[test]
fn depth_has_a_limit_everywhere() {
    let nested = |key: &str, open: &str, close: &str, count| {
        format!(
            "{{\"{key}\":{}{}}}",
            open.repeat(count),
            close.repeat(count)
        )
    };
    for (key, open, close) in [
        ("document", "[", "]"),
        ("x", "[", "]"),
        ("x", "{\"a\":[", "]}"),
        ("tree", "{\"child\":", "}"),
    ] {
        let levels = open.matches(['{', '[']).count();
        let inner = |count| nested(key, open, close, count).replace(":}", ":null}");
        assert!(read(&inner(127 / levels)).is_ok(), "{key} {open}");
        let error = read(&inner(128 / levels + 1)).unwrap_err();
        assert!(
            error.contains("nested more than 128 levels deep"),
            "{error}"
        );
        assert!(read(&nested(key, open, "", 100_000)).is_err());
    }
}

#[test]
fn no_bytes_panic() {
    let (_, json) = everything();
    for end in 0..json.len() {
        let _ = receive(200, &[], &json.as_bytes()[..end]);
        let _ = receive(400, &[], &json.as_bytes()[..end]);
    }
    for at in 0..json.len() {
        for byte in [
            b'"', b'{', b'}', b'[', b']', b',', b':', b'\\', b'0', b'-', b'n', b'u', 0, 0xFF, b' ',
        ] {
            let mut bytes = json.as_bytes().to_vec();
            bytes[at] = byte;
            let _ = receive(200, &[], &bytes);
        }
    }
}
