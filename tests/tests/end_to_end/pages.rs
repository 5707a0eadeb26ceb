//! What goes right: tables, pages, requests, retries.

use serde_json::{Value, json};

use crate::program::run;
use crate::server::{Answer, Received, Server};

const FIRST: &str = r#"{
    "descriptions": [
        {
            "exportId": "export-0001", "status": "ACTIVE", "startTime": 1527008400, "s3Bucket": "aws-application-discovery-service-1",
            "dataSource": "AGENT", "schemaStorageConfig": {"databaseName": "application_discovery_service_database"}
        },
        {
            "exportId": "export-2", "status": "ERROR", "statusDetail": "FIREHOSE_ROLE_MISSING",
            "startTime": 1527008400, "stopTime": 1530000000.25
        }
    ],
    "nextToken": "page 2"
}"#;

/// A status of which the model knows nothing, and text that would break the table and colour the terminal.
const SECOND: &str = "{\"descriptions\":[{\"exportId\":\"x\",\"status\":\"PAUSED\",\"statusDetail\":\"two\\nlines\\u001b[31m\"}]}";

/// What the example prints for both pages.
const TABLE: &str = "\
EXPORT ID    STATUS  STARTED               STOPPED                  BUCKET                               DETAIL
export-0001  ACTIVE  2018-05-22T17:00:00Z  -                        aws-application-discovery-service-1  -
export-2     ERROR   2018-05-22T17:00:00Z  2018-06-26T08:00:00.25Z  -                                    FIREHOSE_ROLE_MISSING
x            PAUSED  -                     -                        -                                    two lines [31m
";

fn body(request: &Received) -> Value {
    serde_json::from_str(&request.body).expect("the request's body is JSON")
}

#[test]
fn one_page() {
    let server = Server::start([Answer::json(
        200,
        r#"{"descriptions":[{"exportId":"export-1","status":"INACTIVE"}]}"#,
    )]);
    let outcome = run(["--region", "us-west-2", "--endpoint-url", &server.url()]);
    assert_eq!(
        outcome.table(),
        "EXPORT ID  STATUS    STARTED  STOPPED  BUCKET  DETAIL\nexport-1   INACTIVE  -        -        -       -\n"
    );
    assert_eq!(server.received().len(), 1);
}

#[test]
fn all_pages() {
    let server = Server::start([Answer::json(200, FIRST), Answer::json(200, SECOND)]);
    let url = server.url();
    let outcome = run([
        "--region",
        "us-west-2",
        "--endpoint-url",
        &url,
        "--export-id",
        "a",
        "--export-id=b",
        "--max-results",
        "2",
    ]);
    assert_eq!(outcome.table(), TABLE);

    let requests = server.received();
    let bodies: Vec<_> = requests.iter().map(body).collect();
    assert_eq!(
        bodies,
        [
            json!({"exportIds": ["a", "b"], "maxResults": 2}),
            json!({"exportIds": ["a", "b"], "maxResults": 2, "nextToken": "page 2"}),
        ]
    );
    for request in requests {
        assert_eq!(request.line, "POST / HTTP/1.1");
        assert_eq!(
            request.header("x-amz-target"),
            "AWSPoseidonService_V2015_11_01.DescribeContinuousExports"
        );
        assert_eq!(request.header("content-type"), "application/x-amz-json-1.1");
        assert_eq!(request.header("host"), url.trim_start_matches("http://"));
        let date = request.header("x-amz-date");
        let scope = format!(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/{}/us-west-2/discovery/aws4_request, ",
            &date[..8]
        );
        let authorization = request.header("authorization");
        assert!(authorization.starts_with(&scope), "{authorization}");
        assert!(
            authorization.contains("x-amz-target"),
            "the target is not signed: {authorization}"
        );
    }
}

#[test]
fn no_parameters_no_exports() {
    for answer in [
        "",
        "{}",
        r#"{"descriptions":[]}"#,
        r#"{"descriptions":null,"nextToken":null}"#,
        r#"{"descriptions":[],"nextToken":""}"#,
    ] {
        let server = Server::start([Answer::json(200, answer)]);
        let outcome = run(["--region", "us-west-2", "--endpoint-url", &server.url()]);
        assert_eq!(outcome.table(), "no continuous exports\n", "{answer}");
        let requests = server.received();
        assert_eq!(
            requests.iter().map(body).collect::<Vec<_>>(),
            [json!({})],
            "{answer}"
        );
    }
}

#[test]
fn an_empty_page_is_not_the_last() {
    let server = Server::start([
        Answer::json(200, r#"{"descriptions":[],"nextToken":"t"}"#),
        Answer::json(200, SECOND),
    ]);
    let outcome = run(["--region", "us-west-2", "--endpoint-url", &server.url()]);
    assert!(outcome.table().contains("PAUSED"), "{outcome:?}");
}

#[test]
fn throttling_is_retried() {
    let throttled = Answer::error(400, "ThrottlingException", "Rate exceeded");
    let server = Server::start([throttled, Answer::json(200, SECOND)]);
    let outcome = run(["--region", "us-west-2", "--endpoint-url", &server.url()]);
    assert!(outcome.table().contains("PAUSED"), "{outcome:?}");
    let requests = server.received();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].body, requests[1].body);
}

#[test]
fn a_broken_connection_is_retried() {
    let server = Server::start([Answer::HangUp, Answer::json(200, SECOND)]);
    let outcome = run(["--region", "us-west-2", "--endpoint-url", &server.url()]);
    assert!(outcome.table().contains("PAUSED"), "{outcome:?}");
    assert_eq!(server.received().len(), 2);
}

#[test]
fn a_token_that_repeats_is_the_last() {
    let page = Answer::json(
        200,
        r#"{"descriptions":[{"exportId":"x"}],"nextToken":"t"}"#,
    );
    let server = Server::start([page.clone(), page.clone(), page]);
    let outcome = run(["--region", "us-west-2", "--endpoint-url", &server.url()]);
    assert_eq!(outcome.table().lines().count(), 3, "{outcome:?}");
    assert_eq!(server.received().len(), 2);
}
