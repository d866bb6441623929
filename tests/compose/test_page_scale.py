"""Slides on pages of any size are the slides of the usual page, in proportion."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.units import page_scale
from osloregion_slides.brand.load import load_brand
from osloregion_slides.compose.deck import on_page, usual_brand
from osloregion_slides.drafting import drafted, load
from osloregion_slides.scene import Deck
from tests.brand import foreign
from tests.kinds.composing import flat

INCH = 914_400


def of_size(factor: float) -> bytes:
    """Return a 16:9 template in which every place and size of type is this many times the usual."""
    from pptx import Presentation

    deck: Any = Presentation(io.BytesIO(foreign.default()))
    deck.slide_width, deck.slide_height = round(INCH * 40 / 3 * factor), round(INCH * 7.5 * factor)
    insets = {"lIns": 91440, "tIns": 45720, "rIns": 91440, "bIns": 45720}
    for sheet in [deck.slide_master._element, *[layout._element for layout in deck.slide_layouts]]:
        for one in sheet.iter("{*}off", "{*}ext", "{*}defRPr", "{*}bodyPr", *[f"{{*}}lvl{n}pPr" for n in range(1, 10)]):
            for name in ("x", "y", "cx", "cy", "sz", "marL", "indent"):
                if one.get(name):
                    wider = 4 / 3 if name in ("x", "cx") else 1
                    one.set(name, str(round(round(int(one.get(name)) * wider) * factor)))
            for name, usual in insets.items() if one.tag.endswith("bodyPr") else ():
                one.set(name, str(round(int(one.get(name, usual)) * factor)))
    return foreign.saved(deck)


def composed(folder: Path, factor: float) -> tuple[Deck, list[str]]:
    (folder / "mal.pptx").write_bytes(of_size(factor))
    text = Path("decks/gallery.yaml").read_text(encoding="utf-8")
    lines = ["brand: mal.pptx" if line.startswith("brand:") else line for line in text.splitlines()]
    (folder / "gallery.yaml").write_text("\n".join(lines), encoding="utf-8")
    if not (folder / "data").exists():
        shutil.copytree("decks/data", folder / "data")
    deck, _, findings = drafted(load(str(folder / "gallery.yaml")), checked=False)
    return deck, [f"{one.code} {one.shape}" for one in findings if one.severity == "error"]


def places(deck: Deck) -> Iterator[tuple[str, tuple[int, ...], list[float], list[tuple[int, ...]]]]:
    for slide in deck.slides:
        for item in flat(slide.items):
            box, text = getattr(item, "box", None), getattr(item, "text", None)
            paragraphs = text.paragraphs if text else ()
            sizes, breaks = [one.size for one in paragraphs], [one.breaks for one in paragraphs]
            yield item.key, tuple(box) if box else (), sizes, breaks


@pytest.mark.parametrize("factor", [0.5, 0.75, 2.0])
def test_a_deck_of_any_page_size_is_the_standard_one_scaled(tmp_path: Path, factor: float) -> None:
    usual, wrong = composed(tmp_path, 1.0)
    other, wrong_there = composed(tmp_path, factor)
    assert wrong_there == wrong
    pairs = list(zip(places(usual), places(other), strict=True))
    assert len(pairs) > 200
    for (key, box, sizes, breaks), (there, box_there, sizes_there, breaks_there) in pairs:
        assert (key, breaks) == (there, breaks_there)
        assert all(abs(one * factor - two) <= 20 for one, two in zip(box, box_there)), (key, box, box_there)
        assert all(abs(one * factor - two) <= 0.01 for one, two in zip(sizes, sizes_there)), key


def test_a_deck_of_the_standard_size_is_not_scaled(tmp_path: Path) -> None:
    slides = composed(tmp_path, 1.0)[0].slides
    brand = load_brand("mal.pptx", str(tmp_path))
    assert usual_brand(brand) is brand
    assert on_page(slides, brand) is slides


SIZES = {
    "16:9": (13 + 1 / 3, 7.5, 1.0),
    "4:3": (10, 7.5, 1.0),
    "16:9 of 10 inches": (10, 5.625, 0.75),
    "16:10": (10, 6.25, 0.75),
    "A4": (11.69, 8.27, 1.0),
    "A4 upright": (8.27, 11.69, 0.75),
    "1920 points": (26.67, 15, 2.0),
    "a little low": (13.33, 7.46, 1.0),
}


@pytest.mark.parametrize("name", SIZES)
def test_the_scale_follows_the_page_height_in_eighths_or_the_width_of_a_narrow_page(name: str) -> None:
    width, height, scale = SIZES[name]
    assert page_scale(round(width * INCH), round(height * INCH)) == scale


@given(st.integers(1, 56), st.integers(1, 56))
def test_the_standard_page_is_never_smaller_than_slide_types_need(width: int, height: int) -> None:
    scale = page_scale(width * INCH, height * INCH)
    assert height / scale >= 7.4
    assert width / scale >= 9.9


def test_the_type_scale_of_a_brand_is_in_points_of_its_own_page(tmp_path: Path) -> None:
    (tmp_path / "mal.pptx").write_bytes(of_size(0.75))
    (tmp_path / "merke.yaml").write_text("template: mal.pptx\nscale: [30, 24, 20, 18]\n", encoding="utf-8")
    slide = "{id: p, kind: points, title: T, points: [En, To, Tre]}"
    outline = f"deck: d\ntitle: D\nlanguage: nb\nbrand: merke.yaml\nslides: [{slide}]\n"
    (tmp_path / "d.yaml").write_text(outline, encoding="utf-8")
    found = {key: sizes for key, _, sizes, _ in places(drafted(load(str(tmp_path / "d.yaml")))[0])}
    assert found["p/point-1"] == [24]
