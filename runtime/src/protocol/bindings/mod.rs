//! HTTP bindings: which parts of a structure travel outside the body, for any format of the body.
//! Read by: `rest_json`, `rest_xml`.
//!
//! See the [Smithy HTTP bindings](https://smithy.io/2.0/spec/http-bindings.html). Only the members of the outermost
//! structure have places; what is inside them is written and read by the [`Format`] alone, so that nothing here is copied
//! for the types below. A payload that is not held in memory goes past them: `Head::stream` takes it, and `Members::body`
//! gives it.

mod head;
mod lists;
mod members;
mod path;
mod reader;
#[cfg(test)]
mod tests;
mod texts;
mod writer;

use bytes::Bytes;

use super::failure::Failure;
use crate::operation::OperationInfo;
use crate::shape::{Document, Member, Schema, Structure, Writer};

pub(super) use reader::{Answer, in_document, read, read_error};
pub(super) use writer::request;

/// A format of documents: what a body is where it is no blob and no string.
pub(super) trait Format: Sized + 'static {
    /// Writes a document.
    type Writer<'t>: Writer<Error = Failure>;

    /// The media type of documents.
    const MEDIA_TYPE: &'static str;

    /// The document that stands for a structure without members, where a body must be something.
    const EMPTY: Option<&'static str>;

    fn writer(token: Option<&str>) -> Self::Writer<'_>;

    /// Begins the document of a request's structure, of which [`Writer::member`] then writes those members that belong there.
    fn begin(
        writer: &mut Self::Writer<'_>,
        info: &OperationInfo,
        schema: &'static Schema,
    ) -> Result<(), Failure>;

    /// Ends that document.
    fn end(writer: &mut Self::Writer<'_>, info: &OperationInfo, schema: &'static Schema);

    /// Writes the document of a member that is the whole body.
    fn payload<T: Structure>(
        writer: &mut Self::Writer<'_>,
        member: &'static Member,
        value: &T,
    ) -> Result<(), Failure>;

    /// The path to what is written at the moment, for a failure.
    fn path(writer: &Self::Writer<'_>) -> String;

    /// What was written.
    fn finish(writer: Self::Writer<'_>) -> Vec<u8>;

    /// Reads those members that belong into the document of a response, or of an error.
    fn read_members<T: Structure>(
        body: &Bytes,
        answer: Answer,
        value: &mut T,
    ) -> Result<(), Failure>;

    /// Reads the document of a member that is the whole body, or of an event, which can be an error.
    fn read_payload<T: Structure>(body: &Bytes, answer: Answer) -> Result<T, Failure>;

    /// Reads a document of any form that is the whole body.
    fn read_document(body: &Bytes) -> Result<Document, Failure>;

    /// Whether a body holds nothing.
    fn is_empty(body: &Bytes) -> bool;

    /// What a structure's body that cannot be read should have been, if it is another format altogether.
    fn another_format(body: &Bytes) -> Option<&'static str>;

    /// Where in a body an offset stands, as a JSON pointer.
    fn pointer(body: &[u8], offset: usize) -> String;
}
