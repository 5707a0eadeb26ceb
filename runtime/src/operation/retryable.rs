//! Which answers are worth sending the same request again. Read by: `protocol`, `error`.
//!
//! The codes and statuses are those of the standard mode in the
//! [AWS SDKs' retry behaviour](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html).

use http::StatusCode;

/// Codes that ask for fewer requests.
const THROTTLING: &[&str] = &[
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

/// Codes of passing failures.
const TRANSIENT: &[&str] = &["InternalError", "RequestTimeout", "RequestTimeoutException"];

/// Whether an answer with this code or status asks for fewer requests.
pub(crate) fn is_throttling(code: &str, status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS || THROTTLING.contains(&code)
}

/// Whether the failure that this code stands for passes, by the code alone or as the model says.
pub(crate) fn is_transient_code(code: &str, modelled: &[&str]) -> bool {
    TRANSIENT.contains(&code) || modelled.contains(&code)
}

/// Whether a status promises that the same request may succeed later.
pub(crate) fn is_transient_status(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_statuses() {
        assert!(is_throttling("SlowDown", StatusCode::SERVICE_UNAVAILABLE));
        assert!(is_throttling("Whatever", StatusCode::TOO_MANY_REQUESTS));
        assert!(!is_throttling("AccessDenied", StatusCode::FORBIDDEN));
        assert!(is_transient_code("Busy", &["Busy"]));
        assert!(!is_transient_code("Busy", &[]));
        assert!(is_transient_status(StatusCode::GATEWAY_TIMEOUT));
        assert!(!is_transient_status(StatusCode::NOT_IMPLEMENTED));
    }
}
