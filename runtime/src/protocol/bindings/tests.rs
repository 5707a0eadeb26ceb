//! Requests and responses as the HTTP bindings have them; expectations are from Smithy's cases of restJson1 and restXml, which
//! botocore keeps in `tests/unit/protocols`, and from the pages of the bindings where they have none.

use bytes::Bytes;
use http::{Request, Response};
use proptest::prelude::*;

use crate::codegen as rt;
use crate::error::Error;
use crate::operation::{self, Operation, OperationError, OperationInfo, Service};
use crate::protocol::Protocol;
use crate::shape::{Document, Location, Map, Member, Reader, Timestamp, TimestampFormat};
use crate::test_shapes::{Choice, Color, Tree, structure};

static SERVICE: Service = Service::new("Test", "2020-01-01", Protocol::RestJson1, "test");

const fn at(name: &'static str, location: Location) -> Member {
    Member::new(name).location(location)
}

const fn header(name: &'static str, header: &'static str) -> Member {
    at(name, Location::Header).wire_name(header)
}

structure! {
    /// Everything but a body.
    Bare {
        0 key: Option<String> = at("key", Location::Label),
        1 time: Option<Timestamp> = at("time", Location::Label).wire_name("TIME"),
        2 color: Option<Color> = at("color", Location::Query).wire_name("Color"),
        3 more: Option<Map<String, Vec<String>>> = at("more", Location::Query),
        4 times: Option<Vec<Timestamp>> = at("times", Location::Query).wire_name("Times")
            .list(&Member::new("member").timestamp_format(TimestampFormat::EpochSeconds)),
        5 token: Option<String> = at("token", Location::Query).idempotency_token(),
        6 width: Option<f64> = at("width", Location::Query),
        7 text: Option<String> = header("text", "X-Text"),
        8 texts: Option<Vec<String>> = header("texts", "X-Texts"),
        9 dates: Option<Vec<Timestamp>> = header("dates", "X-Dates"),
        10 flag: Option<bool> = header("flag", "X-Flag"),
        11 json: Option<String> = header("json", "X-Json").json_value(),
        12 account: Option<String> = header("account", "X-Account").host_label(),
        13 metadata: Option<Map<String, String>> = at("metadata", Location::PrefixHeaders).wire_name("X-Meta-"),
        14 all: Option<Map<String, String>> = at("all", Location::PrefixHeaders).wire_name(""),
        15 status: Option<i32> = at("status", Location::Status),
        16 integers: Option<Vec<i32>> = header("integers", "X-Integers"),
        17 blob: Option<rt::Bytes> = header("blob", "X-Blob"),
        18 single: Option<f32> = header("single", "X-Single"),
        19 expires: Option<Timestamp> = header("expires", "Expires"),
    }
}

structure! {
    /// A document, and what travels beside it.
    Mixed {
        0 id: Option<String> = header("id", "name"),
        1 kind: Option<String> = header("kind", "Content-Type"),
        2 name: Option<String> = Member::new("name"),
        3 tree: Option<Tree> = Member::new("tree").wire_name("Tree"),
        4 when: Option<Timestamp> = Member::new("when"),
        5 baz: Option<String> = at("baz", Location::Query),
        6 token: Option<String> = Member::new("token").idempotency_token(),
    }
}

#[derive(Debug, Default, PartialEq)]
struct Nothing {}

impl rt::Structure for Nothing {
    const NAME: &'static str = "Nothing";
}

structure! {
    Tail {
        0 data: Option<rt::Bytes> = at("data", Location::Payload),
        1 kind: Option<String> = header("kind", "Content-Type"),
    }
}

structure! {
    Typed {
        0 data: Option<String> = at("data", Location::Payload).media_type("text/csv"),
    }
}

structure! {
    Plain {
        0 data: Option<Color> = at("data", Location::Payload),
    }
}

structure! {
    Whole {
        0 data: Option<Tree> = at("data", Location::Payload),
    }
}

structure! {
    One {
        0 data: Option<Choice> = at("data", Location::Payload),
    }
}

structure! {
    Free {
        0 data: Option<Document> = at("data", Location::Payload),
    }
}

structure! {
    Busy {
        0 message: Option<String> = Member::new("message"),
        1 retry: Option<i32> = header("retry", "Retry-After"),
        2 status: Option<i32> = at("status", Location::Status),
    }
}

#[derive(Debug, PartialEq)]
enum DoError {
    Busy(Busy),
    Unmodelled,
}

impl OperationError for DoError {
    fn read<R: Reader>(code: &str, r: &mut R) -> Result<Self, R::Error> {
        match code {
            "Busy" => r.variant(Self::Busy),
            _ => Ok(Self::Unmodelled),
        }
    }
}

/// An operation whose request and response have the same members.
macro_rules! operation {
    ($name:ident, $shape:ident, $info:expr) => {
        struct $name;

        impl Operation for $name {
            type Request = $shape;
            type Response = $shape;
            type Error = DoError;
            const INFO: &'static OperationInfo = &$info;
        }
    };
}

