//! Events in each format. What is read is what botocore 1.44.5's tests of its parsers have (`tests/unit/protocols/legacy`);
//! what is written follows the pages that this module names.

use std::task::Waker;

use super::*;
use crate::codegen as rt;
use crate::error::Error;
use crate::operation::{self, OperationError, Service};
use crate::shape::{Location, Member, Reader, Timestamp, Writer};
use crate::test_shapes::structure;

structure! {
    TypeA { 0 payload: Option<Bytes> = Member::new("Payload").event_payload(), }
}

structure! {
    Details {
        0 string_field: Option<String> = Member::new("StringField"),
        1 integer_field: Option<i32> = Member::new("IntegerField"),
    }
}

structure! {
    TypeC {
        0 boolean: Option<bool> = Member::new("Boolean").event_header(),
        1 integer: Option<i32> = Member::new("Integer").event_header(),
        2 blob: Option<Bytes> = Member::new("Blob").event_header(),
        3 string: Option<String> = Member::new("String").event_header(),
        4 timestamp: Option<Timestamp> = Member::new("Timestamp").event_header(),
        5 long: Option<i64> = Member::new("Long").event_header(),
        6 details: Option<Details> = Member::new("Details").event_payload(),
    }
}

structure! {
    TypeD {
        0 place: Option<i32> = Member::new("Place").event_header(),
        1 said: Option<String> = Member::new("Said"),
        2 details: Option<Details> = Member::new("Details"),
    }
}

structure! {
    TypeE { 0 words: Option<String> = Member::new("Words").event_payload(), }
}

structure! {
    HeadersAlone { 0 flag: Option<bool> = Member::new("Flag").event_header(), }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Empty {}
impl Structure for Empty {
    const NAME: &'static str = "Empty";
}

structure! {
    Jammed { 0 message: Option<String> = Member::new("message"), }
}

/// A union as the generator emits one.
macro_rules! union {
    ($name:ident { $($index:literal $variant:ident($type:ty),)* }) => {
        #[derive(Clone, Debug, PartialEq)]
        enum $name {
            $($variant($type),)*
            Unknown(String),
        }

        impl Default for $name {
            fn default() -> Self {
                Self::Unknown(String::new())
            }
        }

        impl Structure for $name {
            const NAME: &'static str = stringify!($name);
            const MEMBERS: &'static [Member] = &[$(Member::new(stringify!($variant))),*];
            const KIND: rt::Kind = rt::Kind::Union;

            fn write_members<W: Writer>(&self, w: &mut W) -> Result<(), W::Error> {
                match self {
                    $(Self::$variant(value) => w.member($index, value),)*
                    Self::Unknown(tag) => w.unknown_variant(tag),
                }
            }

            fn read_member<R: Reader>(&mut self, i: usize, r: &mut R) -> rt::Read<R> {
                *self = match i {
                    $($index => r.variant(Self::$variant)?,)*
                    _ => Self::Unknown(r.unknown_variant()?),
                };
                Ok(())
            }
        }
    };
}

union! {
    Event { 0 TypeA(TypeA), 1 TypeB(TypeB), 2 TypeC(TypeC), 3 TypeD(TypeD), 4 TypeE(TypeE), 5 Empty(Empty),
        6 HeadersAlone(HeadersAlone), }
}

structure! {
    TypeB { 0 details: Option<Details> = Member::new("Details").event_payload(), }
}

#[derive(Debug, PartialEq)]
enum EventError {
    Jammed(Jammed),
    Unmodelled,
}

impl OperationError for EventError {
    fn read<R: Reader>(code: &str, r: &mut R) -> Result<Self, R::Error> {
        match code {
            "jammed" => r.variant(Self::Jammed),
            _ => Ok(Self::Unmodelled),
        }
    }
}

impl Events for Event {
    type Error = EventError;
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Talk {
    initial: Option<String>,
    named: Option<String>,
    events: EventInput<Event>,
}

const MEMBERS: [Member; 3] = [
    Member::new("Initial"),
    Member::new("Named")
        .location(Location::Header)
        .wire_name("x-named"),
    Member::new("Payload")
        .location(Location::Payload)
        .streaming(),
];

impl Structure for Talk {
    const NAME: &'static str = "Talk";
    const MEMBERS: &'static [Member] = &MEMBERS;
    fn write_members<W: Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        w.member(0, &self.initial)?;
        w.member(1, &self.named)?;
        w.member(2, &self.events)
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Heard {
    initial: Option<String>,
    events: EventStream<Event>,
    media_type: Option<String>,
}

impl Structure for Heard {
    const NAME: &'static str = "Heard";
    const MEMBERS: &'static [Member] = &[
        Member::new("InitialResponse"),
        Member::new("Payload").streaming(),
        Member::new("MediaType")
            .location(Location::Header)
            .wire_name("Content-Type"),
    ];
    fn read_member<R: Reader>(&mut self, i: usize, r: &mut R) -> rt::Read<R> {
        match i {
            0 => r.member(&mut self.initial),
            1 => r.member(&mut self.events),
            _ => r.member(&mut self.media_type),
        }
    }
}

macro_rules! operation {
    ($name:ident, $service:ident, $protocol:ident) => {
        static $service: Service = Service::new("T", "1", Protocol::$protocol, "t");

        struct $name;
        impl Operation for $name {
            type Request = Talk;
            type Response = Heard;
            type Error = EventError;
            const INFO: &'static OperationInfo = &$service
                .operation("Talk", "POST", "/talk")
                .event_input()
                .event_output();

            fn events(request: &Talk) -> Option<Outgoing> {
                outgoing::<Self, _>(&request.events)
            }

            fn set_events(response: &mut Heard, events: Incoming) {
                response.events = incoming::<Self, _>(events);
            }
        }
    };
}

operation!(AwsJson, AWS_JSON, AwsJson1_1);
operation!(RestJson, REST_JSON, RestJson1);
operation!(RestXml, REST_XML, RestXml);
operation!(RpcCbor, RPC_CBOR, RpcV2Cbor);

/// What a future gives that never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut cx = Context::from_waker(Waker::noop());
    match std::pin::pin!(future).poll(&mut cx) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future waits"),
    }
}

