//! [`EventStream`]: events that a response brings, as they come. Read by: emitted code, and by programs that receive events.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use futures_core::Stream;

use super::{Events, Incoming, Message, Once};
use crate::error::Error;
use crate::shape::{Reader, Shape, Writer};

/// Events that a response brings, and the error that can end them.
///
/// ```
/// use tinsmith::{Error, EventStream};
/// # use tinsmith::codegen::Events;
///
/// async fn count<T: Events>(mut events: EventStream<T>) -> Result<u32, Error<T::Error>> {
///     let mut count = 0;
///     while let Some(_event) = events.recv().await? {
///         count += 1;
///     }
///     Ok(count)
/// }
/// ```
///
/// It is also a [`Stream`]. Events that the model did not have are the union's variant `Unknown`. After an error there
/// is nothing more. Clones share the events: whoever begins to receive gets all of them, the others none.
///
/// For tests, a list of events becomes one by `into`.
pub struct EventStream<T: Events>(State<T>);

enum State<T: Events> {
    /// Nobody has begun; none where there is no stream.
    NotYet(Option<Once<Source<T>>>),
    // Never locked: the mutex makes the stream `Sync`.
    Begun(Box<Mutex<Source<T>>>),
}

enum Source<T: Events> {
    Messages {
        incoming: Box<Incoming>,
        read: ReadEvent<T>,
    },
    Given(std::vec::IntoIter<T>),
    Ended,
}

/// What reads the event that a message holds.
type ReadEvent<T> = fn(&Incoming, &Message) -> Result<T, Error<<T as Events>::Error>>;

impl<T: Events> EventStream<T> {
    pub(crate) fn new(incoming: Incoming, read: ReadEvent<T>) -> Self {
        let incoming = Box::new(incoming);
        Self::of(Source::Messages { incoming, read })
    }

    fn of(source: Source<T>) -> Self {
        Self(State::NotYet(Some(Once::new(source))))
    }

    /// The next event; none after the last, and none after an error.
    ///
    /// # Errors
    ///
    /// An error of the service among the events, a message that cannot be read, or a connection that broke.
    pub async fn recv(&mut self) -> Result<Option<T>, Error<T::Error>> {
        poll_fn(|cx| self.poll_event(cx)).await.transpose()
    }

    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error<T::Error>>>> {
        if let State::NotYet(source) = &mut self.0 {
            let source = source.take().and_then(|source| source.take());
            let source = source.unwrap_or(Source::Ended);
            self.0 = State::Begun(Box::new(Mutex::new(source)));
        }
        let State::Begun(source) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let source = source.get_mut().unwrap_or_else(PoisonError::into_inner);
        let event = match source {
            Source::Messages { incoming, read } => match incoming.poll_message(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => None,
                Poll::Ready(Some(Ok(message))) => Some(read(incoming, &message)),
                Poll::Ready(Some(Err(lost))) => Some(Err(lost.into())),
            },
            Source::Given(events) => events.next().map(Ok),
            Source::Ended => None,
        };
        if !matches!(event, Some(Ok(_))) {
            *source = Source::Ended;
        }
        Poll::Ready(event)
    }
}

impl<T: Events> Stream for EventStream<T> {
    type Item = Result<T, Error<T::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_event(cx)
    }
}

impl<T: Events> From<Vec<T>> for EventStream<T> {
    fn from(events: Vec<T>) -> Self {
        Self::of(Source::Given(events.into_iter()))
    }
}

/// A stream that has ended.
impl<T: Events> Default for EventStream<T> {
    fn default() -> Self {
        Self(State::NotYet(None))
    }
}

impl<T: Events> Clone for EventStream<T> {
    fn clone(&self) -> Self {
        Self(match &self.0 {
            State::NotYet(source) => State::NotYet(source.clone()),
            State::Begun(_) => State::NotYet(None),
        })
    }
}

/// The same stream, not only the same events; none that has begun.
impl<T: Events> PartialEq for EventStream<T> {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (State::NotYet(one), State::NotYet(other)) => one == other,
            _ => false,
        }
    }
}

impl<T: Events> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream")
    }
}

/// No part of any document: the messages follow it.
impl<T: Events> Shape for EventStream<T> {
    fn is_absent(&self) -> bool {
        true
    }

    fn write<W: Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        w.null()
    }

    fn read<R: Reader>(r: &mut R) -> Result<Self, R::Error> {
        r.unknown_variant().map(|_| Self::default())
    }
}
