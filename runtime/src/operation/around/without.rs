//! What takes the place of `checksum` without the feature `checksums`: nothing, or an error where it is not enough. Read by: `around`.

use bytes::Bytes;
use http::{Request, Response};

use super::options::RequestOptions;
use crate::body::Body;
use crate::error::{RequestError, ResponseError};
use crate::operation::Checksum;
use crate::shape::Schema;

fn missing() -> RequestError {
    RequestError::new(
        "the operation wants a checksum of the body: turn on the feature `checksums` of the crate `tinsmith`",
    )
}

pub(super) fn add(
    facts: &Checksum,
    _schema: &Schema,
    request: Request<Body>,
    _options: &RequestOptions,
) -> Result<Request<Body>, RequestError> {
    if facts.required {
        Err(missing())
    } else {
        Ok(request)
    }
}

pub(super) fn add_md5(_request: Request<Body>) -> Result<Request<Body>, RequestError> {
    Err(missing())
}

pub(super) fn check(
    _facts: &Checksum,
    _response: &Response<Bytes>,
) -> Result<(), Box<ResponseError>> {
    Ok(())
}

pub(super) fn check_later(_facts: &Checksum, response: Response<Body>) -> Response<Body> {
    response
}
