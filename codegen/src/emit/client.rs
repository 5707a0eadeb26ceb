//! The client: a method for each operation. Called by: emit.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Context, allow_unused, deprecated, docs, ident};
use crate::plan::{OperationPlan, PaginatorPlan, Plan};

pub(super) fn client(plan: &Plan, context: &Context<'_>) -> TokenStream {
    let about = docs(&plan.service.docs);
    let methods = plan
        .operations
        .iter()
        .map(|operation| method(operation, context));
    let unused = allow_unused();
    let new = docs(&["A client that calls the service as the configuration says.".to_owned()]);
    quote! {
        #about
        #[derive(Clone, Debug)]
        pub struct Client {
            inner: rt::Client,
        }

        #unused
        impl Client {
            #new
            pub fn new(config: &rt::Config) -> Self {
                Self { inner: rt::Client::new(config, &SERVICE) }
            }

            #(#methods)*
        }
    }
}

fn method(operation: &OperationPlan, context: &Context<'_>) -> TokenStream {
    let mut lines = operation.summary.clone();
    lines.extend([
        String::new(),
        format!(
            "See [`{}`] for the request, the response and the errors.",
            operation.ident
        ),
    ]);
    let about = docs(&lines);
    let deprecated = deprecated(operation.deprecated.as_deref());
    let [marker, method, request, response, error] = [
        &operation.ident,
        &operation.method,
        &operation.request.ident,
        &operation.response.ident,
        &operation.error.ident,
    ]
    .map(|name| ident(name));
    let result = context.prelude("Result");
    let paginator = operation
        .paginator
        .as_ref()
        .map(|paginator| paginator_method(operation, paginator));
    quote! {
        #about
        #deprecated
        pub async fn #method(&self, request: #request) -> #result<#response, rt::Error<#error>> {
            self.inner.call::<#marker>(&request).await
        }

        #paginator
    }
}

fn paginator_method(operation: &OperationPlan, paginator: &PaginatorPlan) -> TokenStream {
    let about = docs(&[format!(
        "The pages of [`Client::{}`], from the one that the request asks for.",
        operation.method.trim_start_matches("r#")
    )]);
    let deprecated = deprecated(operation.deprecated.as_deref());
    let [marker, method, request] = [
        &operation.ident,
        &paginator.method,
        &operation.request.ident,
    ]
    .map(|name| ident(name));
    quote! {
        #about
        #deprecated
        pub fn #method(&self, request: #request) -> rt::Paginator<#marker> {
            self.inner.paginate(request)
        }
    }
}
