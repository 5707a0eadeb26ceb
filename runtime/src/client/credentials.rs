//! Who calls: static credentials, and any provider that the AWS crates know. Read by: `client`.

use std::fmt;
use std::time::{Duration, SystemTime};

use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use tokio::sync::Mutex;

use crate::error::CredentialsError;

/// An access key, and the session token of temporary credentials.
///
/// `Debug` shows the access key id and redacts the rest.
#[derive(Clone)]
pub struct Credentials(aws_credential_types::Credentials);

impl Credentials {
    /// Credentials that do not expire.
    pub fn new(
        access_key_id: impl Into<String>,
        secret_access_key: impl Into<String>,
        session_token: Option<String>,
    ) -> Self {
        let provider = "tinsmith";
        Self(aws_credential_types::Credentials::new(
            access_key_id,
            secret_access_key,
            session_token,
            None,
            provider,
        ))
    }

    /// The part that is not secret.
    pub fn access_key_id(&self) -> &str {
        self.0.access_key_id()
    }

    /// What temporary credentials carry besides the key.
    pub fn session_token(&self) -> Option<&str> {
        self.0.session_token()
    }

    /// When the credentials stop working, if they do.
    pub fn expiry(&self) -> Option<SystemTime> {
        self.0.expiry()
    }

    pub(super) fn to_aws(&self) -> aws_credential_types::Credentials {
        self.0.clone()
    }
}

impl From<aws_credential_types::Credentials> for Credentials {
    fn from(credentials: aws_credential_types::Credentials) -> Self {
        Self(credentials)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.0.access_key_id())
            .field("secret_access_key", &"** redacted **")
            .field(
                "session_token",
                &self.0.session_token().map(|_| "** redacted **"),
            )
            .field("expiry", &self.0.expiry())
            .finish()
    }
}

/// How long before their expiry credentials are replaced.
const EARLY: Duration = Duration::from_secs(60);

/// How long credentials of a provider that says nothing about their expiry are kept.
const KEPT: Duration = Duration::from_secs(15 * 60);

/// Where credentials come from.
pub(super) enum Source {
    /// None were configured.
    Nowhere,
    /// Always these.
    Static(Credentials),
    /// From a provider, kept until shortly before they expire.
    Provider {
        provider: SharedCredentialsProvider,
        /// With the time at which they are asked for anew. Held while asking, so that calls at the same time ask once.
        kept: Mutex<Option<(Credentials, SystemTime)>>,
    },
}

impl Source {
    pub(super) fn provider(provider: impl ProvideCredentials + 'static) -> Self {
        Self::Provider {
            provider: SharedCredentialsProvider::new(provider),
            kept: Mutex::new(None),
        }
    }

    /// Credentials that can sign now.
    pub(super) async fn get(&self, now: SystemTime) -> Result<Credentials, CredentialsError> {
        let (provider, kept) = match self {
            Self::Nowhere => return Err(CredentialsError::new(NONE)),
            Self::Static(credentials) => return Ok(credentials.clone()),
            Self::Provider { provider, kept } => (provider, kept),
        };
        let mut kept = kept.lock().await;
        if let Some((credentials, until)) = &*kept
            && now < *until
        {
            return Ok(credentials.clone());
        }
        let fresh = match (provider.provide_credentials().await, &*kept) {
            (Ok(fresh), _) => Credentials(fresh),
            // They are to be replaced, but still good: the provider is asked again at the next call.
            (Err(_), Some((old, _))) if old.expiry().is_none_or(|expiry| now < expiry) => {
                return Ok(old.clone());
            }
            (Err(error), _) => {
                return Err(CredentialsError::with_cause("the provider failed", error));
            }
        };
        if fresh.expiry().is_some_and(|expiry| expiry <= now) {
            return Err(CredentialsError::new(
                "those that the provider gave have expired",
            ));
        }
        let until = match fresh.expiry() {
            Some(expiry) => expiry.checked_sub(EARLY).unwrap_or(now),
            None => now.checked_add(KEPT).unwrap_or(now),
        };
        *kept = Some((fresh.clone(), until));
        Ok(fresh)
    }
}

