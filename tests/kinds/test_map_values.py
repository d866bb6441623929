"""Figures on a map: classes with limits out of the table, hatches for what is missing, circles by area, words for all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osloregion_slides.compose.map_values import Values, bands
from osloregion_slides.registry.values import Member
from osloregion_slides.scene import Deck, Freeform, Group, Shape
from tests.kinds.composing import composed, flat, slide
from tests.maps.shapes import feature, square, write
from tests.tables.making import deck as deck_of

TABLE = "Kommune;Nr;Kr;Andel\nOslo;0301;1 200,5;5 %\nAsker;0220;800;6 %\nHorten;0701;..;7 %\nVoss;1235;5;8 %\n"
DATA = "data: {b: b.csv}\n"


def drawn(fields: str, table: str = TABLE) -> tuple[Deck, list[str]]:
    deck, findings = composed(slide("map", fields), extra=DATA, files={"b.csv": table})
    return deck, [f"{one.code}: {one.message} {one.hint}" for one in findings if one.code != "undrawn-member"]


def classes(deck: Deck) -> list[str]:
    """Return the names of the legend, from above."""
    shapes = [item for item in flat(deck.slides[0].items) if isinstance(item, Shape) and item.text]
    return [item.text.plain for item in shapes if item.text and item.key.endswith("/name") and "/legend/" in item.key]


def test_a_map_of_figures_shows_classes_with_limits_and_hatches_areas_without_data() -> None:
    deck, findings = drawn("colour_by: data.b\nvalue: kr")
    items = list(flat(deck.slides[0].items))
    texts = [item.text.plain for item in items if isinstance(item, Shape) and item.text]
    assert classes(deck) == ["1\u00a0200,5", "800", "ingen tall"]
    assert "Skravert: ingen tall for Bærum, Horten." in texts
    assert [line.partition(":")[0] for line in findings] == ["not-known"]
    (whole,) = [item for item in items if isinstance(item, Group) and item.key == "map/map"]
    assert "Kr: høyest i Oslo (1\u00a0200,5), lavest i Asker (800)." in whole.alt
    assert "Skravert" in whole.alt
    hatches = [item for item in items if isinstance(item, Freeform) and item.key.endswith("/hatch")]
    assert {item.key.split("/")[-2] for item in hatches} == {"Bærum", "Horten"}
    for item in hatches:
        assert len(item.path) >= 4
        assert all(0 <= x <= item.extent[0] and 0 <= y <= item.extent[1] for _, x, y in item.path)


def test_circle_areas_are_proportional_to_the_figures() -> None:
    deck, _ = drawn("circles: data.b\nvalue: Kr")
    found = [item for item in flat(deck.slides[0].items) if isinstance(item, Shape) and "/circles/" in item.key]
    assert [item.alt for item in found] == ["Oslo: 1\u00a0200,5", "Asker: 800"]
    assert (found[1].box.w / found[0].box.w) ** 2 == pytest.approx(800 / 1200.5, rel=0.001)
    assert all(item.box.w == item.box.h for item in found)


@pytest.mark.parametrize(
    ("fields", "table", "words"),
    [
        ("colour_by: data.b", TABLE, "several columns of figures: Kr, Andel"),
        ("colour_by: data.b\nvalue: Krr", TABLE, "`Kr`"),
        ("colour_by: data.b", "Kommune;Kr\nVoss;5\n", "no row with the name"),
        ("colour_by: data.b", "Kommune;Merknad\nOslo;a\n", "no column of figures"),
        ("circles: data.b", "Kommune;Kr\nOslo;-5\n", "negative"),
        ("colour_by: conty", TABLE, "`county`"),
        ("colour_by: data.bb", TABLE, "`b`"),
        ("value: Kr", TABLE, "no effect"),
        ("colour_by: region\ncircles: data.b\nvalue: Kr", TABLE, "`colour_by` has no effect"),
    ],
)
def test_a_map_with_ambiguous_figures_is_reported(fields: str, table: str, words: str) -> None:
    from osloregion_slides.base.findings import InvalidInput

    try:
        assert words in "".join(drawn(fields, table)[1])
    except InvalidInput as problem:
        assert words in str(problem)


def test_members_are_matched_by_code_if_names_differ() -> None:
    deck, _ = drawn("colour_by: data.b", "Knr;Kr\n0301;5\n0220;6\n0219;7\n0701;8\n")
    assert classes(deck) == ["8", "7", "6", "5"]


def member(number: int) -> Member:
    return Member(str(number), f"{number:04}", "", "", (), "2004-12-17", "", "", "confirmed", "municipality")


@settings(max_examples=300)
@given(st.lists(st.integers(-50, 50), min_size=1, max_size=60))
def test_equal_figures_share_a_class_and_classes_are_ordered(figures: list[int]) -> None:
    from osloregion_slides.brand.load import load_brand

    class Context:
        brand = load_brand("ruten", "decks")
        language = "nb"

    values = Values("Kr", tuple([(member(n), float(value), str(value)) for n, value in enumerate(figures)]), ())
    made = bands(values, Context())  # type: ignore[arg-type]  # what it reads of one
    assert len(made) == min(5, len(set(figures))) or 1 < len(made) <= 5
    assert len({band.fill for band in made}) == len(made)
    ranges = [[figures[int(one.name)] for one in band.members] for band in made]
    assert sorted(value for found in ranges for value in found) == sorted(figures)
    assert all(min(before) > max(after) for before, after in zip(ranges, ranges[1:]))
    for band, found in zip(made, ranges):
        assert str(min(found)) in band.name
        assert str(max(found)) in band.name


def test_the_class_legend_has_one_tile_per_municipality() -> None:
    deck, _ = drawn("colour_by: data.b\nvalue: kr")
    keys = [item.key for item in flat(deck.slides[0].items)]
    tiles = [key for key in keys if key.startswith("map/legend/") and "/tile/" in key]
    assert len(tiles) == 4
    assert sum("ingen tall" in key for key in tiles) == 2


def test_a_row_belongs_to_the_member_in_its_member_column() -> None:
    deck, _ = drawn("colour_by: data.b\nvalue: Kr", "Fylke;Kommune;Kr\nOslo;Asker;5\nOslo;Oslo;9\n")
    assert classes(deck) == ["9", "5", "ingen tall"]


def test_several_figures_for_a_member_are_an_error() -> None:
    table = "Kommune;År;Kr\nOslo;2024;5\nOslo;2025;9\nAsker;2024;6\n"
    _, found = drawn("colour_by: data.b\nvalue: Kr", table)
    assert "bad-figure" in [line.partition(":")[0] for line in found]


def test_figures_that_are_displayed_equally_share_a_class() -> None:
    from types import SimpleNamespace

    from osloregion_slides.brand.load import load_brand

    shown = [(member(n), value, text) for n, (value, text) in enumerate([(0.1, "0,1"), (0.12, "0,1"), (0.2, "0,2")])]
    context = SimpleNamespace(brand=load_brand("ruten", "decks"), language="nb")
    made = bands(Values("Kr", tuple(shown), ()), context)  # type: ignore[arg-type]
    assert [(band.name, len(band.members)) for band in made] == [("0,2", 1), ("0,1", 2)]


@pytest.mark.parametrize("numbers", [("0101", "0104", "0301"), ("", "", ""), ("", "0104", "")])
def test_members_without_numbers_have_their_own_areas(tmp_path: Path, numbers: tuple[str, ...]) -> None:
    names, counties = ("Halden", "Moss", "Oslo"), ("Østfold", "Akershus", "Oslo")
    shapes = [
        feature(square(2000 * n, 0), navn=name, number=number) for n, (name, number) in enumerate(zip(names, numbers))
    ]
    write(tmp_path, *shapes)
    rows = "".join(f"{name},{number},{county},2004-12-17\n" for name, number, county in zip(names, numbers, counties))
    files: dict[str, str | bytes] = {"m.csv": f"name,number,county,from\n{rows}"}
    text = "members: m.csv\nslides:\n  - {id: m, kind: map, title: M, geometry: map.geojson, colour_by: county}\n"
    made, findings = deck_of(tmp_path, text, files)
    drawn = {
        item.alt: item.box.x for item in flat(made.slides[0].items) if isinstance(item, Freeform) and item.alt in names
    }
    assert drawn["Halden"] < drawn["Moss"] < drawn["Oslo"], findings
