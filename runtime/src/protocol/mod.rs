//! The AWS protocols: how requests and responses are spelled on the wire. Read by: `operation`.
//!
//! A protocol is one file with the four functions that are called below, and one line in the macro `by_protocol`. A format
//! (`json`, `xml`, `cbor`) is a writer and a reader of values, which several protocols can share.

mod aws_json;
mod aws_query;
mod bindings;
mod cbor;
mod decimal;
pub(crate) mod events;
mod failure;
mod guesses;
mod json;
mod path;
mod rest_json;
mod rest_xml;
mod rpc_v2_cbor;
pub(crate) mod timestamp;
mod url;
mod xml;

use bytes::Bytes;
use http::HeaderMap;

use crate::body::Body;
use crate::error::{Error, Problem, RequestError, ResponseError, ServiceError};
use crate::operation::{Operation, OperationError, OperationInfo, retryable};
use crate::shape::Structure;

use failure::Failure;
use url::{request_url, url_of};

/// A protocol that this runtime speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// [AWS JSON 1.0](https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html)
    AwsJson1_0,
    /// [AWS JSON 1.1](https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html)
    AwsJson1_1,
    /// [AWS REST JSON 1](https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html)
    RestJson1,
    /// [AWS REST XML](https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html)
    RestXml,
    /// [AWS query](https://smithy.io/2.0/aws/protocols/aws-query-protocol.html)
    AwsQuery,
    /// [AWS EC2 query](https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html)
    Ec2Query,
    /// [Smithy RPC v2 CBOR](https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html)
    RpcV2Cbor,
}

/// Calls a function of the module of a protocol.
///
/// With `const`, the compiler leaves out all calls but one; of a `match`, it would make a copy of every generated type's
/// code for every arm.
macro_rules! by_protocol {
    ($($const:ident)?: $protocol:expr, $call:ident $arguments:tt) => {
        if $($const)? { matches!($protocol, Protocol::AwsJson1_0 | Protocol::AwsJson1_1) } {
            aws_json::$call $arguments
        } else if $($const)? { matches!($protocol, Protocol::RestJson1) } {
            rest_json::$call $arguments
        } else if $($const)? { matches!($protocol, Protocol::RestXml) } {
            rest_xml::$call $arguments
        } else if $($const)? { matches!($protocol, Protocol::AwsQuery | Protocol::Ec2Query) } {
            aws_query::$call $arguments
        } else {
            rpc_v2_cbor::$call $arguments
        }
    };
}

/// What any protocol's error answer has beside the error's members.
#[derive(Default)]
struct ErrorAnswer {
    /// The code that tells which of the modelled errors it is.
    code: Option<String>,
    /// The code that users know it by, where that is another.
    alias: Option<String>,
    message: Option<String>,
    /// The request's id, where the body has it.
    request_id: Option<String>,
}

/// Builds a request without a signature.
pub(crate) fn write_request<O: Operation>(
    request: &O::Request,
    endpoint: &http::Uri,
    token: Option<&str>,
) -> Result<http::Request<Body>, RequestError> {
    let mut message =
        by_protocol!(const: O::INFO.service.protocol, request(O::INFO, request, endpoint, token))?;
    if const { O::INFO.event_output } {
        events::accept(O::INFO, &mut message);
    }
    if const { O::INFO.event_input } {
        return events::with_events(O::INFO, message, O::events(request));
    }
    Ok(with_stream(message))
}

/// A body that is not held in memory, on its way past what reads and writes those that are.
#[derive(Clone)]
struct Streamed(Body);

fn with_stream(mut request: http::Request<Bytes>) -> http::Request<Body> {
    match request.extensions_mut().remove() {
        Some(Streamed(body)) => request.map(|_| body),
        None => request.map(Body::from),
    }
}

/// Whether a call succeeded: by its status, and by its body where that is in memory and no stream.
pub(crate) fn is_success(
    info: &OperationInfo,
    status: http::StatusCode,
    body: Option<&Bytes>,
) -> bool {
    let is_xml = info.service.protocol == Protocol::RestXml;
    status.is_success() && !(is_xml && body.is_some_and(|body| rest_xml::is_error(body)))
}

/// Reads the response of a call that succeeded.
pub(crate) fn read_response<O: Operation>(
    response: &http::Response<Bytes>,
) -> Result<O::Response, Box<ResponseError>> {
    by_protocol!(const: O::INFO.service.protocol, response(O::INFO, response))
}

