//! The types that emitted code defines, as values: what `emitted` makes and everything else walks.
//!
//! All of it lives as long as the program, because the runtime's schemas are `&'static`.

use std::sync::OnceLock;

use tinsmith::codegen as rt;

/// A Rust type that a field can have.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    Boolean,
    Integer,
    Long,
    Float,
    Double,
    /// A string or an enum, which keeps every string.
    Text,
    Blob,
    /// A blob that is a stream.
    Body,
    /// A stream of events of this union, which is beside what protocols write and read.
    Events(&'static Shape),
    Timestamp,
    Document,
    List(&'static Type),
    Map(&'static Type),
    Option(&'static Type),
    Structure(&'static Shape),
}

impl Type {
    /// Keeps a type for the rest of the program.
    pub fn keep(self) -> &'static Type {
        Box::leak(Box::new(self))
    }
}

/// A structure, an exception or a union.
pub struct Shape {
    /// The name in Rust, with its module.
    pub name: String,
    body: OnceLock<Body>,
}

/// What there is to say of a shape once all shapes have names.
#[derive(Debug)]
pub struct Body {
    /// The constants of the trait `Structure`.
    pub schema: &'static rt::Schema,
    /// The fields as declared, or the types of the variants.
    pub fields: Vec<Field>,
    /// Of a structure, the calls of `write_members` in their order; of a union, one for each variant.
    pub writes: Vec<Link>,
    /// By a member's index: the field or variant that `read_member` reads to.
    pub reads: Vec<usize>,
}

/// A field of a structure or a variant of a union.
#[derive(Debug)]
pub struct Field {
    pub name: String,
    pub ty: &'static Type,
}

/// Which member of the schema a field is written as.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    pub member: usize,
    pub field: usize,
}

/// Shapes can hold themselves: the name has to do.
impl std::fmt::Debug for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

impl Shape {
    /// A shape without a body yet.
    pub fn named(name: String) -> &'static Self {
        Box::leak(Box::new(Self {
            name,
            body: OnceLock::new(),
        }))
    }

    /// Gives the shape its body.
    pub fn fill(&self, body: Body) -> Result<(), String> {
        self.body
            .set(body)
            .map_err(|_| format!("{} is implemented twice", self.name))
    }

    /// The body.
    ///
    /// # Panics
    ///
    /// If there is none: `emitted` fills every shape that it names.
    pub fn body(&self) -> &Body {
        self.body.get().expect("`emitted` fills every shape")
    }

    pub fn is_union(&self) -> bool {
        self.body().schema.kind == rt::Kind::Union
    }
}

/// An operation, as the impl of its marker says.
#[derive(Debug)]
pub struct Operation {
    pub info: &'static rt::OperationInfo,
    pub request: &'static Type,
    pub response: &'static Type,
    pub errors: &'static [Exception],
    /// The events that its response brings.
    pub events: Option<Events>,
}

/// The events of a response.
#[derive(Debug)]
pub struct Events {
    /// The union of them.
    pub ty: &'static Type,
    /// The errors among them.
    pub errors: &'static [Exception],
}

/// A variant of an operation's error type.
#[derive(Debug)]
pub struct Exception {
    /// The code by which it is told.
    pub code: String,
    pub ty: &'static Type,
}
