//! Unions. Called by: emit.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, allow_deprecated, deprecated, docs, ident};
use super::structure::derives;
use super::{errors, schema, serde};
use crate::plan::{ErrorPlan, UnionPlan};

pub(super) fn union(plan: &UnionPlan, context: &Context<'_>) -> TokenStream {
    let name = ident(&plan.ident);
    let name = quote! { #name };
    let about = docs(&plan.docs);
    let deprecation = deprecated(plan.deprecated.as_deref());
    let allow = allow_deprecated(plan.uses_deprecated);
    let redacted = plan.variants.iter().any(|variant| variant.redacted);
    let derives = derives(!redacted, false, plan.eq);
    let variants = plan.variants.iter().map(|variant| {
        let (about, name, ty) = (
            docs(&variant.docs),
            ident(&variant.ident),
            context.ty(&variant.ty),
        );
        let deprecated = deprecated(variant.deprecated.as_deref());
        quote! { #about #deprecated #name(#ty), }
    });
    let about_unknown = docs(&[
        "A member that the model did not have: its name. It can be read but not sent.".to_owned(),
    ]);
    let [default, string] = ["Default", "String"].map(|name| context.prelude(name));
    let debug = redacted.then(|| debug(&name, plan, &allow));
    let structure = structure_impl(&name, plan, &allow, context);
    let serde = serde::serde(&name, context);
    let events = plan
        .event_error
        .as_ref()
        .map(|error| events(&name, error, &allow, context));
    quote! {
        #about
        #deprecation
        #allow
        #derives
        pub enum #name {
            #(#variants)*
            #about_unknown
            Unknown(#string),
        }

        #allow
        impl #default for #name {
            fn default() -> Self {
                Self::Unknown(#string::new())
            }
        }

        #debug
        #structure
        #serde
        #events
    }
}

/// What the events of a response have beyond a union.
fn events(
    name: &TokenStream,
    error: &ErrorPlan,
    allow: &Option<TokenStream>,
    context: &Context<'_>,
) -> TokenStream {
    let enumeration = errors::event_error(error, context);
    let error = ident(&error.ident);
    quote! {
        #allow
        impl rt::Events for #name {
            type Error = #error;
        }

        #enumeration
    }
}

fn debug(name: &TokenStream, plan: &UnionPlan, allow: &Option<TokenStream>) -> TokenStream {
    let arms = plan.variants.iter().map(|variant| {
        let (text, name) = (&variant.ident, ident(&variant.ident));
        if variant.redacted {
            quote! { Self::#name(_) => f.debug_tuple(#text).field(&rt::Redacted).finish(), }
        } else {
            quote! { Self::#name(value) => f.debug_tuple(#text).field(value).finish(), }
        }
    });
    quote! {
        #allow
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    #(#arms)*
                    Self::Unknown(name) => f.debug_tuple("Unknown").field(name).finish(),
                }
            }
        }
    }
}

fn structure_impl(
    name: &TokenStream,
    plan: &UnionPlan,
    allow: &Option<TokenStream>,
    context: &Context<'_>,
) -> TokenStream {
    let schema = schema::schema(&plan.schema);
    let result = context.prelude("Result");
    let variants: Vec<_> = plan
        .variants
        .iter()
        .map(|variant| ident(&variant.ident))
        .collect();
    let index: Vec<_> = (0..variants.len())
        .map(proc_macro2::Literal::usize_unsuffixed)
        .collect();
    let read = match variants.as_slice() {
        [] => quote! {
            fn read_member<R: rt::Reader>(&mut self, _: usize, r: &mut R) -> rt::Read<R> {
                *self = Self::Unknown(r.unknown_variant()?);
                Ok(())
            }
        },
        _ => quote! {
            fn read_member<R: rt::Reader>(&mut self, i: usize, r: &mut R) -> rt::Read<R> {
                *self = match i {
                    #(#index => r.variant(Self::#variants)?,)*
                    _ => Self::Unknown(r.unknown_variant()?),
                };
                Ok(())
            }
        },
    };
    quote! {
        #allow
        impl rt::Structure for #name {
            #schema

            fn write_members<W: rt::Writer>(&self, w: &mut W) -> #result<(), W::Error> {
                match self {
                    #(Self::#variants(value) => w.member(#index, value),)*
                    Self::Unknown(name) => w.unknown_variant(name),
                }
            }

            #read
        }
    }
}
