//! Requests and responses as the HTTP bindings have them; expectations are from Smithy's cases of restJson1 and restXml, which
//! botocore keeps in `tests/unit/protocols`, and from the pages of the bindings where they have none.

mod requests;
mod responses;

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
        prop_assert_eq!(read.texts, value.texts);
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
