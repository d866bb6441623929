"""Resolving tables: each block of the outline with ``file:`` gets the content of the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, Location, finding, meant
from osloregion_slides.base.record import Record
from osloregion_slides.outline.nodes import (
    NAMES,
    NO_FIGURE,
    Entry,
    Figure,
    Mapping,
    Scalar,
    Sequence,
    Table,
    Verbatim,
    text_of,
)
from osloregion_slides.outline.number_format import is_dated
from osloregion_slides.outline.translations import ALL
from osloregion_slides.outline.workspace import BLOCKS, Reference, Workspace, located, placed, reference
from osloregion_slides.registry.grid import (
    bad_date,
    plain,
    read_date,
    read_figure,
    read_period,
    without_remarks_apart,
    without_title,
)
from osloregion_slides.registry.table_file import read_grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.resolver import Choices
    from osloregion_slides.registry.grid import Grid, Row
    from osloregion_slides.registry.values import Snapshot


# The rows of a table as mappings of the outline: keys and texts, each with the place of its cell.

# Dates in cells.

_SAME = re.compile(r"(.*\w)\s*\(all\)", re.IGNORECASE | re.DOTALL)
_DAY = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d{2}-\d{2}")


def read_day(text: str) -> tuple[str, str]:
    """Return (ISO date, "") for a date, ("", fault) for an invalid date, ("", "") for other texts."""
    return read_date(text) if _DAY.fullmatch(text) else ("", "")


# The headings of a table as keys: ``Navn`` is ``name``, ``title_en`` is the English of ``title``.

KNOWN = {
    "id": ("nøkkel", "kode"),
    "name": ("navn",),
    "title": ("tittel",),
    "text": ("tekst",),
    "note": ("merknad", "notat"),
    "label": ("etikett", "merkelapp"),
    "heading": ("overskrift",),
    "group": ("gruppe",),
    "reports_to": ("rapportertil",),
    "from": ("fra", "start"),
    "to": ("til", "slutt"),
    "date": ("dato",),
    "place": ("sted",),
    "speaker": ("taler", "innleder"),
    "host": ("vert", "vertskap"),
}
"""The keys that slide kinds read, with common Norwegian headings of such columns."""
_WORDS = {alias: name for name, aliases in KNOWN.items() for alias in (plain(name), *aliases)}


class Heading(Record):
    """A column: the key of its facts, the language of its texts ("" if not stated), its heading."""

    key: str
    language: str
    words: str
    index: int


def headings(grid: Grid, languages: tuple[str, ...]) -> tuple[tuple[Heading, ...], tuple[Finding, ...]]:
    """Return the columns of a table that have a heading, and a finding for each duplicate."""
    found: dict[tuple[str, str], Heading] = {}
    findings: list[Finding] = []
    for index, words in enumerate(grid.header.cells):
        if not words:
            filled = [row for row in grid.rows if row.cell(index)]
            findings += [finding("missing-heading", grid.at(row, index)) for row in filled[:1]]
            continue
        key, language = read_heading(words, languages)
        others = [other for other in found if other[0] == key]
        if (key, language) in found or (others and (language == ALL or (key, ALL) in found)):
            as_key = "" if words == key else key
            findings.append(finding("duplicate-column", grid.at(grid.header, index), heading=words, name=as_key))
        else:
            found[key, language] = Heading(key, language, words, index)
    return tuple(found.values()), tuple(findings)


def read_heading(words: str, languages: tuple[str, ...]) -> tuple[str, str]:
    """Return key and language of a heading: ``Tittel (en)`` is title and en, ``Tittel (all)`` title and all."""
    same = _SAME.fullmatch(words) if len(languages) > 1 else None
    if same:
        return key_of(same[1]), ALL
    for language in languages:
        part = re.fullmatch(rf"(.*\w)\s*(?:[_.]|\s|\s?\()({re.escape(language)})\)?", words, re.IGNORECASE | re.DOTALL)
        if part:
            return key_of(part[1]), language
    return key_of(words), ""


def key_of(words: str) -> str:
    """Return a heading as a key: a known name, else its letters and digits in lower case with ``_`` between."""
    known = _WORDS.get(plain(words))
    return known or re.sub(r"\W+", "_", words.lower()).strip("_") or "_"


UNFORMED = ("General", "0", "@")
"""The formats that show an integer by its digits alone."""
MOST_ROWS = 5_000
DATED = frozenset(("from", "to", "date"))
_PERIOD = re.compile(r"[\d.,/ -]*\d[\d.,/ -]*")
_YEAR = re.compile(r"\d{4}(-\d{2})?")
_ID = re.compile("[a-z0-9æøå]+(?:[-_][a-z0-9æøå]+)*")


def things(
    grid: Grid, languages: tuple[str, ...], own: str, at: Location, markup: bool = False
) -> tuple[Table, tuple[Finding, ...]]:
    """Return the rows of a table as mappings, and findings.

    A column ``title_en`` beside ``title`` has the English text; ``own`` is the language of columns without
    one. Cells are ``Verbatim``, or texts of the outline with ``markup``.

    Without a column ``id`` the ids are derived from the names, so that sorting the rows does not change a deck.
    """
    grid = without_remarks_apart(without_title(grid))
    columns, findings = headings(grid, languages)
    if not columns:
        return Table((), at, ()), (*grid.findings, *findings)
    maker = _Maker(grid, columns, own if any(column.language for column in columns) else "", markup)
    maker.findings += _without_own(grid, columns, own)
    rows = [maker.thing(row) for row in grid.rows[:MOST_ROWS]]
    if len(grid.rows) > MOST_ROWS:
        at_row = grid.at(grid.rows[MOST_ROWS], 0)
        maker.findings.append(finding("too-large.data", at_row, rows=len(grid.rows), limit=MOST_ROWS))
    named = _identified(rows, maker)
    return Table(tuple(named), at, maker.words()), (*grid.findings, *findings, *maker.findings)


def _without_own(grid: Grid, columns: tuple[Heading, ...], own: str) -> list[Finding]:
    """Return an error for each text with columns in other languages only: its own was renamed or removed."""
    there = {column.key for column in columns if column.language in ("", own, ALL)}
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
        """Return each column's key with its heading; columns by language share that of their key."""
        found = []
        for key, columns in self.columns.items():
            first = columns[0]
            at = self.grid.at(self.grid.header, first.index)
            bare = next((column.words for column in columns if not column.language), first.words)
            if first.language == ALL and (same := _SAME.fullmatch(bare)):
                bare = same[1]
            form = self.grid.header.forms[first.index] if self.grid.header.forms else ""
            shown = Figure(bare, True, at, form) if form and form not in UNFORMED else self.text(bare, False, at)
            found.append(Entry(Scalar(key, True, at), shown))
        return tuple(found)

    def thing(self, row: Row) -> Mapping:
        if len(row.cells) > self.width and any(row.cells[self.width :]):
            at = self.grid.at(row, self.width)
            self.findings.append(finding("extra-cell", at, cells=len(row.cells), columns=self.width))
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
        text, at = row.cell(index), self.grid.at(row, index)
        form = row.forms[index] if index < len(row.forms) else ""
        if form == "date" or (key in DATED and text[10:11] == "T"):
            return Figure(text[:10], True, at, "date")
        if form and is_dated(form):
            return Figure(text, True, at, form)
        if key in DATED and text and _PERIOD.fullmatch(text) and not (_YEAR.fullmatch(text) or read_period(text)):
            return self._dated(text, at)
        if form:
            return Scalar(text, True, at) if form in UNFORMED and "." not in text else Figure(text, True, at, form)
        number, form, _ = read_figure(text, self.grid.decimal)
        if form == "0" and number == text or not text:
            return Scalar(text, True, at)
        if number and (form == "0" or index in self.figures or "," in text or " " in text):
            return Figure(number, True, at, form)
        return self.text(text, False, at)

    def _dated(self, text: str, at: Location) -> Scalar:
        date, trouble = read_date(text)
        if trouble:
            self.findings.append(bad_date(trouble, text, at))
        return Scalar(date, True, at) if date == text or not date else Figure(date, True, at, "date")

    def _all_figures(self, column: Heading) -> bool:
        """Return whether each cell of a text file's column is a number: ``12.10`` among words is not 12,10."""
        texts = [text for row in self.grid.rows if (text := row.cell(column.index)) not in NO_FIGURE]
        return bool(texts) and all(read_figure(text, self.grid.decimal)[0] for text in texts)


