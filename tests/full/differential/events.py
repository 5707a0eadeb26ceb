"""Responses that are streams of events: any events of a model, and what botocore reads from them. Read by: worker.py.

Each case has the response around the events, then events of any member in any order, some that no model lists, and, in some cases,
an error in place of the next event.
"""

import uuid

from botocore.exceptions import EventStreamError

import bodies
import shapes
from frames import INTEGERS, MEDIA_TYPE, Integer, Moment, message
from inputs import micros
from wire import REQUEST_ID

# Of each operation at least so many streams.
CASES = 20
# The protocols whose response comes in a message of its own, before the events.
INITIAL = ("json", "smithy-rpc-v2-cbor")
EVENT_OF_TOMORROW = "anEventOfTomorrow"
MESSAGE = 'why "it" broke off \u00e9\U0001f980'
STRAYS = [
    (":a-header-of-tomorrow", uuid.UUID("01234567-89ab-cdef-0123-456789abcdef")),
    ("x-boolean", True),
    ("x-byte", Integer(-1, 8)),
    ("x-short", Integer(-2, 16)),
    ("x-integer", Integer(-3, 32)),
    ("x-long", Integer(-4, 64)),
    ("x-bytes", b"\x00\xff"),
    ("x-moment", Moment(-1)),
]


class Body:
    """A body that comes in parts."""

    def __init__(self, content, source):
        self.content = content
        self.source = source

    def stream(self):
        at = 0
        while at < len(self.content):
            size = self.source.choice([1, 7, 100, 10_000])
            yield self.content[at : at + size]
            at += size


