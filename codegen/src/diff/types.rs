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
        RustType::Body => "tinsmith::Body".to_owned(),
        RustType::Timestamp => "tinsmith::Timestamp".to_owned(),
        RustType::Document => "tinsmith::Document".to_owned(),
        RustType::List(element) => format!("Vec<{}>", self::ty(element)),
        RustType::Option(inner) => format!("Option<{}>", self::ty(inner)),
        RustType::Boxed(inner) => format!("Box<{}>", self::ty(inner)),
        RustType::Map(key, value) => format!("BTreeMap<{}, {}>", self::ty(key), self::ty(value)),
        RustType::Named(name) => named(name),
        RustType::EventInput(name) => format!("tinsmith::EventInput<{}>", named(name)),
        RustType::EventStream(name) => format!("tinsmith::EventStream<{}>", named(name)),
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

/// What a change of a type is called: that one grew says nothing of the members that it has.
pub(super) fn change(old: &str, new: &str) -> &'static str {
    let unboxed = |ty: &str| ty.replacen("Box<", "", 1).replacen('>', "", 1);
    match () {
        () if old.len() < new.len() && unboxed(new) == old => "type, large now and so boxed",
        () if new.len() < old.len() && unboxed(old) == new => {
            "type, no longer large and so not boxed"
        }
        () => "type",
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

#[cfg(test)]
mod tests {
    use super::change;

    #[test]
    fn a_box_is_told_as_one() {
        let (plain, boxed) = ("Option<types::A>", "Option<Box<types::A>>");
        assert_eq!(change(plain, boxed), "type, large now and so boxed");
        assert_eq!(
            change(boxed, plain),
            "type, no longer large and so not boxed"
        );
        assert_eq!(change(plain, "Option<Box<types::B>>"), "type");
        assert_eq!(change("types::A", "Option<types::A>"), "type");
    }
}
