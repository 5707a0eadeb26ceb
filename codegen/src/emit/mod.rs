//! From the plan to tokens: one kind of item per file. Reads: plan. Called by: pipeline.
//!
//! Nothing here decides and nothing here fails: an emitter is a `quote!` skeleton over a finished plan.

mod client;
mod context;
mod enumeration;
mod errors;
mod operation;
mod schema;
mod serde;
mod service;
mod structure;
mod unions;

use proc_macro2::TokenStream;
use quote::quote;

use crate::options::Emit;
use crate::plan::{Module, OperationPlan, Plan, StructurePlan, TypePlan};
use context::Context;

/// Some items of the file that belong together, still to be emitted: tokens cannot go from thread to thread, plans can.
pub(crate) struct Item<'p> {
    /// What to call it if it turns out not to be Rust.
    pub(crate) name: &'p str,
    pub(crate) module: Module,
    kind: ItemKind<'p>,
}

enum ItemKind<'p> {
    Imports,
    Service,
    Client,
    Operation(&'p OperationPlan),
    Error(&'p OperationPlan),
    Structure(&'p StructurePlan),
    Type(&'p TypePlan),
    /// The module that the items after it stand in.
    Head {
        about: &'static str,
    },
}

impl Item<'_> {
    /// Whether the item stands inside a module of the file.
    pub(crate) fn is_nested(&self) -> bool {
        self.module != Module::Root && !self.is_head()
    }

    /// Whether the item is a module that the items after it belong into.
    pub(crate) fn is_head(&self) -> bool {
        matches!(self.kind, ItemKind::Head { .. })
    }
}

/// The items of the file, in the order of a reader: the service, its client, each operation with its types, the nested types, the exceptions.
pub(crate) fn items(plan: &Plan) -> Vec<Item<'_>> {
    let root = |name, kind| Item {
        name,
        module: Module::Root,
        kind,
    };
    let mut items = vec![root("imports", ItemKind::Imports)];
    if plan.emit >= Emit::Operations {
        items.push(root("SERVICE", ItemKind::Service));
    }
    if plan.emit >= Emit::Client {
        items.push(root("Client", ItemKind::Client));
    }
    for operation in &plan.operations {
        if plan.emit >= Emit::Operations {
            items.push(root(&operation.ident, ItemKind::Operation(operation)));
        }
        items.push(root(
            &operation.request.ident,
            ItemKind::Structure(&operation.request),
        ));
        items.push(root(
            &operation.response.ident,
            ItemKind::Structure(&operation.response),
        ));
        items.push(root(&operation.error.ident, ItemKind::Error(operation)));
    }
    let head = |module, name, about| Item {
        name,
        module,
        kind: ItemKind::Head { about },
    };
    if !plan.types.is_empty() {
        items.push(head(
            Module::Types,
            "types",
            "Structures, unions and enums that requests and responses hold.",
        ));
    }
    items.extend(plan.types.iter().map(|item| {
        let name = match item {
            TypePlan::Structure(structure) => &structure.ident,
            TypePlan::Union(union) => &union.ident,
            TypePlan::Enum(enumeration) => &enumeration.ident,
        };
        Item {
            name,
            module: Module::Types,
            kind: ItemKind::Type(item),
        }
    }));
    if !plan.errors.is_empty() {
        items.push(head(
            Module::Errors,
            "errors",
            "The exceptions of the model.",
        ));
    }
    items.extend(plan.errors.iter().map(|error| Item {
        name: &error.ident,
        module: Module::Errors,
        kind: ItemKind::Structure(error),
    }));
    items
}

/// The tokens of some items.
pub(crate) fn tokens(plan: &Plan, item: &Item<'_>) -> TokenStream {
    let context = Context::new(plan, item.module);
    match &item.kind {
        ItemKind::Head { about } => head(item.name, about),
        ItemKind::Imports => imports(plan.serde),
        ItemKind::Service => service::service(&plan.service),
        ItemKind::Client => client::client(plan, &context),
        ItemKind::Operation(operation) => operation::operation(operation, &context),
        ItemKind::Error(operation) => errors::operation_error(&operation.error, &context),
        ItemKind::Structure(structure) => structure::structure(structure, &context),
        ItemKind::Type(TypePlan::Structure(structure)) => structure::structure(structure, &context),
        ItemKind::Type(TypePlan::Union(union)) => unions::union(union, &context),
        ItemKind::Type(TypePlan::Enum(enumeration)) => {
            enumeration::enumeration(enumeration, &context)
        }
    }
}

fn imports(serde: bool) -> TokenStream {
    let needs_serde = serde.then(|| quote! { rt::needs_serde!(); });
    quote! {
        use ::tinsmith::codegen as rt;
        #needs_serde
    }
}

fn head(name: &str, about: &str) -> TokenStream {
    let name = context::ident(name);
    let about = context::docs(&[about.to_owned()]);
    let unused = context::allow_unused();
    let reason = "the model names the variants";
    quote! {
        #about
        #unused
        #[allow(clippy::enum_variant_names, clippy::upper_case_acronyms, reason = #reason)]
        pub mod #name {
            use super::rt;
        }
    }
}
