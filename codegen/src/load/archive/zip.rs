//! The files of a zip file, such as a wheel: its index leads to each. Read by: `archive`.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::{clean, damaged, open};
use crate::error::{Error, Problem};
use crate::limits;
use crate::load::read;

/// How much of the file is read at once: the index is read entry by entry, each from its own place.
const BUFFER: usize = 2 << 10;

pub(super) struct Zip(ZipArchive<BufReader<File>>);

impl Zip {
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let file = ZipArchive::new(open(path, BUFFER)?).map_err(|error| told(path, error))?;
        Ok(Self(file))
    }

    /// The names of all files. The name of a directory ends with a slash, and one that is not plain is no model's.
    pub(super) fn names(&self, path: &Path) -> Result<BTreeSet<String>, Error> {
        let mut names = BTreeSet::new();
        for name in self.0.file_names() {
            let plain = clean(path, name)?;
            if plain == name {
                names.insert(plain);
            }
        }
        Ok(names)
    }

    /// The bytes of a file. What the archive says of their number is only a hint.
    pub(super) fn read(&mut self, path: &Path, name: &str) -> Result<Vec<u8>, Error> {
        let member = self.0.by_name(name).map_err(|error| told(path, error))?;
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
