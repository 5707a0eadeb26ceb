//! Writes CBOR: [`CborWriter`]. Read by: `rpc_v2_cbor`, and by generated types through the trait.

use std::convert::Infallible;

use minicbor::Encoder;
use minicbor::data::IanaTag;

use super::{BREAK, Failure, MAX_DEPTH, pointer};
use crate::protocol::failure::unknown_variant;
use crate::protocol::timestamp;
use crate::shape::{Document, Map, Member, Schema, Shape, Structure, Timestamp, Writer};

/// A writer of CBOR.
///
/// Structures have no length, because how many members are set is known at their end only; lists and maps have one.
pub(in crate::protocol) struct CborWriter<'t> {
    out: Encoder<Vec<u8>>,
    depth: usize,
    /// The members of the structure at hand.
    members: &'static [Member],
    /// The facts of the value that comes next.
    member: &'static Member,
    /// What goes into idempotency tokens that the caller left out.
    token: Option<&'t str>,
    /// The members that also go into the host name, by the name in the model.
    labels: Vec<(&'static str, String)>,
}

/// The state around a structure, a list or a map, which is restored behind it.
struct Outer {
    members: &'static [Member],
    member: &'static Member,
}

/// Encoding to memory cannot fail.
type Encoded<'e> = Result<&'e mut Encoder<Vec<u8>>, minicbor::encode::Error<Infallible>>;

fn sure(encoded: Encoded<'_>) -> Result<(), Failure> {
    // An encoder only passes on what its target says, which here cannot say anything.
    encoded
        .map(drop)
        .map_err(|error| Failure::new(0, error.to_string()))
}

impl<'t> CborWriter<'t> {
    pub(in crate::protocol) fn new(token: Option<&'t str>) -> Self {
        Self {
            out: Encoder::new(Vec::with_capacity(512)),
            depth: 0,
            members: &[],
            member: Member::ELEMENT,
            token,
            labels: Vec::new(),
        }
    }

    /// Writes a string. Nearly all are so short that their head is one byte.
    fn text(&mut self, text: &str) -> Result<(), Failure> {
        match u8::try_from(text.len()) {
            Ok(length @ 0..24) => {
                let out = self.out.writer_mut();
                out.reserve(text.len() + 1);
                out.push(0x60 + length);
                out.extend_from_slice(text.as_bytes());
                Ok(())
            }
            _ => sure(self.out.str(text)),
        }
    }

    /// What was written, and the values of host labels.
    pub(in crate::protocol) fn finish(self) -> (Vec<u8>, Vec<(&'static str, String)>) {
        (self.out.into_writer(), self.labels)
    }

    /// Where in the value the writer stands, as a JSON pointer.
    pub(in crate::protocol) fn path(&self) -> String {
        pointer(self.out.writer(), self.out.writer().len())
    }

    #[cold]
    fn failure(&self, what: String) -> Failure {
        Failure::new(self.out.writer().len(), what)
    }

    fn begin(&mut self) -> Result<Outer, Failure> {
        if self.depth == MAX_DEPTH {
            return Err(self.failure(format!("nested more than {MAX_DEPTH} levels deep")));
        }
        self.depth += 1;
        Ok(Outer {
            members: self.members,
            member: self.member,
        })
    }

    fn begin_structure(&mut self, schema: &'static Schema) -> Result<Outer, Failure> {
        let outer = self.begin()?;
        self.members = schema.members;
        self.out.writer_mut().push(0xBF);
        Ok(outer)
    }

    fn end_structure(&mut self, outer: Outer) {
        self.end(outer);
        self.out.writer_mut().push(BREAK);
    }

    /// Begins a structure of which [`Writer::member`] then writes some members.
    pub(in crate::protocol) fn begin_document(
        &mut self,
        schema: &'static Schema,
    ) -> Result<(), Failure> {
        self.begin_structure(schema).map(drop)
    }

    /// Ends that structure.
    pub(in crate::protocol) fn end_document(&mut self) {
        self.depth -= 1;
        self.out.writer_mut().push(BREAK);
    }

    fn begin_list(&mut self, length: usize) -> Result<Outer, Failure> {
        let outer = self.begin()?;
        self.member = self.member.element.unwrap_or(Member::ELEMENT);
        sure(self.out.array(length as u64))?;
        Ok(outer)
    }

    fn begin_map(&mut self, length: usize) -> Result<Outer, Failure> {
        let outer = self.begin()?;
        self.member = self.member.element.unwrap_or(Member::VALUE);
        sure(self.out.map(length as u64))?;
        Ok(outer)
    }

    fn end(&mut self, outer: Outer) {
        self.depth -= 1;
        self.members = outer.members;
        self.member = outer.member;
    }

    fn begin_member(&mut self, index: usize) -> Result<(), Failure> {
        let Some(member) = self.members.get(index) else {
            return Err(self.failure(format!("the schema has no member {index}")));
        };
        self.member = member;
        self.text(member.on_wire())
    }

    /// Fills a member that has no value, if it is an idempotency token and there is one.
    fn absent(&mut self, index: usize) -> Result<(), Failure> {
        match (self.token, self.members.get(index)) {
            (Some(token), Some(member)) if member.idempotency_token => {
                self.begin_member(index)?;
                self.text(token)
            }
            _ => Ok(()),
        }
    }
}

impl Writer for CborWriter<'_> {
    type Error = Failure;

