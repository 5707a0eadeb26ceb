//! Responses that are streams of events: read as a program reads them, by [`tinsmith::operation::response`] and
//! [`rt::EventStream`], and held against what botocore reads. Read by: `cases`.

use std::task::{Context, Poll, Waker};

use http::Response;
use serde::Deserialize;
use serde_json::Value;
use tinsmith::codegen as rt;
use tinsmith::operation::Streams;
use tinsmith::{Bytes, Error};

use crate::cases::{Answer, fails};
use crate::compare::Differences;
use crate::dynamic::{AnyError, Content, Dynamic, Record, expecting, expecting_errors};
use crate::errors::Told;
use crate::model::{Events, Operation, Type};
use crate::values;

/// A stream and what botocore reads from it.
#[derive(Deserialize)]
pub struct EventsCase {
    #[serde(flatten)]
    pub answer: Answer,
    /// The names of the events that no model lists, which botocore leaves out.
    unknown: Vec<String>,
    /// What comes beside the events.
    #[serde(default)]
    read: Value,
    #[serde(default)]
    events: Vec<Value>,
    /// The error at the end.
    error: Option<Told>,
}

/// What we read.
pub struct Seen {
    pub response: Record,
    pub events: Vec<Record>,
    pub error: Option<Error<AnyError>>,
}

impl EventsCase {
    pub fn compare(
        &self,
        operation: &'static Operation,
        theirs: Option<&str>,
        found: &mut Vec<String>,
    ) -> Result<(), String> {
        let events = operation.events.as_ref().ok_or("we know of no events")?;
        let ours = fails(
            theirs,
            self.ours(operation)?.map_err(|error| error.to_string()),
        )?;
        values::compare(
            operation.response,
            &self.read,
            &Dynamic::Structure(ours.response),
            &mut Differences::new("read", found),
        );
        self.compare_events(events.ty, ours.events, found);
        match (&self.error, ours.error) {
            (None, None) => {}
            (Some(theirs), Some(Error::Service(ours))) => {
                theirs.as_an_error().compare(&ours, found)
            }
            (theirs, ours) => {
                let ours = ours.map_or("nothing".to_owned(), |error| error.to_string());
                let theirs = theirs.as_ref().map_or("nothing", |_| "an error");
                Differences::new("end", found).differ(theirs, &ours);
            }
        }
        Ok(())
    }

    /// What we read.
    pub fn ours(
        &self,
        operation: &'static Operation,
    ) -> Result<Result<Seen, Error<AnyError>>, String> {
        let events = operation.events.as_ref().ok_or("we know of no events")?;
        see(operation, events, &self.answer.response()?)
    }

    fn compare_events(&self, ty: &Type, ours: Vec<Record>, found: &mut Vec<String>) {
        let (mut unknown, mut known) = (Vec::new(), Vec::new());
        for event in ours {
            match event.content {
                Content::Unknown(name) => unknown.push(name),
                _ => known.push(Dynamic::Structure(event)),
            }
        }
        if unknown != self.unknown {
            Differences::new("unknown", found)
                .differ(format_args!("{:?}", self.unknown), &format!("{unknown:?}"));
        }
        let mut found = Differences::new("events", found);
        if known.len() != self.events.len() {
            found.differ(self.events.len(), &known.len().to_string());
        }
        for (index, (theirs, ours)) in self.events.iter().zip(&known).enumerate() {
            found.within(index, |found| values::compare(ty, theirs, ours, found));
        }
    }
}

/// Reads all of a stream.
fn see(
    operation: &'static Operation,
    events: &Events,
    response: &Response<Bytes>,
) -> Result<Result<Seen, Error<AnyError>>, String> {
    let heard = expecting(operation.response, || {
        expecting_errors(operation.errors, || match operation.info.service.protocol {
            rt::Protocol::AwsJson1_0 | rt::Protocol::AwsJson1_1 => {
                Ok(heard::<AwsJson1_1>(response))
            }
            rt::Protocol::RestJson1 => Ok(heard::<RestJson1>(response)),
            rt::Protocol::RestXml => Ok(heard::<RestXml>(response)),
            rt::Protocol::RpcV2Cbor => Ok(heard::<RpcV2Cbor>(response)),
            other => Err(format!("{other:?} has no events")),
        })
    })?;
    Ok(heard.map(|heard| {
        expecting(events.ty, || {
            expecting_errors(events.errors, || {
                let (events, error) = to_the_end(heard.events);
                Seen {
                    response: heard.response,
                    events,
                    error,
                }
            })
        })
    }))
}

fn heard<O>(response: &Response<Bytes>) -> Result<Heard, Error<AnyError>>
where
    O: rt::Operation<Response = Heard, Error = AnyError>,
{
    tinsmith::operation::response::<O>(response)
}

/// A response with events.
#[derive(Default)]
struct Heard {
    response: Record,
    events: rt::EventStream<Record>,
}

/// All events of a stream that is in memory, and the error at its end.
///
/// # Panics
///
/// If the stream waits for more than there is.
pub fn to_the_end<T: rt::Events>(
    mut stream: rt::EventStream<T>,
) -> (Vec<T>, Option<Error<T::Error>>) {
    let mut cx = Context::from_waker(Waker::noop());
    let (mut events, mut error) = (Vec::new(), None);
    loop {
        match std::pin::pin!(stream.recv()).poll(&mut cx) {
            Poll::Ready(Ok(Some(event))) => events.push(event),
            Poll::Ready(Err(end)) => error = Some(end),
            Poll::Ready(Ok(None)) => return (events, error),
            Poll::Pending => panic!("a stream that is in memory waits"),
        }
    }
}

impl rt::Structure for Heard {
    const NAME: &'static str = "(known at run time)";

    fn schema(&self) -> &'static rt::Schema {
        rt::Structure::schema(&self.response)
    }

    fn write_members<W: rt::Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        self.response.write_members(w)
    }

    fn read_member<R: rt::Reader>(&mut self, member: usize, r: &mut R) -> rt::Read<R> {
        self.response.read_member(member, r)
    }
}

impl rt::Events for Record {
    type Error = AnyError;
}

/// What emitted code says of an operation, as far as reading events of one protocol needs it.
macro_rules! operation {
    ($name:ident) => {
        struct $name;

        impl rt::Operation for $name {
            type Request = Record;
            type Response = Heard;
            type Error = AnyError;
            const INFO: &'static rt::OperationInfo = {
                static SERVICE: rt::Service =
                    rt::Service::new("Any", "2000-01-01", rt::Protocol::$name, "any");
                &SERVICE.operation("Any", "POST", "/").event_output()
            };
            const STREAMS: Streams = Streams {
                request: false,
                response: true,
            };

            fn set_events(response: &mut Heard, events: rt::Incoming) {
                response.events = rt::incoming::<Self, Record>(events);
            }
        }
    };
}

operation!(RestJson1);
operation!(RestXml);
operation!(RpcV2Cbor);
operation!(AwsJson1_1);
