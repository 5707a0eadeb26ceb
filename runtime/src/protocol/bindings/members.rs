//! Reads the members of a response that travel outside its document: [`Members`]. Read by: `reader`, and by generated
//! types through the trait.

use std::borrow::Cow;
use std::marker::PhantomData;

use bytes::Bytes;

use super::texts::{decode, expected, read_boolean, read_decimal, read_integer, text_of};
use super::{Answer, Format, in_document, lists};
use crate::protocol::failure::{Failure, utf8};
use crate::protocol::{Streamed, timestamp};
use crate::shape::{
    Body, Document, Location, Map, Member, Reader, Schema, Shape, Structure, Timestamp,
};

/// Where the value that comes next is read from.
pub(super) enum Source<'r> {
    /// The document in the body, which the format reads.
    Document,
    /// The status line or a header.
    Head {
        member: &'static Member,
        /// The facts of the value: the member's, or its element's.
        facts: &'static Member,
        text: Cow<'r, str>,
        /// How much of the text has been read, if it is a list.
        list: Option<usize>,
    },
    /// The whole body.
    Payload,
}

/// Reads the members of a response's structure. What stands in them, it reads only from a text.
pub(super) struct Members<'r, F> {
    pub(super) response: &'r http::Response<Bytes>,
    pub(super) source: Source<'r>,
    /// Whether nothing of the response counts.
    ignored: bool,
    format: PhantomData<F>,
}

impl<'r, F: Format> Members<'r, F> {
    pub(super) fn new(response: &'r http::Response<Bytes>) -> Self {
        Self {
            response,
            source: Source::Document,
            ignored: false,
            format: PhantomData,
        }
    }

    /// Makes the response one that holds nothing.
    pub(super) fn ignore(&mut self) {
        self.ignored = true;
    }

    /// Goes to the next member that travels outside the document, and is there; none after the last.
    pub(super) fn next(&mut self, schema: &'static Schema, at: &mut usize) -> Option<usize> {
        while let Some(member) = schema.members.get(*at).filter(|_| !self.ignored) {
            *at += 1;
            if self.turn_to(member) {
                return Some(*at - 1);
            }
        }
        None
    }

    /// Turns to the document, if the body is one and a member is in it.
    pub(super) fn document(&mut self, schema: &'static Schema) -> Option<&'r Bytes> {
        let body = self.response.body();
        let any = |is: fn(&Member) -> bool| schema.members.iter().any(is);
        if self.ignored
            || F::is_empty(body)
            || any(|member| member.location == Location::Payload)
            || !any(in_document)
        {
            return None;
        }
        self.source = Source::Document;
        Some(body)
    }

    /// Turns to a member, if it travels outside the document and is there.
    fn turn_to(&mut self, member: &'static Member) -> bool {
        let text = match member.location {
            Location::Payload => {
                self.source = Source::Payload;
                let streamed = self.response.extensions().get::<Streamed>();
                return streamed.is_some() || !self.response.body().is_empty();
            }
            Location::Status => Some(Cow::Owned(self.response.status().as_str().to_owned())),
            Location::Header => self.header(member.on_wire()),
            Location::PrefixHeaders => Some(Cow::Borrowed("")),
            _ => None,
        };
        let Some(text) = text else { return false };
        self.source = Source::Head {
            member,
            facts: member,
            text,
            list: None,
        };
        true
    }

    /// A header's text, of all headers of that name.
    fn header(&self, name: &str) -> Option<Cow<'r, str>> {
        let mut values = self.response.headers().get_all(name).iter();
        let mut text = text_of(values.next()?);
        for value in values {
            let joined = text.to_mut();
            joined.push_str(", ");
            joined.push_str(&text_of(value));
        }
        Some(text)
    }

    /// What becomes of a member that may stay away although it cannot be read: a header without a value says nothing, and an
    /// `Expires` that is no date is one that has passed ([RFC 9111, 5.3](https://www.rfc-editor.org/rfc/rfc9111#section-5.3)).
    pub(super) fn forgive(&self, read: Result<(), Failure>) -> Result<(), Failure> {
        match &self.source {
            Source::Head { member, text, .. }
                if lists::trim(text).is_empty()
                    || member.on_wire().eq_ignore_ascii_case("expires") =>
            {
                Ok(())
            }
            _ => read,
        }
    }

