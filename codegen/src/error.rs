//! What can go wrong, and how it is said: read by every stage, and by the user.
//!
//! A problem says what is wrong, where, and what to do, on one line; below it, the line of the file can be shown.

mod nearest;
mod place;
mod problem;
mod problems;

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

pub(crate) use nearest::{nearest, some_of};
pub use problem::Problem;
pub(crate) use problems::Problems;

/// Why no code was generated: one or more problems.
///
/// `{}` puts each on a line of its own, which is what logs, other errors and `grep` want. `{:#}` and `{:?}` show the
/// lines of the files too, with carets under the places: `Debug` is what a build script prints whose `main` returns
/// the error.
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
        self.first.kind()
    }

    /// The problems in the order they were found, each as one line of text.
    pub fn messages(&self) -> impl Iterator<Item = String> + '_ {
        self.problems().map(ToString::to_string)
    }

    /// The problems in the order they were found, for tools that show them in another form.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        std::iter::once(&*self.first).chain(&self.rest)
    }

    /// The problems themselves.
    pub fn into_problems(self) -> impl Iterator<Item = Problem> {
        std::iter::once(*self.first).chain(self.rest)
    }

    /// Gives every problem that has a pointer into this text of `file`, and no place yet, the place that `span` finds
    /// for the pointer. The stages behind the front end know pointers only.
    pub(crate) fn place_in(
        mut self,
        file: &Path,
        text: &str,
        span: impl Fn(&str, &str) -> Option<Range<usize>>,
    ) -> Self {
        for problem in std::iter::once(&mut *self.first).chain(&mut self.rest) {
            problem.place_in(file, text, &span);
        }
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&*self.first, f)?;
        self.rest.iter().try_for_each(|problem| {
            f.write_str("\n")?;
            fmt::Display::fmt(problem, f)
        })
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:#}")
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.first.reason.as_ref().map(|reason| reason as _)
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
}
