//! [`Failure`]: why bytes cannot be read or written, and where. Read by: the readers and writers of all formats.

/// How many lists, maps and structures may stand in one another.
pub(super) const MAX_DEPTH: usize = 128;

/// Why bytes cannot be read or written, and where. Boxed, so that results stay small.
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

/// Bytes as text.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, Failure> {
    std::str::from_utf8(bytes)
        .map_err(|error| Failure::new(error.valid_up_to(), "expected UTF-8, found other bytes"))
}

/// The beginning of a value that is not what it should be, for a message.
#[cold]
pub(super) fn shorten(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Why a union cannot be written whose variant was not known when the code was generated.
#[cold]
pub(super) fn unknown_variant(tag: &str) -> String {
    match tag {
        "" => "a union without a variant: set one".to_owned(),
        _ => format!(
            "the union's variant {tag:?} is not in the model: its content was not kept, so that it cannot be sent"
        ),
    }
}
