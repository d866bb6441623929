"""Inhabitants by municipality and date, from a table with one column per date (Statistics Norway's 07459).

``facts`` derives the outline's block ``population``: ``population.inhabitants``, ``population.by_county``. All
figures refer to the members on the deck's date, in the municipalities of that date. If one of them has no
figure, or not all members are known by name, the sum is unknown: a partial sum would pass for the whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, Location, finding, term
from osloregion_slides.base.record import Record
from osloregion_slides.outline.nodes import Entry, Figure, Mapping, Scalar, Table, Unknown, Verbatim
from osloregion_slides.outline.words import headings
from osloregion_slides.registry.grid import Grid, Row, find_columns, on_lines, read_date, read_number, without_title
from osloregion_slides.registry.table_file import read_grid
from osloregion_slides.registry.values import Kept, Member, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Reading

    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.resolver import Choices

COLUMNS: dict[str, tuple[str, ...]] = {"number": ("kommunenummer", "knr", "nr", "regionid"), "source": ("kilde",)}


class Inhabitants(Record):
    """A sum over municipalities on ``date``; ``missing`` are the municipality numbers without a figure."""

    total: int
    date: str
    missing: tuple[str, ...] = ()


class Population(Record):
    """Figures by municipality: ``figures`` follow ``dates`` (ISO, ascending), None is unknown."""

    dates: tuple[str, ...]
    figures: tuple[tuple[str, tuple[int | None, ...]], ...]
    source: str = ""

    def inhabitants(self, numbers: Iterable[str], date: str) -> Inhabitants:
        """Return the sum over ``numbers`` on the latest date of the table up to ``date``."""
        known = [index for index, day in enumerate(self.dates) if day <= date]
        if not known:
            return Inhabitants(0, "", tuple(numbers))
        column, table = known[-1], self._by_number()
        total, missing = 0, []
        for number in numbers:
            figure = table.get(number, ())[column : column + 1]
            if figure and figure[0] is not None:
                total += figure[0]
            else:
                missing.append(number)
        return Inhabitants(total, self.dates[column], tuple(missing))

    def first(self, number: str) -> Inhabitants:
        """Return the earliest figure of a municipality; 0 without a date if it has none."""
        for date, figure in zip(self.dates, self._by_number().get(number, ())):
            if figure is not None:
                return Inhabitants(figure, date)
        return Inhabitants(0, "", (number,))

    def _by_number(self) -> dict[str, tuple[int | None, ...]]:
        return _tables.get((self.figures,), (), lambda: dict(self.figures))


_tables = Kept(4)


def population(path: str) -> tuple[Population, tuple[Finding, ...]]:
    """Read the table at ``path`` (CSV, XLSX or YAML); never raises, a cell without a figure is a finding."""
    return read_population(read_grid(path))


def read_population(grid: Grid) -> tuple[Population, tuple[Finding, ...]]:
    """Return the figures of a table with a row per municipality and a column per date, and findings."""
    return _kept.get((grid,), (), lambda: _population(grid))


_kept = Kept(8)


def _population(grid: Grid) -> tuple[Population, tuple[Finding, ...]]:
    grid = _spread(on_lines(without_title(grid)))
    columns, trouble = find_columns(grid, COLUMNS, ("number",)) if grid.header.cells else ({}, ())
    findings = [*grid.findings, *trouble]
    if "number" not in columns:
        return Population((), ()), tuple(findings)
    dated = [(read_date(heading)[0], index) for index, heading in enumerate(grid.header.cells)]
    dates = sorted([pair for pair in dated if pair[0]])
    if not dates:
        findings.append(finding("missing-column.dates", grid.at(grid.header, 0)))
    figures = []
    seen: set[str] = set()
    for row in grid.rows:
        text = row.cell(columns["number"])
        number = read_number(text)[0]
        if not number:
            if any([row.cell(index) for _, index in dates]):
                findings.append(finding("incomplete-row.number", grid.at(row, columns["number"]), text=text[:40]))
            continue
        if number in seen:
            findings.append(finding("incomplete-row.twice", grid.at(row, columns["number"]), number=number))
        seen.add(number)
        figures.append((number, tuple([_figure(grid, row, index, findings) for _, index in dates])))
    sources = [row.cell(columns["source"]) for row in grid.rows[:1] if "source" in columns]
    return Population(tuple([date for date, _ in dates]), tuple(figures), "".join(sources) or grid.source), tuple(
        findings
    )


def _spread(grid: Grid) -> Grid:
    """Return a table with a row per municipality and date (JSON-stat) as one with a column per date."""
    columns, _ = find_columns(grid, COLUMNS, ()) if grid.header.cells else ({}, ())
    places = range(len(grid.header.cells))
    if not grid.rows or "number" not in columns or any([read_date(words)[0] for words in grid.header.cells]):
        return grid
    times = [n for n in places if all([_moment(row.cell(n)) for row in grid.rows])]
    values = [n for n in places if any([n < len(row.forms) and row.forms[n] for row in grid.rows])]
    if len(times) != 1 or len(values) != 1:
        return grid
    cells: dict[str, dict[str, str]] = {}
    first: dict[str, Row] = {}
    findings = list(grid.findings)
    for row in grid.rows:
        number, date = row.cell(columns["number"]).removeprefix("K-"), _moment(row.cell(times[0]))
        first.setdefault(number, row)
        if date in cells.setdefault(number, {}):
            findings.append(finding("bad-figure.several", grid.at(row, values[0]), number=number, date=date))
        cells[number][date] = row.cell(values[0])
    dates = sorted({date for found in cells.values() for date in found})
    rows = [
        row.replace(cells=(number, *[cells[number].get(date, "") for date in dates]), forms=())
        for number, row in first.items()
    ]
    head = grid.header.replace(cells=("number", *dates), forms=())
    return grid.replace(header=head, rows=tuple(rows), findings=tuple(findings[:20]))


def _moment(text: str) -> str:
    """Return a date or a year as an ISO date, "" for other texts."""
    return (
        f"{text}-01-01"
        if len(text) == 4 and text.isdecimal() and text.isascii() and text > "1000"
        else read_date(text)[0]
    )


def _figure(grid: Grid, row: Row, index: int, findings: list[Finding]) -> int | None:
    text = row.cell(index)
    if text.isdecimal() and text.isascii() and len(text) < 12:
        return int(text)
    if not text or text in (".", "..", ":", "-"):
        return None  # Statistics Norway's symbols for a missing figure
    digits = text.replace("\u00a0", "").replace(" ", "")
    whole, _, decimals = digits.replace(",", ".").partition(".")
    if whole.isdecimal() and whole.isascii() and not decimals.strip("0") and len(whole) < 12:
        return int(whole)
    findings.append(finding("unread-figure", grid.at(row, index), text=text[:60]))
    return None


WHOLE, PERCENT = "#,##0", "0.0 %"


def facts(population: Population, members: Snapshot, choices: Choices, at: Location, own: str = "") -> Mapping:
    """Return the block ``population`` of an outline; the place of each node is the head of the table.

    ``inhabitants`` with their ``date``, ``growth`` and ``growth_percent`` since the table's first date
    (``since``), ``source``; the tables ``by_year``, ``by_county``, ``by_region`` (a row per year, up to the deck's)
    and ``municipalities`` (a row each, with the number as its id). The argument ``own`` is the number of the
    municipality that the deck is for (``member.number``); the fact ``own`` its inhabitants by year.
    """
    words = (choices.languages, choices.language, choices.words, choices.as_of, at)
    found = _kept_facts.get((population, members), words, lambda: _Facts(population, members, choices, at))
    return found.block(own)


_kept_facts = Kept(4)


class _Facts:
    """The block except ``own``, which is the same for all decks of a batch and computed once."""

    def __init__(self, population: Population, members: Snapshot, choices: Choices, at: Location) -> None:
        self.at, self.choices, self.languages = at, choices, choices.languages
        self.members, self.date = members, choices.as_of
        self.source = population.source
        self.dates = [date for date in population.dates if date <= choices.as_of]
        figures = dict(population.figures)
        self.figures = {m.number: figures.get(m.number, ())[: len(self.dates)] for m in members.municipalities}
        self.by_number = {member.number: member for member in reversed(members.municipalities)}
        self.reason = self._doubt()
        self.shared = self._shared()

    def _doubt(self) -> Phrase | None:
        """Return why the sum over all members is unknown, None if it is known."""
        roll = self.members.municipalities
        if not roll.whole:
            return term("not all members on {date} are known by name", date=self.date)
        if not self.dates:
            return term("the table has no figures from before {date}", date=self.date)
        lacking = [member.name for member in roll if not self._known(member)]
        if not roll or lacking:
            names = ", ".join(lacking[:5]) + (" …" if len(lacking) > 5 else "")
            return term("the table has no figure on {date}[[ for {names}]]", date=self.dates[-1], names=names)
        return None

    def _known(self, member: Member) -> bool:
        figures = self.figures[member.number]
        return len(figures) == len(self.dates) and figures[-1] is not None

    def block(self, own: str) -> Mapping:
        if not own:
            return self.shared
        return self.shared.replace(entries=(*self.shared.entries, Entry(Scalar("own", True, self.at), self._own(own))))

    def _shared(self) -> Mapping:
        roll = self.members.municipalities
        years = [(n, date) for n, date in enumerate(self.dates) if self._sum(roll, n) is not None]
        total = self._sum(roll, len(self.dates) - 1)
        first = self._sum(roll, years[0][0]) if years else None
        rose = total - first if total is not None and first is not None else None
        percent = f"{rose / first:.6f}".rstrip("0").rstrip(".") if rose is not None and first else None
        return self._mapping(
            {
                "inhabitants": self._figure(total, WHOLE),
                "date": self._figure(self.dates[-1] if self.dates else None, "date"),
                "growth": self._figure(rose, WHOLE),
                "growth_percent": self._figure(percent, PERCENT),
                "since": self._figure(years[0][1] if years else None, "date"),
                "source": Verbatim(self.source, False, self.at) if self.source else Scalar("", True, self.at),
                "by_year": self._by_year([(self._said("inhabitants"), tuple(roll))]),
                "by_county": self._by_year([(self._same(name), group) for name, group in self.members.by_county]),
                "by_region": self._by_year([(self._same(name), group) for name, group in self.members.by_region]),
                "municipalities": self._each(),
            }
        )

    def _own(self, number: str) -> Node:
        member = self.by_number.get(number)
        if member is None or not any(self.figures[number]):
            why = term("{name} is not a member by name on {date}", name=number, date=self.date)
            if member is not None:
                why = term("the table has no figures for {name} on {date}", name=member.name, date=self.date)
            return Unknown("", True, self.at, why)
        rows = [
            self._mapping({"id": self._text(date), "year": self._text(date[:4]), "s1": self._figure(value, WHOLE)})
            for date, value in zip(self.dates, self.figures[number])
            if value is not None
        ]
        heads = (self._head("year", self._said("year")), self._head("s1", self._same(member.name)))
        return Table(tuple(rows), self.at, heads)

    def _sum(self, members: tuple[Member, ...], index: int) -> int | None:
        if self.reason or index < 0:
            return None
        found = [self.figures[m.number][index] if index < len(self.figures[m.number]) else None for m in members]
        return None if None in found else sum(found)  # type: ignore[arg-type]  # no None is left

    def _by_year(self, series: list[tuple[dict[str, str], tuple[Member, ...]]]) -> Node:
        if self.reason:
            return Unknown("", True, self.at, self.reason)
        rows = []
        for index, date in enumerate(self.dates):
            cells = {f"s{n}": self._figure(self._sum(group, index), WHOLE) for n, (_, group) in enumerate(series, 1)}
            if not all(isinstance(cell, Unknown) for cell in cells.values()):
                rows.append(self._mapping({"id": self._text(date), "year": self._text(date[:4]), **cells}))
        heads = [("year", self._said("year")), *[(f"s{n}", words) for n, (words, _) in enumerate(series, 1)]]
        return Table(tuple(rows), self.at, tuple([self._head(key, words) for key, words in heads]))

    def _each(self) -> Node:
        """Return a row for each municipality known by name, in the registry's order, with the known figures."""
        rows = []
        for member in self.members.municipalities:
            known = [figure for figure in self.figures[member.number] if figure is not None]
            latest = known[-1] if known and self._known(member) else None
            rise = f"{latest / known[0] - 1:.6f}".rstrip("0").rstrip(".") if latest is not None and known[0] else None
            cells = {
                "id": self._text(member.number or member.name),
                "name": self._text(member.name),
                "county": self._text(member.county),
                "region": self._text(member.region),
                "inhabitants": self._figure(latest, WHOLE),
                "growth_percent": self._figure(rise, PERCENT),
            }
            rows.append(self._mapping(cells))
        heads = (("name", "name"), ("inhabitants", "inhabitants"), ("growth_percent", "growth"))
        words = tuple([self._head(key, self._said(word)) for key, word in heads])
        return Table(tuple(rows), self.at, words, None if self.members.municipalities.whole else self.reason)

    def _figure(self, value: int | str | None, form: str) -> Scalar:
        if value is None:
            return Unknown("", True, self.at, self.reason or term("the table has no figure"))
        return Figure(str(value), True, self.at, form)

    def _text(self, text: str) -> Scalar:
        return Verbatim(text, False, self.at)

    def _same(self, name: str) -> dict[str, str]:
        return dict.fromkeys(self.languages, name or "?")

    def _said(self, heading: str) -> dict[str, str]:
        return headings(f"heading {heading}", self.choices)

    def _head(self, key: str, words: dict[str, str]) -> Entry:
        texts = {code: self._text(text) for code, text in words.items()}
        return Entry(Scalar(key, True, self.at), self._mapping(texts))

    def _mapping(self, values: Reading[str, Node]) -> Mapping:
        return Mapping(tuple([Entry(Scalar(key, True, self.at), node) for key, node in values.items()]), self.at)
