//! What is sent, and what is sent again, over canned answers. The clock stands still until everything waits.

use std::collections::HashSet;

use tinsmith::TransportError;
use tinsmith::client::RetryPolicy;

use crate::service::*;

const THROTTLED: &str = r#"{"__type":"ThrottlingException","message":"slow down"}"#;

#[tokio::test(start_paused = true)]
async fn a_request_is_complete_and_signed() {
    let (config, seen) = canned(config(), vec![answer(200, "{}")]);
    call(&config).await.unwrap();
    let [request] = &seen.all()[..] else { panic!() };
    assert_eq!(request.uri(), "https://things.us-west-2.amazonaws.com/");
    let header = |name| request.headers()[name].to_str().unwrap();
    assert_eq!(header("x-amz-target"), "ThingService.ListThings");
    assert_eq!(header("content-type"), "application/x-amz-json-1.1");
    assert!(header("user-agent").starts_with("tinsmith/"));
    let authorization = header("authorization");
    assert!(
        authorization.contains("/us-west-2/things/aws4_request"),
        "{authorization}"
    );
    assert!(
        authorization.contains("SignedHeaders=content-type;host;x-amz-date;x-amz-target,"),
        "{authorization}"
    );
}

#[tokio::test(start_paused = true)]
async fn throttled_then_well() {
    let (config, seen) = canned(
        config(),
        vec![answer(400, THROTTLED), answer(200, r#"{"things":["a"]}"#)],
    );
    let response = call(&config).await.unwrap();
    assert_eq!(response.things.unwrap(), ["a"]);
    let requests = seen.all();
    assert_eq!(requests.len(), 2);
    assert_eq!(
        requests[0].body(),
        requests[1].body(),
        "the idempotency token stays the same"
    );
    assert!(requests[0].body().starts_with(br#"{"clientToken":""#));
    assert_eq!(requests[0].headers().len(), requests[1].headers().len());
}

#[tokio::test(start_paused = true)]
async fn each_call_has_its_own_token() {
    let (config, seen) = canned(config(), vec![answer(200, "{}")]);
    for _ in 0..3 {
        call(&config).await.unwrap();
    }
    let bodies: HashSet<_> = seen
        .all()
        .iter()
        .map(|request| request.body().clone())
        .collect();
    assert_eq!(bodies.len(), 3);
    let (config, seen) = canned(
        crate::service::config().idempotency_tokens(|| "mine".into()),
        vec![answer(200, "{}")],
    );
    call(&config).await.unwrap();
    assert_eq!(seen.all()[0].body(), r#"{"clientToken":"mine"}"#);
}

#[tokio::test(start_paused = true)]
async fn three_failures_are_enough() {
    for status in [500, 502, 503, 504] {
        let (config, seen) = canned(
            config(),
            vec![answer(status, r#"{"__type":"InternalServerError"}"#)],
        );
        let error = call(&config).await.unwrap_err();
        assert_eq!(
            (error.status().unwrap().as_u16(), seen.count()),
            (status, 3)
        );
        assert_eq!(error.code(), Some("InternalServerError"));
    }
}

#[tokio::test(start_paused = true)]
async fn the_number_of_attempts_is_a_setting() {
    for (builder, expected) in [
        (config().max_attempts(1), 1),
        (config().max_attempts(5), 5),
        (config().retry(RetryPolicy::never()), 1),
        (config().retry(RetryPolicy::never()).max_attempts(2), 2),
    ] {
        let (config, seen) = canned(builder, vec![answer(500, "{}")]);
        call(&config).await.unwrap_err();
        assert_eq!(seen.count(), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_retried() {
    for (status, body, attempts) in [
        (400, r#"{"__type":"ValidationException"}"#, 1),
        (403, r#"{"__type":"AccessDeniedException"}"#, 1),
        (501, "{}", 1),
        (200, "<html>", 1),
        (400, r#"{"__type":"BusyException"}"#, 3),
        (400, r#"{"__type":"RequestTimeout"}"#, 3),
        (429, "{}", 3),
        (500, "<html>", 3),
    ] {
        let (config, seen) = canned(config(), vec![answer(status, body)]);
        call(&config).await.unwrap_err();
        assert_eq!(seen.count(), attempts, "{status} {body}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_broken_connection_is_tried_again() {
    let seen = Seen::default();
    let requests = seen.clone();
    let transport = move |request| {
        let number = requests.push(request);
        async move {
            if number == 0 {
                Err(TransportError::new("reset"))
            } else {
                Ok(answer(200, "{}"))
            }
        }
    };
    call(&config().transport(transport).build().unwrap())
        .await
        .unwrap();
    assert_eq!(seen.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_body_of_another_length_is_a_broken_connection() {
    let mut short = answer(200, "{}");
    short
        .headers_mut()
        .insert("content-length", "10".parse().unwrap());
    let (config, seen) = canned(config(), vec![short]);
    let error = call(&config).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the connection broke: the response has 2 bytes of 10"
    );
    assert_eq!(seen.count(), 3);
}
