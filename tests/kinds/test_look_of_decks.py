"""The look of the decks that ship, slide by slide, in the brand of tiles and its dark variant: what a picture is judged by.

The largest empty rectangle, floors of type, "this one", neighbours in greyscale and for deuteranopes, what bleeds, last
lines, and no finding of the checks but those that the outlines ask for.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.brand.contrast import rgb
from osloregion_slides.brand.load import load_brand
from osloregion_slides.brand.values import Brand
from osloregion_slides.scene import Chart, Colour, Freeform, Group, Picture, Shape, Slide, Table
from osloregion_slides.service import Built, build, check, save
from tests.kinds.composing import flat
from tests.kinds.test_look import FREE, PX, empty, lightness, texts

DECKS: dict[str, tuple[str, dict[str, str]]] = {
    "flagship": ("osloregionen", {}),
    "english": ("osloregionen", {"language": "en"}),
    "council": ("osloregionen", {"as_of": "2026-11-28"}),
    "board": ("osloregionen", {"audience": "board"}),
    "business": ("osloregionen", {"audience": "business", "language": "en"}),
    "gallery": ("gallery", {}),
    "figures": ("figures", {}),
    "member": ("member", {}),
}
CASES = [
    (deck, brand)
    for brand in ("ruten", "ruten-dark")
    for deck in DECKS
    if brand == "ruten" or deck in ("flagship", "council", "gallery", "figures")
]
ALL = pytest.mark.parametrize(("name", "brand"), CASES)
ASKED = {"unfilled-blank", "undrawn-member"}
"""What the outlines themselves ask for: places to fill in, members without an area on the tool's own map."""
MOST, MOST_OF_FREE = 0.20, 0.30
"""The largest empty rectangle by the designers' measure."""
FREE_LAYOUTS = {*FREE, "panel", "picture"}


@lru_cache
def made(name: str, brand: str) -> Built:
    outline, choices = DECKS[name]
    return build(f"decks/{outline}.yaml", settings={"brand": brand}, **choices)  # type: ignore[arg-type]


def slides(name: str, brand: str) -> Iterator[Slide]:
    yield from made(name, brand).deck.slides


@ALL
def test_a_deck_builds_with_only_the_expected_findings(name: str, brand: str) -> None:
    found = [one for one in made(name, brand).findings if one.severity != "note" and one.code not in ASKED]
    assert found == []


@ALL
def test_no_text_is_too_pale_for_its_background(name: str, brand: str, tmp_path: Path) -> None:
    save(str(tmp_path / "deck.pptx"), made(name, brand))
    assert [one for one in check(str(tmp_path / "deck.pptx")) if one.code == "low-contrast"] == []


@ALL
def test_no_slide_is_too_empty(name: str, brand: str) -> None:
    deck = made(name, brand).deck
    found = {slide.key: (slide.layout, round(empty(deck, slide), 2)) for slide in deck.slides}
    too_empty = {
        key: (layout, share)
        for key, (layout, share) in found.items()
        if share > (MOST_OF_FREE if layout.partition("-")[0] in FREE_LAYOUTS else MOST)
    }
    assert too_empty == {}


@ALL
def test_no_text_of_a_shape_is_below_its_minimum_size(name: str, brand: str) -> None:
    floors = load_brand(brand, "decks").floors
    small = ("footer", "number", "source", "credit", "kicker", "title", "footnotes")
    for slide in slides(name, brand):
        for item in texts(slide):
            if item.key.rpartition("/")[2] not in small:
                noted = item.key.endswith(("/note", "/without")) or "/highlight/" in item.key
                floor = floors.footer if "/legend/" in item.key else floors.axis if noted else floors.label
                assert min(p.size for p in item.text.paragraphs) >= floor, item.key


@ALL
def test_the_highlight_colour_is_used_at_most_twice(name: str, brand: str) -> None:
    for slide in slides(name, brand):
        items = [
            item for item in flat(slide.items) if isinstance(item, Shape | Freeform) and "/sections/" not in item.key
        ]
        assert len([item for item in items if item.fill == Colour("accent3")]) <= 2, slide.key


@ALL
def test_only_decorative_objects_and_pictures_leave_the_margins(name: str, brand: str) -> None:
    deck = made(name, brand).deck
    for slide in deck.slides:
        for item in slide.items:
            for part in flat(item.children) if isinstance(item, Group) and not item.decorative else (item,):
                box = getattr(part, "box", None)
                if box is None or isinstance(part, Picture | Group) or getattr(part, "decorative", False):
                    continue
                hung = 6 if slide.layout.startswith("title_only") else 0
                assert box.x >= (64 - hung) * PX - 9_525 and box.right <= deck.width - 63 * PX, (part.key, box)


