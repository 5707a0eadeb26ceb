//! Timeouts and waits, over a clock that stands still until everything waits.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tinsmith::{TimeoutError, TimeoutKind, TransportError};
use tokio::time::Instant;

use crate::service::*;

const THROTTLED: &str = r#"{"__type":"ThrottlingException","message":"slow down"}"#;

fn timeout(error: &Error) -> (TimeoutKind, Duration) {
    match error {
        Error::Timeout(error) => (error.kind(), error.limit()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_has_a_limit() {
    let seen = Seen::default();
    let requests = seen.clone();
    let transport = move |request| {
        let number = requests.push(request);
        async move {
            if number < 2 {
                pending().await
            } else {
                Ok(answer(200, "{}"))
            }
        }
    };
    let config = config()
        .attempt_timeout(Duration::from_secs(7))
        .transport(transport)
        .build()
        .unwrap();
    let start = Instant::now();
    call(&config).await.unwrap();
    assert_eq!(seen.count(), 3);
    assert!(start.elapsed() >= Duration::from_secs(14));
}

#[tokio::test(start_paused = true)]
async fn all_attempts_too_late() {
    let config = config()
        .attempt_timeout(Duration::from_secs(7))
        .transport(|_| pending())
        .build()
        .unwrap();
    let error = call(&config).await.unwrap_err();
    assert_eq!(
        timeout(&error),
        (TimeoutKind::Attempt, Duration::from_secs(7))
    );
    assert_eq!(error.to_string(), "no answer to an attempt within 7s");
}

#[tokio::test(start_paused = true)]
async fn a_call_has_a_limit() {
    let config = config()
        .overall_timeout(Duration::from_secs(40))
        .transport(|_| pending())
        .build()
        .unwrap();
    let start = Instant::now();
    let error = call(&config).await.unwrap_err();
    assert_eq!(
        timeout(&error),
        (TimeoutKind::Overall, Duration::from_secs(40))
    );
    assert!(start.elapsed() < Duration::from_secs(41));
}

/// A wait that cannot end in time is not begun: what was wrong is worth more than that the time is over.
#[tokio::test(start_paused = true)]
async fn the_last_answer_comes_before_the_limit() {
    let mut throttled = answer(429, THROTTLED);
    let wait = "60".parse().unwrap();
    throttled.headers_mut().insert("retry-after", wait);
    let builder = config().overall_timeout(Duration::from_secs(4));
    let (config, seen) = canned(builder, vec![throttled]);
    let start = Instant::now();
    let error = call(&config).await.unwrap_err();
    assert_eq!(error.code(), Some("ThrottlingException"));
    assert_eq!((seen.count(), start.elapsed()), (1, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn a_transport_has_limits_of_its_own() {
    let limit = TimeoutError::new(TimeoutKind::Connect, Duration::from_secs(2));
    let transport = move |_| async move { Err(TransportError::connect(limit)) };
    let error = call(&config().transport(transport).build().unwrap())
        .await
        .unwrap_err();
    assert_eq!(
        timeout(&error),
        (TimeoutKind::Connect, Duration::from_secs(2))
    );
}

#[tokio::test(start_paused = true)]
async fn waits_have_a_limit() {
    for (code, longest) in [
        ("ThrottlingException", 1000 + 2000),
        ("BusyException", 50 + 100),
    ] {
        let (config, _) = canned(
            config(),
            vec![answer(400, &format!(r#"{{"__type":"{code}"}}"#))],
        );
        let start = Instant::now();
        call(&config).await.unwrap_err();
        // Paused time moves in steps of a millisecond.
        assert!(
            start.elapsed() <= Duration::from_millis(longest + 2),
            "{code}: {:?}",
            start.elapsed()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_service_says_how_long_to_wait() {
    for (name, value, least) in [
        ("retry-after", "3", 3000),
        ("x-amz-retry-after", "1500", 1500),
        ("retry-after", "3600", 5000),
    ] {
        let mut throttled = answer(429, THROTTLED);
        throttled.headers_mut().insert(name, value.parse().unwrap());
        let (config, _) = canned(config(), vec![throttled, answer(200, "{}")]);
        let start = Instant::now();
        call(&config).await.unwrap();
        let (least, waited) = (Duration::from_millis(least), start.elapsed());
        assert!(
            waited >= least && waited <= least + Duration::from_millis(1002),
            "{name}: {value}: {waited:?}"
        );
    }
}

/// 500 tokens pay for 35 retries at 14 each and leave 10; a call that succeeds at once gives one back.
#[tokio::test(start_paused = true)]
async fn a_service_that_is_down_gets_fewer_retries() {
    let up = Arc::new(AtomicBool::new(false));
    let seen = Seen::default();
    let (requests, is_up) = (seen.clone(), Arc::clone(&up));
    let transport = move |request| {
        requests.push(request);
        let status = if is_up.load(Ordering::SeqCst) {
            200
        } else {
            500
        };
        async move { Ok(answer(status, "{}")) }
    };
    let client = client(&config().transport(transport).build().unwrap());
    let request = ListThingsRequest::default();
    for _ in 0..100 {
        client.call::<ListThings>(&request).await.unwrap_err();
    }
    assert_eq!(seen.count(), 100 + 35);

    up.store(true, Ordering::SeqCst);
    for _ in 0..4 {
        client.call::<ListThings>(&request).await.unwrap();
    }
    up.store(false, Ordering::SeqCst);
    client.call::<ListThings>(&request).await.unwrap_err();
    assert_eq!(seen.count(), 135 + 4 + 2);
}
