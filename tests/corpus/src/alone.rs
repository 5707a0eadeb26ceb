//! The step `alone`: each operation of every model by itself, generated and parsed; a random sample of them type-checked.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::choice::{self, Choice, Level};
use crate::models::{self, Model};
use crate::rust::{self, Runtime};
use crate::{Arguments, Failure, pool, report, say};

/// How many operations are type-checked; each model gives one at least.
const SAMPLE: usize = 2000;
/// The sample is the same in every run.
const SEED: u64 = 0x7469_6e73_6d69_7468;
/// A crate of the sample has at least so much text, so that starting the compiler costs little beside it.
const CRATE_BYTES: usize = 2_000_000;
/// The other edition is that of the step `check`.
const EDITION: &str = "2021";
/// A piece of work: so many operations of a model at most, so that a large model is not one piece.
const PIECE: usize = 40;

/// Some operations of one model, by themselves.
struct Piece<'a> {
    model: &'a Model,
    operations: Vec<&'a str>,
    /// How much can be had of them.
    level: Level,
}

impl Piece<'_> {
    fn about(&self) -> (&str, u64) {
        let share = self.operations.len() as u64;
        // Both the model's size and the number of operations count, as each operation reads the model's text once.
        (&self.model.name, self.model.bytes / 1000 * share + 1)
    }
}

/// What came out of a piece: how many bytes of Rust, the problems, and the files of the sample.
#[derive(Default)]
struct Outcome {
    bytes: usize,
    problems: Vec<(String, String)>,
    files: Vec<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let begun = Instant::now();
    let found = models::find(&arguments.places)?;
    let sample = sample(&found);
    let folder = arguments.work.join("alone");
    fs::create_dir_all(&folder)?;
    let pieces = pieces(&found, arguments.threads);
    let outcomes = pool::each("alone", arguments.threads, &pieces, Piece::about, |piece| {
        Ok(piece.generate(&sample, &folder))
    });
    let mut failures = report::Failures::new("alone", &arguments.work);
    let mut tally = report::Tally::default();
    let mut files = Vec::new();
    let mut bytes = 0;
    for (piece, outcome) in pieces.iter().zip(outcomes) {
        let of = piece.operations.len();
        match outcome {
            Ok(outcome) => {
                for (name, problem) in &outcome.problems {
                    failures.add(name, Some(problem));
                }
                tally.add(piece.model.format, of - outcome.problems.len(), of);
                bytes += outcome.bytes;
                files.extend(outcome.files);
            }
            Err(error) => {
                failures.add(&piece.model.name, Some(&error));
                tally.add(piece.model.format, 0, of);
            }
        }
    }
    tally.say("operations", "generate alone and parse");
    say(&format!(
        "{:.0} MB of Rust in {:.0} s",
        bytes as f64 / 1e6,
        begun.elapsed().as_secs_f64()
    ));
    check_sample(arguments, &files, &folder, found.len(), &mut failures)?;
    say(&format!("in {:.0} s", begun.elapsed().as_secs_f64()));
    failures.finish()
}

fn check_sample(
    arguments: &Arguments,
    files: &[PathBuf],
    folder: &Path,
    models: usize,
    failures: &mut report::Failures,
) -> Result<(), Failure> {
    let begun = Instant::now();
    let runtime = Runtime::build()?;
    let crates = crates(files)?;
    let checked = pool::each(
        "type-check",
        arguments.threads,
        &crates,
        Batch::about,
        |batch| {
            let mut text = "//! Operations by themselves.\n".to_owned();
            for (index, file) in batch.files.iter().enumerate() {
                text.push_str(&rust::module(&format!("o{index}"), file, false));
            }
            let library = folder.join(format!("{}.rs", batch.name));
            fs::write(&library, text).map_err(|error| error.to_string())?;
            runtime.check(&library, EDITION)?;
            // Kept where it failed, to be looked at.
            let _ = fs::remove_file(library);
            for file in &batch.files {
                let _ = fs::remove_file(file);
            }
            Ok(())
        },
    );
    let mut right = 0;
    for (batch, result) in crates.iter().zip(&checked) {
        failures.add(&batch.name, result.as_ref().err());
        right += if result.is_ok() { batch.files.len() } else { 0 };
    }
    say(&format!(
        "{right}/{} operations of {models} models type-check alone, in {} crates, edition {EDITION}, private, in {:.0} s",
        files.len(),
        crates.len(),
        begun.elapsed().as_secs_f64()
    ));
    Ok(())
}

/// The model's and the operation's positions of those that are type-checked: one of each model, and others at random.
fn sample(models: &[Model]) -> BTreeSet<(String, String)> {
    let mut random = Random(SEED);
    let mut chosen = BTreeSet::new();
    let mut others = Vec::new();
    for model in models {
        let mut names: Vec<&String> = model.operations.iter().collect();
        random.shuffle(&mut names);
        let mut names = names
            .into_iter()
            .map(|name| (model.name.clone(), name.clone()));
        chosen.extend(names.next());
        others.extend(names);
    }
    random.shuffle(&mut others);
    let missing = SAMPLE.saturating_sub(chosen.len());
    chosen.extend(others.into_iter().take(missing));
    chosen
}

