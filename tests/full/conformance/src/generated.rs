//! What the build script generated, and what a case calls of it: the public path, with values in the serde view. Read by: cases.rs.

use http::{Request, Response, Uri};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tinsmith::operation::Operation;
use tinsmith::{Bytes, Error};

/// A module for each suite.
#[allow(
    clippy::all,
    reason = "generated from models that are made to try names and forms which nobody would choose"
)]
mod suites {
    include!(concat!(env!("OUT_DIR"), "/suites.rs"));
}
use suites::*;

/// The ways to use an operation.
#[derive(Clone, Copy)]
pub struct Calls {
    /// From a request in the serde view to HTTP.
    pub write: fn(Value, &Uri, Option<&str>) -> Written,
    /// From HTTP to what was read.
    pub read: fn(&Response<Bytes>) -> Answer,
    /// The same without the view: reads, and says in words what was no response.
    pub parse: fn(&Response<Bytes>) -> Result<(), String>,
}

type Written = Result<Request<Bytes>, String>;

/// What was read from a response.
#[derive(Debug)]
pub enum Answer {
    /// A response, in the serde view.
    Response(Value),
    /// An error of the service.
    Error {
        code: String,
        message: Option<String>,
        /// The modelled error in the serde view; null if it is none of the operation's.
        members: Value,
    },
    /// Nothing, for this reason.
    Failed(String),
}

/// Every operation by its name, sorted by the files and suites; or why it could not be generated.
static TABLE: &[(&str, Result<Calls, &str>)] = include!(concat!(env!("OUT_DIR"), "/table.rs"));

/// All operations that could be generated.
pub fn all() -> impl Iterator<Item = (&'static str, Calls)> {
    let known = TABLE.iter();
    known.filter_map(|(name, calls)| calls.ok().map(|calls| (*name, calls)))
}

/// The operation `file:suite:Case`.
pub fn find(name: &str) -> Result<Calls, String> {
    let found = TABLE.iter().find(|(operation, _)| *operation == name);
    let (_, calls) = found.ok_or_else(|| format!("no operation {name}"))?;
    calls.map_err(|reason| format!("the generator refuses the operation: {reason}"))
}

type View = Result<Value, String>;

fn view(value: &impl Serialize) -> View {
    serde_json::to_value(value).map_err(|error| format!("its serde view fails: {error}"))
}

fn write<O>(params: Value, endpoint: &Uri, token: Option<&str>) -> Written
where
    O: Operation,
    O::Request: DeserializeOwned,
{
    let request = serde_json::from_value(params).map_err(|error| format!("the params: {error}"))?;
    tinsmith::operation::request::<O>(&request, endpoint, token)
        .map_err(|error| format!("building the request: {error}"))
}

fn read<O>(answer: &Response<Bytes>, members: fn(&O::Error) -> View) -> Answer
where
    O: Operation,
    O::Response: Serialize,
{
    match tinsmith::operation::response::<O>(answer) {
        Ok(response) => match view(&response) {
            Ok(value) => Answer::Response(value),
            Err(error) => Answer::Failed(error),
        },
        Err(Error::Service(error)) => match members(&error.error) {
            Ok(members) => Answer::Error {
                code: error.code,
                message: error.message,
                members,
            },
            Err(error) => Answer::Failed(error),
        },
        Err(error) => Answer::Failed(format!("reading the response: {error}")),
    }
}

fn parse<O: Operation>(answer: &Response<Bytes>) -> Result<(), String> {
    match tinsmith::operation::response::<O>(answer) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}
