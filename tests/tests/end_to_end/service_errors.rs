//! The service answers with an error: the program tells it in one line, the library gives the modelled variant.

use tinsmith::Error;
use tinsmith_generated::discovery::DescribeContinuousExportsError as Modelled;

use crate::library::{ATTEMPTS, always, error_about};
use crate::program::{complaint_about, complaint_at};
use crate::server::{Answer, REQUEST_ID, Server};

/// The message of an error, if it is a certain variant.
type Message = fn(&Modelled) -> Option<&str>;

macro_rules! exceptions {
    ($($name:ident: $status:literal),* $(,)?) => {[$((
        stringify!($name),
        $status,
        |error| match error {
            Modelled::$name(exception) => exception.message.as_deref(),
            _ => None,
        },
    )),*]};
}

/// Every exception of the model, with an HTTP status for it.
const EXCEPTIONS: [(&str, u16, Message); 7] = exceptions! {
    AuthorizationErrorException: 400,
    InvalidParameterException: 400,
    InvalidParameterValueException: 400,
    ServerInternalErrorException: 500,
    OperationNotPermittedException: 400,
    ResourceNotFoundException: 400,
    HomeRegionNotSetException: 400,
};

#[test]
fn each_exception() {
    for (code, status, message) in EXCEPTIONS {
        let answer = Answer::error(status, code, "what is wrong");
        let line = format!("error: {code}: what is wrong (request id {REQUEST_ID}, HTTP {status})");
        assert_eq!(complaint_about(answer.clone()), line);

        let (error, attempts) = error_about(answer);
        let Error::Service(service) = &error else {
            panic!("{error:?}")
        };
        assert_eq!(message(&service.error), Some("what is wrong"), "{error:?}");
        assert_eq!(service.code, code);
        assert_eq!(service.status, status);
        assert_eq!(service.request_id.as_deref(), Some(REQUEST_ID));
        let expected = if status == 500 {
            (true, ATTEMPTS)
        } else {
            (false, 1)
        };
        assert_eq!((service.retryable, attempts), expected, "{error:?}");
    }
}

#[test]
fn a_code_the_model_does_not_know() {
    let answer = Answer::error(400, "com.amazonaws.discovery#NewException", r"two\nlines");
    let line = format!(r"error: NewException: two\nlines (request id {REQUEST_ID}, HTTP 400)");
    assert_eq!(complaint_about(answer.clone()), line);

    let (error, attempts) = error_about(answer);
    assert!(
        matches!(error.service(), Some(Modelled::Unmodelled)),
        "{error:?}"
    );
    assert_eq!(
        (error.code(), error.message(), attempts),
        (Some("NewException"), Some("two\nlines"), 1)
    );
}

#[test]
fn an_error_on_the_second_page() {
    let first = Answer::json(
        200,
        r#"{"descriptions":[{"exportId":"x"}],"nextToken":"t"}"#,
    );
    let server = Server::start([
        first,
        Answer::error(400, "InvalidParameterException", "expired"),
    ]);
    assert_eq!(
        complaint_at(&server.url(), &[]),
        format!("error: InvalidParameterException: expired (request id {REQUEST_ID}, HTTP 400)")
    );
}

#[test]
fn throttled_to_the_last_attempt() {
    let (error, attempts) = error_about(Answer::error(400, "ThrottlingException", "Rate exceeded"));
    assert_eq!(
        (error.code(), attempts),
        (Some("ThrottlingException"), ATTEMPTS)
    );
    assert!(error.is_throttling() && error.is_retryable(), "{error:?}");
}

#[test]
fn the_number_of_attempts_is_the_users() {
    let server = always(Answer::error(
        500,
        "ServerInternalErrorException",
        "what is wrong",
    ));
    let error = crate::library::call(crate::library::config(&server.url()).max_attempts(1));
    assert_eq!(error.map_err(|error| error.is_retryable()), Err(true));
    assert_eq!(server.received().len(), 1);
}
