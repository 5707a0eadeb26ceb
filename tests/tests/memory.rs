//! A body larger than the memory that the process may take goes up and comes down: alone in its process, because the
//! peak is the process's. `tests/full/run streams` does it with 1 GiB, `cargo test` with less.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "the helpers of tests fail tests, and the figure is what the step is for"
)]

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body_util::{BodyExt, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tinsmith::client::Credentials;
use tinsmith::{Body, Config};
use tinsmith_tests::radio::{Client, RecordRequest};
use tokio::net::TcpListener;

const MIB: u64 = 1024 * 1024;
/// What the whole may take more than it had at the start.
const MOST: u64 = 50_000_000;
const PART: usize = 64 * 1024;

/// How much goes each way.
fn length() -> u64 {
    let mebibytes = std::env::var("TINSMITH_STREAM_MIB").ok();
    mebibytes.map_or(100, |text| text.parse().unwrap()) * MIB
}

/// The largest amount of memory that the process has had, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.unwrap().trim().trim_end_matches(" kB");
    kibibytes.parse::<u64>().unwrap() * 1024
}

/// Bytes that tell where they stand: each part holds its own number.
struct Numbered {
    next: u64,
    end: u64,
}

fn numbered() -> Numbered {
    Numbered {
        next: 0,
        end: length() / PART as u64,
    }
}

impl Numbered {
    fn part(number: u64) -> Bytes {
        Bytes::from(number.to_be_bytes().repeat(PART / 8))
    }
}

impl Stream for Numbered {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.next == self.end {
            return Poll::Ready(None);
        }
        self.next += 1;
        Poll::Ready(Some(Ok(Self::part(self.next - 1))))
    }
}

/// Holds what comes, in parts of any size, against what was sent.
#[derive(Default)]
struct Check {
    seen: u64,
}

impl Check {
    fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let at = (self.seen % PART as u64) as usize;
            let part = Numbered::part(self.seen / PART as u64);
            let length = bytes.len().min(PART - at);
            let (now, later) = bytes.split_at(length);
            assert!(now == &part[at..at + length], "at byte {}", self.seen);
            self.seen += length as u64;
            bytes = later;
        }
    }
}

type Answer = StreamBody<Frames>;

struct Frames(Numbered);

impl Stream for Frames {
    type Item = Result<Frame<Bytes>, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let part = Pin::new(&mut self.0).poll_next(cx);
        part.map(|part| part.map(|part| part.map(Frame::data)))
    }
}

/// Reads all of the tape, then plays one as long.
async fn record(
    request: http::Request<Incoming>,
    received: Arc<AtomicU64>,
) -> Result<http::Response<Answer>, Infallible> {
    let length = length().to_string();
    assert_eq!(request.headers()["content-length"], *length);
    assert_eq!(
        request.headers()["x-amz-content-sha256"],
        "UNSIGNED-PAYLOAD"
    );
    let (mut body, mut check) = (request.into_body(), Check::default());
    while let Some(frame) = body.frame().await {
        check.push(&frame.unwrap().into_data().unwrap());
    }
    received.store(check.seen, Ordering::SeqCst);
    let response = http::Response::builder().header("content-length", &length);
    let answer = StreamBody::new(Frames(numbered()));
    Ok(response.header("x-length", "7").body(answer).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_does_not_grow_with_what_is_sent_and_received() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let received = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&received);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let count = Arc::clone(&count);
            let service = service_fn(move |request| record(request, Arc::clone(&count)));
            let connection = hyper::server::conn::http1::Builder::new();
            let connection = connection.serve_connection(TokioIo::new(stream), service);
            tokio::spawn(connection);
        }
    });
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret", None))
        .endpoint_url(format!("http://{address}"));
    let client = Client::new(&config.build().unwrap());

    let start = peak();
    let tape = Body::from_fn(numbered).with_length(length());
    let response = client.record(RecordRequest::new("sea").tape(tape)).await;
    let response = response.unwrap();
    assert_eq!(received.load(Ordering::SeqCst), length());
    assert_eq!(response.length, Some(7));
    let (mut tape, mut check) = (response.tape.unwrap(), Check::default());
    assert_eq!(tape.length(), Some(length()));
    while let Some(part) = tape.next().await {
        check.push(&part.unwrap());
    }
    assert_eq!(check.seen, length());

    let grown = peak() - start;
    let most = MOST.min(length() / 2);
    println!(
        "{} MiB up and {} MiB down: the peak of memory is {grown} bytes over the start, of {most} allowed",
        length() / MIB,
        length() / MIB,
    );
    assert!(grown < most, "{grown} bytes, and {most} are allowed");
}
