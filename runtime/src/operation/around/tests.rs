//! Expectations are from the Smithy pages of the traits, and from botocore's `httpchecksum.py` and its tests.

use bytes::Bytes;
use http::Request;

use super::{RequestOptions, after_writing};
use crate::body::Body;
use crate::operation::{Checksum, OperationInfo, Service};
use crate::protocol::Protocol;
use crate::shape::{Kind, Location, Member, Schema};

static SERVICE: Service = Service::new("Test", "2020-01-01", Protocol::RestXml, "test");
const PLAIN: OperationInfo = SERVICE.operation("Put", "PUT", "/");

static SCHEMA: Schema = Schema {
    name: "PutRequest",
    kind: Kind::Structure,
    members: &[
        Member::new("Algorithm")
            .wire_name("x-amz-sdk-checksum-algorithm")
            .location(Location::Header),
        Member::new("Mode")
            .wire_name("x-amz-checksum-mode")
            .location(Location::Header),
    ],
};

#[cfg(feature = "checksums")]
const CHOOSER: &str = "x-amz-sdk-checksum-algorithm";

fn sent(
    info: &OperationInfo,
    headers: &[(&str, &str)],
    body: &str,
    options: RequestOptions,
) -> Result<Request<Bytes>, String> {
    let mut request = Request::put("https://example.com/");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = Body::from(body.to_owned());
    let request = after_writing(info, &SCHEMA, request.body(body).unwrap(), &options);
    let request = request.map_err(|error| error.to_string())?;
    Ok(request.map(|body| body.into_bytes().unwrap()))
}

/// What is added to the headers of a request, as `name: value`.
fn added(info: &OperationInfo, headers: &[(&str, &str)], options: RequestOptions) -> Vec<String> {
    let request = sent(info, headers, "hello world", options).unwrap();
    let given = |name: &str| headers.iter().any(|(given, _)| *given == name);
    let mut added: Vec<String> = request
        .headers()
        .iter()
        .filter(|(name, _)| !given(name.as_str()))
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    added.sort();
    added
}

#[cfg(feature = "compression")]
mod compression {
    use std::io::Read;

    use super::*;

    const COMPRESSED: OperationInfo = PLAIN.compressed();

    fn unpack(request: &Request<Bytes>) -> String {
        let mut text = String::new();
        let mut decoder = flate2::read::GzDecoder::new(&request.body()[..]);
        decoder.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn large_bodies_are_compressed() {
        let large = "x".repeat(RequestOptions::COMPRESS_FROM);
        let small = &large[1..];
        let default = RequestOptions::default();
        let request = sent(&COMPRESSED, &[], &large, default).unwrap();
        assert_eq!(request.headers()["content-encoding"], "gzip");
        assert_eq!(unpack(&request), large);
        assert!(request.body().len() < 100);
        // The same request gives the same bytes: no time is in them.
        assert_eq!(&request.body()[4..8], [0; 4]);
        for (info, body, options) in [
            (&COMPRESSED, small, default),
            (&PLAIN, &*large, default),
            (&COMPRESSED, &*large, default.compress_from(None)),
        ] {
            let request = sent(info, &[], body, options).unwrap();
            assert_eq!(request.body(), body);
            assert!(request.headers().is_empty());
        }
        let request = sent(&COMPRESSED, &[], "ab", default.compress_from(Some(2))).unwrap();
        assert_eq!(unpack(&request), "ab");
    }

    /// The protocol tests' `PutWithContentEncoding`.
    #[test]
    fn an_encoding_that_is_there_goes_first() {
        let options = RequestOptions::default().compress_from(Some(0));
        let headers = [("content-encoding", "custom")];
        let request = sent(&COMPRESSED, &headers, "x", options).unwrap();
        assert_eq!(request.headers()["content-encoding"], "custom, gzip");
        assert_eq!(
            request.headers().get_all("content-encoding").iter().count(),
            1
        );
    }

    #[cfg(feature = "checksums")]
    #[test]
    fn checksums_are_those_of_what_is_sent() {
        let info = COMPRESSED.md5();
        let options = RequestOptions::default().compress_from(Some(0));
        let request = sent(&info, &[], "hello world", options).unwrap();
        let of_body = crate::operation::around::digest::Algorithm::Md5.of(request.body());
        assert_eq!(request.headers()["content-md5"], of_body);
        assert_ne!(of_body, "XrY7u+Ae7tCTyyK7j1rNww==");
    }
}

#[cfg(feature = "checksums")]
mod checksums {
    use std::task::{Context, Poll, Waker};

