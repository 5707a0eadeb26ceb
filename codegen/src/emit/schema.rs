//! The schema constants. Called by: structure, unions.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::ident;
use crate::plan::{Fact, MemberSchema, SchemaPlan};

/// The constants of the trait `Structure`.
pub(super) fn schema(schema: &SchemaPlan) -> TokenStream {
    let shape = &schema.shape;
    let kind = schema
        .union
        .then(|| quote! { const KIND: rt::Kind = rt::Kind::Union; });
    let members = schema.members.iter().map(member);
    let members = (!schema.members.is_empty())
        .then(|| quote! { const MEMBERS: &'static [rt::Member] = &[#(#members),*]; });
    quote! {
        const NAME: &'static str = #shape;
        #members
        #kind
    }
}

fn member(member: &MemberSchema) -> TokenStream {
    let name = &member.name;
    let facts = member.facts.iter().map(fact);
    quote! { rt::Member::new(#name) #(#facts)* }
}

fn fact(fact: &Fact) -> TokenStream {
    match fact {
        Fact::Flag(call) => {
            let call = ident(call);
            quote! { .#call() }
        }
        Fact::Text(call, text) => {
            let call = ident(call);
            quote! { .#call(#text) }
        }
        Fact::Variant(call, ty, variant) => {
            let [call, ty, variant] = [call, ty, variant].map(|name| ident(name));
            quote! { .#call(rt::#ty::#variant) }
        }
        Fact::Namespace(prefix, uri) => quote! { .xml_namespace(#prefix, #uri) },
        Fact::List(element) => {
            let element = member(element);
            quote! { .list(&#element) }
        }
        Fact::Map(key, value) => {
            let (key, value) = (member(key), member(value));
            quote! { .map(&#key, &#value) }
        }
    }
}
