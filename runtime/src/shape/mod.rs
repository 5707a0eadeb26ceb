//! Shapes: the facts of each ([`Schema`]) and the traits by which any protocol writes and reads any value.
//! Read by: `protocol`, emitted code.
//!
//! Emitted code says for each structure which members it has and in what order they are written; it does not know
//! in which format. A protocol is one [`Writer`] and one [`Reader`], and does not know the structures.

mod document;
mod schema;
mod show;
mod traits;
mod values;

pub use crate::body::Body;
pub use bytes::Bytes;
pub use document::{Document, Number};
pub use jiff::Timestamp;
pub use schema::{Kind, Location, Member, Schema, TimestampFormat};
pub use show::{Redacted, find, fmt_exception, message};
pub use traits::{enum_traits, exception_traits, new_empty, serde_traits};

/// What reading a member gives, whose value goes to where it belongs.
pub type Read<R> = Result<(), <R as Reader>::Error>;

/// What a map shape is in Rust: ordered, so that the same value always gives the same bytes.
pub type Map<K, V> = std::collections::BTreeMap<K, V>;

/// A structure, an exception or a union: something with members.
///
/// A union is a structure of which one member is set: [`Structure::write_members`] writes the one that is, and
/// [`Structure::read_member`] replaces the value.
pub trait Structure: Default {
    /// The shape's name in the model.
    const NAME: &'static str;

    /// The members and their wire facts, in the order that the indices below count in.
    const MEMBERS: &'static [Member] = &[];

    /// Structure or union.
    const KIND: Kind = Kind::Structure;

    /// All of these facts.
    const SCHEMA: &'static Schema = &Schema {
        name: Self::NAME,
        kind: Self::KIND,
        members: Self::MEMBERS,
    };

    /// The facts of this value: [`Structure::SCHEMA`], unless its shape is known at run time only.
    fn schema(&self) -> &'static Schema {
        Self::SCHEMA
    }

    /// Writes each member that is set, by its index in [`Schema::members`]. Without members, nothing.
    fn write_members<W: Writer>(&self, _w: &mut W) -> Result<(), W::Error> {
        Ok(())
    }

    /// Reads the value of the member with this index and stores it.
    ///
    /// For a union, an index past the last member means that the response holds a variant the model does not know;
    /// [`Reader::unknown_variant`] then gives its name. Without members, nothing.
    fn read_member<R: Reader>(&mut self, _member: usize, _r: &mut R) -> Read<R> {
        Ok(())
    }
}

/// A value of any shape: what a member, a list element or a map value can be.
pub trait Shape: Sized {
    /// True for a value that is left out of a structure: `None`.
    fn is_absent(&self) -> bool {
        false
    }

    /// Writes the value; the writer knows which member it stands in.
    fn write<W: Writer>(&self, w: &mut W) -> Result<(), W::Error>;

    /// Reads the next value; the reader knows which member it stands in.
    fn read<R: Reader>(r: &mut R) -> Result<Self, R::Error>;

    /// What kind of shape it is of, which an absent value has too: some are sent as the whole body though there is none.
    fn form(_value: Option<&Self>) -> Form {
        Form::Other
    }

    /// Adds what was read later of the same member: the entries of a flattened list or map need not stand together.
    /// Any other value is replaced.
    fn append(&mut self, more: Self) {
        *self = more;
    }
}

/// What a shape is as the whole body of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A structure.
    Structure,
    /// A union.
    Union,
    /// A blob.
    Blob,
    /// Anything else.
    Other,
}

/// Writes values in one format.
pub trait Writer: Sized {
    /// Why a value cannot be written.
    type Error;

    /// Writes the member of the current structure that has this index, unless its value is absent.
    fn member<T: Shape>(&mut self, index: usize, value: &T) -> Result<(), Self::Error>;

    /// Refuses a union whose variant was not known when the code was generated: its content was not kept. A view
    /// that is not sent anywhere may write its name alone.
    fn unknown_variant(&mut self, tag: &str) -> Result<(), Self::Error>;

    /// Why this value cannot be written, in the form that this format's failures have.
    fn refuse(&self, why: &str) -> Self::Error;

