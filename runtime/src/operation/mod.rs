//! What an operation is (its request, response and error types and the facts of its service), and the way from a request
//! value to HTTP and back. No I/O, no clock, no randomness. Built by: emitted code. Read by: `protocol`, `client`.
//!
//! With HTTP of your own, an operation is two functions, [`request`] and [`response`]. `CountThings` stands for one that
//! the generator wrote:
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
//! use tinsmith::{Bytes, http, operation};
//!
//! let value = CountThingsRequest { kind: Some("spoon".into()) };
//! let endpoint = http::Uri::from_static("https://things.example.com");
//! let request = operation::request::<CountThings>(&value, &endpoint, None)?;
//! assert_eq!(request.headers()["x-amz-target"], "Things.CountThings");
//! assert_eq!(request.body(), r#"{"kind":"spoon"}"#);
//! // Here the request is signed (`tinsmith::client::sign`) and sent, and what comes back is read:
//! let answer = http::Response::new(Bytes::from(r#"{"count":3}"#));
//! let response = operation::response::<CountThings>(&answer)?;
//! assert_eq!(response.count, Some(3));
//!
//! let answer = http::Response::builder().status(400).body(Bytes::from(r#"{"__type":"NoSuchKindException"}"#))?;
//! let error = operation::response::<CountThings>(&answer).err();
//! assert!(matches!(error.as_ref().and_then(|error| error.service()), Some(CountThingsError::NoSuchKind)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod around;
mod exchange;
#[cfg(test)]
mod exchange_tests;
#[cfg(test)]
mod peer_tests;
pub(crate) mod retryable;

use crate::events::Incoming;
use crate::protocol::Protocol;
use crate::protocol::events::Outgoing;
use crate::shape::{Member, Reader, Structure};

pub use around::{RequestOptions, WhenChecksum};
pub use exchange::{
    request, request_as, request_with, response, response_as, streaming_request, streaming_response,
};

/// An operation of a service. Emitted code implements it for a marker type named as the operation.
pub trait Operation: Send + Sync + 'static {
    /// What is sent.
    type Request: Structure + Send + Sync + 'static;
    /// What comes back.
    type Response: Structure + Send + 'static;
    /// The errors that the model lists for this operation.
    type Error: OperationError;
    /// The facts that building a request needs.
    const INFO: &'static OperationInfo;
    /// Which of its bodies are streams, as the members say.
    const STREAMS: Streams = Streams {
        request: streams(Self::Request::MEMBERS),
        response: streams(Self::Response::MEMBERS),
    };

    /// The events that a request sends, where the operation has any.
    fn events(_request: &Self::Request) -> Option<Outgoing> {
        None
    }

    /// Puts the events into a response, where the operation has any.
    fn set_events(_response: &mut Self::Response, _events: Incoming) {}
}

/// Which bodies of an operation are streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streams {
    /// The request's.
    pub request: bool,
    /// The response's.
    pub response: bool,
}

/// Whether one of these members is a stream.
const fn streams(members: &[Member]) -> bool {
    let mut at = 0;
    while at < members.len() {
        if members[at].streaming {
            return true;
        }
        at += 1;
    }
    false
}

/// The errors that a model lists for an operation, as an enum with a variant for each and one for the rest.
pub trait OperationError: Sized + Send + Sync + std::fmt::Debug + 'static {
    /// Reads the error with this code, or gives the variant for the rest.
    fn read<R: Reader>(code: &str, r: &mut R) -> Result<Self, R::Error>;
}

/// A service: its names, its protocol and how it is reached.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The service id, as `Application Discovery Service`.
    pub id: &'static str,
    /// The API's version, as `2015-11-01`.
    pub version: &'static str,
    /// The protocol that requests and responses are in.
    pub protocol: Protocol,
    /// The first label of the default host name, as `discovery` in `discovery.us-west-2.amazonaws.com`.
    pub endpoint_prefix: &'static str,
    /// The service's name in signatures.
    pub signing_name: &'static str,
    /// What stands before the operation's name in the `X-Amz-Target` header of the JSON protocols.
    pub target_prefix: &'static str,
    /// The one host that serves all regions of the `aws` partition, for services such as IAM.
    pub global_endpoint: Option<&'static str>,
    /// Whether the service once spoke the query protocol, and still tells the error codes that it had then.
    /// See the [Smithy `awsQueryCompatible` trait](https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait).
    pub query_compatible: bool,
}

impl Service {
    /// A signed operation of the service.
    pub const fn operation(
        &'static self,
        name: &'static str,
        method: &'static str,
        uri: &'static str,
    ) -> OperationInfo {
        OperationInfo {
            name,
            service: self,
            method,
            uri,
            host_prefix: None,
            unsigned: false,
            unsigned_payload: false,
            event_input: false,
            event_output: false,
            no_input: false,
            retryable: &[],
            root: None,
            namespace: None,
            checksum: None,
            md5: false,
            compressed: false,
        }
    }

    /// A service whose signatures carry its endpoint prefix.
    pub const fn new(
        id: &'static str,
        version: &'static str,
        protocol: Protocol,
        endpoint_prefix: &'static str,
    ) -> Self {
        Self {
            id,
            version,
            protocol,
            endpoint_prefix,
            signing_name: endpoint_prefix,
            target_prefix: "",
            global_endpoint: None,
            query_compatible: false,
        }
    }

    /// Sets [`Service::signing_name`].
    pub const fn signing_name(mut self, name: &'static str) -> Self {
        self.signing_name = name;
        self
    }

    /// Sets [`Service::target_prefix`].
    pub const fn target_prefix(mut self, prefix: &'static str) -> Self {
        self.target_prefix = prefix;
        self
    }

