//! What bodies give, once and again.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Waker;

use http_body::Body as _;

use super::*;

/// A stream of these parts, none of which takes time.
struct Given(std::vec::IntoIter<Result<&'static str, &'static str>>);

impl Stream for Given {
    type Item = Result<&'static str, &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next())
    }
}

fn given<const N: usize>(parts: [Result<&'static str, &'static str>; N]) -> Given {
    Given(Vec::from(parts).into_iter())
}

/// What a future gives that never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut cx = Context::from_waker(Waker::noop());
    match std::pin::pin!(future).poll(&mut cx) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future waits"),
    }
}

fn text(body: Body) -> Result<String, String> {
    let bytes = now(body.collect()).map_err(|error| error.to_string())?;
    Ok(String::from_utf8(bytes.to_vec()).unwrap())
}

#[test]
fn bytes_are_read_as_often_as_one_likes() {
    let body = Body::from("text");
    assert_eq!(text(body.clone()).unwrap(), "text");
    assert_eq!(text(body.clone()).unwrap(), "text");
    assert_eq!(body.length(), Some(4));
    assert_eq!(body, Body::from(b"text".to_vec()));
    assert_eq!(format!("{body:?}"), "Body(4 bytes)");
    assert!(Body::new().is_end_stream() && text(Body::new()).unwrap().is_empty());
}

#[test]
fn a_stream_is_read_by_whoever_begins() {
    let mut body = Body::from_stream(given([Ok("one "), Ok(""), Ok("two")]));
    let early = body.clone();
    assert!(early.is_fresh() && early == body);
    assert_eq!(now(body.next()).unwrap().unwrap(), "one ");
    let late = body.clone();
    assert!(!early.is_fresh() && !late.is_fresh() && body != late);
    for clone in [early, late] {
        let error = text(clone).unwrap_err();
        assert!(error.contains("read elsewhere"), "{error}");
    }
    assert_eq!(text(body).unwrap(), "two");
}

#[test]
fn what_is_made_is_made_again() {
    let made = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&made);
    let body = Body::from_fn(move || {
        count.fetch_add(1, Ordering::SeqCst);
        given([Ok("again")])
    });
    assert_eq!(text(body.clone()).unwrap(), "again");
    assert_eq!(text(body.clone()).unwrap(), "again");
    assert!(body.is_fresh());
    assert_eq!(made.load(Ordering::SeqCst), 2);
}

#[test]
fn the_length_is_held_against_what_comes() {
    let of = |length| Body::from_stream(given([Ok("one"), Ok("two")])).with_length(length);
    assert_eq!(of(6).length(), Some(6));
    assert_eq!(format!("{:?}", of(6)), "Body(stream of 6 bytes)");
    assert_eq!(text(of(6)).unwrap(), "onetwo");
    assert_eq!(
        text(of(7)).unwrap_err(),
        "the body broke off: it ended 1 bytes too early"
    );
    assert_eq!(
        text(of(5)).unwrap_err(),
        "the body broke off: it is longer than was said"
    );
    let mut begun = of(6);
    now(begun.next());
    assert_eq!(begun.length(), Some(3));
}

#[test]
fn after_an_error_there_is_nothing() {
    let mut body = Body::from_stream(given([Ok("one"), Err("broken"), Ok("two")]));
    assert_eq!(now(body.next()).unwrap().unwrap(), "one");
    let error = now(body.next()).unwrap().unwrap_err();
    assert_eq!(error.to_string(), "the body broke off: broken");
    assert!(now(body.next()).is_none());
}

#[test]
fn other_bodies() {
    let body = Body::from_http(Body::from_stream(given([Ok("as it "), Ok("is")])));
    assert_eq!(body.length(), None);
    assert_eq!(text(body).unwrap(), "as it is");
    assert_eq!(Body::from_http(Body::from("abc")).length(), Some(3));
}

#[test]
fn bodies_go_from_thread_to_thread() {
    fn check<T: Send + Sync>() {}
    check::<Body>();
}
