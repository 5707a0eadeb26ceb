//! The forms of expressions that emitted code has. Read by: `emitted`.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{
    Arm, Block, Expr, ExprLit, ImplItem, ImplItemFn, ItemImpl, Lit, Member, Pat, Stmt, UnOp,
};

/// The tokens of something, with a space between any two.
pub fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

fn unexpected<T>(what: &str, tokens: &impl ToTokens) -> Result<T, String> {
    Err(format!("expected {what}, found `{}`", text(tokens)))
}

/// The constants of an impl.
pub fn constants(item: &ItemImpl) -> Result<BTreeMap<String, &Expr>, String> {
    let constants = item.items.iter().filter_map(|item| match item {
        ImplItem::Const(constant) => Some(constant),
        _ => None,
    });
    Ok(constants
        .map(|constant| (constant.ident.to_string(), &constant.expr))
        .collect())
}

/// The associated types of an impl.
pub fn associated_types(item: &ItemImpl) -> Result<BTreeMap<String, &syn::Type>, String> {
    let types = item.items.iter().filter_map(|item| match item {
        ImplItem::Type(ty) => Some(ty),
        _ => None,
    });
    Ok(types.map(|ty| (ty.ident.to_string(), &ty.ty)).collect())
}

/// The functions of an impl, by name.
pub fn functions(item: &ItemImpl) -> BTreeMap<String, &ImplItemFn> {
    let functions = item.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) => Some((function.sig.ident.to_string(), function)),
        _ => None,
    });
    functions.collect()
}

/// The one function of an impl.
pub fn function<'f>(item: &'f ItemImpl, name: &str) -> Result<&'f ImplItemFn, String> {
    let functions = functions(item);
    match functions.get(name) {
        Some(function) if functions.len() == 1 => Ok(function),
        _ => Err(format!("expected fn {name}, found {:?}", functions.keys())),
    }
}

/// The type in a variant, if it has one.
pub fn variant_type(variant: &syn::Variant) -> Result<Option<&syn::Type>, String> {
    match &variant.fields {
        syn::Fields::Unit => Ok(None),
        syn::Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            Ok(Some(&fields.unnamed[0].ty))
        }
        _ => unexpected("a variant with one type", variant),
    }
}

/// A call of builders: what they are called on, and each with its arguments.
pub fn chain(expr: &Expr) -> (&Expr, Vec<(String, Vec<&Expr>)>) {
    let mut base = expr;
    let mut calls = Vec::new();
    while let Expr::MethodCall(call) = base {
        calls.push((call.method.to_string(), call.args.iter().collect()));
        base = &call.receiver;
    }
    calls.reverse();
    (base, calls)
}

/// What is behind an `&`.
pub fn referenced(expr: &Expr) -> Result<&Expr, String> {
    match expr {
        Expr::Reference(reference) if reference.mutability.is_none() => Ok(&reference.expr),
        _ => unexpected("a reference", expr),
    }
}

/// A string, kept for the rest of the program.
pub fn string(expr: &Expr) -> Result<&'static str, String> {
    match expr {
        Expr::Lit(literal) => string_of(literal),
        _ => unexpected("a string", expr),
    }
}

/// As [`string`], of a literal.
pub fn string_of(literal: &ExprLit) -> Result<&'static str, String> {
    match &literal.lit {
        Lit::Str(text) => Ok(Box::leak(text.value().into_boxed_str())),
        _ => unexpected("a string", literal),
    }
}

/// A list of strings behind an `&`.
pub fn strings(expr: &Expr) -> Result<&'static [&'static str], String> {
    let strings: Vec<_> = elements(expr)?.map(string).collect::<Result<_, _>>()?;
    Ok(Box::leak(strings.into_boxed_slice()))
}

/// The elements of an array behind an `&`.
pub fn elements(expr: &Expr) -> Result<impl Iterator<Item = &Expr>, String> {
    match referenced(expr)? {
        Expr::Array(array) => Ok(array.elems.iter()),
        other => unexpected("an array", other),
    }
}

/// A number without a suffix.
pub fn number(literal: &ExprLit) -> Result<usize, String> {
    match &literal.lit {
        Lit::Int(number) => number.base10_parse().map_err(|error| error.to_string()),
        _ => unexpected("a number", literal),
    }
}

/// The one expression of a block, or the expression itself.
fn inner(expr: &Expr) -> &Expr {
    match expr {
        Expr::Block(block) => match block.block.stmts.as_slice() {
            [Stmt::Expr(only, None)] => inner(only),
            _ => expr,
        },
        _ => expr,
    }
}

