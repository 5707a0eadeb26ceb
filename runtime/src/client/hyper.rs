//! [`HyperTransport`]: the transport over hyper, with a pool of connections. Read by: `client`.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use ::hyper::body::Incoming;
use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body_util::BodyExt;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tower_service::Service;

use super::config::ConfigError;
use super::stream::Stream;
use super::tls::{Roots, Tls, Version};
use super::transport::{BoxFuture, Transport};
use crate::body::Body;
use crate::error::{TimeoutError, TimeoutKind, TransportError};

/// Sends requests over HTTP/1.1 from within a tokio runtime, keeps connections for the next request, and speaks TLS by
/// rustls with the roots of the operating system.
///
/// The roots are read when the first `https` connection is made; where the variables `SSL_CERT_FILE` and `SSL_CERT_DIR`
/// are set, from there. TLS is there on x86-64 and AArch64, for processors that have AES instructions and what
/// else the [graviola](https://docs.rs/graviola) crate asks for (most since about 2014); elsewhere an `https` request
/// is an error that says so. Proxies are not used. Responses are read into memory whole, however long they are, but
/// for bodies that the model calls streaming.
///
/// HTTP/2 is spoken where an operation sends events, with the feature `http2` of this crate; without it, such a call is
/// an error.
#[derive(Clone)]
pub struct HyperTransport {
    http1: Client,
    #[cfg(feature = "http2")]
    http2: Client,
}

type Client = hyper_util::client::legacy::Client<Connector, Body>;

impl HyperTransport {
    /// With a limit on how long a connection may take, TLS included.
    pub fn new(connect_timeout: Duration) -> Self {
        Self::with(connect_timeout, Roots::Native)
    }

    /// Trusts the certificates in a PEM file instead of the operating system's: for a private certificate authority.
    ///
    /// # Errors
    ///
    /// The file holds no certificate, or one that cannot be read.
    pub fn with_roots(connect_timeout: Duration, pem: &[u8]) -> Result<Self, ConfigError> {
        let roots = Roots::from_pem(pem).map_err(ConfigError::new)?;
        Ok(Self::with(connect_timeout, roots))
    }

    fn with(limit: Duration, roots: Roots) -> Self {
        Self {
            #[cfg(feature = "http2")]
            http2: client(limit, roots.clone(), Version::Http2),
            http1: client(limit, roots, Version::Http1),
        }
    }
}

impl HyperTransport {
    #[cfg(feature = "http2")]
    fn http2(&self) -> Result<&Client, TransportError> {
        Ok(&self.http2)
    }

    #[cfg(not(feature = "http2"))]
    #[expect(clippy::unused_self, reason = "with the feature, it is used")]
    fn http2(&self) -> Result<&Client, TransportError> {
        let message = "the operation sends events, which takes HTTP/2: turn on the feature `http2` of the crate `tinsmith`";
        Err(TransportError::connect(crate::error::RequestError::new(
            message,
        )))
    }

    async fn request(&self, request: Request<Body>) -> Result<Response<Incoming>, TransportError> {
        let host = request.uri().authority().map(ToString::to_string);
        let client = match request.version() {
            http::Version::HTTP_2 => self.http2()?,
            _ => &self.http1,
        };
        let response = client.request(request).await;
        response.map_err(|error| no_response(error, host.unwrap_or_default()))
    }
}

/// A pool of connections of one version of HTTP.
fn client(limit: Duration, roots: Roots, version: Version) -> Client {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    let connector = Connector {
        tcp,
        tls: Arc::new(Tls::new(roots, version)),
        limit,
    };
    let mut client = hyper_util::client::legacy::Client::builder(TokioExecutor::new());
    #[cfg(feature = "http2")]
    client.http2_only(version == Version::Http2);
    client.pool_timer(TokioTimer::new());
    client.pool_idle_timeout(IDLE);
    client.build(connector)
}

/// How long a connection that nobody uses is kept. Servers and the boxes in front of them close theirs after a minute
/// or more.
const IDLE: Duration = Duration::from_secs(50);

impl Transport for HyperTransport {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async {
            let response = self.request(request.map(Body::from)).await?;
            let (head, body) = response.into_parts();
            let body = body.collect().await.map_err(TransportError::new)?;
            Ok(Response::from_parts(head, body.to_bytes()))
        })
    }

    fn stream(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async {
            let response = self.request(request).await?;
            Ok(response.map(|body| Body::from_http(body.map_err(TransportError::new))))
        })
    }
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HyperTransport")
    }
}

fn no_response(error: hyper_util::client::legacy::Error, host: String) -> TransportError {
    if !error.is_connect() {
        return TransportError::new(error);
    }
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&error);
    while let Some(error) = cause {
        if let Some(timeout) = error.downcast_ref::<TimeoutError>() {
            return TransportError::connect(*timeout);
        }
        cause = error.source();
    }
    TransportError::connect(Unreachable { host, error })
}

/// A connection that could not be made: where to, and why. That hyper was asked to make it is nobody's concern.
#[derive(Debug)]
struct Unreachable {
    host: String,
    error: hyper_util::client::legacy::Error,
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.host)
    }
}

impl StdError for Unreachable {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}

/// Makes connections: TCP, then TLS for `https`.
#[derive(Clone)]
struct Connector {
    tcp: HttpConnector,
    tls: Arc<Tls>,
    limit: Duration,
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = Box<dyn StdError + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, Self::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.tcp.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let tcp = self.tcp.call(uri.clone());
        let (tls, limit) = (Arc::clone(&self.tls), self.limit);
        let connect = async move {
            let tcp = tcp.await?.into_inner();
            match uri.scheme_str() {
                Some("https") => tls
                    .connect(uri.host().unwrap_or_default(), tcp)
                    .await
                    .map(Stream::tls),
                _ => Ok(Stream::plain(tcp)),
            }
        };
        Box::pin(async move {
            let connected = tokio::time::timeout(limit, connect).await;
            connected.map_err(|_| TimeoutError::new(TimeoutKind::Connect, limit))?
        })
    }
}
