//! Writes a request: hands each member of its structure to where it travels. Read by: the protocols.

use bytes::Bytes;

use super::Format;
use super::head::{Head, Place};
use super::texts;
use crate::error::RequestError;
use crate::operation::OperationInfo;
use crate::protocol::failure::Failure;
use crate::protocol::timestamp;
use crate::shape::{
    Document, Form, Location, Map, Member, Schema, Shape, Structure, Timestamp, Writer,
};

/// Builds a request.
pub(in crate::protocol) fn request<F: Format, T: Structure>(
    info: &OperationInfo,
    value: &T,
    endpoint: &http::Uri,
    token: Option<&str>,
) -> Result<http::Request<Bytes>, RequestError> {
    let mut writer = RequestWriter::<F>::new(info, value.schema(), token);
    let written = writer
        .begin()
        .and_then(|()| value.write_members(&mut writer));
    writer.finish(written, endpoint)
}

/// What the body is a document of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    /// Nothing.
    None,
    /// All members that travel nowhere else; and whether one of them is set.
    Members(bool),
    /// The member that is the whole body; and whether that is a document.
    Payload(bool),
}

/// Writes the members of a request's structure. What stands in them, it writes only if it is a text.
struct RequestWriter<'t, F: Format> {
    info: &'t OperationInfo,
    schema: &'static Schema,
    head: Head<'t>,
    document: F::Writer<'t>,
    body: Body,
}

impl<'t, F: Format> RequestWriter<'t, F> {
    fn new(info: &'t OperationInfo, schema: &'static Schema, token: Option<&'t str>) -> Self {
        Self {
            info,
            schema,
            head: Head::new(schema, token),
            document: F::writer(token),
            body: Body::None,
        }
    }

    /// Begins the document, if any member belongs into it.
    fn begin(&mut self) -> Result<(), Failure> {
        let any = |location| {
            self.schema
                .members
                .iter()
                .any(|member| member.location == location)
        };
        if any(Location::Payload) {
            self.body = Body::Payload(false);
        } else if any(Location::Body) {
            self.begin_document()?;
        }
        Ok(())
    }

    fn begin_document(&mut self) -> Result<(), Failure> {
        self.body = Body::Members(false);
        F::begin(&mut self.document, self.info, self.schema)
    }

    /// Turns to a member. Whether there is something to write, and whether a payload without a value is one nevertheless.
    fn turn_to(&mut self, index: usize, absent: bool, form: Form) -> Result<bool, Failure> {
        self.head.turn_to(index)?;
        match (self.head.place, absent) {
            (Place::Document, _) => {
                if self.body == Body::None && !absent {
                    self.begin_document()?;
                }
                let Body::Members(any) = self.body else {
                    return Ok(false);
                };
                // The document's writer fills tokens itself.
                self.body = Body::Members(any || !absent || self.head.fills());
                return Ok(true);
            }
            (_, false) => return Ok(true),
            (Place::Payload, true) => self.absent_payload(form),
            (_, true) => self.head.absent()?,
        }
        Ok(false)
    }

    /// The body where the payload has no value: a structure is then empty, and so is a blob.
    fn absent_payload(&mut self, form: Form) {
        match (form, F::EMPTY) {
            (Form::Structure, Some(empty)) => {
                self.head
                    .payload(Bytes::from_static(empty.as_bytes()), F::MEDIA_TYPE);
            }
            (Form::Blob, _) => self.head.payload(Bytes::new(), BLOB),
            _ => {}
        }
    }

    fn finish(
        mut self,
        written: Result<(), Failure>,
        endpoint: &http::Uri,
    ) -> Result<http::Request<Bytes>, RequestError> {
        if let Err(failure) = written {
            let mut path = self.head.path();
            if self.head.place == Place::Document || self.body == Body::Payload(true) {
                path += &F::path(&self.document);
            }
            return Err(RequestError::at(path, failure.into_what()));
        }
        let any = match self.body {
            Body::None => false,
            Body::Payload(document) => document,
            Body::Members(any) => {
                F::end(&mut self.document, self.info, self.schema);
                any || F::EMPTY.is_some()
            }
        };
        let document = any.then(|| (F::finish(self.document), F::MEDIA_TYPE));
        self.head.finish(self.info, endpoint, document)
    }
}

/// The media types of payloads of which the model says none.
const BLOB: &str = "application/octet-stream";
const TEXT: &str = "text/plain";

