//! Cut models: the same code is generated from a cut as from the whole model, at every level, with serde and without.
//!
//! On the models of this repository; and on the real ones, which are not part of it, where `TINSMITH_BOTOCORE` names
//! botocore's source distribution and `TINSMITH_SHARED` the folder with `models/smithy`.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that fails has to fail its test"
)]
#![allow(
    clippy::print_stdout,
    reason = "whoever runs the real models wants to see how many there were"
)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use tinsmith_codegen::{Emit, ErrorKind, Generator};

/// What a generator makes, or what it says without the file and the place, which differ between a model and its cut.
fn made(generator: &Generator) -> Result<String, (ErrorKind, Option<String>)> {
    match generator.generate() {
        Ok(files) => Ok(files.iter().map(|(_, text)| text).collect()),
        Err(error) => {
            let first = error.messages().next().unwrap();
            let said = first.split_once(": ").map(|(_, said)| said.to_owned());
            Err((error.kind(), said))
        }
    }
}

/// Cuts the generator's model, and compares what is generated from both. The bytes of the cut.
fn compare(whole: &Generator, shown: &str) -> usize {
    let cut = whole.cut().unwrap_or_else(|error| {
        unreachable!("{shown}: {error}");
    });
    let folder = tempfile::tempdir().unwrap();
    let service = folder.path().join("service");
    for (name, text) in &cut.files {
        let path = service.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let is_versioned = cut.files.iter().all(|(name, _)| name.contains('/'));
    let model = if is_versioned {
        service
    } else {
        service.join(&cut.files[0].0)
    };
    let from_cut = Generator::new(&model).operations(&cut.operations);
    for emit in [Emit::Types, Emit::Operations, Emit::Client] {
        for serde in [false, true] {
            let choose = |generator: &Generator| made(&generator.clone().emit(emit).serde(serde));
            let (wanted, found) = (choose(whole), choose(&from_cut));
            assert!(
                wanted == found,
                "{shown}: {emit:?}, serde {serde}: {:?} and {:?}",
                wanted.map(|text| text.len()),
                found.map(|text| text.len())
            );
        }
    }
    let listed: Vec<String> = from_cut
        .list()
        .unwrap()
        .into_iter()
        .map(|operation| operation.name)
        .collect();
    assert_eq!(listed, cut.operations, "{shown}");
    // What is cut once more is what it was.
    assert_eq!(from_cut.cut().unwrap().files, cut.files, "{shown}");
    cut.files.iter().map(|(_, text)| text.len()).sum()
}

#[test]
fn the_models_of_the_repository_cut_alike() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (model, all) in [
        ("tests/fixtures/greenhouse", true),
        ("tests/fixtures/shapes/service-2.json", true),
        ("../models/discovery", true),
        // Large, so a few operations have to do.
        ("tests/fixtures/obstacles/service-2.json", false),
        ("tests/fixtures/hostile/service-2.json", false),
    ] {
        let whole = Generator::new(root.join(model));
        for operation in whole.list().unwrap().iter().take(2) {
            compare(&whole.clone().operation(&operation.name), model);
        }
        if all {
            compare(&whole.all_operations(), model);
        }
    }
}

/// A few names, the same in every run.
fn sample(names: &[String], salt: &str) -> Vec<String> {
    // FNV-1a.
    let hash = salt.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut chosen: Vec<String> = (0..3_u64)
        .filter_map(|index| {
            let at = (hash >> (16 * index)) % u64::try_from(names.len()).ok()?;
            names.get(usize::try_from(at).ok()?).cloned()
        })
        .collect();
    chosen.sort();
    chosen.dedup();
    chosen
}

/// Compares samples of these models, of which each has a name and a generator.
fn compare_samples(models: &[(String, Generator)]) {
    let (mut operations, mut bytes) = (0, 0);
    for (shown, whole) in models {
        let names: Vec<String> = whole
            .list()
            .unwrap_or_else(|error| unreachable!("{shown}: {error}"))
            .into_iter()
            .map(|operation| operation.name)
            .collect();
        let chosen = sample(&names, shown);
        operations += chosen.len();
        bytes += compare(&whole.clone().operations(&chosen), shown);
    }
    println!(
        "{} models: {operations} operations cut, {} kB, the same code at every level",
        models.len(),
        bytes / 1000
    );
}

#[test]
fn real_models_of_botocore_cut_alike() {
    let Some(botocore) = env::var_os("TINSMITH_BOTOCORE").map(PathBuf::from) else {
        println!("skipped: TINSMITH_BOTOCORE is not set");
        return;
    };
    let services = Generator::new(&botocore).services().unwrap().unwrap();
    let models: Vec<_> = services
        .iter()
        .map(|service| {
            let name = format!("{}/{}", service.name, service.version);
            let generator = Generator::new(&botocore).service(&name);
            (name, generator)
        })
        .collect();
    compare_samples(&models);
}

#[test]
fn real_models_of_smithy_cut_alike() {
    let Some(shared) = env::var_os("TINSMITH_SHARED").map(PathBuf::from) else {
        println!("skipped: TINSMITH_SHARED is not set");
        return;
    };
    let mut models = Vec::new();
    for entry in fs::read_dir(shared.join("models/smithy")).unwrap() {
        let path = entry.unwrap().path();
        models.push((path.display().to_string(), Generator::new(path)));
    }
    models.sort_by(|a, b| a.0.cmp(&b.0));
    compare_samples(&models);
}
