//! Sends a request until it succeeds or there is no point: signature, limits, retries, traces. Read by: `client`.
//!
//! Nothing here is generic over the operation, so that a program compiles it once.

use std::convert::Infallible;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{Method, Request, Response};
use tokio::time::{Instant, sleep, timeout};
use tracing::Span;

use super::config::Settings;
use super::endpoint::NO_REGION;
use super::random;
use super::retry::{self, Quota};
use super::sign::sign;
use crate::error::{
    CredentialsError, Error, RequestError, TimeoutError, TimeoutKind, TransportError,
};
use crate::operation::OperationInfo;
use crate::protocol::{self, request_id};

/// An error of no operation in particular.
type AnyError = Error<Infallible>;

/// What a failed attempt means for the next.
struct Failure {
    /// What the trace says about it.
    code: String,
    retryable: bool,
    throttling: bool,
}

impl Failure {
    /// Reads an answer without success.
    fn answered(info: &OperationInfo, response: &Response<Bytes>) -> Self {
        Self::of::<()>(&match protocol::read_any_error(info, response) {
            Ok(error) => error.into(),
            Err(error) => error.into(),
        })
    }

    fn of<E>(error: &Error<E>) -> Self {
        let code = match error {
            Error::Service(error) => error.code.clone(),
            Error::Response(error) => error.status().as_u16().to_string(),
            Error::Timeout(error) => format!("{:?}Timeout", error.kind()),
            Error::Transport(_) => "Transport".into(),
            Error::Request(_) => "Request".into(),
            Error::Credentials(_) => "Credentials".into(),
        };
        Self {
            code,
            retryable: error.is_retryable(),
            throttling: error.is_throttling(),
        }
    }
}

/// One call of an operation.
pub(super) struct Call<'a> {
    pub(super) settings: &'a Settings,
    pub(super) quota: &'a Quota,
    pub(super) info: &'static OperationInfo,
    pub(super) signing_region: Option<&'a str>,
}

impl Call<'_> {
    /// Sends the request, within the limits of the settings. An answer without success is an answer too.
    pub(super) async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, AnyError> {
        // Timers panic outside of a runtime.
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(TransportError::connect(
                "there is no tokio runtime here: call from within one",
            )
            .into());
        }
        let limit = self.settings.timeouts.overall;
        let end = Instant::now().checked_add(limit);
        let result = timeout(limit, self.attempts(request, end)).await;
        let result =
            result.unwrap_or_else(|_| Err(TimeoutError::new(TimeoutKind::Overall, limit).into()));
        if let Ok(response) = &result {
            trace_response(response);
        }
        result
    }

    /// Tries until `end`: a wait that would not be over by then is not begun, so that the caller learns what was wrong.
    async fn attempts(
        &self,
        request: Request<Bytes>,
        end: Option<Instant>,
    ) -> Result<Response<Bytes>, AnyError> {
        let policy = &self.settings.retry;
        let mut cost = None;
        let mut number = 0;
        loop {
            number += 1;
            Span::current().record("attempts", number);
            let result = self.attempt(request.clone()).await;
            let (failure, told) = match &result {
                Ok(response) if protocol::is_success(self.info, response) => {
                    self.quota.refill(cost);
                    return result;
                }
                Ok(response) => (
                    Failure::answered(self.info, response),
                    retry::told(response.headers()),
                ),
                Err(error) => (Failure::of(error), None),
            };
            if !failure.retryable || number >= policy.attempts() {
                return result;
            }
            let delay = policy.delay(number - 1, failure.throttling, random::fraction(), told);
            if end.is_some_and(|end| end.saturating_duration_since(Instant::now()) <= delay) {
                tracing::debug!(code = failure.code, "no retry: no time is left");
                return result;
            }
            cost = self.quota.spend(failure.throttling);
            if cost.is_none() {
                tracing::debug!(
                    code = failure.code,
                    "no retry: too many calls have failed lately"
                );
                return result;
            }
            tracing::debug!(
                attempt = number,
                code = failure.code,
                delay_ms = delay.as_millis() as u64,
                "retry"
            );
            sleep(delay).await;
        }
    }

    async fn attempt(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, AnyError> {
        let limit = self.settings.timeouts.attempt;
        if !self.info.unsigned {
            let region = self
                .signing_region
                .ok_or_else(|| RequestError::new(NO_REGION))?;
            let credentials =
                timeout(limit, self.settings.credentials.get(SystemTime::now())).await;
            let late =
                |_| CredentialsError::new(format!("the provider gave none within {limit:?}"));
            let credentials = credentials.map_err(late)??;
            // After the wait for credentials: a signature holds from the time it names.
            sign(
                &mut request,
                &credentials,
                region,
                self.info.service.signing_name,
                SystemTime::now(),
            )?;
        }
        let method = request.method().clone();
        let response = timeout(limit, self.settings.transport.send(request)).await;
        let response = response
            .map_err(|_| TimeoutError::new(TimeoutKind::Attempt, limit))?
            .map_err(lost)?;
        check_length(&method, &response)?;
        Ok(response)
    }
}

/// A transport's own limits are timeouts too.
fn lost(error: TransportError) -> AnyError {
    match error.cause().downcast_ref::<TimeoutError>() {
        Some(timeout) => (*timeout).into(),
        None => error.into(),
    }
}

/// Not every transport notices that a body ends too early.
fn check_length(method: &Method, response: &Response<Bytes>) -> Result<(), TransportError> {
    let headers = response.headers();
    // A transport that decompresses may leave the header as it was.
    if method == Method::HEAD || headers.contains_key(CONTENT_ENCODING) {
        return Ok(());
    }
    let expected = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let found = response.body().len();
    match expected {
        Some(expected) if expected != found => Err(TransportError::new(format!(
            "the response has {found} bytes of {expected}"
        ))),
        _ => Ok(()),
    }
}

/// The span of a call; `attempts`, `status` and `request_id` are filled in when they are known.
pub(super) fn span(info: &OperationInfo, region: Option<&str>) -> Span {
    tracing::info_span!(
        "call",
        rpc.system = "aws-api",
        rpc.service = info.service.id,
        rpc.method = info.name,
        region,
        attempts = tracing::field::Empty,
        status = tracing::field::Empty,
        request_id = tracing::field::Empty,
    )
}

fn trace_response(response: &Response<Bytes>) {
    let span = Span::current();
    span.record("status", response.status().as_u16());
    if let Some(id) = request_id(response.headers()) {
        span.record("request_id", id);
    }
}
