//! Requests and responses as the AWS JSON protocols have them; expectations are from the Smithy pages of the protocol.
//! Here are the operation and its requests.

mod errors;
mod reading;

use bytes::Bytes;
use http::{Request, Response};

use super::{Operation, OperationError, OperationInfo, Service, request, response};
use crate::error::Error;
use crate::protocol::Protocol;
use crate::shape::{Map, Member, Reader, Shape};
use crate::test_shapes::{Choice, Everything, Tree, everything, structure};
use crate::{ServiceError, codegen as rt};

static SERVICE: Service = Service::new("Test", "2020-01-01", Protocol::AwsJson1_1, "test")
    .target_prefix("Test_V20200101");

#[derive(Debug)]
struct Do;

impl Operation for Do {
    type Request = Everything;
    type Response = Everything;
    type Error = DoError;
    const INFO: &'static OperationInfo = &SERVICE
        .operation("Do", "POST", "/")
        .retryable(&["BusyException"]);
}

structure! {
    Gone {
        0 message: Option<String> = Member::new("message").wire_name("Message"),
        1 since: Option<i32> = Member::new("since"),
    }
}

#[derive(Debug, PartialEq)]
pub(super) enum DoError {
    Gone(Gone),
    Unmodelled,
}

impl OperationError for DoError {
    fn read<R: Reader>(code: &str, r: &mut R) -> Result<Self, R::Error> {
        Ok(match code {
            "Gone" => Self::Gone(Shape::read(r)?),
            _ => Self::Unmodelled,
        })
    }
}

pub(super) fn send(value: &Everything, token: Option<&str>) -> Result<Request<Bytes>, String> {
    let endpoint = "https://test.us-east-1.amazonaws.com".parse().unwrap();
    request::<Do>(value, &endpoint, token).map_err(|error| error.to_string())
}

pub(super) fn receive(
    status: u16,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<Everything, Error<DoError>> {
    let mut message = Response::builder().status(status);
    for (name, value) in headers {
        message = message.header(*name, *value);
    }
    response::<Do>(&message.body(Bytes::copy_from_slice(body)).unwrap())
}

pub(super) fn read(body: &str) -> Result<Everything, String> {
    receive(200, &[], body.as_bytes()).map_err(|error| error.to_string())
}

fn service_error(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Box<ServiceError<DoError>> {
    match receive(status, headers, body) {
        Err(Error::Service(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_envelope() {
    let request = send(&Everything::default(), None).unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://test.us-east-1.amazonaws.com/");
    assert_eq!(
        request.headers()["content-type"],
        "application/x-amz-json-1.1"
    );
    assert_eq!(request.headers()["x-amz-target"], "Test_V20200101.Do");
    assert_eq!(&request.body()[..], br#"{"text":""}"#);
}

#[test]
fn every_shape_there_and_back() {
    let (value, json) = everything();
    assert_eq!(send(&value, None).unwrap().body(), json);
    assert_eq!(read(json).unwrap(), value);
    let spaced = json.replace("\":", "\" :\n").replace("[null", "[ null ");
    assert_eq!(read(&format!(" {spaced}\t")).unwrap(), value);
}

#[test]
fn tokens_fill_what_the_caller_left_out() {
    let body = |value: &Everything, token| send(value, token).unwrap().into_body();
    let mut value = Everything::default();
    assert_eq!(body(&value, Some("new")), r#"{"text":"","token":"new"}"#);
    value.token = Some("own".into());
    assert_eq!(body(&value, Some("new")), r#"{"text":"","token":"own"}"#);
}

#[test]
fn host_labels_come_from_members() {
    #[derive(Debug)]
    struct Labelled;
    impl Operation for Labelled {
        type Request = Everything;
        type Response = Everything;
        type Error = DoError;
        const INFO: &'static OperationInfo = &SERVICE
            .operation("Labelled", "POST", "/")
            .host_prefix("{host}.data.");
    }
    let endpoint = "https://example.com".parse().unwrap();
    let mut value = Everything {
        host: Some("h1".into()),
        ..Everything::default()
    };
    let sent = request::<Labelled>(&value, &endpoint, None).unwrap();
    assert_eq!(sent.uri(), "https://h1.data.example.com/");
    assert_eq!(sent.body(), r#"{"text":"","host":"h1"}"#);
    value.host = None;
    assert_eq!(
        request::<Labelled>(&value, &endpoint, None)
            .unwrap_err()
            .path(),
        "/host"
    );
}

#[test]
fn requests_that_have_no_wire_form_say_where() {
    let mut value = Everything {
        choice: Some(Choice::Unknown("new".into())),
        ..Everything::default()
    };
    let error = send(&value, None).unwrap_err();
    assert!(
        error.starts_with("cannot build the request: /choice: the union's variant \"new\""),
        "{error}"
    );
    value.choice = None;
    let mut tree = Tree::default();
    for _ in 0..200 {
        tree = Tree {
            more: Some(vec![Tree::default(), tree]),
            ..Tree::default()
        };
    }
    value.tree = Some(tree);
    let error = send(&value, None).unwrap_err();
    assert!(
        error.starts_with("cannot build the request: /tree/more/1/more/1/"),
        "{error}"
    );
    assert!(
        error.ends_with("nested more than 128 levels deep"),
        "{error}"
    );
}
