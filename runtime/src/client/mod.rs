//! Makes calls: credentials, SigV4, endpoints, retries and timeouts over a transport. Read by: emitted code, and by
//! programs that configure it.
//!
//! | module | what it does |
//! |---|---|
//! | `config` | what all clients of a program share |
//! | `credentials` | who calls |
//! | `endpoint` | from a service and a region to a URL |
//! | `sign` | SigV4 |
//! | `attempts` | sends a request until it succeeds or there is no point |
//! | `retry` | whether and when to try again |
//! | `transport` | how requests travel; `hyper`, `stream` and `tls` are the one that comes with the crate |
//! | `paginator` | all pages of an operation, all items of the pages |
//!
//! Calls need a tokio runtime with timers (`enable_time`, and `enable_io` for [`HyperTransport`]).

mod attempts;
mod config;
mod credentials;
mod endpoint;
mod hyper;
mod paginator;
mod random;
mod retry;
mod sign;
mod stream;
mod tls;
mod transport;

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use tracing::Instrument;

pub use aws_credential_types;
pub use config::{Config, ConfigBuilder, ConfigError};
pub use credentials::Credentials;
pub use hyper::HyperTransport;
pub use paginator::{Items, Paginator};
pub use retry::RetryPolicy;
pub use sign::sign;
pub use transport::{BoxFuture, Transport};

use crate::error::{Error, RequestError};
use crate::operation::{self, Operation, OperationInfo, Paginated, Service};
use attempts::{Call, Failure};
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
    quota: Arc<Quota>,
}

impl Client {
    /// A client of the service.
    pub fn new(config: &Config, service: &'static Service) -> Self {
        Self {
            config: config.clone(),
            service,
            quota: Arc::new(Quota::new()),
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
        let request = operation::request::<O>(request, &endpoint.uri, Some(&token))?;
        let response = self
            .send(O::INFO, request, &endpoint, failure::<O>)
            .await
            .map_err(Error::widen)?;
        operation::response::<O>(&response)
    }

    /// Calls an operation for one page after another.
    pub fn paginate<O: Paginated>(&self, request: O::Request) -> Paginator<O> {
        Paginator::new(self.clone(), request)
    }

    fn endpoint(&self) -> Result<Endpoint, RequestError> {
        endpoint::resolve(
            self.service,
            self.config.region(),
            self.config.endpoint_url(),
        )
    }

    async fn send(
        &self,
        info: &'static OperationInfo,
        mut request: Request<Bytes>,
        endpoint: &Endpoint,
        failure: fn(&Response<Bytes>) -> Failure,
    ) -> Result<Response<Bytes>, Error<Infallible>> {
        let agent = http::HeaderValue::from_static(concat!("tinsmith/", env!("CARGO_PKG_VERSION")));
        request
            .headers_mut()
            .entry(http::header::USER_AGENT)
            .or_insert(agent);
        let signing_region = endpoint.signing_region.as_deref();
        let span = attempts::span(info, signing_region);
        let call = Call {
            settings: &self.config.0,
            quota: &self.quota,
            info,
            signing_region,
            failure,
        };
        call.send(request).instrument(span).await
    }
}

/// Reads an answer without success only to know what it means for the next attempt.
fn failure<O: Operation>(response: &Response<Bytes>) -> Failure {
    match operation::response::<O>(response) {
        Err(error) => Failure::of(&error),
        // Cannot be: a status without success reads as an error.
        Ok(_) => Failure {
            code: String::new(),
            retryable: false,
            throttling: false,
        },
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
