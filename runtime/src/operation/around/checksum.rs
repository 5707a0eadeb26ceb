//! Checksums of bodies: [Smithy `httpChecksum`](https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait) and
//! [`httpChecksumRequired`](https://smithy.io/2.0/spec/http-bindings.html#httpchecksumrequired-trait). Read by: `around`.

#[cfg(feature = "checksums")]
pub(super) use with::{add, add_md5, check};
#[cfg(not(feature = "checksums"))]
pub(super) use without::{add, add_md5, check};

#[cfg(feature = "checksums")]
mod with {
    use bytes::Bytes;
    use http::header::{HeaderName, HeaderValue};
    use http::{HeaderMap, Request, Response};

    use super::super::digest::Algorithm;
    use super::super::options::{RequestOptions, WhenChecksum};
    use crate::error::{Problem, RequestError, ResponseError};
    use crate::operation::Checksum;
    use crate::protocol::request_id;
    use crate::shape::{Location, Schema};

    /// What goes before the algorithm's name in the headers with checksums.
    const PREFIX: &str = "x-amz-checksum-";

    /// Adds the checksum that the request chooses, or CRC32 where it must have one or may; unless the caller gave one. Asks
    /// for one of the response.
    pub(in super::super) fn add(
        facts: &Checksum,
        schema: &Schema,
        request: &mut Request<Bytes>,
        options: &RequestOptions,
    ) -> Result<(), RequestError> {
        let supported = |when| when == WhenChecksum::Supported;
        if let Some(mode) = header_of(schema, facts.mode)
            && supported(options.response_checksums)
        {
            let enabled = HeaderValue::from_static("ENABLED");
            request.headers_mut().entry(mode).or_insert(enabled);
        }
        if has_checksum(request.headers()) {
            return Ok(());
        }
        let chooser = header_of(schema, facts.algorithm);
        let chosen = chooser
            .as_ref()
            .and_then(|name| request.headers().get(name));
        let algorithm = match chosen {
            Some(name) => known(name, facts.algorithm)?,
            None if facts.required
                || facts.algorithm.is_some() && supported(options.request_checksums) =>
            {
                if let Some(chooser) = chooser {
                    let name = HeaderValue::from_static(Algorithm::Crc32.name());
                    request.headers_mut().insert(chooser, name);
                }
                Algorithm::Crc32
            }
            None => return Ok(()),
        };
        insert(request, algorithm.header(), algorithm)
    }

    /// Adds the digest that a service wants of every body, unless the caller gave one.
    pub(in super::super) fn add_md5(request: &mut Request<Bytes>) -> Result<(), RequestError> {
        const HEADER: &str = "content-md5";
        if request.headers().contains_key(HEADER) || has_checksum(request.headers()) {
            return Ok(());
        }
        insert(request, HEADER, Algorithm::Md5)
    }

    /// Holds the body against the first checksum that the response has of those that the operation lists.
    ///
    /// One with a `-` in it is not of the body but of the checksums of its parts, which S3 gives for what was uploaded so.
    pub(in super::super) fn check(
        facts: &Checksum,
        response: &Response<Bytes>,
    ) -> Result<(), Box<ResponseError>> {
        let listed = |algorithm: &Algorithm| facts.response.contains(&algorithm.name());
        let found = Algorithm::ALL.into_iter().filter(listed);
        let mut found = found.filter_map(|algorithm| {
            let value = response.headers().get(algorithm.header())?;
            let value = value.to_str().ok()?.trim();
            (!value.contains('-')).then_some((algorithm, value))
        });
        let Some((algorithm, expected)) = found.next() else {
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

    fn insert(
        request: &mut Request<Bytes>,
        header: &'static str,
        algorithm: Algorithm,
    ) -> Result<(), RequestError> {
        let value = HeaderValue::try_from(algorithm.of(request.body()))
            .map_err(|error| RequestError::new(error.to_string()))?;
        request.headers_mut().insert(header, value);
        Ok(())
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
        let header = member.wire_name.unwrap_or(member.name);
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
}

#[cfg(not(feature = "checksums"))]
mod without {
    use bytes::Bytes;
    use http::{Request, Response};

    use super::super::options::RequestOptions;
    use crate::error::{RequestError, ResponseError};
    use crate::operation::Checksum;
    use crate::shape::Schema;

    fn missing() -> RequestError {
        RequestError::new(
            "the operation wants a checksum of the body: turn on the feature `checksums` of the crate `tinsmith`",
        )
    }

    pub(in super::super) fn add(
        facts: &Checksum,
        _schema: &Schema,
        _request: &mut Request<Bytes>,
        _options: &RequestOptions,
    ) -> Result<(), RequestError> {
        if facts.required {
            Err(missing())
        } else {
            Ok(())
        }
    }

    pub(in super::super) fn add_md5(_request: &mut Request<Bytes>) -> Result<(), RequestError> {
        Err(missing())
    }

    pub(in super::super) fn check(
        _facts: &Checksum,
        _response: &Response<Bytes>,
    ) -> Result<(), Box<ResponseError>> {
        Ok(())
    }
}
