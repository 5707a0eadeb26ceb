"""The error responses of an operation, in each form that a service gives them. Read by: make_cases.py."""

import json

REQUEST_ID = "11111111-2222-4333-8444-555555555555"
NAMESPACE = "com.amazonaws.service.v2015_11_01"
DOCUMENTATION = "http://internal.amazon.com/coral/com.amazon.coral.service/"


def cases(model):
    """Each modelled error in each form, then what no model lists."""
    for shape in model.error_shapes:
        for form, headers, body in forms(shape):
            fault = shape.metadata.get("fault") or shape.metadata.get("error", {}).get("httpStatusCode", 400) >= 500
            yield case(model, f"{shape.name}::{form}", 500 if fault else 400, body, headers)
    yield case(model, "unmodelled", 400, {"__type": "ThrottlingException", "message": "Rate exceeded"})
    yield case(model, "unmodelled_extra", 400, {"__type": "x#OfTomorrow", "message": "no", "detail": {"deep": [None]}})
    yield case(model, "empty_object", 400, {})
    yield case(model, "unavailable_html", 503, b"<html><body><b>Http/1.1 Service Unavailable</b></body></html>")
    yield case(model, "internal_empty", 500, b"")


def forms(shape):
    """(form, headers, body) for one modelled error."""
    name = shape.metadata.get("error", {}).get("code", shape.name)
    yield "plain", {}, {"__type": name, "message": 'why "it" failed \u00e9\U0001f980'}
    yield "namespace", {}, {"message": "why", "__type": f"{NAMESPACE}#{name}"}
    yield "uri", {}, {"__type": f"{name}:{DOCUMENTATION}", "message": ""}
    yield "capital_message", {}, {"__type": name, "Message": "capital"}
    yield "no_message", {}, {"__type": name}
    yield "null_message", {}, {"__type": name, "message": None, "extra": [1, {"a": None}]}
    yield "header", {"x-amzn-errortype": f"{name}:{DOCUMENTATION}"}, {"message": "only the header names it"}


def case(model, form, status, body, headers=None):
    """One case; `bytes` is the body as sent."""
    return {
        "name": f"error::{model.name}::{form}",
        "status": status,
        "headers": {"content-type": "application/x-amz-json-1.1", "x-amzn-requestid": REQUEST_ID} | (headers or {}),
        "bytes": body if isinstance(body, bytes) else json.dumps(body).encode(),
    }
