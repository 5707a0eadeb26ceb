//! What a call traces, and what it must not.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tinsmith::client::Credentials;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::service::*;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test(start_paused = true)]
async fn a_span_for_the_call_an_event_for_the_retry_and_no_secret() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);

    let throttled = answer(
        400,
        r#"{"__type":"ThrottlingException","message":"body-secret"}"#,
    );
    let credentials = Credentials::new("AKIDEXAMPLE", "key-secret", Some("token-secret".into()));
    let builder = config()
        .credentials(credentials)
        .idempotency_tokens(|| "request-secret".into());
    let (config, seen) = canned(
        builder,
        vec![throttled, answer(200, r#"{"things":["body-secret"]}"#)],
    );
    call(&config).await.unwrap();
    drop(guard);

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let retry = log.lines().find(|line| line.contains(" retry ")).unwrap();
    for part in ["attempt=1", "code=\"ThrottlingException\"", "delay_ms="] {
        assert!(retry.contains(part), "{part}: {retry}");
    }
    let call = log.lines().rfind(|line| line.contains("close")).unwrap();
    for part in [
        "rpc.system=\"aws-api\"",
        "rpc.service=\"Thing Service\"",
        "rpc.method=\"ListThings\"",
        "region=\"us-west-2\"",
        "attempts=2",
        "status=200",
        "request_id=\"request-1\"",
    ] {
        assert!(call.contains(part), "{part}: {call}");
    }
    assert!(!log.contains("secret"), "{log}");
    for request in seen.all() {
        let authorization = request.headers()["authorization"]
            .to_str()
            .unwrap()
            .to_owned();
        let (_, signature) = authorization.split_once("Signature=").unwrap();
        assert!(!log.contains(signature), "{log}");
    }
}
