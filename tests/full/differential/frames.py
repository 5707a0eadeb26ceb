"""Messages of event streams: headers and a payload → bytes, from the specification alone. Read by: events.py.

https://smithy.io/2.0/aws/amazon-eventstream.html: lengths, their checksum, the headers, the payload, the checksum of it all. botocore
has a reader of this and no writer.
"""

import struct
import uuid
import zlib

# The media type of a body that is a sequence of messages.
MEDIA_TYPE = "application/vnd.amazon.eventstream"

# The types of headers that hold an integer: the number of the type, the form, how many bits.
INTEGERS = [(2, "!b", 8), (3, "!h", 16), (4, "!i", 32), (5, "!q", 64)]


class Integer:
    """An integer in so many bits."""

    def __init__(self, value, bits):
        self.value = value
        self.bits = bits


class Moment:
    """Milliseconds since 1970."""

    def __init__(self, milliseconds):
        self.milliseconds = milliseconds


def message(headers, payload):
    """The bytes of a message."""
    head = b"".join(_header(name, value) for name, value in headers)
    prelude = struct.pack("!II", len(head) + len(payload) + 16, len(head))
    rest = prelude + _checksum(prelude) + head + payload
    return rest + _checksum(rest)


def _checksum(content):
    return struct.pack("!I", zlib.crc32(content))


def _header(name, value):
    name = name.encode()
    return struct.pack("!B", len(name)) + name + _value(value)


def _value(value):
    if isinstance(value, bool):
        return b"\x00" if value else b"\x01"
    if isinstance(value, Integer):
        kind, form, _ = next(known for known in INTEGERS if known[2] == value.bits)
        return struct.pack("!B", kind) + struct.pack(form, value.value)
    if isinstance(value, bytes):
        return struct.pack("!BH", 6, len(value)) + value
    if isinstance(value, str):
        content = value.encode()
        return struct.pack("!BH", 7, len(content)) + content
    if isinstance(value, Moment):
        return struct.pack("!Bq", 8, value.milliseconds)
    assert isinstance(value, uuid.UUID), value
    return struct.pack("!B", 9) + value.bytes
