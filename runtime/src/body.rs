//! [`Body`]: what a request sends or a response brings, in memory or as it comes. Read by: `shape`, `operation`, `client`,
//! and programs that send or read blobs which are not held in memory.

mod adapters;
#[cfg(feature = "client")]
mod file;
#[cfg(test)]
mod tests;

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::error::BodyError;
use crate::events::{Messages, Once};
use adapters::{Chunks, Encoded, Frames};

/// What gives the parts of a body, one after the other.
pub(crate) type Parts = Pin<Box<dyn Stream<Item = Result<Bytes, BodyError>> + Send>>;

/// A body: bytes in memory, or a stream of which only a part is in memory at a time.
///
/// Members that the model calls streaming are bodies. To send one, make it of bytes, of a file
/// (`Body::from_path`, with the feature `client`), or of a stream ([`Body::from_stream`]). To read one, take its parts
/// with [`Body::next`], or all of it with [`Body::collect`]; it is also a [`Stream`] and an [`http_body::Body`].
///
/// ```
/// use tinsmith::Body;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), tinsmith::BodyError> {
/// let mut body = Body::from("all at once");
/// let mut count = 0;
/// while let Some(part) = body.next().await {
///     count += part?.len();
/// }
/// assert_eq!(count, 11);
/// # Ok(())
/// # }
/// ```
///
/// A clone shares what it is a clone of. Bytes, files and what [`Body::from_fn`] makes can be sent and read many times;
/// a stream once, by whoever begins first: for the others it is an error. So a request with a stream is not sent again
/// once a part of it is on the way.
#[derive(Default)]
pub struct Body(State);

enum State {
    /// All of it, or what is left of it.
    Whole(Bytes),
    /// A stream that whoever begins first takes.
    Once(Once<Parts>, Option<u64>),
    /// What makes a new stream for everyone who begins.
    Again(Arc<dyn Fn() -> Parts + Send + Sync>, Option<u64>),
    /// Messages, which whoever begins first takes.
    Events(Once<Messages>),
    /// A stream that is being read.
    Begun(Box<Begun>),
    /// The clone of a stream that is being read.
    Gone,
}

struct Begun {
    // Never locked: the mutex makes the body `Sync`.
    parts: Mutex<Parts>,
    /// How much is still to come, where the length is known.
    left: Option<u64>,
}

impl Default for State {
    fn default() -> Self {
        Self::Whole(Bytes::new())
    }
}

impl Body {
    /// An empty body.
    pub fn new() -> Self {
        Self::default()
    }

    /// A body that the stream gives. It can be sent once; [`Body::with_length`] says how long it is, if that is known.
    ///
    /// `tokio_util::io::ReaderStream` makes such a stream of what tokio can read.
    pub fn from_stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes> + 'static,
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
    {
        Self::once(Box::pin(Chunks(Box::pin(stream))), None)
    }

    /// A body that the function makes anew each time it is sent, so that a request with it can be sent again.
    pub fn from_fn<F, S, B, E>(make: F) -> Self
    where
        F: Fn() -> S + Send + Sync + 'static,
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes> + 'static,
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
    {
        let make = move || -> Parts { Box::pin(Chunks(Box::pin(make()))) };
        Self(State::Again(Arc::new(make), None))
    }

    /// The body of another HTTP library's request or response. Trailers are dropped.
    pub fn from_http<B, E>(body: B) -> Self
    where
        B: http_body::Body<Error = E> + Send + 'static,
        B::Data: Send,
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
    {
        let length = body.size_hint().exact();
        Self::once(Box::pin(Frames(Box::pin(body))), length)
    }

    /// A body of parts that are ours already.
    pub(crate) fn once(parts: Parts, length: Option<u64>) -> Self {
        Self(State::Once(Once::new(parts), length))
    }

    /// A body of messages, which the client signs one by one.
    pub(crate) fn of_events(messages: Once<Messages>) -> Self {
        Self(State::Events(messages))
    }

    /// The messages that the body is made of, if it is.
    #[cfg(feature = "client")]
    pub(crate) fn events(&self) -> Option<&Once<Messages>> {
        match &self.0 {
            State::Events(messages) => Some(messages),
            _ => None,
        }
    }

    /// What the adapter makes of it, of unknown length; to be read as often as this is.
    #[cfg(feature = "checksums")]
    pub(crate) fn through(self, adapt: impl Fn(Self) -> Parts + Send + Sync + 'static) -> Self {
        match self.0 {
            State::Whole(_) | State::Again(..) => {
                Self(State::Again(Arc::new(move || adapt(self.clone())), None))
            }
            // Messages are signed one by one, and have sums of their own.
            State::Events(_) => self,
            State::Once(..) | State::Begun(_) | State::Gone => Self::once(adapt(self), None),
        }
    }

