"""The shapes of a botocore model as a graph, each made once, and which of their members no case has used.

Read by: worker.py.

botocore makes a shape anew each time it is asked for one; here a reference is resolved once, which changes no fact.
"""

from collections import deque

from botocore.model import ShapeResolver
from botocore.utils import is_json_value_header

FAR = 10**6


def resolve_once():
    """Lets botocore resolve each reference of a model once."""
    resolve = ShapeResolver.resolve_shape_ref

    def once(self, reference):
        # The model lives as long as the resolver does, and so the id of each of its references.
        known = self._shape_cache.get(id(reference))
        if known is None:
            known = self._shape_cache[id(reference)] = resolve(self, reference)
        return known

    ShapeResolver.resolve_shape_ref = once


class Node:
    """A shape, as one member has it."""

    __slots__ = (
        "shape", "name", "kind", "enum", "least", "most", "location", "wire_name", "format", "json_value", "host_label",
        "members", "required", "element", "key", "payload", "flattened", "attribute", "namespace", "cheapest", "cost", "unseen",
        "token", "streaming",
    )  # fmt: skip

    def __init__(self, shape):
        facts = shape.serialization
        self.shape = shape
        self.name = shape.name
        self.kind = shape.type_name
        self.enum = list(getattr(shape, "enum", None) or ())
        self.least = shape.metadata.get("min")
        self.most = shape.metadata.get("max")
        self.location = facts.get("location")
        self.wire_name = facts.get("name")
        self.format = facts.get("timestampFormat")
        self.json_value = is_json_value_header(shape)
        self.host_label = bool(facts.get("hostLabel"))
        self.payload = facts.get("payload")
        self.flattened = bool(facts.get("flattened"))
        self.attribute = bool(facts.get("xmlAttribute"))
        self.namespace = facts.get("xmlNamespace")
        self.token = bool(shape.metadata.get("idempotencyToken"))
        self.streaming = bool(facts.get("streaming"))
        self.members = ()
        self.required = frozenset()
        self.element = self.key = self.cheapest = self.unseen = None
        self.cost = 0
        if self.kind == "structure" and getattr(shape, "is_document_type", False):
            self.kind = "document"
        elif self.kind == "structure" and getattr(shape, "is_tagged_union", False):
            self.kind = "union"


class Graph:
    """The nodes of one service."""

    def __init__(self):
        self._nodes = {}
        # By the name of a structure: its members that no case has used yet.
        self._unseen = {}

    def of(self, shape):
        """The node of a shape, with all that it reaches."""
        if id(shape) in self._nodes:
            return self._nodes[id(shape)]
        fresh = []
        root = self._node(shape, fresh)
        for node in fresh:  # It grows while it is gone through.
            if node.kind in ("structure", "union"):
                # Streams of events are beside what serializers and parsers do.
                members = [
                    (name, member) for name, member in node.shape.members.items() if not member.serialization.get("eventstream")
                ]
                node.members = [(name, self._node(member, fresh)) for name, member in members]
                node.required = frozenset(node.shape.required_members).intersection(name for name, _ in members)
                node.unseen = self._unseen.setdefault(node.name, {name for name, _ in node.members})
            elif node.kind == "list":
                node.element = self._node(node.shape.member, fresh)
            elif node.kind == "map":
                node.key = self._node(node.shape.key, fresh)
                node.element = self._node(node.shape.value, fresh)
        self._measure(fresh)
        return root

    def _node(self, shape, fresh):
        node = self._nodes.get(id(shape))
        if node is None:
            node = self._nodes[id(shape)] = Node(shape)
            fresh.append(node)
        return node

    @staticmethod
    def _measure(nodes):
        """How deep the smallest value of each is, and which variant of a union leads to it."""
        compound = [node for node in nodes if node.kind in ("structure", "union", "list", "map")]
        for node in compound:
            node.cost = FAR
        changed = True
        while changed:
            changed = False
            for node in compound:
                if node.kind == "structure":
                    cost = 1 + max((member.cost for name, member in node.members if name in node.required), default=0)
                elif node.kind == "union":
                    cost, node.cheapest = min(((1 + member.cost, name) for name, member in node.members), default=(1, None))
                else:
                    cost = 1 + (node.element.cost if node.least else 0)
                if cost < node.cost:
                    node.cost, changed = cost, True

    def unused(self):
        """The members that no case has used, of all structures that were reached."""
        return sorted((name, member) for name, members in self._unseen.items() for member in members)


class Reach:
    """The structures below a root, each with the shortest way to it."""

    def __init__(self, root):
        self._parent = {id(root): None}
        self._structures = []
        waiting = deque([root])
        while waiting:
            node = waiting.popleft()
            if node.kind in ("structure", "union"):
                self._structures.append(node)
                children = node.members
            elif node.element is not None:
                children = [(None, node.element)]
            else:
                continue
            for name, child in children:
                if id(child) not in self._parent:
                    self._parent[id(child)] = (node, name)
                    waiting.append(child)

    def ways(self, most):
        """For up to `most` structures that have unused members: the nodes to go through, by id, each with the members to set."""
        self._structures = [node for node in self._structures if node.unseen]
        forced = {}
        for target in self._structures[:most]:
            forced.setdefault(id(target), set())
            step = self._parent[id(target)]
            while step is not None:
                node, name = step
                forced.setdefault(id(node), set()).add(name)
                step = self._parent[id(node)]
        return forced

    def is_used(self):
        """Whether every member below the root is used."""
        self._structures = [node for node in self._structures if node.unseen]
        return not self._structures
