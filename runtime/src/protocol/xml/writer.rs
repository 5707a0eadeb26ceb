//! Writes XML: [`XmlWriter`]. Read by: `rest_xml`, and by generated types through the trait.

use std::fmt::Arguments;
use std::io::Write as _;

use super::escape;
use super::{Failure, MAX_DEPTH};
use crate::protocol::decimal::word;
use crate::protocol::failure::unknown_variant;
use crate::protocol::timestamp;
use crate::shape::{
    Document, Map, Member, Schema, Shape, Structure, Timestamp, TimestampFormat, Writer,
};

/// A namespace, as prefix (which can be empty) and URI.
type Namespace = Option<(&'static str, &'static str)>;

/// A writer of an XML document, without white space and without a declaration.
pub(in crate::protocol) struct XmlWriter<'t> {
    out: Vec<u8>,
    depth: usize,
    /// The members of the structure at hand.
    members: &'static [Member],
    /// The facts of the value that comes next.
    member: &'static Member,
    /// The name and the namespace of its element. They are not always the member's: a document's root has its own, and
    /// an entry of a flattened list that of the list.
    name: &'static str,
    namespace: Namespace,
    /// Where the next attribute of the structure at hand goes: before the `>` of its tag.
    attributes: usize,
    /// What goes into idempotency tokens that the caller left out.
    token: Option<&'t str>,
}

/// The state around a structure, a list or a map, which is restored behind it.
struct Outer {
    members: &'static [Member],
    member: &'static Member,
    name: &'static str,
    namespace: Namespace,
    attributes: usize,
}

impl<'t> XmlWriter<'t> {
    pub(in crate::protocol) fn new(token: Option<&'t str>) -> Self {
        Self {
            out: Vec::new(),
            depth: 0,
            members: &[],
            member: Member::ELEMENT,
            name: "",
            namespace: None,
            attributes: 0,
            token,
        }
    }

    /// Begins a document of this root, of which the caller writes the members one by one.
    pub(in crate::protocol) fn begin_document(
        &mut self,
        name: &'static str,
        namespace: Namespace,
        schema: &'static Schema,
    ) -> Result<(), Failure> {
        self.name = name;
        self.namespace = namespace;
        self.begin_structure(schema.members).map(drop)
    }

    /// Ends the document of this root.
    pub(in crate::protocol) fn end_document(&mut self, name: &'static str) {
        self.depth -= 1;
        self.close(name);
    }

    /// Writes a document of this root: a structure or a union that is a body by itself.
    pub(in crate::protocol) fn payload<T: Structure>(
        &mut self,
        name: &'static str,
        namespace: Namespace,
        value: &T,
    ) -> Result<(), Failure> {
        self.name = name;
        self.namespace = namespace;
        self.structure(value)
    }

    /// What was written.
    pub(in crate::protocol) fn finish(self) -> Vec<u8> {
        self.out
    }

    /// The path to what is written at the moment, for a failure.
    pub(in crate::protocol) fn path(&self) -> String {
        super::pointer::pointer(&self.out, self.out.len())
    }

    /// Opens a level, with an element around it or without.
    fn begin(&mut self, element: bool) -> Result<Outer, Failure> {
        if self.depth == MAX_DEPTH {
            return Err(self.failure(format!("nested more than {MAX_DEPTH} levels deep")));
        }
        if self.depth == 0 {
            // Not before: many requests have no document.
            self.out.reserve(128);
        }
        self.depth += 1;
        if element {
            self.open(self.name, self.namespace);
        }
        Ok(Outer {
            members: self.members,
            member: self.member,
            name: self.name,
            namespace: self.namespace,
            attributes: std::mem::replace(&mut self.attributes, self.out.len().saturating_sub(1)),
        })
    }

    fn begin_structure(&mut self, members: &'static [Member]) -> Result<Outer, Failure> {
        let outer = self.begin(true)?;
        self.members = members;
        Ok(outer)
    }

    fn begin_list(&mut self) -> Result<Outer, Failure> {
        let outer = self.begin(!self.member.flattened)?;
        let element = outer.member.element.unwrap_or(Member::ELEMENT);
        self.stand_in(element);
        if outer.member.flattened {
            self.name = outer.name;
        }
        Ok(outer)
    }

    fn begin_map(&mut self) -> Result<Outer, Failure> {
        self.begin(!self.member.flattened)
    }

    /// Opens an entry of a map, writes its key and goes on to its value.
    fn entry(&mut self, map: &Outer, key: &str) {
        if map.member.flattened {
            self.open(map.name, map.namespace);
        } else {
            self.open("entry", None);
        }
        self.stand_in(map.member.key.unwrap_or(Member::KEY));
        self.element(key);
        self.stand_in(map.member.element.unwrap_or(Member::VALUE));
    }

    fn end_entry(&mut self, map: &Outer) {
        self.close(if map.member.flattened {
            map.name
        } else {
            "entry"
        });
    }

    fn end(&mut self, outer: Outer, element: bool) {
        self.depth -= 1;
        self.members = outer.members;
        self.member = outer.member;
        self.name = outer.name;
        self.namespace = outer.namespace;
        self.attributes = outer.attributes;
        if element {
            self.close(self.name);
        }
    }