/// Reads the response of a call that succeeded, whose body is a stream.
pub(crate) fn read_stream<O: Operation>(
    response: http::Response<Body>,
) -> Result<O::Response, Error<O::Error>> {
    let (mut head, body) = response.into_parts();
    head.extensions.insert(Streamed(body));
    let response = http::Response::from_parts(head, Bytes::new());
    read_response::<O>(&response).map_err(Error::Response)
}

/// Reads the error that a service answered with.
pub(crate) fn read_error<O: Operation>(
    response: &http::Response<Bytes>,
) -> Result<Box<ServiceError<O::Error>>, Box<ResponseError>> {
    let answer = error_answer(O::INFO, response)?;
    let code = answer.code.as_deref().unwrap_or_default();
    let error = by_protocol!(const: O::INFO.service.protocol, error(O::INFO, response, code))?;
    Ok(Box::new(common(O::INFO, response, answer).map(|()| error)))
}

/// As [`write_request`], with the facts as a value, and without events.
pub(crate) fn write_request_as<T: Structure>(
    info: &OperationInfo,
    request: &T,
    endpoint: &http::Uri,
    token: Option<&str>,
) -> Result<http::Request<Body>, RequestError> {
    let mut message =
        by_protocol!(: info.service.protocol, request(info, request, endpoint, token))?;
    if info.event_output {
        events::accept(info, &mut message);
    }
    Ok(with_stream(message))
}

/// As [`read_response`], with the facts as a value.
pub(crate) fn read_response_as<T: Structure>(
    info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<T, Box<ResponseError>> {
    by_protocol!(: info.service.protocol, response(info, response))
}

/// As [`read_error`], with the facts as a value.
pub(crate) fn read_error_as<E: OperationError>(
    info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<Box<ServiceError<E>>, Box<ResponseError>> {
    let answer = error_answer(info, response)?;
    let code = answer.code.as_deref().unwrap_or_default();
    let error = by_protocol!(: info.service.protocol, error(info, response, code))?;
    Ok(Box::new(common(info, response, answer).map(|()| error)))
}

/// Reads of an error only what does not depend on the operation: enough to know whether to try again.
#[cfg(feature = "client")]
pub(crate) fn read_any_error(
    info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<ServiceError<()>, Box<ResponseError>> {
    error_answer(info, response).map(|answer| common(info, response, answer))
}

fn error_answer(
    info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<ErrorAnswer, Box<ResponseError>> {
    by_protocol!(: info.service.protocol, error_answer(info, response))
}

/// The facts of an error that do not depend on its type.
fn common(
    info: &OperationInfo,
    response: &http::Response<Bytes>,
    answer: ErrorAnswer,
) -> ServiceError<()> {
    let status = response.status();
    let code = answer.code.unwrap_or_else(|| status.as_str().to_owned());
    let alias = answer.alias.as_deref().unwrap_or_default();
    let throttling = [&*code, alias]
        .iter()
        .any(|code| retryable::is_throttling(code, status));
    let transient = [&*code, alias]
        .iter()
        .any(|code| retryable::is_transient_code(code, info.retryable));
    ServiceError {
        // What goes wrong after a status of success was sent can go well the next time.
        retryable: throttling
            || transient
            || status.is_success()
            || retryable::is_transient_status(status),
        throttling,
        message: answer.message,
        request_id: request_id(response.headers())
            .map(str::to_owned)
            .or(answer.request_id),
        status,
        body: response.body().clone(),
        error: (),
        code: answer.alias.unwrap_or(code),
    }
}

/// The id that the service gave the request, in the headers that services use for it.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let names = ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"];
    names
        .into_iter()
        .find_map(|name| header_text(headers, name))
}

#[cold]
fn bad_response(response: &http::Response<Bytes>, problem: Problem) -> Box<ResponseError> {
    let request_id = request_id(response.headers()).map(str::to_owned);
    Box::new(ResponseError::new(response, request_id, problem))
}

/// The error that a body cannot be read, whose format says where by this pointer.
#[cold]
fn unreadable(
    response: &http::Response<Bytes>,
    failure: Failure,
    pointer: fn(&[u8], usize) -> String,
) -> Box<ResponseError> {
    let offset = failure.offset();
    let problem = Problem::At {
        pointer: pointer(response.body(), offset),
        what: failure.into_what(),
        offset,
    };
    bad_response(response, problem)
}

/// Whether a key of an error in JSON or CBOR holds its message. Smithy has no name for it; services have these.
fn is_message(key: &str) -> bool {
    matches!(key, "message" | "Message" | "errorMessage" | "ErrorMessage")
}

/// A header's value, if it is text and not empty.
fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get(name)?
        .to_str()
        .ok()
        .filter(|text| !text.is_empty())
}
