//! A small HTTP server that answers as it is told to and keeps what it was sent. Read by: the other modules of this test.
//!
//! It waits for nobody: each connection has a thread of its own, which ends when the client closes the connection.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// What the server does with one request.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// Sends a whole response and keeps the connection open.
    Whole {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: String,
    },
    /// Sends a response whose `content-length` promises more than the body has, then closes the connection.
    Truncated { body: String, promised: usize },
    /// Sends the same, and then nothing, for as long as the client waits.
    Stalled { body: String, promised: usize },
    /// Closes the connection without a word.
    HangUp,
    /// Sends nothing, for as long as the client waits.
    Silence,
}

impl Answer {
    /// A response of the JSON protocol.
    pub(crate) fn json(status: u16, body: &str) -> Self {
        let headers = vec![
            ("content-type", "application/x-amz-json-1.1".to_owned()),
            ("x-amzn-requestid", REQUEST_ID.to_owned()),
        ];
        Self::Whole {
            status,
            headers,
            body: body.to_owned(),
        }
    }

    /// An error of the JSON protocol.
    pub(crate) fn error(status: u16, code: &str, message: &str) -> Self {
        Self::json(
            status,
            &format!(r#"{{"__type":"{code}","message":"{message}"}}"#),
        )
    }

    /// A response as a proxy on the way makes one.
    pub(crate) fn html(status: u16, body: &str) -> Self {
        Self::Whole {
            status,
            headers: vec![("content-type", "text/html".to_owned())],
            body: body.to_owned(),
        }
    }
}

/// The request id in every answer of the JSON protocol.
pub(crate) const REQUEST_ID: &str = "1b2f9c7e-5e0d-4a53-9a52-3f6f6a1d8c10";

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    /// The request line, without the line's end.
    pub(crate) line: String,
    /// Names in lower case, in the order of arrival.
    pub(crate) headers: Vec<(String, String)>,
    /// The body, which every test here sends as text.
    pub(crate) body: String,
}

impl Received {
    /// The value of a header that came exactly once.
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut values = self.headers.iter().filter(|(n, _)| n == name);
        let value = values.next().map_or("", |(_, value)| value);
        assert!(!value.is_empty(), "the request has no {name}: {self:?}");
        assert!(
            values.next().is_none(),
            "the request has {name} twice: {self:?}"
        );
        value
    }
}

/// The server; dropping it closes it.
pub(crate) struct Server {
    address: SocketAddr,
    state: Arc<State>,
    acceptor: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct State {
    answers: Mutex<VecDeque<Answer>>,
    received: Mutex<Vec<Received>>,
    closing: AtomicBool,
}

impl Server {
    /// Starts a server that gives these answers, in this order, one to each request. A request too many is hung up on.
    pub(crate) fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener =
            TcpListener::bind(("127.0.0.1", 0)).expect("a free port on the loopback interface");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let state = Arc::new(State {
            answers: Mutex::new(answers.into_iter().collect()),
            ..State::default()
        });
        let acceptor = thread::spawn({
            let state = Arc::clone(&state);
            move || accept(&listener, &state)
        });
        Self {
            address,
            state,
            acceptor: Some(acceptor),
        }
    }

    /// The endpoint URL of this server.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests that came so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.state
            .received
            .lock()
            .expect("no thread panics with the lock")
            .clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.state.closing.store(true, Ordering::SeqCst);
        // The acceptor looks at the flag when it has accepted a connection, so it gets one.
        let _ = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

/// An endpoint URL that nothing listens on.
pub(crate) fn unused_url() -> String {
    let listener =
        TcpListener::bind(("127.0.0.1", 0)).expect("a free port on the loopback interface");
    format!(
        "http://{}",
        listener
            .local_addr()
            .expect("a bound listener has an address")
    )
}

fn accept(listener: &TcpListener, state: &Arc<State>) {
    for stream in listener.incoming() {
        if state.closing.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let state = Arc::clone(state);
        // A client that goes away in the middle is no failure of the server.
        thread::spawn(move || serve(stream, &state).ok());
    }
}

fn serve(mut stream: TcpStream, state: &State) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    while let Some(request) = read_request(&mut reader)? {
        state
            .received
            .lock()
            .expect("no thread panics with the lock")
            .push(request);
        let answer = state
            .answers
            .lock()
            .expect("no thread panics with the lock")
            .pop_front()
            .unwrap_or(Answer::HangUp);
        match answer {
            Answer::Whole {
                status,
                headers,
                body,
            } => stream.write_all(response(status, &headers, &body, body.len()).as_bytes())?,
            Answer::Truncated { body, promised } => {
                return stream.write_all(response(200, &[], &body, promised).as_bytes());
            }
            Answer::Stalled { body, promised } => {
                stream.write_all(response(200, &[], &body, promised).as_bytes())?;
                wait_for_close(&mut reader)?;
            }
            Answer::HangUp => return Ok(()),
            Answer::Silence => wait_for_close(&mut reader)?,
        }
    }
    Ok(())
}

fn wait_for_close(reader: &mut impl Read) -> io::Result<()> {
    reader.read_to_end(&mut Vec::new()).map(drop)
}

fn response(status: u16, headers: &[(&str, String)], body: &str, content_length: usize) -> String {
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    format!("HTTP/1.1 {status} Status\r\n{headers}content-length: {content_length}\r\n\r\n{body}")
}

/// The next request of a connection; none when the client has closed it.
fn read_request(reader: &mut impl BufRead) -> io::Result<Option<Received>> {
    let line = read_line(reader)?;
    if line.is_empty() {
        return Ok(None);
    }
    let mut headers = Vec::new();
    loop {
        let header = read_line(reader)?;
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .and_then(|(_, value)| value.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Some(Received {
        line,
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    }))
}

fn read_line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    Ok(line.trim_end().to_owned())
}
