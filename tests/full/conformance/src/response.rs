//! What is read from a response against what a case expects. Read by: cases.

use http::Response;
use serde_json::{Value, json};
use tinsmith::Bytes;

use crate::generated::{Answer, Calls};
use crate::values::Shapes;
use crate::vectors::Suite;

/// Reads the response of a case.
pub fn check(suite: &Suite, case: &Value, calls: Calls) -> Result<(), String> {
    let answer = (calls.read)(&http(suite, case)?);
    let shapes = Shapes(suite.shapes());
    match (answer, case.get("result"), case.get("error")) {
        (Answer::Failed(reason), ..) => Err(reason),
        (Answer::Response(mut read, events), Some(expected), _) => {
            if let (Some(events), Some(name), Some(read)) =
                (events, event_stream(suite, case), read.as_object_mut())
            {
                read.insert(name.to_owned(), events);
            }
            let output = &case["given"]["output"];
            if output.is_null() {
                let nothing = json!({});
                return if read == nothing && *expected == nothing {
                    Ok(())
                } else {
                    Err(format!(
                        "an operation without output: expected {expected}, read {read}"
                    ))
                };
            }
            shapes.difference(output, expected, &read)
        }
        (
            Answer::Error {
                code,
                message,
                members,
            },
            _,
            Some(expected),
        ) => {
            let wanted = case["errorCode"].as_str().unwrap_or_default();
            if code != wanted {
                return Err(format!("expected the code {wanted:?}, read {code:?}"));
            }
            // A case need not say what its message is.
            if let Some(wanted) = case["errorMessage"].as_str()
                && message.as_deref().unwrap_or_default() != wanted
            {
                return Err(format!("expected the message {wanted:?}, read {message:?}"));
            }
            error(suite, case, expected, members)
        }
        (Answer::Response(read, _), ..) => {
            Err(format!("expected an error, read the response {read}"))
        }
        (Answer::Error { code, message, .. }, ..) => Err(format!(
            "expected a response, read the error {code} ({message:?})"
        )),
    }
}

/// The members of an error; one that the model does not have has none.
fn error(suite: &Suite, case: &Value, expected: &Value, mut members: Value) -> Result<(), String> {
    let code = &case["errorCode"];
    let mut listed = case["given"]["errors"].as_array().into_iter().flatten();
    let by_code = listed.find(|error| {
        let name = error["shape"].as_str().unwrap_or_default();
        suite.shapes()[name]["error"]["code"] == *code
    });
    let reference = by_code.cloned().unwrap_or_else(|| json!({ "shape": code }));
    let shape = &suite.shapes()[reference["shape"].as_str().unwrap_or_default()];
    if shape.is_null() {
        return match members {
            Value::Null => Ok(()),
            _ => Err(format!(
                "expected an error that the model does not have, read {members}"
            )),
        };
    }
    let Some(read) = members.as_object_mut() else {
        return Err("the error is none of the operation's errors".into());
    };
    // Every exception of ours has a message, and of those in XML it is called so, whatever the model calls it.
    let mut names = shape["members"]
        .as_object()
        .into_iter()
        .flat_map(|members| members.keys());
    let named = names.find(|name| name.eq_ignore_ascii_case("message"));
    if let Some(message) = read.remove("message") {
        if let Some(name) = named {
            read.insert(name.clone(), message);
        } else if let Some(wanted) = case["errorMessage"].as_str()
            && message.as_str() != Some(wanted)
        {
            return Err(format!("the member message is {message}"));
        }
    }
    Shapes(suite.shapes()).difference(&reference, expected, &members)
}

/// The member of a case's output that has its events.
pub fn event_stream<'a>(suite: &'a Suite, case: &Value) -> Option<&'a str> {
    let shape =
        |reference: &Value| &suite.shapes()[reference["shape"].as_str().unwrap_or_default()];
    let mut members = shape(&case["given"]["output"])["members"]
        .as_object()?
        .iter();
    let (name, _) = members.find(|(_, member)| shape(member)["eventstream"] == true)?;
    Some(name)
}

/// The response of a case. A case without a body has an empty one.
pub fn http(suite: &Suite, case: &Value) -> Result<Response<Bytes>, String> {
    let given = &case["response"];
    let status = given["status_code"]
        .as_u64()
        .and_then(|status| u16::try_from(status).ok());
    let mut response = Response::builder().status(status.unwrap_or(200));
    for (name, value) in given["headers"].as_object().into_iter().flatten() {
        response = response.header(name, value.as_str().unwrap_or_default());
    }
    let text = given["body"].as_str().unwrap_or_default();
    let binary = suite.protocol() == "smithy-rpc-v2-cbor" || event_stream(suite, case).is_some();
    let body = if binary {
        base64_simd::STANDARD
            .decode_to_vec(text)
            .map_err(|error| error.to_string())?
    } else {
        text.as_bytes().to_vec()
    };
    response
        .body(body.into())
        .map_err(|error| error.to_string())
}
