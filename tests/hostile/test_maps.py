"""Maps that try to take time or memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.case import MEMBERS, OUTLINE, Bytes, Case, check, written
from tests.hostile.rings import coast, geojson, island, polygon, star

MAP = "members: data/m.csv\nslides:\n  - {id: m, kind: map, title: T, geometry: data/map.geojson}\n"


def islands(ring: Callable[[int], list[list[float]]]) -> bytes:
    """Two members, each of 25 000 of these rings."""
    features = [
        {
            "type": "Feature",
            "properties": {"number": number},
            "geometry": {"type": "MultiPolygon", "coordinates": [[ring(n)] for n in range(25_000)]},
        }
        for number in ("0301", "0104")
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


GOOD = polygon(12)
MAPS: dict[str, tuple[Bytes, str]] = {
    "1.8 million points": (lambda: geojson(coast(900_000), coast(900_000, 1)), "deck"),
    "1.8 million points in degrees": (lambda: geojson(coast(900_000, 0, 1e5), coast(900_000, 1, 1e5)), "deck"),
    "1.8 million points in all directions": (lambda: geojson(polygon(900_000), polygon(900_000, 1)), "too-large"),
    "1.8 million points of others": (
        lambda: geojson(GOOD, polygon(12, 1), polygon(900_000), polygon(900_000), numbers=("0301", "0104", "1", "2")),
        "deck",
    ),
    "9 million points": (
        lambda: geojson(GOOD, GOOD).replace(b"[309000.0, ", b"[1,1]," * 9_000_000 + b"[309000.0, ", 1),
        "too-large",
    ),
    "20 million texts": (lambda: b'{"a":[' + b'"ab",' * 19_000_000, "too-large"),
    "20 million objects": (lambda: b'{"a":[' + b"{}," * 19_000_000, "too-large"),
    "a character of four bytes in 60 MB": (
        lambda: geojson(GOOD, polygon(12, 1)).replace(b'"0301"', '"0301", "a": "😀"'.encode()) + b" " * 60_000_000,
        "deck",
    ),
    "features that are none": (
        lambda: b'{"type":"FeatureCollection","features":[' + b"1," * 1_000_000 + b"1]}",
        "too-many-faults",
    ),
    "features in a text": (
        lambda: geojson(GOOD, GOOD).replace(
            b'{"type": "FeatureCollection"', b'{"a": "\\"features\\":[", "type": "FeatureCollection"'
        ),
        "",
    ),
    "a star of 200 000 rays, in two parts": (
        lambda: geojson(*[star(33_000), star(33_000, 1), polygon(12, 1)], numbers=("0301", "0301", "0104")),
        "too-large",
    ),
    "a million points in rings of ten": (
        lambda: (
            geojson(polygon(10), polygon(10, 1))[:-2]
            + b',{"type":"Feature","properties":{"number":"9999"},"geometry":{"type":"MultiPolygon","coordinates":['
            + b",".join([json.dumps([island(n)]).encode() for n in range(90_000)])
            + b"]}}]}"
        ),
        "too-large",
    ),
    "members of 50 000 islands": (lambda: islands(island), "deck"),
    "wide islands, 50 000": (lambda: islands(lambda n: polygon(10, n % 50)), "too-large"),
    "80 000 islands of three points": (
        lambda: (
            geojson(GOOD, polygon(12, 1))[:-2]
            + b',{"type":"Feature","properties":{"number":"9"},"geometry":{"type":"MultiPolygon","coordinates":['
            + b",".join([b"[[[%d,1],[%d,3],[2,2]]]" % (n, n) for n in range(80_000)])
            + b"]}}]}"
        ),
        "too-large",
    ),
    "90 000 features": (
        lambda: (
            geojson(GOOD, polygon(12, 1))[:-2]
            + b',{"type":"Feature","properties":{"number":"1"},"geometry":null}' * 90_000
            + b"]}"
        ),
        "deck",
    ),
    "2 000 features of one number": (
        lambda: geojson(*[polygon(12, n % 9) for n in range(2_001)], numbers=("0301",) * 2_000 + ("0104",)),
        "deck",
    ),
    "a million properties": (
        lambda: (
            b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{'
            + b",".join([b'"k%d":"0301"' % n for n in range(1_000_000)])
            + b'},"geometry":null}]}'
        ),
        "empty-map",
    ),
    "coordinates that are not numbers": (lambda: geojson([[0, float("nan")], *GOOD], GOOD), "bad-geometry"),
    "coordinates without end": (lambda: geojson([[0, float("inf")], *GOOD], GOOD), "bad-geometry"),
    "a coordinate of 4 300 digits": (lambda: geojson(GOOD, GOOD).replace(b"309000.0", b"9" * 4_300), "bad-geometry"),
    "a coordinate of a million digits": (lambda: geojson(GOOD, GOOD).replace(b"309000.0", b"9" * 1_000_000), ""),
    "a coordinate of 1e308": (lambda: geojson([[1e308, -1e308], *GOOD], GOOD), "bad-geometry"),
    "coordinates that are texts": (lambda: geojson([["a", "b"], *GOOD], GOOD), "bad-geometry"),
    "coordinates that are true": (lambda: geojson([[True, False], [True, True], [False, True]], GOOD), ""),
    "100 000 brackets": (lambda: b"[" * 100_000 + b"]" * 100_000, "bad-geojson"),
    "50 million brackets": (lambda: b"[" * 50_000_000, "too-large"),
    "deep coordinates": (lambda: geojson(GOOD, GOOD).replace(b"[309000.0", b"[" * 5_000 + b"309000.0"), "bad-geojson"),
    "deep collections": (
        lambda: (
            geojson(GOOD, GOOD)[:-2]
            + b',{"type":"Feature","properties":{},"geometry":'
            + b'{"type":"GeometryCollection","geometries":[' * 400
            + b"]}" * 400
            + b"}]}"
        ),
        "deck",
    ),
    "100 MB of blanks": (lambda: b" " * 99_999_000 + b"{}", "bad-geojson"),
    "101 MB": (lambda: b" " * 101_000_000, "too-large"),
    "nothing": (lambda: b"", "bad-geojson"),
    "UTF-16": (lambda: geojson(GOOD).decode().encode("utf-16"), "not-text"),
    "all points the same": (lambda: geojson([[1.0, 1.0]] * 10, [[1.0, 1.0]] * 10), ""),
    "a line": (lambda: geojson([[0, 0], [1, 1], [2, 2]], [[0, 0], [1, 1], [3, 3]]), ""),
    "the whole Earth and a millimetre": (
        lambda: geojson([[-1e7, -1e7], [1e7, -1e7], [1e7, 1e7]], [[0, 0], [0.001, 0], [0, 0.001]]),
        "",
    ),
    "a name of 100 000 characters": (lambda: geojson(GOOD, GOOD).replace(b'"0301"', b'"' + b"a" * 100_000 + b'"'), ""),
    "control characters in names": (
        lambda: geojson([["a", "b"], *GOOD], GOOD).replace(b'"0301"', b'"0301", "name": "\\u001b[31m\\ud800"'),
        "bad-geometry",
    ),
}


def map_case(data: Bytes, code: str) -> Case:
    def make(folder: Path) -> list[str]:
        written(folder, "decks/data/m.csv", MEMBERS)
        written(folder, "decks/data/map.geojson", data())
        written(folder, "decks/prove.yaml", OUTLINE + MAP)
        return ["build", "decks/prove.yaml"]

    return Case(make, "" if code == "deck" else code, (0,) if code == "deck" else (1,) if code else (0, 1))


CASES = {f"map with {name}": map_case(*case) for name, case in MAPS.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_hostile_data_is_a_finding_or_a_deck_within_the_limits(name: str, tmp_path: Path) -> None:
    check(CASES[name], tmp_path)
