"""What botocore sends for an input and reads from a response, for the operations of one model after the other.

Run with the unpacked botocore on PYTHONPATH. Reads one job a line from standard input, and writes one case a line, then what it
counted. Started by: src/worker.rs. Every value comes from a source seeded with the case's own name.
"""

import base64
import datetime
import json
import logging
import random
import sys
import traceback

import botocore.loaders
import botocore.parsers
import botocore.serialize
from botocore.awsrequest import HeadersDict, prepare_request_dict
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

import bodies
import errors
import events
import shapes
import wire
from inputs import Inputs, micros

ENDPOINT = "https://host.example.com"
TOKEN = "00000000-0000-4000-8000-000000000000"
# Of each operation at least so many requests and so many responses.
CASES = 10
# How many structures with unused members one case goes to.
WAYS = 12
VALIDATOR = ParamValidator()
# What a case of a response has before botocore reads it.
CASE = ("name", "kind", "operation", "status", "headers", "body")


class Streamed:
    """A body that botocore hands on as it is."""

    def __init__(self, content):
        self.content = content


class Service:
    """One model."""

    def __init__(self, loader, name, version, unions):
        self.label = f"{name}/{version}"
        description = loader.load_service_model(name, "service-2", version)
        self.structures = make_unions(description["shapes"], unions)
        self.model = ServiceModel(description, name)
        self.protocol = self.model.resolved_protocol
        self.serializer = botocore.serialize.create_serializer(self.protocol, include_validation=False)
        self.parser = botocore.parsers.create_parser(self.protocol)
        self.xml = self.protocol in ("rest-xml", "query", "ec2")
        self.inputs, self.outputs = shapes.Graph(), shapes.Graph()
        self.reaches = {}
        self.error_forms = 0
        # S3's errors have no element around them.
        self.bare_errors = self.model.service_id.hyphenize() == "s3"

    def cases(self, name):
        operation = self.model.operation_model(name)
        yield from self.requests(operation)
        if operation.has_event_stream_output:
            yield from events.cases(self, operation)
        else:
            yield from self.responses(operation)
        yield from self.errors(operation)

    def name(self, kind, operation, case):
        return f"{kind}::{self.protocol}::{self.label}::{operation.name}::{case}"

    def values(self, graph, root, name, case, **options):
        """A source of values for a case, which goes where members are unused."""
        source = random.Random(name)
        if id(root) not in self.reaches:
            self.reaches[id(root)] = (shapes.Reach(root), root)
        # Case 0 has nothing but what is required, as far as that goes.
        forced = {} if case == 0 else self.reaches[id(root)][0].ways(WAYS)
        share = 0.0 if case == 0 else source.choice([0.2, 0.5, 0.9])
        budget = source.choice([10, 40, 120])
        return Inputs(source, share, budget, forced, **options), source

    def numbers(self, root):
        """The numbers of the cases: as many as there must be, and more until every member is used."""
        number = 0
        while number < CASES or root is not None and not self.reaches[id(root)][0].is_used():
            if number == 500:
                raise AssertionError(f"{root.name} has members that no case uses")
            yield number
            number += 1

    def requests(self, operation):
        root = self.inputs.of(operation.input_shape) if operation.input_shape is not None else None
        tokens = [name for name, member in root.members if member.token] if root else []
        for number in self.numbers(root):
            name = self.name("request", operation, f"{number:02}")
            params, ours, token = {}, {}, None
            if root is not None:
                values, source = self.values(self.inputs, root, name, number, xml=self.protocol == "rest-xml")
                params = values.value(root)
                if number == 1 and not operation.has_event_stream_input:
                    report = VALIDATOR.validate(params, operation.input_shape)
                    assert not report.has_errors(), f"{name}: {report.generate_report()}"
                ours = self.in_json(params, root) if values.is_special else params
                if tokens and number % 2:
                    # botocore's client fills in what is missing; here it is told.
                    token = TOKEN
                    ours = {key: value for key, value in ours.items() if key not in tokens}
                    params = params | dict.fromkeys(tokens, TOKEN)
            case = {"name": name, "kind": "request", "operation": operation.wire_name, "params": ours, "token": token}
            try:
                request = self.serializer.serialize_to_request(params, operation)
                prepare_request_dict(request, ENDPOINT)
            except Exception as error:
                case["fails"] = f"{type(error).__name__}: {error}"
                yield case
                continue
            body = request["body"]
            yield case | {
                "method": request["method"],
                "url": request["url"],
                "headers": {key: text(value) for key, value in request["headers"].items()},
                "form": [[key, special(value)] for key, value in body.items()] if isinstance(body, dict) else None,
                "body": None if isinstance(body, dict) else encoded(body),
            }

    def responses(self, operation):
        root = self.outputs.of(operation.output_shape) if operation.output_shape is not None else None
        for number in self.numbers(root):
            name = self.name("response", operation, f"{number:02}")
            value, source = {}, random.Random(name)
            if root is not None:
                values, source = self.values(self.outputs, root, name, number, limits=False, xml=self.xml)
                value = values.value(root)
                if number % 5 == 4:
                    # A service may leave out what its model requires.
                    value = {key: item for key, item in value.items() if source.random() < 0.5}
            status, headers, body = bodies.response(self.protocol, operation.name, value, root, source)
            yield self.read(name, operation, root, status, headers, body)

    def read(self, name, operation, root, status, headers, body):
        case = self.received("response", name, operation, status, headers, body)
        payload = dict(root.members).get(root.payload) if root is not None else None
        is_blob = payload is not None and payload.kind == "blob"
        try:
            answer = self.answer(operation, status, headers, Streamed(body) if is_blob else body)
            read = self.parser.parse(answer, operation.output_shape)
        except Exception as error:
            return case | {"fails": f"{type(error).__name__}: {error}"}
        read.pop("ResponseMetadata", None)
        return case | {"read": self.in_json(read, root) if root is not None else {}}

    @staticmethod
    def received(kind, name, operation, status, headers, body):
        return {
            "name": name,
            "kind": kind,
            "operation": operation.wire_name,
            "status": status,
            "headers": headers,
            "body": encoded(body),
        }

    def answer(self, operation, status, headers, body):
        return {
            "status_code": status,
            "headers": HeadersDict(headers),
            "body": body,
            "context": {"operation_name": operation.name},
        }

    def errors(self, operation):
        """Two of the operation's errors at least, all that have unused members, and one that the model does not list."""
        nodes = [(shape, self.outputs.of(shape)) for shape in operation.error_shapes]
        reaches = {shape.name: shapes.Reach(node) for shape, node in nodes}
        nodes.sort(key=lambda pair: reaches[pair[0].name].is_used())
        chosen = []
        for index, (shape, node) in enumerate(nodes):
            if index < 2 or not reaches[shape.name].is_used():
                chosen.append((shape, node))
        for shape, node in chosen + [(None, None)]:
            yield from self.error(operation, shape, node)
            for _ in range(20):
                if node is None or reaches[shape.name].is_used():
                    break
                yield from self.error(operation, shape, node)

    def error(self, operation, shape, node):
        form = errors.form(self.protocol, self.error_forms, node)
        self.error_forms += 1
        code, query_code = "OfTomorrow", None
        if shape is not None:
            # A code of its own is that of the query protocols.
            code = shape.error_code if self.xml else shape.name
            query_code = shape.error_code if self.model.is_query_compatible and not self.xml else None
        name = self.name("error", operation, f"{shape.name if shape is not None else 'unmodelled'}::{form}")
        value, source = {}, random.Random(name)
        if node is not None:
            values, source = self.values(self.outputs, node, name, 1, limits=False, xml=self.xml)
            value = values.value(node)
        fault = shape is not None and shape.metadata.get("fault")
        status = shape.metadata.get("error", {}).get("httpStatusCode", 500 if fault else 400) if shape is not None else 400
        headers, body = errors.answer(self.protocol, self.bare_errors, form, code, query_code, value, node, source)
        yield self.read_error(name, operation, status, headers, body)

    def read_error(self, name, operation, status, headers, body):
        case = self.received("error", name, operation, status, headers, body)
        answer = self.answer(operation, status, headers, body)
        try:
            read = self.parser.parse(answer, operation.output_shape)
            found = read.get("Error", {})
            shape = self.model.shape_for_error_code(found.get("Code"))
            listed = shape is not None and any(shape.name == known.name for known in operation.error_shapes)
            members = self.parser.parse(answer, shape) if listed else {}
        except Exception as error:
            return case | {"fails": f"{type(error).__name__}: {error}"}
        members.pop("ResponseMetadata", None)
        return case | {
            "code": found.get("Code"),
            "message": found.get("Message"),
            "request_id": read.get("ResponseMetadata", {}).get("RequestId"),
            "variant": (shape.error_code if self.xml else shape.name) if listed else None,
            "read": self.in_json(members, self.outputs.of(shape)) if listed else {},
        }

    def in_json(self, value, node):
        """A value with what JSON has no form for as text: not a number, infinities, JSON in a string."""
        if value is None:
            return None
        kind = node.kind
        if node.json_value:
            return json.dumps(value, separators=(",", ":"))
        if kind == "structure" or kind == "union":
            members = dict(node.members)
            return {key: self.in_json(item, members[key]) if key in members else item for key, item in value.items()}
        if kind == "list":
            return [self.in_json(item, node.element) for item in value]
        if kind == "map":
            return {key: self.in_json(item, node.element) for key, item in value.items()}
        if kind in ("float", "double"):
            return special(value)
        if kind == "blob" and isinstance(value, str):
            return encoded(value.encode())
        return value


