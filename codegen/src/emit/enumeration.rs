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
    let unknown = ident(&plan.unknown);
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
    let conversions = conversions(&name, plan, context);
    let allow = allow_deprecated(plan.deprecated.is_some());
    let serde = serde::serde(&name, &allow, context);
    quote! {
        #about
        #deprecation
        #allow
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #name {
            #(#about_variants #variants,)*
            #about_unknown
            #unknown(#string),
        }

        #inherent
        #conversions
        #serde
    }
}

fn inherent(name: &TokenStream, plan: &EnumPlan) -> TokenStream {
    let unknown = ident(&plan.unknown);
    let variants: Vec<_> = plan
        .values
        .iter()
        .map(|value| ident(&value.ident))
        .collect();
    let values = plan.values.iter().map(|value| &value.value);
    let sorted = plan.sorted.iter().map(|variant| ident(variant));
    let about_values = docs(&["The values that the model lists, sorted.".to_owned()]);
    let about_as_str = docs(&["The value as it is on the wire.".to_owned()]);
    let allow = allow_deprecated(plan.deprecated.is_some());
    quote! {
        #allow
        impl #name {
            #about_values
            pub const VALUES: &'static [Self] = &[#(Self::#sorted),*];

            #about_as_str
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::#unknown(value) => value,
                }
            }
        }
    }
}

fn conversions(name: &TokenStream, plan: &EnumPlan, context: &Context<'_>) -> TokenStream {
    let unknown = ident(&plan.unknown);
    let known = plan.values.iter().map(|value| ident(&value.ident));
    let values = plan.values.iter().map(|value| &value.value);
    let find = if plan.searched {
        quote! { rt::find(Self::VALUES, value).unwrap_or_else(|| Self::#unknown(value.to_owned())) }
    } else {
        quote! {
            match value {
                #(#values => Self::#known,)*
                _ => Self::#unknown(value.to_owned()),
            }
        }
    };
    let shown = if plan.redacted {
        quote! { &rt::Redacted }
    } else {
        quote! { self.as_str() }
    };
    let [default, from, result, string] =
        ["Default", "From", "Result", "String"].map(|name| context.prelude(name));
    let allow = allow_deprecated(plan.deprecated.is_some());
    quote! {
        #allow
        impl #from<&str> for #name {
            fn from(value: &str) -> Self {
                #find
            }
        }

        #allow
        impl #default for #name {
            fn default() -> Self {
                Self::#unknown(#string::new())
            }
        }

        #allow
        impl ::core::convert::AsRef<str> for #name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        #allow
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(#shown, f)
            }
        }

        #allow
        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        #allow
        impl rt::Shape for #name {
            fn write<W: rt::Writer>(&self, w: &mut W) -> #result<(), W::Error> {
                w.string(self.as_str())
            }

            fn read<R: rt::Reader>(r: &mut R) -> #result<Self, R::Error> {
                r.string().map(|value| Self::from(&*value))
            }
        }
    }
}
