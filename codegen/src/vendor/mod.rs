//! `tinsmith vendor`: cuts a model down to chosen operations, in its own format. Called by: generator.
//!
//! The cut is of the text: what is kept is kept byte for byte but for white space, in the model's own order, so that it
//! can be compared with the original, and whoever reads it reads the model. All of this is behind the feature `cli`,
//! because no build script cuts a model, and hashing and the lock need crates that none should compile.

mod botocore;
mod json;
mod lock;
mod smithy;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

pub use lock::{Lock, LockedFile, LockedModel};

use crate::error::Error;
use crate::load::{Format, Input, Located, is_version};

/// A model that was cut down, and where it is from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Cut {
    /// The files, by their paths below the folder of the service: `2016-11-15/service-2.json`.
    pub files: Vec<(String, String)>,
    /// `botocore` or `smithy`.
    pub format: &'static str,
    /// The service's name in boto3, if the path of the model shows it.
    pub service: Option<String>,
    /// The service's id.
    pub service_id: String,
    /// The version of the service's API.
    pub api_version: String,
    /// The version of botocore, if the tree or the archive shows it.
    pub botocore: Option<String>,
    /// The archive that the model was read from.
    pub archive: Option<PathBuf>,
    /// The file of the model; in an archive, its path inside.
    pub file: String,
    /// How many bytes the model has, not compressed.
    pub source_size: usize,
    /// The SHA-256 of the model, not compressed, in hexadecimal digits.
    pub source_sha256: String,
    /// The names of the operations, sorted.
    pub operations: Vec<String>,
}

/// What the front end has read of the model.
pub(crate) struct Facts {
    pub(crate) service_id: String,
    pub(crate) api_version: String,
    pub(crate) operations: Vec<String>,
}

/// Cuts a model that was read without a problem.
pub(crate) fn cut(located: &Located, input: &Input, facts: Facts) -> Result<Cut, Error> {
    let chosen: BTreeSet<&str> = facts.operations.iter().map(String::as_str).collect();
    let (format, files) = match input.format {
        Format::Botocore => ("botocore", botocore::cut(located, input, &chosen)?),
        Format::SmithyAst => ("smithy", smithy::cut(&input.model, &chosen)?),
    };
    // The folder has the version as the tree has it, which a loader of the tree looks for.
    let version = located.version().unwrap_or(&facts.api_version);
    let folder = if is_version(version) {
        format!("{version}/")
    } else {
        String::new()
    };
    Ok(Cut {
        files: files
            .into_iter()
            .map(|(name, text)| (format!("{folder}{name}"), text))
            .collect(),
        format,
        service: input.service_name.clone(),
        botocore: located.botocore()?,
        file: slashes(match &input.archive {
            Some(archive) => input
                .model
                .path
                .strip_prefix(archive)
                .unwrap_or(Path::new("")),
            None => &input.model.path,
        }),
        archive: input.archive.clone(),
        source_size: input.model.text.len(),
        source_sha256: sha256(input.model.text.as_bytes()),
        service_id: facts.service_id,
        api_version: facts.api_version,
        operations: facts.operations,
    })
}

/// The SHA-256 of these bytes in hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut digits = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// A path with `/` between its parts on every system.
fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
