//! The files of a zip file, such as a wheel: its index leads to each. Read by: `archive`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::{clean, damaged, open};
use crate::error::{Error, Problem};
use crate::limits;
use crate::load::read;

pub(super) struct Zip {
    file: ZipArchive<BufReader<File>>,
    /// The place of each file in the index, by its name.
    members: BTreeMap<String, usize>,
}

impl Zip {
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let file = ZipArchive::new(open(path)?).map_err(|error| told(path, error))?;
        let mut members = BTreeMap::new();
        for index in 0..file.len() {
            let Some(name) = file.name_for_index(index) else {
                continue;
            };
            // The name of a directory ends with a slash.
            let cleaned = clean(path, name)?;
            if !name.ends_with('/') {
                members.insert(cleaned, index);
            }
        }
        Ok(Self { file, members })
    }

    pub(super) fn names(&self) -> BTreeSet<String> {
        self.members.keys().cloned().collect()
    }

    /// The bytes of a file. What the archive says of their number is only a hint.
    pub(super) fn read(&mut self, path: &Path, name: &str) -> Result<Vec<u8>, Error> {
        let Some(index) = self.members.get(name) else {
            return Err(Error::model(path, "", "not in the archive"));
        };
        let member = self
            .file
            .by_index(*index)
            .map_err(|error| told(path, error))?;
        let plausible = member.size().min(member.compressed_size() * 64);
        read::up_to_limit(member, plausible, limits::FILE)
            .map_err(|error| damaged(path, &error))?
            .ok_or_else(|| read::too_large(path))
    }
}

fn told(path: &Path, error: ZipError) -> Error {
    match error {
        ZipError::Io(error) => damaged(path, &error),
        ZipError::UnsupportedArchive(reason) => {
            let problem =
                Problem::model(format!("a zip file of a kind that is not read: {reason}"));
            problem
                .in_file(path)
                .help("unpack it, and name the directory")
                .into()
        }
        error => damaged(path, &io::Error::other(error.to_string())),
    }
}
