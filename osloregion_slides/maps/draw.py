"""Draws the default map: ``python -m osloregion_slides.maps.draw`` writes assets/maps/osloregionen.geojson.

The cells come from two tables: assets/maps/places.csv has a point inside each municipality and its
area (the members, their neighbours and points in the Oslofjord, EUREF89 UTM zone 33), and
decks/data/members.csv says who is a member and which number followed which.
"""

from __future__ import annotations

from osloregion_slides import resources
from osloregion_slides.maps.backdrop import PLACE as BACKDROP
from osloregion_slides.maps.backdrop import backdrop_text
from osloregion_slides.maps.diagram import Site, area, cells
from osloregion_slides.maps.label import label_point
from osloregion_slides.registry.load import load_registry
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from osloregion_slides.registry.values import Member

    Point = tuple[float, float]
    Ring = list[Point]

# Cells grow by about 12 km where nobody is, which closes the gaps between members.
REACH = 150e6
# Areas are drawn a little more alike than they are: as area to this power, 300 km² unchanged.
LIKENESS = 0.8
# Points closer than this fall together, so that no side is a splinter.
NEAR = 900.0
GRID = 100


class Place(Value):
    """A row of places.csv: metres east and north, square metres; water has no number."""

    number: str
    name: str
    east: float
    north: float
    area: float


def main() -> None:
    """Write the default map from the two tables, and the backdrop from the map."""
    text = default_map(resources.path("assets", "maps", "places.csv"), resources.path("decks", "data", "members.csv"))
    for place, content in ((("assets", "maps", "osloregionen.geojson"), text), (BACKDROP, backdrop_text(text))):
        with open(resources.path(*place), "w", encoding="utf-8", newline="\n") as file:
            file.write(content)


def default_map(places: str, members: str) -> str:
    """Return the map's GeoJSON text from the two tables' paths; a damaged table is a ValueError."""
    registry, findings = load_registry(members)
    if findings:
        raise ValueError("; ".join(map(str, findings)))
    sites = read_places(places)
    drawn = {member.number for member in registry.members}
    rings = _shared(cells([_site(place) for place in sites], REACH))
    features = [
        _feature(place, ring, _numbers(place.number, registry.members))
        for place, ring in zip(sites, rings)
        if place.number in drawn and place.number
    ]
    return _text(features)


def read_places(path: str) -> tuple[Place, ...]:
    """Read places.csv."""
    import csv

    with open(path, encoding="utf-8", newline="") as file:
        return tuple(
            [
                Place(row["number"], row["name"], float(row["east"]), float(row["north"]), float(row["area_km2"]) * 1e6)
                for row in csv.DictReader(file)
            ]
        )


def _site(place: Place) -> Site:
    return Site(place.east, place.north, place.area**LIKENESS * 300e6 ** (1 - LIKENESS), not place.number)


def _shared(rings: Sequence[Ring]) -> list[Ring]:
    """Return the rings on the grid, with points that are near each other made one."""
    corners: list[Point] = []
    shared = []
    for ring in rings:
        joined: Ring = []
        for x, y in ring:
            near = next((c for c in corners if abs(c[0] - x) < NEAR and abs(c[1] - y) < NEAR), None)
            if near is None:
                near = (float(round(x / GRID) * GRID), float(round(y / GRID) * GRID))
                corners.append(near)
            if near not in joined:
                joined.append(near)
        shared.append(joined)
    return shared


def _numbers(number: str, members: Sequence[Member]) -> list[str]:
    """Return the numbers that the place has had one after the other."""
    followed = {member.number: member.successor[:4] for member in members if member.successor}
    numbers = [number]
    while followed.get(numbers[-1]):
        numbers.append(followed[numbers[-1]])
    return numbers


def _feature(place: Place, ring: Ring, numbers: list[str]) -> dict[str, Any]:
    points = [[int(x), int(y)] for x, y in (ring if area(ring) > 0 else ring[::-1])]
    label = [round(value / GRID) * GRID for value in label_point([ring], 0.02)]
    return {
        "type": "Feature",
        "properties": {"number": place.number, "name": place.name, "numbers": numbers, "label": label},
        "geometry": {"type": "Polygon", "coordinates": [[*points, points[0]]]},
    }


def _text(features: list[dict[str, Any]]) -> str:
    import json

    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features]
    return '{"type":"FeatureCollection","crs":"EPSG:25833","features":[\n' + ",\n".join(lines) + "\n]}\n"


if __name__ == "__main__":
    main()
