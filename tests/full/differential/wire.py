"""How single values are spelled on the wire, and what comes beside the members that a model lists.

Read by: bodies.py, errors.py, worker.py, xml_bodies.py.
"""

import base64
import email.utils
import json

from inputs import UNKNOWN, micros

REQUEST_ID = "11111111-2222-4333-8444-555555555555"

STRAYS = [
    ("aMemberOfTomorrow", {"deep": [1, None, {"er": "\U0001f980"}], "exportId": 7}),
    ("__type", "aws.example#AResponse"),
    ("", ""),
    ('quote"back\\slash', False),
    ("aNumberOfTomorrow", -1.5e-300),
    ("aListOfTomorrow", [[[[]]], {}]),
]


def strays(source):
    """Members that no model lists."""
    return source.sample(STRAYS, int(source.random() * 3)) if source.random() < 0.4 else []


def of_tomorrow(value, source):
    """What a union's value has beside a variant that the model lists: a variant that it does not list, the name of its shape."""
    wire = [(UNKNOWN, {"deep": [1]})] if UNKNOWN in value else []
    if source.random() < 0.1:
        wire.append(("__type", "aws.example#AUnion"))
    return wire


def epoch(moment):
    """Seconds since 1970, as an integer or as the float nearest to the exact value."""
    whole, rest = divmod(micros(moment), 10**6)
    return whole if rest == 0 else (whole * 10**6 + rest) / 10**6


def rfc3339(moment):
    text = moment.replace(microsecond=0, tzinfo=None).isoformat()
    return text + (f".{moment.microsecond:06}".rstrip("0") if moment.microsecond else "") + "Z"


def http_date(moment):
    return email.utils.format_datetime(moment.replace(microsecond=0), usegmt=True)


def moment_in(format_name, moment):
    """A moment as text in one of the three formats, as botocore names them."""
    if format_name == "unixTimestamp" or format_name == "unixtimestamp":
        return repr(epoch(moment))
    return http_date(moment) if format_name == "rfc822" else rfc3339(moment)


def special(value):
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return value


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
