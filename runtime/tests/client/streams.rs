//! Bodies that stream, in both directions.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use tinsmith::client::{BoxFuture, Transport};
use tinsmith::codegen as rt;
use tinsmith::{Body, Bytes, Config, TimeoutKind, TransportError, http, operation};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::network::{at, read_request, serve};
use crate::service::{Seen, answer, canned, config};

// Signed as S3 is: it takes streams without a signature over them.
static SERVICE: rt::Service =
    rt::Service::new("Store", "2020-01-01", rt::Protocol::RestJson1, "store").signing_name("s3");

struct Copy;

impl rt::Operation for Copy {
    type Request = Thing;
    type Response = Thing;
    type Error = CopyError;
    const INFO: &'static rt::OperationInfo = &SERVICE.operation("Copy", "PUT", "/things");
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Thing {
    pub(crate) content: Option<Body>,
    pub(crate) kind: Option<String>,
}

impl rt::Structure for Thing {
    const NAME: &'static str = "Thing";
    const MEMBERS: &'static [rt::Member] = &[
        rt::Member::new("content")
            .location(rt::Location::Payload)
            .streaming()
            .requires_length(),
        rt::Member::new("kind")
            .wire_name("x-kind")
            .location(rt::Location::Header),
    ];
    fn write_members<W: rt::Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        w.member(0, &self.content)?;
        w.member(1, &self.kind)
    }
    fn read_member<R: rt::Reader>(&mut self, member: usize, r: &mut R) -> Result<(), R::Error> {
        match member {
            0 => r.member(&mut self.content),
            1 => r.member(&mut self.kind),
            _ => Ok(()),
        }
    }
}

#[derive(Debug)]
pub(crate) struct CopyError;

impl rt::OperationError for CopyError {
    fn read<R: rt::Reader>(_: &str, _: &mut R) -> Result<Self, R::Error> {
        Ok(Self)
    }
}

async fn copy(config: &Config, content: Body) -> Result<Thing, tinsmith::Error<CopyError>> {
    let thing = Thing {
        content: Some(content),
        kind: Some("spoon".into()),
    };
    rt::Client::new(config, &SERVICE).call::<Copy>(&thing).await
}

/// A stream of parts, each of which comes after a while.
pub(crate) struct Slow {
    parts: std::vec::IntoIter<&'static str>,
    pause: Duration,
    sleep: Option<Pin<Box<tokio::time::Sleep>>>,
}

fn slow<const N: usize>(parts: [&'static str; N], pause: Duration) -> Slow {
    Slow {
        parts: Vec::from(parts).into_iter(),
        pause,
        sleep: None,
    }
}

pub(crate) fn quick<const N: usize>(parts: [&'static str; N]) -> Slow {
    slow(parts, Duration::ZERO)
}

impl Stream for Slow {
    type Item = std::io::Result<&'static str>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pause = self.pause;
        let sleep = self
            .sleep
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(pause)));
        if sleep.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        self.sleep = None;
        Poll::Ready(self.parts.next().map(Ok))
    }
}

/// A transport that streams, and answers with the next of these bodies each time.
#[derive(Clone, Default)]
struct Streaming {
    seen: Seen,
    answers: Arc<Mutex<Vec<(u16, Body)>>>,
}

impl Streaming {
    fn new(answers: Vec<(u16, Body)>) -> Self {
        Self {
            seen: Seen::default(),
            answers: Arc::new(Mutex::new(answers)),
        }
    }
}

impl Transport for Streaming {
    fn send(
        &self,
        _: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async { Err(TransportError::new("an operation that streams was not")) })
    }

    fn stream(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async {
            let (head, body) = request.into_parts();
            let body = body.collect().await.map_err(TransportError::new)?;
            self.seen.push(http::Request::from_parts(head, body));
            let (status, body) = self.answers.lock().unwrap().remove(0);
            let response = http::Response::builder().status(status);
            Ok(response.header("x-kind", "fork").body(body).unwrap())
        })
    }
}

