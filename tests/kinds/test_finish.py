"""Finish of slides: centring, visibility and overlaps."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from osloregion_slides import build
from osloregion_slides.brand.contrast import ratio, rgb
from osloregion_slides.brand.load import load_brand
from osloregion_slides.scene import Chart, Colour, Connector, Freeform, Group, Placeholder, Shape
from tests.brand.foreign import default
from tests.kinds.composing import codes, composed, flat, overlap, slide

if TYPE_CHECKING:
    from osloregion_slides.scene import Box, Deck, Slide

Drawn = TypeVar("Drawn", Shape, Placeholder, Chart, Group)
PAIRS = "[{name: a, values: [1000, 2000]}]"


def drawn(page: Slide, key: str, kind: type[Drawn]) -> Drawn:
    """Return the page's item with this key; of this kind."""
    found = next(item for item in flat(page.items) if item.key == f"{page.key}/{key}")
    assert isinstance(found, kind)
    return found


def one(kind: str, fields: str, language: str = "") -> Slide:
    deck, _ = composed(slide(kind, fields), language=language)
    return deck.slides[0]


def middle(box: Box) -> float:
    return box.y + box.h / 2


@pytest.fixture(scope="module")
def gallery() -> dict[str, Slide]:
    return {page.key: page for page in build("decks/gallery.yaml").deck.slides}


@pytest.mark.parametrize(
    ("language", "code", "written"),
    [
        ("nb", "", "[$-414]#,##0"),
        ("en", "", "#,##0"),
        ("nb", "0.0", "[$-414]0.0"),
        ("nb", "[Red]0", "[Red]0"),
    ],
)
def test_numbers_in_charts_use_the_separators_of_the_deck_language(language: str, code: str, written: str) -> None:
    own = f'\nnumber_format: "{code}"' if code else ""
    page = one("chart", f"type: column\ncategories: [x, y]\nseries: {PAIRS}\nalt: Noe{own}", language)
    assert drawn(page, "chart", Chart).number_format == written


def lines(deck: Deck, key: str) -> list[Colour]:
    """Return the colours of what joins things on a slide."""
    items = [item for page in deck.slides if page.key == key for item in flat(page.items)]
    return [item.line.colour for item in items if isinstance(item, Connector)]


@pytest.mark.parametrize("template", ["", "ours.pptx"])
def test_connecting_lines_are_visible_on_any_template(template: str, tmp_path: Path) -> None:
    shutil.copytree("decks", tmp_path / "decks")
    shutil.copytree("assets/maps", tmp_path / "assets" / "maps")
    outline = tmp_path / "decks" / "osloregionen.yaml"
    if template:
        (tmp_path / "decks" / template).write_bytes(default())
        text = outline.read_text(encoding="utf-8").replace("brand: ruten ", f"brand: {template} ")
        outline.write_text(text, encoding="utf-8")
    brand = load_brand(template or "ruten", str(tmp_path / "decks"))
    grounds = [rgb(brand, Colour("bg1")), rgb(brand, Colour("bg2"))]
    deck = build(str(outline)).deck
    bodies, clusters = lines(deck, "organisation"), lines(deck, "clusters")
    assert (len(bodies) >= 3, len(clusters)) == (True, 5)
    for colour in bodies:  # they stand on bands of both
        assert min(ratio(rgb(brand, colour), ground) for ground in grounds) >= 3
    for colour in clusters:
        assert ratio(rgb(brand, colour), grounds[0]) >= 3


@pytest.mark.parametrize("words", ["Kort.", "Et langt sitat som går over flere linjer, for det har mye å si. " * 3])
def test_a_quotation_and_its_attribution_are_centred_together(words: str) -> None:
    page = one("quote", f"quote: {words}\nby: Noen")
    said, by = drawn(page, "quote", Shape), drawn(page, "by", Shape)
    assert said.text is not None
    assert by.box.y - said.box.bottom < 200_000
    assert said.box.h - said.text.height <= 400_000
    short, long = one("quote", "quote: Kort.\nby: Noen"), page
    blocks = [(drawn(each, "quote", Shape).box.y + drawn(each, "by", Shape).box.bottom) / 2 for each in (short, long)]
    assert abs(blocks[0] - blocks[1]) < 20_000


@pytest.mark.parametrize("centre", ["Vi", "Sees i sammenheng"])
def test_the_common_text_of_circles_is_no_larger_than_their_names(centre: str) -> None:
    names = "[Utvikling av sterke næringsmiljøer i hele regionen, B, C]"
    page = one("venn", f"centre: {centre}\nitems: {names}")
    texts = {item.key: item.text for item in flat(page.items) if isinstance(item, Shape) and item.text}
    sizes = [text.paragraphs[0].size for key, text in texts.items() if key.endswith("/name")]
    assert len(sizes) == 3
    (common,) = [text for key, text in texts.items() if key.endswith("/centre")]
    assert common.paragraphs[0].size <= min(sizes)