fn received<O: Operation<Response = Heard, Error = EventError>>(body: Vec<u8>) -> Heard {
    let response = http::Response::builder()
        .header("x-amzn-requestid", "r1")
        .header("content-type", "audio/basic");
    let response = response.body(Bytes::from(body)).unwrap();
    operation::response::<O>(&response).unwrap()
}

fn all(mut events: EventStream<Event>) -> (Vec<Event>, Option<Error<EventError>>) {
    let mut all = Vec::new();
    loop {
        match now(events.recv()) {
            Ok(Some(event)) => all.push(event),
            Ok(None) => return (all, None),
            Err(error) => {
                assert!(now(events.recv()).unwrap().is_none());
                return (all, Some(error));
            }
        }
    }
}

fn decode(base64: &str) -> Vec<u8> {
    base64_simd::STANDARD.decode_to_vec(base64).unwrap()
}

fn details() -> Option<Details> {
    Some(Details {
        string_field: Some("somestring".into()),
        integer_field: Some(123),
    })
}

fn a_and_b() -> Vec<Event> {
    let payload = Some(Bytes::from("somebytes"));
    vec![
        Event::TypeA(TypeA { payload }),
        Event::TypeB(TypeB { details: details() }),
    ]
}

#[test]
fn json_with_a_response_before_the_events() {
    let body = decode(concat!(
        "AAAAfgAAAE/Fo93GDTptZXNzYWdlLXR5cGUHAAVldmVudAs6ZXZlbnQtdHlwZQcAEGluaXRpYWwtcmVzcG9uc2UNOmNvbnRlbnQtdHlwZQcA",
        "CXRleHQvanNvbnsiSW5pdGlhbFJlc3BvbnNlIjogInNvbWV0ZXh0In32mCSDAAAAbAAAAFPLgkVrDTptZXNzYWdlLXR5cGUHAAVldmVudAs6",
        "ZXZlbnQtdHlwZQcABVR5cGVBDTpjb250ZW50LXR5cGUHABhhcHBsaWNhdGlvbi9vY3RldC1zdHJlYW1zb21lYnl0ZXMesj2HAAAAhgAAAEQq",
        "NR/SDTptZXNzYWdlLXR5cGUHAAVldmVudAs6ZXZlbnQtdHlwZQcABVR5cGVCDTpjb250ZW50LXR5cGUHAAl0ZXh0L2pzb257IlN0cmluZ0Zp",
        "ZWxkIjogInNvbWVzdHJpbmciLCAiSW50ZWdlckZpZWxkIjogMTIzfffGN30=",
    ));
    let heard = received::<AwsJson>(body);
    assert_eq!(heard.initial.as_deref(), Some("sometext"));
    let copy = heard.events.clone();
    assert_eq!(copy, heard.events);
    let (events, error) = all(heard.events);
    assert_eq!(events, a_and_b());
    assert!(error.is_none());
    assert_eq!(all(copy).0, [], "whoever begins has all of them");
}

