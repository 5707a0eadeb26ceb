//! Whether two CBOR items have the same meaning. Read by: request.

use ciborium::Value;

/// The first difference; the reader is not ours.
pub fn difference(expected: &[u8], written: &[u8]) -> Result<(), String> {
    let read = |bytes: &[u8]| {
        ciborium::from_reader::<Value, _>(bytes)
            .map_err(|error| format!("not CBOR: {error} in {bytes:02x?}"))
    };
    let (expected, written) = (read(expected)?, read(written)?);
    if same(&expected, &written) {
        Ok(())
    } else {
        Err(format!(
            "the body: expected {expected:?}, written {written:?}"
        ))
    }
}

/// Numbers by value, whatever their kind and width, which the protocol leaves open; and the entries of maps in any order.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Map(a), Value::Map(b)) => {
            let has =
                |key: &Value, value: &Value| b.iter().any(|(k, v)| same(key, k) && same(value, v));
            a.len() == b.len() && a.iter().all(|(key, value)| has(key, value))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Tag(a, x), Value::Tag(b, y)) => a == b && same(x, y),
        (Value::Float(a), Value::Float(b)) => a == b || a.is_nan() && b.is_nan(),
        (Value::Integer(a), Value::Float(b)) | (Value::Float(b), Value::Integer(a)) => {
            i128::from(*a) as f64 == *b
        }
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn items_of_one_meaning() {
        let same = |a: &[u8], b: &[u8]| difference(a, b).is_ok();
        assert!(same(
            b"\xa2\x61a\x01\x61b\x02",
            b"\xbf\x61b\x02\x61a\x18\x01\xff"
        ));
        assert!(same(b"\xf9\x3e\x00", b"\xfa\x3f\xc0\x00\x00"));
        assert!(same(b"\xc1\x01", b"\xc1\xf9\x3c\x00"));
        assert!(same(b"\x01", b"\xf9\x3c\x00"));
        assert!(!same(b"\x01", b"\xf9\x3e\x00"));
        assert!(!same(b"\x41a", b"\x61a"));
        assert!(!same(b"\x82\x01\x02", b"\x82\x02\x01"));
        assert!(!same(b"\xc1\x01", b"\x01"));
        assert!(!same(b"\x01", b"\x9f"));
    }
}
