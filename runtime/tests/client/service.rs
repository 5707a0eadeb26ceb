//! A service of one operation, as the generator would write it, and configurations to call it with.

use std::sync::{Arc, Mutex};

use tinsmith::Bytes;
use tinsmith::client::{Config, ConfigBuilder, Credentials};
use tinsmith::codegen as rt;

static SERVICE: rt::Service = rt::Service::new(
    "Thing Service",
    "2020-01-01",
    rt::Protocol::AwsJson1_1,
    "things",
)
.target_prefix("ThingService");

pub(crate) struct ListThings;

impl rt::Operation for ListThings {
    type Request = ListThingsRequest;
    type Response = ListThingsResponse;
    type Error = ListThingsError;
    const INFO: &'static rt::OperationInfo = &SERVICE
        .operation("ListThings", "POST", "/")
        .retryable(&["BusyException"]);
}

impl rt::Paginated for ListThings {
    type Token = String;
    fn next_token(response: &ListThingsResponse) -> Option<String> {
        response
            .next_token
            .clone()
            .filter(|token| !token.is_empty())
    }
    fn set_token(request: &mut ListThingsRequest, token: String) {
        request.next_token = Some(token);
    }
}

impl rt::PaginatedItems for ListThings {
    type Item = String;
    fn items(response: ListThingsResponse) -> impl Iterator<Item = String> + Send + 'static {
        response.things.into_iter().flatten()
    }
}

/// The same operation, sent without a signature.
pub(crate) struct Unsigned;

impl rt::Operation for Unsigned {
    type Request = ListThingsRequest;
    type Response = ListThingsResponse;
    type Error = ListThingsError;
    const INFO: &'static rt::OperationInfo = &SERVICE.operation("Unsigned", "POST", "/").unsigned();
}

#[derive(Clone, Debug, Default)]
pub(crate) struct ListThingsRequest {
    pub(crate) client_token: Option<String>,
    pub(crate) next_token: Option<String>,
}

impl rt::Structure for ListThingsRequest {
    const NAME: &'static str = "ListThingsRequest";
    const MEMBERS: &'static [rt::Member] = &[
        rt::Member::new("clientToken").idempotency_token(),
        rt::Member::new("nextToken"),
    ];
    fn write_members<W: rt::Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        w.member(0, &self.client_token)?;
        w.member(1, &self.next_token)
    }
    fn read_member<R: rt::Reader>(&mut self, member: usize, r: &mut R) -> Result<(), R::Error> {
        match member {
            0 => self.client_token = rt::Shape::read(r)?,
            1 => self.next_token = rt::Shape::read(r)?,
            _ => {}
        }
        Ok(())
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct ListThingsResponse {
    pub(crate) things: Option<Vec<String>>,
    pub(crate) next_token: Option<String>,
}

impl rt::Structure for ListThingsResponse {
    const NAME: &'static str = "ListThingsResponse";
    const MEMBERS: &'static [rt::Member] =
        &[rt::Member::new("things"), rt::Member::new("nextToken")];
    fn write_members<W: rt::Writer>(&self, w: &mut W) -> Result<(), W::Error> {
        w.member(0, &self.things)?;
        w.member(1, &self.next_token)
    }
    fn read_member<R: rt::Reader>(&mut self, member: usize, r: &mut R) -> Result<(), R::Error> {
        match member {
            0 => self.things = rt::Shape::read(r)?,
            1 => self.next_token = rt::Shape::read(r)?,
            _ => {}
        }
        Ok(())
    }
}

#[derive(Debug)]
pub(crate) struct ListThingsError;

impl rt::OperationError for ListThingsError {
    fn read<R: rt::Reader>(_: &str, _: &mut R) -> Result<Self, R::Error> {
        Ok(Self)
    }
}

pub(crate) type Error = tinsmith::Error<ListThingsError>;

pub(crate) fn client(config: &Config) -> rt::Client {
    rt::Client::new(config, &SERVICE)
}

/// One call with default members.
pub(crate) async fn call(config: &Config) -> Result<ListThingsResponse, Error> {
    client(config)
        .call::<ListThings>(&ListThingsRequest::default())
        .await
}

/// A configuration with a region and credentials.
pub(crate) fn config() -> ConfigBuilder {
    Config::builder()
        .region("us-west-2")
        .credentials(Credentials::new("AKIDEXAMPLE", "hunter2", None))
}

/// An answer of the service.
pub(crate) fn answer(status: u16, body: &str) -> http::Response<Bytes> {
    let builder = http::Response::builder()
        .status(status)
        .header("content-type", "application/x-amz-json-1.1");
    builder
        .header("x-amzn-requestid", "request-1")
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .unwrap()
}

/// The requests that a canned transport was given.
#[derive(Clone, Default)]
pub(crate) struct Seen(Arc<Mutex<Vec<http::Request<Bytes>>>>);

impl Seen {
    /// Notes a request and gives its number, from 0.
    pub(crate) fn push(&self, request: http::Request<Bytes>) -> usize {
        let mut seen = self.0.lock().unwrap();
        seen.push(request);
        seen.len() - 1
    }

    pub(crate) fn all(&self) -> Vec<http::Request<Bytes>> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

/// A configuration whose transport plays answers in order, and the last one again and again.
pub(crate) fn canned(
    builder: ConfigBuilder,
    answers: Vec<http::Response<Bytes>>,
) -> (Config, Seen) {
    let seen = Seen::default();
    let requests = seen.clone();
    let transport = move |request| {
        let number = requests.push(request);
        let answer = answers.get(number).or(answers.last()).unwrap().clone();
        async move { Ok(answer) }
    };
    (builder.transport(transport).build().unwrap(), seen)
}
