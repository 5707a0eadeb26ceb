//! The impl of `rt::Structure`: schema, order of writing, where each member is read to. Read by: `emitted`.

use std::collections::BTreeMap;

use syn::{Expr, Item, Stmt};
use tinsmith::codegen as rt;

use super::Implemented;
use super::constants;
use super::exprs::{self, text};
use super::scopes::Scopes;
use crate::model::{Body, Field, Link};

/// Gives a shape its body.
pub fn fill(scopes: &Scopes<'_>, shape: &Implemented<'_>) -> Result<(), String> {
    let (schema, union) = schema(shape)?;
    let fields = fields(scopes, shape)?;
    let index: BTreeMap<&str, usize> = fields
        .iter()
        .enumerate()
        .map(|(index, field)| (field.name.as_str(), index))
        .collect();
    let functions = exprs::functions(shape.implementation);
    if let Some(other) = functions
        .keys()
        .find(|name| !matches!(name.as_str(), "write_members" | "read_member"))
    {
        return Err(format!("a function {other}"));
    }
    let written = functions
        .get("write_members")
        .map(|function| &function.block);
    let read = functions.get("read_member").map(|function| &function.block);
    let (writes, reads) = match (written, read) {
        (None, None) if !union => (Vec::new(), Vec::new()),
        (Some(written), Some(read)) if union => (variants_written(written)?, variants_read(read)?),
        (Some(written), Some(read)) => (fields_written(written)?, fields_read(read)?),
        _ => return Err("one function without the other".to_owned()),
    };
    let find = |name: &String| {
        let found = index.get(name.as_str()).copied();
        found.ok_or_else(|| format!("no field {name}"))
    };
    let mut links = Vec::new();
    for (member, name) in &writes {
        links.push(Link {
            member: *member,
            field: find(name)?,
        });
    }
    let reads = reads.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    each_once(links.iter().map(|link| link.member), schema.members.len())?;
    each_once(links.iter().map(|link| link.field), fields.len())?;
    each_once(reads.iter().copied(), fields.len())?;
    if union {
        links.sort_by_key(|link| link.field);
    }
    shape.shape.fill(Body {
        schema,
        fields,
        writes: links,
        reads,
    })
}

/// Whether these are the numbers below `count`, each once.
fn each_once(numbers: impl Iterator<Item = usize>, count: usize) -> Result<(), String> {
    let mut numbers: Vec<usize> = numbers.collect();
    numbers.sort_unstable();
    if numbers.iter().copied().eq(0..count) {
        Ok(())
    } else {
        Err(format!("members {numbers:?} of {count}"))
    }
}

/// The constants, and whether it is a union.
fn schema(shape: &Implemented<'_>) -> Result<(&'static rt::Schema, bool), String> {
    let (mut name, mut kind, mut members) = (None, rt::Kind::Structure, Vec::new());
    for (constant, value) in exprs::constants(shape.implementation)? {
        match constant.as_str() {
            "NAME" => name = Some(exprs::string(value)?),
            "MEMBERS" => {
                for member in exprs::elements(value)? {
                    members.push(constants::member(member)?);
                }
            }
            "KIND" if text(value) == "rt :: Kind :: Union" => kind = rt::Kind::Union,
            _ => return Err(format!("a constant {constant} = {}", text(value))),
        }
    }
    let schema = rt::Schema {
        name: name.ok_or("no NAME")?,
        kind,
        members: Box::leak(members.into_boxed_slice()),
    };
    Ok((Box::leak(Box::new(schema)), kind == rt::Kind::Union))
}

/// The fields of a structure, or the variants of a union but `Unknown`, which is the last.
fn fields(scopes: &Scopes<'_>, shape: &Implemented<'_>) -> Result<Vec<Field>, String> {
    let mut fields = Vec::new();
    let mut add = |name: String, ty: &syn::Type| -> Result<(), String> {
        let ty = scopes.ty(shape.module, ty)?.keep();
        fields.push(Field { name, ty });
        Ok(())
    };
    match shape.item {
        Item::Struct(item) => {
            for field in &item.fields {
                let name = field.ident.as_ref().ok_or("a field without a name")?;
                add(name.to_string(), &field.ty)?;
            }
        }
        Item::Enum(item) => {
            let variants: Vec<_> = item.variants.iter().collect();
            let Some((last, variants)) = variants.split_last() else {
                return Err("an enum without variants".to_owned());
            };
            let rest = exprs::variant_type(last)?.ok_or("a variant without a type")?;
            if last.ident != "Unknown" || !text(rest).ends_with("String") {
                return Err(format!("the last variant is {}", text(last)));
            }
            for variant in variants {
                let ty = exprs::variant_type(variant)?.ok_or("a variant without a type")?;
                add(variant.ident.to_string(), ty)?;
            }
        }
        other => return Err(format!("no structure and no enum: {}", text(other))),
    }
    Ok(fields)
}

