"""Small maps and measures for the tests of this room."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.base import resources
from osloregion_slides.registry.load import load_registry
from osloregion_slides.registry.values import Member

Point = tuple[float, float]
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "geo" / "members_2008_utm33.geojson"
DEFAULT = resources.path("assets", "maps", "osloregionen.geojson")


def real_borders() -> Path:
    if not REAL.exists():
        pytest.skip("the real borders (../shared/data/geo) are not beside this repository")
    return REAL


def members(date: str = "2008-01-01") -> tuple[Member, ...]:
    registry, _ = load_registry(resources.path("decks", "data", "members.csv"))
    return registry.as_of(date).members


def member(number: str, name: str = "") -> Member:
    return Member(name or number, number, "", "", (), "", "", "", "confirmed", "municipality")


def square(x: float, y: float, side: float = 1000.0) -> list[list[list[float]]]:
    return [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]]


def feature(coordinates: Any, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write(folder: Path, *features: Any, **more: Any) -> str:
    path = folder / "map.geojson"
    document = {"type": "FeatureCollection", **more, "features": list(features)}
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


def sides(rings: Iterable[Sequence[Point]]) -> Counter[frozenset[Point]]:
    """Return how many rings run along each side."""
    return Counter(frozenset(side) for ring in rings for side in zip(ring, [*ring[1:], ring[0]]))


def size(rings: Iterable[Sequence[Point]]) -> float:
    """Return the area of disjoint rings."""
    return sum(
        abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]]))) / 2 for ring in rings
    )
