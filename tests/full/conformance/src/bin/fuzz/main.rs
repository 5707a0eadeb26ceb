//! Hostile responses for the readers of every protocol: no panic, no stack overflow, memory and time within bounds.
//!
//! First the cases of `hostile`, then what `mutate` makes of the vectors' responses, for TINSMITH_FUZZ_SECONDS. A case that
//! fails is kept in the folder TINSMITH_FUZZ_KEEP, and TINSMITH_FUZZ_CASE runs it again. Run by: tests/full/run fuzz-readers.

mod case;
mod check;
mod frames;
mod hostile;
mod mutate;
mod run;
mod tokens;

use std::process::ExitCode;

fn main() -> ExitCode {
    match run::everything() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
