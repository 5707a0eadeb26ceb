//! tinsmith.lock: which models were cut, from what, and the hashes of what was written. Read by: the command `vendor`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::sha256;
use crate::error::{Error, Problem};
use crate::load::is_version;

/// The form of the file that is written here.
const VERSION: u32 = 1;

/// All models that were cut into the folders of one repository.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Lock {
    version: u32,
    /// The models, in the order of their paths.
    #[serde(default, rename = "model")]
    pub models: Vec<LockedModel>,
}

/// A model that was cut. All paths are relative to the folder of the lock, with `/` between their parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedModel {
    /// The folder of the service.
    pub path: String,
    /// The service as a tree of services names it; with a version if one was picked.
    pub service: Option<String>,
    /// The service's id.
    pub service_id: String,
    /// The version of the service's API.
    pub api_version: String,
    /// `botocore` or `smithy`.
    pub format: String,
    /// The name of the archive that the model was in.
    pub archive: Option<String>,
    /// The file of the model; in an archive, its path inside.
    pub source: String,
    /// The SHA-256 of that file, not compressed.
    pub source_sha256: String,
    /// The version of botocore, if that was known.
    pub botocore: Option<String>,
    /// The names of the operations, sorted.
    pub operations: Vec<String>,
    /// What was written.
    pub files: Vec<LockedFile>,
}

/// A file that was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedFile {
    /// The file.
    pub path: String,
    /// The SHA-256 of its content.
    pub sha256: String,
}

impl LockedModel {
    /// The file of the model itself, among those that were written.
    #[must_use]
    pub fn model_file(&self) -> Option<&str> {
        let mut paths = self.files.iter().map(|file| file.path.as_str());
        match self.format.as_str() {
            "botocore" => paths.find(|path| path.ends_with("service-2.json")),
            _ => paths.next(),
        }
    }
}

impl Lock {
    /// A lock of nothing.
    #[must_use]
    pub fn new() -> Self {
        Self {
            version: VERSION,
            models: Vec::new(),
        }
    }

    /// Reads a lock; one that does not exist is an error.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is not in the form that is written here.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text =
            fs::read_to_string(path).map_err(|error| Error::io(path, "read the lock", error))?;
        Self::parse(path, &text)
    }

    fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let mut lock: Self = toml::from_str(text).map_err(|error| {
            let at = error.span().unwrap_or_default();
            Problem::usage(error.message().to_owned())
                .in_file(path)
                .in_text(text, at)
                .help("`tinsmith vendor` writes this file; take it back as it was, or cut the models again")
        })?;
        if lock.version != VERSION {
            let message = format!("a lock of version {}, and {VERSION} is known", lock.version);
            let problem = Problem::usage(message).in_file(path);
            return Err(problem.help("use the tinsmith that wrote it").into());
        }
        // Whoever merges two branches may have put an entry anywhere.
        lock.models.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(lock)
    }

    /// Puts a model in, in place of an earlier one of the same path, which is returned.
    pub fn insert(&mut self, model: LockedModel) -> Option<LockedModel> {
        let place = self
            .models
            .binary_search_by(|other| other.path.cmp(&model.path));
        match place {
            Ok(at) => Some(std::mem::replace(&mut self.models[at], model)),
            Err(at) => {
                self.models.insert(at, model);
                None
            }
        }
    }

    /// Compares what is below `root` with the lock. A line for each difference; none if all is as it was written.
    ///
    /// # Errors
    ///
    /// A file is there and cannot be read.
    pub fn check(&self, root: &Path) -> Result<Vec<String>, Error> {
        let mut differences = Vec::new();
        for model in &self.models {
            let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            for file in &model.files {
                differences.extend(compare(root, file)?);
                let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
                folders.entry(folder).or_default().insert(name);
            }
            // A file that is put beside a model is read with it, and a newer version instead of it.
            for (folder, names) in &folders {
                differences.extend(strangers(&root.join(folder), folder, names)?);
            }
            let versions: BTreeSet<&str> = folders
                .keys()
                .filter_map(|folder| folder.strip_prefix(&model.path)?.strip_prefix('/'))
                .collect();
            if !versions.is_empty() {
                differences.extend(other_versions(
                    &root.join(&model.path),
                    &model.path,
                    &versions,
                )?);
            }
        }
        Ok(differences)
    }
}

fn compare(root: &Path, file: &LockedFile) -> Result<Option<String>, Error> {
    let path = root.join(&file.path);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Some(format!("{}: is missing", file.path)));
        }
        Err(error) => return Err(Error::io(path, "read the file", error)),
    };
    if sha256(&bytes) == file.sha256 {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&bytes);
    let what = if sha256(text.replace("\r\n", "\n").as_bytes()) == file.sha256 {
        "differs only in line endings, which a checkout may have converted; mark it `text eol=lf` in .gitattributes"
    } else {
        "is not what was written"
    };
    Ok(Some(format!("{}: {what}", file.path)))
}

