//! The tests of the query protocols. Requests and answers are of the forms that the protocols' test vectors have.

use bytes::Bytes;
use proptest::prelude::*;

use super::*;
use crate::codegen as rt;
use crate::operation::{self, Operation, Service};
use crate::test_shapes::{Choice, Color, Everything, Tree, structure};

static AWS: Service = Service::new("Test", "2020-01-08", Protocol::AwsQuery, "test");
static EC2: Service = Service::new("Test", "2020-01-08", Protocol::Ec2Query, "test");

structure! {
    /// A member of each kind that has a name in some way.
    Names {
        0 lower: Option<String> = rt::Member::new("lower"),
        1 renamed: Option<String> = rt::Member::new("renamed").wire_name("barWire"),
        2 own: Option<String> = rt::Member::new("own").wire_name("A").query_name("b"),
        3 list: Option<Vec<String>> = rt::Member::new("List"),
        4 items: Option<Vec<Tree>> = rt::Member::new("items").wire_name("Things")
            .list(&rt::Member::new("member").wire_name("item")),
        5 flat: Option<Vec<Vec<i32>>> = rt::Member::new("Flat").flattened(),
        6 map: Option<rt::Map<String, Vec<String>>> = rt::Member::new("Map"),
        7 flat_map: Option<rt::Map<String, Tree>> = rt::Member::new("FlatMap").flattened()
            .map(&rt::Member::new("key").wire_name("K"), &rt::Member::new("value").wire_name("V")),
        8 token: Option<String> = rt::Member::new("Token").idempotency_token(),
        9 host: Option<String> = rt::Member::new("Host").host_label(),
        10 choice: Option<Choice> = rt::Member::new("Choice"),
    }
}

structure! {
    /// An error, as the model of a service that speaks XML has it: without the message's name on the wire.
    GoneError {
        0 name: Option<String> = rt::Member::new("name"),
        1 message: Option<String> = rt::Member::new("message"),
    }
}

#[derive(Debug, PartialEq)]
enum Gone {
    Gone(GoneError),
    Other,
}

impl rt::OperationError for Gone {
    fn read<R: rt::Reader>(code: &str, r: &mut R) -> Result<Self, R::Error> {
        match code {
            "Gone" => r.variant(Self::Gone),
            _ => Ok(Self::Other),
        }
    }
}

macro_rules! operations {
    ($($name:ident: $service:ident, $request:ty, $response:ty, $info:expr;)*) => {$(
        struct $name;

        impl Operation for $name {
            type Request = $request;
            type Response = $response;
            type Error = Gone;
            const INFO: &'static OperationInfo = &$info;
        }
    )*};
}

operations! {
    AwsNames: AWS, Names, Tree, AWS.operation("Op", "POST", "/");
    Ec2Names: EC2, Names, Tree, EC2.operation("Op", "POST", "/");
    AwsEverything: AWS, Everything, Everything, AWS.operation("Op", "POST", "/");
    AwsLabel: AWS, Names, Tree, AWS.operation("Op", "POST", "/?Operation=Op").host_prefix("{Host}.");
}

fn try_request<O: Operation>(value: &O::Request) -> Result<http::Request<Bytes>, String> {
    let endpoint = http::Uri::from_static("https://test.example");
    operation::request::<O>(value, &endpoint, Some("fresh")).map_err(|error| error.to_string())
}

fn form<O: Operation>(value: &O::Request) -> String {
    let request = try_request::<O>(value).unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.headers().len(), 1);
    let content_type = &request.headers()["content-type"];
    assert_eq!(
        content_type,
        "application/x-www-form-urlencoded; charset=utf-8"
    );
    let form = String::from_utf8(request.into_body().to_vec()).unwrap();
    form.strip_prefix("Action=Op&Version=2020-01-08")
        .unwrap()
        .to_owned()
}

fn strings(values: &[&str]) -> Option<Vec<String>> {
    Some(values.iter().map(|value| (*value).to_owned()).collect())
}

fn named(name: &str) -> Tree {
    Tree {
        name: Some(name.to_owned()),
        ..Tree::default()
    }
}

fn names() -> Names {
    Names {
        lower: Some("1".into()),
        renamed: Some("2".into()),
        own: Some("3".into()),
        list: strings(&["a", "b"]),
        items: Some(vec![named("c"), Tree::default(), named("d")]),
        flat: Some(vec![vec![5, 6]]),
        map: Some([("k".into(), vec!["v".into()]), ("l".into(), vec![])].into()),
        flat_map: Some([("m".into(), named("n"))].into()),
        token: None,
        host: None,
        choice: Some(Choice::Tree(Box::new(named("leaf")))),
    }
}

