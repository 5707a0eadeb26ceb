//! Values of any shape, which the runtime writes and reads as it does the values of emitted types.
//!
//! A reader asks a type for itself and says nothing about which, so that what comes next is told beside it: whoever reads
//! a child sets [`EXPECTED`] first. Everything else here is what emitted code does, field by field.

use std::cell::Cell;

use tinsmith::codegen as rt;
use tinsmith::codegen::{Reader, Writer};

use crate::model::{Exception, Shape, Type};

thread_local! {
    /// The type of the value that is read next.
    static EXPECTED: Cell<&'static Type> = const { Cell::new(&Type::Boolean) };
    /// The errors of the operation whose error is read next.
    static EXCEPTIONS: Cell<&'static [Exception]> = const { Cell::new(&[]) };
}

/// Runs `read` with the type set that it is to read.
pub fn expecting<T>(ty: &'static Type, read: impl FnOnce() -> T) -> T {
    let before = EXPECTED.replace(ty);
    let result = read();
    EXPECTED.set(before);
    result
}

/// As [`expecting`], for an answer that may be one of these errors.
pub fn expecting_errors<T>(errors: &'static [Exception], read: impl FnOnce() -> T) -> T {
    EXCEPTIONS.set(errors);
    read()
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Dynamic {
    /// Nothing, where there could be a value of this form.
    Absent(rt::Form),
    Boolean(bool),
    Integer(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    Text(String),
    Blob(rt::Bytes),
    /// What is a stream to a user; here it is in memory.
    Body(rt::Bytes),
    /// A stream of events: nothing is known of it.
    Events,
    Timestamp(rt::Timestamp),
    Document(rt::Document),
    List(Vec<Dynamic>),
    Map(rt::Map<String, Dynamic>),
    Structure(Record),
}

/// A structure or a union.
#[derive(Clone, Debug)]
pub struct Record {
    pub shape: &'static Shape,
    pub content: Content,
}

/// What a structure or a union holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A value for each field.
    Fields(Vec<Dynamic>),
    /// The variant that is set.
    Variant(usize, Box<Dynamic>),
    /// A variant that the model does not know.
    Unknown(String),
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.shape, other.shape) && self.content == other.content
    }
}

impl Type {
    /// What `Default` gives.
    pub fn empty(&self) -> Dynamic {
        match self {
            Type::Boolean => Dynamic::Boolean(false),
            Type::Integer => Dynamic::Integer(0),
            Type::Long => Dynamic::Long(0),
            Type::Float => Dynamic::Float(0.0),
            Type::Double => Dynamic::Double(0.0),
            Type::Text => Dynamic::Text(String::new()),
            Type::Blob => Dynamic::Blob(rt::Bytes::new()),
            Type::Body => Dynamic::Body(rt::Bytes::new()),
            Type::Events(_) => Dynamic::Events,
            Type::Timestamp => Dynamic::Timestamp(rt::Timestamp::default()),
            Type::Document => Dynamic::Document(rt::Document::default()),
            Type::List(_) => Dynamic::List(Vec::new()),
            Type::Map(_) => Dynamic::Map(rt::Map::new()),
            Type::Option(inner) => Dynamic::Absent(inner.form()),
            Type::Structure(shape) => Dynamic::Structure(Record::empty(shape)),
        }
    }

    fn form(&self) -> rt::Form {
        match self {
            Type::Structure(shape) if shape.is_union() => rt::Form::Union,
            Type::Structure(_) => rt::Form::Structure,
            Type::Blob | Type::Body => rt::Form::Blob,
            _ => rt::Form::Other,
        }
    }
}

impl Record {
    fn empty(shape: &'static Shape) -> Self {
        let fields = || shape.body().fields.iter().map(|field| field.ty.empty());
        let content = if shape.is_union() {
            Content::Unknown(String::new())
        } else {
            Content::Fields(fields().collect())
        };
        Self { shape, content }
    }
}

impl Default for Record {
    fn default() -> Self {
        match EXPECTED.get() {
            Type::Structure(shape) => Self::empty(shape),
            other => panic!("a reader asks for a structure where the type is {other:?}"),
        }
    }
}

impl rt::Structure for Record {
    const NAME: &'static str = "(known at run time)";

