//! The protocol [Smithy RPC v2 CBOR](https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html). Read by: `protocol`.

use bytes::Bytes;

use super::ErrorAnswer;
use crate::error::{RequestError, ResponseError};
use crate::operation::{OperationError, OperationInfo};
use crate::shape::Structure;

/// Builds a request.
pub(super) fn request<T: Structure>(
    _info: &OperationInfo,
    _value: &T,
    _endpoint: &http::Uri,
    _token: Option<&str>,
) -> Result<http::Request<Bytes>, RequestError> {
    Err(RequestError::new("this protocol is not written yet"))
}

/// Reads the response of a call that succeeded.
pub(super) fn response<T: Structure>(
    _info: &OperationInfo,
    _response: &http::Response<Bytes>,
) -> Result<T, Box<ResponseError>> {
    Ok(T::default())
}

/// Reads what an error has beside its members: code and message.
pub(super) fn error_answer(
    _info: &OperationInfo,
    _response: &http::Response<Bytes>,
) -> Result<ErrorAnswer, Box<ResponseError>> {
    Ok(ErrorAnswer::default())
}

/// Reads the members of an error.
pub(super) fn error<E: OperationError>(
    info: &OperationInfo,
    response: &http::Response<Bytes>,
    code: &str,
) -> Result<E, Box<ResponseError>> {
    super::aws_json::error(info, response, code)
}
