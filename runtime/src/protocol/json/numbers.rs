//! The numbers of JSON text, as the types that shapes have. Read by: `reader`.

use super::reader::JsonReader;
use super::{Failure, shorten};
use crate::protocol::decimal::scaled;
use crate::shape::Number;

impl JsonReader<'_> {
    /// Reads an integer that may be spelled with a fraction of zeros or an exponent.
    pub(super) fn whole_number(&mut self) -> Result<i64, Failure> {
        if let Some(value) = self.tokens.short_integer() {
            return Ok(value);
        }
        let text = self.tokens.number("an integer")?;
        let start = self.tokens.position() - text.len();
        let number = scaled(text, 0).filter(|number| number.exact);
        number
            .and_then(|number| i64::try_from(number.whole).ok())
            .ok_or_else(|| {
                Failure::new(
                    start,
                    format!("expected an integer of 64 bits, found {}", shorten(text)),
                )
            })
    }

    /// Reads a number, or one of the strings that stand for what JSON has no numbers for.
    pub(super) fn decimal<F: std::str::FromStr>(
        &mut self,
        finite: fn(&F) -> bool,
        special: [F; 3],
    ) -> Result<F, Failure> {
        if self.tokens.peek() == Some(b'"') {
            let start = self.tokens.position();
            let text = self.tokens.string("a number")?;
            let [nan, infinity, negative] = special;
            return match &*text {
                "NaN" => Ok(nan),
                "Infinity" => Ok(infinity),
                "-Infinity" => Ok(negative),
                _ => Err(Failure::new(
                    start,
                    "expected a number, \"NaN\" or \"Infinity\", found another string",
                )),
            };
        }
        let text = self.tokens.number("a number")?;
        let start = self.tokens.position() - text.len();
        let value = text.parse().ok().filter(finite);
        value.ok_or_else(|| {
            Failure::new(
                start,
                format!("expected a number in range, found {}", shorten(text)),
            )
        })
    }

    pub(super) fn document_number(&mut self) -> Result<Number, Failure> {
        if let Some(value) = self.tokens.short_integer() {
            return Ok(u64::try_from(value).map_or(Number::Signed(value), Number::Unsigned));
        }
        let text = self.tokens.number("a number")?;
        if let Ok(value) = text.parse() {
            return Ok(Number::Unsigned(value));
        }
        // `-0` is a float: integers have no sign of zero.
        if let Some(value) = text.parse().ok().filter(|value| *value != 0) {
            return Ok(Number::Signed(value));
        }
        let start = self.tokens.position() - text.len();
        let value = text.parse().ok().filter(|value: &f64| value.is_finite());
        value.map(Number::Float).ok_or_else(|| {
            Failure::new(
                start,
                format!("expected a number in range, found {}", shorten(text)),
            )
        })
    }
}
