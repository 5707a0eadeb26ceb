//! Numbers and timestamps: how short they are written, and what is read for them.

use super::*;

/// RFC 8949, appendix A.
#[test]
fn integers_are_written_as_short_as_they_can_be() {
    for (long, hex) in [
        (0, "00"),
        (23, "17"),
        (24, "1818"),
        (100, "1864"),
        (1000, "1903e8"),
        (1_000_000, "1a000f4240"),
        (1_000_000_000_000, "1b000000e8d4a51000"),
        (-1, "20"),
        (-10, "29"),
        (-100, "3863"),
        (-1000, "3903e7"),
        (i64::MIN, "3b7fffffffffffffff"),
    ] {
        let value = Numbers {
            long: Some(long),
            ..Numbers::default()
        };
        let expected = bytes(&format!("bf 616c {hex} ff"));
        assert_eq!(write(&value, None).unwrap(), expected, "{long}");
        assert_eq!(read(&expected), Ok(value), "{long}");
    }
}

#[test]
fn numbers_of_one_kind_for_another() {
    let numbers = |hex: &str| read::<Numbers>(&bytes(hex));
    // The protocol tests' `SupportsUpcastingDataOnDeserialize`, with its names cut short.
    let value = numbers("bf 6164 f93e00 6166 f947a0 6169 1838 616c 190100 ff").unwrap();
    assert_eq!((value.double, value.float), (Some(1.5), Some(7.625)));
    assert_eq!((value.integer, value.long), (Some(56), Some(256)));
    let value =
        numbers("a4 6164 38ff 6166 1903e8 6169 fb c010000000000000 616c fa 447a0000").unwrap();
    assert_eq!((value.double, value.float), (Some(-256.0), Some(1000.0)));
    assert_eq!((value.integer, value.long), (Some(-4), Some(1000)));
    let value = numbers("a2 6164 1bffffffffffffffff 6166 fb 7ff0000000000000").unwrap();
    assert_eq!(value.double, Some(18_446_744_073_709_551_616.0));
    assert_eq!(value.float, Some(f32::INFINITY));
    for (hex, refused) in [
        (
            "6169 1a80000000",
            "expected an integer of 32 bits, found 2147483648 at 3 (/i)",
        ),
        (
            "616c 1b8000000000000000",
            "expected an integer of 64 bits, found 9223372036854775808",
        ),
        (
            "616c 3b8000000000000000",
            "expected an integer of 64 bits, found -9223372036854775809",
        ),
        (
            "6169 f93e00",
            "expected an integer of 64 bits, found 1.5 at 3 (/i)",
        ),
        ("6169 f97e00", "expected an integer of 64 bits, found NaN"),
        (
            "6169 c24101",
            "expected an integer, found a big number (tag 2) at 3 (/i)",
        ),
        (
            "6164 c34101",
            "expected a number, found a big number (tag 3)",
        ),
        (
            "6164 c48221196ab3",
            "expected a number, found a big number (tag 4)",
        ),
        (
            "6166 fb7e37e43c8800759c",
            "expected a number in range, found 1e300 at 3 (/f)",
        ),
        ("6169 6131", "expected an integer, found a string at 3 (/i)"),
        ("6164 f4", "expected a number, found false"),
        ("6164 f93e", "the body ends within a value at 5 (/d)"),
        ("616c 1b00", "the body ends within a value at 5 (/l)"),
    ] {
        let error = numbers(&format!("a1 {hex}")).unwrap_err();
        assert!(error.starts_with(refused), "{hex}: {error}");
    }
}

#[test]
fn timestamps() {
    let time = |hex: &str| read::<Numbers>(&bytes(&format!("a1 6174 {hex}")));
    let at = |hex: &str| time(hex).unwrap().time.unwrap().as_nanosecond();
    // RFC 8949, 3.4.2 and appendix A; the protocol tests' `DateTimeWithFractionalSeconds`.
    assert_eq!(at("c11a514b67b0"), 1_363_896_240_000_000_000);
    assert_eq!(at("c1fb41d452d9ec200000"), 1_363_896_240_500_000_000);
    assert_eq!(at("c1fb41cc37db380fbe77"), 946_845_296_123_000_000);
    assert_eq!(at("c13903e7"), -1_000_000_000_000);
    assert_eq!(at("c1f93e00"), 1_500_000_000);
    assert_eq!(at("c1fa4e000000"), 536_870_912_000_000_000);
    assert_eq!(
        at("c074323031332d30332d32315432303a30343a30305a"),
        1_363_896_240_000_000_000
    );
    assert_eq!(at("1a514b67b0"), 1_363_896_240_000_000_000);
    for (hex, refused) in [
        ("c1f97e00", "expected a timestamp, found NaN at 3 (/t)"),
        (
            "c11bffffffffffffffff",
            "expected a timestamp, found 18446744073709551615",
        ),
        ("c14101", "expected a timestamp, found a byte string at 4"),
        ("6161", "expected a timestamp, found a at 3 (/t)"),
    ] {
        let error = time(hex).unwrap_err();
        assert!(error.starts_with(refused), "{hex}: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numbers_come_back(integer: i32, long: i64, float: f32, double: f64, milliseconds in -62_135_596_800_000_i64..253_402_207_200_000) {
        let value = Numbers {
            integer: Some(integer),
            long: Some(long),
            float: Some(float),
            double: Some(double),
            time: crate::shape::Timestamp::from_millisecond(milliseconds).ok(),
        };
        let read: Numbers = read(&write(&value, None).unwrap()).unwrap();
        prop_assert_eq!(read.float.map(f32::to_bits), value.float.map(f32::to_bits));
        prop_assert_eq!(read.double.map(f64::to_bits), value.double.map(f64::to_bits));
        prop_assert_eq!((read.integer, read.long, read.time), (value.integer, value.long, value.time));
    }
}
