//! The serde view of a type, with the option `serde`. Called by: structure, unions, enumeration.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;

pub(super) fn serde(
    name: &TokenStream,
    allow: &Option<TokenStream>,
    context: &Context<'_>,
) -> Option<TokenStream> {
    let result = context.prelude("Result");
    context.serde.then(|| {
        quote! {
            #allow
            impl rt::serde::Serialize for #name {
                fn serialize<S: rt::serde::Serializer>(&self, serializer: S) -> #result<S::Ok, S::Error> {
                    rt::serialize(self, serializer)
                }
            }

            #allow
            impl<'de> rt::serde::Deserialize<'de> for #name {
                fn deserialize<D: rt::serde::Deserializer<'de>>(deserializer: D) -> #result<Self, D::Error> {
                    rt::deserialize(deserializer)
                }
            }
        }
    })
}
