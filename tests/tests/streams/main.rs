//! Events in both directions at once, over HTTP/2, to a server that computes each event's signature itself and whose
//! codec is AWS's.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the helpers of tests fail tests"
)]

mod forger;
mod server;
mod signature;
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
mod tls;

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use forger::Forger;
use server::Seen;
use signature::{ACCESS_KEY, SECRET};
use tinsmith::EventInput;
use tinsmith::client::{Config, ConfigBuilder, Credentials, HyperTransport};
use tinsmith_tests::radio::types::{Note, Silence, Sound, SoundChunk, SoundError, Voice};
use tinsmith_tests::radio::{Client, TalkRequest, TalkResponse};

fn config(address: SocketAddr) -> ConfigBuilder {
    Config::builder()
        .region("eu-west-1")
        .endpoint_url(format!("http://{address}"))
        .credentials(Credentials::new(ACCESS_KEY, SECRET, None))
}

fn chunk(place: i32, bytes: &str) -> Voice {
    let bytes = Bytes::copy_from_slice(bytes.as_bytes());
    Voice::Chunk(SoundChunk::new().place(place).bytes(bytes))
}

fn back(place: i32, bytes: &str) -> Sound {
    let bytes = Bytes::copy_from_slice(bytes.as_bytes());
    Sound::Chunk(SoundChunk::new().place(place).bytes(bytes))
}

/// A test that waits for something forever is one that fails.
async fn soon<T>(future: impl Future<Output = T>) -> T {
    let soon = tokio::time::timeout(Duration::from_secs(60), future).await;
    soon.unwrap_or_else(|_| panic!("nothing has happened for a minute"))
}

#[tokio::test]
async fn each_event_is_answered_before_the_next_is_sent() {
    let (address, mut seen) = server::serve().await;
    let client = Client::new(&config(address).build().unwrap());
    let (sender, voice) = EventInput::channel(1);
    sender.send(chunk(0, "abc")).await.unwrap();
    let request = TalkRequest::new(voice).name("ada");
    let TalkResponse { sound, .. } = soon(client.talk(request)).await.unwrap();
    let mut sound = sound.unwrap();
    assert_eq!(seen.recv().await, Some(Seen::Name("ada".into())));
    assert_eq!(soon(sound.recv()).await.unwrap(), Some(back(1, "cba")));
    for place in 1..200 {
        let text = format!("part {place}");
        sender.send(chunk(place, &text)).await.unwrap();
        let answer = text.chars().rev().collect::<String>();
        let event = soon(sound.recv()).await.unwrap();
        assert_eq!(event, Some(back(place + 1, &answer)));
    }
    let large = "x".repeat(1_000_000);
    sender.send(chunk(7, &large)).await.unwrap();
    assert_eq!(soon(sound.recv()).await.unwrap(), Some(back(8, &large)));
    sender
        .send(Voice::Note(Note::new().said("hm")))
        .await
        .unwrap();
    let words = soon(sound.recv()).await.unwrap();
    assert!(matches!(words, Some(Sound::Words(_))), "{words:?}");
    drop(sender);
    let silence = Some(Sound::Silence(Silence::new()));
    assert_eq!(
        soon(sound.recv()).await.unwrap(),
        silence,
        "to the end of the request"
    );
    assert_eq!(soon(sound.recv()).await.unwrap(), None);
    let mut all = Vec::new();
    while let Ok(what) = seen.try_recv() {
        all.push(what);
    }
    assert_eq!(all.len(), 200 + 1 + 1 + 2);
    assert_eq!(all[0], Seen::Event("Chunk".into(), Bytes::from("abc")));
    assert_eq!(
        all[201],
        Seen::Event("Note".into(), Bytes::from(r#"{"Said":"hm"}"#))
    );
    assert_eq!(all[202..], [Seen::End, Seen::Over]);
}

#[tokio::test]
async fn an_error_in_the_stream_ends_it() {
    let (address, _seen) = server::serve().await;
    let client = Client::new(&config(address).build().unwrap());
    let events = [chunk(0, "abc"), Voice::End(Silence::new()), chunk(1, "def")];
    let request = TalkRequest::new(EventInput::from_iter(events)).name("ada");
    let mut sound = soon(client.talk(request)).await.unwrap().sound.unwrap();
    assert_eq!(soon(sound.recv()).await.unwrap(), Some(back(1, "cba")));
    let error = soon(sound.recv()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Jammed: too loud (request id request-1, HTTP 200)"
    );
    assert!(matches!(error.service(), Some(SoundError::Jammed(_))));
    assert_eq!(soon(sound.recv()).await.unwrap(), None);
}

/// The server does notice: what it computes depends on the secret, which is another here.
#[tokio::test]
async fn a_wrong_signature_is_not_taken() {
    let (address, _) = server::serve().await;
    let config = config(address).credentials(Credentials::new(ACCESS_KEY, "another", None));
    let client = Client::new(&config.build().unwrap());
    let events = EventInput::from_iter([chunk(0, "abc")]);
    let answer = soon(client.talk(TalkRequest::new(events).name("eve"))).await;
    assert_eq!(
        answer.unwrap_err().code(),
        Some("InvalidSignatureException")
    );
}

/// What the server sees of an event that somebody changed on its way, and what the client is told.
async fn changed(change: fn(&Bytes) -> Bytes) -> (Seen, Result<Option<Sound>, Option<String>>) {
    let (address, mut seen) = server::serve().await;
    let transport = HyperTransport::new(Duration::from_secs(10));
    let config = config(address).transport(Forger { transport, change });
    let client = Client::new(&config.build().unwrap());
    let events = EventInput::from_iter([chunk(0, "abc")]);
    let sound = soon(client.talk(TalkRequest::new(events).name("ada"))).await;
    let told = soon(sound.unwrap().sound.unwrap().recv()).await;
    let told = told.map_err(|error| error.code().map(str::to_owned));
    loop {
        match soon(seen.recv()).await.unwrap() {
            Seen::Name(_) => {}
            what => return (what, told),
        }
    }
}

/// The head is signed rightly, so that the signature of the event alone decides.
#[tokio::test]
async fn an_event_that_was_changed_on_its_way_is_not_taken() {
    let (seen, told) = changed(|payload| [payload, &b"!"[..]].concat().into()).await;
    assert_eq!(seen, Seen::Forged);
    assert_eq!(told, Err(Some("Jammed".to_owned())));

    // The same way without a change.
    let (seen, told) = changed(Bytes::clone).await;
    assert_eq!(seen, Seen::Event("Chunk".into(), Bytes::from("abc")));
    assert_eq!(told, Ok(Some(back(1, "cba"))));
}
