//! What a command says when it does not succeed, for people and for programs. Read by `main` and all commands.
//!
//! Problems go to standard error in either form: standard output belongs to what a command makes (`generate -o -` prints
//! Rust there), and whoever pipes that on must not find problems in it.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::ValueEnum;
use clap::error::{Error as ArgumentError, ErrorKind as ArgumentErrorKind};
use serde::Serialize;
use tinsmith_codegen::{Error, ErrorKind, Problem};

pub(super) const STALE: u8 = 1;
pub(super) const BREAKING: u8 = 1;
pub(super) const USAGE: u8 = 2;
pub(super) const MODEL: u8 = 3;
pub(super) const IO: u8 = 4;

/// The form of problems and reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text, with the lines that are wrong
    #[default]
    Human,
    /// One JSON object a line
    Json,
}

/// Why a command did not succeed.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    problems: Vec<Problem>,
}

impl Failure {
    /// What is on disk is not what would be generated.
    pub(super) fn stale(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code: STALE,
            problems: vec![Problem::usage(message).help(help)],
        }
    }

    /// The command did its work, and what it found is told by the exit code alone.
    pub(super) fn breaking() -> Self {
        Self {
            code: BREAKING,
            problems: Vec::new(),
        }
    }

    /// All of the problems, if there are any; the exit code is that of the first.
    pub(super) fn of(problems: impl IntoIterator<Item = Problem>) -> Option<Self> {
        let mut problems = problems.into_iter();
        let mut first = Self::from(problems.next()?);
        first.problems.extend(problems);
        Some(first)
    }

    /// Adds another failure's problems; the exit code stays that of the first.
    pub(super) fn join(&mut self, other: Self) {
        self.problems.extend(other.problems);
    }

    /// The failure with its problems changed.
    pub(super) fn map(mut self, change: impl FnMut(Problem) -> Problem) -> Self {
        self.problems = self.problems.into_iter().map(change).collect();
        self
    }

    /// Each problem in one line.
    #[cfg(test)]
    pub(super) fn messages(&self) -> Vec<String> {
        self.problems.iter().map(ToString::to_string).collect()
    }

    /// Writes the problems to standard error.
    pub(crate) fn report(&self, format: Format) -> ExitCode {
        let mut stderr = io::stderr().lock();
        for problem in &self.problems {
            // Without standard error, the exit code is all that is left.
            let _ = match format {
                Format::Human => writeln!(stderr, "error: {problem:#}"),
                Format::Json => writeln!(
                    stderr,
                    "{}",
                    Diagnostic::new(self.kind(problem), problem).line()
                ),
            };
        }
        ExitCode::from(self.code)
    }

    fn kind(&self, problem: &Problem) -> &'static str {
        match problem.kind() {
            _ if self.code == STALE => "stale",
            ErrorKind::Usage => "usage",
            ErrorKind::Io => "io",
            _ => "model",
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Error::from(problem).into()
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let code = match error.kind() {
            ErrorKind::Usage => USAGE,
            ErrorKind::Io => IO,
            _ => MODEL,
        };
        Self {
            code,
            problems: error.into_problems().collect(),
        }
    }
}

/// A problem as JSON. The keys are a promise to whoever reads them (README, "Problems"): all are always there, and
/// `null` stands for what is not known.
#[derive(Serialize)]
struct Diagnostic<'a> {
    kind: &'static str,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    pointer: Option<&'a str>,
    message: String,
    help: Option<&'a str>,
}

impl<'a> Diagnostic<'a> {
    fn new(kind: &'static str, problem: &'a Problem) -> Self {
        let (start, end) = (problem.start().unzip(), problem.end().unzip());
        Self {
            kind,
            file: problem
                .file()
                .map(|file| file.to_string_lossy().into_owned()),
            line: start.0,
            column: start.1,
            end_line: end.0,
            end_column: end.1,
            pointer: problem.pointer(),
            message: problem.message(),
            help: problem.help_text(),
        }
    }

    fn line(&self) -> String {
        json_line(self)
    }
}

/// One line of JSON.
pub(super) fn json_line(value: &impl Serialize) -> String {
    serde_json::to_string(value)
        .unwrap_or_else(|error| format!("{{\"kind\":\"defect\",\"message\":\"{error}\"}}"))
}

/// What clap says of arguments that it cannot read, if a program asked for JSON; else clap says it itself.
pub(crate) fn arguments(error: &ArgumentError) -> ExitCode {
    let asked_for = matches!(
        error.kind(),
        ArgumentErrorKind::DisplayHelp | ArgumentErrorKind::DisplayVersion
    );
    if asked_for || !json_is_asked_for() {
        error.exit();
    }
    let text = error.render().to_string();
    let mut parts = text.split("\n\n").map(one_line);
    let message = parts.next().unwrap_or_default();
    let message = message.trim_start_matches("error: ").to_owned();
    let help: Vec<String> = parts.collect();
    let problem = Problem::usage(message);
    let problem = match help.is_empty() {
        true => problem,
        false => problem.help(help.join("; ")),
    };
    Failure::from(problem).report(Format::Json)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The arguments cannot be read, so they are only looked through.
fn json_is_asked_for() -> bool {
    let arguments: Vec<_> = std::env::args_os().collect();
    let pairs = arguments.windows(2);
    let apart = |pair: &[std::ffi::OsString]| pair[0] == "--format" && pair[1] == "json";
    arguments.iter().any(|argument| argument == "--format=json") || pairs.into_iter().any(apart)
}
