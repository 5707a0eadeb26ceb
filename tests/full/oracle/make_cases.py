"""Writes the cases of the oracle: what botocore sends for an input, and what it reads from a response.

Run with the unpacked botocore on PYTHONPATH: `make_cases.py SERVICE FILE`. Read by: tests/oracle.rs, one case a line.
Every value comes from a source seeded with the case's own name, so a case stays what it is when others are added.
"""

import base64
import datetime
import json
import random
import sys
from unittest import mock

import botocore.auth
import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import ClientError

import errors
from spelling import epoch, on_wire, rfc3339, spelled, stray
from values import END_OF_TIME, TIMESTAMPS, Values, as_json, micros

INPUTS = 24
RESPONSES = 24
SIGNING_TIME = datetime.datetime(2026, 3, 14, 15, 9, 26, tzinfo=datetime.timezone.utc)
CREDENTIALS = {"access_key": "AKIDEXAMPLE", "secret_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}
SESSION_TOKEN = "FwoGZXIvYXdzE//////////wEaDExample+token/with=signs"
TOKEN = "00000000-0000-4000-8000-000000000000"


class Wire:
    """A botocore client whose HTTP is a canned answer, and which keeps the request it would have sent."""

    def __init__(self, service, session_token=None):
        session = botocore.session.Session()
        session.set_credentials(CREDENTIALS["access_key"], CREDENTIALS["secret_key"], session_token)
        config = Config(retries={"total_max_attempts": 1}, user_agent="oracle")
        self.client = session.create_client(service, region_name="us-west-2", config=config)
        self.client.meta.events.register("before-send", self._send)
        self.methods = {name: method for method, name in self.client.meta.method_to_api_mapping.items()}

    def _send(self, request, **_):
        self.request = request
        status, headers, body = self.answer
        return AWSResponse(request.url, status, headers, Body(body))

    def call(self, operation, params, status=200, headers=(), body=b"{}"):
        """The request sent and what was read: the parsed response, or the ClientError."""
        self.answer = (status, Headers(headers), body)
        try:
            parsed = getattr(self.client, self.methods[operation])(**params)
        except ClientError as error:
            return self.request, error
        parsed.pop("ResponseMetadata")
        return self.request, parsed


class Body:
    """As much of urllib3's response as AWSResponse uses."""

    def __init__(self, body):
        self.body = body

    def stream(self, **_):
        yield self.body


class Headers(dict):
    """Response headers, found under a name in any case."""

    def get(self, name, default=None):
        return next((value for key, value in self.items() if key.lower() == name.lower()), default)

    def __contains__(self, name):
        return self.get(name) is not None

    def __getitem__(self, name):
        return self.get(name)


def chooser(case, source):
    """Case 0 has every member and case 1 none but the required; the others a random part."""
    share = {0: 1.0, 1: 0.0}.get(case, source.choice([0.3, 0.6, 0.9]))
    return lambda structure, member: source.random() < share


def bound_headers(request):
    """The headers that carry meaning: all but those about the program, the attempt and the signature."""
    about = ("user-agent", "amz-sdk-", "authorization", "x-amz-date", "x-amz-security-token", "content-length")
    headers = {name.lower(): text(value) for name, value in request.headers.items()}
    return {name: value for name, value in headers.items() if not name.startswith(about)}


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def path_of(url):
    return "/" + url.split("://", 1)[1].partition("/")[2]


def request_cases(wire, model, used):
    for case in range(INPUTS):
        name = f"request::{model.name}::{case:02}"
        source = random.Random(name)
        params = {}
        if model.input_shape is not None:
            values = Values(source, chooser(case, source))
            params = values.value(model.input_shape)
            used |= values.used
            for member in model.idempotent_members:
                params[member] = TOKEN
        request, _ = wire.call(model.name, params)
        written = source.choice([rfc3339, epoch])
        yield {
            "name": name,
            "kind": "request",
            "operation": model.name,
            "params": as_json(params, written),
            "method": request.method,
            "path": path_of(request.url),
            "headers": bound_headers(request),
            "body": json.loads(request.body),
        }


def with_empty_required(read, shape):
    """What botocore read, with the empty value for each required member that the response lacked: the project's rule."""
    if read is None:
        return None
    if shape.type_name == "list":
        return [with_empty_required(item, shape.member) for item in read]
    if shape.type_name == "map":
        return {key: with_empty_required(item, shape.value) for key, item in read.items()}
    if shape.type_name != "structure":
        return read
    result = {name: with_empty_required(item, shape.members[name]) for name, item in read.items()}
    for name in shape.required_members:
        if name not in result:
            member = shape.members[name]
            empty = {"list": [], "map": {}, "structure": {}, "timestamp": TIMESTAMPS[0], "boolean": False, "blob": b""}
            value = empty.get(member.type_name, "" if member.type_name == "string" else 0)
            result[name] = with_empty_required(value, member)
    return result


def response_case(wire, model, name, body, status=200):
    shape = model.output_shape
    headers = {"content-type": "application/x-amz-json-1.1", "x-amzn-requestid": TOKEN}
    _, read = wire.call(model.name, minimal(model), status, headers, body)
    return {
        "name": name,
        "kind": "response",
        "operation": model.name,
        "status": status,
        "headers": headers,
        "body": base64.b64encode(body).decode(),
        "read": as_json(with_empty_required(read, shape), lambda moment: {"micros": micros(moment)}) if shape else {},
    }


def response_cases(wire, model, used):
    shape = model.output_shape
    for case in range(RESPONSES):
        name = f"response::{model.name}::{case:02}"
        source = random.Random(name)
        value = {}
        if shape is not None:
            # A service may leave out what its model requires, and may pass the limits that bind requests.
            values = Values(source, chooser(case, source), ignore_limits=True)
            value = values.value(shape)
            used |= values.used
            if case % 5 == 4:
                for member in list(value):
                    if source.random() < 0.5:
                        del value[member]
        body = on_wire(value, shape, source) if shape else dict(stray(source))
        yield response_case(wire, model, name, spelled(body, source))
    yield response_case(wire, model, f"response::{model.name}::empty_object", b"{}")
    yield response_case(wire, model, f"response::{model.name}::no_body", b"")
    if shape is not None:
        yield from null_elements(wire, model, shape)
        yield from end_of_time(wire, model, shape)


def end_of_time(wire, model, shape):
    """Every moment of the response as far away as services put it."""
    source = random.Random(f"end_of_time::{model.name}")
    values = Values(source, lambda *_: True, ignore_limits=True, least_items=1, timestamps=[END_OF_TIME])
    value = values.value(shape)
    if values.has_timestamp:
        body = spelled(on_wire(value, shape, source), source)
        yield response_case(wire, model, f"response::{model.name}::end_of_time", body)


def null_elements(wire, model, shape):
    """A null in the first list of the response: botocore keeps it."""
    for name, member in shape.members.items():
        if member.type_name == "list":
            source = random.Random(f"null::{model.name}")
            value = Values(source, lambda *_: True, ignore_limits=True).value(member.member)
            items = [on_wire(value, member.member, source), None]
            body = spelled({member.serialization.get("name", name): items}, source)
            yield response_case(wire, model, f"response::{model.name}::null_element", body)
            return


def minimal(model):
    """The smallest valid input."""
    if model.input_shape is None:
        return {}
    return Values(random.Random(0), lambda *_: False).value(model.input_shape)


def error_cases(wire, model):
    for case in errors.cases(model):
        body = case.pop("bytes")
        _, error = wire.call(model.name, minimal(model), case["status"], case["headers"], body)
        read = {key: item for key, item in error.response.items() if key not in ("Error", "ResponseMetadata")}
        yield case | {
            "kind": "error",
            "operation": model.name,
            "body": base64.b64encode(body).decode(),
            "code": error.response["Error"]["Code"],
            "message": error.response["Error"]["Message"],
            "request_id": error.response["ResponseMetadata"].get("RequestId"),
            "variant": type(error).__name__ if type(error) is not ClientError else "Unmodelled",
            "read": as_json(read, lambda moment: {"micros": micros(moment)}),
        }


def signature_cases(service, model, index):
    """The request that botocore signs, and its signature; every other one with a session token."""
    wire = Wire(service, SESSION_TOKEN if index % 2 else None)
    source = random.Random(f"signature::{model.name}")
    params = {}
    if model.input_shape is not None:
        params = Values(source, lambda *_: True).value(model.input_shape)
    with mock.patch.object(botocore.auth, "get_current_datetime", lambda: SIGNING_TIME.replace(tzinfo=None)):
        request, _ = wire.call(model.name, params)
    headers = {name.lower(): text(value) for name, value in request.headers.items()}
    authorization = headers.pop("authorization")
    signed = authorization.split("SignedHeaders=")[1].split(",")[0].split(";")
    given = [name for name in signed if name not in ("host", "x-amz-date", "x-amz-security-token")]
    yield {
        "name": f"signature::{model.name}",
        "kind": "signature",
        "operation": model.name,
        "credentials": CREDENTIALS | ({"session_token": SESSION_TOKEN} if index % 2 else {}),
        "region": "us-west-2",
        "signing_name": wire.client.meta.service_model.signing_name,
        "time": int(SIGNING_TIME.timestamp()),
        "method": request.method,
        "url": request.url,
        "headers": {name: headers[name] for name in given},
        "body": base64.b64encode(request.body).decode(),
        "signed": {
            "authorization": authorization,
            "x-amz-date": headers["x-amz-date"],
            "x-amz-security-token": headers.get("x-amz-security-token"),
        },
    }


def members_below(shape, seen):
    """Every (structure, member) that a shape reaches."""
    if shape is None or shape.name in seen:
        return set()
    seen = seen | {shape.name}
    if shape.type_name == "structure":
        own = {(shape.name, name) for name in shape.members}
        return own.union(*(members_below(member, seen) for member in shape.members.values()))
    if shape.type_name == "list":
        return members_below(shape.member, seen)
    if shape.type_name == "map":
        return members_below(shape.value, seen)
    return set()


def main(service, file):
    wire = Wire(service)
    model = wire.client.meta.service_model
    used, reached, count = set(), set(), 0
    with open(file, "w", encoding="utf-8") as out:
        for index, operation in enumerate(model.operation_names):
            operation = model.operation_model(operation)
            for shape in (operation.input_shape, operation.output_shape):
                reached |= members_below(shape, frozenset())
            cases = [*request_cases(wire, operation, used), *response_cases(wire, operation, used)]
            cases += [*error_cases(wire, operation), *signature_cases(service, operation, index)]
            for case in cases:
                print(json.dumps(case), file=out)
            count += len(cases)
    unused = sorted(reached - used)
    assert not unused, f"no case uses {unused}"
    print(f"{count} cases for {len(model.operation_names)} operations; all {len(reached)} members are used")


if __name__ == "__main__":
    main(*sys.argv[1:])
