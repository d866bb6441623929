"""Decks that slides are taken from: the names of their slides, listed and drawn."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PIL import Image
from pptx import Presentation

from osloregion_slides import InvalidInput, build, library_slides, save
from osloregion_slides.cli import main
from osloregion_slides.ooxml.library import library
from osloregion_slides.ooxml.package import deck_policy
from tests import libreoffice

LIBRARY = """\
deck: library
title: Library
language: nb
slides:
  - {id: members, kind: bullets, title: Våre medlemmer, items: [En, To]}
  - {id: secret, kind: bullets, title: Ikke for alle, hidden: true, items: [En, To]}
"""


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("library.yaml").write_text(LIBRARY, encoding="utf-8")
    save("decks/library.pptx", build("library.yaml"))
    theirs: Any = Presentation()
    for title in ("Mål og midler", "Likt", "Likt"):
        theirs.slides.add_slide(theirs.slide_layouts[5]).shapes.title.text = title
    theirs.save("decks/theirs.pptx")


def test_slides_of_a_folder_are_named_by_key_by_title_and_by_number() -> None:
    assert [one.source for one in library_slides("decks")] == [
        "decks/library.pptx#members",
        "decks/library.pptx#secret",
        "decks/theirs.pptx#mål-og-midler",
        "decks/theirs.pptx#2",
        "decks/theirs.pptx#3",
    ]


def test_each_listed_name_can_be_used() -> None:
    head = "deck: main\ntitle: M\nlanguage: nb\nslides:\n"
    found = library_slides("decks")
    lines = [f"  - {{id: s{n}, kind: slide, from: '{one.source}'}}\n" for n, one in enumerate(found)]
    Path("main.yaml").write_text(head + "".join(lines), encoding="utf-8")
    assert [slide.title for slide in build("main.yaml").deck.slides] == [one.title for one in found]


def test_a_number_selects_the_slide_regardless_of_titles() -> None:
    deck: Any = Presentation()
    for title in ("Start", "1", "2", "2030"):
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = title
    deck.save("numbered.pptx")
    names = [one.source.partition("#")[2] for one in library_slides("numbered.pptx")]
    assert names == ["start", "2", "3", "2030"]
    found = library(Path("numbered.pptx").read_bytes(), deck_policy(""))
    wanted = [one.number for name in ("1", "2", "3", "4", "2030") if (one := found.find(name)) is not None]
    assert wanted == [1, 2, 3, 4, 4]


def test_a_folder_without_decks_is_reported() -> None:
    Path("empty").mkdir()
    with pytest.raises(InvalidInput, match="no-slide"):
        library_slides("empty")


def test_the_command_lists_names_and_texts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["slides", "decks/library.pptx", "--format", "json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["from"], first["title"]) == ("library.pptx#members", "Våre medlemmer")
    assert "members/title" in first["texts"]


def test_the_contact_sheet_shows_each_slide(capsys: pytest.CaptureFixture[str]) -> None:
    libreoffice.needs_libreoffice()
    assert main(["slides", "decks/library.pptx", "--sheet", "out/sheet.png"]) == 0
    with Image.open("out/sheet.png") as sheet:
        assert sheet.width == 1600


def test_a_deck_with_reordered_relationships_has_the_same_slides() -> None:
    data = Path("decks/library.pptx").read_bytes()
    other = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(other, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".rels"):
                rows = re.findall(rb"<Relationship [^>]*/>", content)
                content = content.replace(b"".join(rows), b"".join(rows[::-1]))
            new.writestr(name, content)
    assert other.getvalue() != data
    first, second = [library(one, deck_policy("")) for one in (data, other.getvalue())]
    for slide, again in zip(first.slides, second.slides, strict=True):
        assert first.fingerprint(slide, sheets=True) == second.fingerprint(again, sheets=True)


def test_a_deck_with_notes_from_another_deck_does_not_count_as_edited() -> None:
    theirs: Any = Presentation("decks/theirs.pptx")
    theirs.slides[0].notes_slide.notes_text_frame.text = "Si dette"
    theirs.save("decks/theirs.pptx")
    for title in ("Først", "Så"):
        outline = f"deck: main\ntitle: {title}\nlanguage: nb\nslides:\n  - {{id: a, kind: section, title: {title}}}\n"
        Path("main.yaml").write_text(
            f"{outline}  - {{id: b, kind: slide, from: decks/theirs.pptx#1}}\n", encoding="utf-8"
        )
        save("main.pptx", build("main.yaml"))
    assert [slide.has_notes_slide for slide in Presentation("main.pptx").slides] == [False, True]
