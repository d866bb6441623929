"""One mapping of the outline, read in the deck's language: the input of a slide type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, Location, finding, meant
from osloregion_slides.base.record import Record
from osloregion_slides.outline.markup import Inline, Rich
from osloregion_slides.outline.markup import plain as plain_text
from osloregion_slides.outline.nodes import (
    NAMES,
    NO_FIGURE,
    NULLS,
    Entry,
    Figure,
    Mapping,
    Scalar,
    Sequence,
    Table,
    Unknown,
    boolean,
    identity,
    number,
)
from osloregion_slides.outline.workspace import from_here
from osloregion_slides.registry.values import Snapshot

if TYPE_CHECKING:
    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.resolver import TextResolver


_WITHOUT_LINKS = frozenset(("alt", "section", "category", "value"))
"""Texts that are not drawn as runs: links in them would be lost silently."""


class Fields:
    """A mapping read in the deck's language. Absent keys read as nothing; the schema has reported required ones."""

    __slots__ = ("resolver", "_at", "_node", "_values")

    def __init__(self, node: Mapping, resolver: TextResolver) -> None:
        self.resolver = resolver
        self._node: Mapping | None = node
        self._at = node.at
        self._values: dict[str, Node] = {entry.key.text: entry.value for entry in node.entries}

    @classmethod
    def named(cls, name: Node, resolver: TextResolver) -> Fields:
        """Return the fields of a thing that is only a text in a list: its name."""
        fields = cls.__new__(cls)
        fields.resolver = resolver
        fields._node = None  # made if it is asked for: most texts of lists are read as names alone
        fields._at = name.at
        fields._values = {"name": name}
        return fields

    @property
    def node(self) -> Mapping:
        """The mapping."""
        if self._node is None:
            self._node = Mapping((Entry(Scalar("name", True, self._at), self._values["name"]),), self._at)
        return self._node

    @property
    def is_name(self) -> bool:
        """Whether this is a text in a list, not a mapping."""
        return self._node is None

    def keys(self) -> tuple[str, ...]:
        """Return the keys in the order written."""
        return tuple(self._values)

    def has(self, key: str) -> bool:
        """Return whether ``key`` is present and not null."""
        node = self._values.get(key)
        return node is not None and not (isinstance(node, Scalar) and node.plain and node.text in NULLS)

    def at(self, key: str = "") -> Location:
        """Return the location of the value at ``key``, else of the mapping."""
        node = self._values.get(key)
        return node.at if node is not None else self._at

    def rich(self, key: str) -> Rich:
        """Return the text at ``key`` with its formatting, () when absent."""
        node = self._values.get(key)
        return () if node is None else self.resolver.rich(node, key == "notes")

    def plain(self, key: str) -> str:
        """Return the characters of the text at ``key``, "" when absent; links that this loses are reported."""
        rich = self.rich(key)
        return self.words(rich, self.at(key)) if key in _WITHOUT_LINKS else plain_text(rich)

    def words(self, rich: Rich, at: Location) -> str:
        """Return the characters of a text that cannot have links, and report those that it has."""
        for piece in rich:
            if piece.link:
                self.resolver.report(finding("unread-link.plain", at, text=piece.text[:40], address=piece.link[:80]))
        return plain_text(rich)

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
        """Return the number at ``key``, else None."""
        node = self._values.get(key)
        return number(node) if isinstance(node, Scalar) else None

    def mapping(self, key: str) -> Fields:
        """Return the mapping at ``key``, an empty one when absent."""
        node = self._values.get(key)
        return Fields(node if isinstance(node, Mapping) else Mapping((), self.at(key)), self.resolver)

    def list(self, key: str, periods: bool = False) -> tuple[Fields, ...]:
        """Return the list of mappings at ``key``, or at the path given there; a text becomes its ``name``.

        Things that do not exist on the deck's date are left out, unless the caller shows ``periods``.
        """
        return tuple([self._thing(item) for item in self._items(key, periods)])

    def rich_list(self, key: str) -> tuple[Rich, ...]:
        """Return the list of texts at ``key``, or at the path given there."""
        return tuple([self.resolver.rich(item) for item in self._items(key)])

    def grid(self, key: str) -> tuple[tuple[Rich, ...], ...]:
        """Return the list of lists of texts at ``key``; a text alone is a row of one."""
        rows = [row.items if isinstance(row, Sequence) else (row,) for row in self._items(key)]
        return tuple([tuple([self.resolver.rich(cell) for cell in row]) for row in rows])

    def places(self, key: str) -> tuple[Location, ...]:
        """Return the location of each thing of the list at ``key``."""
        return tuple([item.at for item in self._items(key)])

    def strings(self, key: str) -> tuple[str, ...]:
        """Return the scalars of the list at ``key`` as written; a scalar alone is a list of one."""
        node = self._values.get(key)
        items = node.items if isinstance(node, Sequence) else (node,)
        return tuple([item.text for item in items if isinstance(item, Scalar) and not item.is_null])

    def nodes(self, key: str) -> tuple[Node, ...]:
        """Return the nodes of the list at ``key``, including nulls; a single node is a list of one."""
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
            return from_here(found)
        self.resolver.report(found)
        return ""

    def _thing(self, item: Node) -> Fields:
        if isinstance(item, Scalar) and item.is_null:
            self.resolver.report(finding("unfilled-blank.item", item.at))
        if self.resolver.is_text(item) or not isinstance(item, Mapping):
            return Fields.named(item, self.resolver)
        return Fields(item, self.resolver)

    def _items(self, key: str, periods: bool = False) -> tuple[Node, ...]:
        node = self.resolver.pick(self._values.get(key))
        is_fact = isinstance(node, Scalar) or self.node is self.resolver.document
        periods = periods or (isinstance(node, Scalar) and node.text.startswith("data."))  # tables keep all rows
        if isinstance(node, Scalar) and not node.is_null:
            found = lead(self.resolver, node)
            if isinstance(found, Finding):
                self.resolver.report(found)
                return ()
            if isinstance(found, Unknown):
                self.resolver.unknown(found.reason, node.at)
            self._named(found, node)
            _report_lacking(found, self.resolver, node.at)
            node = self.resolver.pick(found)
        if not isinstance(node, Sequence):
            return ()
        if is_fact:
            return self.resolver.facts(node, periods)
        return node.items if periods else self.resolver.valid_items(node)

    def _named(self, found: Node, path: Scalar) -> None:
        """Report a listed table without a column for the names of its rows."""
        if isinstance(found, Table) and found.headings:
            keys = [entry.key.text for entry in found.headings]
            if not any(name in keys for name in NAMES):
                at, values = found.headings[0].key.at, meant("name", keys)
                self.resolver.report(finding("missing-column.name", at, path=path.text[:80], **values))


