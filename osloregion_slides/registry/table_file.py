"""A table file as a Grid: CSV, XLSX, ODS, YAML, JSON or a plug-in's format, by content and suffix."""

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
    as_seen,
    decode,
    empty,
    lines_of,
    too_long,
)

if TYPE_CHECKING:
    from osloregion_slides.plugins import Plugin

    Records = list[tuple[int, tuple[str, ...]]]

OURS = frozenset(("csv", "txt", "tsv", "xlsx", "xlsm", "ods", "yaml", "yml", "json"))
"""The suffixes of built-in formats. A file with a suffix that no plug-in claims either is read as CSV."""


def read_grid(path: str, sheet: str = "", cells: str = "", hidden: bool = False) -> Grid:
    """Return the table in a file by its content and its suffix (.csv, .txt, .tsv, .xlsx, .ods, .yaml, .json); never
    raises.

    ``sheet`` and ``cells`` (``B2:E9``) select its place in a workbook; "" is the first sheet with rows.
    Hidden rows, columns and sheets are left out with a finding, unless ``hidden`` includes them.
    """
    try:
        data = read_bytes(path, MAX_BYTES)
    except OSError as problem:
        return empty(path, finding("missing-file.table", Location(path), reason=problem.strerror or "unreadable"))
    ours = _ending(path) in OURS  # a plug-in's result is not cached: it may differ the next time
    before = _kept_table.get((path, sheet, cells, hidden)) if ours else None
    if before is not None and before[0] == data:
        return before[1]
    grid = as_seen(_read(data, path, sheet, cells, hidden))
    trouble = _unfit(grid)
    grid = empty(path, *grid.findings, trouble) if trouble else grid
    if ours:
        if len(_kept_table) >= KEPT:
            _kept_table.clear()
        _kept_table[path, sheet, cells, hidden] = data, grid
    return grid


KEPT = 8
"""Tables cached by their bytes: the decks of a batch read the same ones."""
_kept_table: dict[tuple[str, str, str, bool], tuple[bytes, Grid]] = {}


def _ending(path: str) -> str:
    """Return the suffix of a file name in lower case without its dot; the whole name without a suffix."""
    return path.replace("\\", "/").rpartition("/")[2].lower().rpartition(".")[2]


def _unfit(grid: Grid) -> Finding | None:
    """Return the finding about the first cell whose text cannot be used in a deck, None without one."""
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
        other = _other_package(data)
        if other == "ods":
            from osloregion_slides.registry.ods import ods_grid

            return ods_grid(data, path, sheet, cells, hidden)
        if other:
            return empty(path, finding(other, Location(path)))
        from osloregion_slides.registry.workbook import workbook_grid

        return workbook_grid(data, path, sheet, cells, hidden)
    if sheet or cells or hidden:
        return empty(path, finding("not-a-workbook" if sheet or cells else "not-a-workbook.hidden", Location(path)))
    if _ending(path) == "json":
        return _json(data, path)
    if path.lower().endswith((".yaml", ".yml")):
        from osloregion_slides.registry.yaml_table import yaml_grid

        return yaml_grid(data, path)
    return csv_grid(data, path)


# Recognising files that are neither workbooks nor text tables, as the key of their finding.

_SIGNATURES = ((b"%PDF", "not-text.pdf"), (b"\x89PNG", "not-text.picture"), (b"\xff\xd8\xff", "not-text.picture"))
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2: old Office files, and packages with a password
_BINARY = (_COMPOUND, *[start for start, _ in _SIGNATURES])


def _other_content(data: bytes) -> str:
    if data.startswith(_COMPOUND):
        protected = "EncryptedPackage".encode("utf-16-le") in data  # [MS-OFFCRYPTO] 2.3.4.4
        return "not-text.protected" if protected else "not-text.old"
    return next((key for start, key in _SIGNATURES if data.startswith(start)), "not-text")


def _other_package(data: bytes) -> str:
    """Return the key of the finding for a zip other than .xlsx, ``ods`` for .ods, "" for a possible .xlsx."""
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = frozenset(package.namelist())
            kind = package.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return ""
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        return "ods" if kind.endswith(b"spreadsheet") else "not-text.office"
    if "xl/workbook.bin" in names:
        return "not-text.binary"
    if "Index/Document.iwa" in names:
        return "not-text.numbers"
    return "not-text.office" if names & {"word/document.xml", "ppt/presentation.xml"} else ""


