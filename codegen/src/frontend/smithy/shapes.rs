//! One shape of the AST, lowered to the IR. Read by: mod.

use serde_json::value::RawValue;

use super::index::prelude;
use super::lowering::Lowering;
use super::names::split;
use super::reader::Flat;
use super::traits::{
    Bounds, DEPRECATED, DOCUMENTATION, Deprecated, ENUM, ENUM_VALUE, ERROR, EnumEntry, LENGTH,
    MEDIA_TYPE, PATTERN, QUERY_ERROR, QueryError, RANGE, REQUIRES_LENGTH, RETRYABLE, SENSITIVE,
    SPARSE, STREAMING, TIMESTAMP_FORMAT, Traits, XML_NAME, XML_NAMESPACE, XmlNamespace,
};
use crate::ir::{
    Deprecation, Exception, Kind, Limits, Shape, ShapeId, Structure, TimestampFormat, Union, Wire,
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
        let media_type: Option<String> = self.reader.value(traits, MEDIA_TYPE);
        if media_type.as_deref() == Some("application/json") {
            self.json_text.insert(id.clone());
        }
        let mut limits = self.limits(traits);
        if let Some(member) = member {
            limits = over(self.limits(member), limits);
        }
        let can_be_root = matches!(flat.kind.as_str(), "structure" | "union");
        let (mut name, mut namespace) = (None, None);
        if can_be_root && self.bindings().xml_names {
            name = self.reader.value(traits, XML_NAME);
            namespace = self.reader.value(traits, XML_NAMESPACE);
        }
        let wire = Wire {
            name,
            timestamp_format: self.timestamp_format(traits),
            xml_namespace: namespace.map(XmlNamespace::lower),
            streaming: flat.kind == "blob" && traits.contains_key(STREAMING),
            requires_length: traits.contains_key(REQUIRES_LENGTH),
            media_type,
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
        // A copy that has a member's limits has the parts of what it is a copy of.
        let owner = &self.names().of(absolute);
        let place = self.index().get(absolute).unwrap_or(mention);
        let sparse = flat.traits.contains_key(SPARSE);
        Some(match flat.kind.as_str() {
            "structure" => Kind::Structure(Structure {
                members: self.members(owner, flat),
                exception: self.exception(absolute, &flat.traits),
            }),
            "union" => Kind::Union(Union {
                members: self.members(owner, flat),
                event_stream: flat.traits.contains_key(STREAMING),
            }),
            // Smithy 1.0 has sets; they are lists whose elements differ.
            "list" | "set" => Kind::List {
                element: Box::new(self.part(owner, flat, "member", place)?),
                sparse,
            },
            "map" => {
                let key = self.part(owner, flat, "key", place);
                let value = self.part(owner, flat, "value", place);
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

    fn limits(&mut self, traits: &Traits<'a>) -> Limits {
        let length: Option<Bounds> = self.reader.value(traits, LENGTH);
        let bounds = match length {
            Some(length) => length,
            None => self.reader.value(traits, RANGE).unwrap_or_default(),
        };
        Limits {
            min: bounds.min.map(|min| min.to_string()),
            max: bounds.max.map(|max| max.to_string()),
            pattern: (self.reader.value(traits, PATTERN)).map(of_whole_value),
        }
    }

    pub(super) fn timestamp_format(&mut self, traits: &Traits<'a>) -> Option<TimestampFormat> {
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
}

/// Smithy looks for a pattern anywhere in a value, unless anchors hold it; botocore's models have patterns of whole values.
fn of_whole_value(pattern: String) -> String {
    // With alternatives, it takes a parser to say what the anchors hold.
    if pattern.contains('|') {
        return pattern;
    }
    let before = if pattern.starts_with(['^']) || pattern.starts_with(".*") {
        ""
    } else {
        ".*"
    };
    let is_held = pattern.ends_with(".*") || (pattern.ends_with('$') && !pattern.ends_with("\\$"));
    let after = if is_held { "" } else { ".*" };
    format!("{before}{pattern}{after}")
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
