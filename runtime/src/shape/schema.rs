//! The facts of a shape that protocols need, as constants. Built by: emitted code. Read by: `protocol`.
//!
//! The builders are `const fn`s, so that emitted code states only what differs from the default:
//! `Member::new("tags").list(&Member::new("member").wire_name("item"))`.

/// Whether a schema is of a structure (which an exception is too) or of a union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any number of members can be set.
    Structure,
    /// Exactly one member is set.
    Union,
}

/// The facts of a structure, an exception or a union.
#[derive(Debug)]
pub struct Schema {
    /// The shape's name in the model.
    pub name: &'static str,
    /// Structure or union.
    pub kind: Kind,
    /// The members, in the model's order.
    pub members: &'static [Member],
}

impl Schema {
    /// The index of the member that `is_it` accepts, trying `hint` first: keys mostly come in the model's order.
    pub fn position(&self, hint: usize, is_it: impl Fn(&Member) -> bool) -> Option<usize> {
        if self.members.get(hint).is_some_and(&is_it) {
            return Some(hint);
        }
        self.members.iter().position(is_it)
    }
}

/// Where in an HTTP message a member travels.
/// See the [Smithy HTTP bindings](https://smithy.io/2.0/spec/http-bindings.html).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Location {
    /// In the document that the body holds.
    #[default]
    Body,
    /// In a header.
    Header,
    /// In all headers that start with the member's wire name.
    PrefixHeaders,
    /// In the query string; a map gives one parameter for each entry.
    Query,
    /// In the path, in place of a label.
    Label,
    /// As the status code.
    Status,
    /// As the whole body.
    Payload,
}

/// How a timestamp is spelled.
/// See the [Smithy `timestampFormat` trait](https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// `2015-01-01T00:00:00Z` (RFC 3339).
    DateTime,
    /// `Thu, 01 Jan 2015 00:00:00 GMT` (RFC 7231).
    HttpDate,
    /// Seconds since 1970 as a number, with a fraction where there is one.
    EpochSeconds,
}

/// The facts of one member: of a structure or union, or the element of a list, or the key or value of a map.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The member's name in the model; the elements of lists are called `member`, those of maps `key` and `value`.
    pub name: &'static str,
    /// The name on the wire where it is not [`Member::name`] (botocore's `locationName`; Smithy's `jsonName`, `xmlName` and header names).
    pub wire_name: Option<&'static str>,
    /// The name in EC2 requests (botocore's `queryName`, Smithy's `ec2QueryName`).
    pub query_name: Option<&'static str>,
    /// Where the member travels.
    pub location: Location,
    /// How a timestamp is spelled, where the model says so.
    pub timestamp_format: Option<TimestampFormat>,
    /// Whether a list or map keeps nulls.
    pub sparse: bool,
    /// Whether a list or map has no element of its own around its entries (XML and query).
    pub flattened: bool,
    /// Whether an XML attribute holds the member.
    pub xml_attribute: bool,
    /// The XML namespace, as prefix (which can be empty) and URI.
    pub xml_namespace: Option<(&'static str, &'static str)>,
    /// Whether the member is to be filled with a fresh token where the caller gave none.
    pub idempotency_token: bool,
    /// Whether the member also replaces a label of the host name.
    pub host_label: bool,
    /// Whether the string holds JSON (botocore's `jsonvalue`).
    pub json_value: bool,
    /// Whether the blob or union is the body itself, as it comes, and not held in memory.
    pub streaming: bool,
    /// Whether a stream's length must be told beforehand.
    pub requires_length: bool,
    /// Whether the member of an event is its whole payload.
    pub event_payload: bool,
    /// Whether the member of an event is a header of its message.
    pub event_header: bool,
    /// The media type of a blob or string that is a whole body, or of a string in a header, which then is in base64.
    pub media_type: Option<&'static str>,
    /// The element of a list or the value of a map, where there is more to say of it than its name.
    pub element: Option<&'static Member>,
    /// The key of a map, where there is more to say of it than its name.
    pub key: Option<&'static Member>,
}