    /// Sets [`Service::global_endpoint`].
    pub const fn global_endpoint(mut self, host: &'static str) -> Self {
        self.global_endpoint = Some(host);
        self
    }

    /// Sets [`Service::query_compatible`].
    pub const fn query_compatible(mut self) -> Self {
        self.query_compatible = true;
        self
    }
}

/// The facts of an operation.
#[derive(Clone, Copy, Debug)]
pub struct OperationInfo {
    /// The operation's name on the wire.
    pub name: &'static str,
    /// The service it belongs to.
    pub service: &'static Service,
    /// The HTTP method.
    pub method: &'static str,
    /// The path and query of the request, with labels in braces.
    pub uri: &'static str,
    /// What stands before the host name, with labels in braces.
    pub host_prefix: Option<&'static str>,
    /// Whether the request goes out without a signature.
    pub unsigned: bool,
    /// Whether the signature covers the headers alone, and not the body.
    pub unsigned_payload: bool,
    /// Whether the model gives the operation no input at all, not even one without members: rpcv2Cbor tells these apart.
    pub no_input: bool,
    /// Whether the request sends events.
    pub event_input: bool,
    /// Whether the response brings events.
    pub event_output: bool,
    /// Codes of modelled errors that are worth a retry.
    pub retryable: &'static [&'static str],
    /// The name of the XML document in a request, where it is not that of the request's shape.
    pub root: Option<&'static str>,
    /// The namespace of the XML document in a request, as prefix (which can be empty) and URI.
    pub namespace: Option<(&'static str, &'static str)>,
    /// The checksums that a request carries and that responses are checked against.
    pub checksum: Option<&'static Checksum>,
    /// Whether a request must carry a digest of its body (Smithy's `httpChecksumRequired`).
    pub md5: bool,
    /// Whether the service takes compressed requests.
    pub compressed: bool,
}

/// The checksums of an operation.
/// See the [Smithy `httpChecksum` trait](https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait).
#[derive(Clone, Copy, Debug, Default)]
pub struct Checksum {
    /// Whether every request must carry one.
    pub required: bool,
    /// The member of the request that chooses the algorithm.
    pub algorithm: Option<&'static str>,
    /// The member of the request that asks for checksums of the response.
    pub mode: Option<&'static str>,
    /// The algorithms of which the response may carry a checksum.
    pub response: &'static [&'static str],
}

impl Checksum {
    /// None yet.
    pub const fn new() -> Self {
        Self {
            required: false,
            algorithm: None,
            mode: None,
            response: &[],
        }
    }

    /// Sets [`Checksum::required`].
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets [`Checksum::algorithm`].
    pub const fn algorithm(mut self, member: &'static str) -> Self {
        self.algorithm = Some(member);
        self
    }

    /// Sets [`Checksum::mode`].
    pub const fn mode(mut self, member: &'static str) -> Self {
        self.mode = Some(member);
        self
    }

    /// Sets [`Checksum::response`].
    pub const fn response(mut self, algorithms: &'static [&'static str]) -> Self {
        self.response = algorithms;
        self
    }
}

impl OperationInfo {
    /// Sets [`OperationInfo::host_prefix`].
    pub const fn host_prefix(mut self, prefix: &'static str) -> Self {
        self.host_prefix = Some(prefix);
        self
    }

    /// Sets [`OperationInfo::unsigned`].
    pub const fn unsigned(mut self) -> Self {
        self.unsigned = true;
        self
    }

    /// Sets [`OperationInfo::unsigned_payload`].
    pub const fn unsigned_payload(mut self) -> Self {
        self.unsigned_payload = true;
        self
    }

    /// Sets [`OperationInfo::no_input`].
    pub const fn no_input(mut self) -> Self {
        self.no_input = true;
        self
    }

    /// Sets [`OperationInfo::event_input`].
    pub const fn event_input(mut self) -> Self {
        self.event_input = true;
        self
    }

    /// Sets [`OperationInfo::event_output`].
    pub const fn event_output(mut self) -> Self {
        self.event_output = true;
        self
    }

    /// Sets [`OperationInfo::root`].
    pub const fn root(mut self, name: &'static str) -> Self {
        self.root = Some(name);
        self
    }

    /// Sets [`OperationInfo::namespace`].
    pub const fn namespace(mut self, prefix: &'static str, uri: &'static str) -> Self {
        self.namespace = Some((prefix, uri));
        self
    }

    /// Sets [`OperationInfo::checksum`].
    pub const fn checksum(mut self, checksum: &'static Checksum) -> Self {
        self.checksum = Some(checksum);
        self
    }

    /// Sets [`OperationInfo::md5`].
    pub const fn md5(mut self) -> Self {
        self.md5 = true;
        self
    }

    /// Sets [`OperationInfo::compressed`].
    pub const fn compressed(mut self) -> Self {
        self.compressed = true;
        self
    }

    /// Sets [`OperationInfo::retryable`].
    pub const fn retryable(mut self, codes: &'static [&'static str]) -> Self {
        self.retryable = codes;
        self
    }
}

/// An operation whose response comes in pages.
pub trait Paginated: Operation {
    /// What asks for the next page: a string in most operations.
    type Token: Clone + PartialEq + Send + Sync + 'static;

    /// The token of the page after this one; none if this is the last.
    fn next_token(response: &Self::Response) -> Option<Self::Token>;

    /// Makes the request ask for the page that the token stands for.
    fn set_token(request: &mut Self::Request, token: Self::Token);
}

/// A paginated operation whose pages hold a list (or a map) of items.
pub trait PaginatedItems: Paginated {
    /// One item.
    type Item: Send + 'static;

    /// The items of a page.
    fn items(response: Self::Response) -> impl Iterator<Item = Self::Item> + Send + 'static;
}
