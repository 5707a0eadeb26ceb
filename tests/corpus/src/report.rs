//! What is right, counted, and what failed: every name at the end, every message in a file. Used by every step.

use std::fs;
use std::path::{Path, PathBuf};

use crate::models::Format;
use crate::{Failure, say};

/// How many of how many are right, by the format of the model.
#[derive(Default)]
pub(crate) struct Tally {
    botocore: (usize, usize),
    smithy: (usize, usize),
}

impl Tally {
    pub(crate) fn add(&mut self, format: Format, right: usize, of: usize) {
        let counts = match format {
            Format::Botocore => &mut self.botocore,
            Format::Smithy => &mut self.smithy,
        };
        counts.0 += right;
        counts.1 += of;
    }

    /// A line for each format: `472/472 models in botocore's format` and what they do.
    pub(crate) fn say(&self, things: &str, what: &str) {
        for (format, (right, of)) in [("botocore", self.botocore), ("Smithy", self.smithy)] {
            if of > 0 {
                say(&format!(
                    "{right}/{of} {things} in {format}'s format {what}"
                ));
            }
        }
    }
}

/// The failures of a step.
pub(crate) struct Failures {
    step: &'static str,
    file: PathBuf,
    names: Vec<String>,
    text: String,
}

impl Failures {
    pub(crate) fn new(step: &'static str, work: &Path) -> Self {
        Self {
            step,
            file: work.join(format!("{step}-failures.txt")),
            names: Vec::new(),
            text: String::new(),
        }
    }

    /// Notes a failure, if it is one.
    pub(crate) fn add(&mut self, name: &str, error: Option<&String>) {
        let Some(error) = error else { return };
        self.text.push_str(&format!("== {name}\n{error}\n"));
        self.names.push(name.to_owned());
    }

    pub(crate) fn count(&self) -> usize {
        self.names.len()
    }

    /// The step's result.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        if self.names.is_empty() {
            let _ = fs::remove_file(&self.file);
            return Ok(());
        }
        fs::write(&self.file, self.text)?;
        let message = format!(
            "{} failed for {}: {}\nall messages are in {}",
            self.step,
            self.names.len(),
            self.names.join(", "),
            self.file.display()
        );
        Err(message.into())
    }
}
