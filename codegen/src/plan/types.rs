//! From shapes to Rust types: what is optional, boxed, comparable and redacted. Read by: planner, schema, emit.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Module;
use super::layout::Large;
use super::names::{self, FieldName};
use crate::error::{Error, Problem, Problems};
use crate::ir::{Edge, Kind, Member, Model, Shape, ShapeId, direct_cycles};

/// Lists and maps inside each other become one Rust type, which must end; nobody reads one this deep.
pub(super) const DEEPEST_NESTING: usize = 32;

/// A type in emitted code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RustType {
    Boolean,
    Integer,
    Long,
    Float,
    Double,
    String,
    Blob,
    /// A blob that is a body of its own.
    Body,
    Timestamp,
    Document,
    List(Box<RustType>),
    Map(Box<RustType>, Box<RustType>),
    Option(Box<RustType>),
    Boxed(Box<RustType>),
    Named(TypeName),
    /// Events of this type that a request sends.
    EventInput(TypeName),
    /// Events of this type that a response brings.
    EventStream(TypeName),
}

/// What a structure is there for, where that makes a difference to its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Request,
    Response,
    Nested,
}

impl RustType {
    /// Whether a setter takes what converts into the type. All do but `f32`, of which a literal would be an `f64`.
    pub(crate) fn converts(&self) -> bool {
        *self != Self::Float
    }

    /// Whether a value is copied where others are cloned.
    pub(crate) fn is_copy(&self) -> bool {
        matches!(
            self,
            Self::Boolean
                | Self::Integer
                | Self::Long
                | Self::Float
                | Self::Double
                | Self::Timestamp
        )
    }
}

/// A type that the file itself defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypeName {
    pub(crate) module: Module,
    pub(crate) ident: String,
}

impl TypeName {
    /// How documentation at the root names it.
    pub(super) fn path(&self) -> String {
        match self.module {
            Module::Root => self.ident.clone(),
            Module::Types => format!("types::{}", self.ident),
            Module::Errors => format!("errors::{}", self.ident),
        }
    }
}

/// The names of a model's nested types.
pub(super) struct Names {
    pub(super) types: BTreeMap<ShapeId, TypeName>,
    /// Of the errors among the events of responses, by the stream.
    pub(super) event_errors: BTreeMap<ShapeId, String>,
}

/// The policy, applied to one model.
pub(super) struct Types<'m> {
    model: &'m Model,
    names: BTreeMap<ShapeId, TypeName>,
    /// What the errors among the events of a response are called, by the stream.
    event_errors: BTreeMap<ShapeId, String>,
    /// Of each structure, in the order of its members.
    fields: BTreeMap<&'m ShapeId, Vec<FieldName>>,
    /// Members that would make a type of infinite size.
    cycles: BTreeSet<Edge>,
    large: Large,
    /// Shapes that hold a float, a document or a stream somewhere.
    incomparable: BTreeSet<ShapeId>,
}

impl<'m> Types<'m> {
    /// Decides for a model whose nested types have these names, and whose collections are checked.
    pub(super) fn new(model: &'m Model, names: Names) -> Self {
        let Names {
            types: names,
            event_errors,
        } = names;
        let cycles = direct_cycles(model);
        Self {
            model,
            names,
            event_errors,
            fields: fields(model),
            large: Large::new(model, &cycles),
            cycles,
            incomparable: incomparable(model),
        }
    }

    /// The name of a nested structure, union, enum or exception.
    pub(super) fn name(&self, id: &ShapeId) -> &TypeName {
        self.names
            .get(id)
            .expect("the planner names every nested shape before it asks for one")
    }

    /// The name of a shape, if it is nested somewhere and has one.
    pub(super) fn nested(&self, id: &ShapeId) -> Option<&TypeName> {
        self.names.get(id)
    }

    /// What the errors among the events of a stream are called, if some response brings these events.
    pub(super) fn event_error(&self, stream: &ShapeId) -> Option<&str> {
        self.event_errors.get(stream).map(String::as_str)
    }

    /// The names of a structure's fields, in the order of its members.
    pub(super) fn fields(&self, id: &ShapeId) -> &[FieldName] {
        self.fields.get(id).map_or(&[], Vec::as_slice)
    }

    /// The type of a shape's values.
    pub(super) fn of(&self, id: &ShapeId) -> RustType {
        match &self.model.shape(id).kind {
            Kind::Structure(_) | Kind::Union(_) | Kind::Enum { .. } => {
                RustType::Named(self.name(id).clone())
            }
            Kind::List { element, sparse } => RustType::List(self.element(element, *sparse)),
            Kind::Map { key, value, sparse } => {
                RustType::Map(Box::new(self.of(&key.target)), self.element(value, *sparse))
            }
            Kind::String => RustType::String,
            Kind::Boolean => RustType::Boolean,
            Kind::Integer => RustType::Integer,
            Kind::Long => RustType::Long,
            Kind::Float => RustType::Float,
            Kind::Double => RustType::Double,
            Kind::Timestamp => RustType::Timestamp,
            Kind::Blob => RustType::Blob,
            Kind::Document => RustType::Document,
        }
    }

    fn element(&self, member: &Member, sparse: bool) -> Box<RustType> {
        let ty = self.of(&member.target);
        Box::new(if sparse {
            RustType::Option(Box::new(ty))
        } else {
            ty
        })
    }

