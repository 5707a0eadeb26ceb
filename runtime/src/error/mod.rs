//! [`Error`]: what can go wrong with a call, and who says so. Read by: everyone.
//!
//! Every message is one line and holds the text of its causes, so that nobody has to walk
//! [`source`](std::error::Error::source), which therefore gives nothing. What a server sent is escaped.

mod kinds;
mod service;
mod text;

use std::convert::Infallible;
use std::fmt;

use http::StatusCode;

pub use kinds::{
    BodyError, CredentialsError, RequestError, TimeoutError, TimeoutKind, TransportError,
};
pub(crate) use response::Problem;
pub use response::ResponseError;
pub use service::ServiceError;
pub(crate) use text::OneLine;

mod response;

/// Why a call failed. `E` is the operation's own error type.
///
/// The details are boxed, so that a `Result` stays small.
///
/// A modelled error is told by its variant, any other by its code:
///
/// ```
/// # use tinsmith::Error;
/// # struct Quota { limit: Option<i32> }
/// # enum CountThingsError { QuotaException(Quota), Unmodelled }
/// # fn show(result: Result<i32, Error<CountThingsError>>) -> Result<i32, Error<CountThingsError>> {
/// let error = match result {
///     Ok(count) => return Ok(count),
///     Err(error) => error,
/// };
/// if let Some(CountThingsError::QuotaException(quota)) = error.service() {
///     return Ok(quota.limit.unwrap_or_default());
/// }
/// match error.code() {
///     Some("ThrottlingException") => { /* slow down */ }
///     Some(code) => eprintln!("the service says {code}"),
///     None => eprintln!("no answer that can be read: {error}"),
/// }
/// Err(error)
/// # }
/// ```
///
/// `Debug` is the same line, because that is what a program prints whose `main` returns the error; `{:#?}` shows all parts.
#[non_exhaustive]
pub enum Error<E> {
    /// The service answered with an error.
    Service(Box<ServiceError<E>>),
    /// The request could not be built from the value given; nothing was sent.
    Request(Box<RequestError>),
    /// An answer came that cannot be read.
    Response(Box<ResponseError>),
    /// No answer came: the connection failed, or broke.
    Transport(Box<TransportError>),
    /// No answer came in time.
    Timeout(Box<TimeoutError>),
    /// There are no credentials to sign with, or the provider of them failed.
    Credentials(Box<CredentialsError>),
    /// The body that was to be sent broke off.
    Body(Box<BodyError>),
}

impl<E> Error<E> {
    /// The error code that the service gave, as `ThrottlingException`.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Service(error) => Some(&error.code),
            _ => None,
        }
    }

    /// The message that the service gave.
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Service(error) => error.message.as_deref(),
            _ => None,
        }
    }

    /// What AWS support asks for: the id that the service gave the request, where an answer came.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Service(error) => error.request_id.as_deref(),
            Self::Response(error) => error.request_id(),
            _ => None,
        }
    }

    /// The HTTP status of the answer, where one came.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Service(error) => Some(error.status),
            Self::Response(error) => Some(error.status()),
            _ => None,
        }
    }

    /// Whether the same request may succeed when sent again: the service says so, the connection failed, one
    /// attempt took too long, or the answer has a status that promises it (429, 500, 502, 503, 504).
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Service(error) => error.retryable,
            Self::Response(error) => {
                crate::operation::retryable::is_transient_status(error.status())
            }
            Self::Transport(_) => true,
            Self::Timeout(error) => error.kind() != TimeoutKind::Overall,
            Self::Request(_) | Self::Credentials(_) | Self::Body(_) => false,
        }
    }

    /// Whether the service asks for fewer requests.
    pub fn is_throttling(&self) -> bool {
        match self {
            Self::Service(error) => error.throttling,
            Self::Response(error) => error.status() == StatusCode::TOO_MANY_REQUESTS,
            _ => false,
        }
    }

    /// The operation's own error, where the service answered with one.
    pub fn service(&self) -> Option<&E> {
        match self {
            Self::Service(error) => Some(&error.error),
            _ => None,
        }
    }

    /// The operation's own error, where the service answered with one.
    ///
    /// # Errors
    ///
    /// Gives any other error back.
    pub fn into_service(self) -> Result<E, Self> {
        match self {
            Self::Service(error) => Ok(error.error),
            other => Err(other),
        }
    }

    /// The same error with another type for the operation's own.
    pub fn map_service<F>(self, map: impl FnOnce(E) -> F) -> Error<F> {
        match self {
            Self::Service(error) => Error::Service(Box::new(error.map(map))),
            Self::Request(error) => Error::Request(error),
            Self::Response(error) => Error::Response(error),
            Self::Transport(error) => Error::Transport(error),
            Self::Timeout(error) => Error::Timeout(error),
            Self::Credentials(error) => Error::Credentials(error),
            Self::Body(error) => Error::Body(error),
        }
    }
}

