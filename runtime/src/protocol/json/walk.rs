//! The walk through structures, lists and maps: what of the reader does not depend on a type. Read by: `reader`.

use std::borrow::Cow;

use super::reader::JsonReader;
use super::{Failure, MAX_DEPTH};
use crate::protocol::is_message;
use crate::shape::{Member, Schema};

/// Where the walk through one structure is.
pub(super) struct Members {
    schema: &'static Schema,
    outer: &'static Member,
    /// The index after the last member.
    last: usize,
    first: bool,
    /// Whether this is an error, whose message services spell in several ways.
    error: bool,
    /// Whether a member can stand here at all; any, if there is no such rule.
    here: Option<fn(&Member) -> bool>,
}

impl Members {
    /// Leaves out the members that stand elsewhere.
    pub(super) fn only(&mut self, here: fn(&Member) -> bool) {
        self.here = Some(here);
    }

    fn is_here(&self, member: &Member) -> bool {
        self.here.is_none_or(|here| here(member))
    }
}

/// Where the walk through one list or map is.
pub(super) struct Entries {
    outer: &'static Member,
    inner: &'static Member,
    first: bool,
}

impl<'a> JsonReader<'a> {
    /// Takes the brace or bracket that opens a level.
    pub(super) fn open(&mut self, byte: u8, name: &str) -> Result<(), Failure> {
        if self.tokens.peek() != Some(byte) {
            return Err(self.tokens.expected(name));
        }
        if self.depth == MAX_DEPTH {
            return Err(self.tokens.too_deep());
        }
        self.depth += 1;
        self.tokens.bump();
        Ok(())
    }

    /// Takes what stands between two entries, or what closes the level after the last.
    #[inline]
    pub(super) fn more(
        &mut self,
        first: &mut bool,
        close: u8,
        name: &str,
    ) -> Result<bool, Failure> {
        match self.tokens.peek() {
            Some(byte) if byte == close => {
                self.tokens.bump();
                self.depth -= 1;
                return Ok(false);
            }
            Some(b',') if !*first => self.tokens.bump(),
            Some(_) if *first => {}
            _ => return Err(self.tokens.expected(name)),
        }
        *first = false;
        Ok(true)
    }

