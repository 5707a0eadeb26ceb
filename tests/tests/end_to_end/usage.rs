//! What the program says about its arguments and its environment.

use crate::program::{CREDENTIALS, run, run_with};
use crate::server::{Answer, Server};

const HINT: &str = " (--help lists the options)";

#[test]
fn help() {
    let outcome = run(["--help"]);
    for option in [
        "--region",
        "--endpoint-url",
        "--export-id",
        "--max-results",
        "--timeout",
        "--help",
    ] {
        assert!(
            outcome.table().contains(option),
            "{option} is not in the help"
        );
    }
    assert_eq!(run(["-h"]).table(), outcome.table());
}

#[test]
fn wrong_arguments() {
    for (arguments, reason) in [
        (&[][..], "no region: give --region or set AWS_REGION"),
        (&["--exports"], "invalid option '--exports'"),
        (&["x"], "unexpected argument \"x\""),
        (&["--region"], "missing argument for option '--region'"),
        (
            &["--max-results", "ten"],
            "cannot parse argument \"ten\": invalid digit found in string",
        ),
        (
            &["--timeout", "0"],
            "cannot parse argument \"0\": not a number of seconds above zero",
        ),
        (
            &["--timeout=-1"],
            "cannot parse argument \"-1\": not a number of seconds above zero",
        ),
        (
            &["--timeout", "inf"],
            "cannot parse argument \"inf\": not a number of seconds above zero",
        ),
    ] {
        assert_eq!(
            run(arguments.iter().copied()).complaint(2),
            format!("error: {reason}{HINT}")
        );
    }
}

#[test]
fn a_url_that_is_none() {
    let outcome = run(["--region", "us-west-2", "--endpoint-url", "localhost:4566"]);
    let line = outcome.complaint(2);
    assert!(
        line.contains("\"localhost:4566\"") && line.ends_with(HINT),
        "{line}"
    );
}

#[test]
fn region_and_session_token_from_the_environment() {
    let server = Server::start([Answer::json(200, "{}")]);
    let [id, secret] = CREDENTIALS;
    let environment = [
        id,
        secret,
        ("AWS_SESSION_TOKEN", "a/session+token"),
        ("AWS_REGION", "eu-central-1"),
    ];
    run_with(["--endpoint-url", &server.url()], &environment).table();
    let requests = server.received();
    assert_eq!(
        requests[0].header("x-amz-security-token"),
        "a/session+token"
    );
    assert!(
        requests[0]
            .header("authorization")
            .contains("/eu-central-1/discovery/aws4_request")
    );
}

#[test]
fn no_credentials() {
    let server = Server::start([]);
    let url = server.url();
    let arguments = ["--region", "us-west-2", "--endpoint-url", &url];
    let outcome = run_with(arguments, &[]);
    assert!(
        outcome.complaint(1).starts_with("error: no credentials: "),
        "{outcome:?}"
    );
    for half in CREDENTIALS {
        let outcome = run_with(arguments, &[half]);
        assert!(
            outcome
                .complaint(2)
                .contains(&format!("{} is set but ", half.0)),
            "{outcome:?}"
        );
    }
    assert_eq!(
        server.received().len(),
        0,
        "a request went out without a signature"
    );
}
