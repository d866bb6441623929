"""Names beside a map: lines are horizontal, cross regions only where a name has no room, and no two names meet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.units import Emu
from osloregion_slides.brand.load import load_brand
from osloregion_slides.checks.deck import check_deck, covers
from osloregion_slides.compose.deck import compose
from osloregion_slides.compose.map_leaders import (
    ABOVE,
    PITCHES,
    STEP,
    TIP,
    Leader,
    border,
    edges,
    leaders,
    marks,
    tints,
)
from osloregion_slides.drafting import load
from osloregion_slides.maps.place import Placed
from osloregion_slides.scene import Box, Connector, Deck, Freeform, Group, Shape
from tests.kinds.composing import flat, overlap

if TYPE_CHECKING:
    from osloregion_slides.compose.map_leaders import Mark

PX = 9_525
AREA = Box(Emu(64 * PX), Emu(148 * PX), Emu(1152 * PX), Emu(500 * PX))
SQUARE = ((0, 0), (10, 0), (10, 10), (0, 10))


def square(column: int, row: int, side: int = 60) -> Placed:
    """One cell of a grid in the middle of the area, ``side`` px wide."""
    box = Box(Emu((400 + column * side) * PX), Emu((160 + row * side) * PX), Emu(side * PX), Emu(side * PX))
    return Placed(f"{column}-{row}", box, (10, 10), (SQUARE,), (box.x, box.y), Emu(0))


def crossed(leader: Leader, regions: tuple[tuple[Placed, ...], ...]) -> list[int]:
    """Return the other regions that a line meets between its point and the edge of the slide."""
    found = []
    for number, parts in enumerate(regions):
        for part in parts:
            xs = sorted(
                a[0] + (b[0] - a[0]) * (leader.y - a[1]) / (b[1] - a[1])
                for a, b in edges(part)
                if (a[1] <= leader.y) != (b[1] <= leader.y)
            )
            for start, end in zip(xs[::2], xs[1::2], strict=False):
                beyond = start < leader.x if leader.side < 0 else end > leader.x
                if beyond and end - start > TIP and number != leader.region:
                    found.append(number)
    return found


def hold(regions: tuple[tuple[Placed, ...], ...], made: tuple[Leader, ...], needed: int = 0) -> None:
    assert [leader.region for leader in made] == list(range(len(regions)))
    for leader in made:
        inside = [part.box for part in regions[leader.region] if part.box.x <= leader.x <= part.box.right]
        if leader.side:
            assert bool(crossed(leader, regions)) == leader.crosses
            assert any(box.y <= leader.y <= box.bottom for box in inside)
    names = [one for one in made if not one.side]
    for leader in [one for one in made if one.side]:
        assert all(
            abs(leader.y - name.y) > ABOVE * STEP or (name.x + needed / 2 - leader.x) * leader.side <= 0
            for name in names
        )
    for side in (-1, 1):
        heights = sorted(leader.y for leader in made if leader.side == side)
        assert all(b - a >= PITCHES[-1] for a, b in zip(heights, heights[1:], strict=False))


@given(st.lists(st.integers(0, 7), min_size=36, max_size=36), st.sampled_from([0, 100, 170, AREA.w // PX]))
def test_leader_lines_cross_others_only_for_regions_narrower_than_their_names(owners: list[int], needed: int) -> None:
    cells: dict[int, list[Placed]] = {}
    for place, owner in enumerate(owners):
        if owner:
            cells.setdefault(owner, []).append(square(place % 6, place // 6))
    regions = tuple(tuple(parts) for parts in cells.values())
    made = leaders(regions, AREA, (needed * PX,) * len(regions))
    if made is not None:
        hold(regions, made, needed * PX)
        assert needed or not any(leader.crosses for leader in made)
        assert needed < AREA.w // PX or all(leader.side for leader in made)


@given(st.lists(st.integers(0, 3), min_size=36, max_size=36))
def test_neighbouring_regions_have_different_tints_and_borders_only_between_them(owners: list[int]) -> None:
    cells: dict[int, list[Placed]] = {}
    for place, owner in enumerate(owners):
        cells.setdefault(owner, []).append(square(place % 6, place // 6))
    regions = tuple(tuple(parts) for parts in cells.values())
    found = tints(regions, 5)
    assert len(set(found)) == len(regions)
    for parts in regions:
        sides = [frozenset(edge) for part in parts for edge in edges(part)]
        outer = len([side for side in sides if sides.count(side) == 1])
        assert sum(len(ring) for ring in border(parts)[2]) == outer


@given(st.lists(st.integers(0, 3), min_size=36, max_size=36), st.lists(st.integers(0, 4), min_size=36, max_size=36))
def test_regions_keep_their_numbers_and_tints_when_others_come_and_go(owners: list[int], later: list[int]) -> None:
    before: dict[str, Mark] = {}
    for dealt in (owners, later):
        regions: dict[str, tuple[Placed, ...]] = {}
        for place, owner in enumerate(dealt):
            name = f"{owner}"
            regions[name] = (*regions.get(name, ()), square(place % 6, place // 6))
        now = marks(regions, 5, before)
        assert sorted(number for number, _ in now.values()) == list(range(1, len(regions) + 1))
        assert len({tint for _, tint in now.values()}) == len(regions)
        kept = {name for name in now if name in before and before[name][0] <= len(regions)}
        assert all(now[name][0] == before[name][0] for name in kept)
        assert all(now[name][1] == before[name][1] for name in now if name in before)
        before |= now


def flagship(language: str, as_of: str, brand: str) -> Deck:
    outline = load("decks/osloregionen.yaml", language=language, as_of=as_of)
    return compose(outline, load_brand(brand, outline.root))[0]


@pytest.mark.parametrize("brand", ["ruten", "ruten-dark", "osloregionen"])
@pytest.mark.parametrize(("language", "as_of"), [("nb", ""), ("en", "2010-01-01"), ("nb", "2026-11-28")])
def test_the_regions_of_the_flagship_have_their_names_beside_the_map(language: str, as_of: str, brand: str) -> None:
    slide = next(slide for slide in flagship(language, as_of, brand).slides if slide.key == "regions")
    names = next(item for item in slide.items if isinstance(item, Group) and item.key == "regions/legend")
    items = {item.key: item for item in flat(slide.items)}
    shapes = [item for item in names.children if isinstance(item, Shape) and item.text]
    lines = [item for item in names.children if isinstance(item, Connector)]
    assert lines, "a numbered legend instead"
    for line in lines:
        start, end = items[line.start.key], items[line.end.key]
        assert isinstance(start, Shape)
        assert isinstance(end, Shape)
        assert abs(start.box.y + start.box.h // 2 - end.box.y - end.box.h // 2) <= 1
    pairs = [(a.key, b.key) for n, a in enumerate(shapes) for b in shapes[:n] if overlap(a.box, b.box)]
    assert pairs == []
    regions = [item for item in flat(slide.items) if isinstance(item, Group) and item.key.startswith("regions/map/")]
    assert {item.key.split("/")[2] for item in shapes} - {"what"} == {item.key.split("/")[2] for item in regions}


def test_region_names_that_fit_on_one_side_are_all_placed_there() -> None:
    for regions in (((square(0, 0), square(1, 0)),), ((square(0, 0),), (square(0, 1),))):
        made = leaders(regions, AREA, (0,) * len(regions))
        assert made
        assert {one.side for one in made} == {-1}
        hold(regions, made)


@pytest.mark.parametrize("as_of", ["2008-01-01", "2026-11-28"])
@pytest.mark.parametrize("brand", ["ruten", "ruten-dark"])
def test_a_name_inside_a_region_does_not_touch_its_border(as_of: str, brand: str) -> None:
    slide = next(one for one in flagship("nb", as_of, brand).slides if one.key == "regions")
    items = list(flat(slide.items))
    cells = [one for one in items if isinstance(one, Freeform) and one.fill]
    inner = [one for one in items if isinstance(one, Shape) and one.text and one.text.plain.count("\n") == 1]
    inner = [one for one in inner if "/legend/" in one.key and one.key.endswith("/name")]
    for one in inner:
        middle, half = one.box.y + one.box.h // 2, one.box.w // 2 - 2 * PX
        region = one.key.split("/")[-2]
        own = [cell for cell in cells if f"/map/{region}/" in cell.key]
        for y in (middle - 18 * PX, middle - 6 * PX):  # the name's letters
            for x in (one.box.x + one.box.w // 2 - half, one.box.x + one.box.w // 2 + half):
                assert any([covers(cell, x, y) for cell in own]), (one.key, x / PX, y / PX)


def test_every_name_is_readable_whichever_member_is_highlighted() -> None:
    with open("decks/data/members.csv", encoding="utf-8") as file:
        numbers = sorted(set(re.findall(r",(\d{4}),[^\n]*2004-12-17", file.read())))
    assert len(numbers) > 50
    for number in numbers:
        one = load("decks/member.yaml", settings=(("member.number", number), ("member.name", number)))
        brand = load_brand(one.brand, one.root)
        deck = compose(one, brand)[0]
        deck = deck.replace(slides=tuple([slide for slide in deck.slides if slide.key == "regions"]))
        assert [found.shape for found in check_deck(deck, brand) if found.code == "low-contrast"] == [], number
