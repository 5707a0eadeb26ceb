//! One shape of botocore's format, lowered to the IR. Read by: botocore.

use std::collections::{BTreeMap, BTreeSet};

use super::raw;
use crate::error::nearest;
use crate::ir::{
    Deprecation, Exception, Kind, Limits, Location, Member, Shape, ShapeId, Structure,
    TimestampFormat, Union, Wire, XmlNamespace,
};

/// Something wrong with a shape: the keys that lead to it from the shape, and what it is.
pub(super) struct Fault {
    pub(super) keys: Vec<String>,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

fn fault(keys: &[&str], message: impl Into<String>) -> Fault {
    Fault {
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        message: message.into(),
        help: None,
    }
}

/// A word that is none of those that the format has for `what`.
fn no_such(keys: &[&str], what: &str, word: &str, known: &[&str]) -> Fault {
    let (last, others) = known.split_last().unwrap_or((&"", &[]));
    let known_words = format!("{} or {last}", others.join(", "));
    let near = nearest(word, known.iter().copied());
    Fault {
        help: near.map(meant),
        ..fault(
            keys,
            format!("the {what} `{word}` is none of {known_words}"),
        )
    }
}

/// What to say of a name that is close to one that there is.
pub(super) fn meant(near: &str) -> String {
    format!("did the model mean `{near}`?")
}

/// A member that a list of the structure names, and that the structure does not have.
fn no_member(keys: &[&str], name: &str, as_what: &str, raw: &raw::Shape) -> Fault {
    let message = format!("`{name}` is {as_what} but is no member of the structure");
    let near = nearest(name, raw.members.keys().map(String::as_str));
    Fault {
        help: near.map(meant),
        ..fault(keys, message)
    }
}

/// Lowers a shape as far as it can be, so that what it refers to is looked at as well, and says all that is wrong with it.
pub(super) fn lower(id: &ShapeId, mut raw: raw::Shape, faults: &mut Vec<Fault>) -> Option<Shape> {
    let location = raw.location.take();
    let wire = Wire {
        name: raw.location_name.take(),
        location: location.and_then(|location| lower_location(&location, &["location"], faults)),
        streaming: raw.streaming,
        requires_length: raw.requires_length,
        timestamp_format: timestamp_format(
            raw.timestamp_format.as_deref(),
            &["timestampFormat"],
            faults,
        ),
        flattened: raw.flattened,
        xml_namespace: raw.xml_namespace.take().map(Into::into),
        ..Wire::default()
    };
    let docs = raw.documentation.take();
    let deprecated = deprecation(
        raw.deprecated,
        raw.deprecated_message.take(),
        raw.deprecated_since.take(),
    );
    let limits = Limits {
        min: raw.min.take().map(|min| min.to_string()),
        max: raw.max.take().map(|max| max.to_string()),
        pattern: raw.pattern.take(),
    };
    let sensitive = raw.sensitive;
    let kind = kind(raw, faults)?;
    Some(Shape {
        id: id.clone(),
        kind,
        docs,
        deprecated,
        sensitive,
        limits,
        wire,
    })
}

pub(super) fn deprecation(
    deprecated: bool,
    message: Option<String>,
    since: Option<String>,
) -> Option<Deprecation> {
    deprecated.then_some(Deprecation { message, since })
}

fn kind(raw: raw::Shape, faults: &mut Vec<Fault>) -> Option<Kind> {
    Some(match raw.kind.as_str() {
        "structure" if raw.document => Kind::Document,
        "structure" => structure(raw, faults),
        "list" => Kind::List {
            sparse: raw.sparse,
            element: Box::new(part(raw.member, "member", "list", faults)?),
        },
        "map" => {
            let key = part(raw.key, "key", "map", faults);
            let value = part(raw.value, "value", "map", faults);
            Kind::Map {
                sparse: raw.sparse,
                key: Box::new(key?),
                value: Box::new(value?),
            }
        }
        "string" | "character" => match raw.values {
            Some(values) => Kind::Enum { values },
            None => Kind::String,
        },
        "boolean" => Kind::Boolean,
        "integer" => Kind::Integer,
        "long" => Kind::Long,
        "float" => Kind::Float,
        "double" => Kind::Double,
        "timestamp" => Kind::Timestamp,
        "blob" => Kind::Blob,
        other => {
            let known = [
                "structure",
                "list",
                "map",
                "string",
                "boolean",
                "integer",
                "long",
                "float",
                "double",
                "timestamp",
                "blob",
            ];
            faults.push(no_such(&["type"], "shape type", other, &known));
            return None;
        }
    })
}

fn structure(mut raw: raw::Shape, faults: &mut Vec<Fault>) -> Kind {
    for (index, required) in raw.required.iter().enumerate() {
        if !raw.members.contains_key(required) {
            let keys = ["required", &index.to_string()];
            faults.push(no_member(&keys, required, "required", &raw));
        }
    }
    let payload = raw.payload.take();
    if let Some(payload) = payload
        .as_ref()
        .filter(|payload| !raw.members.contains_key(*payload))
    {
        faults.push(no_member(&["payload"], payload, "the payload", &raw));
    }
    let members = std::mem::take(&mut raw.members);
    let required: BTreeSet<String> = std::mem::take(&mut raw.required).into_iter().collect();
    let members = members
        .into_iter()
        .map(|(name, reference)| {
            let mut member = member(&["members", &name], &name, reference, faults);
            member.required = required.contains(&name);
            if payload.as_deref() == Some(&name) {
                member.wire.location = Some(Location::Payload);
                // Of a payload, a reference without a namespace repeats the member's name, which means nothing.
                if member.wire.xml_namespace.is_none() && member.wire.name.as_deref() == Some(&name)
                {
                    member.wire.name = None;
                }
            }
            member
        })
        .collect();
    if raw.union || raw.eventstream {
        return Kind::Union(Union {
            members,
            event_stream: raw.eventstream,
        });
    }
    let exception = raw.exception.then(|| Exception {
        code: raw.error.and_then(|error| error.code),
        retryable: raw
            .retryable
            .is_some_and(|retryable| retryable != serde_json::Value::Bool(false)),
    });
    Kind::Structure(Structure { members, exception })
}

/// A flattened list without a name is called as its elements, as `Item` in SimpleDB's `SelectResult`; Smithy has that
/// name at the member. Where it is the member that flattens the list, as Smithy has it, the elements' name means nothing.
pub(super) fn name_flattened(shapes: &mut BTreeMap<ShapeId, Shape>) {
    let names: BTreeMap<ShapeId, String> = shapes
        .iter()
        .filter(|(_, shape)| shape.wire.flattened)
        .filter_map(|(id, shape)| match &shape.kind {
            Kind::List { element, .. } => Some((id.clone(), element.wire.name.clone()?)),
            _ => None,
        })
        .collect();
    for shape in shapes.values_mut() {
        for member in shape.kind.all_members_mut() {
            if let Some(name) = names.get(&member.target)
                && !member.wire.flattened
            {
                member.wire.name.get_or_insert_with(|| name.clone());
            }
        }
    }
}

/// The element of a list, or the key or value of a map.
fn part(
    reference: Option<raw::Reference>,
    name: &str,
    of: &str,
    faults: &mut Vec<Fault>,
) -> Option<Member> {
    if reference.is_none() {
        faults.push(fault(&[], format!("a {of} must have a `{name}`")));
    }
    Some(member(&[name], name, reference?, faults))
}

fn member(keys: &[&str], name: &str, reference: raw::Reference, faults: &mut Vec<Fault>) -> Member {
    let at = |key| [keys, &[key]].concat();
    let format = reference.timestamp_format.as_deref();
    let timestamp_format = timestamp_format(format, &at("timestampFormat"), faults);
    let location = reference.location.as_deref();
    let location = location.and_then(|location| lower_location(location, &at("location"), faults));
    Member {
        name: name.to_owned(),
        target: ShapeId::new(&reference.shape),
        required: false,
        docs: reference.documentation,
        deprecated: deprecation(
            reference.deprecated,
            reference.deprecated_message,
            reference.deprecated_since,
        ),
        sensitive: reference.sensitive,
        idempotency_token: reference.idempotency_token,
        host_label: reference.host_label,
        json_value: reference.jsonvalue,
        event_payload: reference.eventpayload,
        event_header: reference.eventheader,
        wire: Wire {
            name: reference.location_name,
            query_name: reference.query_name,
            location,
            timestamp_format,
            flattened: reference.flattened,
            xml_attribute: reference.xml_attribute,
            xml_namespace: reference.xml_namespace.map(Into::into),
            streaming: reference.streaming,
            requires_length: reference.requires_length,
            media_type: None,
        },
    }
}

fn lower_location(location: &str, keys: &[&str], faults: &mut Vec<Fault>) -> Option<Location> {
    Some(match location {
        "header" => Location::Header,
        "headers" => Location::PrefixHeaders,
        "querystring" => Location::Query,
        "uri" => Location::Label,
        "statusCode" => Location::Status,
        other => {
            let known = ["header", "headers", "querystring", "uri", "statusCode"];
            faults.push(no_such(keys, "location", other, &known));
            return None;
        }
    })
}

fn timestamp_format(
    format: Option<&str>,
    keys: &[&str],
    faults: &mut Vec<Fault>,
) -> Option<TimestampFormat> {
    Some(match format? {
        "iso8601" => TimestampFormat::DateTime,
        "rfc822" => TimestampFormat::HttpDate,
        "unixTimestamp" => TimestampFormat::EpochSeconds,
        other => {
            let known = ["iso8601", "rfc822", "unixTimestamp"];
            faults.push(no_such(keys, "timestamp format", other, &known));
            return None;
        }
    })
}

impl From<raw::XmlNamespace> for XmlNamespace {
    fn from(raw: raw::XmlNamespace) -> Self {
        match raw {
            raw::XmlNamespace::Uri(uri) => Self {
                prefix: String::new(),
                uri,
            },
            raw::XmlNamespace::Full { uri, prefix } => Self { prefix, uri },
        }
    }
}
