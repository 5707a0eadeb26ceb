//! Events: how they are spelled in the messages of an event stream, for any format of their payloads.
//! Read by: `protocol`, `operation`, emitted code.
//!
//! See [event streams in Smithy](https://smithy.io/2.0/spec/streaming.html#event-streams) and their
//! [messages](https://smithy.io/2.0/aws/amazon-eventstream.html). What stands in an event's payload is written and read by the
//! [`Format`](super::bindings::Format) of the protocol.

mod cbor;
mod reader;
#[cfg(test)]
mod tests;
mod writer;

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue as HttpValue;
use http::header::{ACCEPT, CONTENT_TYPE};

use super::rest_json::Json;
use super::rest_xml::Xml;
use super::{ErrorAnswer, Protocol};
use crate::body::Body;
use crate::error::{BodyError, RequestError, ServiceError};
use crate::events::{
    EventInput, EventStream, Events, HeaderValue, Incoming, MEDIA_TYPE, Message, Messages, Once,
};
use crate::operation::{Operation, OperationInfo, retryable};
use crate::shape::Structure;
use cbor::Cbor;

/// Runs an expression with the format of an operation's events, and leaves out the other formats: of a `match`, the
/// compiler would make a copy of the events' code for every arm.
macro_rules! by_format {
    ($operation:ty, $format:ident => $body:expr) => {
        if const { matches!(<$operation>::INFO.service.protocol, Protocol::RestXml) } {
            type $format = Xml;
            $body
        } else if const { matches!(<$operation>::INFO.service.protocol, Protocol::RpcV2Cbor) } {
            type $format = Cbor;
            $body
        } else {
            type $format = Json;
            $body
        }
    };
}

/// Events that wait to be sent.
pub struct Outgoing(Messages);

/// The events that a request holds, in the operation's format; none where the member is not set.
pub fn outgoing<O: Operation, T: Structure + Send + 'static>(
    events: &EventInput<T>,
) -> Option<Outgoing> {
    let messages = by_format!(O, F => events.messages(writer::write::<O, F, T>));
    messages.map(Outgoing)
}

/// The events that come behind the head of a response.
pub fn incoming<O: Operation, T: Events>(incoming: Incoming) -> EventStream<T> {
    by_format!(O, F => EventStream::new(incoming, reader::read::<F, T>))
}

/// Whether what is no event travels in a message of its own before the events.
pub(crate) fn has_initial_message(info: &OperationInfo) -> bool {
    matches!(
        info.service.protocol,
        Protocol::AwsJson1_0 | Protocol::AwsJson1_1 | Protocol::RpcV2Cbor
    )
}

/// Makes the events the body of a request, whose own body goes before them where the protocol has one.
pub(super) fn with_events(
    info: &OperationInfo,
    request: http::Request<Bytes>,
    events: Option<Outgoing>,
) -> Result<http::Request<Body>, RequestError> {
    let (mut head, body) = request.into_parts();
    let content_type = head
        .headers
        .insert(CONTENT_TYPE, HttpValue::from_static(MEDIA_TYPE));
    let mut first = None;
    if has_initial_message(info) {
        let content_type = content_type.as_ref().and_then(|value| value.to_str().ok());
        let headers = [
            (":message-type", "event"),
            (":event-type", "initial-request"),
            (":content-type", content_type.unwrap_or_default()),
        ];
        let headers = headers.map(|(name, value)| (name, HeaderValue::from(value)));
        let message = Message::new(body).with_headers(headers);
        first = Some(message.map_err(RequestError::new)?);
    }
    // Only HTTP/2 carries a response while the request goes on.
    head.version = http::Version::HTTP_2;
    let events = Sending { first, events };
    let body = Body::of_events(Once::new(Box::pin(events)));
    Ok(http::Request::from_parts(head, body))
}

/// Says that events are expected, where the protocol has a word for it.
pub(super) fn accept(info: &OperationInfo, request: &mut http::Request<Bytes>) {
    if info.service.protocol == Protocol::RpcV2Cbor {
        let events = HttpValue::from_static(MEDIA_TYPE);
        request.headers_mut().insert(ACCEPT, events);
    }
}

/// The message that goes first, then the events.
struct Sending {
    first: Option<Message>,
    events: Option<Outgoing>,
}

impl Stream for Sending {
    type Item = Result<Message, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        match &mut self.events {
            Some(Outgoing(events)) => events.as_mut().poll_next(cx),
            None => Poll::Ready(None),
        }
    }
}

/// What is known of an error that came in place of an event, but for its members.
fn service_error(incoming: &Incoming, message: &Message, told: Told) -> ServiceError<()> {
    let response = incoming.response(message.payload());
    let answer = super::error_answer(incoming.info, &response).unwrap_or_default();
    let mut code = told.code.chars();
    // Members that are exceptions are called as these, but for the first letter.
    let code = code.next().map(|first| first.to_uppercase().chain(code));
    let answer = ErrorAnswer {
        code: code.map(Iterator::collect),
        message: told.message.or(answer.message),
        ..ErrorAnswer::default()
    };
    let mut error = super::common(incoming.info, &response, answer);
    // The status came before it, and says nothing of it.
    error.retryable =
        error.throttling || retryable::is_transient_code(&error.code, incoming.info.retryable);
    error
}

/// Code and message of an error, as the headers have them.
struct Told {
    code: String,
    message: Option<String>,
}
