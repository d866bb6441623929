"""A table's rows as things of the outline: keys and texts, each at its cell's place."""

from __future__ import annotations

import re

from osloregion_slides.findings import Finding, Span, error, finding
from osloregion_slides.outline.nodes import NAMES, Entry, Figure, Mapping, Scalar, Table, Verbatim
from osloregion_slides.registry.fields import WRITE_DATE, read_date
from osloregion_slides.registry.periods import read_period
from osloregion_slides.registry.remarks import without_remarks_apart
from osloregion_slides.tables.figure import MISSING, read_figure
from osloregion_slides.tables.headings import KNOWN, Heading, headings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.registry.grid import Grid, Row

UNFORMED = ("General", "0", "@")
"""Formats that show a whole number by its digits."""
MOST_ROWS = 5_000
DATED = frozenset(("from", "to", "date"))
_PERIOD = re.compile(r"[\d.,/ -]*\d[\d.,/ -]*")
_YEAR = re.compile(r"\d{4}(-\d{2})?")
_ID = re.compile("[a-z0-9æøå]+(?:[-_][a-z0-9æøå]+)*")


def things(
    grid: Grid, languages: tuple[str, ...], own: str, at: Span, markup: bool = False
) -> tuple[Table, tuple[Finding, ...]]:
    """Return the rows of a table as mappings, and all that is wrong with it.

    A column ``title_en`` beside ``title`` gives the English of it; ``own`` is the language of a column without
    one. Cells are ``Verbatim``, or texts of the outline with ``markup``.

    Without a column ``id`` the names make the ids, so that rows can be sorted without a deck noticing.
    """
    grid = without_remarks_apart(grid)
    columns, findings = headings(grid, languages)
    if not columns:
        return Table((), at, ()), (*grid.findings, *findings)
    maker = _Maker(grid, columns, own if any(column.language for column in columns) else "", markup)
    maker.findings += _without_own(grid, columns, own)
    rows = [maker.thing(row) for row in grid.rows[:MOST_ROWS]]
    if len(grid.rows) > MOST_ROWS:
        message = f"the table has {len(grid.rows)} rows, and a deck reads {MOST_ROWS} at most"
        maker.findings.append(error("too-large", grid.at(grid.rows[MOST_ROWS], 0), message))
    named = _identified(rows, maker)
    return Table(tuple(named), at, maker.words()), (*grid.findings, *findings, *maker.findings)


def _without_own(grid: Grid, columns: tuple[Heading, ...], own: str) -> list[Finding]:
    """Return an error for each text that has columns in other languages only: its own was renamed or removed."""
    there = {column.key for column in columns if column.language in ("", own)}
    odd = [column.words for column in columns if not column.language and column.key not in KNOWN]
    lacking = {column.key: column for column in reversed(columns) if column.key not in there}
    return [
        finding("missing-column.own", grid.at(grid.header, found.index), words=found.words, own=own, odd=tuple(odd))
        for found in lacking.values()
    ]


class _Maker:
    def __init__(self, grid: Grid, columns: tuple[Heading, ...], own: str, markup: bool) -> None:
        self.grid, self.own, self.text = grid, own, Scalar if markup else Verbatim
        self.findings: list[Finding] = []
        self.width = len(grid.header.cells)
        self.columns: dict[str, list[Heading]] = {}
        for column in columns:
            self.columns.setdefault(column.key, []).append(column)
        self.figures = frozenset([column.index for column in columns if self._all_figures(column)])

    def words(self) -> tuple[Entry, ...]:
        """Each column's key with its words; those of a column by language are its key's."""
        found = []
        for key, columns in self.columns.items():
            first = columns[0]
            at = self.grid.at(self.grid.header, first.index)
            bare = next((column.words for column in columns if not column.language), first.words)
            form = self.grid.header.forms[first.index] if self.grid.header.forms else ""
            shown = Figure(bare, True, at, form) if form and form not in UNFORMED else self.text(bare, False, at)
            found.append(Entry(Scalar(key, True, at), shown))
        return tuple(found)

    def thing(self, row: Row) -> Mapping:
        if len(row.cells) > self.width and any(row.cells[self.width :]):
            message = f"the row has {len(row.cells)} cells, the header {self.width}"
            hint = "quote a text that holds the delimiter"
            self.findings.append(error("extra-cell", self.grid.at(row, self.width), message, hint))
        entries = []
        for key, columns in self.columns.items():
            at = self.grid.at(self.grid.header, columns[0].index)
            entries.append(Entry(Scalar(key, True, at), self._value(row, key, columns)))
        return Mapping(_in_two(entries), self.grid.at(row, 0))

    def _value(self, row: Row, key: str, columns: list[Heading]) -> Node:
        if len(columns) == 1 and not columns[0].language:
            return self._cell(row, key, columns[0].index)
        at = self.grid.at(row, columns[0].index)
        texts = [Entry(Scalar(c.language or self.own, True, at), self._cell(row, key, c.index)) for c in columns]
        filled = [text for text in texts if not text.value.is_null]  # type: ignore[union-attr]  # cells are scalars
        return Mapping(tuple(filled), at) if filled else Scalar("", True, at)

    def _cell(self, row: Row, key: str, index: int) -> Scalar:
        text, at = _text(row, index), self.grid.at(row, index)
        form = row.forms[index] if index < len(row.forms) else ""
        if form == "date" or (key in DATED and text[10:11] == "T"):
            return Figure(text[:10], True, at, "date")
        if key in DATED and text and _PERIOD.fullmatch(text) and not (_YEAR.fullmatch(text) or read_period(text)):
            return self._dated(text, at)
        if form:
            return Scalar(text, True, at) if form in UNFORMED and "." not in text else Figure(text, True, at, form)
        if text not in MISSING and (index in self.figures or "," in text or " " in text):
            number, form, _ = read_figure(text, self.grid.decimal)
            if number:
                return Figure(number, True, at, form) if form != "0" else Scalar(number, True, at)
        plain = text not in ("null", "~") and (text == "" or read_figure(text, self.grid.decimal)[1] == "0")
        return Scalar(text, True, at) if plain else self.text(text, False, at)

    def _dated(self, text: str, at: Span) -> Scalar:
        date, trouble = read_date(text)
        if trouble:
            self.findings.append(error("bad-date", at, trouble, WRITE_DATE))
        return Scalar(date, True, at)

    def _all_figures(self, column: Heading) -> bool:
        """Whether each cell of a text file's column is a number: ``12.10`` among words is no 12,10."""
        texts = [text for row in self.grid.rows if (text := _text(row, column.index)) not in MISSING]
        return bool(texts) and all(read_figure(text, self.grid.decimal)[0] for text in texts)


