//! Compression and checksums, as the configuration says.
#![cfg(all(feature = "checksums", feature = "compression"))]

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use tinsmith::codegen as rt;
use tinsmith::operation::WhenChecksum;
use tinsmith::{Body, Bytes, Config};

use crate::service::{answer, canned, config};

static SERVICE: rt::Service =
    rt::Service::new("Store", "2020-01-01", rt::Protocol::RestJson1, "store");

/// An operation as S3's `PutObject` and `GetObject` at once.
struct Copy;

impl rt::Operation for Copy {
    type Request = Thing;
    type Response = Thing;
    type Error = CopyError;
    const INFO: &'static rt::OperationInfo = &SERVICE
        .operation("Copy", "PUT", "/things")
        .compressed()
        .checksum(
            &rt::Checksum::new()
                .algorithm("algorithm")
                .response(&["SHA256"]),
        );
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Thing {
    content: Option<Body>,
    algorithm: Option<String>,
}

impl rt::Structure for Thing {
    const NAME: &'static str = "Thing";
    const MEMBERS: &'static [rt::Member] = &[
        rt::Member::new("content")
            .location(rt::Location::Payload)
            .streaming(),
        rt::Member::new("algorithm")
            .wire_name("x-algorithm")
            .location(rt::Location::Header),
    ];
    fn write_members<W: rt::Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        w.member(0, &self.content)?;
        w.member(1, &self.algorithm)
    }
    fn read_member<R: rt::Reader>(&mut self, member: usize, r: &mut R) -> Result<(), R::Error> {
        match member {
            0 => r.member(&mut self.content),
            1 => r.member(&mut self.algorithm),
            _ => Ok(()),
        }
    }
}

#[derive(Debug)]
struct CopyError;

impl rt::OperationError for CopyError {
    fn read<R: rt::Reader>(_: &str, _: &mut R) -> Result<Self, R::Error> {
        Ok(Self)
    }
}

/// The word `streamed`, once.
struct Word(bool);

impl Stream for Word {
    type Item = std::io::Result<Bytes>;
    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let word = std::mem::replace(&mut self.0, true);
        Poll::Ready((!word).then(|| Ok(Bytes::from_static(b"streamed"))))
    }
}

async fn copy(
    config: &Config,
    content: Body,
    algorithm: Option<&str>,
) -> Result<Thing, tinsmith::Error<CopyError>> {
    let thing = Thing {
        content: Some(content),
        algorithm: algorithm.map(str::to_owned),
    };
    let client = rt::Client::new(config, &SERVICE);
    client.call::<Copy>(&thing).await
}

#[tokio::test]
async fn the_configuration_says_what_is_compressed() {
    for (from, encoding) in [(Some(5), None), (Some(4), Some("gzip")), (None, None)] {
        let builder = config()
            .compress_requests_from(from)
            .request_checksums(WhenChecksum::Required);
        let (config, seen) = canned(builder, vec![answer(200, "")]);
        copy(&config, Body::from("body"), None).await.unwrap();
        let request = &seen.all()[0];
        let found = request.headers().get("content-encoding");
        assert_eq!(
            found.map(http::HeaderValue::as_bytes),
            encoding.map(str::as_bytes)
        );
        assert_eq!(request.body() == "body", encoding.is_none());
        assert!(!request.headers().contains_key("x-amz-checksum-crc32"));
    }
}

/// The checksums are of Python's `zlib.crc32` and `hashlib.sha256`.
#[tokio::test]
async fn what_streams_has_its_checksum_behind_it() {
    let (config, seen) = canned(config(), vec![answer(200, "")]);
    copy(&config, Body::from("streamed"), None).await.unwrap();
    let stream = || Body::from_fn(|| Word(false)).with_length(8);
    copy(&config, stream(), None).await.unwrap();
    copy(&config, stream(), Some("SHA256")).await.unwrap();
    let seen = seen.all();
    let headers = seen[0].headers();
    assert_eq!(headers["x-amz-checksum-crc32"], "2SIbYw==");
    assert_eq!(headers["x-algorithm"], "CRC32");
    assert_eq!(seen[0].body(), "streamed");
    for (request, trailer) in [
        (&seen[1], "x-amz-checksum-crc32:2SIbYw=="),
        (
            &seen[2],
            "x-amz-checksum-sha256:l6eMAIMVVPfMl0Xo9nMu3PtXHPVIqNErSKbj/DHl4+Y=",
        ),
    ] {
        let expected = format!("8\r\nstreamed\r\n0\r\n{trailer}\r\n\r\n");
        assert_eq!(request.body(), &expected);
        let headers = request.headers();
        assert_eq!(
            headers["x-amz-content-sha256"],
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
        );
        assert_eq!(headers["x-amz-decoded-content-length"], "8");
        assert_eq!(headers["content-encoding"], "aws-chunked");
        let signature = headers["authorization"].to_str().unwrap();
        assert!(signature.contains("x-amz-decoded-content-length;x-amz-trailer"));
    }
}

#[tokio::test]
async fn a_stream_that_is_damaged_says_so_at_its_end() {
    let mut answer = answer(200, "damaged");
    answer
        .headers_mut()
        .insert("x-amz-checksum-sha256", "AAAA".parse().unwrap());
    let (config, _) = canned(config(), vec![answer]);
    let thing = copy(&config, Body::new(), None).await.unwrap();
    let error = thing.content.unwrap().collect().await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("it is damaged: its SHA256 is "), "{text}");
}
