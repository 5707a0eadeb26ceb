//! One shape of the AST, lowered to the IR. Read by: mod.

use serde_json::value::RawValue;

use super::index::prelude;
use super::lowering::Lowering;
use super::names::split;
use super::reader::{Flat, FlatMember};
use super::traits::{
    self, Bounds, DEPRECATED, DOCUMENTATION, Deprecated, EC2_QUERY_NAME, ENUM, ENUM_VALUE, ERROR,
    EnumEntry, HOST_LABEL, HTTP_HEADER, HTTP_LABEL, HTTP_PAYLOAD, HTTP_PREFIX_HEADERS, HTTP_QUERY,
    HTTP_QUERY_PARAMS, HTTP_RESPONSE_CODE, IDEMPOTENCY_TOKEN, JSON_NAME, LENGTH, MEDIA_TYPE,
    PATTERN, QUERY_ERROR, QueryError, RANGE, REQUIRED, RETRYABLE, SENSITIVE, SPARSE, STREAMING,
    TIMESTAMP_FORMAT, Traits, XML_ATTRIBUTE, XML_FLATTENED, XML_NAME, XML_NAMESPACE,
};
use crate::ir::{
    Deprecation, Exception, Kind, Limits, Location, Member, Shape, ShapeId, Structure,
    TimestampFormat, Union, Wire, XmlNamespace,
};

const TYPES: &str = "structure, union, list, map, enum, intEnum, string, boolean, byte, short, integer, long, float, \
                     double, timestamp, blob or document";

/// A shape that something refers to.
pub(super) struct Reached<'a> {
    pub(super) id: ShapeId,
    /// Its id in the file.
    pub(super) absolute: String,
    /// The first mention of it.
    pub(super) mention: &'a RawValue,
    /// The member's traits, where it has limits of its own.
    pub(super) member: Option<Traits<'a>>,
}

