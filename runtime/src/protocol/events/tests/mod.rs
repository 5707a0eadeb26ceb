//! Events in each format: the shapes and operations that [`reading`] and [`writing`] share.

mod reading;
mod writing;

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

fn message(headers: &[(&str, &str)], payload: &[u8]) -> Vec<u8> {
    let headers = headers
        .iter()
        .map(|(name, value)| (*name, HeaderValue::from(*value)));
    let message = Message::new(payload.to_vec())
        .with_headers(headers)
        .unwrap();
    message.encode().unwrap().to_vec()
}
