//! A model in botocore's format, cut: the model, its paginators, waiters and examples, and their extras. Read by: `vendor`.
//!
//! Everything stays that is not an operation or a shape, or of one. The endpoint rule set beside a model is left behind.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::json::{self, Parts};
use crate::error::Error;
use crate::load::{Input, Located, Source};

/// The files of the cut, by their names.
type Files = Vec<(String, String)>;

pub(super) fn cut(
    located: &Located,
    input: &Input,
    operations: &BTreeSet<&str>,
) -> Result<Files, Error> {
    let mut files = Files::new();
    let reached = model(input, operations, &mut files)?;
    if let Some(extras) = &input.model_extras {
        let text = extras_of(
            extras,
            &[("operations", operations), ("shapes", &borrowed(&reached))],
        )?;
        add(&mut files, "service-2.sdk-extras.json", text);
    }
    let extras = match &input.paginators_extras {
        Some(extras) => extras_of(extras, &[("pagination", operations)])?,
        None => None,
    };
    if let Some(paginators) = &input.paginators {
        let mut text = keyed(paginators, "pagination", |name, _| {
            Ok(operations.contains(name))
        })?;
        if text.is_none() && extras.is_some() {
            // Extras count beside a file only.
            let parts = json::file(paginators)?;
            text = Some(json::with(&parts, "pagination", "{}"));
        }
        add(&mut files, "paginators-1.json", text);
    }
    add(&mut files, "paginators-1.sdk-extras.json", extras);
    if let Some(waiters) = located.beside("waiters-2")? {
        let text = keyed(&waiters, "waiters", |_, text| {
            let waiter: Waiter = json::read(&waiters.path, text)?;
            Ok(operations.contains(waiter.operation.as_str()))
        })?;
        add(&mut files, "waiters-2.json", text);
    }
    if let Some(examples) = located.beside("examples-1")? {
        let text = keyed(&examples, "examples", |name, _| {
            Ok(operations.contains(name))
        })?;
        add(&mut files, "examples-1.json", text);
    }
    Ok(files)
}

fn add(files: &mut Files, name: &str, text: Option<String>) {
    if let Some(text) = text {
        files.push((name.to_owned(), json::pretty(&text)));
    }
}

fn borrowed(names: &BTreeSet<String>) -> BTreeSet<&str> {
    names.iter().map(String::as_str).collect()
}

/// Adds the model itself, and tells which shapes the operations reach.
fn model(
    input: &Input,
    operations: &BTreeSet<&str>,
    files: &mut Files,
) -> Result<BTreeSet<String>, Error> {
    let path = &input.model.path;
    let parts = json::file(&input.model)?;
    let merge = match &input.model_extras {
        Some(extras) => json::section(&extras.path, &json::file(extras)?, "merge")?,
        None => Parts::new(),
    };
    let all_operations = json::section(path, &parts, "operations")?;
    let all_shapes = json::section(path, &parts, "shapes")?;
    let extra_operations = json::section(path, &merge, "operations")?;
    let extra_shapes = json::section(path, &merge, "shapes")?;

    let mut queue = Vec::new();
    for part in [&all_operations, &extra_operations] {
        for name in operations {
            if let Some(text) = part.get(*name) {
                queue.extend(json::read::<Operation>(path, text.get())?.references());
            }
        }
    }
    let mut reached = BTreeSet::new();
    while let Some(name) = queue.pop() {
        // What extras change of a shape may refer to more than the shape does. A name that is not defined is left alone.
        for part in [&all_shapes, &extra_shapes] {
            if let (Some(text), false) = (part.get(&name), reached.contains(&name)) {
                queue.extend(json::read::<Shape>(path, text.get())?.references());
            }
        }
        reached.insert(name);
    }

    let cut = parts.iter().map(|(key, text)| {
        let kept = match key.as_str() {
            "operations" => json::only(&all_operations, |name| operations.contains(name)),
            "shapes" => json::only(&all_shapes, |name| reached.contains(name)),
            // Of operations, as in the file beside the model.
            "examples" => Some("{}".to_owned()),
            _ => return (key, text.get().to_owned()),
        };
        (key, kept.unwrap_or_else(|| "{}".to_owned()))
    });
    add(files, "service-2.json", Some(json::object(cut)));
    Ok(reached)
}

/// A file of which one object is cut down; `None` if nothing of it is left.
fn keyed(
    source: &Source,
    key: &str,
    wanted: impl Fn(&str, &str) -> Result<bool, Error>,
) -> Result<Option<String>, Error> {
    let parts = json::file(source)?;
    let all = json::section(&source.path, &parts, key)?;
    let mut kept = BTreeSet::new();
    for (name, text) in &all {
        if wanted(name, text.get())? {
            kept.insert(name.as_str());
        }
    }
    let text = json::only(&all, |name| kept.contains(name));
    Ok(text.map(|text| json::with(&parts, key, &text)))
}

/// Extras of which some objects are cut down to names, and all else stays; `None` if nothing is left.
fn extras_of(
    source: &Source,
    sections: &[(&str, &BTreeSet<&str>)],
) -> Result<Option<String>, Error> {
    let parts = json::file(source)?;
    let merge = json::section(&source.path, &parts, "merge")?;
    let mut kept = Vec::new();
    for (key, text) in &merge {
        match sections.iter().find(|(section, _)| section == key) {
            Some((_, names)) => {
                let all = json::section(&source.path, &merge, key)?;
                let text = json::only(&all, |name| names.contains(name));
                kept.extend(text.map(|text| (key, text)));
            }
            None => kept.push((key, text.get().to_owned())),
        }
    }
    let is_empty = kept.is_empty();
    Ok((!is_empty).then(|| json::with(&parts, "merge", &json::object(kept))))
}

#[derive(Deserialize)]
struct Operation {
    input: Option<Reference>,
    output: Option<Reference>,
    #[serde(default)]
    errors: Vec<Reference>,
}

#[derive(Deserialize)]
struct Shape {
    #[serde(default)]
    members: BTreeMap<String, Reference>,
    member: Option<Reference>,
    key: Option<Reference>,
    value: Option<Reference>,
}

/// A reference, which extras may change without naming its shape.
#[derive(Deserialize)]
struct Reference {
    shape: Option<String>,
}

#[derive(Deserialize)]
struct Waiter {
    #[serde(default)]
    operation: String,
}

impl Operation {
    fn references(self) -> impl Iterator<Item = String> {
        let all = self.input.into_iter().chain(self.output);
        all.chain(self.errors).filter_map(|part| part.shape)
    }
}

impl Shape {
    fn references(self) -> impl Iterator<Item = String> {
        let parts = [self.member, self.key, self.value].into_iter().flatten();
        let members = self.members.into_values();
        members.chain(parts).filter_map(|part| part.shape)
    }
}
