//! The protocols [AWS query](https://smithy.io/2.0/aws/protocols/aws-query-protocol.html) and
//! [AWS EC2 query](https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html): a form goes in, XML comes out. Read by:
//! `protocol`.

mod naming;
#[cfg(test)]
mod tests;
mod writer;

use bytes::Bytes;
use http::header::CONTENT_TYPE;

use super::failure::Failure;
use super::xml::{XmlReader, body, error_answer as xml_error, error_reader, unreadable};
use super::{ErrorAnswer, Protocol, url_of};
use crate::error::{RequestError, ResponseError};
use crate::operation::{OperationError, OperationInfo};
use crate::shape::{Structure, Writer};

use naming::Naming;
use writer::FormWriter;

/// Builds a request.
pub(super) fn request<T: Structure>(
    info: &OperationInfo,
    value: &T,
    endpoint: &http::Uri,
    token: Option<&str>,
) -> Result<http::Request<Bytes>, RequestError> {
    let mut writer = form(info, token);
    let written = writer.structure(value);
    envelope(info, writer, written, endpoint)
}

/// A form that says which operation it is for.
fn form<'t>(info: &OperationInfo, token: Option<&'t str>) -> FormWriter<'t> {
    let naming = match info.service.protocol {
        Protocol::Ec2Query => &Naming::EC2,
        _ => &Naming::AWS,
    };
    FormWriter::new(naming, info.name, info.service.version, token)
}

/// Puts a form into a request.
fn envelope(
    info: &OperationInfo,
    writer: FormWriter<'_>,
    written: Result<(), Failure>,
    endpoint: &http::Uri,
) -> Result<http::Request<Bytes>, RequestError> {
    if let Err(failure) = written {
        return Err(RequestError::at(writer.path(), failure.into_what()));
    }
    let (body, labels) = writer.finish();
    http::Request::builder()
        .method(info.method)
        // Whatever the model says of a path: the form has it all. Import/Export's has queries that repeat the operation's
        // name, from before this protocol.
        .uri(url_of(info, endpoint, "/".into(), &labels)?)
        // The character set is not needed, but every SDK says it.
        .header(
            CONTENT_TYPE,
            "application/x-www-form-urlencoded; charset=utf-8",
        )
        .body(Bytes::from(body))
        .map_err(|error| RequestError::new(error.to_string()))
}

/// Reads the response of a call that succeeded; an empty body stands for a response without members.
pub(super) fn response<T: Structure>(
    info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<T, Box<ResponseError>> {
    let read = result(info, response)?.and_then(|mut reader| reader.whole());
    read.map_err(|failure| unreadable(response, failure))
}

/// A reader of the element that holds the response's members.
fn result<'a>(
    info: &OperationInfo,
    response: &'a http::Response<Bytes>,
) -> Result<Result<XmlReader<'a>, Failure>, Box<ResponseError>> {
    Ok(match body(response)? {
        None => Ok(XmlReader::nothing()),
        Some(text) if info.service.protocol == Protocol::Ec2Query => XmlReader::root(text),
        Some(text) => wrapped_result(info, text),
    })
}

/// Goes into the element `<OperationResult>`, which is missing where a service does not keep to the protocol.
fn wrapped_result<'a>(info: &OperationInfo, text: &'a str) -> Result<XmlReader<'a>, Failure> {
    let mut reader = XmlReader::root(text)?;
    let is_result = |name: &str| name.strip_suffix("Result") == Some(info.name);
    if reader.enter(is_result)? {
        return Ok(reader);
    }
    XmlReader::root(text)
}

/// Reads what an error has beside its members.
pub(super) fn error_answer(
    _info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<ErrorAnswer, Box<ResponseError>> {
    match body(response)? {
        None => Ok(ErrorAnswer::default()),
        Some(text) => xml_error(text).map_err(|failure| unreadable(response, failure)),
    }
}

/// Reads the members of an error; from an answer that has none of them if the body is not as the model says, because
/// the code matters more.
pub(super) fn error<E: OperationError>(
    _info: &OperationInfo,
    response: &http::Response<Bytes>,
    code: &str,
) -> Result<E, Box<ResponseError>> {
    let error =
        E::read(code, &mut members(response)).or_else(|_| E::read(code, &mut XmlReader::nothing()));
    error.map_err(|failure| unreadable(response, failure))
}

/// A reader of the element that holds an error's members; without any if there is none.
fn members(response: &http::Response<Bytes>) -> XmlReader<'_> {
    let text = body(response).ok().flatten();
    let reader = text.and_then(|text| error_reader(text).ok());
    reader.unwrap_or_else(XmlReader::nothing)
}
