//! The client from outside: over canned answers, over TCP, over TLS.
#![cfg(feature = "client")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the helpers of tests fail tests"
)]

mod around;
mod attempts;
mod events;
mod limits;
mod missing;
mod network;
mod pages;
mod service;
mod signed_streams;
mod streams;
mod tls;
mod traces;
