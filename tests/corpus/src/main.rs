//! Puts every model of a corpus through the generator, and what comes out through rustc and rustdoc. Run by: `tests/full/run`.
//!
//! `tinsmith-corpus STEP [--work DIR] [--threads N] PLACE…`: each step prints a count, and fails with the names of what failed.

mod alone;
mod check;
mod choice;
mod docs;
mod models;
mod pool;
mod report;
mod rust;
mod same;
mod speed;

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Whatever ends the program.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// The command line.
pub(crate) struct Arguments {
    /// Where models are.
    pub(crate) places: Vec<PathBuf>,
    /// Where files may be written.
    pub(crate) work: PathBuf,
    /// How many models are worked on at once.
    pub(crate) threads: usize,
    /// One of how many models is documented.
    pub(crate) every: usize,
    /// Types alone, even where there could be a client.
    pub(crate) types: bool,
}

const USAGE: &str = "tinsmith-corpus STEP [--work DIR] [--threads N] PLACE…
steps:
  check   all operations of every model, generated and type-checked
  alone   each operation by itself, generated and parsed; a sample type-checked
  docs    every model through rustdoc; with --every N, one of N
  same    two runs with different numbers of threads, compared
  speed   all models from .gz to formatted Rust on disk, in one process; with --types, types alone
PLACE is botocore's `data` folder, a folder of Smithy models, or a file";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "tinsmith-corpus: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let mut parser = lexopt::Parser::from_env();
    let mut step = None;
    let mut arguments = Arguments {
        places: Vec::new(),
        work: std::env::temp_dir().join("tinsmith-corpus"),
        threads: pool::cores(),
        every: 1,
        types: false,
    };
    while let Some(argument) = parser.next()? {
        use lexopt::prelude::{Long, Value, ValueExt as _};
        match argument {
            Long("work") => arguments.work = parser.value()?.into(),
            Long("threads") => arguments.threads = parser.value()?.parse()?,
            Long("every") => arguments.every = parser.value()?.parse::<usize>()?.max(1),
            Long("types") => arguments.types = true,
            Value(value) if step.is_none() => step = Some(value.into_string().unwrap_or_default()),
            Value(value) => arguments.places.push(value.into()),
            _ => return Err(argument.unexpected().into()),
        }
    }
    let step = step.ok_or(USAGE)?;
    // What this program starts itself.
    match (step.as_str(), arguments.places.as_slice()) {
        ("measured", [mode, task]) => return speed::inside(&mode.to_string_lossy(), task),
        ("hashes", [list]) => return same::inside(list),
        _ => {}
    }
    arguments.work = absolute(&arguments.work)?;
    match step.as_str() {
        "check" => check::run(&arguments),
        "alone" => alone::run(&arguments),
        "docs" => docs::run(&arguments),
        "same" => same::run(&arguments),
        "speed" => speed::run(&arguments),
        _ => Err(USAGE.into()),
    }
}

fn absolute(folder: &Path) -> Result<PathBuf, Failure> {
    fs::create_dir_all(folder)?;
    Ok(fs::canonicalize(folder)?)
}

/// A line of the result.
#[allow(clippy::print_stdout, reason = "the results of a program")]
pub(crate) fn say(line: &str) {
    println!("{line}");
}
