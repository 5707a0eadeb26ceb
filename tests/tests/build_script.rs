//! What the generator tells cargo from a build script: which files to watch, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Cargo keeps what a build script printed beside its `OUT_DIR`.
fn printed() -> String {
    let path = Path::new(env!("OUT_DIR")).join("../output");
    fs::read_to_string(path).expect("cargo keeps a build script's output")
}

#[test]
fn cargo_watches_the_files_that_were_read_and_no_others() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let expected: BTreeSet<PathBuf> = [
        "models/discovery/2015-11-01/service-2.json",
        "models/discovery/2015-11-01/paginators-1.json",
        "codegen/tests/fixtures/shapes/service-2.json",
        "codegen/tests/fixtures/shapes/paginators-1.json",
        "codegen/tests/fixtures/obstacles/service-2.json",
        "codegen/tests/fixtures/obstacles/paginators-1.json",
        "codegen/tests/fixtures/hostile/service-2.json",
        "codegen/tests/fixtures/collisions/service-2.json",
        "codegen/tests/fixtures/collisions/paginators-1.json",
        "codegen/tests/fixtures/giants/service-2.json",
        "codegen/tests/fixtures/giants/paginators-1.json",
        "codegen/tests/fixtures/course/service-2.json",
        "codegen/tests/fixtures/course/paginators-1.json",
        "codegen/tests/fixtures/wire/service-2.json",
        "codegen/tests/fixtures/wire/service-2.sdk-extras.json",
        "codegen/tests/fixtures/radio/service-2.json",
        "codegen/tests/fixtures/attributes/service-2.json",
        "codegen/tests/fixtures/orchard/service-2.json",
        "codegen/tests/fixtures/smithy_shapes/orchard-2024-05-01.json",
        "codegen/tests/fixtures/smithy_bindings/press-2024-05-01.json",
    ]
    .iter()
    .map(|path| root.join(path).canonicalize().expect("the model exists"))
    .collect();
    let printed = printed();
    let watched = printed.lines().map(|line| {
        let path = line
            .strip_prefix("cargo:rerun-if-changed=")
            .expect("the generator says nothing else");
        Path::new(path).canonicalize().expect("the file exists")
    });
    assert_eq!(watched.collect::<BTreeSet<_>>(), expected);
    assert_eq!(printed.lines().count(), expected.len(), "each once");
}
