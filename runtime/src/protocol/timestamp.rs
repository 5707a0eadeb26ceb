//! Timestamps as the AWS protocols spell them. Read by: `json`, `cbor`, `serde_view`.
//!
//! The formats are those of the
//! [Smithy `timestampFormat` trait](https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait).

use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};

use super::decimal::scaled;
use crate::shape::{Timestamp, TimestampFormat};

/// Spells a timestamp. Seconds since 1970 and RFC 3339 keep a fraction down to nanoseconds; RFC 7231 has none.
pub(crate) fn format(timestamp: &Timestamp, format: TimestampFormat) -> String {
    match format {
        TimestampFormat::EpochSeconds => epoch_seconds(timestamp),
        TimestampFormat::DateTime => timestamp.to_string(),
        // The printer refuses years before 0 only; RFC 3339 then still says what is meant.
        TimestampFormat::HttpDate => DateTimePrinter::new()
            .timestamp_to_rfc9110_string(timestamp)
            .unwrap_or_else(|_| timestamp.to_string()),
    }
}

/// Spells seconds since 1970 from integers, so that no digit comes from rounding.
fn epoch_seconds(timestamp: &Timestamp) -> String {
    // Both have the sign of the whole.
    let (seconds, fraction) = (timestamp.as_second(), timestamp.subsec_nanosecond());
    if fraction == 0 {
        return seconds.to_string();
    }
    let sign = if seconds < 0 || fraction < 0 { "-" } else { "" };
    let mut text = format!(
        "{sign}{}.{:09}",
        seconds.unsigned_abs(),
        fraction.unsigned_abs()
    );
    text.truncate(text.trim_end_matches('0').len());
    text
}

/// Seconds since 1970 as the nearest float.
pub(crate) fn to_float(timestamp: &Timestamp) -> f64 {
    if timestamp.subsec_nanosecond() % 1_000_000 == 0 {
        // Fits into 53 bits until long after the year 9999, so that only the division rounds.
        return timestamp.as_millisecond() as f64 / 1000.0;
    }
    epoch_seconds(timestamp).parse().unwrap_or_default()
}

/// A moment that is so many seconds from 1970, with the end of time of [`parse`].
pub(crate) fn from_seconds(seconds: i128) -> Option<Timestamp> {
    // Without a division of 128 bits, for nearly all.
    if let Ok(seconds) = i64::try_from(seconds)
        && let Ok(timestamp) = Timestamp::from_second(seconds)
    {
        return Some(timestamp);
    }
    from_nanoseconds(seconds.checked_mul(1_000_000_000)?)
}

/// A moment that is so many seconds from 1970: those of the shortest decimal number that the float stands for.
pub(crate) fn from_float(seconds: f64) -> Option<Timestamp> {
    let whole = seconds as i64;
    if whole as f64 == seconds
        && let Ok(timestamp) = Timestamp::from_second(whole)
    {
        return Some(timestamp);
    }
    let milliseconds = (seconds * 1000.0).round();
    // Nearly all have no more than three digits, and then there is one number only that this is the nearest float of.
    if milliseconds.abs() < 1e15 && milliseconds / 1000.0 == seconds {
        return from_nanoseconds(milliseconds as i128 * 1_000_000);
    }
    if !seconds.is_finite() {
        return None;
    }
    from_nanoseconds(scaled(&seconds.to_string(), 9)?.whole)
}

/// A moment that is so many milliseconds from 1970, with the end of time of [`parse`].
pub(crate) fn from_milliseconds(milliseconds: i64) -> Option<Timestamp> {
    from_nanoseconds(i128::from(milliseconds) * 1_000_000)
}

fn from_nanoseconds(nanoseconds: i128) -> Option<Timestamp> {
    match Timestamp::from_nanosecond(nanoseconds) {
        Ok(timestamp) => Some(timestamp),
        Err(_) => (0..END_OF_9999)
            .contains(&nanoseconds)
            .then_some(Timestamp::MAX),
    }
}