def _in_two(entries: list[Entry]) -> tuple[Entry, ...]:
    """Return a row's entries with a period that stands in one cell (``2008 – 2010``) as start and end."""
    found = {entry.key.text: entry.value for entry in entries}
    start, end = found.get("from"), found.get("to")
    if not isinstance(start, Scalar) or (end is not None and not (isinstance(end, Scalar) and end.is_null)):
        return tuple(entries)
    period = read_period(start.text)
    if period is None:
        return tuple(entries)
    begin, stop = (Scalar(text, True, start.at) for text in period)
    rest = [Entry(entry.key, begin) if entry.value is start else entry for entry in entries if entry.key.text != "to"]
    return (*rest, Entry(Scalar("to", True, start.at), stop))


def _text(row: Row, index: int) -> str:
    return row.cells[index] if index < len(row.cells) else ""


def _identified(rows: list[Mapping], maker: _Maker) -> list[Mapping]:
    """The rows with their ids: those of the table, else what the names make, where all of those differ."""
    key = next((name for name in NAMES if name in maker.columns), next(iter(maker.columns)))
    if "id" in maker.columns:
        return _checked([_with_id(row, slug(_first(row.get(key)))) for row in rows], maker)
    ids = [slug(_first(row.get(key))) for row in rows]
    if "" in ids or len(dict.fromkeys(ids)) < len(ids):
        return rows
    return [_with_id(row, name) for row, name in zip(rows, ids)]


def _with_id(row: Mapping, name: str) -> Mapping:
    """The row, with this id where it has none."""
    own = row.get("id")
    if not name or (isinstance(own, Scalar) and not own.is_null):
        return row
    at = own.at if own is not None else row.at
    rest = tuple([entry for entry in row.entries if entry.key.text != "id"])
    return Mapping((Entry(Scalar("id", True, at), Scalar(name, True, at)), *rest), row.at)


def _checked(rows: list[Mapping], maker: _Maker) -> list[Mapping]:
    lines: dict[str, Span] = {}
    for row in rows:
        node = row.get("id")
        if not isinstance(node, Scalar):
            continue
        if node.is_null:
            maker.findings.append(error("missing-value", node.at, "the row has no id", "give each its own id"))
        elif not _ID.fullmatch(node.text):
            message = f"`{node.text[:60]}` is no id: small letters, digits and hyphens make one"
            maker.findings.append(error("bad-value", node.at, message, f"such as {slug(node.text) or 'rail'}"))
        elif node.text in lines:
            message = f"the id `{node.text}` is taken already, at {lines[node.text]}"
            maker.findings.append(error("duplicate-id", node.at, message, "give each its own id"))
        lines.setdefault(node.text, node.at)
    return rows


def _first(node: Node | None) -> str:
    if isinstance(node, Mapping):
        node = node.entries[0].value if node.entries else None
    return node.text if isinstance(node, Scalar) else ""


def slug(text: str) -> str:
    """Return a text as an id: ``Life science`` is ``life-science``."""
    return re.sub("[^a-z0-9æøå]+", "-", text.lower()).strip("-")[:60].strip("-")