impl Member {
    /// The element of a list of which the model says nothing more.
    pub const ELEMENT: &'static Member = &Member::new("member");
    /// The key of a map of which the model says nothing more.
    pub const KEY: &'static Member = &Member::new("key");
    /// The value of a map of which the model says nothing more.
    pub const VALUE: &'static Member = &Member::new("value");

    /// Whether it holds an exception's message, which every exception has, and which models spell in two ways.
    pub(crate) fn is_message(&self) -> bool {
        self.name.eq_ignore_ascii_case("message")
    }

    /// A member in the body, of which the model says nothing but the name.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            wire_name: None,
            query_name: None,
            location: Location::Body,
            timestamp_format: None,
            sparse: false,
            flattened: false,
            xml_attribute: false,
            xml_namespace: None,
            idempotency_token: false,
            host_label: false,
            json_value: false,
            streaming: false,
            requires_length: false,
            event_payload: false,
            event_header: false,
            media_type: None,
            element: None,
            key: None,
        }
    }

    /// The name on the wire: [`Member::wire_name`], or else [`Member::name`].
    #[inline]
    pub const fn on_wire(&self) -> &'static str {
        match self.wire_name {
            Some(name) => name,
            None => self.name,
        }
    }

    /// Sets [`Member::wire_name`].
    pub const fn wire_name(mut self, name: &'static str) -> Self {
        self.wire_name = Some(name);
        self
    }

    /// Sets [`Member::query_name`].
    pub const fn query_name(mut self, name: &'static str) -> Self {
        self.query_name = Some(name);
        self
    }

    /// Sets [`Member::location`].
    pub const fn location(mut self, location: Location) -> Self {
        self.location = location;
        self
    }

    /// Sets [`Member::timestamp_format`].
    pub const fn timestamp_format(mut self, format: TimestampFormat) -> Self {
        self.timestamp_format = Some(format);
        self
    }

    /// Sets [`Member::sparse`].
    pub const fn sparse(mut self) -> Self {
        self.sparse = true;
        self
    }

    /// Sets [`Member::flattened`].
    pub const fn flattened(mut self) -> Self {
        self.flattened = true;
        self
    }

    /// Sets [`Member::xml_attribute`].
    pub const fn xml_attribute(mut self) -> Self {
        self.xml_attribute = true;
        self
    }

    /// Sets [`Member::xml_namespace`].
    pub const fn xml_namespace(mut self, prefix: &'static str, uri: &'static str) -> Self {
        self.xml_namespace = Some((prefix, uri));
        self
    }

    /// Sets [`Member::idempotency_token`].
    pub const fn idempotency_token(mut self) -> Self {
        self.idempotency_token = true;
        self
    }

    /// Sets [`Member::host_label`].
    pub const fn host_label(mut self) -> Self {
        self.host_label = true;
        self
    }

    /// Sets [`Member::json_value`].
    pub const fn json_value(mut self) -> Self {
        self.json_value = true;
        self
    }

    /// Sets [`Member::streaming`].
    pub const fn streaming(mut self) -> Self {
        self.streaming = true;
        self
    }

    /// Sets [`Member::requires_length`].
    pub const fn requires_length(mut self) -> Self {
        self.requires_length = true;
        self
    }

    /// Sets [`Member::event_payload`].
    pub const fn event_payload(mut self) -> Self {
        self.event_payload = true;
        self
    }

    /// Sets [`Member::event_header`].
    pub const fn event_header(mut self) -> Self {
        self.event_header = true;
        self
    }

    /// Sets [`Member::media_type`].
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// Says more of a list's element.
    pub const fn list(mut self, element: &'static Member) -> Self {
        self.element = Some(element);
        self
    }

    /// Says more of a map's key and value.
    pub const fn map(mut self, key: &'static Member, value: &'static Member) -> Self {
        self.key = Some(key);
        self.element = Some(value);
        self
    }
}