def lead(resolver: TextResolver, path: Scalar) -> Node | Finding:
    """Return the target of a path: the members on the deck's date (``members.by_county``), else ``follow``.

    ``data.budget | where('year', 2008)`` returns rows of the table.
    """
    if "|" in path.text:
        found = lead(resolver, path.replace(text=path_of(path.text)))
        return resolver.filtered(found, path) if isinstance(found, Sequence) else found
    if path.text.startswith("members.") and isinstance(resolver.members, Snapshot):
        from osloregion_slides.outline.roster import roster

        resolver.block("members")
        return roster(resolver.members, path.text, path.at, resolver.choices)
    resolver.block(_steps(path)[0])
    return follow(resolver.document, path)


def path_of(text: str) -> str:
    """Return the path before the filters of ``data.budget | sort('kr')``."""
    return text.partition("|")[0].rstrip()


def _steps(path: Scalar) -> list[str]:
    return path.text.replace("[", ".").replace("]", "").split(".")


def follow(document: Mapping, path: Scalar) -> Node | Finding:
    """Return the outline's node at a path such as ``strategy.clusters``; a finding where it is missing or a text."""
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
            return finding("unknown-path", path.at, path=path.text[:80], step=step[:40], **meant(step, known))
        node = found
    if isinstance(node, Scalar) and not isinstance(node, Unknown):
        return finding("unknown-path.text", path.at, path=path.text[:80])
    return node


