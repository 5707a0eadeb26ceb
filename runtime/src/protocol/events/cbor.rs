//! CBOR as the payload of events. Read by: `events`.

use bytes::Bytes;

use crate::operation::OperationInfo;
use crate::protocol::bindings::{Answer, Format};
use crate::protocol::cbor::{CborReader, CborWriter, pointer};
use crate::protocol::failure::Failure;
use crate::shape::{Document, Member, Reader, Schema, Structure, Writer};

/// CBOR, as the messages of rpcv2Cbor have it.
pub(super) struct Cbor;

impl Format for Cbor {
    type Writer<'t> = CborWriter<'t>;

    const MEDIA_TYPE: &'static str = "application/cbor";
    const EMPTY: Option<&'static str> = None;

    fn writer(token: Option<&str>) -> CborWriter<'_> {
        CborWriter::new(token)
    }

    fn begin(
        writer: &mut CborWriter<'_>,
        _info: &OperationInfo,
        schema: &'static Schema,
    ) -> Result<(), Failure> {
        writer.begin_document(schema)
    }

    fn end(writer: &mut CborWriter<'_>, _info: &OperationInfo, _schema: &'static Schema) {
        writer.end_document();
    }

    fn payload<T: Structure>(
        writer: &mut CborWriter<'_>,
        _member: &'static Member,
        value: &T,
    ) -> Result<(), Failure> {
        writer.structure(value)
    }

    fn path(writer: &CborWriter<'_>) -> String {
        writer.path()
    }

    fn finish(writer: CborWriter<'_>) -> Vec<u8> {
        writer.finish().0
    }

    fn read_members<T: Structure>(
        body: &Bytes,
        answer: Answer,
        value: &mut T,
    ) -> Result<(), Failure> {
        *value = Self::read_payload(body, answer)?;
        Ok(())
    }

    fn read_payload<T: Structure>(body: &Bytes, answer: Answer) -> Result<T, Failure> {
        if Self::is_empty(body) {
            return Ok(T::default());
        }
        CborReader::of(body, answer).whole()
    }

    fn read_document(body: &Bytes) -> Result<Document, Failure> {
        CborReader::new(body).document()
    }

    fn is_empty(body: &Bytes) -> bool {
        body.is_empty()
    }

    fn another_format(_body: &Bytes) -> Option<&'static str> {
        None
    }

    fn pointer(body: &[u8], offset: usize) -> String {
        pointer(body, offset)
    }
}
