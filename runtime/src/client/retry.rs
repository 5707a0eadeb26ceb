//! When to send a request again, and how long to wait before. Read by: `client`.
//!
//! The standard mode of the [AWS SDKs' retry behaviour](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html).
//! Which errors are worth it says [`Error::is_retryable`](crate::Error::is_retryable).

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::HeaderMap;

/// How often and how fast a request is sent again.
///
/// Before retry number `n` (from 0) the client waits a random part of `base * 2^n`, at most [`max_delay`](Self::max_delay);
/// the base is longer when the service asks for fewer requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base: Duration,
    throttling_base: Duration,
    max_delay: Duration,
}

impl RetryPolicy {
    /// Three attempts; 50 ms as the base, 1 s when throttled; 20 s at most.
    pub fn standard() -> Self {
        Self {
            max_attempts: 3,
            base: Duration::from_millis(50),
            throttling_base: Duration::from_secs(1),
            max_delay: Duration::from_secs(20),
        }
    }

    /// One attempt.
    pub fn never() -> Self {
        Self::standard().max_attempts(1)
    }

    /// Sets how often a request is sent at most, with the first time: 1 or more.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the longest first wait after a failure that passes.
    pub fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Sets the longest first wait after the service asked for fewer requests.
    pub fn throttling_base(mut self, base: Duration) -> Self {
        self.throttling_base = base;
        self
    }

    /// Sets the longest wait of all; where the service says how long to wait, up to 5 s may come on top.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    pub(super) fn attempts(&self) -> u32 {
        self.max_attempts
    }

    /// How long to wait before retry number `retry`, counted from 0. `jitter` is a random number from 0 to 1, `told`
    /// what the service asks for.
    pub(super) fn delay(
        &self,
        retry: u32,
        throttling: bool,
        jitter: f64,
        told: Option<Duration>,
    ) -> Duration {
        let base = if throttling {
            self.throttling_base
        } else {
            self.base
        };
        let longest = base
            .saturating_mul(2_u32.saturating_pow(retry))
            .min(self.max_delay);
        let delay = Duration::try_from_secs_f64(longest.as_secs_f64() * jitter.clamp(0.0, 1.0));
        let delay = delay.unwrap_or(longest);
        told.map_or(delay, |told| {
            told.clamp(delay, delay.saturating_add(MOST_TOLD))
        })
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::standard()
    }
}

/// How much longer than it would anyway the client waits because the service says so.
const MOST_TOLD: Duration = Duration::from_secs(5);

/// How long the service asks to wait: `x-amz-retry-after` in milliseconds, or
/// [`retry-after`](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3) in seconds (its other form, a date, is left out).
pub(super) fn told(headers: &HeaderMap) -> Option<Duration> {
    let number = |name| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
    let milliseconds = number("x-amz-retry-after").map(Duration::from_millis);
    milliseconds.or_else(|| number("retry-after").map(Duration::from_secs))
}

/// What a client may spend on retries, so that it does not multiply the load of a service that is down.
#[derive(Debug)]
pub(super) struct Quota(AtomicU32);

impl Quota {
    const FULL: u32 = 500;
    const COST: u32 = 14;
    const THROTTLING_COST: u32 = 5;

    pub(super) fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// Pays for a retry and gives what it cost; none if that much is not left.
    pub(super) fn spend(&self, throttling: bool) -> Option<u32> {
        let cost = if throttling {
            Self::THROTTLING_COST
        } else {
            Self::COST
        };
        let spent = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(cost)
            });
        spent.is_ok().then_some(cost)
    }

    /// After a success, gives back what its last retry cost, or 1 if it took none.
    pub(super) fn refill(&self, cost: Option<u32>) {
        let more = |left: u32| {
            (left < Self::FULL).then(|| left.saturating_add(cost.unwrap_or(1)).min(Self::FULL))
        };
        // An error is a quota that is full already.
        let _ = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// The longest waits that botocore's standard mode has: `min(base * 2 ** i, 20)` seconds.
    #[test]
    fn waits_double_up_to_a_limit() {
        let policy = RetryPolicy::standard();
        let longest = |throttling| {
            [0, 1, 2, 5, 40].map(|retry| policy.delay(retry, throttling, 1.0, None).as_millis())
        };
        assert_eq!(longest(false), [50, 100, 200, 1600, 20_000]);
        assert_eq!(longest(true), [1000, 2000, 4000, 20_000, 20_000]);
        assert_eq!(policy.delay(1, true, 0.25, None), 500 * MS);
    }

    #[test]
    fn no_setting_overflows() {
        let policy = RetryPolicy::standard()
            .base(Duration::MAX)
            .max_delay(Duration::MAX);
        assert_eq!(
            policy.delay(u32::MAX, false, 1.0, Some(Duration::MAX)),
            Duration::MAX
        );
    }

    #[test]
    fn what_the_service_asks_for_is_bounded() {
        let delay = |told: u32| RetryPolicy::standard().delay(0, false, 1.0, Some(told * MS));
        assert_eq!(delay(1), 50 * MS);
        assert_eq!(delay(3000), 3000 * MS);
        assert_eq!(delay(3_600_000), 5050 * MS);
    }

    #[test]
    fn headers() {
        let told = |name: &'static str, value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, value.parse().unwrap());
            told(&headers)
        };
        assert_eq!(told("x-amz-retry-after", "1500"), Some(1500 * MS));
        assert_eq!(told("retry-after", "2"), Some(2000 * MS));
        for bad in ["-1", "soon", "", "99999999999999999999999"] {
            assert_eq!(told("x-amz-retry-after", bad), None, "{bad}");
        }
    }

    #[test]
    fn quota() {
        let quota = Quota::new();
        let retries = std::iter::from_fn(|| quota.spend(false)).count();
        assert_eq!(retries, 35);
        assert_eq!(quota.spend(true), Some(5));
        assert_eq!(quota.spend(true), Some(5));
        assert_eq!(quota.spend(true), None);
        quota.refill(None);
        assert_eq!(quota.spend(true), None);
        quota.refill(Some(14));
        assert_eq!(quota.spend(false), Some(14));
        (0..1000).for_each(|_| quota.refill(Some(14)));
        assert_eq!(quota.0.load(Ordering::Relaxed), 500);
    }
}
