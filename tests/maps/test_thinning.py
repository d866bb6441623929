from __future__ import annotations

from array import array
from math import cos, hypot, pi, sin
from pathlib import Path

import pytest

from osloregion_slides.maps import load
from osloregion_slides.maps.load import each_feature, load_areas
from osloregion_slides.maps.simplify import CELL, thin
from osloregion_slides.registry.load import load_registry
from tests.hostile.rings import coast
from tests.hostile.rings import geojson as written

Flat = tuple["array[float]", "array[float]"]
HEIGHT = 10_000.0


def border() -> list[tuple[float, float]]:
    """A line from south to north in ten thousand steps, to and fro."""
    return [(5_000 + 400 * sin(n / 300) + n * 7919 % 3 / 2, n * HEIGHT / 10_000) for n in range(10_001)]


def flat(points: list[tuple[float, float]]) -> Flat:
    return array("d", [x for x, _ in points]), array("d", [y for _, y in points])


def neighbours() -> list[list[Flat]]:
    """Two areas with one border, which one runs up and the other down."""
    west = [(0.0, HEIGHT), (0.0, 0.0), *border()]
    east = [(9_000.0, 0.0), (9_000.0, HEIGHT), *border()[::-1]]
    return [[flat(west)], [flat(east)]]


def test_a_shared_border_keeps_the_same_points_on_both_sides() -> None:
    thinned = thin(neighbours(), 5_000)
    assert thinned is not None
    (west,), (east,) = thinned
    shared = set(border())
    assert shared & set(west) == shared & set(east)
    assert 1_000 < len(shared & set(west)) < 4_000


def test_removed_points_are_within_one_cell_of_kept_points() -> None:
    thinned = thin(neighbours(), 5_000)
    assert thinned is not None
    kept = [point for point in thinned[0][0] if point[0] > 1]
    for x, y in border()[::37]:
        assert min(hypot(x - a, y - b) for a, b in kept) <= 3 * HEIGHT * CELL


def test_the_grid_is_coarsened_until_few_enough_points_remain() -> None:
    counts = []
    for most in (5_000, 3_000):
        thinned = thin(neighbours(), most)
        assert thinned is not None
        counts.append(sum(len(ring) for rings in thinned for ring in rings))
        assert counts[-1] <= most
    assert counts == sorted(counts, reverse=True)


def test_a_line_that_stays_ragged_on_the_coarsest_grid_is_not_thinned() -> None:
    wild = [(n * 7919 % 10_000, n * 104_729 % 10_000) for n in range(5_000)]
    assert thin([[flat([(float(x), float(y)) for x, y in wild])]], 1_000) is None


def test_an_outline_of_islands_smaller_than_a_cell_keeps_its_longest() -> None:
    def island(x: float, points: int) -> Flat:
        return flat([(x + cos(2 * pi * n / points), sin(2 * pi * n / points)) for n in range(points)])

    thinned = thin([[island(0, 5), island(50, 9)], [flat([(0, 0), (9_000, 0), (9_000, 9_000), (0, 9_000)])]], 100)
    assert thinned is not None
    assert [len(ring) for ring in thinned[0]] == [9]


def test_a_large_file_gives_about_the_areas_of_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "m.csv").write_text("name,number,from\nOslo,0301,2004-12-17\nMoss,0104,2004-12-17\n", encoding="utf-8")
    (tmp_path / "map.geojson").write_bytes(written(coast(20_000), coast(20_000, 1)))
    members = load_registry(str(tmp_path / "m.csv"))[0].as_of("2008-01-01").municipalities
    small, _, _ = load_areas(str(tmp_path / "map.geojson"), members)
    monkeypatch.setattr(load, "MANY", 1_000)
    large, _, findings = load_areas(str(tmp_path / "map.geojson"), members)
    assert findings == ()
    for one, other in zip(small, large):
        assert abs(size(one.rings) / size(other.rings) - 1) < 0.01


def size(rings: tuple[tuple[tuple[float, float], ...], ...]) -> float:
    return sum(
        abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]))) / 2 for ring in rings
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"features": [1, {"a": [2]}], "crs": "x"}',
        '{"crs": "x", "features":[]}',
        '{"features": [ 1 , 2 ] }',
        "[1]",
        "7",
    ],
)
def test_features_are_streamed_with_the_same_result_as_json_loads(text: str) -> None:
    import json

    taken: list[object] = []
    whole = json.loads(text)
    document = each_feature(text, taken.append)
    assert taken == (whole["features"] if isinstance(whole, dict) else [])
    assert document == ({**whole, "features": []} if isinstance(whole, dict) else whole)


@pytest.mark.parametrize(
    "text",
    [
        '{"features": [1 2]}',
        '{"features": [',
        '{"features": [1,',
        '{"features": [}',
        "",
        '{"a": {"features": [1]}, "features": 2}',
    ],
)
def test_invalid_or_unusual_json_is_rejected(text: str) -> None:
    with pytest.raises(ValueError):
        each_feature(text, lambda _: None)
