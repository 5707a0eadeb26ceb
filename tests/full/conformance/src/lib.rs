//! Runs test vectors of the AWS protocols through code that is generated from their models. Read by: tests/conformance.rs,
//! bin/fuzz.

pub mod cases;
mod cbor;
pub mod generated;
pub mod listed;
mod request;
mod response;
pub mod table;
mod values;
pub mod vectors;
mod xml;
