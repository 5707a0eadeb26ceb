//! Events and errors as they are read. What is read is what botocore 1.44.5's tests of its parsers have
//! (`tests/unit/protocols/legacy`), and what the pages say that `events` names.

use super::*;

#[test]
fn json_with_a_response_before_the_events() {
    let body = decode(concat!(
        "AAAAfgAAAE/Fo93GDTptZXNzYWdlLXR5cGUHAAVldmVudAs6ZXZlbnQtdHlwZQcAEGluaXRpYWwtcmVzcG9uc2UNOmNvbnRlbnQtdHlwZQcA",
        "CXRleHQvanNvbnsiSW5pdGlhbFJlc3BvbnNlIjogInNvbWV0ZXh0In32mCSDAAAAbAAAAFPLgkVrDTptZXNzYWdlLXR5cGUHAAVldmVudAs6",
        "ZXZlbnQtdHlwZQcABVR5cGVBDTpjb250ZW50LXR5cGUHABhhcHBsaWNhdGlvbi9vY3RldC1zdHJlYW1zb21lYnl0ZXMesj2HAAAAhgAAAEQq",
        "NR/SDTptZXNzYWdlLXR5cGUHAAVldmVudAs6ZXZlbnQtdHlwZQcABVR5cGVCDTpjb250ZW50LXR5cGUHAAl0ZXh0L2pzb257IlN0cmluZ0Zp",
        "ZWxkIjogInNvbWVzdHJpbmciLCAiSW50ZWdlckZpZWxkIjogMTIzfffGN30=",
    ));
    let heard = received::<AwsJson>(body);
    assert_eq!(heard.initial.as_deref(), Some("sometext"));
    let copy = heard.events.clone();
    assert_eq!(copy, heard.events);
    let (events, error) = all(heard.events);
    assert_eq!(events, a_and_b());
    assert!(error.is_none());
    assert_eq!(all(copy).0, [], "whoever begins has all of them");
}

#[test]
fn xml_and_headers() {
    let body = decode(concat!(
        "AAAAbAAAAFPLgkVrDTptZXNzYWdlLXR5cGUHAAVldmVudAs6ZXZlbnQtdHlwZQcABVR5cGVBDTpjb250ZW50LXR5cGUHABhhcHBsaWNhdGlv",
        "bi9vY3RldC1zdHJlYW1zb21lYnl0ZXMesj2HAAAAsAAAAEOaMMdXDTptZXNzYWdlLXR5cGUHAAVldmVudAs6ZXZlbnQtdHlwZQcABVR5cGVC",
        "DTpjb250ZW50LXR5cGUHAAh0ZXh0L3htbDxUeXBlQiB4bWxucz0iIj48U3RyaW5nRmllbGQ+c29tZXN0cmluZzwvU3RyaW5nRmllbGQ+PElu",
        "dGVnZXJGaWVsZD4xMjM8L0ludGVnZXJGaWVsZD48L1R5cGVCPiwthPo=",
    ));
    assert_eq!(all(received::<RestXml>(body).events).0, a_and_b());
    let body = decode(concat!(
        "AAABAQAAAJBjEbY4DTptZXNzYWdlLXR5cGUHAAVldmVudAs6ZXZlbnQtdHlwZQcABVR5cGVDDTpjb250ZW50LXR5cGUHAAh0ZXh0L3htbAdC",
        "b29sZWFuAAdJbnRlZ2VyBAAAAHsEQmxvYgYACHNvbWVibG9iBlN0cmluZwcACnNvbWVzdHJpbmcJVGltZXN0YW1wCAAAAUsgGsQAPERldGFp",
        "bHMgeG1sbnM9IiI+PFN0cmluZ0ZpZWxkPnNvbWVzdHJpbmc8L1N0cmluZ0ZpZWxkPjxJbnRlZ2VyRmllbGQ+MTIzPC9JbnRlZ2VyRmllbGQ+",
        "PC9EZXRhaWxzPhGUvKo=",
    ));
    let event = TypeC {
        boolean: Some(true),
        integer: Some(123),
        blob: Some(Bytes::from("someblob")),
        string: Some("somestring".into()),
        timestamp: Some(Timestamp::from_second(1_422_172_800).unwrap()),
        long: None,
        details: details(),
    };
    assert_eq!(
        all(received::<RestXml>(body).events).0,
        [Event::TypeC(event)]
    );
    assert_eq!(all(received::<RestXml>(Vec::new()).events).0, []);
}

