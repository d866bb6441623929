"""Pull on whole decks: every text, and edits saved by LibreOffice."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides import build, pull, save
from tests import libreoffice
from tests.pulling.outlines import OUTLINE, changed_lines, edited, made, pulled
from tests.update.edits import every
from tests.update.outlines import DECKS


def lengthen(presentation: Any) -> int:
    """Write a sign behind every paragraph and cell that is no field; return how many."""
    count = 0
    for slide in presentation.slides:
        for shape in every(slide.shapes):
            frames = [shape.text_frame] if shape.has_text_frame else []
            if getattr(shape, "has_table", False):
                frames = [cell.text_frame for row in shape.table.rows for cell in row.cells]
            for frame in frames if not shape.name.endswith(("/number", "/footer")) else []:
                for paragraph in frame.paragraphs:
                    if paragraph.runs and paragraph.runs[-1].text.strip() and not paragraph._p.findall(".//{*}fld"):
                        paragraph.runs[-1].text += "+"
                        count += 1
    return count


@pytest.mark.slow
@pytest.mark.parametrize(("name", "least"), [("osloregionen", 60), ("gallery", 100)])
def test_every_text_of_a_deck_is_pulled_or_reported_and_never_twice(name: str, least: int, tmp_path: Path) -> None:
    shutil.copytree(DECKS, tmp_path / "decks", ignore=shutil.ignore_patterns(".bases"))
    outline, deck = tmp_path / "decks" / f"{name}.yaml", tmp_path / "deck.pptx"
    save(deck, build(outline))
    presentation = Presentation(str(deck))
    count = lengthen(presentation)
    presentation.save(str(deck))
    found = pulled(deck, outline)
    left = [one for one in found.findings if one.code in ("pull-no-place", "pull-worked-out", "pull-does-not-build")]
    left += [one for one in found.findings if one.code == "pull-unwritable"]
    assert found.edits >= least
    assert found.edits + len(left) <= count  # one edit of a fact can bring several
    again = pull(deck, outline)
    assert (again.edits, again.patch) == (0, "")
    save(tmp_path / "again.pptx", build(outline))  # and the outline builds


OFFICE: dict[str, tuple[list[Any], list[str], list[str]]] = {
    "wording": (
        ["wording", 2, "points/title", 0, "Some points"],
        ["title: Three points"],
        ["title: Some points"],
    ),
    "bold": (
        ["bold", 1, "text/body", 0, "all"],
        ["- First of all          # the first"],
        ["- First of **all**          # the first"],
    ),
    "notes": (["notes", 0, "", "Say hello.\nGo on."], ["Wait."], ["Go on."]),
    "table cell": (
        ["table cell", 3, "figures/table", 2, 1, "15"],
        ['- ["2008", "14"]   # an estimate'],
        ['- ["2008", "15"]   # an estimate'],
    ),
    "nothing": (["nothing", 0, ""], [], []),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", OFFICE)
def test_an_edit_that_libreoffice_saved_changes_only_its_lines(what: str, tmp_path: Path) -> None:
    libreoffice.needs_libreoffice()
    edit, gone, come = OFFICE[what]
    outline, deck = made(tmp_path)
    other = Path(libreoffice.edited(str(deck), str(tmp_path / "office.pptx"), *edit))
    found = pulled(other, outline)
    assert [one.code for one in found.findings] == []
    assert changed_lines(OUTLINE, outline.read_text(encoding="utf-8")) == (gone, come)
    assert pull(other, outline).edits == 0


def test_a_deck_resaved_by_another_library_has_nothing_to_pull(tmp_path: Path) -> None:
    outline, deck = made(tmp_path)
    edited(deck)
    assert pull(deck, outline).files == ()