pub(crate) fn once<const N: usize>(parts: [&'static str; N]) -> Body {
    Body::from_stream(quick(parts))
}

const BUSY: &str = r#"{"__type":"ThrottlingException"}"#;

#[tokio::test(start_paused = true)]
async fn streams_go_both_ways_and_are_signed_as_such() {
    let transport = Streaming::new(vec![(200, once(["one ", "two"])); 2]);
    let config = config().transport(transport.clone()).build().unwrap();
    let thing = copy(&config, once(["a ", "b"]).with_length(3))
        .await
        .unwrap();
    assert_eq!(thing.kind.as_deref(), Some("fork"));
    assert_eq!(thing.content.unwrap().collect().await.unwrap(), "one two");
    copy(&config, Body::from("whole")).await.unwrap();
    let [stream, whole] = &transport.seen.all()[..] else {
        panic!()
    };
    assert_eq!(stream.body(), "a b");
    assert_eq!(stream.headers()["x-kind"], "spoon");
    assert_eq!(stream.headers()["content-type"], "application/octet-stream");
    let digest = "x-amz-content-sha256";
    assert_eq!(stream.headers()[digest], "UNSIGNED-PAYLOAD");
    // `printf whole | sha256sum`
    let of_whole = "5d5766cf2d78701614200418ee1450690d9af12c84d52545e4802f001ad53099";
    assert_eq!(whole.headers()[digest], of_whole);
}

#[tokio::test(start_paused = true)]
async fn a_transport_that_does_not_stream_gets_and_gives_all() {
    let (config, seen) = canned(config(), vec![answer(200, "content")]);
    let thing = copy(&config, once(["a ", "b"]).with_length(3))
        .await
        .unwrap();
    assert_eq!(thing.content, Some(Body::from("content")));
    assert_eq!(seen.all()[0].body(), "a b");
}

#[tokio::test(start_paused = true)]
async fn what_can_be_sent_again_is() {
    let busy = || (503, Body::from(BUSY));
    let transport = Streaming::new(vec![busy(), (200, Body::new()), busy()]);
    let config = config().transport(transport.clone()).build().unwrap();
    let again = Body::from_fn(|| quick(["again"])).with_length(5);
    copy(&config, again).await.unwrap();
    assert_eq!(transport.seen.count(), 2);
    let error = copy(&config, once(["once"]).with_length(4))
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("ThrottlingException"));
    assert_eq!(transport.seen.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_nobody_began_is_sent_again() {
    let attempts = AtomicUsize::new(0);
    let transport = move |_: http::Request<Bytes>| {
        attempts.fetch_add(1, Ordering::SeqCst);
        async { Ok(answer(200, "")) }
    };
    struct LateToConnect<T>(T, AtomicUsize);
    impl<T: Transport> Transport for LateToConnect<T> {
        fn send(
            &self,
            request: http::Request<Bytes>,
        ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
            self.0.send(request)
        }
        fn stream(
            &self,
            request: http::Request<Body>,
        ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
            match self.1.fetch_add(1, Ordering::SeqCst) {
                0 => Box::pin(async { Err(TransportError::connect("refused")) }),
                _ => self.0.stream(request),
            }
        }
    }
    let transport = LateToConnect(transport, AtomicUsize::new(0));
    let config = config().transport(transport).build().unwrap();
    copy(&config, once(["once"]).with_length(4)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_length_that_is_required_must_be_said() {
    let (config, seen) = canned(config(), vec![answer(200, "")]);
    let error = copy(&config, once(["a"])).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot build the request: /content: the service must know the stream's length: say it with `Body::with_length`"
    );
    assert_eq!(seen.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_fails_fails_the_call_and_nothing_is_repeated() {
    struct Broken;
    impl Stream for Broken {
        type Item = std::io::Result<Bytes>;
        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(Some(Err(std::io::Error::other("the disk is gone"))))
        }
    }
    let transport = Streaming::new(vec![]);
    let config = config().transport(transport).build().unwrap();
    let made = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&made);
    let again = Body::from_fn(move || {
        count.fetch_add(1, Ordering::SeqCst);
        Broken
    });
    for body in [Body::from_stream(Broken), again] {
        let error = copy(&config, body.with_length(4)).await.unwrap_err();
        assert_eq!(error.to_string(), "the body broke off: the disk is gone");
        assert!(matches!(error, tinsmith::Error::Body(_)));
    }
    assert_eq!(made.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn only_what_stands_still_is_late() {
    let seconds = Duration::from_secs;
    let limited = |answers| {
        let transport = Streaming::new(answers);
        let config = config().transport(transport).max_attempts(1);
        config
            .attempt_timeout(seconds(10))
            .overall_timeout(seconds(20))
    };
    // 32 s each way, in parts that are in time.
    let parts = ["a", "b", "c"];
    let body = || Body::from_stream(slow(parts, seconds(8))).with_length(3);
    let config = limited(vec![(200, body())]).build().unwrap();
    let thing = copy(&config, body()).await.unwrap();
    assert_eq!(thing.content.unwrap().collect().await.unwrap(), "abc");

    let late = || Body::from_stream(slow(parts, seconds(11))).with_length(3);
    let config = limited(vec![(200, Body::new())]).build().unwrap();
    let error = copy(&config, late()).await.unwrap_err();
    let tinsmith::Error::Timeout(timeout) = error else {
        panic!("{error}")
    };
    assert_eq!(timeout.kind(), TimeoutKind::Attempt);

    let config = limited(vec![(200, late())]).build().unwrap();
    let thing = copy(&config, body()).await.unwrap();
    let error = thing.content.unwrap().collect().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the body broke off: no more of the body within 10s"
    );
    let error = tinsmith::Error::<CopyError>::from(error);
    let tinsmith::Error::Timeout(timeout) = error else {
        panic!("{error}")
    };
    assert_eq!(timeout.kind(), TimeoutKind::Stalled);
}

/// Over TCP: a part of the response is there before the rest is sent, and files are sent with their length.
#[tokio::test]
async fn parts_come_as_they_are_sent() {
    let (next, gate) = tokio::sync::mpsc::channel::<()>(1);
    let gate = Arc::new(tokio::sync::Mutex::new(gate));
    let (address, _) = serve(move |mut stream: TcpStream| {
        let gate = Arc::clone(&gate);
        async move {
            let request = read_request(&mut stream).await.unwrap();
            assert!(request.contains("content-length: 13\r\n"), "{request}");
            assert!(request.ends_with("from the disk"), "{request}");
            let head = "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\none";
            stream.write_all(head.as_bytes()).await.unwrap();
            gate.lock().await.recv().await;
            stream.write_all(b"two").await.unwrap();
        }
    })
    .await;
    let path = std::env::temp_dir().join(format!("tinsmith-{}", std::process::id()));
    std::fs::write(&path, "from the disk").unwrap();
    let config = at(address).build().unwrap();
    let file = Body::from_path(&path).await.unwrap();
    let thing = copy(&config, file.clone()).await.unwrap();
    let mut content = thing.content.unwrap();
    assert_eq!(content.length(), Some(6));
    assert_eq!(content.next().await.unwrap().unwrap(), "one");
    next.send(()).await.unwrap();
    assert_eq!(content.collect().await.unwrap(), "two");
    std::fs::remove_file(&path).unwrap();
    let error = copy(&config, file).await.unwrap_err();
    assert!(matches!(error, tinsmith::Error::Body(_)), "{error}");
    let error = Body::from_path(&path).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains(path.to_str().unwrap()), "{text}");
}

#[tokio::test]
async fn a_response_that_breaks_off_is_no_whole_one() {
    let (address, _) = serve(|mut stream: TcpStream| async move {
        read_request(&mut stream).await;
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\none";
        stream.write_all(head.as_bytes()).await.unwrap();
    })
    .await;
    let config = at(address).build().unwrap();
    let thing = copy(&config, Body::from("x")).await.unwrap();
    let error = thing.content.unwrap().collect().await.unwrap_err();
    let error = tinsmith::Error::<CopyError>::from(error);
    assert!(matches!(error, tinsmith::Error::Transport(_)), "{error}");
}

/// Without I/O: a request with a stream needs the form that has room for one.
#[tokio::test]
async fn operations_without_a_client() {
    let endpoint = http::Uri::from_static("https://store.example.com");
    let thing = Thing {
        content: Some(once(["a", "b"]).with_length(2)),
        kind: None,
    };
    let error = operation::request::<Copy>(&thing, &endpoint, None).unwrap_err();
    assert!(error.reason().contains("streaming_request"), "{error}");
    let request = operation::streaming_request::<Copy>(
        &thing,
        &endpoint,
        None,
        &operation::RequestOptions::default(),
    )
    .unwrap();
    assert_eq!(request.into_body().collect().await.unwrap(), "ab");
    let whole = Thing {
        content: Some("ab".into()),
        kind: None,
    };
    let request = operation::request::<Copy>(&whole, &endpoint, None).unwrap();
    assert_eq!(request.body(), "ab");

    let response = http::Response::new(Bytes::from("content"));
    let thing = operation::response::<Copy>(&response).unwrap();
    assert_eq!(thing.content, Some(Body::from("content")));
    let response = http::Response::new(once(["con", "tent"]));
    let thing = operation::streaming_response::<Copy>(response)
        .await
        .unwrap();
    assert_eq!(thing.content.unwrap().collect().await.unwrap(), "content");
    let error = http::Response::builder().status(400).body(once([BUSY]));
    let error = operation::streaming_response::<Copy>(error.unwrap()).await;
    assert_eq!(error.unwrap_err().code(), Some("ThrottlingException"));
}