    /// The text of a simple value that comes next: the whole of it, or the next of a list.
    fn text(&mut self, timestamp: bool) -> Result<Cow<'_, str>, Failure> {
        let body = self.response.body();
        match &mut self.source {
            Source::Head {
                text, list: None, ..
            } => Ok(Cow::Borrowed(lists::trim(text))),
            Source::Head {
                text,
                list: Some(position),
                ..
            } => {
                let mut rest = text.get(*position..).unwrap_or_default();
                let element = if timestamp {
                    Cow::Borrowed(lists::take_timestamp(&mut rest))
                } else {
                    lists::take(&mut rest)?
                };
                *position = text.len() - rest.len();
                Ok(element)
            }
            Source::Payload => utf8(body).map(Cow::Borrowed),
            Source::Document => Err(Failure::new(0, "a simple value cannot be a whole response")),
        }
    }

    /// Goes to the next element of a list that a header holds; false after the last.
    fn next_element(&mut self) -> bool {
        let Source::Head {
            text,
            list: Some(position),
            ..
        } = &mut self.source
        else {
            return false;
        };
        let mut rest = text.get(*position..).unwrap_or_default();
        let more = lists::next(&mut rest);
        *position = text.len() - rest.len();
        more
    }

    fn begin_list(&mut self) -> Result<(), Failure> {
        match &mut self.source {
            Source::Head {
                list: list @ None,
                facts,
                ..
            } => {
                *list = Some(0);
                *facts = facts.element.unwrap_or(Member::ELEMENT);
                Ok(())
            }
            _ => Err(self.unfit("a list")),
        }
    }

    /// The headers that a map takes, by the rest of their names.
    fn begin_map(&mut self) -> Result<Vec<(&'r str, Cow<'r, str>)>, Failure> {
        let Source::Head { member, facts, .. } = &mut self.source else {
            return Err(self.unfit("a map"));
        };
        if member.location != Location::PrefixHeaders {
            return Err(self.unfit("a map"));
        }
        *facts = facts.element.unwrap_or(Member::VALUE);
        let prefix = member.wire_name.unwrap_or_default().to_ascii_lowercase();
        let names = self.response.headers().keys();
        Ok(names
            .filter_map(|name| {
                let key = name.as_str().strip_prefix(&*prefix)?;
                Some((key, self.header(name.as_str())?))
            })
            .collect())
    }

    /// Turns to the entry of a map.
    fn entry(&mut self, value: Cow<'r, str>) {
        if let Source::Head { text, list, .. } = &mut self.source {
            (*text, *list) = (value, None);
        }
    }

    /// Whether a string here is in base64, because it is a document of its own.
    fn encoded(&self) -> bool {
        match &self.source {
            Source::Head { facts, .. } => facts.json_value || facts.media_type.is_some(),
            _ => false,
        }
    }

    #[cold]
    fn unfit(&self, what: &str) -> Failure {
        let place = match self.source {
            Source::Head { .. } => "a header",
            Source::Document | Source::Payload => "the whole body",
        };
        Failure::new(0, format!("{place} cannot hold {what}"))
    }
}

impl<F: Format> Reader for Members<'_, F> {
    type Error = Failure;

    fn unknown_variant(&mut self) -> Result<String, Failure> {
        Err(self.unfit("a union"))
    }

    fn boolean(&mut self) -> Result<bool, Failure> {
        read_boolean(&self.text(false)?)
    }

    fn integer(&mut self) -> Result<i32, Failure> {
        read_integer(&self.text(false)?, "an integer of 32 bits")
    }

    fn long(&mut self) -> Result<i64, Failure> {
        read_integer(&self.text(false)?, "an integer of 64 bits")
    }

    fn float(&mut self) -> Result<f32, Failure> {
        let special = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY];
        read_decimal(&self.text(false)?, special)
    }

    fn double(&mut self) -> Result<f64, Failure> {
        let special = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
        read_decimal(&self.text(false)?, special)
    }

    fn string(&mut self) -> Result<Cow<'_, str>, Failure> {
        if !self.encoded() {
            return self.text(false);
        }
        let bytes = decode(&self.text(false)?)?;
        let text = String::from_utf8(bytes);
        text.map(Cow::Owned)
            .map_err(|_| Failure::new(0, "expected UTF-8 in base64, found other bytes"))
    }

    fn blob(&mut self) -> Result<Bytes, Failure> {
        if matches!(self.source, Source::Payload) {
            return Ok(self.response.body().clone());
        }
        decode(&self.text(false)?).map(Bytes::from)
    }

    fn body(&mut self) -> Result<Body, Failure> {
        match self.response.extensions().get() {
            Some(Streamed(body)) => Ok(body.clone()),
            None => self.blob().map(Body::from),
        }
    }

    fn timestamp(&mut self) -> Result<Timestamp, Failure> {
        let text = self.text(true)?;
        timestamp::parse(&text).ok_or_else(|| expected("a timestamp", &text))
    }

    fn document(&mut self) -> Result<Document, Failure> {
        match self.source {
            Source::Payload => F::read_document(self.response.body()),
            _ => Err(self.unfit("a document")),
        }
    }

    fn option<T: Shape>(&mut self) -> Result<Option<T>, Failure> {
        T::read(self).map(Some)
    }

    fn structure<T: Structure>(&mut self) -> Result<T, Failure> {
        match self.source {
            Source::Payload => F::read_payload(self.response.body(), Answer::Success),
            _ => Err(self.unfit("a structure")),
        }
    }

    fn list<T: Shape>(&mut self) -> Result<Vec<T>, Failure> {
        self.begin_list()?;
        let mut values = Vec::new();
        while self.next_element() {
            values.push(T::read(self)?);
        }
        Ok(values)
    }

    fn map<K: Ord + for<'k> From<&'k str>, V: Shape>(&mut self) -> Result<Map<K, V>, Failure> {
        let mut entries = Map::new();
        for (key, value) in self.begin_map()? {
            self.entry(value);
            let value = V::read(self)?;
            entries.insert(K::from(key), value);
        }
        Ok(entries)
    }
}
