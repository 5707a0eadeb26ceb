//! The AWS protocols: how requests and responses are spelled on the wire. Read by: `operation`.
//!
//! A protocol is one file, and one row in each of the three functions below that are generic over the operation. Choose
//! a second family by `if const { … }`, not by a `match`: the compiler leaves out an arm whose condition is a constant,
//! but makes a copy of every generated type's code for every arm of a match.

mod aws_json;
mod decimal;
mod json;
pub(crate) mod timestamp;
mod url;

use bytes::Bytes;
use http::HeaderMap;

use crate::error::{RequestError, ResponseError, ServiceError};
use crate::operation::{Operation, OperationInfo, retryable};

use url::request_url;

/// A protocol that this runtime speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// [AWS JSON 1.0](https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html)
    AwsJson1_0,
    /// [AWS JSON 1.1](https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html)
    AwsJson1_1,
}

/// What any protocol's error answer has beside the error's members.
struct ErrorAnswer<'a> {
    /// The code that tells which of the modelled errors it is.
    code: Option<String>,
    /// The code that users know it by, where that is another.
    alias: Option<String>,
    message: Option<String>,
    /// The text that holds the error's members.
    body: &'a str,
}

/// Builds a request without a signature.
pub(crate) fn write_request<O: Operation>(
    request: &O::Request,
    endpoint: &http::Uri,
    token: Option<&str>,
) -> Result<http::Request<Bytes>, RequestError> {
    match O::INFO.service.protocol {
        Protocol::AwsJson1_0 | Protocol::AwsJson1_1 => {
            aws_json::request(O::INFO, request, endpoint, token)
        }
    }
}

/// Reads the response of a call that succeeded.
pub(crate) fn read_response<O: Operation>(
    response: &http::Response<Bytes>,
) -> Result<O::Response, Box<ResponseError>> {
    match O::INFO.service.protocol {
        Protocol::AwsJson1_0 | Protocol::AwsJson1_1 => aws_json::response(response),
    }
}

/// Reads the error that a service answered with.
pub(crate) fn read_error<O: Operation>(
    response: &http::Response<Bytes>,
) -> Result<Box<ServiceError<O::Error>>, Box<ResponseError>> {
    let answer = error_answer(O::INFO, response)?;
    let code = answer.code.as_deref().unwrap_or_default();
    let error = match O::INFO.service.protocol {
        Protocol::AwsJson1_0 | Protocol::AwsJson1_1 => {
            aws_json::error(response, code, answer.body)?
        }
    };
    Ok(Box::new(common(O::INFO, response, answer).map(|()| error)))
}

/// Reads of an error only what does not depend on the operation: enough to know whether to try again.
#[cfg(feature = "client")]
pub(crate) fn read_any_error(
    info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<ServiceError<()>, Box<ResponseError>> {
    error_answer(info, response).map(|answer| common(info, response, answer))
}

fn error_answer<'a>(
    info: &OperationInfo,
    response: &'a http::Response<Bytes>,
) -> Result<ErrorAnswer<'a>, Box<ResponseError>> {
    match info.service.protocol {
        Protocol::AwsJson1_0 | Protocol::AwsJson1_1 => aws_json::error_answer(response),
    }
}

/// The facts of an error that do not depend on its type.
fn common(
    info: &OperationInfo,
    response: &http::Response<Bytes>,
    answer: ErrorAnswer<'_>,
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
        retryable: throttling || transient || retryable::is_transient_status(status),
        throttling,
        message: answer.message,
        request_id: request_id(response.headers()).map(str::to_owned),
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

/// A header's value, if it is text and not empty.
fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get(name)?
        .to_str()
        .ok()
        .filter(|text| !text.is_empty())
}
