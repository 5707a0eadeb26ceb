//! Events as they are written: as the pages say that `events` names.

use super::*;

/// The messages of a request.
fn sent<O: Operation<Request = Talk>>(
    request: &Talk,
) -> (http::request::Parts, Result<Vec<Message>, BodyError>) {
    let endpoint = http::Uri::from_static("https://t.example.com");
    let request = operation::streaming_request::<O>(
        request,
        &endpoint,
        None,
        &operation::RequestOptions::default(),
    )
    .unwrap();
    let (head, body) = request.into_parts();
    let messages = now(body.collect()).map(|bytes| {
        let mut decoder = crate::events::Decoder::new();
        decoder.push(&bytes);
        std::iter::from_fn(|| decoder.next_message().unwrap()).collect()
    });
    (head, messages)
}

fn talk(events: Vec<Event>) -> Talk {
    Talk {
        initial: Some("hi".into()),
        named: Some("n".into()),
        events: events.into_iter().collect(),
    }
}

fn headers(message: &Message) -> Vec<(String, HeaderValue)> {
    let headers = message.headers();
    headers
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn event(name: &str, content_type: Option<&str>) -> Vec<(String, HeaderValue)> {
    let content_type = content_type.map(|value| (":content-type", value));
    let headers = [(":message-type", "event"), (":event-type", name)];
    let headers = headers.into_iter().chain(content_type);
    headers
        .map(|(name, value)| (name.to_owned(), HeaderValue::from(value)))
        .collect()
}

#[test]
fn events_are_written() {
    let noted = TypeD {
        place: Some(7),
        said: Some("x".into()),
        details: details(),
    };
    let [a, b] = a_and_b().try_into().unwrap();
    let words = TypeE {
        words: Some("é".into()),
    };
    let events = vec![
        a,
        b,
        Event::TypeD(noted),
        Event::TypeE(words),
        Event::Empty(Empty {}),
    ];
    let (head, messages) = sent::<RestJson>(&talk(events.clone()));
    assert_eq!(
        head.headers["content-type"],
        "application/vnd.amazon.eventstream"
    );
    assert_eq!(head.headers["x-named"], "n");
    assert_eq!(head.version, http::Version::HTTP_2);
    let messages = messages.unwrap();
    let json = Some("application/json");
    let mut with_place = event("TypeD", json);
    with_place.push(("Place".into(), HeaderValue::Integer(7)));
    let expected: [(_, &[u8]); 5] = [
        (
            event("TypeA", Some("application/octet-stream")),
            b"somebytes",
        ),
        (
            event("TypeB", json),
            br#"{"StringField":"somestring","IntegerField":123}"#,
        ),
        (
            with_place,
            br#"{"Said":"x","Details":{"StringField":"somestring","IntegerField":123}}"#,
        ),
        (event("TypeE", Some("text/plain")), "é".as_bytes()),
        (event("Empty", None), b""),
    ];
    for (message, (head, payload)) in messages.iter().zip(expected) {
        assert_eq!(headers(message), head);
        assert_eq!(message.payload(), payload);
    }
    let (_, again) = sent::<RestXml>(&talk(events));
    assert_eq!(
        again.unwrap()[2].payload(),
        "<TypeD><Said>x</Said><Details><StringField>somestring</StringField><IntegerField>123</IntegerField></Details></TypeD>"
    );
}

#[test]
fn what_is_no_event_goes_first() {
    let (head, messages) = sent::<AwsJson>(&talk(vec![Event::Empty(Empty {})]));
    assert_eq!(
        head.headers["content-type"],
        "application/vnd.amazon.eventstream"
    );
    let messages = messages.unwrap();
    let initial = event("initial-request", Some("application/x-amz-json-1.1"));
    assert_eq!(headers(&messages[0]), initial);
    assert_eq!(messages[0].payload(), r#"{"Initial":"hi","x-named":"n"}"#);
    assert_eq!(headers(&messages[1]), event("Empty", None));

    let (head, messages) = sent::<RpcCbor>(&talk(Vec::new()));
    assert_eq!(head.headers["accept"], "application/vnd.amazon.eventstream");
    let endpoint = http::Uri::from_static("https://t.example.com");
    let untyped = operation::request_as(RpcCbor::INFO, &Talk::default(), &endpoint, None).unwrap();
    assert_eq!(untyped.headers()["accept"], head.headers["accept"]);
    let messages = messages.unwrap();
    assert_eq!(
        headers(&messages[0]),
        event("initial-request", Some("application/cbor"))
    );
    assert_eq!(messages.len(), 1);
}

#[test]
fn events_are_sent_once_and_must_be_in_the_model() {
    let request = talk(vec![Event::Empty(Empty {})]);
    assert!(sent::<RestJson>(&request.clone()).1.is_ok());
    let error = sent::<RestJson>(&request).1.unwrap_err();
    assert!(
        error.to_string().contains("cannot be sent again"),
        "{error}"
    );
    assert!(sent::<RestJson>(&Talk::default()).1.unwrap().is_empty());
    let error = sent::<RestJson>(&talk(vec![Event::Unknown("New".into())]))
        .1
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains(r#"the event "New" is not in the model"#),
        "{error}"
    );
}
