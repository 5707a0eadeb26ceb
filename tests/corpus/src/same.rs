//! The step `same`: two runs with different numbers of threads give the same bytes.
//!
//! How many threads the generator prints with is what the operating system says there are cores, so each run is a process of
//! its own: one that may use a single core, by util-linux's `taskset`, and one that may use all.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};

use crate::choice;
use crate::models::{self, Model};
use crate::{Arguments, Failure, pool, report, say};

/// What a run answers.
#[derive(Deserialize, Serialize)]
struct Run {
    /// How many threads the generator had.
    cores: usize,
    /// For each model the number of bytes and their hash, or why there are none.
    texts: BTreeMap<String, Result<(usize, u64), String>>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let found = models::find(&arguments.places)?;
    let list = arguments.work.join("same.json");
    fs::write(&list, serde_json::to_string(&found)?)?;
    let program = std::env::current_exe()?;
    let mut single = Command::new("taskset");
    single.args(["--cpu-list", "0"]).arg(&program);
    let single = hashes(single, &list)?;
    let several = hashes(Command::new(&program), &list)?;
    if single.cores == several.cores {
        let message = format!(
            "both runs had {} threads: this needs a machine with two cores",
            single.cores
        );
        return Err(message.into());
    }
    let mut failures = report::Failures::new("same", &arguments.work);
    let mut bytes = 0;
    let mut tally = report::Tally::default();
    for model in &found {
        match (
            single.texts.get(&model.name),
            several.texts.get(&model.name),
        ) {
            (Some(Ok(one)), Some(Ok(other))) if one == other => {
                bytes += one.0;
                tally.add(model.format, 1, 1);
            }
            (one, other) => {
                failures.add(&model.name, Some(&format!("{one:?} and {other:?}")));
                tally.add(model.format, 0, 1);
            }
        }
    }
    let what = format!(
        "give the same bytes with {} and with {} threads",
        single.cores, several.cores
    );
    tally.say("models", &what);
    say(&format!("{:.0} MB each time", bytes as f64 / 1e6));
    failures.finish()
}

fn hashes(mut command: Command, list: &Path) -> Result<Run, Failure> {
    let done = command
        .arg("hashes")
        .arg(list)
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    if !done.status.success() {
        return Err(format!(
            "{command:?} failed:\n{}",
            String::from_utf8_lossy(&done.stderr)
        )
        .into());
    }
    Ok(serde_json::from_slice(&done.stdout)?)
}

/// One run.
pub(crate) fn inside(list: &Path) -> Result<(), Failure> {
    let models: Vec<Model> = serde_json::from_slice(&fs::read(list)?)?;
    let cores = pool::cores();
    let texts = pool::quietly(cores, &models, |model| {
        let mut hasher = DefaultHasher::new();
        let mut bytes = 0;
        for choice in choice::choices(model) {
            let text = choice::text(&choice.generator(model))?;
            bytes += text.len();
            hasher.write(text.as_bytes());
        }
        Ok((bytes, hasher.finish()))
    });
    let names = models.iter().map(|model| model.name.clone());
    let run = Run {
        cores,
        texts: names.zip(texts).collect(),
    };
    say(&serde_json::to_string(&run)?);
    Ok(())
}
