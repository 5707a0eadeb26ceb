//! From values to requests.

use super::*;

#[test]
fn labels() {
    let mut value = bare();
    value.key = some("there/gu y+");
    assert_eq!(send::<DoBare>(&value).uri().path(), "/there/gu%20y%2B/x");
    value.time = Some(date());
    assert_eq!(
        send::<DoTime>(&value).uri(),
        "https://example.com/2019-12-16T23%3A48%3A18Z"
    );
    value.key = some("");
    assert_eq!(
        try_send::<DoBare>(&value).unwrap_err(),
        "cannot build the request: /key: is part of the path and must be set, and not empty"
    );
    value.key = some(&"k".repeat(70_000));
    assert!(
        try_send::<DoBare>(&value)
            .unwrap_err()
            .contains("the path /kkk")
    );
}

#[test]
fn host_labels_keep_their_other_place() {
    let mut value = bare();
    value.account = some("bar");
    let request = send::<DoHost>(&value);
    assert_eq!(request.uri(), "https://bar.example.com/");
    assert_eq!(request.headers()["x-account"], "bar");
    value.account = some("b.c");
    assert!(
        try_send::<DoHost>(&value)
            .unwrap_err()
            .contains("/account: ")
    );
}

#[test]
fn query_strings() {
    let query = |value: &Bare| send::<DoBare>(value).uri().query().unwrap().to_owned();
    assert_eq!(query(&bare()), "a&b=c");
    let mut value = bare();
    value.color = some(" %:/?#[]@!$&'()*+,;=😹");
    value.times = Some(vec![date(), date()]);
    value.width = Some(f64::NEG_INFINITY);
    assert_eq!(
        query(&value),
        "a&b=c&Color=%20%25%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%F0%9F%98%B9\
         &Times=1576540098&Times=1576540098&width=-Infinity"
    );
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    value = bare();
    value.color = some("");
    value.times = Some(vec![]);
    value.more = Some(Map::from([
        ("x&y".to_owned(), texts(&["1", "", "é"])),
        ("Color".to_owned(), texts(&["lost"])),
        ("none".to_owned(), vec![]),
    ]));
    assert_eq!(query(&value), "a&b=c&Color=&x%26y=1&x%26y=&x%26y=%C3%A9");
    // What the operation's own URI says stays as it is; a member that is not set is in nobody's way.
    value = bare();
    value.more = Some(Map::from([
        ("a".to_owned(), texts(&["lost"])),
        ("b".to_owned(), texts(&["lost"])),
        ("width".to_owned(), texts(&["1"])),
    ]));
    assert_eq!(query(&value), "a&b=c&width=1");
}

