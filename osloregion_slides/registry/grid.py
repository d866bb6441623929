"""A table as it lies in a file: a header, rows of text, and where each cell stands.

CSV, XLSX and YAML all become a Grid; what the columns mean is decided in ``columns`` and ``rows``.
"""

from __future__ import annotations

from osloregion_slides.findings import Finding, Span, error
from osloregion_slides.value import Value

MAX_BYTES = 10_000_000


class Row(Value):
    """One row. ``places`` are (line, column) of each cell where a cell is not simply line and ordinal."""

    line: int
    cells: tuple[str, ...]
    places: tuple[tuple[int, int], ...] = ()


class Grid(Value):
    """A header and its rows; ``findings`` is what reading the file had to mend or could not read."""

    file: str
    header: Row
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()

    def at(self, row: Row, column: int) -> Span:
        """Return where a cell stands: line and column of a text file, row and ordinal of a table."""
        if row.places:
            return Span(self.file, *row.places[column]) if column < len(row.places) else Span(self.file, row.line)
        return Span(self.file, row.line, column + 1)


def empty(path: str, *findings: Finding) -> Grid:
    """Return a grid without rows that carries the reason."""
    return Grid(path, Row(1, ()), (), findings)


def read_grid(path: str) -> Grid:
    """Read a table by its content and its ending (.csv, .txt, .tsv, .xlsx, .yaml, .yml); never raises."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as problem:
        reason = problem.strerror or "unreadable"
        return empty(path, error("missing-file", Span(path), f"cannot read the table: {reason.lower()}"))
    if len(data) > MAX_BYTES:
        return empty(path, error("too-large", Span(path), f"the table is larger than {MAX_BYTES // 10**6} MB"))
    if data.startswith(b"PK\x03\x04"):
        from osloregion_slides.registry.workbook import workbook_grid

        return workbook_grid(data, path)
    if path.lower().endswith((".yaml", ".yml")):
        from osloregion_slides.registry.yaml_table import yaml_grid

        return yaml_grid(data, path)
    from osloregion_slides.registry.csv_table import csv_grid

    return csv_grid(data, path)
