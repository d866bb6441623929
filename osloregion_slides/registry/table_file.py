"""A table file as a Grid: CSV, XLSX, YAML, or what a plug-in reads, by its content and its ending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.registry.grid import (
    MAX_BYTES,
    MAX_CELL,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Grid,
    Row,
    decode,
    empty,
    too_long,
)

if TYPE_CHECKING:
    from osloregion_slides.plugins import Plugin

    Records = list[tuple[int, tuple[str, ...]]]

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
        return empty(path, finding("missing-file.table", Location(path), reason=problem.strerror or "unreadable"))
    ours = _ending(path) in OURS  # what a plug-in reads is not remembered: it may read it otherwise the next time
    before = _kept_table.get((path, sheet, cells, hidden)) if ours else None
    if before is not None and before[0] == data:
        return before[1]
    grid = _read(data, path, sheet, cells, hidden)
    trouble = _unfit(grid)
    grid = empty(path, *grid.findings, trouble) if trouble else grid
    if ours:
        if len(_kept_table) >= KEPT:
            _kept_table.clear()
        _kept_table[path, sheet, cells, hidden] = data, grid
    return grid


KEPT = 8
"""Tables that are remembered as read, found by their bytes: the decks of a batch read the same ones."""
_kept_table: dict[tuple[str, str, str, bool], tuple[bytes, Grid]] = {}


def _ending(path: str) -> str:
    """The ending of a file's name without the dot, in small letters; the whole name where it has none."""
    return path.replace("\\", "/").rpartition("/")[2].lower().rpartition(".")[2]


def _unfit(grid: Grid) -> Finding | None:
    """Return what keeps a table's cells from being texts of a deck."""
    if len(grid.header.cells) > MAX_COLUMNS:
        return finding("too-large.columns", grid.at(grid.header, 0), limit=MAX_COLUMNS)
    for row in (grid.header, *grid.rows):
        whole = "".join(row.cells)
        if len(whole) > MAX_CELL or not whole.isprintable():
            for column, cell in enumerate(row.cells):
                if trouble := _unfit_cell(cell, grid.at(row, column)):
                    return trouble
    return None


def _unfit_cell(cell: str, at: Location) -> Finding | None:
    import re

    from osloregion_slides.outline.diagnostics.misread import name
    from osloregion_slides.outline.nodes import FORBIDDEN

    if len(cell) > MAX_CELL:
        return finding("too-large.cell", at, limit=MAX_CELL)
    found = re.search(FORBIDDEN, cell)
    return finding("control-character.cell", at, name=name(found.group())) if found else None


def _read(data: bytes, path: str, sheet: str, cells: str, hidden: bool) -> Grid:
    if len(data) > MAX_BYTES:
        return empty(path, finding("too-large.table", Location(path), limit=MAX_BYTES // 10**6))
    if _ending(path) not in OURS:
        found = plugin_grid(data, path, _ending(path))
        if found is not None:
            return found
    if data.startswith(b"PK\x03\x04"):
        from osloregion_slides.registry.workbook import workbook_grid

        return workbook_grid(data, path, sheet, cells, hidden)
    if sheet or cells:
        return empty(path, finding("not-a-workbook", Location(path)))
    if path.lower().endswith((".yaml", ".yml")):
        from osloregion_slides.registry.yaml_table import yaml_grid

        return yaml_grid(data, path)
    return csv_grid(data, path)


# CSV as people have it: UTF-8 or what a Norwegian Excel saves (``;``, Windows-1252, CRLF, BOM).

DELIMITERS = ";,\t"


def csv_grid(data: bytes, path: str) -> Grid:
    """Read CSV bytes; the delimiter is the most frequent of ``;`` ``,`` and tab in the header."""
    text, findings = decode(data, path)
    if text is None or "\0" in text:
        return empty(path, *findings, finding("not-text", Location(path)))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    skipped = 0
    if first.lower().startswith("sep="):
        delimiter, text, skipped = first[4:5] or ";", rest, 1
        first = rest.partition("\n")[0]
    else:
        delimiter = max(DELIMITERS, key=first.count)
    trouble = too_long(path, text.count("\n"), text.count(delimiter))
    if trouble:
        return empty(path, *findings, trouble)
    # Importing csv costs 1 ms, a split 0.05 ms: a table without quotes needs no parser.
    records = _quoted(text, delimiter, path) if '"' in text else _plain(text, delimiter)
    if isinstance(records, Finding):
        return empty(path, *findings, records)
    rows = [Row(line + skipped, cells, ()) for line, cells in records if any(cells)]
    if not rows:
        return empty(path, *findings, finding("empty-table", Location(path)))
    decimal = {";": ",", ",": "."}.get(delimiter, "")  # a semicolon is what a comma for decimals leaves to part cells
    return Grid(path, rows[0], tuple(rows[1:]), findings, decimal=decimal)


def _plain(text: str, delimiter: str) -> Records:
    lines = text.split("\n")
    return [(number, tuple([cell.strip() for cell in line.split(delimiter)])) for number, line in enumerate(lines, 1)]


def _quoted(text: str, delimiter: str, path: str) -> Records | Finding:
    import csv
    import io

    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records: Records = []
    line = 1
    try:
        for cells in reader:
            records.append((line, tuple([" ".join(cell.split()) for cell in cells])))
            line = reader.line_num + 1
    except csv.Error as problem:
        return finding("bad-csv", Location(path, line), reason=str(problem))
    return records


# Tables that plug-ins read: rows of texts, the first of them the header.


def plugin_grid(data: bytes, path: str, ending: str) -> Grid | None:
    """Return the table that the plug-in for this ending (without the dot) reads, None where no package brings one.

    The reader is called as ``read(data, path)`` and returns rows of texts, numbers or None, the header first. Cells
    are named by row and column. Never raises: what goes wrong is a finding that names the package.
    """
    from osloregion_slides.plugins import PluginFault, look_up

    at = Location(path)
    try:
        plugin = look_up("readers", ending, at)
    except PluginFault as fault:
        return empty(path, *[one.replace(at=at) for one in fault.findings])
    if plugin is None:
        return None
    try:
        rows = [[_cell(cell) for cell in row] for row in plugin.value(data, path)]
    except Exception as bug:  # it runs somebody's code
        return empty(path, plugin.failed(bug, at))
    return _grid(rows, path, plugin)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a cell is a text, a number or None, and this is {type(value).__name__}")
    return repr(value)


def _grid(rows: list[list[str]], path: str, plugin: Plugin) -> Grid:
    at = Location(path)
    if len(rows) > MAX_ROWS or sum(map(len, rows)) > MAX_CELLS:
        return empty(path, plugin.failed(f"it gives more than {MAX_ROWS} rows or {MAX_CELLS} cells", at))
    if not rows:
        return empty(path, plugin.failed("it gives no rows, not even a header", at))
    width = len(rows[0])
    if any([len(row) > width for row in rows]):
        return empty(path, plugin.failed("a row has more cells than the header", at))
    made = [Row(number, (*row, *[""] * (width - len(row)))) for number, row in enumerate(rows, 1)]
    return Grid(path, made[0], tuple([row for row in made[1:] if any(row.cells)]))