operation!(
    DoBare,
    Bare,
    SERVICE.operation("DoBare", "GET", "/{key+}/x?a&b=c")
);
operation!(DoTime, Bare, SERVICE.operation("DoTime", "GET", "/{TIME}"));
operation!(
    DoHost,
    Bare,
    SERVICE
        .operation("DoHost", "GET", "/")
        .host_prefix("{account}.")
);
operation!(
    DoMixed,
    Mixed,
    SERVICE.operation("DoMixed", "POST", "/mixed/")
);
operation!(
    DoNothing,
    Nothing,
    SERVICE.operation("DoNothing", "POST", "/")
);
operation!(DoTail, Tail, SERVICE.operation("DoTail", "PUT", "/"));
operation!(DoTyped, Typed, SERVICE.operation("DoTyped", "PUT", "/"));
operation!(DoPlain, Plain, SERVICE.operation("DoPlain", "PUT", "/"));
operation!(DoWhole, Whole, SERVICE.operation("DoWhole", "PUT", "/"));
operation!(DoOne, One, SERVICE.operation("DoOne", "PUT", "/"));
operation!(DoFree, Free, SERVICE.operation("DoFree", "PUT", "/"));

fn try_send<O: Operation>(value: &O::Request) -> Result<Request<Bytes>, String> {
    let endpoint = "https://example.com".parse().unwrap();
    operation::request::<O>(value, &endpoint, None).map_err(|error| error.to_string())
}

fn send<O: Operation>(value: &O::Request) -> Request<Bytes> {
    try_send::<O>(value).unwrap()
}

fn receive<O: Operation>(
    status: u16,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<O::Response, Error<O::Error>> {
    let mut message = Response::builder().status(status);
    for (name, value) in headers {
        message = message.header(*name, *value);
    }
    let body = Bytes::copy_from_slice(body.as_bytes());
    operation::response::<O>(&message.body(body).unwrap())
}

fn date() -> Timestamp {
    "2019-12-16T23:48:18Z".parse().unwrap()
}

fn some<T: for<'a> From<&'a str>>(text: &str) -> Option<T> {
    Some(T::from(text))
}

/// The least that `DoBare` can be sent with.
fn bare() -> Bare {
    Bare {
        key: some("k"),
        ..Bare::default()
    }
}

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
}

#[test]
fn tokens_fill_what_is_outside_the_body() {
    let endpoint = "https://example.com".parse().unwrap();
    let request = operation::request::<DoBare>(&bare(), &endpoint, Some("new")).unwrap();
    assert_eq!(request.uri().query(), Some("a&b=c&token=new"));
    let request = operation::request::<DoMixed>(&Mixed::default(), &endpoint, Some("new")).unwrap();
    assert_eq!(request.body(), r#"{"token":"new"}"#);
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

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_go_there_and_back(text in any::<String>(), texts in prop::collection::vec(any::<String>(), 1..5)) {
        let value = Bare { text: Some(text), texts: Some(texts), ..bare() };
        let Ok(request) = try_send::<DoBare>(&value) else {
            return Ok(());
        };
        let mut response = Response::new(Bytes::new());
        *response.headers_mut() = request.headers().clone();
        let read = operation::response::<DoBare>(&response).unwrap();
        prop_assert_eq!(read.text.as_deref(), value.text.as_deref().map(|text| text.trim_matches([' ', '\t'])));
        let full: Vec<String> = value.texts.unwrap().into_iter().filter(|text| !text.is_empty()).collect();
        prop_assert_eq!(read.texts.unwrap(), full);
    }

    #[test]
    fn any_path_and_query_can_be_sent(key in ".+", color in any::<String>(), names in prop::collection::vec(any::<String>(), 0..3)) {
        let more = names.iter().map(|name| (name.clone(), names.clone())).collect();
        let value = Bare { key: Some(key), color: Some(Color::Unknown(color)), more: Some(more), ..Bare::default() };
        prop_assert!(try_send::<DoBare>(&value).is_ok());
    }

    #[test]
    fn any_response_is_read_or_refused(
        status in 100_u16..600,
        headers in prop::collection::vec((0_usize..14, prop::collection::vec(any::<u8>(), 0..40)), 0..8),
        texts in prop::collection::vec((0_usize..14, r#"[",\\ a0-9:;TZ+=GMT-]{0,20}"#), 0..8),
        body: Vec<u8>,
    ) {
        const NAMES: [&str; 14] = [
            "x-text", "x-texts", "x-dates", "x-flag", "x-json", "x-account", "x-meta-a", "x-integers", "x-blob",
            "x-single", "expires", "name", "retry-after", "x-amzn-errortype",
        ];
        let mut response = Response::builder().status(status).body(Bytes::from(body)).unwrap();
        let texts = texts.into_iter().map(|(name, text)| (name, text.into_bytes()));
        for (name, value) in headers.into_iter().chain(texts) {
            if let Ok(value) = http::HeaderValue::from_bytes(&value) {
                response.headers_mut().append(NAMES[name], value);
            }
        }
        let _ = operation::response::<DoBare>(&response);
        let _ = operation::response::<DoMixed>(&response);
        let _ = operation::response::<DoTail>(&response);
        let _ = operation::response::<DoTyped>(&response);
        let _ = operation::response::<DoWhole>(&response);
        let _ = operation::response::<DoFree>(&response);
    }
}
