"""Anchors and aliases, with a limit on what they can blow up to."""

from __future__ import annotations

from osloregion_slides.findings import Finding, Span, error
from osloregion_slides.outline.nearest import did_you_mean
from osloregion_slides.outline.nodes import Mapping, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node

EXPANSIONS = 100_000
"""So many nodes may aliases stand for in all; 5000 slides of 20 nodes each would still pass."""


class Anchors:
    """The anchored nodes of one file; aliases share the node, and what they stand for is counted."""

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._nodes: dict[str, Node] = {}
        self._begun: set[str] = set()
        self._sizes: dict[int, tuple[int, int]] = {}
        self._expanded = 0

    @property
    def are_there(self) -> bool:
        """Whether the file has any."""
        return bool(self._nodes or self._begun)

    def begin(self, name: str) -> None:
        """Note that the node with this anchor has begun and has no end yet."""
        self._begun.add(name)
        self._nodes.pop(name, None)

    def add(self, name: str, node: Node) -> None:
        """Remember a whole node by its anchor; a later anchor of the same name replaces it."""
        self._begun.discard(name)
        self._nodes[name] = node

    def find(self, name: str, at: Span, level: int) -> Node | Finding:
        """Return the node an alias at ``level`` stands for, or what is wrong with the alias."""
        node = self._nodes.get(name)
        if node is None:
            if name in self._begun:
                return error("alias-cycle", at, f"`*{name}` stands inside of what it stands for")
            hint = did_you_mean(name, self._nodes) or "put a text that begins with `*` in quotes"
            return error("unknown-alias", at, f"no `&{name}` comes before `*{name}`", hint)
        size, height = self._measure(node)
        self._expanded += size
        if self._expanded > EXPANSIONS:
            return error("too-many-aliases", at, f"aliases stand for more than {EXPANSIONS} nodes")
        if level + height > self._depth:
            return error("too-deep", at, f"with this alias the outline is nested more than {self._depth} levels deep")
        return node

    def _measure(self, node: Node) -> tuple[int, int]:
        """Return the nodes and the levels of a tree. Recursion ends: ``find`` and the builder bound its height."""
        known = self._sizes.get(id(node))
        if known is None:
            children: tuple[Node, ...] = ()
            if isinstance(node, Mapping):
                children = tuple([entry.value for entry in node.entries])
            elif isinstance(node, Sequence):
                children = node.items
            size, height = 1, 0
            for child in children:
                more, deeper = self._measure(child)
                size, height = size + more, max(height, deeper)
            known = self._sizes[id(node)] = (size, height + (not hasattr(node, "text")))
        return known