    /// Says how many bytes the stream gives. One that gives more or fewer is an error where it is read. Bytes in memory
    /// and files know their length.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        match &mut self.0 {
            State::Once(_, length) | State::Again(_, length) => *length = Some(bytes),
            State::Begun(begun) => begun.left = Some(bytes),
            State::Whole(_) | State::Events(_) | State::Gone => {}
        }
        self
    }

    /// How many bytes there are (still to read, where reading has begun), if that is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            State::Whole(bytes) => Some(bytes.len() as u64),
            State::Once(_, length) | State::Again(_, length) => *length,
            State::Begun(begun) => begun.left,
            State::Events(_) | State::Gone => None,
        }
    }

    /// The content, where it is in memory.
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            State::Whole(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// As [`Body::bytes`], for good.
    ///
    /// # Errors
    ///
    /// Gives a stream back.
    pub fn into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            State::Whole(bytes) => Ok(bytes),
            stream => Err(Self(stream)),
        }
    }

    /// Whether a clone of this can be sent: a stream can be until it is begun.
    pub fn is_fresh(&self) -> bool {
        match &self.0 {
            State::Whole(_) | State::Again(..) => true,
            State::Once(parts, _) => parts.is_there(),
            State::Events(messages) => messages.is_there(),
            State::Begun(_) | State::Gone => false,
        }
    }

    /// Whether any number of clones of this can be read.
    #[cfg(feature = "client")]
    pub(crate) fn is_repeatable(&self) -> bool {
        matches!(self.0, State::Whole(_) | State::Again(..))
    }

    /// The next part; none after the last, and none after an error.
    ///
    /// # Errors
    ///
    /// The stream failed, is being read by a clone, or has another length than it should have.
    pub async fn next(&mut self) -> Option<Result<Bytes, BodyError>> {
        poll_fn(|cx| self.poll_part(cx)).await
    }

    /// All of it, or what is left of it, in memory.
    ///
    /// # Errors
    ///
    /// Those of [`Body::next`].
    pub async fn collect(mut self) -> Result<Bytes, BodyError> {
        let mut first = Bytes::new();
        while let Some(part) = self.next().await {
            let part = part?;
            if first.is_empty() {
                first = part;
                continue;
            }
            // The told length is no reason to take so much memory before it is there.
            let mut all = BytesMut::from(first);
            all.extend_from_slice(&part);
            while let Some(part) = self.next().await {
                all.extend_from_slice(&part?);
            }
            return Ok(all.freeze());
        }
        Ok(first)
    }

    fn poll_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let begun = match &mut self.0 {
            State::Begun(begun) => begun,
            State::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                return Poll::Ready((!bytes.is_empty()).then_some(Ok(bytes)));
            }
            State::Once(..) | State::Again(..) | State::Events(_) | State::Gone => {
                match self.begin() {
                    Ok(begun) => begun,
                    Err(error) => return Poll::Ready(Some(Err(error))),
                }
            }
        };
        let parts = begun
            .parts
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let part = match parts.as_mut().poll_next(cx) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(part) => part,
        };
        let part = match (part, &mut begun.left) {
            (Some(Ok(part)), Some(left)) => match left.checked_sub(part.len() as u64) {
                Some(rest) => {
                    *left = rest;
                    Some(Ok(part))
                }
                None => Some(Err(BodyError::new("it is longer than was said"))),
            },
            (None, Some(left @ 1..)) => {
                let problem = format!("it ended {left} bytes too early");
                Some(Err(BodyError::new(problem)))
            }
            (part, _) => part,
        };
        if !matches!(part, Some(Ok(_))) {
            self.0 = State::default();
        }
        Poll::Ready(part)
    }

    /// Takes or makes the stream.
    fn begin(&mut self) -> Result<&mut Begun, BodyError> {
        let (parts, left) = match std::mem::take(&mut self.0) {
            State::Once(parts, length) => (parts.take(), length),
            State::Again(make, length) => (Some(make()), length),
            State::Events(messages) => {
                let messages = messages.take();
                let encoded = messages.map(|messages| -> Parts { Box::pin(Encoded(messages)) });
                (encoded, None)
            }
            _ => (None, None),
        };
        let parts = parts.ok_or_else(|| {
            BodyError::new("a stream can be read once, and this one was read elsewhere")
        })?;
        let parts = Mutex::new(parts);
        self.0 = State::Begun(Box::new(Begun { parts, left }));
        match &mut self.0 {
            State::Begun(begun) => Ok(begun),
            _ => Err(BodyError::new("it was not begun")),
        }
    }
}

impl Clone for Body {
    fn clone(&self) -> Self {
        Self(match &self.0 {
            State::Whole(bytes) => State::Whole(bytes.clone()),
            State::Once(parts, length) => State::Once(parts.clone(), *length),
            State::Events(messages) => State::Events(messages.clone()),
            State::Again(make, length) => State::Again(Arc::clone(make), *length),
            State::Begun(_) | State::Gone => State::Gone,
        })
    }
}

/// Bytes in memory are compared; streams are equal where they are the same.
impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (State::Whole(one), State::Whole(other)) => one == other,
            (State::Once(one, _), State::Once(other, _)) => one == other,
            (State::Events(one), State::Events(other)) => one == other,
            (State::Again(one, _), State::Again(other, _)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// Shows how long it is, never what it holds.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.bytes().is_some() {
            ""
        } else {
            "stream of "
        };
        match self.length() {
            Some(length) => write!(f, "Body({what}{length} bytes)"),
            None => f.write_str("Body(stream)"),
        }
    }
}
