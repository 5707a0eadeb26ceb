//! Errors: code, message, members, and whether to try again.

use super::*;

#[test]
fn errors_have_code_message_and_members() {
    let body = br#"{"__type":"com.amazonaws.test#Gone","Message":"it left","since":3}"#;
    let error = service_error(400, &[("x-amzn-RequestId", "r1")], body);
    assert_eq!(
        error.error,
        DoError::Gone(Gone {
            message: Some("it left".into()),
            since: Some(3)
        })
    );
    assert_eq!(error.to_string(), "Gone: it left (request id r1, HTTP 400)");
    assert_eq!(&error.body[..], body);
    assert!(!error.retryable && !error.throttling);
}

#[test]
fn error_codes_come_in_many_ways() {
    type Headers<'a> = &'a [(&'a str, &'a str)];
    let cases: [(Headers<'_>, &str, &str); 10] = [
        (
            &[("x-amzn-errortype", "Gone:http://internal.amazon.com/coral/")],
            "{}",
            "Gone",
        ),
        (&[("x-amzn-errortype", "Gone")], "", "Gone"),
        (
            &[("x-amzn-errortype", "aws.protocoltests#Gone")],
            "<html>",
            "Gone",
        ),
        (
            &[("x-amzn-errortype", ":http://x/")],
            r#"{"__type":"Gone"}"#,
            "Gone",
        ),
        (&[], r#"{"code":"Gone"}"#, "Gone"),
        (&[], r#"{"__type":"","code":"Gone"}"#, "Gone"),
        (
            &[],
            r#"{"__type":"a.b#Gone:http://x/#y","code":"Other"}"#,
            "Gone",
        ),
        (&[], r#"{"__type":"Gone","since":"not a number"}"#, "Gone"),
        (&[], r#"{"message":"no code"}"#, "403"),
        (&[], "", "403"),
    ];
    for (headers, body, code) in cases {
        let error = service_error(403, headers, body.as_bytes());
        assert_eq!(error.code, code, "{headers:?} {body}");
        assert_eq!(
            matches!(error.error, DoError::Gone(_)),
            code == "Gone",
            "{headers:?} {body}"
        );
    }
}

/// Smithy has no name for the message. botocore's `BaseJSONParser._do_error_parse` knows of `message` and `Message`, and
/// some services have the other two.
#[test]
fn a_message_of_any_spelling_is_that_of_the_error_and_of_the_exception() {
    let error = |body: String| service_error(400, &[], body.as_bytes());
    for key in ["message", "Message", "errorMessage", "ErrorMessage"] {
        let error = error(format!(r#"{{"__type":"Gone","{key}":"said","since":1}}"#));
        assert_eq!(error.message.as_deref(), Some("said"), "{key}");
        let gone = Gone {
            message: Some("said".into()),
            since: Some(1),
        };
        assert_eq!(error.error, DoError::Gone(gone), "{key}");
    }
    // What is no text is no message, and spoils nothing.
    let error = error(r#"{"__type":"Gone","message":{"a":1},"since":1}"#.to_owned());
    let gone = Gone {
        message: None,
        since: Some(1),
    };
    assert_eq!(error.error, DoError::Gone(gone));
}

/// A response is no error: a key that is like a member's name is another.
#[test]
fn a_response_has_its_message_under_its_own_name() {
    static SAYS: Service = Service::new("Test", "2020-01-01", Protocol::AwsJson1_1, "test");
    #[derive(Debug)]
    struct Say;
    impl Operation for Say {
        type Request = Gone;
        type Response = Gone;
        type Error = DoError;
        const INFO: &'static OperationInfo = &SAYS.operation("Say", "POST", "/");
    }
    let body = Bytes::from_static(br#"{"message":"another"}"#);
    let said = response::<Say>(&Response::new(body)).unwrap();
    assert_eq!(said.message, None);
}

/// As botocore's `_do_query_compatible_error_parse` has it: the header's code is shown, that of the body chooses the type.
#[test]
fn services_that_spoke_the_query_protocol_keep_their_codes() {
    let body = br#"{"__type":"com.amazonaws.sqs#Gone"}"#;
    for (header, code) in [
        ("AWS.Simple.NonExistent;Sender", "AWS.Simple.NonExistent"),
        (";Sender", "Gone"),
        ("AWS.Simple.NonExistent", "Gone"),
        ("a;b;c", "Gone"),
    ] {
        let error = service_error(400, &[("x-amzn-query-error", header)], body);
        assert_eq!(error.code, code, "{header}");
        assert!(matches!(error.error, DoError::Gone(_)), "{header}");
        assert!(!error.retryable, "{header}");
    }
    let busy = br#"{"__type":"Busy"}"#;
    let error = service_error(400, &[("x-amzn-query-error", "Throttling;Sender")], busy);
    assert!(error.throttling && error.retryable);
}

#[test]
fn which_errors_are_retryable() {
    let cases = [
        (400, "ThrottlingException", true, true),
        (503, "SlowDown", true, true),
        (429, "Whatever", true, true),
        (400, "RequestTimeout", true, false),
        (400, "BusyException", true, false),
        (500, "Whatever", true, false),
        (400, "Whatever", false, false),
        (501, "Whatever", false, false),
    ];
    for (status, code, retryable, throttling) in cases {
        let error = service_error(status, &[], format!(r#"{{"__type":"{code}"}}"#).as_bytes());
        assert_eq!(
            (error.retryable, error.throttling),
            (retryable, throttling),
            "{status} {code}"
        );
    }
}

#[test]
fn answers_that_are_no_errors_of_the_service() {
    let error = receive(500, &[("content-type", "text/html")], b"<html>\n<h1>Oops").unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"HTTP 500 with a body that is not JSON (text/html): "<html>\n<h1>Oops""#
    );
    assert!(error.is_retryable());
    let error = receive(400, &[("x-amz-request-id", "r2")], b"{\"__type\":\"Go").unwrap_err();
    assert!(!error.is_retryable());
    assert_eq!(
        (error.status().unwrap().as_u16(), error.request_id()),
        (400, Some("r2"))
    );
}
