//! A request to copy from: Rust that builds one with every member set. Read by: operation_page.

use std::cell::{Cell, RefCell};

use super::Module;
use super::names;
use super::types::{RustType, Types};
use crate::ir::{Kind, Member, Model, ShapeId};

/// How many members are spelled out before structures are left empty.
const MOST_MEMBERS: usize = 60;

/// Writes values of shapes as Rust expressions.
pub(super) struct Skeleton<'m> {
    model: &'m Model,
    types: &'m Types<'m>,
    written: Cell<usize>,
    /// The structures around the value being written: one of them inside itself is left empty.
    path: RefCell<Vec<ShapeId>>,
}

impl<'m> Skeleton<'m> {
    pub(super) fn new(model: &'m Model, types: &'m Types<'m>) -> Self {
        Self {
            model,
            types,
            written: Cell::new(0),
            path: RefCell::default(),
        }
    }

    /// The request type `ident`, which has the members of the structure `id`.
    pub(super) fn root(&self, ident: &str, id: Option<&ShapeId>) -> String {
        match id {
            Some(id) => self.structure(ident, id, 0),
            None => format!("{ident}::new()"),
        }
    }

    fn structure(&self, ident: &str, id: &ShapeId, indent: usize) -> String {
        let members = self.model.shape(id).kind.members();
        self.path.borrow_mut().push(id.clone());
        let required = |position: usize| self.types.is_required(id, position, &members[position]);
        let positions = || 0..members.len();
        let arguments: Vec<String> = positions()
            .filter(|position| required(*position))
            .map(|position| self.argument(&members[position], indent + 1))
            .collect();
        let mut out = format!("{ident}::new({})", arguments.join(", "));
        let fields = names::fields(members.iter().map(|member| member.name.as_str()));
        for position in positions().filter(|position| !required(*position)) {
            let value = self.argument(&members[position], indent + 1);
            out += &format!(
                "\n{}.{}({value})",
                "    ".repeat(indent + 1),
                names::setter(&fields[position])
            );
        }
        self.path.borrow_mut().pop();
        out
    }

    /// An argument of a constructor or setter: what can be converted is not converted by hand.
    fn argument(&self, member: &Member, indent: usize) -> String {
        self.written.set(self.written.get() + 1);
        match self.model.shape(&member.target).kind {
            Kind::String => "\"string\"".to_owned(),
            _ => self.value(&member.target, indent),
        }
    }

    /// A value of exactly the shape's type.
    fn value(&self, id: &ShapeId, indent: usize) -> String {
        let element = |member: &Member, sparse: bool| {
            let value = self.value(&member.target, indent);
            if sparse {
                format!("Some({value})")
            } else {
                value
            }
        };
        match &self.model.shape(id).kind {
            Kind::List {
                element: member,
                sparse,
            } => format!("vec![{}]", element(member, *sparse)),
            Kind::Map { key, value, sparse } => {
                let key = self.value(&key.target, indent);
                format!(
                    "std::collections::BTreeMap::from([({key}, {})])",
                    element(value, *sparse)
                )
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

    fn named(&self, id: &ShapeId, indent: usize) -> String {
        let name = self.types.name(id);
        let module = if name.module == Module::Errors {
            "errors"
        } else {
            "types"
        };
        let path = format!("{module}::{}", name.ident);
        let stop = self.path.borrow().contains(id) || self.written.get() >= MOST_MEMBERS;
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

    fn variant_value(&self, union: &ShapeId, member: &Member, indent: usize) -> String {
        self.path.borrow_mut().push(union.clone());
        let value = self.value(&member.target, indent);
        self.path.borrow_mut().pop();
        match self.types.member(union, 0, member) {
            RustType::Boxed(_) => format!("Box::new({value})"),
            _ => value,
        }
    }
}
