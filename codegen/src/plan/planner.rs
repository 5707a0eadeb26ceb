//! Makes the plan of a model: names first, then types, then each item. Called by: pipeline.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::names::{self, Scope};
use super::types::{TypeName, Types};
use super::{
    EnumPlan, EnumValue, ErrorPlan, ErrorVariant, ExceptionPlan, FieldPlan, MessageField, Module,
    OperationPlan, Plan, ServicePlan, Shadowed, StructurePlan, TypePlan, UnionPlan, VariantPlan,
    documentation, operation_page, pagination, protocol, schema,
};
use crate::error::{Error, Problem, Problems, pointer};
use crate::ir::{
    Exception, Kind, Member, Model, Operation, Shape, ShapeId, Structure, Union, closure,
};
use crate::options::{Emit, Options};

/// Names of the prelude that emitted code uses, and that a type of a model can therefore hide.
const PRELUDE: &[&str] = &[
    "Box", "Default", "From", "Into", "Iterator", "Option", "Result", "Send", "String", "Vec",
];

/// Decides everything about the file for these operations; `file` is the model's, for messages.
pub(crate) fn plan(model: &Model, options: &Options, file: &Path) -> Result<Plan, Error> {
    check_operations(model, options, file)?;
    let type_names = name_types(model);
    let shadowed_in = |module| {
        let idents = type_names
            .values()
            .filter(|name| name.module == module)
            .map(|name| name.ident.as_str());
        idents
            .filter(|ident| PRELUDE.contains(ident))
            .map(str::to_owned)
            .collect::<BTreeSet<_>>()
    };
    let mut shadowed = Shadowed {
        types: shadowed_in(Module::Types),
        errors: shadowed_in(Module::Errors),
        ..Shadowed::default()
    };
    let types = Types::new(model, type_names, file)?;
    let planner = Planner { model, types };
    let mut root = Scope::reserving(&["Client"]);
    let mut methods = Scope::reserving(&["new"]);
    let operations: Vec<_> = model
        .operations
        .iter()
        .map(|operation| planner.operation(operation, &mut root, &mut methods))
        .collect();
    shadowed.root = PRELUDE
        .iter()
        .filter(|name| root.has(name))
        .map(|name| (*name).to_owned())
        .collect();
    let mut plan = Plan {
        emit: options.emit,
        serde: options.serde,
        service: planner.service(),
        operations,
        types: Vec::new(),
        errors: Vec::new(),
        shadowed,
    };
    planner.nested(&mut plan);
    Ok(plan)
}

/// What cannot be generated: better refused than generated wrong.
fn check_operations(model: &Model, options: &Options, file: &Path) -> Result<(), Error> {
    let mut problems = Problems::default();
    let offered = &model.service.protocols;
    if options.emit > Emit::Types && protocol::choose(&model.service).is_none() {
        let message = format!(
            "the service speaks {}, which the runtime does not yet",
            offered.join(", ")
        );
        problems.push(
            Problem::usage(message)
                .in_file(file)
                .help("its types alone can be generated: emit `types`"),
        );
    }
    for operation in &model.operations {
        let at = pointer(["operations", &operation.name]);
        for (id, what) in [(&operation.input, "input"), (&operation.output, "output")] {
            let kind = id.as_ref().map(|id| &model.shape(id).kind);
            if !matches!(kind, None | Some(Kind::Structure(_))) {
                let message = format!("the {what} of an operation must be a structure");
                problems.push(
                    Problem::model(message)
                        .in_file(file)
                        .at(format!("{at}/{what}")),
                );
            }
            let streams = |member: &Member| matches!(&model.shape(&member.target).kind, Kind::Union(union) if union.event_stream);
            if options.emit > Emit::Types
                && kind.is_some_and(|kind| kind.members().iter().any(streams))
            {
                let message = "the operation has an event stream, which cannot be generated yet";
                let help = "leave the operation out, or emit `types`";
                problems.push(
                    Problem::usage(message)
                        .in_file(file)
                        .at(at.as_str())
                        .help(help),
                );
            }
        }
        for error in &operation.errors {
            if !matches!(&model.shape(error).kind, Kind::Structure(_)) {
                let message = format!("the error `{error}` must be a structure");
                problems.push(
                    Problem::model(message)
                        .in_file(file)
                        .at(format!("{at}/errors")),
                );
            }
        }
    }
    problems.finish()
}

