//! Prints the requests that our client sends, signed at the time of day, one a line. Read by: check_signatures.py.

use std::error::Error;
use std::sync::{Arc, Mutex};

use base64_simd::STANDARD;
use oracle::discovery::{Client, DescribeContinuousExportsRequest};
use serde_json::{Value, json};
use tinsmith::Bytes;
use tinsmith::client::{Config, Credentials};

const KEY: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const SESSION_TOKEN: &str = "FwoGZXIvYXdzE//////////wEaDExample+token/with=signs";

fn main() -> Result<(), Box<dyn Error>> {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build()?;
    for (region, endpoint_url, session_token) in [
        ("us-west-2", None, None),
        ("eu-central-1", None, Some(SESSION_TOKEN)),
        ("cn-north-1", None, None),
        ("us-east-1", Some("http://localhost:4566"), None),
        (
            "us-east-1",
            Some("https://proxy.example:8443/base/"),
            Some(SESSION_TOKEN),
        ),
    ] {
        println!(
            "{}",
            runtime.block_on(sent(region, endpoint_url, session_token))?
        );
    }
    Ok(())
}

/// What the client hands to its transport, and whose credentials signed it.
async fn sent(
    region: &str,
    endpoint_url: Option<&str>,
    session_token: Option<&str>,
) -> Result<Value, Box<dyn Error>> {
    let seen = Arc::new(Mutex::new(None));
    let keep = Arc::clone(&seen);
    let credentials = Credentials::new(KEY, SECRET, session_token.map(str::to_owned));
    let mut config = Config::builder().region(region).credentials(credentials);
    if let Some(url) = endpoint_url {
        config = config.endpoint_url(url);
    }
    let config = config.transport(move |request: http::Request<Bytes>| {
        *keep.lock().expect("nobody panics with it") = Some(request);
        std::future::ready(Ok(http::Response::new(Bytes::from_static(b"{}"))))
    });
    let request = DescribeContinuousExportsRequest::new()
        .export_ids(["caf\u{e9}".to_owned(), "\u{1f980} \"quoted\"".to_owned()])
        .max_results(10);
    Client::new(&config.build()?)
        .describe_continuous_exports(request)
        .await?;
    let request = seen
        .lock()
        .expect("nobody panics with it")
        .take()
        .ok_or("nothing was sent")?;
    let headers: serde_json::Map<String, Value> = request
        .headers()
        .iter()
        .map(|(name, value)| {
            (
                name.to_string(),
                json!(String::from_utf8_lossy(value.as_bytes())),
            )
        })
        .collect();
    Ok(json!({
        "access_key": KEY,
        "secret_key": SECRET,
        "session_token": session_token,
        "region": region,
        "method": request.method().as_str(),
        "url": request.uri().to_string(),
        "headers": headers,
        "body": STANDARD.encode_to_string(request.body()),
    }))
}
