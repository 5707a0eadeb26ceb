//! What is done to a request once its protocol has written it, and to a response before its protocol reads it: compression
//! and checksums. Nothing here depends on a type or a protocol. Read by: `exchange`.

mod checksum;
mod compression;
#[cfg(feature = "checksums")]
mod digest;
mod options;
#[cfg(test)]
mod tests;

use bytes::Bytes;
use http::{Request, Response};

pub use options::{RequestOptions, WhenChecksum};

use super::OperationInfo;
use crate::error::{RequestError, ResponseError};
use crate::shape::Schema;

/// Compresses the body, then adds the checksums of what is sent. The schema is the request's.
pub(super) fn finish(
    info: &OperationInfo,
    schema: &Schema,
    mut request: Request<Bytes>,
    options: &RequestOptions,
) -> Result<Request<Bytes>, RequestError> {
    if info.compressed {
        compression::compress(&mut request, options.compress_from)?;
    }
    match info.checksum {
        Some(facts) => checksum::add(facts, schema, &mut request, options)?,
        None if info.md5 => checksum::add_md5(&mut request)?,
        None => {}
    }
    Ok(request)
}

/// Holds the body against the checksum that the response carries, if the operation has any.
pub(super) fn check(
    info: &OperationInfo,
    response: &Response<Bytes>,
) -> Result<(), Box<ResponseError>> {
    match info.checksum {
        Some(facts) if !facts.response.is_empty() => checksum::check(facts, response),
        _ => Ok(()),
    }
}
