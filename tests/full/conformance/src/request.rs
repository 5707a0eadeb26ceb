//! The request that a case's parameters become, against what the case expects. Read by: cases.

use std::collections::BTreeMap;
use std::io::Read;

use http::{Request, Uri};
use serde_json::{Map, Value};
use tinsmith::Bytes;

use crate::generated::Calls;
use crate::values::{Shapes, same_json};
use crate::vectors::Suite;
use crate::{cbor, xml};

/// The token that the vectors expect where the caller gives none.
const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// Writes the request of a case.
pub fn check(suite: &Suite, case: &Value, calls: Calls) -> Result<(), String> {
    let input = &case["given"]["input"];
    let shapes = Shapes(suite.shapes());
    let endpoint = suite.json["clientEndpoint"]
        .as_str()
        .unwrap_or("https://example.com");
    let endpoint: Uri = endpoint
        .parse()
        .map_err(|error| format!("{endpoint}: {error}"))?;
    let params = match &case["params"] {
        Value::Null => Value::Object(Map::new()),
        params => shapes.view(input, params),
    };
    let mut request = (calls.write)(params, &endpoint, Some(TOKEN))?;
    let expected = &case["serialized"];
    if let Some(method) = expected["method"].as_str() {
        equal("the method", method, request.method().as_str())?;
    }
    place(expected, request.uri())?;
    headers(suite, case, &request)?;
    decompress(expected, &mut request)?;
    if let Some(body) = expected["body"].as_str() {
        return same_body(suite, body, request.body());
    }
    Ok(())
}

fn equal(what: &str, expected: &str, written: &str) -> Result<(), String> {
    if expected == written {
        Ok(())
    } else {
        Err(format!(
            "{what}: expected {expected:?}, written {written:?}"
        ))
    }
}

/// Path, query and host. The pairs of a query have no order; their spelling counts.
fn place(expected: &Value, uri: &Uri) -> Result<(), String> {
    let whole = expected["uri"].as_str().unwrap_or_default();
    let (path, query) = whole.split_once('?').unwrap_or((whole, ""));
    equal("the path", path, uri.path())?;
    let pairs = |query: &str| -> Vec<String> {
        let mut pairs: Vec<_> = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(str::to_owned)
            .collect();
        pairs.sort();
        pairs
    };
    let written = uri.query().unwrap_or_default();
    if pairs(query) != pairs(written) {
        return Err(format!(
            "the query: expected {query:?}, written {written:?}"
        ));
    }
    // Where the endpoint has a path, the vectors count it to the host.
    let host = expected["host"]
        .as_str()
        .map(|host| host.split_once('/').map_or(host, |(host, _)| host));
    host.map_or(Ok(()), |host| {
        equal(
            "the host",
            host,
            uri.authority().map_or("", |it| it.as_str()),
        )
    })
}

fn headers(suite: &Suite, case: &Value, request: &Request<Bytes>) -> Result<(), String> {
    let written = |name: &str| -> Option<String> {
        let values: Vec<_> = request.headers().get_all(name).iter().collect();
        let texts = values
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()));
        (!values.is_empty()).then(|| texts.collect::<Vec<_>>().join(","))
    };
    let expected = &case["serialized"];
    for (name, value) in expected["headers"].as_object().into_iter().flatten() {
        let value = value.as_str().unwrap_or_default();
        let Some(mut written) = written(name) else {
            return Err(format!("the header {name} is missing: expected {value:?}"));
        };
        let mut value = value.to_owned();
        if is_list(suite, case, name) {
            value = value.replace(", ", ",");
            written = written.replace(", ", ",");
        }
        if name.eq_ignore_ascii_case("content-type") && !value.contains("charset") {
            let (kind, _) = written.split_once("; charset=").unwrap_or((&written, ""));
            written = kind.to_owned();
        }
        equal(&format!("the header {name}"), &value, &written)?;
    }
    let named = |key: &str| {
        expected[key]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
    };
    // The length is the sender's to say: it does for every body that is not empty, unless that is a stream.
    let has = |name: &str| {
        written(name).is_some()
            || name.eq_ignore_ascii_case("content-length") && !request.body().is_empty()
    };
    if let Some(missing) = named("requireHeaders").find(|name| !has(name)) {
        return Err(format!("the header {missing} is missing"));
    }
    if let Some(forbidden) = named("forbidHeaders").find(|name| written(name).is_some()) {
        return Err(format!(
            "the header {forbidden} is {:?} where none is allowed",
            written(forbidden)
        ));
    }
    Ok(())
}

