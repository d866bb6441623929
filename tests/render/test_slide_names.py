"""The copy of a deck that LibreOffice gets has its slides in numbered parts, and is the same deck otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation

from osloregion_slides.checks.package import check_package
from osloregion_slides.ooxml.zip import read_zip
from osloregion_slides.render.export import render
from osloregion_slides.render.office import numbered_slides
from tests.libreoffice import needs_libreoffice
from tests.ooxml.renaming import Naming, renamed
from tests.ooxml.test_part_names import DECK, encoded, seen, spaced

COUNT = len(seen(DECK))


def far(leaf: str) -> str:
    return leaf.replace("slide", "slide90") if leaf.startswith("slide") and leaf[5:6].isdigit() else leaf


def backwards(leaf: str) -> str:
    stem = leaf.removesuffix(".xml").removeprefix("slide")
    return f"slide{COUNT + 1 - int(stem)}.xml" if stem.isdigit() else leaf


def above(leaf: str) -> str:
    """Shift each slide by one, so that the first gets the name that the second had."""
    stem = leaf.removesuffix(".xml").removeprefix("slide")
    return f"slide{int(stem) + 1}.xml" if stem.isdigit() else leaf


@pytest.mark.parametrize(
    ("member", "target"),
    [(far, far), (backwards, backwards), (above, above), (encoded, encoded), (spaced, encoded)],
)
def test_slide_parts_are_numbered_by_position(member: Naming, target: Naming) -> None:
    odd = renamed(DECK, member, target)
    copy = numbered_slides(odd)
    assert copy != odd
    assert seen(copy) == seen(DECK)
    assert check_package(copy) == ()
    assert {f"ppt/slides/slide{number}.xml" for number in range(1, COUNT + 1)} <= set(read_zip(copy))


def test_an_already_numbered_deck_is_unchanged_byte_for_byte() -> None:
    assert numbered_slides(DECK) is DECK


@pytest.mark.parametrize("data", [b"", b"PK", DECK[:300]], ids=["nothing", "no zip", "cut short"])
def test_an_unreadable_deck_is_left_to_libreoffice(data: bytes) -> None:
    assert numbered_slides(data) is data


def test_an_unlisted_slide_part_is_renamed_out_of_the_way(tmp_path: Path) -> None:
    deck = Presentation()
    for _ in range(3):
        deck.slides.add_slide(deck.slide_layouts[6])
    listed = deck.slides._sldIdLst
    listed.remove(listed[0])  # its part and its relation stay
    path = tmp_path / "deck.pptx"
    deck.save(str(path))
    copy = tmp_path / "copy.pptx"
    copy.write_bytes(numbered_slides(path.read_bytes()))
    assert len(Presentation(str(copy)).slides) == 2
    assert "ppt/slides/unlisted1.xml" in read_zip(copy.read_bytes())


def test_a_deck_with_links_to_unusually_named_slides_is_drawn(tmp_path: Path) -> None:
    needs_libreoffice()
    deck = Presentation()
    slides = [deck.slides.add_slide(deck.slide_layouts[6]) for _ in range(2)]
    button = slides[0].shapes.add_shape(1, 0, 0, 914400, 914400)
    button.click_action.target_slide = slides[1]
    path = tmp_path / "deck.pptx"
    deck.save(str(path))
    path.write_bytes(renamed(path.read_bytes(), far, far))
    drawn = render([str(path)], str(tmp_path / "out"))
    assert drawn.findings == ()
    assert [Path(file).name for file in drawn.files] == ["deck.pdf"]
