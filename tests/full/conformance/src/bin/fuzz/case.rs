//! A response for an operation, in memory and as a file. Read by: all of fuzz.

use std::collections::BTreeSet;

use conformance::cases;
use conformance::generated::{self, Calls};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use tinsmith::Bytes;

/// A case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Which operation reads it.
    pub operation: String,
    pub status: u16,
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
}

impl Case {
    /// The way that a file has: the operation, the status, the headers, an empty line, the body.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = format!("{}\n{}\n", self.operation, self.status).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value);
            bytes.push(b'\n');
        }
        bytes.push(b'\n');
        bytes.extend_from_slice(&self.body);
        bytes
    }

    /// From a file.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut line = || {
            let end = bytes.iter().position(|byte| *byte == b'\n')?;
            let (line, rest) = bytes.split_at(end);
            bytes = &rest[1..];
            Some(line.to_vec())
        };
        let text = |line: Vec<u8>| String::from_utf8(line).ok();
        let operation = text(line()?)?;
        let status = text(line()?)?.parse().ok()?;
        let mut headers = Vec::new();
        loop {
            let header = line()?;
            if header.is_empty() {
                break;
            }
            let colon = header.iter().position(|byte| *byte == b':')?;
            let value = header.get(colon + 2..)?.to_vec();
            headers.push((text(header[..colon].to_vec())?, value));
        }
        let body = bytes.to_vec();
        Some(Self {
            operation,
            status,
            headers,
            body,
        })
    }

    /// Its size as a response.
    pub fn size(&self) -> usize {
        let headers = self.headers.iter();
        self.body.len()
            + headers
                .map(|(name, value)| name.len() + value.len())
                .sum::<usize>()
    }

    /// The response, without headers that HTTP does not allow.
    pub fn response(&self) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from(self.body.clone()));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (
                HeaderName::try_from(name.as_str()),
                HeaderValue::from_bytes(value),
            ) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }

    /// The protocol, by the name of its vectors' file.
    pub fn format(&self) -> Format {
        let file = self.operation.split(':').next().unwrap_or_default();
        match file.rsplit('/').next().unwrap_or_default() {
            name if name.contains("cbor") => Format::Cbor,
            name if name.contains("json") => Format::Json,
            _ => Format::Xml,
        }
    }
}

/// The form of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Xml,
    Cbor,
}

/// An operation.
pub struct Target {
    pub name: &'static str,
    pub calls: Calls,
    pub format: Format,
    /// Whether bodies are event streams; the format is that of an event.
    pub events: bool,
}

/// Every operation that could be generated, and the responses of the vectors.
pub fn corpus() -> Result<(Vec<Target>, Vec<Case>), String> {
    let mut seeds = Vec::new();
    let mut with_events = BTreeSet::new();
    for case in cases::all()?.iter().filter(|case| !case.group.input) {
        let response = case.response()?;
        if case.has_events() {
            with_events.insert(case.operation());
        }
        let headers = response.headers().iter();
        seeds.push(Case {
            operation: case.operation(),
            status: response.status().as_u16(),
            headers: headers
                .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
                .collect(),
            body: response.body().to_vec(),
        });
    }
    let targets: Vec<_> = generated::all()
        .map(|(name, calls)| Target {
            name,
            calls,
            events: with_events.contains(name),
            format: Case {
                operation: name.to_owned(),
                status: 200,
                headers: vec![],
                body: vec![],
            }
            .format(),
        })
        .collect();
    seeds.retain(|seed| targets.iter().any(|target| target.name == seed.operation));
    Ok((targets, seeds))
}