/// The statements of a function as expressions.
pub fn statements(block: &Block) -> Result<Vec<&Expr>, String> {
    let mut found = Vec::new();
    for statement in &block.stmts {
        match statement {
            Stmt::Expr(expr, _) => found.push(expr),
            other => return unexpected("an expression", other),
        }
    }
    Ok(found)
}

/// `w.member(0, &self.name)`, with `?` behind it or not: the number and the name.
pub fn written_member(expr: &Expr) -> Result<(usize, String), String> {
    let expr = match expr {
        Expr::Try(tried) => &tried.expr,
        _ => expr,
    };
    let Expr::MethodCall(call) = expr else {
        return unexpected("a call of member", expr);
    };
    let arguments: Vec<&Expr> = call.args.iter().collect();
    match arguments.as_slice() {
        [Expr::Lit(member), field] if call.method == "member" && text(&call.receiver) == "w" => {
            Ok((number(member)?, field_of_self(referenced(field)?)?))
        }
        _ => unexpected("w.member(…, …)", expr),
    }
}

/// `r.member(&mut self.name)`: the name.
pub fn read_member(expr: &Expr) -> Result<String, String> {
    let expr = inner(expr);
    let Expr::MethodCall(call) = expr else {
        return unexpected("a call of member", expr);
    };
    match (call.args.first(), call.args.len()) {
        (Some(Expr::Reference(field)), 1)
            if call.method == "member"
                && text(&call.receiver) == "r"
                && field.mutability.is_some() =>
        {
            field_of_self(&field.expr)
        }
        _ => unexpected("r.member(&mut self.…)", expr),
    }
}

fn field_of_self(expr: &Expr) -> Result<String, String> {
    match expr {
        Expr::Field(field) if text(&field.base) == "self" => match &field.member {
            Member::Named(name) => Ok(name.to_string()),
            Member::Unnamed(_) => unexpected("a named field", expr),
        },
        _ => unexpected("a field of self", expr),
    }
}

/// The arms of `match value { … }`.
pub fn arms<'e>(expr: &'e Expr, value: &str) -> Result<&'e [Arm], String> {
    match inner(expr) {
        Expr::Match(found) if text(&found.expr) == value => Ok(&found.arms),
        other => unexpected(&format!("a match of {value}"), other),
    }
}

/// An arm as its pattern and its expression.
pub fn arm(arm: &Arm) -> (&Pat, &Expr) {
    (&arm.pat, inner(&arm.body))
}

/// A number or a string as a pattern.
pub fn literal(pattern: &Pat) -> Result<&ExprLit, String> {
    match pattern {
        Pat::Lit(literal) => Ok(literal),
        _ => unexpected("a literal", pattern),
    }
}

/// `match code { "…" => r.variant(Self::…), …, _ => Ok(Self::rest) }`: each code with its variant.
pub fn codes(function: &ImplItemFn, rest: &str) -> Result<Vec<(String, String)>, String> {
    let statements = statements(&function.block)?;
    let [only] = statements.as_slice() else {
        return unexpected("one expression", &function.block);
    };
    let ends = format!("Ok (Self :: {rest})");
    if text(only) == ends {
        return Ok(Vec::new());
    }
    let arms = arms(only, "code")?;
    let Some((last, arms)) = arms.split_last() else {
        return unexpected("arms", only);
    };
    let (pattern, expr) = arm(last);
    if text(pattern) != "_" || text(expr) != ends {
        return unexpected("an arm for the rest", last);
    }
    arms.iter()
        .map(|one| {
            let (pattern, expr) = arm(one);
            let code = string_of(literal(pattern)?)?;
            Ok((code.to_owned(), variant_of(expr)?))
        })
        .collect()
}

/// `r.variant(Self::Name)`: the name.
pub fn variant_of(expr: &Expr) -> Result<String, String> {
    let Expr::MethodCall(call) = expr else {
        return unexpected("a call of variant", expr);
    };
    match (call.args.first(), call.args.len()) {
        (Some(path), 1) if call.method == "variant" && text(&call.receiver) == "r" => {
            self_path(path)
        }
        _ => unexpected("r.variant(Self::…)", expr),
    }
}

/// `Self::Name`: the name.
pub fn self_path(expr: &Expr) -> Result<String, String> {
    match text(expr).strip_prefix("Self :: ") {
        Some(name) => Ok(name.to_owned()),
        None => unexpected("Self::…", expr),
    }
}

/// The value of `*self = value;`.
pub fn assigned_to_self(expr: &Expr) -> Result<&Expr, String> {
    match expr {
        Expr::Assign(assignment) => match &*assignment.left {
            Expr::Unary(unary)
                if matches!(unary.op, UnOp::Deref(_)) && text(&unary.expr) == "self" =>
            {
                Ok(&assignment.right)
            }
            other => unexpected("*self", other),
        },
        _ => unexpected("an assignment", expr),
    }
}
