"""XLSX as a Grid: the first sheet that has a row, read with openpyxl (imported only here)."""

from __future__ import annotations

from osloregion_slides.findings import Span, error
from osloregion_slides.registry.grid import Grid, Row, empty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_UNPACKED = 100_000_000
MAX_ROWS = 20_000


def workbook_grid(data: bytes, path: str) -> Grid:
    """Read the workbook's first filled sheet; dates become ISO text, 301.0 becomes 301, other types text."""
    import io

    trouble = _refused(data)
    if trouble:
        return empty(path, error("bad-workbook", Span(path), trouble, "save it again as .xlsx in Excel"))
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = next(filter(None, [_rows(sheet) for sheet in book.worksheets]), [])
    except Exception as problem:  # openpyxl lets errors of zipfile, ElementTree and its own validation through
        return empty(path, error("bad-workbook", Span(path), f"the workbook cannot be read: {problem}"))
    if not rows:
        return empty(path, error("empty-table", Span(path), "the workbook has no rows"))
    return Grid(path, rows[0], tuple(rows[1:]))


def _refused(data: bytes) -> str:
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(info.file_size for info in package.infolist()) > MAX_UNPACKED:
                return f"the workbook is larger than {MAX_UNPACKED // 10**6} MB unpacked"
            for name in package.namelist():
                # A workbook has no use for a document type; entities could expand without limit.
                if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in package.open(name).read(4096):
                    return f"the workbook's part {name} declares a document type"
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as problem:
        return f"the workbook is damaged: {problem}"
    return ""


def _rows(sheet: Any) -> list[Row]:
    rows = []
    for line, cells in enumerate(sheet.iter_rows(values_only=True, max_row=MAX_ROWS), 1):
        texts = tuple([_text(cell) for cell in cells])
        if any(texts):
            rows.append(Row(line, texts))
    return rows


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).partition("T")[0]
    return " ".join(str(value).split())
