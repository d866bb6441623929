"""The starter's workbook with one cell emptied: the slides say the same, or a finding names the cell's row or column."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from osloregion_slides.base.findings import Finding, InvalidInput
from osloregion_slides.drafting import drafted, load
from osloregion_slides.starter import start
from tests.kinds.composing import flat

WORKBOOK = "decks/data/osloregionen.xlsx"
ROWS = 40
"""Rows of the registry that the deck is made of: all of them take longer to read and say no more of a cell."""


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("starter")
    start(str(folder), excel=True)
    book = openpyxl.load_workbook(folder / WORKBOOK)
    book["Medlemmer"].delete_rows(ROWS + 1, book["Medlemmer"].max_row)
    book.save(folder / WORKBOOK)
    return folder


def said(folder: Path, language: str) -> tuple[list[str], tuple[Finding, ...]]:
    """Return the texts of the slides without their keys, and the findings."""
    try:
        deck, _, findings = drafted(load(str(folder / "decks" / "osloregionen.yaml"), language=language))
    except InvalidInput as refused:
        return [], tuple(refused.findings)
    items = [item for slide in deck.slides for item in flat(slide.items)]
    texts = [getattr(item, "text", None) for item in items]
    return [text.plain for text in texts if text is not None], findings


def without(book: dict[str, bytes], part: str, coordinate: str) -> bytes:
    """Return a workbook without the value of one cell: openpyxl takes longer for it than a build."""
    empty = re.sub(rf'<c r="{coordinate}"[^>]*?(/>|>.*?</c>)'.encode(), b"", book[part], count=1, flags=re.DOTALL)
    assert empty != book[part]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, data in {**book, part: empty}.items():
            package.writestr(name, data)
    return out.getvalue()


def silent(folder: Path, sheets: dict[str, Any], language: str) -> list[str]:
    """Return the cells that change a slide without a finding in their row or column, or lose an id without one."""
    path = folder / WORKBOOK
    whole = path.read_bytes()
    before, known = said(folder, language)
    places = {(found.message, str(found.at)) for found in known}
    found = []
    book = openpyxl.load_workbook(io.BytesIO(whole))
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for title, rows in sheets.items():
        sheet, part = book[title], f"xl/worksheets/sheet{book.sheetnames.index(title) + 1}.xml"
        for cell in [cell for row in sheet.iter_rows(**rows) for cell in row if cell.value]:
            path.write_bytes(without(parts, part, cell.coordinate))
            after, findings = said(folder, language)
            new = [str(one.at) for one in findings if (one.message, str(one.at)) not in places]
            near = [at for at in new if re.search(rf"{title}!(?:{cell.column_letter}\d+|[A-Z]+{cell.row})$", at)]
            is_id = title != "Møte" and sheet[f"{cell.column_letter}1"].value == "Id" and cell.row < sheet.max_row
            if (after != before or is_id) and not near:
                found.append(f"{title}!{cell.coordinate}")
    path.write_bytes(whole)
    return found


@pytest.mark.parametrize("language", ["nb", "en"])
def test_an_emptied_cell_of_some_rows_never_goes_unnoticed(starter: Path, language: str) -> None:
    sheets = {"Møte": {}, "Klynger": {"max_row": 3}, "Prosjekter": {"max_row": 2}, "Medlemmer": {"max_row": 2}}
    assert silent(starter, sheets, language) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nb", "en"])
def test_an_emptied_cell_of_the_workbook_never_goes_unnoticed(starter: Path, language: str) -> None:
    sheets: dict[str, Any] = {"Møte": {}, "Klynger": {}, "Prosjekter": {}, "Medlemmer": {}}
    assert silent(starter, sheets, language) == []
