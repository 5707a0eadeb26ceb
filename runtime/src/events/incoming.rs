//! [`Incoming`]: the messages of a response. Read by: `stream`, `operation`.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::response::Parts;

use super::frame::{Decoder, Message};
use crate::body::Body;
use crate::error::{BodyError, Error, Problem, ResponseError};
use crate::operation::OperationInfo;

/// The messages of a response, one by one.
pub struct Incoming {
    /// The operation that they answer.
    pub(crate) info: &'static OperationInfo,
    /// All of the response but its body.
    pub(crate) head: Parts,
    body: Body,
    decoder: Decoder,
    /// A message that was taken too early.
    first: Option<Message>,
}

/// Why there is no next message.
pub(crate) enum Lost {
    Body(BodyError),
    Response(Box<ResponseError>),
}

impl<E> From<Lost> for Error<E> {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::Body(error) => error.into(),
            Lost::Response(error) => error.into(),
        }
    }
}

impl Incoming {
    pub(crate) fn new(info: &'static OperationInfo, head: Parts, body: Body) -> Self {
        Self {
            info,
            head,
            body,
            decoder: Decoder::new(),
            first: None,
        }
    }

    /// The payload of the message that comes before the events, where one does.
    pub(crate) async fn initial_response(&mut self) -> Result<Option<Bytes>, Lost> {
        let Some(message) = poll_fn(|cx| self.poll_message(cx)).await.transpose()? else {
            return Ok(None);
        };
        let kind = message.header(":event-type");
        if kind.as_ref().and_then(|kind| kind.as_str()) == Some("initial-response") {
            return Ok(Some(message.payload().clone()));
        }
        self.first = Some(message);
        Ok(None)
    }

    /// The next message; none after the last.
    pub(super) fn poll_message(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Message, Lost>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        loop {
            match self.decoder.next_message() {
                Ok(Some(message)) => return Poll::Ready(Some(Ok(message))),
                Ok(None) => {}
                Err(what) => return Poll::Ready(Some(Err(self.unreadable(what)))),
            }
            match Pin::new(&mut self.body).poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(part))) => self.decoder.push(&part),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(Lost::Body(error)))),
                Poll::Ready(None) if self.decoder.is_empty() => return Poll::Ready(None),
                Poll::Ready(None) => {
                    return Poll::Ready(Some(Err(self.unreadable("a message without its end"))));
                }
            }
        }
    }

    /// Nothing more can be read after this.
    #[cold]
    fn unreadable(&mut self, what: &str) -> Lost {
        let offset = usize::try_from(self.decoder.offset()).unwrap_or(usize::MAX);
        self.decoder = Decoder::new();
        self.body = Body::new();
        let problem = Problem::At {
            what: format!("expected an event, found {what}"),
            offset,
            pointer: String::new(),
        };
        Lost::Response(self.error(&Bytes::new(), problem))
    }

    /// What is wrong with a payload, or with all of a message.
    #[cold]
    pub(crate) fn error(&self, payload: &Bytes, problem: Problem) -> Box<ResponseError> {
        let response = self.response(payload);
        let id = crate::protocol::request_id(response.headers()).map(str::to_owned);
        Box::new(ResponseError::new(&response, id, problem))
    }

    /// A payload as if it were the response's.
    pub(crate) fn response(&self, payload: &Bytes) -> http::Response<Bytes> {
        http::Response::from_parts(self.head.clone(), payload.clone())
    }
}
