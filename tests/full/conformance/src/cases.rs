//! Each case of the vectors by its name. Read by: tests/conformance.rs.

use std::sync::Arc;

use serde_json::Value;

use crate::vectors::{self, Suite};
use crate::{generated, request, response};

/// A case.
#[derive(Clone)]
pub struct Case {
    /// `input/rest-json/<id>`; where a case has no id, its place and what its suite is about: `legacy/input/ec2/0:1 …`.
    pub name: String,
    /// What the table counts it under.
    pub group: Group,
    suite: Arc<Suite>,
    index: usize,
}

/// A row and a column of the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// Whether it is one of the current cases, which have ids and follow Smithy's, or of botocore's older ones.
    pub current: bool,
    /// The protocol, with its version.
    pub protocol: String,
    /// Whether it concerns requests.
    pub input: bool,
}

/// All cases below the place that `vectors::place` names.
pub fn all() -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for suite in vectors::read(&vectors::place()?)? {
        let suite = Arc::new(suite);
        cases.extend((0..suite.cases().len()).map(|index| Case::new(&suite, index)));
    }
    Ok(cases)
}

impl Case {
    fn new(suite: &Arc<Suite>, index: usize) -> Self {
        let json = &suite.cases()[index];
        let id = match json["id"].as_str() {
            Some(id) => id.to_owned(),
            None => format!(
                "{}:{index} {}",
                suite.index,
                suite.json["description"].as_str().unwrap_or_default()
            ),
        };
        let version = suite.json["metadata"]["jsonVersion"]
            .as_str()
            .unwrap_or("1.0");
        let protocol = match suite.protocol() {
            "json" => format!("json {version}"),
            other => other.to_owned(),
        };
        Self {
            name: format!("{}/{id}", suite.file),
            group: Group {
                current: json["id"].is_string(),
                protocol,
                input: json["serialized"].is_object(),
            },
            suite: suite.clone(),
            index,
        }
    }

    /// The name of its operation in `generated`.
    pub fn operation(&self) -> String {
        let Suite { file, index, .. } = &*self.suite;
        format!("{file}:{index}:{}", self.suite.operation(self.index))
    }

    /// Whether the body of its response is an event stream.
    pub fn has_events(&self) -> bool {
        response::event_stream(&self.suite, &self.suite.cases()[self.index]).is_some()
    }

    /// The response that it has read.
    pub fn response(&self) -> Result<http::Response<tinsmith::Bytes>, String> {
        response::http(&self.suite, &self.suite.cases()[self.index])
    }

    /// Runs the case; the error says what differs.
    pub fn run(&self) -> Result<(), String> {
        let calls = generated::find(&self.operation())?;
        let json: &Value = &self.suite.cases()[self.index];
        if self.group.input {
            request::check(&self.suite, json, calls)
        } else {
            response::check(&self.suite, json, calls)
        }
    }
}
