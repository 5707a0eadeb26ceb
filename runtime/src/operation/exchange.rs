//! From a request value to an HTTP request, and from an HTTP response to a typed answer. Read by: `client`, and by
//! programs that bring their own HTTP.

use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::header::CONTENT_TYPE;

use super::around::{self, RequestOptions};
use super::{Operation, OperationError, OperationInfo};
use crate::body::Body;
use crate::error::{Error, RequestError};
use crate::events::{Incoming, Lost};
use crate::protocol;
use crate::shape::Structure;

/// Builds the HTTP request of an operation: method, URL, headers and body, without a signature.
///
/// The operation's path is joined to the endpoint's. The `token` goes into members that the model marks as idempotency
/// tokens and that hold none, so that the caller decides where it comes from (and that a retry sends the same one).
/// Bodies are compressed and get checksums as [`RequestOptions::default`] says.
///
/// # Errors
///
/// When the value has no wire form: a union's variant that the model does not know, more than 128 levels of nesting,
/// a host label that is empty or no part of a host name, a checksum that is not known here; or when the endpoint is not an
/// absolute URL. Also when the body is a stream: for those there is [`streaming_request`].
pub fn request<O: Operation>(
    request: &O::Request,
    endpoint: &http::Uri,
    token: Option<&str>,
) -> Result<http::Request<Bytes>, RequestError> {
    request_with::<O>(request, endpoint, token, &RequestOptions::default())
}

/// As [`request`], with these options.
///
/// # Errors
///
/// As [`request`].
pub fn request_with<O: Operation>(
    request: &O::Request,
    endpoint: &http::Uri,
    token: Option<&str>,
    options: &RequestOptions,
) -> Result<http::Request<Bytes>, RequestError> {
    held(streaming_request::<O>(request, endpoint, token, options)?)
}

/// The request with its body in memory.
fn held(request: http::Request<Body>) -> Result<http::Request<Bytes>, RequestError> {
    let (head, body) = request.into_parts();
    let body = body.into_bytes().map_err(|_| {
        RequestError::new("the body is a stream: use `operation::streaming_request` for it")
    })?;
    Ok(http::Request::from_parts(head, body))
}

/// As [`request_with`], with a body that may be a stream.
///
/// # Errors
///
/// As [`request`], and when the service must know a stream's length beforehand, and nobody has said it.
pub fn streaming_request<O: Operation>(
    request: &O::Request,
    endpoint: &http::Uri,
    token: Option<&str>,
    options: &RequestOptions,
) -> Result<http::Request<Body>, RequestError> {
    let written = protocol::write_request::<O>(request, endpoint, token)?;
    around::after_writing(O::INFO, request.schema(), written, options)
}

/// Reads the HTTP response of an operation.
///
/// # Errors
///
/// [`Error::Service`] when the status is not 2xx and the answer says why; [`Error::Response`] when it cannot be read, or has
/// another checksum than it says.
pub fn response<O: Operation>(
    response: &http::Response<Bytes>,
) -> Result<O::Response, Error<O::Error>> {
    let body = (!O::STREAMS.response).then(|| response.body());
    if protocol::is_success(O::INFO, response.status(), body) {
        if const { O::INFO.event_output } {
            // All of it is there: nothing has to be waited for.
            let response = response.clone().map(Body::from);
            let mut read = std::pin::pin!(read_events::<O>(response));
            let mut cx = Context::from_waker(Waker::noop());
            if let Poll::Ready(response) = read.as_mut().poll(&mut cx) {
                return response;
            }
        }
        around::before_reading(O::INFO, response).map_err(Error::Response)?;
        return protocol::read_response::<O>(response).map_err(Error::Response);
    }
    Err(match protocol::read_error::<O>(response) {
        Ok(error) => Error::Service(error),
        Err(error) => Error::Response(error),
    })
}

/// As [`response`], of a response whose body comes as a stream. Where the operation's body is to be streamed, it is not
/// read; otherwise, and of an answer that is an error, it is read to its end.
///
/// # Errors
///
/// As [`response`], and [`Error::Body`] when the body breaks off. A stream with another checksum than the response says is an
/// error at its end.
pub async fn streaming_response<O: Operation>(
    response: http::Response<Body>,
) -> Result<O::Response, Error<O::Error>> {
    if response.status().is_success() {
        if const { O::INFO.event_output } {
            return read_events::<O>(response).await;
        }
        if const { O::STREAMS.response } {
            return protocol::read_stream::<O>(around::before_streaming(O::INFO, response));
        }
    }
    let (head, body) = response.into_parts();
    let body = body.collect().await?;
    self::response::<O>(&http::Response::from_parts(head, body))
}

/// Reads a response as far as the events.
async fn read_events<O: Operation>(
    response: http::Response<Body>,
) -> Result<O::Response, Error<O::Error>> {
    let (response, events) = before_events(O::INFO, response)
        .await
        .map_err(Error::from)?;
    let mut response = protocol::read_response::<O>(&response).map_err(Error::Response)?;
    O::set_events(&mut response, events);
    Ok(response)
}

/// What is no event of a response, and the events. Not generic, so that it is compiled once.
async fn before_events(
    info: &'static OperationInfo,
    response: http::Response<Body>,
) -> Result<(http::Response<Bytes>, Incoming), Lost> {
    let (head, body) = response.into_parts();
    let mut events = Incoming::new(info, head, body);
    if !protocol::events::has_initial_message(info) {
        return Ok((events.response(&Bytes::new()), events));
    }
    let initial = events.initial_response().await?;
    let mut response = events.response(&initial.unwrap_or_default());
    // The media type is that of the messages, not of this one's payload.
    response.headers_mut().remove(CONTENT_TYPE);
    Ok((response, events))
}

/// As [`request`], for an operation that is known at run time only.
///
/// The value's [`Structure::schema`] says what it is. A program that knows its operations has no use for this: it is for
/// those that work on any model, such as a proxy or a test. It is what the protocol says, without compression and checksums.
///
/// # Errors
///
/// Those of [`request`].
pub fn request_as<T: Structure>(
    info: &OperationInfo,
    request: &T,
    endpoint: &http::Uri,
    token: Option<&str>,
) -> Result<http::Request<Bytes>, RequestError> {
    held(protocol::write_request_as(info, request, endpoint, token)?)
}

/// As [`response`], for an operation that is known at run time only: see [`request_as`]. Events are left where they
/// are.
///
/// # Errors
///
/// Those of [`response`].
pub fn response_as<T: Structure, E: OperationError>(
    info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<T, Error<E>> {
    let is_stream = T::default().schema().members.iter().any(|m| m.streaming);
    let body = (!is_stream).then(|| response.body());
    if protocol::is_success(info, response.status(), body) {
        around::before_reading(info, response).map_err(Error::Response)?;
        return protocol::read_response_as(info, response).map_err(Error::Response);
    }
    Err(match protocol::read_error_as(info, response) {
        Ok(error) => Error::Service(error),
        Err(error) => Error::Response(error),
    })
}
