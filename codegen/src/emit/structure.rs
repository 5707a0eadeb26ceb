//! Structures: requests, responses, nested structures and exceptions. Called by: emit.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, allow_deprecated, deprecated, docs, ident};
use super::{errors, schema, serde};
use crate::plan::{FieldPlan, RustType, StructurePlan};

pub(super) fn structure(plan: &StructurePlan, context: &Context<'_>) -> TokenStream {
    let name = ident(&plan.ident);
    let name = quote! { #name };
    let about = docs(&plan.docs);
    let deprecation = deprecated(plan.deprecated.as_deref());
    let allow = allow_deprecated(plan.uses_deprecated);
    let redacted = plan.fields.iter().any(|field| field.redacted);
    let derives = derives(!redacted, true, plan.eq);
    let fields = plan.fields.iter().map(|field| declaration(field, context));
    let debug = redacted.then(|| debug(&name, plan, &allow));
    let extras = match &plan.exception {
        Some(exception) => errors::exception(&name, exception),
        None => constructors(&name, plan, &allow, context),
    };
    let structure = structure_impl(&name, plan, &allow, context);
    let serde = serde::serde(&name, context);
    let unused = context.unused_item();
    quote! {
        #about
        #deprecation
        #allow
        #unused
        #derives
        pub struct #name {
            #(#fields)*
        }

        #extras
        #debug
        #structure
        #serde
    }
}

/// The derives of a structure or union.
pub(super) fn derives(debug: bool, default: bool, eq: bool) -> TokenStream {
    let debug = debug.then(|| quote! { Debug, });
    let default = default.then(|| quote! { Default, });
    let eq = eq.then(|| quote! { , Eq, Hash });
    quote! { #[derive(Clone, #debug #default PartialEq #eq)] }
}

fn declaration(field: &FieldPlan, context: &Context<'_>) -> TokenStream {
    let about = docs(&field.docs);
    let deprecated = deprecated(field.deprecated.as_deref());
    let name = ident(&field.ident);
    let ty = context.ty(&field.ty);
    let option = context.prelude("Option");
    let ty = if field.required {
        ty
    } else {
        quote! { #option<#ty> }
    };
    quote! { #about #deprecated pub #name: #ty, }
}

fn constructors(
    name: &TokenStream,
    plan: &StructurePlan,
    allow: &Option<TokenStream>,
    context: &Context<'_>,
) -> TokenStream {
    let required: Vec<_> = plan.fields.iter().filter(|field| field.required).collect();
    let parameters = required.iter().map(|field| {
        let (name, ty) = (ident(&field.ident), argument(&field.ty, context));
        quote! { #name: #ty }
    });
    let values = required.iter().map(|field| {
        let name = ident(&field.ident);
        match converted(&field.ty, &quote! { #name }) {
            Some(value) => quote! { #name: #value, },
            None => quote! { #name, },
        }
    });
    let rest = (required.len() < plan.fields.len()).then(|| quote! { ..Self::default() });
    let many = required.len() > 7;
    let many = many.then(
        || quote! { #[allow(clippy::too_many_arguments, reason = "the model requires them all")] },
    );
    let new = if required.is_empty() {
        quote! { rt::new_empty!(); }
    } else {
        let about = match required.len() {
            1 => "A value with all that the model requires.",
            _ => "A value with all that the model requires, in the order of the fields.",
        };
        let about = docs(&[about.to_owned()]);
        quote! {
            #about
            #many
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#values)* #rest }
            }
        }
    };
    let setters = plan.fields.iter().map(|field| setter(field, context));
    let unused = context.unused_methods();
    quote! {
        #allow
        #unused
        impl #name {
            #new
            #(#setters)*
        }
    }
}

fn setter(field: &FieldPlan, context: &Context<'_>) -> TokenStream {
    let about = docs(&[format!(
        "Sets [`Self::{}`].",
        field.ident.trim_start_matches("r#")
    )]);
    let deprecated = deprecated(field.deprecated.as_deref());
    let [name, setter] = [&field.ident, &field.setter].map(|name| ident(name));
    let ty = argument(&field.ty, context);
    let value = converted(&field.ty, &quote! { value }).unwrap_or_else(|| quote! { value });
    let value = if field.required {
        value
    } else {
        quote! { Some(#value) }
    };
    let convention = field.setter_lint.map(|lint| {
        let (lint, reason) = (ident(lint), "a setter is called as its field");
        quote! { #[allow(clippy::#lint, reason = #reason)] }
    });
    quote! {
        #about
        #deprecated
        #convention
        pub fn #setter(mut self, value: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// The type of an argument.
fn argument(ty: &RustType, context: &Context<'_>) -> TokenStream {
    let into = context.prelude("Into");
    let plain = context.ty(ty);
    if ty.converts() {
        quote! { impl #into<#plain> }
    } else {
        plain
    }
}

/// The conversion of an argument, if it needs one.
fn converted(ty: &RustType, value: &TokenStream) -> Option<TokenStream> {
    ty.converts().then(|| quote! { #value.into() })
}

fn debug(name: &TokenStream, plan: &StructurePlan, allow: &Option<TokenStream>) -> TokenStream {
    let text = &plan.ident;
    let fields = plan.fields.iter().map(|field| {
        let (text, name) = (field.ident.trim_start_matches("r#"), ident(&field.ident));
        if field.redacted {
            quote! { .field(#text, &rt::Redacted) }
        } else {
            quote! { .field(#text, &self.#name) }
        }
    });
    quote! {
        #allow
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#text) #(#fields)* .finish()
            }
        }
    }
}

fn structure_impl(
    name: &TokenStream,
    plan: &StructurePlan,
    allow: &Option<TokenStream>,
    context: &Context<'_>,
) -> TokenStream {
    let schema = schema::schema(&plan.schema);
    let result = context.prelude("Result");
    let fields: Vec<_> = plan
        .fields
        .iter()
        .map(|field| ident(&field.ident))
        .collect();
    let index: Vec<_> = (0..fields.len())
        .map(proc_macro2::Literal::usize_unsuffixed)
        .collect();
    let Some((last, others)) = fields.split_last() else {
        return quote! {
            #allow
            impl rt::Structure for #name {
                #schema
            }
        };
    };
    let last_index = &index[others.len()];
    let read = match others {
        [] => quote! { if i == 0 { r.member(&mut self.#last) } else { Ok(()) } },
        _ => quote! {
            match i {
                #(#index => r.member(&mut self.#fields),)*
                _ => Ok(()),
            }
        },
    };
    quote! {
        #allow
        impl rt::Structure for #name {
            #schema

            fn write_members<W: rt::Writer>(&self, w: &mut W) -> #result<(), W::Error> {
                #(w.member(#index, &self.#others)?;)*
                w.member(#last_index, &self.#last)
            }

            fn read_member<R: rt::Reader>(&mut self, i: usize, r: &mut R) -> rt::Read<R> {
                #read
            }
        }
    }
}
