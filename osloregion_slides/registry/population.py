"""Inhabitants by municipality and date, from a table with one column a date (Statistics Norway's 07459)."""

from __future__ import annotations

from osloregion_slides.base.findings import Finding, finding
from osloregion_slides.base.record import Record
from osloregion_slides.registry.grid import Grid, Row, find_columns, read_date, read_number
from osloregion_slides.registry.kept import Kept
from osloregion_slides.registry.load import read_grid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS: dict[str, tuple[str, ...]] = {"number": ("kommunenummer", "knr", "nr"), "source": ("kilde",)}


class Inhabitants(Record):
    """A sum over municipalities on ``date``; ``missing`` are the numbers without a figure."""

    total: int
    date: str
    missing: tuple[str, ...] = ()


class Population(Record):
    """Figures by municipality: ``figures`` are in the order of ``dates`` (ISO, ascending), None is unknown."""

    dates: tuple[str, ...]
    figures: tuple[tuple[str, tuple[int | None, ...]], ...]
    source: str = ""

    def inhabitants(self, numbers: Iterable[str], date: str) -> Inhabitants:
        """Return the sum over ``numbers`` on the latest date in the table that is not after ``date``."""
        known = [index for index, day in enumerate(self.dates) if day <= date]
        if not known:
            return Inhabitants(0, "", tuple(numbers))
        column, table = known[-1], dict(self.figures)
        total, missing = 0, []
        for number in numbers:
            figure = table.get(number, ())[column : column + 1]
            if figure and figure[0] is not None:
                total += figure[0]
            else:
                missing.append(number)
        return Inhabitants(total, self.dates[column], tuple(missing))

    def first(self, number: str) -> Inhabitants:
        """Return the earliest figure of a municipality; 0 on no date where it has none."""
        for date, figure in zip(self.dates, dict(self.figures).get(number, ())):
            if figure is not None:
                return Inhabitants(figure, date)
        return Inhabitants(0, "", (number,))


def population(path: str) -> tuple[Population, tuple[Finding, ...]]:
    """Read the table at ``path`` (CSV, XLSX or YAML); never raises, a cell that is no figure is a finding."""
    return read_population(read_grid(path))


def read_population(grid: Grid) -> tuple[Population, tuple[Finding, ...]]:
    """Return the figures of a table with a row a municipality and a column a date, and what is wrong with them."""
    return _kept.get((grid,), (), lambda: _population(grid))


_kept = Kept(8)


def _population(grid: Grid) -> tuple[Population, tuple[Finding, ...]]:
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
        text = _cell(row, columns["number"])
        number = read_number(text)[0]
        if not number:
            if any([_cell(row, index) for _, index in dates]):
                findings.append(finding("incomplete-row.number", grid.at(row, columns["number"]), text=text[:40]))
            continue
        if number in seen:
            findings.append(finding("incomplete-row.twice", grid.at(row, columns["number"]), number=number))
        seen.add(number)
        figures.append((number, tuple([_figure(grid, row, index, findings) for _, index in dates])))
    sources = [_cell(row, columns["source"]) for row in grid.rows[:1] if "source" in columns]
    return Population(tuple([date for date, _ in dates]), tuple(figures), "".join(sources)), tuple(findings)


def _cell(row: Row, index: int) -> str:
    return row.cells[index] if index < len(row.cells) else ""


def _figure(grid: Grid, row: Row, index: int, findings: list[Finding]) -> int | None:
    text = row.cells[index] if index < len(row.cells) else ""
    if text.isdecimal() and text.isascii() and len(text) < 12:
        return int(text)
    if not text or text in (".", "..", ":", "-"):
        return None  # Statistics Norway's signs for no figure
    digits = text.replace("\u00a0", "").replace(" ", "")
    whole, _, decimals = digits.replace(",", ".").partition(".")
    if whole.isdecimal() and whole.isascii() and not decimals.strip("0") and len(whole) < 12:
        return int(whole)
    findings.append(finding("unread-figure", grid.at(row, index), text=text[:60]))
    return None
