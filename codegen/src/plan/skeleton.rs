//! A request to copy from: Rust that builds one with every member set. Read by: operation_page.

use super::names;
use super::types::{RustType, Types};
use crate::ir::{Kind, Member, Model, ShapeId};

/// How many members are spelled out before structures and unions are left empty: this also ends the recursion.
const MOST_MEMBERS: usize = 60;

/// How many members the structures around a value have in all before those in it are left empty: each of them is
/// written to its end, so that this bounds the request's length.
const MOST_OPEN: usize = 1_200;

/// How deep structures are spelled out.
const DEEPEST: usize = 24;

/// Writes values of shapes as Rust expressions.
pub(super) struct Skeleton<'m> {
    model: &'m Model,
    types: &'m Types<'m>,
    written: usize,
    /// The structures around the value being written: one of them inside itself is left empty.
    path: Vec<&'m ShapeId>,
    /// How many members those have.
    open: usize,
}

impl<'m> Skeleton<'m> {
    pub(super) fn new(model: &'m Model, types: &'m Types<'m>) -> Self {
        Self {
            model,
            types,
            written: 0,
            path: Vec::new(),
            open: 0,
        }
    }

    /// The request type `ident`, which has the members of the structure `id`.
    pub(super) fn root(mut self, ident: &str, id: Option<&'m ShapeId>) -> String {
        match id {
            Some(id) => self.structure(ident, id, 0),
            None => format!("{ident}::new()"),
        }
    }

    fn structure(&mut self, ident: &str, id: &'m ShapeId, indent: usize) -> String {
        let (types, members) = (self.types, self.model.shape(id).kind.members());
        let (mut arguments, mut setters) = (Vec::new(), String::new());
        self.path.push(id);
        self.open += members.len();
        for (position, (member, name)) in members.iter().zip(types.fields(id)).enumerate() {
            let value = self.argument(member, indent + 1);
            if types.is_required(id, position, member) {
                arguments.push(value);
            } else {
                let margin = "    ".repeat(indent + 1);
                setters += &format!("\n{margin}.{}({value})", name.setter);
            }
        }
        self.path.pop();
        self.open -= members.len();
        format!("{ident}::new({}){setters}", arguments.join(", "))
    }

    /// An argument of a constructor or setter: what can be converted is not converted by hand.
    fn argument(&mut self, member: &'m Member, indent: usize) -> String {
        self.written += 1;
        match self.model.shape(&member.target).kind {
            Kind::String => "\"string\"".to_owned(),
            _ => self.value(&member.target, indent),
        }
    }

    /// A value of exactly the shape's type.
    fn value(&mut self, id: &'m ShapeId, indent: usize) -> String {
        let model = self.model;
        match &model.shape(id).kind {
            Kind::List { element, sparse } => {
                format!("vec![{}]", self.element(element, *sparse, indent))
            }
            Kind::Map { key, value, sparse } => {
                let key = self.value(&key.target, indent);
                let value = self.element(value, *sparse, indent);
                format!("std::collections::BTreeMap::from([({key}, {value})])")
            }
            Kind::String => "\"string\".to_owned()".to_owned(),
            Kind::Boolean => "true".to_owned(),
            Kind::Integer | Kind::Long => "123".to_owned(),
            Kind::Float | Kind::Double => "1.5".to_owned(),
            Kind::Timestamp => {
                "\"2015-01-01T00:00:00Z\".parse::<tinsmith::Timestamp>()?".to_owned()
            }
            Kind::Blob => "tinsmith::Bytes::from_static(b\"bytes\")".to_owned(),
            Kind::Document => "tinsmith::Document::from(\"string\")".to_owned(),
            Kind::Structure(_) | Kind::Union(_) | Kind::Enum { .. } => self.named(id, indent),
        }
    }

    fn element(&mut self, member: &'m Member, sparse: bool, indent: usize) -> String {
        let value = self.value(&member.target, indent);
        if sparse {
            format!("Some({value})")
        } else {
            value
        }
    }

    fn named(&mut self, id: &'m ShapeId, indent: usize) -> String {
        let path = self.types.name(id).path();
        let members = self.model.shape(id).kind.members().len();
        let stop = self.written >= MOST_MEMBERS
            || self.path.len() >= DEEPEST
            || self.open + members > MOST_OPEN
            || self.path.contains(&id);
        match &self.model.shape(id).kind {
            Kind::Enum { values } => match values.first() {
                Some(value) => format!("{path}::{}", names::variant_ident(value)),
                None => format!("{path}::from(\"value\")"),
            },
            _ if stop => format!("{path}::default()"),
            Kind::Union(union) => match union.members.first() {
                Some(member) => {
                    let value = self.variant_value(id, member, indent);
                    format!("{path}::{}({value})", names::variant_ident(&member.name))
                }
                None => format!("{path}::default()"),
            },
            _ => self.structure(&path, id, indent),
        }
    }

    fn variant_value(&mut self, union: &'m ShapeId, member: &'m Member, indent: usize) -> String {
        self.written += 1;
        self.path.push(union);
        let value = self.value(&member.target, indent);
        self.path.pop();
        match self.types.member(union, 0, member) {
            RustType::Boxed(_) => format!("Box::new({value})"),
            _ => value,
        }
    }
}
