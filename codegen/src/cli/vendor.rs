//! `tinsmith vendor`: cuts models, writes them with tinsmith.lock, compares and updates them. Read by `main`.

mod change;
mod paths;

use std::path::{Path, PathBuf};

use tinsmith_codegen::vendor::{Lock, LockedModel};
use tinsmith_codegen::{Generator, Problem};

use super::report::Failure;
use super::{generator, print};
use change::{Change, write};
use paths::{find, folder, from_lock};

/// The arguments of `vendor`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The model: a file (plain or .gz), the directory of a service, a tree in botocore's layout, or an archive of one
    #[arg(long, value_name = "PATH", required_unless_present = "check")]
    model: Option<PathBuf>,
    /// The service, where the model is a tree of services; with --update, the one to update, or its folder as the lock has it
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// An operation, or a glob such as Describe*; with ! before it, it is left out; may be repeated. What is in DIR is
    /// replaced, not added to
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
        let problem = Problem::usage("no model is named");
        return Err(problem.help("name it with `--model PATH`").into());
    };
    match &args.output {
        _ if args.update => update(&lock, model, args.service.as_deref()),
        Some(output) => cut(&lock, model, output, args),
        None => {
            let problem = Problem::usage("no folder is named");
            Err(problem.help("name it with `-o DIR`").into())
        }
    }
}

fn cut(lock_path: &Path, model: &Path, output: &Path, args: &Args) -> Result<(), Failure> {
    not_from_itself(model, output)?;
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

/// What is cut from its own cut would bless whatever was edited there, and lose where it came from.
fn not_from_itself(model: &Path, folder: &Path) -> Result<(), Failure> {
    let inside = match (model.canonicalize(), folder.canonicalize()) {
        (Ok(model), Ok(folder)) => model.starts_with(folder),
        // What is not there holds nothing; that a model is not there is told where it is read.
        _ => false,
    };
    if !inside {
        return Ok(());
    }
    let problem =
        Problem::usage("the model is itself a cut: it is in the folder that is to be written");
    let help = "name the archive or file that it was cut from, which the lock has as its source";
    Err(problem.in_file(model).help(help).into())
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
    Err(Failure::stale(
        format!("{what} not as {} says", lock_path.display()),
        "to have the files again, run `tinsmith vendor` with the archive or file that the lock names as their source",
    ))
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
                let id = entry.service_id.as_str();
                entry.service.as_deref() == Some(service)
                    || entry.path == service
                    || id.eq_ignore_ascii_case(service)
            }
            (None, Some(id)) => entry.service_id == *id,
            // One that was cut from a single file is found by naming it.
            (None, None) => entry.service.is_some(),
        })
        .cloned()
        .collect();
    if entries.is_empty() {
        let known: Vec<&str> = lock.models.iter().map(|entry| &*entry.path).collect();
        let known = if known.is_empty() {
            "it lists none".to_owned()
        } else {
            format!("it lists {}", known.join(", "))
        };
        let message = format!("lists no model that is in {}", model.display());
        return Err(Problem::usage(message)
            .in_file(lock_path)
            .help(known)
            .into());
    }
    for entry in &entries {
        not_from_itself(model, &folder(lock_path).join(&entry.path))?;
    }
    let others: Vec<String> = (lock.models.iter())
        .filter(|entry| !entries.iter().any(|updated| updated.path == entry.path))
        .map(|entry| format!("{}: left as it is\n", entry.path))
        .collect();
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
            print(others.concat())?;
            for change in &changes {
                change.say_versions()?;
            }
            write(lock_path, &lock, &changes)
        }
    }
}
