//! What of a body its signature covers: the bytes, a digest of them that was told or is made here, or nothing. Read by: `attempts`.

use std::convert::Infallible;
use std::fmt::Write as _;

use aws_sigv4::http_request::SignableBody;
use http::Request;
use sha2::{Digest as _, Sha256};

use super::{DIGEST, Scope, TRAILER, Told};
use crate::body::Body;
use crate::error::{Error, RequestError};

/// Signs a request. What is a stream goes without a signature over it where the service allows that, which S3 does and
/// which the model says of single operations; else it is read twice.
pub(crate) async fn sign_content(
    scope: &Scope<'_>,
    request: &mut Request<Body>,
    unsigned_payload: bool,
) -> Result<(), Error<Infallible>> {
    let bytes = request.body().bytes().cloned();
    let is_free = unsigned_payload || scope.is_s3() || request.headers().contains_key(TRAILER);
    match bytes {
        Some(bytes) if !unsigned_payload => {
            scope.sign(request, SignableBody::Bytes(&bytes), Told::No)?;
        }
        _ if is_free => scope.sign_head(request)?,
        _ => {
            let digest = match told(request) {
                Some(digest) => digest,
                None => digest_of(request.body()).await?,
            };
            scope.sign(request, SignableBody::Precomputed(digest), Told::Yes)?;
        }
    }
    Ok(())
}

/// The digest that the caller gave, in a member that is this header, as CodeArtifact has one.
fn told(request: &Request<Body>) -> Option<String> {
    let value = request.headers().get(DIGEST)?.to_str().ok()?;
    Some(value.to_owned())
}

/// Reads a body that can be read again.
async fn digest_of(body: &Body) -> Result<String, Error<Infallible>> {
    if !body.is_repeatable() {
        return Err(RequestError::new(
            "the service wants a signature over the body, which takes reading it twice: send bytes, a file \
             (`Body::from_path`) or what can be made anew (`Body::from_fn`), and no stream",
        )
        .into());
    }
    let mut body = body.clone();
    let mut digest = Sha256::new();
    while let Some(part) = body.next().await {
        digest.update(&part?);
    }
    let mut hex = String::with_capacity(64);
    for byte in digest.finalize() {
        // Text takes all that is written to it.
        let _ = write!(hex, "{byte:02x}");
    }
    Ok(hex)
}
