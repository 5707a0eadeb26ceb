//! The errors that come from this side of the wire: request, transport, timeout, credentials. Built by: `operation`, `client`.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use super::text::{OneLine, chain};

/// A cause of any type.
type Cause = Box<dyn StdError + Send + Sync + 'static>;

/// A request that cannot be built from the value given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestError {
    path: String,
    reason: String,
}

impl RequestError {
    /// Something is wrong with the request as a whole.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            reason: reason.into(),
        }
    }

    /// Something is wrong at a place in the request: a [JSON pointer](https://www.rfc-editor.org/rfc/rfc6901) of member names,
    /// list positions and map keys, `/tags/3/key`.
    pub fn at(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            reason: reason.into(),
        }
    }

    /// Where in the request; empty if it is about the whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot build the request: ")?;
        if !self.path.is_empty() {
            write!(f, "{}: ", OneLine(&self.path))?;
        }
        write!(f, "{}", OneLine(&self.reason))
    }
}

impl StdError for RequestError {}

/// A connection that could not be made, or that broke before the whole answer came.
#[derive(Debug)]
pub struct TransportError {
    connecting: bool,
    cause: Cause,
}

impl TransportError {
    /// The connection could not be made: the service has seen nothing of the request.
    pub fn connect(cause: impl Into<Cause>) -> Self {
        Self {
            connecting: true,
            cause: cause.into(),
        }
    }

    /// The connection broke later: the service may have acted on the request.
    pub fn new(cause: impl Into<Cause>) -> Self {
        Self {
            connecting: false,
            cause: cause.into(),
        }
    }

    /// Whether the connection could not be made, so that the service has seen nothing of the request.
    pub fn is_connect(&self) -> bool {
        self.connecting
    }

    /// What the transport says; [`Display`](fmt::Display) prints it and its causes.
    pub fn cause(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.cause
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.connecting {
            "cannot connect"
        } else {
            "the connection broke"
        };
        write!(f, "{what}: {}", OneLine(&chain(&*self.cause)))
    }
}

impl StdError for TransportError {}

/// A body that broke off: the stream that gives it failed or was read before, or it has another length than was said.
///
/// Prints as one line that says all, with `{}` and with `{:?}`. It becomes a [`std::io::Error`], for what reads bodies as
/// `tokio_util::io::StreamReader` does.
pub struct BodyError {
    cause: Cause,
}

impl BodyError {
    /// A body broke off for this reason; one that is such an error already stays as it is.
    pub fn new(cause: impl Into<Cause>) -> Self {
        match cause.into().downcast::<Self>() {
            Ok(error) => *error,
            Err(cause) => Self { cause },
        }
    }

    /// What the stream says; [`Display`](fmt::Display) prints it and its causes.
    pub fn cause(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.cause
    }

    /// The same in words, where the error itself is behind a reference.
    #[cfg(feature = "client")]
    pub(crate) fn in_words(&self) -> Self {
        Self::new(chain(&*self.cause))
    }

    pub(super) fn into_cause(self) -> Cause {
        self.cause
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the body broke off: {}", OneLine(&chain(&*self.cause)))
    }
}

impl fmt::Debug for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return fmt::Display::fmt(self, f);
        }
        f.debug_struct("BodyError")
            .field("cause", &self.cause)
            .finish()
    }
}

impl StdError for BodyError {}

impl From<BodyError> for std::io::Error {
    fn from(error: BodyError) -> Self {
        let kind = error.cause.downcast_ref::<Self>().map(Self::kind);
        Self::new(kind.unwrap_or(std::io::ErrorKind::Other), error)
    }
}

/// Which limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// The time to connect.
    Connect,
    /// The time for one attempt.
    Attempt,
    /// The time for the whole call with all its attempts.
    Overall,
    /// The time between two parts of a body.
    Stalled,
}

/// An answer that did not come in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeoutError {
    kind: TimeoutKind,
    limit: Duration,
}

impl TimeoutError {
    /// This limit was reached.
    pub fn new(kind: TimeoutKind, limit: Duration) -> Self {
        Self { kind, limit }
    }

    /// Which limit was reached.
    pub fn kind(&self) -> TimeoutKind {
        self.kind
    }

    /// The limit.
    pub fn limit(&self) -> Duration {
        self.limit
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limit = self.limit;
        match self.kind {
            TimeoutKind::Connect => write!(f, "no connection within {limit:?}"),
            TimeoutKind::Attempt => write!(f, "no answer to an attempt within {limit:?}"),
            TimeoutKind::Overall => write!(f, "no answer within {limit:?}, all attempts together"),
            TimeoutKind::Stalled => write!(f, "no more of the body within {limit:?}"),
        }
    }
}

impl StdError for TimeoutError {}

/// There are no credentials, or the provider of them failed.
#[derive(Debug)]
pub struct CredentialsError {
    message: String,
    cause: Option<Cause>,
}

impl CredentialsError {
    /// The message says what is missing and what to do about it.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            cause: None,
        }
    }

    /// A provider of credentials failed.
    pub fn with_cause(message: impl Into<String>, cause: impl Into<Cause>) -> Self {
        Self {
            message: message.into(),
            cause: Some(cause.into()),
        }
    }

    /// What the provider says; [`Display`](fmt::Display) prints it and its causes.
    pub fn cause(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.cause.as_deref()
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no credentials: {}", OneLine(&self.message))?;
        match &self.cause {
            Some(cause) => write!(f, ": {}", OneLine(&chain(&**cause))),
            None => Ok(()),
        }
    }
}

impl StdError for CredentialsError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages() {
        let io = || std::io::Error::other("connection\nrefused");
        let cases: [(&dyn fmt::Display, &str); 7] = [
            (
                &RequestError::new("empty"),
                "cannot build the request: empty",
            ),
            (
                &TransportError::connect(io()),
                r"cannot connect: connection\nrefused",
            ),
            (
                &TransportError::new("closed"),
                "the connection broke: closed",
            ),
            (
                &TimeoutError::new(TimeoutKind::Attempt, Duration::from_millis(1500)),
                "no answer to an attempt within 1.5s",
            ),
            (
                &BodyError::new(io()),
                r"the body broke off: connection\nrefused",
            ),
            (
                &CredentialsError::new("set them"),
                "no credentials: set them",
            ),
            (
                &CredentialsError::with_cause("profile", io()),
                r"no credentials: profile: connection\nrefused",
            ),
        ];
        for (error, text) in cases {
            assert_eq!(error.to_string(), text);
        }
    }

    #[test]
    fn a_body_error_is_one_of_io() {
        let late = std::io::Error::new(std::io::ErrorKind::TimedOut, "late");
        let error = BodyError::new(late);
        assert_eq!(format!("{error:?}"), "the body broke off: late");
        assert!(format!("{error:#?}").contains("TimedOut"));
        let error = std::io::Error::from(error);
        assert_eq!(error.kind(), std::io::ErrorKind::TimedOut);
        assert_eq!(error.to_string(), "the body broke off: late");
    }
}
