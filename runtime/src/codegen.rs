//! The one path of this crate that emitted code names (as `rt`); what it exports is the contract with `tinsmith-codegen`.

#[cfg(feature = "client")]
pub use crate::client::{Client, Config, Items, Paginator};
pub use crate::error::Error;
pub use crate::operation::{
    Operation, OperationError, OperationInfo, Paginated, PaginatedItems, Service,
};
pub use crate::protocol::Protocol;
#[cfg(feature = "serde")]
pub use crate::serde_view::{deserialize, serialize};
pub use crate::shape::{
    Bytes, Document, Location, Map, Member, Reader, Redacted, Schema, Shape, Structure, Timestamp,
    TimestampFormat, Writer, find, fmt_exception,
};
#[cfg(feature = "serde")]
pub use serde;