    fn member<T: Shape>(&mut self, index: usize, value: &T) -> Result<(), Failure> {
        if value.is_absent() {
            return self.absent(index);
        }
        self.begin_member(index)?;
        value.write(self)
    }

    fn refuse(&self, why: &str) -> Failure {
        self.failure(why.to_owned())
    }

    fn unknown_variant(&mut self, tag: &str) -> Result<(), Failure> {
        Err(self.failure(unknown_variant(tag)))
    }

    fn null(&mut self) -> Result<(), Failure> {
        sure(self.out.null())
    }

    fn boolean(&mut self, value: bool) -> Result<(), Failure> {
        sure(self.out.bool(value))
    }

    fn integer(&mut self, value: i32) -> Result<(), Failure> {
        sure(self.out.i32(value))
    }

    fn long(&mut self, value: i64) -> Result<(), Failure> {
        sure(self.out.i64(value))
    }

    fn float(&mut self, value: f32) -> Result<(), Failure> {
        sure(self.out.f32(value))
    }

    fn double(&mut self, value: f64) -> Result<(), Failure> {
        sure(self.out.f64(value))
    }

    fn string(&mut self, value: &str) -> Result<(), Failure> {
        if self.member.host_label && self.depth == 1 {
            self.labels.push((self.member.name, value.to_owned()));
        }
        self.text(value)
    }

    fn blob(&mut self, value: &[u8]) -> Result<(), Failure> {
        sure(self.out.bytes(value))
    }

    fn timestamp(&mut self, value: &Timestamp) -> Result<(), Failure> {
        sure(self.out.tag(IanaTag::Timestamp))?;
        if value.subsec_nanosecond() == 0 {
            return sure(self.out.i64(value.as_second()));
        }
        sure(self.out.f64(timestamp::to_float(value)))
    }

    fn document(&mut self, _value: &Document) -> Result<(), Failure> {
        Err(self.failure(super::NO_DOCUMENTS.to_owned()))
    }

    fn structure<T: Structure>(&mut self, value: &T) -> Result<(), Failure> {
        let outer = self.begin_structure(value.schema())?;
        value.write_members(self)?;
        self.end_structure(outer);
        Ok(())
    }

    fn list<T: Shape>(&mut self, values: &[T]) -> Result<(), Failure> {
        let outer = self.begin_list(values.len())?;
        for value in values {
            value.write(self)?;
        }
        self.end(outer);
        Ok(())
    }

    fn map<K: AsRef<str>, V: Shape>(&mut self, entries: &Map<K, V>) -> Result<(), Failure> {
        let outer = self.begin_map(entries.len())?;
        for (key, value) in entries {
            self.text(key.as_ref())?;
            value.write(self)?;
        }
        self.end(outer);
        Ok(())
    }
}
