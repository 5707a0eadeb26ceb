//! The values of the vectors against the serde view of the generated types. Read by: request, response.
//!
//! The vectors have blobs as text, moments as seconds since 1970, and JSON in strings as values; the view has base64,
//! RFC 3339 and strings.

use base64_simd::STANDARD;
use serde_json::{Number, Value, json};

/// The shapes of a suite.
#[derive(Clone, Copy)]
pub struct Shapes<'a>(pub &'a Value);

impl<'a> Shapes<'a> {
    fn get(self, reference: &Value) -> &'a Value {
        &self.0[reference["shape"].as_str().unwrap_or_default()]
    }

    /// A value of the vectors, in the view.
    pub fn view(self, reference: &Value, value: &Value) -> Value {
        // Where the text itself is given, that.
        if reference["jsonvalue"] == true && !value.is_string() {
            return json!(value.to_string());
        }
        let shape = self.get(reference);
        match (shape["type"].as_str(), value) {
            (Some("structure"), Value::Object(members)) if shape["document"] != true => {
                let member = |(name, value): (&String, _)| {
                    (name.clone(), self.view(&shape["members"][name], value))
                };
                members.iter().map(member).collect()
            }
            (Some("list"), Value::Array(list)) => {
                let element = |value| self.view(&shape["member"], value);
                list.iter().map(element).collect()
            }
            (Some("map"), Value::Object(map)) => {
                let entry =
                    |(key, value): (&String, _)| (key.clone(), self.view(&shape["value"], value));
                map.iter().map(entry).collect()
            }
            (Some("blob"), Value::String(text)) => json!(STANDARD.encode_to_string(text)),
            _ => value.clone(),
        }
    }

    /// What a case expects of a union whose variant the model does not have, in the view.
    fn unknown_variant(expected: &Value) -> Option<Value> {
        let name = expected.get("SDK_UNKNOWN_MEMBER")?["name"].as_str()?;
        Some(json!({ name: null }))
    }

    /// The first difference between what a case expects and what was read.
    pub fn difference(
        self,
        reference: &Value,
        expected: &Value,
        read: &Value,
    ) -> Result<(), String> {
        self.at("", reference, expected, read)
    }

    fn at(
        self,
        place: &str,
        reference: &Value,
        expected: &Value,
        read: &Value,
    ) -> Result<(), String> {
        let same = |yes: bool| match yes {
            true => Ok(()),
            false => Err(format!("at {place:?}: expected {expected}, read {read}")),
        };
        let shape = self.get(reference);
        if reference["jsonvalue"] == true {
            let inner = read
                .as_str()
                .and_then(|text| serde_json::from_str(text).ok());
            let same_value = inner.is_some_and(|read| same_json(expected, &read));
            return same(same_value || expected == read);
        }
        if shape["document"] == true {
            return same(same_json(expected, read));
        }
        if let Some(expected) = Self::unknown_variant(expected) {
            return same(expected == *read);
        }
        if reference["location"] == "headers" {
            // The names of headers have no case, and HTTP/2 leaves them none.
            return same(lower_keys(expected) == lower_keys(read));
        }
        match (shape["type"].as_str(), expected, read) {
            (_, Value::Null, Value::Null) => Ok(()),
            (Some("structure"), Value::Array(expected), Value::Array(read))
                if shape["eventstream"] == true && expected.len() == read.len() =>
            {
                self.elements(place, reference, expected, read)
            }
            (Some("structure"), Value::Object(_), Value::Object(_)) => {
                self.members(place, shape, expected, read)
            }
            (Some("list"), Value::Array(expected), Value::Array(read))
                if expected.len() == read.len() =>
            {
                self.elements(place, &shape["member"], expected, read)
            }
            (Some("map"), Value::Object(expected), Value::Object(read))
                if expected.keys().eq(read.keys()) =>
            {
                let mut pairs = expected.iter().zip(read.values());
                pairs.try_for_each(|((key, expected), read)| {
                    self.at(&format!("{place}/{key}"), &shape["value"], expected, read)
                })
            }
            (kind, ..) => same(is_same_simple(kind.unwrap_or_default(), expected, read)),
        }
    }

    fn elements(
        self,
        place: &str,
        reference: &Value,
        expected: &[Value],
        read: &[Value],
    ) -> Result<(), String> {
        let mut pairs = expected.iter().zip(read).enumerate();
        pairs.try_for_each(|(index, (expected, read))| {
            self.at(&format!("{place}/{index}"), reference, expected, read)
        })
    }

    /// What is expected must be there, and nothing else but required members, which are read as empty where absent.
    fn members(
        self,
        place: &str,
        shape: &Value,
        expected: &Value,
        read: &Value,
    ) -> Result<(), String> {
        let (Value::Object(expected), Value::Object(read)) = (expected, read) else {
            return Err(format!("at {place:?}: not structures"));
        };
        for (name, expected) in expected {
            let read = read
                .get(name)
                .ok_or_else(|| format!("at {place:?}: {name} is missing"))?;
            self.at(
                &format!("{place}/{name}"),
                &shape["members"][name],
                expected,
                read,
            )?;
        }
        for (name, read) in read
            .iter()
            .filter(|(name, _)| !expected.contains_key(*name))
        {
            let mut required = shape["required"].as_array().into_iter().flatten();
            if !required.any(|required| required == name) || !is_empty(read) {
                return Err(format!(
                    "at {place:?}: {name} is {read} where none is expected"
                ));
            }
        }
        Ok(())
    }
}

