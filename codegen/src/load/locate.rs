//! Finds the file of a model from what the user named: read by `load`.
//!
//! The layout is botocore's: `<tree>/<service>/<API version>/service-2.json`, where packages of botocore compress the file.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::read::STANDARD_INPUT;
use super::store::Store;
use crate::error::{Error, Problem, nearest, shown, some_of};

const MODEL: &str = "service-2";
/// The folder between those of a service and its versions, where AWS publishes Smithy models:
/// `<service>/service/<API version>/`.
const INNER: &str = "service";
/// How the names of the files begin that stand beside a model.
const BESIDE: [&str; 5] = [
    "endpoint-",
    "examples-",
    "paginators-",
    "service-2.",
    "waiters-",
];
const SUFFIXES: [&str; 2] = [".json", ".json.gz"];
/// Where a tree of services may be below a directory that someone names: a site-packages directory, an unpacked source distribution, the package.
const TREES: [&str; 4] = ["botocore/data", "data", "models", "."];
/// What says the version of botocore, from the folder that holds the package.
#[cfg(feature = "archive")]
pub(super) const BOTOCORE: &str = "/botocore/__init__.py";
const NAMING: &str = "`--service NAME`, or `.service(\"NAME\")` on the generator";

/// The file of the model below `root`, which `path` led to; see [`super::load`].
pub(super) fn model(store: &Store, root: &Path, service: Option<&str>) -> Result<PathBuf, Error> {
    if root == Path::new(STANDARD_INPUT) {
        return Ok(root.to_owned());
    }
    match place(store, root)? {
        Place::File(file) => no_choice(file, service),
        Place::Service(dir) => {
            let newest = no_choice(in_service(store, &dir, None)?, service)?;
            match service.and_then(|service| split(service).1) {
                Some(version) => in_service(store, &dir, Some(version)),
                None => Ok(newest),
            }
        }
        Place::Tree { dir, services } => in_tree(store, &dir, &services, service),
    }
}

/// The files of all models in the tree of services below `root`, or `None` where there is one model only.
pub(super) fn models(store: &Store, root: &Path) -> Result<Option<Vec<PathBuf>>, Error> {
    if root == Path::new(STANDARD_INPUT) {
        return Ok(None);
    }
    let Place::Tree { dir, services } = place(store, root)? else {
        return Ok(None);
    };
    let mut files = Vec::new();
    for service in services {
        let dir = folder_of_versions(store, &dir.join(service));
        for version in versions(store, &dir)? {
            files.extend(model_in(store, &dir.join(version)));
        }
    }
    Ok(Some(files))
}

/// What a path leads to.
enum Place {
    /// One model.
    File(PathBuf),
    /// The directory of a service, with directories of its versions.
    Service(PathBuf),
    /// A directory of services.
    Tree { dir: PathBuf, services: Vec<String> },
}

fn place(store: &Store, root: &Path) -> Result<Place, Error> {
    if store.archive().is_none() {
        let metadata = fs::metadata(root).map_err(|error| missing(root, error))?;
        if !metadata.is_dir() {
            return Ok(Place::File(root.to_owned()));
        }
    }
    if let Some(file) = model_in(store, root) {
        return Ok(Place::File(file));
    }
    if !versions(store, &folder_of_versions(store, root))?.is_empty() {
        return Ok(Place::Service(root.to_owned()));
    }
    for below in TREES {
        let dir = if below == "." {
            root.to_owned()
        } else {
            root.join(below)
        };
        let services = if store.is_dir(&dir) {
            services(store, &dir)?
        } else {
            Vec::new()
        };
        if !services.is_empty() {
            return Ok(Place::Tree { dir, services });
        }
    }
    let what = match store.archive() {
        Some(_) => "no service model in this archive",
        None => "no service model in this directory",
    };
    let looked_for = "looked for `service-2.json` or `service-2.json.gz` in it, in folders named by an API version \
                      (`2015-11-01`), and in `<service>/<API version>/`";
    let named = store.archive().unwrap_or(root);
    Err(Problem::model(what).in_file(named).help(looked_for).into())
}

/// A file beside the model, such as `paginators-1`. A model that was renamed has none: they might be another's.
pub(super) fn beside(store: &Store, model: &Path, stem: &str) -> Option<PathBuf> {
    let name = model.file_name()?.to_str()?;
    SUFFIXES
        .iter()
        .any(|suffix| name.strip_suffix(suffix) == Some(MODEL))
        .then_some(())?;
    file_in(store, model.parent()?, stem)
}

