//! What can go wrong, and how it is said: read by every stage, and by the user.
//!
//! A problem says what is wrong, where, and what to do, on one line.

mod nearest;
mod problems;

use std::fmt::{self, Write as _};
use std::io;
use std::path::{Path, PathBuf};

use nearest::containing;
pub(crate) use nearest::{nearest, some_of};
pub(crate) use problems::Problems;

/// Why no code was generated: one or more problems, each of which `Display` puts on a line of its own.
///
/// `Debug` is the same text, because that is what a build script prints whose `main` returns the error.
pub struct Error {
    first: Box<Problem>,
    rest: Vec<Problem>,
}

/// Whose turn it is to act on an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The caller asked for something that cannot be had: an unknown operation, a glob that matches nothing, options that conflict.
    Usage,
    /// The model is at fault: not JSON, a reference to a shape that does not exist, a value of the wrong type, a truncated archive.
    Model,
    /// The operating system refused to read or write a file.
    Io,
}

impl Error {
    /// The model is at fault, at `pointer` (a JSON pointer such as `/shapes/Foo/members/bar/shape`, or empty) in `file`.
    pub(crate) fn model(
        file: impl Into<PathBuf>,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Problem::model(message).in_file(file).at(pointer).into()
    }

    /// The operating system refused; `action` continues the words "cannot", as in `read` or `create the directory`.
    pub(crate) fn io(path: impl Into<PathBuf>, action: &str, reason: io::Error) -> Self {
        Problem::io(path, action, reason).into()
    }

    /// Whose turn it is to act. Problems of several kinds go by the first.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.first.kind
    }

    /// The problems in the order they were found, each as one line of text.
    pub fn messages(&self) -> impl Iterator<Item = String> + '_ {
        self.problems().map(ToString::to_string)
    }

    fn problems(&self) -> impl Iterator<Item = &Problem> {
        std::iter::once(&*self.first).chain(&self.rest)
    }
}

impl From<Problem> for Error {
    fn from(first: Problem) -> Self {
        Self {
            first: Box::new(first),
            rest: Vec::new(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&*self.first, f)?;
        self.rest
            .iter()
            .try_for_each(|problem| write!(f, "\n{problem}"))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.first.reason.as_ref().map(|reason| reason as _)
    }
}

/// One thing that is wrong: `file:line:column: pointer: message; help`, each part only where it is known.
#[derive(Debug)]
pub(crate) struct Problem {
    kind: ErrorKind,
    file: Option<PathBuf>,
    position: Option<Position>,
    pointer: String,
    message: String,
    help: Option<String>,
    reason: Option<io::Error>,
}

impl Problem {
    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            file: None,
            position: None,
            pointer: String::new(),
            message: message.into(),
            help: None,
            reason: None,
        }
    }

    /// The caller asked for something that cannot be had.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// The model is at fault.
    pub(crate) fn model(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Model, message)
    }

    /// The operating system refused; see [`Error::io`].
    pub(crate) fn io(path: impl Into<PathBuf>, action: &str, reason: io::Error) -> Self {
        let mut problem = Self::new(ErrorKind::Io, format!("cannot {action}"));
        problem.reason = Some(reason);
        problem.in_file(path)
    }

    /// The name `name` of a `what` (`operation`, `service`, …) is not among `known`, which a suggestion comes from.
    pub(crate) fn unknown<'a>(
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let known: Vec<_> = known.into_iter().collect();
        let parts = containing(name, &known);
        let help = match (nearest(name, known.iter().copied()), &*parts, &*known) {
            (Some(near), _, _) => format!("did you mean `{near}`?"),
            (None, [], []) => "there is none".to_owned(),
            (None, [], all) => format!("there is {}", some_of(all)),
            (None, parts, _) => format!("did you mean {}?", some_of(parts)),
        };
        Self::usage(format!("unknown {what} `{name}`")).help(help)
    }

    /// The file the problem is in.
    pub(crate) fn in_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// The line and column of the problem in its file.
    pub(crate) fn position(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }

    /// The JSON pointer of the value that is at fault; see [`pointer()`].
    pub(crate) fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }

    /// What to do about it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write_plain(f, &file.to_string_lossy())?;
            if let Some(Position { line, column }) = self.position {
                write!(f, ":{line}:{column}")?;
            }
            f.write_str(": ")?;
        }
        if !self.pointer.is_empty() {
            write_plain(f, &self.pointer)?;
            f.write_str(": ")?;
        }
        write_plain(f, &self.message)?;
        if let Some(reason) = &self.reason {
            f.write_str(": ")?;
            write_plain(f, &reason.to_string())?;
        }
        if let Some(help) = &self.help {
            f.write_str("; ")?;
            write_plain(f, help)?;
        }
        Ok(())
    }
}

