"""The look of every kind with few things and many, and with titles of one line and of two, in three brands.

The third brand has other colours, Calibri and another scale of titles: all of it follows the tokens.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from osloregion_slides.brand.load import load_brand
from osloregion_slides.brand.make import make_brand
from osloregion_slides.ooxml.zip import read_zip
from osloregion_slides.scene import Colour, Freeform, Placeholder, Shape, Slide
from osloregion_slides.service import Built, build, check, save
from tests.brand.test_grounds import SMALL
from tests.flagship.variants import REPOSITORY
from tests.judges.arrangement import off_slide, overlaps
from tests.judges.contrast import contrasts
from tests.judges.typography import theme_only
from tests.kinds.composing import flat
from tests.kinds.test_look import PX, empty, texts
from tests.kinds.test_look_of_decks import FREE_LAYOUTS, MOST, differ, near

pytestmark = pytest.mark.slow
WORDS = [
    "Samordnet",
    "opptreden",
    "i",
    "saker",
    "som",
    "er",
    "viktige",
    "for",
    "regionen",
    "og",
    "felles",
    "uttalelser",
    "når",
    "staten",
    "legger",
    "planer",
    "for",
    "samferdsel",
    "areal",
    "og",
    "næring",
    "samt",
    "frivillighet",
    "tillit",
    "og",
    "interessefellesskap",
    "mellom",
    "medlemmene",
]
LONG = "Verdiskaping, bærekraft og internasjonal konkurransekraft må sees i sammenheng i regionen"
SIGNS = ("pulse", "chip", "mask", "ship", "bolt", "", "mountain", "", "building", "heart", "shield", "cap")
FEW = {"bullets-1": 0.225, "hub-2": 0.215, "columns-2": 0.225, "points-2": 0.205}
"""What few things in a few words leave free: LOOK.md's own picture of one bullet, the others in a brand of smaller type."""


def said(count: int, start: int = 0) -> str:
    words = [WORDS[(start + n) % len(WORDS)] for n in range(count)]
    return " ".join(words).capitalize()


