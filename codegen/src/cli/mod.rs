//! What the commands share: arguments, messages, exit codes, and writing or comparing what was generated. Read by `main`.

mod config;
pub(crate) mod generate;
pub(crate) mod list;
pub(crate) mod regen;
pub(crate) mod vendor;

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::ValueEnum;
use similar::TextDiff;
use tinsmith_codegen::{Difference, Emit, Error, ErrorKind, Files, Generator};

const STALE: u8 = 1;
const USAGE: u8 = 2;
const MODEL: u8 = 3;
const IO: u8 = 4;

/// Where the model is.
#[derive(clap::Args)]
pub(crate) struct Model {
    /// The model: a file (plain or .gz), the directory of a service, a tree in botocore's layout, an archive of one
    /// (wheel or source distribution), or - for standard input
    #[arg(long, value_name = "PATH")]
    model: PathBuf,
    /// The service, where the model is a tree of services: discovery, or discovery/2015-11-01 for one version
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
}

impl Model {
    fn generator(&self) -> Generator {
        generator(&self.model, self.service.as_deref())
    }
}

fn generator(model: &Path, service: Option<&str>) -> Generator {
    let generator = Generator::new(model);
    match service {
        Some(name) => generator.service(name),
        None => generator,
    }
}

/// How much is emitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum EmitArg {
    /// Requests, responses, nested types and exceptions
    Types,
    /// And what builds requests and reads responses, without I/O
    Operations,
    /// And a client that sends, with paginators
    #[default]
    Client,
}

impl From<EmitArg> for Emit {
    fn from(emit: EmitArg) -> Self {
        match emit {
            EmitArg::Types => Self::Types,
            EmitArg::Operations => Self::Operations,
            EmitArg::Client => Self::Client,
        }
    }
}

/// Why a command did not succeed.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    messages: Vec<String>,
}

impl Failure {
    fn new(code: u8, message: impl Into<String>) -> Self {
        Self {
            code,
            messages: vec![message.into()],
        }
    }

    fn usage(message: impl Into<String>) -> Self {
        Self::new(USAGE, message)
    }

    /// Adds another failure's messages; the exit code stays that of the first.
    fn join(&mut self, other: Self) {
        self.messages.extend(other.messages);
    }

    /// Writes the messages to standard error.
    pub(crate) fn report(&self) -> ExitCode {
        let mut stderr = io::stderr().lock();
        for message in &self.messages {
            // Without standard error, the exit code is all that is left.
            let _ = writeln!(stderr, "error: {message}");
        }
        ExitCode::from(self.code)
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
            messages: error.messages().collect(),
        }
    }
}

/// Writes to standard output. A reader that has had enough, as `head` has, is no failure.
fn print(text: impl fmt::Display) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match write!(stdout, "{text}").and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::new(
            IO,
            format!("cannot write to standard output: {error}"),
        )),
        _ => Ok(()),
    }
}

/// A generated file and where it goes.
struct Target {
    path: PathBuf,
    files: Files,
}

impl Target {
    /// Generates what is to be at `path`; the text is the same under any name.
    fn generate(generator: &Generator, path: &Path) -> Result<Self, Failure> {
        let Some(name) = path.file_name() else {
            return Err(Failure::usage(format!(
                "{}: the output has no file name",
                path.display()
            )));
        };
        let mut files = Files::new();
        files.insert(name, text(generator)?);
        Ok(Self {
            path: path.to_owned(),
            files,
        })
    }

    fn dir(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Writes the file if it differs, and says so.
    fn write(&self) -> Result<(), Failure> {
        let written = self.files.write_to(self.dir())?;
        let what = if written.changed.is_empty() {
            "unchanged"
        } else {
            "wrote"
        };
        print(format_args!("{what} {}\n", self.path.display()))
    }

    /// Shows how the file differs from what is on disk. Whether it does.
    fn check(&self) -> Result<bool, Failure> {
        let differences = self.files.check(self.dir())?;
        differences
            .iter()
            .try_for_each(|difference| print(diff(difference)))?;
        Ok(!differences.is_empty())
    }
}

/// The text that is generated.
fn text(generator: &Generator) -> Result<String, Failure> {
    Ok(generator
        .generate()?
        .into_iter()
        .map(|(_, text)| text)
        .collect())
}

/// A unified diff, or one line where that says it better.
fn diff(difference: &Difference) -> String {
    let path = difference.path.display();
    match &difference.old {
        Some(old) if !difference.only_line_endings() => TextDiff::configure()
            // Texts that have little in common take long to compare, and nobody reads that diff for its brevity.
            .timeout(Duration::from_secs(2))
            .diff_lines(old.as_str(), &difference.new)
            .unified_diff()
            .header(&path.to_string(), &format!("{path} (generated)"))
            .to_string(),
        _ => format!("{difference}\n"),
    }
}

/// The failure of a `--check` that found `stale` files that differ.
fn stale(stale: usize, fix: &str) -> Result<(), Failure> {
    match stale {
        0 => Ok(()),
        1 => Err(Failure::new(
            STALE,
            format!("1 file is stale; to write it, run {fix}"),
        )),
        _ => Err(Failure::new(
            STALE,
            format!("{stale} files are stale; to write them, run {fix}"),
        )),
    }
}