/// Smithy binds what is no event to the head of the response in REST protocols: Lambda's `ResponseStreamContentType` is
/// its `Content-Type`.
#[test]
fn a_member_that_is_the_media_type_of_the_response() {
    let media_type = Some("audio/basic".to_owned());
    assert_eq!(received::<RestJson>(Vec::new()).media_type, media_type);
    assert_eq!(received::<RestXml>(Vec::new()).media_type, media_type);
    assert_eq!(received::<RpcCbor>(Vec::new()).media_type, None);
}

/// An event with these headers beside its name.
fn event_with(name: &str, headers: &[(&str, HeaderValue)], payload: &[u8]) -> Vec<u8> {
    let facts = [(":message-type", "event"), (":event-type", name)];
    let facts = facts.map(|(name, value)| (name, HeaderValue::from(value)));
    let message = Message::new(payload.to_vec())
        .with_headers(facts.into_iter().chain(headers.iter().cloned()))
        .unwrap();
    message.encode().unwrap().to_vec()
}

/// No bytes are a payload that none of the formats has a document for: a structure without any member set.
#[test]
fn a_structure_whose_payload_is_empty() {
    let empty = [Event::TypeB(TypeB {
        details: Some(Details::default()),
    })];
    let body = event_with("TypeB", &[], b"");
    assert_eq!(all(received::<RestXml>(body.clone()).events).0, empty);
    assert_eq!(all(received::<RestJson>(body.clone()).events).0, empty);
    assert_eq!(all(received::<RpcCbor>(body).events).0, empty);
}

/// Smithy's document of an event has the members that are neither headers nor the payload; here there is none.
#[test]
fn a_payload_that_no_member_is_in() {
    let headers = [("Flag", HeaderValue::Boolean(true))];
    let body = event_with("HeadersAlone", &headers, b"{ no document <");
    let event = [Event::HeadersAlone(HeadersAlone { flag: Some(true) })];
    assert_eq!(all(received::<RestXml>(body.clone()).events).0, event);
    assert_eq!(all(received::<RestJson>(body.clone()).events).0, event);
    assert_eq!(all(received::<RpcCbor>(body).events).0, event);
}

/// As in documents: services send it for "never".
#[test]
fn the_end_of_time_in_a_header() {
    let at = |milliseconds| {
        let headers = [("Timestamp", HeaderValue::Timestamp(milliseconds))];
        all(received::<RestJson>(event_with("TypeC", &headers, b"{}")).events)
    };
    let (events, _) = at(253_402_300_799_000);
    let [Event::TypeC(event)] = &*events else {
        panic!("{events:?}");
    };
    assert_eq!(event.timestamp, Some(Timestamp::MAX));
    assert!(at(i64::MAX).1.is_some());
}

#[test]
fn cbor() {
    let event = |name, payload| {
        message(
            &[(":message-type", "event"), (":event-type", name)],
            payload,
        )
    };
    let body = [
        event("initial-response", b"\xA1\x6FInitialResponse\x62hi"),
        event(
            "TypeB",
            b"\xA2\x6BStringField\x6Asomestring\x6CIntegerField\x18\x7B",
        ),
        event("TypeD", b"\xBF\x64Said\x61x\xFF"),
        event("New", b"\xA1\x61a\x01"),
        event("Empty", b""),
    ];
    let heard = received::<RpcCbor>(body.concat());
    assert_eq!(heard.initial.as_deref(), Some("hi"));
    let said = TypeD {
        said: Some("x".into()),
        ..TypeD::default()
    };
    let events = [
        a_and_b().remove(1),
        Event::TypeD(said),
        Event::Unknown("New".into()),
        Event::Empty(Empty {}),
    ];
    assert_eq!(all(heard.events).0, events);
}

