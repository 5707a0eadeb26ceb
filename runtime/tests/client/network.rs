//! The transport that comes with the crate, against sockets that behave in all sorts of ways.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tinsmith::{Config, TimeoutKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::service::*;

/// What a server does with a connection; it is over when the function is.
pub(crate) trait Behave: Fn(TcpStream) -> Self::Future + Send + Sync + 'static {
    type Future: Future<Output = ()> + Send;
}
impl<F: Fn(TcpStream) -> R + Send + Sync + 'static, R: Future<Output = ()> + Send> Behave for F {
    type Future = R;
}

/// Starts a server; gives its address and how many connections it has had.
pub(crate) async fn serve<B: Behave>(behave: B) -> (SocketAddr, Arc<AtomicUsize>)
where
    B::Future: 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(behave(stream));
        }
    });
    (address, connections)
}

pub(crate) fn at(address: SocketAddr) -> tinsmith::client::ConfigBuilder {
    config().endpoint_url(format!("http://{address}"))
}

/// Reads one request to its end; none if the peer has closed.
pub(crate) async fn read_request(stream: &mut (impl AsyncReadExt + Unpin)) -> Option<String> {
    let (mut text, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let head = text.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(head) = head {
            let headers = String::from_utf8_lossy(&text[..head]).to_lowercase();
            let length = headers
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            if text.len() >= head + 4 + length.map_or(0, |length| length.parse().unwrap()) {
                return Some(String::from_utf8_lossy(&text).into_owned());
            }
        }
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => text.extend_from_slice(&chunk[..count]),
        }
    }
}

pub(crate) fn http(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

async fn answer_all(mut stream: TcpStream) {
    while read_request(&mut stream).await.is_some() {
        stream
            .write_all(http(r#"{"things":["a"]}"#).as_bytes())
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn connections_are_kept() {
    let (address, connections) = serve(answer_all).await;
    let config = at(address).build().unwrap();
    for _ in 0..5 {
        assert_eq!(call(&config).await.unwrap().things.unwrap(), ["a"]);
    }
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_connection_that_the_server_closed_meanwhile_is_replaced() {
    let (address, connections) = serve(|mut stream: TcpStream| async move {
        read_request(&mut stream).await;
        stream.write_all(http("{}").as_bytes()).await.unwrap();
    })
    .await;
    let config = at(address).max_attempts(2).build().unwrap();
    for _ in 0..3 {
        call(&config).await.unwrap();
    }
    assert!(connections.load(Ordering::SeqCst) >= 3);
}

#[tokio::test]
async fn host_and_length_are_on_the_wire() {
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    let (address, _) = serve(move |mut stream: TcpStream| {
        let sender = sender.clone();
        async move {
            let request = read_request(&mut stream).await.unwrap();
            sender.send(request).unwrap();
            stream.write_all(http("{}").as_bytes()).await.unwrap();
        }
    })
    .await;
    call(
        &at(address)
            .idempotency_tokens(|| "t".into())
            .build()
            .unwrap(),
    )
    .await
    .unwrap();
    let request = receiver.recv().await.unwrap();
    let count = |line: &str| {
        request
            .lines()
            .filter(|found| found.eq_ignore_ascii_case(line))
            .count()
    };
    assert!(request.starts_with("POST / HTTP/1.1\r\n"), "{request}");
    assert_eq!(count(&format!("host: {address}")), 1, "{request}");
    assert_eq!(count("content-length: 19"), 1, "{request}");
    assert!(
        request.ends_with("\r\n\r\n{\"clientToken\":\"t\"}"),
        "{request}"
    );
}

/// An address where nobody listens.
async fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap()
}

#[tokio::test]
async fn connection_refused() {
    let error = call(&at(nobody().await).build().unwrap())
        .await
        .unwrap_err();
    let Error::Transport(cause) = &error else {
        panic!("{error:?}")
    };
    assert!(cause.is_connect());
    let text = error.to_string();
    assert!(
        text.starts_with("cannot connect: ") && text.contains("refused") && !text.contains('\n'),
        "{text}"
    );
}

#[tokio::test]
async fn a_host_that_does_not_exist() {
    let config = config()
        .endpoint_url("http://no-such-host.invalid")
        .max_attempts(1)
        .build()
        .unwrap();
    let error = call(&config).await.unwrap_err();
    let Error::Transport(cause) = &error else {
        panic!("{error:?}")
    };
    assert!(cause.is_connect(), "{error}");
}

#[tokio::test]
async fn a_server_that_never_answers() {
    let (address, _) = serve(|mut stream: TcpStream| async move {
        read_request(&mut stream).await;
        std::future::pending().await
    })
    .await;
    let limit = Duration::from_millis(50);
    let error = call(
        &at(address)
            .attempt_timeout(limit)
            .max_attempts(2)
            .build()
            .unwrap(),
    )
    .await
    .unwrap_err();
    let Error::Timeout(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!((error.kind(), error.limit()), (TimeoutKind::Attempt, limit));
}

#[tokio::test]
async fn a_server_that_never_ends() {
    let (address, _) = serve(|mut stream: TcpStream| async move {
        read_request(&mut stream).await;
        let _ = stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")
            .await;
        std::future::pending().await
    })
    .await;
    let limit = Duration::from_millis(80);
    let error = call(&at(address).overall_timeout(limit).build().unwrap())
        .await
        .unwrap_err();
    let Error::Timeout(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!((error.kind(), error.limit()), (TimeoutKind::Overall, limit));
}

/// Answers each connection with these bytes and closes it; gives the error of a call and how many attempts it took.
async fn answered_with(bytes: &'static str) -> (Error, usize) {
    let (address, connections) = serve(move |mut stream: TcpStream| async move {
        read_request(&mut stream).await;
        stream.write_all(bytes.as_bytes()).await.unwrap();
    })
    .await;
    let config: Config = at(address).build().unwrap();
    let error = call(&config).await.unwrap_err();
    (error, connections.load(Ordering::SeqCst))
}

#[tokio::test]
async fn answers_that_break_off() {
    for bytes in [
        "",
        "HTTP/1.1 200 OK\r\ncontent-le",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"things\":[",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"thi",
        "220 mail.example.com ESMTP\r\n",
    ] {
        let (error, attempts) = answered_with(bytes).await;
        let Error::Transport(cause) = &error else {
            panic!("{bytes:?}: {error:?}")
        };
        assert!(!cause.is_connect(), "{bytes:?}: {error}");
        assert!(
            error.to_string().starts_with("the connection broke: "),
            "{bytes:?}: {error}"
        );
        assert_eq!(attempts, 3, "{bytes:?}");
    }
}

#[tokio::test]
async fn answers_that_cannot_be_read() {
    let html =
        "HTTP/1.1 500 Oops\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n<html></html>";
    let (error, attempts) = answered_with(html).await;
    assert_eq!((error.status().unwrap().as_u16(), attempts), (500, 3));
    let garbage = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n\u{1}\u{2}\u{3}\u{4}";
    let (error, attempts) = answered_with(garbage).await;
    assert!(matches!(error, Error::Response(_)), "{error:?}");
    assert_eq!(attempts, 1);
}