#[test]
fn xml_and_headers() {
    let body = decode(concat!(
        "AAAAbAAAAFPLgkVrDTptZXNzYWdlLXR5cGUHAAVldmVudAs6ZXZlbnQtdHlwZQcABVR5cGVBDTpjb250ZW50LXR5cGUHABhhcHBsaWNhdGlv",
        "bi9vY3RldC1zdHJlYW1zb21lYnl0ZXMesj2HAAAAsAAAAEOaMMdXDTptZXNzYWdlLXR5cGUHAAVldmVudAs6ZXZlbnQtdHlwZQcABVR5cGVC",
        "DTpjb250ZW50LXR5cGUHAAh0ZXh0L3htbDxUeXBlQiB4bWxucz0iIj48U3RyaW5nRmllbGQ+c29tZXN0cmluZzwvU3RyaW5nRmllbGQ+PElu",
        "dGVnZXJGaWVsZD4xMjM8L0ludGVnZXJGaWVsZD48L1R5cGVCPiwthPo=",
    ));
    assert_eq!(all(received::<RestXml>(body).events).0, a_and_b());
    let body = decode(concat!(
        "AAABAQAAAJBjEbY4DTptZXNzYWdlLXR5cGUHAAVldmVudAs6ZXZlbnQtdHlwZQcABVR5cGVDDTpjb250ZW50LXR5cGUHAAh0ZXh0L3htbAdC",
        "b29sZWFuAAdJbnRlZ2VyBAAAAHsEQmxvYgYACHNvbWVibG9iBlN0cmluZwcACnNvbWVzdHJpbmcJVGltZXN0YW1wCAAAAUsgGsQAPERldGFp",
        "bHMgeG1sbnM9IiI+PFN0cmluZ0ZpZWxkPnNvbWVzdHJpbmc8L1N0cmluZ0ZpZWxkPjxJbnRlZ2VyRmllbGQ+MTIzPC9JbnRlZ2VyRmllbGQ+",
        "PC9EZXRhaWxzPhGUvKo=",
    ));
    let event = TypeC {
        boolean: Some(true),
        integer: Some(123),
        blob: Some(Bytes::from("someblob")),
        string: Some("somestring".into()),
        timestamp: Some(Timestamp::from_second(1_422_172_800).unwrap()),
        long: None,
        details: details(),
    };
    assert_eq!(
        all(received::<RestXml>(body).events).0,
        [Event::TypeC(event)]
    );
    assert_eq!(all(received::<RestXml>(Vec::new()).events).0, []);
}

/// Smithy binds what is no event to the head of the response in REST protocols: Lambda's `ResponseStreamContentType` is
/// its `Content-Type`.
#[test]
fn a_member_that_is_the_media_type_of_the_response() {
    let media_type = Some("audio/basic".to_owned());
    assert_eq!(received::<RestJson>(Vec::new()).media_type, media_type);
    assert_eq!(received::<RestXml>(Vec::new()).media_type, media_type);
    assert_eq!(received::<RpcCbor>(Vec::new()).media_type, None);
}

