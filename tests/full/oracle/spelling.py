"""How values are spelled: as a caller writes them, and as a service could send them. Read by: make_cases.py."""

import base64
import json
import re

from values import micros

RAW_NUMBER = re.compile(r'"@number:([^"@]+)@"')


def rfc3339(moment):
    """`2015-11-01T12:30:45.5Z`."""
    text = moment.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    return text + (f".{moment.microsecond:06}".rstrip("0") if moment.microsecond else "") + "Z"


def epoch(moment):
    """Seconds since 1970, as an integer or as the float nearest to the exact value."""
    whole, rest = divmod(micros(moment), 10**6)
    return whole if rest == 0 else (whole * 10**6 + rest) / 10**6


def stray(source):
    """Members that no model lists."""
    extra = [
        ("aMemberOfTomorrow", {"deep": [1, None, {"er": "\U0001f980"}], "exportId": 7}),
        ("__type", "aws.example#AResponse"),
        ("", ""),
        ('quote"back\\slash', False),
        ("number", -1.5e-300),
        ("list", [[[[]]], {}]),
    ]
    return source.sample(extra, source.randint(0, 3))


def on_wire(value, shape, source):
    """The value as JSON that a service could send: members shuffled, with nulls and strangers between them."""
    if value is None:
        return None
    kind = shape.type_name
    if kind == "structure":
        return structure_on_wire(value, shape, source)
    if kind == "list":
        return [on_wire(item, shape.member, source) for item in value]
    if kind == "map":
        return {key: on_wire(item, shape.value, source) for key, item in value.items()}
    if kind == "timestamp":
        return moment_on_wire(value, source)
    if kind == "blob":
        return base64.b64encode(value).decode()
    return value


def structure_on_wire(value, shape, source):
    members = []
    for name, member in shape.members.items():
        wire_name = member.serialization.get("name", name)
        if name in value:
            members.append((wire_name, on_wire(value[name], member, source)))
        elif source.random() < 0.3:
            members.append((wire_name, None))
    members += stray(source)
    source.shuffle(members)
    return dict(members)


def moment_on_wire(moment, source):
    """Seconds since 1970 in one of the spellings that services use: 1446381045, 1446381045.0 and 1.446381045E9."""
    number = epoch(moment)
    spelling = source.choice(["plain", "fraction", "scientific"])
    if spelling == "plain" or number == 0:
        return number
    if spelling == "fraction":
        return float(number)
    digits, _, exponent = f"{float(number):.16E}".partition("E")
    return f"@number:{digits.rstrip('0').rstrip('.')}E{int(exponent)}@"


def spelled(body, source):
    """The body's bytes: compact or loose, escaped or not."""
    style = source.choice([
        {"separators": (",", ":")},
        {},
        {"indent": 2, "ensure_ascii": False},
        {"separators": (" , ", "\t:\r\n"), "ensure_ascii": False},
    ])
    return RAW_NUMBER.sub(r"\1", json.dumps(body, **style)).encode()
