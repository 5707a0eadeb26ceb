//! Event streams: messages that a request or a response is a sequence of. Read by: `operation`, `client`, and programs that
//! send or receive events.
//!
//! | part | what it does |
//! |---|---|
//! | `frame` | [`Message`] and its bytes, both ways |
//! | `input` | [`EventInput`]: events that a request sends |
//! | `stream` | [`EventStream`]: events that a response brings |
//! | `incoming` | messages of a response's body, one by one |
//!
//! How an event is spelled in a message is the business of `protocol::events`; how a message is signed, of `client`.

mod frame;
mod incoming;
mod input;
mod once;
mod stream;
#[cfg(test)]
mod tests;

use std::pin::Pin;

use futures_core::Stream;

use crate::error::BodyError;
use crate::operation::OperationError;
use crate::shape::Structure;

pub use frame::{Decoder, HeaderValue, Message};
pub use incoming::Incoming;
pub(crate) use incoming::Lost;
pub use input::EventInput;
#[cfg(feature = "client")]
pub use input::{EventSender, SendError};
pub(crate) use once::Once;
pub use stream::EventStream;

/// Messages on their way out.
pub(crate) type Messages = Pin<Box<dyn Stream<Item = Result<Message, BodyError>> + Send>>;

/// The media type of a body that is an event stream.
pub(crate) const MEDIA_TYPE: &str = "application/vnd.amazon.eventstream";

/// The events that a response brings: a union of them, and the errors that can end them.
pub trait Events: Structure + Send + 'static {
    /// The errors that the model lists among the events.
    type Error: OperationError;
}
