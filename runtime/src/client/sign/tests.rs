//! Signatures against those of botocore, and what cannot be signed.

use std::time::Duration;

use http::HeaderValue;

use super::*;

fn request(
    method: &str,
    uri: &str,
    headers: &[(&str, &str)],
    body: &'static str,
) -> Request<Bytes> {
    let builder = headers
        .iter()
        .fold(Request::builder(), |builder, (name, value)| {
            builder.header(*name, *value)
        });
    builder
        .method(method)
        .uri(uri)
        .body(Bytes::from_static(body.as_bytes()))
        .unwrap()
}

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// What botocore 1.44.5's `SigV4Auth(credentials, service, region).add_auth(request)` gives for the same request
/// with its clock held at the time.
#[test]
fn the_same_as_botocore() {
    let long_term = Credentials::new(
        "AKIDEXAMPLE",
        "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        None,
    );
    let target = "AWSPoseidonService_V2015_11_01.DescribeContinuousExports";
    let headers = [
        ("content-type", "application/x-amz-json-1.1"),
        ("x-amz-target", target),
        ("user-agent", "tinsmith"),
    ];
    let uri = "https://discovery.us-west-2.amazonaws.com/";
    let mut post = request("POST", uri, &headers, r#"{"maxResults":10}"#);
    sign(
        &mut post,
        &long_term,
        "us-west-2",
        "discovery",
        at(1_767_323_045),
    )
    .unwrap();
    assert_eq!(post.headers()["x-amz-date"], "20260102T030405Z");
    assert_eq!(
        post.headers()["authorization"],
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-west-2/discovery/aws4_request, \
         SignedHeaders=content-type;host;x-amz-date;x-amz-target, \
         Signature=80b09054ed43328524fb12372bf6db43ba9185f2331ca0e0c9cd9fc03526087c"
    );
    assert!(post.headers()["authorization"].is_sensitive());

    let headers = [
        ("content-type", "application/json"),
        ("x-amz-meta", "  two   spaces "),
    ];
    let uri = "https://example.com/a%20path/%C3%A9/x:y?b=2&a=1%2F2&empty=";
    let mut put = request("PUT", uri, &headers, "résumé");
    sign(
        &mut put,
        &long_term,
        "us-east-1",
        "service",
        at(1_440_938_160),
    )
    .unwrap();
    assert_eq!(
        put.headers()["authorization"],
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
         SignedHeaders=content-type;host;x-amz-date;x-amz-meta, \
         Signature=f45b23d47811776b987b61198a2b364b305a49363bd057b1620b483de558cc91"
    );
}

/// As above, with temporary credentials and a port.
#[test]
fn the_same_as_botocore_with_a_session_token() {
    let temporary = Credentials::new(
        "ASIAEXAMPLE",
        "secret/with+signs=",
        Some("token//with+signs==".to_owned()),
    );
    let headers = [
        ("content-type", "application/x-amz-json-1.0"),
        ("x-amz-target", "DynamoDB_20120810.ListTables"),
    ];
    let mut post = request("POST", "http://localhost:8080/", &headers, "{}");
    for seconds in [1_000_000_000, 1_440_938_160] {
        sign(
            &mut post,
            &temporary,
            "eu-central-1",
            "dynamodb",
            at(seconds),
        )
        .unwrap();
    }
    assert_eq!(
        post.headers()["x-amz-security-token"],
        "token//with+signs=="
    );
    assert!(post.headers()["x-amz-security-token"].is_sensitive());
    assert_eq!(
        post.headers()["authorization"],
        "AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/20150830/eu-central-1/dynamodb/aws4_request, \
         SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, \
         Signature=6049d2427af3a752eb87290785bb03859d3e2f959bbcc5cc37bac6ca7c64cc77"
    );
}

/// As above, with its `payload_signing_enabled` off.
#[test]
fn the_same_as_botocore_of_a_head() {
    let credentials = Credentials::new(
        "AKIDEXAMPLE",
        "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        None,
    );
    let uri =
        "https://storage-omics.us-west-2.amazonaws.com/sequencestore/1/upload/2/part?partNumber=1";
    let headers = [("content-type", "application/octet-stream")];
    let mut put = request("PUT", uri, &headers, "of no concern");
    for seconds in [1_000_000_000, 1_767_323_045] {
        sign_head(&mut put, &credentials, "us-west-2", "omics", at(seconds)).unwrap();
    }
    assert_eq!(put.headers()["x-amz-content-sha256"], "UNSIGNED-PAYLOAD");
    assert_eq!(
        put.headers()["authorization"],
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-west-2/omics/aws4_request, \
         SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, \
         Signature=c91697b626d304b647275161c4b90cacb3f049e0738ca06a78ede875fc91ffc3"
    );
}

/// The first example of
/// [Amazon S3's description](https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html), with the
/// signature that stands there; and what botocore's `S3SigV4Auth` gives for a path that no other service would sign as it is.
#[test]
fn the_same_as_s3_says() {
    let credentials = Credentials::new(
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        None,
    );
    let time = at(1_369_353_600);
    let uri = "https://examplebucket.s3.amazonaws.com/test.txt";
    let mut get = request("GET", uri, &[("range", "bytes=0-9")], "");
    sign(&mut get, &credentials, "us-east-1", "s3", time).unwrap();
    assert_eq!(
        get.headers()["x-amz-content-sha256"],
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(
        get.headers()["authorization"],
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, \
         SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, \
         Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    );

    let uri = "https://s3.us-east-1.amazonaws.com/bucket/a//b/../c%20d/%C3%A9%25?x-id=PutObject";
    let mut put = request("PUT", uri, &[("content-type", "text/plain")], "hello");
    sign(&mut put, &credentials, "us-east-1", "s3", time).unwrap();
    assert_eq!(
        put.headers()["authorization"],
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, \
         SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, \
         Signature=381e553a3f54734d19da52f899706bbcca4a37468aee12d915cafc4ca93b2ad0"
    );
}

#[test]
fn what_cannot_be_signed_is_an_error() {
    let sign_with = |request: &mut Request<Bytes>, key: &str, token: Option<&str>| {
        let credentials = Credentials::new(key, "s", token.map(str::to_owned));
        sign(request, &credentials, "us-east-1", "s", at(0))
            .unwrap_err()
            .to_string()
    };
    let mut good = request("GET", "http://h/", &[], "");
    assert!(sign_with(&mut good, "a\nb", None).contains("access key id"));
    assert!(sign_with(&mut good, "ключ", None).contains("access key id"));
    assert!(sign_with(&mut good, "a", Some("t\n")).contains("session token"));
    assert!(sign_with(&mut request("GET", "/relative", &[], ""), "a", None).contains("no host"));
    let broken = Credentials::new("a", "hunter2\n", None);
    let error = sign(&mut good, &broken, "us-east-1", "s", at(0)).unwrap_err();
    assert!(
        error.reason().contains("secret access key") && !error.reason().contains("hunter2"),
        "{error}"
    );
    let mut binary = request("GET", "http://h/", &[], "");
    binary
        .headers_mut()
        .insert("x-a", HeaderValue::from_bytes(b"\xFF").unwrap());
    assert!(sign_with(&mut binary, "a", None).contains("x-a"));
}

#[test]
fn other_arguments_that_make_no_sense() {
    let credentials = Credentials::new("a", "b", None);
    let failure = |region, service, time| {
        let mut request = request("GET", "http://h/", &[], "");
        let error = sign(&mut request, &credentials, region, service, time);
        error.unwrap_err().to_string()
    };
    assert!(failure("a\nb", "s", at(0)).contains("region"));
    assert!(failure("r", "s\0", at(0)).contains("service name"));
    let before = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
    for time in [before, at(YEAR_10000), at(i64::MAX as u64)] {
        assert!(failure("r", "s", time).contains("1970 to 9999"));
    }
    let mut last = request("GET", "http://h/", &[], "");
    sign(&mut last, &credentials, "r", "s", at(YEAR_10000 - 1)).unwrap();
    assert_eq!(last.headers()["x-amz-date"], "99991231T235959Z");
}