/// Whether a member that is a list goes into this header: its values may have a space between them.
fn is_list(suite: &Suite, case: &Value, header: &str) -> bool {
    let shapes = suite.shapes();
    let shape = |reference: &Value| &shapes[reference["shape"].as_str().unwrap_or_default()];
    let members = shape(&case["given"]["input"])["members"].as_object();
    members.into_iter().flatten().any(|(name, member)| {
        let named = member["locationName"].as_str().unwrap_or(name);
        member["location"] == "header"
            && named.eq_ignore_ascii_case(header)
            && shape(member)["type"] == "list"
    })
}

/// Undoes the compression that a case expects. What is compressed is not in the vectors, but that must be there.
fn decompress(expected: &Value, request: &mut Request<Bytes>) -> Result<(), String> {
    let encoding = &expected["headers"]["Content-Encoding"];
    if !encoding
        .as_str()
        .is_some_and(|encoding| encoding.ends_with("gzip"))
    {
        return Ok(());
    }
    let mut body = Vec::new();
    flate2::read::GzDecoder::new(&request.body()[..])
        .read_to_end(&mut body)
        .map_err(|error| format!("the body is not compressed: {error}"))?;
    if body.is_empty() {
        return Err("the compressed body is empty".into());
    }
    *request.body_mut() = body.into();
    Ok(())
}

fn same_body(suite: &Suite, expected: &str, written: &[u8]) -> Result<(), String> {
    let protocol = suite.protocol();
    if protocol == "smithy-rpc-v2-cbor" {
        let expected = base64_simd::STANDARD
            .decode_to_vec(expected)
            .map_err(|error| error.to_string())?;
        return if expected.is_empty() || written.is_empty() {
            equal(
                "the body",
                &String::from_utf8_lossy(&expected),
                &String::from_utf8_lossy(written),
            )
        } else {
            cbor::difference(&expected, written)
        };
    }
    let text = String::from_utf8_lossy(written);
    if expected.is_empty() || text.is_empty() {
        return equal("the body", expected, &text);
    }
    match protocol {
        "query" | "ec2" => {
            let keys = map_keys(suite);
            if form(&keys, expected) == form(&keys, &text) {
                Ok(())
            } else {
                Err(format!("the body: expected {expected}, written {text}"))
            }
        }
        "rest-xml" if expected.trim_start().starts_with('<') => {
            xml::difference(&map_keys(suite), expected, &text)
        }
        "json" | "rest-json" => {
            let read = |text: &str| serde_json::from_str::<Value>(text).ok();
            match (read(expected), read(&text)) {
                (Some(a), Some(b)) if same_json(&a, &b) => Ok(()),
                // A string or blob that is the whole body.
                _ => equal("the body", expected, &text),
            }
        }
        _ => equal("the body", expected, &text),
    }
}

/// The pairs of a form, decoded and sorted. The entries of maps are numbered by their keys: maps have no order.
fn form(keys: &[&str], text: &str) -> Vec<(String, String)> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect();
    let mut maps: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (path, key) in &pairs {
        if let Some((entry, name)) = path.rsplit_once('.')
            && let Some((map, number)) = entry.rsplit_once('.')
            && keys.contains(&name)
            && number.parse::<usize>().is_ok()
        {
            maps.entry(map).or_default().push((key, number));
        }
    }
    maps.values_mut()
        .for_each(|entries| entries.sort_unstable());
    let numbered = |path: &str| {
        let parts = path.split('.').enumerate().map(|(at, part)| {
            let map: Vec<&str> = path.split('.').take(at).collect();
            let entries = maps.get(&*map.join("."));
            let is_it = |(_, number): &(&str, &str)| *number == part;
            match entries.and_then(|entries| entries.iter().position(is_it)) {
                Some(index) => (index + 1).to_string(),
                None => part.to_owned(),
            }
        });
        parts.collect::<Vec<String>>().join(".")
    };
    let mut pairs: Vec<(String, String)> = pairs
        .iter()
        .map(|(path, value)| (numbered(path), value.clone()))
        .collect();
    pairs.sort_unstable();
    pairs
}

/// The names that the maps of a suite have for their keys.
fn map_keys(suite: &Suite) -> Vec<&str> {
    let shapes = suite.shapes().as_object().into_iter().flatten();
    let maps = shapes.filter(|(_, shape)| shape["type"] == "map");
    maps.map(|(_, shape)| shape["key"]["locationName"].as_str().unwrap_or("key"))
        .collect()
}
