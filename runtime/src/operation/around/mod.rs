//! What is done to a request once its protocol has written it, and to a response before its protocol reads it: compression
//! and checksums. Nothing here depends on a type or a protocol. Read by: `exchange`.

#[cfg(feature = "checksums")]
mod checksum;
mod compression;
#[cfg(feature = "checksums")]
mod digest;
mod options;
#[cfg(feature = "checksums")]
mod streams;
#[cfg(test)]
mod tests;
#[cfg(not(feature = "checksums"))]
mod without;

use bytes::Bytes;
use http::{Request, Response};

pub use options::{RequestOptions, WhenChecksum};

use super::OperationInfo;
use crate::body::Body;
use crate::error::{RequestError, ResponseError};
use crate::shape::Schema;
#[cfg(not(feature = "checksums"))]
use without as checksum;

/// Compresses the body, then adds the checksums of what is sent. The schema is the request's.
///
/// A stream is not compressed: no operation of AWS's that streams may be.
pub(super) fn after_writing(
    info: &OperationInfo,
    schema: &Schema,
    mut request: Request<Body>,
    options: &RequestOptions,
) -> Result<Request<Body>, RequestError> {
    if info.compressed {
        compression::compress(&mut request, options.compress_from)?;
    }
    match info.checksum {
        Some(facts) => checksum::add(facts, schema, request, options),
        None if info.md5 => checksum::add_md5(request),
        None => Ok(request),
    }
}

/// Holds the body against the checksum that the response carries, if the operation has any.
pub(super) fn before_reading(
    info: &OperationInfo,
    response: &Response<Bytes>,
) -> Result<(), Box<ResponseError>> {
    match info.checksum {
        Some(facts) if !facts.response.is_empty() => checksum::check(facts, response),
        _ => Ok(()),
    }
}

/// As [`before_reading`], of a stream: at its end.
pub(super) fn before_streaming(info: &OperationInfo, response: Response<Body>) -> Response<Body> {
    match info.checksum {
        Some(facts) if !facts.response.is_empty() => checksum::check_later(facts, response),
        _ => response,
    }
}