def _in_two(entries: list[Entry]) -> tuple[Entry, ...]:
    """Return a row's entries with a period in one cell (``2008 – 2010``) split into start and end."""
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


_PARTS = """
    axis base body bullets by centre chart circles councils credit date disc emblem footer footnotes goal ground
    halo heading highlight hub key kicker label legend lines map members name note now number panel parts
    picture pillars quote rule sections sides source table text tile tiles title total venn website world
"""
PARTS_OF_SLIDES = frozenset(_PARTS.split())
"""Reserved names of slide parts: an id derived from a row's name is never one of them."""
KEPT_OFF = "row"


def _identified(rows: list[Mapping], maker: _Maker) -> list[Mapping]:
    """Return the rows with ids: those of the table, else ids derived from the names, if these are unique."""
    key = next((name for name in NAMES if name in maker.columns), next(iter(maker.columns)))
    if "id" in maker.columns:
        made = [_with_id(row, slug(_first(row.get(key)))) for row in rows]
        last = max([number for number, (row, one) in enumerate(zip(rows, made)) if row is one], default=0)
        for row, one in zip(rows[:last], made):  # the last ones are new
            own = row.get("id")
            if row is not one and own is not None:
                maker.findings.append(finding("made-id", own.at, name=_first(one.get("id"))))
        return _checked(made, maker)
    ids = [slug(_first(row.get(key))) for row in rows]
    ids = [f"{name}-{KEPT_OFF}" if name in PARTS_OF_SLIDES else name for name in ids]
    if "" in ids or len(dict.fromkeys(ids)) < len(ids):
        return rows
    return [_with_id(row, name) for row, name in zip(rows, ids)]


