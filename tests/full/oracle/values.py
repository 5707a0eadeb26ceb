"""Values of any shape of a botocore model, from a seeded source. Read by: make_cases.py.

Lengths, ranges and enums of the model hold; patterns do not, because neither botocore nor tinsmith checks them.
"""

import base64
import datetime

UTC = datetime.timezone.utc

# What breaks writers and readers: nothing, quotes, escapes, controls, separators that JavaScript cannot hold, every
# plane of Unicode, and what looks like another type.
STRINGS = [
    "",
    "a",
    "plain words",
    'say "hello"',
    "back\\slash \\n \\u0041",
    "line\nbreak\r\ttab",
    "\x00\x01\x08\x0b\x0c\x1f\x7f",
    "caf\u00e9 \u00df \u0416 \u05d0",
    "\u65e5\u672c\u8a9e",
    "\U0001f980\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u2028\u2029\ufeff\u0085",
    "\ud7ff\ue000\ufffd\U0010ffff",
    "<script>alert(1)</script> &amp; %20 + ?&=",
    "null",
    "true",
    "-12.5e3",
    "  edges  ",
    "/../{label}/#fragment",
]

INTEGERS = [0, 1, -1, 7, 127, 128, -129, 65_536, 2**31 - 1, -(2**31)]
LONGS = INTEGERS + [2**31, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63)]
FLOATS = [0.0, 1.0, -1.5, 0.1, 1e-7, 33.333333333333336, 100.0, 1e22, 5e-324, 1.7976931348623157e308]

TIMESTAMPS = [
    datetime.datetime(1970, 1, 1, tzinfo=UTC),
    datetime.datetime(2015, 11, 1, 12, 30, 45, tzinfo=UTC),
    datetime.datetime(2026, 2, 28, 23, 59, 59, 123_000, tzinfo=UTC),
    datetime.datetime(2024, 2, 29, 0, 0, 0, 1, tzinfo=UTC),
    datetime.datetime(1969, 12, 31, 23, 59, 59, 500_000, tzinfo=UTC),
    datetime.datetime(1900, 1, 1, 0, 0, 1, tzinfo=UTC),
    datetime.datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    datetime.datetime(9999, 12, 30, tzinfo=UTC),
    datetime.datetime(1, 1, 2, tzinfo=UTC),
]

# What services send for "never"; it has cases of its own.
END_OF_TIME = datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


class Values:
    """Makes values of shapes. Optional members are chosen by `want(structure name, member name)`."""

    def __init__(self, source, want, ignore_limits=False, least_items=0, timestamps=tuple(TIMESTAMPS)):
        self.source = source
        self.want = want
        self.ignore_limits = ignore_limits
        self.least_items = least_items
        self.timestamps = timestamps
        self.used = set()
        self.has_timestamp = False

    def value(self, shape, depth=0):
        return getattr(self, f"_{shape.type_name}")(shape, depth)

    def _structure(self, shape, depth):
        required = set(shape.required_members)
        names = list(shape.members)
        if getattr(shape, "is_tagged_union", False):
            names = [self.source.choice(names)]
            required = set(names)
        result = {}
        for name in names:
            if depth > 6 and name not in required:
                continue
            if name in required or self.want(shape.name, name):
                self.used.add((shape.name, name))
                result[name] = self.value(shape.members[name], depth + 1)
        return result

    def _limits(self, shape, default_most):
        if self.ignore_limits:
            return self.least_items, default_most
        least = shape.metadata.get("min", 0)
        return least, max(least, min(default_most, shape.metadata.get("max", default_most)))

    def _list(self, shape, depth):
        least, most = self._limits(shape, 3)
        return [self.value(shape.member, depth + 1) for _ in range(self.source.randint(least, most))]

    def _map(self, shape, depth):
        least, most = self._limits(shape, 3)
        count = self.source.randint(least, most)
        return {self.value(shape.key, depth + 1): self.value(shape.value, depth + 1) for _ in range(count)}

    def _string(self, shape, depth):
        if shape.enum:
            if self.ignore_limits and self.source.random() < 0.15:
                return self.source.choice(["A_VALUE_OF_TOMORROW", "", "quote\" and \u00e9"])
            return self.source.choice(shape.enum)
        least, most = (0, 10_000) if self.ignore_limits else self._limits(shape, 10_000)
        text = self.source.choice(STRINGS)
        if self.source.random() < 0.04:
            text = (text + "x\u00e9\U0001f980\"\\\n") * (2_000 // (len(text) + 6))
        text = text[:most]
        return text + "p" * (least - len(text))

    _character = _string

    def _number(self, shape, pool):
        if not self.ignore_limits:
            least = shape.metadata.get("min", pool[0] if len(pool) == 1 else min(pool))
            most = shape.metadata.get("max", max(pool))
            pool = [number for number in pool if least <= number <= most] + [type(pool[0])(least), type(pool[0])(most)]
        return self.source.choice(pool)

    def _integer(self, shape, depth):
        return self._number(shape, INTEGERS)

    def _long(self, shape, depth):
        return self._number(shape, LONGS)

    def _double(self, shape, depth):
        return self._number(shape, FLOATS)

    def _float(self, shape, depth):
        return self._number(shape, [0.0, 1.0, -1.5, 0.25, 1024.0])

    def _boolean(self, shape, depth):
        return self.source.random() < 0.5

    def _timestamp(self, shape, depth):
        self.has_timestamp = True
        return self.source.choice(self.timestamps)

    def _blob(self, shape, depth):
        return self.source.choice([b"", b"\x00", b"\xff\xfe\xfd", b"plain", bytes(range(256))])


def micros(moment):
    """A moment as whole microseconds since 1970."""
    return (moment - TIMESTAMPS[0]) // datetime.timedelta(microseconds=1)


def as_json(value, timestamp):
    """A value as botocore takes or gives it, with each moment as `timestamp(moment)` and each blob in base64."""
    if isinstance(value, dict):
        return {key: as_json(item, timestamp) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item, timestamp) for item in value]
    if isinstance(value, datetime.datetime):
        return timestamp(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value