#[test]
fn errors_in_place_of_events() {
    let exception = [
        (":message-type", "exception"),
        (":exception-type", "jammed"),
    ];
    let body = [
        message(
            &[(":message-type", "event"), (":event-type", "Empty")],
            b"{}",
        ),
        message(&exception, br#"{"message":"noise"}"#),
        message(
            &[(":message-type", "event"), (":event-type", "Empty")],
            b"{}",
        ),
    ];
    let (events, error) = all(received::<RestJson>(body.concat()).events);
    assert_eq!(events, [Event::Empty(Empty {})]);
    let error = error.unwrap();
    assert_eq!(error.to_string(), "Jammed: noise (request id r1, HTTP 200)");
    let message_of = |text: &str| Some(text.to_owned());
    let jammed = Jammed {
        message: message_of("noise"),
    };
    let jammed = EventError::Jammed(jammed);
    assert_eq!(error.service(), Some(&jammed));
    assert!(!error.is_retryable());
    let capital = message(&exception, br#"{"Message":"noise"}"#);
    let (_, error) = all(received::<RestJson>(capital).events);
    assert_eq!(error.unwrap().service(), Some(&jammed));
    let capital = message(&exception, b"\xA1\x67Message\x65noise");
    let (_, error) = all(received::<RpcCbor>(capital).events);
    assert_eq!(error.unwrap().service(), Some(&jammed));
    let capital = message(&exception, b"<Jammed><Message>noise</Message></Jammed>");
    let (_, error) = all(received::<RestXml>(capital).events);
    assert_eq!(error.unwrap().service(), Some(&jammed));

    // The code matters more than the members.
    let (_, error) = all(received::<RestJson>(message(&exception, b"{")).events);
    let jammed = EventError::Jammed(Jammed::default());
    assert_eq!(error.unwrap().service(), Some(&jammed));

    let throttled = [
        (":message-type", "exception"),
        (":exception-type", "throttlingException"),
    ];
    let (_, error) = all(received::<RpcCbor>(message(&throttled, b"\xA1\x67message\x62hi")).events);
    let error = error.unwrap();
    assert!(error.is_throttling(), "{error}");
    assert_eq!(error.service(), Some(&EventError::Unmodelled));
    assert_eq!(error.message(), Some("hi"));

    // botocore's message of its test of errors.
    let headers = [
        (":message-type", "error"),
        (":error-code", "code"),
        (":error-message", "message"),
    ];
    let (_, error) = all(received::<RestXml>(message(&headers, b"")).events);
    assert_eq!(
        error.unwrap().to_string(),
        "Code: message (request id r1, HTTP 200)"
    );
}

#[test]
fn messages_that_cannot_be_read() {
    let b = [(":message-type", "event"), (":event-type", "TypeB")];
    let c = [
        (":message-type", "event"),
        (":event-type", "TypeC"),
        ("Integer", "1"),
    ];
    let cases = [
        (
            message(&b, br#"{"IntegerField":"x"}"#),
            "expected an integer",
            "IntegerField",
        ),
        (message(&c, b"{}"), "expected an integer in a header", ""),
        (message(&[], b"{}"), "expected an event or an error", ""),
        (
            message(&b, b"{}")[..20].to_vec(),
            "a message without its end at byte 0",
            "",
        ),
        (
            [message(&b, b"{}"), vec![0; 12]].concat(),
            "checksum at byte 60",
            "",
        ),
    ];
    for (body, problem, place) in cases {
        let (_, error) = all(received::<RestJson>(body).events);
        let Some(Error::Response(error)) = error else {
            panic!("{error:?}")
        };
        let text = error.to_string();
        assert!(text.contains(problem) && text.contains(place), "{text}");
        assert!(text.contains("request id r1"), "{text}");
    }
}
