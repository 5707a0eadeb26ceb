//! What generated types do: on the wire, in the serde view, and when they are printed.

#![allow(
    deprecated,
    reason = "the model deprecates some members, and they must work all the same"
)]

use http::{Request, Response, Uri};
use serde_json::{Value, json};
use tinsmith::codegen::{Operation, Shape, Structure};
use tinsmith::{Bytes, Document, Timestamp, operation};
use tinsmith_tests::discovery::DescribeContinuousExports;
use tinsmith_tests::obstacles;
use tinsmith_tests::shapes::{
    ListTrees, Ping, PingRequest, PutShapes, PutShapesError, PutShapesRequest, PutShapesResponse,
    types,
};

fn request<O: Operation>(value: &O::Request, token: Option<&str>) -> Request<Bytes> {
    operation::request::<O>(value, &Uri::from_static("https://example.com"), token)
        .expect("a request")
}

fn body(request: &Request<Bytes>) -> Value {
    serde_json::from_slice(request.body()).expect("JSON")
}

fn response(text: &str) -> Response<Bytes> {
    Response::new(Bytes::copy_from_slice(text.as_bytes()))
}

fn tree() -> types::Tree {
    types::Tree::new()
}

fn full() -> PutShapesRequest {
    let at: Timestamp = "2015-01-01T00:00:00.5Z".parse().expect("a time");
    PutShapesRequest::new(tree().left(tree().others([tree()])), 3, "name")
        .big(1i64 << 60)
        .flag(true)
        .ratio(0.5)
        .exact(2.5)
        .when(at)
        .when_iso(at)
        .bytes(&b"\x00\xff"[..])
        .colour("dark-green")
        .choice(types::Choice::Not(Box::new(types::Choice::Text(
            "t".into(),
        ))))
        .anything(Document::from(vec![Document::from(1i64), Document::Null]))
        .policy("{\"a\":1}")
        .holes([Some("a".to_owned()), None])
        .paints([
            (types::Colour::Red, tree()),
            (types::Colour::Unknown("new".into()), tree()),
        ])
        .matrix([vec![at]])
        .credentials(types::Secret::new().user("me"))
        .secrets(["hidden".to_owned()])
}

#[test]
fn every_kind_of_shape_is_written_as_aws_json() {
    let request = request::<PutShapes>(&full(), Some("fresh"));
    assert_eq!(request.headers()["x-amz-target"], "Shapes.V1.PutShapes");
    assert_eq!(
        request.headers()["content-type"],
        "application/x-amz-json-1.0"
    );
    assert_eq!(
        body(&request),
        json!({
            "name": "name", "count": 3, "token": "fresh",
            "child": {"left": {"others": [{}]}},
            "big": 1i64 << 60, "flag": true, "ratio": 0.5, "exact": 2.5,
            "when": 1_420_070_400.5, "whenIso": "2015-01-01T00:00:00.5Z",
            "bytes": "AP8=", "colour": "dark-green",
            "choice": {"not": {"text": "t"}},
            "anything": [1, null], "policy": "{\"a\":1}", "holes": ["a", null],
            "paints": {"RED": {}, "new": {}},
            "matrix": [["2015-01-01T00:00:00.5Z"]],
            "credentials": {"user": "me"}, "secrets": ["hidden"],
        })
    );
}

#[test]
fn what_was_written_reads_back_equal() {
    let sent = full().token("mine");
    let text = String::from_utf8(request::<PutShapes>(&sent, None).body().to_vec()).expect("UTF-8");
    let read = operation::response::<PutShapes>(&response(&text)).expect("a response");
    assert_eq!(
        serde_json::to_value(&read).expect("JSON"),
        serde_json::to_value(&sent).expect("JSON")
    );
    assert_eq!(read.choice, sent.choice);
    assert_eq!(read.when, sent.when);
}

#[test]
fn the_serde_view_goes_both_ways() {
    let sent = full().token("mine");
    let value = serde_json::to_value(&sent).expect("JSON");
    assert_eq!(value["colour"], "dark-green");
    assert_eq!(value["when"], "2015-01-01T00:00:00.5Z");
    let read: PutShapesRequest = serde_json::from_value(value).expect("a request");
    assert_eq!(read, sent);
}

#[test]
fn a_token_of_the_caller_is_kept() {
    assert_eq!(
        body(&request::<PutShapes>(&full().token("mine"), Some("fresh")))["token"],
        "mine"
    );
}

#[test]
fn required_members_that_are_absent_read_as_empty() {
    let read = operation::response::<PutShapes>(&response("{}")).expect("a response");
    assert_eq!((read.name.as_str(), read.count), ("", 0));
    assert_eq!(
        read,
        PutShapesResponse {
            ..Default::default()
        }
    );
}

#[test]
fn values_that_the_model_does_not_know_are_kept() {
    let text = r#"{"colour": "mauve", "choice": {"blend": [1, 2]}, "novel": {"deep": [{}]}}"#;
    let read = operation::response::<PutShapes>(&response(text)).expect("a response");
    assert_eq!(
        read.colour.as_ref().map(types::Colour::as_str),
        Some("mauve")
    );
    assert_eq!(
        read.choice,
        Some(types::Choice::Unknown("blend".to_owned()))
    );
    let back = PutShapesRequest {
        colour: read.colour,
        ..full()
    };
    assert_eq!(body(&request::<PutShapes>(&back, None))["colour"], "mauve");
}

