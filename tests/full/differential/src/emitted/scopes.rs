//! The items of a file by module and name, and what a type written in one of the modules means. Read by: `emitted`.

use std::collections::BTreeMap;

use syn::{GenericArgument, Item, ItemEnum, ItemImpl, ItemStatic, PathArguments};

use super::Implemented;
use super::exprs::text;
use crate::model::{Shape, Type};

/// Everything that a file defines.
pub struct Scopes<'f> {
    /// By module (`""` for the root) and name.
    names: BTreeMap<(&'static str, String), Named<'f>>,
    shapes: BTreeMap<(&'static str, String), &'static Shape>,
}

/// A type or a constant, with what is implemented for it.
pub struct Named<'f> {
    pub name: String,
    pub module: &'static str,
    item: &'f Item,
    pub what: Definition<'f>,
    impls: Vec<(String, &'f ItemImpl)>,
    is_text: bool,
}

#[derive(Clone, Copy)]
pub enum Definition<'f> {
    Static(&'f ItemStatic),
    /// A structure without fields, which only implements traits.
    Marker,
    Struct,
    Enum(&'f ItemEnum),
}

/// Traits whose impls say nothing of the wire.
const NOT_ON_THE_WIRE: [&str; 4] = ["Paginated", "PaginatedItems", "Debug", "Default"];
/// Traits whose impls are read.
const READ: [&str; 4] = ["Operation", "OperationError", "Structure", "Events"];
/// Macros that say nothing of the wire.
const MACROS: [&str; 3] = [
    "rt :: exception_traits",
    "rt :: serde_traits",
    "rt :: needs_serde",
];

impl<'f> Scopes<'f> {
    pub fn of(file: &'f syn::File) -> Result<Self, String> {
        let mut scopes = Self {
            names: BTreeMap::new(),
            shapes: BTreeMap::new(),
        };
        let mut modules: Vec<(&'static str, &'f [Item])> = vec![("", &file.items)];
        for item in &file.items {
            if let Item::Mod(module) = item {
                let name = match module.ident.to_string().as_str() {
                    "types" => "types",
                    "errors" => "errors",
                    other => return Err(format!("a module {other}")),
                };
                let (_, items) = module.content.as_ref().ok_or("a module without a body")?;
                modules.push((name, items));
            }
        }
        for (module, items) in &modules {
            for item in *items {
                scopes.define(module, item)?;
            }
        }
        for (module, items) in &modules {
            for item in *items {
                scopes.implement(module, item)?;
            }
        }
        scopes.name_shapes()?;
        Ok(scopes)
    }

    fn define(&mut self, module: &'static str, item: &'f Item) -> Result<(), String> {
        let (name, what) = match item {
            Item::Static(constant) => (&constant.ident, Definition::Static(constant)),
            Item::Struct(structure) if matches!(structure.fields, syn::Fields::Unit) => {
                (&structure.ident, Definition::Marker)
            }
            Item::Struct(structure) => (&structure.ident, Definition::Struct),
            Item::Enum(item) => (&item.ident, Definition::Enum(item)),
            Item::Use(import) => {
                return match text(&import.tree).as_str() {
                    "tinsmith :: codegen as rt" | "super :: rt" => Ok(()),
                    other => Err(format!("an import of {other}")),
                };
            }
            Item::Impl(_) | Item::Macro(_) => return Ok(()),
            Item::Mod(_) if module.is_empty() => return Ok(()),
            other => return Err(format!("an item of no known kind: {}", text(other))),
        };
        let named = Named {
            name: name.to_string(),
            module,
            item,
            what,
            impls: Vec::new(),
            is_text: false,
        };
        match self.names.insert((module, name.to_string()), named) {
            None => Ok(()),
            Some(_) => Err(format!("two items {name}")),
        }
    }

    /// Puts what is implemented to what it is implemented for.
    fn implement(&mut self, module: &'static str, item: &'f Item) -> Result<(), String> {
        match item {
            Item::Impl(item) => {
                let key = (module, text(&item.self_ty));
                let named = self.names.get_mut(&key);
                let named = named.ok_or_else(|| format!("an impl for {}", key.1))?;
                let Some(path) = implemented_trait(item) else {
                    return Ok(());
                };
                if READ.contains(&path.as_str()) {
                    named.impls.push((path, item));
                } else if !NOT_ON_THE_WIRE.contains(&path.as_str()) {
                    return Err(format!("{} implements {path}", key.1));
                }
                Ok(())
            }
            Item::Macro(call) => {
                let path = text(&call.mac.path);
                if MACROS.contains(&path.as_str()) {
                    return Ok(());
                }
                let tokens = text(&call.mac.tokens);
                let name = tokens.split(" ,").next().unwrap_or_default().trim();
                let named = self.names.get_mut(&(module, name.to_owned()));
                match named {
                    Some(named) if path == "rt :: enum_traits" && !named.is_text => {
                        named.is_text = true;
                        Ok(())
                    }
                    _ => Err(format!("a call of {path}!({tokens})")),
                }
            }
            _ => Ok(()),
        }
    }

    fn name_shapes(&mut self) -> Result<(), String> {
        for ((module, name), named) in &self.names {
            let implemented = |what: &str| named.impls.iter().any(|(path, _)| path == what);
            match named.what {
                Definition::Struct | Definition::Enum(_) if implemented("Structure") => {
                    let shape = Shape::named(format!("{module}::{name}"));
                    self.shapes.insert((module, name.clone()), shape);
                }
                Definition::Enum(_) if named.is_text || implemented("OperationError") => {}
                Definition::Marker if implemented("Operation") => {}
                Definition::Static(_) => {}
                _ => return Err(format!("{module}::{name} implements nothing that is known")),
            }
        }
        Ok(())
    }

    pub fn all(&self) -> impl Iterator<Item = &Named<'f>> {
        self.names.values()
    }

    /// The markers of operations.
    pub fn markers(&self) -> impl Iterator<Item = &Named<'f>> {
        self.all()
            .filter(|named| matches!(named.what, Definition::Marker))
    }

    /// The shapes, each with the impl that says what it is.
    pub fn shapes(&self) -> impl Iterator<Item = Implemented<'f>> {
        self.shapes.iter().map(|(key, shape)| {
            let named = &self.names[key];
            Implemented {
                shape,
                module: named.module,
                item: named.item,
                implementation: named
                    .one_impl("Structure")
                    .expect("`name_shapes` keeps those that have one"),
            }
        })
    }

    /// The item of a shape.
    pub fn item_of(&self, shape: &'static Shape) -> Result<&Named<'f>, String> {
        let found = self
            .shapes
            .iter()
            .find(|(_, known)| std::ptr::eq(**known, shape));
        let (key, _) = found.ok_or_else(|| format!("no item of {shape:?}"))?;
        Ok(&self.names[key])
    }

    /// The error type of an operation, or of the events in this module.
    pub fn error(&self, module: &str, ty: &syn::Type) -> Result<&Named<'f>, String> {
        let key = (place_of(module), text(ty));
        let named = self.names.get(&key);
        named.ok_or_else(|| format!("no type {}", key.1))
    }

    /// What a type means that is written in this module.
    pub fn ty(&self, module: &str, ty: &syn::Type) -> Result<Type, String> {
        let unknown = || format!("no type {}", text(ty));
        let syn::Type::Path(path) = ty else {
            return Err(unknown());
        };
        let last = path.path.segments.last().ok_or_else(unknown)?;
        let mut names: Vec<String> = path
            .path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        let name = names.pop().unwrap_or_default();
        let prefix = names.join("::");
        let absolute = path.path.leading_colon.is_some();
        let place = match prefix.as_str() {
            "" if self.names.contains_key(&(place_of(module), name.clone())) => Some(module),
            "super" if !module.is_empty() => Some(""),
            "types" if module.is_empty() => Some("types"),
            "errors" if module.is_empty() => Some("errors"),
            "super::types" if !module.is_empty() => Some("types"),
            "super::errors" if !module.is_empty() => Some("errors"),
            _ => None,
        };
        if let Some(place) = place {
            let key = (place_of(place), name);
            return match (self.names.get(&key), self.shapes.get(&key)) {
                (Some(named), None) if named.is_text => Ok(Type::Text),
                (_, Some(shape)) => Ok(Type::Structure(shape)),
                _ => Err(unknown()),
            };
        }
        let arguments = self.arguments(module, &last.arguments)?;
        let of_std = absolute
            && matches!(
                names.first().map(String::as_str),
                Some("std" | "core" | "alloc")
            );
        let is_prelude = prefix.is_empty() || of_std;
        match (prefix.as_str(), name.as_str(), arguments.as_slice()) {
            ("", "bool", []) => Ok(Type::Boolean),
            ("", "i32", []) => Ok(Type::Integer),
            ("", "i64", []) => Ok(Type::Long),
            ("", "f32", []) => Ok(Type::Float),
            ("", "f64", []) => Ok(Type::Double),
            ("rt", "Bytes", []) => Ok(Type::Blob),
            ("rt", "Body", []) => Ok(Type::Body),
            ("rt", "EventInput" | "EventStream", [Type::Structure(shape)]) => {
                Ok(Type::Events(shape))
            }
            ("rt", "Timestamp", []) => Ok(Type::Timestamp),
            ("rt", "Document", []) => Ok(Type::Document),
            ("rt", "Map", [Type::Text, value]) => Ok(Type::Map(value.keep())),
            (_, "String", []) if is_prelude => Ok(Type::Text),
            (_, "Vec", [element]) if is_prelude => Ok(Type::List(element.keep())),
            (_, "Option", [inner]) if is_prelude => Ok(Type::Option(inner.keep())),
            (_, "Box", [inner @ Type::Structure(_)]) if is_prelude => Ok(*inner),
            _ => Err(unknown()),
        }
    }

    fn arguments(&self, module: &str, arguments: &PathArguments) -> Result<Vec<Type>, String> {
        match arguments {
            PathArguments::None => Ok(Vec::new()),
            PathArguments::AngleBracketed(list) => list
                .args
                .iter()
                .map(|argument| match argument {
                    GenericArgument::Type(ty) => self.ty(module, ty),
                    other => Err(format!("an argument {}", text(other))),
                })
                .collect(),
            other => Err(format!("arguments {}", text(other))),
        }
    }
}

impl<'f> Named<'f> {
    /// The one impl of a trait.
    pub fn one_impl(&self, name: &str) -> Result<&'f ItemImpl, String> {
        let mut all = self.impls.iter().filter(|(path, _)| path == name);
        match (all.next(), all.next()) {
            (Some((_, item)), None) => Ok(item),
            _ => Err(format!("{} does not implement {name} once", self.name)),
        }
    }
}

/// The module's name as it is kept.
fn place_of(module: &str) -> &'static str {
    match module {
        "types" => "types",
        "errors" => "errors",
        _ => "",
    }
}

/// The name of the trait, for an impl of one of the runtime's or of core's.
fn implemented_trait(item: &ItemImpl) -> Option<String> {
    let path = &item.trait_.as_ref()?.0;
    path.segments.last().map(|last| last.ident.to_string())
}
