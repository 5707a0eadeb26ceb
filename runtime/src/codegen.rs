//! The one path of this crate that emitted code names (as `rt`); what it exports is the contract with `tinsmith-codegen`.

pub use crate::shape::{
    Bytes, Document, Location, Map, Member, Reader, Schema, Shape, Structure, Timestamp, TimestampFormat, Writer,
};
