//! From a request value to an HTTP request, and from an HTTP response to a typed answer. Read by: `client`, and by
//! programs that bring their own HTTP.

use bytes::Bytes;

use super::Operation;
use super::body::{self, RequestOptions};
use crate::error::{Error, RequestError};
use crate::protocol;
use crate::shape::Structure;

/// Builds the HTTP request of an operation: method, URL, headers and body, without a signature.
///
/// The operation's path is joined to the endpoint's. The `token` goes into members that the model marks as idempotency
/// tokens and that hold none, so that the caller decides where it comes from (and that a retry sends the same one).
/// Bodies are compressed and get checksums as [`RequestOptions::default`] says.
///
/// # Errors
///
/// When the value has no wire form: a union's variant that the model does not know, more than 128 levels of nesting,
/// a host label that is empty or no part of a host name, a checksum that is not known here; or when the endpoint is not
/// an absolute URL.
pub fn request<O: Operation>(
    request: &O::Request,
    endpoint: &http::Uri,
    token: Option<&str>,
) -> Result<http::Request<Bytes>, RequestError> {
    request_with::<O>(request, endpoint, token, &RequestOptions::default())
}

/// The same as [`request`], with these options.
///
/// # Errors
///
/// Those of [`request`].
pub fn request_with<O: Operation>(
    request: &O::Request,
    endpoint: &http::Uri,
    token: Option<&str>,
    options: &RequestOptions,
) -> Result<http::Request<Bytes>, RequestError> {
    let written = protocol::write_request::<O>(request, endpoint, token)?;
    body::finish(O::INFO, request.schema(), written, options)
}

/// Reads the HTTP response of an operation.
///
/// # Errors
///
/// [`Error::Service`] when the status is not 2xx and the answer says why; [`Error::Response`] when it cannot be read, or has
/// another checksum than it says.
pub fn response<O: Operation>(
    response: &http::Response<Bytes>,
) -> Result<O::Response, Error<O::Error>> {
    if response.status().is_success() {
        body::check(O::INFO, response).map_err(Error::Response)?;
        return protocol::read_response::<O>(response).map_err(Error::Response);
    }
    Err(match protocol::read_error::<O>(response) {
        Ok(error) => Error::Service(error),
        Err(error) => Error::Response(error),
    })
}
