//! What every emitter needs: identifiers, documentation, and paths as they read from one module. Read by: the emitters.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::options::Emit;
use crate::plan::{Module, PRELUDE, Plan, RustType, TypeName};

/// The module that is being emitted.
pub(super) struct Context<'p> {
    module: Module,
    shadowed: &'p BTreeSet<String>,
    emit: Emit,
    pub(super) serde: bool,
}

impl<'p> Context<'p> {
    pub(super) fn new(plan: &'p Plan, module: Module) -> Self {
        let shadowed = match module {
            Module::Root => &plan.shadowed.root,
            Module::Types => &plan.shadowed.types,
            Module::Errors => &plan.shadowed.errors,
        };
        Self {
            module,
            shadowed,
            emit: plan.emit,
            serde: plan.serde,
        }
    }

    /// As [`allow_unused`], for an `impl` at the root; the modules of other items say it once for all in them.
    pub(super) fn unused_methods(&self) -> Option<TokenStream> {
        (self.module == Module::Root).then(allow_unused)
    }

    /// As [`allow_unused`], for an item at the root that no method of the client names.
    pub(super) fn unused_item(&self) -> Option<TokenStream> {
        (self.module == Module::Root && self.emit < Emit::Client).then(allow_unused)
    }

    /// A name of the prelude: as it is, or as an absolute path where the module has an item of that name.
    pub(super) fn prelude(&self, name: &str) -> TokenStream {
        let short = ident(name);
        match PRELUDE.iter().find(|(known, _)| *known == name) {
            Some((_, path)) if self.shadowed.contains(name) => {
                let path = path.map(ident);
                quote! { #(::#path)*::#short }
            }
            _ => quote! { #short },
        }
    }

    /// A type, as it is written in this module.
    pub(super) fn ty(&self, ty: &RustType) -> TokenStream {
        match ty {
            RustType::Boolean => quote! { bool },
            RustType::Integer => quote! { i32 },
            RustType::Long => quote! { i64 },
            RustType::Float => quote! { f32 },
            RustType::Double => quote! { f64 },
            RustType::String => self.prelude("String"),
            RustType::Blob => quote! { rt::Bytes },
            RustType::Body => quote! { rt::Body },
            RustType::Timestamp => quote! { rt::Timestamp },
            RustType::Document => quote! { rt::Document },
            RustType::List(element) => self.generic("Vec", element),
            RustType::Option(inner) => self.generic("Option", inner),
            RustType::Boxed(inner) => self.generic("Box", inner),
            RustType::Map(key, value) => {
                let (key, value) = (self.ty(key), self.ty(value));
                quote! { rt::Map<#key, #value> }
            }
            RustType::Named(name) => self.named(name),
            RustType::EventInput(name) => {
                let event = self.named(name);
                quote! { rt::EventInput<#event> }
            }
            RustType::EventStream(name) => {
                let event = self.named(name);
                quote! { rt::EventStream<#event> }
            }
        }
    }

    fn generic(&self, name: &str, inner: &RustType) -> TokenStream {
        let (outer, inner) = (self.prelude(name), self.ty(inner));
        quote! { #outer<#inner> }
    }

    /// A type of the file, as it is named in this module.
    pub(super) fn named(&self, name: &TypeName) -> TokenStream {
        let short = ident(&name.ident);
        let module = match name.module {
            module if module == self.module => return quote! { #short },
            Module::Root => return quote! { super::#short },
            Module::Types => ident("types"),
            Module::Errors => ident("errors"),
        };
        if self.module == Module::Root {
            quote! { #module::#short }
        } else {
            quote! { super::#module::#short }
        }
    }
}

/// Lets an item name deprecated ones.
pub(super) fn allow_deprecated(uses_deprecated: bool) -> Option<TokenStream> {
    let reason = "the model deprecates something that this names";
    uses_deprecated.then(|| quote! { #[allow(deprecated, reason = #reason)] })
}

/// Lets a program leave unused what it does not need: in a binary, even public items are expected to be used.
pub(super) fn allow_unused() -> TokenStream {
    let reason = "a program may need a part of it";
    quote! { #[allow(dead_code, reason = #reason)] }
}

/// An identifier, which can be a raw one.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A documentation comment.
pub(super) fn docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote! { #(#[doc = #lines])* }
}

/// The attribute of something deprecated; an empty note stands for none.
pub(super) fn deprecated(note: Option<&str>) -> Option<TokenStream> {
    Some(match note? {
        "" => quote! { #[deprecated] },
        note => quote! { #[deprecated(note = #note)] },
    })
}
