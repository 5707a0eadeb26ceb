//! Operations that send and receive events. That they do so at the same time, and that their signatures are right, the
//! crate `tests` shows, which has a server for it.

use tinsmith::client::{BoxFuture, HyperTransport, Transport};
use tinsmith::codegen as rt;
use tinsmith::events::Decoder;
use tinsmith::{Body, Bytes, Error, EventInput, EventStream, TimeoutKind, TransportError, http};

use crate::service::{answer, canned, config};

static SERVICE: rt::Service =
    rt::Service::new("Radio", "2020-01-01", rt::Protocol::RestJson1, "radio");

struct Talk;

impl rt::Operation for Talk {
    type Request = Voice;
    type Response = Sound;
    type Error = TalkError;
    const INFO: &'static rt::OperationInfo = &SERVICE
        .operation("Talk", "POST", "/talk")
        .event_input()
        .event_output();

    fn events(request: &Voice) -> Option<rt::Outgoing> {
        rt::outgoing::<Self, _>(&request.0)
    }

    fn set_events(response: &mut Sound, events: rt::Incoming) {
        response.0 = rt::incoming::<Self, _>(events);
    }
}

#[derive(Clone, Debug, Default)]
struct Voice(EventInput<Word>);
#[derive(Clone, Debug, Default)]
struct Sound(EventStream<Word>);

const STREAM: &[rt::Member] = &[rt::Member::new("words")
    .location(rt::Location::Payload)
    .streaming()];

impl rt::Structure for Voice {
    const NAME: &'static str = "Voice";
    const MEMBERS: &'static [rt::Member] = STREAM;
}

impl rt::Structure for Sound {
    const NAME: &'static str = "Sound";
    const MEMBERS: &'static [rt::Member] = STREAM;
}

/// The one event: a structure without members.
#[derive(Clone, Debug, PartialEq)]
enum Word {
    Hm(Hm),
    Unknown(String),
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Hm;
impl rt::Structure for Hm {
    const NAME: &'static str = "Hm";
}

impl Default for Word {
    fn default() -> Self {
        Self::Unknown(String::new())
    }
}

impl rt::Structure for Word {
    const NAME: &'static str = "Word";
    const MEMBERS: &'static [rt::Member] = &[rt::Member::new("Hm")];
    const KIND: rt::Kind = rt::Kind::Union;
    fn write_members<W: rt::Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        match self {
            Self::Hm(hm) => w.member(0, hm),
            Self::Unknown(name) => w.unknown_variant(name),
        }
    }
    fn read_member<R: rt::Reader>(&mut self, member: usize, r: &mut R) -> Result<(), R::Error> {
        *self = match member {
            0 => r.variant(Self::Hm)?,
            _ => Self::Unknown(r.unknown_variant()?),
        };
        Ok(())
    }
}

#[derive(Debug, PartialEq)]
struct TalkError;

impl rt::OperationError for TalkError {
    fn read<R: rt::Reader>(_: &str, _: &mut R) -> Result<Self, R::Error> {
        Ok(Self)
    }
}

impl rt::Events for Word {
    type Error = TalkError;
}

async fn talk(config: &tinsmith::Config) -> Result<EventStream<Word>, Error<TalkError>> {
    let words = EventInput::from_iter([Word::Hm(Hm), Word::Hm(Hm)]);
    let client = rt::Client::new(config, &SERVICE);
    let sound = client.call::<Talk>(&Voice(words)).await?;
    Ok(sound.0)
}

/// How many messages a body is made of, each of which holds one, but for the last.
fn count(body: &[u8]) -> usize {
    let mut decoder = Decoder::new();
    decoder.push(body);
    let mut count = 0;
    let mut sizes = Vec::new();
    while let Some(message) = decoder.next_message().unwrap() {
        assert!(message.header(":chunk-signature").is_some());
        assert!(message.header(":date").is_some());
        sizes.push(message.payload().len());
        count += 1;
    }
    assert!(decoder.is_empty());
    assert_eq!(sizes.pop(), Some(0));
    assert!(sizes.iter().all(|size| *size > 16));
    count
}

