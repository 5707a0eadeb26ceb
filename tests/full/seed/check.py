"""Checks that each fact of a page of boto3's reference stands in the documentation rustdoc made of the same operation.

`check.py PAGE.rst DOC`: DOC is the documentation of a crate with the service in its module `discovery`. Read by: ../run.
"""

import pathlib
import re
import sys

import rst
import rustdoc

passed, failed = 0, []


def fact(what, holds):
    """Counts a fact; the failed ones are named at the end."""
    global passed
    if holds:
        passed += 1
    else:
        failed.append(what)


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def camel(name):
    return "".join(word.capitalize() for word in name.split("_"))


def at_path(found, path):
    """The blocks of the item that a path of (which list, which item) leads to."""
    for which_list, which_item in path:
        lists = [content for kind, content in found if kind == "ul"]
        if which_list >= len(lists) or which_item >= len(lists[which_list]):
            return []
        found = lists[which_list][which_item]
    return found


def described(where, expected, found, path=()):
    """Each sentence, link, code and emphasis of `expected`, in `found` at the same place of the same nested lists."""
    paragraphs = [content for kind, content in at_path(found, path) if kind == "p"]
    marks = [mark for paragraph in paragraphs for mark in paragraph.marks]
    place = where + "".join(f", list {a + 1} item {b + 1}" for a, b in path)
    lists = 0
    for kind, content in expected:
        if kind == "ul":
            for index, item in enumerate(content):
                described(where, item, found, (*path, (lists, index)))
            lists += 1
            continue
        if content.text.startswith("See also:"):
            # boto3's own words, which are no part of the model: the link counts.
            for _, _, href in content.marks:
                fact(f"{place}: link to {href}", href in [mark[2] for mark in marks])
            continue
        for sentence in content.sentences():
            fact(f"{place}: sentence {sentence!r}", any(sentence in paragraph.text for paragraph in paragraphs))
        for mark in content.marks:
            fact(f"{place}: {mark[0]} {mark[1]!r} {mark[2] or ''}", mark in marks)


def named(members):
    """The members that have a name, at any depth."""
    for member in members:
        if member.name is not None:
            yield member
        yield from named(member.members)


class Checker:
    """Compares the page with the documentation of the service's module."""

    def __init__(self, page, service):
        self.page = page
        self.service = service

    def check(self):
        operation = camel(self.page.method)
        self.operation(operation)
        for suffix, members in (("Request", self.page.request), ("Response", self.page.response)):
            page = rustdoc.Page(self.service / f"struct.{operation}{suffix}.html")
            fact(f"struct {operation}{suffix}", page.exists)
            self.structure(f"{operation}{suffix}", page, members)
        errors = rustdoc.Page(self.service / f"enum.{operation}Error.html")
        for name in self.page.exceptions:
            fact(f"exception {name}: variant", errors.declaration(f"variant.{name}") is not None)
            fact(f"exception {name}: struct", rustdoc.Page(self.service / "errors" / f"struct.{name}.html").exists)

    def operation(self, operation):
        client = rustdoc.Page(self.service / "struct.Client.html")
        method = f"method.{self.page.method}"
        fact(f"method {self.page.method}", client.declaration(method) is not None)
        page = rustdoc.Page(self.service / f"struct.{operation}.html")
        fact(f"page of {operation}", page.exists)
        described(f"page of {operation}", self.page.summary, rustdoc.blocks(page.docs()))
        # The method repeats what the operation does, and leads to the page.
        described(f"method {self.page.method}", self.page.summary[:1], rustdoc.blocks(client.docs(method)))
        elements = list((page.docs() or page.root).all())
        skeletons = [element.text() for element in elements if element.tag == "pre"]
        for member in self.page.request:
            fact(f"request skeleton: {snake(member.name)}", any(f".{snake(member.name)}(" in text for text in skeletons))
        tree = {element.text() for element in elements if element.tag == "code"}
        for member in named(self.page.response):
            fact(f"response tree: {snake(member.name)}", snake(member.name) in tree)

    def structure(self, owner, page, members):
        for member in members:
            field = snake(member.name)
            where = f"{owner}.{field}"
            declared = page.declaration(f"structfield.{field}")
            wanted, nested = self.type_of(member, declared)
            fact(f"{where}: type {wanted} (is {declared})", declared == f"{field}:Option<{wanted}>")
            described(where, member.blocks, rustdoc.blocks(page.docs(f"structfield.{field}")))
            if nested is not None:
                name, inner = nested
                file = rustdoc.Page(self.service / "types" / f"struct.{name}.html")
                fact(f"struct {name}", file.exists)
                described(f"struct {name}", inner.blocks, rustdoc.blocks(file.docs()))
                self.structure(name, file, inner.members)

    def type_of(self, member, declared):
        """The Rust type of a member, and the (name, element) of a structure in it. The page has no names of nested types:
        those are taken from the declaration, and must lead to a page with the members."""
        named = (re.findall(r"(\w+)>*$", declared or "") or ["?"])[0]
        inner = member.members
        if member.type_name == "list":
            element, nested = self.type_of(inner[0], declared)
            return f"Vec<{element}>", nested
        if member.type_name == "dict" and [item.name for item in inner] == [None]:
            value = inner[0].members[0]
            kind = "Map" if ":Option<Map<" in (declared or "") else "BTreeMap"
            return f"{kind}<{self.type_of(inner[0], None)[0]},{self.type_of(value, None)[0]}>", None
        if member.type_name == "dict":
            return named, (named, member)
        if member.name in self.page.enums:
            self.enumeration(named, self.page.enums[member.name])
            return named, None
        types = {"string": "String", "integer": "i32", "long": "i64", "boolean": "bool", "float": "f64", "datetime": "Timestamp"}
        return types[member.type_name], None

    def enumeration(self, name, values):
        page = rustdoc.Page(self.service / "types" / f"enum.{name}.html")
        text = page.root.text()
        for value in values:
            fact(f"enum {name}: variant {camel(value)}", page.declaration(f"variant.{camel(value)}") is not None)
            fact(f"enum {name}: value {value}", value in text)
        fact(f"enum {name}: variant Unknown", page.declaration("variant.Unknown") is not None)


def main(page, documentation):
    page = rst.Page(pathlib.Path(page).read_text(encoding="utf-8"))
    Checker(page, pathlib.Path(documentation) / "discovery").check()
    for what in failed:
        print(f"missing: {what}")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
