//! Checksums of bodies that stream: one that is sent goes behind its body, one that comes is checked at the body's end.
//! Read by: `checksum`.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::digest::{Algorithm, Digest};
use crate::body::Body;
use crate::error::BodyError;

/// How much a chunk has at least, but for the last: S3 refuses less than 8 KiB and recommends this.
/// See [how chunks are sent](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html).
const CHUNK: usize = 64 * 1024;

/// A body in the encoding `aws-chunked`, with its checksum as a trailer.
/// See [the description of it](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html).
pub(super) fn with_trailer(body: Body, algorithm: Algorithm) -> Body {
    body.through(move |body| {
        Box::pin(Trailed {
            body,
            algorithm,
            digest: Some(Digest::new(algorithm)),
            small: BytesMut::new(),
            ready: VecDeque::new(),
        })
    })
}

struct Trailed {
    body: Body,
    algorithm: Algorithm,
    /// None once the trailer was made.
    digest: Option<Digest>,
    /// Parts that are too small for a chunk of their own.
    small: BytesMut,
    /// What is encoded and not yet taken.
    ready: VecDeque<Bytes>,
}

impl Trailed {
    /// Makes a part a chunk, together with those before it that were too small, or keeps it until there is more.
    fn take(&mut self, part: Bytes) {
        if self.small.is_empty() && part.len() >= CHUNK {
            return self.chunk(part);
        }
        self.small.extend_from_slice(&part);
        if self.small.len() >= CHUNK {
            self.flush();
        }
    }

    /// Makes what was kept a chunk. One without bytes would end the body.
    fn flush(&mut self) {
        if !self.small.is_empty() {
            let kept = self.small.split().freeze();
            self.chunk(kept);
        }
    }

    fn chunk(&mut self, bytes: Bytes) {
        let head = format!("{:x}\r\n", bytes.len());
        self.ready
            .extend([head.into(), bytes, Bytes::from_static(b"\r\n")]);
    }
}

impl Stream for Trailed {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(bytes) = this.ready.pop_front() {
                return Poll::Ready(Some(Ok(bytes)));
            }
            let Some(digest) = &mut this.digest else {
                return Poll::Ready(None);
            };
            match ready!(Pin::new(&mut this.body).poll_next(cx)).transpose() {
                Err(error) => {
                    this.digest = None;
                    return Poll::Ready(Some(Err(error)));
                }
                Ok(Some(part)) => {
                    digest.update(&part);
                    this.take(part);
                }
                Ok(None) => {
                    this.flush();
                    let value = this.digest.take().map(Digest::finish).unwrap_or_default();
                    let header = this.algorithm.header();
                    let end = format!("0\r\n{header}:{value}\r\n\r\n");
                    this.ready.push_back(end.into());
                }
            }
        }
    }
}

/// The same body, which breaks off at its end if this is not its checksum.
pub(super) fn checked(body: Body, algorithm: Algorithm, expected: String) -> Body {
    let length = body.length();
    let checked = Checked {
        body,
        algorithm,
        digest: Some(Digest::new(algorithm)),
        expected,
    };
    Body::once(Box::pin(checked), length)
}

struct Checked {
    body: Body,
    algorithm: Algorithm,
    /// None once it was checked.
    digest: Option<Digest>,
    expected: String,
}

impl Stream for Checked {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let part = ready!(Pin::new(&mut self.body).poll_next(cx));
        match (part, self.digest.take()) {
            (Some(Ok(part)), Some(mut digest)) => {
                digest.update(&part);
                self.digest = Some(digest);
                Poll::Ready(Some(Ok(part)))
            }
            (None, Some(digest)) => {
                let found = digest.finish();
                let problem = (found != self.expected).then(|| {
                    let (algorithm, expected) = (self.algorithm.name(), &self.expected);
                    BodyError::new(format!(
                        "it is damaged: its {algorithm} is {found}, the response says {expected}"
                    ))
                });
                Poll::Ready(problem.map(Err))
            }
            (part, _) => Poll::Ready(part),
        }
    }
}