/// An event with these headers beside its name.
fn event_with(name: &str, headers: &[(&str, HeaderValue)], payload: &[u8]) -> Vec<u8> {
    let facts = [(":message-type", "event"), (":event-type", name)];
    let facts = facts.map(|(name, value)| (name, HeaderValue::from(value)));
    let message = Message::new(payload.to_vec())
        .with_headers(facts.into_iter().chain(headers.iter().cloned()))
        .unwrap();
    message.encode().unwrap().to_vec()
}

/// No bytes are a payload that none of the formats has a document for: a structure without any member set.
#[test]
fn a_structure_whose_payload_is_empty() {
    let empty = [Event::TypeB(TypeB {
        details: Some(Details::default()),
    })];
    let body = event_with("TypeB", &[], b"");
    assert_eq!(all(received::<RestXml>(body.clone()).events).0, empty);
    assert_eq!(all(received::<RestJson>(body.clone()).events).0, empty);
    assert_eq!(all(received::<RpcCbor>(body).events).0, empty);
}

/// Smithy's document of an event has the members that are neither headers nor the payload; here there is none.
#[test]
fn a_payload_that_no_member_is_in() {
    let headers = [("Flag", HeaderValue::Boolean(true))];
    let body = event_with("HeadersAlone", &headers, b"{ no document <");
    let event = [Event::HeadersAlone(HeadersAlone { flag: Some(true) })];
    assert_eq!(all(received::<RestXml>(body.clone()).events).0, event);
    assert_eq!(all(received::<RestJson>(body.clone()).events).0, event);
    assert_eq!(all(received::<RpcCbor>(body).events).0, event);
}

/// As in documents: services send it for "never".
#[test]
fn the_end_of_time_in_a_header() {
    let at = |milliseconds| {
        let headers = [("Timestamp", HeaderValue::Timestamp(milliseconds))];
        all(received::<RestJson>(event_with("TypeC", &headers, b"{}")).events)
    };
    let (events, _) = at(253_402_300_799_000);
    let [Event::TypeC(event)] = &*events else {
        panic!("{events:?}");
    };
    assert_eq!(event.timestamp, Some(Timestamp::MAX));
    assert!(at(i64::MAX).1.is_some());
}

fn message(headers: &[(&str, &str)], payload: &[u8]) -> Vec<u8> {
    let headers = headers
        .iter()
        .map(|(name, value)| (*name, HeaderValue::from(*value)));
    let message = Message::new(payload.to_vec())
        .with_headers(headers)
        .unwrap();
    message.encode().unwrap().to_vec()
}

#[test]
fn cbor() {
    let event = |name, payload| {
        message(
            &[(":message-type", "event"), (":event-type", name)],
            payload,
        )
    };
    let body = [
        event("initial-response", b"\xA1\x6FInitialResponse\x62hi"),
        event(
            "TypeB",
            b"\xA2\x6BStringField\x6Asomestring\x6CIntegerField\x18\x7B",
        ),
        event("TypeD", b"\xBF\x64Said\x61x\xFF"),
        event("New", b"\xA1\x61a\x01"),
        event("Empty", b""),
    ];
    let heard = received::<RpcCbor>(body.concat());
    assert_eq!(heard.initial.as_deref(), Some("hi"));
    let said = TypeD {
        said: Some("x".into()),
        ..TypeD::default()
    };
    let events = [
        a_and_b().remove(1),
        Event::TypeD(said),
        Event::Unknown("New".into()),
        Event::Empty(Empty {}),
    ];
    assert_eq!(all(heard.events).0, events);
}

