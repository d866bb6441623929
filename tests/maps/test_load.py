"""Reading map files: matched, projected, simplified, or explained."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.maps.load import load_areas
from osloregion_slides.maps.simplify import RADIUS, transverse_mercator
from tests.maps.shapes import feature, member, members, real_borders, sides, size, square, write


@pytest.mark.parametrize(
    "properties",
    [
        {"number": "0301"},
        {"kommunenummer": 301},
        {"KNR": 301.0, "fylke": "Oslo"},
        {"nr": "301", "delregion": "0104"},
        {"NAVN": "OSLO kommune", "objid": 17},
        {"id": "x", "numbers": ["0300", "0301"]},
    ],
)
def test_a_member_is_found_by_number_or_name_in_any_property(tmp_path: Path, properties: Any) -> None:
    path = write(tmp_path, feature(square(0, 0), **properties), feature(square(2000, 0), number="9999"))
    areas, _, findings = load_areas(path, (member("0301", "Oslo"),))
    assert [area.number for area in areas] == ["0301"]
    assert [list(ring) for ring in areas[0].rings] == [[(0, 0), (1000, 0), (1000, 1000), (0, 1000)]]
    assert findings == ()


def test_a_member_missing_from_the_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = write(tmp_path, feature(square(0, 0), number="0301"))
    _, _, findings = load_areas(path, (member("0301", "Oslo"), member("0714", "Hof")))
    assert [(f.code, f.severity, f.message) for f in findings] == [
        ("missing-area", "error", "The map has no area for 0714 Hof.")
    ]


def test_county_councils_need_no_area(tmp_path: Path) -> None:
    path = write(tmp_path, feature(square(0, 0), number="0301"))
    council = member("", "Akershus fylkeskommune").replace(kind="county_council")
    assert load_areas(path, (member("0301"), council))[2] == ()


def test_a_name_shared_by_two_areas_is_not_guessed(tmp_path: Path) -> None:
    path = write(tmp_path, feature(square(0, 0), navn="Våler", id="a"), feature(square(5000, 0), navn="Våler", id="b"))
    areas, _, findings = load_areas(path, (member("0137", "Våler"),))
    assert areas == ()
    assert [finding.code for finding in findings] == ["ambiguous-area"]


def test_features_with_the_same_number_are_merged_without_an_inner_border(tmp_path: Path) -> None:
    parts = [feature(square(x, 0), knr="3014") for x in (0, 1000, 5000)]
    areas, _, _ = load_areas(write(tmp_path, *parts), (member("3014"),))
    assert sorted(size([ring]) for ring in areas[0].rings) == [1e6, 2e6]


def test_holes_and_islands_are_read_as_rings(tmp_path: Path) -> None:
    hole = [square(0, 0)[0], square(200, 200, 100)[0]]
    areas, _, _ = load_areas(write(tmp_path, feature([hole, square(5000, 0)], "MultiPolygon", nr=1)), (member("1"),))
    assert [size([ring]) for ring in areas[0].rings] == [1e6, 1e4, 1e6]


def test_unclosed_rings_are_closed(tmp_path: Path) -> None:
    areas, _, findings = load_areas(write(tmp_path, feature([square(0, 0)[0][:-1]], nr="0301")), (member("0301"),))
    assert size(areas[0].rings) == 1e6
    assert findings == ()


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "bad-geojson", "not valid JSON"),
        ('{"a":\n 1,}', "bad-geojson", "not valid JSON"),
        ("[1, 2]", "bad-geojson", "not a GeoJSON FeatureCollection"),
        ('{"type": "Topology", "objects": {}}', "bad-geojson", "TopoJSON"),
        ('{"type": "Feature", "geometry": null, "properties": {}}', "bad-geojson", "a GeoJSON `Feature`"),
        ('{"geometryType": "esriGeometryPolygon", "features": []}', "bad-geojson", "Esri JSON"),
        ('{"a.grense": {"features": []}, "a.kommune": {"features": [{}]}}', "bad-geojson", "2 map layers (`a.grense`"),
        ("<gml:FeatureCollection/>", "bad-geojson", "XML (GML, KML"),
        ("[" * 200_000, "bad-geojson", "nested too deeply"),
        ("\udcff", "not-text", "UTF-8"),
    ],
)
def test_a_file_that_is_not_a_map_is_reported_with_the_reason(tmp_path: Path, text: str, code: str, words: str) -> None:
    path = tmp_path / "map.geojson"
    path.write_bytes(text.encode(errors="surrogateescape"))
    areas, _, findings = load_areas(str(path), (member("0301"),))
    assert areas == ()
    assert [finding.code for finding in findings] == [code]
    assert words in findings[0].message


@pytest.mark.parametrize(
    ("scale", "east", "north"),
    [(0.01, 10.6, 59.8), (900, 262_000, 6_640_000), (900, 1_180_000, 8_360_000)],
    ids=["degrees", "UTM 33", "web Mercator"],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_axes_in_the_other_order_are_reported(
    tmp_path: Path, scale: float, east: float, north: float, swapped: bool
) -> None:
    places = [(east + n * scale, north + n * scale) for n in range(5)]
    corner = [(y, x) if swapped else (x, y) for x, y in places]
    numbers = [f"030{n}" for n in range(5)]
    features = [feature(square(x, y, scale), nr=number) for number, (x, y) in zip(numbers, corner)]
    _, _, findings = load_areas(write(tmp_path, *features), tuple([member(number) for number in numbers]))
    assert [finding.code for finding in findings] == (["swapped-axes"] if swapped else [])


@pytest.mark.parametrize("count", [2, 3, 5])
def test_one_area_with_its_axes_in_the_other_order_is_named(tmp_path: Path, count: int) -> None:
    numbers = [f"030{n}" for n in range(count)]
    corners = [(59.8, 10.6), *[(10.6 + n * 0.01, 59.8) for n in range(1, count)]]
    features = [feature(square(x, y, 0.01), nr=number) for number, (x, y) in zip(numbers, corners)]
    _, _, findings = load_areas(write(tmp_path, *features), tuple([member(n, f"Sted {n}") for n in numbers]))
    assert [(finding.code, "Sted 0300" in finding.message) for finding in findings] == [("distant-area", True)]


def test_an_area_far_from_all_others_is_named(tmp_path: Path) -> None:
    numbers = [f"030{n}" for n in range(5)]
    places = [(0, 0), (1000, 0), (0, 1000), (1000, 1000), (900_000, 0)]
    features = [feature(square(x, y), nr=number) for number, (x, y) in zip(numbers, places)]
    _, _, findings = load_areas(write(tmp_path, *features), tuple([member(n, f"Sted {n}") for n in numbers]))
    assert [(finding.code, "Sted 0304" in finding.message) for finding in findings] == [("distant-area", True)]


def test_a_missing_map_file_is_a_finding(tmp_path: Path) -> None:
    assert [finding.code for finding in load_areas(str(tmp_path / "none"), ())[2]] == ["missing-file"]


GEOMETRIES = {
    "not a number": ('{"type": "Polygon", "coordinates": [[[NaN, 0], [1, 0], [1, 1]]]}', "not a finite number"),
    "infinity": ('{"type": "Polygon", "coordinates": [[[1e999, 0], [1, 0], [1, 1]]]}', "not a finite number"),
    "off the Earth": ('{"type": "Polygon", "coordinates": [[[1e300, 0], [1, 0], [1, 1]]]}', "off the Earth"),
    "a huge integer": (
        '{"type": "Polygon", "coordinates": [[[1' + "0" * 400 + ", 0.5], [1, 0], [1, 1]]]}",
        "not a list of rings",
    ),
    "texts": ('{"type": "Polygon", "coordinates": [[["a", "b"], ["c", "d"], ["e", "f"]]]}', "list of rings"),
    "mappings": ('{"type": "Polygon", "coordinates": [[{"x": 1}, {"x": 2}, {"x": 3}]]}', "list of rings"),
    "one ring too shallow": ('{"type": "Polygon", "coordinates": [[0, 0], [1, 0], [1, 1]]}', "list of rings"),
    "too few points": ('{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 0]]]}', "fewer than three points"),
    "none": ("null", "no area for 0301"),
    "empty": ('{"type": "Polygon", "coordinates": []}', "no area for 0301"),
    "a point": ('{"type": "Point", "coordinates": [1, 2]}', "no area for 0301"),
}


@pytest.mark.parametrize(("geometry", "words"), GEOMETRIES.values(), ids=GEOMETRIES)
def test_an_outline_that_cannot_be_drawn_is_named(tmp_path: Path, geometry: str, words: str) -> None:
    path = tmp_path / "map.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"nr": "0301", "name": "Oslo"},'
        f' "geometry": {geometry}}}]}}',
        encoding="utf-8",
    )
    areas, _, findings = load_areas(str(path), (member("0301", "Oslo"),))
    assert areas == ()
    assert words in "; ".join(finding.message for finding in findings)
    assert findings[-1].code == "missing-area"


@pytest.mark.parametrize(
    "crs", [None, "EPSG:25833", {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}]
)
def test_the_crs_may_be_a_string_or_an_object(tmp_path: Path, crs: Any) -> None:
    path = write(tmp_path, feature(square(300000, 6600000), nr="0301"), crs=crs)
    assert load_areas(path, (member("0301"),))[2] == ()


def test_a_crs_that_the_coordinates_contradict_is_a_warning(tmp_path: Path) -> None:
    path = write(tmp_path, feature(square(300000, 6600000), nr="0301"), crs="EPSG:4326")
    assert [finding.code for finding in load_areas(path, (member("0301"),))[2]] == ["crs-mismatch"]


def test_degrees_are_projected_to_metres(tmp_path: Path) -> None:
    path = write(tmp_path, feature([[[10, 60], [11, 60], [11, 61], [10, 61]]], nr="0301"))
    ring = load_areas(path, (member("0301"),))[0][0].rings[0]
    east = ring[1][0] - ring[0][0]
    north = ring[3][1] - ring[0][1]
    assert math.isclose(east, math.radians(1) * RADIUS * math.cos(math.radians(60)), rel_tol=1e-3)
    assert math.isclose(north, math.radians(1) * RADIUS, rel_tol=1e-3)


def test_the_projection_has_unit_scale_on_its_meridian_and_is_continuous() -> None:
    assert transverse_mercator(11, 60, math.radians(11)) == pytest.approx((0, RADIUS * math.radians(60)))
    for place in ((0, 90), (180, -90), (90, 0), (-180, 90)):
        assert all(map(math.isfinite, transverse_mercator(*place, 0.0)))


def test_real_borders_are_read_completely_with_their_attribution() -> None:
    areas, attribution, findings = load_areas(str(real_borders()), members())
    assert findings == ()
    assert len(areas) == 57
    assert "Kartverket" in attribution


def unproject(x: float, y: float) -> list[float]:
    """Return degrees whose sphere has the same shape: enough to test that shape survives."""
    up, away = y / RADIUS, (x - 260_000) / RADIUS
    longitude = math.atan2(math.sinh(away), math.cos(up))
    return [11 + math.degrees(longitude), math.degrees(math.asin(math.sin(up) / math.cosh(away)))]


def test_real_borders_in_degrees_have_the_same_shape(tmp_path: Path) -> None:
    document = json.loads(real_borders().read_text(encoding="utf-8"))
    for each in document["features"]:
        each["geometry"]["coordinates"] = [
            [[unproject(*point) for point in ring] for ring in polygon] for polygon in each["geometry"]["coordinates"]
        ]
    path = tmp_path / "degrees.geojson"
    path.write_text(json.dumps({**document, "crs": "EPSG:4258"}), encoding="utf-8")
    degrees, _, findings = load_areas(str(path), members())
    metres, _, _ = load_areas(str(real_borders()), members())
    assert findings == ()
    for one, other in zip(degrees, metres):
        assert math.isclose(size(one.rings), size(other.rings), rel_tol=0.01)
    assert sorted(sides(r for a in degrees for r in a.rings).values()) == sorted(
        sides(r for a in metres for r in a.rings).values()
    )


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["type", "features", "properties", "geometry", "coordinates", "nr"]), inner
            )
        ),
        max_leaves=20,
    )
)
def test_no_json_makes_the_reader_crash(value: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("json")
    for features in ([value], [{"properties": {"nr": "0301"}, "geometry": value}], [feature(value, nr="0301")]):
        areas, _, findings = load_areas(write(folder, *features), (member("0301"),))
        assert areas or findings


@pytest.mark.parametrize(("written", "name"), [
    ("A\u030as", "Ås"), ("Aurskog‑Høland", "Aurskog-Høland"), ("Aurskog – Høland", "Aurskog-Høland"), ("NES KOMMUNE", "Nes"), ("Moss\u00a0", "Moss"),
])  # fmt: skip
def test_a_name_is_found_with_other_dashes_and_decomposed_letters(tmp_path: Path, written: str, name: str) -> None:
    path = write(tmp_path, feature(square(0, 0), navn=written), feature(square(2000, 0), navn="Oslo"))
    areas, _, findings = load_areas(path, (member("", name), member("", "Oslo")))
    assert findings == ()
    assert [area.number for area in areas] == [name, "Oslo"], "without numbers each member has its own area"
