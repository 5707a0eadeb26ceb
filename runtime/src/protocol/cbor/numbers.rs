//! The numbers of CBOR, as the types that shapes have. Read by: `reader`.

use super::Failure;
use super::items::Items;
use crate::protocol::timestamp;
use crate::shape::Timestamp;

/// A number as it is spelled.
enum Number {
    Integer(i128),
    Float(f64),
}

impl Items<'_> {
    /// Takes a number of any kind: servers write what is shortest.
    fn number(&mut self, name: &str) -> Result<Number, Failure> {
        let number = match self.value(name)? {
            Some(0x00..=0x1B | 0x20..=0x3B) => {
                self.decoder.int().map(|int| Number::Integer(int.into()))
            }
            Some(0xF9) => return self.half().map(Number::Float),
            Some(0xFA | 0xFB) => self.decoder.f64().map(Number::Float),
            _ => return Err(self.expected(name)),
        };
        number.map_err(|_| self.cut_off())
    }

    /// Takes a float of 64 bits if one comes next, as nearly all are.
    #[inline]
    fn double(&mut self) -> Option<f64> {
        let start = self.position();
        let item = self.decoder.input().get(start..)?.first_chunk::<9>()?;
        let [0xFB, bytes @ ..] = *item else {
            return None;
        };
        self.decoder.set_position(start + 9);
        Some(f64::from_be_bytes(bytes))
    }

    pub(super) fn half(&mut self) -> Result<f64, Failure> {
        let start = self.position();
        match self.decoder.input().get(start + 1..start + 3) {
            Some([high, low]) => {
                self.decoder.set_position(start + 3);
                Ok(from_half(u16::from_be_bytes([*high, *low])))
            }
            _ => Err(self.cut_off()),
        }
    }

    /// Takes an integer, which can be spelled as a float without a fraction.
    pub(super) fn whole_number(&mut self) -> Result<i64, Failure> {
        let start = self.position();
        if let Some(byte @ 0x00..=0x17) = self.peek() {
            self.bump();
            return Ok(i64::from(byte));
        }
        let found = match self.number("an integer")? {
            Number::Integer(value) => match i64::try_from(value) {
                Ok(value) => return Ok(value),
                Err(_) => value.to_string(),
            },
            Number::Float(value) => match whole(value) {
                Some(value) => return Ok(value),
                None => value.to_string(),
            },
        };
        Err(Failure::new(
            start,
            format!("expected an integer of 64 bits, found {found}"),
        ))
    }

    /// Takes a float, which can be spelled as an integer.
    #[expect(
        clippy::cast_precision_loss,
        reason = "the nearest is what the type can hold"
    )]
    pub(super) fn decimal(&mut self) -> Result<f64, Failure> {
        if let Some(value) = self.double() {
            return Ok(value);
        }
        Ok(match self.number("a number")? {
            Number::Integer(value) => value as f64,
            Number::Float(value) => value,
        })
    }

    /// Takes a timestamp: seconds since 1970, or, where a server sends what it should not, its text.
    pub(super) fn timestamp(&mut self) -> Result<Timestamp, Failure> {
        let start = self.position();
        if let Some(0x60..=0x7B | 0x7F) = self.value("a timestamp")? {
            let text = self.text("a timestamp")?;
            return timestamp::parse(&text)
                .ok_or_else(|| no_timestamp(start, super::shorten(&text)));
        }
        if let Some(seconds) = self.double() {
            return timestamp::from_float(seconds).ok_or_else(|| no_timestamp(start, seconds));
        }
        match self.number("a timestamp")? {
            Number::Integer(value) => {
                timestamp::from_seconds(value).ok_or_else(|| no_timestamp(start, value))
            }
            Number::Float(value) => {
                timestamp::from_float(value).ok_or_else(|| no_timestamp(start, value))
            }
        }
    }
}

#[cold]
fn no_timestamp(start: usize, found: impl std::fmt::Display) -> Failure {
    Failure::new(start, format!("expected a timestamp, found {found}"))
}

/// The integer that a float is, if it is one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "nothing is cut off within these bounds, and whether it is the same number is the question"
)]
fn whole(value: f64) -> Option<i64> {
    // -2^63 and 2^63, which is one too many.
    let fits = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value);
    (fits && value.trunc() == value).then_some(value as i64)
}

/// A float of 16 bits (IEEE 754 binary16): a sign, 5 bits of exponent, 10 of fraction.
fn from_half(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1F), f64::from(bits & 0x3FF));
    let value = match exponent {
        0 => fraction * 2_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1024.0 + fraction) * 2_f64.powi(exponent - 25),
    };
    if bits & 0x8000 == 0 { value } else { -value }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of RFC 8949, appendix A; the largest and smallest are those of IEEE 754.
    #[test]
    fn halves() {
        for (bits, value) in [
            (0x0000, 0.0),
            (0x8000, -0.0),
            (0x3C00, 1.0),
            (0x3E00, 1.5),
            (0x7BFF, 65504.0),
            (0x0001, 5.960_464_477_539_063e-8),
            (0x0400, 0.000_061_035_156_25),
            (0xC400, -4.0),
            (0x7C00, f64::INFINITY),
            (0xFC00, f64::NEG_INFINITY),
        ] {
            assert_eq!(from_half(bits).to_bits(), f64::to_bits(value), "{bits:x}");
        }
        assert!(from_half(0x7E00).is_nan() && from_half(0xFC01).is_nan());
    }

    #[test]
    fn floats_that_are_integers() {
        assert_eq!(whole(-0.0), Some(0));
        assert_eq!(whole(-9_223_372_036_854_775_808.0), Some(i64::MIN));
        for value in [0.5, 9_223_372_036_854_775_808.0, f64::NAN, f64::INFINITY] {
            assert_eq!(whole(value), None);
        }
    }
}
