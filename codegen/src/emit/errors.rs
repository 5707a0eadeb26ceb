//! The error type of an operation, and what exceptions have beyond structures. Called by: emit, structure.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, allow_deprecated, docs, ident};
use crate::plan::{ErrorPlan, ExceptionPlan};

pub(super) fn operation_error(error: &ErrorPlan, context: &Context<'_>) -> TokenStream {
    let about = "The errors that the model lists for the operation, and one for all others.";
    errors(error, about, context)
}

/// The error type of the events of a response.
pub(super) fn event_error(error: &ErrorPlan, context: &Context<'_>) -> TokenStream {
    let about = "The errors that the model lists among the events, and one for all others.";
    errors(error, about, context)
}

fn errors(error: &ErrorPlan, about: &str, context: &Context<'_>) -> TokenStream {
    let [name, rest] = [&error.ident, &error.rest].map(|name| ident(name));
    let about = docs(&[about.to_owned()]);
    let about_rest = docs(&[
        "An error that the model does not list: see the code of [`tinsmith::Error`](rt::Error)."
            .to_owned(),
    ]);
    let variants: Vec<_> = error
        .variants
        .iter()
        .map(|variant| ident(&variant.ident))
        .collect();
    let about_variants = error.variants.iter().map(|variant| docs(&variant.docs));
    let types = error.variants.iter().map(|variant| {
        let name = context.named(&variant.ty);
        if variant.boxed {
            let outer = context.prelude("Box");
            quote! { #outer<#name> }
        } else {
            name
        }
    });
    let codes = error.variants.iter().map(|variant| &variant.code);
    let result = context.prelude("Result");
    let allow = allow_deprecated(error.uses_deprecated);
    let unused = context.unused_item();
    let read = if error.variants.is_empty() {
        quote! {
            fn read<R: rt::Reader>(_code: &str, _r: &mut R) -> #result<Self, R::Error> {
                Ok(Self::#rest)
            }
        }
    } else {
        quote! {
            fn read<R: rt::Reader>(code: &str, r: &mut R) -> #result<Self, R::Error> {
                match code {
                    #(#codes => r.variant(Self::#variants),)*
                    _ => Ok(Self::#rest),
                }
            }
        }
    };
    quote! {
        #about
        #allow
        #unused
        #[derive(Clone, Debug, PartialEq)]
        pub enum #name {
            #(#about_variants #variants(#types),)*
            #about_rest
            #rest,
        }

        #allow
        impl rt::OperationError for #name {
            #read
        }
    }
}

/// `Display` and `Error` of an exception.
pub(super) fn exception(name: &TokenStream, exception: &ExceptionPlan) -> TokenStream {
    let code = &exception.code;
    let message = exception.message.as_ref().map(|field| {
        let field = ident(field);
        quote! { , #field }
    });
    quote! { rt::exception_traits!(#name, #code #message); }
}
