"""A folder to begin with, in CSV or in a workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from osloregion_slides import cli
from osloregion_slides.api import composed, load
from osloregion_slides.findings import Span
from osloregion_slides.starter import start

MEETING = tuple([(f"meeting.{key}", "Oslo") for key in ("title", "place", "date", "speaker")])


def unplaced(value: object) -> object:
    """Return a Scene without the places in files that its parts came from."""
    if isinstance(value, Span):
        return None
    return (type(value), *map(unplaced, value)) if isinstance(value, tuple) else value


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_workbook_makes_the_same_deck_as_the_outline_it_was_made_of(tmp_path: Path, language: str) -> None:
    decks = []
    for name, excel in (("csv", False), ("excel", True)):
        start(str(tmp_path / name), excel)
        path = str(tmp_path / name / "decks" / "osloregionen.yaml")
        deck, _, findings = composed(load(path, language=language, settings=MEETING))
        assert findings == ()
        decks.append(unplaced(deck))
    assert decks[0] == decks[1]


def test_what_is_changed_in_the_workbook_is_on_the_slides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["init", "P", "--excel"]) == 0
    monkeypatch.chdir("P")
    path = Path("decks", "data", "osloregionen.xlsx")
    book = openpyxl.load_workbook(path)
    for row in book["Møte"].iter_rows(min_row=2):
        row[1].value = {"Tittel": "Årsmøte", "Dato": "3. juni 2008"}.get(row[0].value, "Hamar")
    for row in book["Medlemmer"].iter_rows(min_row=2):
        if row[0].value == "Horten":
            row[6].value = "31.12.2007" if row[5].value is None else row[6].value
    names = [row[0].value for row in book["Medlemmer"].iter_rows(min_row=2)]
    book["Medlemmer"].delete_rows(2 + names.index("Ås"))
    book["Prosjekter"].append(["Ny jernbane", "New railway", 2007, 2008])
    book.save(path)
    deck, _, findings = composed(load("decks/osloregionen.yaml"))
    slides = {slide.key: slide for slide in deck.slides}
    assert slides["cover"].title == "Årsmøte"
    assert "'56'" in repr(slides["members"])
    assert "Ny jernbane" in repr(slides["projects"])
    assert findings == ()


def test_an_unfilled_cell_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    cli.main(["init", ".", "--excel"])
    assert cli.main(["build", "decks/osloregionen.yaml"]) == 0
    said = capsys.readouterr()
    assert "decks/data/osloregionen.xlsx:Møte!B2: warning[unfilled-blank]" in said.err + said.out


def test_members_lists_the_workbook_of_the_outline_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    cli.main(["init", ".", "--excel"])
    capsys.readouterr()
    assert cli.main(["members", "--as-of", "2008-01-01", "--unconfirmed"]) == 0
    assert "Ikke bekreftet ved navn (15)" in capsys.readouterr().out
