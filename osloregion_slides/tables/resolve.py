"""Tables in place of their names: every block of the outline that says ``file:`` gets what the file holds."""

from __future__ import annotations

from osloregion_slides.findings import Finding, error
from osloregion_slides.outline.nearest import did_you_mean
from osloregion_slides.outline.nodes import Entry, Mapping, Sequence, Table, text_of
from osloregion_slides.outline.workspace import BLOCKS, located, placed, reference
from osloregion_slides.registry.grid_read import read_grid
from osloregion_slides.tables.headings import key_of
from osloregion_slides.tables.things import things

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.voice import Choices
    from osloregion_slides.outline.workspace import Reference, Workspace
    from osloregion_slides.registry.grid import Grid
    from osloregion_slides.registry.values import Snapshot

PLACE = frozenset(("file", "sheet", "range", "hidden", "markup"))


def resolve(
    document: Mapping, members: Snapshot, choices: Choices, workspace: Workspace
) -> tuple[Mapping, tuple[Finding, ...]]:
    """Return the outline with the tables that its blocks name, and what is wrong with them."""
    member = document.get("member")
    own = text_of(member.get("number")) if isinstance(member, Mapping) else ""
    resolver = _Resolver(members, choices, workspace, own)
    entries = [
        Entry(entry.key, resolver.block(entry.key.text, entry.value)) if entry.key.text in BLOCKS else entry
        for entry in document.entries
    ]
    return Mapping(tuple(entries), document.at), tuple(resolver.findings)


class _Resolver:
    def __init__(self, members: Snapshot, choices: Choices, workspace: Workspace, own: str) -> None:
        self.members, self.choices, self.workspace, self.own = members, choices, workspace, own
        self.findings: list[Finding] = []

    def block(self, name: str, node: Node) -> Node:
        if name == "population":
            return self._population(node)
        if not isinstance(node, Mapping):
            return node
        if name == "meeting":
            return self._sheet(node) if node.get("file") is not None else node
        if name == "organisation":
            return self._table(node)
        return Mapping(tuple([Entry(entry.key, self._fact(name, entry.value)) for entry in node.entries]), node.at)

    def _fact(self, block: str, node: Node) -> Node:
        if block == "data" and not isinstance(node, Sequence):
            return self._table(node)
        return self._table(node) if isinstance(node, Mapping) and node.get("file") is not None else node

    def _table(self, node: Node) -> Node:
        named = reference(node)
        grid = self._grid(named) if named else None
        if named is None or grid is None:
            return Table((), node.at, ())
        table, findings = things(grid, self.choices.languages, self.choices.fallback, node.at, named.markup)
        self.findings += placed(findings, named)
        return self._picked(table, node) if isinstance(node, Mapping) else table

    def _picked(self, table: Table, node: Mapping) -> Table:
        """Only the columns that ``columns:`` names, in its order; the ids stay."""
        wanted = node.get("columns")
        if not isinstance(wanted, Sequence):
            return table
        known = {entry.key.text: entry for entry in table.headings}
        chosen = []
        for item in wanted.items:
            words = getattr(item, "text", "")
            found = known.get(words) or known.get(key_of(words))
            if found is None:
                hint = did_you_mean(words, tuple(known))
                self.findings.append(error("missing-column", item.at, f"the table has no column `{words[:60]}`", hint))
            else:
                chosen.append(found)
        return table.replace(headings=tuple(chosen)) if chosen else table

    def _sheet(self, node: Mapping) -> Node:
        """The meeting out of a sheet; what the outline, an audience or a setting says itself comes first."""
        from osloregion_slides.tables.form import form

        named = reference(node)
        grid = self._grid(named) if named else None
        own = tuple([entry for entry in node.entries if entry.key.text not in PLACE])
        if named is None or grid is None:
            return Mapping(own, node.at)
        found, findings = form(grid, self.choices.languages, self.choices.fallback, named.markup)
        self.findings += placed(findings, named)
        said = {entry.key.text for entry in own}
        return Mapping((*own, *[entry for entry in found if entry.key.text not in said]), node.at)

    def _population(self, node: Node) -> Node:
        from osloregion_slides.registry.population import read_population
        from osloregion_slides.tables.inhabitants import facts

        named = reference(node)
        grid = self._grid(named) if named else None
        if named is None or grid is None:
            return node
        population, findings = read_population(grid)
        self.findings += placed(findings, named)
        return facts(population, self.members, self.choices, grid.at(grid.header, 0), self.own)

    def _grid(self, named: Reference) -> Grid | None:
        path = located(named, self.workspace)
        if isinstance(path, Finding):
            self.findings.append(path)
            return None
        return read_grid(path, named.sheet, named.range, named.hidden)
