//! Makes the plan of a model: names first, then types, then each item. Called by: pipeline.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::names::{self, Scope};
use super::types::{TypeName, Types};
use super::{Module, Plan, ServicePlan, Shadowed, documentation, protocol, refusals};
use crate::error::Error;
use crate::ir::{Kind, Model, Operation, ShapeId, closure};
use crate::options::{Emit, Options};

/// Names of the prelude that emitted code uses, and that a type of a model can therefore hide.
const PRELUDE: &[&str] = &[
    "Box", "Default", "From", "Into", "Iterator", "Option", "Result", "Send", "String", "Vec",
];

/// Decides everything about the file for these operations; `file` is the model's, for messages.
pub(crate) fn plan(model: &Model, options: &Options, file: &Path) -> Result<Plan, Error> {
    refusals::check(model, options, file)?;
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
    let planner = Planner {
        model,
        types,
        emit: options.emit,
    };
    // Emitted code writes the values `None`, `Ok` and `Some`, which the marker of an operation would hide.
    let mut root = Scope::reserving(&["Client", "None", "Ok", "Some"]);
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

/// The model, and what has been decided about its types. Its methods are in `operations` and `items` as well.
pub(super) struct Planner<'m> {
    pub(super) model: &'m Model,
    pub(super) types: Types<'m>,
    pub(super) emit: Emit,
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
}
