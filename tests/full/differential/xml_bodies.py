"""Responses in XML: a value → a body, by the standard library. Read by: bodies.py.

What services vary is varied: the order of members, members that no model lists, comments, white space, references, namespaces.
"""

import base64
from xml.etree import ElementTree

from inputs import UNKNOWN
from wire import REQUEST_ID, moment_in, special

NAMESPACE = "http://service.example.com/doc/2020-01-01/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
ElementTree.register_namespace("xsi", XSI)


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
        if UNKNOWN in value:
            ElementTree.SubElement(ElementTree.SubElement(element, UNKNOWN), "Deep").text = "1"

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

    def spelled(self, root, named=True):
        """The text; `named` puts it into a namespace, mostly."""
        chance = self.source.random()
        if chance < 0.3:
            ElementTree.indent(root)
        if named and chance < 0.7 and "xmlns" not in root.attrib:
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
