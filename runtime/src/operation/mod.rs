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
mod facts;
#[cfg(test)]
mod peer_tests;
pub(crate) mod retryable;

use crate::events::Incoming;
use crate::protocol::events::Outgoing;
use crate::shape::{Member, Reader, Structure};

pub use around::{RequestOptions, WhenChecksum};
pub use exchange::{
    request, request_as, request_with, response, response_as, streaming_request, streaming_response,
};
pub use facts::{Checksum, OperationInfo, Service};

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
