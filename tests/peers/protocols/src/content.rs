//! What a request says, in one form whoever wrote it. Read by: `services`.

use bytes::Bytes;
use http::Request;
use minicbor::data::Type;
use minicbor::decode::{Decoder, Error};
use serde_json::{Map, Value, json};

/// A JSON body.
pub fn json(body: &[u8]) -> String {
    match serde_json::from_slice::<Value>(body) {
        Ok(value) => in_order(value),
        Err(error) => format!("no JSON: {error}"),
    }
}

/// Text of the value, with the members of objects in order: they keep that of the text where another crate has `serde_json` do so.
fn in_order(mut value: Value) -> String {
    value.sort_all_objects();
    value.to_string()
}

/// A body of `name=value` pairs, whatever their order.
pub fn pairs(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let mut pairs: Vec<&str> = text.split('&').collect();
    pairs.sort_unstable();
    pairs.join("\n")
}

/// Path and query, whatever the order of the latter's parts.
pub fn path_and_query(path: &str, query: Option<&str>) -> String {
    let path = path.trim_end_matches('/');
    format!("{path}\n{}", pairs(query.unwrap_or_default().as_bytes()))
}

/// The same of a whole request.
pub fn target(request: &Request<Bytes>) -> String {
    path_and_query(request.uri().path(), request.uri().query())
}

/// A CBOR body, as JSON.
pub fn cbor(body: &[u8]) -> String {
    match value(&mut Decoder::new(body)) {
        Ok(value) => in_order(value),
        Err(error) => format!("no CBOR: {error}"),
    }
}

fn value(decoder: &mut Decoder<'_>) -> Result<Value, Error> {
    Ok(match decoder.datatype()? {
        Type::Map | Type::MapIndef => {
            let mut left = decoder.map()?;
            let mut members = Map::new();
            while more(decoder, &mut left)? {
                members.insert(decoder.str()?.to_owned(), value(decoder)?);
            }
            Value::Object(members)
        }
        Type::Array | Type::ArrayIndef => {
            let mut left = decoder.array()?;
            let mut values = Vec::new();
            while more(decoder, &mut left)? {
                values.push(value(decoder)?);
            }
            Value::Array(values)
        }
        Type::Tag => {
            let tag = decoder.tag()?.as_u64();
            json!({ "tag": tag, "value": value(decoder)? })
        }
        Type::String => json!(decoder.str()?),
        Type::Bool => json!(decoder.bool()?),
        Type::F16 | Type::F32 | Type::F64 => json!(decoder.f64()?),
        // So that 5 and 5.0 are the same.
        _ => json!(decoder.i64()? as f64),
    })
}

fn more(decoder: &mut Decoder<'_>, left: &mut Option<u64>) -> Result<bool, Error> {
    match left {
        Some(0) => Ok(false),
        Some(left) => {
            *left -= 1;
            Ok(true)
        }
        None if decoder.datatype()? == Type::Break => decoder.skip().map(|()| false),
        None => Ok(true),
    }
}
