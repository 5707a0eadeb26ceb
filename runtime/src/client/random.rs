//! Random numbers: for waits, and for idempotency tokens. Read by: `client`.

use std::hash::{BuildHasher, RandomState};

/// A random number.
pub(super) fn number() -> u64 {
    // An operating system without randomness is no reason to fail: the hash maps' keys do as well here.
    getrandom::u64().unwrap_or_else(|_| RandomState::new().hash_one(std::time::SystemTime::now()))
}

/// A random number from 0 to 1.
pub(super) fn fraction() -> f64 {
    // The upper 53 bits, as many as the type holds exactly.
    (number() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A [version 4 UUID](https://www.rfc-editor.org/rfc/rfc9562#section-5.4).
pub(super) fn uuid() -> String {
    let (high, low) = (number(), number());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xFFFF,
        high & 0xFFF,
        low >> 48 & 0x3FFF | 0x8000,
        low & 0xFFFF_FFFF_FFFF
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_have_the_form_of_version_4() {
        for _ in 0..100 {
            let uuid = uuid();
            let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{uuid}");
            assert!(
                uuid.bytes()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-')),
                "{uuid}"
            );
            assert_eq!(&uuid[14..15], "4", "{uuid}");
            assert!(matches!(&uuid[19..20], "8" | "9" | "a" | "b"), "{uuid}");
        }
        assert_ne!(uuid(), uuid());
    }

    #[test]
    fn fractions_stay_in_range() {
        assert!((0..1000).all(|_| (0.0..1.0).contains(&fraction())));
    }
}
