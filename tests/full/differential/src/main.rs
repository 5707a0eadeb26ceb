//! The program: `differential DATA WORKER UNLISTED [SERVICE…]`. Run by: ../run differential.
//!
//! DATA is botocore's `data`, WORKER `worker.py`, UNLISTED the file for what is found.

use std::process::ExitCode;
use std::time::Instant;

use differential::run::{self, Options};

fn main() -> ExitCode {
    let begun = Instant::now();
    match run::all(&Options::from_arguments()) {
        Ok(done) => {
            println!("in {:.0} s", begun.elapsed().as_secs_f64());
            if done {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            eprintln!("differential: {error}");
            ExitCode::FAILURE
        }
    }
}
