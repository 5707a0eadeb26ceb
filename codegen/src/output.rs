//! Generated files, in memory and on disk: writes what has changed and nothing else, or reports what would change.
//! Read by `pipeline`, and by the command line.

#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use indexmap::IndexMap;

use crate::error::{Error, Problem, Problems, shown};

/// Generated files in memory, in the order they were generated. Paths are relative to the directory they go to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files(IndexMap<PathBuf, String>);

/// What [`Files::write_to`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// The files that were new or different, and were written.
    pub changed: Vec<PathBuf>,
    /// The files that already held the same bytes, and were left alone.
    pub unchanged: Vec<PathBuf>,
}

/// A file whose content on disk is not what was generated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The file.
    pub path: PathBuf,
    /// What it holds now (with U+FFFD for what is not UTF-8), or `None` if it does not exist.
    pub old: Option<String>,
    /// What was generated.
    pub new: String,
}

impl Files {
    /// No files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or replaces the one of the same path.
    pub fn insert(&mut self, path: impl Into<PathBuf>, text: impl Into<String>) {
        self.0.insert(path.into(), text.into());
    }

    /// The text of a file.
    #[must_use]
    pub fn get(&self, path: impl AsRef<Path>) -> Option<&str> {
        self.0.get(path.as_ref()).map(String::as_str)
    }

    /// The files in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Path, &str)> {
        self.0
            .iter()
            .map(|(path, text)| (path.as_path(), text.as_str()))
    }

    /// The number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Writes the files below `dir`, those only whose content differs, so that nothing is rebuilt without need.
    ///
    /// A file is replaced in one step or not at all; missing directories are made. If one file cannot be written,
    /// none is replaced.
    ///
    /// # Errors
    ///
    /// A path that leads out of `dir`, or what the operating system refuses. A file that is marked read-only is not replaced.
    pub fn write_to(&self, dir: impl AsRef<Path>) -> Result<Written, Error> {
        let mut written = Written::default();
        let mut staged = Staged::default();
        for (path, text) in self.targets(dir.as_ref())? {
            if is_device(&path) {
                staged.devices.push((path.clone(), text.to_owned()));
                written.changed.push(path);
            } else if read(&path)?.is_some_and(|old| old == text.as_bytes()) {
                written.unchanged.push(path);
            } else {
                staged.add(&path, text)?;
                written.changed.push(path);
            }
        }
        staged.commit()?;
        Ok(written)
    }

    /// Compares the files with those below `dir` and writes nothing.
    ///
    /// # Errors
    ///
    /// A path that leads out of `dir`, or what the operating system refuses; a missing file is a difference, not an error.
    pub fn check(&self, dir: impl AsRef<Path>) -> Result<Vec<Difference>, Error> {
        let mut differences = Vec::new();
        for (path, text) in self.targets(dir.as_ref())? {
            if is_device(&path) {
                let problem = Problem::usage("not a file, so there is nothing to compare with");
                return Err(problem.in_file(path).into());
            }
            let old = read(&path)?;
            if old.as_deref() != Some(text.as_bytes()) {
                differences.push(Difference {
                    path,
                    old: old.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
                    new: text.to_owned(),
                });
            }
        }
        Ok(differences)
    }

    fn targets<'a>(&'a self, dir: &Path) -> Result<Vec<(PathBuf, &'a str)>, Error> {
        let mut problems = Problems::default();
        for (path, _) in self.iter() {
            let inside = path
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
            if !inside || path.file_name().is_none() {
                problems.push(
                    Problem::usage("not a path of a file below the output directory").in_file(path),
                );
            }
        }
        problems.finish()?;
        Ok(self
            .iter()
            .map(|(path, text)| (dir.join(path), text))
            .collect())
    }
}

