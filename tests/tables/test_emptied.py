"""The starter's workbook with one cell emptied: the slides say the same, or a finding names the cell's row or column."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from osloregion_slides.base.findings import Finding, InvalidInput
from osloregion_slides.drafting import drafted, load
from osloregion_slides.starter import start
from tests.kinds.composing import flat

WORKBOOK = "decks/data/osloregionen.xlsx"


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("starter")
    start(str(folder), excel=True)
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


def silent(folder: Path, sheets: dict[str, Any], language: str) -> list[str]:
    """Return the cells that change a slide without a finding in their row or column, or lose an id without one."""
    path = folder / WORKBOOK
    whole = path.read_bytes()
    before, known = said(folder, language)
    places = {(found.message, str(found.at)) for found in known}
    found = []
    book = openpyxl.load_workbook(io.BytesIO(whole))
    cells = [c for name, rows in sheets.items() for row in book[name].iter_rows(**rows) for c in row if c.value]
    for cell in [(c.parent.title, c.coordinate, c.row, c.column_letter) for c in cells]:
        title, coordinate, row, column = cell
        changed = openpyxl.load_workbook(io.BytesIO(whole))
        changed[title][coordinate].value = None
        changed.save(path)
        after, findings = said(folder, language)
        new = [str(one.at) for one in findings if (one.message, str(one.at)) not in places]
        near = [at for at in new if re.search(rf"{title}!(?:{column}\d+|[A-Z]+{row})$", at)]
        is_id = title != "Møte" and changed[title][f"{column}1"].value == "Id" and row < book[title].max_row
        if (after != before or is_id) and not near:
            found.append(f"{title}!{coordinate}")
    path.write_bytes(whole)
    return found


@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_cell_of_a_few_rows_is_missed_in_silence(starter: Path, language: str) -> None:
    sheets = {"Møte": {}, "Klynger": {"max_row": 3}, "Prosjekter": {"max_row": 2}, "Medlemmer": {"max_row": 2}}
    assert silent(starter, sheets, language) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_cell_of_the_workbook_is_missed_in_silence(starter: Path, language: str) -> None:
    sheets = {"Møte": {}, "Klynger": {}, "Prosjekter": {}, "Medlemmer": {"max_row": 60}}
    assert silent(starter, sheets, language) == []
