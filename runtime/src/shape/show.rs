//! How emitted types show themselves where a derive would not do. Read by: emitted code.

use std::fmt;

/// What `Debug` shows in place of a sensitive value.
/// See the [Smithy `sensitive` trait](https://smithy.io/2.0/spec/documentation-traits.html#sensitive-trait).
#[derive(Clone, Copy)]
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("** redacted **")
    }
}

/// Shows an exception: its code, and its message if there is one.
pub fn fmt_exception(f: &mut fmt::Formatter<'_>, code: &str, message: Option<&str>) -> fmt::Result {
    f.write_str(code)?;
    match message {
        Some(message) => write!(f, ": {message}"),
        None => Ok(()),
    }
}
