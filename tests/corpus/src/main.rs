//! Puts every model of a corpus through the generator, and what comes out through rustc and rustdoc. Run by: `tests/full/run`.
//!
//! `tinsmith-corpus STEP [--work DIR] [--threads N] PLACE…`: each step prints a count, and fails with the names of what failed.

mod choice;
mod models;
mod pool;
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
    /// Types alone, even where there could be a client.
    pub(crate) types: bool,
}

const USAGE: &str = "tinsmith-corpus STEP [--work DIR] [--threads N] [--types] PLACE…
steps:
  speed   all models from .gz to formatted Rust on disk, in one process
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
        types: false,
    };
    while let Some(argument) = parser.next()? {
        use lexopt::prelude::{Long, Value, ValueExt as _};
        match argument {
            Long("work") => arguments.work = parser.value()?.into(),
            Long("threads") => arguments.threads = parser.value()?.parse()?,
            Long("types") => arguments.types = true,
            Value(value) if step.is_none() => step = Some(value.into_string().unwrap_or_default()),
            Value(value) => arguments.places.push(value.into()),
            _ => return Err(argument.unexpected().into()),
        }
    }
    let step = step.ok_or(USAGE)?;
    if step == "measured" {
        let [mode, task] = arguments.places.as_slice() else {
            return Err(USAGE.into());
        };
        return speed::inside(&mode.to_string_lossy(), task);
    }
    arguments.work = absolute(&arguments.work)?;
    match step.as_str() {
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
