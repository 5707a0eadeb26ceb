//! Makes calls: credentials, SigV4, endpoints, retries and timeouts over a transport. Read by: emitted code, and by
//! programs that configure it.
//!
//! | module | what it does |
//! |---|---|
//! | `config` | what all clients of a program share |
//! | `credentials` | who calls |
//! | `endpoint` | from a service and a region to a URL |
//! | `sign`, `sign_events` | SigV4 |
//! | `attempts` | sends a request until it succeeds or there is no point |
//! | `retry` | whether and when to try again |
//! | `progress` | how long a body that streams may stand still |
//! | `transport` | how requests travel; `hyper`, `stream` and `tls` are the one that comes with the crate |
//! | `paginator` | all pages of an operation, all items of the pages |
//!
//! A transport can be a closure, so that a test answers by itself. `CountThings` stands for an operation that the
//! generator wrote, and `Things` for its client:
//!
//! ```
//! # use tinsmith::codegen as rt;
//! #
//! # static SERVICE: rt::Service =
//! #     rt::Service::new("Things", "2020-01-01", rt::Protocol::AwsJson1_1, "things").target_prefix("Things");
//! #
//! # struct CountThings;
//! # impl rt::Operation for CountThings {
//! #     type Request = CountThingsRequest;
//! #     type Response = CountThingsResponse;
//! #     type Error = CountThingsError;
//! #     const INFO: &'static rt::OperationInfo = &SERVICE.operation("CountThings", "POST", "/");
//! # }
//! #
//! # #[derive(Default)]
//! # struct CountThingsRequest { kind: Option<String> }
//! # impl rt::Structure for CountThingsRequest {
//! #     const NAME: &'static str = "CountThingsRequest";
//! #     const MEMBERS: &'static [rt::Member] = &[rt::Member::new("kind")];
//! #     fn write_members<W: rt::Writer>(&self, w: &mut W) -> Result<(), W::Error> { w.member(0, &self.kind) }
//! #     fn read_member<R: rt::Reader>(&mut self, member: usize, r: &mut R) -> Result<(), R::Error> {
//! #         if member == 0 { self.kind = rt::Shape::read(r)?; }
//! #         Ok(())
//! #     }
//! # }
//! #
//! # #[derive(Default)]
//! # struct CountThingsResponse { count: Option<i32> }
//! # impl rt::Structure for CountThingsResponse {
//! #     const NAME: &'static str = "CountThingsResponse";
//! #     const MEMBERS: &'static [rt::Member] = &[rt::Member::new("count")];
//! #     fn write_members<W: rt::Writer>(&self, w: &mut W) -> Result<(), W::Error> { w.member(0, &self.count) }
//! #     fn read_member<R: rt::Reader>(&mut self, member: usize, r: &mut R) -> Result<(), R::Error> {
//! #         if member == 0 { self.count = rt::Shape::read(r)?; }
//! #         Ok(())
//! #     }
//! # }
//! #
//! # #[derive(Debug)]
//! # enum CountThingsError { NoSuchKind, Unmodelled }
//! # impl rt::OperationError for CountThingsError {
//! #     fn read<R: rt::Reader>(code: &str, _: &mut R) -> Result<Self, R::Error> {
//! #         Ok(if code == "NoSuchKindException" { Self::NoSuchKind } else { Self::Unmodelled })
//! #     }
//! # }
//! # struct Things(rt::Client);
//! # impl Things {
//! #     fn new(config: &rt::Config) -> Self { Self(rt::Client::new(config, &SERVICE)) }
//! #     async fn count_things(&self, request: CountThingsRequest) -> Result<CountThingsResponse, rt::Error<CountThingsError>> {
//! #         self.0.call::<CountThings>(&request).await
//! #     }
//! # }
//! use tinsmith::client::{Config, Credentials};
//! use tinsmith::{Bytes, http};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let config = Config::builder()
//!     .region("eu-west-1")
//!     .credentials(Credentials::new("AKIDEXAMPLE", "secret", None))
//!     .transport(|request: http::Request<Bytes>| async move {
//!         assert_eq!(request.uri(), "https://things.eu-west-1.amazonaws.com/");
//!         Ok(http::Response::new(Bytes::from(r#"{"count":3}"#)))
//!     })
//!     .build()?;
//! let response = Things::new(&config).count_things(CountThingsRequest::default()).await?;
//! assert_eq!(response.count, Some(3));
//! # Ok(())
//! # }
//! ```
//!
//! Calls need a tokio runtime with timers (`enable_time`, and `enable_io` for [`HyperTransport`]).

