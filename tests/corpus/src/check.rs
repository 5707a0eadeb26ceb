//! The step `check`: all operations of every model, generated and type-checked with warnings denied.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::choice::{self, Choice};
use crate::models::{self, Format, Model};
use crate::rust::{self, Runtime};
use crate::{Arguments, Failure, pool, report, say};

/// The edition with the most keywords; the step `alone` has the other.
const EDITION: &str = "2024";

/// What was counted and how long it took.
#[derive(Clone, Copy, Default)]
struct Numbers {
    models: usize,
    failed: usize,
    operations: usize,
    structures: usize,
    lines: usize,
    code_lines: usize,
    generate: Duration,
    write: Duration,
    check: Duration,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let found = models::find(&arguments.places)?;
    let begun = Instant::now();
    let runtime = Runtime::build()?;
    say(&format!(
        "the runtime was built in {:.0} s",
        begun.elapsed().as_secs_f64()
    ));
    let source = arguments.work.join("check");
    fs::create_dir_all(&source)?;
    let checked = pool::each("check", arguments.threads, &found, Model::about, |model| {
        one(model, &source, &runtime)
    });
    table(&found, &checked);
    let mut failures = report::Failures::new("check", &arguments.work);
    let mut tally = report::Tally::default();
    for (model, result) in found.iter().zip(&checked) {
        failures.add(&model.name, result.as_ref().err());
        tally.add(model.format, usize::from(result.is_ok()), 1);
    }
    tally.say(
        "models",
        &format!("type-check: all operations, edition {EDITION}, with serde"),
    );
    say(&format!("in {:.0} s", begun.elapsed().as_secs_f64()));
    failures.finish()
}

/// Generates, writes and checks one model.
fn one(model: &Model, folder: &Path, runtime: &Runtime) -> Result<Numbers, String> {
    let mut numbers = Numbers {
        models: 1,
        operations: model.operations.len(),
        ..Numbers::default()
    };
    let choices = choice::choices(model);
    for (index, choice) in choices.iter().enumerate() {
        let generator = choice.generator(model);
        let mut begun = Instant::now();
        // As it is by default, to be counted; with serde, which is more, to be compiled.
        let plain = choice::text(&generator).map_err(|error| format!("generate: {error}"))?;
        numbers.generate += begun.elapsed();
        count(choice, &plain, &mut numbers);
        let text = choice::text(&generator.serde(true))
            .map_err(|error| format!("generate with serde: {error}"))?;

        begun = Instant::now();
        let stem = format!("{}_{index}", model.ident());
        let [module, library] = rust::write(folder, &stem, text)?;
        numbers.write += begun.elapsed();

        begun = Instant::now();
        runtime.check(&library, EDITION)?;
        numbers.check += begun.elapsed();
        // Kept where it failed, to be looked at.
        let _ = fs::remove_file(library).and_then(|()| fs::remove_file(module));
    }
    Ok(numbers)
}

/// Lines and structures of a file. Where a model needs two files, the one with all its operations is counted.
fn count(choice: &Choice, text: &str, numbers: &mut Numbers) {
    if choice.operations != ["*"] {
        return;
    }
    for line in text.lines().map(str::trim_start) {
        numbers.lines += 1;
        numbers.code_lines += usize::from(!line.is_empty() && !line.starts_with("//"));
        // Requests, responses, nested structures, unions and exceptions.
        numbers.structures += usize::from(line.starts_with("impl rt::Structure for "));
    }
}

fn table(models: &[Model], results: &[Result<Numbers, String>]) {
    let mut rows: BTreeMap<String, Numbers> = BTreeMap::new();
    let mut all = Numbers::default();
    for (model, result) in models.iter().zip(results) {
        let failed = Numbers {
            models: 1,
            failed: 1,
            operations: model.operations.len(),
            ..Numbers::default()
        };
        let numbers = result.as_ref().unwrap_or(&failed);
        let ending = if model.format == Format::Smithy {
            ", Smithy"
        } else {
            ""
        };
        let row = format!("{}{ending}", model.protocol);
        rows.entry(row).or_default().add(numbers);
        all.add(numbers);
    }
    say(&format!(
        "{:<18} {:>6} {:>10} {:>10} {:>10} {:>10} {:>9} {:>6} {:>9} {:>7} {:>8}",
        "protocol",
        "models",
        "operations",
        "structures",
        "lines",
        "of code",
        "each",
        "failed",
        "generate",
        "write",
        "check"
    ));
    for (protocol, numbers) in rows {
        numbers.say(&protocol);
    }
    all.say("all");
    say(
        "(each: lines of code for each structure; code: without documentation; times: of both cores together)",
    );
}

impl Numbers {
    fn add(&mut self, other: &Self) {
        self.models += other.models;
        self.failed += other.failed;
        self.operations += other.operations;
        self.structures += other.structures;
        self.lines += other.lines;
        self.code_lines += other.code_lines;
        self.generate += other.generate;
        self.write += other.write;
        self.check += other.check;
    }

    fn say(&self, name: &str) {
        say(&format!(
            "{name:<18} {:>6} {:>10} {:>10} {:>10} {:>10} {:>9.1} {:>6} {:>7.1} s {:>5.1} s {:>6.0} s",
            self.models,
            self.operations,
            self.structures,
            self.lines,
            self.code_lines,
            self.code_lines as f64 / self.structures.max(1) as f64,
            self.failed,
            self.generate.as_secs_f64(),
            self.write.as_secs_f64(),
            self.check.as_secs_f64()
        ));
    }
}
