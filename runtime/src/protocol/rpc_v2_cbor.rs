//! The protocol [Smithy RPC v2 CBOR](https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html): everything is in
//! a CBOR body, and the path names the operation. Read by: `protocol`.

use bytes::Bytes;
use http::Method;
use http::header::{ACCEPT, CONTENT_TYPE};

use super::aws_json::{QUERY_MODE, query_code, strip_code};
use super::bindings::Answer;
use super::cbor::{CborReader, CborWriter, pointer};
use super::failure::Failure;
use super::{ErrorAnswer, bad_response, is_message, url_of};
use crate::error::{Problem, RequestError, ResponseError};
use crate::operation::{OperationError, OperationInfo};
use crate::shape::{Structure, Writer};

/// The media type of bodies.
const CBOR: &str = "application/cbor";

/// Builds a request.
pub(super) fn request<T: Structure>(
    info: &OperationInfo,
    value: &T,
    endpoint: &http::Uri,
    token: Option<&str>,
) -> Result<http::Request<Bytes>, RequestError> {
    let mut writer = CborWriter::new(token);
    let written = writer.structure(value);
    envelope(info, writer, written, endpoint)
}

/// Puts a body into a request. An operation without input has none.
fn envelope(
    info: &OperationInfo,
    writer: CborWriter<'_>,
    written: Result<(), Failure>,
    endpoint: &http::Uri,
) -> Result<http::Request<Bytes>, RequestError> {
    if let Err(failure) = written {
        return Err(RequestError::at(writer.path(), failure.into_what()));
    }
    let (body, labels) = writer.finish();
    // The service's name alone, even where JSON requests have a namespace before it.
    let prefix = info.service.target_prefix;
    let service = prefix.rsplit('.').next().unwrap_or(prefix);
    let path = format!("/service/{service}/operation/{}", info.name);
    let mut request = http::Request::builder()
        .method(Method::POST)
        .uri(url_of(info, endpoint, path.into(), &labels)?)
        .header("smithy-protocol", "rpc-v2-cbor")
        .header(ACCEPT, CBOR);
    if info.service.query_compatible {
        request = request.header(QUERY_MODE, "true");
    }
    let body = if info.no_input {
        Bytes::new()
    } else {
        request = request.header(CONTENT_TYPE, CBOR);
        Bytes::from(body)
    };
    request
        .body(body)
        .map_err(|error| RequestError::new(error.to_string()))
}

