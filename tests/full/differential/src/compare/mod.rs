//! Where botocore's requests and ours differ in what they mean. Order without meaning, white space between JSON's tokens and
//! the spelling of numbers make no difference.

mod cbor;
mod form;
mod json;
mod xml;

use std::collections::BTreeMap;
use std::fmt::Display;

use base64_simd::STANDARD;
use tinsmith::codegen::Protocol;

use crate::cases::RequestCase;

/// What was found in one case, each difference with its place.
pub struct Differences<'a> {
    place: String,
    found: &'a mut Vec<String>,
}

impl<'a> Differences<'a> {
    pub fn new(place: &str, found: &'a mut Vec<String>) -> Self {
        Self {
            place: place.to_owned(),
            found,
        }
    }

    /// Compares at a place below this one.
    pub fn within(&mut self, step: impl Display, compare: impl FnOnce(&mut Differences<'_>)) {
        let length = self.place.len();
        self.place = format!("{}/{step}", self.place);
        let mut below = Differences {
            place: std::mem::take(&mut self.place),
            found: &mut *self.found,
        };
        compare(&mut below);
        self.place = below.place;
        self.place.truncate(length);
    }

    /// Adds a difference at this place.
    pub fn differ(&mut self, theirs: impl Display, ours: &str) {
        self.found
            .push(format!("{}: botocore has {theirs}, we {ours}", self.place));
    }

    /// Adds a difference if the two are not the same.
    fn equal(&mut self, theirs: &str, ours: &str) {
        if theirs != ours {
            self.differ(format_args!("{theirs:?}"), &format!("{ours:?}"));
        }
    }
}

/// The headers that say nothing of the value.
const ABOUT_THE_MESSAGE: [&str; 2] = ["content-length", "host"];

/// All differences between two requests.
pub fn requests(
    protocol: Protocol,
    theirs: &RequestCase,
    ours: &http::Request<tinsmith::Bytes>,
    found: &mut Vec<String>,
) -> Result<(), String> {
    Differences::new("method", found).equal(&theirs.method, ours.method().as_str());
    let (their_host, their_path, their_query) = parts(&theirs.url)?;
    let url = ours.uri().to_string();
    let (host, path, query) = parts(&url)?;
    Differences::new("host", found).equal(their_host, host);
    Differences::new("path", found).equal(their_path, path);
    form::pairs(
        form::query(their_query),
        form::query(query),
        &mut Differences::new("query", found),
    );
    headers(theirs, ours, &mut Differences::new("header", found))?;
    body(protocol, theirs, ours, &mut Differences::new("body", found))
}

/// Host, path and query of a URL.
fn parts(url: &str) -> Result<(&str, &str, &str), String> {
    let (_, rest) = url.split_once("://").ok_or("a URL without a scheme")?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, rest) = rest.split_at(end);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    Ok((host, path, query))
}

fn headers(
    theirs: &RequestCase,
    ours: &http::Request<tinsmith::Bytes>,
    found: &mut Differences<'_>,
) -> Result<(), String> {
    let mut all: BTreeMap<String, [Option<String>; 2]> = BTreeMap::new();
    for (name, value) in &theirs.headers {
        all.entry(name.to_lowercase()).or_default()[0] = Some(value.clone());
    }
    for (name, value) in ours.headers() {
        let value = std::str::from_utf8(value.as_bytes())
            .map_err(|_| format!("header {name}: we do not send text"))?;
        let known = &mut all.entry(name.to_string()).or_default()[1];
        *known = Some(match known.take() {
            Some(before) => format!("{before}, {value}"),
            None => value.to_owned(),
        });
    }
    for (name, [theirs, ours]) in all {
        if ABOUT_THE_MESSAGE.contains(&name.as_str()) {
            continue;
        }
        found.within(&name, |found| match (&theirs, &ours) {
            (Some(theirs), Some(ours)) if same_text(theirs, ours) => {}
            // The space behind a comma means nothing.
            (Some(theirs), Some(ours)) if theirs.replace(", ", ",") == ours.replace(", ", ",") => {}
            (Some(theirs), Some(ours)) => found.equal(theirs, ours),
            (Some(theirs), None) => found.differ(format_args!("{theirs:?}"), "nothing"),
            (None, Some(ours)) => found.differ("nothing", &format!("{ours:?}")),
            (None, None) => {}
        });
    }
    Ok(())
}

/// Whether two texts are the same, or the same number of which at least one is no integer, or the same moment.
fn same_text(theirs: &str, ours: &str) -> bool {
    let number = |text: &str| {
        let digits = text
            .bytes()
            .next_back()
            .is_some_and(|last| last.is_ascii_digit());
        if digits {
            text.parse::<f64>().ok()
        } else {
            None
        }
    };
    let is_real = |text: &str| text.contains(['.', 'e', 'E']);
    theirs == ours
        || moment(theirs).is_some_and(|theirs| moment(ours) == Some(theirs))
        || (is_real(theirs) || is_real(ours))
            && number(theirs).is_some_and(|theirs| number(ours) == Some(theirs))
}

