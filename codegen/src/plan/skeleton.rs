//! A request to copy from: Rust that builds one with every member set. Read by: operation_page.

use std::collections::BTreeSet;

use super::names;
use super::types::{Role, RustType, Types};
use crate::ir::{Kind, Member, Model, ShapeId};

/// How many members are spelled out before structures and unions are left empty.
const MOST_MEMBERS: usize = 60;

/// How many members the structures around a value have in all before those in it are left empty: each of them is
/// written to its end, so that this bounds the request's length.
const MOST_OPEN: usize = 1_200;

/// Calls in a chain that is longer have lines of their own, as rustfmt lays them out.
const LONGEST_CHAIN: usize = 60;

/// Writes values of shapes as Rust expressions.
pub(super) struct Skeleton<'m> {
    model: &'m Model,
    types: &'m Types<'m>,
    written: usize,
    /// The structures and unions that are spelled out: each is once, which also ends the recursion.
    spelled: BTreeSet<&'m ShapeId>,
    /// How many members the structures around the value being written have.
    open: usize,
}

impl<'m> Skeleton<'m> {
    pub(super) fn new(model: &'m Model, types: &'m Types<'m>) -> Self {
        Self {
            model,
            types,
            written: 0,
            spelled: BTreeSet::new(),
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
        let (mut arguments, mut setters) = (Vec::new(), Vec::new());
        self.spelled.insert(id);
        self.open += members.len();
        for (position, (member, name)) in members.iter().zip(types.fields(id)).enumerate() {
            if types.is_required(id, position, member) {
                arguments.push(self.argument(member, indent + 1));
            } else {
                let value = match self.model.shape(&member.target).kind {
                    // These have brackets of their own.
                    Kind::List { .. } | Kind::Map { .. } => self.argument(member, indent + 1),
                    _ => {
                        let value = self.argument(member, indent + 2);
                        bracketed("", &[value], "", indent + 1)
                    }
                };
                setters.push(format!(".{}({value})", name.setter));
            }
        }
        self.open -= members.len();
        let arguments = bracketed("", &arguments, "", indent);
        let chain = format!("{ident}::new({arguments}){}", setters.concat());
        if chain.len() <= LONGEST_CHAIN && !chain.contains('\n') {
            return chain;
        }
        let margin = format!("\n{}", "    ".repeat(indent + 1));
        let setters: String = setters
            .iter()
            .flat_map(|setter| [&margin, setter])
            .cloned()
            .collect();
        format!("{ident}::new({arguments}){setters}")
    }

    /// An argument of a constructor or setter: what can be converted is not converted by hand.
    fn argument(&mut self, member: &'m Member, indent: usize) -> String {
        self.written += 1;
        match &self.model.shape(&member.target).kind {
            Kind::String => "\"string\"".to_owned(),
            target if target.is_event_stream() => {
                let event = self.value(&member.target, indent + 1);
                bracketed("tinsmith::EventInput::from_iter([", &[event], "])", indent)
            }
            target if member.is_body(target) => "tinsmith::Body::from(\"bytes\")".to_owned(),
            _ => self.value(&member.target, indent),
        }
    }

    /// A value of exactly the shape's type.
    fn value(&mut self, id: &'m ShapeId, indent: usize) -> String {
        let model = self.model;
        match &model.shape(id).kind {
            Kind::List { element, sparse } => {
                let element = self.element(element, *sparse, indent + 1);
                bracketed("vec![", &[element], "]", indent)
            }
            Kind::Map { key, value, sparse } => {
                let key = self.value(&key.target, indent + 1);
                let value = self.element(value, *sparse, indent + 1);
                bracketed(
                    "std::collections::BTreeMap::from([(",
                    &[key, value],
                    ")])",
                    indent,
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
            || self.open + members > MOST_OPEN
            || self.spelled.contains(&id);
        match &self.model.shape(id).kind {
            Kind::Enum { values } => match values.iter().find(|value| is_named(value)) {
                Some(value) => format!("{path}::{}", names::variant_ident(value)),
                None => format!("{path}::from(\"value\")"),
            },
            _ if stop => format!("{path}::default()"),
            Kind::Union(union) => {
                let is_event = |member: &&Member| {
                    !union.event_stream || !self.model.shape(&member.target).kind.is_exception()
                };
                let mut members = union.members.iter().filter(is_event);
                match members.find(|member| is_named(&member.name)) {
                    Some(member) => {
                        let value = self.variant_value(id, member, indent);
                        format!("{path}::{}({value})", names::variant_ident(&member.name))
                    }
                    None => format!("{path}::default()"),
                }
            }
            _ => self.structure(&path, id, indent),
        }
    }

    fn variant_value(&mut self, union: &'m ShapeId, member: &'m Member, indent: usize) -> String {
        self.written += 1;
        self.spelled.insert(union);
        let value = self.value(&member.target, indent);
        match self.types.member(union, 0, member, Role::Nested) {
            RustType::Boxed(_) => format!("Box::new({value})"),
            _ => value,
        }
    }
}

/// Whether a variant is called as its name says: the one for what is unknown has taken a name.
fn is_named(name: &str) -> bool {
    names::variant_ident(name) != "Unknown"
}

/// Values between brackets: in one line if each is, else each in lines of its own, as rustfmt does.
fn bracketed(open: &str, values: &[String], close: &str, indent: usize) -> String {
    if !values.iter().any(|value| value.contains('\n')) {
        return format!("{open}{}{close}", values.join(", "));
    }
    let margin = "    ".repeat(indent);
    let lines: String = values
        .iter()
        .map(|value| format!("\n{margin}    {value},"))
        .collect();
    format!("{open}{lines}\n{margin}{close}")
}