/// Names every shape that some member, or some operation's error list, refers to.
fn name_types(model: &Model) -> BTreeMap<ShapeId, TypeName> {
    let members_of_roots = |operation: &'_ Operation| {
        let roots = operation.input.iter().chain(&operation.output);
        roots
            .flat_map(|id| model.shape(id).kind.members())
            .map(|member| &member.target)
            .collect::<Vec<_>>()
    };
    let targets = model.operations.iter().flat_map(members_of_roots);
    let nested = closure(
        model,
        targets.chain(
            model
                .operations
                .iter()
                .flat_map(|operation| &operation.errors),
        ),
    );
    let errors: BTreeSet<&ShapeId> = model
        .operations
        .iter()
        .flat_map(|operation| &operation.errors)
        .collect();
    let (mut types_scope, mut errors_scope) = (Scope::default(), Scope::default());
    let mut names = BTreeMap::new();
    for id in nested {
        let (module, scope) = match &model.shape(id).kind {
            Kind::Structure(structure) if structure.exception.is_some() || errors.contains(id) => {
                (Module::Errors, &mut errors_scope)
            }
            Kind::Structure(_) | Kind::Union(_) | Kind::Enum { .. } => {
                (Module::Types, &mut types_scope)
            }
            _ => continue,
        };
        let ident = scope.take(names::type_ident(id.as_str()));
        names.insert(id.clone(), TypeName { module, ident });
    }
    names
}

struct Planner<'m> {
    model: &'m Model,
    types: Types<'m>,
}