def make_unions(shapes, names):
    """Lets botocore take for unions what the emitted code has as such; gives the names of those that its model has as structures."""
    structures = []
    for name in names:
        shape = shapes[name]
        if not shape.get("union") and not shape.get("eventstream"):
            shape["union"] = True
            structures.append(name)
    return structures


def special(value):
    return wire.special(value) if isinstance(value, float) else value


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def encoded(body):
    return base64.b64encode(body).decode()


def plain(value):
    """What JSON has no form for: a moment as microseconds since 1970, bytes in base64."""
    if isinstance(value, datetime.datetime):
        return micros(value)
    if isinstance(value, Streamed):
        value = value.content
    return base64.b64encode(value).decode()


def main():
    logging.disable(logging.CRITICAL)
    shapes.resolve_once()
    # A folder of models beside botocore's.
    loader = botocore.loaders.create_loader(sys.argv[1])
    encode = json.JSONEncoder(default=plain).encode
    out = sys.stdout
    for line in sys.stdin:
        job = json.loads(line)
        unused = []
        try:
            service = Service(loader, job["service"], job["version"], job["unions"])
            out.write(encode({"protocol": service.protocol, "structures": service.structures}) + "\n")
            for name in job["operations"]:
                for case in service.cases(name):
                    try:
                        line = encode(case)
                    except TypeError as error:
                        # botocore read something that is no value.
                        case = {key: case[key] for key in CASE} | {"fails": f"TypeError: {error}"}
                        line = encode(case)
                    out.write(line + "\n")
            unused = service.inputs.unused() + service.outputs.unused()
            end = {"unused": unused}
        except Exception:
            end = {"failed": traceback.format_exc()}
        out.write(encode({"end": end}) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
