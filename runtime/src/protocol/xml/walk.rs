//! The walk through structures, lists and maps: what of the reader does not depend on a type. Read by: `reader`.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::attributes::Attributes;

use super::reader::XmlReader;
use super::tokens::no_character;
use super::{Failure, local, shorten};
use crate::protocol::bindings::in_document;
use crate::shape::{Kind, Member, Schema};

/// Where the walk through one structure is.
pub(super) struct Members<'a> {
    schema: &'static Schema,
    outer: &'static Member,
    /// The index after the last member.
    last: usize,
    /// Whether a union has its variant.
    set: bool,
    /// Whether this is an error, whose message is called so by the protocol.
    error: bool,
    /// The attributes that are still to be read, where the schema has such members. Boxed, because nearly none has.
    attributes: Option<Box<Attributes<'a>>>,
}

/// Where the walk through one list or map is.
pub(super) struct Entries<'a> {
    outer: &'static Member,
    inner: &'static Member,
    /// The name of the elements that are the entries, where no element holds them.
    flattened: Option<&'a str>,
    first: bool,
    /// A map's key, once it is read.
    key: Option<Cow<'a, str>>,
}

impl<'a> XmlReader<'a> {
    pub(super) fn begin_structure(
        &mut self,
        schema: &'static Schema,
    ) -> Result<Members<'a>, Failure> {
        self.no_attribute()?;
        let attributes = self.tokens.attributes();
        let attributes =
            attributes.filter(|_| schema.members.iter().any(|member| member.xml_attribute));
        Ok(Members {
            schema,
            outer: self.member,
            last: 0,
            set: false,
            error: std::mem::take(&mut self.error),
            attributes: attributes.map(Box::new),
        })
    }

    /// Goes to the next member that has a value; none after the last.
    pub(super) fn next_member(&mut self, at: &mut Members<'a>) -> Result<Option<usize>, Failure> {
        if at.attributes.is_some()
            && let Some(index) = self.next_attribute(at)?
        {
            return Ok(Some(index));
        }
        while self.tokens.next()? {
            let index = self.find(at);
            if let Some(index) = index {
                self.member = &at.schema.members[index];
            } else if at.schema.kind == Kind::Structure {
                self.tokens.skip()?;
                continue;
            } else {
                self.variant = Some(local(self.tokens.name()).to_owned());
            }
            if at.schema.kind == Kind::Union && std::mem::replace(&mut at.set, true) {
                return Err(self.tokens.failure(format!(
                    "expected one variant of {}, found two",
                    at.schema.name
                )));
            }
            return Ok(Some(index.unwrap_or(at.schema.members.len())));
        }
        self.member = at.outer;
        Ok(None)
    }

    /// Finds the member that the element at hand is.
    #[inline]
    fn find(&mut self, at: &mut Members<'a>) -> Option<usize> {
        let name = self.tokens.name();
        let members = at.schema.members;
        let index = self.guesses.next(at.schema, at.last);
        if members
            .get(index)
            .is_some_and(|member| member.on_wire() == name && in_body(member))
        {
            at.last = index + 1;
            return Some(index);
        }
        // Members that are not set are left out, so that the next is mostly not far.
        let (before, after) = members.split_at(at.last.min(members.len()));
        let name = local(name);
        let is_it = |member: &Member| is_called(name, member.on_wire()) && in_body(member);
        let found = after.iter().position(is_it).map(|i| i + before.len());
        let found = found.or_else(|| before.iter().position(is_it));
        let index = match found {
            None if at.error && is_message(name) => {
                members.iter().position(|member| is_message(member.name))?
            }
            found => found?,
        };
        self.guesses.keep(at.schema, at.last, index);
        at.last = index + 1;
        Some(index)
    }

    /// Goes to the next member that an attribute holds.
    fn next_attribute(&mut self, at: &mut Members<'a>) -> Result<Option<usize>, Failure> {
        for attribute in at.attributes.iter_mut().flatten() {
            let Ok(attribute) = attribute else {
                return Err(self.tokens.failure_of_value("malformed attributes"));
            };
            let is_it = |member: &Member| {
                member.xml_attribute && is_attribute(attribute.key.as_ref(), member.on_wire())
            };
            let Some(index) = at.schema.members.iter().position(is_it) else {
                continue;
            };
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value =
                value.map_err(|_| self.tokens.failure_of_value(no_character(&attribute.value)))?;
            self.attribute = Some(value);
            self.member = &at.schema.members[index];
            return Ok(Some(index));
        }
        at.attributes = None;
        Ok(None)
    }

    pub(super) fn begin_entries(&mut self, other: &'static Member) -> Result<Entries<'a>, Failure> {
        self.no_attribute()?;
        Ok(Entries {
            outer: self.member,
            inner: self.member.element.unwrap_or(other),
            flattened: self.member.flattened.then(|| self.tokens.name()),
            first: true,
            key: None,
        })
    }

    /// Goes to the next element of a list, or to the next entry of a map; false after the last.
    #[inline]
    pub(super) fn next_element(&mut self, at: &mut Entries<'a>) -> Result<bool, Failure> {
        let more = match at.flattened {
            // The first is at hand already.
            Some(_) if std::mem::take(&mut at.first) => true,
            // The entries that stand together are taken in one go.
            Some(name) => {
                let next = self.tokens.next()?;
                let more = next && self.tokens.name() == name;
                if !more {
                    self.tokens.hold(next);
                }
                more
            }
            None => self.tokens.next()?,
        };
        self.member = if more { at.inner } else { at.outer };
        Ok(more)
    }

    /// Goes to the next value of a map; false after the last. Entries without a value are passed over.
    pub(super) fn next_entry(&mut self, at: &mut Entries<'a>) -> Result<bool, Failure> {
        while self.next_element(at)? {
            at.key = None;
            while self.tokens.next()? {
                if is_called(self.name(), at.inner.on_wire()) {
                    self.member = at.inner;
                    return Ok(true);
                }
                self.key(at)?;
            }
        }
        Ok(false)
    }

    /// Leaves the entry whose value was read, and gives its key.
    pub(super) fn end_entry(&mut self, at: &mut Entries<'a>) -> Result<Cow<'a, str>, Failure> {
        while self.tokens.next()? {
            self.key(at)?;
        }
        at.key.take().ok_or_else(|| {
            self.tokens
                .failure("expected an entry with a key, found one without")
        })
    }

    /// Reads the element at hand if it is the key of an entry.
    fn key(&mut self, at: &mut Entries<'a>) -> Result<(), Failure> {
        let key = at.outer.key.unwrap_or(Member::KEY);
        if !is_called(self.name(), key.on_wire()) {
            return self.tokens.skip();
        }
        at.key = Some(self.tokens.text()?);
        Ok(())
    }

    /// Fails if the value at hand is an attribute's.
    fn no_attribute(&mut self) -> Result<(), Failure> {
        match self.attribute.take() {
            None => Ok(()),
            Some(text) => Err(self.tokens.failure_of_value(format!(
                "expected an element, found the attribute value {}",
                shorten(&text)
            ))),
        }
    }
}

/// Whether an element of the body can be this member.
#[inline]
fn in_body(member: &Member) -> bool {
    in_document(member) && !member.xml_attribute
}

/// Whether a name without a prefix is the one of the model, which can have one.
#[inline]
fn is_called(found: &str, wanted: &str) -> bool {
    found == wanted
        || wanted
            .strip_suffix(found)
            .is_some_and(|prefix| prefix.ends_with(':'))
}

/// Whether this is an error's message. The protocol calls it `Message`, S3 too, and models call it what they like.
fn is_message(name: &str) -> bool {
    name.eq_ignore_ascii_case("message")
}

/// Whether an attribute is the one of the model: of two with prefixes, what follows counts.
fn is_attribute(found: &str, wanted: &str) -> bool {
    match (found.split_once(':'), wanted.split_once(':')) {
        (Some((prefix, found)), Some((_, wanted))) => prefix != "xmlns" && found == wanted,
        _ => found == wanted,
    }
}