def slides() -> Iterator[dict[str, Any]]:
    """Yield slides of every kind with few and many things, every second one with a title of 90 signs."""
    number = 0

    def one(kind: str, count: int, **fields: Any) -> dict[str, Any]:
        nonlocal number
        number += 1
        title = f"{LONG} {number}" if number % 2 else f"{kind} {count}"
        return {"id": f"{kind}-{count}", "kind": kind, "title": title, "kicker": "Antall", **fields}

    def named(count: int, least: int = 1, more: int = 2, signs: bool = False) -> list[dict[str, Any]]:
        return [
            {"name": said(least + n % more, n), **({"icon": SIGNS[n]} if signs and SIGNS[n % 12] else {})}
            for n in range(count)
        ]

    yield one("cover", 1, section="Innledning", subtitle=said(6), line="Oslo, 12. april 2008", highlight="Oslo")
    for count in (2, 3, 5, 6, 7, 9, 12):
        yield one("hub", count, centre="Hovedstadsregionen", items=named(count, signs=True))
    for count in (2, 5, 12, 15):
        below = [{"id": f"c{n}", "group": "q", "reports_to": "b", "name": said(1 + n % 2, n)} for n in range(count)]
        top = {"id": "a", "group": "p", "name": "Samarbeidsrådet", "note": "hvert medlem én stemme", "members": True}
        board = {"id": "b", "group": "p", "reports_to": "a", "name": "Styret", "note": said(8)}
        groups = {"p": "Politiske organer", "q": "Administrasjon"}
        yield one("organisation", count, groups=groups, items=[top, board, *below])
    for count in (1, 6, 12):
        years: list[dict[str, Any]] = [
            {**thing, "from": 2006 + n % 3, "to": 2007 + n % 3} for n, thing in enumerate(named(count, 3, 6))
        ]
        yield one("timeline", count, past=True, items=years)
    for count in (1, 2, 3, 4, 5, 6):
        things: list[dict[str, str]] = [
            {"heading": said(1 + n % 3, n), "text": said(4 + n * 3, n)} for n in range(count)
        ]
        yield one("columns", count, items=[{**thing, "icon": "target"} for thing in things] if count % 2 else things)
    for count in (1, 2, 4, 5, 6, 9):
        yield one("points", count, points=[said(3 + n * 5 % 14, n) for n in range(count)])
    for count in (2, 3, 4):
        yield one("venn", count, centre="Sees i sammenheng", items=named(count, 2, 5))
    for count in (2, 3, 4, 5, 6):
        yield one("pillars", count, base=said(count), items=named(count))
    for count in (1, 2, 3, 4):
        facts = [{"name": ("28 092", "+1,8 %", "1 av 59", "12")[n], "text": said(3 + n, n)} for n in range(count)]
        yield one("facts", count, highlight="Halden", items=facts)
    for count in (1, 3, 6, 9):
        yield one("agenda", count, items=[{**thing, "text": said(4)} for thing in named(count, 1, 4)])
    for count in (3, 14, 30):
        yield one("quote", count, quote=f"{said(count)}.", by="Plattformen")
    for count in (1, 6, 16):
        yield {**one("statement", count, text="Stiftet 17.12.2004"), "title": said(count)}
    for count in (1, 2, 4, 6):
        sides: list[dict[str, Any]] = [
            {"heading": said(1 + side), "points": [said(2 + n % 3, n + side) for n in range(count)]} for side in (0, 1)
        ]
        yield one("comparison", count, sides=sides)
    for count in (3, 9):  # how much of its world a thing is, in tenths
        sides = [
            {"heading": said(1, n), "proportion": share / 10, "points": ["stor"]} for n, share in enumerate((count, 1))
        ]
        yield {**one("comparison", 10 * count), "sides": sides}
    for count in (1, 3, 6, 9):
        listed: list[Any] = [
            {"text": said(2 + n, n), "items": [{"text": said(5, n), "items": [said(4)]}]} for n in range(count)
        ]
        yield one("bullets", count, items=listed if count > 1 else [said(6)])
    for count in (2, 5, 11, 14):
        rows = [[said(1 + n % 3, n), str(n * 137 + 1), f"{n} %"] for n in range(count)]
        yield one("table", count, columns=["Delregion", "Kommuner", "Vekst"], rows=rows)
    for count in (2, 4, 6):
        goal = f"{said(5 * count)}."
        yield one("purpose", count, text="Mellom **57 kommuner**.", goal=goal, heading="Mål", items=named(count))
    listed = [said(2 + n % 3, n) for n in range(8)]
    yield one("comparison", 8, sides=[{"heading": said(1 + n), "points": listed[: 8 - 3 * n]} for n in (0, 1)])
    yield one("members", 13, group_by="region")
    yield one("map", 13, colour_by="region", highlight="Oslo")
    yield one("map", 6, colour_by="county", highlight="Horten")
    yield one("section", 2, section=LONG)
    yield one("section", 3, section="Slutt", text=said(12))
    yield one("closing", 1, subtitle=said(8), line="post@example.org")


BRANDS = ("ruten", "ruten-dark", "small")
ALL = pytest.mark.parametrize("brand", BRANDS)