    /// Writes an explicit null: the absent value of a sparse list or map.
    fn null(&mut self) -> Result<(), Self::Error>;
    /// Writes a boolean.
    fn boolean(&mut self, value: bool) -> Result<(), Self::Error>;
    /// Writes an integer (Smithy's `byte`, `short`, `integer`).
    fn integer(&mut self, value: i32) -> Result<(), Self::Error>;
    /// Writes a long.
    fn long(&mut self, value: i64) -> Result<(), Self::Error>;
    /// Writes a float.
    fn float(&mut self, value: f32) -> Result<(), Self::Error>;
    /// Writes a double.
    fn double(&mut self, value: f64) -> Result<(), Self::Error>;
    /// Writes a string or an enum's value.
    fn string(&mut self, value: &str) -> Result<(), Self::Error>;
    /// Writes a blob.
    fn blob(&mut self, value: &[u8]) -> Result<(), Self::Error>;
    /// Writes a blob that can be shared instead of copied.
    fn bytes(&mut self, value: &Bytes) -> Result<(), Self::Error> {
        self.blob(value)
    }
    /// Writes a blob that may be a stream, which has a place only where it is the whole body of a message.
    fn body(&mut self, value: &Body) -> Result<(), Self::Error> {
        match value.bytes() {
            Some(bytes) => self.blob(bytes),
            None => Err(self.refuse("a stream can be sent, and cannot be a part of a document")),
        }
    }
    /// Writes a timestamp in the format that the member or the protocol asks for.
    fn timestamp(&mut self, value: &Timestamp) -> Result<(), Self::Error>;
    /// Writes a document: JSON of any form.
    fn document(&mut self, value: &Document) -> Result<(), Self::Error>;
    /// Writes a structure, an exception or a union.
    fn structure<T: Structure>(&mut self, value: &T) -> Result<(), Self::Error>;
    /// Writes a list.
    fn list<T: Shape>(&mut self, values: &[T]) -> Result<(), Self::Error>;
    /// Writes a map.
    fn map<K: AsRef<str>, V: Shape>(&mut self, entries: &Map<K, V>) -> Result<(), Self::Error>;
}

/// Reads values in one format, one at a time, where it stands.
pub trait Reader: Sized {
    /// Why a value cannot be read.
    type Error;

    /// Reads the value of an enum's variant: a union's, or that of an operation's error.
    fn variant<T: Shape, E>(&mut self, variant: impl FnOnce(T) -> E) -> Result<E, Self::Error> {
        T::read(self).map(variant)
    }

    /// Reads the value of a member to where it belongs.
    fn member<T: Shape>(&mut self, value: &mut T) -> Result<(), Self::Error> {
        *value = T::read(self)?;
        Ok(())
    }

    /// The name of a union's variant that the schema does not list; its content is skipped.
    fn unknown_variant(&mut self) -> Result<String, Self::Error>;

    /// Reads a boolean.
    fn boolean(&mut self) -> Result<bool, Self::Error>;
    /// Reads an integer.
    fn integer(&mut self) -> Result<i32, Self::Error>;
    /// Reads a long.
    fn long(&mut self) -> Result<i64, Self::Error>;
    /// Reads a float.
    fn float(&mut self) -> Result<f32, Self::Error>;
    /// Reads a double.
    fn double(&mut self) -> Result<f64, Self::Error>;
    /// Reads a string or an enum's value, borrowed where the input allows.
    fn string(&mut self) -> Result<std::borrow::Cow<'_, str>, Self::Error>;
    /// Reads a blob.
    fn blob(&mut self) -> Result<Bytes, Self::Error>;
    /// Reads a blob that may be a stream.
    fn body(&mut self) -> Result<Body, Self::Error> {
        self.blob().map(Body::from)
    }
    /// Reads a timestamp.
    fn timestamp(&mut self) -> Result<Timestamp, Self::Error>;
    /// Reads a document.
    fn document(&mut self) -> Result<Document, Self::Error>;
    /// Reads a value that may be null.
    fn option<T: Shape>(&mut self) -> Result<Option<T>, Self::Error>;
    /// Reads a structure, an exception or a union. Members that the schema does not list are skipped, nulls too.
    fn structure<T: Structure>(&mut self) -> Result<T, Self::Error>;
    /// Reads a list. Nulls are skipped, unless the list is sparse ([`Member::sparse`]).
    fn list<T: Shape>(&mut self) -> Result<Vec<T>, Self::Error>;
    /// Reads a map. Null values are skipped, unless the map is sparse ([`Member::sparse`]).
    fn map<K: Ord + for<'a> From<&'a str>, V: Shape>(&mut self) -> Result<Map<K, V>, Self::Error>;
}
