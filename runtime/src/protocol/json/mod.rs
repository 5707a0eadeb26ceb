//! JSON: a pull reader over text and a writer, as the AWS protocols need them. Read by: `aws_json`.
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

pub(super) use pointer::pointer;
pub(super) use reader::JsonReader;
pub(super) use writer::JsonWriter;

/// How many lists, maps and structures may stand in one another.
const MAX_DEPTH: usize = 128;

/// Why JSON cannot be read or written, and where. Boxed, so that results stay small.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure(Box<Place>);

#[derive(Debug, PartialEq, Eq)]
struct Place {
    offset: usize,
    what: String,
}

impl Failure {
    #[cold]
    pub(super) fn new(offset: usize, what: impl Into<String>) -> Self {
        Self(Box::new(Place {
            offset,
            what: what.into(),
        }))
    }

    /// Where, in bytes from the start of the input or of what was written.
    pub(super) fn offset(&self) -> usize {
        self.0.offset
    }

    /// What was expected and what was found.
    pub(super) fn into_what(self) -> String {
        self.0.what
    }
}

/// The beginning of a value that is not what it should be, for a message.
#[cold]
fn shorten(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