#[tokio::test(start_paused = true)]
async fn events_are_signed_one_by_one() {
    let (config, seen) = canned(config(), vec![answer(200, "")]);
    let mut sound = talk(&config).await.unwrap();
    assert_eq!(sound.recv().await.unwrap(), None);
    let request = &seen.all()[0];
    assert_eq!(count(request.body()), 3);
    assert_eq!(request.version(), tinsmith::http::Version::HTTP_2);
    assert_eq!(
        request.headers()["x-amz-content-sha256"],
        "STREAMING-AWS4-HMAC-SHA256-EVENTS"
    );
}

#[tokio::test(start_paused = true)]
async fn events_that_are_on_the_way_are_not_sent_again() {
    let busy = answer(503, r#"{"__type":"ThrottlingException"}"#);
    let (config, seen) = canned(config(), vec![busy]);
    let error = talk(&config).await.unwrap_err();
    assert_eq!(error.code(), Some("ThrottlingException"));
    assert!(error.is_retryable());
    assert_eq!(seen.count(), 1);
}

/// An operation of a protocol in which a message stands before the events.
struct Listen;

static RPC: rt::Service =
    rt::Service::new("Radio", "2020-01-01", rt::Protocol::AwsJson1_1, "radio");

impl rt::Operation for Listen {
    type Request = Hm;
    type Response = Sound;
    type Error = TalkError;
    const INFO: &'static rt::OperationInfo = &RPC.operation("Listen", "POST", "/").event_output();
}

/// Answers at once, and then says nothing for ever.
#[derive(Debug)]
struct Silent;

impl Transport for Silent {
    fn send(
        &self,
        _: http::Request<Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async { Err(TransportError::new("an operation that streams was not")) })
    }

    fn stream(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async { Ok(http::Response::new(Body::from_stream(Never))) })
    }
}

struct Never;

impl futures_core::Stream for Never {
    type Item = Result<Bytes, std::convert::Infallible>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Pending
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_begins_its_events_does_not_hold_the_call() {
    let config = config().transport(Silent).build().unwrap();
    let error = rt::Client::new(&config, &RPC).call::<Listen>(&Hm).await;
    match error.unwrap_err() {
        Error::Timeout(timeout) => assert_eq!(timeout.kind(), TimeoutKind::Attempt),
        other => panic!("{other}"),
    }
}

/// Nothing listens at this address: what a transport cannot do is said before it is tried.
#[cfg(not(feature = "http2"))]
#[tokio::test]
async fn without_the_feature_there_is_no_http2() {
    let transport = HyperTransport::new(std::time::Duration::from_secs(1));
    let config = config()
        .endpoint_url("http://127.0.0.1:1")
        .transport(transport);
    let error = talk(&config.build().unwrap()).await.unwrap_err();
    assert!(matches!(error, Error::Request(_)));
    assert!(error.to_string().contains("feature `http2`"), "{error}");
}

#[cfg(all(
    feature = "http2",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
#[tokio::test]
async fn a_server_without_http2_is_told_from_one_with_it() {
    let port = crate::tls::serve(&tokio_rustls::rustls::version::TLS13).await;
    let transport = HyperTransport::with_roots(crate::tls::LIMIT, crate::tls::AUTHORITY);
    let config = config()
        .endpoint_url(format!("https://localhost:{port}"))
        .transport(transport.unwrap())
        .max_attempts(1);
    let error = talk(&config.build().unwrap()).await.unwrap_err();
    assert!(
        error.to_string().contains("does not speak HTTP/2"),
        "{error}"
    );
}

#[tokio::test]
async fn an_event_that_nobody_sends_comes_back() {
    let (sender, events) = tinsmith::EventInput::channel(1);
    drop(events);
    let error = sender.send("secret").await.unwrap_err();
    let text = "the call has ended, and sends no more events";
    assert_eq!(
        (error.to_string(), format!("{error:?}")),
        (text.into(), text.into())
    );
    assert_eq!(error.0, "secret");
}
