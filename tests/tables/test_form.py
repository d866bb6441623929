"""The meeting out of a sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from osloregion_slides.scene import Placeholder, Shape
from tests.kinds.composing import flat
from tests.tables.making import deck, faults, workbook

TEXT = """\
meeting: {file: mote.xlsx, sheet: Møte}
audiences: {board: {meeting: {title: Styret}}}
slides:
  - {id: cover, kind: cover, title: "{{ meeting.title }}", line: "{{ meeting.place }}, {{ meeting.date }}"}
"""
ROWS: list[list[object]] = [
    ["Felt", "Norsk", "Engelsk"],
    ["Tittel", "Årsmøte", "Annual meeting"],
    ["Sted", "Oslo rådhus", "Oslo City Hall"],
    ["Dato", "@2008-04-12"],
]


def said(folder: Path, **choices: str) -> tuple[set[str], list[str]]:
    made, findings = deck(folder, TEXT, None, **choices)
    items = flat(made.slides[0].items)
    return {i.text.plain for i in items if isinstance(i, Shape | Placeholder) and i.text}, findings


@pytest.mark.parametrize(
    ("choices", "title", "line"),
    [
        ({}, "Årsmøte", "Oslo rådhus, 12.4.2008"),
        ({"language": "en"}, "Annual meeting", "Oslo City Hall, 12 April 2008"),
        ({"audience": "board"}, "Styret", "Oslo rådhus, 12.4.2008"),
    ],
)
def test_the_meeting_is_read_from_its_sheet_and_the_outline_takes_precedence(
    tmp_path: Path, choices: dict[str, str], title: str, line: str
) -> None:
    workbook(tmp_path / "mote.xlsx", Møte=ROWS)
    texts, findings = said(tmp_path, **choices)
    assert findings == []
    assert title in texts
    assert any(text.startswith(line) for text in texts)


def test_fields_as_column_headings_are_read(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Tittel", "Tittel (en)", "Sted", "Dato"], ["Møte", "Meeting", "Oslo", "@2008-04-12"]]
    workbook(tmp_path / "mote.xlsx", Møte=rows)
    assert "Møte" in said(tmp_path)[0]
    texts, findings = said(tmp_path, language="en")
    assert "Meeting" in texts
    assert findings == []


def test_a_missing_text_is_reported_at_its_cell(tmp_path: Path) -> None:
    workbook(tmp_path / "mote.xlsx", Møte=[*ROWS[:1], ["Tittel", "[Tittel]"], ["Sted", "Oslo"], ROWS[3]])
    assert "mote.xlsx:Møte!B2 unfilled-blank: `meeting.title` is not filled in (`[Tittel]`)." in said(tmp_path)[1]
    assert any("mote.xlsx:Møte!B3 missing-translation" in finding for finding in said(tmp_path, language="en")[1])


def test_a_duplicate_field_is_an_error(tmp_path: Path) -> None:
    workbook(tmp_path / "mote.xlsx", Møte=[*ROWS, ["Sted", "Hamar"]])
    assert faults(tmp_path, TEXT) == ["mote.xlsx:Møte!A5 duplicate-id: Field `Sted` occurs twice."]
