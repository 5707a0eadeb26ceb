//! Requests and responses as the AWS JSON protocols have them; expectations are from the Smithy pages of the protocol.

use bytes::Bytes;
use http::{Request, Response};

use super::{Operation, OperationError, OperationInfo, Service, request, response};
use crate::error::Error;
use crate::protocol::Protocol;
use crate::shape::{Map, Member, Reader, Shape};
use crate::test_shapes::{Choice, Everything, Tree, everything, structure};
use crate::{ServiceError, codegen as rt};

static SERVICE: Service = Service::new("Test", "2020-01-01", Protocol::AwsJson1_1, "test")
    .target_prefix("Test_V20200101");

#[derive(Debug)]
struct Do;

impl Operation for Do {
    type Request = Everything;
    type Response = Everything;
    type Error = DoError;
    const INFO: &'static OperationInfo = &SERVICE
        .operation("Do", "POST", "/")
        .retryable(&["BusyException"]);
}

structure! {
    Gone {
        0 message: Option<String> = Member::new("message").wire_name("Message"),
        1 since: Option<i32> = Member::new("since"),
    }
}

#[derive(Debug, PartialEq)]
pub(super) enum DoError {
    Gone(Gone),
    Unmodelled,
}

impl OperationError for DoError {
    fn read<R: Reader>(code: &str, r: &mut R) -> Result<Self, R::Error> {
        Ok(match code {
            "Gone" => Self::Gone(Shape::read(r)?),
            _ => Self::Unmodelled,
        })
    }
}

pub(super) fn send(value: &Everything, token: Option<&str>) -> Result<Request<Bytes>, String> {
    let endpoint = "https://test.us-east-1.amazonaws.com".parse().unwrap();
    request::<Do>(value, &endpoint, token).map_err(|error| error.to_string())
}

