//! From responses to values.

use super::*;

#[test]
fn reads_headers_and_status() {
    let dates = "Mon, 16 Dec 2019 23:48:18 GMT, Mon, 16 Dec 2019 23:48:18 GMT";
    let headers = [
        ("X-Text", "Hello"),
        ("X-Texts", r#""b,c", "\"def\"", a"#),
        ("X-Dates", dates),
        ("X-Flag", "true"),
        ("X-Json", "dHJ1ZQ=="),
        ("X-Meta-Abc", "1"),
        ("x-meta-d", ""),
        ("X-Integers", "1"),
        ("X-Integers", "2, 3"),
        ("X-Blob", "AP9+"),
        ("X-Single", "NaN"),
        ("Expires", "never"),
    ];
    let value = receive::<DoBare>(201, &headers, "").unwrap();
    assert_eq!(value.text.as_deref(), Some("Hello"));
    assert_eq!(value.texts.unwrap(), ["b,c", "\"def\"", "a"]);
    assert_eq!(value.dates.unwrap(), [date(), date()]);
    assert_eq!(value.flag, Some(true));
    assert_eq!(value.json.as_deref(), Some("true"));
    let metadata = [("abc".into(), "1".into()), ("d".into(), String::new())];
    assert_eq!(value.metadata, Some(Map::from(metadata)));
    let all = value.all.unwrap();
    assert_eq!(
        (all.len(), &*all["x-text"], &*all["x-integers"]),
        (11, "Hello", "1, 2, 3")
    );
    assert_eq!(value.status, Some(201));
    assert_eq!(value.integers.unwrap(), [1, 2, 3]);
    assert_eq!(value.blob.as_deref(), Some(&b"\0\xFF~"[..]));
    assert!(value.single.unwrap().is_nan());
    assert_eq!((value.expires, value.key), (None, None));
}

#[test]
fn reads_nothing_where_nothing_is() {
    let value = receive::<DoBare>(200, &[], "").unwrap();
    let empty = Bare {
        metadata: Some(Map::new()),
        all: Some(Map::new()),
        status: Some(200),
        ..Bare::default()
    };
    assert_eq!(value, empty);
    let blank = [
        ("X-Flag", ""),
        ("X-Single", " "),
        ("X-Text", ""),
        ("X-Integers", ""),
    ];
    let value = receive::<DoBare>(200, &blank, "").unwrap();
    assert_eq!(
        (value.flag, value.single, value.text),
        (None, None, some(""))
    );
    assert_eq!(value.integers, Some(vec![]));
}

#[test]
fn unreadable_headers_name_themselves() {
    let cases = [
        (
            "x-flag",
            "yes",
            r#"header X-Flag that cannot be read: expected true or false, found "yes" (/flag)"#,
        ),
        (
            "x-integers",
            "1,x",
            r#"header X-Integers that cannot be read: expected an integer of 32 bits, found "x" (/integers)"#,
        ),
        (
            "x-texts",
            "\"a",
            r#"expected a quote that ends the text, found "a" (/texts)"#,
        ),
        ("x-json", "*", r#"expected base64, found "*" (/json)"#),
        (
            "x-dates",
            "soon",
            r#"expected a timestamp, found "soon" (/dates)"#,
        ),
    ];
    for (name, text, expected) in cases {
        let error = receive::<DoBare>(200, &[(name, text)], "")
            .unwrap_err()
            .to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn reads_documents() {
    let body = r#" {"name": "n", "x": [1], "Tree": {"name": "t"}, "when": 1576540098, "baz": "z", "Content-Type": "no"}"#;
    let value = receive::<DoMixed>(200, &[("name", "i")], body).unwrap();
    let expected = Mixed {
        id: some("i"),
        name: some("n"),
        tree: Some(Tree {
            name: some("t"),
            ..Tree::default()
        }),
        when: Some(date()),
        baz: some("z"),
        ..Mixed::default()
    };
    assert_eq!(value, expected);
    for nothing in ["", " \n", "null", "{}"] {
        assert_eq!(
            receive::<DoMixed>(200, &[], nothing).unwrap(),
            Mixed::default()
        );
    }
    assert_eq!(receive::<DoNothing>(200, &[], "OK").unwrap(), Nothing {});
    let refused = [
        (
            r#"{"Tree":{"name":1}}"#,
            "expected a string, found a number at byte 16 (/Tree/name)",
        ),
        ("<html>", "HTTP 200 with a body that is not JSON"),
        ("{} x", "expected the end, found `x`"),
    ];
    for (body, expected) in refused {
        let error = receive::<DoMixed>(200, &[], body).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn reads_payloads() {
    let tail = receive::<DoTail>(200, &[("content-type", "image/jpg")], " null").unwrap();
    assert_eq!(
        (tail.data.as_deref(), tail.kind),
        (Some(&b" null"[..]), some("image/jpg"))
    );
    assert_eq!(receive::<DoTail>(200, &[], "").unwrap(), Tail::default());
    assert_eq!(
        receive::<DoTyped>(200, &[], "a,b").unwrap().data,
        some("a,b")
    );
    assert_eq!(
        receive::<DoPlain>(200, &[], "RED").unwrap().data,
        Some(Color::Red)
    );
    let whole = receive::<DoWhole>(200, &[], r#"{"name":"t"}"#).unwrap();
    assert_eq!(whole.data.unwrap().name, some("t"));
    assert_eq!(receive::<DoWhole>(200, &[], "").unwrap(), Whole::default());
    let one = receive::<DoOne>(200, &[], r#"{"text":"c"}"#).unwrap();
    assert_eq!(one.data, Some(Choice::Text("c".into())));
    assert_eq!(receive::<DoOne>(200, &[], "").unwrap(), One::default());
    assert_eq!(
        receive::<DoFree>(200, &[], r#""d""#).unwrap().data,
        Some("d".into())
    );
    let error = receive::<DoWhole>(200, &[], r#"{"name":1}"#).unwrap_err();
    assert!(error.to_string().contains("at byte 8 (/name)"), "{error}");
    assert!(receive::<DoFree>(200, &[], "1 2").is_err());
}

#[test]
fn reads_errors() {
    let service_error =
        |headers: &[(&str, &str)], body: &str| match receive::<DoMixed>(429, headers, body) {
            Err(Error::Service(error)) => error,
            other => panic!("{other:?}"),
        };
    let busy = |message: Option<&str>, retry| {
        DoError::Busy(Busy {
            message: message.map(Into::into),
            retry,
            status: Some(429),
        })
    };
    let named = (
        "x-amzn-errortype",
        "aws.test#Busy:http://internal.amazon.com/",
    );
    let error = service_error(&[named, ("retry-after", "7")], r#"{"message":"wait"}"#);
    assert_eq!(
        (&*error.code, error.message.as_deref()),
        ("Busy", Some("wait"))
    );
    assert_eq!(error.error, busy(Some("wait"), Some(7)));
    for spelled in ["Message", "errorMessage"] {
        let error = service_error(&[named], &format!(r#"{{"{spelled}":"wait"}}"#));
        assert_eq!(error.error, busy(Some("wait"), None), "{spelled}");
    }
    assert_eq!(
        service_error(&[], r#"{"code":"aws.test#Busy"}"#).error,
        busy(None, None)
    );
    assert_eq!(
        service_error(&[], r#"{"__type":"Busy"}"#).error,
        busy(None, None)
    );
    let error = service_error(&[named], "");
    assert_eq!((&*error.code, &error.error), ("Busy", &busy(None, None)));
    assert_eq!(service_error(&[named], "<html>").code, "Busy");
    assert_eq!(
        service_error(&[], r#"{"code":"Other"}"#).error,
        DoError::Unmodelled
    );
    // A header of the wrong kind does not hide what the error is.
    let error = service_error(&[named, ("retry-after", "soon")], "{}");
    assert!(matches!(error.error, DoError::Busy(_)));
}
