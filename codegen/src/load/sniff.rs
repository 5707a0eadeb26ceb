//! Tells which format a model is in by the keys of its outermost object: read by `load`.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

use super::{Format, Source};
use crate::error::{Error, Problem};

/// What a file is that somebody took for a model, by a key that tells.
const OTHER_FILES: [(&str, &str); 7] = [
    ("pagination", "a paginators file"),
    ("waiters", "a waiters file"),
    ("examples", "an examples file"),
    (
        "merge",
        "an extras file, which is read with the model beside it",
    ),
    ("rules", "an endpoint rule set"),
    ("openapi", "an OpenAPI document"),
    ("swagger", "an OpenAPI document"),
];

/// The format of a model. Reads no further than the first key that decides.
pub(super) fn format(model: &Source) -> Result<Format, Error> {
    let mut keys = Keys::default();
    let mut json = serde_json::Deserializer::from_str(&model.text);
    let result = json.deserialize_any(&mut keys);
    if let Some(format) = keys.decided {
        return Ok(format);
    }
    if let Err(error) = result {
        let problem = if error.is_data() && !keys.object {
            Problem::model("not a service model: a model is a JSON object").in_file(&model.path)
        } else {
            not_json(model, &error)
        };
        return Err(problem.into());
    }
    let problem = match keys.seen.as_slice() {
        // A model without operations has nothing to generate, which a later stage says better.
        seen if seen.iter().any(|key| key == "metadata") => return Ok(Format::Botocore),
        seen => unrecognised(seen),
    };
    Err(problem.in_file(&model.path).into())
}

pub(super) fn not_json(model: &Source, error: &serde_json::Error) -> Problem {
    let at = json_offset(&model.text, error).saturating_sub(1);
    let problem = Problem::model(json_message(error))
        .in_file(&model.path)
        .in_text(&model.text, at..at + 1);
    let start = model.text.trim_start();
    if start.starts_with("$version") || start.starts_with("namespace ") {
        problem.help("this is Smithy's own language: export the model as JSON with `smithy ast`")
    } else {
        problem
    }
}

/// What is wrong with a JSON text; the position is said before the message.
pub(crate) fn json_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let message = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(message, _)| message);
    if error.is_data() {
        message.to_owned()
    } else {
        format!("not valid JSON: {message}")
    }
}

/// How many bytes of the text had been read when the error was found.
pub(crate) fn json_offset(text: &str, error: &serde_json::Error) -> usize {
    let lines = text.split_inclusive('\n');
    let before = lines.take(error.line().saturating_sub(1)).map(str::len);
    before.sum::<usize>() + error.column()
}

fn unrecognised(seen: &[String]) -> Problem {
    let wanted = "a botocore model has the keys `metadata` and `operations`, a Smithy model in JSON the key `smithy`";
    let kind = OTHER_FILES
        .iter()
        .find(|(key, _)| seen.iter().any(|other| other == key));
    let found = match (kind, seen) {
        (Some((_, kind)), _) => format!("this is {kind}, not a service model"),
        (None, []) => "not a service model: an empty object".to_owned(),
        (None, seen) => {
            let first: Vec<_> = seen.iter().take(6).map(|key| format!("`{key}`")).collect();
            let more = if seen.len() > first.len() {
                ", …"
            } else {
                ""
            };
            format!(
                "not a service model: found the keys {}{more}",
                first.join(", ")
            )
        }
    };
    Problem::model(found).help(wanted)
}

#[derive(Default)]
struct Keys {
    decided: Option<Format>,
    object: bool,
    seen: Vec<String>,
}

impl<'de> Visitor<'de> for &mut Keys {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a service model")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.object = true;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            self.decided = match &*key {
                "smithy" => Some(Format::SmithyAst),
                "operations" => Some(Format::Botocore),
                _ => None,
            };
            if self.decided.is_some() {
                return Ok(());
            }
            self.seen.push(key.into_owned());
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Format, String> {
        let model = Source {
            path: "m.json".into(),
            text: text.into(),
        };
        format(&model).map_err(|error| error.to_string())
    }

    #[test]
    fn the_deciding_key_may_stand_anywhere() {
        assert_eq!(
            of(r#"{"version":"2.0","metadata":{},"operations":{}}"#),
            Ok(Format::Botocore)
        );
        assert_eq!(
            of(r#"{"shapes":{"a":{}},"operations":{}}"#),
            Ok(Format::Botocore)
        );
        assert_eq!(
            of(r#"{"metadata":{},"shapes":{},"smithy":"2.0"}"#),
            Ok(Format::SmithyAst)
        );
        assert_eq!(of(r#"{"metadata":{"smithy":"no"}}"#), Ok(Format::Botocore));
    }

    #[test]
    fn nothing_is_read_after_the_deciding_key() {
        assert_eq!(of(r#"{"smithy":"2.0", and so on"#), Ok(Format::SmithyAst));
    }

    #[test]
    fn what_is_no_model_is_told_by_what_it_is() {
        for (text, told) in [
            (
                "[1]",
                "m.json: not a service model: a model is a JSON object",
            ),
            ("", "m.json:1:1: not valid JSON: EOF while parsing a value"),
            (
                "{\n  \"a\": tru }",
                "m.json:2:11: not valid JSON: expected ident",
            ),
            (
                "{\"a\":1",
                "m.json:1:6: not valid JSON: EOF while parsing an object",
            ),
            (
                "$version: \"2\"",
                "export the model as JSON with `smithy ast`",
            ),
            ("{}", "m.json: not a service model: an empty object"),
            (
                r#"{"a":1,"b":2}"#,
                "m.json: not a service model: found the keys `a`, `b`; ",
            ),
            (
                r#"{"pagination":{}}"#,
                "m.json: this is a paginators file, not a service model; ",
            ),
            (
                r#"{"openapi":"3.1.0"}"#,
                "m.json: this is an OpenAPI document, not a service model; ",
            ),
        ] {
            let error = of(text).unwrap_err();
            assert!(error.contains(told), "{text}\n{error}");
        }
    }

    #[test]
    fn nesting_of_any_depth_is_passed_over() {
        let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
        let deep = format!(r#"{{"a":{open}{close},"smithy":"2.0"}}"#);
        assert_eq!(of(&deep), Ok(Format::SmithyAst));
    }
}
