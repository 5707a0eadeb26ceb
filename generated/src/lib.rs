//! Checked-in output of `cargo regen`, as a crate that is compiled and documented like any user's.
