//! Models with something changed at random: a clear error or Rust that parses, the same each time, and never a panic.
//!
//! The tests run the same cases every time, from the project's own models. `tests/full/run fuzz` goes on from other
//! seeds, over real models, with `long`; a case that fails is kept in `target/fuzz`, and `replay` runs it again.
#![allow(
    clippy::panic,
    clippy::print_stdout,
    reason = "a helper that fails has to fail its test, and the long run says how it goes"
)]

mod ast;
mod check;
mod corpus;
mod hostile;
mod json;
mod long;
mod mutate;

use std::path::Path;

use fastrand::Rng;

use check::{LEVELS, Way};
use corpus::Model;
use json::Json;

/// A case: what to generate from, and how.
struct Case {
    files: Vec<(String, Vec<u8>)>,
    way: Way,
}

/// The keys that models have, in both formats: what is put where it does not belong.
fn keys(models: &[Model]) -> Vec<String> {
    fn collect(value: &mut Json, keys: &mut Vec<String>) {
        keys.extend(value.keys().map(str::to_owned));
        value.children().for_each(|child| collect(child, keys));
    }
    let mut keys = Vec::new();
    for mut model in models.iter().filter_map(Model::json) {
        collect(&mut model, &mut keys);
    }
    keys.sort();
    keys.dedup();
    keys
}

/// The case that a seed makes of a model.
fn case(model: &Model, other: &[u8], keys: &[String], seed: u64) -> Case {
    let mut rng = Rng::with_seed(seed);
    let mut files = model.files.clone();
    if rng.usize(0..8) == 0
        && let Some(extras) = extras(model, keys, &mut rng)
    {
        files.push(("service-2.sdk-extras.json".to_owned(), extras));
    }
    let at = if rng.usize(0..6) == 0 {
        rng.usize(0..files.len())
    } else {
        0
    };
    let text = &mut files[at].1;
    let parsed = std::str::from_utf8(text).ok().and_then(Json::parse);
    if let (Some(mut json), true) = (parsed, rng.usize(0..4) > 0) {
        for _ in 0..=rng.usize(0..4) {
            mutate::json(&mut json, keys, &mut rng);
        }
        *text = json.to_string().into_bytes();
    }
    if rng.usize(0..4) == 0 {
        for _ in 0..=rng.usize(0..3) {
            mutate::bytes(text, other, &mut rng);
        }
    }
    let operations = model.operations();
    let alone = !operations.is_empty() && rng.usize(0..3) == 0;
    let way = Way {
        emit: LEVELS[rng.usize(0..LEVELS.len())],
        serde: rng.bool(),
        operation: alone.then(|| operations[rng.usize(0..operations.len())].clone()),
    };
    Case { files, way }
}

/// A file to merge into the model: a part of it, mutated.
fn extras(model: &Model, keys: &[String], rng: &mut Rng) -> Option<Vec<u8>> {
    let mut part = model.json()?;
    if let Json::Object(entries) = &mut part {
        entries.retain(|_| rng.bool());
    }
    mutate::json(&mut part, keys, rng);
    Some(Json::object([("merge", part)]).to_string().into_bytes())
}

/// Runs the cases of these seeds, and says how many gave code.
fn run(models: &[Model], seeds: std::ops::Range<u64>) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = keys(models);
    let mut generated = 0;
    for seed in seeds {
        let mut rng = Rng::with_seed(seed);
        let (model, other) = (
            rng.choice(models).expect("a model"),
            rng.choice(models).expect("a model"),
        );
        let case = case(model, other.text(), &keys, seed);
        let path = check::write(&folder.path().join("case"), &case.files);
        match check::holds(&path, &case.way) {
            Ok(code) => generated += usize::from(code),
            Err(what) => {
                let kept = long::keep(&path, &format!("seed-{seed}"));
                panic!(
                    "{what}, with {:?}; the files are in {}",
                    case.way,
                    kept.display()
                );
            }
        }
    }
    generated
}

#[test]
fn of_small_models() {
    let generated = run(&corpus::small(), 0..250);
    assert!(
        (30..220).contains(&generated),
        "{generated}: both outcomes should be seen"
    );
}

/// Inputs that did harm once.
#[test]
fn regressions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/regressions");
    let mut paths = Vec::new();
    corpus::json_files(&folder, &mut paths);
    assert!(!paths.is_empty());
    for path in paths
        .iter()
        .filter(|path| path.ends_with("service-2.json") || path.ends_with("model.json"))
    {
        check::every_way(path).unwrap_or_else(|what| panic!("{}: {what}", path.display()));
    }
}