    /// The type of the member at this position of a structure or union, without the `Option` around it.
    pub(super) fn member(
        &self,
        owner: &ShapeId,
        position: usize,
        member: &Member,
        role: Role,
    ) -> RustType {
        let target = &self.model.shape(&member.target).kind;
        if member.is_body(target) {
            return RustType::Body;
        }
        match role {
            Role::Request if target.is_event_stream() => {
                return RustType::EventInput(self.name(&member.target).clone());
            }
            Role::Response if target.is_event_stream() => {
                return RustType::EventStream(self.name(&member.target).clone());
            }
            _ => {}
        }
        let edge = (owner.clone(), position);
        let ty = self.of(&member.target);
        if self.cycles.contains(&edge) || self.large.has(&edge) {
            RustType::Boxed(Box::new(ty))
        } else {
            ty
        }
    }

    /// Whether an operation's error holds an exception in a box.
    pub(super) fn is_boxed_exception(&self, id: &ShapeId) -> bool {
        self.large.has_exception(id)
    }

    /// Whether a structure's field is `T` and not `Option<T>`.
    ///
    /// Not a required token, which is filled in when absent; and not a required member that holds the structure
    /// itself, because its empty value would have no end.
    pub(super) fn is_required(&self, owner: &ShapeId, position: usize, member: &Member) -> bool {
        let in_cycle = || self.cycles.contains(&(owner.clone(), position));
        member.required && !member.idempotency_token && !in_cycle()
    }

    /// Whether values can be compared fully and hashed.
    pub(super) fn is_eq(&self, id: &ShapeId) -> bool {
        !self.incomparable.contains(id)
    }

    /// Whether the type of a shape's values names something deprecated.
    pub(super) fn is_deprecated(&self, id: &ShapeId) -> bool {
        let shape = self.model.shape(id);
        match &shape.kind {
            Kind::List { element, .. } => self.is_deprecated(&element.target),
            Kind::Map { key, value, .. } => {
                self.is_deprecated(&key.target) || self.is_deprecated(&value.target)
            }
            // Simple shapes have no name in Rust that could be deprecated.
            _ => shape.deprecated.is_some() && self.names.contains_key(id),
        }
    }

    /// Whether `Debug` must not show the member's value: it is sensitive, or a list or map of what is.
    pub(super) fn is_redacted(&self, member: &Member) -> bool {
        let target = self.model.shape(&member.target);
        member.sensitive
            || target.sensitive
            || match &target.kind {
                Kind::List { element, .. } => self.is_redacted(element),
                Kind::Map { key, value, .. } => self.is_redacted(key) || self.is_redacted(value),
                _ => false,
            }
    }
}

fn fields(model: &Model) -> BTreeMap<&ShapeId, Vec<FieldName>> {
    let of = |shape: &Shape| match &shape.kind {
        Kind::Structure(structure) => {
            let members = structure.members.iter();
            Some(names::fields(members.map(|member| member.name.as_str())))
        }
        _ => None,
    };
    let shapes = model.shapes.iter();
    shapes
        .filter_map(|(id, shape)| Some((id, of(shape)?)))
        .collect()
}

/// Shapes that hold a float, a document or a stream, at any depth.
fn incomparable(model: &Model) -> BTreeSet<ShapeId> {
    let mut users: BTreeMap<&ShapeId, Vec<&ShapeId>> = BTreeMap::new();
    for (id, shape) in &model.shapes {
        for member in shape.kind.all_members() {
            users.entry(&member.target).or_default().push(id);
        }
    }
    let is_stream = |member: &Member| {
        let target = &model.shape(&member.target).kind;
        member.is_body(target) || target.is_event_stream()
    };
    let itself = |shape: &&Shape| match &shape.kind {
        Kind::Float | Kind::Double | Kind::Document => true,
        kind => kind.members().iter().any(is_stream),
    };
    let mut queue: Vec<&ShapeId> = model
        .shapes
        .values()
        .filter(itself)
        .map(|shape| &shape.id)
        .collect();
    let mut found = BTreeSet::new();
    while let Some(id) = queue.pop() {
        if found.insert(id.clone()) {
            queue.extend(users.get(id).into_iter().flatten());
        }
    }
    found
}

/// Lists and maps must end at something that has a name or is simple, and maps must have strings as keys.
pub(super) fn check_collections(model: &Model, file: &Path) -> Result<(), Error> {
    let mut problems = Problems::default();
    let problem = |shape: &Shape, message: String| {
        Problem::model(message)
            .in_file(file)
            .at(model.pointer_to_shape(&shape.id))
    };
    for shape in model.shapes.values() {
        let key = match &shape.kind {
            Kind::Map { key, .. } => Some(&key.target),
            _ => None,
        };
        let is_string =
            |id: &&ShapeId| matches!(model.shape(id).kind, Kind::String | Kind::Enum { .. });
        if let Some(key) = key.filter(|key| !is_string(key)) {
            problems.push(problem(
                shape,
                format!("the keys of a map must be strings, and `{key}` is not one"),
            ));
        }
        let mut inner = shape;
        let mut depth = 0;
        while let Kind::List { element: next, .. } | Kind::Map { value: next, .. } = &inner.kind {
            inner = model.shape(&next.target);
            depth += 1;
            if depth > DEEPEST_NESTING {
                let message = format!(
                    "lists and maps in it nest more than {DEEPEST_NESTING} deep, or without end"
                );
                problems.push(problem(shape, message));
                break;
            }
        }
    }
    problems.finish()
}
