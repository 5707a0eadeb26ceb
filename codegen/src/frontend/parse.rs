//! Parts of a JSON text as values, and where in the text an error stands. Read by: botocore, smithy.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::locate;
use crate::error::{Error, Problem};
use crate::load::{Source, json_message, json_offset};

/// A problem with the value that a JSON pointer names.
pub(super) fn problem_at(source: &Source, pointer: &str, message: impl Into<String>) -> Problem {
    let problem = Problem::model(message).in_file(&source.path).at(pointer);
    match locate::span(&source.text, pointer) {
        Some(span) => problem.in_text(&source.text, span),
        None => problem,
    }
}

/// A problem with a part of the text.
pub(super) fn problem_in(source: &Source, part: &RawValue, message: impl Into<String>) -> Problem {
    let problem = Problem::model(message).in_file(&source.path);
    match start_of(source, part) {
        Some(offset) => problem
            .in_text(&source.text, offset..offset + part.get().len())
            .at(locate::pointer(&source.text, offset)),
        None => problem,
    }
}

pub(super) fn from_text<'a, T: Deserialize<'a>>(source: &'a Source) -> Result<T, Error> {
    serde_json::from_str(&source.text).map_err(|error| json_error(source, 0, &source.text, &error))
}

pub(super) fn from_part<'a, T: Deserialize<'a>>(
    source: &Source,
    part: &'a RawValue,
) -> Result<T, Error> {
    serde_json::from_str(part.get()).map_err(|error| {
        match start_of(source, part) {
            Some(start) => json_error(source, start, part.get(), &error),
            // The part was put together from the file and its extras, and stands in neither.
            None => Problem::model(json_message(&error))
                .in_file(&source.path)
                .help("look into the `.sdk-extras.json` beside the file too, which changes this")
                .into(),
        }
    })
}

/// Where in the file's text a part of it begins; nowhere, if it was not cut from there.
fn start_of(source: &Source, part: &RawValue) -> Option<usize> {
    let start = (part.get().as_ptr() as usize).checked_sub(source.text.as_ptr() as usize)?;
    (start + part.get().len() <= source.text.len()).then_some(start)
}

/// Says where in the whole file an error stands that was found in the part that begins at `start`.
fn json_error(source: &Source, start: usize, part: &str, error: &serde_json::Error) -> Error {
    let offset = (start + json_offset(part, error)).min(source.text.len());
    let before = offset.saturating_sub(1);
    let pointer = locate::pointer(&source.text, before);
    // A value of the wrong kind is wrong as a whole; a mistake in the syntax is at one place in it.
    let whole = error
        .is_data()
        .then(|| locate::span(&source.text, &pointer));
    Problem::model(json_message(error))
        .in_file(&source.path)
        .in_text(&source.text, whole.flatten().unwrap_or(before..offset))
        .at(pointer)
        .into()
}