    use http::Response;

    use super::*;
    use crate::operation::WhenChecksum;
    use crate::operation::around::{before_reading, before_streaming};

    static OPTIONAL: Checksum = Checksum::new().algorithm("Algorithm").mode("Mode");
    static REQUIRED: Checksum = Checksum::new().algorithm("Algorithm").required();
    static CHECKED: Checksum =
        Checksum::new()
            .mode("Mode")
            .response(&["CRC32", "CRC64NVME", "SHA1", "XXHASH3"]);

    const DEFAULT: RequestOptions = RequestOptions::new();
    const WHEN_REQUIRED: RequestOptions = DEFAULT
        .request_checksums(WhenChecksum::Required)
        .response_checksums(WhenChecksum::Required);

    /// Botocore's tests have those of all but the last two, which are of Python's `hashlib`.
    #[test]
    fn every_algorithm() {
        let info = PLAIN.checksum(&REQUIRED);
        for (name, header) in [
            ("CRC32", "x-amz-checksum-crc32: DUoRhQ=="),
            ("CRC32C", "x-amz-checksum-crc32c: yZRlqg=="),
            ("CRC64NVME", "x-amz-checksum-crc64nvme: jSnVw/bqjr4="),
            ("SHA1", "x-amz-checksum-sha1: Kq5sNclPz7QV2+lfQIuc6R7oRu0="),
            (
                "sha256",
                "x-amz-checksum-sha256: uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=",
            ),
            (
                "SHA512",
                "x-amz-checksum-sha512: MJ7MSJwS1utMxA9QyQLytNDtd+5RGnx6m808qG1M2G+YndNbxf9JlnDaNCVbRbDP2DDoH2Bdz33FVC6TrpzXbw==",
            ),
            ("MD5", "x-amz-checksum-md5: XrY7u+Ae7tCTyyK7j1rNww=="),
        ] {
            assert_eq!(added(&info, &[(CHOOSER, name)], DEFAULT), [header]);
        }
        let error = sent(&info, &[(CHOOSER, "XXHASH64")], "", DEFAULT).unwrap_err();
        let text = "cannot build the request: /Algorithm: there is no checksum \"XXHASH64\" here";
        assert!(error.starts_with(text), "{error}");
    }

    #[test]
    fn who_gets_one() {
        let crc32 = [
            "x-amz-checksum-crc32: DUoRhQ==",
            "x-amz-sdk-checksum-algorithm: CRC32",
        ];
        let mode = "x-amz-checksum-mode: ENABLED";
        let required = PLAIN.checksum(&REQUIRED);
        assert_eq!(added(&required, &[], DEFAULT), crc32);
        assert_eq!(added(&required, &[], WHEN_REQUIRED), crc32);
        let optional = PLAIN.checksum(&OPTIONAL);
        assert_eq!(added(&optional, &[], DEFAULT), [crc32[0], mode, crc32[1]]);
        assert!(added(&optional, &[], WHEN_REQUIRED).is_empty());
        // Chosen by the caller, it is one that the request asks for.
        let chosen = [(CHOOSER, "CRC32")];
        assert_eq!(added(&optional, &chosen, WHEN_REQUIRED), [crc32[0]]);
        assert_eq!(added(&PLAIN.checksum(&CHECKED), &[], DEFAULT), [mode]);
        assert!(added(&PLAIN, &[], DEFAULT).is_empty());
    }