impl IntoIterator for Files {
    type Item = (PathBuf, String);
    type IntoIter = indexmap::map::IntoIter<PathBuf, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Difference {
    /// Whether the two differ in nothing but how their lines end, as a checkout that converts line endings leaves them.
    #[must_use]
    pub fn only_line_endings(&self) -> bool {
        self.old
            .as_ref()
            .is_some_and(|old| old.lines().eq(self.new.lines()))
    }

    /// The first line that differs, counted from 1, as it is and as it should be; `None` is past the end of the text.
    fn first_line(&self) -> (usize, Option<&str>, Option<&str>) {
        let old = self.old.as_deref().unwrap_or_default();
        let (mut old, mut new) = (old.split_inclusive('\n'), self.new.split_inclusive('\n'));
        let mut line = 1;
        loop {
            match (old.next(), new.next()) {
                (Some(a), Some(b)) if a == b => line += 1,
                (a, b) => return (line, a.map(str::trim_end), b.map(str::trim_end)),
            }
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        if self.old.is_none() {
            return write!(f, "{path}: does not exist");
        }
        if self.only_line_endings() {
            return write!(
                f,
                "{path}: differs only in line endings, which a checkout may have converted; \
                 mark it `text eol=lf` in .gitattributes"
            );
        }
        let (line, old, new) = self.first_line();
        let shown =
            |line: Option<&str>| line.map_or("nothing".to_owned(), |line| format!("`{line}`"));
        write!(
            f,
            "{path}:{line}: is {}, should be {}",
            shown(old),
            shown(new)
        )
    }
}

/// Whether there is something that is neither a file nor a directory: `/dev/stdout`, a named pipe. It is written to,
/// and never replaced.
fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// The bytes of a file, or `None` if there is none.
fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let is_directory = error.kind() == io::ErrorKind::IsADirectory;
            let problem = Problem::io(path, "compare with what is there", error);
            Err(if is_directory {
                problem.help("name a file in it")
            } else {
                problem
            }
            .into())
        }
    }
}

/// Files written beside their destinations and not yet in their places. Dropped before [`Staged::commit`], it leaves nothing behind.
#[derive(Default)]
struct Staged {
    /// Temporary file and destination.
    files: Vec<(PathBuf, PathBuf)>,
    /// Directories that did not exist before, the outer before the inner.
    directories: Vec<PathBuf>,
    /// What is written to when all else is ready, and its text.
    devices: Vec<(PathBuf, String)>,
}

impl Staged {
    fn add(&mut self, path: &Path, text: &str) -> Result<(), Error> {
        // A symbolic link stays one: the file that it leads to is replaced.
        let destination = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let permissions = fs::metadata(&destination)
            .ok()
            .map(|metadata| metadata.permissions());
        if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
            let problem = Problem::io(
                path,
                "replace the file",
                io::ErrorKind::PermissionDenied.into(),
            );
            return Err(problem.help("it is marked read-only").into());
        }
        self.make_directories(&destination)?;
        let temporary = temporary(&destination);
        let mut file = File::create_new(&temporary)
            .map_err(|error| Error::io(path, "create the file", error))?;
        self.files.push((temporary, destination));
        file.write_all(text.as_bytes())
            .and_then(|()| permissions.map_or(Ok(()), |as_before| file.set_permissions(as_before)))
            .map_err(|error| Error::io(path, "write the file", error))
    }

    fn make_directories(&mut self, destination: &Path) -> Result<(), Error> {
        let parent = destination.parent().unwrap_or(Path::new(""));
        let missing: Vec<_> = parent
            .ancestors()
            .take_while(|dir| !shown(dir).exists())
            .collect();
        for dir in missing.into_iter().rev() {
            match fs::create_dir(dir) {
                Ok(()) => self.directories.push(dir.to_owned()),
                // Another process may have been faster.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Error::io(dir, "create the directory", error)),
            }
        }
        Ok(())
    }

    fn commit(mut self) -> Result<(), Error> {
        while let Some((temporary, destination)) = self.files.last() {
            fs::rename(temporary, destination)
                .map_err(|error| Error::io(destination, "replace the file", error))?;
            self.files.pop();
        }
        self.directories.clear();
        for (path, text) in &self.devices {
            let device = File::options().write(true).open(path);
            device
                .and_then(|mut device| device.write_all(text.as_bytes()))
                .map_err(|error| Error::io(path, "write", error))?;
        }
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // Nothing more can be done if this fails too, and the first failure is being reported.
        for (temporary, _) in &self.files {
            let _ = fs::remove_file(temporary);
        }
        for dir in self.directories.iter().rev() {
            let _ = fs::remove_dir(dir);
        }
    }
}

/// A name in the same directory, so that renaming stays within one file system, that no other writer uses.
fn temporary(destination: &Path) -> PathBuf {
    static SERIAL: AtomicU64 = AtomicU64::new(0);
    let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
    let mut name = OsString::from(".");
    name.push(destination.file_name().unwrap_or_default());
    name.push(format!(".{}-{serial}.tmp", std::process::id()));
    destination.with_file_name(name)
}
