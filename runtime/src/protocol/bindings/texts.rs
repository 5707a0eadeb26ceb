//! Simple values as the texts that paths, query strings and headers hold. Read by: `head`, `writer`, `members`.

use std::borrow::Cow;
use std::fmt::Debug;
use std::str::FromStr;

use http::{HeaderName, HeaderValue};

use crate::protocol::decimal::{scaled, word};
use crate::protocol::failure::{Failure, shorten};

/// Spells a number that may be none; `shortest` is the same in its own precision.
pub(super) fn decimal(value: f64, shortest: &dyn Debug) -> String {
    word(value).map_or_else(|| format!("{shortest:?}"), str::to_owned)
}

pub(super) fn read_boolean(text: &str) -> Result<bool, Failure> {
    if text.eq_ignore_ascii_case("true") {
        Ok(true)
    } else if text.eq_ignore_ascii_case("false") {
        Ok(false)
    } else {
        Err(expected("true or false", text))
    }
}

pub(super) fn read_integer<I: TryFrom<i128>>(text: &str, what: &str) -> Result<I, Failure> {
    scaled(text, 0)
        .filter(|number| number.exact)
        .and_then(|number| I::try_from(number.whole).ok())
        .ok_or_else(|| expected(what, text))
}

pub(super) fn read_decimal<F: FromStr + Copy + Into<f64>>(
    text: &str,
    special: [F; 3],
) -> Result<F, Failure> {
    let [nan, infinity, negative] = special;
    match text {
        "NaN" => return Ok(nan),
        "Infinity" => return Ok(infinity),
        "-Infinity" => return Ok(negative),
        _ => {}
    }
    // Rust has more names for what is no number.
    let value = text
        .parse()
        .ok()
        .filter(|value: &F| (*value).into().is_finite());
    value.ok_or_else(|| expected("a number", text))
}

/// A header's value: UTF-8, or else what the web took bytes for before that.
pub(super) fn text_of(value: &http::HeaderValue) -> Cow<'_, str> {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => value.as_bytes().iter().copied().map(char::from).collect(),
    }
}

/// The bytes that a text in base64 stands for.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, Failure> {
    let bytes = base64_simd::STANDARD.decode_to_vec(text.as_bytes());
    bytes.map_err(|_| expected("base64", text))
}

pub(super) fn header_name(name: &str) -> Result<HeaderName, Failure> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| {
        Failure::new(
            0,
            format!("{:?} cannot be the name of a header", shorten(name)),
        )
    })
}

/// A header's value; text beyond ASCII goes as UTF-8.
pub(super) fn header_value(text: &str) -> Result<HeaderValue, Failure> {
    HeaderValue::from_bytes(text.as_bytes()).map_err(|_| {
        let what = format!(
            "{:?} has a control character, which headers cannot hold",
            shorten(text)
        );
        Failure::new(0, what)
    })
}

#[cold]
pub(super) fn expected(what: &str, text: &str) -> Failure {
    Failure::new(0, format!("expected {what}, found {:?}", shorten(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for value in [1.1_f64, -0.5, 1e300, f64::INFINITY, f64::NEG_INFINITY] {
            let text = decimal(value, &value);
            let special = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
            assert_eq!(
                read_decimal(&text, special).unwrap().to_bits(),
                value.to_bits()
            );
        }
        assert_eq!(decimal(f64::NAN, &f64::NAN), "NaN");
        assert_eq!(decimal(1.1_f32.into(), &1.1_f32), "1.1");
    }

    #[test]
    fn not_values() {
        let special = || [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
        for text in ["1e999", "inf", "nan", "infinity", "", "1x", "."] {
            assert!(read_decimal(text, special()).is_err(), "{text}");
        }
        for text in ["", "1.5", "2147483648", "x", "--1"] {
            assert!(read_integer::<i32>(text, "an integer").is_err(), "{text}");
        }
        assert_eq!(read_integer::<i32>("-5.0", "an integer").unwrap(), -5);
        assert!(read_boolean("True").unwrap());
        assert!(read_boolean("yes").is_err());
    }
}