    fn schema(&self) -> &'static rt::Schema {
        self.shape.body().schema
    }

    fn write_members<W: Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        let body = self.shape.body();
        match &self.content {
            Content::Fields(fields) => {
                for link in &body.writes {
                    w.member(link.member, &fields[link.field])?;
                }
                Ok(())
            }
            Content::Variant(variant, value) => w.member(body.writes[*variant].member, &**value),
            Content::Unknown(tag) => w.unknown_variant(tag),
        }
    }

    fn read_member<R: Reader>(&mut self, member: usize, r: &mut R) -> rt::Read<R> {
        let body = self.shape.body();
        let field = body.reads.get(member).copied();
        match (&mut self.content, field) {
            (Content::Fields(fields), Some(field)) => {
                expecting(body.fields[field].ty, || r.member(&mut fields[field]))
            }
            (Content::Fields(_), None) => Ok(()),
            (content, Some(variant)) => {
                *content = expecting(body.fields[variant].ty, || {
                    r.variant(|value: Dynamic| Content::Variant(variant, Box::new(value)))
                })?;
                Ok(())
            }
            (content, None) => {
                *content = Content::Unknown(r.unknown_variant()?);
                Ok(())
            }
        }
    }
}

impl rt::Shape for Dynamic {
    fn is_absent(&self) -> bool {
        matches!(self, Dynamic::Absent(_) | Dynamic::Events)
    }

    fn write<W: Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        match self {
            Dynamic::Absent(_) | Dynamic::Events => w.null(),
            Dynamic::Boolean(value) => value.write(w),
            Dynamic::Integer(value) => value.write(w),
            Dynamic::Long(value) => value.write(w),
            Dynamic::Float(value) => value.write(w),
            Dynamic::Double(value) => value.write(w),
            Dynamic::Text(value) => value.write(w),
            Dynamic::Blob(value) => value.write(w),
            Dynamic::Body(value) => rt::Body::from(value.clone()).write(w),
            Dynamic::Timestamp(value) => value.write(w),
            Dynamic::Document(value) => value.write(w),
            Dynamic::List(values) => values.write(w),
            Dynamic::Map(entries) => entries.write(w),
            Dynamic::Structure(record) => record.write(w),
        }
    }

    fn read<R: Reader>(r: &mut R) -> Result<Self, R::Error> {
        Ok(match EXPECTED.get() {
            Type::Boolean => Dynamic::Boolean(rt::Shape::read(r)?),
            Type::Integer => Dynamic::Integer(rt::Shape::read(r)?),
            Type::Long => Dynamic::Long(rt::Shape::read(r)?),
            Type::Float => Dynamic::Float(rt::Shape::read(r)?),
            Type::Double => Dynamic::Double(rt::Shape::read(r)?),
            Type::Text => Dynamic::Text(rt::Shape::read(r)?),
            Type::Blob => Dynamic::Blob(rt::Shape::read(r)?),
            Type::Body => {
                let body: rt::Body = rt::Shape::read(r)?;
                let bytes = body.into_bytes();
                Dynamic::Body(bytes.expect("the body was given in memory"))
            }
            Type::Events(_) => r.unknown_variant().map(|_| Dynamic::Events)?,
            Type::Timestamp => Dynamic::Timestamp(rt::Shape::read(r)?),
            Type::Document => Dynamic::Document(rt::Shape::read(r)?),
            Type::List(element) => Dynamic::List(expecting(element, || rt::Shape::read(r))?),
            Type::Map(value) => Dynamic::Map(expecting(value, || rt::Shape::read(r))?),
            Type::Structure(_) => Dynamic::Structure(rt::Shape::read(r)?),
            Type::Option(inner) => {
                let value: Option<Dynamic> = expecting(inner, || rt::Shape::read(r))?;
                value.unwrap_or(Dynamic::Absent(inner.form()))
            }
        })
    }

    fn form(value: Option<&Self>) -> rt::Form {
        match value {
            Some(Dynamic::Absent(form)) => *form,
            Some(Dynamic::Structure(record)) => rt::Shape::form(Some(record)),
            Some(Dynamic::Blob(blob)) => rt::Shape::form(Some(blob)),
            Some(Dynamic::Body(_)) => <rt::Body as rt::Shape>::form(None),
            _ => rt::Form::Other,
        }
    }

    fn append(&mut self, more: Self) {
        match (self, more) {
            (Dynamic::List(values), Dynamic::List(more)) => values.extend(more),
            (Dynamic::Map(entries), Dynamic::Map(more)) => entries.extend(more),
            (value, more) => *value = more,
        }
    }
}

/// An error of any operation.
#[derive(Debug)]
pub enum AnyError {
    /// The one with this code.
    Modelled(&'static Exception, Record),
    /// Any other.
    Unmodelled,
}

impl rt::OperationError for AnyError {
    fn read<R: Reader>(code: &str, r: &mut R) -> Result<Self, R::Error> {
        let errors = EXCEPTIONS.get();
        match errors.iter().find(|exception| exception.code == code) {
            Some(exception) => expecting(exception.ty, || {
                r.variant(|record: Record| Self::Modelled(exception, record))
            }),
            None => Ok(Self::Unmodelled),
        }
    }
}
