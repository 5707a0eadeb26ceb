//! Holds what tinsmith writes and reads against botocore, for every operation of every model. Run by: ../run differential.
//!
//! ```text
//! differential DATA WORKER UNLISTED [--every N] [--seed-every K] [SERVICE…]
//! ```
//!
//! DATA is botocore's `data`, WORKER `worker.py`, UNLISTED the file for what is found. The code of each model is generated and
//! then read as rustc would (`emitted`), values are of any shape (`dynamic`), and botocore says what they should become
//! (`worker`).

mod cases;
mod compare;
mod dynamic;
mod emitted;
mod listed;
mod model;
mod run;
mod values;
mod worker;

use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let begun = Instant::now();
    match run::all(&run::Options::from_arguments()) {
        Ok(done) => {
            println!("in {:.0} s", begun.elapsed().as_secs_f64());
            if done { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("differential: {error}");
            ExitCode::FAILURE
        }
    }
}
