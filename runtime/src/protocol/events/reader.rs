//! Reads an event, or the error in its place, from a message. Read by: `events`.

use std::borrow::Cow;
use std::marker::PhantomData;

use bytes::Bytes;

use super::{Told, service_error};
use crate::error::{Error, Problem, ResponseError};
use crate::events::{Events, HeaderValue, Incoming, Message};
use crate::operation::OperationError;
use crate::protocol::bindings::{Answer, Format};
use crate::protocol::failure::{Failure, utf8};
use crate::protocol::timestamp::from_milliseconds;
use crate::shape::{Document, Map, Member, Reader, Schema, Shape, Structure, Timestamp};

/// The event that a message holds.
pub(super) fn read<F: Format, T: Events>(
    incoming: &Incoming,
    message: &Message,
) -> Result<T, Error<T::Error>> {
    let mut event = T::default();
    let mut reader = EventReader::<F>::new(message);
    match reader.turn_to(event.schema()) {
        Kind::Event(index) => match event.read_member(index, &mut reader) {
            Ok(()) => Ok(event),
            Err(failure) => Err(unreadable::<F>(incoming, message, failure).into()),
        },
        Kind::Error(told) => {
            reader.answer = Answer::Error;
            let error = T::Error::read(&told.code, &mut reader);
            // The code matters more than the members.
            let error = error.or_else(|_| {
                let empty = Message::default();
                T::Error::read(&told.code, &mut EventReader::<F>::new(&empty))
            });
            let error = error.map_err(|failure| unreadable::<F>(incoming, message, failure))?;
            Err(service_error(incoming, message, told)
                .map(|()| error)
                .into())
        }
        Kind::Neither => {
            let failure = Failure::new(0, "expected an event or an error, found another message");
            Err(unreadable::<F>(incoming, message, failure).into())
        }
    }
}

#[cold]
fn unreadable<F: Format>(
    incoming: &Incoming,
    message: &Message,
    failure: Failure,
) -> Box<ResponseError> {
    let offset = failure.offset();
    let problem = Problem::At {
        pointer: F::pointer(message.payload(), offset),
        what: failure.into_what(),
        offset,
    };
    incoming.error(message.payload(), problem)
}

/// What a message is.
enum Kind {
    /// The member with this index of a union of events; past the last, one that the model does not know.
    Event(usize),
    Error(Told),
    Neither,
}

fn text(message: &Message, name: &str) -> Option<String> {
    let value = message.header(name)?;
    value.as_str().map(str::to_owned)
}

/// Reads the structure of an event, or of an exception.
struct EventReader<'m, F> {
    message: &'m Message,
    /// What the message calls its event.
    event: String,
    answer: Answer,
    format: PhantomData<F>,
}

impl<'m, F> EventReader<'m, F> {
    fn new(message: &'m Message) -> Self {
        Self {
            message,
            event: String::new(),
            answer: Answer::Success,
            format: PhantomData,
        }
    }

    /// Turns to what the message holds.
    fn turn_to(&mut self, schema: &'static Schema) -> Kind {
        let text = |name| text(self.message, name);
        match text(":message-type").as_deref() {
            Some("event") => {
                let Some(event) = text(":event-type") else {
                    return Kind::Neither;
                };
                let is_it = |member: &Member| member.name == event;
                let position = schema.members.iter().position(is_it);
                self.event = event;
                Kind::Event(position.unwrap_or(schema.members.len()))
            }
            Some("exception") => Kind::Error(Told {
                code: text(":exception-type").unwrap_or_default(),
                message: None,
            }),
            Some("error") => Kind::Error(Told {
                code: text(":error-code").unwrap_or_default(),
                message: text(":error-message"),
            }),
            _ => Kind::Neither,
        }
    }
}

/// Reads the members of an event that are headers or the payload: a type of its own, so that nothing of this is copied
/// for what is in them.
struct PartReader<'m, F> {
    payload: &'m Bytes,
    /// The header's value; none if the payload comes next.
    header: Option<HeaderValue>,
    format: PhantomData<F>,
}

impl<'m, F> PartReader<'m, F> {
    fn new(payload: &'m Bytes, header: Option<HeaderValue>) -> Self {
        Self {
            payload,
            header,
            format: PhantomData,
        }
    }
}

/// The failure of everything but a structure, which every event is.
#[cold]
fn no_structure<T>() -> Result<T, Failure> {
    Err(Failure::new(0, "an event is a structure"))
}

