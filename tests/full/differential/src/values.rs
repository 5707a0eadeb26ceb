//! Values as the worker writes them in JSON: moments as microseconds since 1970, blobs in base64, numbers that are none as
//! text. To values of a type, and compared with them.

use base64_simd::STANDARD;
use serde_json::Value;
use tinsmith::codegen as rt;

use crate::compare::Differences;
use crate::dynamic::{Content, Dynamic, Record};
use crate::model::{Shape, Type};

/// Makes a value of the type.
pub fn build(ty: &Type, json: &Value) -> Result<Dynamic, String> {
    let wrong = || format!("expected {ty:?}, found {json}");
    Ok(match ty {
        Type::Option(_) if json.is_null() => ty.empty(),
        Type::Option(inner) => build(inner, json)?,
        Type::Boolean => Dynamic::Boolean(json.as_bool().ok_or_else(wrong)?),
        Type::Integer => Dynamic::Integer(
            json.as_i64()
                .and_then(|value| i32::try_from(value).ok())
                .ok_or_else(wrong)?,
        ),
        Type::Long => Dynamic::Long(json.as_i64().ok_or_else(wrong)?),
        Type::Float => Dynamic::Float(number(json).ok_or_else(wrong)? as f32),
        Type::Double => Dynamic::Double(number(json).ok_or_else(wrong)?),
        Type::Text => Dynamic::Text(json.as_str().ok_or_else(wrong)?.to_owned()),
        Type::Blob => Dynamic::Blob(bytes(json).ok_or_else(wrong)?),
        Type::Body => Dynamic::Body(bytes(json).ok_or_else(wrong)?),
        Type::Events(_) => return Err("events are no input".to_owned()),
        Type::Timestamp => Dynamic::Timestamp(
            json.as_i64()
                .and_then(|value| rt::Timestamp::from_microsecond(value).ok())
                .ok_or_else(wrong)?,
        ),
        Type::Document => Dynamic::Document(document(json)),
        Type::List(element) => {
            let items = json.as_array().ok_or_else(wrong)?.iter();
            Dynamic::List(
                items
                    .map(|item| build(element, item))
                    .collect::<Result<_, _>>()?,
            )
        }
        Type::Map(value) => {
            let entries = json.as_object().ok_or_else(wrong)?.iter();
            let entry = |(key, item): (&String, &Value)| Ok((key.clone(), build(value, item)?));
            Dynamic::Map(entries.map(entry).collect::<Result<_, String>>()?)
        }
        Type::Structure(shape) => Dynamic::Structure(record(shape, json)?),
    })
}

/// Makes a structure or a union.
fn record(shape: &'static Shape, json: &Value) -> Result<Record, String> {
    let members = json
        .as_object()
        .ok_or_else(|| format!("expected {shape:?}, found {json}"))?;
    let body = shape.body();
    let empty = Type::Structure(shape).empty();
    let Dynamic::Structure(mut record) = empty else {
        return Err(format!("{shape:?} has no empty value"));
    };
    for (name, value) in members {
        let position = body.schema.position(0, |member| member.name == name);
        let position = position.ok_or_else(|| format!("{shape:?} has no member {name}"))?;
        let field = body.reads[position];
        let value =
            build(body.fields[field].ty, value).map_err(|error| format!("{name}: {error}"))?;
        match &mut record.content {
            Content::Fields(fields) => fields[field] = value,
            content => *content = Content::Variant(field, Box::new(value)),
        }
    }
    Ok(record)
}

/// Adds the differences between what botocore read and what we did.
///
/// A required member that the response lacked has its empty value: the project's rule.
pub fn compare(ty: &Type, theirs: &Value, ours: &Dynamic, found: &mut Differences<'_>) {
    let same = match (ty, ours) {
        (Type::Option(_), Dynamic::Absent(_)) => theirs.is_null(),
        (Type::Option(inner), _) => return compare(inner, theirs, ours, found),
        (_, Dynamic::Boolean(value)) => theirs.as_bool() == Some(*value),
        (_, Dynamic::Integer(value)) => theirs.as_i64() == Some(i64::from(*value)),
        (_, Dynamic::Long(value)) => theirs.as_i64() == Some(*value),
        (_, Dynamic::Float(value)) => number(theirs)
            .is_some_and(|number| same_number(number as f32 as f64, f64::from(*value))),
        (_, Dynamic::Double(value)) => {
            number(theirs).is_some_and(|number| same_number(number, *value))
        }
        (_, Dynamic::Text(value)) => theirs.as_str() == Some(value),
        (_, Dynamic::Blob(value) | Dynamic::Body(value)) => bytes(theirs).as_ref() == Some(value),
        // botocore keeps microseconds.
        (_, Dynamic::Timestamp(value)) => theirs.as_i64().is_some_and(|micros| {
            (value.as_nanosecond() + 500).div_euclid(1000) == i128::from(micros)
        }),
        (_, Dynamic::Document(value)) => document(theirs) == *value,
        (Type::List(element), Dynamic::List(items)) => match theirs.as_array() {
            Some(theirs) if theirs.len() == items.len() => {
                for (index, (theirs, ours)) in theirs.iter().zip(items).enumerate() {
                    found.within(index, |found| compare(element, theirs, ours, found));
                }
                return;
            }
            _ => false,
        },
        (Type::Map(value), Dynamic::Map(entries)) => match theirs.as_object() {
            Some(theirs) if theirs.keys().eq(entries.keys()) => {
                for (key, ours) in entries {
                    found.within(key, |found| compare(value, &theirs[key], ours, found));
                }
                return;
            }
            _ => false,
        },
        (_, Dynamic::Structure(record)) => return compare_record(theirs, record, found),
        _ => false,
    };
    if !same {
        found.differ(theirs, &show(ours));
    }
}

