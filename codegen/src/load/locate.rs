//! Finds the file of a model from what the user named: read by `load`.
//!
//! The layout is botocore's: `<tree>/<service>/<API version>/service-2.json`, where packages of botocore compress the file.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::read::STANDARD_INPUT;
use crate::error::{Error, Problem, nearest, shown, some_of};

const MODEL: &str = "service-2";
const SUFFIXES: [&str; 2] = [".json", ".json.gz"];
/// Where a tree of services may be below a directory that someone names: a site-packages directory, an unpacked source distribution, the package.
const TREES: [&str; 3] = ["botocore/data", "data", "."];
const NAMING: &str = "`--service NAME`, or `.service(\"NAME\")` on the generator";

/// The file of the model at `path`; see [`super::load`].
pub(super) fn model(path: &Path, service: Option<&str>) -> Result<PathBuf, Error> {
    if path == Path::new(STANDARD_INPUT) {
        return Ok(path.to_owned());
    }
    let metadata = fs::metadata(path).map_err(|error| missing(path, error))?;
    if !metadata.is_dir() {
        return no_choice(path.to_owned(), service);
    }
    if let Some(file) = file_in(path, MODEL).or_else(|| smithy_model_in(path)) {
        return no_choice(file, service);
    }
    if !versions(path)?.is_empty() {
        let newest = no_choice(in_service(path, None)?, service)?;
        let version = service.and_then(|service| split(service).1);
        return if version.is_some() {
            in_service(path, version)
        } else {
            Ok(newest)
        };
    }
    for tree in TREES.map(|below| {
        if below == "." {
            path.to_owned()
        } else {
            path.join(below)
        }
    }) {
        let services = if tree.is_dir() {
            services(&tree)?
        } else {
            Vec::new()
        };
        if !services.is_empty() {
            return in_tree(&tree, &services, service);
        }
    }
    let looked_for = "looked for `service-2.json` or `service-2.json.gz` in it, in folders named by an API version \
                      (`2015-11-01`), and in `<service>/<API version>/`";
    Err(Problem::model("no service model in this directory")
        .in_file(path)
        .help(looked_for)
        .into())
}

/// A file beside the model, such as `paginators-1`. A model that was renamed has none: they might be another's.
pub(super) fn beside(model: &Path, stem: &str) -> Option<PathBuf> {
    let name = model.file_name()?.to_str()?;
    SUFFIXES
        .iter()
        .any(|suffix| name.strip_suffix(suffix) == Some(MODEL))
        .then_some(())?;
    file_in(model.parent()?, stem)
}

/// The service's name in boto3, or that of its folder where AWS publishes Smithy models
/// (`<service>/service/<API version>/<service>-<API version>.json`), if the path of the model shows it.
pub(super) fn service_name(model: &Path) -> Option<String> {
    let absolute = std::path::absolute(model).ok()?;
    let version = absolute.parent()?;
    is_version(version.file_name()?.to_str()?).then_some(())?;
    let above = version.parent()?;
    let service = if above.file_name()? == "service" {
        above.parent()?
    } else {
        above
    };
    Some(service.file_name()?.to_str()?.to_owned())
}

/// The one Smithy model in a directory, which AWS names `<service>-<API version>.json`.
fn smithy_model_in(dir: &Path) -> Option<PathBuf> {
    let is_model = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        let stem =
            name.and_then(|name| SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix)));
        // A hyphen and ten characters of a version are at the end.
        let version = stem.and_then(|stem| stem.get(stem.len().checked_sub(11)?..));
        version.is_some_and(|version| version.strip_prefix('-').is_some_and(is_version))
    };
    let entries = fs::read_dir(dir).ok()?.flatten();
    let mut models = entries.map(|entry| entry.path()).filter(is_model);
    let model = models.next()?;
    (models.next().is_none() && model.is_file()).then_some(model)
}

