//! `tinsmith vendor`: cuts models, writes them with tinsmith.lock, compares and updates them. Read by `main`.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};

use tinsmith_codegen::vendor::{Cut, Lock, LockedFile, LockedModel, sha256};
use tinsmith_codegen::{Files, Generator};

use super::{Failure, IO, STALE, generator, print};

const LOCK: &str = "tinsmith.lock";
const LIST: &str = "tinsmith.toml";

/// The arguments of `vendor`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The model: a file (plain or .gz), the directory of a service, a tree in botocore's layout, or an archive of one
    #[arg(long, value_name = "PATH", required_unless_present = "check")]
    model: Option<PathBuf>,
    /// The service, where the model is a tree of services; with --update, the one to update
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// An operation, or a glob such as Describe*; may be repeated. What is in DIR is replaced, not added to
    #[arg(
        long = "operation",
        value_name = "NAME",
        value_delimiter = ',',
        required_unless_present_any = ["check", "update", "all"]
    )]
    operations: Vec<String>,
    /// All operations of the service
    #[arg(long, conflicts_with = "operations")]
    all: bool,
    /// The folder of the service, in which one for the API version is made
    #[arg(short, long, value_name = "DIR", required_unless_present_any = ["check", "update"])]
    output: Option<PathBuf>,
    /// Write nothing: fail if a file is not what was written, by the lock alone
    #[arg(long, conflicts_with_all = ["model", "service", "operations", "all", "output"])]
    check: bool,
    /// Cut what the lock lists again, with the same operations, from another model
    #[arg(long, conflicts_with_all = ["check", "operations", "all", "output"])]
    update: bool,
    /// The lock; without it, tinsmith.lock beside the nearest tinsmith.toml or tinsmith.lock in this directory or above
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
}

/// Runs `vendor`.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let lock = match &args.lock {
        Some(path) => path.clone(),
        None => find()?,
    };
    if args.check {
        return check(&lock);
    }
    let Some(model) = &args.model else {
        return Err(Failure::usage(
            "no model is named; name it with `--model PATH`",
        ));
    };
    match &args.output {
        _ if args.update => update(&lock, model, args.service.as_deref()),
        Some(output) => cut(&lock, model, output, args),
        None => Err(Failure::usage("no folder is named; name it with `-o DIR`")),
    }
}

fn cut(lock_path: &Path, model: &Path, output: &Path, args: &Args) -> Result<(), Failure> {
    let generator = generator(model, args.service.as_deref());
    let generator = if args.all {
        generator.all_operations()
    } else {
        generator.operations(&args.operations)
    };
    let cut = generator.cut()?;
    let mut lock = if lock_path.is_file() {
        Lock::read(lock_path)?
    } else {
        Lock::new()
    };
    let path = from_lock(lock_path, output)?;
    let service = args.service.clone().or_else(|| cut.service.clone());
    let change = Change::new(&mut lock, path, service, cut);
    change.say_what_goes()?;
    write(lock_path, &lock, &[change])
}

fn check(lock_path: &Path) -> Result<(), Failure> {
    let lock = Lock::read(lock_path)?;
    let root = folder(lock_path);
    let mut differences = lock.check(root)?;
    if differences.is_empty() {
        // The files are what was written; the lock itself may have been edited.
        for model in &lock.models {
            differences.extend(untrue(root, model)?);
        }
    }
    if differences.is_empty() {
        return Ok(());
    }
    print(differences.join("\n") + "\n")?;
    let what = match differences.len() {
        1 => "1 file or folder is".to_owned(),
        more => format!("{more} files or folders are"),
    };
    let message = format!(
        "{what} not as {} says; to take what you want, run `tinsmith vendor` with the model again",
        lock_path.display()
    );
    Err(Failure::new(STALE, message))
}

/// What the lock says of a model that is not so.
fn untrue(root: &Path, model: &LockedModel) -> Result<Option<String>, Failure> {
    let Some(file) = model.model_file() else {
        return Ok(Some(format!("{}: the lock lists no model", model.path)));
    };
    let generator = Generator::new(root.join(file));
    let listed = generator.list()?;
    let names: Vec<&str> = listed.iter().map(|operation| &*operation.name).collect();
    if names != model.operations {
        let (found, wanted) = (names.join(", "), model.operations.join(", "));
        return Ok(Some(format!(
            "{file}: has {found}, and the lock lists {wanted}"
        )));
    }
    let id = generator.service_id()?;
    Ok((id != model.service_id).then(|| {
        format!(
            "{file}: is a model of {id}, and the lock says {}",
            model.service_id
        )
    }))
}

