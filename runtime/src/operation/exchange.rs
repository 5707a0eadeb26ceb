//! From a request value to an HTTP request, and from an HTTP response to a typed answer. Read by: `client`, and by
//! programs that bring their own HTTP.

use bytes::Bytes;

use super::{Operation, OperationError, OperationInfo};
use crate::error::{Error, RequestError};
use crate::protocol;
use crate::shape::Structure;

/// Builds the HTTP request of an operation: method, URL, headers and body, without a signature.
///
/// The operation's path is joined to the endpoint's. The `token` goes into members that the model marks as idempotency
/// tokens and that hold none, so that the caller decides where it comes from (and that a retry sends the same one).
///
/// # Errors
///
/// When the value has no wire form: a union's variant that the model does not know, more than 128 levels of nesting,
/// a host label that is empty or no part of a host name; or when the endpoint is not an absolute URL.
pub fn request<O: Operation>(
    request: &O::Request,
    endpoint: &http::Uri,
    token: Option<&str>,
) -> Result<http::Request<Bytes>, RequestError> {
    protocol::write_request::<O>(request, endpoint, token)
}

/// Reads the HTTP response of an operation.
///
/// # Errors
///
/// [`Error::Service`] when the status is not 2xx and the answer says why; [`Error::Response`] when it cannot be read.
pub fn response<O: Operation>(
    response: &http::Response<Bytes>,
) -> Result<O::Response, Error<O::Error>> {
    if response.status().is_success() {
        return protocol::read_response::<O>(response).map_err(Error::Response);
    }
    Err(match protocol::read_error::<O>(response) {
        Ok(error) => Error::Service(error),
        Err(error) => Error::Response(error),
    })
}

/// As [`request`], for an operation that is known at run time only.
///
/// The value's [`Structure::schema`] says what it is. A program that knows its operations has no use for this: it is for
/// those that work on any model, such as a proxy or a test.
///
/// # Errors
///
/// Those of [`request`].
pub fn request_as<T: Structure>(
    info: &OperationInfo,
    request: &T,
    endpoint: &http::Uri,
    token: Option<&str>,
) -> Result<http::Request<Bytes>, RequestError> {
    protocol::write_request_as(info, request, endpoint, token)
}

/// As [`response`], for an operation that is known at run time only: see [`request_as`].
///
/// # Errors
///
/// Those of [`response`].
pub fn response_as<T: Structure, E: OperationError>(
    info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<T, Error<E>> {
    if response.status().is_success() {
        return protocol::read_response_as(info, response).map_err(Error::Response);
    }
    Err(match protocol::read_error_as(info, response) {
        Ok(error) => Error::Service(error),
        Err(error) => Error::Response(error),
    })
}
