//! [`Error`]: what can go wrong with a call, and who says so. Read by: everyone.

use std::error::Error as StdError;
use std::fmt;

/// Why a call failed. `E` is the operation's own error type.
///
/// The details are boxed, so that a `Result` stays small.
#[derive(Debug)]
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
}
