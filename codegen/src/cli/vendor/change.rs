//! What a cut changes: in the lock, on disk, and what is said of it. Read by: `vendor`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use tinsmith_codegen::vendor::{Cut, Lock, LockedFile, LockedModel, sha256};
use tinsmith_codegen::{Files, Problem};

use super::paths::folder;
use crate::cli::print;
use crate::cli::report::Failure;

/// A cut, with what the lock said before and says now.
pub(super) struct Change {
    before: Option<LockedModel>,
    now: LockedModel,
    /// The files, by their paths from the lock's folder.
    files: Vec<(String, String)>,
    source_size: usize,
}

impl Change {
    pub(super) fn new(lock: &mut Lock, path: String, service: Option<String>, cut: Cut) -> Self {
        let mut files: Vec<(String, String)> = cut
            .files
            .into_iter()
            .map(|(name, text)| {
                (
                    if path == "." {
                        name
                    } else {
                        format!("{path}/{name}")
                    },
                    text,
                )
            })
            .collect();
        files.sort();
        let name = |path: &PathBuf| {
            path.file_name()
                .map(|name| name.to_string_lossy().into_owned())
        };
        let now = LockedModel {
            path,
            service,
            service_id: cut.service_id,
            api_version: cut.api_version,
            format: cut.format.to_owned(),
            archive: cut.archive.as_ref().and_then(name),
            source: cut.file,
            source_sha256: cut.source_sha256,
            botocore: cut.botocore,
            operations: cut.operations,
            files: files
                .iter()
                .map(|(path, text)| LockedFile {
                    path: path.clone(),
                    sha256: sha256(text.as_bytes()),
                })
                .collect(),
        };
        Self {
            before: lock.insert(now.clone()),
            now,
            files,
            source_size: cut.source_size,
        }
    }

    /// Operations that were in the folder and are not any more: they were not named this time.
    pub(super) fn say_what_goes(&self) -> Result<(), Failure> {
        let Some(before) = &self.before else {
            return Ok(());
        };
        let gone: Vec<&str> = before
            .operations
            .iter()
            .filter(|name| !self.now.operations.contains(name))
            .map(String::as_str)
            .collect();
        if gone.is_empty() {
            return Ok(());
        }
        print(format_args!(
            "{}: no longer has {}\n",
            self.now.path,
            gone.join(", ")
        ))
    }

    pub(super) fn say_versions(&self) -> Result<(), Failure> {
        let Some(before) = &self.before else {
            return Ok(());
        };
        let mut said = Vec::new();
        let mut say = |what: &str, before: Option<&str>, now: Option<&str>| {
            let (before, now) = (before.unwrap_or("unknown"), now.unwrap_or("unknown"));
            if before != now {
                said.push(format!("{what} {before} -> {now}"));
            }
        };
        say(
            "API",
            Some(&before.api_version),
            Some(&self.now.api_version),
        );
        say(
            "botocore",
            before.botocore.as_deref(),
            self.now.botocore.as_deref(),
        );
        if before.source_sha256 == self.now.source_sha256 {
            said.push("the same model".to_owned());
        } else if before.files == self.now.files {
            said.push("another model, the same cut".to_owned());
        } else {
            said.push("the cut changes".to_owned());
        }
        print(format_args!("{}: {}\n", self.now.path, said.join(", ")))
    }

    /// The files that were written before and are not now.
    fn left_over(&self) -> impl Iterator<Item = &LockedFile> {
        let before = self.before.iter().flat_map(|before| &before.files);
        before.filter(|file| self.files.iter().all(|(path, _)| *path != file.path))
    }
}

/// Writes all files and the lock, and removes what is left over of earlier cuts.
pub(super) fn write(lock_path: &Path, lock: &Lock, changes: &[Change]) -> Result<(), Failure> {
    let root = folder(lock_path);
    let Some(name) = lock_path.file_name() else {
        let problem = Problem::usage("the lock has no file name").in_file(lock_path);
        return Err(problem.help("name a file such as `tinsmith.lock`").into());
    };
    // What is below the lock's folder is written together with it, or not at all.
    let mut below = Files::new();
    let mut elsewhere: BTreeMap<PathBuf, Files> = BTreeMap::new();
    for (path, text) in changes.iter().flat_map(|change| &change.files) {
        let path = Path::new(path);
        let is_below = path
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if is_below {
            below.insert(path, text);
        } else {
            let name = path.file_name().unwrap_or_default().to_owned();
            let files = elsewhere.entry(root.join(folder(path))).or_default();
            files.insert(name, text);
        }
    }
    below.insert(name, lock.to_string());
    for (dir, files) in &elsewhere {
        files.write_to(dir)?;
    }
    below.write_to(root)?;
    for change in changes {
        let size: usize = change.files.iter().map(|(_, text)| text.len()).sum();
        for file in change.left_over() {
            remove(root, &change.now.path, file)?;
        }
        let count = change.now.operations.len();
        print(format_args!(
            "{}: {} {}, {count} operation{}, {} kB of a model of {} kB\n",
            change.now.path,
            change.now.service_id,
            change.now.api_version,
            if count == 1 { "" } else { "s" },
            size.div_ceil(1000),
            change.source_size.div_ceil(1000),
        ))?;
    }
    Ok(())
}

/// Removes a file of an earlier cut, if it is as it was written, and its folder if that is empty then.
fn remove(root: &Path, service: &str, file: &LockedFile) -> Result<(), Failure> {
    let path = root.join(&file.path);
    let is_own = Path::new(&file.path).starts_with(service)
        && fs::read(&path).is_ok_and(|bytes| sha256(&bytes) == file.sha256);
    if !is_own {
        return Ok(());
    }
    fs::remove_file(&path).map_err(|error| Problem::io(&path, "remove the file", error))?;
    if let Some(parent) = path.parent() {
        // It stays if anything else is in it.
        let _ = fs::remove_dir(parent);
    }
    print(format_args!("removed {}\n", file.path))
}
