//! Checksums of bodies: [Smithy `httpChecksum`](https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait) and
//! [`httpChecksumRequired`](https://smithy.io/2.0/spec/http-bindings.html#httpchecksumrequired-trait). Read by: `around`.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderName, HeaderValue, InvalidHeaderValue};
use http::{HeaderMap, Request, Response};

use super::digest::Algorithm;
use super::options::{RequestOptions, WhenChecksum};
use super::streams;
use crate::body::Body;
use crate::error::{Problem, RequestError, ResponseError};
use crate::operation::Checksum;
use crate::protocol::request_id;
use crate::shape::{Location, Schema};

/// What goes before the algorithm's name in the headers with checksums.
const PREFIX: &str = "x-amz-checksum-";

/// The header that names the one behind the body.
const TRAILER: &str = "x-amz-trailer";

/// Adds the checksum that the request chooses, or CRC32 where it must have one or may; unless the caller gave one. Asks
/// for one of the response.
pub(super) fn add(
    facts: &Checksum,
    schema: &Schema,
    mut request: Request<Body>,
    options: &RequestOptions,
) -> Result<Request<Body>, RequestError> {
    let supported = |when| when == WhenChecksum::Supported;
    let headers = request.headers_mut();
    if let Some(mode) = header_of(schema, facts.mode)
        && supported(options.response_checksums)
    {
        let enabled = HeaderValue::from_static("ENABLED");
        headers.entry(mode).or_insert(enabled);
    }
    if has_checksum(headers) {
        return Ok(request);
    }
    let chooser = header_of(schema, facts.algorithm);
    let chosen = chooser.as_ref().and_then(|name| headers.get(name));
    let algorithm = match chosen {
        Some(name) => known(name, facts.algorithm)?,
        None if facts.required
            || facts.algorithm.is_some() && supported(options.request_checksums) =>
        {
            if let Some(chooser) = chooser {
                let name = HeaderValue::from_static(Algorithm::Crc32.name());
                headers.insert(chooser, name);
            }
            Algorithm::Crc32
        }
        None => return Ok(request),
    };
    match request.body().bytes() {
        Some(body) => {
            let value = text(algorithm.of(body))?;
            request.headers_mut().insert(algorithm.header(), value);
            Ok(request)
        }
        None => with_trailer(request, algorithm),
    }
}

/// Lets the checksum of a stream follow it: it is known at its end only.
fn with_trailer(
    mut request: Request<Body>,
    algorithm: Algorithm,
) -> Result<Request<Body>, RequestError> {
    let length = request.body().length().ok_or_else(|| {
        RequestError::new(
            "a stream of unknown length cannot go out with a checksum: tell it by `Body::with_length`",
        )
    })?;
    let headers = request.headers_mut();
    let mut encodings = Vec::new();
    for value in headers.get_all(CONTENT_ENCODING) {
        encodings.extend_from_slice(value.as_bytes());
        encodings.push(b',');
    }
    encodings.extend_from_slice(b"aws-chunked");
    headers.insert(CONTENT_ENCODING, text(encodings)?);
    let trailer = HeaderValue::from_static(algorithm.header());
    headers.insert(TRAILER, trailer);
    let kind = HeaderValue::from_static("STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    headers.insert("x-amz-content-sha256", kind);
    headers.insert("x-amz-decoded-content-length", length.into());
    // It is that of the stream, and not of what it is encoded as.
    headers.remove(CONTENT_LENGTH);
    Ok(request.map(|body| streams::with_trailer(body, algorithm)))
}

/// Adds the digest that a service wants of every body, unless the caller gave one.
pub(super) fn add_md5(mut request: Request<Body>) -> Result<Request<Body>, RequestError> {
    const HEADER: &str = "content-md5";
    if request.headers().contains_key(HEADER) || has_checksum(request.headers()) {
        return Ok(request);
    }
    let Some(body) = request.body().bytes() else {
        return Err(RequestError::new(
            "the service wants the digest of the body before the body: send bytes, and no stream",
        ));
    };
    let value = text(Algorithm::Md5.of(body))?;
    request.headers_mut().insert(HEADER, value);
    Ok(request)
}

/// Holds the body against the first checksum that the response has of those that the operation lists.
///
/// One with a `-` in it is not of the body but of the checksums of its parts, which S3 gives for what was uploaded so.
pub(super) fn check(
    facts: &Checksum,
    response: &Response<Bytes>,
) -> Result<(), Box<ResponseError>> {
    let Some((algorithm, expected)) = told(facts, response.headers()) else {
        return Ok(());
    };
    let found = algorithm.of(response.body());
    if found == expected {
        return Ok(());
    }
    let problem = Problem::Checksum {
        algorithm: algorithm.name(),
        expected: expected.to_owned(),
        found,
    };
    let id = request_id(response.headers()).map(str::to_owned);
    Err(Box::new(ResponseError::new(response, id, problem)))
}

/// As [`check`], when the stream that the body is has come to its end.
pub(super) fn check_later(facts: &Checksum, response: Response<Body>) -> Response<Body> {
    match told(facts, response.headers()) {
        Some((algorithm, expected)) => {
            let expected = expected.to_owned();
            response.map(|body| streams::checked(body, algorithm, expected))
        }
        None => response,
    }
}

fn told<'a>(facts: &Checksum, headers: &'a HeaderMap) -> Option<(Algorithm, &'a str)> {
    let listed = |algorithm: &Algorithm| facts.response.contains(&algorithm.name());
    let mut told = Algorithm::ALL
        .into_iter()
        .filter(listed)
        .filter_map(|algorithm| {
            let value = headers.get(algorithm.header())?.to_str().ok()?.trim();
            (!value.contains('-')).then_some((algorithm, value))
        });
    told.next()
}

fn text<T>(value: T) -> Result<HeaderValue, RequestError>
where
    HeaderValue: TryFrom<T, Error = InvalidHeaderValue>,
{
    HeaderValue::try_from(value).map_err(|error| RequestError::new(error.to_string()))
}

/// Whether there is a checksum of any algorithm, or what botocore takes for one.
fn has_checksum(headers: &HeaderMap) -> bool {
    // The mode asks for one, and is none.
    let is_one = |name: &HeaderName| {
        let algorithm = name.as_str().strip_prefix(PREFIX);
        algorithm.is_some_and(|algorithm| algorithm != "mode")
    };
    headers.keys().any(is_one)
}

/// The header that a member of the request goes to. All of AWS's models have these members in headers.
fn header_of(schema: &Schema, member: Option<&str>) -> Option<HeaderName> {
    let name = member?;
    let member = schema.members.iter().find(|member| member.name == name)?;
    let header = member.on_wire();
    (member.location == Location::Header)
        .then(|| HeaderName::try_from(header).ok())
        .flatten()
}

fn known(name: &HeaderValue, member: Option<&str>) -> Result<Algorithm, RequestError> {
    let name = String::from_utf8_lossy(name.as_bytes());
    Algorithm::from_name(&name).ok_or_else(|| {
        let all = Algorithm::ALL.map(Algorithm::name).join(", ");
        RequestError::at(
            format!("/{}", member.unwrap_or_default()),
            format!("there is no checksum {name:?} here: give its value yourself, or choose one of {all}"),
        )
    })
}
