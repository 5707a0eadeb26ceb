//! The marker of an operation, which ties its types together, and how to go through its pages. Called by: emit.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, allow_deprecated, docs, ident};
use crate::plan::{
    ChecksumPlan, Field, ItemsPlan, OperationPlan, PaginatorPlan, RequestFacts, RustType,
};

pub(super) fn operation(operation: &OperationPlan, context: &Context<'_>) -> TokenStream {
    let about = docs(&operation.docs);
    let unused = context.unused_item();
    let [marker, request, response, error] = [
        &operation.ident,
        &operation.request.ident,
        &operation.response.ident,
        &operation.error.ident,
    ]
    .map(|name| ident(name));
    let OperationPlan {
        wire_name,
        http_method,
        uri,
        ..
    } = operation;
    let host_prefix = operation.host_prefix.iter();
    let unsigned = operation.unsigned.then(|| quote! { .unsigned() });
    let facts = facts(&operation.facts);
    let event_input = (operation.event_input.as_ref()).map(|_| quote! { .event_input() });
    let event_output = (operation.event_output.as_ref()).map(|_| quote! { .event_output() });
    let events = events(operation, context);
    let codes = &operation.retryable;
    let retryable = (!codes.is_empty()).then(|| quote! { .retryable(&[#(#codes),*]) });
    let pages = operation
        .paginator
        .as_ref()
        .map(|paginator| paginated(operation, paginator, context));
    quote! {
        #about
        #unused
        #[derive(Clone, Copy, Debug)]
        pub struct #marker;

        impl rt::Operation for #marker {
            type Request = #request;
            type Response = #response;
            type Error = #error;
            const INFO: &'static rt::OperationInfo = &SERVICE.operation(#wire_name, #http_method, #uri)
                #(.host_prefix(#host_prefix))*
                #unsigned
                #facts
                #event_input
                #event_output
                #retryable;

            #events
        }

        #pages
    }
}

/// How events get out of a request and into a response.
fn events(operation: &OperationPlan, context: &Context<'_>) -> TokenStream {
    let [request, response] =
        [&operation.request.ident, &operation.response.ident].map(|name| ident(name));
    let option = context.prelude("Option");
    let input = operation.event_input.as_ref().map(|input| {
        let field = ident(&input.field.ident);
        let allow = allow_deprecated(input.deprecated);
        let events = if input.field.required {
            quote! { rt::outgoing::<Self, _>(&request.#field) }
        } else {
            quote! { request.#field.as_ref().and_then(rt::outgoing::<Self, _>) }
        };
        quote! {
            #allow
            fn events(request: &#request) -> #option<rt::Outgoing> {
                #events
            }
        }
    });
    let output = operation.event_output.as_ref().map(|output| {
        let field = ident(&output.field.ident);
        let allow = allow_deprecated(output.deprecated);
        let events = quote! { rt::incoming::<Self, _>(events) };
        let events = if output.field.required {
            events
        } else {
            quote! { Some(#events) }
        };
        quote! {
            #allow
            fn set_events(response: &mut #response, events: rt::Incoming) {
                response.#field = #events;
            }
        }
    });
    quote! { #input #output }
}

/// Calls of the builders of the runtime's `OperationInfo`.
fn facts(facts: &RequestFacts) -> TokenStream {
    let unsigned_payload = facts
        .unsigned_payload
        .then(|| quote! { .unsigned_payload() });
    let no_input = facts.no_input.then(|| quote! { .no_input() });
    let root = facts.root.iter();
    let namespace = facts.namespace.iter();
    let namespace = namespace.map(|(prefix, uri)| quote! { .namespace(#prefix, #uri) });
    let checksum = facts.checksum.as_ref().map(checksum);
    let md5 = facts.md5.then(|| quote! { .md5() });
    let compressed = facts.compressed.then(|| quote! { .compressed() });
    quote! { #unsigned_payload #no_input #(.root(#root))* #(#namespace)* #checksum #md5 #compressed }
}

fn checksum(checksum: &ChecksumPlan) -> TokenStream {
    let required = checksum.required.then(|| quote! { .required() });
    let algorithm = checksum.algorithm.iter();
    let mode = checksum.mode.iter();
    let algorithms = &checksum.response;
    let response = (!algorithms.is_empty()).then(|| quote! { .response(&[#(#algorithms),*]) });
    quote! {
        .checksum(&rt::Checksum::new() #required #(.algorithm(#algorithm))* #(.mode(#mode))* #response)
    }
}

fn paginated(
    operation: &OperationPlan,
    paginator: &PaginatorPlan,
    context: &Context<'_>,
) -> TokenStream {
    let [marker, request, response] = [
        &operation.ident,
        &operation.request.ident,
        &operation.response.ident,
    ]
    .map(|name| ident(name));
    let token = context.ty(&paginator.token.ty);
    let option = context.prelude("Option");
    let more = paginator.more_results.as_ref().map(|path| {
        let flag = follow(path, &RustType::Boolean);
        quote! {
            if #flag == Some(false) {
                return None;
            }
        }
    });
    let next = follow(&paginator.token.response, &paginator.token.ty);
    let not_empty = (paginator.token.ty == RustType::String)
        .then(|| quote! { .filter(|token| !token.is_empty()) });
    let field = ident(&paginator.token.request.ident);
    let value = if paginator.token.request.required {
        quote! { token }
    } else {
        quote! { Some(token) }
    };
    let allow = allow_deprecated(paginator.uses_deprecated);
    let items = paginator
        .items
        .as_ref()
        .map(|plan| items(operation, plan, &allow, context));
    quote! {
        #allow
        impl rt::Paginated for #marker {
            type Token = #token;

            fn next_token(response: &#response) -> #option<#token> {
                #more
                #next #not_empty
            }

            fn set_token(request: &mut #request, token: #token) {
                request.#field = #value;
            }
        }

        #items
    }
}

/// An expression for a copy of the value at the end of a path through `response`, or none.
fn follow(path: &[Field], ty: &RustType) -> TokenStream {
    let Some((last, before)) = path.split_last() else {
        return quote! { None };
    };
    let field = ident(&last.ident);
    let clone = (!ty.is_copy()).then(|| quote! { .clone() });
    if before.is_empty() {
        return if last.required {
            quote! { Some(response.#field #clone) }
        } else {
            quote! { response.#field #clone }
        };
    }
    let steps = before.iter().map(|step| {
        let field = ident(&step.ident);
        if step.required {
            quote! { .map(|value| &value.#field) }
        } else {
            quote! { .and_then(|value| value.#field.as_ref()) }
        }
    });
    let end = if last.required {
        quote! { .map(|value| value.#field #clone) }
    } else {
        quote! { .and_then(|value| value.#field #clone) }
    };
    quote! { Some(response) #(#steps)* #end }
}

fn items(
    operation: &OperationPlan,
    items: &ItemsPlan,
    allow: &Option<TokenStream>,
    context: &Context<'_>,
) -> TokenStream {
    let [marker, response] = [&operation.ident, &operation.response.ident].map(|name| ident(name));
    let item = match items.item.as_slice() {
        [element] => context.ty(element),
        parts => {
            let parts = parts.iter().map(|part| context.ty(part));
            quote! { (#(#parts),*) }
        }
    };
    let [iterator, send] = ["Iterator", "Send"].map(|name| context.prelude(name));
    let chain = into_items(&items.path);
    quote! {
        #allow
        impl rt::PaginatedItems for #marker {
            type Item = #item;

            fn items(response: #response) -> impl #iterator<Item = Self::Item> + #send + 'static {
                #chain
            }
        }
    }
}

/// An expression that takes the items out of `response`.
fn into_items(path: &[Field]) -> TokenStream {
    let Some((first, rest)) = path.split_first() else {
        return quote! { ::core::iter::empty() };
    };
    let field = ident(&first.ident);
    if rest.is_empty() {
        let flatten = (!first.required).then(|| quote! { .flatten() });
        return quote! { response.#field.into_iter() #flatten };
    }
    let steps = path.iter().map(|step| {
        let field = ident(&step.ident);
        if step.required {
            quote! { .map(|value| value.#field) }
        } else {
            quote! { .and_then(|value| value.#field) }
        }
    });
    quote! { Some(response) #(#steps)* .into_iter().flatten() }
}
