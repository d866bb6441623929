"""Cells that people write in their own way: periods, and remarks or sums under a table."""

from __future__ import annotations

import re

from osloregion_slides.base.findings import Finding, finding
from osloregion_slides.registry.grid import Grid, Row

# What people write under a table: a remark, a sum. Neither is a row of the table.

_FIGURE = re.compile(r"-?\d[\d\s.,\u00a0\u202f]*%?")
SUMS = frozenset(("sum", "total", "totalt", "totals", "ialt", "tilsammen", "summa", "gesamt", "subtotal", "delsum"))
"""Words that head a line of sums, as ``columns.plain`` compares them."""


def without_remarks(grid: Grid, columns: dict[str, int]) -> Grid:
    """Return a registry's grid without the remarks and sums under its last row; each is a finding of severity note.

    ``columns`` are the indices of the known columns. A remark is a row of a single filled cell. A sum is a row
    without a start date in which at most one cell is a text, and which has no municipality's number.
    """
    rows = list(grid.rows)
    found: list[Finding] = []
    while rows and (told := _told(grid, rows[-1], columns)):
        found.append(told)
        rows.pop()
    return grid.replace(rows=tuple(rows), findings=(*grid.findings, *reversed(found))) if found else grid


def without_remarks_apart(grid: Grid) -> Grid:
    """Return a table's grid without remarks: rows of one filled cell at its end, below an empty row.

    Right under the last row such a cell can be a thing of which only the name is known; it stays.
    """
    rows = list(grid.rows)
    cut = next((n for n in range(len(rows) - 1, 0, -1) if not _is_single(rows[n]) or rows[n].places), -1) + 1
    while 0 < cut < len(rows) and rows[cut].line == rows[cut - 1].line + 1:
        cut += 1  # things of one cell that go on with the table
    if not 0 < cut < len(rows) or len(grid.header.cells) < 2:
        return grid
    found = [_remark(grid, row) for row in rows[cut:]]
    return grid.replace(rows=tuple(rows[:cut]), findings=(*grid.findings, *found))


def _remark(grid: Grid, row: Row) -> Finding:
    first = next((index for index, cell in enumerate(row.cells) if cell), 0)
    return finding("not-a-row.remark", grid.at(row, first), text=row.cells[first][:60])


def _is_single(row: Row) -> bool:
    return sum([1 for cell in row.cells if cell]) == 1


def _told(grid: Grid, row: Row, columns: dict[str, int]) -> Finding | None:
    """Return what a remark or a sum is reported as, None for what may be a row of the registry."""
    if len(grid.header.cells) < 3:
        return None
    if _is_single(row):
        return _remark(grid, row)
    from osloregion_slides.registry.grid import plain

    texts = [cell for cell in row.cells if cell and not _FIGURE.fullmatch(cell)]
    start, number = (_at(row, columns.get(name, -1)) for name in ("from", "number"))
    is_named = bool(texts) and plain(texts[0]) in SUMS
    if len(texts) > 1 or (not is_named and (start or re.fullmatch(r"\d{4}", number))):
        return None
    first = next(index for index, cell in enumerate(row.cells) if cell)
    return finding("not-a-row.sum", grid.at(row, first), text=row.cells[first][:60])


def _at(row: Row, index: int) -> str:
    return row.cells[index] if 0 <= index < len(row.cells) else ""


# Periods as people write them: ``2008``, ``2008–2010``, ``2008 – løpende``.

ONGOING = frozenset(
    ("løpende", "pågår", "pågående", "nå", "dagsdato", "løpande", "pågåande", "ongoing", "current", "present", "now")
)
"""What stands for an end that has not come yet (nb, nn, sv, en), in small letters."""
_MOMENT = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_TWO = re.compile(rf"({_MOMENT})\s*(?:[–—]|\s-\s|-(?=\D|\d{{4}}))\s*({_MOMENT}|[^\W\d]+)")


def is_ongoing(text: str) -> bool:
    """Return whether a text says that something has not ended: ``løpende``, ``ongoing``."""
    return text.strip().lower() in ONGOING


def read_period(text: str) -> tuple[str, str] | None:
    """Return the start and the end of a period in one text, both as written; None for any other text."""
    found = _TWO.fullmatch(text.strip())
    if found is None or not (found[2][0].isdigit() or is_ongoing(found[2])):
        return None
    return found[1], found[2]
