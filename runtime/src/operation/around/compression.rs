//! Compresses the bodies of requests ([Smithy `requestCompression`](https://smithy.io/2.0/spec/behavior-traits.html#requestcompression-trait)). Read by: `around`.

use http::Request;

use crate::body::Body;
use crate::error::RequestError;

/// Compresses the body with gzip, the one encoding there is, if it has at least `from` bytes.
#[cfg(feature = "compression")]
pub(super) fn compress(
    request: &mut Request<Body>,
    from: Option<usize>,
) -> Result<(), RequestError> {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};
    use http::HeaderValue;
    use http::header::CONTENT_ENCODING;

    let large = |body: &[u8]| from.is_some_and(|from| body.len() >= from);
    let Some(body) = request.body().bytes().filter(|body| large(body)) else {
        return Ok(());
    };
    let cannot = |error: String| RequestError::new(format!("cannot compress the body: {error}"));
    // The head that gzip writes has no time in it, so that the same request always gives the same bytes.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(body);
    let body = written.and_then(|()| encoder.finish());
    *request.body_mut() = body.map_err(|error| cannot(error.to_string()))?.into();
    // Encodings are listed in the order in which they were applied.
    let mut encodings = Vec::new();
    for value in request.headers().get_all(CONTENT_ENCODING) {
        encodings.extend_from_slice(value.as_bytes());
        encodings.extend_from_slice(b", ");
    }
    encodings.extend_from_slice(b"gzip");
    let value = HeaderValue::from_bytes(&encodings).map_err(|error| cannot(error.to_string()))?;
    request.headers_mut().insert(CONTENT_ENCODING, value);
    Ok(())
}

/// Services take bodies as they are, too.
#[cfg(not(feature = "compression"))]
pub(super) fn compress(
    _request: &mut Request<Body>,
    _from: Option<usize>,
) -> Result<(), RequestError> {
    Ok(())
}