/// `2015-11-01`, as all versions of APIs are named.
fn is_version(name: &str) -> bool {
    name.len() == 10
        && name.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

fn file_in(dir: &Path, stem: &str) -> Option<PathBuf> {
    SUFFIXES
        .iter()
        .map(|suffix| dir.join(format!("{stem}{suffix}")))
        .find(|path| path.is_file())
}

/// The names of the directories in `dir`, in order.
fn directories(dir: &Path) -> Result<Vec<String>, Error> {
    let list = || -> io::Result<Vec<String>> {
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
    };
    list().map_err(|error| Error::io(dir, "list the directory", error))
}

/// The API versions of the service in `dir` that have a model, oldest first.
fn versions(dir: &Path) -> Result<Vec<String>, Error> {
    let mut names = directories(dir)?;
    names.retain(|name| is_version(name) && file_in(&dir.join(name), MODEL).is_some());
    Ok(names)
}

/// The directories in `tree` that hold directories of versions; whether those hold a model is seen when one is chosen.
fn services(tree: &Path) -> Result<Vec<String>, Error> {
    let mut names = directories(tree)?;
    // Whoever names a directory that is no tree must not wait until all that is below it is read.
    names.retain(|name| {
        fs::read_dir(tree.join(name)).is_ok_and(|mut entries| {
            entries.any(|entry| {
                entry.is_ok_and(|entry| entry.file_name().to_str().is_some_and(is_version))
            })
        })
    });
    Ok(names)
}

fn in_tree(tree: &Path, services: &[String], service: Option<&str>) -> Result<PathBuf, Error> {
    let Some(service) = service else {
        let problem = Problem::usage(format!(
            "a tree of services, and none is named; there is {}",
            some_of(services)
        ));
        return Err(problem
            .in_file(tree)
            .help(format!("name one: {NAMING}"))
            .into());
    };
    let (name, version) = split(service);
    if !services.iter().any(|known| known == name) {
        let known = services.iter().map(String::as_str);
        return Err(Problem::unknown("service", name, known)
            .in_file(tree)
            .into());
    }
    in_service(&tree.join(name), version)
}

/// A service, and its version if one is picked.
fn split(service: &str) -> (&str, Option<&str>) {
    service
        .split_once('/')
        .map_or((service, None), |(name, version)| (name, Some(version)))
}

/// The model of a service's directory: of the version that is picked, or the newest.
fn in_service(dir: &Path, version: Option<&str>) -> Result<PathBuf, Error> {
    let known = versions(dir)?;
    let picked = match version {
        Some(version) => known.iter().find(|known| *known == version),
        None => known.last(),
    };
    if let Some(file) = picked.and_then(|picked| file_in(&dir.join(picked), MODEL)) {
        return Ok(file);
    }
    let problem = match version {
        Some(version) if !known.is_empty() => {
            Problem::usage(format!("unknown API version `{version}`"))
                .help(format!("there is {}", some_of(&known)))
        }
        _ => Problem::model("no `service-2.json` in any API version of the service"),
    };
    Err(problem.in_file(dir).into())
}

/// There is one model only: a service's name must fit it, if the path shows its own.
fn no_choice(file: PathBuf, service: Option<&str>) -> Result<PathBuf, Error> {
    match (service, service_name(&file)) {
        (Some(given), Some(name)) if split(given).0 != name => {
            let problem = Problem::usage(format!(
                "this is the model of `{name}`, and service `{given}` is asked for"
            ));
            let help = format!(
                "leave the service out, or name a tree of services as the model ({NAMING} picks from it)"
            );
            Err(problem.in_file(file).help(help).into())
        }
        _ => Ok(file),
    }
}

/// The path cannot be read; if that is because there is none, the nearest name in the same directory is suggested.
fn missing(path: &Path, error: io::Error) -> Error {
    if error.kind() != io::ErrorKind::NotFound {
        return Error::io(path, "read the model", error);
    }
    let problem = Problem::io(path, "read the model", error);
    let deepest = path.ancestors().skip(1).find(|dir| shown(dir).is_dir());
    let Some(dir) = deepest else {
        return problem.into();
    };
    let below = path
        .strip_prefix(dir)
        .ok()
        .and_then(|rest| rest.components().next());
    let names: Vec<String> = fs::read_dir(shown(dir))
        .map(|entries| {
            entries
                .flatten()
                .filter_map(|entry| entry.file_name().into_string().ok())
                .collect()
        })
        .unwrap_or_default();
    let near = match below {
        Some(Component::Normal(name)) => {
            nearest(&name.to_string_lossy(), names.iter().map(String::as_str))
        }
        _ => None,
    };
    match near {
        Some(near) => problem
            .help(format!("did you mean `{}`?", dir.join(near).display()))
            .into(),
        None => problem
            .help(format!("`{}` has no such entry", shown(dir).display()))
            .into(),
    }
}
