//! From and to the types of other crates. Read by: `body`, and by whoever has bytes, or wants a stream.

use std::error::Error as StdError;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use http_body::{Frame, SizeHint};

use super::{Body, State};
use crate::error::BodyError;
use crate::events::Messages;

macro_rules! from {
    ($($type:ty),* $(,)?) => {$(
        impl From<$type> for Body {
            fn from(value: $type) -> Self {
                Self(State::Whole(value.into()))
            }
        }
    )*};
}

from! { Bytes, Vec<u8>, String, &'static str, &'static [u8] }

impl Stream for Body {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_part(cx)
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        self.poll_part(cx)
            .map(|part| part.map(|part| part.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes().is_some_and(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        self.length()
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// A stream of anyone's, with our types.
pub(super) struct Chunks<S>(pub(super) Pin<Box<S>>);

impl<S, B, E> Stream for Chunks<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let part = self.0.as_mut().poll_next(cx);
        part.map(|part| part.map(|part| part.map(Into::into).map_err(BodyError::new)))
    }
}

/// Messages, as they are on the wire.
pub(super) struct Encoded(pub(super) Messages);

impl Stream for Encoded {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let message = self.0.as_mut().poll_next(cx);
        message.map(|message| {
            message.map(|message| message.and_then(|m| m.encode().map_err(BodyError::new)))
        })
    }
}

/// The data of an HTTP body.
pub(super) struct Frames<B>(pub(super) Pin<Box<B>>);

impl<B, E> Stream for Frames<B>
where
    B: http_body::Body<Error = E>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = match self.0.as_mut().poll_frame(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => {
                    return Poll::Ready(Some(Err(BodyError::new(error))));
                }
                Poll::Ready(Some(Ok(frame))) => frame,
            };
            if let Ok(mut data) = frame.into_data() {
                return Poll::Ready(Some(Ok(data.copy_to_bytes(data.remaining()))));
            }
        }
    }
}