def test_a_short_timeline_fills_most_of_the_slide(gallery: dict[str, Slide]) -> None:
    bars = [item.box for item in flat(gallery["timeline"].items) if isinstance(item, Shape) and item.alt]
    chart = drawn(gallery["chart"], "chart", Chart).box
    assert max(bar.bottom for bar in bars) - min(bar.y for bar in bars) > chart.h * 6 // 10


def test_ended_ongoing_and_future_projects_look_different_around_the_date() -> None:
    page = one(
        "timeline",
        "items:\n  - {id: a, name: A, from: 2006, to: 2007}\n  - {id: b, name: B, from: 2007, to: løpende}\n"
        "  - {id: c, name: C, from: 2009, to: 2009}",
    )
    shapes = {item.key.partition("/")[2]: item for item in flat(page.items) if isinstance(item, Shape)}
    past, now, later = shapes["a"], shapes["b"], shapes["c"]
    assert len({past.fill, now.fill, later.fill}) == 3 and later.line and not now.line
    assert (past.preset, now.preset) == ("roundRect", "homePlate")
    line = shapes["now"].box
    assert past.box.right <= line.x + line.w and now.box.x < line.x < now.box.right and line.right < later.box.x
    assert shapes["date"].text and shapes["date"].text.plain == "1.1.2008"


@pytest.mark.parametrize("name", ["Kort", "Et svært langt navn på et svært kort prosjekt som bare varte et øyeblikk"])
def test_a_project_name_is_in_its_bar_or_right_beside_it(name: str) -> None:
    page = one(
        "timeline",
        f"items:\n  - {{id: a, name: Alt, from: 2006, to: 2009}}\n  - {{id: b, name: {name}, from: 2007-03, to: 2007-04}}",
    )
    shapes = {item.key.partition("/")[2]: item for item in flat(page.items) if isinstance(item, Shape)}
    bar, said = shapes["b"].box, shapes["b/name"].box
    assert said.x >= bar.right or said.right <= bar.x or (said.x >= bar.x and said.right <= bar.right)


def test_a_purpose_is_right_above_the_member_tiles_and_its_bold_words_are_their_legend() -> None:
    page = one("purpose", "text: Kort om **fire kommuner** og **en fylkeskommune**.\ngoal: Et mål.\nitems: [A, B]")
    text, tiles = drawn(page, "panel-text", Shape), drawn(page, "members", Group)
    fills = [tile.fill for tile in tiles.children if isinstance(tile, Shape)]
    assert text.text and len(fills) == 5
    assert 0 < tiles.children[0].box.y - text.box.bottom < 400_000  # type: ignore[union-attr]
    strong = [run.colour for run in text.text.paragraphs[0].runs if run.bold]
    assert strong == [fills[0], fills[-1]] and strong[0] != strong[1]


def test_the_alt_text_of_bars_contains_the_text_beside_them() -> None:
    page = one("members", "group_by: county\nremarks: {Vestfold: fra i år}")
    assert "Vestfold 1 (fra i år)" in drawn(page, "chart", Group).alt


def test_a_name_on_the_map_avoids_other_areas_if_there_is_free_space(gallery: dict[str, Slide]) -> None:
    name = drawn(gallery["map"], "highlight/name", Shape).box
    east = [
        item
        for item in flat(gallery["map"].items)
        if isinstance(item, Freeform) and item.key.startswith("map/map/Østfold/")
    ]
    assert len(east) == 18
    assert not any(overlap(name, area.box) for area in east)


def test_a_highlighted_member_that_is_its_own_sub_region_is_named_once() -> None:
    deck, _ = composed(slide("map", "colour_by: region\nhighlight: Oslo"), brand="ruten")
    texts = [item.text.plain for item in flat(deck.slides[0].items) if isinstance(item, Shape) and item.text]
    assert len([text for text in texts if "Oslo" in text.replace("Osloregionen", "")]) == 1
    assert drawn(deck.slides[0], "highlight", Group).alt


def test_the_flag_of_a_timeline_is_as_wide_as_the_date_in_its_language() -> None:
    items = "  - id: t\n    kind: timeline\n    title: T\n    items: [{id: a, name: A, from: 2025, to: 2027}]\n"
    deck, findings = composed(items, language="en", as_of="2026-11-28")
    assert codes(findings) == []
    (flag,) = [item for item in flat(deck.slides[0].items) if item.key == "t/date"]
    assert isinstance(flag, Shape) and flag.text and flag.text.plain == "28 November 2026"
    assert flag.text.paragraphs[0].breaks == (0,)