pub(super) fn receive(
    status: u16,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<Everything, Error<DoError>> {
    let mut message = Response::builder().status(status);
    for (name, value) in headers {
        message = message.header(*name, *value);
    }
    response::<Do>(&message.body(Bytes::copy_from_slice(body)).unwrap())
}

pub(super) fn read(body: &str) -> Result<Everything, String> {
    receive(200, &[], body.as_bytes()).map_err(|error| error.to_string())
}

fn service_error(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Box<ServiceError<DoError>> {
    match receive(status, headers, body) {
        Err(Error::Service(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_envelope() {
    let request = send(&Everything::default(), None).unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://test.us-east-1.amazonaws.com/");
    assert_eq!(
        request.headers()["content-type"],
        "application/x-amz-json-1.1"
    );
    assert_eq!(request.headers()["x-amz-target"], "Test_V20200101.Do");
    assert_eq!(&request.body()[..], br#"{"text":""}"#);
}

#[test]
fn every_shape_there_and_back() {
    let (value, json) = everything();
    assert_eq!(send(&value, None).unwrap().body(), json);
    assert_eq!(read(json).unwrap(), value);
    let spaced = json.replace("\":", "\" :\n").replace("[null", "[ null ");
    assert_eq!(read(&format!(" {spaced}\t")).unwrap(), value);
}

#[test]
fn tokens_fill_what_the_caller_left_out() {
    let body = |value: &Everything, token| send(value, token).unwrap().into_body();
    let mut value = Everything::default();
    assert_eq!(body(&value, Some("new")), r#"{"text":"","token":"new"}"#);
    value.token = Some("own".into());
    assert_eq!(body(&value, Some("new")), r#"{"text":"","token":"own"}"#);
}

#[test]
fn host_labels_come_from_members() {
    #[derive(Debug)]
    struct Labelled;
    impl Operation for Labelled {
        type Request = Everything;
        type Response = Everything;
        type Error = DoError;
        const INFO: &'static OperationInfo = &SERVICE
            .operation("Labelled", "POST", "/")
            .host_prefix("{host}.data.");
    }
    let endpoint = "https://example.com".parse().unwrap();
    let mut value = Everything {
        host: Some("h1".into()),
        ..Everything::default()
    };
    let sent = request::<Labelled>(&value, &endpoint, None).unwrap();
    assert_eq!(sent.uri(), "https://h1.data.example.com/");
    assert_eq!(sent.body(), r#"{"text":"","host":"h1"}"#);
    value.host = None;
    assert_eq!(
        request::<Labelled>(&value, &endpoint, None)
            .unwrap_err()
            .path(),
        "/host"
    );
}

#[test]
fn requests_that_have_no_wire_form_say_where() {
    let mut value = Everything {
        choice: Some(Choice::Unknown("new".into())),
        ..Everything::default()
    };
    let error = send(&value, None).unwrap_err();
    assert!(
        error.starts_with("cannot build the request: /choice: the union's variant \"new\""),
        "{error}"
    );
    value.choice = None;
    let mut tree = Tree::default();
    for _ in 0..200 {
        tree = Tree {
            more: Some(vec![Tree::default(), tree]),
            ..Tree::default()
        };
    }
    value.tree = Some(tree);
    let error = send(&value, None).unwrap_err();
    assert!(
        error.starts_with("cannot build the request: /tree/more/1/more/1/"),
        "{error}"
    );
    assert!(
        error.ends_with("nested more than 128 levels deep"),
        "{error}"
    );
}

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
fn errors_have_code_message_and_members() {
    let body = br#"{"__type":"com.amazonaws.test#Gone","Message":"it left","since":3}"#;
    let error = service_error(400, &[("x-amzn-RequestId", "r1")], body);
    assert_eq!(
        error.error,
        DoError::Gone(Gone {
            message: Some("it left".into()),
            since: Some(3)
        })
    );
    assert_eq!(error.to_string(), "Gone: it left (request id r1, HTTP 400)");
    assert_eq!(&error.body[..], body);
    assert!(!error.retryable && !error.throttling);
}

#[test]
fn error_codes_come_in_many_ways() {
    type Headers<'a> = &'a [(&'a str, &'a str)];
    let cases: [(Headers<'_>, &str, &str); 10] = [
        (
            &[("x-amzn-errortype", "Gone:http://internal.amazon.com/coral/")],
            "{}",
            "Gone",
        ),
        (&[("x-amzn-errortype", "Gone")], "", "Gone"),
        (
            &[("x-amzn-errortype", "aws.protocoltests#Gone")],
            "<html>",
            "Gone",
        ),
        (
            &[("x-amzn-errortype", ":http://x/")],
            r#"{"__type":"Gone"}"#,
            "Gone",
        ),
        (&[], r#"{"code":"Gone"}"#, "Gone"),
        (&[], r#"{"__type":"","code":"Gone"}"#, "Gone"),
        (
            &[],
            r#"{"__type":"a.b#Gone:http://x/#y","code":"Other"}"#,
            "Gone",
        ),
        (&[], r#"{"__type":"Gone","since":"not a number"}"#, "Gone"),
        (&[], r#"{"message":"no code"}"#, "403"),
        (&[], "", "403"),
    ];
    for (headers, body, code) in cases {
        let error = service_error(403, headers, body.as_bytes());
        assert_eq!(error.code, code, "{headers:?} {body}");
        assert_eq!(
            matches!(error.error, DoError::Gone(_)),
            code == "Gone",
            "{headers:?} {body}"
        );
    }
    for key in ["message", "Message", "errorMessage"] {
        let error = service_error(
            400,
            &[],
            format!(r#"{{"__type":"X","{key}":"said"}}"#).as_bytes(),
        );
        assert_eq!(error.message.as_deref(), Some("said"));
    }
}

/// As botocore's `_do_query_compatible_error_parse` has it: the header's code is shown, that of the body chooses the type.
#[test]
fn services_that_spoke_the_query_protocol_keep_their_codes() {
    let body = br#"{"__type":"com.amazonaws.sqs#Gone"}"#;
    for (header, code) in [
        ("AWS.Simple.NonExistent;Sender", "AWS.Simple.NonExistent"),
        (";Sender", "Gone"),
        ("AWS.Simple.NonExistent", "Gone"),
        ("a;b;c", "Gone"),
    ] {
        let error = service_error(400, &[("x-amzn-query-error", header)], body);
        assert_eq!(error.code, code, "{header}");
        assert!(matches!(error.error, DoError::Gone(_)), "{header}");
        assert!(!error.retryable, "{header}");
    }
    let busy = br#"{"__type":"Busy"}"#;
    let error = service_error(400, &[("x-amzn-query-error", "Throttling;Sender")], busy);
    assert!(error.throttling && error.retryable);
}

#[test]
fn which_errors_are_retryable() {
    let cases = [
        (400, "ThrottlingException", true, true),
        (503, "SlowDown", true, true),
        (429, "Whatever", true, true),
        (400, "RequestTimeout", true, false),
        (400, "BusyException", true, false),
        (500, "Whatever", true, false),
        (400, "Whatever", false, false),
        (501, "Whatever", false, false),
    ];
    for (status, code, retryable, throttling) in cases {
        let error = service_error(status, &[], format!(r#"{{"__type":"{code}"}}"#).as_bytes());
        assert_eq!(
            (error.retryable, error.throttling),
            (retryable, throttling),
            "{status} {code}"
        );
    }
}

#[test]
fn answers_that_are_no_errors_of_the_service() {
    let error = receive(500, &[("content-type", "text/html")], b"<html>\n<h1>Oops").unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"HTTP 500 with a body that is not JSON (text/html): "<html>\n<h1>Oops""#
    );
    assert!(error.is_retryable());
    let error = receive(400, &[("x-amz-request-id", "r2")], b"{\"__type\":\"Go").unwrap_err();
    assert!(!error.is_retryable());
    assert_eq!(
        (error.status().unwrap().as_u16(), error.request_id()),
        (400, Some("r2"))
    );
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
