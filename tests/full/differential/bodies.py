"""Responses as a service could send them: a value → status, headers and body. Read by: worker.py, errors.py.

The formats are written by the standard library (JSON, XML) and by cbor2, with what services vary: the order of members, members
that no model lists, nulls, white space, escapes, spellings of numbers, lengths that are not told beforehand.
"""

import base64
import email.utils
import json
import re
from xml.etree import ElementTree

import cbor2

from inputs import micros

RAW_NUMBER = re.compile(r'"@number:([^"@]+)@"')
NAMESPACE = "http://service.example.com/doc/2020-01-01/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
REQUEST_ID = "11111111-2222-4333-8444-555555555555"

STRAYS = [
    ("aMemberOfTomorrow", {"deep": [1, None, {"er": "\U0001f980"}], "exportId": 7}),
    ("__type", "aws.example#AResponse"),
    ("", ""),
    ('quote"back\\slash', False),
    ("number", -1.5e-300),
    ("list", [[[[]]], {}]),
]


def strays(source):
    """Members that no model lists."""
    return source.sample(STRAYS, int(source.random() * 3)) if source.random() < 0.4 else []


def epoch(moment):
    """Seconds since 1970, as an integer or as the float nearest to the exact value."""
    whole, rest = divmod(micros(moment), 10**6)
    return whole if rest == 0 else (whole * 10**6 + rest) / 10**6


def rfc3339(moment):
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{moment.microsecond:06}".rstrip("0") if moment.microsecond else "") + "Z"


def http_date(moment):
    return email.utils.format_datetime(moment.replace(microsecond=0), usegmt=True)


def moment_in(format_name, moment):
    """A moment as text in one of the three formats, as botocore names them."""
    if format_name == "unixTimestamp" or format_name == "unixtimestamp":
        return repr(epoch(moment))
    return http_date(moment) if format_name == "rfc822" else rfc3339(moment)


class Json:
    """awsJson and restJson1; `renames` says whether `locationName` counts in bodies."""

    content_type = "application/json"

    def __init__(self, source, renames):
        self.source = source
        self.renames = renames

    def document(self, value, node):
        return self._spelled(self._value(value, node))

    def members(self, value, members, node):
        return self._spelled(self._members(value, members, False))

    def _value(self, value, node):
        kind = node.kind
        if kind == "structure":
            return self._members(value, node.members, False)
        if kind == "union":
            return self._members(value, node.members, True)
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

    def _members(self, value, members, union):
        wire, source = [], self.source
        for name, member in members:
            wire_name = self.renames and member.wire_name or name
            if name in value:
                wire.append((wire_name, self._value(value[name], member)))
            elif not union and source.random() < 0.1:
                wire.append((wire_name, None))
        if not union:
            wire += strays(source)
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


STYLES = [
    {"separators": (",", ":")},
    {},
    {"indent": 2, "ensure_ascii": False},
    {"separators": (" , ", "\t:\r\n"), "ensure_ascii": False},
]


def special(value):
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return value


class Cbor:
    """rpcv2Cbor."""

    content_type = "application/cbor"

    def __init__(self, source):
        self.source = source

    def members(self, value, members, node):
        style = self.source.choice([{}, {"canonical": True}, {"indefinite_containers": True}])
        return cbor2.dumps(self._members(value, members, False), **style)

    def _value(self, value, node):
        kind = node.kind
        if kind == "structure":
            return self._members(value, node.members, False)
        if kind == "union":
            return self._members(value, node.members, True)
        if kind == "list":
            return [None if item is None else self._value(item, node.element) for item in value]
        if kind == "map":
            return {key: self._value(item, node.element) for key, item in value.items()}
        if kind == "timestamp":
            return cbor2.CBORTag(1, epoch(value))
        return value

    def _members(self, value, members, union):
        wire, source = [], self.source
        for name, member in members:
            if name in value:
                wire.append((name, self._value(value[name], member)))
            elif not union and source.random() < 0.1:
                wire.append((name, None))
        if not union:
            wire += strays(source)
            source.shuffle(wire)
        return dict(wire)