/// Reads a timestamp in any of the formats: services send others than their models say.
///
/// A date and time without an offset is in UTC. Fractions are cut off after nanoseconds. The last 26 hours of the year
/// 9999 read as [`Timestamp::MAX`]: `9999-12-31T23:59:59Z` stands for "never", and must not spoil a whole response.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Some(timestamp) = plain_seconds(text) {
        return Some(timestamp);
    }
    // A date with a year of four digits is no number, but looks like one for long.
    if text.as_bytes().get(4) == Some(&b'-')
        && let Ok(timestamp) = text.parse()
    {
        return Some(timestamp);
    }
    if let Some(nanoseconds) = scaled(text, 9) {
        return from_nanoseconds(nanoseconds.whole);
    }
    text.parse()
        .ok()
        .or_else(|| local_time(text))
        .or_else(|| http_date(text))
}

/// Reads seconds with up to nine digits behind the point, as nearly all are spelled, without numbers of 128 bits.
fn plain_seconds(text: &str) -> Option<Timestamp> {
    let number = |digits: &str, most: usize| {
        if digits.is_empty() || digits.len() > most {
            return None;
        }
        digits.bytes().try_fold(0, |value, byte| {
            let digit = byte.checked_sub(b'0').filter(|digit| *digit <= 9)?;
            Some(value * 10 + i64::from(digit))
        })
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let (seconds, mut nanoseconds) = (number(whole, 12)?, number(fraction, 9)?);
    for _ in fraction.len()..9 {
        nanoseconds *= 10;
    }
    Timestamp::new(seconds, i32::try_from(nanoseconds).ok()?).ok()
}

/// The beginning of the year 10000, in nanoseconds since 1970.
const END_OF_9999: i128 = 253_402_300_800_000_000_000;

/// Reads a date and time, or a date alone, without an offset; and those at the end of time.
fn local_time(text: &str) -> Option<Timestamp> {
    let local: jiff::civil::DateTime = text.trim_end_matches(['Z', 'z']).parse().ok()?;
    match jiff::tz::TimeZone::UTC.to_timestamp(local) {
        Ok(timestamp) => Some(timestamp),
        Err(_) => (local.year() == 9999).then_some(Timestamp::MAX),
    }
}

/// Reads an HTTP date, also with a fraction of a second, which Smithy's tests have.
fn http_date(text: &str) -> Option<Timestamp> {
    let Some((before, after)) = text.split_once('.') else {
        return whole_date(text);
    };
    let (digits, rest) = after.split_at(after.bytes().take_while(u8::is_ascii_digit).count());
    let whole = whole_date(&format!("{before}{rest}"))?;
    let fraction = scaled(&format!("0.{digits}"), 9)?;
    whole
        .checked_add(jiff::SignedDuration::from_nanos(
            i64::try_from(fraction.whole).ok()?,
        ))
        .ok()
}

/// Reads an HTTP date in whole seconds.
fn whole_date(text: &str) -> Option<Timestamp> {
    let read = DateTimeParser::new().parse_timestamp(text).ok();
    read.or_else(|| {
        // The end of time, which the library has no moment for: a date if the same of the year before is one.
        let last_days = [" 30 Dec 9999 ", " 31 Dec 9999 "];
        let last_day = last_days.into_iter().find(|day| text.contains(day))?;
        let before = text.replacen(last_day, &last_day.replace("9999", "9998"), 1);
        // On another weekday.
        let parser = DateTimeParser::new().relaxed_weekday(true);
        parser.parse_timestamp(before).ok().map(|_| Timestamp::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(nanoseconds: i128) -> Timestamp {
        Timestamp::from_nanosecond(nanoseconds).unwrap()
    }

    #[test]
    fn the_end_of_time_is_the_latest_moment_there_is() {
        for text in [
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59.999",
            "253402300799",
            "Fri, 31 Dec 9999 23:59:59 GMT",
        ] {
            assert_eq!(parse(text), Some(Timestamp::MAX), "{text}");
        }
        for text in [
            "253402300800",
            "10000-01-01T00:00:00Z",
            "-377705116801",
            "Fri, 31 Dec 9999 23:59:61 GMT",
            "Sat, 01 Jan 10000 00:00:00 GMT",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn formats() {
        let cases = [
            (
                1_398_796_238_000_000_000,
                "1398796238",
                "2014-04-29T18:30:38Z",
                "Tue, 29 Apr 2014 18:30:38 GMT",
            ),
            (
                1_398_796_238_120_000_000,
                "1398796238.12",
                "2014-04-29T18:30:38.12Z",
                "Tue, 29 Apr 2014 18:30:38 GMT",
            ),
            (
                1,
                "0.000000001",
                "1970-01-01T00:00:00.000000001Z",
                "Thu, 01 Jan 1970 00:00:00 GMT",
            ),
            (
                -500_000_000,
                "-0.5",
                "1969-12-31T23:59:59.5Z",
                "Wed, 31 Dec 1969 23:59:59 GMT",
            ),
            (
                -1_500_000_000,
                "-1.5",
                "1969-12-31T23:59:58.5Z",
                "Wed, 31 Dec 1969 23:59:58 GMT",
            ),
        ];
        for (nanoseconds, epoch, rfc3339, http) in cases {
            let timestamp = at(nanoseconds);
            assert_eq!(format(&timestamp, TimestampFormat::EpochSeconds), epoch);
            assert_eq!(format(&timestamp, TimestampFormat::DateTime), rfc3339);
            assert_eq!(format(&timestamp, TimestampFormat::HttpDate), http);
            assert_eq!(parse(epoch), Some(timestamp));
            assert_eq!(parse(rfc3339), Some(timestamp));
        }
    }

    /// The moments between are those of Python's `datetime.fromtimestamp`, which rounds to microseconds.
    #[test]
    fn floats() {
        for (float, nanoseconds) in [
            (0.0, 0),
            (-0.0, 0),
            (1_398_796_238.0, 1_398_796_238_000_000_000),
            (946_845_296.123, 946_845_296_123_000_000),
            (1_700_000_000.123_456, 1_700_000_000_123_456_000),
            (-0.5, -500_000_000),
            (-1.001, -1_001_000_000),
            (1e-9, 1),
            (253_402_207_199.25, 253_402_207_199_250_000_000),
        ] {
            assert_eq!(from_float(float), Some(at(nanoseconds)), "{float}");
            assert_eq!(to_float(&at(nanoseconds)), float);
        }
        assert_eq!(from_float(253_402_300_799.5), Some(Timestamp::MAX));
        assert_eq!(from_seconds(253_402_300_799), Some(Timestamp::MAX));
        for float in [f64::NAN, f64::INFINITY, 1e300, -1e15, 253_402_300_800.0] {
            assert_eq!(from_float(float), None, "{float}");
        }
        assert_eq!(from_seconds(i128::MAX), None);
    }

    #[test]
    fn reads_what_services_send() {
        let whole = at(1_398_796_238_000_000_000);
        for text in [
            "1398796238",
            "1398796238.0",
            "1.398796238e9",
            "1398796238.0000000004",
            "2014-04-29T18:30:38+00:00",
            "2014-04-29T20:30:38+02:00",
            "2014-04-29T18:30:38",
            "2014-04-29 18:30:38Z",
            "2014-04-29t18:30:38z",
            "Tue, 29 Apr 2014 18:30:38 GMT",
            "29 Apr 2014 18:30:38 GMT",
            " 1398796238 ",
        ] {
            assert_eq!(parse(text), Some(whole), "{text}");
        }
        assert_eq!(
            parse("Tue, 29 Apr 2014 18:30:38.5 GMT"),
            Some(at(1_398_796_238_500_000_000))
        );
        assert_eq!(parse("2014-04-29"), Some(at(1_398_729_600_000_000_000)));
    }

    #[test]
    fn refuses_the_rest() {
        for text in [
            "",
            "soon",
            "1e30",
            "-1e30",
            "2014-13-01T00:00:00Z",
            "Tue, 31 Feb 2014 00:00:00 GMT",
            ".",
            "Tue, 29.é",
            "NaN",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