fn fields_written(block: &syn::Block) -> Result<Vec<(usize, String)>, String> {
    let statements = exprs::statements(block)?;
    statements.into_iter().map(exprs::written_member).collect()
}

fn fields_read(block: &syn::Block) -> Result<Vec<String>, String> {
    let statements = exprs::statements(block)?;
    let [only] = statements.as_slice() else {
        return Err(format!("not one expression: {}", text(block)));
    };
    if let Expr::If(branch) = only {
        let otherwise = branch.else_branch.as_ref().map(|(_, expr)| text(expr));
        let [Stmt::Expr(read, None)] = branch.then_branch.stmts.as_slice() else {
            return Err(format!("no one expression in {}", text(only)));
        };
        if text(&branch.cond) != "i == 0" || otherwise.as_deref() != Some("{ Ok (()) }") {
            return Err(format!("another condition in {}", text(only)));
        }
        return Ok(vec![exprs::read_member(read)?]);
    }
    numbered(exprs::arms(only, "i")?, &["Ok (())"], exprs::read_member)
}

fn variants_written(block: &syn::Block) -> Result<Vec<(usize, String)>, String> {
    let statements = exprs::statements(block)?;
    let [only] = statements.as_slice() else {
        return Err(format!("not one expression: {}", text(block)));
    };
    let arms = exprs::arms(only, "self")?;
    let mut written = Vec::new();
    for arm in arms {
        let (pattern, expr) = exprs::arm(arm);
        let (pattern, expr) = (text(pattern), text(expr));
        if pattern == "Self :: Unknown (name)" && expr == "w . unknown_variant (name)" {
            continue;
        }
        let variant = pattern
            .strip_prefix("Self :: ")
            .and_then(|rest| rest.strip_suffix(" (value)"));
        let member = expr
            .strip_prefix("w . member (")
            .and_then(|rest| rest.strip_suffix(" , value)"));
        let (Some(variant), Some(Ok(member))) = (variant, member.map(str::parse)) else {
            return Err(format!("an arm {pattern} => {expr}"));
        };
        written.push((member, variant.to_owned()));
    }
    if written.len() + 1 == arms.len() {
        Ok(written)
    } else {
        Err("no arm for variants that are not known".to_owned())
    }
}

fn variants_read(block: &syn::Block) -> Result<Vec<String>, String> {
    const REST: &str = "Self :: Unknown (r . unknown_variant () ?)";
    let statements = exprs::statements(block)?;
    let [assignment, end] = statements.as_slice() else {
        return Err(format!("not two statements: {}", text(block)));
    };
    if text(end) != "Ok (())" {
        return Err(format!("another end: {}", text(end)));
    }
    let value = exprs::assigned_to_self(assignment)?;
    if text(value) == REST {
        return Ok(Vec::new());
    }
    numbered(exprs::arms(value, "i")?, &[REST], |expr| match expr {
        Expr::Try(tried) => exprs::variant_of(&tried.expr),
        _ => Err(format!("no `?` behind {}", text(expr))),
    })
}

/// What the arms `0`, `1`… do; the last is `_` with one of these expressions.
fn numbered(
    arms: &[syn::Arm],
    rest: &[&str],
    read: impl Fn(&Expr) -> Result<String, String>,
) -> Result<Vec<String>, String> {
    let Some((last, arms)) = arms.split_last() else {
        return Err("a match without arms".to_owned());
    };
    let (pattern, expr) = exprs::arm(last);
    if text(pattern) != "_" || !rest.contains(&text(expr).as_str()) {
        return Err(format!("the last arm is {}", text(last)));
    }
    let mut found = Vec::new();
    for (number, one) in arms.iter().enumerate() {
        let (pattern, expr) = exprs::arm(one);
        if exprs::number(exprs::literal(pattern)?)? != number {
            return Err(format!("arm {} out of order", text(pattern)));
        }
        found.push(read(expr)?);
    }
    Ok(found)
}
