//! Checked-in output of `cargo regen`, as a crate that is compiled and documented like any user's.

/// AWS Application Discovery Service, of which `tinsmith.toml` chooses the operations.
#[rustfmt::skip]
pub mod discovery;