class Stream:
    """The bytes of one stream, and what botocore does not tell of it."""

    def __init__(self, protocol, made, source):
        self.protocol = protocol
        self.made = made
        self.source = source
        self.content = b""
        # The names of events that no model lists.
        self.unknown = []

    def add(self, headers, payload, media_type):
        """Adds a message, with headers in any order and some that mean nothing."""
        headers = list(headers)
        if payload or self.source.random() < 0.5:
            headers.append((":content-type", media_type))
        headers += self.source.sample(STRAYS, int(self.source.random() * 4)) if self.source.random() < 0.3 else []
        self.source.shuffle(headers)
        self.content += message(headers, payload)

    def initial(self, value, root):
        members = root.members if root is not None else ()
        payload = self.made.members(value, members, root)
        self.add([(":message-type", "event"), (":event-type", "initial-response")], payload, self.made.content_type)

    def event(self, name, value, node):
        """An event: members that are headers, and a member that is the payload, or all others as a document."""
        headers, members, whole = [(":message-type", "event"), (":event-type", name)], [], None
        for member_name, member in node.members:
            facts = member.shape.serialization
            if facts.get("eventheader"):
                if member_name in value:
                    headers.append((member_name, self.header(value[member_name], member)))
            elif facts.get("eventpayload"):
                whole = (member_name, member)
            else:
                members.append((member_name, member))
        if whole is None:
            self.add(headers, self.document({key: value[key] for key, _ in members if key in value}, members, node), self.made.content_type)
            return
        name, member = whole
        held = value.get(name)
        if member.kind == "blob":
            self.add(headers, held or b"", "application/octet-stream")
        elif member.kind == "string":
            self.add(headers, (held or "").encode(), "text/plain")
        else:
            self.add(headers, self.document(held or {}, member.members, member), self.made.content_type)

    def document(self, value, members, node):
        if not value and self.source.random() < 0.5:
            return b""
        return self.made.members(value, members, node)

    def header(self, value, member):
        if member.kind in ("integer", "long"):
            # A model of botocore's calls bytes and shorts integers too.
            most = 32 if member.kind == "integer" else 64
            fit = [bits for _, _, bits in INTEGERS if bits <= most and -(2 ** (bits - 1)) <= value < 2 ** (bits - 1)]
            return Integer(value, self.source.choice(fit))
        if member.kind == "timestamp":
            return Moment(micros(value) // 1000)
        return value

    def of_tomorrow(self):
        self.unknown.append(EVENT_OF_TOMORROW)
        headers = [(":message-type", "event"), (":event-type", EVENT_OF_TOMORROW)]
        self.add(headers, self.source.choice([b"", b"no document"]), "text/plain")

    def exception(self, name, value, node):
        """An error in place of an event; gives its payload."""
        members = node.members if node is not None else ()
        payload = self.document(value, members, node) if node is not None else b""
        self.add([(":message-type", "exception"), (":exception-type", name)], payload, self.made.content_type)
        return payload

    def error(self):
        headers = [(":message-type", "error"), (":error-code", "OfTomorrow"), (":error-message", MESSAGE)]
        self.add(headers, b"", "text/plain")


def cases(service, operation):
    """Streams until every event and every member of it is used."""
    root = service.outputs.of(operation.output_shape)
    union = operation.get_event_stream_output()
    node = service.outputs.of(union)
    reaches = [shapes.Reach(root), shapes.Reach(node)]
    number = 0
    while number < CASES or not all(reach.is_used() for reach in reaches):
        if number == 500:
            raise AssertionError(f"{union.name} has members that no case uses")
        yield case(service, operation, root, node, number)
        number += 1


def case(service, operation, root, node, number):
    name = service.name("events", operation, f"{number:02}")
    values, source = service.values(service.outputs, root, name, number, limits=False, xml=service.xml)
    value = values.value(root)
    stream = Stream(service.protocol, bodies.writer(service.protocol, source), source)
    status, headers = 200, {"x-amzn-requestid": REQUEST_ID, "content-type": MEDIA_TYPE}
    if service.protocol in INITIAL:
        stream.initial(value, root)
    else:
        own = {}
        status, _ = bodies.bind(value, root, own)
        if any(header.lower() == "content-type" for header in own):
            del headers["content-type"]
        headers.update(own)
    ending = fill(service, stream, node, name, number)
    received = service.received("events", name, operation, status, headers, stream.content)
    received["unknown"] = stream.unknown
    return received | read(service, operation, root, node, status, headers, stream, ending)


def fill(service, stream, node, name, number):
    """Puts events into a stream; gives the error at its end, by its name with its payload."""
    values, source = service.values(service.outputs, node, f"{name}::events", number, limits=False, xml=service.xml)
    members = dict(node.members)
    wanted = values.forced.get(id(node), set()) | (node.unseen if number else set())
    chosen = sorted(name for name in members if name in wanted or source.random() < 0.4)
    source.shuffle(chosen)
    exceptions = [name for name in chosen if members[name].shape.metadata.get("exception")]
    for event in chosen:
        if event in exceptions:
            continue
        for _ in range(source.choice([1, 1, 2])):
            stream.event(event, made(values, event, node, members[event]), members[event])
        if source.random() < 0.1:
            stream.of_tomorrow()
    # Whoever is wanted first, or an error in one of three.
    exceptions.sort(key=lambda name: name not in wanted)
    if exceptions and (exceptions[0] in wanted or number % 3 == 0):
        last = exceptions[0]
        return last, stream.exception(last, made(values, last, node, members[last]), members[last])
    if number % 10 == 7:
        return "OfTomorrow", stream.exception("OfTomorrow", {}, None)
    if number % 10 == 8:
        stream.error()
    return None, b""


def made(values, name, node, member):
    node.unseen.discard(name)
    values.left = 30
    return values.value(member, 1)


def read(service, operation, root, node, status, headers, stream, ending):
    """What botocore reads."""
    events, error = [], None
    body = Body(stream.content, stream.source)
    try:
        response = service.parser.parse(service.answer(operation, status, headers, body), operation.output_shape)
        response.pop("ResponseMetadata", None)
        received = response.pop(operation.output_shape.event_stream_name)
        try:
            for event in received:
                events.append(event)
        except EventStreamError as failure:
            error = told(service, failure.response["Error"], node, *ending)
    except Exception as failure:
        return {"fails": f"{type(failure).__name__}: {failure}"}
    return {
        "read": service.in_json(response, root),
        "events": [service.in_json(event, node) for event in events],
        "error": error,
    }


def told(service, error, node, name, payload):
    """What botocore reads of an error, with the members that its reader has and drops."""
    shape = node.shape.members.get(name)
    told = {"code": error["Code"], "message": error["Message"], "variant": None, "read": {}}
    if shape is None:
        return told
    parser = service.parser._event_stream_parser
    members = parser._parse_shape(shape, parser._initial_body_parse(payload))
    return told | {
        "variant": name,
        "read": service.in_json(members, dict(node.members)[name]),
    }