    #[test]
    fn what_the_caller_gave_stays() {
        let required = PLAIN.checksum(&REQUIRED);
        let given = [("x-amz-checksum-sha256", "mine"), (CHOOSER, "CRC32")];
        assert!(added(&required, &given, DEFAULT).is_empty());
        let off = [("x-amz-checksum-mode", "OFF")];
        assert!(added(&PLAIN.checksum(&CHECKED), &off, DEFAULT).is_empty());
        for given in ["content-md5", "x-amz-checksum-crc32c"] {
            assert!(added(&PLAIN.md5(), &[(given, "mine")], DEFAULT).is_empty());
        }
    }

    /// The digest is that of the protocol test `RestJsonHttpChecksumRequired`.
    #[test]
    fn md5() {
        let body = r#"{"foo":"base64 encoded md5 checksum"}"#;
        let request = sent(&PLAIN.md5(), &[], body, DEFAULT).unwrap();
        assert_eq!(request.headers()["content-md5"], "iB0/3YSo7maijL0IGOgA9g==");
    }

    /// What a future gives that never waits.
    fn now<T>(future: impl Future<Output = T>) -> T {
        let mut cx = Context::from_waker(Waker::noop());
        match std::pin::pin!(future).poll(&mut cx) {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("the future waits"),
        }
    }

    /// A body of these parts, which can be read again.
    fn stream(parts: &'static [&'static str]) -> Body {
        struct Parts(std::slice::Iter<'static, &'static str>);
        impl futures_core::Stream for Parts {
            type Item = Result<&'static str, std::convert::Infallible>;
            fn poll_next(
                mut self: std::pin::Pin<&mut Self>,
                _: &mut Context<'_>,
            ) -> Poll<Option<Self::Item>> {
                Poll::Ready(self.0.next().map(|part| Ok(*part)))
            }
        }
        Body::from_fn(|| Parts(parts.iter()))
    }

    /// As botocore's `AwsChunkedWrapper` and `_apply_request_trailer_checksum` have it.
    #[test]
    fn the_checksum_of_a_stream_follows_it() {
        let request = Request::put("https://example.com/")
            .header("content-encoding", "custom")
            .header("content-length", "11");
        let body = stream(&["hello", "", " world"]).with_length(11);
        let request = request.body(body).unwrap();
        let info = PLAIN.checksum(&REQUIRED);
        let request = after_writing(&info, &SCHEMA, request, &DEFAULT).unwrap();
        let mut headers: Vec<String> = request
            .headers()
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        headers.sort();
        assert_eq!(
            headers,
            [
                "content-encoding: custom,aws-chunked",
                "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                "x-amz-decoded-content-length: 11",
                "x-amz-sdk-checksum-algorithm: CRC32",
                "x-amz-trailer: x-amz-checksum-crc32",
            ]
        );
        let expected = "b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n";
        // Twice, as for a second attempt.
        for body in [request.body().clone(), request.into_body()] {
            assert!(body.is_fresh() && body.length().is_none());
            assert_eq!(now(body.collect()).unwrap(), expected);
        }
        let digest = Request::put("https://example.com/").body(stream(&[]));
        let error = after_writing(&PLAIN.md5(), &SCHEMA, digest.unwrap(), &DEFAULT);
        assert!(error.unwrap_err().reason().contains("no stream"));
    }

