//! Plans structures, unions, enums and exceptions. Called by: planner, operations.

use super::names::{self, Scope};
use super::planner::Planner;
use super::types::{Role, TypeName};
use super::{
    EnumPlan, EnumValue, ErrorPlan, ErrorVariant, ExceptionPlan, FieldPlan, Module, Plan, RustType,
    StructurePlan, TypePlan, UnionPlan, VariantPlan, documentation, schema,
};
use crate::ir::{Kind, Member, Shape, ShapeId, Union};
use crate::options::Emit;

/// The variant for what the model does not list, in enums, whose traits the runtime writes, and in unions.
const UNKNOWN: &str = "Unknown";

impl Planner<'_> {
    /// Whether the code for a structure or union names something deprecated: itself, a member, or a member's type.
    fn uses_deprecated(&self, shape: &Shape) -> bool {
        let member_is = |member: &Member| {
            member.deprecated.is_some() || self.types.is_deprecated(&member.target)
        };
        shape.deprecated.is_some() || shape.kind.members().iter().any(member_is)
    }

    /// A request or response: a type of its own for each operation, also where operations share a shape or have none.
    pub(super) fn root_structure(
        &self,
        id: Option<&ShapeId>,
        ident: String,
        role: Role,
        operation: &str,
    ) -> StructurePlan {
        let what = if role == Role::Request {
            "request"
        } else {
            "response"
        };
        let words = id.and_then(|id| self.model.shape(id).docs.as_deref());
        let marker = if self.emit >= Emit::Operations {
            format!("[`{operation}`]")
        } else {
            documentation::code(operation)
        };
        let docs = documentation::lines(words, || format!("The {what} of {marker}."));
        match id {
            // A shape's deprecation would set off the compiler's warning in all that belongs to the operation, even where
            // that is deprecated itself: it is the operation's to say so.
            Some(id) => StructurePlan {
                deprecated: None,
                ..self.structure(id, ident, Module::Root, role, docs)
            },
            None => StructurePlan {
                schema: schema::schema(self.model, &ident, false, &[]),
                ident,
                docs,
                deprecated: None,
                eq: true,
                fields: Vec::new(),
                exception: None,
                uses_deprecated: false,
            },
        }
    }

    fn structure(
        &self,
        id: &ShapeId,
        ident: String,
        module: Module,
        role: Role,
        docs: Vec<String>,
    ) -> StructurePlan {
        let shape = self.model.shape(id);
        let members = shape.kind.members();
        let names = self.types.fields(id);
        let fields: Vec<FieldPlan> = (members.iter().zip(names).enumerate())
            .map(|(position, (member, name))| FieldPlan {
                ident: name.ident.clone(),
                setter: name.setter.clone(),
                setter_lint: names::setter_lint(&name.setter),
                docs: documentation::member(self.model, member),
                deprecated: documentation::deprecation(member.deprecated.as_ref()),
                ty: self.types.member(id, position, member, role),
                required: self.types.is_required(id, position, member),
                redacted: shape.sensitive || self.types.is_redacted(member),
            })
            .collect();
        let is_error = module == Module::Errors;
        StructurePlan {
            uses_deprecated: self.uses_deprecated(shape),
            exception: is_error.then(|| ExceptionPlan {
                code: self.code(id),
                message: message_field(members, &fields),
            }),
            ident,
            docs,
            deprecated: documentation::deprecation(shape.deprecated.as_ref()),
            eq: self.types.is_eq(id),
            fields,
            schema: schema::schema(self.model, id.as_str(), false, members),
        }
    }

    /// The items of the modules `types` and `errors`, in the order of their shapes' names.
    pub(super) fn nested(&self, plan: &mut Plan) {
        for (id, shape) in &self.model.shapes {
            let Some(TypeName { module, ident }) = self.types.nested(id).cloned() else {
                continue;
            };
            let docs = documentation::lines(shape.docs.as_deref(), || {
                format!("The shape {}.", documentation::code(id.as_str()))
            });
            match &shape.kind {
                Kind::Structure(_) if module == Module::Errors => {
                    let role = Role::Nested;
                    plan.errors
                        .push(self.structure(id, ident, module, role, docs));
                }
                Kind::Structure(_) => {
                    let structure = self.structure(id, ident, module, Role::Nested, docs);
                    plan.types.push(TypePlan::Structure(structure));
                }
                Kind::Union(union) => plan
                    .types
                    .push(TypePlan::Union(self.union(id, union, ident, docs))),
                Kind::Enum { values } => plan
                    .types
                    .push(TypePlan::Enum(enumeration(shape, values, ident, docs))),
                _ => {}
            }
        }
    }

    fn union(&self, id: &ShapeId, union: &Union, ident: String, docs: Vec<String>) -> UnionPlan {
        let shape = self.model.shape(id);
        let mut scope = Scope::reserving(&[UNKNOWN]);
        // The errors among events are no events.
        let is_error = |member: &Member| {
            union.event_stream && self.model.shape(&member.target).kind.is_exception()
        };
        let members = union.members.iter().filter(|member| !is_error(member));
        let schema = schema::schema(self.model, id.as_str(), true, members);
        let variants = union
            .members
            .iter()
            .enumerate()
            .filter(|(_, member)| !is_error(member))
            .map(|(position, member)| VariantPlan {
                ident: scope.take(names::variant_ident(&member.name)),
                docs: documentation::member(self.model, member),
                deprecated: documentation::deprecation(member.deprecated.as_ref()),
                ty: self.types.member(id, position, member, Role::Nested),
                redacted: shape.sensitive || self.types.is_redacted(member),
            });
        UnionPlan {
            uses_deprecated: self.uses_deprecated(shape),
            variants: variants.collect(),
            ident,
            docs,
            deprecated: documentation::deprecation(shape.deprecated.as_ref()),
            eq: self.types.is_eq(id),
            schema,
            event_error: self
                .types
                .event_error(id)
                .map(|ident| self.event_error(union, ident)),
        }
    }

    /// The errors among the events of a response, which messages call by the stream's members.
    fn event_error(&self, stream: &Union, ident: &str) -> ErrorPlan {
        let mut scope = Scope::default();
        let rest = scope.take("Unmodelled".to_owned());
        let errors = stream
            .members
            .iter()
            .filter(|member| self.model.shape(&member.target).kind.is_exception());
        let variants = errors.map(|member| {
            let ty = self.types.name(&member.target).clone();
            ErrorVariant {
                ident: scope.take(ty.ident.clone()),
                code: member.name.clone(),
                docs: documentation::member(self.model, member),
                ty,
                boxed: self.types.is_boxed_exception(&member.target),
            }
        });
        let variants: Vec<_> = variants.collect();
        let is_deprecated = |member: &Member| self.types.is_deprecated(&member.target);
        ErrorPlan {
            ident: ident.to_owned(),
            variants,
            rest,
            uses_deprecated: stream.members.iter().any(is_deprecated),
        }
    }
}

fn message_field(members: &[Member], fields: &[FieldPlan]) -> Option<String> {
    let position = members
        .iter()
        .position(|member| member.name.eq_ignore_ascii_case("message"))?;
    let field = &fields[position];
    let shown = field.ty == RustType::String && !field.redacted;
    shown.then(|| field.ident.clone())
}

fn enumeration(shape: &Shape, values: &[String], ident: String, docs: Vec<String>) -> EnumPlan {
    let mut scope = Scope::reserving(&[UNKNOWN]);
    let values = values.iter().map(|value| EnumValue {
        ident: scope.take(names::variant_ident(value)),
        docs: documentation::value(value),
        value: value.clone(),
    });
    EnumPlan {
        values: values.collect(),
        redacted: shape.sensitive,
        ident,
        docs,
        deprecated: documentation::deprecation(shape.deprecated.as_ref()),
    }
}
