//! What REST XML has beside the HTTP bindings: roots, namespaces, errors of each form, what S3 does otherwise. Expectations are
//! from Smithy's cases of restXml, S3's documentation and botocore's handlers.

use bytes::Bytes;
use http::{Request, Response};
use proptest::prelude::*;

use crate::codegen as rt;
use crate::error::Error;
use crate::operation::{self, Operation, OperationError, OperationInfo, Service};
use crate::protocol::Protocol;
use crate::shape::{Location, Map, Member, Reader};
use crate::test_shapes::{Choice, Tree, structure};

static SERVICE: Service = Service::new("Test", "2020-01-01", Protocol::RestXml, "test");

structure! {
    Item {
        0 id: Option<String> = Member::new("id").location(Location::Header).wire_name("X-Id"),
        1 kind: Option<String> = Member::new("kind").wire_name("xsi:type").xml_attribute(),
        2 name: Option<String> = Member::new("name").wire_name("Name"),
        3 tags: Vec<String> = Member::new("tags").wire_name("Tag").flattened(),
        4 query: Option<String> = Member::new("query").location(Location::Query),
        5 token: Option<String> = Member::new("token").idempotency_token(),
    }
}

structure! {
    Whole {
        0 tree: Option<Tree> = Member::new("tree").location(Location::Payload),
    }
}

structure! {
    Named {
        0 tree: Option<Choice> = Member::new("tree").location(Location::Payload).wire_name("Hola")
            .xml_namespace("baz", "http://foo.com"),
    }
}

structure! {
    Place {
        0 place: Option<String> = Member::new("place").wire_name("LocationConstraint"),
    }
}

structure! {
    Gone {
        0 message: Option<String> = Member::new("message").wire_name("Message"),
        1 key: Option<String> = Member::new("key").wire_name("Key"),
        2 header: Option<i32> = Member::new("header").location(Location::Header).wire_name("X-Header"),
    }
}

structure! {
    Blob {
        0 data: Option<rt::Bytes> = Member::new("data").location(Location::Payload),
        1 all: Option<Map<String, String>> = Member::new("all").location(Location::PrefixHeaders).wire_name("x-amz-meta-"),
    }
}

#[derive(Debug, PartialEq)]
enum DoError {
    Gone(Gone),
    Unmodelled,
}

impl OperationError for DoError {
    fn read<R: Reader>(code: &str, r: &mut R) -> Result<Self, R::Error> {
        match code {
            "Gone" => r.variant(Self::Gone),
            _ => Ok(Self::Unmodelled),
        }
    }
}

macro_rules! operation {
    ($name:ident, $shape:ident, $info:expr) => {
        struct $name;

        impl Operation for $name {
            type Request = $shape;
            type Response = $shape;
            type Error = DoError;
            const INFO: &'static OperationInfo = &$info;
        }
    };
}

operation!(DoItem, Item, SERVICE.operation("DoItem", "POST", "/"));
operation!(
    DoRoot,
    Item,
    SERVICE
        .operation("DoRoot", "POST", "/")
        .root("Root")
        .namespace("", "http://a&b")
);
operation!(DoWhole, Whole, SERVICE.operation("DoWhole", "PUT", "/"));
operation!(DoNamed, Named, SERVICE.operation("DoNamed", "PUT", "/"));
operation!(
    DoPlace,
    Place,
    SERVICE.operation("DoPlace", "GET", "/?location")
);
operation!(DoBlob, Blob, SERVICE.operation("DoBlob", "PUT", "/"));

fn send<O: Operation>(value: &O::Request) -> Request<Bytes> {
    let endpoint = "https://example.com".parse().unwrap();
    operation::request::<O>(value, &endpoint, None).unwrap()
}

fn receive<O: Operation>(status: u16, body: &str) -> Result<O::Response, Error<O::Error>> {
    let response = Response::builder().status(status).header("x-header", "7");
    operation::response::<O>(
        &response
            .body(Bytes::copy_from_slice(body.as_bytes()))
            .unwrap(),
    )
}

