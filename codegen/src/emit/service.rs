//! The facts of the service. Called by: emit.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::ident;
use crate::plan::ServicePlan;

pub(super) fn service(service: &ServicePlan) -> TokenStream {
    let ServicePlan {
        id,
        version,
        endpoint_prefix,
        ..
    } = service;
    let protocol = ident(
        service
            .protocol
            .expect("the planner refuses operations without a protocol"),
    );
    let signing_name = service.signing_name.iter();
    let target_prefix = service.target_prefix.iter();
    let global_endpoint = service.global_endpoint.iter();
    let query_compatible = service
        .query_compatible
        .then(|| quote! { .query_compatible() });
    quote! {
        static SERVICE: rt::Service = rt::Service::new(#id, #version, rt::Protocol::#protocol, #endpoint_prefix)
            #(.signing_name(#signing_name))*
            #(.target_prefix(#target_prefix))*
            #(.global_endpoint(#global_endpoint))*
            #query_compatible;
    }
}
