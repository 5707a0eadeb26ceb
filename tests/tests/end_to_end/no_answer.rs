//! No answer comes, or none that can be read: the program tells it in one line, the library gives the right variant.

use std::time::Duration;

use tinsmith::{Error, TimeoutKind};

use crate::library::{ATTEMPTS, CallError, call, config, error_about};
use crate::program::{complaint_about, complaint_at};
use crate::server::{Answer, Server, unused_url};

/// The beginning of a page.
const BEGINNING: &str = r#"{"descriptions":[{"exportId":"x"},"#;

fn is_response(error: &CallError, status: u16) -> bool {
    matches!(error, Error::Response(response) if response.status() == status)
}

fn is_broken_connection(error: &CallError) -> bool {
    matches!(error, Error::Transport(transport) if !transport.is_connect())
}

fn assert_starts(line: &str, start: &str) {
    assert!(
        line.starts_with(start) && line.len() > start.len(),
        "{line:?} does not start with {start:?}"
    );
}

#[test]
fn a_proxys_page() {
    let answer = Answer::html(500, "<html>\n<body>Internal Server Error</body>\n</html>\n");
    assert_eq!(
        complaint_about(answer.clone()),
        r#"error: HTTP 500 with a body that is not JSON (text/html): "<html>\n<body>Internal Server Error</body>\n</html>\n""#
    );
    let (error, attempts) = error_about(answer);
    assert!(is_response(&error, 500), "{error:?}");
    assert_eq!((error.is_retryable(), attempts), (true, ATTEMPTS));
}

#[test]
fn garbage() {
    let answer = Answer::json(200, "}{ garbage \0\u{1b}[31m");
    let line = complaint_about(answer.clone());
    assert_starts(&line, "error: HTTP 200 with a body that ");
    assert!(line.contains(r"}{ garbage \u{0}\u{1b}[31m"), "{line}");

    let (error, attempts) = error_about(answer);
    assert!(is_response(&error, 200), "{error:?}");
    assert_eq!((error.is_retryable(), attempts), (false, 1));
}

#[test]
fn half_a_page_that_claims_to_be_whole() {
    let (error, _) = error_about(Answer::json(200, BEGINNING));
    let Error::Response(response) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(response.offset(), Some(BEGINNING.len()));
    assert_eq!(
        complaint_about(Answer::json(200, BEGINNING)),
        format!("error: {error}")
    );
}

#[test]
fn another_type_than_the_model_says() {
    let answer = Answer::json(200, r#"{"descriptions":[{"exportId":"x","status":7}]}"#);
    let (error, _) = error_about(answer.clone());
    let Error::Response(response) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(response.pointer(), Some("/descriptions/0/status"));
    assert_eq!(complaint_about(answer), format!("error: {error}"));
}

#[test]
fn a_truncated_body() {
    let answer = Answer::Truncated {
        body: BEGINNING.to_owned(),
        promised: 1000,
    };
    assert_starts(
        &complaint_about(answer.clone()),
        "error: the connection broke: ",
    );
    let (error, attempts) = error_about(answer);
    assert!(is_broken_connection(&error), "{error:?}");
    assert_eq!(attempts, ATTEMPTS);
}

#[test]
fn a_connection_closed_without_an_answer() {
    assert_starts(
        &complaint_about(Answer::HangUp),
        "error: the connection broke: ",
    );
    let (error, attempts) = error_about(Answer::HangUp);
    assert!(is_broken_connection(&error), "{error:?}");
    assert_eq!(attempts, ATTEMPTS);
}

#[test]
fn connection_refused() {
    let url = unused_url();
    let line = complaint_at(&url, &[]);
    assert_starts(&line, "error: cannot connect: ");
    assert!(line.contains("refused"), "{line}");
    let error = call(config(&url)).expect_err("nothing listens");
    assert!(
        matches!(&error, Error::Transport(transport) if transport.is_connect()),
        "{error:?}"
    );
}

#[test]
fn a_server_that_never_answers() {
    for answer in [
        Answer::Silence,
        Answer::Stalled {
            body: BEGINNING.to_owned(),
            promised: 1000,
        },
    ] {
        let server = Server::start([answer.clone()]);
        let line = complaint_at(&server.url(), &["--timeout", "0.25"]);
        assert_eq!(line, "error: no answer within 250ms, all attempts together");

        let limit = Duration::from_millis(50);
        let server = Server::start([answer]);
        let error =
            call(config(&server.url()).overall_timeout(limit)).expect_err("the server is silent");
        let Error::Timeout(timeout) = &error else {
            panic!("{error:?}")
        };
        assert_eq!(
            (timeout.kind(), timeout.limit()),
            (TimeoutKind::Overall, limit)
        );
    }
}

#[test]
fn an_attempt_without_an_answer_is_made_again() {
    let server = Server::start([Answer::Silence, Answer::json(200, "{}")]);
    let config = config(&server.url()).attempt_timeout(Duration::from_secs(1));
    assert!(call(config).is_ok());
    assert_eq!(server.received().len(), 2);
}
