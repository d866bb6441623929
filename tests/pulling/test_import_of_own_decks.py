"""A built deck gives its outline, which builds the same bytes; obstacles are reported."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation

from osloregion_slides import build, import_deck, pull, save
from tests.pulling.outlines import OUTLINE, made
from tests.update.edits import write
from tests.update.outlines import DECKS

VARIANTS: list[dict[str, Any]] = [
    {},
    {"language": "en"},
    {"as_of": "2006-01-01"},
    {"settings": {"meeting.title": "Et møte"}},
]


@pytest.mark.parametrize("audience", ["", "board", "business"])
@pytest.mark.parametrize("number", range(len(VARIANTS)))
def test_an_imported_outline_builds_the_same_bytes(number: int, audience: str, tmp_path: Path) -> None:
    variant: dict[str, Any] = {**VARIANTS[number], "audience": audience}
    first = build(DECKS / "osloregionen.yaml", **variant).data
    found = import_deck(tmp_path / "deck.pptx", DECKS / "osloregionen.yaml", data=first)
    assert [one.code for one in found.findings] == ["import-own"]
    assert found.slides[0].kinds == ("cover",)
    outline = found.write(tmp_path / "made")[0]
    assert build(outline, **variant).data == first
    assert {name for name, _ in found.files} == {"osloregionen.yaml", "data/members.csv"}


def test_every_file_that_an_outline_names_is_copied(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "decks").mkdir(parents=True)
    (home / "pictures").mkdir()
    Image.new("RGB", (60, 40), (20, 90, 60)).save(home / "pictures" / "field.png")
    (home / "decks" / "sums.csv").write_text("name,sum\nA,12\nB,14\n", encoding="utf-8")
    library: Any = Presentation()
    library.slides.add_slide(library.slide_layouts[5]).shapes.title.text = "Of a library"
    library.save(str(home / "decks" / "library.pptx"))
    text = OUTLINE.replace("slides:\n  - id: cover", "data:\n  sums: sums.csv\n\nslides:\n  - id: cover")
    text += "  - {id: field, kind: picture, title: A field, image: pictures/field.png, alt: A field}\n"
    text += "  - {id: sums, kind: table, title: Sums, table: data.sums}\n"
    text += '  - {id: taken, kind: slide, from: "library.pptx#1"}\n'
    (home / "decks" / "base.yaml").write_text(text, encoding="utf-8")
    outline = home / "decks" / "mine.yaml"
    outline.write_text("extends: base.yaml\ntitle: Mine\n", encoding="utf-8")
    first = build(outline).data
    found = import_deck(tmp_path / "deck.pptx", outline, data=first)
    assert {name for name, _ in found.files} == {
        "decks/mine.yaml",
        "decks/base.yaml",
        "decks/sums.csv",
        "decks/library.pptx",
        "pictures/field.png",
    }
    outlines = found.write(tmp_path / "made")
    shutil.rmtree(home)
    assert build(outlines[0]).data == first


def test_an_edited_deck_gives_its_outline_and_is_reported_as_edited(tmp_path: Path) -> None:
    outline, deck = made(tmp_path)
    presentation = Presentation(str(deck))
    write("points/title", 0, "Four points")(presentation)
    presentation.save(str(deck))
    found = import_deck(deck, outline)
    assert [one.code for one in found.findings] == ["import-own", "import-edited"]
    copy = found.write(tmp_path / "made")[0]
    assert "title: Four points" in pull(deck, copy).patch


def test_a_missing_or_different_outline_is_reported_and_the_slides_are_read(tmp_path: Path) -> None:
    outline, deck = made(tmp_path)
    outline.write_text(OUTLINE.replace("Three points", "Four points"), encoding="utf-8")
    assert [one.code for one in import_deck(deck).findings][:1] == ["import-outline-changed"]
    outline.unlink()
    found = import_deck(deck)
    assert [one.code for one in found.findings][:1] == ["import-without-outline"]
    assert "tests.yaml" in found.findings[0].message
    save(tmp_path / "again.pptx", build(found.write(tmp_path / "made")[0]))