#[test]
fn errors_in_place_of_events() {
    let exception = [
        (":message-type", "exception"),
        (":exception-type", "jammed"),
    ];
    let body = [
        message(
            &[(":message-type", "event"), (":event-type", "Empty")],
            b"{}",
        ),
        message(&exception, br#"{"message":"noise"}"#),
        message(
            &[(":message-type", "event"), (":event-type", "Empty")],
            b"{}",
        ),
    ];
    let (events, error) = all(received::<RestJson>(body.concat()).events);
    assert_eq!(events, [Event::Empty(Empty {})]);
    let error = error.unwrap();
    assert_eq!(error.to_string(), "Jammed: noise (request id r1, HTTP 200)");
    let message_of = |text: &str| Some(text.to_owned());
    let jammed = Jammed {
        message: message_of("noise"),
    };
    let jammed = EventError::Jammed(jammed);
    assert_eq!(error.service(), Some(&jammed));
    assert!(!error.is_retryable());
    let capital = message(&exception, br#"{"Message":"noise"}"#);
    let (_, error) = all(received::<RestJson>(capital).events);
    assert_eq!(error.unwrap().service(), Some(&jammed));
    let capital = message(&exception, b"\xA1\x67Message\x65noise");
    let (_, error) = all(received::<RpcCbor>(capital).events);
    assert_eq!(error.unwrap().service(), Some(&jammed));
    let capital = message(&exception, b"<Jammed><Message>noise</Message></Jammed>");
    let (_, error) = all(received::<RestXml>(capital).events);
    assert_eq!(error.unwrap().service(), Some(&jammed));

    // The code matters more than the members.
    let (_, error) = all(received::<RestJson>(message(&exception, b"{")).events);
    let jammed = EventError::Jammed(Jammed::default());
    assert_eq!(error.unwrap().service(), Some(&jammed));

    let throttled = [
        (":message-type", "exception"),
        (":exception-type", "throttlingException"),
    ];
    let (_, error) = all(received::<RpcCbor>(message(&throttled, b"\xA1\x67message\x62hi")).events);
    let error = error.unwrap();
    assert!(error.is_throttling(), "{error}");
    assert_eq!(error.service(), Some(&EventError::Unmodelled));
    assert_eq!(error.message(), Some("hi"));

    // botocore's message of its test of errors.
    let headers = [
        (":message-type", "error"),
        (":error-code", "code"),
        (":error-message", "message"),
    ];
    let (_, error) = all(received::<RestXml>(message(&headers, b"")).events);
    assert_eq!(
        error.unwrap().to_string(),
        "Code: message (request id r1, HTTP 200)"
    );
}

#[test]
fn messages_that_cannot_be_read() {
    let b = [(":message-type", "event"), (":event-type", "TypeB")];
    let c = [
        (":message-type", "event"),
        (":event-type", "TypeC"),
        ("Integer", "1"),
    ];
    let cases = [
        (
            message(&b, br#"{"IntegerField":"x"}"#),
            "expected an integer",
            "IntegerField",
        ),
        (message(&c, b"{}"), "expected an integer in a header", ""),
        (message(&[], b"{}"), "expected an event or an error", ""),
        (
            message(&b, b"{}")[..20].to_vec(),
            "a message without its end at byte 0",
            "",
        ),
        (
            [message(&b, b"{}"), vec![0; 12]].concat(),
            "checksum at byte 60",
            "",
        ),
    ];
    for (body, problem, place) in cases {
        let (_, error) = all(received::<RestJson>(body).events);
        let Some(Error::Response(error)) = error else {
            panic!("{error:?}")
        };
        let text = error.to_string();
        assert!(text.contains(problem) && text.contains(place), "{text}");
        assert!(text.contains("request id r1"), "{text}");
    }
}

/// The messages of a request.
fn sent<O: Operation<Request = Talk>>(
    request: &Talk,
) -> (http::request::Parts, Result<Vec<Message>, BodyError>) {
    let endpoint = http::Uri::from_static("https://t.example.com");
    let request = operation::streaming_request::<O>(
        request,
        &endpoint,
        None,
        &operation::RequestOptions::default(),
    )
    .unwrap();
    let (head, body) = request.into_parts();
    let messages = now(body.collect()).map(|bytes| {
        let mut decoder = crate::events::Decoder::new();
        decoder.push(&bytes);
        std::iter::from_fn(|| decoder.next_message().unwrap()).collect()
    });
    (head, messages)
}

fn talk(events: Vec<Event>) -> Talk {
    Talk {
        initial: Some("hi".into()),
        named: Some("n".into()),
        events: events.into_iter().collect(),
    }
}

fn headers(message: &Message) -> Vec<(String, HeaderValue)> {
    let headers = message.headers();
    headers
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn event(name: &str, content_type: Option<&str>) -> Vec<(String, HeaderValue)> {
    let content_type = content_type.map(|value| (":content-type", value));
    let headers = [(":message-type", "event"), (":event-type", name)];
    let headers = headers.into_iter().chain(content_type);
    headers
        .map(|(name, value)| (name.to_owned(), HeaderValue::from(value)))
        .collect()
}

#[test]
fn events_are_written() {
    let noted = TypeD {
        place: Some(7),
        said: Some("x".into()),
        details: details(),
    };
    let [a, b] = a_and_b().try_into().unwrap();
    let words = TypeE {
        words: Some("é".into()),
    };
    let events = vec![
        a,
        b,
        Event::TypeD(noted),
        Event::TypeE(words),
        Event::Empty(Empty {}),
    ];
    let (head, messages) = sent::<RestJson>(&talk(events.clone()));
    assert_eq!(
        head.headers["content-type"],
        "application/vnd.amazon.eventstream"
    );
    assert_eq!(head.headers["x-named"], "n");
    assert_eq!(head.version, http::Version::HTTP_2);
    let messages = messages.unwrap();
    let json = Some("application/json");
    let mut with_place = event("TypeD", json);
    with_place.push(("Place".into(), HeaderValue::Integer(7)));
    let expected: [(_, &[u8]); 5] = [
        (
            event("TypeA", Some("application/octet-stream")),
            b"somebytes",
        ),
        (
            event("TypeB", json),
            br#"{"StringField":"somestring","IntegerField":123}"#,
        ),
        (
            with_place,
            br#"{"Said":"x","Details":{"StringField":"somestring","IntegerField":123}}"#,
        ),
        (event("TypeE", Some("text/plain")), "é".as_bytes()),
        (event("Empty", None), b""),
    ];
    for (message, (head, payload)) in messages.iter().zip(expected) {
        assert_eq!(headers(message), head);
        assert_eq!(message.payload(), payload);
    }
    let (_, again) = sent::<RestXml>(&talk(events));
    assert_eq!(
        again.unwrap()[2].payload(),
        "<TypeD><Said>x</Said><Details><StringField>somestring</StringField><IntegerField>123</IntegerField></Details></TypeD>"
    );
}

#[test]
fn what_is_no_event_goes_first() {
    let (head, messages) = sent::<AwsJson>(&talk(vec![Event::Empty(Empty {})]));
    assert_eq!(
        head.headers["content-type"],
        "application/vnd.amazon.eventstream"
    );
    let messages = messages.unwrap();
    let initial = event("initial-request", Some("application/x-amz-json-1.1"));
    assert_eq!(headers(&messages[0]), initial);
    assert_eq!(messages[0].payload(), r#"{"Initial":"hi","x-named":"n"}"#);
    assert_eq!(headers(&messages[1]), event("Empty", None));

    let (head, messages) = sent::<RpcCbor>(&talk(Vec::new()));
    assert_eq!(head.headers["accept"], "application/vnd.amazon.eventstream");
    let endpoint = http::Uri::from_static("https://t.example.com");
    let untyped = operation::request_as(RpcCbor::INFO, &Talk::default(), &endpoint, None).unwrap();
    assert_eq!(untyped.headers()["accept"], head.headers["accept"]);
    let messages = messages.unwrap();
    assert_eq!(
        headers(&messages[0]),
        event("initial-request", Some("application/cbor"))
    );
    assert_eq!(messages.len(), 1);
}

#[test]
fn events_are_sent_once_and_must_be_in_the_model() {
    let request = talk(vec![Event::Empty(Empty {})]);
    assert!(sent::<RestJson>(&request.clone()).1.is_ok());
    let error = sent::<RestJson>(&request).1.unwrap_err();
    assert!(
        error.to_string().contains("cannot be sent again"),
        "{error}"
    );
    assert!(sent::<RestJson>(&Talk::default()).1.unwrap().is_empty());
    let error = sent::<RestJson>(&talk(vec![Event::Unknown("New".into())]))
        .1
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains(r#"the event "New" is not in the model"#),
        "{error}"
    );
}
