//! [`ConfigBuilder`]: from settings and the environment to a [`Config`], or to all that is wrong. Read by: `config`.

use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use aws_credential_types::provider::ProvideCredentials;

use super::env::Env;
use super::sending::Sending;
use super::{Config, ConfigError, Settings, Timeouts};
use crate::client::credentials::{Credentials, Source};
use crate::client::hyper::HyperTransport;
use crate::client::retry::RetryPolicy;
use crate::client::transport::Transport;
use crate::client::{endpoint, random};

/// Builds a [`Config`]. What is set here wins over the environment.
#[derive(Default)]
#[must_use]
pub struct ConfigBuilder {
    env: bool,
    region: Option<String>,
    endpoint_url: Option<String>,
    credentials: Option<Arc<Source>>,
    connect_timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    overall_timeout: Option<Duration>,
    max_attempts: Option<u32>,
    retry: Option<RetryPolicy>,
    transport: Option<Arc<dyn Transport>>,
    token: Option<Arc<dyn Fn() -> String + Send + Sync>>,
    pub(super) sending: Sending,
}

impl ConfigBuilder {
    /// With everything that a configuration has.
    pub(super) fn from_settings(settings: &Settings) -> Self {
        let none = matches!(*settings.credentials, Source::Nowhere);
        let timeouts = settings.timeouts;
        Self {
            env: false,
            region: settings.region.clone(),
            endpoint_url: settings.endpoint_url.as_ref().map(ToString::to_string),
            credentials: (!none).then(|| Arc::clone(&settings.credentials)),
            connect_timeout: Some(timeouts.connect),
            attempt_timeout: Some(timeouts.attempt),
            overall_timeout: Some(timeouts.overall),
            max_attempts: None,
            retry: Some(settings.retry.clone()),
            transport: Some(Arc::clone(&settings.transport)),
            token: Some(Arc::clone(&settings.token)),
            sending: Sending::from_options(settings.sending),
        }
    }

    /// Takes what is not set here from the environment: `AWS_REGION` or else `AWS_DEFAULT_REGION`,
    /// `AWS_ENDPOINT_URL`, `AWS_MAX_ATTEMPTS`, `AWS_DISABLE_REQUEST_COMPRESSION`, `AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES`,
    /// `AWS_REQUEST_CHECKSUM_CALCULATION`, `AWS_RESPONSE_CHECKSUM_VALIDATION`, and the credentials from `AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`. A variable that is empty counts as not set. Nothing else is read: not the files in
    /// `~/.aws`, and not the variables that ask for FIPS or dual-stack endpoints, which an endpoint URL can name.
    pub fn env(mut self) -> Self {
        self.env = true;
        self
    }

    /// Sets the region, as `eu-west-1`. Calls need one: for the host, and for the signature even where there is an
    /// endpoint URL. Services with one host for all regions do without.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets where requests go instead of the service's own host, as `http://localhost:4566`.
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint_url = Some(url.into());
        self
    }

    /// Sets the credentials to sign with.
    pub fn credentials(mut self, credentials: impl Into<Credentials>) -> Self {
        self.credentials = Some(Arc::new(Source::Static(credentials.into())));
        self
    }

    /// Sets where credentials come from. What the provider gives is kept until a minute before it expires, or for 15
    /// minutes if it does not say when.
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.credentials = Some(Arc::new(Source::provider(provider)));
        self
    }

    /// Sets how long a connection may take, with TLS; 5 s if not set. It is the [`HyperTransport`]'s limit: a transport
    /// of your own has its own.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = Some(limit);
        self
    }

    /// Sets how long one attempt may take, from the connection to the last byte of the response, and how long
    /// credentials may; 30 s if not set. Operations that answer late need more. Where a body is a stream, it is how long
    /// nothing may happen: until the response begins while nothing of the request is sent, and between two parts of the
    /// response.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = Some(limit);
        self
    }

    /// Sets how long a call may take with all its attempts and the waits between; 120 s if not set. A call that sends a
    /// stream takes as long as the stream does.
    pub fn overall_timeout(mut self, limit: Duration) -> Self {
        self.overall_timeout = Some(limit);
        self
    }

    /// Sets how often a request is sent at most, with the first time; 3 if not set. Wins over the policy's.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = Some(attempts);
        self
    }

    /// Sets when requests are sent again; [`RetryPolicy::standard`] if not set.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Sets how requests travel; a new [`HyperTransport`] if not set.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets what makes idempotency tokens; random UUIDs if not set. It is asked once for each call.
    pub fn idempotency_tokens(
        mut self,
        token: impl Fn() -> String + Send + Sync + 'static,
    ) -> Self {
        self.token = Some(Arc::new(token));
        self
    }

    /// Builds the configuration; touches no file and no network.
    ///
    /// # Errors
    ///
    /// All that is wrong, at once: a region that is no host label, an endpoint URL that is none, half an access key,
    /// no attempts or no time allowed.
    pub fn build(self) -> Result<Config, ConfigError> {
        self.build_in(|name| std::env::var_os(name))
    }

    /// [`ConfigBuilder::build`] in an environment given as a function.
    pub(super) fn build_in(
        mut self,
        env: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Config, ConfigError> {
        let mut problems = Vec::new();
        if self.env {
            self.fill_from(&Env(&env), &mut problems);
        }
        if let Some(region) = self
            .region
            .as_deref()
            .filter(|region| !endpoint::is_region(region))
        {
            problems.push(format!(
                "region {region:?} is no region: letters, digits and hyphens only, as `eu-west-1`"
            ));
        }
        let endpoint_url = self
            .endpoint_url
            .as_deref()
            .and_then(|url| keep(endpoint::parse_url(url), &mut problems));
        let timeouts = self.timeouts(&mut problems);
        let mut retry = self.retry.unwrap_or_default();
        if let Some(attempts) = self.max_attempts {
            retry = retry.max_attempts(attempts);
        }
        if retry.attempts() == 0 {
            problems.push("zero attempts are allowed: 1 is a call without retries".into());
        }
        if !problems.is_empty() {
            return Err(ConfigError { problems });
        }
        Ok(Config(Arc::new(Settings {
            region: self.region,
            endpoint_url,
            credentials: self
                .credentials
                .unwrap_or_else(|| Arc::new(Source::Nowhere)),
            timeouts,
            retry,
            transport: self
                .transport
                .unwrap_or_else(|| Arc::new(HyperTransport::new(timeouts.connect))),
            token: self.token.unwrap_or_else(|| Arc::new(random::uuid)),
            sending: self.sending.options(),
        })))
    }

    fn timeouts(&self, problems: &mut Vec<String>) -> Timeouts {
        let timeouts = Timeouts {
            connect: self.connect_timeout.unwrap_or(Duration::from_secs(5)),
            attempt: self.attempt_timeout.unwrap_or(Duration::from_secs(30)),
            overall: self.overall_timeout.unwrap_or(Duration::from_secs(120)),
        };
        for (name, limit) in [
            ("connect", timeouts.connect),
            ("attempt", timeouts.attempt),
            ("overall", timeouts.overall),
        ] {
            if limit.is_zero() {
                problems.push(format!(
                    "the {name} timeout is zero, so that no call can succeed"
                ));
            }
        }
        timeouts
    }

    fn fill_from(&mut self, env: &Env<'_>, problems: &mut Vec<String>) {
        if self.region.is_none() {
            self.region = env
                .get("AWS_REGION", problems)
                .or_else(|| env.get("AWS_DEFAULT_REGION", problems));
        }
        if self.endpoint_url.is_none() {
            self.endpoint_url = env.get("AWS_ENDPOINT_URL", problems);
        }
        if self.max_attempts.is_none()
            && self.retry.is_none()
            && let Some(text) = env.get("AWS_MAX_ATTEMPTS", problems)
        {
            let number = text
                .parse()
                .map_err(|_| format!("AWS_MAX_ATTEMPTS is {text:?}, which is no number"));
            self.max_attempts = keep(number, problems);
        }
        self.sending.fill_from(env, problems);
        if self.credentials.is_none() {
            let credentials = env.credentials(problems);
            self.credentials = credentials.map(|found| Arc::new(Source::Static(found)));
        }
    }
}

