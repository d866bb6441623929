"""The look of the decks that ship with half the text and with twice as much, by the same figures as the decks."""

from __future__ import annotations

import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from osloregion_slides.brand.load import load_brand
from osloregion_slides.scene import Colour, Freeform, Shape
from osloregion_slides.service import Built, build
from tests.flagship.variants import LANGUAGES, REPOSITORY
from tests.kinds.composing import flat
from tests.kinds.test_look import empty, texts
from tests.kinds.test_look_of_decks import FREE_LAYOUTS, MOST, _lines

pytestmark = pytest.mark.slow
FIXED = {
    "meeting",
    "members",
    "population",
    "audiences",
    "series",
    "totals",
    "fills",
    "categories",
    "columns",
    "rows",
    "alt",
    "source",
}
"""What is no running text, or not the look's to judge."""
MOST_OF_FREE = 0.35
"""Two words on a free slide: from here on they would be a warning."""


def half(text: str) -> str:
    words = text.split()
    return " ".join(words[: (len(words) + 1) // 2])


def twice(text: str) -> str:
    return f"{text.rstrip('.…?')} og {text[:1].lower()}{text[1:]}"


def changed(node: Any, change: Any, key: str = "") -> Any:
    if isinstance(node, dict):
        return {name: part if name in FIXED else changed(part, change, name) for name, part in node.items()}
    if isinstance(node, list):
        return [changed(part, change, key) for part in node]
    return change(node) if key in LANGUAGES and not any(mark in str(node) for mark in ("{{", "](", "%")) else node


@lru_cache
def made(name: str, length: str, brand: str) -> Built:
    with tempfile.TemporaryDirectory() as folder:
        for part in ("decks", "assets"):
            shutil.copytree(REPOSITORY / part, Path(folder) / part)
        path = Path(folder) / "decks" / f"{name}.yaml"
        outline = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        outline = changed(outline, {"half": half, "twice": twice}[length])
        path.write_text(yaml.safe_dump(outline, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return build(str(path), settings={"brand": brand})


ALL = pytest.mark.parametrize(
    ("name", "length", "brand"),
    [
        (name, length, brand)
        for name in ("osloregionen", "gallery", "figures")
        for length in ("half", "twice")
        for brand in ("ruten", "ruten-dark")
    ],
)


@ALL
def test_half_and_double_text_lengths_build_without_errors(name: str, length: str, brand: str) -> None:
    assert [one for one in made(name, length, brand).findings if one.severity == "error"] == []


@ALL
def test_no_slide_with_other_text_lengths_is_too_empty(name: str, length: str, brand: str) -> None:
    deck = made(name, length, brand).deck
    found = {slide.key: (slide.layout, round(empty(deck, slide), 2)) for slide in deck.slides}
    most = {
        key: MOST_OF_FREE if layout.partition("-")[0] in FREE_LAYOUTS else MOST for key, (layout, _) in found.items()
    }
    assert {key: one for key, one in found.items() if one[1] > most[key]} == {}


@ALL
def test_with_other_text_lengths_sizes_and_highlights_stay_within_limits(name: str, length: str, brand: str) -> None:
    floors = load_brand(brand, "decks").floors
    small = ("footer", "number", "source", "credit", "kicker", "title", "footnotes", "note", "without")
    for slide in made(name, length, brand).deck.slides:
        for item in texts(slide):
            if item.key.rpartition("/")[2] not in small and "/highlight/" not in item.key:
                assert min(p.size for p in item.text.paragraphs) >= floors.label, item.key
        shapes = [one for one in flat(slide.items) if isinstance(one, Shape | Freeform) and "/sections/" not in one.key]
        assert len([one for one in shapes if one.fill == Colour("accent3")]) <= 2, slide.key


@ALL
def test_with_other_text_lengths_few_lines_are_very_short_or_begin_with_a_dash(
    name: str, length: str, brand: str
) -> None:
    found = [
        _lines(paragraph)
        for slide in made(name, length, brand).deck.slides
        for item in texts(slide)
        for paragraph in item.text.paragraphs
    ]
    several = [lines for lines in found if len(lines) > 1]
    scraps = [lines for lines in several if len(lines[-1]) < 0.4 * len(lines[0])]
    dashes = [lines for lines in several if any(line.startswith(("– ", "· ")) for line in lines[1:])]
    assert len(scraps) + len(dashes) <= 0.05 * len(several) + 1, (scraps, dashes)