impl<'a> Lowering<'_, 'a> {
    /// Lowers a shape, of which there is only one text, whatever limits the member sets that leads to it.
    pub(super) fn shape(&mut self, reached: &Reached<'a>) -> Option<Shape> {
        let Reached {
            id,
            absolute,
            mention,
            member,
        } = reached;
        if self.index().get(absolute).is_none() && prelude(absolute).is_none() {
            self.reader.dangling(absolute, mention);
            return None;
        }
        let flat = match prelude(absolute).filter(|_| self.index().get(absolute).is_none()) {
            Some(kind) => Flat {
                kind: kind.to_owned(),
                ..Flat::default()
            },
            None => self.reader.flat(absolute)?,
        };
        let traits = &flat.traits;
        if traits.contains_key(MEDIA_TYPE) {
            let media: Option<String> = self.reader.value(traits, MEDIA_TYPE);
            if media.is_some_and(|media| media == "application/json") {
                self.json_text.insert(id.clone());
            }
        }
        let mut limits = self.limits(traits);
        if let Some(member) = member {
            limits = over(self.limits(member), limits);
        }
        let wire = Wire {
            timestamp_format: self.timestamp_format(traits),
            ..Wire::default()
        };
        Some(Shape {
            kind: self.kind(absolute, &flat, mention)?,
            id: id.clone(),
            docs: self.reader.value(traits, DOCUMENTATION),
            deprecated: self.deprecation(traits),
            sensitive: traits.contains_key(SENSITIVE),
            limits,
            wire,
        })
    }

    fn kind(&mut self, absolute: &str, flat: &Flat<'a>, mention: &RawValue) -> Option<Kind> {
        let place = self.index().get(absolute).unwrap_or(mention);
        let sparse = flat.traits.contains_key(SPARSE);
        Some(match flat.kind.as_str() {
            "structure" => Kind::Structure(Structure {
                members: self.members(absolute, flat),
                exception: self.exception(absolute, &flat.traits),
            }),
            "union" => Kind::Union(Union {
                members: self.members(absolute, flat),
                event_stream: flat.traits.contains_key(STREAMING),
            }),
            // Smithy 1.0 has sets; they are lists whose elements differ.
            "list" | "set" => Kind::List {
                element: Box::new(self.part(absolute, flat, "member", place)?),
                sparse,
            },
            "map" => {
                let key = self.part(absolute, flat, "key", place);
                let value = self.part(absolute, flat, "value", place);
                Kind::Map {
                    key: Box::new(key?),
                    value: Box::new(value?),
                    sparse,
                }
            }
            "enum" => Kind::Enum {
                values: self.enum_values(flat),
            },
            "string" if flat.traits.contains_key(ENUM) => {
                let entries: Vec<EnumEntry> = self.reader.value(&flat.traits, ENUM)?;
                let values = entries.into_iter().map(|entry| entry.value).collect();
                Kind::Enum { values }
            }
            "string" => Kind::String,
            "boolean" => Kind::Boolean,
            // As botocore's models have it, which know neither small integers nor names for values of them.
            "byte" | "short" | "integer" | "intEnum" => Kind::Integer,
            "long" => Kind::Long,
            "float" => Kind::Float,
            "double" => Kind::Double,
            "timestamp" => Kind::Timestamp,
            "blob" => Kind::Blob,
            "document" => Kind::Document,
            other => {
                self.refuse(other, place, mention);
                return None;
            }
        })
    }

    fn refuse(&mut self, kind: &str, place: &RawValue, mention: &RawValue) {
        match kind {
            "bigInteger" | "bigDecimal" => {
                let message = format!(
                    "the type `{kind}` cannot be generated: no type of Rust's own holds all its values"
                );
                let help = "leave out the operations that reach it; no model of AWS has it";
                self.reader.problem_with_help(mention, message, help.into());
            }
            "service" | "resource" | "operation" => {
                let message = format!("a value cannot be of type `{kind}`");
                self.reader.problem(mention, message);
            }
            other => {
                let message = format!("the shape type `{other}` is none of {TYPES}");
                self.reader.problem(place, message);
            }
        }
    }

    fn enum_values(&mut self, flat: &Flat<'a>) -> Vec<String> {
        let members = flat.members.iter();
        members
            .filter_map(|(name, member)| match member.traits.get(ENUM_VALUE) {
                Some(value) => self.reader.parse::<String>(value),
                None => Some(name.clone()),
            })
            .collect()
    }

    fn exception(&mut self, absolute: &str, traits: &Traits<'a>) -> Option<Exception> {
        traits.get(ERROR)?;
        let name = split(absolute).1;
        let query: Option<QueryError> = if self.bindings().query_errors {
            self.reader.value(traits, QUERY_ERROR)
        } else {
            None
        };
        // A shape that is called otherwise here is not called so by the service.
        let renamed = || (self.names().of(absolute).as_str() != name).then(|| name.to_owned());
        Some(Exception {
            code: query.and_then(|query| query.code).or_else(renamed),
            retryable: traits.contains_key(RETRYABLE),
        })
    }

    fn members(&mut self, owner: &str, flat: &Flat<'a>) -> Vec<Member> {
        let members = flat.members.iter();
        members
            .map(|(name, member)| self.member(owner, name, member))
            .collect()
    }

    /// The element of a list, or the key or value of a map.
    fn part(
        &mut self,
        owner: &str,
        flat: &Flat<'a>,
        name: &str,
        place: &RawValue,
    ) -> Option<Member> {
        match flat.members.get(name) {
            Some(member) => Some(self.member(owner, name, member)),
            None => {
                let message = format!("a {} must have a `{name}`", flat.kind);
                self.reader.problem(place, message);
                None
            }
        }
    }

    fn member(&mut self, owner: &str, name: &str, member: &FlatMember<'a>) -> Member {
        let traits = &member.traits;
        let has = |id| traits.contains_key(id);
        let target = self.reach_member(owner, name, member);
        Member {
            name: name.to_owned(),
            target,
            // What is `clientOptional` or has a default is required all the same: of a client that sends nothing
            // which its user has not set, neither asks for anything.
            required: has(REQUIRED),
            docs: self.reader.value(traits, DOCUMENTATION),
            deprecated: self.deprecation(traits),
            sensitive: has(SENSITIVE),
            idempotency_token: has(IDEMPOTENCY_TOKEN),
            host_label: has(HOST_LABEL),
            json_value: false,
            wire: self.wire(traits),
        }
    }

    fn wire(&mut self, traits: &Traits<'a>) -> Wire {
        let bindings = self.bindings();
        let (location, bound_name) = if bindings.http {
            self.location(traits)
        } else {
            (None, None)
        };
        let mut name = bound_name;
        let in_body = matches!(location, None | Some(Location::Payload));
        for (read, id) in [
            (bindings.json_names, JSON_NAME),
            (bindings.xml_names, XML_NAME),
        ] {
            if read && in_body && name.is_none() {
                name = self.reader.value(traits, id);
            }
        }
        let namespace: Option<traits::XmlNamespace> = self.reader.value(traits, XML_NAMESPACE);
        Wire {
            name,
            query_name: self.reader.value(traits, EC2_QUERY_NAME),
            location,
            timestamp_format: self.timestamp_format(traits),
            flattened: traits.contains_key(XML_FLATTENED),
            xml_attribute: traits.contains_key(XML_ATTRIBUTE),
            xml_namespace: namespace.map(|namespace| XmlNamespace {
                prefix: namespace.prefix,
                uri: namespace.uri,
            }),
        }
    }

    /// Where a member travels, and under which name, if not its own.
    fn location(&mut self, traits: &Traits<'a>) -> (Option<Location>, Option<String>) {
        for (id, location) in [
            (HTTP_HEADER, Location::Header),
            (HTTP_PREFIX_HEADERS, Location::PrefixHeaders),
            (HTTP_QUERY, Location::Query),
        ] {
            if traits.contains_key(id) {
                return (Some(location), self.reader.value(traits, id));
            }
        }
        for (id, location) in [
            (HTTP_QUERY_PARAMS, Location::Query),
            (HTTP_LABEL, Location::Label),
            (HTTP_PAYLOAD, Location::Payload),
            (HTTP_RESPONSE_CODE, Location::Status),
        ] {
            if traits.contains_key(id) {
                return (Some(location), None);
            }
        }
        (None, None)
    }

    fn limits(&mut self, traits: &Traits<'a>) -> Limits {
        let length: Option<Bounds> = self.reader.value(traits, LENGTH);
        let bounds = match length {
            Some(length) => length,
            None => self.reader.value(traits, RANGE).unwrap_or_default(),
        };
        Limits {
            min: bounds.min.map(|min| min.to_string()),
            max: bounds.max.map(|max| max.to_string()),
            pattern: self.reader.value(traits, PATTERN),
        }
    }

    fn timestamp_format(&mut self, traits: &Traits<'a>) -> Option<TimestampFormat> {
        let place = traits.get(TIMESTAMP_FORMAT)?;
        let format: String = self.reader.parse(place)?;
        Some(match format.as_str() {
            "date-time" => TimestampFormat::DateTime,
            "http-date" => TimestampFormat::HttpDate,
            "epoch-seconds" => TimestampFormat::EpochSeconds,
            other => {
                let known = "date-time, http-date or epoch-seconds";
                let message = format!("the timestamp format `{other}` is none of {known}");
                self.reader.problem(place, message);
                return None;
            }
        })
    }

    pub(super) fn deprecation(&mut self, traits: &Traits<'a>) -> Option<Deprecation> {
        let Deprecated { message, since } = self.reader.value(traits, DEPRECATED)?;
        Some(Deprecation { message, since })
    }

    /// Has a member's target lowered. Where the member has limits of its own, a copy of the target that has them: the
    /// IR has limits on shapes only, as botocore's models do, and shapes that need no name in Rust can be copied.
    fn reach_member(&mut self, owner: &str, name: &str, member: &FlatMember<'a>) -> ShapeId {
        let limited = [LENGTH, RANGE, PATTERN]
            .iter()
            .any(|id| member.traits.contains_key(*id));
        let target = member.target.as_str();
        if !limited || self.needs_a_name(target) || !self.may_copy(target, member) {
            return self.reach(target, member.place);
        }
        let id = ShapeId::new(&format!("{}${name}", self.names().of(owner)));
        self.queue(Reached {
            id: id.clone(),
            absolute: target.to_owned(),
            mention: member.place,
            member: Some(member.traits.clone()),
        });
        id
    }

    fn may_copy(&mut self, target: &str, member: &FlatMember<'a>) -> bool {
        let length = self.index().get(target).map_or(0, |text| text.get().len());
        self.reader.may_copy(length, member.place)
    }

    fn needs_a_name(&mut self, id: &str) -> bool {
        if let Some(known) = self.named.get(id) {
            return *known;
        }
        let needs = match self.index().type_of(id).as_deref() {
            Some("structure" | "union" | "enum") => true,
            Some("string") if self.index().get(id).is_some() => {
                let flat = self.reader.flat(id);
                flat.is_some_and(|flat| flat.traits.contains_key(ENUM))
            }
            _ => false,
        };
        self.named.insert(id.to_owned(), needs);
        needs
    }
}

/// The limits of a member, and those of its target where it has none.
fn over(member: Limits, target: Limits) -> Limits {
    let bounds = if member.min.is_some() || member.max.is_some() {
        (member.min, member.max)
    } else {
        (target.min, target.max)
    };
    Limits {
        min: bounds.0,
        max: bounds.1,
        pattern: member.pattern.or(target.pattern),
    }
}
