//! Shapes and their members. Built by: frontend. Read by: normalize, plan.

use super::{Deprecation, ShapeId};

/// One shape: its kind, and the traits that any kind can carry.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) id: ShapeId,
    pub(crate) kind: Kind,
    /// HTML.
    pub(crate) docs: Option<String>,
    pub(crate) deprecated: Option<Deprecation>,
    pub(crate) sensitive: bool,
    pub(crate) limits: Limits,
    /// Wire facts that members targeting this shape inherit.
    pub(crate) wire: Wire,
}

impl Shape {
    /// A shape without traits.
    pub(crate) fn new(id: &ShapeId, kind: Kind) -> Self {
        Self {
            id: id.clone(),
            kind,
            docs: None,
            deprecated: None,
            sensitive: false,
            limits: Limits::default(),
            wire: Wire::default(),
        }
    }
}

/// What a shape is.
#[derive(Debug)]
pub(crate) enum Kind {
    Structure(Structure),
    Union(Union),
    List {
        element: Box<Member>,
        sparse: bool,
    },
    Map {
        key: Box<Member>,
        value: Box<Member>,
        sparse: bool,
    },
    Enum {
        values: Vec<String>,
    },
    String,
    Boolean,
    Integer,
    Long,
    Float,
    Double,
    Timestamp,
    Blob,
    Document,
}

impl Kind {
    /// What a shape without members is called; nothing for shapes that have some, and for enums, which have names of their own.
    pub(crate) fn simple_name(&self) -> Option<&'static str> {
        Some(match self {
            Self::String => "string",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::Timestamp => "timestamp",
            Self::Blob => "blob",
            Self::Document => "document",
            Self::Structure(_)
            | Self::Union(_)
            | Self::Enum { .. }
            | Self::List { .. }
            | Self::Map { .. } => return None,
        })
    }

    /// The members of a structure or union; none for other shapes.
    pub(crate) fn members(&self) -> &[Member] {
        match self {
            Self::Structure(structure) => &structure.members,
            Self::Union(union) => &union.members,
            _ => &[],
        }
    }

    /// Whether it is the events of a stream.
    pub(crate) fn is_event_stream(&self) -> bool {
        matches!(self, Self::Union(union) if union.event_stream)
    }

    /// Whether it is a structure that the service answers with when something is wrong.
    pub(crate) fn is_exception(&self) -> bool {
        matches!(self, Self::Structure(structure) if structure.exception.is_some())
    }

    /// Every member: also a list's element, and a map's key and value.
    pub(crate) fn all_members(&self) -> Vec<&Member> {
        match self {
            Self::List { element, .. } => vec![element],
            Self::Map { key, value, .. } => vec![key, value],
            _ => self.members().iter().collect(),
        }
    }

    /// As [`Kind::all_members`].
    pub(crate) fn all_members_mut(&mut self) -> Vec<&mut Member> {
        match self {
            Self::Structure(structure) => structure.members.iter_mut().collect(),
            Self::Union(union) => union.members.iter_mut().collect(),
            Self::List { element, .. } => vec![element],
            Self::Map { key, value, .. } => vec![key, value],
            _ => Vec::new(),
        }
    }
}

/// A structure or an exception.
#[derive(Debug, Default)]
pub(crate) struct Structure {
    pub(crate) members: Vec<Member>,
    pub(crate) exception: Option<Exception>,
}

/// What makes a structure an exception.
#[derive(Debug, Default)]
pub(crate) struct Exception {
    /// The code on the wire, where it is not the shape's name.
    pub(crate) code: Option<String>,
    /// Whether the service says that the call is worth repeating.
    pub(crate) retryable: bool,
}

/// A union, or an event stream.
#[derive(Debug, Default)]
pub(crate) struct Union {
    pub(crate) members: Vec<Member>,
    pub(crate) event_stream: bool,
}

/// A member of a structure or union, the element of a list, or the key or value of a map.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) target: ShapeId,
    pub(crate) required: bool,
    /// HTML.
    pub(crate) docs: Option<String>,
    pub(crate) deprecated: Option<Deprecation>,
    pub(crate) sensitive: bool,
    pub(crate) idempotency_token: bool,
    pub(crate) host_label: bool,
    pub(crate) json_value: bool,
    /// Whether the member of an event is the whole payload of its message.
    pub(crate) event_payload: bool,
    /// Whether the member of an event is a header of its message.
    pub(crate) event_header: bool,
    pub(crate) wire: Wire,
}

impl Member {
    /// Whether the member, whose target is of this kind, is a body that is not held in memory. A blob can be one where
    /// it is all of a message.
    pub(crate) fn is_body(&self, target: &Kind) -> bool {
        let is_payload = self.wire.location == Some(Location::Payload);
        self.wire.streaming && is_payload && matches!(target, Kind::Blob)
    }

    /// A member without traits.
    pub(crate) fn of(name: &str, target: &ShapeId) -> Self {
        Self {
            name: name.to_owned(),
            target: target.clone(),
            required: false,
            docs: None,
            deprecated: None,
            sensitive: false,
            idempotency_token: false,
            host_label: false,
            json_value: false,
            event_payload: false,
            event_header: false,
            wire: Wire::default(),
        }
    }
}

/// How a member is spelled on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wire {
    /// The name, where it is not the member's own.
    pub(crate) name: Option<String>,
    /// The name in EC2 requests.
    pub(crate) query_name: Option<String>,
    pub(crate) location: Option<Location>,
    pub(crate) timestamp_format: Option<TimestampFormat>,
    pub(crate) flattened: bool,
    pub(crate) xml_attribute: bool,
    pub(crate) xml_namespace: Option<XmlNamespace>,
    /// Whether a blob is a body that is not held in memory.
    pub(crate) streaming: bool,
    /// Whether the length of such a body must be known beforehand.
    pub(crate) requires_length: bool,
    /// The media type of a blob or string.
    pub(crate) media_type: Option<String>,
}

/// An XML namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct XmlNamespace {
    pub(crate) prefix: String,
    pub(crate) uri: String,
}

/// Where in the HTTP message a member travels, if not in the document in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Header,
    PrefixHeaders,
    Query,
    Label,
    Status,
    Payload,
}

/// How a timestamp is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimestampFormat {
    DateTime,
    HttpDate,
    EpochSeconds,
}

/// The limits of a value: of its length or number of entries, or of a number itself. As in the model's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) min: Option<String>,
    pub(crate) max: Option<String>,
    pub(crate) pattern: Option<String>,
}
