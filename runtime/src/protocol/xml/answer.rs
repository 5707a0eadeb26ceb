//! Answers in XML: the body as text, errors in each of the forms that services send, and what cannot be read. Read by:
//! `rest_xml`, `aws_query`.
//!
//! An error is `<ErrorResponse><Error>…</Error><RequestId/></ErrorResponse>`, of S3 the `<Error>` alone with the id in it,
//! and of EC2 `<Response><Errors><Error>…</Error></Errors><RequestID/></Response>`.

use bytes::Bytes;

use super::pointer::pointer;
use super::reader::XmlReader;
use super::{Failure, local};
use crate::error::{Problem, ResponseError};
use crate::protocol::bindings::Answer;
use crate::protocol::failure::utf8;
use crate::protocol::{self, ErrorAnswer, bad_response};

/// The body as text; none if there is nothing in it.
pub(in crate::protocol) fn body(
    response: &http::Response<Bytes>,
) -> Result<Option<&str>, Box<ResponseError>> {
    let body = response.body();
    if is_nothing(body) {
        return Ok(None);
    }
    if let Some(format) = another_format(body) {
        return Err(bad_response(response, Problem::NotFormat(format)));
    }
    let text = utf8(body).map(Some);
    text.map_err(|failure| unreadable(response, failure))
}

/// What stands in a body, behind a byte order mark and white space.
fn content(body: &[u8]) -> &[u8] {
    let text = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    text.trim_ascii_start()
}

/// Whether a body holds nothing.
pub(in crate::protocol) fn is_nothing(body: &[u8]) -> bool {
    content(body).is_empty()
}

/// What a body should have been, if it is no XML for programs.
pub(in crate::protocol) fn another_format(body: &[u8]) -> Option<&'static str> {
    match content(body) {
        [b'<', rest @ ..] if !is_page(rest) => None,
        _ => Some("XML"),
    }
}

/// Whether a body is an error by its root, as S3 and EC2 send it, whatever the status says.
pub(in crate::protocol) fn is_error(body: &[u8]) -> bool {
    let mut rest = content(body);
    if rest.starts_with(b"<?xml") {
        let end = rest.windows(2).position(|window| window == b"?>");
        rest = content(end.map_or(&[], |end| &rest[end + 2..]));
    }
    // Most answers are no error, and this is all that is looked at.
    let is_named = rest
        .strip_prefix(b"<Error")
        .is_some_and(|rest| matches!(rest.first(), Some(b'>' | b' ' | b'\n' | b'\r' | b'\t')));
    is_named
        && utf8(body)
            .and_then(error_answer)
            .is_ok_and(|answer| answer.code.is_some())
}

/// Whether a document is a page for people, as proxies send it: it would read as an answer without members.
fn is_page(after: &[u8]) -> bool {
    [&b"html"[..], b"!doctype"].iter().any(|start| {
        after
            .get(..start.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(start))
    })
}

/// Reads what an error has beside its members.
pub(in crate::protocol) fn error_answer(text: &str) -> Result<ErrorAnswer, Failure> {
    let mut answer = ErrorAnswer::default();
    let mut reader = XmlReader::root(text)?;
    let root = reader.name();
    let tokens = &mut reader.tokens;
    let mut depth = 1_usize;
    while depth > 0 {
        if !tokens.next()? {
            depth -= 1;
            continue;
        }
        let field = match local(tokens.name()) {
            "Errors" | "Error" => {
                depth += 1;
                continue;
            }
            "Code" => &mut answer.code,
            "Message" | "message" => &mut answer.message,
            "RequestId" | "RequestID" | "requestId" => &mut answer.request_id,
            _ => {
                tokens.skip()?;
                continue;
            }
        };
        let text = tokens.text()?;
        // Of several errors the first counts.
        if field.is_none() && !text.trim_ascii().is_empty() {
            *field = Some(text.into_owned());
        }
    }
    tokens.end_of_text()?;
    for name in [&mut answer.code, &mut answer.request_id]
        .into_iter()
        .flatten()
    {
        *name = name.trim_ascii().to_owned();
    }
    if answer.code.is_none() && !is_envelope(root) {
        answer.code = Some(root.to_owned());
    }
    Ok(answer)
}

/// Whether an element only holds errors; a root of any other name is the error itself, whose name is its code.
fn is_envelope(name: &str) -> bool {
    matches!(name, "ErrorResponse" | "Error" | "Response" | "Errors")
}

/// A reader of the element that holds the members of an error.
pub(in crate::protocol) fn error_reader(text: &str) -> Result<XmlReader<'_>, Failure> {
    let mut reader = XmlReader::root(text)?;
    while reader.name() != "Error" && is_envelope(reader.name()) {
        if !reader.enter(|name| matches!(name, "Errors" | "Error"))? {
            reader = XmlReader::root(text)?;
            break;
        }
    }
    Ok(reader.of(Answer::Error))
}

/// The error that a body cannot be read.
#[cold]
pub(in crate::protocol) fn unreadable(
    response: &http::Response<Bytes>,
    failure: Failure,
) -> Box<ResponseError> {
    protocol::unreadable(response, failure, pointer)
}
