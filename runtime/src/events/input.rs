//! [`EventInput`]: events that a request sends, as they come. Read by: emitted code, and by programs that send events.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::{Message, Messages, Once};
use crate::error::BodyError;
use crate::shape::{Reader, Shape, Writer};

type Given<T> = Pin<Box<dyn Stream<Item = T> + Send>>;

/// Events that a request sends while its response comes. The end of the stream is the end of the request.
///
/// Any stream of events becomes one by `into`, as do events that are known beforehand (`from_iter`); and
/// `EventInput::channel` gives a sender for others. Clones share the events, which are sent once: by the first call that
/// begins to.
///
/// A call returns when the service begins to answer. Many services do so only when they have seen an event: send it
/// before the call, or from another task.
pub struct EventInput<T>(Option<Once<Given<T>>>);

impl<T: Send + 'static> EventInput<T> {
    /// The events of a stream.
    pub fn new(events: impl Stream<Item = T> + Send + 'static) -> Self {
        Self(Some(Once::new(Box::pin(events))))
    }

    /// Events that are sent through a channel, of which so many may wait.
    #[cfg(feature = "client")]
    pub fn channel(capacity: usize) -> (EventSender<T>, Self) {
        let (sender, receiver) = tokio::sync::mpsc::channel(capacity.max(1));
        (EventSender(sender), Self::new(Received(receiver)))
    }

    /// The messages that these events become.
    pub(crate) fn messages(&self, write: fn(&T) -> Result<Message, BodyError>) -> Option<Messages> {
        let events = Sending::NotYet(self.0.clone()?);
        Some(Box::pin(Written { events, write }))
    }
}

impl<T: Send + 'static, S: Stream<Item = T> + Send + 'static> From<S> for EventInput<T> {
    fn from(events: S) -> Self {
        Self::new(events)
    }
}

impl<T: Send + Unpin + 'static> FromIterator<T> for EventInput<T> {
    fn from_iter<I: IntoIterator<Item = T>>(events: I) -> Self {
        let events: Vec<T> = events.into_iter().collect();
        Self::new(Listed(events.into_iter()))
    }
}

/// Events that are known.
struct Listed<T>(std::vec::IntoIter<T>);

impl<T: Unpin> Stream for Listed<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<T>> {
        Poll::Ready(self.0.next())
    }
}

/// No events, which is not the same as an end of them: a member that is not set.
impl<T> Default for EventInput<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Clone for EventInput<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// The same stream, not only the same events.
impl<T> PartialEq for EventInput<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> fmt::Debug for EventInput<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventInput")
    }
}

/// No part of any document: the messages follow it.
impl<T> Shape for EventInput<T> {
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

/// Events as messages.
struct Written<T> {
    events: Sending<T>,
    write: fn(&T) -> Result<Message, BodyError>,
}

enum Sending<T> {
    NotYet(Once<Given<T>>),
    Begun(Given<T>),
}

impl<T> Stream for Written<T> {
    type Item = Result<Message, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Sending::NotYet(events) = &self.events {
            let Some(events) = events.take() else {
                let error = "the events were sent by another call, and cannot be sent again";
                return Poll::Ready(Some(Err(BodyError::new(error))));
            };
            self.events = Sending::Begun(events);
        }
        let write = self.write;
        match &mut self.events {
            Sending::Begun(events) => events
                .as_mut()
                .poll_next(cx)
                .map(|event| event.map(|event| write(&event))),
            Sending::NotYet(_) => Poll::Ready(None),
        }
    }
}

/// Sends events of a request that is under way. When all of them are dropped, the request ends.
#[cfg(feature = "client")]
pub struct EventSender<T>(tokio::sync::mpsc::Sender<T>);

#[cfg(feature = "client")]
impl<T> EventSender<T> {
    /// Sends an event, as soon as there is room for it.
    ///
    /// # Errors
    ///
    /// Gives the event back where nobody will send it: the call has ended.
    pub async fn send(&self, event: T) -> Result<(), SendError<T>> {
        self.0
            .send(event)
            .await
            .map_err(|unsent| SendError(unsent.0))
    }
}

/// The event that [`EventSender::send`] could not send, because the call has ended.
#[cfg(feature = "client")]
pub struct SendError<T>(pub T);

#[cfg(feature = "client")]
impl<T> fmt::Display for SendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the call has ended, and sends no more events")
    }
}

/// Without the event, which may hold what is not to be printed.
#[cfg(feature = "client")]
impl<T> fmt::Debug for SendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(feature = "client")]
impl<T> std::error::Error for SendError<T> {}

#[cfg(feature = "client")]
impl<T> Clone for EventSender<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

#[cfg(feature = "client")]
impl<T> fmt::Debug for EventSender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventSender")
    }
}

/// What comes through a channel.
#[cfg(feature = "client")]
struct Received<T>(tokio::sync::mpsc::Receiver<T>);

#[cfg(feature = "client")]
impl<T> Stream for Received<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        self.0.poll_recv(cx)
    }
}
