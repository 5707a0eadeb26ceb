//! The AWS SDK's client over a transport that answers from memory. Read by: main.rs.

use aws_sdk_applicationdiscovery::Client;
use aws_sdk_applicationdiscovery::config::{BehaviorVersion, Config, Credentials, Region};
use aws_smithy_http_client::test_util::infallible_client_fn;
use bytes::Bytes;

/// With the SDK's defaults, but for the transport, the region and the credentials.
pub fn client(body: &Bytes) -> Client {
    let body = body.clone();
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("us-west-2"))
        .credentials_provider(Credentials::new(
            "AKIDEXAMPLE",
            "secret",
            None,
            None,
            "bench",
        ))
        .http_client(infallible_client_fn(move |_| {
            http::Response::new(body.clone())
        }))
        .build();
    Client::from_conf(config)
}
