//! [`ResponseError`]: an answer that cannot be read. Built by: `operation`. Read by: users.

use std::fmt;

use http::StatusCode;

use super::text::{OneLine, snippet};

/// An answer that cannot be read: a proxy's page, a truncated body, a value of another type than the model says.
///
/// The message shows up to 200 bytes of the body, because there is no other way to see what came; that text is not
/// redacted, since what cannot be read cannot be told to be sensitive. Leave [`Display`](fmt::Display) and
/// [`ResponseError::snippet`] out of your logs where responses hold secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseError {
    status: StatusCode,
    request_id: Option<String>,
    content_type: Option<String>,
    problem: Problem,
    snippet: String,
}

/// What is wrong with a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// It is in another format than this one altogether.
    NotFormat(&'static str),
    /// It has another checksum than the response says.
    #[cfg(feature = "checksums")]
    Checksum {
        /// By its name in models.
        algorithm: &'static str,
        /// What the header says, in base64.
        expected: String,
        /// That of the body.
        found: String,
    },
    /// A header, or else the status, is not as the model says.
    Head {
        name: Option<&'static str>,
        /// What was expected and what was found.
        what: String,
        /// The member, as a JSON pointer.
        pointer: String,
    },
    /// It goes wrong at a place.
    At {
        /// What was expected and what was found.
        what: String,
        /// Where, in bytes from the body's start.
        offset: usize,
        /// Where, as a JSON pointer; empty at the top.
        pointer: String,
    },
}

impl ResponseError {
    pub(crate) fn new(
        response: &http::Response<bytes::Bytes>,
        request_id: Option<String>,
        problem: Problem,
    ) -> Self {
        let content_type = response.headers().get(http::header::CONTENT_TYPE);
        Self {
            status: response.status(),
            request_id,
            content_type: content_type
                .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
            problem,
            snippet: snippet(response.body()),
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What AWS support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The header of that name.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Where the body goes wrong, in bytes from its start; none where it is in another format altogether, or in a header.
    pub fn offset(&self) -> Option<usize> {
        match self.problem {
            Problem::At { offset, .. } => Some(offset),
            _ => None,
        }
    }

    /// Where the response goes wrong, as a [JSON pointer](https://www.rfc-editor.org/rfc/rfc6901), `/items/3/name`.
    pub fn pointer(&self) -> Option<&str> {
        match &self.problem {
            Problem::At { pointer, .. } | Problem::Head { pointer, .. } => Some(pointer),
            _ => None,
        }
    }

    /// The first 200 bytes of the body.
    pub fn snippet(&self) -> &str {
        &self.snippet
    }
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {} with ", self.status.as_u16())?;
        match &self.problem {
            Problem::NotFormat(format) => {
                write!(f, "a body that is not {format}")?;
                if let Some(content_type) = &self.content_type {
                    write!(f, " ({})", OneLine(content_type))?;
                }
            }
            #[cfg(feature = "checksums")]
            Problem::Checksum {
                algorithm,
                expected,
                found,
            } => {
                let expected = OneLine(expected);
                write!(
                    f,
                    "a body that is damaged: its {algorithm} is {found}, the response says {expected}"
                )?;
            }
            Problem::Head {
                name,
                what,
                pointer,
            } => {
                let (kind, name) = match name {
                    Some(name) => ("header ", *name),
                    None => ("status", ""),
                };
                let (name, what) = (OneLine(name), OneLine(what));
                write!(
                    f,
                    "a {kind}{name} that cannot be read: {what} ({})",
                    OneLine(pointer)
                )?;
            }
            Problem::At {
                what,
                offset,
                pointer,
            } => {
                write!(
                    f,
                    "a body that cannot be read: {} at byte {offset}",
                    OneLine(what)
                )?;
                if !pointer.is_empty() {
                    write!(f, " ({})", OneLine(pointer))?;
                }
            }
        }
        write!(f, ": \"{}\"", OneLine(&self.snippet))?;
        match &self.request_id {
            Some(id) => write!(f, " (request id {})", OneLine(id)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ResponseError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(body: &'static str) -> http::Response<bytes::Bytes> {
        http::Response::builder()
            .status(500)
            .header("content-type", "text/html")
            .body(bytes::Bytes::from_static(body.as_bytes()))
            .unwrap()
    }

    #[test]
    fn another_format() {
        let error = ResponseError::new(&response("<html>\n"), None, Problem::NotFormat("JSON"));
        assert_eq!(
            error.to_string(),
            r#"HTTP 500 with a body that is not JSON (text/html): "<html>\n""#
        );
    }

    #[test]
    fn a_header() {
        let problem = |name| Problem::Head {
            name,
            what: "expected a timestamp, found \"soon\"".into(),
            pointer: "/when".into(),
        };
        let error = ResponseError::new(&response("x"), None, problem(Some("x-when")));
        assert_eq!(
            error.to_string(),
            r#"HTTP 500 with a header x-when that cannot be read: expected a timestamp, found "soon" (/when): "x""#
        );
        assert_eq!((error.offset(), error.pointer()), (None, Some("/when")));
        let error = ResponseError::new(&response("x"), None, problem(None));
        assert!(error.to_string().starts_with("HTTP 500 with a status that"));
    }

    #[test]
    fn a_place() {
        let what = "expected a string, found a number".to_owned();
        let problem = Problem::At {
            what,
            offset: 5,
            pointer: "/a".into(),
        };
        let error = ResponseError::new(&response("{\"a\":1}"), Some("r1".into()), problem);
        assert_eq!(
            error.to_string(),
            r#"HTTP 500 with a body that cannot be read: expected a string, found a number at byte 5 (/a): "{"a":1}" (request id r1)"#
        );
        assert_eq!((error.offset(), error.pointer()), (Some(5), Some("/a")));
    }
}
