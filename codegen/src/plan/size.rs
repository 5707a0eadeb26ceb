//! How much code a model asks for, before any is made. Called by: planner.
//!
//! An estimate from above for models of AWS's: what is counted is what a small file can ask for many times, because
//! operations share structures, members share documentation, and types repeat the lists that they are made of.

use std::collections::BTreeMap;
use std::path::Path;

use super::types::DEEPEST_NESTING;
use crate::error::{Error, Problem, Problems, pointer};
use crate::ir::{Kind, Member, Model, Operation, Shape, ShapeId, Wire};
use crate::limits;

/// Bytes of an item, beside what the model puts into it: an operation with its types, a nested type, a field, a value.
const OPERATION: usize = 6_000;
const TYPE: usize = 1_500;
const FIELD: usize = 600;
const VALUE: usize = 150;
/// Of a step in a type and in a schema.
const STEP: usize = 60;
/// Of what starts a line of documentation: each is an attribute, which takes far more memory than its text.
const LINE: usize = 20;

/// Refuses operations whose code would be larger than [`limits::CODE`].
pub(super) fn check(model: &Model, file: &Path) -> Result<(), Error> {
    let docs = model.shapes.iter();
    let size = Size {
        model,
        docs: docs
            .map(|(id, shape)| (id, prose(shape.docs.as_deref())))
            .collect(),
    };
    let shapes: BTreeMap<&ShapeId, usize> = (model.shapes.iter())
        .map(|(id, shape)| (id, size.shape(shape)))
        .collect();
    check_types(&shapes, file)?;
    let of = |id: &ShapeId| shapes.get(id).copied().unwrap_or(0);
    let operations = (model.operations.iter()).map(|operation| size.operation(operation, of));
    let total = operations
        .chain(shapes.values().copied())
        .fold(0, usize::saturating_add);
    if total <= limits::CODE {
        return Ok(());
    }
    let message = format!(
        "about {} MiB of code would be generated, and {} MiB can be",
        mebibytes(total),
        mebibytes(limits::CODE)
    );
    let problem = Problem::usage(message).in_file(file);
    Err(problem.help("choose fewer operations").into())
}

fn check_types(shapes: &BTreeMap<&ShapeId, usize>, file: &Path) -> Result<(), Error> {
    let mut problems = Problems::default();
    for (id, &size) in shapes.iter().filter(|(_, size)| **size > limits::ITEM) {
        let message = format!(
            "about {} MiB of code would be generated for it, and {} MiB can be",
            mebibytes(size),
            mebibytes(limits::ITEM)
        );
        let problem = Problem::model(message).in_file(file);
        problems.push(
            problem
                .at(pointer(["shapes", id.as_str()]))
                .help("leave out the operations that reach it"),
        );
    }
    problems.finish()
}

fn mebibytes(bytes: usize) -> usize {
    bytes >> 20
}

struct Size<'m> {
    model: &'m Model,
    /// Of each shape's documentation: read once, however many share it.
    docs: BTreeMap<&'m ShapeId, usize>,
}

impl Size<'_> {
    fn docs(&self, id: &ShapeId) -> usize {
        self.docs.get(id).copied().unwrap_or(0)
    }

    fn operation(&self, operation: &Operation, of: impl Fn(&ShapeId) -> usize) -> usize {
        let parts = operation.input.iter().chain(&operation.output).map(of);
        let errors = operation
            .errors
            .iter()
            .map(|id| VALUE + 2 * self.docs(id) + id.as_str().len());
        let names = 20 * operation.name.len();
        let own = OPERATION + names + 2 * prose(operation.docs.as_deref());
        parts.chain(errors).fold(own, usize::saturating_add)
    }

    /// Of a shape that has a type of its own.
    fn shape(&self, shape: &Shape) -> usize {
        let own = self.docs(&shape.id) + 10 * shape.id.as_str().len();
        match &shape.kind {
            Kind::Structure(_) | Kind::Union(_) => {
                let members = shape
                    .kind
                    .members()
                    .iter()
                    .map(|member| self.member(member));
                members.fold(TYPE + own, usize::saturating_add)
            }
            Kind::Enum { values } => {
                let values = values.iter().map(|value| VALUE + 5 * value.len());
                values.fold(TYPE + own, usize::saturating_add)
            }
            _ => 0,
        }
    }

    fn member(&self, member: &Member) -> usize {
        let target = self.model.shape(&member.target);
        let docs = match &member.docs {
            Some(docs) => prose(Some(docs)),
            None => self.docs(&member.target),
        };
        let own = FIELD + docs + 5 * member.name.len() + wire(&member.wire);
        own + self.ty(target)
    }

    /// Of the type that a shape's values have, with the patterns and names on the wire inside it.
    fn ty(&self, shape: &Shape) -> usize {
        let mut inner = shape;
        let mut size = pattern(shape);
        for _ in 0..=DEEPEST_NESTING {
            let next = match &inner.kind {
                Kind::List { element, .. } => element,
                Kind::Map { key, value, .. } => {
                    size += wire(&key.wire) + pattern(self.model.shape(&key.target));
                    value
                }
                _ => break,
            };
            inner = self.model.shape(&next.target);
            size += STEP + wire(&next.wire) + pattern(inner);
        }
        size + 3 * inner.id.as_str().len()
    }
}

fn length(text: Option<&str>) -> usize {
    text.map_or(0, str::len)
}

/// Of documentation, in which every tag and every line break may start a line.
fn prose(html: Option<&str>) -> usize {
    let starts = html.map_or(0, |html| html.matches(['<', '\n']).count());
    length(html) + LINE * starts
}

fn pattern(shape: &Shape) -> usize {
    length(shape.limits.pattern.as_deref())
}

fn wire(wire: &Wire) -> usize {
    let namespace = wire.xml_namespace.as_ref();
    let namespace = namespace.map_or(0, |namespace| namespace.prefix.len() + namespace.uri.len());
    length(wire.name.as_deref()) + length(wire.query_name.as_deref()) + namespace
}
