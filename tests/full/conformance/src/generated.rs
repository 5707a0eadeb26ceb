//! What the build script generated, and what a case calls of it: the public path, with values in the serde view. Read by: cases.rs.

use std::task::{Context, Poll, Waker};

use http::{Request, Response, Uri};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tinsmith::codegen::Events;
use tinsmith::operation::Operation;
use tinsmith::{Bytes, Error, EventStream};

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
    /// A response, in the serde view, and its events if it has any.
    Response(Value, Option<Value>),
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

/// Receives the events of a response; whether they are kept is for the caller to say.
type Receiving<O> = fn(&mut <O as Operation>::Response, bool) -> Result<Option<Value>, String>;

/// The events of a response that has none.
fn no_events<T>(_: &mut T, _: bool) -> Result<Option<Value>, String> {
    Ok(None)
}

/// All events of a response, of which the whole body is there; none of them if they are not to be kept.
fn receive(events: &mut impl Receive, keep: bool) -> Result<Option<Value>, String> {
    let mut list = Vec::new();
    while let Some(event) = events.next()? {
        if keep {
            list.push(event);
        }
    }
    Ok(Some(Value::Array(list)))
}

trait Receive {
    /// The next event in the serde view.
    fn next(&mut self) -> Result<Option<Value>, String>;
}

impl<T: Events + Serialize> Receive for EventStream<T> {
    fn next(&mut self) -> Result<Option<Value>, String> {
        let mut event = std::pin::pin!(self.recv());
        match event.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(event)) => event.as_ref().map(view).transpose(),
            Poll::Ready(Err(error)) => Err(format!("an event: {error}")),
            Poll::Pending => Err("waits for an event, and all are there".into()),
        }
    }
}

impl<T: Receive> Receive for Option<T> {
    fn next(&mut self) -> Result<Option<Value>, String> {
        self.as_mut().map_or(Ok(None), Receive::next)
    }
}

fn read<O>(answer: &Response<Bytes>, members: fn(&O::Error) -> View, events: Receiving<O>) -> Answer
where
    O: Operation,
    O::Response: Serialize,
{
    match tinsmith::operation::response::<O>(answer) {
        Ok(mut response) => {
            let read =
                events(&mut response, true).and_then(|events| Ok((view(&response)?, events)));
            match read {
                Ok((value, events)) => Answer::Response(value, events),
                Err(error) => Answer::Failed(error),
            }
        }
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

fn parse<O: Operation>(answer: &Response<Bytes>, events: Receiving<O>) -> Result<(), String> {
    match tinsmith::operation::response::<O>(answer) {
        Ok(mut response) => events(&mut response, false).map(|_| ()),
        Err(error) => Err(error.to_string()),
    }
}
