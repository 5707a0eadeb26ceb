"""Values of any shape of a botocore model, from a seeded source. Read by: worker.py.

Lengths, ranges and enums of the model hold; patterns do not, because neither botocore nor tinsmith checks them. A value is
one that its place on the wire can hold: a header has no line breaks, a host's label no spaces.
"""

import datetime
import math

UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = datetime.timedelta(microseconds=1)

# What breaks writers and readers: nothing, quotes, escapes, separators that JavaScript cannot hold, every plane of Unicode,
# and what looks like another type. XML can hold all of it.
TEXTS = [
    "",
    "a",
    "plain words",
    'say "hello"',
    "it's",
    "back\\slash \\n \\u0041",
    "line\nbreak\ttab",
    "caf\u00e9 \u00df \u0416 \u05d0",
    "\u65e5\u672c\u8a9e",
    "\U0001f980\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u2028\ufeff\u0085",
    "\ud7ff\ue000\ufffd\U0010ffff",
    "<script>alert(1)</script> &amp; %20 + ?&=",
    "]]>",
    "a~b/c+d%e f*g",
    "null",
    "true",
    "-12.5e3",
    "  edges  ",
    "/../{label}/#fragment",
]
# And what XML cannot.
CONTROLS = ["\x00\x01\x08\x0b\x0c\x1f\x7f", "carriage\r\nreturn"]
LABELS = [
    "a",
    "plain words",
    "a/b//c",
    "caf\u00e9",
    "\U0001f980",
    "a~b+c%20*",
    "{label}",
    "x?y=z&#f",
    "arn:aws:iam::1:role/r",
    ".hidden",
]
HEADERS = ["a", "plain words", 'say "hello"', "one; two=3", "a~b/c+d%e", "W/\"tag\"", "true", "12"]
HEADER_ITEMS = ["a", "plain words", "one; two=3", "a~b/c+d%e", "true"]
HEADER_KEYS = ["a", "some-key", "x_y.z", "key9"]
HOSTS = ["a", "label", "a-b-9", "x1"]

INTEGERS = [0, 1, -1, 7, 23, 24, 127, 128, -129, 255, 256, 65_535, 65_536, 2**31 - 1, -(2**31)]
LONGS = INTEGERS + [2**31, 2**32, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63)]
DOUBLES = [0.0, 1.0, -1.5, 0.1, 1e-7, 33.333333333333336, 100.0, 1e22, 5e-324, 1.7976931348623157e308, -123456.789]
FLOATS = [0.0, 1.0, -1.5, 0.25, 1024.0, 65504.0]
SPECIAL = [math.nan, math.inf, -math.inf]

MOMENTS = [
    EPOCH,
    datetime.datetime(2015, 11, 1, 12, 30, 45, tzinfo=UTC),
    datetime.datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
    datetime.datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime.datetime(1900, 1, 1, 0, 0, 1, tzinfo=UTC),
    datetime.datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    datetime.datetime(1000, 1, 1, tzinfo=UTC),
    datetime.datetime(9999, 12, 30, tzinfo=UTC),
    datetime.datetime(1, 1, 2, tzinfo=UTC),
]
# What services send for "never".
END_OF_TIME = datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
PARTS_OF_SECONDS = [
    datetime.datetime(2026, 2, 28, 23, 59, 59, 123_000, tzinfo=UTC),
    datetime.datetime(2024, 2, 29, 0, 0, 0, 1, tzinfo=UTC),
    datetime.datetime(2001, 9, 9, 1, 46, 40, 999_999, tzinfo=UTC),
]

BLOBS = [b"", b"\x00", b"\xff\xfe\xfd", b"plain", bytes(range(256))]
DOCUMENTS = [
    {}, [], "text", 7, -1.5, True, {"a": [1, None, {"b": "\U0001f980"}], "": False}, [[[]], {"x": 2**53}], 2**63 - 1,
]  # fmt: skip

# A variant that no model lists.
UNKNOWN = "aMemberOfTomorrow"

# Below the first of these depths nothing is made but what is required and what a case goes to; below the second not even that,
# as a way can lead to itself by what is required.
DEEPEST = 6
LONGEST_WAY = 30