#[test]
fn an_unknown_variant_is_refused_before_anything_is_sent() {
    let bad = full().choice(types::Choice::Unknown("blend".into()));
    let error =
        operation::request::<PutShapes>(&bad, &Uri::from_static("https://example.com"), None)
            .expect_err("its content was not kept");
    assert!(
        error.to_string().contains("choice") && error.to_string().contains("blend"),
        "{error}"
    );
}

#[test]
fn sensitive_values_are_not_printed() {
    let printed = format!("{:?}", full().choice(types::Choice::Pin("4711".into())));
    assert!(
        !printed.contains("hidden") && !printed.contains("4711"),
        "{printed}"
    );
    assert!(
        printed.contains("credentials: ** redacted **")
            && printed.contains("secrets: ** redacted **")
    );
    assert!(printed.contains("name: \"name\""), "the rest is printed");
    assert_eq!(
        format!("{:?}", types::Secret::new().user("me")),
        "Secret { user: ** redacted ** }"
    );
}

#[test]
fn errors_are_told_apart_by_the_code_on_the_wire() {
    let answer = |body: &str| {
        Response::builder()
            .status(429)
            .body(Bytes::copy_from_slice(body.as_bytes()))
            .expect("a response")
    };
    let text =
        r#"{"__type": "com.example#TooManyShapes", "Message": "slow down", "retryAfter": 7}"#;
    let error = operation::response::<PutShapes>(&answer(text)).expect_err("an error");
    assert!(error.is_retryable());
    let Some(PutShapesError::TooMany(modelled)) = error.service() else {
        panic!("{error:?}")
    };
    assert_eq!(
        (modelled.retry_after, modelled.to_string().as_str()),
        (Some(7), "TooManyShapes: slow down")
    );
    let error =
        operation::response::<PutShapes>(&answer(r#"{"__type": "Other"}"#)).expect_err("an error");
    assert_eq!(error.service(), Some(&PutShapesError::Unmodelled));
    assert_eq!(error.code(), Some("Other"));
}

#[test]
fn facts_of_operations_reach_the_request() {
    let ping = operation::request::<Ping>(
        &PingRequest::new(),
        &Uri::from_static("https://example.com"),
        None,
    )
    .expect("a request");
    assert_eq!(
        ping.uri().host(),
        Some("data.example.com"),
        "the host prefix"
    );
    assert_eq!(&ping.body()[..], b"{}");
    assert!(Ping::INFO.unsigned && !PutShapes::INFO.unsigned);
    assert_eq!(PutShapes::INFO.service.signing_name, "every-shape");
    assert_eq!(PutShapes::INFO.retryable, ["TooManyShapes"]);
}

#[test]
fn pages_end_where_the_flag_says_so() {
    use tinsmith::codegen::{Paginated, PaginatedItems};
    let page = |truncated: bool| {
        let text = format!(
            r#"{{"Page": {{"Items": [{{}}, {{}}], "NextMarker": "m", "IsTruncated": {truncated}}}}}"#
        );
        operation::response::<ListTrees>(&response(&text)).expect("a page")
    };
    assert_eq!(ListTrees::next_token(&page(true)).as_deref(), Some("m"));
    assert_eq!(ListTrees::next_token(&page(false)), None);
    assert_eq!(ListTrees::items(page(true)).count(), 2);
}

#[test]
fn recursion_costs_a_pointer() {
    assert!(
        size_of::<types::Tree>() <= 64,
        "{}",
        size_of::<types::Tree>()
    );
    assert!(
        size_of::<types::Choice>() <= 80,
        "{}",
        size_of::<types::Choice>()
    );
}

#[test]
fn names_in_the_way_work() {
    let request = obstacles::GetRequest::new("Self", "typed")
        .set_new(1)
        .r#async(obstacles::types::Vec::new());
    assert_eq!(request.self2, obstacles::types::Some::SelfValue);
    let read: obstacles::GetRequest =
        serde_json::from_str(r#"{"self": "Box", "type": "t", "new": 2}"#).expect("JSON");
    assert_eq!((read.self2.as_str(), read.new), ("Box", Some(2)));
}

#[test]
fn the_shipped_model_has_what_the_operation_has() {
    type Op = DescribeContinuousExports;
    let members = |schema: &tinsmith::codegen::Schema| schema.members.len();
    assert_eq!(members(<Op as Operation>::Request::SCHEMA), 3);
    assert_eq!(members(<Op as Operation>::Response::SCHEMA), 2);
    use tinsmith_tests::discovery::types::{
        ContinuousExportDescription, ContinuousExportStatus, DataSource,
    };
    assert_eq!(members(ContinuousExportDescription::SCHEMA), 8);
    let values: Vec<&str> = ContinuousExportStatus::VALUES
        .iter()
        .map(|value| value.as_str())
        .collect();
    let expected = [
        "ACTIVE",
        "ERROR",
        "INACTIVE",
        "START_FAILED",
        "START_IN_PROGRESS",
        "STOP_FAILED",
        "STOP_IN_PROGRESS",
    ];
    assert_eq!(values, expected);
    for (value, text) in ContinuousExportStatus::VALUES.iter().zip(expected) {
        assert_eq!(ContinuousExportStatus::from(text), *value);
        assert_eq!(format!("{value} {value:?}"), format!("{text} \"{text}\""));
    }
    assert_eq!(DataSource::VALUES, [DataSource::Agent]);
    fn is_shape<T: Shape>() {}
    is_shape::<ContinuousExportStatus>();
}