def _markup(start: str) -> str:
    """Return the key of the finding for HTML or XML text, ``json`` for JSON, "" for a possible table."""
    start = start.lower()
    if start.startswith(("<!doctype html", "<html", "<table", "<?xml", "<workbook")):
        return "not-text.html" if "workbook" not in start and "<?xml" not in start else "not-text.xml"
    return "json" if start.startswith("{") and '"' in start[:20] or start[1:].lstrip()[:1] == "{" else ""


def _json(data: bytes, path: str) -> Grid:
    from osloregion_slides.registry.json_table import json_grid

    return json_grid(data, path)


# CSV in practice: UTF-8 or the form that a Norwegian Excel saves (``;``, Windows-1252, CRLF, BOM).

DELIMITERS = ";,\t|"


def csv_grid(data: bytes, path: str) -> Grid:
    """Read CSV bytes by RFC 4180; line breaks between quotation marks stay.

    The delimiter is the one that splits most rows into the same number of cells (on a tie the most frequent of
    the first line), so that a title line above the table or commas in its words do not decide.
    """
    text, findings = decode(data, path)
    if text is None or "\0" in text or data.startswith(_BINARY):
        return empty(path, finding(_other_content(data), Location(path)))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    skipped, delimiters = 0, DELIMITERS
    if first.lower().startswith("sep="):
        delimiters, text, skipped = first[4:5] or ";", rest, 1
        first = rest.partition("\n")[0]
    start = text.lstrip()[:200]
    if start[:1] in "<{[" and (foreign := _markup(start)):
        return _json(data, path) if foreign == "json" else empty(path, *findings, finding(foreign, Location(path)))
    trouble = too_long(path, text.count("\n"), max([text.count(delimiter) for delimiter in delimiters]))
    if trouble:
        return empty(path, *findings, trouble)
    # Importing csv costs 1 ms, a split 0.05 ms: a table without quotes needs no parser.
    read = _quoted if '"' in text else _plain
    delimiters = delimiters[0] + "".join([one for one in delimiters[1:] if one in text])
    tries = [read(text, delimiter, path, skipped) for delimiter in delimiters]
    best = max(range(len(tries)), key=lambda n: (_fit(tries[n]), first.count(delimiters[n])))
    records, delimiter = tries[best], delimiters[best]
    if isinstance(records, Finding):
        return empty(path, *findings, records)
    rows = [Row(line, cells, ()) for line, cells in records if any(cells)]
    if not rows:
        return empty(path, *findings, finding("empty-table", Location(path)))
    if '"' in text and (row := _swallowing(rows, delimiter)):
        return empty(path, *findings, finding("bad-csv.swallowed", Location(path, row.line)))
    decimal = {";": ",", ",": "."}.get(delimiter, "")  # decimal commas require semicolons between cells
    return Grid(path, rows[0], tuple(rows[1:]), findings, decimal=decimal)


def _fit(records: Records | Finding) -> int:
    """Return how many rows have the most frequent number of cells above one."""
    counts: dict[int, int] = {}
    for _, cells in records if isinstance(records, list) else ():
        if len(cells) > 1:
            counts[len(cells)] = counts.get(len(cells), 0) + 1
    return max(counts.values(), default=0)


def _swallowing(rows: list[Row], delimiter: str) -> Row | None:
    """Return a row that is too short because one of its cells contains lines that look like rows."""
    width = max([len(row.cells) for row in rows])
    for row in rows:
        cells = row.cells if len(row.cells) < width else ()
        if any("\n" in cell and delimiter in cell.partition("\n")[2] for cell in cells):
            return row
    return None


def _plain(text: str, delimiter: str, path: str, skipped: int) -> Records:
    lines = text.split("\n")
    return [
        (number, tuple([cell.strip() for cell in line.split(delimiter)]))
        for number, line in enumerate(lines, 1 + skipped)
    ]


def _quoted(text: str, delimiter: str, path: str, skipped: int) -> Records | Finding:
    import csv
    import io

    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: Records = []
    line = 1
    try:
        for cells in reader:
            records.append((line + skipped, tuple([lines_of(cell) for cell in cells])))
            line = reader.line_num + 1
    except csv.Error as problem:
        key = "bad-csv.open" if "unexpected end" in str(problem) else "bad-csv.after"
        return finding(key, Location(path, line + skipped))
    return records


# Tables from plug-ins: rows of texts, with the header first.


def plugin_grid(data: bytes, path: str, ending: str) -> Grid | None:
    """Return the table that the plug-in for this suffix (without the dot) reads, None without such a plug-in.

    The reader is called as ``read(data, path)`` and returns rows of texts, numbers or None, the header first. Cells
    are named by row and column. Never raises: a failure is a finding that names the package.
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
    except Exception as bug:  # foreign code
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
