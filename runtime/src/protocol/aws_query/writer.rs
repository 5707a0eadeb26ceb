//! Writes a form, whose keys are paths: `Filter.1.Value.2=x`. Read by: `aws_query`, and by generated types through the trait.

use std::fmt::Arguments;
use std::io::Write as _;

use super::naming::Naming;
use crate::protocol::decimal::word;
use crate::protocol::failure::{Failure, MAX_DEPTH, unknown_variant};
use crate::protocol::timestamp;
use crate::shape::{Document, Map, Member, Shape, Structure, Timestamp, TimestampFormat, Writer};

/// A writer of a form.
pub(super) struct FormWriter<'t> {
    out: Vec<u8>,
    /// The key of what comes next, as it is spelled in the form.
    path: Vec<u8>,
    depth: usize,
    /// The members of the structure at hand.
    members: &'static [Member],
    /// The facts of the value that comes next.
    member: &'static Member,
    naming: &'static Naming,
    /// What goes into idempotency tokens that the caller left out.
    token: Option<&'t str>,
    /// The members that also go into the host name, by the name in the model.
    labels: Vec<(&'static str, String)>,
}

/// The state around a structure, a list or a map, which is restored behind it.
struct Outer {
    members: &'static [Member],
    member: &'static Member,
    path: usize,
}

/// Where the writing of a list or a map is.
struct Entries {
    outer: Outer,
    /// The length of the path to all entries, and how many are begun.
    path: usize,
    count: usize,
}

impl<'t> FormWriter<'t> {
    pub(super) fn new(
        naming: &'static Naming,
        action: &str,
        version: &str,
        token: Option<&'t str>,
    ) -> Self {
        let mut out = Vec::with_capacity(256);
        for (key, value) in [("Action=", action), ("&Version=", version)] {
            out.extend_from_slice(key.as_bytes());
            encode(&mut out, value.as_bytes());
        }
        Self {
            out,
            path: Vec::with_capacity(64),
            depth: 0,
            members: &[],
            member: Member::ELEMENT,
            naming,
            token,
            labels: Vec::new(),
        }
    }