/// `2015-01-01T00:00:00.12Z` without the zeros that a fraction can end in.
fn moment(text: &str) -> Option<&str> {
    let text = text.strip_suffix('Z')?;
    let (date, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_moment = date.len() == 19
        && date.as_bytes()[10] == b'T'
        && fraction.bytes().all(|digit| digit.is_ascii_digit());
    is_moment.then(|| text.trim_end_matches(|end| !fraction.is_empty() && matches!(end, '0' | '.')))
}

fn body(
    protocol: Protocol,
    theirs: &RequestCase,
    ours: &http::Request<tinsmith::Bytes>,
    found: &mut Differences<'_>,
) -> Result<(), String> {
    let our_body = ours.body().as_ref();
    if let Some(form) = &theirs.form {
        let our_text = std::str::from_utf8(our_body).map_err(|_| "our form is not text")?;
        form::pairs(form::sent(form), form::form(our_text), found);
        return Ok(());
    }
    let their_body = theirs.body.as_deref().unwrap_or_default();
    let their_body = STANDARD
        .decode_to_vec(their_body)
        .map_err(|error| error.to_string())?;
    if their_body == our_body {
        return Ok(());
    }
    if their_body.is_empty() || our_body.is_empty() {
        found.differ(
            format_args!("{:?}", String::from_utf8_lossy(&their_body)),
            &format!("{:?}", String::from_utf8_lossy(our_body)),
        );
        return Ok(());
    }
    match protocol {
        Protocol::AwsJson1_0 | Protocol::AwsJson1_1 | Protocol::RestJson1 => {
            json::bodies(&their_body, our_body, found);
        }
        Protocol::RestXml => xml::bodies(&their_body, our_body, found),
        Protocol::RpcV2Cbor => cbor::bodies(&their_body, our_body, found),
        Protocol::AwsQuery | Protocol::Ec2Query => {
            found.differ("a body", "another, and neither is a form");
        }
    }
    Ok(())
}

/// A body that cannot be read as what it should be.
fn unreadable(theirs: &[u8], ours: &[u8], found: &mut Differences<'_>) {
    found.differ(
        format_args!("{:?}", String::from_utf8_lossy(theirs)),
        &format!("{:?}", String::from_utf8_lossy(ours)),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(compare: impl FnOnce(&mut Differences<'_>)) -> Vec<String> {
        let mut found = Vec::new();
        compare(&mut Differences::new("body", &mut found));
        found
    }

    #[test]
    fn json_by_value() {
        let same = found(|found| {
            json::bodies(
                br#"{"a": [1, 2.0], "b": null}"#,
                br#"{"b":null,"a":[1.0,2]}"#,
                found,
            )
        });
        assert_eq!(same, Vec::<String>::new());
        let other = found(|found| {
            json::bodies(br#"{"a":{"b":1},"c":1}"#, br#"{"a":{"b":2},"d":1}"#, found)
        });
        assert_eq!(
            other,
            [
                "body/a/b: botocore has 1, we 2",
                "body/c: botocore has 1, we nothing",
                "body/d: botocore has nothing, we 1",
            ]
        );
        let large =
            found(|found| json::bodies(b"[9007199254740993]", b"[9007199254740992]", found));
        assert_eq!(large.len(), 1);
    }

    #[test]
    fn xml_without_order_of_names() {
        let theirs = br#"<A xmlns="u"><b>1</b><c x="1" y="2"/><b>2</b></A>"#;
        let same = br#"<p:A xmlns:p="u"><p:c y="2" x="1"></p:c><p:b>1</p:b><p:b>2</p:b></p:A>"#;
        assert_eq!(
            found(|found| xml::bodies(theirs, same, found)),
            Vec::<String>::new()
        );
        for other in [
            "<A><b>1</b><c x='1' y='2'/><b>2</b></A>",
            "<A xmlns='u'><b>2</b><c x='1' y='2'/><b>1</b></A>",
            "<A xmlns='u'><b>1</b><c x='1'/><b>2</b></A>",
            "<A xmlns='u'><b>1</b><c x='1' y='2'/></A>",
            "<A xmlns='u'><b>1</b> <c x='1' y='2'/><b>2</b></A>",
        ] {
            assert!(
                !found(|found| xml::bodies(theirs, other.as_bytes(), found)).is_empty(),
                "{other}"
            );
        }
    }

    #[test]
    fn cbor_by_value() {
        // {"a": 1_000_000.0, "b": [_ 1]} in double and half precision, with lengths told and not.
        let theirs = [
            0xa2, 0x61, b'a', 0xfb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0x61, b'b', 0x81, 0x01,
        ];
        let ours = [
            0xbf, 0x61, b'b', 0x9f, 0x01, 0xff, 0x61, b'a', 0xf9, 0x3e, 0x00, 0xff,
        ];
        assert_eq!(
            found(|found| cbor::bodies(&theirs, &ours, found)),
            Vec::<String>::new()
        );
        assert_eq!(
            found(|found| cbor::bodies(&[0x01], &[0xf9, 0x3c, 0x00], found)).len(),
            1
        );
    }

    #[test]
    fn forms_as_sets() {
        let pairs = |theirs: &str, ours: &str| {
            found(|found| form::pairs(form::query(theirs), form::query(ours), found))
        };
        assert_eq!(
            pairs("a=1&b=%20&a=2", "a=2&a=1&b=%20"),
            Vec::<String>::new()
        );
        assert_eq!(
            pairs("a&b=1e22", "b=10000000000000000000000.0&a="),
            Vec::<String>::new()
        );
        assert_eq!(pairs("a=1", "a=1&a=1").len(), 1);
        assert_eq!(pairs("a=+", "a=%20").len(), 1);
    }
}
