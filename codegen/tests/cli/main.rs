//! The binary `tinsmith` as its user meets it: exit codes, messages, and what it leaves on disk.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that fails has to fail its test"
)]

mod archives;
mod commands;
mod failures;
mod vendor;
mod workspace;
