//! The models that are mutated: the project's own, in both formats, and in the long run real ones. Read by: main.

use std::fs;
use std::path::{Path, PathBuf};

use super::ast;
use super::json::Json;

/// A model and the files beside it.
#[derive(Clone)]
pub(super) struct Model {
    /// Names and contents; the first is the model itself.
    pub(super) files: Vec<(String, Vec<u8>)>,
}

impl Model {
    /// The files of a folder, or one file alone.
    pub(super) fn read(path: &Path) -> Self {
        let read = |path: &Path| {
            let name = path.file_name().expect("a file").to_string_lossy();
            (name.into_owned(), fs::read(path).expect("the file"))
        };
        let mut files = vec![read(path)];
        if path.ends_with("service-2.json") {
            let beside = [
                "paginators-1.json",
                "service-2.sdk-extras.json",
                "paginators-1.sdk-extras.json",
            ];
            let beside = beside.map(|name| path.with_file_name(name));
            files.extend(
                beside
                    .iter()
                    .filter(|path| path.exists())
                    .map(|path| read(path)),
            );
        }
        Self { files }
    }

    pub(super) fn text(&self) -> &[u8] {
        &self.files[0].1
    }

    pub(super) fn json(&self) -> Option<Json> {
        Json::parse(std::str::from_utf8(self.text()).ok()?)
    }

    /// The names of operations that it has before it is mutated, as far as botocore's format shows them.
    pub(super) fn operations(&self) -> Vec<String> {
        let model = self.json();
        let operations = model.as_ref().and_then(|model| model.get("operations"));
        operations.map_or(Vec::new(), |operations| {
            operations.keys().map(str::to_owned).collect()
        })
    }

    fn as_ast(&self) -> Self {
        let model = ast::from_botocore(&self.json().expect("a fixture")).expect("a fixture");
        Self {
            files: vec![("model.json".to_owned(), model.to_string().into_bytes())],
        }
    }
}

/// The project's own small models, each in both formats.
pub(super) fn small() -> Vec<Model> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [
        "tests/fixtures/shapes",
        "tests/fixtures/obstacles",
        "tests/fixtures/hostile",
        "tests/fixtures/greenhouse/2024-05-01",
        "../models/discovery/2015-11-01",
    ];
    let models = folders.map(|folder| Model::read(&root.join(folder).join("service-2.json")));
    let asts = models.each_ref().map(Model::as_ast);
    models.into_iter().chain(asts).collect()
}

/// The paths of the real models that the environment names: botocore's in `TINSMITH_BOTOCORE`, Smithy's in `TINSMITH_SHARED`.
pub(super) fn real() -> Vec<PathBuf> {
    let mut paths = Vec::new();
    if let Some(botocore) = std::env::var_os("TINSMITH_BOTOCORE") {
        json_files(&Path::new(&botocore).join("botocore/data"), &mut paths);
        paths.retain(|path| path.ends_with("service-2.json"));
    }
    if let Some(shared) = std::env::var_os("TINSMITH_SHARED") {
        json_files(&Path::new(&shared).join("models/smithy"), &mut paths);
    }
    paths.sort();
    paths
}

/// All files below a folder whose names end in `.json`.
pub(super) fn json_files(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            json_files(&path, paths);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            paths.push(path);
        }
    }
}
