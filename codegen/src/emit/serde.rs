//! The serde view of a type, with the option `serde`. Called by: structure, unions, enumeration.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::Context;

pub(super) fn serde(name: &TokenStream, context: &Context<'_>) -> Option<TokenStream> {
    context.serde.then(|| quote! { rt::serde_traits!(#name); })
}