    /// Goes on to the value of a member.
    #[inline]
    fn stand_in(&mut self, member: &'static Member) {
        self.member = member;
        self.name = member.on_wire();
        self.namespace = member.xml_namespace;
    }

    /// Goes on to a member of the structure at hand.
    fn begin_member(&mut self, index: usize) -> Result<(), Failure> {
        let Some(member) = self.members.get(index) else {
            return Err(self.failure(format!("the schema has no member {index}")));
        };
        self.stand_in(member);
        Ok(())
    }

    /// Fills a member that has no value, if it is an idempotency token and there is one.
    fn absent(&mut self, index: usize) -> Result<(), Failure> {
        match (self.token, self.members.get(index)) {
            (Some(token), Some(member)) if member.idempotency_token => {
                self.begin_member(index)?;
                self.text(token);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, name: &str, namespace: Namespace) {
        self.out.push(b'<');
        self.out.extend_from_slice(name.as_bytes());
        if let Some((prefix, uri)) = namespace {
            self.out.extend_from_slice(b" xmlns");
            if !prefix.is_empty() {
                self.out.push(b':');
                self.out.extend_from_slice(prefix.as_bytes());
            }
            self.out.extend_from_slice(b"=\"");
            escape::attribute(&mut self.out, uri);
            self.out.push(b'"');
        }
        self.out.push(b'>');
    }

    fn close(&mut self, name: &str) {
        self.out.extend_from_slice(b"</");
        self.out.extend_from_slice(name.as_bytes());
        self.out.push(b'>');
    }

    /// Writes a value that is text.
    fn text(&mut self, text: &str) {
        if self.member.xml_attribute {
            self.attribute(text);
        } else {
            self.element(text);
        }
    }

    fn element(&mut self, text: &str) {
        self.open(self.name, self.namespace);
        escape::text(&mut self.out, text);
        self.close(self.name);
    }

    /// Writes an attribute into the tag of the structure at hand: members come in any order, attributes stand before
    /// all elements, and so rarely that what is written behind them is moved.
    fn attribute(&mut self, text: &str) {
        let before = self.out.len();
        self.out.push(b' ');
        self.out.extend_from_slice(self.name.as_bytes());
        self.out.extend_from_slice(b"=\"");
        escape::attribute(&mut self.out, text);
        self.out.push(b'"');
        let length = self.out.len() - before;
        self.out[self.attributes..].rotate_right(length);
        self.attributes += length;
    }

    /// Writes a value in which nothing needs to be escaped.
    fn plain(&mut self, value: Arguments<'_>) {
        if self.member.xml_attribute {
            return self.attribute(&value.to_string());
        }
        self.open(self.name, self.namespace);
        self.out.write_fmt(value).expect("a Vec takes any bytes");
        self.close(self.name);
    }

    fn decimal(&mut self, value: f64, shortest: Arguments<'_>) {
        match word(value) {
            Some(word) => self.text(word),
            None => self.plain(shortest),
        }
    }

    #[cold]
    fn failure(&self, what: String) -> Failure {
        Failure::new(self.out.len(), what)
    }
}

impl Writer for XmlWriter<'_> {
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
        self.element("");
        Ok(())
    }

    fn boolean(&mut self, value: bool) -> Result<(), Failure> {
        self.plain(format_args!("{value}"));
        Ok(())
    }

    fn integer(&mut self, value: i32) -> Result<(), Failure> {
        self.plain(format_args!("{value}"));
        Ok(())
    }

    fn long(&mut self, value: i64) -> Result<(), Failure> {
        self.plain(format_args!("{value}"));
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
        self.text(value);
        Ok(())
    }

    fn blob(&mut self, value: &[u8]) -> Result<(), Failure> {
        self.text(&base64_simd::STANDARD.encode_to_string(value));
        Ok(())
    }

    fn timestamp(&mut self, value: &Timestamp) -> Result<(), Failure> {
        let format = self.member.timestamp_format;
        self.text(&timestamp::format(
            value,
            format.unwrap_or(TimestampFormat::DateTime),
        ));
        Ok(())
    }

    fn document(&mut self, _: &Document) -> Result<(), Failure> {
        Err(self.failure("a document has no form in XML".to_owned()))
    }

    fn structure<T: Structure>(&mut self, value: &T) -> Result<(), Failure> {
        let outer = self.begin_structure(value.schema().members)?;
        value.write_members(self)?;
        self.end(outer, true);
        Ok(())
    }

    fn list<T: Shape>(&mut self, values: &[T]) -> Result<(), Failure> {
        let outer = self.begin_list()?;
        for value in values {
            value.write(self)?;
        }
        let element = !outer.member.flattened;
        self.end(outer, element);
        Ok(())
    }

    fn map<K: AsRef<str>, V: Shape>(&mut self, entries: &Map<K, V>) -> Result<(), Failure> {
        let outer = self.begin_map()?;
        for (key, value) in entries {
            self.entry(&outer, key.as_ref());
            value.write(self)?;
            self.end_entry(&outer);
        }
        let element = !outer.member.flattened;
        self.end(outer, element);
        Ok(())
    }
}