impl Error<Infallible> {
    /// The same error for any operation: lets code that all operations share be compiled once.
    pub fn widen<E>(self) -> Error<E> {
        self.map_service(|never| match never {})
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(error) => error.fmt(f),
            Self::Request(error) => error.fmt(f),
            Self::Response(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(error) => error.fmt(f),
            Self::Credentials(error) => error.fmt(f),
            Self::Body(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return fmt::Display::fmt(self, f);
        }
        let (name, part): (_, &dyn fmt::Debug) = match self {
            Self::Service(error) => ("Service", error),
            Self::Request(error) => ("Request", error),
            Self::Response(error) => ("Response", error),
            Self::Transport(error) => ("Transport", error),
            Self::Timeout(error) => ("Timeout", error),
            Self::Credentials(error) => ("Credentials", error),
            Self::Body(error) => ("Body", error),
        };
        f.debug_tuple(name).field(part).finish()
    }
}

impl<E: fmt::Debug> std::error::Error for Error<E> {}

macro_rules! from {
    ($($error:ident: $variant:ident),* $(,)?) => {$(
        impl<E> From<$error> for Error<E> {
            fn from(error: $error) -> Self {
                Self::$variant(Box::new(error))
            }
        }

        impl<E> From<Box<$error>> for Error<E> {
            fn from(error: Box<$error>) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

from! {
    RequestError: Request,
    ResponseError: Response,
    TransportError: Transport,
    TimeoutError: Timeout,
    CredentialsError: Credentials,
}

/// A body breaks off when its connection does, or when nothing more comes: then that is the error.
impl<E> From<BodyError> for Error<E> {
    fn from(error: BodyError) -> Self {
        let cause = match error.into_cause().downcast::<TransportError>() {
            Ok(transport) => return Self::Transport(transport),
            Err(cause) => cause,
        };
        match cause.downcast::<TimeoutError>() {
            Ok(timeout) => Self::Timeout(timeout),
            Err(cause) => Self::Body(Box::new(BodyError::new(cause))),
        }
    }
}

impl<E> From<ServiceError<E>> for Error<E> {
    fn from(error: ServiceError<E>) -> Self {
        Self::Service(Box::new(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_small() {
        assert!(size_of::<Error<[u8; 500]>>() <= 16);
    }

    #[test]
    fn widening_keeps_the_message() {
        let error: Error<Infallible> = RequestError::at("/tags/3/key", "nested too deep").into();
        let wide: Error<u8> = error.widen();
        assert_eq!(
            wide.to_string(),
            "cannot build the request: /tags/3/key: nested too deep"
        );
        assert_eq!(wide.service(), None);
        assert!(!wide.is_retryable());
    }

    #[test]
    fn the_operations_own_error() {
        let error = Error::from(ServiceError::new("Gone", 7));
        assert_eq!(error.service(), Some(&7));
        assert_eq!(
            error.map_service(|seven| seven + 1).into_service().ok(),
            Some(8)
        );
        let error: Error<u8> = TransportError::new("closed").into();
        let error = error.into_service().unwrap_err();
        assert_eq!(error.to_string(), "the connection broke: closed");
    }

    #[test]
    fn only_the_overall_timeout_is_final() {
        let timeout = |kind| -> Error<()> {
            TimeoutError::new(kind, std::time::Duration::from_secs(1)).into()
        };
        assert!(timeout(TimeoutKind::Connect).is_retryable());
        assert!(timeout(TimeoutKind::Attempt).is_retryable());
        assert!(!timeout(TimeoutKind::Overall).is_retryable());
    }
}