fn update(lock_path: &Path, model: &Path, service: Option<&str>) -> Result<(), Failure> {
    let mut lock = Lock::read(lock_path)?;
    let source = Generator::new(model);
    let is_tree = source.is_tree()?;
    let id = if is_tree {
        None
    } else {
        Some(source.service_id()?)
    };
    let entries: Vec<LockedModel> = lock
        .models
        .iter()
        .filter(|entry| match (service, &id) {
            (Some(service), _) => {
                entry.service.as_deref() == Some(service) || entry.path == service
            }
            (None, Some(id)) => entry.service_id == *id,
            // One that was cut from a single file is found by naming it.
            (None, None) => entry.service.is_some(),
        })
        .cloned()
        .collect();
    if entries.is_empty() {
        let known: Vec<&str> = lock.models.iter().map(|entry| &*entry.path).collect();
        let message = format!(
            "{}: lists no model that is in {}; it lists {}",
            lock_path.display(),
            model.display(),
            if known.is_empty() {
                "none".to_owned()
            } else {
                known.join(", ")
            }
        );
        return Err(Failure::usage(message));
    }
    let mut changes = Vec::new();
    let mut failed: Option<Failure> = None;
    for entry in entries {
        let name = entry.service.as_deref().filter(|_| is_tree);
        match generator(model, name).operations(&entry.operations).cut() {
            Ok(cut) => {
                changes.push(Change::new(&mut lock, entry.path, entry.service, cut));
            }
            Err(error) => match &mut failed {
                Some(first) => first.join(error.into()),
                None => failed = Some(error.into()),
            },
        }
    }
    match failed {
        Some(failure) => Err(failure),
        None => {
            for change in &changes {
                change.say_versions()?;
            }
            write(lock_path, &lock, &changes)
        }
    }
}

/// A cut, with what the lock said before and says now.
struct Change {
    before: Option<LockedModel>,
    now: LockedModel,
    /// The files, by their paths from the lock's folder.
    files: Vec<(String, String)>,
    source_size: usize,
}

impl Change {
    fn new(lock: &mut Lock, path: String, service: Option<String>, cut: Cut) -> Self {
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
    fn say_what_goes(&self) -> Result<(), Failure> {
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

    fn say_versions(&self) -> Result<(), Failure> {
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
fn write(lock_path: &Path, lock: &Lock, changes: &[Change]) -> Result<(), Failure> {
    let root = folder(lock_path);
    let Some(name) = lock_path.file_name() else {
        let path = lock_path.display();
        return Err(Failure::usage(format!("{path}: the lock has no file name")));
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
    fs::remove_file(&path).map_err(|error| {
        Failure::new(
            IO,
            format!("{}: cannot remove the file: {error}", path.display()),
        )
    })?;
    if let Some(parent) = path.parent() {
        // It stays if anything else is in it.
        let _ = fs::remove_dir(parent);
    }
    print(format_args!("removed {}\n", file.path))
}

/// The folder of a file; the current one is an empty path.
fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// The lock beside the nearest list or lock, in this directory or above; else in this directory.
fn find() -> Result<PathBuf, Failure> {
    let here = env::current_dir()
        .map_err(|error| Failure::new(IO, format!("cannot tell the current directory: {error}")))?;
    let holds = |dir: &Path| dir.join(LIST).is_file() || dir.join(LOCK).is_file();
    Ok(match here.ancestors().find(|dir| holds(dir)) {
        Some(dir) if *dir != *here => dir.join(LOCK),
        _ => LOCK.into(),
    })
}

/// A path as the lock has it: from the lock's folder, with `/` between its parts. One that was typed from the root, and
/// is not below that folder, stays as it was typed.
fn from_lock(lock: &Path, path: &Path) -> Result<String, Failure> {
    let absolute = |path: &Path| {
        let path = if path.as_os_str().is_empty() {
            Path::new(".")
        } else {
            path
        };
        std::path::absolute(path)
            .map(|path| plain(&path))
            .map_err(|error| Failure::new(IO, format!("{}: {error}", path.display())))
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