    /// S3 refuses chunks of less than 8 KiB, but for the last.
    #[test]
    fn small_parts_are_one_chunk() {
        let text = |length| -> &'static str { "x".repeat(length).leak() };
        let (small, large) = (text(5000), text(100_000));
        let parts = vec![large, small, small, small, small, large, small];
        let request = Request::put("https://example.com/");
        let body = stream(parts.leak()).with_length(225_000);
        let request = request.body(body).unwrap();
        let request = after_writing(&PLAIN.checksum(&REQUIRED), &SCHEMA, request, &DEFAULT);
        let body = now(request.unwrap().into_body().collect()).unwrap();
        let mut rest = std::str::from_utf8(&body).unwrap();
        let mut sizes = Vec::new();
        while let Some((head, after)) = rest.split_once("\r\n") {
            let size = usize::from_str_radix(head, 16).unwrap();
            sizes.push(size);
            if size == 0 {
                break;
            }
            let (chunk, after) = after.split_at(size);
            assert!(chunk.bytes().all(|byte| byte == b'x'));
            rest = after.strip_prefix("\r\n").unwrap();
        }
        assert_eq!(sizes, [100_000, 120_000, 5000, 0]);
    }

    #[test]
    fn a_stream_is_checked_at_its_end() {
        let read = |checksum: &str| {
            let response = Response::builder().header("x-amz-checksum-crc32", checksum);
            let body = stream(&["hello", " world"]).with_length(11);
            let response = response.body(body).unwrap();
            let body = before_streaming(&PLAIN.checksum(&CHECKED), response).into_body();
            assert_eq!(body.length(), Some(11));
            now(body.collect()).map_err(|error| error.to_string())
        };
        assert_eq!(read("DUoRhQ==").unwrap(), "hello world");
        assert_eq!(read("DUoRhQ==-2").unwrap(), "hello world");
        assert_eq!(
            read("AAAAAA==").unwrap_err(),
            "the body broke off: it is damaged: its CRC32 is DUoRhQ==, the response says AAAAAA=="
        );
    }

    #[test]
    fn responses_are_held_against_theirs() {
        let read = |headers: &[(&str, &str)], body: &'static str| {
            let mut response = Response::builder();
            for (name, value) in headers {
                response = response.header(*name, *value);
            }
            let response = response.body(Bytes::from_static(body.as_bytes())).unwrap();
            before_reading(&PLAIN.checksum(&CHECKED), &response).map_err(|error| error.to_string())
        };
        let right = ("x-amz-checksum-crc32", "DUoRhQ==");
        assert_eq!(read(&[], "hello world"), Ok(()));
        assert_eq!(read(&[right], "hello world"), Ok(()));
        let error = read(&[right, ("x-amz-request-id", "r1")], "hello World").unwrap_err();
        assert!(
            error.starts_with("HTTP 200 with a body that is damaged: its CRC32 is "),
            "{error}"
        );
        assert!(
            error.ends_with(r#", the response says DUoRhQ==: "hello World" (request id r1)"#),
            "{error}"
        );
        // Of several, the first in botocore's order; not what the operation does not list, nor what is of parts.
        let wrong = ("x-amz-checksum-sha1", "wrong");
        assert_eq!(read(&[wrong, right], "hello world"), Ok(()));
        assert_eq!(read(&[("x-amz-checksum-crc32c", "wrong")], "x"), Ok(()));
        assert_eq!(read(&[("x-amz-checksum-crc32", "DUoRhQ==-3")], "x"), Ok(()));
        assert_eq!(read(&[("x-amz-checksum-xxhash3", "wrong")], "x"), Ok(()));
    }
}

#[cfg(not(feature = "checksums"))]
#[test]
fn without_the_feature_what_must_have_one_is_refused() {
    static REQUIRED: Checksum = Checksum::new().required();
    let default = RequestOptions::default();
    for info in [PLAIN.checksum(&REQUIRED), PLAIN.md5()] {
        let error = sent(&info, &[], "", default).unwrap_err();
        assert!(error.contains("the feature `checksums`"), "{error}");
    }
    static OPTIONAL: Checksum = Checksum::new().algorithm("Algorithm");
    assert!(added(&PLAIN.checksum(&OPTIONAL), &[], default).is_empty());
}