/// Reads the response of a call that succeeded; an empty body stands for a response without members.
pub(super) fn response<T: Structure>(
    _info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<T, Box<ResponseError>> {
    let Some(body) = body(response)? else {
        return Ok(T::default());
    };
    CborReader::new(body)
        .whole()
        .map_err(|failure| unreadable(response, failure))
}

/// Reads what an error has beside its members: code and message. The specification wants the code from the body alone.
///
/// # Errors
///
/// When the body is not CBOR.
pub(super) fn error_answer(
    _info: &OperationInfo,
    response: &http::Response<Bytes>,
) -> Result<ErrorAnswer, Box<ResponseError>> {
    let (mut code, mut message) = (None, None);
    if let Some(body) = body(response)? {
        let read = CborReader::new(body).object(|reader, key| {
            match key {
                "__type" => code = reader.text()?,
                key if is_message(key) => message = reader.text()?.or(message.take()),
                _ => reader.ignore()?,
            }
            Ok(())
        });
        read.map_err(|failure| unreadable(response, failure))?;
    }
    let code = code.map(|code| strip_code(&code).to_owned());
    Ok(ErrorAnswer {
        code: code.filter(|code| !code.is_empty()),
        alias: query_code(response.headers()),
        message,
        ..ErrorAnswer::default()
    })
}

/// A map without entries: what stands in for a body that holds nothing.
const EMPTY: &[u8] = &[0xA0];

/// Reads the members of an error; from an answer that has none of them if the body is not as the model says, because
/// the code matters more.
pub(super) fn error<E: OperationError>(
    _info: &OperationInfo,
    response: &http::Response<Bytes>,
    code: &str,
) -> Result<E, Box<ResponseError>> {
    let body = body(response).ok().flatten().unwrap_or(EMPTY);
    let error = E::read(code, &mut CborReader::of(body, Answer::Error))
        .or_else(|_| E::read(code, &mut CborReader::new(EMPTY)));
    error.map_err(|failure| unreadable(response, failure))
}

/// The body; none if there is nothing in it, or null.
fn body(response: &http::Response<Bytes>) -> Result<Option<&[u8]>, Box<ResponseError>> {
    match **response.body() {
        [] | [0xF6 | 0xF7] => Ok(None),
        [0xA0..=0xDB, ..] => Ok(Some(response.body())),
        _ => Err(bad_response(response, Problem::NotFormat("a CBOR map"))),
    }
}

#[cold]
fn unreadable(response: &http::Response<Bytes>, failure: Failure) -> Box<ResponseError> {
    super::unreadable(response, failure, pointer)
}

#[cfg(test)]
mod tests {
    //! Expectations are from the protocol's page, its protocol tests and botocore's `RpcV2CBORParser`.

    use super::*;
    use crate::error::Error;
    use crate::operation::{self, Operation, Service};
    use crate::protocol::Protocol;
    use crate::shape::{Member, Reader, Shape};
    use crate::test_shapes::{Tree, structure};
    use crate::{ServiceError, codegen as rt};

    static SERVICE: Service = Service::new("Test", "2020-01-01", Protocol::RpcV2Cbor, "test")
        .target_prefix("com.example.Test_2020");
    static COMPATIBLE: Service = SERVICE.query_compatible();

    struct Do;
    impl Operation for Do {
        type Request = Tree;
        type Response = Tree;
        type Error = DoError;
        const INFO: &'static OperationInfo = &SERVICE.operation("Do", "GET", "/ignored");
    }

    struct Bare;
    impl Operation for Bare {
        type Request = Nothing;
        type Response = Nothing;
        type Error = DoError;
        const INFO: &'static OperationInfo = &COMPATIBLE.operation("Bare", "POST", "/").no_input();
    }

    #[derive(Default)]
    struct Nothing;
    impl Structure for Nothing {
        const NAME: &'static str = "Nothing";
    }

    structure! {
        Gone {
            0 message: Option<String> = Member::new("Message"),
            1 since: Option<i32> = Member::new("since"),
        }
    }

    #[derive(Debug, PartialEq)]
    enum DoError {
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

    fn receive(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Result<Tree, Error<DoError>> {
        let mut message = http::Response::builder().status(status);
        for (name, value) in headers {
            message = message.header(*name, *value);
        }
        operation::response::<Do>(&message.body(Bytes::copy_from_slice(body)).unwrap())
    }

    fn service_error(headers: &[(&str, &str)], body: &[u8]) -> Box<ServiceError<DoError>> {
        match receive(400, headers, body) {
            Err(Error::Service(error)) => error,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_envelope() {
        let endpoint = "https://test.us-east-1.amazonaws.com/base".parse().unwrap();
        let request = operation::request::<Do>(&Tree::default(), &endpoint, None).unwrap();
        assert_eq!(request.method(), "POST");
        assert_eq!(
            request.uri(),
            "https://test.us-east-1.amazonaws.com/base/service/Test_2020/operation/Do"
        );
        let headers = request.headers();
        assert_eq!(headers["smithy-protocol"], "rpc-v2-cbor");
        assert_eq!(headers["accept"], "application/cbor");
        assert_eq!(headers["content-type"], "application/cbor");
        assert_eq!(headers.len(), 3);
        assert_eq!(request.body(), &b"\xBF\xFF"[..]);
    }

    #[test]
    fn without_input_there_is_no_body() {
        let endpoint = "https://example.com".parse().unwrap();
        let request = operation::request::<Bare>(&Nothing, &endpoint, None).unwrap();
        assert!(request.body().is_empty());
        assert_eq!(request.headers()["accept"], "application/cbor");
        assert_eq!(request.headers()["x-amzn-query-mode"], "true");
        assert!(!request.headers().contains_key("content-type"));
    }

    #[test]
    fn responses() {
        for nothing in [&b""[..], b"\xA0", b"\xBF\xFF", b"\xF6"] {
            assert_eq!(receive(200, &[], nothing).unwrap(), Tree::default());
        }
        let tree = receive(200, &[], b"\xA1\x64name\x61n").unwrap();
        assert_eq!(tree.name.as_deref(), Some("n"));
        let error = receive(200, &[], b"\xA1\x64name\x01").unwrap_err();
        let text = "HTTP 200 with a body that cannot be read: expected a string, found an integer at byte 6 (/name): ";
        assert!(error.to_string().starts_with(text), "{error}");
        let html = [("content-type", "text/html")];
        let error = receive(502, &html, b"<html>").unwrap_err();
        assert_eq!(
            error.to_string(),
            r#"HTTP 502 with a body that is not a CBOR map (text/html): "<html>""#
        );
        assert!(error.is_retryable());
    }

    #[test]
    fn errors() {
        let body = b"\xBF\x66__type\x6Daws.test#Gone\x67Message\x62Hi\x65since\x07\xFF";
        let error = service_error(&[("x-amzn-requestid", "r1")], body);
        assert_eq!(error.to_string(), "Gone: Hi (request id r1, HTTP 400)");
        let gone = Gone {
            message: Some("Hi".into()),
            since: Some(7),
        };
        assert_eq!(error.error, DoError::Gone(gone));
        // botocore's `RpcV2CBORParser._do_error_parse` knows of `message` and `Message`.
        let error = service_error(&[], b"\xA2\x66__type\x64Gone\x67message\x62Hi");
        let gone = Gone {
            message: Some("Hi".into()),
            since: None,
        };
        assert_eq!(error.error, DoError::Gone(gone));
        // What is no text is no message, and spoils nothing.
        let error = service_error(&[], b"\xA3\x66__type\x64Gone\x67message\x01\x65since\x07");
        let gone = Gone {
            message: None,
            since: Some(7),
        };
        assert_eq!(error.error, DoError::Gone(gone));
        // The code matters more than the members.
        let error = service_error(&[], b"\xA2\x66__type\x64Gone\x65since\x61x");
        assert_eq!(error.error, DoError::Gone(Gone::default()));
        // The code is not in a header, nor in `code`.
        let headers = [("x-amzn-errortype", "Gone")];
        let error = service_error(&headers, b"\xA2\x64code\x64Gone\x67message\x61m");
        assert_eq!((&*error.code, error.message.as_deref()), ("400", Some("m")));
        assert_eq!(error.error, DoError::Unmodelled);
        assert_eq!(service_error(&[], b"").code, "400");
    }

    #[test]
    fn services_that_spoke_the_query_protocol_keep_their_codes() {
        let headers = [("x-amzn-query-error", "AWS.Old.Gone;Sender")];
        let error = service_error(&headers, b"\xA1\x66__type\x6Daws.test#Gone");
        assert_eq!(error.code, "AWS.Old.Gone");
        assert!(matches!(error.error, DoError::Gone(_)));
    }
}