class Xml:
    """restXml, awsQuery and ec2Query."""

    content_type = "text/xml"

    def __init__(self, source):
        self.source = source

    def document(self, value, node):
        """The value as a whole body."""
        holder = ElementTree.Element("holder")
        self._value(holder, node.wire_name or node.name, value, node)
        return self.spelled(holder[0])

    def members(self, value, members, node):
        root = ElementTree.Element(node.wire_name or node.name)
        self.into(root, value, members)
        return self.spelled(root)

    def into(self, parent, value, members):
        """Puts members into an element, in any order, with strangers between them."""
        members = [(name, member) for name, member in members if name in value]
        self.source.shuffle(members)
        for name, member in members:
            if member.attribute:
                prefix, _, local = (member.wire_name or name).rpartition(":")
                parent.set(f"{{{XSI}}}{local}" if prefix else local, value[name])
            elif member.kind == "list" and member.flattened:
                for item in value[name]:
                    self._value(parent, member.element.wire_name or member.wire_name or name, item, member.element)
            elif member.kind == "map" and member.flattened:
                self._entries(parent, member.wire_name or name, value[name], member)
            else:
                self._value(parent, member.wire_name or name, value[name], member)
        if self.source.random() < 0.1:
            stranger = ElementTree.SubElement(parent, "AMemberOfTomorrow", {"with": "attribute"})
            ElementTree.SubElement(stranger, "Deep").text = "\U0001f980"
            parent.append(ElementTree.Comment(" a comment "))

    def _value(self, parent, name, value, node):
        element = ElementTree.SubElement(parent, name)
        kind = node.kind
        if kind == "structure":
            self.into(element, value, node.members)
        elif kind == "union":
            # No strangers: a union has one member.
            self._one(element, value, node)
        elif kind == "list":
            for item in value:
                self._value(element, node.element.wire_name or "member", item, node.element)
        elif kind == "map":
            self._entries(element, "entry", value, node)
        else:
            element.text = self._text(value, node)

    def _one(self, element, value, node):
        for name, member in node.members:
            if name in value:
                self._value(element, member.wire_name or name, value[name], member)

    def _entries(self, parent, name, value, node):
        for key, item in value.items():
            entry = ElementTree.SubElement(parent, name)
            self._value(entry, node.key.wire_name or "key", key, node.key)
            self._value(entry, node.element.wire_name or "value", item, node.element)

    def _text(self, value, node):
        kind = node.kind
        if kind == "boolean":
            return "true" if value else "false"
        if kind == "timestamp":
            return moment_in(node.format, value)
        if kind == "blob":
            return base64.b64encode(value).decode()
        if kind in ("float", "double"):
            return str(special(value))
        return str(value)

    def spelled(self, root):
        chance = self.source.random()
        if chance < 0.3:
            ElementTree.indent(root)
        if chance < 0.7 and "xmlns" not in root.attrib:
            root.set("xmlns", NAMESPACE)
        if chance < 0.5:
            text = ElementTree.tostring(root, encoding="us-ascii")  # All else as references.
            return text.replace(b"encoding='us-ascii'", b"encoding='UTF-8'")
        # Without the declaration, too.
        return ElementTree.tostring(root, encoding="unicode").encode()


class Query(Xml):
    """The envelope of awsQuery."""

    def envelope(self, operation, value, members):
        root = ElementTree.Element(f"{operation}Response")
        self.into(ElementTree.SubElement(root, f"{operation}Result"), value, members)
        metadata = ElementTree.SubElement(root, "ResponseMetadata")
        ElementTree.SubElement(metadata, "RequestId").text = REQUEST_ID
        return self.spelled(root)


class Ec2(Xml):
    """The envelope of ec2Query."""

    def envelope(self, operation, value, members):
        root = ElementTree.Element(f"{operation}Response")
        ElementTree.SubElement(root, "requestId").text = REQUEST_ID
        self.into(root, value, members)
        return self.spelled(root)


ElementTree.register_namespace("xsi", XSI)


def header_text(value, node):
    """A value as the text of a header."""
    kind = node.kind
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "timestamp":
        return moment_in(node.format or "rfc822", value)
    if kind == "blob":
        return base64.b64encode(value).decode()
    if kind == "list":
        return ", ".join(header_text(item, node.element) for item in value)
    if kind in ("float", "double"):
        return str(special(value))
    if node.json_value:
        return base64.b64encode(json.dumps(value).encode()).decode()
    return str(value)


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
