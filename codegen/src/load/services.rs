//! All models of a tree of services, as far as a list of them needs. Read by: `load`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::sniff::not_json;
use super::store::Store;
use super::{Format, Source, locate, sniff};
use crate::error::{Error, Problems};

/// What a list says of a model.
#[derive(Debug)]
pub(crate) struct ServiceModel {
    /// The name of the service's directory.
    pub(crate) service: String,
    /// The API version.
    pub(crate) version: String,
    /// How many operations it has.
    pub(crate) operations: usize,
    /// The service's full name.
    pub(crate) full_name: String,
}

/// The models of the tree of services at `path`, by name and version, or `None` if `path` leads to one model.
pub(crate) fn services(path: &Path) -> Result<Option<Vec<ServiceModel>>, Error> {
    let (store, root) = Store::open(path, None)?;
    let Some(files) = locate::models(&store, &root)? else {
        return Ok(None);
    };
    let mut problems = Problems::default();
    let mut found: BTreeMap<PathBuf, ServiceModel> = BTreeMap::new();
    let wanted: BTreeSet<PathBuf> = files.into_iter().collect();
    store.read_each(&wanted, |path, source| {
        if !problems.are_enough()
            && let Some(model) = problems.keep(source.and_then(|source| summary(&source)))
        {
            found.insert(path.to_owned(), model);
        }
    })?;
    problems.finish()?;
    Ok(Some(found.into_values().collect()))
}

fn summary(source: &Source) -> Result<ServiceModel, Error> {
    let document: Document =
        serde_json::from_str(&source.text).map_err(|error| not_json(source, &error))?;
    let name = |path: Option<&Path>| {
        let name = path.and_then(Path::file_name).unwrap_or_default();
        name.to_string_lossy().into_owned()
    };
    let version = source.path.parent();
    let metadata = document.metadata;
    let kinds = document.shapes.values().map(|shape| shape.kind.as_deref());
    let operations = match sniff::format(source)? {
        Format::Botocore => document.operations.len(),
        Format::SmithyAst => kinds.filter(|kind| *kind == Some("operation")).count(),
    };
    let titles = document
        .shapes
        .into_values()
        .map(|shape| shape.traits.title);
    let title = titles.flatten().next();
    Ok(ServiceModel {
        service: locate::service_name(&source.path).unwrap_or_default(),
        version: name(version),
        operations,
        full_name: [metadata.service_full_name, metadata.service_id, title]
            .into_iter()
            .flatten()
            .next()
            .unwrap_or_default(),
    })
}

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    metadata: Metadata,
    #[serde(default)]
    operations: BTreeMap<String, IgnoredAny>,
    #[serde(default)]
    shapes: BTreeMap<String, Shape>,
}

/// What the two formats have in common, and what a service has in Smithy's.
#[derive(Deserialize)]
struct Shape {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    traits: Traits,
}

#[derive(Default, Deserialize)]
struct Traits {
    #[serde(rename = "smithy.api#title")]
    title: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    service_full_name: Option<String>,
    service_id: Option<String>,
}