@lru_cache
def made(brand: str) -> Built:
    with tempfile.TemporaryDirectory() as folder:
        if brand == "small":
            (Path(folder) / "templates" / brand).mkdir(parents=True)
            (Path(folder) / "templates" / brand / "brand.yaml").write_text(SMALL, encoding="utf-8")
            for name, data in make_brand(str(Path(folder) / "templates" / brand)).items():
                (Path(folder) / "templates" / brand / name).write_bytes(data)
        (Path(folder) / "data").mkdir()
        registry = REPOSITORY / "decks" / "data" / "members.csv"
        (Path(folder) / "data" / "members.csv").write_bytes(registry.read_bytes())
        outline = {
            "deck": "counts",
            "title": "Antall",
            "language": "nb",
            "languages": ["nb"],
            "as_of": "2008-01-01",
            "brand": brand,
            "alliance": {"name": "Osloregionen", "website": "www.example.org"},
            "members": "data/members.csv",
            "slides": list(slides()),
        }
        path = Path(folder) / "counts.yaml"
        path.write_text(yaml.safe_dump(outline, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return build(str(path))


@ALL
def test_every_number_of_entries_builds_without_errors_or_warnings(brand: str) -> None:
    assert [
        one for one in made(brand).findings if one.severity != "note" and one.code not in ("dead-key", "long-title")
    ] == []


@ALL
def test_every_number_of_entries_passes_the_file_validators(brand: str, tmp_path: Path) -> None:
    path = str(tmp_path / "counts.pptx")
    save(path, made(brand))
    assert [one for one in check(path) if one.severity == "error"] == []
    assert (off_slide(path), overlaps(path), contrasts(path), theme_only(path)) == ([], [], [], [])


@ALL
def test_no_number_of_entries_leaves_a_slide_too_empty(brand: str) -> None:
    deck, found = made(brand).deck, {}
    for slide in deck.slides:
        share, free = empty(deck, slide), slide.layout.partition("-")[0] in FREE_LAYOUTS
        if share > FEW.get(slide.key, 0.35 if free else MOST):
            found[slide.key] = round(share, 2)
    assert found == {}


@ALL
def test_with_any_number_of_entries_sizes_and_highlights_stay_within_limits(brand: str) -> None:
    look = made(brand).brand
    assert look is not None
    floors = look.floors
    small = ("footer", "number", "source", "credit", "kicker", "title", "note", "without")
    for slide in made(brand).deck.slides:
        for item in texts(slide):
            if item.key.rpartition("/")[2] not in small and "/highlight/" not in item.key:
                assert min(p.size for p in item.text.paragraphs) >= floors.label, item.key
        shapes = [one for one in flat(slide.items) if isinstance(one, Shape | Freeform) and "/sections/" not in one.key]
        assert len([one for one in shapes if one.fill == Colour("accent3")]) <= 2, slide.key


@ALL
def test_content_below_a_title_keeps_clear_of_its_last_line(brand: str) -> None:
    near_title = {}
    for slide in made(brand).deck.slides:
        title = next((item for item in slide.items if isinstance(item, Placeholder) and item.type == "title"), None)
        if title is None or not slide.layout.startswith(("title_only", "base")):
            continue
        bottom = title.box.y + title.text.height
        under = [box for box in _boxes(slide) if bottom - 8 * PX < box.y < bottom + 5 * PX and box.x < title.box.right]
        if under:
            near_title[slide.key] = [round((box.y - bottom) / PX) for box in under]
    assert near_title == {}


def _boxes(slide: Slide) -> Iterator[Any]:
    for item in flat(slide.items):
        box = None if getattr(item, "decorative", False) else getattr(item, "box", None)
        if box is not None and not item.key.endswith(("/title", "/kicker")):
            yield box


@ALL
def test_neighbours_differ_in_greyscale_or_to_deuteranopes_with_any_number_of_entries(brand: str) -> None:
    if brand == "small":
        return  # its brand and its green are one colour, as its tokens say
    found = load_brand(brand, ".")
    for slide in made(brand).deck.slides:
        shapes = [one for one in flat(slide.items) if isinstance(one, Shape) and min(one.box.w, one.box.h) > 3 * PX]
        tiles = [
            (one, one.fill)
            for one in shapes
            if one.preset == "roundRect" and not one.text and one.fill and "/tiles/" not in one.key
        ]
        for n, (one, fill) in enumerate(tiles):
            for two, other in tiles[n + 1 :]:
                if fill != other and near(one, two):
                    assert differ(found, fill, other), (one.key, two.key)


def test_a_brand_with_other_tokens_has_no_colours_or_fonts_of_the_first(tmp_path: Path) -> None:
    save(str(tmp_path / "small.pptx"), made("small"))
    text = b"".join([part.read() for part in read_zip((tmp_path / "small.pptx").read_bytes()).values()])
    assert not [
        value for value in (b"1F4FD8", b"0B2343", b"FFB81C", b"8FB2F5", b'latin typeface="Arial') if value in text
    ]
    assert b"1F7A4D" in text and b"Calibri" in text
