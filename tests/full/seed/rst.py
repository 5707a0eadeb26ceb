"""Reads a page of boto3's reference: the part of reStructuredText that it uses. Read by: check.py.

Text becomes blocks: ("p", Inline) for a paragraph, ("ul", [blocks of an item, …]) for a list.
"""

import re

from inline import Inline

INLINE = re.compile(
    r"`(?P<text>[^`]*?)\s*<(?P<href>[^`>]+)>`__?"
    r"|``(?P<code>.+?)``"
    r"|:[a-z:]+:`(?P<role>[^`]+)`"
    r"|\*\*(?P<strong>.+?)\*\*"
    r"|\*(?P<em>.+?)\*"
    r"|\\(?P<escaped>.)"
)


def inline(text):
    """A paragraph's text with what is marked in it."""
    found = Inline()
    at = 0
    for match in INLINE.finditer(text):
        found.add(text[at:match.start()])
        at = match.end()
        kind = match.lastgroup
        if kind == "href":
            found.add(re.sub(r"\\(.)", r"\1", match["text"]), "link", match["href"])
        elif kind == "escaped":
            found.add(match["escaped"])
        else:
            found.add(match[kind], kind)
    found.add(text[at:])
    return found.tidy()


def indented(text):
    """(indent, text) of each line; a blank one is None."""
    return [(len(line) - len(line.lstrip()), line.strip()) if line.strip() else None for line in text.splitlines()]


def below(lines, at, indent):
    """The end of the lines that are deeper than `indent`, from `at` on."""
    while at < len(lines) and (lines[at] is None or lines[at][0] > indent):
        at += 1
    return at


def blocks(lines):
    """The paragraphs and `*` lists of a description; `-` items, which are members, end it."""
    result, at = [], 0
    while at < len(lines):
        if lines[at] is None:
            at += 1
            continue
        indent, text = lines[at]
        if text.startswith("- "):
            at = below(lines, at + 1, indent)
        elif text.startswith("* "):
            end = below(lines, at + 1, indent)
            item = blocks([(indent + 2, text[2:])] + lines[at + 1:end])
            if not result or result[-1][0] != "ul":
                result.append(("ul", []))
            result[-1][1].append(item)
            at = end
        else:
            words = []
            while at < len(lines) and lines[at] is not None and not lines[at][1].startswith(("- ", "* ")):
                words.append(lines[at][1])
                at += 1
            result.append(("p", inline(" ".join(words))))
    return result


class Member:
    """A member of a structure, or an element, key or value (whose name is None)."""

    def __init__(self, name, type_name, lines):
        self.name = name
        self.type_name = type_name
        self.blocks = blocks(lines)
        self.members = members(lines)


MEMBER = re.compile(r"- (?:\*\*(?P<name>\w+)\*\* )?\*\((?P<type>\w+)\) --\*")


def members(lines):
    """The `-` items at the top of these lines."""
    result, at = [], 0
    while at < len(lines):
        match = lines[at] and MEMBER.match(lines[at][1])
        end = below(lines, at + 1, lines[at][0]) if match else at + 1
        if match:
            result.append(Member(match["name"], match["type"], lines[at + 1:end]))
        at = end
    return result


class Page:
    """The facts of a page of one operation."""

    def __init__(self, text):
        self.method = re.search(r"\.\. py:method:: \w+\.Client\.(\w+)", text)[1]
        summary, rest = text.split("**Request Syntax**", 1)
        self.summary = blocks(indented(summary.split("(**kwargs)", 1)[1]))
        request, response = rest.split(":returns:", 1)
        self.request = self._parameters(request)
        response, exceptions = response.split("**Exceptions**", 1)
        syntax, structure = response.split("**Response Structure**", 1)
        self.enums = {
            name: re.findall(r"'([^']+)'", values)
            for name, values in re.findall(r"'(\w+)': ('[^'\n]+'(?:\|'[^'\n]+')*)", syntax)
            if values != "'string'"
        }
        self.response = members(indented(structure))[0].members
        self.exceptions = re.findall(r"Client\.exceptions\.(\w+)`", exceptions)

    def _parameters(self, text):
        result = []
        for part in text.split(":type ")[1:]:
            name, type_name = re.match(r"(\w+): (\w+)", part).groups()
            lines = indented(part.split(f":param {name}:", 1)[1].split(":rtype:")[0])
            result.append(Member(name, type_name, lines))
        return result