impl<F: Format> Reader for EventReader<'_, F> {
    type Error = Failure;

    fn structure<T: Structure>(&mut self) -> Result<T, Failure> {
        let payload = self.message.payload();
        let mut value = T::default();
        let members = value.schema().members;
        match members.iter().position(|member| member.event_payload) {
            Some(index) => value.read_member(index, &mut PartReader::<F>::new(payload, None))?,
            // What no member is in need not be a document.
            None if members.iter().all(|member| member.event_header) || F::is_empty(payload) => {}
            None => value = F::read_payload(payload, self.answer)?,
        }
        for (index, member) in members.iter().enumerate() {
            if member.event_header
                && let Some(header) = self.message.header(member.on_wire())
            {
                let mut reader = PartReader::<F>::new(payload, Some(header));
                value.read_member(index, &mut reader)?;
            }
        }
        Ok(value)
    }

    fn unknown_variant(&mut self) -> Result<String, Failure> {
        Ok(std::mem::take(&mut self.event))
    }

    fn option<T: Shape>(&mut self) -> Result<Option<T>, Failure> {
        T::read(self).map(Some)
    }

    fn boolean(&mut self) -> Result<bool, Failure> {
        no_structure()
    }

    fn integer(&mut self) -> Result<i32, Failure> {
        no_structure()
    }

    fn long(&mut self) -> Result<i64, Failure> {
        no_structure()
    }

    fn float(&mut self) -> Result<f32, Failure> {
        no_structure()
    }

    fn double(&mut self) -> Result<f64, Failure> {
        no_structure()
    }

    fn string(&mut self) -> Result<Cow<'_, str>, Failure> {
        no_structure()
    }

    fn blob(&mut self) -> Result<Bytes, Failure> {
        no_structure()
    }

    fn timestamp(&mut self) -> Result<Timestamp, Failure> {
        no_structure()
    }

    fn document(&mut self) -> Result<Document, Failure> {
        no_structure()
    }

    fn list<T: Shape>(&mut self) -> Result<Vec<T>, Failure> {
        no_structure()
    }

    fn map<K: Ord + for<'k> From<&'k str>, V: Shape>(&mut self) -> Result<Map<K, V>, Failure> {
        no_structure()
    }
}

/// The failure of a header or payload that is something else.
#[cold]
fn expected<T>(what: &str) -> Result<T, Failure> {
    let what =
        format!("expected {what} in a header or the payload of an event, found another value");
    Err(Failure::new(0, what))
}

impl<F: Format> Reader for PartReader<'_, F> {
    type Error = Failure;

    fn structure<T: Structure>(&mut self) -> Result<T, Failure> {
        match self.header {
            None if F::is_empty(self.payload) => Ok(T::default()),
            None => F::read_payload(self.payload, Answer::Success),
            Some(_) => expected("a structure"),
        }
    }

    fn unknown_variant(&mut self) -> Result<String, Failure> {
        expected("a union")
    }

    fn option<T: Shape>(&mut self) -> Result<Option<T>, Failure> {
        T::read(self).map(Some)
    }

    fn boolean(&mut self) -> Result<bool, Failure> {
        match self.header {
            Some(HeaderValue::Boolean(value)) => Ok(value),
            _ => expected("a boolean"),
        }
    }

    fn integer(&mut self) -> Result<i32, Failure> {
        let value = self.long()?;
        i32::try_from(value).or_else(|_| expected("an integer of 32 bits"))
    }

    fn long(&mut self) -> Result<i64, Failure> {
        match self.header {
            Some(HeaderValue::Byte(value)) => Ok(value.into()),
            Some(HeaderValue::Short(value)) => Ok(value.into()),
            Some(HeaderValue::Integer(value)) => Ok(value.into()),
            Some(HeaderValue::Long(value)) => Ok(value),
            _ => expected("an integer"),
        }
    }

    fn float(&mut self) -> Result<f32, Failure> {
        expected("a float")
    }

    fn double(&mut self) -> Result<f64, Failure> {
        expected("a double")
    }

    fn string(&mut self) -> Result<Cow<'_, str>, Failure> {
        let bytes = match &self.header {
            Some(HeaderValue::String(text)) => text,
            None => self.payload,
            Some(_) => return expected("a string"),
        };
        utf8(bytes).map(Cow::Borrowed)
    }

    fn blob(&mut self) -> Result<Bytes, Failure> {
        match &self.header {
            Some(HeaderValue::Bytes(bytes)) => Ok(bytes.clone()),
            None => Ok(self.payload.clone()),
            Some(_) => expected("bytes"),
        }
    }

    fn timestamp(&mut self) -> Result<Timestamp, Failure> {
        match self.header {
            Some(HeaderValue::Timestamp(value)) => {
                from_milliseconds(value).map_or_else(|| expected("a timestamp"), Ok)
            }
            _ => expected("a timestamp"),
        }
    }

    fn document(&mut self) -> Result<Document, Failure> {
        match self.header {
            None => F::read_document(self.payload),
            Some(_) => expected("a document"),
        }
    }

    fn list<T: Shape>(&mut self) -> Result<Vec<T>, Failure> {
        expected("a list")
    }

    fn map<K: Ord + for<'k> From<&'k str>, V: Shape>(&mut self) -> Result<Map<K, V>, Failure> {
        expected("a map")
    }
}