class Inputs:
    """Makes values: one of these for each case."""

    def __init__(self, source, share, budget, forced, limits=True, xml=False):
        self.source = source
        self.random = source.random
        # How likely an optional member is set, and about how many values are made.
        self.share = share
        self.left = budget
        self.forced = forced
        self.limits = limits
        self.texts = TEXTS if xml else TEXTS + CONTROLS
        self.moments = MOMENTS + PARTS_OF_SECONDS if limits else MOMENTS + PARTS_OF_SECONDS + [END_OF_TIME]
        # Whether there is anything in it that JSON has no form for.
        self.is_special = False
        self.makers = {
            "structure": self._structure,
            "union": self._union,
            "list": self._list,
            "map": self._map,
            "string": self._string,
            "character": self._string,
            "boolean": self._boolean,
            "integer": self._integer,
            "long": self._long,
            "float": self._float,
            "double": self._double,
            "timestamp": self._timestamp,
            "blob": self._blob,
            "document": self._document,
        }

    def pick(self, options):
        return options[int(self.random() * len(options))]

    def value(self, node, depth=0, place=None):
        self.left -= 1
        return self.makers[node.kind](node, depth, place)

    def _structure(self, node, depth, place):
        forced = self.forced.get(id(node)) if depth < LONGEST_WAY else None
        # What is used is used up before anything below it is made: so no way leads in a circle.
        unseen = node.unseen
        wanted = unseen if forced is not None else ()
        share = self.share * 0.8**depth
        result = {}
        for name, member in node.members:
            if not (
                name in node.required
                or name in wanted
                or forced and name in forced
                or self.left > 0 and depth < DEEPEST and self.random() < share
            ):
                continue
            unseen.discard(name)
            where = place
            if depth == 0:
                where = "host" if member.host_label else member.location
            result[name] = self.value(member, depth + 1, where)
        return result

    def _union(self, node, depth, place):
        forced = self.forced.get(id(node)) if depth < LONGEST_WAY else None
        if forced:
            name = min(forced)
        elif forced is not None and node.unseen:
            name = min(node.unseen)
        elif self.left <= 0 or depth >= DEEPEST:
            name = node.cheapest
        else:
            name = self.pick(node.members)[0]
        if name is None or not self.limits and not forced and self.random() < 0.05:
            # What it is read as, too.
            self.is_special = True
            return {UNKNOWN: {}}
        node.unseen.discard(name)
        member = next(member for known, member in node.members if known == name)
        return {name: self.value(member, depth + 1, place)}

    def _count(self, node, depth):
        least = node.least or 0 if self.limits else 0
        most = 3 if self.left > 0 and depth < DEEPEST else 0
        if depth < LONGEST_WAY and id(node) in self.forced:
            most = max(most, 1)
            least = max(least, 1)
        if self.limits and node.most is not None:
            most = min(most, node.most)
        return max(least, int(self.random() * (most + 1)))

    def _list(self, node, depth, place):
        if place in ("header", "querystring"):
            place += "-item"
        return [self.value(node.element, depth + 1, place) for _ in range(self._count(node, depth))]

    def _map(self, node, depth, place):
        keys = {}
        count = self._count(node, depth)
        key_place = {"headers": "header-key", "querystring": "uri", None: "map-key"}.get(place, place)
        for attempt in range(count):
            key = self.value(node.key, depth + 1, key_place)
            if key in keys and not node.key.enum and attempt < (node.least or 1):
                key += str(attempt)
            keys[key] = None
        # The runtime's maps are sorted: then the entries that botocore counts come in the same order.
        value_place = "header" if place == "headers" else place
        return {key: self.value(node.element, depth + 1, value_place) for key in sorted(keys)}

    def _string(self, node, depth, place):
        if node.json_value:
            self.is_special = True
            return self.pick(DOCUMENTS[:5])
        if node.enum:
            if not self.limits and self.random() < 0.1 and place is None:
                return self.pick(["A_VALUE_OF_TOMORROW", "", "quote\" and \u00e9"])
            return self.pick(node.enum)
        if place is None or place == "map-key":
            text = self.pick(self.texts)
            if self.random() < 0.01:
                text = (text + "x\u00e9\U0001f980\"\\\n") * (2_000 // (len(text) + 6))
        else:
            text = self.pick(PLACES[place])
        if not self.limits:
            return text
        if node.most is not None and len(text) > node.most:
            text = text[: node.most]
            if place is not None:
                text = text.strip() or "a"[: node.most]
        if node.least and len(text) < node.least:
            text += "p" * (node.least - len(text))
        return text

    def _number(self, node, pool):
        if self.limits and (node.least is not None or node.most is not None):
            least = min(pool) if node.least is None else node.least
            most = max(pool) if node.most is None else node.most
            kind = type(pool[0])
            pool = [number for number in pool if least <= number <= most] or [kind(least), kind(most)]
        return self.pick(pool)

    def _integer(self, node, depth, place):
        return self._number(node, INTEGERS)

    def _long(self, node, depth, place):
        return self._number(node, LONGS)

    def _float(self, node, depth, place):
        return self._real(node, FLOATS)

    def _double(self, node, depth, place):
        return self._real(node, DOUBLES)

    def _real(self, node, pool):
        if node.least is None and node.most is None and self.random() < 0.1:
            self.is_special = True
            return self.pick(SPECIAL)
        return self._number(node, pool)

    def _boolean(self, node, depth, place):
        return self.random() < 0.5

    def _timestamp(self, node, depth, place):
        return self.pick(self.moments)

    def _blob(self, node, depth, place):
        blob = self.pick(BLOBS)
        if self.limits:
            if node.most is not None:
                blob = blob[: node.most]
            if node.least and len(blob) < node.least:
                blob += b"p" * (node.least - len(blob))
        return blob

    def _document(self, node, depth, place):
        return self.pick(DOCUMENTS)


PLACES = {
    "uri": LABELS,
    "host": HOSTS,
    "header": HEADERS,
    "header-item": HEADER_ITEMS,
    "header-key": HEADER_KEYS,
    "headers": HEADERS,
    "querystring": TEXTS + CONTROLS,
    "querystring-item": TEXTS + CONTROLS,
    "statusCode": [],
}


def micros(moment):
    """A moment as whole microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND
