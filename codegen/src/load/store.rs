//! Where the files of models are: on disk, or in an archive that nothing unpacks. Read by: `load`, `locate`, `services`.
//!
//! A file in an archive is named as if the archive were a directory: `botocore.whl/botocore/data/…`.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;

#[cfg(feature = "archive")]
use super::archive::Archive;
use super::{Source, read};
use crate::error::{Error, Problem};

/// Files that can be listed and read.
pub(super) enum Store {
    /// Those of the file system.
    Disk,
    /// Those of one archive.
    #[cfg(feature = "archive")]
    Archive(Archive),
}

/// What kind of archive a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip file, as a Python wheel is one.
    Zip,
    /// A compressed tar file, as a Python source distribution is one.
    TarGz,
}

impl Store {
    /// The store that `path` is to be looked up in, and the directory or file in it where the search begins. What is
    /// likely to be read of `service` is kept while an archive without an index is walked.
    pub(super) fn open(path: &Path, service: Option<&str>) -> Result<(Self, PathBuf), Error> {
        let is_file = path != Path::new(read::STANDARD_INPUT)
            && fs::metadata(path).is_ok_and(|found| found.is_file());
        let kind = if is_file {
            kind(path).map_err(|error| Error::io(path, "read the file", error))?
        } else {
            None
        };
        match kind {
            None => Ok((Self::Disk, path.to_owned())),
            Some(kind) => open_archive(path, kind, service),
        }
    }

    /// The archive's own path, if it is one.
    pub(super) fn archive(&self) -> Option<&Path> {
        match self {
            Self::Disk => None,
            #[cfg(feature = "archive")]
            Self::Archive(archive) => Some(archive.path()),
        }
    }

    pub(super) fn is_file(&self, path: &Path) -> bool {
        match self {
            Self::Disk => path.is_file(),
            #[cfg(feature = "archive")]
            Self::Archive(archive) => archive.is_file(path),
        }
    }

    pub(super) fn is_dir(&self, path: &Path) -> bool {
        match self {
            Self::Disk => path.is_dir(),
            #[cfg(feature = "archive")]
            Self::Archive(archive) => archive.is_dir(path),
        }
    }

    /// The names of the directories in `dir`, in order.
    pub(super) fn directories(&self, dir: &Path) -> Result<Vec<String>, Error> {
        match self {
            Self::Disk => {
                directories(dir).map_err(|error| Error::io(dir, "list the directory", error))
            }
            #[cfg(feature = "archive")]
            Self::Archive(archive) => Ok(archive.directories(dir)),
        }
    }

    /// The names of the files in `dir`, in order; none if it cannot be listed.
    pub(super) fn files(&self, dir: &Path) -> Vec<String> {
        match self {
            Self::Disk => {
                let entries = fs::read_dir(dir).into_iter().flatten().flatten();
                let files = entries.filter(|entry| entry.path().is_file());
                let names = files.filter_map(|entry| entry.file_name().into_string().ok());
                let mut names: Vec<String> = names.collect();
                names.sort_unstable();
                names
            }
            #[cfg(feature = "archive")]
            Self::Archive(archive) => archive.files(dir),
        }
    }

    /// Whether a directory or file in `dir` has a name that `holds` accepts.
    pub(super) fn has_entry(&self, dir: &Path, holds: fn(&str) -> bool) -> bool {
        match self {
            Self::Disk => fs::read_dir(dir).is_ok_and(|mut entries| {
                entries.any(|entry| {
                    entry.is_ok_and(|entry| entry.file_name().to_str().is_some_and(holds))
                })
            }),
            #[cfg(feature = "archive")]
            Self::Archive(archive) => archive.directories(dir).iter().any(|name| holds(name)),
        }
    }

    /// The text of a file.
    pub(super) fn read(&self, path: &Path) -> Result<Source, Error> {
        match self {
            Self::Disk => read::source(path),
            #[cfg(feature = "archive")]
            Self::Archive(archive) => read::source_of(path, archive.read(path)?),
        }
    }

    /// Reads each of these files once, in an order that is the store's own.
    pub(super) fn read_each(
        &self,
        paths: &BTreeSet<PathBuf>,
        mut visit: impl FnMut(&Path, Result<Source, Error>),
    ) -> Result<(), Error> {
        match self {
            Self::Disk => {
                for path in paths {
                    visit(path, read::source(path));
                }
                Ok(())
            }
            #[cfg(feature = "archive")]
            Self::Archive(archive) => archive.read_each(paths, &mut |path, bytes| {
                visit(path, read::source_of(path, bytes));
            }),
        }
    }
}

#[cfg(feature = "archive")]
fn open_archive(path: &Path, kind: Kind, service: Option<&str>) -> Result<(Store, PathBuf), Error> {
    let archive = Archive::open(path, kind, service)?;
    let root = archive.root();
    Ok((Store::Archive(archive), root))
}

#[cfg(not(feature = "archive"))]
fn open_archive(
    path: &Path,
    _kind: Kind,
    _service: Option<&str>,
) -> Result<(Store, PathBuf), Error> {
    Err(unread(path).into())
}

/// The problem of an archive where none is read.
pub(super) fn unread(path: &Path) -> Problem {
    let help = if cfg!(feature = "archive") {
        "unpack it, and name the directory"
    } else {
        "turn on the feature `archive` of `tinsmith-codegen`, or unpack it and name the directory"
    };
    let problem = Problem::model("this is an archive of files");
    problem.in_file(path).help(help)
}

/// Tells what kind of archive a file is by how it begins, whatever its name; `None` is a file of another kind.
fn kind(path: &Path) -> io::Result<Option<Kind>> {
    let mut start = Vec::new();
    File::open(path)?.take(512).read_to_end(&mut start)?;
    if is_zip(&start) {
        return Ok(Some(Kind::Zip));
    }
    if !start.starts_with(read::GZIP_MAGIC) {
        return Ok(None);
    }
    let mut inner = Vec::new();
    let file = BufReader::new(File::open(path)?);
    // A damaged stream is reported by whoever reads the whole of it.
    let _ = MultiGzDecoder::new(file).take(512).read_to_end(&mut inner);
    Ok(is_tar(&inner).then_some(Kind::TarGz))
}

/// Whether a file that begins with these bytes is an archive.
pub(super) fn is_archive(start: &[u8]) -> bool {
    is_zip(start) || is_tar(start)
}

fn is_zip(start: &[u8]) -> bool {
    // The first file, or the end of an index of none.
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
}

fn is_tar(start: &[u8]) -> bool {
    // The first header says so.
    start.get(257..262) == Some(b"ustar")
}

fn directories(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        // A link to a directory counts, which the entry's own type would not tell.
        if let (Ok(name), true) = (entry.file_name().into_string(), entry.path().is_dir()) {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}
