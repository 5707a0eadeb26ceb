//! From a path to the text of a model and of the files beside it: the first stage, read by `pipeline`.
//!
//! [`store`] is where files are: on disk or in an [`archive`]. [`locate`] finds the model, [`read`] gets its text,
//! [`sniff`] tells which format it is in; [`services`] looks at all models of a tree.

#[cfg(feature = "archive")]
mod archive;
mod locate;
mod read;
mod services;
mod sniff;
mod store;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

#[cfg(feature = "cli")]
pub(crate) use locate::is_version;
pub(crate) use services::{ServiceModel, services};
pub(crate) use sniff::{json_message, json_offset};
use store::Store;

use crate::error::Error;

/// A file that was read.
#[derive(Debug)]
pub(crate) struct Source {
    /// The file; `-` is standard input.
    pub(crate) path: PathBuf,
    /// Its text, decompressed and without a byte order mark.
    pub(crate) text: String,
}

/// The format of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// botocore's `service-2.json`.
    Botocore,
    /// The JSON form of Smithy's semantic model.
    SmithyAst,
}

/// A model and what belongs to it.
#[derive(Debug)]
pub(crate) struct Input {
    /// The model.
    pub(crate) model: Source,
    /// Beside a botocore model: which operations answer in pages, and how.
    pub(crate) paginators: Option<Source>,
    /// Beside a botocore model: an object whose `merge` key is to be merged into the model.
    pub(crate) model_extras: Option<Source>,
    /// The same for the paginators.
    pub(crate) paginators_extras: Option<Source>,
    /// The format of the model.
    pub(crate) format: Format,
    /// The service's name in boto3, which is that of the directory above the API version, if the path shows it.
    pub(crate) service_name: Option<String>,
    /// The archive that the files are in.
    pub(crate) archive: Option<PathBuf>,
}

impl Input {
    /// The files that were read, for `rerun-if-changed`; an archive stands for all in it.
    pub(crate) fn files(&self) -> Vec<&Path> {
        if let Some(archive) = &self.archive {
            return vec![archive];
        }
        let beside = [
            &self.paginators,
            &self.model_extras,
            &self.paginators_extras,
        ];
        std::iter::once(&self.model)
            .chain(beside.into_iter().flatten())
            .map(|source| source.path.as_path())
            .filter(|path| *path != Path::new(read::STANDARD_INPUT))
            .collect()
    }
}

/// Reads the model at `path`: a file, the directory of an API version or of a service, or a tree of services in botocore's
/// layout together with the name of a `service` in it (`discovery`, or `discovery/2015-11-01`). An archive is what is in it.
///
/// # Errors
///
/// There is no model there, or it cannot be read, or it is in no known format.
pub(crate) fn load(path: &Path, service: Option<&str>) -> Result<Input, Error> {
    Located::find(path, service)?.input()
}

/// A model that was found and not read yet.
pub(crate) struct Located {
    store: Store,
    file: PathBuf,
}

impl Located {
    /// Finds the model; see [`load`].
    pub(crate) fn find(path: &Path, service: Option<&str>) -> Result<Self, Error> {
        let (store, root) = Store::open(path, service)?;
        let file = locate::model(&store, &root, service)?;
        Ok(Self { store, file })
    }

    /// Reads the model and what belongs to it.
    pub(crate) fn input(&self) -> Result<Input, Error> {
        let model = self.store.read(&self.file)?;
        let format = sniff::format(&model)?;
        let beside = |stem| match format {
            Format::Botocore => self.beside(stem),
            Format::SmithyAst => Ok(None),
        };
        Ok(Input {
            paginators: beside("paginators-1")?,
            model_extras: beside("service-2.sdk-extras")?,
            paginators_extras: beside("paginators-1.sdk-extras")?,
            service_name: locate::service_name(&self.file),
            archive: self.store.archive().map(Path::to_owned),
            model,
            format,
        })
    }

    /// A file beside a botocore model, by its name without `.json`.
    pub(crate) fn beside(&self, stem: &str) -> Result<Option<Source>, Error> {
        let file = locate::beside(&self.store, &self.file, stem);
        file.map(|file| self.store.read(&file)).transpose()
    }

    /// The API version that the folder of the model is named by.
    #[cfg(feature = "cli")]
    pub(crate) fn version(&self) -> Option<&str> {
        let name = self.file.parent()?.file_name()?.to_str()?;
        locate::is_version(name).then_some(name)
    }

    /// The version of botocore that the model is of, as the package says in its code, or else the archive in its name.
    #[cfg(feature = "cli")]
    pub(crate) fn botocore(&self) -> Result<Option<String>, Error> {
        if let Some(file) = locate::botocore(&self.store, &self.file) {
            let source = self.store.read(&file)?;
            let lines = source.text.lines();
            let mut values = lines.filter_map(|line| line.strip_prefix("__version__ = "));
            let version = values
                .next()
                .map(|value| value.trim().trim_matches(['\'', '"']));
            return Ok(version
                .filter(|version| is_release(version))
                .map(str::to_owned));
        }
        let archive = self.store.archive().and_then(Path::file_name);
        let rest = archive.and_then(|name| name.to_str()?.strip_prefix("botocore-"));
        let version = rest.map(|rest| rest.split('-').next().unwrap_or_default());
        let version = version.map(|version| version.trim_end_matches(".tar.gz"));
        Ok(version
            .filter(|version| is_release(version))
            .map(str::to_owned))
    }
}

/// `1.44.5`, as releases are numbered.
#[cfg(feature = "cli")]
fn is_release(version: &str) -> bool {
    version.starts_with(|c: char| c.is_ascii_digit())
        && version
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '+')
}

/// Whether there is a tree of services at `path`, not one model.
#[cfg(feature = "cli")]
pub(crate) fn is_tree(path: &Path) -> Result<bool, Error> {
    let (store, root) = Store::open(path, None)?;
    Ok(locate::models(&store, &root)?.is_some())
}
