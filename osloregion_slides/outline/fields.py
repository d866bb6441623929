"""One mapping of the outline, read in the deck's language: what a kind of slide composes from."""

from __future__ import annotations

from osloregion_slides.base.findings import Finding, error, finding
from osloregion_slides.outline.markup import plain as plain_text
from osloregion_slides.outline.nearest import did_you_mean, meant
from osloregion_slides.outline.nodes import NAMES, Entry, Mapping, Scalar, Sequence, Table, Unknown, identity
from osloregion_slides.outline.scalars import boolean, number
from osloregion_slides.registry.values import Snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.base.findings import Location
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.resolver import TextResolver


class Fields:
    """A mapping read through a voice. Absent keys read as nothing; the schema has seen to those that must be there."""

    __slots__ = ("node", "resolver", "_values")

    def __init__(self, node: Mapping, resolver: TextResolver) -> None:
        self.node = node
        self.resolver = resolver
        self._values: dict[str, Node] = {entry.key.text: entry.value for entry in node.entries}

    def keys(self) -> tuple[str, ...]:
        """Return the keys in the order written."""
        return tuple(self._values)

    def has(self, key: str) -> bool:
        """Return whether something stands at ``key``: it is there and not null."""
        node = self._values.get(key)
        return node is not None and not (isinstance(node, Scalar) and node.is_null)

    def at(self, key: str = "") -> Location:
        """Return the place of the value at ``key``, of the mapping without one."""
        node = self._values.get(key)
        return node.at if node is not None else self.node.at

    def rich(self, key: str) -> Rich:
        """Return the text at ``key`` with its marks, () when absent."""
        return self.resolver.rich(self._values.get(key))

    def plain(self, key: str) -> str:
        """Return the characters of the text at ``key``, "" when absent."""
        return plain_text(self.rich(key))

    def raw(self, key: str) -> str:
        """Return the scalar at ``key`` as written, "" when absent or null."""
        node = self._values.get(key)
        return node.text if isinstance(node, Scalar) and not node.is_null else ""

    def flag(self, key: str, default: bool = False) -> bool:
        """Return the truth value at ``key``."""
        node = self._values.get(key)
        found = boolean(node) if isinstance(node, Scalar) else None
        return default if found is None else found

    def number(self, key: str) -> float | None:
        """Return the number at ``key``, None when there is none."""
        node = self._values.get(key)
        return number(node) if isinstance(node, Scalar) else None

    def mapping(self, key: str) -> Fields:
        """Return the mapping at ``key``, an empty one when absent."""
        node = self._values.get(key)
        return Fields(node if isinstance(node, Mapping) else Mapping((), self.at(key)), self.resolver)

    def list(self, key: str) -> tuple[Fields, ...]:
        """Return the list of mappings at ``key``, or at the path that stands there; a text becomes its ``name``."""
        return tuple([self._thing(item) for item in self._items(key)])

    def rich_list(self, key: str) -> tuple[Rich, ...]:
        """Return the list of texts at ``key``, or at the path that stands there."""
        return tuple([self.resolver.rich(item) for item in self._items(key)])

    def grid(self, key: str) -> tuple[tuple[Rich, ...], ...]:
        """Return the list of lists of texts at ``key``; a text alone is a row of one."""
        rows = [row.items if isinstance(row, Sequence) else (row,) for row in self._items(key)]
        return tuple([tuple([self.resolver.rich(cell) for cell in row]) for row in rows])

    def places(self, key: str) -> tuple[Location, ...]:
        """Return where each thing of the list at ``key`` stands."""
        return tuple([item.at for item in self._items(key)])

    def strings(self, key: str) -> tuple[str, ...]:
        """Return the scalars of the list at ``key`` as written; a scalar alone is a list of one."""
        node = self._values.get(key)
        items = node.items if isinstance(node, Sequence) else (node,)
        return tuple([item.text for item in items if isinstance(item, Scalar) and not item.is_null])

    def nodes(self, key: str) -> tuple[Node, ...]:
        """Return the nodes of the list at ``key``, those that are null too; a scalar alone is a list of one."""
        node = self._values.get(key)
        return node.items if isinstance(node, Sequence) else () if node is None else (node,)

    def path(self, key: str) -> str:
        """Return the path of the file named at ``key``; "" when absent, missing or outside the workspace."""
        name = self.resolver.say(self._values.get(key))
        if not name:
            return ""
        self.resolver.dependencies.alone = False
        found = self.resolver.workspace.find(name, self.at(key))
        if isinstance(found, str):
            return found
        self.resolver.report(found)
        return ""

    def _thing(self, item: Node) -> Fields:
        if self.resolver.is_text(item) or not isinstance(item, Mapping):
            item = Mapping((Entry(Scalar("name", True, item.at), item),), item.at)
        return Fields(item, self.resolver)

    def _items(self, key: str) -> tuple[Node, ...]:
        node = self.resolver.pick(self._values.get(key))
        if isinstance(node, Scalar) and not node.is_null:
            found = lead(self.resolver, node)
            if isinstance(found, Finding):
                self.resolver.report(found)
                return ()
            if isinstance(found, Unknown):
                self.resolver.unknown(found.reason, node.at)
            self._named(found, node)
            node = self.resolver.pick(found)
        return node.items if isinstance(node, Sequence) else ()

    def _named(self, found: Node, path: Scalar) -> None:
        """Rows of a table that are listed need something to be called by."""
        if isinstance(found, Table) and found.headings:
            keys = [entry.key.text for entry in found.headings]
            if not any(name in keys for name in NAMES):
                at, values = found.headings[0].key.at, meant("name", keys)
                self.resolver.report(finding("missing-column.name", at, path=path.text[:80], **values))


def lead(resolver: TextResolver, path: Scalar) -> Node | Finding:
    """Return what a path leads to: the members on the deck's date (``members.by_county``), else ``follow``."""
    if path.text.startswith("members.") and isinstance(resolver.members, Snapshot):
        from osloregion_slides.outline.roster import roster

        resolver.block("members")
        return roster(resolver.members, path.text, path.at, resolver.choices.languages)
    resolver.block(_steps(path)[0])
    return follow(resolver.document, path)


def _steps(path: Scalar) -> list[str]:
    return path.text.replace("[", ".").replace("]", "").split(".")


def follow(document: Mapping, path: Scalar) -> Node | Finding:
    """Return the list that a path such as ``strategy.clusters`` leads to in the outline, else a finding."""
    node: Node = document
    for step in _steps(path):
        if isinstance(node, Mapping):
            known, found = node.keys(), node.get(step)
        elif isinstance(node, Sequence):
            known = tuple([identity(item) for item in node.items if identity(item)])
            found = next((item for item in node.items if identity(item) == step), None)
        else:
            known, found = (), None
        if found is None:
            message = f"the path `{path.text[:80]}` leads nowhere: there is no `{step[:40]}`"
            return error("unknown-path", path.at, message, did_you_mean(step, known))
        node = found
    if isinstance(node, Scalar) and not isinstance(node, Unknown):
        return error("unknown-path", path.at, f"the path `{path.text[:80]}` leads to a text, not to a list")
    return node