#[test]
fn names_of_aws_query() {
    let expected = "&lower=1&barWire=2&A=3&List.member.1=a&List.member.2=b&Things.item.1.name=c&Things.item.3.name=d\
        &Flat.1.member.1=5&Flat.1.member.2=6&Map.entry.1.key=k&Map.entry.1.value.member.1=v&Map.entry.2.key=l\
        &Map.entry.2.value=&FlatMap.1.K=m&FlatMap.1.V.name=n&Token=fresh&Choice.Tree.name=leaf";
    assert_eq!(form::<AwsNames>(&names()), expected);
}

#[test]
fn names_of_ec2_query() {
    let expected = "&Lower=1&BarWire=2&b=3&List.1=a&List.2=b&Things.1.Name=c&Things.3.Name=d\
        &Flat.1.1=5&Flat.1.2=6&Map.1.Key=k&Map.1.Value.1=v&Map.2.Key=l\
        &FlatMap.1.K=m&FlatMap.1.V.Name=n&Token=fresh&Choice.Tree.Name=leaf";
    assert_eq!(form::<Ec2Names>(&names()), expected);
}

#[test]
fn empty_lists_and_maps() {
    let value = Names {
        list: Some(vec![]),
        flat: Some(vec![]),
        map: Some(rt::Map::new()),
        token: Some("mine".into()),
        ..Names::default()
    };
    assert_eq!(form::<AwsNames>(&value), "&List=&Flat=&Token=mine");
    assert_eq!(form::<Ec2Names>(&value), "&Token=mine");
}

#[test]
fn scalars() {
    let time: rt::Timestamp = "2015-01-25T08:00:00Z".parse().unwrap();
    let value = Everything {
        text: " a+b%~é\n&=/*'(".into(),
        flag: Some(true),
        integer: Some(-1),
        long: Some(i64::MAX),
        float: Some(10.8),
        double: Some(f64::NEG_INFINITY),
        blob: Some(Bytes::from_static(b"value")),
        time: Some(time),
        dates: Some(vec![time]),
        colors: Some([(Color::Red, vec![])].into()),
        token: Some("t".into()),
        ..Everything::default()
    };
    let expected = "&text=%20a%2Bb%25~%C3%A9%0A%26%3D%2F%2A%27%28&Flag=true&integer=-1&long=9223372036854775807\
        &float=10.8&double=-Infinity&blob=dmFsdWU%3D&time=2015-01-25T08%3A00%3A00Z\
        &dates.member.1=Sun%2C%2025%20Jan%202015%2008%3A00%3A00%20GMT&colors.entry.1.key=RED&colors.entry.1.value=&token=t";
    assert_eq!(form::<AwsEverything>(&value), expected);
}

#[test]
fn labels_of_the_host() {
    let value = Names {
        host: Some("bar".into()),
        ..Names::default()
    };
    let request = try_request::<AwsLabel>(&value).unwrap();
    assert_eq!(request.uri(), "https://bar.test.example/");
    assert!(request.body().ends_with(b"&Host=bar"));
}

#[test]
fn what_has_no_form() {
    let value = Names {
        items: Some(vec![Tree {
            child: Some(Box::new(deep(200))),
            ..Tree::default()
        }]),
        ..Names::default()
    };
    let failure = try_request::<AwsNames>(&value).unwrap_err();
    assert!(failure.starts_with("cannot build the request: /Things/item/1/child/child/"));
    assert!(failure.ends_with("nested more than 128 levels deep"));
    let value = Names {
        choice: Some(Choice::Unknown("new".into())),
        ..Names::default()
    };
    let failure = try_request::<AwsNames>(&value).unwrap_err();
    assert!(failure.starts_with("cannot build the request: /Choice: the union's variant \"new\""));
}

fn deep(levels: usize) -> Tree {
    (0..levels).fold(Tree::default(), |tree, _| Tree {
        child: Some(Box::new(tree)),
        ..Tree::default()
    })
}

fn response<O: Operation<Error = Gone>>(
    status: u16,
    body: &'static str,
) -> Result<O::Response, rt::Error<Gone>> {
    let response = http::Response::builder().status(status);
    operation::response::<O>(&response.body(Bytes::from_static(body.as_bytes())).unwrap())
}

