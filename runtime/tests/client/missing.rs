//! What a call needs, and says when it is not there; credentials from a provider.

use std::time::Duration;

use crate::service::*;

#[tokio::test(start_paused = true)]
async fn what_is_missing_is_said() {
    use tinsmith::Config;
    use tinsmith::client::Credentials;
    let build = |builder: tinsmith::client::ConfigBuilder| canned(builder, vec![answer(200, "{}")]);
    let credentials = Credentials::new("a", "b", None);

    let (config, seen) = build(Config::builder().credentials(credentials.clone()));
    let error = call(&config).await.unwrap_err();
    assert!(
        matches!(error, Error::Request(_)) && error.to_string().contains("no region"),
        "{error}"
    );

    let (config, _) = build(
        Config::builder()
            .credentials(credentials)
            .endpoint_url("http://h"),
    );
    let error = call(&config).await.unwrap_err();
    assert!(
        matches!(error, Error::Request(_)) && error.to_string().contains("no region"),
        "{error}"
    );

    let (config, _) = build(Config::builder().region("us-east-1"));
    let error = call(&config).await.unwrap_err();
    assert!(matches!(error, Error::Credentials(_)), "{error}");
    assert_eq!(seen.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn an_unsigned_operation_needs_only_a_place() {
    let builder = tinsmith::Config::builder().endpoint_url("http://localhost:1/base");
    let (config, seen) = canned(builder, vec![answer(200, "{}")]);
    client(&config)
        .call::<Unsigned>(&ListThingsRequest::default())
        .await
        .unwrap();
    let [request] = &seen.all()[..] else { panic!() };
    assert!(!request.headers().contains_key("authorization"));
    assert_eq!(request.uri().host(), Some("localhost"));
}

#[test]
fn without_a_runtime() {
    use std::task::{Context, Poll, Waker};
    let (config, _) = canned(config(), vec![answer(200, "{}")]);
    let mut future = Box::pin(call(&config));
    let Poll::Ready(result) = future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    else {
        panic!()
    };
    assert!(result.unwrap_err().to_string().contains("no tokio runtime"));
}

/// What `aws-config` gives is such a provider.
#[derive(Debug)]
struct Slow(Duration);

impl tinsmith::client::aws_credential_types::provider::ProvideCredentials for Slow {
    fn provide_credentials<'a>(
        &'a self,
    ) -> tinsmith::client::aws_credential_types::provider::future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        use tinsmith::client::aws_credential_types::{Credentials, provider::future};
        future::ProvideCredentials::new(async {
            tokio::time::sleep(self.0).await;
            Ok(Credentials::new(
                "ASIAPROVIDED",
                "hunter2",
                Some("tokentoken".into()),
                None,
                "test",
            ))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn credentials_from_a_provider() {
    let builder = || {
        tinsmith::Config::builder()
            .region("us-east-1")
            .attempt_timeout(Duration::from_secs(5))
    };
    let (config, seen) = canned(
        builder().credentials_provider(Slow(Duration::from_secs(4))),
        vec![answer(200, "{}")],
    );
    call(&config).await.unwrap();
    let headers = seen.all()[0].headers().clone();
    assert!(
        headers["authorization"]
            .to_str()
            .unwrap()
            .contains("ASIAPROVIDED")
    );
    assert_eq!(headers["x-amz-security-token"], "tokentoken");
    assert!(
        !format!("{headers:?}").contains("tokentoken"),
        "{headers:?}"
    );

    let (config, _) = canned(
        builder().credentials_provider(Slow(Duration::from_secs(6))),
        vec![answer(200, "{}")],
    );
    let error = call(&config).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no credentials: the provider gave none within 5s"
    );
}