    /// What was written, and the values of host labels.
    pub(super) fn finish(self) -> (Vec<u8>, Vec<(&'static str, String)>) {
        (self.out, self.labels)
    }

    /// The path to what is written at the moment, for a failure.
    pub(super) fn path(&self) -> String {
        let path = String::from_utf8_lossy(&self.path);
        format!("/{}", path.replace('.', "/"))
    }

    fn begin(&mut self) -> Result<Outer, Failure> {
        if self.depth == MAX_DEPTH {
            return Err(self.failure(format!("nested more than {MAX_DEPTH} levels deep")));
        }
        self.depth += 1;
        Ok(Outer {
            members: self.members,
            member: self.member,
            path: self.path.len(),
        })
    }

    fn begin_structure(&mut self, members: &'static [Member]) -> Result<Outer, Failure> {
        let outer = self.begin()?;
        self.members = members;
        Ok(outer)
    }

    fn end(&mut self, outer: &Outer) {
        self.depth -= 1;
        self.members = outer.members;
        self.member = outer.member;
        self.path.truncate(outer.path);
    }

    fn begin_list(&mut self, is_empty: bool) -> Result<Entries, Failure> {
        let outer = self.begin()?;
        if is_empty && self.naming.empty_lists {
            self.pair(&[]);
        }
        self.member = outer.member.element.unwrap_or(Member::ELEMENT);
        if !self.naming.is_flat(outer.member) {
            self.step(self.member);
        }
        Ok(self.entries(outer))
    }

    fn begin_map(&mut self) -> Result<Entries, Failure> {
        let outer = self.begin()?;
        if !self.naming.is_flat(outer.member) {
            self.path.extend_from_slice(b".entry");
        }
        Ok(self.entries(outer))
    }

    fn entries(&self, outer: Outer) -> Entries {
        Entries {
            outer,
            path: self.path.len(),
            count: 0,
        }
    }

    /// Goes on to the next element of a list.
    fn next_element(&mut self, at: &mut Entries) {
        at.count += 1;
        self.path.truncate(at.path);
        write!(self.path, ".{}", at.count).expect("a Vec takes any bytes");
    }

    /// Goes on to the next entry of a map, writes its key and goes on to its value.
    fn next_entry(&mut self, at: &mut Entries, key: &str) {
        self.next_element(at);
        let entry = self.path.len();
        self.step(at.outer.member.key.unwrap_or(Member::KEY));
        self.pair(key.as_bytes());
        self.path.truncate(entry);
        self.member = at.outer.member.element.unwrap_or(Member::VALUE);
        self.step(self.member);
    }

    /// Adds the name of a member to the path.
    fn step(&mut self, member: &'static Member) {
        if !self.path.is_empty() {
            self.path.push(b'.');
        }
        let (first, rest) = self.naming.name(member);
        encode(&mut self.path, first.encode_utf8(&mut [0; 4]).as_bytes());
        encode(&mut self.path, rest.as_bytes());
    }

    /// Goes on to a member of the structure at hand, and says how long the path was before.
    fn begin_member(&mut self, index: usize) -> Result<usize, Failure> {
        let Some(member) = self.members.get(index) else {
            return Err(self.failure(format!("the schema has no member {index}")));
        };
        let path = self.path.len();
        self.member = member;
        self.step(member);
        Ok(path)
    }

    /// Fills a member that has no value, if it is an idempotency token and there is one.
    fn absent(&mut self, index: usize) -> Result<(), Failure> {
        match (self.token, self.members.get(index)) {
            (Some(token), Some(member)) if member.idempotency_token => {
                let path = self.begin_member(index)?;
                self.pair(token.as_bytes());
                self.path.truncate(path);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn key(&mut self) {
        self.out.push(b'&');
        self.out.extend_from_slice(&self.path);
        self.out.push(b'=');
    }

    fn pair(&mut self, value: &[u8]) {
        self.key();
        encode(&mut self.out, value);
    }

    /// Writes a value in which nothing needs to be encoded.
    fn plain(&mut self, value: Arguments<'_>) {
        self.key();
        self.out.write_fmt(value).expect("a Vec takes any bytes");
    }

    fn decimal(&mut self, value: f64, shortest: Arguments<'_>) {
        match word(value) {
            Some(word) => self.pair(word.as_bytes()),
            None => self.plain(shortest),
        }
    }

    #[cold]
    fn failure(&self, what: String) -> Failure {
        Failure::new(self.out.len(), what)
    }
}

/// Writes all bytes by their number but those that RFC 3986 reserves nothing for.
fn encode(out: &mut Vec<u8>, text: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| !is_unreserved(*byte)) {
        out.extend_from_slice(&rest[..at]);
        let byte = usize::from(rest[at]);
        out.extend_from_slice(&[b'%', HEX[byte >> 4], HEX[byte & 15]]);
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

impl Writer for FormWriter<'_> {
    type Error = Failure;

    fn member<T: Shape>(&mut self, index: usize, value: &T) -> Result<(), Failure> {
        if value.is_absent() {
            return self.absent(index);
        }
        let path = self.begin_member(index)?;
        value.write(self)?;
        self.path.truncate(path);
        Ok(())
    }

    fn refuse(&self, why: &str) -> Failure {
        self.failure(why.to_owned())
    }

    fn unknown_variant(&mut self, tag: &str) -> Result<(), Failure> {
        Err(self.failure(unknown_variant(tag)))
    }

    /// Nothing: a form has no nulls.
    fn null(&mut self) -> Result<(), Failure> {
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
        if self.member.host_label && self.depth == 1 {
            self.labels.push((self.member.name, value.to_owned()));
        }
        self.pair(value.as_bytes());
        Ok(())
    }

    fn blob(&mut self, value: &[u8]) -> Result<(), Failure> {
        self.pair(base64_simd::STANDARD.encode_to_string(value).as_bytes());
        Ok(())
    }

    fn timestamp(&mut self, value: &Timestamp) -> Result<(), Failure> {
        let format = self.member.timestamp_format;
        let text = timestamp::format(value, format.unwrap_or(TimestampFormat::DateTime));
        self.pair(text.as_bytes());
        Ok(())
    }

    fn document(&mut self, _: &Document) -> Result<(), Failure> {
        Err(self.failure("a document has no form in a query".to_owned()))
    }

    fn structure<T: Structure>(&mut self, value: &T) -> Result<(), Failure> {
        let outer = self.begin_structure(value.schema().members)?;
        value.write_members(self)?;
        self.end(&outer);
        Ok(())
    }

    fn list<T: Shape>(&mut self, values: &[T]) -> Result<(), Failure> {
        let mut at = self.begin_list(values.is_empty())?;
        for value in values {
            self.next_element(&mut at);
            value.write(self)?;
        }
        self.end(&at.outer);
        Ok(())
    }

    fn map<K: AsRef<str>, V: Shape>(&mut self, entries: &Map<K, V>) -> Result<(), Failure> {
        let mut at = self.begin_map()?;
        for (key, value) in entries {
            self.next_entry(&mut at, key.as_ref());
            value.write(self)?;
        }
        self.end(&at.outer);
        Ok(())
    }
}
