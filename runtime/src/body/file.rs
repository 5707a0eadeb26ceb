//! Bodies that are files. Read by: `body`.

use std::fs::File;
use std::future::Future;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use tokio::task::{JoinHandle, spawn_blocking};

use super::Body;
use crate::error::BodyError;

/// How much of a file is read at once.
const PART: usize = 64 * 1024;

impl Body {
    /// The file at this path, which is opened and read anew each time it is sent. Needs a tokio runtime.
    ///
    /// # Errors
    ///
    /// When there is no such file, or its length cannot be told. That it cannot be read later, or has grown or shrunk
    /// meanwhile, is an error of the call.
    pub async fn from_path(path: impl AsRef<Path>) -> Result<Self, BodyError> {
        let path: Arc<PathBuf> = Arc::new(path.as_ref().to_owned());
        let to_measure = Arc::clone(&path);
        let length = spawn_blocking(move || std::fs::metadata(&*to_measure).map(|file| file.len()));
        let length = length.await.map_err(BodyError::new)?;
        let length = length.map_err(|error| BodyError::new(at(&path, &error)))?;
        let make = move || Parts::Closed(Arc::clone(&path));
        Ok(Self::from_fn(make).with_length(length))
    }
}

/// The error with the path, which the operating system's has not.
fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// The parts of a file, each read where blocking does no harm.
enum Parts {
    /// Not opened yet.
    Closed(Arc<PathBuf>),
    /// Between two parts.
    Open(File),
    Reading(JoinHandle<io::Result<(File, Bytes)>>),
    Ended,
}

impl Stream for Parts {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut task = match std::mem::replace(&mut *self, Self::Ended) {
            Self::Closed(path) => {
                spawn_blocking(move || part(File::open(&*path).map_err(|error| at(&path, &error))?))
            }
            Self::Open(file) => spawn_blocking(move || part(file)),
            Self::Reading(task) => task,
            Self::Ended => return Poll::Ready(None),
        };
        let Poll::Ready(read) = Pin::new(&mut task).poll(cx) else {
            *self = Self::Reading(task);
            return Poll::Pending;
        };
        Poll::Ready(match read.map_err(io::Error::other).flatten() {
            Ok((_, bytes)) if bytes.is_empty() => None,
            Ok((file, bytes)) => {
                *self = Self::Open(file);
                Some(Ok(bytes))
            }
            Err(error) => Some(Err(error)),
        })
    }
}

fn part(mut file: File) -> io::Result<(File, Bytes)> {
    let mut bytes = Vec::with_capacity(PART);
    file.by_ref().take(PART as u64).read_to_end(&mut bytes)?;
    Ok((file, bytes.into()))
}
