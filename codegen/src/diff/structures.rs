//! Structures: requests, responses, nested ones and exceptions. Called by: mod, operations.

use super::change::Class;
use super::found::{Found, Pair, pairs};
use super::{schema, types};
use crate::plan::{ExceptionPlan, FieldPlan, MemberSchema, SchemaPlan, StructurePlan};

/// Compares two structures under the path of the new one.
pub(super) fn structure(found: &mut Found, path: &str, old: &StructurePlan, new: &StructurePlan) {
    let StructurePlan {
        ident: _,
        docs,
        deprecated,
        eq,
        fields,
        schema: facts,
        exception: raised,
        uses_deprecated: _,
    } = old;
    found.docs(path, docs, &new.docs);
    found.deprecation(path, deprecated.as_deref(), new.deprecated.as_deref());
    self::eq(found, path, *eq, new.eq);
    self::schema(found, path, facts, &new.schema);
    match (raised, &new.exception) {
        (Some(old), Some(new)) => exception(found, path, old, new),
        // An exception is made by an answer: it has no constructor.
        _ => parameters(found, path, fields, &new.fields),
    }
    let (old, new) = (with_facts(old), with_facts(new));
    for pair in pairs(&old, &new, |(field, _)| &field.ident) {
        self::field(found, path, pair);
    }
}

/// A field, and what is said of its member.
type WithFacts<'a> = (&'a FieldPlan, &'a MemberSchema);

fn with_facts(structure: &StructurePlan) -> Vec<WithFacts<'_>> {
    structure
        .fields
        .iter()
        .zip(&structure.schema.members)
        .collect()
}

/// The derives `Eq` and `Hash`; the others are the same for all.
pub(super) fn eq(found: &mut Found, path: &str, old: bool, new: bool) {
    let derives = Some("Eq, Hash".to_owned());
    match (old, new) {
        (true, false) => found.removed(path.to_owned(), "derives", derives),
        (false, true) => found.added(path.to_owned(), "derives", derives),
        _ => {}
    }
}

/// What a schema says beside its members.
pub(super) fn schema(found: &mut Found, path: &str, old: &SchemaPlan, new: &SchemaPlan) {
    let SchemaPlan {
        shape,
        union: _,
        members: _,
    } = old;
    let class = if found.shape_names_are_sent {
        Class::Wire
    } else {
        Class::Documentation
    };
    found.differ(class, path, "name of the shape", shape, &new.shape);
}

fn exception(found: &mut Found, path: &str, old: &ExceptionPlan, new: &ExceptionPlan) {
    let ExceptionPlan { code, message } = old;
    found.differ(Class::Wire, path, "error code", code, &new.code);
    let (before, after) = (message.as_deref(), new.message.as_deref());
    let what = "field that `Display` shows";
    found.options(Class::Documentation, path, what, before, after);
}

/// The parameters of `new`. Where they are of other types, the fields say so.
fn parameters(found: &mut Found, path: &str, old: &[FieldPlan], new: &[FieldPlan]) {
    let names = |fields: &[FieldPlan]| {
        let required = fields.iter().filter(|field| field.required);
        let names: Vec<_> = required
            .map(|field| field.ident.replace("r#", ""))
            .collect();
        format!("({})", names.join(", "))
    };
    let path = format!("{path}::new");
    found.differ(
        Class::Compile,
        &path,
        "parameters",
        &names(old),
        &names(new),
    );
}

fn field(found: &mut Found, path: &str, pair: Pair<'_, WithFacts<'_>>) {
    let path = |field: &FieldPlan| format!("{path}::{}", field.ident);
    let ty = |field: &FieldPlan| types::field(&field.ty, field.required);
    match pair {
        Pair::Removed((old, _)) => found.removed(path(old), "field", Some(ty(old))),
        Pair::Added((new, _)) => found.added(path(new), "field", Some(ty(new))),
        Pair::Both((old, old_facts), (new, new_facts)) => {
            let path = path(new);
            let FieldPlan {
                ident: _,
                setter,
                setter_lint: _,
                docs,
                deprecated,
                ty: _,
                required: _,
                redacted,
            } = old;
            let (before, after) = (ty(old), ty(new));
            let what = types::change(&before, &after);
            found.differ(Class::Compile, &path, what, &before, &after);
            found.differ(Class::Compile, &path, "setter", setter, &new.setter);
            found.docs(&path, docs, &new.docs);
            found.deprecation(&path, deprecated.as_deref(), new.deprecated.as_deref());
            self::redacted(found, &path, *redacted, new.redacted);
            schema::member(found, &path, old_facts, new_facts);
        }
    }
}

/// Whether `Debug` hides a value.
pub(super) fn redacted(found: &mut Found, path: &str, old: bool, new: bool) {
    found.flag(Class::Documentation, path, "redacted in `Debug`", old, new);
}
