//! The cases that the worker writes, and what becomes of one.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use base64_simd::STANDARD;
use serde::Deserialize;
use serde_json::Value;
use tinsmith::codegen as rt;
use tinsmith::{Bytes, Error, RequestError};

use crate::compare::{self, Differences};
use crate::dynamic::{AnyError, Dynamic, Record, expecting, expecting_errors};
use crate::errors::Told;
use crate::events::EventsCase;
use crate::model::Operation;
use crate::values;

/// A case.
#[derive(Deserialize)]
pub struct Case {
    pub name: String,
    pub operation: String,
    /// Why botocore could not do it.
    pub fails: Option<String>,
    #[serde(flatten)]
    pub kind: Kind,
}

/// What a case compares.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    Request(RequestCase),
    Response(ResponseCase),
    Error(ErrorCase),
    Events(EventsCase),
}

/// The request that an input becomes.
#[derive(Deserialize)]
pub struct RequestCase {
    pub params: Value,
    pub token: Option<String>,
    #[serde(default)]
    pub method: String,
    #[serde(default)]
    pub url: String,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// A body in base64, or the pairs of a form.
    pub body: Option<String>,
    pub form: Option<Vec<Pair>>,
}

/// A pair of a form.
#[derive(Deserialize)]
pub struct Pair(pub String, pub Value);

/// A response and what botocore reads from it.
#[derive(Deserialize)]
pub struct ResponseCase {
    #[serde(flatten)]
    pub answer: Answer,
    #[serde(default)]
    read: Value,
}

/// An error and what botocore reads from it.
#[derive(Deserialize)]
pub struct ErrorCase {
    #[serde(flatten)]
    pub answer: Answer,
    #[serde(flatten)]
    told: Told,
    request_id: Option<String>,
}

/// What a service sends.
#[derive(Deserialize)]
pub struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

impl Case {
    /// All differences. A panic of ours is one.
    pub fn differences(&self, operation: &'static Operation) -> Vec<String> {
        let compared = catch_unwind(AssertUnwindSafe(|| {
            let mut found = Vec::new();
            match self.compare(operation, &mut found) {
                Ok(()) => found,
                Err(error) => vec![error],
            }
        }));
        compared.unwrap_or_else(|panic| {
            let message = panic.downcast_ref::<String>().cloned();
            let message =
                message.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            vec![format!("panic: {}", message.unwrap_or_default())]
        })
    }

    fn compare(
        &self,
        operation: &'static Operation,
        found: &mut Vec<String>,
    ) -> Result<(), String> {
        match &self.kind {
            Kind::Request(case) => case.compare(operation, self.fails.as_deref(), found),
            Kind::Response(case) => case.compare(operation, self.fails.as_deref(), found),
            Kind::Error(case) => case.compare(operation, self.fails.as_deref(), found),
            Kind::Events(case) => case.compare(operation, self.fails.as_deref(), found),
        }
    }
}

/// What to say where botocore fails, and we do or do not.
pub fn fails<T>(theirs: Option<&str>, ours: Result<T, String>) -> Result<T, String> {
    match (theirs, ours) {
        (None, ours) => ours.map_err(|error| format!("we fail: {error}")),
        (Some(theirs), Ok(_)) => Err(format!("botocore fails: {theirs}")),
        (Some(theirs), Err(ours)) => Err(format!("both fail: botocore: {theirs}; we: {ours}")),
    }
}

/// Where all requests go.
pub const ENDPOINT: &str = "https://host.example.com";

impl RequestCase {
    /// The input.
    pub fn value(&self, operation: &'static Operation) -> Result<Record, String> {
        match values::build(operation.request, &self.params) {
            Ok(Dynamic::Structure(record)) => Ok(record),
            Ok(_) => Err("a request that is no structure".to_owned()),
            Err(error) => Err(format!("the input does not fit our type: {error}")),
        }
    }

    /// Our request.
    pub fn ours(
        &self,
        operation: &'static Operation,
        value: &Record,
    ) -> Result<http::Request<Bytes>, RequestError> {
        let endpoint = http::Uri::from_static(ENDPOINT);
        let token = self.token.as_deref();
        tinsmith::operation::request_as(operation.info, value, &endpoint, token)
    }

    fn compare(
        &self,
        operation: &'static Operation,
        theirs: Option<&str>,
        found: &mut Vec<String>,
    ) -> Result<(), String> {
        let ours = self.ours(operation, &self.value(operation)?);
        let ours = fails(theirs, ours.map_err(|error| error.to_string()))?;
        compare::requests(operation.info.service.protocol, self, &ours, found)
    }
}

impl ResponseCase {
    fn compare(
        &self,
        operation: &'static Operation,
        theirs: Option<&str>,
        found: &mut Vec<String>,
    ) -> Result<(), String> {
        let ours = self.answer.ours(operation)?;
        let ours = fails(theirs, ours.map_err(|error| error.to_string()))?;
        let mut found = Differences::new("read", found);
        values::compare(
            operation.response,
            &self.read,
            &Dynamic::Structure(ours),
            &mut found,
        );
        Ok(())
    }
}

impl ErrorCase {
    fn compare(
        &self,
        operation: &'static Operation,
        theirs: Option<&str>,
        found: &mut Vec<String>,
    ) -> Result<(), String> {
        let ours = self.answer.ours(operation)?;
        let ours = match ours {
            Err(Error::Service(error)) => Ok(error),
            Err(other) => Err(other.to_string()),
            Ok(_) => Err("a response".to_owned()),
        };
        let ours = fails(theirs, ours)?;
        self.told.compare(&ours, found);
        let [theirs, ours] = [&self.request_id, &ours.request_id].map(|id| id.clone());
        if theirs != ours {
            Differences::new("request id", found)
                .differ(format_args!("{theirs:?}"), &format!("{ours:?}"));
        }
        Ok(())
    }
}

impl Answer {
    /// What we read.
    pub fn ours(
        &self,
        operation: &'static Operation,
    ) -> Result<Result<Record, Error<AnyError>>, String> {
        let answer = self.response()?;
        Ok(expecting(operation.response, || {
            expecting_errors(operation.errors, || {
                tinsmith::operation::response_as(operation.info, &answer)
            })
        }))
    }

    /// The response.
    pub fn response(&self) -> Result<http::Response<Bytes>, String> {
        let mut response = http::Response::builder().status(self.status);
        for (name, value) in &self.headers {
            response = response.header(name, value);
        }
        let body = STANDARD
            .decode_to_vec(&self.body)
            .map_err(|error| error.to_string())?;
        response
            .body(rt::Bytes::from(body))
            .map_err(|error| error.to_string())
    }
}
