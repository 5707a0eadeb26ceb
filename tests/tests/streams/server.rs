//! A server that speaks HTTP/2 and answers each event with one, if its signature is right. Read by: `main`.

use std::convert::Infallible;
use std::net::SocketAddr;

use aws_smithy_eventstream::frame::{DecodedFrame, MessageFrameDecoder, write_message_to};
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use http_body_util::channel::{Channel, Sender};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::signature::Chain;

/// What the server has seen of a request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// A header.
    Name(String),
    /// An event, by its type and payload.
    Event(String, Bytes),
    /// An event without the right signature.
    Forged,
    /// The signed message that ends the stream.
    End,
    /// The body ended.
    Over,
}

/// Starts a server; gives its address and what it sees.
pub(crate) async fn serve() -> (SocketAddr, mpsc::UnboundedReceiver<Seen>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(stream, sender.clone()));
        }
    });
    (address, receiver)
}

/// Answers the requests that come over a connection.
pub(crate) async fn connection(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    seen: mpsc::UnboundedSender<Seen>,
) {
    let service = service_fn(move |request| talk(request, seen.clone()));
    let connection = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
    let connection = connection.serve_connection(TokioIo::new(stream), service);
    // Clients that hang up are none of its concern.
    let _ = connection.await;
}

async fn talk(
    request: http::Request<Incoming>,
    seen: mpsc::UnboundedSender<Seen>,
) -> Result<http::Response<Channel<Bytes, Infallible>>, Infallible> {
    assert_eq!(request.version(), http::Version::HTTP_2);
    let (head, body) = request.into_parts();
    assert_eq!(head.uri.path(), "/talk");
    let media_type = "application/vnd.amazon.eventstream";
    assert_eq!(head.headers["content-type"], media_type);
    let (mut sender, channel) = Channel::new(1);
    let Some(chain) = Chain::begin(&head) else {
        let error = Bytes::from(r#"{"__type":"InvalidSignatureException"}"#);
        tokio::spawn(async move { sender.send_data(error).await });
        let response = http::Response::builder().status(403);
        return Ok(response.body(channel).unwrap());
    };
    let name = head.headers["x-name"].to_str().unwrap().to_owned();
    seen.send(Seen::Name(name)).unwrap();
    tokio::spawn(answer_all(chain, body, sender, seen));
    let response = http::Response::builder().header("content-type", media_type);
    let response = response.header("x-amzn-requestid", "request-1");
    Ok(response.body(channel).unwrap())
}

/// Answers each event as soon as it has come.
async fn answer_all(
    mut chain: Chain,
    mut body: Incoming,
    mut answers: Sender<Bytes, Infallible>,
    seen: mpsc::UnboundedSender<Seen>,
) {
    let mut decoder = MessageFrameDecoder::new();
    let mut buffer = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.unwrap().into_data() else {
            continue;
        };
        buffer.extend_from_slice(&data);
        while let DecodedFrame::Complete(message) = decoder.decode_frame(&mut buffer).unwrap() {
            let (what, answer) = answer(&mut chain, &message);
            let _ = seen.send(what);
            if let Some(answer) = answer
                && answers.send_data(answer).await.is_err()
            {
                return;
            }
        }
    }
    let _ = seen.send(Seen::Over);
}

fn header<'m>(message: &'m Message, name: &str) -> &'m HeaderValue {
    let mut headers = message.headers().iter();
    let header = headers.find(|header| header.name().as_str() == name);
    header.unwrap_or_else(|| panic!("no {name}")).value()
}

/// What a signed message holds, and what to say to it.
fn answer(chain: &mut Chain, signed: &Message) -> (Seen, Option<Bytes>) {
    let time = header(signed, ":date").as_timestamp().unwrap();
    let signature = header(signed, ":chunk-signature").as_byte_array().unwrap();
    let payload = signed.payload();
    if !chain.is_next(time.to_millis().unwrap(), payload, signature) {
        return (
            Seen::Forged,
            Some(message("exception", ":exception-type", "jammed", b"{}")),
        );
    }
    if payload.is_empty() {
        return (
            Seen::End,
            Some(message("event", ":event-type", "Silence", b"{}")),
        );
    }
    let mut inner = BytesMut::from(&payload[..]);
    let inner = MessageFrameDecoder::new().decode_frame(&mut inner).unwrap();
    let DecodedFrame::Complete(event) = inner else {
        panic!("a part of an event")
    };
    assert_eq!(
        header(&event, ":message-type")
            .as_string()
            .unwrap()
            .as_str(),
        "event"
    );
    let kind = header(&event, ":event-type").as_string().unwrap().as_str();
    let answer = match kind {
        "Chunk" => {
            let place = header(&event, "Place").as_int32().unwrap();
            let mut back = event.payload().to_vec();
            back.reverse();
            let chunk = raw_message("event", ":event-type", "Chunk", &back);
            let place = HeaderValue::Int32(place + 1);
            encode(&chunk.add_header(Header::new("Place", place)))
        }
        "Note" => message("event", ":event-type", "Words", br#"{"Frequency":1.5}"#),
        _ => {
            let text = br#"{"message":"too loud"}"#;
            message("exception", ":exception-type", "jammed", text)
        }
    };
    (
        Seen::Event(kind.to_owned(), event.payload().clone()),
        Some(answer),
    )
}

fn raw_message(
    message_type: &'static str,
    key: &'static str,
    name: &'static str,
    payload: &[u8],
) -> Message {
    let text = |text: &'static str| HeaderValue::String(text.into());
    Message::new(Bytes::copy_from_slice(payload))
        .add_header(Header::new(":message-type", text(message_type)))
        .add_header(Header::new(key, text(name)))
}

fn message(
    message_type: &'static str,
    key: &'static str,
    name: &'static str,
    payload: &[u8],
) -> Bytes {
    encode(&raw_message(message_type, key, name, payload))
}

fn encode(message: &Message) -> Bytes {
    let mut bytes = Vec::new();
    write_message_to(message, &mut bytes).unwrap();
    bytes.into()
}
