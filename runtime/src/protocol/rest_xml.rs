//! The protocol [AWS REST XML](https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html): members travel where their
//! HTTP bindings say, all others in an XML body. Read by: `protocol`.

#[cfg(test)]
mod tests;

use bytes::Bytes;

use super::ErrorAnswer;
use super::bindings::{self, Answer, Format, in_document};
use super::failure::{Failure, utf8};
use super::xml::{self, XmlReader, XmlWriter, unreadable};
use crate::error::{RequestError, ResponseError};
use crate::operation::{OperationError, OperationInfo};
use crate::shape::{Document, Member, Schema, Structure};

/// XML, as the bodies of this protocol have it.
pub(super) struct Xml;

/// Builds a request.
pub(super) fn request<T: Structure>(
    info: &OperationInfo,
    value: &T,
    endpoint: &http::Uri,
    token: Option<&str>,
) -> Result<http::Request<Bytes>, RequestError> {
    bindings::request::<Xml, T>(info, value, endpoint, token)
}

/// Reads the response of a call that succeeded.
pub(super) fn response<T: Structure>(
    _info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<T, Box<ResponseError>> {
    bindings::read::<Xml, T>(response)
}

/// Whether a body is an error although the status may say otherwise: S3 sends the status before it is done.
pub(super) fn is_error(body: &[u8]) -> bool {
    xml::is_error(body)
}

/// Reads what an error has beside its members: code, message and request id. What answers a `HEAD` has none of them.
pub(super) fn error_answer(
    _info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<ErrorAnswer, Box<ResponseError>> {
    match xml::body(response)? {
        None => Ok(ErrorAnswer::default()),
        Some(text) => xml::error_answer(text).map_err(|failure| unreadable(response, failure)),
    }
}

/// Reads the members of an error.
pub(super) fn error<E: OperationError>(
    _info: &OperationInfo,
    response: &http::Response<Bytes>,
    code: &str,
) -> Result<E, Box<ResponseError>> {
    bindings::read_error::<Xml, E>(response, code)
}

/// The name of a request's root.
fn root(info: &OperationInfo, schema: &'static Schema) -> &'static str {
    info.root.unwrap_or(schema.name)
}

/// A reader of the element that holds a response's members.
fn reader<'a>(
    body: &'a Bytes,
    answer: Answer,
    schema: &'static Schema,
) -> Result<XmlReader<'a>, Failure> {
    let text = text(body)?;
    if answer == Answer::Error {
        return xml::error_reader(text);
    }
    let root = XmlReader::root(text)?;
    if is_unwrapped(&root, text, schema) {
        return Ok(XmlReader::before_root(text));
    }
    Ok(root)
}

/// Whether the root of a document is the one member that it has, and not what holds it. S3's `GetBucketLocation` answers so.
fn is_unwrapped(root: &XmlReader<'_>, text: &str, schema: &'static Schema) -> bool {
    let name = root.name();
    let is_it = |member: &Member| in_document(member) && member.on_wire() == name;
    schema.members.iter().any(is_it)
        && XmlReader::root(text)
            .ok()
            .and_then(|mut root| root.only_text())
            .is_some_and(|text| !text.trim_ascii().is_empty())
}

/// A body as text, if it is XML for programs.
fn text(body: &Bytes) -> Result<&str, Failure> {
    match xml::another_format(body) {
        // Where the failure is shown, the format is asked for once more.
        Some(format) => Err(Failure::new(0, format)),
        None => utf8(body),
    }
}

impl Format for Xml {
    type Writer<'t> = XmlWriter<'t>;

    const MEDIA_TYPE: &'static str = "application/xml";
    const EMPTY: Option<&'static str> = None;

    fn writer(token: Option<&str>) -> XmlWriter<'_> {
        XmlWriter::new(token)
    }

    fn begin(
        writer: &mut XmlWriter<'_>,
        info: &OperationInfo,
        schema: &'static Schema,
    ) -> Result<(), Failure> {
        writer.begin_document(root(info, schema), info.namespace, schema)
    }

    fn end(writer: &mut XmlWriter<'_>, info: &OperationInfo, schema: &'static Schema) {
        writer.end_document(root(info, schema));
    }

    fn payload<T: Structure>(
        writer: &mut XmlWriter<'_>,
        member: &'static Member,
        value: &T,
    ) -> Result<(), Failure> {
        let name = member.wire_name.unwrap_or(value.schema().name);
        writer.payload(name, member.xml_namespace, value)
    }

    fn path(writer: &XmlWriter<'_>) -> String {
        writer.path()
    }

    fn finish(writer: XmlWriter<'_>) -> Vec<u8> {
        writer.finish()
    }

    fn read_members<T: Structure>(
        body: &Bytes,
        answer: Answer,
        value: &mut T,
    ) -> Result<(), Failure> {
        let mut reader = reader(body, answer, value.schema())?;
        reader.members(value)?;
        reader.end()
    }

    fn read_payload<T: Structure>(body: &Bytes, answer: Answer) -> Result<T, Failure> {
        XmlReader::root(text(body)?)?.of(answer).whole()
    }

    fn read_document(_body: &Bytes) -> Result<Document, Failure> {
        Err(Failure::new(0, "a document, which has no form in XML"))
    }

    fn is_empty(body: &Bytes) -> bool {
        xml::is_nothing(body)
    }

    fn another_format(body: &Bytes) -> Option<&'static str> {
        xml::another_format(body)
    }

    fn pointer(body: &[u8], offset: usize) -> String {
        xml::pointer(body, offset)
    }
}
