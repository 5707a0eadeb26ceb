//! The schema constants: which facts of a member the runtime must know. Read by: planner, emit.

use crate::ir::{Kind, Location, Member, Model, TimestampFormat, Wire};

/// The schema of a structure, an exception or a union.
pub(crate) struct SchemaPlan {
    pub(crate) shape: String,
    pub(crate) union: bool,
    pub(crate) members: Vec<MemberSchema>,
}

/// A call of a builder of the runtime's `Member`.
pub(crate) struct MemberSchema {
    pub(crate) name: String,
    pub(crate) facts: Vec<Fact>,
}

/// Something to say of a member beyond its name.
pub(crate) enum Fact {
    /// A call without arguments.
    Flag(&'static str),
    /// A call with one string.
    Text(&'static str, String),
    /// A call with a variant of one of the runtime's enums.
    Variant(&'static str, &'static str, &'static str),
    /// A namespace: prefix and URI.
    Namespace(String, String),
    List(Box<MemberSchema>),
    Map(Box<MemberSchema>, Box<MemberSchema>),
}

/// The schema of the structure or union `shape`, whose members these are.
pub(super) fn schema<'m>(
    model: &Model,
    shape: &str,
    union: bool,
    members: impl IntoIterator<Item = &'m Member>,
) -> SchemaPlan {
    SchemaPlan {
        shape: shape.to_owned(),
        union,
        members: members
            .into_iter()
            .map(|member| member_schema(model, member))
            .collect(),
    }
}

fn member_schema(model: &Model, member: &Member) -> MemberSchema {
    let target = &model.shape(&member.target).kind;
    let mut facts = wire_facts(member, &member.wire, target);
    for (name, set) in [
        ("idempotency_token", member.idempotency_token),
        ("host_label", member.host_label),
        ("json_value", member.json_value),
        ("streaming", is_stream(member, target)),
        ("requires_length", member.wire.requires_length),
        ("event_payload", member.event_payload),
        ("event_header", member.event_header),
    ] {
        if set {
            facts.push(Fact::Flag(name));
        }
    }
    match target {
        Kind::List { element, sparse } => {
            facts.extend(sparse.then_some(Fact::Flag("sparse")));
            let element = member_schema(model, element);
            if !element.facts.is_empty() {
                facts.push(Fact::List(Box::new(element)));
            }
        }
        Kind::Map { key, value, sparse } => {
            facts.extend(sparse.then_some(Fact::Flag("sparse")));
            let (key, value) = (member_schema(model, key), member_schema(model, value));
            if !key.facts.is_empty() || !value.facts.is_empty() {
                facts.push(Fact::Map(Box::new(key), Box::new(value)));
            }
        }
        _ => {}
    }
    MemberSchema {
        name: member.name.clone(),
        facts,
    }
}

fn wire_facts(member: &Member, wire: &Wire, target: &Kind) -> Vec<Fact> {
    let mut facts = Vec::new();
    // A document in a payload is called as its shape, unless the member says otherwise; headers by prefix begin with nothing.
    let default = match (wire.location, target) {
        (Some(Location::Payload), Kind::Structure(_) | Kind::Union(_)) => member.target.as_str(),
        (Some(Location::PrefixHeaders), _) => "",
        _ => &member.name,
    };
    if let Some(name) = wire.name.as_ref().filter(|name| *name != default) {
        facts.push(Fact::Text("wire_name", name.clone()));
    }
    if let Some(name) = &wire.query_name {
        facts.push(Fact::Text("query_name", name.clone()));
    }
    if let Some(location) = wire.location {
        facts.push(Fact::Variant(
            "location",
            "Location",
            location_variant(location),
        ));
    }
    if let (Some(format), Kind::Timestamp) = (wire.timestamp_format, target) {
        facts.push(Fact::Variant(
            "timestamp_format",
            "TimestampFormat",
            format_variant(format),
        ));
    }
    if wire.flattened && matches!(target, Kind::List { .. } | Kind::Map { .. }) {
        facts.push(Fact::Flag("flattened"));
    }
    if wire.xml_attribute {
        facts.push(Fact::Flag("xml_attribute"));
    }
    if let Some(namespace) = &wire.xml_namespace {
        facts.push(Fact::Namespace(
            namespace.prefix.clone(),
            namespace.uri.clone(),
        ));
    }
    let says_type = match wire.location {
        Some(Location::Payload) => true,
        // There it makes a string one in base64, as JSON does without it.
        Some(Location::Header) => matches!(target, Kind::String) && !member.json_value,
        _ => false,
    };
    if let Some(media_type) = wire.media_type.as_ref().filter(|_| says_type) {
        facts.push(Fact::Text("media_type", media_type.clone()));
    }
    facts
}

fn is_stream(member: &Member, target: &Kind) -> bool {
    target.is_event_stream() || member.is_body(target)
}

fn location_variant(location: Location) -> &'static str {
    match location {
        Location::Header => "Header",
        Location::PrefixHeaders => "PrefixHeaders",
        Location::Query => "Query",
        Location::Label => "Label",
        Location::Status => "Status",
        Location::Payload => "Payload",
    }
}

fn format_variant(format: TimestampFormat) -> &'static str {
    match format {
        TimestampFormat::DateTime => "DateTime",
        TimestampFormat::HttpDate => "HttpDate",
        TimestampFormat::EpochSeconds => "EpochSeconds",
    }
}
