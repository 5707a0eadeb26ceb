//! Enums. Called by: emit.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, allow_deprecated, deprecated, docs, ident};
use super::serde;
use crate::plan::EnumPlan;

pub(super) fn enumeration(plan: &EnumPlan, context: &Context<'_>) -> TokenStream {
    let name = ident(&plan.ident);
    let name = quote! { #name };
    let about = docs(&plan.docs);
    let deprecation = deprecated(plan.deprecated.as_deref());
    let about_unknown =
        docs(&["A value that the model did not have when this was generated.".to_owned()]);
    let variants: Vec<_> = plan
        .values
        .iter()
        .map(|value| ident(&value.ident))
        .collect();
    let about_variants = plan.values.iter().map(|value| docs(&value.docs));
    let string = context.prelude("String");
    let inherent = inherent(&name, plan);
    let redacted = plan.redacted.then(|| quote! { , redacted });
    let allow = allow_deprecated(plan.deprecated.is_some());
    let serde = serde::serde(&name, context);
    quote! {
        #about
        #deprecation
        #allow
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #name {
            #(#about_variants #variants,)*
            #about_unknown
            Unknown(#string),
        }

        #inherent
        rt::enum_traits!(#name #redacted);
        #serde
    }
}

fn inherent(name: &TokenStream, plan: &EnumPlan) -> TokenStream {
    let variants: Vec<_> = plan
        .values
        .iter()
        .map(|value| ident(&value.ident))
        .collect();
    let values = plan.values.iter().map(|value| &value.value);
    let about_values = docs(&["The values that the model lists, sorted.".to_owned()]);
    let about_as_str = docs(&["The value as it is on the wire.".to_owned()]);
    let allow = allow_deprecated(plan.deprecated.is_some());
    quote! {
        #allow
        impl #name {
            #about_values
            pub const VALUES: &'static [Self] = &[#(Self::#variants),*];

            #about_as_str
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::Unknown(value) => value,
                }
            }
        }
    }
}