def _with_id(row: Mapping, name: str) -> Mapping:
    """Return the row, with this id if it has none."""
    own = row.get("id")
    if not name or (isinstance(own, Scalar) and not own.is_null):
        return row
    at = own.at if own is not None else row.at
    rest = tuple([entry for entry in row.entries if entry.key.text != "id"])
    return Mapping((Entry(Scalar("id", True, at), Scalar(name, True, at)), *rest), row.at)


def _checked(rows: list[Mapping], maker: _Maker) -> list[Mapping]:
    lines: dict[str, Location] = {}
    for row in rows:
        node = row.get("id")
        if not isinstance(node, Scalar):
            continue
        if node.is_null:
            maker.findings.append(finding("missing-value.id", node.at))
        elif not _ID.fullmatch(node.text):
            maker.findings.append(finding("bad-value.id", node.at, text=node.text[:60], like=slug(node.text) or "rail"))
        elif node.text in lines:
            place = str(lines[node.text])
            maker.findings.append(finding("duplicate-id.cell", node.at, name=node.text, place=place))
        lines.setdefault(node.text, node.at)
    return rows


def _first(node: Node | None) -> str:
    if isinstance(node, Mapping):
        node = node.entries[0].value if node.entries else None
    return node.text if isinstance(node, Scalar) else ""


def slug(text: str) -> str:
    """Return a text as an id: ``Life science`` is ``life-science``."""
    return re.sub("[^a-z0-9æøå]+", "-", text.lower()).strip("-")[:60].strip("-")


# Resolving the blocks of an outline that name a table file.

# A form instead of a list: a field in the first column, its text beside it (a meeting).
#
# ::
#
#     Felt     Norsk        Engelsk
#     Tittel   Styremøte    Board meeting
#     Sted     Oslo rådhus  Oslo City Hall
#     Dato     12.04.2008
#
# A table with the fields as headings and a single row is read too.

LANGUAGES = {
    "nb": ("norsk", "bokmål", "norwegian"),
    "nn": ("nynorsk",),
    "en": ("engelsk", "english"),
    "se": ("samisk", "nordsamisk"),
    "de": ("tysk", "german"),
}
_BLANK = re.compile(r"\[[^][*\\{}]*\]")
"""A field to be filled in, which the outline reports like its own."""
FIELDS = frozenset(("title", "place", "date"))
_EMPTY = "[…]"
"""The text for an empty field of the meeting, which is reported as not filled in."""