fn failed<O: Operation>(status: u16, body: &str) -> Box<crate::ServiceError<O::Error>>
where
    O::Response: std::fmt::Debug,
{
    match receive::<O>(status, body) {
        Err(Error::Service(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn named(name: &str) -> Tree {
    Tree {
        name: Some(name.to_owned()),
        ..Tree::default()
    }
}

#[test]
fn bodies_have_the_root_and_the_namespace_of_the_operation() {
    let value = Item {
        id: Some("i".into()),
        kind: Some("k\"".into()),
        name: Some("<n>".into()),
        tags: vec!["a".into(), "b".into()],
        ..Item::default()
    };
    let content = "<Name>&lt;n&gt;</Name><Tag>a</Tag><Tag>b</Tag>";
    let request = send::<DoItem>(&value);
    assert_eq!(
        request.body(),
        &format!("<Item xsi:type=\"k&quot;\">{content}</Item>")
    );
    assert_eq!(request.headers()["content-type"], "application/xml");
    assert_eq!(request.headers()["x-id"], "i");
    let request = send::<DoRoot>(&value);
    let root = "<Root xmlns=\"http://a&amp;b\" xsi:type=\"k&quot;\">";
    assert_eq!(request.body(), &format!("{root}{content}</Root>"));
}

/// As botocore: a body of which no member is set is none at all.
#[test]
fn nothing_set_is_no_body() {
    let value = Item {
        id: Some("i".into()),
        ..Item::default()
    };
    // A list that is required is written, though it is empty; flattened, it leaves nothing but the root.
    assert_eq!(send::<DoItem>(&value).body(), "<Item></Item>");
    let request = send::<DoPlace>(&Place::default());
    assert_eq!(request.body(), "");
    assert!(request.headers().is_empty());
    let endpoint = "https://example.com".parse().unwrap();
    let request = operation::request::<DoItem>(&Item::default(), &endpoint, Some("t")).unwrap();
    assert_eq!(request.body(), "<Item><token>t</token></Item>");
}

#[test]
fn payloads_are_called_by_their_shape_unless_the_member_says_more() {
    let request = send::<DoWhole>(&Whole {
        tree: Some(named("n")),
    });
    assert_eq!(request.body(), "<Tree><name>n</name></Tree>");
    let request = send::<DoNamed>(&Named {
        tree: Some(Choice::Text("c".into())),
    });
    assert_eq!(
        request.body(),
        "<Hola xmlns:baz=\"http://foo.com\"><text>c</text></Hola>"
    );
    assert_eq!(request.headers()["content-type"], "application/xml");
    for request in [
        send::<DoWhole>(&Whole::default()),
        send::<DoNamed>(&Named::default()),
    ] {
        assert_eq!(request.body(), "");
        assert!(request.headers().is_empty());
    }
}

#[test]
fn reads_documents_and_payloads() {
    let text = "<?xml version='1.0'?>\n<Any x='1' xsi:type='k'><Tag>a</Tag><query>q</query><X-Id>no</X-Id><Name/><Tag>b</Tag></Any>";
    let value = receive::<DoItem>(200, text).unwrap();
    let expected = Item {
        kind: Some("k".into()),
        name: Some(String::new()),
        tags: vec!["a".into(), "b".into()],
        query: Some("q".into()),
        ..Item::default()
    };
    assert_eq!(value, expected);
    assert_eq!(receive::<DoItem>(204, " ").unwrap(), Item::default());
    let whole = receive::<DoWhole>(200, "<Any><name>n</name></Any>").unwrap();
    assert_eq!(whole.tree, Some(named("n")));
    assert_eq!(receive::<DoWhole>(200, "").unwrap(), Whole::default());
    let refused = [
        ("<Any><Name><a/></Name></Any>", "at byte 11 (/Any/Name)"),
        ("<html></html>", "HTTP 200 with a body that is not XML"),
        ("{}", "HTTP 200 with a body that is not XML"),
        ("<Any>", "at byte 5 (/Any)"),
        ("<Any></Any>x", "expected the end, found more"),
    ];
    for (text, expected) in refused {
        let error = receive::<DoItem>(200, text).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
    assert!(receive::<DoWhole>(200, "<html></html>").is_err());
}

/// `GetBucketLocation`, as S3 documents it.
#[test]
fn the_one_member_of_a_document_can_be_its_root() {
    let place = |text: &str| receive::<DoPlace>(200, text).unwrap().place;
    let some = Some("us-west-2".to_owned());
    let namespace = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
    assert_eq!(
        place(&format!(
            "<LocationConstraint {namespace}>us-west-2</LocationConstraint>"
        )),
        some
    );
    assert_eq!(place(&format!("<LocationConstraint {namespace}/>")), None);
    assert_eq!(
        place("<X><LocationConstraint>us-west-2</LocationConstraint></X>"),
        some
    );
    let inner = "<LocationConstraint>us-west-2</LocationConstraint>";
    assert_eq!(
        place(&format!("<LocationConstraint>{inner}</LocationConstraint>")),
        some
    );
}

#[test]
fn errors_are_wrapped_or_not() {
    let members = "<Type>Sender</Type><Code>Gone</Code><Message>Hi</Message><Key>k</Key>";
    for text in [
        format!(
            "<ErrorResponse xmlns='u'><Error>{members}</Error><RequestId>r</RequestId></ErrorResponse>"
        ),
        format!(
            "<?xml version=\"1.0\"?>\n<Error>{members}<RequestId>r</RequestId><HostId>h</HostId></Error>"
        ),
    ] {
        let error = failed::<DoItem>(404, &text);
        assert_eq!(error.to_string(), "Gone: Hi (request id r, HTTP 404)");
        let gone = Gone {
            message: Some("Hi".into()),
            key: Some("k".into()),
            header: Some(7),
        };
        assert_eq!(error.error, DoError::Gone(gone));
    }
    let error = failed::<DoItem>(404, "");
    assert_eq!((&*error.code, &error.error), ("404", &DoError::Unmodelled));
    let error = failed::<DoItem>(400, "<Error><Code>Other</Code></Error>");
    assert_eq!(
        (&*error.code, &error.error),
        ("Other", &DoError::Unmodelled)
    );
    assert!(matches!(
        receive::<DoItem>(502, "<html>"),
        Err(Error::Response(_))
    ));
}

/// S3 sends the status of a long copy before it is done.
#[test]
fn an_error_counts_more_than_the_status() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n<Error><Code>Gone</Code><Message>Hi</Message></Error>";
    for error in [
        failed::<DoItem>(200, text),
        failed::<DoWhole>(200, text),
        failed::<DoBlob>(200, text),
    ] {
        assert_eq!(error.code, "Gone");
        assert!(error.retryable);
    }
    for text in [
        "<Errors><Code>Gone</Code></Errors>",
        "<Error></Error>",
        "<Error",
    ] {
        assert_eq!(
            receive::<DoBlob>(200, text).unwrap().data.as_deref(),
            Some(text.as_bytes())
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_response_is_read_or_refused(
        bytes: Vec<u8>,
        text in r#"(</?(Error|ErrorResponse|Code|Name|Tag|LocationConstraint|name|a)( x='1')?/?>|[<>&;a \?!'-]){0,12}"#,
        status in prop_oneof![Just(200_u16), Just(404), Just(500)],
    ) {
        for body in [bytes, text.into_bytes()] {
            let response = Response::builder().status(status).body(Bytes::from(body)).unwrap();
            let _ = operation::response::<DoItem>(&response);
            let _ = operation::response::<DoWhole>(&response);
            let _ = operation::response::<DoPlace>(&response);
            let _ = operation::response::<DoBlob>(&response);
        }
    }
}
