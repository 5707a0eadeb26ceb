//! Sends a request until it succeeds or there is no point: signature, limits, retries, traces. Read by: `client`.
//!
//! Nothing here is generic over the operation, so that a program compiles it once.

use std::convert::Infallible;
use std::error::Error as StdError;
use std::time::SystemTime;

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{Method, Request, Response, StatusCode};
use tokio::time::{Instant, sleep, timeout};
use tracing::Span;

use super::config::Settings;
use super::endpoint::NO_REGION;
use super::progress::{Progress, limited};
use super::random;
use super::retry::{self, Quota};
use super::sign::{Scope, sign_content};
use super::sign_events::sign_events;
use crate::body::Body;
use crate::error::{
    BodyError, CredentialsError, Error, RequestError, TimeoutError, TimeoutKind, TransportError,
};
use crate::operation::{OperationInfo, Streams};
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
    fn answered(info: &OperationInfo, response: &Response<Body>) -> Self {
        let response = response
            .clone()
            .map(|body| body.into_bytes().unwrap_or_default());
        Self::of::<()>(&match protocol::read_any_error(info, &response) {
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
            Error::Body(_) => "Body".into(),
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
    pub(super) streams: Streams,
    pub(super) signing_region: Option<&'a str>,
}

impl Call<'_> {
    /// Sends the request, within the limits of the settings. An answer without success is an answer too. The body of the
    /// answer is in memory, unless it succeeded and is to be streamed.
    pub(super) async fn send(&self, request: Request<Body>) -> Result<Response<Body>, AnyError> {
        // Timers panic outside of a runtime.
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(TransportError::connect(
                "there is no tokio runtime here: call from within one",
            )
            .into());
        }
        let limit = self.settings.timeouts.overall;
        let end = Instant::now().checked_add(limit);
        let result = if request.body().bytes().is_some() {
            let result = timeout(limit, self.attempts(request, end)).await;
            result.unwrap_or_else(|_| Err(TimeoutError::new(TimeoutKind::Overall, limit).into()))
        } else {
            // How long a stream takes, its length decides; each attempt sees to it that it moves.
            self.attempts(request, end).await
        };
        if let Ok(response) = &result {
            trace_response(response);
        }
        result
    }

    /// Tries until `end`: a wait that would not be over by then is not begun, so that the caller learns what was wrong.
    async fn attempts(
        &self,
        request: Request<Body>,
        end: Option<Instant>,
    ) -> Result<Response<Body>, AnyError> {
        let policy = &self.settings.retry;
        let mut cost = None;
        let mut number = 0;
        loop {
            number += 1;
            Span::current().record("attempts", number);
            let result = self.attempt(request.clone()).await;
            let (failure, told) = match &result {
                Ok(response) if self.is_success(response) => {
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
            if !request.body().is_fresh() {
                tracing::debug!(
                    code = failure.code,
                    "no retry: a part of the stream was sent"
                );
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

    fn is_success(&self, response: &Response<Body>) -> bool {
        let body = response.body().bytes().filter(|_| !self.streams.response);
        protocol::is_success(self.info, response.status(), body)
    }

    async fn attempt(&self, mut request: Request<Body>) -> Result<Response<Body>, AnyError> {
        if !self.info.unsigned {
            self.sign(&mut request).await?;
        }
        if self.streams.request || self.streams.response {
            return self.stream(request).await;
        }
        let limit = self.settings.timeouts.attempt;
        let method = request.method().clone();
        let request = request.map(|body| body.into_bytes().unwrap_or_default());
        let response = timeout(limit, self.settings.transport.send(request)).await;
        let response = response
            .map_err(|_| TimeoutError::new(TimeoutKind::Attempt, limit))?
            .map_err(lost)?
            .map(Body::from);
        with_length(&method, response)
    }

    async fn sign(&self, request: &mut Request<Body>) -> Result<(), AnyError> {
        let limit = self.settings.timeouts.attempt;
        let region = self
            .signing_region
            .ok_or_else(|| RequestError::new(NO_REGION))?;
        let credentials = timeout(limit, self.settings.credentials.get(SystemTime::now())).await;
        let late = |_| CredentialsError::new(format!("the provider gave none within {limit:?}"));
        let credentials = credentials.map_err(late)??;
        let service = self.info.service.signing_name;
        if let Some(messages) = request.body().events().cloned() {
            sign_events(request, messages, &credentials, region, service)?;
            return Ok(());
        }
        let scope = Scope {
            credentials: &credentials,
            region,
            service,
            // After the wait for credentials: a signature holds from the time it names.
            time: SystemTime::now(),
        };
        sign_content(&scope, request, self.info.unsigned_payload).await
    }

    /// An attempt of which a body is a stream: the limit is on the time without any progress.
    async fn stream(&self, request: Request<Body>) -> Result<Response<Body>, AnyError> {
        let limit = self.settings.timeouts.attempt;
        let late = || TimeoutError::new(TimeoutKind::Attempt, limit);
        let method = request.method().clone();
        let progress = Progress::new();
        let request = request.map(|body| progress.watch(body));
        let sent = self.settings.transport.stream(request);
        let response = progress.within(limit, sent).await;
        let response = response.ok_or_else(late)?.map_err(lost)?;
        let mut response = with_length(&method, response)?;
        // Between two events may be any time.
        if !self.info.event_output {
            response = response.map(|body| limited(body, limit));
        }
        if self.streams.response && response.status().is_success() {
            return Ok(response);
        }
        let (head, body) = response.into_parts();
        let body = timeout(limit, body.collect()).await.map_err(|_| late())??;
        Ok(Response::from_parts(head, body.into()))
    }
}

/// A transport's own limits are timeouts too, and a body that broke off is no fault of its.
fn lost(error: TransportError) -> AnyError {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error.cause());
    if let Some(request) = cause.and_then(|cause| cause.downcast_ref::<RequestError>()) {
        return request.clone().into();
    }
    if let Some(timeout) = cause.and_then(|cause| cause.downcast_ref::<TimeoutError>()) {
        return (*timeout).into();
    }
    while let Some(inner) = cause {
        if let Some(body) = inner.downcast_ref::<BodyError>() {
            return body.in_words().into();
        }
        cause = inner.source();
    }
    error.into()
}

/// Holds the body against the length that its header says: not every transport notices that one ends too early.
fn with_length(method: &Method, response: Response<Body>) -> Result<Response<Body>, AnyError> {
    let headers = response.headers();
    // These tell the length of what they do not bring (RFC 9110, 8.6).
    let is_head = method == Method::HEAD || response.status() == StatusCode::NOT_MODIFIED;
    // A transport that decompresses may leave the header as it was.
    if is_head || headers.contains_key(CONTENT_ENCODING) {
        return Ok(response);
    }
    let expected = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let Some(expected) = expected else {
        return Ok(response);
    };
    match response.body().length() {
        Some(found) if expected != found => {
            Err(TransportError::new(format!("the response has {found} bytes of {expected}")).into())
        }
        Some(_) => Ok(response),
        None => Ok(response.map(|body| body.with_length(expected))),
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

fn trace_response(response: &Response<Body>) {
    let span = Span::current();
    span.record("status", response.status().as_u16());
    if let Some(id) = request_id(response.headers()) {
        span.record("request_id", id);
    }
}
