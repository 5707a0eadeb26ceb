//! The walk through structures, lists and maps: what of the reader does not depend on a type. Read by: `reader`.

use std::borrow::Cow;

use super::items::Left;
use super::reader::CborReader;
use super::{Failure, MAX_DEPTH};
use crate::protocol::is_message;
use crate::shape::{Kind, Member, Schema};

/// Where the walk through one structure is.
pub(super) struct Members {
    schema: &'static Schema,
    outer: &'static Member,
    /// The index after the last member.
    last: usize,
    left: Left,
    /// Whether a union has its variant.
    set: bool,
    /// Whether this is an error, whose message services spell in several ways.
    error: bool,
}

/// Where the walk through one list or map is.
pub(super) struct Entries {
    outer: &'static Member,
    inner: &'static Member,
    left: Left,
}

impl<'a> CborReader<'a> {
    /// Goes a level deeper, into a list or a map.
    pub(super) fn open(&mut self, list: bool) -> Result<Left, Failure> {
        if self.depth == MAX_DEPTH {
            return Err(self.items.too_deep());
        }
        self.depth += 1;
        if list {
            self.items.list()
        } else {
            self.items.map()
        }
    }

    /// Whether there is another entry; goes a level up after the last.
    #[inline]
    pub(super) fn more(&mut self, left: &mut Left) -> bool {
        let more = self.items.more(left);
        if !more {
            self.depth -= 1;
        }
        more
    }

    pub(super) fn begin_structure(&mut self, schema: &'static Schema) -> Result<Members, Failure> {
        Ok(Members {
            schema,
            outer: self.member,
            last: 0,
            error: std::mem::take(&mut self.error),
            left: self.open(false)?,
            set: false,
        })
    }

    /// Goes to the next member that has a value; none after the last.
    pub(super) fn next_member(&mut self, at: &mut Members) -> Result<Option<usize>, Failure> {
        while self.more(&mut at.left) {
            let (index, key) = self.member_key(at)?;
            if self.items.take_null() {
                continue;
            }
            if let Some(index) = index {
                self.member = &at.schema.members[index];
            } else if at.schema.kind == Kind::Union && key != "__type" {
                self.tag = Some(key.into_owned());
            } else {
                self.ignore()?;
                continue;
            }
            if at.schema.kind == Kind::Union && std::mem::replace(&mut at.set, true) {
                return Err(Failure::new(
                    self.items.position(),
                    format!("expected one variant of {}, found two", at.schema.name),
                ));
            }
            return Ok(Some(index.unwrap_or(at.schema.members.len())));
        }
        self.member = at.outer;
        Ok(None)
    }

    /// Takes a key and finds the member that it names; the key itself is given only where there is none.
    #[inline]
    fn member_key(&mut self, at: &mut Members) -> Result<(Option<usize>, Cow<'a, str>), Failure> {
        let members = at.schema.members;
        let guess = self.guesses.next(at.schema, at.last);
        if let Some(member) = members.get(guess)
            && self.items.take_key(member.on_wire())
        {
            at.last = guess + 1;
            return Ok((Some(guess), Cow::Borrowed("")));
        }
        let key = self.key()?;
        // Members that are not set are left out, so that the next is mostly not far.
        let (before, after) = members.split_at(at.last.min(members.len()));
        // The first byte mostly tells, and without a call.
        let first = key.as_bytes().first();
        let is_it = |member: &Member| {
            let name = member.on_wire();
            name.as_bytes().first() == first && name == key
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
        Ok((index, key))
    }

    /// The member that holds the message of an error, where this key is one for it and no member has its name.
    fn message(&self, at: &Members, key: &str) -> Option<usize> {
        if !at.error || !is_message(key) || !matches!(self.items.peek(), Some(0x60..=0x7F)) {
            return None;
        }
        at.schema.members.iter().position(Member::is_message)
    }

    pub(super) fn begin_entries(
        &mut self,
        list: bool,
        other: &'static Member,
    ) -> Result<Entries, Failure> {
        Ok(Entries {
            outer: self.member,
            inner: self.member.element.unwrap_or(other),
            left: self.open(list)?,
        })
    }

    /// How many values of so many bytes a list gets room for at its start: as many as it says, but no more than take
    /// the memory of the bytes that are left, because a list can say anything; and so can each list in it, so not that much either.
    pub(super) fn room(&self, at: &Entries, size: usize) -> usize {
        let told = usize::try_from(at.left.unwrap_or(0)).unwrap_or(usize::MAX);
        told.min(self.items.left().min(16 << 10) / size.max(1))
    }

    /// Goes to the next element of a list; false after the last.
    #[inline]
    pub(super) fn next_element(&mut self, at: &mut Entries) -> bool {
        while self.more(&mut at.left) {
            if !at.outer.sparse && self.items.take_null() {
                continue;
            }
            self.member = at.inner;
            return true;
        }
        self.member = at.outer;
        false
    }

    /// Goes to the next value of a map and gives its key; none after the last.
    pub(super) fn next_entry(&mut self, at: &mut Entries) -> Result<Option<Cow<'a, str>>, Failure> {
        while self.more(&mut at.left) {
            let key = self.key()?;
            if !at.outer.sparse && self.items.take_null() {
                continue;
            }
            self.member = at.inner;
            return Ok(Some(key));
        }
        self.member = at.outer;
        Ok(None)
    }
}
