"""Workbooks with a part of them replaced."""

from __future__ import annotations

import io
import zipfile

from tests.hostile.case import MEMBERS


def workbook(sheet: bytes = b"", strings: bytes = b"", types: bytes = b"") -> bytes:
    """An XLSX with one of its parts replaced."""
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for line in MEMBERS.split("\n"):
        book.active.append(line.split(","))
    book.save(out)
    new = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings, "[Content_Types].xml": types}
    done = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as file:
        for name in old.namelist():
            file.writestr(name, new.get(name) or old.read(name))
    return done.getvalue()
