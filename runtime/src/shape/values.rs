//! [`Shape`] for every Rust type that a simple, list or map shape becomes. Read by: emitted code, through the trait.

use super::{
    Body, Bytes, Document, Form, Kind, Map, Member, Reader, Schema, Shape, Structure, Timestamp,
    Writer,
};

macro_rules! simple {
    ($($type:ty: $method:ident),* $(,)?) => {$(
        impl Shape for $type {
            fn write<W: Writer>(&self, w: &mut W) -> Result<(), W::Error> {
                w.$method((*self).into())
            }
            fn read<R: Reader>(r: &mut R) -> Result<Self, R::Error> {
                r.$method()
            }
        }
    )*};
}

simple! { bool: boolean, i32: integer, i64: long, f32: float, f64: double }

macro_rules! by_reference {
    ($($type:ty: $method:ident),* $(,)?) => {$(
        impl Shape for $type {
            fn write<W: Writer>(&self, w: &mut W) -> Result<(), W::Error> {
                w.$method(self)
            }
            fn read<R: Reader>(r: &mut R) -> Result<Self, R::Error> {
                r.$method().map(Into::into)
            }
        }
    )*};
}

by_reference! { String: string, Timestamp: timestamp, Document: document }

impl Shape for Bytes {
    fn write<W: Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        w.bytes(self)
    }

    fn read<R: Reader>(r: &mut R) -> Result<Self, R::Error> {
        r.blob()
    }

    fn form(_value: Option<&Self>) -> Form {
        Form::Blob
    }
}

impl Shape for Body {
    fn write<W: Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        w.body(self)
    }

    fn read<R: Reader>(r: &mut R) -> Result<Self, R::Error> {
        r.body()
    }

    fn form(_value: Option<&Self>) -> Form {
        Form::Blob
    }
}

impl<T: Shape> Shape for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn write<W: Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        match self {
            Some(value) => value.write(w),
            None => w.null(),
        }
    }

    fn read<R: Reader>(r: &mut R) -> Result<Self, R::Error> {
        r.option()
    }

    fn form(value: Option<&Self>) -> Form {
        T::form(value.and_then(Self::as_ref))
    }

    fn append(&mut self, more: Self) {
        match (self, more) {
            (Some(value), Some(more)) => value.append(more),
            (value, more) => *value = more,
        }
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn write<W: Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        w.list(self)
    }

    fn read<R: Reader>(r: &mut R) -> Result<Self, R::Error> {
        r.list()
    }

    fn append(&mut self, more: Self) {
        if self.is_empty() {
            *self = more;
        } else {
            self.extend(more);
        }
    }
}

impl<K, V> Shape for Map<K, V>
where
    K: Ord + AsRef<str> + for<'a> From<&'a str>,
    V: Shape,
{
    fn write<W: Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        w.map(self)
    }

    fn read<R: Reader>(r: &mut R) -> Result<Self, R::Error> {
        r.map()
    }

    fn append(&mut self, more: Self) {
        if self.is_empty() {
            *self = more;
        } else {
            self.extend(more);
        }
    }
}

impl<T: Structure> Shape for T {
    fn write<W: Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        w.structure(self)
    }

    fn read<R: Reader>(r: &mut R) -> Result<Self, R::Error> {
        r.structure()
    }

    fn form(value: Option<&Self>) -> Form {
        match value.map_or(T::KIND, |value| value.schema().kind) {
            Kind::Structure => Form::Structure,
            Kind::Union => Form::Union,
        }
    }
}

/// A boxed member: what breaks a cycle of structures, or keeps a large one off the stack.
impl<T: Structure> Structure for Box<T> {
    const NAME: &'static str = T::NAME;
    const MEMBERS: &'static [Member] = T::MEMBERS;
    const KIND: Kind = T::KIND;
    const SCHEMA: &'static Schema = T::SCHEMA;

    fn schema(&self) -> &'static Schema {
        T::schema(self)
    }

    fn write_members<W: Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        T::write_members(self, w)
    }

    fn read_member<R: Reader>(&mut self, member: usize, r: &mut R) -> Result<(), R::Error> {
        T::read_member(self, member, r)
    }
}
