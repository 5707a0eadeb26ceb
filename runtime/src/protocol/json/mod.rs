//! JSON: a pull reader over text and a writer, as the AWS protocols need them. Read by: `aws_json`, `rest_json`.
//!
//! Functions that are generic over a shape are a few lines each, because every generated type makes its own copy of
//! them; what they call is not generic.

mod numbers;
mod pointer;
mod reader;
mod strings;
mod tokens;
mod walk;
mod writer;

use super::failure::{Failure, MAX_DEPTH, shorten};

pub(super) use pointer::pointer;
pub(super) use reader::JsonReader;
pub(super) use writer::JsonWriter;

/// Whether a body holds nothing, or null.
pub(super) fn is_nothing(body: &[u8]) -> bool {
    matches!(body.trim_ascii(), b"" | b"null")
}

/// What a body should have been, if it is no JSON object at all.
pub(super) fn not_an_object(body: &[u8]) -> Option<&'static str> {
    match body.trim_ascii_start().first() {
        Some(b'{') => None,
        Some(b'[' | b'"' | b'-' | b'0'..=b'9') => Some("a JSON object"),
        _ => Some("JSON"),
    }
}