fn compare_record(theirs: &Value, ours: &Record, found: &mut Differences<'_>) {
    let Some(members) = theirs.as_object() else {
        return found.differ(theirs, &show(&Dynamic::Structure(ours.clone())));
    };
    let body = ours.shape.body();
    match &ours.content {
        Content::Fields(fields) => {
            for (position, member) in body.schema.members.iter().enumerate() {
                let field = body.reads[position];
                let (ty, ours) = (body.fields[field].ty, &fields[field]);
                found.within(member.name, |found| match members.get(member.name) {
                    Some(theirs) => compare(ty, theirs, ours, found),
                    None if *ours == ty.empty() => {}
                    None => found.differ("nothing", &show(ours)),
                });
            }
            for name in members.keys() {
                if body
                    .schema
                    .position(0, |member| member.name == name)
                    .is_none()
                {
                    found.within(name, |found| found.differ(&members[name], "no such member"));
                }
            }
        }
        Content::Variant(variant, value) => {
            let name = body.schema.members[body.writes[*variant].member].name;
            match members.get(name) {
                Some(theirs) if members.len() == 1 => {
                    found.within(name, |found| {
                        compare(body.fields[*variant].ty, theirs, value, found);
                    });
                }
                _ => found.differ(theirs, &format!("the variant {name}")),
            }
        }
        Content::Unknown(tag) => {
            let unknown = members
                .get("SDK_UNKNOWN_MEMBER")
                .and_then(|member| member["name"].as_str());
            if unknown.unwrap_or_default() != tag || members.len() > 1 {
                found.differ(
                    theirs,
                    &format!("a variant {tag:?} that the model does not know"),
                );
            }
        }
    }
}

/// A number, also one that JSON has no form for.
pub fn number(json: &Value) -> Option<f64> {
    match json {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => match text.as_str() {
            "NaN" => Some(f64::NAN),
            "Infinity" => Some(f64::INFINITY),
            "-Infinity" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        _ => None,
    }
}

/// Whether two numbers are the same, as no number is the same as no number.
pub fn same_number(a: f64, b: f64) -> bool {
    a == b || a.is_nan() && b.is_nan()
}

fn bytes(json: &Value) -> Option<rt::Bytes> {
    let decoded = STANDARD.decode_to_vec(json.as_str()?);
    decoded.ok().map(rt::Bytes::from)
}

fn document(json: &Value) -> rt::Document {
    match json {
        Value::Null => rt::Document::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(value), _) => value.into(),
            (_, Some(value)) => value.into(),
            _ => number.as_f64().unwrap_or(f64::NAN).into(),
        },
        Value::String(value) => value.as_str().into(),
        Value::Array(items) => items.iter().map(document).collect::<Vec<_>>().into(),
        Value::Object(entries) => {
            let entries = entries.iter();
            rt::Document::Map(
                entries
                    .map(|(key, value)| (key.clone(), document(value)))
                    .collect(),
            )
        }
    }
}

/// A value for a message.
fn show(value: &Dynamic) -> String {
    match value {
        Dynamic::Absent(_) => "nothing".to_owned(),
        Dynamic::Events => "events".to_owned(),
        Dynamic::Boolean(value) => value.to_string(),
        Dynamic::Integer(value) => value.to_string(),
        Dynamic::Long(value) => value.to_string(),
        Dynamic::Float(value) => format!("{value:?}"),
        Dynamic::Double(value) => format!("{value:?}"),
        Dynamic::Text(value) => format!("{value:?}"),
        Dynamic::Blob(value) | Dynamic::Body(value) => {
            format!("\"{}\"", STANDARD.encode_to_string(value))
        }
        Dynamic::Timestamp(value) => value.to_string(),
        Dynamic::Document(value) => format!("{value:?}"),
        Dynamic::List(items) => {
            let items: Vec<String> = items.iter().map(show).collect();
            format!("[{}]", items.join(","))
        }
        Dynamic::Map(entries) => {
            let entry = |(key, value)| format!("{key:?}:{}", show(value));
            let entries: Vec<String> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(","))
        }
        Dynamic::Structure(record) => match &record.content {
            Content::Fields(fields) => {
                let named = record.shape.body().fields.iter().zip(fields);
                let set = named.filter(|(_, value)| !matches!(value, Dynamic::Absent(_)));
                let fields: Vec<String> = set
                    .map(|(field, value)| format!("{}:{}", field.name, show(value)))
                    .collect();
                format!("{{{}}}", fields.join(","))
            }
            Content::Variant(variant, value) => {
                format!(
                    "{}({})",
                    record.shape.body().fields[*variant].name,
                    show(value)
                )
            }
            Content::Unknown(tag) => format!("Unknown({tag:?})"),
        },
    }
}
