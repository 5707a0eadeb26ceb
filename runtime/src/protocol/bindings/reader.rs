//! Reads a response: takes each member of its structure from where it travels. Read by: the protocols.

use std::borrow::Cow;

use bytes::Bytes;

use super::Format;
use super::members::{Members, Source};
use crate::error::{Problem, ResponseError};
use crate::operation::OperationError;
use crate::protocol::failure::Failure;
use crate::protocol::{bad_response, unreadable};
use crate::shape::{Document, Location, Map, Member, Reader, Shape, Structure, Timestamp};

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
    match E::read(code, &mut reader) {
        Ok(error) => Ok(error),
        Err(failure) => {
            let error = reader.error(failure);
            reader.members.ignore();
            E::read(code, &mut reader).map_err(|_| error)
        }
    }
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
                    _ => Some(member.on_wire()),
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
                return unreadable(response, failure, F::pointer);
            }
        };
        bad_response(response, problem)
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
        let mut at = 0;
        while let Some(index) = self.members.next(schema, &mut at) {
            let read = value.read_member(index, &mut self.members);
            self.members.forgive(read)?;
        }
        if let Some(body) = self.members.document(schema) {
            F::read_members(body, self.answer, &mut value)?;
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
