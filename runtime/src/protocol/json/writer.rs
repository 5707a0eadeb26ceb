//! Writes JSON: [`JsonWriter`]. Read by: `aws_json`, and by generated types through the trait.

use std::io::Write as _;

use super::strings::plain_end;
use super::{Failure, MAX_DEPTH};
use crate::protocol::decimal::word;
use crate::protocol::failure::unknown_variant;
use crate::protocol::timestamp;
use crate::shape::{
    Document, Map, Member, Number, Schema, Shape, Structure, Timestamp, TimestampFormat, Writer,
};

/// A writer of JSON text, as short as it can be.
pub(in crate::protocol) struct JsonWriter<'t> {
    out: Vec<u8>,
    depth: usize,
    /// The members of the structure at hand.
    members: &'static [Member],
    /// The facts of the value that comes next.
    member: &'static Member,
    /// The format of timestamps where the model gives none.
    timestamps: TimestampFormat,
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

impl<'t> JsonWriter<'t> {
    pub(in crate::protocol) fn new(timestamps: TimestampFormat, token: Option<&'t str>) -> Self {
        Self {
            out: Vec::new(),
            depth: 0,
            members: &[],
            member: Member::ELEMENT,
            timestamps,
            token,
            labels: Vec::new(),
        }
    }

    /// What was written, and the values of host labels.
    pub(in crate::protocol) fn finish(self) -> (Vec<u8>, Vec<(&'static str, String)>) {
        (self.out, self.labels)
    }

    /// Begins the outermost structure, of which the caller writes the members one by one.
    pub(in crate::protocol) fn begin_document(
        &mut self,
        schema: &'static Schema,
    ) -> Result<(), Failure> {
        self.begin_structure(schema).map(drop)
    }

    /// Ends the outermost structure.
    pub(in crate::protocol) fn end_document(&mut self) {
        self.depth -= 1;
        self.out.push(b'}');
    }

    fn begin(&mut self, open: u8) -> Result<Outer, Failure> {
        if self.depth == MAX_DEPTH {
            return Err(self.failure(format!("nested more than {MAX_DEPTH} levels deep")));
        }
        if self.depth == 0 {
            // Not before: many requests have no document.
            self.out.reserve(128);
        }
        self.depth += 1;
        self.out.push(open);
        Ok(Outer {
            members: self.members,
            member: self.member,
        })
    }

    fn begin_structure(&mut self, schema: &'static Schema) -> Result<Outer, Failure> {
        let outer = self.begin(b'{')?;
        self.members = schema.members;
        Ok(outer)
    }

    fn begin_entries(&mut self, open: u8, other: &'static Member) -> Result<Outer, Failure> {
        let outer = self.begin(open)?;
        self.member = self.member.element.unwrap_or(other);
        Ok(outer)
    }

    fn end(&mut self, close: u8, outer: Outer) {
        self.depth -= 1;
        self.out.push(close);
        self.members = outer.members;
        self.member = outer.member;
    }

    /// Writes a comma unless the entry is its level's first: only then does a brace or bracket that opens stand before it.
    #[inline]
    fn comma(&mut self) {
        if !matches!(self.out.last(), Some(b'{' | b'[')) {
            self.out.push(b',');
        }
    }

    fn key(&mut self, key: &str) {
        self.comma();
        self.quoted(key);
        self.out.push(b':');
    }

    fn begin_member(&mut self, index: usize) -> Result<(), Failure> {
        let Some(member) = self.members.get(index) else {
            return Err(self.failure(format!("the schema has no member {index}")));
        };
        self.member = member;
        self.key(member.on_wire());
        Ok(())
    }

    /// Fills a member that has no value, if it is an idempotency token and there is one.
    fn absent(&mut self, index: usize) -> Result<(), Failure> {
        match (self.token, self.members.get(index)) {
            (Some(token), Some(member)) if member.idempotency_token => {
                self.begin_member(index)?;
                self.quoted(token);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn quoted(&mut self, text: &str) {
        self.out.push(b'"');
        let bytes = text.as_bytes();
        let mut start = 0;
        loop {
            let end = plain_end(bytes, start);
            self.out.extend_from_slice(&bytes[start..end]);
            let Some(byte) = bytes.get(end) else { break };
            self.escape(*byte);
            start = end + 1;
        }
        self.out.push(b'"');
    }

    /// Writes a byte that cannot stand for itself.
    fn escape(&mut self, byte: u8) {
        match byte {
            b'"' => self.out.extend_from_slice(b"\\\""),
            b'\\' => self.out.extend_from_slice(b"\\\\"),
            b'\n' => self.out.extend_from_slice(b"\\n"),
            b'\r' => self.out.extend_from_slice(b"\\r"),
            b'\t' => self.out.extend_from_slice(b"\\t"),
            _ => self.display(format_args!("\\u{byte:04x}")),
        }
    }

    fn display(&mut self, value: std::fmt::Arguments<'_>) {
        self.out.write_fmt(value).expect("a Vec takes any bytes");
    }

    fn decimal(&mut self, value: f64, shortest: std::fmt::Arguments<'_>) {
        match word(value) {
            Some(word) => self.quoted(word),
            None => self.display(shortest),
        }
    }

    #[cold]
    fn failure(&self, what: String) -> Failure {
        Failure::new(self.out.len(), what)
    }

    /// The path to what is written at the moment, for a failure.
    pub(in crate::protocol) fn path(&self) -> String {
        super::pointer(&self.out, self.out.len())
    }
}

impl Writer for JsonWriter<'_> {
    type Error = Failure;

    fn member<T: Shape>(&mut self, index: usize, value: &T) -> Result<(), Failure> {
        if value.is_absent() {
            return self.absent(index);
        }
        self.begin_member(index)?;
        value.write(self)
    }

    fn unknown_variant(&mut self, tag: &str) -> Result<(), Failure> {
        Err(self.failure(unknown_variant(tag)))
    }

    fn refuse(&self, why: &str) -> Failure {
        self.failure(why.to_owned())
    }

    fn null(&mut self) -> Result<(), Failure> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn boolean(&mut self, value: bool) -> Result<(), Failure> {
        self.out
            .extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn integer(&mut self, value: i32) -> Result<(), Failure> {
        self.display(format_args!("{value}"));
        Ok(())
    }

    fn long(&mut self, value: i64) -> Result<(), Failure> {
        self.display(format_args!("{value}"));
        Ok(())
    }

    fn float(&mut self, value: f32) -> Result<(), Failure> {
        self.decimal(value.into(), format_args!("{value:?}"));
        Ok(())
    }

    fn double(&mut self, value: f64) -> Result<(), Failure> {
        self.decimal(value, format_args!("{value:?}"));
        Ok(())
    }

    fn string(&mut self, value: &str) -> Result<(), Failure> {
        if self.member.host_label && self.depth == 1 {
            self.labels.push((self.member.name, value.to_owned()));
        }
        self.quoted(value);
        Ok(())
    }

    fn blob(&mut self, value: &[u8]) -> Result<(), Failure> {
        self.out.push(b'"');
        self.out
            .extend_from_slice(base64_simd::STANDARD.encode_to_string(value).as_bytes());
        self.out.push(b'"');
        Ok(())
    }

    fn timestamp(&mut self, value: &Timestamp) -> Result<(), Failure> {
        let format = self.member.timestamp_format.unwrap_or(self.timestamps);
        let text = timestamp::format(value, format);
        match format {
            TimestampFormat::EpochSeconds => self.out.extend_from_slice(text.as_bytes()),
            TimestampFormat::DateTime | TimestampFormat::HttpDate => self.quoted(&text),
        }
        Ok(())
    }

    fn document(&mut self, value: &Document) -> Result<(), Failure> {
        match value {
            Document::Null => self.null()?,
            Document::Boolean(value) => self.boolean(*value)?,
            Document::Number(Number::Unsigned(value)) => self.display(format_args!("{value}")),
            Document::Number(Number::Signed(value)) => self.display(format_args!("{value}")),
            Document::Number(Number::Float(value)) => self.double(*value)?,
            Document::String(value) => self.quoted(value),
            Document::List(items) => {
                let outer = self.begin(b'[')?;
                for item in items {
                    self.comma();
                    self.document(item)?;
                }
                self.end(b']', outer);
            }
            Document::Map(entries) => {
                let outer = self.begin(b'{')?;
                for (key, value) in entries {
                    self.key(key);
                    self.document(value)?;
                }
                self.end(b'}', outer);
            }
        }
        Ok(())
    }

    fn structure<T: Structure>(&mut self, value: &T) -> Result<(), Failure> {
        let outer = self.begin_structure(value.schema())?;
        value.write_members(self)?;
        self.end(b'}', outer);
        Ok(())
    }

    fn list<T: Shape>(&mut self, values: &[T]) -> Result<(), Failure> {
        let outer = self.begin_entries(b'[', Member::ELEMENT)?;
        for value in values {
            self.comma();
            value.write(self)?;
        }
        self.end(b']', outer);
        Ok(())
    }

    fn map<K: AsRef<str>, V: Shape>(&mut self, entries: &Map<K, V>) -> Result<(), Failure> {
        let outer = self.begin_entries(b'{', Member::VALUE)?;
        for (key, value) in entries {
            self.key(key.as_ref());
            value.write(self)?;
        }
        self.end(b'}', outer);
        Ok(())
    }
}
