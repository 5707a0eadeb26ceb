//! [`Transport`]: how requests travel. Read by: `client`, and by programs that bring their own HTTP.

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use http::{Request, Response};

use crate::body::Body;
use crate::error::TransportError;

/// A future on the heap, so that a trait with one can be an object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one request and gives the whole response.
///
/// Retries, timeouts and signatures happen above a transport: it sends what it is given, once. When a limit is
/// reached the future is dropped, which has to end the request. An error says whether the service may have seen the
/// request: [`TransportError::connect`] if not, else [`TransportError::new`]. Where the error's cause is a
/// [`TimeoutError`](crate::TimeoutError), the call fails as a timeout; where it is a
/// [`RequestError`](crate::RequestError), because the transport cannot send such a request, it is not repeated.
///
/// Closures are transports, so a test can answer by itself:
///
/// ```
/// use tinsmith::client::Config;
/// use tinsmith::Bytes;
///
/// let config = Config::builder()
///     .region("us-east-1")
///     .transport(|request: http::Request<Bytes>| async move {
///         assert_eq!(request.uri().host(), Some("discovery.us-east-1.amazonaws.com"));
///         Ok(http::Response::new(Bytes::from("{}")))
///     })
///     .build()?;
/// # Ok::<(), tinsmith::client::ConfigError>(())
/// ```
///
/// An adapter of another HTTP client is a type with this trait:
///
/// ```
/// use tinsmith::client::{BoxFuture, Transport};
/// use tinsmith::{Bytes, TransportError};
///
/// struct Canned(Vec<u8>);
///
/// impl Transport for Canned {
///     fn send(&self, _: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
///         Box::pin(async { Ok(http::Response::new(Bytes::copy_from_slice(&self.0))) })
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends the request and reads the response to its end.
    ///
    /// The request has an absolute URI and no `host` and `content-length` headers, which follow from the URI and the body.
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>>;

    /// Sends a request whose body may be a stream, and gives the response once its head is there. Calls of operations
    /// whose bodies stream use it. A request of the version HTTP/2 needs it: its response comes while the body is sent.
    ///
    /// A transport that does not say how gets all of a request, and gives all of a response, by [`Transport::send`].
    fn stream(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async {
            let (head, body) = request.into_parts();
            let body = body.collect().await.map_err(TransportError::new)?;
            let response = self.send(Request::from_parts(head, body)).await?;
            Ok(response.map(Body::from))
        })
    }
}

impl<F, R> Transport for F
where
    F: Fn(Request<Bytes>) -> R + Send + Sync + 'static,
    R: Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'static,
{
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(self(request))
    }
}