/// What a call says that needs credentials and has none.
const NONE: &str = "give the configuration some or a provider, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY and have it read the environment (`Config::from_env()`, or `.env()` on the builder); the files in ~/.aws are not read";

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nowhere => f.write_str("none"),
            Self::Static(credentials) => credentials.fmt(f),
            // Not every provider's own text is free of secrets.
            Self::Provider { .. } => f.write_str("a provider"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use aws_credential_types::provider::error::CredentialsError as ProviderError;
    use aws_credential_types::provider::future;

    use super::*;

    /// Gives numbered credentials that expire after a time; fails if that is none, or after as many.
    #[derive(Clone, Debug)]
    struct Counting {
        asked: Arc<AtomicU32>,
        most: u32,
        expiry: Result<Option<SystemTime>, ()>,
    }

    impl ProvideCredentials for Counting {
        fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
        where
            Self: 'a,
        {
            future::ProvideCredentials::new(async move {
                let number = self.asked.fetch_add(1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                let expiry = self.expiry.ok().filter(|_| number < self.most);
                let expiry = expiry.ok_or_else(|| ProviderError::not_loaded("no profile\nhere"))?;
                Ok(aws_credential_types::Credentials::new(
                    format!("key{number}"),
                    "s",
                    None,
                    expiry,
                    "test",
                ))
            })
        }
    }

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    fn counting(expiry: Result<Option<SystemTime>, ()>) -> Source {
        at_most(u32::MAX, expiry)
    }

    fn at_most(most: u32, expiry: Result<Option<SystemTime>, ()>) -> Source {
        Source::provider(Counting {
            asked: Arc::default(),
            most,
            expiry,
        })
    }

    async fn key(source: &Source, now: u64) -> String {
        source
            .get(at(now))
            .await
            .unwrap()
            .access_key_id()
            .to_owned()
    }

    #[tokio::test]
    async fn kept_until_a_minute_before_they_expire() {
        let source = counting(Ok(Some(at(1000))));
        assert_eq!(key(&source, 0).await, "key0");
        assert_eq!(key(&source, 939).await, "key0");
        assert_eq!(key(&source, 940).await, "key1");
        let error = source.get(at(1000)).await.unwrap_err();
        assert!(error.to_string().contains("expired"), "{error}");
    }

    #[tokio::test]
    async fn kept_a_while_if_they_do_not_expire() {
        let source = counting(Ok(None));
        assert_eq!(key(&source, 0).await, "key0");
        assert_eq!(key(&source, 899).await, "key0");
        assert_eq!(key(&source, 900).await, "key1");
    }

    #[tokio::test]
    async fn those_that_are_still_good_outlive_a_provider_that_fails() {
        let source = at_most(1, Ok(Some(at(1000))));
        for now in [0, 940, 999] {
            assert_eq!(key(&source, now).await, "key0");
        }
        let error = source.get(at(1000)).await.unwrap_err();
        assert!(error.to_string().contains("the provider failed"), "{error}");
        let source = at_most(1, Ok(None));
        for now in [0, 900, 9000] {
            assert_eq!(key(&source, now).await, "key0");
        }
    }

    #[tokio::test]
    async fn calls_at_the_same_time_ask_once() {
        let source = counting(Ok(None));
        let both = tokio::join!(key(&source, 0), key(&source, 0));
        assert_eq!(both, ("key0".into(), "key0".into()));
    }

    #[tokio::test]
    async fn failures_say_why() {
        let error = counting(Err(())).get(at(0)).await.unwrap_err().to_string();
        assert!(
            error.contains("the provider failed") && error.contains(r"no profile\nhere"),
            "{error}"
        );
        let error = Source::Nowhere.get(at(0)).await.unwrap_err().to_string();
        assert!(error.contains("AWS_ACCESS_KEY_ID"), "{error}");
    }

    #[test]
    fn debug_shows_no_secret() {
        let credentials = Credentials::new("AKID", "hunter2", Some("tokentoken".into()));
        /// A provider whose own `Debug` tells all.
        #[derive(Debug)]
        #[expect(dead_code, reason = "only `Debug` reads it")]
        struct Careless(&'static str);
        impl ProvideCredentials for Careless {
            fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
            where
                Self: 'a,
            {
                future::ProvideCredentials::ready(Err(ProviderError::not_loaded("none")))
            }
        }
        let provider = Source::provider(Careless("hunter2"));
        let fixed = Source::Static(credentials.clone());
        let text = format!("{credentials:?} {fixed:?} {provider:?}");
        assert!(text.contains("AKID"), "{text}");
        assert!(
            !text.contains("hunter2") && !text.contains("tokentoken"),
            "{text}"
        );
    }
}
