//! Types as a program outside the emitted module reads them. Read by: the comparisons.

use crate::plan::{Module, RustType, TypeName};

/// A type.
pub(super) fn ty(ty: &RustType) -> String {
    match ty {
        RustType::Boolean => "bool".to_owned(),
        RustType::Integer => "i32".to_owned(),
        RustType::Long => "i64".to_owned(),
        RustType::Float => "f32".to_owned(),
        RustType::Double => "f64".to_owned(),
        RustType::String => "String".to_owned(),
        RustType::Blob => "tinsmith::Bytes".to_owned(),
        RustType::Timestamp => "tinsmith::Timestamp".to_owned(),
        RustType::Document => "tinsmith::Document".to_owned(),
        RustType::List(element) => format!("Vec<{}>", self::ty(element)),
        RustType::Option(inner) => format!("Option<{}>", self::ty(inner)),
        RustType::Boxed(inner) => format!("Box<{}>", self::ty(inner)),
        RustType::Map(key, value) => format!("BTreeMap<{}, {}>", self::ty(key), self::ty(value)),
        RustType::Named(name) => named(name),
    }
}

/// The type of a field.
pub(super) fn field(ty: &RustType, required: bool) -> String {
    let ty = self::ty(ty);
    if required {
        ty
    } else {
        format!("Option<{ty}>")
    }
}

/// A type of the emitted module.
pub(super) fn named(name: &TypeName) -> String {
    match name.module {
        Module::Root => name.ident.clone(),
        Module::Types => format!("types::{}", name.ident),
        Module::Errors => format!("errors::{}", name.ident),
    }
}
