//! Reads a response: takes each member of its structure from where it travels. Read by: the protocols.

use std::borrow::Cow;

use bytes::Bytes;

use super::Format;
use super::head::wire_name;
use super::members::{Members, Source};
use crate::error::{Problem, ResponseError};
use crate::operation::OperationError;
use crate::protocol::failure::Failure;
use crate::protocol::{Streamed, bad_response};
use crate::shape::{Document, Location, Map, Member, Reader, Schema, Shape, Structure, Timestamp};

/// Whether a response tells of success or of an error, which some formats wrap in another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::protocol) enum Answer {
    Success,
    Error,
}

/// Reads a response of a call that succeeded.
pub(in crate::protocol) fn read<F: Format, T: Structure>(
    response: &http::Response<Bytes>,
) -> Result<T, Box<ResponseError>> {
    let mut reader = Outermost::<F>::new(response, Answer::Success);
    let value = reader.structure();
    value.map_err(|failure| reader.error(failure))
}

/// Reads the members of an error, as far as they can be read: its code matters more.
pub(in crate::protocol) fn read_error<F: Format, E: OperationError>(
    response: &http::Response<Bytes>,
    code: &str,
) -> Result<E, Box<ResponseError>> {
    let mut reader = Outermost::<F>::new(response, Answer::Error);
    let error = E::read(code, &mut reader);
    error.or_else(|failure| {
        let nothing = http::Response::new(Bytes::new());
        let mut empty = Outermost::<F>::new(&nothing, Answer::Error);
        E::read(code, &mut empty).map_err(|_| reader.error(failure))
    })
}

/// Reads the structure of a response. It is a type of its own so that [`Members::structure`] need not know how: nothing
/// of this is copied for the structures within.
struct Outermost<'r, F> {
    members: Members<'r, F>,
    answer: Answer,
}

impl<'r, F: Format> Outermost<'r, F> {
    fn new(response: &'r http::Response<Bytes>, answer: Answer) -> Self {
        Self {
            members: Members::new(response),
            answer,
        }
    }

    /// The failure, with what is known of its place.
    #[cold]
    fn error(&self, failure: Failure) -> Box<ResponseError> {
        let response = self.members.response;
        let problem = match &self.members.source {
            Source::Head { member, .. } => Problem::Head {
                name: match member.location {
                    Location::Status => None,
                    _ => Some(wire_name(member)),
                },
                what: failure.into_what(),
                pointer: format!("/{}", member.name),
            },
            Source::Document | Source::Payload => {
                if failure.offset() == 0
                    && let Some(format) = F::another_format(response.body())
                {
                    return bad_response(response, Problem::NotFormat(format));
                }
                let offset = failure.offset();
                Problem::At {
                    pointer: F::pointer(response.body(), offset),
                    what: failure.into_what(),
                    offset,
                }
            }
        };
        bad_response(response, problem)
    }
}

/// What the body is to a structure.
enum Body {
    /// Nothing, or nothing that its members ask for.
    Ignored,
    Document,
    /// The member with this index.
    Payload(usize),
}

fn body_of<F: Format>(schema: &'static Schema, response: &http::Response<Bytes>) -> Body {
    let mut members = schema.members.iter();
    let body = response.body();
    let any = !body.is_empty() || response.extensions().get::<Streamed>().is_some();
    match members.position(|member| member.location == Location::Payload) {
        Some(payload) if any => Body::Payload(payload),
        None if schema.members.iter().any(in_document) && !F::is_empty(body) => Body::Document,
        _ => Body::Ignored,
    }
}

/// Whether a response has a member in its document: those that only requests bind elsewhere are there too.
pub(in crate::protocol) fn in_document(member: &Member) -> bool {
    matches!(
        member.location,
        Location::Body | Location::Query | Location::Label
    )
}

/// The failure of everything but a structure, which no response is.
#[cold]
fn unfit<T>() -> Result<T, Failure> {
    Err(Failure::new(0, "a response is a structure"))
}

impl<F: Format> Reader for Outermost<'_, F> {
    type Error = Failure;

    fn structure<T: Structure>(&mut self) -> Result<T, Failure> {
        let mut value = T::default();
        let schema = value.schema();
        for (index, member) in schema.members.iter().enumerate() {
            if self.members.turn_to(member) {
                let read = value.read_member(index, &mut self.members);
                self.members.forgive(read)?;
            }
        }
        let body = self.members.response.body();
        match body_of::<F>(schema, self.members.response) {
            Body::Ignored => {}
            Body::Document => {
                self.members.source = Source::Document;
                F::read_members(body, self.answer, &mut value)?;
            }
            Body::Payload(index) => {
                self.members.source = Source::Payload;
                value.read_member(index, &mut self.members)?;
            }
        }
        Ok(value)
    }

    fn unknown_variant(&mut self) -> Result<String, Failure> {
        unfit()
    }

    fn boolean(&mut self) -> Result<bool, Failure> {
        unfit()
    }

    fn integer(&mut self) -> Result<i32, Failure> {
        unfit()
    }

    fn long(&mut self) -> Result<i64, Failure> {
        unfit()
    }

    fn float(&mut self) -> Result<f32, Failure> {
        unfit()
    }

    fn double(&mut self) -> Result<f64, Failure> {
        unfit()
    }

    fn string(&mut self) -> Result<Cow<'_, str>, Failure> {
        unfit()
    }

    fn blob(&mut self) -> Result<Bytes, Failure> {
        unfit()
    }

    fn timestamp(&mut self) -> Result<Timestamp, Failure> {
        unfit()
    }

    fn document(&mut self) -> Result<Document, Failure> {
        unfit()
    }

    fn option<T: Shape>(&mut self) -> Result<Option<T>, Failure> {
        unfit()
    }

    fn list<T: Shape>(&mut self) -> Result<Vec<T>, Failure> {
        unfit()
    }

    fn map<K: Ord + for<'k> From<&'k str>, V: Shape>(&mut self) -> Result<Map<K, V>, Failure> {
        unfit()
    }
}
