//! What changes in the emitted code from one plan to another, item by item. Called by: pipeline. Reads: plan.
//!
//! Every field of the plan is taken apart by name, so that a new one cannot be forgotten: it is compared, or it is
//! marked as following from what is.

mod change;
mod docs;
mod enums;
mod found;
mod operations;
mod schema;
mod service;
mod structures;
mod types;

pub use change::{Change, Changes, Class};

use crate::plan::{Plan, StructurePlan, TypePlan};
use found::{Found, Pair, pairs};

/// All that changes from `old` to `new`.
pub(crate) fn diff(old: &Plan, new: &Plan) -> Changes {
    // The header says what the service's facts say. Both plans have the options of one generator, and which names are
    // shadowed follows from the names.
    let Plan {
        header: _,
        emit: _,
        serde: _,
        service,
        operations,
        types,
        errors,
        shadowed: _,
    } = old;
    let mut found = Found::default();
    service::service(&mut found, service, &new.service);
    for pair in pairs(operations, &new.operations, |operation| &operation.ident) {
        operations::operation(&mut found, pair);
    }
    for pair in pairs(types, &new.types, ident) {
        nested(&mut found, pair);
    }
    for pair in pairs(errors, &new.errors, |error| &error.ident) {
        exception(&mut found, pair);
    }
    if found.is_empty() {
        // A page is made of what was compared, so this should find nothing; but nothing may go unsaid.
        for pair in pairs(operations, &new.operations, |operation| &operation.ident) {
            if let Pair::Both(old, new) = pair {
                found.docs(&old.ident, &old.docs, &new.docs);
            }
        }
    }
    found.finish()
}

fn ident(item: &TypePlan) -> &String {
    match item {
        TypePlan::Structure(structure) => &structure.ident,
        TypePlan::Union(union) => &union.ident,
        TypePlan::Enum(enumeration) => &enumeration.ident,
    }
}

fn kind(item: &TypePlan) -> &'static str {
    match item {
        TypePlan::Structure(_) => "structure",
        TypePlan::Union(_) => "union",
        TypePlan::Enum(_) => "enum",
    }
}

fn nested(found: &mut Found, pair: Pair<'_, TypePlan>) {
    let path = |item| format!("types::{}", ident(item));
    match pair {
        Pair::Removed(old) => found.removed(path(old), kind(old), None),
        Pair::Added(new) => found.added(path(new), kind(new), None),
        Pair::Both(TypePlan::Structure(old), TypePlan::Structure(new)) => {
            structures::structure(found, &format!("types::{}", new.ident), old, new);
        }
        Pair::Both(TypePlan::Union(old), TypePlan::Union(new)) => {
            enums::union(found, &format!("types::{}", new.ident), old, new);
        }
        Pair::Both(TypePlan::Enum(old), TypePlan::Enum(new)) => {
            enums::enumeration(found, &format!("types::{}", new.ident), old, new);
        }
        Pair::Both(old, new) => {
            found.differ(Class::Compile, &path(new), "kind", kind(old), kind(new));
        }
    }
}

fn exception(found: &mut Found, pair: Pair<'_, StructurePlan>) {
    let path = |item: &StructurePlan| format!("errors::{}", item.ident);
    match pair {
        Pair::Removed(old) => found.removed(path(old), "exception", None),
        Pair::Added(new) => found.added(path(new), "exception", None),
        Pair::Both(old, new) => structures::structure(found, &path(new), old, new),
    }
}
