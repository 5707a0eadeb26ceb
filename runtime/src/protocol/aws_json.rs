//! The protocols [AWS JSON 1.0](https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html) and
//! [1.1](https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html): everything is in a JSON body, and a header names
//! the operation. Read by: `protocol`.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap};

use super::bindings::Answer;
use super::failure::{Failure, utf8};
use super::json::{self, JsonReader, JsonWriter, pointer};
use super::{ErrorAnswer, Protocol, bad_response, header_text, is_message, request_url};
use crate::error::{Problem, RequestError, ResponseError};
use crate::operation::{OperationError, OperationInfo};
use crate::shape::{Structure, TimestampFormat, Writer};

/// Asks a service that once spoke the query protocol for the error codes it had then.
pub(super) const QUERY_MODE: &str = "x-amzn-query-mode";

/// Builds a request.
pub(super) fn request<T: Structure>(
    info: &OperationInfo,
    value: &T,
    endpoint: &http::Uri,
    token: Option<&str>,
) -> Result<http::Request<Bytes>, RequestError> {
    let mut writer = JsonWriter::new(TimestampFormat::EpochSeconds, token);
    let written = writer.structure(value);
    envelope(info, writer, written, endpoint)
}

/// Puts a body into a request.
fn envelope(
    info: &OperationInfo,
    writer: JsonWriter<'_>,
    written: Result<(), Failure>,
    endpoint: &http::Uri,
) -> Result<http::Request<Bytes>, RequestError> {
    if let Err(failure) = written {
        return Err(RequestError::at(writer.path(), failure.into_what()));
    }
    let (body, labels) = writer.finish();
    let content_type = match info.service.protocol {
        Protocol::AwsJson1_0 => "application/x-amz-json-1.0",
        _ => "application/x-amz-json-1.1",
    };
    let mut request = http::Request::builder()
        .method(info.method)
        .uri(request_url(info, endpoint, &labels)?)
        .header(CONTENT_TYPE, content_type)
        .header(
            "x-amz-target",
            format!("{}.{}", info.service.target_prefix, info.name),
        );
    if info.service.query_compatible {
        request = request.header(QUERY_MODE, "true");
    }
    request
        .body(Bytes::from(body))
        .map_err(|error| RequestError::new(error.to_string()))
}

/// Reads the response of a call that succeeded; an empty body, or null, stands for a response without members.
pub(super) fn response<T: Structure>(
    _info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<T, Box<ResponseError>> {
    let Some(text) = text(response)? else {
        return Ok(T::default());
    };
    JsonReader::new(text)
        .whole()
        .map_err(|failure| unreadable(response, failure))
}

/// Reads what an error has beside its members: code and message.
///
/// # Errors
///
/// When the body is not JSON and no header has the code.
pub(super) fn error_answer(
    _info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<ErrorAnswer, Box<ResponseError>> {
    let header = header_text(response.headers(), "x-amzn-errortype")
        .map(strip_code)
        .filter(|code| !code.is_empty())
        .map(str::to_owned);
    let alias = query_code(response.headers());
    match text(response).and_then(|text| read_error_answer(response, text)) {
        Ok((code, message)) => Ok(ErrorAnswer {
            code: header.or(code),
            alias,
            message,
            ..ErrorAnswer::default()
        }),
        Err(_) if header.is_some() => Ok(ErrorAnswer {
            code: header,
            alias,
            ..ErrorAnswer::default()
        }),
        Err(error) => Err(error),
    }
}

/// The code that a service which once spoke the query protocol had for an error then, and which its users know.
/// See the [Smithy `awsQueryCompatible` trait](https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait).
pub(super) fn query_code(headers: &HeaderMap) -> Option<String> {
    let (code, fault) = header_text(headers, "x-amzn-query-error")?.split_once(';')?;
    (!code.is_empty() && !fault.contains(';')).then(|| code.to_owned())
}

/// What stands in for a body that holds nothing.
const EMPTY: &str = "{}";

type CodeAndMessage = (Option<String>, Option<String>);

fn read_error_answer(
    response: &http::Response<Bytes>,
    text: Option<&str>,
) -> Result<CodeAndMessage, Box<ResponseError>> {
    let Some(text) = text else {
        return Ok((None, None));
    };
    let (mut kind, mut code, mut message) = (None, None, None);
    let read = JsonReader::new(text).object(|reader, key| {
        match key {
            "__type" => kind = reader.text()?,
            "code" | "Code" => code = reader.text()?,
            key if is_message(key) => message = reader.text()?.or(message.take()),
            _ => reader.ignore()?,
        }
        Ok(())
    });
    read.map_err(|failure| unreadable(response, failure))?;
    let code = [kind, code]
        .into_iter()
        .flatten()
        .map(|code| strip_code(&code).to_owned())
        .find(|code| !code.is_empty());
    Ok((code, message))
}

/// Reads the members of an error; from an answer that has none of them if the body is not as the model says, because
/// the code matters more.
pub(super) fn error<E: OperationError>(
    _info: &OperationInfo,
    response: &http::Response<Bytes>,
    code: &str,
) -> Result<E, Box<ResponseError>> {
    let body = text(response).ok().flatten().unwrap_or(EMPTY);
    let error = E::read(code, &mut JsonReader::of(body, Answer::Error))
        .or_else(|_| E::read(code, &mut JsonReader::new(EMPTY)));
    error.map_err(|failure| unreadable(response, failure))
}

/// The shape's name in an error code: what precedes a `:` and follows a `#`, as in `aws.protocols#Gone:http://…`.
pub(super) fn strip_code(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or(code);
    code.rsplit('#').next().unwrap_or(code).trim()
}

/// The body as text; none if there is nothing in it, or null.
fn text(response: &http::Response<Bytes>) -> Result<Option<&str>, Box<ResponseError>> {
    let body = response.body();
    if json::is_nothing(body) {
        return Ok(None);
    }
    if let Some(format) = json::not_an_object(body) {
        return Err(bad_response(response, Problem::NotFormat(format)));
    }
    utf8(body)
        .map(Some)
        .map_err(|failure| unreadable(response, failure))
}

#[cold]
fn unreadable(response: &http::Response<Bytes>, failure: Failure) -> Box<ResponseError> {
    super::unreadable(response, failure, pointer)
}
