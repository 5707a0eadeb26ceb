"""Reads pages that rustdoc makes. Read by: check.py.

Documentation becomes blocks as rst.py has them: ("p", Inline) and ("ul", [blocks of an item, …]).
"""

from html.parser import HTMLParser

from inline import Inline, plain

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
MARKS = {"code": "code", "em": "em", "strong": "strong"}
BLOCKS = {"p", "ul", "ol", "pre", "div", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}


class Element:
    """A node of the page; its children are elements and strings."""

    def __init__(self, tag, attributes, parent):
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children = []

    def has_class(self, name):
        return name in (self.attributes.get("class") or "").split()

    def all(self):
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.all()

    def text(self):
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


class Tree(HTMLParser):
    """The page as elements."""

    def __init__(self, text):
        super().__init__()
        self.root = self.open = Element("", {}, None)
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes), self.open)
        self.open.children.append(element)
        if tag not in VOID:
            self.open = element

    def handle_endtag(self, tag):
        at = self.open
        while at.parent is not None and at.tag != tag:
            at = at.parent
        if at.parent is not None:
            self.open = at.parent

    def handle_data(self, data):
        self.open.children.append(data)


class Page:
    """One item's page; an absent one has nothing in it."""

    def __init__(self, file):
        self.exists = file.is_file()
        self.root = Tree(file.read_text(encoding="utf-8") if self.exists else "").root
        self.ids = {element.attributes["id"]: element for element in self.root.all() if element.attributes.get("id")}

    def declaration(self, identifier):
        """The code of a field, variant or method, without blanks; None if there is no such thing."""
        element = self.ids.get(identifier)
        if element is None:
            return None
        code = next((child for child in element.all() if child.tag == "code" or child.has_class("code-header")), element)
        return "".join(code.text().split())

    def docs(self, identifier=None):
        """The documentation of a field, variant or method, or of the item itself."""
        if identifier is None:
            top = next((element for element in self.root.all() if element.has_class("top-doc")), None)
            return next((element for element in top.all() if element.has_class("docblock")), None) if top else None
        at = self.ids.get(identifier)
        # The documentation follows its heading; around a method stand a `summary` and a `details`.
        while at is not None and at.parent is not None:
            following = at.parent.children[at.parent.children.index(at) + 1:]
            following = [child for child in following if isinstance(child, Element)]
            if following:
                return following[0] if following[0].has_class("docblock") else None
            at = at.parent
        return None


def blocks(element):
    """The paragraphs and lists of a piece of documentation, in order."""
    result, loose = [], Inline()

    def close():
        nonlocal loose
        if plain(loose.text):
            result.append(("p", loose.tidy()))
        loose = Inline()

    for child in element.children if element is not None else []:
        if isinstance(child, str) or child.tag not in BLOCKS:
            inline(child, loose)
            continue
        close()
        if child.tag in ("ul", "ol"):
            items = [item for item in child.children if isinstance(item, Element) and item.tag == "li"]
            result.append(("ul", [blocks(item) for item in items]))
        elif child.tag == "div":
            result.extend(blocks(child))
        else:
            for part in child.children:
                inline(part, loose)
            close()
    close()
    return result


def inline(node, into):
    """Adds a node's text and marks."""
    if isinstance(node, str):
        into.add(node)
        return
    if node.tag == "a":
        into.add("", None)
        into.marks.append(("link", plain(node.text()), node.attributes.get("href")))
    elif node.tag in MARKS:
        into.marks.append((MARKS[node.tag], plain(node.text()), None))
    for child in node.children:
        inline(child, into)
