//! Streams to a service that wants a signature over the body: they are read twice, or the digest is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tinsmith::codegen as rt;
use tinsmith::{Body, Config, Error, http};

use crate::service::{answer, canned, config};
use crate::streams::{CopyError, once, quick};

static SERVICE: rt::Service =
    rt::Service::new("Vault", "2020-01-01", rt::Protocol::RestJson1, "vault");

/// `printf 'a stream' | sha256sum`
const DIGEST: &str = "c902efecb3db9548fa192f8d698e502aeb239482acd495ab68b74251568ff1fb";

struct Keep;

impl rt::Operation for Keep {
    type Request = Treasure;
    type Response = Treasure;
    type Error = CopyError;
    const INFO: &'static rt::OperationInfo = &SERVICE.operation("Keep", "PUT", "/things");
}

#[derive(Clone, Debug, Default)]
struct Treasure {
    content: Option<Body>,
    digest: Option<String>,
}

impl rt::Structure for Treasure {
    const NAME: &'static str = "Treasure";
    const MEMBERS: &'static [rt::Member] = &[
        rt::Member::new("content")
            .location(rt::Location::Payload)
            .streaming(),
        // As CodeArtifact's `assetSHA256`.
        rt::Member::new("digest")
            .wire_name("x-amz-content-sha256")
            .location(rt::Location::Header),
    ];
    fn write_members<W: rt::Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        w.member(0, &self.content)?;
        w.member(1, &self.digest)
    }
    fn read_member<R: rt::Reader>(&mut self, member: usize, r: &mut R) -> Result<(), R::Error> {
        match member {
            0 => r.member(&mut self.content),
            1 => r.member(&mut self.digest),
            _ => Ok(()),
        }
    }
}

async fn keep(
    config: &Config,
    content: Body,
    digest: Option<&str>,
) -> Result<Treasure, Error<CopyError>> {
    let treasure = Treasure {
        content: Some(content.with_length(8)),
        digest: digest.map(str::to_owned),
    };
    let client = rt::Client::new(config, &SERVICE);
    client.call::<Keep>(&treasure).await
}

/// The digest that the head tells, and which headers are signed.
fn signed(request: &http::Request<tinsmith::Bytes>) -> (&str, &str) {
    let header = |name: &str| request.headers()[name].to_str().unwrap();
    let authorization = header("authorization");
    let (_, names) = authorization.split_once("SignedHeaders=").unwrap();
    (
        header("x-amz-content-sha256"),
        names.split_once(',').unwrap().0,
    )
}

#[tokio::test(start_paused = true)]
async fn what_can_be_read_twice_is_signed() {
    let (config, seen) = canned(config(), vec![answer(503, ""), answer(200, "")]);
    let made = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&made);
    let again = Body::from_fn(move || {
        count.fetch_add(1, Ordering::SeqCst);
        quick(["a ", "stream"])
    });
    keep(&config, again, None).await.unwrap();
    assert_eq!(seen.count(), 2);
    assert_eq!(made.load(Ordering::SeqCst), 4);
    for request in seen.all() {
        assert_eq!(request.body(), "a stream");
        let names = "content-type;host;x-amz-content-sha256;x-amz-date";
        assert_eq!(signed(&request), (DIGEST, names));
    }
}

#[tokio::test(start_paused = true)]
async fn what_can_be_read_once_is_refused_unless_its_digest_is_told() {
    let (config, seen) = canned(config(), vec![answer(200, "")]);
    let error = keep(&config, once(["a ", "stream"]), None)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot build the request: the service wants a signature over the body, which takes reading it twice: \
         send bytes, a file (`Body::from_path`) or what can be made anew (`Body::from_fn`), and no stream"
    );
    assert_eq!(seen.count(), 0);
    keep(&config, once(["a ", "stream"]), Some(DIGEST))
        .await
        .unwrap();
    assert_eq!(seen.all()[0].body(), "a stream");
    assert_eq!(signed(&seen.all()[0]).0, DIGEST);
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_gone_is_an_error_of_the_body() {
    let (config, seen) = canned(config(), vec![answer(200, "")]);
    let path = std::env::temp_dir().join(format!("tinsmith-signed-{}", std::process::id()));
    std::fs::write(&path, "a stream").unwrap();
    let file = Body::from_path(&path).await.unwrap();
    std::fs::remove_file(&path).unwrap();
    let error = keep(&config, file, None).await.unwrap_err();
    assert!(matches!(error, Error::Body(_)), "{error}");
    assert_eq!(seen.count(), 0);
}