/// JSON files in a folder of locked files that are not locked.
fn strangers(dir: &Path, shown: &str, known: &BTreeSet<&str>) -> Result<Vec<String>, Error> {
    let is_model = |name: &str| name.ends_with(".json") || name.ends_with(".json.gz");
    let names = entries(dir)?;
    let others = names
        .iter()
        .filter(|name| is_model(name) && !known.contains(name.as_str()));
    Ok(others
        .map(|name| format!("{shown}/{name}: is not in the lock, and stands beside a file that is"))
        .collect())
}

/// Folders of API versions that are not locked, beside those that are.
fn other_versions(dir: &Path, shown: &str, known: &BTreeSet<&str>) -> Result<Vec<String>, Error> {
    let names = entries(dir)?;
    let others = names.iter().filter(|name| {
        is_version(name) && !known.contains(name.as_str()) && dir.join(name).is_dir()
    });
    Ok(others
        .map(|name| {
            format!("{shown}/{name}: is not in the lock, and stands beside a version that is")
        })
        .collect())
}

/// The names in a directory, sorted; none if it does not exist.
fn entries(dir: &Path) -> Result<BTreeSet<String>, Error> {
    let failed = |error| Error::io(dir, "list the directory", error);
    let listed = match fs::read_dir(dir) {
        Ok(listed) => listed,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut names = BTreeSet::new();
    for entry in listed {
        let entry = entry.map_err(failed)?;
        names.extend(entry.file_name().into_string());
    }
    Ok(names)
}

/// The text of the file: always the same for the same content.
impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "# Written by `tinsmith vendor`; `tinsmith vendor --check` compares."
        )?;
        writeln!(f, "version = {VERSION}")?;
        for model in &self.models {
            writeln!(f, "\n[[model]]")?;
            for (key, value) in [
                ("path", Some(&model.path)),
                ("service", model.service.as_ref()),
                ("service_id", Some(&model.service_id)),
                ("api_version", Some(&model.api_version)),
                ("format", Some(&model.format)),
                ("archive", model.archive.as_ref()),
                ("source", Some(&model.source)),
                ("source_sha256", Some(&model.source_sha256)),
                ("botocore", model.botocore.as_ref()),
            ] {
                if let Some(value) = value {
                    writeln!(f, "{key} = {}", quoted(value))?;
                }
            }
            writeln!(f, "operations = [")?;
            for name in &model.operations {
                writeln!(f, "    {},", quoted(name))?;
            }
            writeln!(f, "]\nfiles = [")?;
            for LockedFile { path, sha256 } in &model.files {
                let (path, sha256) = (quoted(path), quoted(sha256));
                writeln!(f, "    {{ path = {path}, sha256 = {sha256} }},")?;
            }
            writeln!(f, "]")?;
        }
        Ok(())
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            // Writing to a string cannot fail.
            c if c.is_control() => drop(write!(quoted, "\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(path: &str) -> LockedModel {
        LockedModel {
            path: path.to_owned(),
            service_id: "Odd \"Service\"\\\n\u{7f}".to_owned(),
            operations: vec!["A".to_owned(), "B".to_owned()],
            files: vec![LockedFile {
                path: format!("{path}/2020-01-01/service-2.json"),
                sha256: sha256(b"x"),
            }],
            ..LockedModel::default()
        }
    }

    #[test]
    fn what_is_written_is_read_and_the_order_is_that_of_paths() {
        let mut lock = Lock::new();
        for path in ["models/b", "models/a", "models/c"] {
            assert_eq!(lock.insert(model(path)), None);
        }
        let other = LockedModel {
            botocore: Some("1.2.3".to_owned()),
            ..model("models/b")
        };
        assert_eq!(lock.insert(other), Some(model("models/b")));
        let text = lock.to_string();
        let read = Lock::parse(Path::new("l"), &text).unwrap();
        assert_eq!(read, lock);
        assert_eq!(read.to_string(), text);
        let paths: Vec<_> = read.models.iter().map(|model| &*model.path).collect();
        assert_eq!(paths, ["models/a", "models/b", "models/c"]);
    }

    #[test]
    fn the_hash_is_sha_256() {
        // FIPS 180-2, appendix B.1.
        let wanted = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), wanted);
    }

    #[test]
    fn a_lock_of_another_form_is_told() {
        let told = |text| Lock::parse(Path::new("l"), text).unwrap_err().to_string();
        assert_eq!(
            told("version = 2"),
            "l: a lock of version 2, and 1 is known; use the tinsmith that wrote it"
        );
        assert!(told("version = 1\n[[model]]\npath = 3").starts_with("l:3:8: "));
        assert!(told("version = 1\nmodels = 1").starts_with("l:2:1: "));
        assert!(told("<<<<<<< ours").starts_with("l:1:"));
    }
}