    /// Takes a key and its colon.
    #[inline]
    pub(super) fn key(&mut self) -> Result<Cow<'a, str>, Failure> {
        let key = self.tokens.string("a key")?;
        self.tokens.expect(b':', "`:`")?;
        Ok(key)
    }

    /// Takes a null if one comes next.
    #[inline]
    pub(super) fn take_null(&mut self) -> Result<bool, Failure> {
        if self.tokens.peek() != Some(b'n') {
            return Ok(false);
        }
        self.tokens.literal("null").map(|()| true)
    }

    pub(super) fn begin_structure(&mut self, schema: &'static Schema) -> Result<Members, Failure> {
        self.open(b'{', "an object")?;
        Ok(Members {
            schema,
            outer: self.member,
            last: 0,
            first: true,
            error: std::mem::take(&mut self.error),
            here: None,
        })
    }

    /// Goes to the next member that has a value; none after the last.
    pub(super) fn next_member(&mut self, at: &mut Members) -> Result<Option<usize>, Failure> {
        while self.more(&mut at.first, b'}', "`,` or `}`")? {
            let index = self.member_key(at)?;
            if self.take_null()? {
                continue;
            }
            let Some(index) = index else {
                self.ignore()?;
                continue;
            };
            self.member = &at.schema.members[index];
            return Ok(Some(index));
        }
        self.member = at.outer;
        Ok(None)
    }

    /// Takes a key and finds the member that it names.
    #[inline]
    fn member_key(&mut self, at: &mut Members) -> Result<Option<usize>, Failure> {
        let members = at.schema.members;
        let guess = self.guesses.next(at.schema, at.last);
        if self.tokens.peek() == Some(b'"')
            && let Some(member) = members.get(guess)
            && at.is_here(member)
            && self.tokens.take_key(member.on_wire())
        {
            self.tokens.expect(b':', "`:`")?;
            at.last = guess + 1;
            return Ok(Some(guess));
        }
        let key = self.key()?;
        // Members that are not set are left out, so that the next is mostly not far.
        let (before, after) = members.split_at(at.last.min(members.len()));
        // The first byte mostly tells, and without a call.
        let first = key.as_bytes().first();
        let is_it = |member: &Member| {
            let name = member.on_wire();
            name.as_bytes().first() == first && name == key && at.is_here(member)
        };
        let index = after
            .iter()
            .position(is_it)
            .map(|i| i + before.len())
            .or_else(|| before.iter().position(is_it))
            .or_else(|| self.message(at, &key));
        if let Some(index) = index {
            self.guesses.keep(at.schema, at.last, index);
            at.last = index + 1;
        }
        Ok(index)
    }

    /// Opens a union and goes to its variant; none if no member has a value. A variant that the schema does not list has
    /// the index after the last.
    pub(super) fn begin_union(
        &mut self,
        schema: &'static Schema,
    ) -> Result<Option<usize>, Failure> {
        self.open(b'{', "an object")?;
        self.next_variant(schema, true)
    }

    /// Closes a union behind its variant, where nothing may stand but nulls.
    #[inline]
    pub(super) fn end_union(&mut self, schema: &'static Schema) -> Result<(), Failure> {
        if self.next_variant(schema, false)?.is_none() {
            return Ok(());
        }
        let name = schema.name;
        Err(self
            .tokens
            .failure(format!("expected one variant of {name}, found two")))
    }

    fn next_variant(
        &mut self,
        schema: &'static Schema,
        mut first: bool,
    ) -> Result<Option<usize>, Failure> {
        while self.more(&mut first, b'}', "`,` or `}`")? {
            let key = self.key()?;
            if self.take_null()? {
                continue;
            }
            let index = self.variant(schema, &key);
            if let Some(index) = index {
                self.member = &schema.members[index];
            } else if key != "__type" {
                self.tag = Some(key.into_owned());
            } else {
                self.ignore()?;
                continue;
            }
            return Ok(Some(index.unwrap_or(schema.members.len())));
        }
        Ok(None)
    }

    /// The variant that a key names. Nothing stands before it that could tell it; but the same key names it each time.
    #[inline]
    fn variant(&mut self, schema: &'static Schema, key: &str) -> Option<usize> {
        let first = key.as_bytes().first().copied().unwrap_or_default();
        let look = key.len() * 31 + usize::from(first);
        let is_it = |member: &Member| member.on_wire() == key;
        let guess = self.guesses.next(schema, look);
        if schema.members.get(guess).is_some_and(is_it) {
            return Some(guess);
        }
        let index = schema.members.iter().position(is_it)?;
        self.guesses.keep(schema, look, index);
        Some(index)
    }

    /// The member that holds the message of an error, where this key is one for it and no member has its name.
    fn message(&mut self, at: &Members, key: &str) -> Option<usize> {
        if !at.error || !is_message(key) || self.tokens.peek() != Some(b'"') {
            return None;
        }
        let mut members = at.schema.members.iter();
        members.position(|member| member.is_message() && at.is_here(member))
    }

    pub(super) fn begin_entries(
        &mut self,
        open: u8,
        name: &str,
        other: &'static Member,
    ) -> Result<Entries, Failure> {
        self.open(open, name)?;
        Ok(Entries {
            outer: self.member,
            inner: self.member.element.unwrap_or(other),
            first: true,
        })
    }

    /// Goes to the next element of a list; false after the last.
    pub(super) fn next_element(&mut self, at: &mut Entries) -> Result<bool, Failure> {
        while self.more(&mut at.first, b']', "`,` or `]`")? {
            if !at.outer.sparse && self.take_null()? {
                continue;
            }
            self.member = at.inner;
            return Ok(true);
        }
        self.member = at.outer;
        Ok(false)
    }

    /// Goes to the next value of a map and gives its key; none after the last.
    pub(super) fn next_entry(&mut self, at: &mut Entries) -> Result<Option<Cow<'a, str>>, Failure> {
        while self.more(&mut at.first, b'}', "`,` or `}`")? {
            let key = self.key()?;
            if !at.outer.sparse && self.take_null()? {
                continue;
            }
            self.member = at.inner;
            return Ok(Some(key));
        }
        self.member = at.outer;
        Ok(None)
    }
}
