//! The types of the JSON operations with serde's derives, as one writes them by hand. Read by: `services`.

#![allow(
    dead_code,
    reason = "most fields are read from the wire and by nobody else"
)]

pub mod dynamodb;
pub mod lambda;
