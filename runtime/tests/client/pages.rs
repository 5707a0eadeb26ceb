//! Paginators over canned pages.

use std::pin::Pin;
use std::task::{Context, Poll};

use tinsmith::client::Config;

use crate::service::*;

/// A stream, as the `futures` crates see one.
trait Stream: futures_core::Stream + Unpin + Send {}
impl<T: futures_core::Stream + Unpin + Send> Stream for T {}

fn pages(bodies: &[&str]) -> (Config, Seen) {
    canned(
        config(),
        bodies.iter().map(|body| answer(200, body)).collect(),
    )
}

fn token(request: &http::Request<tinsmith::Bytes>) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
    body["nextToken"].as_str().map(str::to_owned)
}

const THREE: [&str; 3] = [
    r#"{"things":["a","b"],"nextToken":"1"}"#,
    r#"{"things":[],"nextToken":"2"}"#,
    r#"{"things":["c"],"nextToken":""}"#,
];

#[tokio::test]
async fn pages_come_until_there_is_no_token() {
    let (config, seen) = pages(&THREE);
    let mut pages = client(&config).paginate::<ListThings>(ListThingsRequest::default());
    assert_eq!(
        seen.count(),
        0,
        "nothing happens before the first page is asked for"
    );
    let mut lengths = Vec::new();
    while let Some(page) = pages.next().await {
        lengths.push(page.unwrap().things.unwrap().len());
    }
    assert_eq!(lengths, [2, 0, 1]);
    assert!(pages.next().await.is_none());
    let tokens: Vec<_> = seen.all().iter().map(token).collect();
    assert_eq!(tokens, [None, Some("1".into()), Some("2".into())]);
}

#[tokio::test]
async fn items_of_all_pages() {
    let (config, _) = pages(&THREE);
    let paginate = || client(&config).paginate::<ListThings>(ListThingsRequest::default());
    assert_eq!(paginate().items().collect().await.unwrap(), ["a", "b", "c"]);
}

#[tokio::test]
async fn a_token_that_repeats_is_the_end() {
    let (config, seen) = pages(&[r#"{"things":["a"],"nextToken":"same"}"#]);
    let items = client(&config)
        .paginate::<ListThings>(ListThingsRequest::default())
        .items();
    assert_eq!(items.collect().await.unwrap(), ["a", "a"]);
    assert_eq!(seen.count(), 2);
}

#[tokio::test]
async fn tokens_that_go_in_a_circle_are_the_end() {
    let one = r#"{"things":["1"],"nextToken":"1"}"#;
    let two = r#"{"things":["2"],"nextToken":"2"}"#;
    let (config, seen) = pages(&[one, two].repeat(100));
    let items = client(&config)
        .paginate::<ListThings>(ListThingsRequest::default())
        .items();
    assert_eq!(items.collect().await.unwrap(), ["1", "2", "1"]);
    assert_eq!(seen.count(), 3);
}

#[tokio::test]
async fn an_error_is_the_end() {
    let bad = answer(400, r#"{"__type":"ValidationException"}"#);
    let (config, _) = canned(config(), vec![answer(200, THREE[0]), bad]);
    let mut items = client(&config)
        .paginate::<ListThings>(ListThingsRequest::default())
        .items();
    for expected in ["a", "b"] {
        assert_eq!(items.next().await.unwrap().unwrap(), expected);
    }
    assert_eq!(
        items.next().await.unwrap().unwrap_err().code(),
        Some("ValidationException")
    );
    assert!(items.next().await.is_none());
    let items = client(&config)
        .paginate::<ListThings>(ListThingsRequest::default())
        .items();
    assert_eq!(
        items.collect().await.unwrap_err().code(),
        Some("ValidationException")
    );
}

#[tokio::test]
async fn they_are_streams() {
    async fn count(mut stream: impl Stream) -> usize {
        let mut count = 0;
        while std::future::poll_fn(|cx: &mut Context<'_>| {
            match Pin::new(&mut stream).poll_next(cx) {
                Poll::Ready(item) => Poll::Ready(item.is_some()),
                Poll::Pending => Poll::Pending,
            }
        })
        .await
        {
            count += 1;
        }
        count
    }
    let (config, _) = pages(&THREE);
    assert_eq!(
        count(client(&config).paginate::<ListThings>(ListThingsRequest::default())).await,
        3
    );
    let (config, _) = pages(&THREE);
    assert_eq!(
        count(
            client(&config)
                .paginate::<ListThings>(ListThingsRequest::default())
                .items()
        )
        .await,
        3
    );
}