#[test]
fn responses_of_aws_query() {
    let cases = [
        ("", Tree::default()),
        (" \n", Tree::default()),
        ("<OpResponse/>", Tree::default()),
        (
            "<OpResponse xmlns='u'><OpResult/><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></OpResponse>",
            Tree::default(),
        ),
        (
            "<?xml version='1.0'?><OpResponse><ResponseMetadata/><OpResult><name>n</name></OpResult></OpResponse>",
            named("n"),
        ),
        (
            "<OpResponse><name>n</name><ResponseMetadata/></OpResponse>",
            named("n"),
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(response::<AwsNames>(200, body).unwrap(), expected, "{body}");
    }
}

#[test]
fn responses_of_ec2_query() {
    let body = "<OpResponse xmlns='u'><requestId>r</requestId><name>n</name></OpResponse>";
    assert_eq!(response::<Ec2Names>(200, body).unwrap(), named("n"));
    assert_eq!(response::<Ec2Names>(200, "").unwrap(), Tree::default());
}

#[test]
fn errors() {
    let members = "<Code>Gone</Code><Message>It left</Message><name>n</name>";
    let aws = format!(
        "<ErrorResponse><Error><Type>Sender</Type>{members}</Error><RequestId>r</RequestId></ErrorResponse>"
    );
    let ec2 = format!(
        "<Response><Errors><Error>{members}</Error></Errors><RequestID>r</RequestID></Response>"
    );
    for error in [
        response::<AwsNames>(400, aws.leak()),
        response::<Ec2Names>(400, ec2.leak()),
    ] {
        let Err(rt::Error::Service(error)) = error else {
            unreachable!("a service's error")
        };
        assert_eq!(error.to_string(), "Gone: It left (request id r, HTTP 400)");
        let expected = GoneError {
            name: Some("n".into()),
            message: Some("It left".into()),
        };
        assert_eq!(error.error, Gone::Gone(expected));
    }
}

#[test]
fn errors_that_are_not_as_the_model_says() {
    let cases = [
        ("", "an error without a code (HTTP 503)"),
        (
            "<ErrorResponse><Error><Code>New</Code></Error></ErrorResponse>",
            "New (HTTP 503)",
        ),
        (
            "<ErrorResponse><Error><Code>Gone</Code><name><x/></name></Error></ErrorResponse>",
            "Gone (HTTP 503)",
        ),
        (
            "<UnknownOperationException/>",
            "UnknownOperationException (HTTP 503)",
        ),
    ];
    for (body, expected) in cases {
        let error = response::<AwsNames>(503, body).unwrap_err();
        assert_eq!(error.to_string(), expected, "{body}");
    }
}

#[test]
fn answers_that_are_not_xml() {
    let cases = [
        ("busy", "with a body that is not XML: \"busy\""),
        (
            "<!DOCTYPE html><html>",
            "with a body that is not XML: \"<!DOCTYPE html><html>\"",
        ),
        (
            "<HTML></HTML>",
            "with a body that is not XML: \"<HTML></HTML>\"",
        ),
        (
            "<a><OpResult>",
            "cannot be read: expected an end tag, found the end of the text at byte 13 (/a/OpResult)",
        ),
        (
            "<a><OpResult><more><m><child><name>1<x/></name></child></m></more></OpResult></a>",
            "cannot be read: expected text, found <x> at byte 36 (/a/OpResult/more/m/child/name)",
        ),
        (
            "<a><OpResult></OpResult>",
            "expected an end tag, found the end of the text at byte 24 (/a)",
        ),
    ];
    for (body, expected) in cases {
        let error = response::<AwsNames>(200, body).unwrap_err();
        assert!(error.to_string().contains(expected), "{body}: {error}");
    }
    let error = http::Response::new(Bytes::from_static(b"<a><OpResult><name>\xFF"));
    let error = operation::response::<AwsNames>(&error).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("expected UTF-8, found other bytes at byte 19 (/a/OpResult/name)"),
        "{error}"
    );
}

/// The pairs of a form, decoded.
fn pairs(form: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let mut parts = text.split('%');
        let mut bytes = parts.next().unwrap().as_bytes().to_vec();
        for part in parts {
            bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
            bytes.extend_from_slice(&part.as_bytes()[2..]);
        }
        String::from_utf8(bytes).unwrap()
    };
    let pairs = form.split('&').skip(1);
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap());
    pairs
        .map(|(key, value)| (decode(key), decode(value)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_form_can_be_decoded(text in any::<String>(), key in any::<String>()) {
        let value = Names {
            lower: Some(text.clone()),
            map: Some([(key.clone(), vec![text.clone()])].into()),
            token: Some(String::new()),
            ..Names::default()
        };
        let form = form::<AwsNames>(&value);
        prop_assert!(form.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%&=".contains(&byte)));
        let expected = [
            ("lower", &*text),
            ("Map.entry.1.key", &key),
            ("Map.entry.1.value.member.1", &text),
            ("Token", ""),
        ];
        prop_assert_eq!(pairs(&form), expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }

    #[test]
    fn no_answer_panics(status in 200..600_u16, start in "(<OpResponse><OpResult>|<ErrorResponse><Error>|<)?", rest in any::<Vec<u8>>()) {
        let body = Bytes::from([start.as_bytes(), &rest[..]].concat());
        let answer = http::Response::builder().status(status).body(body).unwrap();
        drop(operation::response::<AwsNames>(&answer));
        drop(operation::response::<Ec2Names>(&answer));
    }
}