@ALL
def test_neighbours_of_different_colours_differ_in_greyscale_or_to_deuteranopes(name: str, brand: str) -> None:
    found = load_brand(brand, "decks")
    for slide in slides(name, brand):
        for group in [item for item in slide.items if isinstance(item, Group) and not item.decorative]:
            shapes = [c for c in group.children if isinstance(c, Shape) and c.fill and min(c.box.w, c.box.h) > 3 * PX]
            for n, one in enumerate(shapes):
                for two in shapes[n + 1 :]:
                    if one.fill != two.fill and near(one, two):
                        assert differ(found, one.fill, two.fill), (one.key, two.key)  # type: ignore[arg-type]
        for chart in [item for item in slide.items if isinstance(item, Chart)]:
            fills = [one.colour for one in chart.series if not one.as_line] if len(chart.series) > 1 else []
            assert all(differ(found, a, b) for a, b in zip(fills, fills[1:], strict=False) if a != b), chart.key


def near(one: Shape, two: Shape) -> bool:
    gap = 12 * PX
    return (
        one.box.x < two.box.right + gap
        and two.box.x < one.box.right + gap
        and one.box.y < two.box.bottom + gap
        and two.box.y < one.box.bottom + gap
    )


def differ(brand: Brand, one: Colour, two: Colour) -> bool:
    return abs(lightness(brand, one) - lightness(brand, two)) >= 6 or deuteranope(brand, one, two) >= 15


def deuteranope(brand: Brand, one: Colour, two: Colour) -> float:
    """Return how far apart two colours are for eyes without M cones, CIE76 (Viénot, Brettel and Mollon 1999)."""
    a, b = [_lab(_without_green([_linear(part / 255) for part in rgb(brand, colour)])) for colour in (one, two)]
    return float(sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5)


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def _without_green(part: list[float]) -> list[float]:
    red, green, blue = part
    both = 0.29275 * red + 0.70725 * green
    return [both, both, -0.02234 * red + 0.02234 * green + blue]


def _lab(part: list[float]) -> tuple[float, float, float]:
    red, green, blue = part
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    f, g, h = [float(side ** (1 / 3)) if side > 0.008856 else 7.787 * side + 16 / 116 for side in (x, y, z)]
    return 116 * g - 16, 500 * (f - g), 200 * (g - h)


@ALL
def test_no_paragraph_of_several_lines_ends_with_a_very_short_line(name: str, brand: str) -> None:
    """At least 40 % of the first, unless the words joined would be wider than the column: then the size wins."""
    scraps = [
        (item.key, lines)
        for slide in slides(name, brand)
        for item in texts(slide)
        if not item.key.endswith(("/title", "/source"))
        for lines in map(_lines, item.text.paragraphs)
        if len(lines) > 1 and len(lines[-1]) < 0.4 * len(lines[0])
        if len(f"{lines[-2].split()[-1]} {lines[-1]}") <= max(map(len, lines))
    ]
    assert scraps == []


@ALL
def test_no_line_begins_with_a_dash(name: str, brand: str) -> None:
    begun = [
        (item.key, line)
        for slide in slides(name, brand)
        for item in texts(slide)
        for paragraph in item.text.paragraphs
        for line in _lines(paragraph)[1:]
        if line.startswith(("– ", "— ", "· "))
    ]
    assert begun == []


@ALL
def test_points_have_space_between_them_if_one_has_a_second_line(name: str, brand: str) -> None:
    for slide in slides(name, brand):
        for item in flat(slide.items):
            found: Any = getattr(item, "text", None)
            paragraphs = found.paragraphs if found else ()
            alike = {(one.size, one.bullet) for one in paragraphs} in [
                {(one.size, "inherit")} for one in paragraphs[:1]
            ]
            if alike and len(paragraphs) > 1 and any(len(one.breaks) > 1 for one in paragraphs):
                assert all(one.before or one.after for one in paragraphs[1:]), (slide.key, item.key)


def _lines(paragraph: Any) -> list[str]:
    ends = (*paragraph.breaks[1:], len(paragraph.plain))
    return [paragraph.plain[start:end].strip() for start, end in zip(paragraph.breaks, ends, strict=True)]


def test_a_table_or_a_chart_takes_most_of_its_slide() -> None:
    for name in ("gallery", "figures"):
        for slide in slides(name, "ruten"):
            for item in slide.items:
                if isinstance(item, Table | Chart):
                    assert (
                        item.box.w * item.box.h > 0.3 * made(name, "ruten").deck.width * made(name, "ruten").deck.height
                    )