impl<F: Format> Writer for RequestWriter<'_, F> {
    type Error = Failure;

    fn member<T: Shape>(&mut self, index: usize, value: &T) -> Result<(), Failure> {
        let absent = value.is_absent();
        if !self.turn_to(index, absent, T::form(Some(value)))? {
            return Ok(());
        }
        if self.head.is_host_label(absent) {
            let place = std::mem::replace(&mut self.head.place, Place::Host);
            value.write(self)?;
            self.head.place = place;
        }
        if self.head.place == Place::Document {
            return self.document.member(index, value);
        }
        value.write(self)
    }

    fn unknown_variant(&mut self, _tag: &str) -> Result<(), Failure> {
        Err(self.head.unfit("a union"))
    }

    fn refuse(&self, why: &str) -> Failure {
        Failure::new(0, why)
    }

    /// A null in a list or map is left out.
    fn null(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    fn boolean(&mut self, value: bool) -> Result<(), Failure> {
        self.head.text(if value { "true" } else { "false" })
    }

    fn integer(&mut self, value: i32) -> Result<(), Failure> {
        self.head.text(&value.to_string())
    }

    fn long(&mut self, value: i64) -> Result<(), Failure> {
        self.head.text(&value.to_string())
    }

    fn float(&mut self, value: f32) -> Result<(), Failure> {
        self.head.text(&texts::decimal(value.into(), &value))
    }

    fn double(&mut self, value: f64) -> Result<(), Failure> {
        self.head.text(&texts::decimal(value, &value))
    }

    fn string(&mut self, value: &str) -> Result<(), Failure> {
        if self.head.place == Place::Payload {
            self.head
                .payload(Bytes::copy_from_slice(value.as_bytes()), TEXT);
            return Ok(());
        }
        if self.head.encoded() {
            return self.blob(value.as_bytes());
        }
        if self.head.in_header_list() {
            return self.head.text(&super::lists::quote(value));
        }
        self.head.text(value)
    }

    fn blob(&mut self, value: &[u8]) -> Result<(), Failure> {
        if self.head.place == Place::Payload {
            self.head.payload(Bytes::copy_from_slice(value), BLOB);
            return Ok(());
        }
        self.head
            .text(&base64_simd::STANDARD.encode_to_string(value))
    }

    fn bytes(&mut self, value: &Bytes) -> Result<(), Failure> {
        if self.head.place == Place::Payload {
            self.head.payload(value.clone(), BLOB);
            return Ok(());
        }
        self.blob(value)
    }

    fn body(&mut self, value: &crate::shape::Body) -> Result<(), Failure> {
        if self.head.place == Place::Payload {
            return self.head.stream(value, BLOB);
        }
        match value.bytes() {
            Some(bytes) => self.blob(bytes),
            None => Err(self.head.unfit("a stream")),
        }
    }

    fn timestamp(&mut self, value: &Timestamp) -> Result<(), Failure> {
        let format = self.head.timestamp_format();
        self.head.text(&timestamp::format(value, format))
    }

    fn document(&mut self, value: &Document) -> Result<(), Failure> {
        self.document_place("a document")?;
        self.document.document(value)
    }

    fn structure<T: Structure>(&mut self, value: &T) -> Result<(), Failure> {
        let member = self.document_place("a structure")?;
        F::payload(&mut self.document, member, value)
    }

    fn list<T: Shape>(&mut self, values: &[T]) -> Result<(), Failure> {
        self.head.begin_list()?;
        for value in values {
            value.write(self)?;
        }
        self.head.end_list()
    }

    fn map<K: AsRef<str>, V: Shape>(&mut self, entries: &Map<K, V>) -> Result<(), Failure> {
        let inner = self.head.begin_map()?;
        for (key, value) in entries {
            self.head.entry(Some(key.as_ref()), inner);
            value.write(self)?;
        }
        self.head.entry(None, inner);
        Ok(())
    }
}

impl<F: Format> RequestWriter<'_, F> {
    /// Makes the document that of the payload, or says that there is no place for one.
    fn document_place(&mut self, what: &str) -> Result<&'static Member, Failure> {
        if self.head.place != Place::Payload {
            return Err(self.head.unfit(what));
        }
        self.body = Body::Payload(true);
        Ok(self.head.facts)
    }
}
