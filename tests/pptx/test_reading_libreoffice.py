"""A deck that LibreOffice opened and saved, nothing edited: every slide and shape is found, no edit is seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from osloregion_slides import build
from osloregion_slides.brand.load import load_brand
from osloregion_slides.pptx.reading.deck import read_deck
from osloregion_slides.scene import Deck, Image, Picture
from osloregion_slides.update.base import base_bytes
from osloregion_slides.update.deck_state import known
from tests.conftest import REPOSITORY
from tests.pptx.changes import CHANGES
from tests.pptx.opened import Opened
from tests.pptx.sample import brand, everything, own, png
from tests.pptx.updating import differences, found_in, made, resaved, updated


def sharp(found: Deck) -> Deck:
    """The deck with pictures of many points: LibreOffice counts a crop in whole hundredths of a millimetre."""
    image = Image(png(400, 400), "image/png", 400, 400)
    slides = [
        slide.replace(items=tuple([i.replace(image=image) if isinstance(i, Picture) else i for i in slide.items]))
        for slide in found.slides
    ]
    return found.replace(slides=tuple(slides))


def test_the_flagship_saved_by_libreoffice_has_no_edits(flagship: Any, tmp_path: Path) -> None:
    found = load_brand("ruten", str(REPOSITORY / "decks"))
    base = known(flagship.deck, found)
    data = resaved(made(flagship.deck, found), str(tmp_path))
    assert differences(base, data) == []
    assert read_deck(data).base == base_bytes(base)


@pytest.mark.slow
@pytest.mark.parametrize("on", [brand, own], ids=["foreign", "own"])
def test_every_kind_of_object_saved_by_libreoffice_has_no_edits(on: Any, tmp_path: Path) -> None:
    assert differences(known(sharp(everything()), on()), resaved(made(sharp(everything()), on()), str(tmp_path))) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["osloregionen", "gallery"])
def test_an_update_of_a_libreoffice_deck_is_complete_and_adds_no_faults(name: str, tmp_path: Path) -> None:
    path = str(REPOSITORY / "decks" / f"{name}.yaml")
    found = load_brand("ruten", str(REPOSITORY / "decks"))
    data = resaved(made(build(path).deck, found), str(tmp_path))
    english = build(path, language="en").deck
    after = updated(data, english, found)
    assert differences(known(english, found), after) == []
    assert not found_in(after) - found_in(data)


@pytest.mark.slow
def test_new_content_in_a_libreoffice_deck_uses_the_typeface_of_the_brand(tmp_path: Path) -> None:
    found = own()
    saved = resaved(made(everything(), found), str(tmp_path))
    after = Opened(updated(saved, CHANGES["a first slide more"](), found))
    slides = [after.zip.read(name).decode() for name in after.names if name.startswith("ppt/slides/slide")]
    new = next(markup for markup in slides if "fresh/box" in markup)
    assert new.count(f'<a:latin typeface="{found.body_font}"/>') >= 2
