//! How long a body that streams may stand still: large ones take longer than any limit on the whole. Read by: `attempts`.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::{Instant, Sleep, sleep, timeout_at};

use crate::body::Body;
use crate::error::{BodyError, TimeoutError, TimeoutKind};

/// When the last part of a request's body was taken.
#[derive(Clone)]
pub(super) struct Progress(Arc<Mutex<Instant>>);

impl Progress {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }

    /// The same body, and this learns of each part that is taken.
    pub(super) fn watch(&self, body: Body) -> Body {
        if body.bytes().is_some() {
            return body;
        }
        let length = body.length();
        let progress = self.clone();
        Body::once(Box::pin(Watched { body, progress }), length)
    }

    /// The value of the future; none where nothing has happened for so long.
    pub(super) async fn within<T>(
        &self,
        limit: Duration,
        future: impl Future<Output = T>,
    ) -> Option<T> {
        let mut future = std::pin::pin!(future);
        loop {
            let end = self.last().checked_add(limit);
            let Some(end) = end else {
                return Some(future.await);
            };
            match timeout_at(end, &mut future).await {
                Ok(value) => return Some(value),
                Err(_) if self.last().checked_add(limit) > Some(end) => {}
                Err(_) => return None,
            }
        }
    }

    fn last(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Watched {
    body: Body,
    progress: Progress,
}

impl Stream for Watched {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let part = Pin::new(&mut self.body).poll_next(cx);
        if part.is_ready() {
            let mut last = self.progress.0.lock();
            *last
                .as_deref_mut()
                .unwrap_or_else(|poisoned| poisoned.get_mut()) = Instant::now();
        }
        part
    }
}

/// The same body, of which each part has to come within the limit.
pub(super) fn limited(body: Body, limit: Duration) -> Body {
    if body.bytes().is_some() {
        return body;
    }
    let length = body.length();
    let limited = Limited {
        body,
        limit,
        timer: None,
    };
    Body::once(Box::pin(limited), length)
}

struct Limited {
    body: Body,
    limit: Duration,
    /// Runs while a part is waited for.
    timer: Option<Pin<Box<Sleep>>>,
}

impl Stream for Limited {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let part = Pin::new(&mut self.body).poll_next(cx);
        if part.is_ready() {
            self.timer = None;
            return part;
        }
        let limit = self.limit;
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(limit)));
        timer.as_mut().poll(cx).map(|()| {
            let late = TimeoutError::new(TimeoutKind::Stalled, limit);
            self.body = Body::new();
            Some(Err(BodyError::new(late)))
        })
    }
}
