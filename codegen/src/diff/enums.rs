//! Unions and enums. Called by: mod.

use super::change::Class;
use super::found::{Found, Pair, pairs, reordered};
use super::{operations, schema, structures, types};
use crate::plan::{EnumPlan, EnumValue, ErrorPlan, MemberSchema, UnionPlan, VariantPlan};

/// Compares two unions under the path of the new one.
pub(super) fn union(found: &mut Found, path: &str, old: &UnionPlan, new: &UnionPlan) {
    let UnionPlan {
        ident: _,
        docs,
        deprecated,
        eq,
        variants: _,
        schema,
        event_error,
        uses_deprecated: _,
    } = old;
    event_errors(found, event_error.as_ref(), new.event_error.as_ref());
    found.docs(path, docs, &new.docs);
    found.deprecation(path, deprecated.as_deref(), new.deprecated.as_deref());
    structures::eq(found, path, *eq, new.eq);
    structures::schema(found, path, schema, &new.schema);
    let (old, new) = (with_facts(old), with_facts(new));
    for pair in pairs(&old, &new, |(variant, _)| &variant.ident) {
        variant(found, path, pair);
    }
}

/// The errors among events.
fn event_errors(found: &mut Found, old: Option<&ErrorPlan>, new: Option<&ErrorPlan>) {
    let path = |error: &ErrorPlan| format!("types::{}", error.ident);
    match (old, new) {
        (Some(old), None) => found.removed(path(old), "errors among events", None),
        (None, Some(new)) => found.added(path(new), "errors among events", None),
        (Some(old), Some(new)) => {
            operations::error(found, &path(new), old, new);
            codes(found, &path(new), old, new);
        }
        (None, None) => {}
    }
}

/// What messages call the errors, which is not what the exceptions say.
fn codes(found: &mut Found, path: &str, old: &ErrorPlan, new: &ErrorPlan) {
    for pair in pairs(&old.variants, &new.variants, |variant| &variant.ident) {
        if let Pair::Both(old, new) = pair {
            let path = format!("{path}::{}", new.ident);
            found.differ(Class::Wire, &path, "name on the wire", &old.code, &new.code);
            found.docs(&path, &old.docs, &new.docs);
        }
    }
}

/// A variant, and what is said of its member.
type WithFacts<'a> = (&'a VariantPlan, &'a MemberSchema);

fn with_facts(union: &UnionPlan) -> Vec<WithFacts<'_>> {
    union.variants.iter().zip(&union.schema.members).collect()
}

fn variant(found: &mut Found, path: &str, pair: Pair<'_, WithFacts<'_>>) {
    let path = |variant: &VariantPlan| format!("{path}::{}", variant.ident);
    match pair {
        Pair::Removed((old, _)) => found.removed(path(old), "variant", Some(types::ty(&old.ty))),
        Pair::Added((new, _)) => found.added(path(new), "variant", Some(types::ty(&new.ty))),
        Pair::Both((old, old_facts), (new, new_facts)) => {
            let path = path(new);
            let VariantPlan {
                ident: _,
                docs,
                deprecated,
                ty,
                redacted,
            } = old;
            found.differ(
                Class::Compile,
                &path,
                "type",
                &types::ty(ty),
                &types::ty(&new.ty),
            );
            found.docs(&path, docs, &new.docs);
            found.deprecation(&path, deprecated.as_deref(), new.deprecated.as_deref());
            structures::redacted(found, &path, *redacted, new.redacted);
            schema::member(found, &path, old_facts, new_facts);
        }
    }
}

/// Compares two enums under the path of the new one.
pub(super) fn enumeration(found: &mut Found, path: &str, old: &EnumPlan, new: &EnumPlan) {
    let EnumPlan {
        ident: _,
        docs,
        deprecated,
        values,
        redacted,
    } = old;
    found.docs(path, docs, &new.docs);
    found.deprecation(path, deprecated.as_deref(), new.deprecated.as_deref());
    structures::redacted(found, path, *redacted, new.redacted);
    for pair in pairs(values, &new.values, |value| &value.ident) {
        value(found, path, pair, values, &new.values);
    }
    let idents = |values: &'_ [EnumValue]| -> Vec<String> {
        values.iter().map(|value| value.ident.clone()).collect()
    };
    let (before, after) = (idents(values), idents(&new.values));
    if reordered(
        before.iter().map(String::as_str),
        after.iter().map(String::as_str),
    ) {
        found.push(
            Class::Documentation,
            path,
            "order of the variants, which `Ord` goes by",
            None,
            None,
        );
    }
}

fn value(
    found: &mut Found,
    path: &str,
    pair: Pair<'_, EnumValue>,
    old_values: &[EnumValue],
    new_values: &[EnumValue],
) {
    let has = |values: &[EnumValue], wanted: &str| values.iter().any(|value| value.value == wanted);
    let variant = |ident: &str| format!("{path}::{ident}");
    match pair {
        Pair::Removed(old) => {
            // The same value under another name is told once.
            let renamed = new_values.iter().find(|new| new.value == old.value);
            match renamed {
                Some(new) => found.differ(
                    Class::Compile,
                    &variant(&old.ident),
                    "variant renamed",
                    &old.ident,
                    &new.ident,
                ),
                None => found.removed(variant(&old.ident), "variant", Some(old.value.clone())),
            }
        }
        Pair::Added(new) if has(old_values, &new.value) => {}
        Pair::Added(new) => found.added(variant(&new.ident), "variant", Some(new.value.clone())),
        Pair::Both(old, new) => {
            // What is said of a value is the value.
            let EnumValue {
                ident,
                docs: _,
                value,
            } = old;
            found.differ(Class::Wire, &variant(ident), "value", value, &new.value);
        }
    }
}
