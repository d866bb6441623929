"""What a sheet hides: rows, columns, whole sheets (ECMA-376 Part 1, 18.3.1.73, 18.3.1.13, 18.2.19)."""

from __future__ import annotations

import re

from osloregion_slides.findings import Finding, Span, finding
from osloregion_slides.registry.cell_range import MAX_COLUMN
from osloregion_slides.registry.grid import CellSpan
from osloregion_slides.value import Value

NAMED = 10  # names in one finding
_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^<>]*)>")
_ATTRIBUTE = re.compile(rb"\s([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_NOUGHT = re.compile(rb"0+(?:\.0+)?")


class Hidden(Value):
    """The hidden rows and columns of a sheet, counted from 1; no height and no width hide them too."""

    rows: frozenset[int]
    columns: frozenset[int]


def hidden_of(source: bytes) -> Hidden:
    """Return what a worksheet's XML hides."""
    rows: set[int] = set()
    columns: set[int] = set()
    line = 0
    for found in _ROW.finditer(source):
        attributes = dict(_ATTRIBUTE.findall(found[1]))
        number = attributes.get(b"r", b"")
        line = int(number) if number.isdigit() else line + 1
        if _is_hidden(attributes, b"ht"):
            rows.add(line)
    for found in _COLUMN.finditer(source):
        attributes = dict(_ATTRIBUTE.findall(found[1]))
        first, last = attributes.get(b"min", b""), attributes.get(b"max", b"")
        if _is_hidden(attributes, b"width") and first.isdigit() and last.isdigit():
            columns.update(range(int(first), min(int(last), MAX_COLUMN) + 1))
    return Hidden(frozenset(rows), frozenset(columns))


def _is_hidden(attributes: dict[bytes, bytes], size: bytes) -> bool:
    return attributes.get(b"hidden") in (b"1", b"true") or bool(_NOUGHT.fullmatch(attributes.get(size, b"")))


def left_out(path: str, sheet: str, what: str, names: list[str]) -> Finding:
    """Return the finding of hidden rows, columns or sheets that hold something and are not read."""
    at = CellSpan(path, 1, 1, sheet) if sheet else Span(path)
    plural = what if len(names) == 1 else f"{what}s"
    more = max(0, len(names) - NAMED)
    return finding("hidden-cells", at, what=plural, names=tuple(names[:NAMED]), more=more or "")
