"""Errors as a service could send them, in each form that its protocol has. Read by: worker.py."""

from xml.etree import ElementTree

import cbor2

import bodies
from wire import REQUEST_ID

NAMESPACE = "com.amazonaws.service.v2015_11_01"
DOCUMENTATION = "http://internal.amazon.com/coral/com.amazon.coral.service/"
MESSAGE = 'why "it" failed \u00e9\U0001f980'

# The forms in which a protocol's errors come; a case takes the next one.
JSON_FORMS = ["plain", "namespace", "uri", "capital_message", "no_message"]
REST_JSON_FORMS = ["header", "header_uri", "code", "plain", "namespace", "capital_message", "no_message"]
XML_FORMS = ["plain", "no_message", "sender"]


def form(protocol, number, node):
    """The form of the error with this number. Where the error has a member called as one of the places of a code, the header
    has the code: to tell them apart in the body is left to the reader by Smithy, and botocore takes the member.
    """
    forms = XML_FORMS
    if protocol == "rest-json":
        has_code = node is not None and any((member.wire_name or name).lower() == "code" for name, member in node.members)
        forms = ["header", "header_uri"] if has_code else REST_JSON_FORMS
    elif protocol in ("json", "smithy-rpc-v2-cbor"):
        forms = JSON_FORMS
    return forms[number % len(forms)]


# What the protocols have places for in an error beside its members.
ENVELOPE = ("message", "x-amzn-errortype")
XML_ENVELOPE = ENVELOPE + ("code", "type")


def answer(protocol, bare, form, code, query_code, value, node, source):
    """Headers and body of an error with this code, whose members (if the model lists it) are these.

    `bare`: the service's errors have no element around them, as S3's. `query_code`: what the code was when the service spoke
    awsQuery, for one that tells it.
    """
    headers = {"x-amzn-requestid": REQUEST_ID}
    made = bodies.writer(protocol, source)
    headers["content-type"] = made.content_type
    if query_code is not None:
        headers["x-amzn-query-error"] = f"{query_code};Sender"
    members = []
    if node is not None:
        taken = ENVELOPE if protocol in ("json", "rest-json", "smithy-rpc-v2-cbor") else XML_ENVELOPE
        for name, member in node.members:
            if name.lower() in taken or (member.wire_name or "").lower() in taken:
                value.pop(name, None)
        members = bodies.bind(value, node, headers)[1] if protocol in ("rest-json", "rest-xml") else node.members
        # Not even as a null.
        members = [(name, member) for name, member in members if (member.wire_name or name).lower() not in taken]
    message = None if form == "no_message" else MESSAGE
    if protocol in ("json", "rest-json", "smithy-rpc-v2-cbor"):
        return headers, structured(protocol, made, form, code, message, value, members, headers)
    return headers, document(protocol, made, bare, form, code, message, value, members)


def structured(protocol, made, form, code, message, value, members, headers):
    body = made._members(value, members, ())
    if message is not None:
        body["Message" if form == "capital_message" else "message"] = message
    if form == "header":
        headers["x-amzn-errortype"] = code
    elif form == "header_uri":
        headers["x-amzn-errortype"] = f"{code}:{DOCUMENTATION}"
    elif form == "code":
        body["code"] = code
    elif form == "uri":
        body["__type"] = f"{code}:{DOCUMENTATION}"
    elif form == "namespace":
        body["__type"] = f"{NAMESPACE}#{code}"
    else:
        body["__type"] = code
    return cbor2.dumps(body) if protocol == "smithy-rpc-v2-cbor" else made._spelled(body)


def document(protocol, made, bare, form, code, message, value, members):
    if bare:
        root = error = ElementTree.Element("Error")
    elif protocol == "ec2":
        root = ElementTree.Element("Response")
        error = ElementTree.SubElement(ElementTree.SubElement(root, "Errors"), "Error")
    else:
        root = ElementTree.Element("ErrorResponse")
        error = ElementTree.SubElement(root, "Error")
    if form == "sender":
        ElementTree.SubElement(error, "Type").text = "Sender"
    ElementTree.SubElement(error, "Code").text = code
    if message is not None:
        ElementTree.SubElement(error, "Message").text = message
    made.into(error, value, members)
    ElementTree.SubElement(root, "RequestID" if protocol == "ec2" else "RequestId").text = REQUEST_ID
    # S3's errors are in no namespace.
    return made.spelled(root, named=not bare)
