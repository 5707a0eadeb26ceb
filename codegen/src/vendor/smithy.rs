//! A model in Smithy's JSON AST, cut. Read by: `vendor`.
//!
//! Kept are the service and the resources with what they have of the chosen operations, and every shape whose id stands
//! anywhere in what is kept: as a target, a mixin, the key of a trait or in a trait's value. Statements that apply traits
//! stay where their target does. An operation that only a trait names, as `clientEndpointDiscovery` does, stays as a shape
//! that hangs off nothing, so it is not among the service's. Rules for endpoints and cases for tests are left out: nothing
//! here reads them, and they are larger than all else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::json::{self, Parts};
use crate::error::Error;
use crate::load::Source;

/// The traits that are left out, of any shape.
const LEFT_OUT: [&str; 4] = [
    "smithy.rules#endpointRuleSet",
    "smithy.rules#endpointBdd",
    "smithy.rules#endpointTests",
    "smithy.test#smokeTests",
];
/// The operations of a resource's life, each a key of its own.
const LIFECYCLE: [&str; 6] = ["create", "put", "read", "update", "delete", "list"];
const OPERATIONS: [&str; 2] = ["operations", "collectionOperations"];

pub(super) fn cut(
    source: &Source,
    operations: &BTreeSet<&str>,
) -> Result<Vec<(String, String)>, Error> {
    let document = json::file(source)?;
    let mut model = Model {
        path: &source.path,
        shapes: json::section(&source.path, &document, "shapes")?,
        chosen: BTreeSet::new(),
        resources: BTreeSet::new(),
    };
    let services = model.bind(operations)?;
    let shapes = model.closure(services)?;
    let shapes = json::object(
        model
            .shapes
            .keys()
            .filter_map(|id| Some((id, shapes.get(id.as_str())?))),
    );
    let name = source.path.file_name().unwrap_or_default();
    let name = name.to_string_lossy();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let text = json::pretty(&json::with(&document, "shapes", &shapes));
    Ok(vec![(name.to_owned(), text)])
}

struct Model<'a> {
    path: &'a Path,
    shapes: Parts<'a>,
    /// The ids of the operations that are kept for themselves.
    chosen: BTreeSet<String>,
    /// The ids of the resources that have one of them, or hold a resource that has.
    resources: BTreeSet<String>,
}

/// As much of a shape as says what it is, and what hangs off it.
#[derive(Deserialize)]
struct Head {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    operations: Vec<Reference>,
    #[serde(default, rename = "collectionOperations")]
    collection_operations: Vec<Reference>,
    #[serde(default)]
    resources: Vec<Reference>,
    #[serde(default)]
    mixins: Vec<Reference>,
    create: Option<Reference>,
    put: Option<Reference>,
    read: Option<Reference>,
    update: Option<Reference>,
    delete: Option<Reference>,
    list: Option<Reference>,
}

#[derive(Deserialize)]
struct Reference {
    target: String,
}

impl Head {
    fn operations(&self) -> impl Iterator<Item = &str> {
        let lists = self.operations.iter().chain(&self.collection_operations);
        let life = [
            &self.create,
            &self.put,
            &self.read,
            &self.update,
            &self.delete,
            &self.list,
        ];
        let all = lists.chain(life.into_iter().flatten());
        all.map(|reference| reference.target.as_str())
    }
}

impl<'a> Model<'a> {
    fn head(&self, id: &str) -> Result<Option<Head>, Error> {
        let text = self.shapes.get(id);
        text.map(|text| json::read(self.path, text.get()))
            .transpose()
    }

