//! Where the lock is, and how paths are written in it. Read by: `vendor`.

use std::env;
use std::path::{Component, Path, PathBuf};

use tinsmith_codegen::Problem;

use crate::cli::report::Failure;

const LOCK: &str = "tinsmith.lock";
const LIST: &str = "tinsmith.toml";

/// The folder of a file; the current one is an empty path.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// The lock beside the nearest list or lock, in this directory or above; else in this directory.
pub(super) fn find() -> Result<PathBuf, Failure> {
    let here = env::current_dir().map_err(|error| Problem::io(".", "tell the directory", error))?;
    let holds = |dir: &Path| dir.join(LIST).is_file() || dir.join(LOCK).is_file();
    Ok(match here.ancestors().find(|dir| holds(dir)) {
        Some(dir) if *dir != *here => dir.join(LOCK),
        _ => LOCK.into(),
    })
}

/// A path as the lock has it: from the lock's folder, with `/` between its parts. One that was typed from the root, and
/// is not below that folder, stays as it was typed.
pub(super) fn from_lock(lock: &Path, path: &Path) -> Result<String, Failure> {
    let absolute = |path: &Path| {
        let path = if path.as_os_str().is_empty() {
            Path::new(".")
        } else {
            path
        };
        std::path::absolute(path)
            .map(|path| plain(&path))
            .map_err(|error| Problem::io(path, "tell the path from the root", error))
    };
    let (root, target) = (absolute(folder(lock))?, absolute(path)?);
    let shared = root
        .components()
        .zip(target.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = root.components().count() - shared;
    if up > 0 && path.is_absolute() {
        return Ok(path.to_string_lossy().into_owned());
    }
    let mut parts: Vec<String> = vec!["..".to_owned(); up];
    let down = target.components().skip(shared);
    parts.extend(down.map(|part| part.as_os_str().to_string_lossy().into_owned()));
    Ok(if parts.is_empty() {
        ".".to_owned()
    } else {
        parts.join("/")
    })
}

/// A path without `.` and `..`, by its text alone.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_from_the_folder_of_the_lock() {
        for (lock, path, wanted) in [
            ("tinsmith.lock", "models/ec2", "models/ec2"),
            ("tinsmith.lock", "./models/ec2/", "models/ec2"),
            ("sub/tinsmith.lock", "models/ec2", "../models/ec2"),
            ("sub/tinsmith.lock", "sub/ec2", "ec2"),
            ("sub/tinsmith.lock", "sub", "."),
            ("tinsmith.lock", "/elsewhere/ec2", "/elsewhere/ec2"),
        ] {
            let found = from_lock(Path::new(lock), Path::new(path)).unwrap();
            assert_eq!(found, wanted, "{lock} {path}");
        }
    }
}
