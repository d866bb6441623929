"""A table read by its content and its ending: CSV, XLSX or YAML as a Grid."""

from __future__ import annotations

from osloregion_slides.files import read_bytes
from osloregion_slides.findings import Finding, Span, error
from osloregion_slides.registry.grid import MAX_BYTES, MAX_CELL, MAX_COLUMNS, Grid, empty

OURS = frozenset(("csv", "txt", "tsv", "xlsx", "xlsm", "yaml", "yml"))
"""The endings that no plug-in reads. A file with another one, which no plug-in knows either, is read as CSV."""


def read_grid(path: str, sheet: str = "", cells: str = "", hidden: bool = False) -> Grid:
    """Read a table by its content and its ending (.csv, .txt, .tsv, .xlsx, .yaml, .yml); never raises.

    ``sheet`` and ``cells`` (``B2:E9``) say where in a workbook it lies; "" is its first sheet that has rows.
    What a workbook hides is left out with a finding, unless ``hidden`` asks for it.
    """
    try:
        data = read_bytes(path, MAX_BYTES)
    except OSError as problem:
        reason = problem.strerror or "unreadable"
        return empty(path, error("missing-file", Span(path), f"cannot read the table: {reason.lower()}"))
    ours = _ending(path) in OURS  # what a plug-in reads is not remembered: it may read it otherwise the next time
    before = _kept.get((path, sheet, cells, hidden)) if ours else None
    if before is not None and before[0] == data:
        return before[1]
    grid = _read(data, path, sheet, cells, hidden)
    trouble = _unfit(grid)
    grid = empty(path, *grid.findings, trouble) if trouble else grid
    if ours:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[path, sheet, cells, hidden] = data, grid
    return grid


KEPT = 8
"""Tables that are remembered as read, found by their bytes: the decks of a batch read the same ones."""
_kept: dict[tuple[str, str, str, bool], tuple[bytes, Grid]] = {}


def _ending(path: str) -> str:
    """The ending of a file's name without the dot, in small letters; the whole name where it has none."""
    return path.replace("\\", "/").rpartition("/")[2].lower().rpartition(".")[2]


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

    from osloregion_slides.outline.diagnostics.misread import FORBIDDEN, name

    if len(cell) > MAX_CELL:
        return error("too-large", at, f"the cell has more than {MAX_CELL} characters")
    found = re.search(FORBIDDEN, cell)
    return error("control-character", at, f"the cell holds {name(found.group())}", "remove it") if found else None


def _read(data: bytes, path: str, sheet: str, cells: str, hidden: bool) -> Grid:
    if len(data) > MAX_BYTES:
        return empty(path, error("too-large", Span(path), f"the table is larger than {MAX_BYTES // 10**6} MB"))
    if _ending(path) not in OURS:
        from osloregion_slides.registry.plugin_reader import plugin_grid

        found = plugin_grid(data, path, _ending(path))
        if found is not None:
            return found
    if data.startswith(b"PK\x03\x04"):
        from osloregion_slides.registry.workbook import workbook_grid

        return workbook_grid(data, path, sheet, cells, hidden)
    if sheet or cells:
        message = "a sheet and a range are for workbooks, and this file is none"
        return empty(path, error("not-a-workbook", Span(path), message, "leave them out, or name an .xlsx"))
    if path.lower().endswith((".yaml", ".yml")):
        from osloregion_slides.registry.yaml_table import yaml_grid

        return yaml_grid(data, path)
    from osloregion_slides.registry.csv_table import csv_grid

    return csv_grid(data, path)
