"""A table as it lies in a file: a header, rows of text, and where each cell stands.

CSV, XLSX and YAML all become a Grid; what the columns mean is decided in ``columns`` and ``rows``.
"""

from __future__ import annotations

from osloregion_slides.findings import Finding, Span, error
from osloregion_slides.value import Value

MAX_BYTES = 10_000_000
MAX_ROWS = 20_000
MAX_CELLS = 400_000
"""A table of more is no table for a deck: Norway has had fewer than 800 municipalities, and 57 were members."""
MAX_COLUMNS = 1_000
MAX_CELL = 32_767
"""Characters of a cell: Excel's own limit."""


class CellSpan(Span):
    """A cell of a workbook, named as its owner sees it: ``Budsjett!C7``."""

    cell: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.cell}"


class Row(Value):
    """One row. ``places`` are (line, column) of each cell where a cell is not simply line and ordinal.

    ``forms`` say how a workbook shows each cell: Excel's number format, ``date`` for a day, "" for a text.
    """

    line: int
    cells: tuple[str, ...]
    places: tuple[tuple[int, int], ...] = ()
    forms: tuple[str, ...] = ()


class Grid(Value):
    """A header and its rows; ``findings`` is what reading the file had to mend or could not read.

    ``sheet`` and ``left`` (the number of its first column) are of a table in a workbook; ``decimal`` is the
    decimal sign of a text file, "" where it is not certain.
    """

    file: str
    header: Row
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()
    sheet: str = ""
    left: int = 1
    decimal: str = "."

    def at(self, row: Row, column: int) -> Span:
        """Return where a cell stands: line and column of a text file, row and ordinal of a table."""
        if self.sheet:
            return cell_span(self.file, self.sheet, row.line, self.left + column)
        if row.places:
            return Span(self.file, *row.places[column]) if column < len(row.places) else Span(self.file, row.line)
        return Span(self.file, row.line, column + 1)


def cell_span(path: str, sheet: str, line: int, column: int) -> CellSpan:
    """Return the place of a workbook's cell; line and column count from 1."""
    return CellSpan(path, line, column, f"{sheet}!{column_letters(column)}{line}")


def column_letters(column: int) -> str:
    """Return a column's letters: A for 1, Z for 26, AA for 27."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def empty(path: str, *findings: Finding) -> Grid:
    """Return a grid without rows that carries the reason."""
    return Grid(path, Row(1, ()), (), findings)


def too_long(path: str, rows: int, cells: int) -> Finding | None:
    """Return the finding of a table with more rows or cells than one is read to, None for others."""
    if rows <= MAX_ROWS and cells <= MAX_CELLS:
        return None
    message = f"the table has more than {MAX_ROWS} rows or {MAX_CELLS} cells"
    return error("too-large", Span(path), message, "keep what the deck needs of it")