# A list of things read as a table: ``table: data.budget`` in slide types that show rows and columns.

PATH: dict[str, object] = {
    "$ref": "#/$defs/path",
    "description": "Path to a table: `data.budget`, `population.by_county` or any list of mappings",
}


class Tabular(Record):
    """Columns and rows in the deck's language; ``unknown`` is the reason why there are none to show, else "".

    ``places`` are the locations of the rows.
    """

    heads: tuple[Rich, ...]
    rows: tuple[tuple[Node, ...], ...]
    places: tuple[Location, ...]
    unknown: Phrase | str = ""


def tabular(fields: Fields, key: str) -> Tabular:
    """Return the table at the path in ``key``; its faults are reported.

    A list of things in the outline has its keys as headings, without ``id``.
    """
    resolver = fields.resolver
    node = _followed(fields, key)
    if isinstance(node, Unknown):
        resolver.unknown(node.reason, fields.at(key))
        return Tabular((), (), (), node.reason)
    if not isinstance(node, Sequence) or not all(isinstance(item, Mapping) for item in node.items):
        if node is not None:
            resolver.report(finding("unknown-path.table", fields.at(key), path=fields.raw(key)[:80]))
        return Tabular((), (), ())
    rows = [item for item in node.items if isinstance(item, Mapping)]
    if not rows and not (isinstance(node, Table) and not node.headings):
        resolver.report(finding("empty-table.path", fields.at(key), path=fields.raw(key)[:80]))
    keys, heads = _headings(node, rows, resolver)
    cells = [tuple([_cell(row, name, row.at) for name in keys]) for row in rows]
    return Tabular(heads, tuple(cells), tuple([row.at for row in rows]))


def figure(node: Node, resolver: TextResolver) -> float | None:
    """Return a cell's number, None for an empty cell; other contents are reported as an error."""
    picked = resolver.pick(node)
    if isinstance(picked, Figure) and picked.is_number:
        return float(picked.text)
    if not isinstance(picked, Scalar) or picked.is_null or picked.text in NO_FIGURE:
        return None
    found = number(picked)
    if found is None:
        resolver.report(finding("bad-figure.value", picked.at, text=picked.text[:40]))
    return found


def _followed(fields: Fields, key: str) -> Node | None:
    resolver = fields.resolver
    found = lead(resolver, Scalar(fields.raw(key), True, fields.at(key)))
    if isinstance(found, Finding):
        resolver.report(found)
        return None
    if key == "table":  # a map names the members that it lacks
        _report_lacking(found, resolver, fields.at(key))
    return found


def _report_lacking(found: Node, resolver: TextResolver, at: Location) -> None:
    """Report a list that is shown although it does not have all its rows."""
    if isinstance(found, Table) and found.lacking is not None:
        resolver.report(finding("not-known.rows", at, reason=found.lacking))


def _headings(node: Sequence, rows: list[Mapping], resolver: TextResolver) -> tuple[tuple[str, ...], tuple[Rich, ...]]:
    if isinstance(node, Table):
        keys = tuple([entry.key.text for entry in node.headings])
        return keys, tuple([resolver.rich(entry.value) for entry in node.headings])
    keys = tuple(dict.fromkeys([name for row in rows for name in (*row.keys(),) if name != "id"]))
    return keys, tuple([(Inline(name),) for name in keys])


def _cell(row: Mapping, key: str, at: Location) -> Node:
    return row.get(key) or Scalar("", True, at)
