//! What the commands share: arguments, messages, exit codes, and writing or comparing what was generated. Read by `main`.

mod config;
pub(crate) mod diff;
pub(crate) mod dump;
pub(crate) mod generate;
pub(crate) mod list;
pub(crate) mod regen;
pub(crate) mod report;
pub(crate) mod vendor;

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use similar::TextDiff;
use tinsmith_codegen::{Difference, Emit, Files, Generator, Problem};

use report::Failure;

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
    /// Requests, responses, errors and nested types
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

/// Writes to standard output. A reader that has had enough, as `head` has, is no failure.
fn print(text: impl fmt::Display) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match write!(stdout, "{text}").and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Problem::io("standard output", "write", error).into())
        }
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
            let problem = Problem::usage("the output has no file name").in_file(path);
            return Err(problem
                .help("name a file such as `src/discovery.rs`")
                .into());
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
    let found = match stale {
        0 => return Ok(()),
        1 => "1 file is stale".to_owned(),
        _ => format!("{stale} files are stale"),
    };
    let it = if stale == 1 { "it" } else { "them" };
    Err(Failure::stale(found, format!("to write {it}, run {fix}")))
}