#[test]
fn tokens_fill_what_is_outside_the_body() {
    let endpoint = "https://example.com".parse().unwrap();
    let request = operation::request::<DoBare>(&bare(), &endpoint, Some("new")).unwrap();
    assert_eq!(request.uri().query(), Some("a&b=c&token=new"));
    let request = operation::request::<DoMixed>(&Mixed::default(), &endpoint, Some("new")).unwrap();
    assert_eq!(request.body(), r#"{"token":"new"}"#);
}

/// Smithy and its vectors say nothing of an empty text in a list of headers. Between commas it would be no element
/// (RFC 9110, 5.6.1), and a list of it alone would be an empty list; a quoted text is one.
#[test]
fn an_empty_text_in_a_header_with_a_list() {
    let sent = |texts: &[&str]| {
        let mut value = bare();
        value.texts = Some(texts.iter().map(|text| (*text).to_owned()).collect());
        send::<DoBare>(&value).headers()["x-texts"].clone()
    };
    assert_eq!(sent(&["a", "", "b"]), r#"a, "", b"#);
    assert_eq!(sent(&[""]), r#""""#);
    assert_eq!(sent(&[]), "");
}

#[test]
fn headers() {
    let mut value = bare();
    value.text = some("");
    value.texts = Some(vec!["b,c".into(), "\"def\"".into(), "a".into()]);
    value.dates = Some(vec![date(), date()]);
    value.flag = Some(false);
    value.json = some("true");
    value.single = Some(1.1);
    value.integers = Some(vec![]);
    value.expires = Some(date());
    value.metadata = Some(Map::from([
        ("Abc".into(), "é".into()),
        ("d".into(), String::new()),
    ]));
    value.all = Some(Map::from([
        ("x-text".into(), "lost".into()),
        ("hello".into(), "Hello".into()),
    ]));
    let request = send::<DoBare>(&value);
    let expected = [
        ("x-text", ""),
        ("x-texts", r#""b,c", "\"def\"", a"#),
        (
            "x-dates",
            "Mon, 16 Dec 2019 23:48:18 GMT, Mon, 16 Dec 2019 23:48:18 GMT",
        ),
        ("x-flag", "false"),
        ("x-json", "dHJ1ZQ=="),
        ("x-single", "1.1"),
        ("x-integers", ""),
        ("expires", "Mon, 16 Dec 2019 23:48:18 GMT"),
        ("x-meta-abc", "é"),
        ("x-meta-d", ""),
        ("hello", "Hello"),
    ];
    for (name, text) in expected {
        assert_eq!(
            request.headers()[name].as_bytes(),
            text.as_bytes(),
            "{name}"
        );
    }
    assert_eq!(request.headers().len(), expected.len());
    assert_eq!(request.body(), "");
}

#[test]
fn what_headers_cannot_hold_names_the_member() {
    let mut value = bare();
    value.text = some("a\r\nb");
    assert_eq!(
        try_send::<DoBare>(&value).unwrap_err(),
        r#"cannot build the request: /text: "a\r\nb" has a control character, which headers cannot hold"#
    );
    value = bare();
    value.metadata = Some(Map::from([("a b/c".into(), "x".into())]));
    assert_eq!(
        try_send::<DoBare>(&value).unwrap_err(),
        r#"cannot build the request: /metadata/a b~1c: "X-Meta-a b/c" cannot be the name of a header"#
    );
    value.metadata = Some(Map::from([("k".into(), "\0".into())]));
    assert!(
        try_send::<DoBare>(&value)
            .unwrap_err()
            .contains("/metadata/k: ")
    );
    value = bare();
    value.texts = Some(vec!["x".into(), "\n".into()]);
    assert!(
        try_send::<DoBare>(&value)
            .unwrap_err()
            .contains(": /texts: ")
    );
}

#[test]
fn bodies_of_members() {
    let request = send::<DoMixed>(&Mixed::default());
    assert_eq!(request.uri(), "https://example.com/mixed/");
    assert_eq!(request.body(), "{}");
    assert_eq!(request.headers()["content-type"], "application/json");
    let mut value = Mixed {
        id: some("i"),
        kind: some("text/x"),
        name: some("n"),
        when: Some(date()),
        ..Mixed::default()
    };
    let request = send::<DoMixed>(&value);
    assert_eq!(request.body(), r#"{"name":"n","when":1576540098}"#);
    assert_eq!(request.headers()["content-type"], "text/x");
    assert_eq!(request.headers()["name"], "i");
    let request = send::<DoNothing>(&Nothing {});
    assert_eq!(request.body(), "");
    assert!(request.headers().is_empty());
    let mut deep = Tree::default();
    for _ in 0..200 {
        deep = Tree {
            child: Some(Box::new(deep)),
            ..Tree::default()
        };
    }
    value.tree = Some(deep);
    let error = try_send::<DoMixed>(&value).unwrap_err();
    assert!(error.contains(": /Tree/child/child"), "{error}");
}

#[test]
fn payloads() {
    fn sent<O: Operation>(value: &O::Request) -> (String, Option<String>) {
        let request = send::<O>(value);
        let media_type = request.headers().get("content-type");
        let media_type = media_type.map(|value| value.to_str().unwrap().to_owned());
        (
            String::from_utf8(request.body().to_vec()).unwrap(),
            media_type,
        )
    }
    let is = |body: &str, media_type: &str| (body.to_owned(), Some(media_type.to_owned()));
    let none = (String::new(), None);
    let data = Some(Bytes::from_static(b"blobby"));
    assert_eq!(
        sent::<DoTail>(&Tail {
            data: data.clone(),
            kind: None
        }),
        is("blobby", "application/octet-stream")
    );
    assert_eq!(
        sent::<DoTail>(&Tail {
            data,
            kind: some("image/jpg")
        }),
        is("blobby", "image/jpg")
    );
    assert_eq!(
        sent::<DoTail>(&Tail::default()),
        is("", "application/octet-stream")
    );
    assert_eq!(
        sent::<DoTyped>(&Typed { data: some("a,b") }),
        is("a,b", "text/csv")
    );
    assert_eq!(sent::<DoTyped>(&Typed::default()), none);
    assert_eq!(
        sent::<DoPlain>(&Plain { data: some("RED") }),
        is("RED", "text/plain")
    );
    let tree = Tree {
        name: some("t"),
        ..Tree::default()
    };
    assert_eq!(
        sent::<DoWhole>(&Whole { data: Some(tree) }),
        is(r#"{"name":"t"}"#, "application/json")
    );
    assert_eq!(
        sent::<DoWhole>(&Whole::default()),
        is("{}", "application/json")
    );
    let choice = Choice::Text("c".into());
    assert_eq!(
        sent::<DoOne>(&One { data: Some(choice) }),
        is(r#"{"text":"c"}"#, "application/json")
    );
    assert_eq!(sent::<DoOne>(&One::default()), none);
    assert_eq!(
        sent::<DoFree>(&Free {
            data: Some("d".into())
        }),
        is(r#""d""#, "application/json")
    );
    assert_eq!(sent::<DoFree>(&Free::default()), none);
    let unknown = One {
        data: Some(Choice::Unknown("new".into())),
    };
    assert!(
        try_send::<DoOne>(&unknown)
            .unwrap_err()
            .contains(": /data: the union's variant \"new\"")
    );
}
