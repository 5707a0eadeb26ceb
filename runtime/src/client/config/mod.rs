//! [`Config`]: what all clients of a program share. Read by: everyone who makes a call.

mod builder;
mod env;
mod sending;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::Uri;

pub use builder::ConfigBuilder;

use super::credentials::Source;
use super::retry::RetryPolicy;
use super::transport::Transport;
use crate::operation::RequestOptions;

/// Where to call, as whom, and with how much patience. Cheap to clone; the clones share connections.
///
/// ```
/// use std::time::Duration;
/// use tinsmith::client::{Config, Credentials};
///
/// let config = Config::builder()
///     .region("eu-west-1")
///     .credentials(Credentials::new("AKIDEXAMPLE", "secret", None))
///     .attempt_timeout(Duration::from_secs(10))
///     .build()?;
/// # Ok::<(), tinsmith::client::ConfigError>(())
/// ```
///
/// The `aws-config` crate has credentials and regions from profiles, SSO, roles and the instance:
///
/// ```text
/// let shared = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
/// let mut config = Config::builder();
/// if let Some(region) = shared.region() {
///     config = config.region(region.to_string());
/// }
/// if let Some(provider) = shared.credentials_provider() {
///     config = config.credentials_provider(provider);
/// }
/// let config = config.build()?;
/// ```
#[derive(Clone)]
pub struct Config(pub(super) Arc<Settings>);

/// What a [`Config`] holds.
pub(super) struct Settings {
    pub(super) region: Option<String>,
    pub(super) endpoint_url: Option<Uri>,
    pub(super) credentials: Arc<Source>,
    pub(super) timeouts: Timeouts,
    pub(super) retry: RetryPolicy,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) token: Arc<dyn Fn() -> String + Send + Sync>,
    pub(super) sending: RequestOptions,
}

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timeouts {
    pub(super) connect: Duration,
    pub(super) attempt: Duration,
    pub(super) overall: Duration,
}

impl Config {
    /// What the environment says: see [`ConfigBuilder::env`].
    ///
    /// # Errors
    ///
    /// A variable has a value that makes no sense. A region or credentials that are missing are an error of the calls
    /// that need them.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::builder().env().build()
    }

    /// Starts with the defaults: no region, no credentials.
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder::default()
    }

    /// Starts with this configuration, to change some of it: the region, mostly. Both share connections and what a
    /// provider of credentials gave; the transport stays, with its own limit on connecting.
    ///
    /// ```
    /// # use tinsmith::client::{Config, ConfigError};
    /// # fn everywhere(config: Config) -> Result<(), ConfigError> {
    /// for region in ["eu-west-1", "us-east-1"] {
    ///     let config = config.to_builder().region(region).build()?;
    ///     assert_eq!(config.region(), Some(region));
    /// }
    /// # Ok(())
    /// # }
    /// # everywhere(Config::builder().build()?)?;
    /// # Ok::<(), ConfigError>(())
    /// ```
    pub fn to_builder(&self) -> ConfigBuilder {
        ConfigBuilder::from_settings(&self.0)
    }

    /// The region, if one is set.
    pub fn region(&self) -> Option<&str> {
        self.0.region.as_deref()
    }

    /// The endpoint URL that is used instead of the service's own, if one is set.
    pub fn endpoint_url(&self) -> Option<&Uri> {
        self.0.endpoint_url.as_ref()
    }
}

/// Redacts secrets.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("region", &self.0.region)
            .field("endpoint_url", &self.0.endpoint_url)
            .field("credentials", &self.0.credentials)
            .field("timeouts", &self.0.timeouts)
            .field("retry", &self.0.retry)
            .finish_non_exhaustive()
    }
}

/// A configuration that makes no sense, with all the reasons. `Debug` is the same line as `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfigError {
    problems: Vec<String>,
}

impl ConfigError {
    pub(super) fn new(problem: String) -> Self {
        Self {
            problems: vec![problem],
        }
    }

    /// What is wrong: at least one entry.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot configure the client: {}",
            self.problems.join("; ")
        )
    }
}

impl std::error::Error for ConfigError {}