/// The service's name in boto3, or that of its folder where AWS publishes Smithy models, if the path of the model shows it.
pub(super) fn service_name(model: &Path) -> Option<String> {
    let absolute = std::path::absolute(model).ok()?;
    let version = absolute.parent()?;
    is_version(version.file_name()?.to_str()?).then_some(())?;
    let above = version.parent()?;
    let service = if above.file_name()? == INNER {
        above.parent()?
    } else {
        above
    };
    Some(service.file_name()?.to_str()?.to_owned())
}

/// The file that says which version of botocore the model is of, if the model is in its tree.
#[cfg(feature = "cli")]
pub(super) fn botocore(store: &Store, model: &Path) -> Option<PathBuf> {
    let data = model.ancestors().nth(3)?;
    let file = data
        .parent()?
        .parent()?
        .join(BOTOCORE.trim_start_matches('/'));
    (data.ends_with("botocore/data") && store.is_file(&file)).then_some(file)
}

/// `2015-11-01`, as all versions of APIs are named.
pub(crate) fn is_version(name: &str) -> bool {
    name.len() == 10
        && name.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// The model in a directory. One in Smithy's format has a name of its own: the one that AWS gives it,
/// `<service>-<API version>.json`, or any, where a directory is named by a version and no other file can be meant.
fn model_in(store: &Store, dir: &Path) -> Option<PathBuf> {
    if let Some(file) = file_in(store, dir, MODEL) {
        return Some(file);
    }
    let stem = |name: &str| {
        let stem = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix));
        stem.map(str::to_owned)
    };
    let mut names = store.files(dir);
    names
        .retain(|name| stem(name).is_some() && !BESIDE.iter().any(|other| name.starts_with(other)));
    let is_published = |name: &&String| {
        let stem = stem(name).unwrap_or_default();
        let version = stem.rsplitn(4, '-').collect::<Vec<_>>();
        matches!(version.as_slice(), [day, month, year, _] if is_version(&format!("{year}-{month}-{day}")))
    };
    let mut published = names.iter().filter(is_published);
    let only = match (published.next(), published.next()) {
        (Some(only), None) => only,
        (None, _) if names.len() == 1 && is_version(dir.file_name()?.to_str()?) => &names[0],
        _ => return None,
    };
    Some(dir.join(only))
}

/// The folder of a service's versions: the service's own, or, where AWS publishes Smithy models, the one in it.
fn folder_of_versions(store: &Store, service: &Path) -> PathBuf {
    let inner = service.join(INNER);
    if store.has_entry(&inner, is_version) {
        inner
    } else {
        service.to_owned()
    }
}

fn file_in(store: &Store, dir: &Path, stem: &str) -> Option<PathBuf> {
    SUFFIXES
        .iter()
        .map(|suffix| dir.join(format!("{stem}{suffix}")))
        .find(|path| store.is_file(path))
}

/// The API versions of the service in `dir` that have a model, oldest first.
fn versions(store: &Store, dir: &Path) -> Result<Vec<String>, Error> {
    let mut names = store.directories(dir)?;
    names.retain(|name| is_version(name) && model_in(store, &dir.join(name)).is_some());
    Ok(names)
}

/// The directories in `tree` that hold directories of versions; whether those hold a model is seen when one is chosen.
fn services(store: &Store, tree: &Path) -> Result<Vec<String>, Error> {
    let mut names = store.directories(tree)?;
    // Whoever names a directory that is no tree must not wait until all that is below it is read.
    names.retain(|name| store.has_entry(&folder_of_versions(store, &tree.join(name)), is_version));
    Ok(names)
}

fn in_tree(
    store: &Store,
    tree: &Path,
    services: &[String],
    service: Option<&str>,
) -> Result<PathBuf, Error> {
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
    in_service(store, &tree.join(name), version)
}

/// A service, and its version if one is picked.
pub(super) fn split(service: &str) -> (&str, Option<&str>) {
    service
        .split_once('/')
        .map_or((service, None), |(name, version)| (name, Some(version)))
}

/// The model of a service's directory: of the version that is picked, or the newest.
fn in_service(store: &Store, dir: &Path, version: Option<&str>) -> Result<PathBuf, Error> {
    let dir = &folder_of_versions(store, dir);
    let known = versions(store, dir)?;
    let picked = match version {
        Some(version) => known.iter().find(|known| *known == version),
        None => known.last(),
    };
    if let Some(file) = picked.and_then(|picked| model_in(store, &dir.join(picked))) {
        return Ok(file);
    }
    let problem = match version {
        Some(version) if !known.is_empty() => {
            Problem::unknown("API version", version, known.iter().map(String::as_str))
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
