//! One thing that is wrong. Made by every stage, read by the user and by the tools that show it.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::nearest::{containing, nearest, some_of};
use super::place::{Place, write_plain};
use super::{Error, ErrorKind};

/// One thing that is wrong: what, where, and what to do.
///
/// `{}` is one line, `file:line:column: pointer: message; help`, each part only where it is known. `{:#}` shows
/// the line of the file below, with carets under the place.
#[derive(Debug)]
pub struct Problem {
    kind: ErrorKind,
    file: Option<PathBuf>,
    place: Option<Place>,
    pointer: String,
    message: String,
    help: Option<String>,
    /// What the caller asked for by a name, or by a pattern, that there is not.
    asked: Option<String>,
    pub(super) reason: Option<io::Error>,
}

/// What a problem says, for tools.
impl Problem {
    /// Whose turn it is to act.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The file that the problem is in or about.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The line and the column at which the place begins, both from 1; columns count characters.
    #[must_use]
    pub fn start(&self) -> Option<(usize, usize)> {
        let place = self.place.as_ref()?;
        Some((place.start.line, place.start.column))
    }

    /// The line and the column behind the last character of the place.
    #[must_use]
    pub fn end(&self) -> Option<(usize, usize)> {
        let place = self.place.as_ref()?;
        Some((place.end.line, place.end.column))
    }

    /// The JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)) of the value that is at fault.
    #[must_use]
    pub fn pointer(&self) -> Option<&str> {
        (!self.pointer.is_empty()).then_some(&*self.pointer)
    }

    /// What is wrong, with the reason of the operating system if there is one.
    #[must_use]
    pub fn message(&self) -> String {
        match &self.reason {
            Some(reason) => format!("{}: {reason}", self.message),
            None => self.message.clone(),
        }
    }

    /// The name that there is not, as the caller gave it, so that a tool can show where it was written.
    #[must_use]
    pub fn asked(&self) -> Option<&str> {
        self.asked.as_deref()
    }

    /// What to do about it.
    #[must_use]
    pub fn help_text(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

/// How a tool makes problems of its own that read like the generator's.
impl Problem {
    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            file: None,
            place: None,
            pointer: String::new(),
            message: message.into(),
            help: None,
            asked: None,
            reason: None,
        }
    }

    /// The caller asked for something that cannot be had.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// The model is at fault.
    pub fn model(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Model, message)
    }

    /// The operating system refused; `action` continues the words "cannot", as in `read` or `create the directory`.
    pub fn io(path: impl Into<PathBuf>, action: &str, reason: io::Error) -> Self {
        let mut problem = Self::new(ErrorKind::Io, format!("cannot {action}"));
        problem.reason = Some(reason);
        problem.in_file(path)
    }

    /// The name `name` of a `what` (`operation`, `service`, …) is not among `known`; the help names the nearest.
    pub fn unknown<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<_> = known.into_iter().collect();
        let parts = containing(name, &known);
        let help = match (nearest(name, known.iter().copied()), &*parts, &*known) {
            (Some(near), _, _) => format!("did you mean `{near}`?"),
            (None, [], []) => "there is none".to_owned(),
            (None, [], all) => format!("there is {}", some_of(all)),
            (None, parts, _) => format!("did you mean {}?", some_of(parts)),
        };
        Self::usage(format!("unknown {what} `{name}`"))
            .help(help)
            .asked_for(name)
    }

    /// The file the problem is in.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// The place in the text of the file: these bytes of it.
    #[must_use]
    pub fn in_text(mut self, text: &str, span: Range<usize>) -> Self {
        self.place = Some(Place::new(text, span));
        self
    }

    /// The JSON pointer of the value that is at fault.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }

    /// What to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The name or the pattern that there is nothing for.
    pub(crate) fn asked_for(mut self, name: &str) -> Self {
        self.asked = Some(name.to_owned());
        self
    }

    /// Finds the place in the text of `file`, if the problem has a pointer into it and no place yet.
    pub(super) fn place_in(
        &mut self,
        file: &Path,
        text: &str,
        span: impl Fn(&str, &str) -> Option<Range<usize>>,
    ) {
        if self.place.is_none() && !self.pointer.is_empty() && self.file() == Some(file) {
            self.place = span(text, &self.pointer).map(|span| Place::new(text, span));
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write_plain(f, &file.to_string_lossy())?;
            if let Some((line, column)) = self.start() {
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
        match &self.place {
            Some(place) if f.alternate() && !place.is_empty() => write!(f, "\n{place}"),
            _ => Ok(()),
        }
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

#[cfg(test)]
mod tests {
    use super::super::pointer;
    use super::*;

    #[test]
    fn a_problem_says_where_what_and_what_to_do() {
        let text = "{\n  \"shapes\": {}, \n   \"shape\": \"Bar\"}";
        let start = text.find("\"Bar\"").unwrap();
        let problem = Problem::model("the shape `Bar` is not defined")
            .in_file("models/x/service-2.json")
            .in_text(text, start..start + 5)
            .at(pointer(["shapes", "Foo", "members", "a/b~c", "shape"]))
            .help("check the name");
        assert_eq!(
            problem.to_string(),
            "models/x/service-2.json:3:13: /shapes/Foo/members/a~1b~0c/shape: \
             the shape `Bar` is not defined; check the name"
        );
        insta::assert_snapshot!(format!("{problem:#}"), @r#"
        models/x/service-2.json:3:13: /shapes/Foo/members/a~1b~0c/shape: the shape `Bar` is not defined; check the name
          |
        3 |    "shape": "Bar"}
          |             ^^^^^
        "#);
        assert_eq!(
            (problem.start(), problem.end()),
            (Some((3, 13)), Some((3, 18)))
        );
    }
}
