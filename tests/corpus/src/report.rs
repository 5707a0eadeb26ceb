//! What failed: every name at the end, every message in a file. Used by every step.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Failure;

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