mod attempts;
mod config;
mod credentials;
mod endpoint;
mod hyper;
mod paginator;
mod progress;
mod random;
mod retry;
mod sign;
mod sign_events;
mod stream;
mod tls;
mod transport;

use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, OnceLock};

use http::{Request, Response};
use tokio::time::timeout;
use tracing::Instrument;

pub use aws_credential_types;
pub use config::{Config, ConfigBuilder, ConfigError};
pub use credentials::Credentials;
pub use hyper::HyperTransport;
pub use paginator::{Items, Paginator};
pub use retry::RetryPolicy;
pub use sign::{sign, sign_head};
pub use transport::{BoxFuture, Transport};

pub use crate::operation::WhenChecksum;

use crate::body::Body;
use crate::error::{Error, RequestError, TimeoutError, TimeoutKind};
use crate::operation::{self, Operation, OperationInfo, Paginated, Service, Streams};
use attempts::Call;
use endpoint::Endpoint;
use retry::Quota;

/// Calls the operations of one service. Emitted clients wrap it.
///
/// Making one takes no time and cannot fail; what is missing from the configuration is an error of the call that needs
/// it. Cheap to clone; the clones share what they may spend on retries.
#[derive(Clone)]
pub struct Client {
    config: Config,
    service: &'static Service,
    shared: Arc<Shared>,
}

/// What the clones of a client share.
struct Shared {
    quota: Quota,
    /// Where the service is, once a call has asked.
    endpoint: OnceLock<Endpoint>,
}

impl Client {
    /// A client of the service.
    pub fn new(config: &Config, service: &'static Service) -> Self {
        Self {
            config: config.clone(),
            service,
            shared: Arc::new(Shared {
                quota: Quota::new(),
                endpoint: OnceLock::new(),
            }),
        }
    }

    /// Calls an operation of the service: builds the request, signs and sends it, and reads the answer.
    ///
    /// # Errors
    ///
    /// See [`Error`]. What is worth a retry has been sent again, as often as the configuration allows.
    pub async fn call<O: Operation>(
        &self,
        request: &O::Request,
    ) -> Result<O::Response, Error<O::Error>> {
        let endpoint = self.endpoint()?;
        let token = (self.config.0.token)();
        let options = &self.config.0.sending;
        let request =
            operation::streaming_request::<O>(request, &endpoint.uri, Some(&token), options)?;
        let response = self.send(O::INFO, O::STREAMS, request, endpoint).await;
        let response = response.map_err(Error::widen)?;
        if const { O::STREAMS.response } {
            let limit = self.config.0.timeouts.attempt;
            // A message that stands before the events may never come.
            let read = timeout(limit, operation::streaming_response::<O>(response)).await;
            let late = |_| Err(TimeoutError::new(TimeoutKind::Attempt, limit).into());
            return read.unwrap_or_else(late);
        }
        operation::response::<O>(&response.map(|body| body.into_bytes().unwrap_or_default()))
    }

    /// Calls an operation for one page after another.
    pub fn paginate<O: Paginated>(&self, request: O::Request) -> Paginator<O> {
        Paginator::new(self.clone(), request)
    }

    fn endpoint(&self) -> Result<&Endpoint, RequestError> {
        if let Some(endpoint) = self.shared.endpoint.get() {
            return Ok(endpoint);
        }
        let (region, url) = (self.config.region(), self.config.endpoint_url());
        let endpoint = endpoint::resolve(self.service, region, url)?;
        Ok(self.shared.endpoint.get_or_init(|| endpoint))
    }

    /// Sends a request. The future is on the heap so that it is compiled here: the body of an `async fn` is compiled
    /// where it is awaited, in every program anew.
    fn send<'a>(
        &'a self,
        info: &'static OperationInfo,
        streams: Streams,
        mut request: Request<Body>,
        endpoint: &'a Endpoint,
    ) -> BoxFuture<'a, Result<Response<Body>, Error<Infallible>>> {
        let agent = http::HeaderValue::from_static(concat!("tinsmith/", env!("CARGO_PKG_VERSION")));
        request
            .headers_mut()
            .entry(http::header::USER_AGENT)
            .or_insert(agent);
        let signing_region = endpoint.signing_region.as_deref();
        let span = attempts::span(info, signing_region);
        let call = Call {
            settings: &self.config.0,
            quota: &self.shared.quota,
            info,
            streams,
            signing_region,
        };
        Box::pin(async move { call.send(request).await }.instrument(span))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("service", &self.service.id)
            .field("config", &self.config)
            .finish()
    }
}