/// A part of a problem that is longer holds something of the model's that nobody reads to its end.
const LONGEST_PART: usize = 2000;

/// Writes text that may come from a model: a name with line breaks, terminal escapes or text direction marks
/// must neither pass for another problem nor hide one.
fn write_plain(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for (index, c) in text.chars().enumerate() {
        if index == LONGEST_PART {
            return f.write_char('…');
        }
        match c {
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                write!(f, "{}", c.escape_unicode())?;
            }
            c if c.is_control() => write!(f, "{}", c.escape_default())?,
            c => f.write_char(c)?,
        }
    }
    Ok(())
}

/// A place in a text file; both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// The line.
    pub(crate) line: usize,
    /// The character in the line.
    pub(crate) column: usize,
}

impl Position {
    /// The place of the byte `offset` of `text`.
    pub(crate) fn of_offset(text: &str, offset: usize) -> Self {
        let before = String::from_utf8_lossy(&text.as_bytes()[..offset.min(text.len())]);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// The JSON pointer (RFC 6901) of a value, from the keys that lead to it.
pub(crate) fn pointer<'a>(keys: impl IntoIterator<Item = &'a str>) -> String {
    keys.into_iter().fold(String::new(), |mut pointer, key| {
        pointer.push('/');
        pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        pointer
    })
}

/// The path as it is named in messages: the current directory is `.`, not an empty string.
pub(crate) fn shown(path: &Path) -> &Path {
    if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    }
}

#[cfg(test)]
mod tests {
    use super::nearest::tests::OPERATIONS;
    use super::*;

    #[test]
    fn a_problem_says_where_what_and_what_to_do() {
        let problem = Problem::model("the shape `Bar` is not defined")
            .in_file("models/x/service-2.json")
            .position(Position {
                line: 3,
                column: 14,
            })
            .at(pointer(["shapes", "Foo", "members", "a/b~c", "shape"]))
            .help("check the name");
        assert_eq!(
            problem.to_string(),
            "models/x/service-2.json:3:14: /shapes/Foo/members/a~1b~0c/shape: \
             the shape `Bar` is not defined; check the name"
        );
    }

    #[test]
    fn every_problem_is_one_line_whatever_names_hold() {
        let mut problems = Problems::default();
        problems.push(Problem::unknown(
            "operation",
            "A\n\u{1b}[31m\u{202e}",
            OPERATIONS,
        ));
        problems.push(Error::io(
            "x",
            "write the file",
            io::ErrorKind::PermissionDenied.into(),
        ));
        let error = problems.finish().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert_eq!(
            error.to_string().lines().collect::<Vec<_>>(),
            [
                "unknown operation `A\\n\\u{1b}[31m\\u{202e}`; there is `DescribeContinuousExports`, \
                 `DescribeExportTasks`, `StartContinuousExport` and 1 more",
                "x: cannot write the file: permission denied",
            ]
        );
        assert_eq!(error.to_string(), format!("{error:?}"));
        assert!(error.messages().eq(error.to_string().lines()));
    }

    #[test]
    fn the_reason_of_the_operating_system_is_the_source() {
        let error = Error::io(
            "x",
            "write the file",
            io::ErrorKind::PermissionDenied.into(),
        );
        let source =
            std::error::Error::source(&error).expect("an error of the system has a source");
        assert_eq!(source.to_string(), "permission denied");
        assert!(Problems::default().finish().is_ok());
    }

    #[test]
    fn places_count_characters_from_one() {
        let text = "{\n  \"é\": Foo\n}";
        let place = Position { line: 2, column: 8 };
        assert_eq!(Position::of_offset(text, text.find("Foo").unwrap()), place);
        assert_eq!(Position::of_offset(text, 999).line, 3);
    }
}
