"""A table as it lies in a file: a header, rows of text, and where each cell stands.

CSV, XLSX and YAML all become a Grid; what the columns mean is decided in ``columns`` and ``rows``.
"""

from __future__ import annotations

from osloregion_slides.files import read_bytes
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


def read_grid(path: str, sheet: str = "", cells: str = "") -> Grid:
    """Read a table by its content and its ending (.csv, .txt, .tsv, .xlsx, .yaml, .yml); never raises.

    ``sheet`` and ``cells`` (``B2:E9``) say where in a workbook it lies; "" is its first sheet that has rows.
    """
    grid = _read(path, sheet, cells)
    trouble = _unfit(grid)
    return empty(path, *grid.findings, trouble) if trouble else grid


def _unfit(grid: Grid) -> Finding | None:
    """Return what keeps a table's cells from being texts of a deck."""
    if len(grid.header.cells) > MAX_COLUMNS:
        return error("too-large", grid.at(grid.header, 0), f"the table has more than {MAX_COLUMNS} columns")
    for row in (grid.header, *grid.rows):
        whole = "".join(row.cells)
        if len(whole) > MAX_CELL or not whole.isprintable():
            for column, cell in enumerate(row.cells):
                if trouble := _unfit_cell(cell, grid.at(row, column)):
                    return trouble
    return None


def _unfit_cell(cell: str, at: Span) -> Finding | None:
    import re

    from osloregion_slides.outline.characters import FORBIDDEN, name

    if len(cell) > MAX_CELL:
        return error("too-large", at, f"the cell has more than {MAX_CELL} characters")
    found = re.search(FORBIDDEN, cell)
    return error("control-character", at, f"the cell holds {name(found.group())}", "remove it") if found else None


def _read(path: str, sheet: str, cells: str) -> Grid:
    try:
        data = read_bytes(path, MAX_BYTES)
    except OSError as problem:
        reason = problem.strerror or "unreadable"
        return empty(path, error("missing-file", Span(path), f"cannot read the table: {reason.lower()}"))
    if len(data) > MAX_BYTES:
        return empty(path, error("too-large", Span(path), f"the table is larger than {MAX_BYTES // 10**6} MB"))
    if data.startswith(b"PK\x03\x04"):
        from osloregion_slides.registry.workbook import workbook_grid

        return workbook_grid(data, path, sheet, cells)
    if sheet or cells:
        message = "a sheet and a range are for workbooks, and this file is none"
        return empty(path, error("not-a-workbook", Span(path), message, "leave them out, or name an .xlsx"))
    if path.lower().endswith((".yaml", ".yml")):
        from osloregion_slides.registry.yaml_table import yaml_grid

        return yaml_grid(data, path)
    from osloregion_slides.registry.csv_table import csv_grid

    return csv_grid(data, path)
