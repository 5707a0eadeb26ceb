//! What emitted types do where a derive would not do: how they show themselves, and how a value finds its variant.
//! Read by: emitted code.

use std::fmt;

use crate::error::OneLine;

/// What `Debug` shows in place of a sensitive value.
/// See the [Smithy `sensitive` trait](https://smithy.io/2.0/spec/documentation-traits.html#sensitive-trait).
#[derive(Clone, Copy)]
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("** redacted **")
    }
}

/// Up to so many values are compared one after the other: that is what a `match` on strings does too.
const FEW: usize = 16;

/// The known value of an enum that is spelled so; `values` are sorted by their spelling.
///
/// Not a `match` in the emitted code, because EC2 has an enum of 1,437 values: its `match` took a tenth of the time that
/// the types of `DescribeInstances` take to compile.
pub fn find<T: AsRef<str> + Clone>(values: &[T], value: &str) -> Option<T> {
    if values.len() <= FEW {
        return values.iter().find(|known| known.as_ref() == value).cloned();
    }
    let found = values.binary_search_by(|known| known.as_ref().cmp(value));
    found.ok().map(|at| values[at].clone())
}

/// The message of an exception, whose field is required or not.
pub fn message<T: Message>(field: &T) -> Option<&str> {
    field.text()
}

/// What the field of an exception's message can be.
pub trait Message {
    /// The message, if there is one.
    fn text(&self) -> Option<&str>;
}

impl Message for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Message for Option<String> {
    fn text(&self) -> Option<&str> {
        self.as_deref()
    }
}

/// Shows an exception: its code, and its message if there is one, on one line.
pub fn fmt_exception(f: &mut fmt::Formatter<'_>, code: &str, message: Option<&str>) -> fmt::Result {
    f.write_str(code)?;
    match message {
        Some(message) => write!(f, ": {}", OneLine(message)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An exception as emitted code shows one.
    struct Gone(Option<&'static str>);

    impl fmt::Display for Gone {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            fmt_exception(f, "Gone", self.0)
        }
    }

    #[test]
    fn values_are_found_among_few_and_many() {
        for count in [0, 1, FEW, FEW + 1, 10 * FEW] {
            let values: Vec<String> = (0..count).map(|n| format!("v{n:04}")).collect();
            for value in &values {
                assert_eq!(find(&values, value).as_ref(), Some(value));
            }
            for absent in ["", "v", "v0000x", "w"] {
                assert_eq!(find(&values, absent), None, "{count}");
            }
        }
    }

    #[test]
    fn exceptions() {
        assert_eq!(Gone(None).to_string(), "Gone");
        assert_eq!(Gone(Some("it\nleft")).to_string(), r"Gone: it\nleft");
        assert_eq!(format!("{Redacted:?}"), "** redacted **");
    }
}
