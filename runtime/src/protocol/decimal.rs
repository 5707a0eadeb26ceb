//! Decimal numbers as text, to exact integers: `1.5e3` is 1500; and the words for what has no digits. Read by: the formats,
//! `bindings`, `timestamp`.

/// The word for a value that no decimal number stands for; none for all others.
/// See the [Smithy specification of each protocol](https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#shape-serialization).
pub(super) fn word(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("NaN")
    } else if value.is_infinite() {
        Some(if value > 0.0 { "Infinity" } else { "-Infinity" })
    } else {
        None
    }
}

/// A number times a power of ten, cut off at the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scaled {
    /// The whole part; cut towards zero.
    pub(super) whole: i128,
    /// Whether nothing was cut off.
    pub(super) exact: bool,
}

/// More digits than any number in range has: beyond it, only zeros or overflow follow.
const MAX_SHIFT: i64 = 60;

/// Reads `text` times 10 to the `shift`. None if it is not a decimal number or does not fit.
///
/// The form is JSON's, except that zeros may lead, and digits may be missing on one side of the point.
pub(super) fn scaled(text: &str, shift: i64) -> Option<Scaled> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    // The digits stand for a number that has this many of them before the point.
    let point = i64::try_from(whole.len())
        .ok()?
        .saturating_add(exponent)
        .saturating_add(shift);
    let mut value: i128 = 0;
    let mut exact = true;
    let mut place: i64 = 0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit <= 9)?;
        if place < point {
            value = value.checked_mul(10)?.checked_add(i128::from(digit))?;
        } else if digit != 0 {
            exact = false;
        }
        place += 1;
    }
    if value != 0 && place < point {
        if point - place > MAX_SHIFT {
            return None;
        }
        value = value.checked_mul(10_i128.checked_pow(u32::try_from(point - place).ok()?)?)?;
    }
    Some(Scaled {
        whole: if negative { -value } else { value },
        exact,
    })
}

/// Reads an exponent; one of more digits than any number has use for stays as large as it takes to be seen as such.
fn read_exponent(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() {
        return None;
    }
    let mut value: i64 = 0;
    for byte in digits.bytes() {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit <= 9)?;
        value = (value * 10 + i64::from(digit)).min(1_000_000_000_000);
    }
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let cases = [
            ("5", 0, 5, true),
            ("-5.0", 0, -5, true),
            ("5e0", 0, 5, true),
            ("1.5e3", 0, 1500, true),
            ("15e-1", 0, 1, false),
            ("0.000000001", 9, 1, true),
            ("-0.0000000015", 9, -1, false),
            ("1398796238.123", 9, 1_398_796_238_123_000_000, true),
            ("0e999999999999999999999", 0, 0, true),
            ("1e-999999999999999999999", 0, 0, false),
            (".5", 1, 5, true),
            ("9223372036854775808", 0, 9_223_372_036_854_775_808, true),
        ];
        for (text, shift, whole, exact) in cases {
            assert_eq!(scaled(text, shift), Some(Scaled { whole, exact }), "{text}");
        }
    }

    #[test]
    fn not_numbers() {
        for text in [
            "",
            "-",
            ".",
            "e5",
            "1e",
            "1e+",
            "1x",
            "1.2.3",
            "--1",
            "+1",
            "1e999999999999999999999",
            "1e39",
        ] {
            assert_eq!(scaled(text, 0), None, "{text}");
        }
    }
}