impl fmt::Debug for ConfigBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigBuilder")
            .field("env", &self.env)
            .field("region", &self.region)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

/// Notes the problem of what has one.
pub(super) fn keep<T>(result: Result<T, String>, problems: &mut Vec<String>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

#[cfg(test)]
mod tests {
    use super::super::env::in_env;
    use super::*;

    #[test]
    fn all_problems_at_once() {
        let env = [
            ("AWS_REGION", "us west"),
            ("AWS_ENDPOINT_URL", "localhost:1"),
            ("AWS_MAX_ATTEMPTS", "many"),
            ("AWS_SECRET_ACCESS_KEY", "hunter2"),
        ];
        let builder = Config::builder().attempt_timeout(Duration::ZERO);
        let error = builder.env().build_in(in_env(&env)).unwrap_err();
        assert_eq!(error.problems().len(), 5, "{error}");
        let text = error.to_string();
        for part in [
            "\"us west\"",
            "localhost:1",
            "\"many\"",
            "AWS_ACCESS_KEY_ID is not",
            "attempt timeout",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("hunter2") && !text.contains('\n'), "{text}");
        let error = Config::builder().max_attempts(0).build().unwrap_err();
        assert!(error.to_string().contains("zero attempts"), "{error}");
    }

    #[test]
    fn a_configuration_can_be_changed() {
        let env = [("AWS_ACCESS_KEY_ID", "ENV"), ("AWS_SECRET_ACCESS_KEY", "s")];
        let first = Config::builder()
            .region("eu-west-1")
            .endpoint_url("http://localhost:4566/base")
            .attempt_timeout(Duration::from_secs(7))
            .max_attempts(5)
            .idempotency_tokens(|| "mine".into());
        let first = first.build_in(in_env(&[])).unwrap();
        let second = first.to_builder().region("us-east-1").env();
        let second = second.build_in(in_env(&env)).unwrap();
        assert_eq!(second.region(), Some("us-east-1"));
        assert_eq!(second.endpoint_url(), first.endpoint_url());
        assert_eq!(second.0.timeouts.attempt, Duration::from_secs(7));
        assert_eq!(second.0.retry, first.0.retry);
        assert_eq!((second.0.token)(), "mine");
        assert!(Arc::ptr_eq(&second.0.transport, &first.0.transport));
        // The first had none, so the environment's count; the third shares the second's.
        assert!(format!("{second:?}").contains("ENV"));
        let third = second.to_builder().build_in(in_env(&[])).unwrap();
        assert!(Arc::ptr_eq(&third.0.credentials, &second.0.credentials));
    }

    #[test]
    fn without_the_environment_nothing_is_read() {
        let config = Config::builder()
            .build_in(|name| panic!("{name} was read"))
            .unwrap();
        assert_eq!(config.region(), None);
    }
}
