"""The comments at the cells of a workbook (ECMA-376 Part 1, 18.7; threaded ones: [MS-XLSX] 2.6.203).

A remark there about a value ("left in 2025", "preliminary") is not part of the table: it is reported, not read.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile

Comments = dict[tuple[int, int], str]
"""Texts by line and column of their cells, from 1."""
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


def comments_of(data: bytes, sheet: str) -> Comments:
    """Return the comments of a sheet, by the name of its part in an XLSX; a thread's are joined.

    ElementTree.ParseError where the workbook is damaged.
    """
    import io
    import zipfile

    from openpyxl.utils import column_index_from_string

    found: Comments = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = list(_parts(package, sheet))
        for part in sorted(parts, key=lambda name: "threaded" in name.lower()):
            said: dict[tuple[int, int], list[str]] = {}
            for one in ElementTree.fromstring(package.read(part)).iter():
                cell = _CELL.fullmatch(one.get("ref", ""))
                if cell and one.tag.rpartition("}")[2] in ("comment", "threadedComment"):
                    place = int(cell[2]), column_index_from_string(cell[1])
                    said.setdefault(place, []).append(" ".join("".join(one.itertext()).split()))
            found |= {place: " · ".join(filter(None, texts)) for place, texts in said.items()}
    return {place: text for place, text in found.items() if text}


def _parts(package: ZipFile, sheet: str) -> Iterator[str]:
    """Yield the comment parts of a sheet; the legacy form of a thread also contains a sentence of Excel's."""
    folder, _, name = sheet.rpartition("/")
    relations, there = f"{folder}/_rels/{name}.rels", package.namelist()
    if relations not in there:
        return
    for one in ElementTree.fromstring(package.read(relations)).iter():
        if one.get("Type", "").rpartition("/")[2] in ("comments", "threadedComment"):
            part = posixpath.normpath(posixpath.join("/" + folder, one.get("Target", ""))).lstrip("/")
            if part in there:  # a missing part has no comments
                yield part
