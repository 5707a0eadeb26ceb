//! Where two JSON values differ. Numbers are compared by value, moments to the microsecond, as botocore keeps them.

use serde_json::Value;

/// The first difference between what botocore has and what we have, with the place of it.
pub fn difference(theirs: &Value, ours: &Value) -> Option<String> {
    at("", theirs, ours)
}

fn at(place: &str, theirs: &Value, ours: &Value) -> Option<String> {
    if let Some(micros) = moment(theirs) {
        let read = ours
            .as_str()
            .and_then(|text| text.parse::<tinsmith::Timestamp>().ok());
        let same = read.is_some_and(|read| {
            (read.as_nanosecond() + 500).div_euclid(1000) == i128::from(micros)
        });
        return (!same)
            .then(|| format!("at {place:?}: botocore has {micros} µs since 1970, we {ours}"));
    }
    match (theirs, ours) {
        (Value::Object(a), Value::Object(b)) => {
            let missing = a
                .keys()
                .find(|key| !b.contains_key(*key))
                .map(|key| format!("at {place:?}: we lack {key:?}"));
            let extra = b
                .keys()
                .find(|key| !a.contains_key(*key))
                .map(|key| format!("at {place:?}: only we have {key:?}"));
            let within = || {
                a.iter()
                    .find_map(|(key, value)| at(&format!("{place}/{key}"), value, &b[key]))
            };
            missing.or(extra).or_else(within)
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.find_map(|(index, (a, b))| at(&format!("{place}/{index}"), a, b))
        }
        (Value::Number(a), Value::Number(b)) if same_number(a, b) => None,
        _ if theirs == ours => None,
        _ => Some(format!("at {place:?}: botocore has {theirs}, we {ours}")),
    }
}

/// A moment as make_cases.py writes it.
fn moment(value: &Value) -> Option<i64> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    object.get("micros")?.as_i64()
}

/// Integers by all their digits; others by the nearest double, which is what JSON numbers are to botocore.
fn same_number(a: &serde_json::Number, b: &serde_json::Number) -> bool {
    match (a.as_i64(), b.as_i64()) {
        (Some(a), Some(b)) => a == b,
        _ => a.as_f64() == b.as_f64(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn equal_values() {
        let theirs = json!({"a": [1, 2.0, {"micros": 1_500_000}], "b": null});
        assert_eq!(
            difference(
                &theirs,
                &json!({"b": null, "a": [1, 2, "1970-01-01T00:00:01.5Z"]})
            ),
            None
        );
    }

    #[test]
    fn differences_name_their_place() {
        for (theirs, ours, place) in [
            (json!({"a": {"b": 1}}), json!({"a": {"b": 2}}), "/a/b"),
            (json!({"a": 1}), json!({}), "we lack \"a\""),
            (json!({}), json!({"a": 1}), "only we have \"a\""),
            (json!([[0], [1]]), json!([[0], [2]]), "/1/0"),
            (json!([1]), json!([1, 2]), "[1,2]"),
            (
                json!({"micros": 1}),
                json!("1970-01-01T00:00:00.000002Z"),
                "1 µs",
            ),
            (
                json!(9_007_199_254_740_993_i64),
                json!(9_007_199_254_740_992_i64),
                "…992",
            ),
        ] {
            let found = difference(&theirs, &ours).expect("they differ");
            assert!(place.starts_with('…') || found.contains(place), "{found}");
        }
    }
}