    /// Finds the operations with these names, and the services and resources that they hang off. The services' ids.
    fn bind(&mut self, names: &BTreeSet<&str>) -> Result<Vec<String>, Error> {
        let mut heads = BTreeMap::new();
        for id in self.shapes.keys() {
            if let Some(head) = self.head(id)?
                && matches!(head.kind.as_str(), "service" | "resource")
            {
                heads.insert(id.clone(), head);
            }
        }
        let is_named = |id: &&str| names.contains(id.rsplit('#').next().unwrap_or_default());
        let mut holding = BTreeSet::new();
        for (id, head) in &heads {
            let chosen: Vec<&str> = head.operations().filter(is_named).collect();
            if !chosen.is_empty() {
                holding.insert(id.clone());
            }
            self.chosen.extend(chosen.into_iter().map(str::to_owned));
        }
        // What holds a holder is one too; each round adds one or is the last.
        loop {
            let more: Vec<_> = heads
                .iter()
                .filter(|(id, head)| {
                    let mut inner = head.resources.iter().chain(&head.mixins);
                    !holding.contains(*id) && inner.any(|inner| holding.contains(&inner.target))
                })
                .map(|(id, _)| id.clone())
                .collect();
            if more.is_empty() {
                break;
            }
            holding.extend(more);
        }
        let is_service = |id: &String| heads.get(id).is_some_and(|head| head.kind == "service");
        let (services, resources): (Vec<_>, Vec<_>) = holding.into_iter().partition(is_service);
        self.resources = resources.into_iter().collect();
        Ok(services)
    }

    /// The texts of all shapes that stay, by id.
    fn closure(&self, roots: Vec<String>) -> Result<BTreeMap<&str, String>, Error> {
        // A statement for a member is found by the shape's id.
        let mut applied: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for id in self.shapes.keys() {
            if let Some((shape, _)) = id.split_once('$') {
                applied.entry(shape).or_default().push(id);
            }
        }
        let mut kept: BTreeMap<&str, String> = BTreeMap::new();
        let mut queue = roots;
        while let Some(id) = queue.pop() {
            let Some((id, text)) = self.shapes.get_key_value(&id) else {
                continue;
            };
            if kept.contains_key(id.as_str()) {
                continue;
            }
            let text = self.trim(text.get(), None)?;
            json::strings(&text, |string| {
                if self.shapes.contains_key(string) && !kept.contains_key(string) {
                    queue.push(string.to_owned());
                }
            });
            let statements = applied.remove(id.as_str()).into_iter().flatten();
            queue.extend(statements.map(str::to_owned));
            kept.insert(id, text);
        }
        let ids: BTreeSet<&str> = kept.keys().copied().collect();
        for (id, text) in &mut kept {
            // A service may rename what stays, and nothing else; a name in that list keeps nothing.
            if let Some(whole) = self.shapes.get(*id)
                && self.head(id)?.is_some_and(|head| head.kind == "service")
            {
                *text = self.trim(whole.get(), Some(&ids))?;
            }
        }
        Ok(kept)
    }

    /// A shape without what is left out; with `kept`, what a service renames of it.
    fn trim(&self, text: &str, kept: Option<&BTreeSet<&str>>) -> Result<String, Error> {
        let parts: Parts<'_> = json::read(self.path, text)?;
        let head: Head = json::read(self.path, text)?;
        let holds_operations = matches!(head.kind.as_str(), "service" | "resource");
        let mut trimmed = Vec::new();
        for (key, text) in &parts {
            let text = match key.as_str() {
                "traits" => {
                    let traits: Parts<'_> = json::read(self.path, text.get())?;
                    json::only(&traits, |id| !LEFT_OUT.contains(&id))
                }
                "rename" if holds_operations => {
                    let names: Parts<'_> = json::read(self.path, text.get())?;
                    kept.and_then(|kept| json::only(&names, |id| kept.contains(id)))
                }
                key if holds_operations && OPERATIONS.contains(&key) => {
                    self.references(text.get(), &self.chosen)?
                }
                "resources" if holds_operations => self.references(text.get(), &self.resources)?,
                key if head.kind == "resource" && LIFECYCLE.contains(&key) => {
                    let reference: Reference = json::read(self.path, text.get())?;
                    let stays = self.chosen.contains(&reference.target);
                    stays.then(|| text.get().to_owned())
                }
                _ => Some(text.get().to_owned()),
            };
            trimmed.extend(text.map(|text| (key, text)));
        }
        Ok(json::object(trimmed))
    }

    /// The references to these ids in a list, or `None` if there are none.
    fn references(&self, text: &str, ids: &BTreeSet<String>) -> Result<Option<String>, Error> {
        let all: Vec<&RawValue> = json::read(self.path, text)?;
        let mut kept = Vec::new();
        for text in all {
            let reference: Reference = json::read(self.path, text.get())?;
            if ids.contains(&reference.target) {
                kept.push(text.get());
            }
        }
        Ok((!kept.is_empty()).then(|| format!("[{}]", kept.join(","))))
    }
}
