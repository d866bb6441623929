"""Tables in place of their names: every block of the outline that says ``file:`` gets what the file holds."""

from __future__ import annotations

import re

from osloregion_slides.base.findings import Finding, finding
from osloregion_slides.outline.nearest import meant
from osloregion_slides.outline.nodes import Entry, Figure, Mapping, Scalar, Sequence, Table, Verbatim, text_of
from osloregion_slides.outline.translations import ALL
from osloregion_slides.outline.workspace import BLOCKS, located, placed, reference
from osloregion_slides.registry.grid import plain
from osloregion_slides.registry.table_file import read_grid
from osloregion_slides.tables.things import UNFORMED, key_of, read_day, read_heading, things

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.base.findings import Location
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.resolver import Choices
    from osloregion_slides.outline.workspace import Reference, Workspace
    from osloregion_slides.registry.grid import Grid, Row
    from osloregion_slides.registry.values import Snapshot


# A sheet that is filled in, not listed: what in the first column, its text beside it (a meeting).
#
# ::
#
#     Felt     Norsk        Engelsk
#     Tittel   Styremøte    Board meeting
#     Sted     Oslo rådhus  Oslo City Hall
#     Dato     12.04.2008
#
# A table with the fields as headings and one row under them is read too.

LANGUAGES = {
    "nb": ("norsk", "bokmål", "norwegian"),
    "nn": ("nynorsk",),
    "en": ("engelsk", "english"),
    "se": ("samisk", "nordsamisk"),
    "de": ("tysk", "german"),
}
_BLANK = re.compile(r"\[[^][*\\{}]*\]")
"""A field to be filled in; the outline reports it, as it does its own."""
FIELDS = frozenset(("title", "place", "date"))


def form(
    grid: Grid, languages: tuple[str, ...], own: str, markup: bool = False
) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """Return what a sheet says as entries of a mapping, and what is wrong with it; ``own`` is the outline's language.

    A field with one text has it in the outline's language, ``Tittel (all)`` in every language, one with several texts
    has one by language. Texts stand as they are,
    or are texts of the outline with ``markup``.
    """
    if not grid.header.cells:
        return (), grid.findings
    findings: list[Finding] = []
    found: dict[str, Entry] = {}
    for words, at, row, columns in _fields(grid, languages):
        key, language = read_heading(words, languages)
        value = _value(grid, row, columns, own, markup)
        if key in found and not language:
            findings.append(finding("duplicate-id.field", at, name=words[:60]))
        elif language == ALL and isinstance(value, Scalar):
            found[key] = Entry(Scalar(key, True, at), Mapping((Entry(Scalar(ALL, True, at), value),), value.at))
        elif language and isinstance(value, Scalar):
            found[key] = _joined(found.get(key), language, value, own, key)
        else:
            found[key] = Entry(Scalar(key, True, at), value)
    if not found:
        at = grid.at(grid.header, 0)
        findings.append(finding("missing-column.form", at))
    return tuple(found.values()), (*grid.findings, *findings)


def _fields(grid: Grid, languages: tuple[str, ...]) -> Iterator[tuple[str, Location, Row, dict[int, str]]]:
    """Yield the words of each field, where they stand, the row of its texts, and the language of each column."""
    head = grid.header
    across = [read_heading(words, languages)[0] for words in head.cells]
    if len(FIELDS.intersection(across)) > 1:
        for number, words in enumerate(head.cells):
            if words and grid.rows:
                yield words, grid.at(head, number), grid.rows[0], {number: ""}
        return
    columns = {number: _language(words, languages) for number, words in enumerate(head.cells) if number}
    for row in (head, *grid.rows)[0 if key_of(head.cells[0]) in FIELDS else 1 :]:
        if row.cells[0] and columns:
            yield row.cells[0], grid.at(row, 0), row, columns


def _joined(before: Entry | None, language: str, value: Scalar, own: str, key: str) -> Entry:
    """A text in another language (``Tittel (en)``) beside the one that the field has already."""
    more = Entry(Scalar(language, True, value.at), value)
    if before is None:
        return Entry(Scalar(key, True, value.at), Mapping((more,), value.at))
    there = before.value
    texts = there.entries if isinstance(there, Mapping) else (Entry(Scalar(own, True, there.at), there),)
    return Entry(before.key, Mapping((*texts, more), there.at))


def _language(words: str, languages: tuple[str, ...]) -> str:
    spelt = plain(words)
    return next((code for code in languages if spelt == code or spelt in LANGUAGES.get(code, ())), "")


def _value(grid: Grid, row: Row, columns: dict[int, str], own: str, markup: bool) -> Node:
    filled = [(n, language) for n, language in columns.items() if n < len(row.cells) and row.cells[n]]
    if not filled:
        return Scalar("", False, grid.at(row, min(1, len(row.cells) - 1)))  # a cell left empty is an empty text
    only = _cell(grid, row, filled[0][0], markup)
    if len(filled) == 1 and (isinstance(only, Figure) or not filled[0][1] or only.text.startswith("[")):
        return only  # a day is the same in any language, and so is a blank
    texts = []
    for number, language in filled:
        at = grid.at(row, number)
        texts.append(Entry(Scalar(language or own, True, at), _cell(grid, row, number, markup)))
    return Mapping(tuple(texts), texts[0].value.at)


def _cell(grid: Grid, row: Row, number: int, markup: bool) -> Scalar:
    text, at = row.cells[number], grid.at(row, number)
    form = row.forms[number] if number < len(row.forms) else ""
    day, _ = read_day(text)
    if form == "date" or day:
        return Figure(day or text, True, at, "date")
    if form and form not in UNFORMED:
        return Figure(text, True, at, form)
    return Scalar(text, False, at) if markup or _BLANK.fullmatch(text) else Verbatim(text, False, at)


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
                values = meant(words, tuple(known))
                self.findings.append(finding("missing-column.wanted", item.at, name=words[:60], **values))
            else:
                chosen.append(found)
        return table.replace(headings=tuple(chosen)) if chosen else table

    def _sheet(self, node: Mapping) -> Node:
        """The meeting out of a sheet; what the outline, an audience or a setting says itself comes first."""
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
        from osloregion_slides.registry.population import facts, read_population

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
