//! Writes an event as a message. Read by: `events`.

use bytes::Bytes;

use crate::error::{BodyError, RequestError};
use crate::events::{HeaderValue, Message};
use crate::operation::{Operation, OperationInfo};
use crate::protocol::bindings::Format;
use crate::protocol::failure::Failure;
use crate::shape::{Document, Map, Member, Schema, Shape, Structure, Timestamp, Writer};

/// The message of an event.
pub(super) fn write<O: Operation, F: Format, T: Structure>(
    event: &T,
) -> Result<Message, BodyError> {
    let mut writer = EventWriter::<F>::new(O::INFO, event.schema());
    let written = event.write_members(&mut writer);
    writer.finish(written)
}

/// Writes the one variant of a union of events that is set.
struct EventWriter<F: Format> {
    /// The operation, but for what its own document is called.
    info: OperationInfo,
    events: &'static Schema,
    /// The member that the variant is.
    event: &'static Member,
    parts: Parts<F>,
}

/// Writes the members of an event: a type of its own, so that nothing of this is copied for what is in them.
struct Parts<F: Format> {
    members: &'static [Member],
    /// The member at hand.
    member: &'static Member,
    headers: Vec<(&'static str, HeaderValue)>,
    /// A payload that is no document, and its media type.
    payload: Option<(Bytes, &'static str)>,
    document: F::Writer<'static>,
    /// Whether the payload is a document.
    is_document: bool,
}

/// Whether a member stands in the document that the payload of an event is, where no member is all of it.
fn in_document(member: &Member) -> bool {
    !member.event_header && !member.event_payload
}

impl<F: Format> EventWriter<F> {
    fn new(info: &'static OperationInfo, events: &'static Schema) -> Self {
        Self {
            info: OperationInfo {
                root: None,
                namespace: None,
                ..*info
            },
            events,
            event: Member::ELEMENT,
            parts: Parts {
                members: &[],
                member: Member::ELEMENT,
                headers: Vec::new(),
                payload: None,
                document: F::writer(None),
                is_document: false,
            },
        }
    }

    /// Turns to the members of the event.
    fn begin(&mut self, schema: &'static Schema) -> Result<(), Failure> {
        self.parts.members = schema.members;
        if schema.members.iter().any(in_document) {
            self.parts.is_document = true;
            F::begin(&mut self.parts.document, &self.info, schema)?;
        }
        Ok(())
    }

    fn end(&mut self, schema: &'static Schema) {
        if schema.members.iter().any(in_document) {
            F::end(&mut self.parts.document, &self.info, schema);
        }
    }

    fn finish(self, written: Result<(), Failure>) -> Result<Message, BodyError> {
        let name = self.event.name;
        if let Err(failure) = written {
            let inner = F::path(&self.parts.document);
            let error = RequestError::at(format!("/{name}{inner}"), failure.into_what());
            return Err(BodyError::new(error));
        }
        let document = self.parts.is_document.then_some(self.parts.document);
        let document = document.map(|document| (F::finish(document).into(), F::MEDIA_TYPE));
        let (payload, media_type) = self.parts.payload.or(document).unzip();
        let facts = [
            (":message-type", Some("event")),
            (":event-type", Some(name)),
            (":content-type", media_type),
        ];
        let facts = facts
            .into_iter()
            .filter_map(|(header, value)| Some((header, HeaderValue::from(value?))));
        let message = Message::new(payload.unwrap_or_default());
        message
            .with_headers(facts.chain(self.parts.headers))
            .map_err(|what| BodyError::new(RequestError::at(format!("/{name}"), what)))
    }
}

/// The methods of a writer that has no place for such values.
macro_rules! unfit {
    ($why:literal: $($method:ident $(<$($generic:ident: $bound:path),*>)? ($($argument:ty),*);)*) => {$(
        fn $method $(<$($generic: $bound),*>)? (&mut self, $(_: $argument),*) -> Result<(), Failure> {
            Err(self.refuse($why))
        }
    )*};
}

impl<F: Format> Writer for EventWriter<F> {
    type Error = Failure;

    fn member<T: Shape>(&mut self, index: usize, value: &T) -> Result<(), Failure> {
        let Some(member) = self.events.members.get(index) else {
            return Err(Failure::new(0, format!("the schema has no member {index}")));
        };
        self.event = member;
        value.write(self)
    }

    fn structure<T: Structure>(&mut self, value: &T) -> Result<(), Failure> {
        let schema = value.schema();
        self.begin(schema)?;
        value.write_members(&mut self.parts)?;
        self.end(schema);
        Ok(())
    }

    fn unknown_variant(&mut self, tag: &str) -> Result<(), Failure> {
        Err(Failure::new(
            0,
            match tag {
                "" => "an event without a variant: set one".to_owned(),
                _ => format!(
                    "the event {tag:?} is not in the model: its content was not kept, so that it cannot be sent"
                ),
            },
        ))
    }

    fn refuse(&self, why: &str) -> Failure {
        Failure::new(0, why)
    }

    unfit! { "an event is a structure":
        null();
        boolean(bool);
        integer(i32);
        long(i64);
        float(f32);
        double(f64);
        string(&str);
        blob(&[u8]);
        timestamp(&Timestamp);
        document(&Document);
        list<T: Shape>(&[T]);
        map<K: AsRef<str>, V: Shape>(&Map<K, V>);
    }
}

/// The media types of payloads that are no documents.
const BLOB: &str = "application/octet-stream";
const TEXT: &str = "text/plain";

impl<F: Format> Parts<F> {
    /// Puts a value into a header; one that is the payload has no form for it.
    fn header(&mut self, value: HeaderValue) -> Result<(), Failure> {
        if !self.member.event_header {
            return Err(self.refuse("the payload of an event cannot be such a value"));
        }
        let name = self.member.on_wire();
        self.headers.push((name, value));
        Ok(())
    }

    fn bytes_or_text(&mut self, bytes: Bytes, media_type: &'static str) -> Result<(), Failure> {
        if self.member.event_payload {
            self.payload = Some((bytes, media_type));
            return Ok(());
        }
        self.header(match media_type {
            TEXT => HeaderValue::String(bytes),
            _ => HeaderValue::Bytes(bytes),
        })
    }
}

impl<F: Format> Writer for Parts<F> {
    type Error = Failure;

    fn member<T: Shape>(&mut self, index: usize, value: &T) -> Result<(), Failure> {
        let Some(member) = self.members.get(index) else {
            return Err(Failure::new(0, format!("the schema has no member {index}")));
        };
        self.member = member;
        if in_document(member) {
            return self.document.member(index, value);
        }
        if value.is_absent() {
            return Ok(());
        }
        value.write(self)
    }

    fn unknown_variant(&mut self, tag: &str) -> Result<(), Failure> {
        self.document.unknown_variant(tag)
    }

    fn refuse(&self, why: &str) -> Failure {
        Failure::new(0, why)
    }

    fn boolean(&mut self, value: bool) -> Result<(), Failure> {
        self.header(HeaderValue::Boolean(value))
    }

    fn integer(&mut self, value: i32) -> Result<(), Failure> {
        self.header(HeaderValue::Integer(value))
    }

    fn long(&mut self, value: i64) -> Result<(), Failure> {
        self.header(HeaderValue::Long(value))
    }

    fn string(&mut self, value: &str) -> Result<(), Failure> {
        self.bytes_or_text(Bytes::copy_from_slice(value.as_bytes()), TEXT)
    }

    fn blob(&mut self, value: &[u8]) -> Result<(), Failure> {
        self.bytes_or_text(Bytes::copy_from_slice(value), BLOB)
    }

    fn bytes(&mut self, value: &Bytes) -> Result<(), Failure> {
        self.bytes_or_text(value.clone(), BLOB)
    }

    fn timestamp(&mut self, value: &Timestamp) -> Result<(), Failure> {
        self.header(HeaderValue::Timestamp(value.as_millisecond()))
    }

    fn structure<T: Structure>(&mut self, value: &T) -> Result<(), Failure> {
        if !self.member.event_payload {
            return Err(self.refuse("a header of an event cannot hold a structure"));
        }
        self.is_document = true;
        F::payload(&mut self.document, self.member, value)
    }

    unfit! { "neither a header nor the payload of an event can be such a value":
        null();
        float(f32);
        double(f64);
        document(&Document);
        list<T: Shape>(&[T]);
        map<K: AsRef<str>, V: Shape>(&Map<K, V>);
    }
}
