//! Smithy's JSON AST, lowered to the IR. Called by: pipeline.
//!
//! [`index`] finds the shapes, [`reader`] gives one with its mixins worked in, [`service`] says what operations there are,
//! [`lowering`] follows them and [`shapes`] lowers what they reach. Where the two formats can say the same, the
//! IR is the same.

mod index;
mod lowering;
mod names;
mod raw;
mod reader;
mod service;
mod shapes;
mod traits;

use std::collections::{BTreeMap, BTreeSet};

use super::parse::{from_part, from_text, problem_at, problem_in};
use crate::error::{Error, Problem, Problems, pointer, some_of};
use crate::ir::Model;
use crate::load::Source;
use index::Index;
use lowering::Lowering;
use names::Names;
use reader::{Flat, Reader};
use service::Bindings;

/// A model of which only the service and the names of its operations have been looked at.
pub(crate) struct Smithy<'a> {
    source: &'a Source,
    index: Index<'a>,
    /// The id of the service's shape.
    id: String,
    service: Flat<'a>,
    bindings: Bindings,
    names: Names,
    /// The ids of all operations, by their names.
    operations: BTreeMap<String, String>,
}

impl<'a> Smithy<'a> {
    /// Indexes a model, and reads its service.
    pub(crate) fn open(source: &'a Source) -> Result<Self, Error> {
        let document = from_text::<raw::Document<'a>>(source)?;
        let version: String = from_part(source, document.smithy)?;
        if !["1", "2"].contains(&version.split('.').next().unwrap_or_default()) {
            let message = format!("version {version:?} of Smithy is not known");
            let problem = problem_in(source, document.smithy, message);
            return Err(problem.help("versions 1 and 2 are").into());
        }
        let index = Index::new(document.shapes);
        let id = only_service(source, &index)?;
        let mut reader = Reader::new(source, &index);
        let service = reader.flat(&id).unwrap_or_default();
        renamed_apart(source, &id, &service)?;
        let names = Names::new(&index, &id, &service.rename);
        let operations = service::operations(&mut reader, &index, &names, &service);
        reader.problems.finish()?;
        Ok(Self {
            source,
            id,
            bindings: Bindings::new(&service.traits),
            service,
            names,
            operations,
            index,
        })
    }

    /// The names of all operations, sorted.
    pub(crate) fn operation_names(&self) -> Vec<&str> {
        self.operations.keys().map(String::as_str).collect()
    }

    /// Lowers these operations and all that they reach.
    pub(crate) fn lower(&self, operations: &[&str]) -> Result<Model, Error> {
        Lowering::new(self).run(operations)
    }
}

/// Fails if a service gives two shapes one name: they would become one.
fn renamed_apart(source: &Source, service: &str, flat: &Flat<'_>) -> Result<(), Error> {
    let mut problems = Problems::default();
    let mut names = BTreeSet::new();
    for (id, name) in &flat.rename {
        if !names.insert(name) {
            let at = pointer(["shapes", service, "rename", id]);
            let message = format!("another shape is renamed to `{name}` too");
            problems.push(problem_at(source, &at, message));
        }
    }
    problems.finish()
}

/// The id of the service that the model is of.
fn only_service(source: &Source, index: &Index<'_>) -> Result<String, Error> {
    let mut services = index.services().iter();
    let problem = match (services.next(), services.next()) {
        (Some(only), None) => return Ok(only.clone()),
        (None, _) => Problem::model("the model has no service")
            .help("give the file that has the shape of type `service`; models in several files must be joined first"),
        _ => {
            let services: Vec<_> = index.services().iter().cloned().collect();
            let message = format!("the model has several services: {}", some_of(&services));
            Problem::model(message).help("keep one of them, and what it reaches, in a file of its own")
        }
    };
    Err(problem.in_file(&source.path).at("/shapes").into())
}