fn pieces(models: &[Model], threads: usize) -> Vec<Piece<'_>> {
    let choices = pool::each("choose", threads, models, Model::about, |model| {
        Ok(choice::choices(model))
    });
    let mut pieces = Vec::new();
    for (model, choices) in models.iter().zip(choices) {
        // A panic here comes again when the operations are generated.
        let choices = choices.unwrap_or_default();
        let level = choices.first().map_or(Level::Types, |choice| choice.level);
        for names in model.operations.chunks(PIECE) {
            let operations = names.iter().map(String::as_str).collect();
            pieces.push(Piece {
                model,
                operations,
                level,
            });
        }
    }
    pieces
}

impl Piece<'_> {
    fn generate(&self, sample: &BTreeSet<(String, String)>, folder: &Path) -> Outcome {
        let mut outcome = Outcome::default();
        for &operation in &self.operations {
            let choice = Choice {
                level: self.level,
                operations: vec![operation.to_owned()],
            };
            let result = choice::text(&choice.generator(self.model)).and_then(|text| {
                outcome.bytes += text.len();
                holds_one_operation(&text)?;
                if sample.contains(&(self.model.name.clone(), operation.to_owned())) {
                    let file = folder.join(format!("{}_{operation}.rs", self.model.ident()));
                    fs::write(&file, text)
                        .map_err(|error| format!("{}: {error}", file.display()))?;
                    outcome.files.push(file);
                }
                Ok(())
            });
            if let Err(problem) = result {
                outcome
                    .problems
                    .push((format!("{} {operation}", self.model.name), problem));
            }
        }
        outcome
    }
}

/// Whether the text is Rust, and at its root are the types of one operation and no other.
fn holds_one_operation(text: &str) -> Result<(), String> {
    let file = syn::parse_file(text).map_err(|error| format!("is not Rust: {error}"))?;
    let names: BTreeSet<String> = file
        .items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Struct(item) => Some(item.ident.to_string()),
            _ => None,
        })
        .collect();
    let is_one = |stem: &str| {
        let own = [
            stem.to_owned(),
            format!("{stem}Request"),
            format!("{stem}Response"),
            "Client".to_owned(),
        ];
        own[1..3].iter().all(|name| names.contains(name))
            && names.iter().all(|name| own.contains(name))
    };
    if names
        .iter()
        .filter_map(|name| name.strip_suffix("Request"))
        .any(is_one)
    {
        Ok(())
    } else {
        Err(format!(
            "does not hold the types of one operation, but {names:?}"
        ))
    }
}

/// Files that are compiled as one crate.
struct Batch {
    name: String,
    files: Vec<PathBuf>,
    bytes: u64,
}

impl Batch {
    fn about(&self) -> (&str, u64) {
        (&self.name, self.bytes)
    }
}

fn crates(files: &[PathBuf]) -> Result<Vec<Batch>, Failure> {
    let mut batches: Vec<Batch> = Vec::new();
    for file in files {
        let bytes = fs::metadata(file)?.len();
        match batches
            .last_mut()
            .filter(|batch| batch.bytes < CRATE_BYTES as u64)
        {
            Some(batch) => {
                batch.files.push(file.clone());
                batch.bytes += bytes;
            }
            None => batches.push(Batch {
                name: format!("alone_{}", batches.len()),
                files: vec![file.clone()],
                bytes,
            }),
        }
    }
    Ok(batches)
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine and with every version of every crate.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = usize::try_from(self.next() % (last as u64 + 1)).unwrap_or(0);
            items.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Random, holds_one_operation};

    #[test]
    fn numbers_are_splitmix64s() {
        // From the reference implementation in C, seeded with 1234567.
        let mut random = Random(1_234_567);
        let numbers: Vec<u64> = (0..3).map(|_| random.next()).collect();
        assert_eq!(
            numbers,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn one_operation_is_one() {
        let of = |names: &[&str]| {
            let text: String = names
                .iter()
                .map(|name| format!("pub struct {name};\n"))
                .collect();
            holds_one_operation(&text).is_ok()
        };
        assert!(of(&["Client", "GetA", "GetARequest", "GetAResponse"]));
        assert!(of(&[
            "SendRequest",
            "SendRequestRequest",
            "SendRequestResponse"
        ]));
        assert!(!of(&[
            "GetARequest",
            "GetAResponse",
            "GetBRequest",
            "GetBResponse"
        ]));
        assert!(!of(&["GetARequest"]));
        assert!(holds_one_operation("struct").is_err());
    }
}