impl Planner<'_> {
    fn service(&self) -> ServicePlan {
        let service = &self.model.service;
        let fallback = || format!("A client of {}.", documentation::code(&service.full_name));
        ServicePlan {
            docs: documentation::lines(service.docs.as_deref(), fallback),
            id: service.id.clone(),
            version: service.version.clone(),
            protocol: protocol::choose(service),
            endpoint_prefix: service.endpoint_prefix.clone(),
            signing_name: service
                .signing_name
                .clone()
                .filter(|name| *name != service.endpoint_prefix),
            target_prefix: service.target_prefix.clone(),
            global_endpoint: service.global_endpoint.clone(),
        }
    }

    fn operation(
        &self,
        operation: &Operation,
        root: &mut Scope,
        methods: &mut Scope,
    ) -> OperationPlan {
        let name = names::type_ident(&operation.name);
        let method = methods.take(names::snake_ident(&operation.name));
        let [ident, request, response, error] =
            ["", "Request", "Response", "Error"].map(|suffix| root.take(format!("{name}{suffix}")));
        let role = |role: &str, id: &Option<ShapeId>| {
            let words = id
                .as_ref()
                .and_then(|id| self.model.shape(id).docs.as_deref());
            documentation::lines(words, || format!("The {role} of [`{ident}`]."))
        };
        let request = self.root_structure(
            operation.input.as_ref(),
            request,
            role("request", &operation.input),
        );
        let response = self.root_structure(
            operation.output.as_ref(),
            response,
            role("response", &operation.output),
        );
        let error = self.error(operation, error);
        let paginator_method = |methods: &mut Scope| methods.take(format!("{method}_paginator"));
        let paginator = operation
            .pagination
            .as_ref()
            .map(|_| paginator_method(methods));
        let paginator = paginator
            .and_then(|method| pagination::paginator(self.model, &self.types, operation, method));
        let (paginator, unsupported) = match paginator {
            Some(Ok(paginator)) => (Some(paginator), None),
            Some(Err(expression)) => (None, Some(expression)),
            None => (None, None),
        };
        let summary = documentation::lines(operation.docs.as_deref(), || {
            format!("Calls {}.", documentation::code(&operation.name))
        });
        let method = names::escape(method);
        let page = operation_page::Page {
            model: self.model,
            types: &self.types,
            operation,
            method: &method,
            request: &request,
            response: &response,
            error: &error,
            paginator: paginator.as_ref(),
            unsupported_paginator: unsupported.as_deref(),
        };
        let docs = page.lines(&summary);
        OperationPlan {
            ident,
            wire_name: operation
                .wire_name
                .clone()
                .unwrap_or_else(|| operation.name.clone()),
            method,
            docs,
            summary: summary
                .into_iter()
                .take_while(|line| !line.is_empty())
                .collect(),
            deprecated: documentation::deprecation(operation.deprecated.as_ref()),
            http_method: operation.method.clone(),
            uri: operation.uri.clone(),
            host_prefix: operation.host_prefix.clone(),
            unsigned: operation.unsigned,
            retryable: self.retryable(operation),
            request,
            response,
            error,
            paginator,
        }
    }

    fn exception(&self, id: &ShapeId) -> Option<&Exception> {
        match &self.model.shape(id).kind {
            Kind::Structure(structure) => structure.exception.as_ref(),
            _ => None,
        }
    }

    fn code(&self, id: &ShapeId) -> String {
        let code = self
            .exception(id)
            .and_then(|exception| exception.code.as_deref());
        code.unwrap_or(id.as_str()).to_owned()
    }

    fn retryable(&self, operation: &Operation) -> Vec<String> {
        let is_retryable = |id: &&ShapeId| {
            self.exception(id)
                .is_some_and(|exception| exception.retryable)
        };
        operation
            .errors
            .iter()
            .filter(is_retryable)
            .map(|id| self.code(id))
            .collect()
    }

    fn error(&self, operation: &Operation, ident: String) -> ErrorPlan {
        let mut scope = Scope::default();
        let rest = scope.take("Unmodelled".to_owned());
        let variants = operation.errors.iter().map(|id| {
            let ty = self.types.name(id).clone();
            let docs = self.model.shape(id).docs.as_deref();
            ErrorVariant {
                ident: scope.take(ty.ident.clone()),
                code: self.code(id),
                docs: documentation::lines(docs, || {
                    format!(
                        "The service answered {}.",
                        documentation::code(&self.code(id))
                    )
                }),
                ty,
            }
        });
        let is_deprecated = |id: &ShapeId| self.model.shape(id).deprecated.is_some();
        let uses_deprecated = operation.errors.iter().any(is_deprecated);
        ErrorPlan {
            ident,
            variants: variants.collect(),
            rest,
            uses_deprecated,
        }
    }

    /// Whether the code for a structure or union names something deprecated: itself, a member, or a member's type.
    fn uses_deprecated(&self, shape: &Shape) -> bool {
        let member_is = |member: &Member| {
            member.deprecated.is_some() || self.types.is_deprecated(&member.target)
        };
        shape.deprecated.is_some() || shape.kind.members().iter().any(member_is)
    }

    /// A request or response: a type of its own for each operation, also where operations share a shape or have none.
    fn root_structure(
        &self,
        id: Option<&ShapeId>,
        ident: String,
        docs: Vec<String>,
    ) -> StructurePlan {
        match id {
            Some(id) => self.structure(id, ident, Module::Root, docs),
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
        docs: Vec<String>,
    ) -> StructurePlan {
        let shape = self.model.shape(id);
        let members = shape.kind.members();
        let idents = names::fields(members.iter().map(|member| member.name.as_str()));
        let fields: Vec<FieldPlan> = (members.iter().zip(idents).enumerate())
            .map(|(position, (member, ident))| FieldPlan {
                setter: names::setter(&ident),
                ident,
                docs: documentation::member(self.model, member),
                deprecated: documentation::deprecation(member.deprecated.as_ref()),
                ty: self.types.member(id, position, member),
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
    fn nested(&self, plan: &mut Plan) {
        for (id, shape) in &self.model.shapes {
            let Some(TypeName { module, ident }) = self.types.nested(id).cloned() else {
                continue;
            };
            let docs = documentation::lines(shape.docs.as_deref(), || {
                format!("The shape {}.", documentation::code(id.as_str()))
            });
            match &shape.kind {
                Kind::Structure(Structure { .. }) if module == Module::Errors => {
                    plan.errors.push(self.structure(id, ident, module, docs));
                }
                Kind::Structure(_) => plan
                    .types
                    .push(TypePlan::Structure(self.structure(id, ident, module, docs))),
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
        let mut scope = Scope::reserving(&["Unknown"]);
        let variants = union
            .members
            .iter()
            .enumerate()
            .map(|(position, member)| VariantPlan {
                ident: scope.take(names::variant_ident(&member.name)),
                docs: documentation::member(self.model, member),
                deprecated: documentation::deprecation(member.deprecated.as_ref()),
                ty: self.types.member(id, position, member),
                redacted: shape.sensitive || self.types.is_redacted(member),
            });
        UnionPlan {
            uses_deprecated: self.uses_deprecated(shape),
            variants: variants.collect(),
            ident,
            docs,
            deprecated: documentation::deprecation(shape.deprecated.as_ref()),
            eq: self.types.is_eq(id),
            unknown: "Unknown".to_owned(),
            schema: schema::schema(self.model, id.as_str(), true, &union.members),
        }
    }
}

fn message_field(members: &[Member], fields: &[FieldPlan]) -> Option<MessageField> {
    let position = members
        .iter()
        .position(|member| member.name.eq_ignore_ascii_case("message"))?;
    let field = &fields[position];
    let shown = field.ty == super::RustType::String && !field.redacted;
    shown.then(|| MessageField {
        ident: field.ident.clone(),
        required: field.required,
    })
}

fn enumeration(shape: &Shape, values: &[String], ident: String, docs: Vec<String>) -> EnumPlan {
    let mut scope = Scope::reserving(&["Unknown"]);
    let mut seen = BTreeSet::new();
    let distinct = values.iter().filter(|value| seen.insert(value.as_str()));
    EnumPlan {
        values: distinct
            .map(|value| EnumValue {
                ident: scope.take(names::variant_ident(value)),
                docs: documentation::value(value),
                value: value.clone(),
            })
            .collect(),
        ident,
        docs,
        deprecated: documentation::deprecation(shape.deprecated.as_ref()),
        unknown: "Unknown".to_owned(),
    }
}
