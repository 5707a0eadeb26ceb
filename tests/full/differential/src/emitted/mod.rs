//! Reads emitted code as rustc would: the text of a file → the types, schemas and operations in it.
//!
//! Compiling the code of all models takes most of an hour; reading it takes a minute. Whatever is not of a form that is
//! known here is an error, so that nothing is left out in silence: `compiled` in `../run` proves on a few services that
//! this reading and rustc's agree.

mod bodies;
mod constants;
mod exprs;
mod scopes;

use std::collections::BTreeMap;

use syn::{Item, ItemImpl};
use tinsmith::codegen as rt;

use crate::model::{Events, Exception, Operation, Shape, Type};
use scopes::{Definition, Scopes};

/// What a file has.
pub struct Emitted {
    pub service: &'static rt::Service,
    pub operations: Vec<Operation>,
    /// What the model calls the shapes that are unions here.
    pub unions: Vec<&'static str>,
}

/// Reads a file.
pub fn read(text: &str) -> Result<Emitted, String> {
    let file = syn::parse_file(text).map_err(|error| format!("not Rust: {error}"))?;
    let scopes = Scopes::of(&file)?;
    let mut service = None;
    for definition in scopes.all() {
        match definition.what {
            Definition::Static(item) if definition.name == "SERVICE" => {
                service = Some(constants::service(&item.expr)?);
            }
            Definition::Static(_) => return Err(format!("a static {}", definition.name)),
            _ => {}
        }
    }
    let service = service.ok_or("no `static SERVICE`")?;
    let mut unions = Vec::new();
    for shape in scopes.shapes() {
        bodies::fill(&scopes, &shape).map_err(|error| format!("{}: {error}", shape.shape.name))?;
        if shape.shape.is_union() {
            unions.push(shape.shape.body().schema.name);
        }
    }
    let mut operations = Vec::new();
    for marker in scopes.markers() {
        let operation = operation(&scopes, marker, service);
        operations.push(operation.map_err(|error| format!("{}: {error}", marker.name))?);
    }
    Ok(Emitted {
        service,
        operations,
        unions,
    })
}

/// The impl of `rt::Operation` for a marker.
fn operation(
    scopes: &Scopes<'_>,
    marker: &scopes::Named<'_>,
    service: &'static rt::Service,
) -> Result<Operation, String> {
    let item = marker.one_impl("Operation")?;
    let types = exprs::associated_types(item)?;
    let of = |name: &str| -> Result<&syn::Type, String> {
        types
            .get(name)
            .copied()
            .ok_or_else(|| format!("no `type {name}`"))
    };
    if types.len() != 3 {
        return Err(format!("types {:?}", types.keys()));
    }
    let structure =
        |name: &str| -> Result<&'static Type, String> { Ok(scopes.ty("", of(name)?)?.keep()) };
    let info = exprs::constants(item)?;
    let (Some(info), 1) = (info.get("INFO"), info.len()) else {
        return Err(format!("constants {:?}", info.keys()));
    };
    let response = structure("Response")?;
    Ok(Operation {
        info: constants::operation(info, service)?,
        request: structure("Request")?,
        response,
        errors: errors(scopes, "", of("Error")?)?,
        events: events(scopes, response)?,
    })
}

/// The events of a response, and the impl of `rt::Events` that says which errors are among them.
fn events(scopes: &Scopes<'_>, response: &Type) -> Result<Option<Events>, String> {
    let Type::Structure(shape) = response else {
        return Ok(None);
    };
    let fields = shape.body().fields.iter();
    let mut unions = fields.filter_map(|field| match field.ty {
        Type::Events(union) | Type::Option(Type::Events(union)) => Some(*union),
        _ => None,
    });
    let Some(union) = unions.next() else {
        return Ok(None);
    };
    let item = scopes.item_of(union)?;
    let types = exprs::associated_types(item.one_impl("Events")?)?;
    let error = types.get("Error").ok_or("events without errors")?;
    Ok(Some(Events {
        ty: Type::Structure(union).keep(),
        errors: errors(scopes, item.module, error)?,
    }))
}

/// The impl of `rt::OperationError`, and the variants that it reads.
fn errors(
    scopes: &Scopes<'_>,
    module: &str,
    ty: &syn::Type,
) -> Result<&'static [Exception], String> {
    let error = scopes.error(module, ty)?;
    let Definition::Enum(item) = error.what else {
        return Err(format!("{} is not an enum", error.name));
    };
    let mut variants = BTreeMap::new();
    let mut rest = None;
    for variant in &item.variants {
        match exprs::variant_type(variant)? {
            Some(ty) => variants.insert(variant.ident.to_string(), scopes.ty(module, ty)?.keep()),
            None if rest.is_none() => {
                rest = Some(variant.ident.to_string());
                None
            }
            None => return Err(format!("{} has two variants without a type", error.name)),
        };
    }
    let rest = rest.ok_or("no variant for the rest")?;
    let read = exprs::function(error.one_impl("OperationError")?, "read")?;
    let arms = exprs::codes(read, &rest)?;
    if arms.len() != variants.len() {
        return Err(format!("reads {arms:?} of {:?}", variants.keys()));
    }
    let mut exceptions = Vec::new();
    for (code, variant) in arms {
        let ty = variants
            .remove(&variant)
            .ok_or_else(|| format!("no variant {variant}, or read twice"))?;
        exceptions.push(Exception { code, ty });
    }
    Ok(Box::leak(exceptions.into_boxed_slice()))
}

/// A shape and the impl of `rt::Structure` for it.
struct Implemented<'f> {
    shape: &'static Shape,
    module: &'f str,
    item: &'f Item,
    implementation: &'f ItemImpl,
}
