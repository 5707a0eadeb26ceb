//! The protocol [AWS REST JSON 1](https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html): members travel where
//! their HTTP bindings say, all others in a JSON body. Read by: `protocol`.

use bytes::Bytes;

use super::bindings::{self, Answer, Format, in_document};
use super::failure::{Failure, utf8};
use super::json::{self, JsonReader, JsonWriter};
use super::{ErrorAnswer, aws_json};
use crate::error::{RequestError, ResponseError};
use crate::operation::{OperationError, OperationInfo};
use crate::shape::{Document, Member, Schema, Structure, TimestampFormat, Writer};

/// JSON, as the bodies of this protocol have it.
pub(super) struct Json;

/// Builds a request.
pub(super) fn request<T: Structure>(
    info: &OperationInfo,
    value: &T,
    endpoint: &http::Uri,
    token: Option<&str>,
) -> Result<http::Request<Bytes>, RequestError> {
    bindings::request::<Json, T>(info, value, endpoint, token)
}

/// Reads the response of a call that succeeded.
pub(super) fn response<T: Structure>(
    _info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<T, Box<ResponseError>> {
    bindings::read::<Json, T>(response)
}

/// Reads what an error has beside its members: code and message.
pub(super) fn error_answer(
    info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<ErrorAnswer, Box<ResponseError>> {
    aws_json::error_answer(info, response)
}

/// Reads the members of an error.
pub(super) fn error<E: OperationError>(
    _info: &OperationInfo,
    response: &http::Response<Bytes>,
    code: &str,
) -> Result<E, Box<ResponseError>> {
    bindings::read_error::<Json, E>(response, code)
}

impl Format for Json {
    type Writer<'t> = JsonWriter<'t>;

    const MEDIA_TYPE: &'static str = "application/json";
    const EMPTY: Option<&'static str> = Some("{}");

    fn writer(token: Option<&str>) -> JsonWriter<'_> {
        JsonWriter::new(TimestampFormat::EpochSeconds, token)
    }

    fn begin(
        writer: &mut JsonWriter<'_>,
        _info: &OperationInfo,
        schema: &'static Schema,
    ) -> Result<(), Failure> {
        writer.begin_document(schema)
    }

    fn end(writer: &mut JsonWriter<'_>, _info: &OperationInfo, _schema: &'static Schema) {
        writer.end_document();
    }

    fn payload<T: Structure>(
        writer: &mut JsonWriter<'_>,
        _member: &'static Member,
        value: &T,
    ) -> Result<(), Failure> {
        writer.structure(value)
    }

    fn path(writer: &JsonWriter<'_>) -> String {
        writer.path()
    }

    fn finish(writer: JsonWriter<'_>) -> Vec<u8> {
        writer.finish().0
    }

    fn read_members<T: Structure>(
        body: &Bytes,
        answer: Answer,
        value: &mut T,
    ) -> Result<(), Failure> {
        JsonReader::of(utf8(body)?, answer).members(value, in_document)
    }

    fn read_payload<T: Structure>(body: &Bytes, answer: Answer) -> Result<T, Failure> {
        if json::is_nothing(body) {
            return Ok(T::default());
        }
        JsonReader::of(utf8(body)?, answer).whole()
    }

    fn read_document(body: &Bytes) -> Result<Document, Failure> {
        JsonReader::new(utf8(body)?).whole_document()
    }

    fn is_empty(body: &Bytes) -> bool {
        json::is_nothing(body)
    }

    fn another_format(body: &Bytes) -> Option<&'static str> {
        json::not_an_object(body)
    }

    fn pointer(body: &[u8], offset: usize) -> String {
        json::pointer(body, offset)
    }
}
