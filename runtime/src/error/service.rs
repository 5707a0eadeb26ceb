//! [`ServiceError`]: the service's own answer that something is wrong. Read by: users, retries.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;

use super::text::OneLine;

/// An error that the service answered with.
///
/// It prints as `Code: message (request id …, HTTP 400)`, and where the answer has no code as `an error without a code (…)`.
#[non_exhaustive]
pub struct ServiceError<E> {
    /// The error code, as `ThrottlingException`; the HTTP status in digits where the answer has none.
    pub code: String,
    /// What the service says about it.
    pub message: Option<String>,
    /// What AWS support asks for.
    pub request_id: Option<String>,
    /// The HTTP status.
    pub status: StatusCode,
    /// Whether the same request may succeed when sent again.
    pub retryable: bool,
    /// Whether the service asks for fewer requests; such an error is retryable too.
    pub throttling: bool,
    /// The body of the answer, for what the model does not know.
    pub body: Bytes,
    /// The operation's own error type: the modelled error with its members.
    pub error: E,
}

impl<E> ServiceError<E> {
    /// An error with this code, HTTP status 400 and nothing else: for tests of code that handles errors.
    pub fn new(code: impl Into<String>, error: E) -> Self {
        Self {
            code: code.into(),
            message: None,
            request_id: None,
            status: StatusCode::BAD_REQUEST,
            retryable: false,
            throttling: false,
            body: Bytes::new(),
            error,
        }
    }

    pub(crate) fn map<F>(self, map: impl FnOnce(E) -> F) -> ServiceError<F> {
        ServiceError {
            code: self.code,
            message: self.message,
            request_id: self.request_id,
            status: self.status,
            retryable: self.retryable,
            throttling: self.throttling,
            body: self.body,
            error: map(self.error),
        }
    }
}

impl<E> fmt::Display for ServiceError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (message, id) = (self.message.as_deref(), self.request_id.as_deref());
        show(f, &self.code, message, id, self.status)
    }
}

/// Not generic, so that it is compiled once.
fn show(
    f: &mut fmt::Formatter<'_>,
    code: &str,
    message: Option<&str>,
    request_id: Option<&str>,
    status: StatusCode,
) -> fmt::Result {
    if code == status.as_str() {
        f.write_str("an error without a code")?;
    } else {
        write!(f, "{}", OneLine(code))?;
    }
    if let Some(message) = message.filter(|text| !text.is_empty()) {
        write!(f, ": {}", OneLine(message))?;
    }
    f.write_str(" (")?;
    if let Some(id) = request_id {
        write!(f, "request id {}, ", OneLine(id))?;
    }
    write!(f, "HTTP {})", status.as_u16())
}

/// Leaves out the body's content, which can be long and can hold what logs should not.
impl<E: fmt::Debug> fmt::Debug for ServiceError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceError")
            .field("code", &self.code)
            .field("message", &self.message)
            .field("request_id", &self.request_id)
            .field("status", &self.status)
            .field("retryable", &self.retryable)
            .field("throttling", &self.throttling)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("error", &self.error)
            .finish()
    }
}

impl<E: fmt::Debug> std::error::Error for ServiceError<E> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_on_one_line() {
        let mut error = ServiceError::new("InvalidParameterValueException", ());
        assert_eq!(
            error.to_string(),
            "InvalidParameterValueException (HTTP 400)"
        );
        error.code = "400".into();
        assert_eq!(error.to_string(), "an error without a code (HTTP 400)");
        error.code = "InvalidParameterValueException".into();
        error.message = Some("no such\nid".into());
        error.request_id = Some("b25b".into());
        assert_eq!(
            error.to_string(),
            r"InvalidParameterValueException: no such\nid (request id b25b, HTTP 400)"
        );
    }

    #[test]
    fn debug_leaves_the_body_out() {
        let mut error = ServiceError::new("X", ());
        error.body = Bytes::from_static(b"{\"password\":1}");
        assert!(format!("{error:?}").contains("body: 14 bytes"));
    }
}
