//! The one path of this crate that emitted code names (as `rt`); what it exports is the contract with `tinsmith-codegen`.

#[cfg(feature = "client")]
pub use crate::client::{Client, Config, Items, Paginator};
pub use crate::error::Error;
pub use crate::events::{EventInput, EventStream, Events, Incoming};
pub use crate::operation::{
    Checksum, Operation, OperationError, OperationInfo, Paginated, PaginatedItems, Service,
};
pub use crate::protocol::Protocol;
pub use crate::protocol::events::{Outgoing, incoming, outgoing};
#[cfg(feature = "serde")]
pub use crate::serde_view::{deserialize, serialize};
pub use crate::shape::{
    Body, Bytes, Document, Form, Kind, Location, Map, Member, Read, Reader, Redacted, Schema,
    Shape, Structure, Timestamp, TimestampFormat, Writer, enum_traits, exception_traits, find,
    fmt_exception, message, new_empty, serde_traits,
};
#[cfg(feature = "serde")]
pub use serde;

/// Says which feature is missing, where rustc would only list every name that is.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! needs_serde {
    () => {};
}

/// Says which feature is missing, where rustc would only list every name that is.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! needs_serde {
    () => {
        ::core::compile_error!(
            "this code was generated with the option `serde`: turn on the feature `serde` of the crate `tinsmith`"
        );
    };
}

pub use needs_serde;