def form(
    grid: Grid, languages: tuple[str, ...], own: str, markup: bool = False
) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """Return the fields of a form as entries of a mapping, and findings; ``own`` is the outline's language.

    A single text is in the outline's language, that of ``Tittel (all)`` in all languages; several texts are one per
    language. Texts are literal, or texts of the outline with ``markup``.
    """
    if not grid.header.cells:
        return (), grid.findings
    findings: list[Finding] = [*_unnamed(grid)]
    found: dict[str, Entry] = {}
    for words, at, row, columns in _fields(grid, languages):
        key, language = read_heading(words, languages)
        value = _value(grid, row, columns, own, markup, key)
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


def _unnamed(grid: Grid) -> list[Finding]:
    """Return findings about texts without a field name, and columns without a language."""
    head, rows = grid.header, grid.rows
    columns = [n for n, words in enumerate(head.cells) if n and not words and any([row.cell(n) for row in rows])]
    found = [finding("missing-heading", grid.at(head, n)) for n in columns]
    lines = [row for row in rows if len(head.cells) > 1 and not row.cell(0) and any(row.cells)]
    if len(rows) > 1:
        found += [finding("missing-heading.field", grid.at(row, 0)) for row in lines]
    return found


def _fields(grid: Grid, languages: tuple[str, ...]) -> Iterator[tuple[str, Location, Row, dict[int, str]]]:
    """Yield the name of each field, its place, the row of its texts, and the language of each column."""
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
    """Return a field's entry with a further text in another language (``Tittel (en)``)."""
    more = Entry(Scalar(language, True, value.at), value)
    if before is None:
        return Entry(Scalar(key, True, value.at), Mapping((more,), value.at))
    there = before.value
    texts = there.entries if isinstance(there, Mapping) else (Entry(Scalar(own, True, there.at), there),)
    return Entry(before.key, Mapping((*texts, more), there.at))


def _language(words: str, languages: tuple[str, ...]) -> str:
    spelt = plain(words)
    return next((code for code in languages if spelt == code or spelt in LANGUAGES.get(code, ())), "")


def _value(grid: Grid, row: Row, columns: dict[int, str], own: str, markup: bool, key: str) -> Node:
    filled = [(n, language) for n, language in columns.items() if n < len(row.cells) and row.cells[n]]
    if not filled:
        at = grid.at(row, min(1, len(row.cells) - 1))  # an empty cell is an empty text
        return Scalar(_EMPTY if key in FIELDS else "", False, at)
    only = _cell(grid, row, filled[0][0], markup)
    if len(filled) == 1 and (isinstance(only, Figure) or not filled[0][1] or only.text.startswith("[")):
        return only  # dates and blanks are the same in all languages
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


PLACE = frozenset(("file", "sheet", "range", "hidden", "markup", "max_age"))


def resolve(
    document: Mapping, members: Snapshot, choices: Choices, workspace: Workspace
) -> tuple[Mapping, tuple[Finding, ...]]:
    """Return the outline with the content of the tables that its blocks name, and findings."""
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
        """Return only the columns in ``columns:``, in that order; the ids stay."""
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
        """Return the meeting from a form; values of the outline, an audience or a setting take precedence."""
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
        grid = read_grid(path, named.sheet, named.range, named.hidden)
        if named.max_age:
            self.findings += _aged(grid, named, self.choices.as_of)
        return grid


def _aged(grid: Grid, named: Reference, as_of: str) -> list[Finding]:
    """Return a warning for a snapshot that is too old or has no date."""
    from datetime import date

    fetched = read_date(grid.fetched)[0]
    if not fetched or not as_of:
        return [finding("stale-data.unknown", named.at, file=named.file)]
    days = (date.fromisoformat(as_of) - date.fromisoformat(fetched)).days
    if days <= named.max_age:
        return []
    return [finding("stale-data", named.at, file=named.file, date=fetched, days=days, limit=named.max_age)]