/// Whether values of a simple shape of this type are the same; those of no simple shape are not.
fn is_same_simple(kind: &str, expected: &Value, read: &Value) -> bool {
    match (kind, expected, read) {
        ("blob", Value::String(expected), Value::String(read)) => STANDARD
            .decode_to_vec(read)
            .is_ok_and(|read| read == expected.as_bytes()),
        ("timestamp", Value::Number(expected), Value::String(read)) => {
            let read = read.parse::<tinsmith::Timestamp>().ok();
            let read = read.map(tinsmith::Timestamp::as_nanosecond);
            read.is_some() && read == nanoseconds(expected)
        }
        ("float", Value::Number(expected), Value::Number(read)) => single(expected) == single(read),
        ("string" | "character" | "boolean" | "integer" | "long" | "float" | "double", ..) => {
            same_json(expected, read)
        }
        _ => false,
    }
}

fn lower_keys(map: &Value) -> Option<Value> {
    let entries = map.as_object()?.iter();
    let lower = entries.map(|(name, value)| (name.to_lowercase(), value.clone()));
    Some(lower.collect())
}

/// What a required member holds that the response does not have.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(value) => value.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty() || text == "1970-01-01T00:00:00Z",
        Value::Array(list) => list.is_empty(),
        Value::Object(members) => members.values().all(is_empty),
    }
}

/// Whether two values are the same JSON: numbers by value.
pub fn same_json(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, value)| b.get(key).is_some_and(|other| same_json(value, other)))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_json(a, b))
        }
        (Value::Number(a), Value::Number(b)) => match (a.as_i64(), b.as_i64()) {
            (Some(a), Some(b)) => a == b,
            _ => a.as_f64() == b.as_f64(),
        },
        _ => a == b,
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "the nearest number of 32 bits is what is compared"
)]
fn single(number: &Number) -> Option<f32> {
    number.as_f64().map(|number| number as f32)
}

/// A moment in seconds since 1970, which has no more than microseconds in the vectors.
#[allow(
    clippy::cast_possible_truncation,
    reason = "rounded to the microseconds which are meant"
)]
fn nanoseconds(seconds: &Number) -> Option<i128> {
    match seconds.as_i64() {
        Some(seconds) => Some(i128::from(seconds) * 1_000_000_000),
        None => seconds
            .as_f64()
            .map(|seconds| (seconds * 1e6).round() as i128 * 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::{Shapes, Value, json};

    fn shapes() -> Value {
        json!({
            "S": {"type": "structure", "required": ["n"], "members": {
                "b": {"shape": "B"}, "t": {"shape": "T"}, "l": {"shape": "L"}, "f": {"shape": "F"}, "n": {"shape": "N"},
                "j": {"shape": "X", "jsonvalue": true},
            }},
            "B": {"type": "blob"}, "T": {"type": "timestamp"}, "F": {"type": "float"}, "N": {"type": "integer"},
            "X": {"type": "string"}, "L": {"type": "list", "member": {"shape": "B"}},
        })
    }

    #[test]
    fn values_in_the_view() {
        let params = json!({"b": "a", "t": 1.5, "l": ["a"], "j": {"x": 1}});
        let view = Shapes(&shapes()).view(&json!({"shape": "S"}), &params);
        assert_eq!(
            view,
            json!({"b": "YQ==", "t": 1.5, "l": ["YQ=="], "j": "{\"x\":1}"})
        );
    }

    #[test]
    fn nothing_may_be_missing_or_added() {
        let shapes = shapes();
        let reference = json!({"shape": "S"});
        let difference = |a, b| Shapes(&shapes).difference(&reference, &a, &b);
        let read =
            json!({"b": "YQ==", "t": "1970-01-01T00:00:01.5Z", "f": 1.100_000_023_841_858, "n": 0});
        assert_eq!(
            difference(json!({"b": "a", "t": 1.5, "f": 1.1}), read),
            Ok(())
        );
        for (expected, read, place) in [
            (json!({"b": "a"}), json!({}), "b is missing"),
            (json!({}), json!({"n": 1}), "where none is expected"),
            (json!({}), json!({"f": 0}), "where none is expected"),
            (json!({"l": ["a"]}), json!({"l": []}), "/l"),
            (json!({"t": 1}), json!({"t": "1970-01-01T00:00:02Z"}), "/t"),
            (json!({"n": 1}), json!({"n": "1"}), "/n"),
        ] {
            let found = difference(expected, read).expect_err("they differ");
            assert!(found.contains(place), "{found}");
        }
    }
}
