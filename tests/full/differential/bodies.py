"""Responses as a service could send them: a value → status, headers and body. Read by: worker.py, errors.py.

The formats are written by the standard library (JSON, XML) and by cbor2, with what services vary: the order of members, members
that no model lists, nulls, white space, escapes, spellings of numbers, lengths that are not told beforehand.
"""

import base64
import json
import re

import cbor2

from wire import epoch, header_text, moment_in, of_tomorrow, special, strays
from xml_bodies import Ec2, Query, Xml

RAW_NUMBER = re.compile(r'"@number:([^"@]+)@"')
STYLES = [
    {"separators": (",", ":")},
    {},
    {"indent": 2, "ensure_ascii": False},
    {"separators": (" , ", "\t:\r\n"), "ensure_ascii": False},
]


class Json:
    """awsJson and restJson1; `renames` says whether `locationName` counts in bodies."""

    content_type = "application/json"

    def __init__(self, source, renames):
        self.source = source
        self.renames = renames

    def document(self, value, node):
        return self._spelled(self._value(value, node))

    def members(self, value, members, node):
        return self._spelled(self._members(value, members, strays(self.source)))

    def _value(self, value, node):
        kind = node.kind
        if kind == "structure":
            return self._members(value, node.members, strays(self.source))
        if kind == "union":
            return self._members(value, node.members, of_tomorrow(value, self.source))
        if kind == "list":
            element = node.element
            return [None if item is None else self._value(item, element) for item in value]
        if kind == "map":
            element = node.element
            return {key: self._value(item, element) for key, item in value.items()}
        if kind == "timestamp":
            return self._moment(value, node)
        if kind == "blob":
            return base64.b64encode(value).decode()
        if kind in ("float", "double"):
            return special(value)
        return value

    def _members(self, value, members, others):
        wire, source = list(others), self.source
        for name, member in members:
            wire_name = self.renames and member.wire_name or name
            if name in value:
                wire.append((wire_name, self._value(value[name], member)))
            elif source.random() < 0.1:
                wire.append((wire_name, None))
        source.shuffle(wire)
        return dict(wire)

    def _moment(self, moment, node):
        if node.format and node.format.lower() != "unixtimestamp":
            return moment_in(node.format, moment)
        number = epoch(moment)
        chance = self.source.random()
        if chance < 0.4 or number == 0:
            return number
        if chance < 0.7:
            return float(number)
        digits, _, exponent = f"{float(number):.16E}".partition("E")
        return f"@number:{digits.rstrip('0').rstrip('.')}E{int(exponent)}@"

    def _spelled(self, body):
        style = self.source.choice(STYLES)
        text = json.dumps(body, **style)
        if "@number:" in text:
            text = RAW_NUMBER.sub(r"\1", text)
        return text.encode()


class Cbor:
    """rpcv2Cbor."""

    content_type = "application/cbor"

    def __init__(self, source):
        self.source = source

    def members(self, value, members, node):
        style = self.source.choice([{}, {"canonical": True}, {"indefinite_containers": True}])
        return cbor2.dumps(self._members(value, members, strays(self.source)), **style)

    def _value(self, value, node):
        kind = node.kind
        if kind == "structure":
            return self._members(value, node.members, strays(self.source))
        if kind == "union":
            return self._members(value, node.members, of_tomorrow(value, self.source))
        if kind == "list":
            return [None if item is None else self._value(item, node.element) for item in value]
        if kind == "map":
            return {key: self._value(item, node.element) for key, item in value.items()}
        if kind == "timestamp":
            return cbor2.CBORTag(1, epoch(value))
        return value

    def _members(self, value, members, others):
        wire, source = list(others), self.source
        for name, member in members:
            if name in value:
                wire.append((name, self._value(value[name], member)))
            elif source.random() < 0.1:
                wire.append((name, None))
        source.shuffle(wire)
        return dict(wire)


def writer(protocol, source):
    """The writer of a protocol's bodies."""
    if protocol in ("json", "rest-json"):
        # botocore's models of awsJson have no `locationName` that counts, and it would take one.
        return Json(source, True)
    if protocol == "smithy-rpc-v2-cbor":
        return Cbor(source)
    return {"query": Query, "ec2": Ec2}.get(protocol, Xml)(source)


def response(protocol, operation, value, node, source):
    """Status, headers and body of a response that holds the value; the status can change a member of the value."""
    status, headers = 200, {}
    made = writer(protocol, source)
    headers["content-type"] = made.content_type
    if node is None:
        return status, headers, empty(protocol, operation, made)
    if protocol in ("query", "ec2"):
        return status, headers, made.envelope(operation, value, node.members)
    if protocol not in ("rest-json", "rest-xml"):
        return status, headers, made.members(value, node.members, node)
    own = {}
    status, body_members = bind(value, node, own)
    bound = any(name.lower() == "content-type" for name in own)
    if bound:
        del headers["content-type"]
    headers.update(own)
    if node.payload is None:
        # Without members in the body it can be empty.
        body = b"" if not body_members and source.random() < 0.5 else made.members(value, body_members, node)
        return status, headers, body
    payload = dict(node.members)[node.payload]
    held = value.get(node.payload)
    if held is None:
        body = b""
    elif payload.kind in ("blob", "string"):
        if not bound:
            headers["content-type"] = "application/octet-stream"
        body = held if isinstance(held, bytes) else held.encode()
    else:
        body = made.document(held, payload)
    return status, headers, body


def bind(value, node, headers):
    """Moves members into status and headers; gives the status and the members of the body."""
    status, body = 200, []
    for name, member in node.members:
        place = member.location
        if place == "statusCode":
            status = value[name] = 202 if name in value else status
            if name in value and value[name] != status:
                value[name] = status
        elif place not in ("header", "headers"):
            body.append((name, member))
        elif name not in value:
            continue
        elif place == "header":
            headers[member.wire_name or name] = header_text(value[name], member)
        else:
            for key, item in value[name].items():
                headers[(member.wire_name or "") + key] = header_text(item, member.element)
    return status, body


def empty(protocol, operation, made):
    if protocol == "query":
        return made.envelope(operation, {}, ())
    if protocol == "ec2":
        return made.envelope(operation, {}, ())
    return {"json": b"{}", "smithy-rpc-v2-cbor": b"\xa0"}.get(protocol, b"")
