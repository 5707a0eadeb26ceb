//! The files of an archive, read in memory: nothing is unpacked to disk. Read by: `store`.
//!
//! A wheel is a zip file: its index leads to each file. A source distribution is a compressed tar file: it has no index
//! and is walked from its start, so what is likely to be asked for is kept on the way. An archive is not trusted: it may
//! have at most [`limits::ARCHIVE`] bytes, and no more than [`limits::UNPACKED`] bytes are ever unpacked from it in one go.

mod tar;
#[cfg(test)]
mod tests;
mod zip;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader};
use std::ops::Bound;
use std::path::{Path, PathBuf};

use super::locate::{self, is_version};
use super::store::Kind;
use crate::error::{Error, Problem};
use crate::limits;

/// An archive, of which only the names are in memory, and what was kept on the way.
pub(super) struct Archive {
    path: PathBuf,
    /// The names of all files, with `/` between their parts.
    names: BTreeSet<String>,
    contents: RefCell<Contents>,
}

enum Contents {
    Zip(Box<zip::Zip>),
    /// What was kept of a tar file.
    Tar(BTreeMap<String, Vec<u8>>),
}

impl Archive {
    pub(super) fn open(path: &Path, kind: Kind, service: Option<&str>) -> Result<Self, Error> {
        let size = std::fs::metadata(path)
            .map_err(|error| Error::io(path, "read the file", error))?
            .len();
        if size > limits::ARCHIVE {
            let message = format!(
                "larger than {} MiB, which no archive of models is",
                limits::ARCHIVE >> 20
            );
            return Err(Error::model(path, "", message));
        }
        let (names, contents) = match kind {
            Kind::Zip => {
                let zip = zip::Zip::open(path)?;
                (zip.names(path)?, Contents::Zip(Box::new(zip)))
            }
            Kind::TarGz => {
                let mut keep = Newest::new(service);
                let mut names = BTreeSet::new();
                tar::walk(path, limits::UNPACKED, &mut |name, read| {
                    names.insert(name.to_owned());
                    keep.see(name, read)
                })?;
                (names, Contents::Tar(keep.kept))
            }
        };
        if names.is_empty() {
            return Err(Error::model(path, "", "an archive without files"));
        }
        Ok(Self {
            path: path.to_owned(),
            names,
            contents: RefCell::new(contents),
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where to look for models: in the one directory that holds all files, as in a source distribution, or at the top.
    pub(super) fn root(&self) -> PathBuf {
        let top = |name: &str| name.split_once('/').map(|(top, _)| top.to_owned());
        let first = self.names.first().and_then(|name| top(name));
        match first {
            Some(first)
                if self
                    .names
                    .iter()
                    .all(|name| top(name).as_ref() == Some(&first)) =>
            {
                self.path.join(first)
            }
            _ => self.path.clone(),
        }
    }

    pub(super) fn is_file(&self, path: &Path) -> bool {
        self.inner(path)
            .is_some_and(|name| self.names.contains(&name))
    }

    pub(super) fn is_dir(&self, path: &Path) -> bool {
        self.inner(path)
            .is_some_and(|name| self.below(&name).next().is_some())
    }

    /// The names of the directories in `dir`, in order.
    pub(super) fn directories(&self, dir: &Path) -> Vec<String> {
        let Some(name) = self.inner(dir) else {
            return Vec::new();
        };
        let mut found: Vec<String> = Vec::new();
        for rest in self.below(&name) {
            if let Some((directory, _)) = rest.split_once('/')
                && found.last().is_none_or(|last| last != directory)
            {
                found.push(directory.to_owned());
            }
        }
        // `a/x`, `a-b/x` and `a/y` are in the order of their characters, not of the directories.
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The names of the files in `dir`, in order.
    pub(super) fn files(&self, dir: &Path) -> Vec<String> {
        let Some(name) = self.inner(dir) else {
            return Vec::new();
        };
        let below = self.below(&name);
        below
            .filter(|rest| !rest.contains('/'))
            .map(str::to_owned)
            .collect()
    }

    /// The bytes of a file.
    pub(super) fn read(&self, path: &Path) -> Result<Vec<u8>, Error> {
        let missing = || Error::model(path, "", "not in the archive");
        let name = self.inner(path).ok_or_else(missing)?;
        match &mut *self.contents.borrow_mut() {
            Contents::Zip(zip) => zip.read(path, &name),
            Contents::Tar(kept) => {
                if !kept.contains_key(&name) {
                    kept.extend(self.folder_of(&name)?);
                }
                kept.get(&name).cloned().ok_or_else(missing)
            }
        }
    }

    /// The files beside `name`, which are likely to be asked for too, and itself.
    fn folder_of(&self, name: &str) -> Result<BTreeMap<String, Vec<u8>>, Error> {
        let folder = |name: &str| name.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let wanted = folder(name);
        let mut found = BTreeMap::new();
        tar::walk(&self.path, limits::UNPACKED, &mut |name, read| {
            if folder(name) == wanted {
                found.insert(name.to_owned(), read()?);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Gives each of these files to `visit`; one at a time is in memory.
    pub(super) fn read_each(
        &self,
        paths: &BTreeSet<PathBuf>,
        visit: &mut dyn FnMut(&Path, Vec<u8>),
    ) -> Result<(), Error> {
        match &mut *self.contents.borrow_mut() {
            Contents::Zip(zip) => {
                let mut left = limits::UNPACKED;
                for path in paths {
                    let bytes = zip.read(path, &self.inner(path).unwrap_or_default())?;
                    left = left
                        .checked_sub(bytes.len() as u64)
                        .ok_or_else(|| too_much(&self.path))?;
                    visit(path, bytes);
                }
                Ok(())
            }
            Contents::Tar(_) => tar::walk(&self.path, limits::UNPACKED, &mut |name, read| {
                let path = self.path.join(name);
                if paths.contains(&path) {
                    visit(&path, read()?);
                }
                Ok(())
            }),
        }
    }

    /// The name in the archive of a file that is named as if the archive were a directory.
    fn inner(&self, path: &Path) -> Option<String> {
        let rest = path.strip_prefix(&self.path).ok()?;
        let parts: Option<Vec<&str>> = rest.iter().map(|part| part.to_str()).collect();
        let parts = parts?;
        Some(
            parts
                .into_iter()
                .filter(|part| *part != ".")
                .collect::<Vec<_>>()
                .join("/"),
        )
    }

    /// The names of the files below a directory, without that of the directory.
    fn below<'a>(&'a self, dir: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let prefix = if dir.is_empty() {
            String::new()
        } else {
            format!("{dir}/")
        };
        let from = Bound::Included(prefix.clone());
        self.names
            .range::<String, _>((from, Bound::Unbounded))
            .map_while(move |name| name.strip_prefix(&prefix))
    }
}

/// What is kept of a service while a tar file is walked: the version that is asked for or the newest seen so far, and
/// what says the version of botocore.
struct Newest<'a> {
    service: Option<&'a str>,
    version: Option<&'a str>,
    newest: String,
    kept: BTreeMap<String, Vec<u8>>,
}

impl<'a> Newest<'a> {
    fn new(service: Option<&'a str>) -> Self {
        let (service, version) = service.map(locate::split).unzip();
        Self {
            service,
            version: version.flatten(),
            newest: String::new(),
            kept: BTreeMap::new(),
        }
    }

    fn see(&mut self, name: &str, read: &mut tar::ReadMember<'_>) -> Result<(), Error> {
        let is_botocore = format!("/{name}").ends_with(locate::BOTOCORE);
        if is_botocore || self.is_newest(name) {
            self.kept.insert(name.to_owned(), read()?);
        }
        Ok(())
    }

    fn is_newest(&mut self, name: &str) -> bool {
        let mut parts = name.rsplit('/').skip(1);
        let (Some(version), service) = (parts.next(), parts.next()) else {
            return false;
        };
        if service.is_none() || service != self.service || !is_version(version) {
            return false;
        }
        if self.version.is_some_and(|wanted| wanted != version) || *version < *self.newest {
            return false;
        }
        if *version > *self.newest {
            version.clone_into(&mut self.newest);
            self.kept
                .retain(|name, _| format!("/{name}").ends_with(locate::BOTOCORE));
        }
        true
    }
}

fn open(path: &Path, buffer: usize) -> Result<BufReader<File>, Error> {
    let file = File::open(path).map_err(|error| Error::io(path, "read the file", error))?;
    Ok(BufReader::with_capacity(buffer, file))
}

/// A name in the form in which it is looked up, or an error if it leads out of the archive: such an archive means harm.
fn clean(archive: &Path, name: &str) -> Result<String, Error> {
    let parts = name.split('/').filter(|part| !matches!(*part, "" | "."));
    if name.starts_with('/') || parts.clone().any(|part| part == "..") {
        let message = format!("an archive with a file whose name leads out of it: `{name}`");
        return Err(Problem::model(message)
            .in_file(archive)
            .help("get it from where its publisher has it")
            .into());
    }
    Ok(parts.collect::<Vec<_>>().join("/"))
}

/// The archive's stream does not hold what it should.
fn damaged(archive: &Path, error: &io::Error) -> Error {
    let what = match error.kind() {
        io::ErrorKind::UnexpectedEof => "the archive ends too early".to_owned(),
        _ => format!("not a valid archive ({error})"),
    };
    let problem = Problem::model(what).in_file(archive);
    problem.help("fetch or copy the file again").into()
}

fn too_much(archive: &Path) -> Error {
    let message = format!(
        "unpacks to more than {} MiB, which no archive of models does",
        limits::UNPACKED >> 20
    );
    Error::model(archive, "", message)
}
