//! [`Head`]: what of a request stands outside its document: path, query, headers, host labels, and a payload that is no document.
//! Nothing here is generic, because every generated type would make a copy of it. Read by: `writer`.

use std::collections::BTreeSet;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};

use super::path::{encode, fill, push_parameter};
use super::texts::{header_name, header_value};
use crate::error::RequestError;
use crate::operation::OperationInfo;
use crate::protocol::Streamed;
use crate::protocol::failure::{Failure, shorten};
use crate::protocol::url::url_of;
use crate::shape::{Body, Location, Member, Schema, TimestampFormat};

/// Where the value that is being written goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Into the document that the body holds.
    Document,
    /// Into the host name, beside its other place.
    Host,
    Label,
    Query,
    Header,
    PrefixHeaders,
    /// As the body itself.
    Payload,
}

/// What a request is made of beside its document.
pub(super) struct Head<'t> {
    members: &'static [Member],
    /// What goes into idempotency tokens that the caller left out.
    token: Option<&'t str>,
    /// The member at hand.
    bound: &'static Member,
    /// The facts of the value that comes next: the member's, or its element's.
    pub(super) facts: &'static Member,
    pub(super) place: Place,
    /// The key of the map's entry at hand.
    key: Option<String>,
    /// The list that becomes one header, as far as it goes.
    list: Option<String>,
    labels: Vec<(&'static Member, String)>,
    hosts: Vec<(&'static str, String)>,
    /// The query string, as far as it comes from named members.
    query: String,
    /// The parameters that maps ask for, which named members go before.
    parameters: Vec<(String, String)>,
    headers: HeaderMap,
    /// The headers that maps ask for, which named members go before.
    prefixed: Vec<(HeaderName, HeaderValue)>,
    /// A body that is no document, and its media type.
    payload: Option<(Body, &'static str)>,
}

impl<'t> Head<'t> {
    pub(super) fn new(schema: &'static Schema, token: Option<&'t str>) -> Self {
        Self {
            members: schema.members,
            token,
            bound: Member::ELEMENT,
            facts: Member::ELEMENT,
            place: Place::Document,
            key: None,
            list: None,
            labels: Vec::new(),
            hosts: Vec::new(),
            query: String::new(),
            parameters: Vec::new(),
            headers: HeaderMap::new(),
            prefixed: Vec::new(),
            payload: None,
        }
    }

    /// Turns to a member, and says where its value goes.
    pub(super) fn turn_to(&mut self, index: usize) -> Result<(), Failure> {
        let Some(member) = self.members.get(index) else {
            return Err(Failure::new(0, format!("the schema has no member {index}")));
        };
        (self.bound, self.facts) = (member, member);
        self.place = match member.location {
            Location::Body | Location::Status => Place::Document,
            Location::Label => Place::Label,
            Location::Query => Place::Query,
            Location::Header => Place::Header,
            Location::PrefixHeaders => Place::PrefixHeaders,
            Location::Payload => Place::Payload,
        };
        Ok(())
    }

    /// Whether the member is an idempotency token that gets a value if it has none.
    pub(super) fn fills(&self) -> bool {
        self.bound.idempotency_token && self.token.is_some()
    }

    /// Gives a member that has no value the one that it gets, if any.
    pub(super) fn absent(&mut self) -> Result<(), Failure> {
        match self.token {
            Some(token) if self.bound.idempotency_token => self.text(token),
            _ => Ok(()),
        }
    }

    /// Whether the member goes into the host name too.
    pub(super) fn is_host_label(&self, absent: bool) -> bool {
        self.bound.host_label && !absent
    }

    /// Puts a simple value to its place.
    pub(super) fn text(&mut self, text: &str) -> Result<(), Failure> {
        match self.place {
            Place::Label => self.labels.push((self.bound, text.to_owned())),
            Place::Host => self.hosts.push((self.bound.name, text.to_owned())),
            Place::Query => self.parameter(text),
            Place::Header => self.header(text)?,
            Place::PrefixHeaders => self.prefixed_header(text)?,
            Place::Document | Place::Payload => return Err(self.unfit("a simple value")),
        }
        Ok(())
    }

    fn parameter(&mut self, text: &str) {
        if let Some(key) = &self.key {
            self.parameters.push((key.clone(), text.to_owned()));
            return;
        }
        push_parameter(&mut self.query, self.bound.on_wire(), text);
    }

    fn header(&mut self, text: &str) -> Result<(), Failure> {
        if let Some(list) = &mut self.list {
            if !list.is_empty() {
                list.push_str(", ");
            }
            list.push_str(text);
            return Ok(());
        }
        let name = header_name(self.bound.on_wire())?;
        self.headers.insert(name, header_value(text)?);
        Ok(())
    }

    fn prefixed_header(&mut self, text: &str) -> Result<(), Failure> {
        let key = self.key.as_deref().unwrap_or_default();
        let prefix = self.bound.wire_name.unwrap_or_default();
        let name = header_name(&format!("{prefix}{key}"))?;
        self.prefixed.push((name, header_value(text)?));
        Ok(())
    }

    /// Begins a list: of query parameters, or of what becomes one header.
    pub(super) fn begin_list(&mut self) -> Result<(), Failure> {
        let fits = match self.place {
            Place::Query => true,
            Place::Header => self.list.is_none(),
            _ => false,
        };
        if !fits {
            return Err(self.unfit("a list"));
        }
        if self.place == Place::Header {
            self.list = Some(String::new());
        }
        self.facts = self.facts.element.unwrap_or(Member::ELEMENT);
        Ok(())
    }

    /// Ends a list. An empty one is an empty header, and no query parameter.
    pub(super) fn end_list(&mut self) -> Result<(), Failure> {
        match self.list.take() {
            Some(list) => self.header(&list),
            None => Ok(()),
        }
    }

    /// Begins a map: of query parameters, or of headers.
    pub(super) fn begin_map(&mut self) -> Result<&'static Member, Failure> {
        if !matches!(self.place, Place::Query | Place::PrefixHeaders) || self.key.is_some() {
            return Err(self.unfit("a map"));
        }
        Ok(self.facts.element.unwrap_or(Member::VALUE))
    }

    /// Turns to the entry of a map, or away from the last.
    pub(super) fn entry(&mut self, key: Option<&str>, value: &'static Member) {
        self.key = key.map(str::to_owned);
        self.facts = value;
    }

    /// Whether the value at hand is an element of a list that becomes one header.
    pub(super) fn in_header_list(&self) -> bool {
        self.list.is_some()
    }

    /// How a timestamp is spelled here.
    pub(super) fn timestamp_format(&self) -> TimestampFormat {
        let default = match self.place {
            Place::Header | Place::PrefixHeaders => TimestampFormat::HttpDate,
            _ => TimestampFormat::DateTime,
        };
        self.facts.timestamp_format.unwrap_or(default)
    }

    /// Whether a string here is in base64, because it is a document of its own.
    pub(super) fn encoded(&self) -> bool {
        self.place == Place::Header && (self.facts.json_value || self.facts.media_type.is_some())
    }

    /// Makes a value the body: the one place that every payload but a document and a stream passes, present or not.
    pub(super) fn payload(&mut self, bytes: Bytes, media_type: &'static str) {
        self.payload = Some((bytes.into(), self.bound.media_type.unwrap_or(media_type)));
    }

    /// Makes a blob that may be a stream the body.
    pub(super) fn stream(&mut self, body: &Body, media_type: &'static str) -> Result<(), Failure> {
        if self.bound.requires_length && body.length().is_none() {
            let what = "the service must know the stream's length: say it with `Body::with_length`";
            return Err(Failure::new(0, what));
        }
        self.payload = Some((body.clone(), self.bound.media_type.unwrap_or(media_type)));
        Ok(())
    }

    #[cold]
    pub(super) fn unfit(&self, what: &str) -> Failure {
        let place = match self.place {
            Place::Document => "the document",
            Place::Host => "the host name",
            Place::Label => "the path",
            Place::Query => "the query string",
            Place::Header | Place::PrefixHeaders => "a header",
            Place::Payload => "the whole body",
        };
        Failure::new(0, format!("{place} cannot hold {what}"))
    }

    /// The path to the value at hand, for a failure; within a document, its own follows.
    pub(super) fn path(&self) -> String {
        let mut path = match self.place {
            Place::Document => return String::new(),
            _ => format!("/{}", self.bound.name),
        };
        if let Some(key) = &self.key {
            path.push('/');
            path.push_str(&shorten(key).replace('~', "~0").replace('/', "~1"));
        }
        path
    }

    /// The request of all this, with a document (and its media type) for a body where there is one.
    pub(super) fn finish(
        mut self,
        info: &OperationInfo,
        endpoint: &http::Uri,
        document: Option<(Vec<u8>, &'static str)>,
    ) -> Result<http::Request<Bytes>, RequestError> {
        let mut target = fill(info.uri, &self.labels)?;
        let literals = target.split_once('?').map_or("", |(_, query)| query);
        self.take_parameters(literals);
        if !self.query.is_empty() {
            target.reserve(1 + self.query.len());
            target.push(if target.contains('?') { '&' } else { '?' });
            target.push_str(&self.query);
        }
        for (name, value) in std::mem::take(&mut self.prefixed) {
            self.headers.entry(name).or_insert(value);
        }
        let document = document.map(|(body, media_type)| (Body::from(body), media_type));
        let (body, media_type) = self.payload.or(document).unzip();
        if let Some(media_type) = media_type
            && let Ok(value) = HeaderValue::from_str(media_type)
        {
            self.headers.entry(CONTENT_TYPE).or_insert(value);
        }
        let url = url_of(info, endpoint, target.into(), &self.hosts)?;
        let method = http::Method::from_bytes(info.method.as_bytes());
        let mut request = http::Request::new(Bytes::new());
        *request.method_mut() = method.map_err(|error| RequestError::new(error.to_string()))?;
        *request.uri_mut() = url;
        *request.headers_mut() = self.headers;
        match body.unwrap_or_default().into_bytes() {
            Ok(bytes) => *request.body_mut() = bytes,
            Err(stream) => drop(request.extensions_mut().insert(Streamed(stream))),
        }
        Ok(request)
    }

    /// Appends the parameters of maps, but for those that a named member or the operation's own query has.
    fn take_parameters(&mut self, literals: &str) {
        if self.parameters.is_empty() {
            return;
        }
        let named = self.query.clone();
        let named: BTreeSet<&str> = named
            .split('&')
            .chain(literals.split('&'))
            .map(|parameter| parameter.split('=').next().unwrap_or_default())
            .collect();
        for (key, value) in std::mem::take(&mut self.parameters) {
            if !named.contains(&*encode(&key, false).to_string()) {
                push_parameter(&mut self.query, &key, &value);
            }
        }
    }
}
