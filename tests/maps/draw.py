"""Draws the default map: ``python -m tests.maps.draw`` writes assets/maps/osloregionen.geojson.

The cells come from two tables: assets/maps/places.csv has a point inside each municipality and its
area (the members, their neighbours and points in the Oslofjord, EUREF89 UTM zone 33), and
decks/data/members.csv says who is a member and which number followed which.
"""

from __future__ import annotations

from math import atan2, cos, hypot, pi, radians, sin, sqrt
from typing import TYPE_CHECKING

from osloregion_slides.base import resources
from osloregion_slides.base.record import Record
from osloregion_slides.maps.place import label_point
from osloregion_slides.registry.load import load_registry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from osloregion_slides.registry.values import Member

    Point = tuple[float, float]
    Ring = list[Point]


# A power diagram: cells around centres, cut by each centre's own circle.
#
# A point belongs to the centre with the least power, distance² − weight (F. Aurenhammer, "Power
# diagrams", SIAM J. Comput. 16, 1987), and to nobody where that is above ``dependencies``. With one reach for
# all, two circles meet on the border between their cells, so neighbours share their points.

ROUNDS = 80
# How far the weights follow an area that is too small or too large, and the centres their cell's middle.
STEP = 0.5
PULL = 0.9
CORNER = radians(24)


class Site(Record):
    """A centre and the area its cell aims at, in metres; a held one stays where it is (water)."""

    x: float
    y: float
    area: float
    held: bool = False

    @property
    def most(self) -> float:
        """The largest weight: a municipality's circle may have three times its area, water keeps its place."""
        return self.area / pi * (30 if self.held else 3)


def cells(sites: Sequence[Site], dependencies: float) -> list[Ring]:
    """Return a convex ring a site (counter-clockwise, metres), empty where its neighbours leave it nothing.

    Weights are sought so that the cells have their areas when nothing reaches beyond its own circle;
    then every circle grows by ``dependencies`` (m²), which closes the gaps inside and rounds the rim.
    """
    centres = [(site.x, site.y) for site in sites]
    weights = [site.area / pi for site in sites]
    for turn in range(ROUNDS):
        rings = _rings(centres, weights, 0.0, CORNER / 2)
        if turn % 4 == 3 and turn < ROUNDS - 12:
            centres = [_pulled(site, ring) for site, ring in zip(sites, rings)]
        weights = [
            min(weight + STEP * (site.area - area(ring)) / pi, site.most)
            for site, ring, weight in zip(sites, rings, weights)
        ]
    return _rings(centres, weights, dependencies, CORNER)


def area(ring: Sequence[Point]) -> float:
    """Return the signed area in square metres, positive for a counter-clockwise ring."""
    return sum([ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, [*ring[1:], *ring[:1]])]) / 2


def _pulled(site: Site, ring: Ring) -> Point:
    if site.held or not ring:
        return site.x, site.y
    x, y = _centroid(ring)
    return site.x + PULL * (x - site.x), site.y + PULL * (y - site.y)


def _centroid(ring: Ring) -> Point:
    x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
        cross = ax * by - bx * ay
        x += (ax + bx) * cross
        y += (ay + by) * cross
    sixfold = 6 * area(ring)
    return x / sixfold, y / sixfold


def _rings(centres: list[Point], weights: list[float], dependencies: float, corner: float) -> list[Ring]:
    radii = [sqrt(max(weight + dependencies, 1e4)) for weight in weights]
    rings = []
    for index, (x, y) in enumerate(centres):
        radius = radii[index]
        ring = [(x - radius, y - radius), (x + radius, y - radius), (x + radius, y + radius), (x - radius, y + radius)]
        for other, (ox, oy) in enumerate(centres):
            apart = hypot(ox - x, oy - y)
            if other == index or apart >= radius + radii[other]:
                continue
            # The border stands across the line between the centres, this far from ours.
            away = (apart * apart + weights[index] - weights[other]) / (2 * apart)
            ring = _clipped(ring, (ox - x) / apart, (oy - y) / apart, away, (x, y))
        rings.append(_rounded(ring, x, y, radius, corner) if ring else [])
    return rings


def _clipped(ring: Ring, nx: float, ny: float, away: float, centre: Point) -> Ring:
    """Return the part of a convex ring within ``away`` of the centre in direction (nx, ny)."""
    depths = [(x - centre[0]) * nx + (y - centre[1]) * ny - away for x, y in ring]
    kept = []
    for index, depth in enumerate(depths):
        (px, py), (qx, qy), onward = ring[index], ring[index + 1 - len(ring)], depths[index + 1 - len(ring)]
        if depth <= 0:
            kept.append((px, py))
        if depth * onward < 0:
            share = depth / (depth - onward)
            kept.append((px + share * (qx - px), py + share * (qy - py)))
    return kept


def _rounded(ring: Ring, x: float, y: float, radius: float, corner: float) -> Ring:
    """Return the part of a convex ring inside the circle, its arcs as sides of about ``corner`` radians."""
    stays: list[tuple[Point, bool]] = []
    for (px, py), (qx, qy) in zip(ring, ring[1:] + ring[:1]):
        dx, dy, fx, fy = qx - px, qy - py, px - x, py - y
        if fx * fx + fy * fy <= radius * radius:
            stays.append(((px, py), False))
        square, along = dx * dx + dy * dy, fx * dx + fy * dy
        root = along * along - square * (fx * fx + fy * fy - radius * radius)
        if square and root > 0:
            for share, leaves in ((-along - sqrt(root)) / square, False), ((-along + sqrt(root)) / square, True):
                if 0 < share < 1:
                    stays.append(((px + share * dx, py + share * dy), leaves))
    if not stays:
        return _arc(x, y, radius, 0.0, 2 * pi, round(2 * pi / corner))
    rounded: Ring = []
    for index, (point, leaves) in enumerate(stays):
        rounded.append(point)
        if leaves:
            start = atan2(point[1] - y, point[0] - x)
            end = atan2(stays[index + 1 - len(stays)][0][1] - y, stays[index + 1 - len(stays)][0][0] - x)
            turn = (end - start) % (2 * pi)
            rounded += _arc(x, y, radius, start, turn, max(1, round(turn / corner)))[1:]
    return rounded


def _arc(x: float, y: float, radius: float, start: float, turn: float, sides: int) -> Ring:
    angles = [start + turn * side / sides for side in range(sides)]
    return [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]


BACKDROP = ("assets", "maps", "backdrop.json")
STEP_OF_BACKDROP = 200
"""Metres a step of the backdrop's grid."""
# Cells grow by about 12 km where nobody is, which closes the gaps between members.
REACH = 150e6
# Areas are drawn a little more alike than they are: as area to this power, 300 km² unchanged.
LIKENESS = 0.8
# Points closer than this fall together, so that no side is a splinter.
NEAR = 900.0
GRID = 100


class Place(Record):
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


DRAWN = "2008-01-01"
"""The date of the presentation: those who joined later have no cell, and slides name them."""


def default_map(places: str, members: str) -> str:
    """Return the map's GeoJSON text from the two tables' paths; a damaged table is a ValueError."""
    registry, findings = load_registry(members)
    if findings:
        raise ValueError("; ".join(map(str, findings)))
    sites = read_places(places)
    drawn = {member.number for member in registry.as_of(DRAWN).members}
    rings = _shared(cells([_site(place) for place in sites], REACH))
    features = [
        _feature(place, ring, _numbers(place.number, registry.members))
        for place, ring in zip(sites, rings)
        if place.number in drawn and place.number
    ]
    return _text(features)


def backdrop_text(geojson: str) -> str:
    """Return the JSON of a backdrop from the text of the default map: one ring a cell, y down, and whose it is."""
    import json

    features: list[Any] = json.loads(geojson)["features"]
    rings = [feature["geometry"]["coordinates"][0][:-1] for feature in features]
    left = min(x for ring in rings for x, _ in ring)
    top = max(y for ring in rings for _, y in ring)
    cells = [[round(c / STEP_OF_BACKDROP) for x, y in ring for c in (x - left, top - y)] for ring in rings]
    width, height = (max(max(cell[n::2]) for cell in cells) for n in (0, 1))
    numbers = [feature["properties"]["numbers"] for feature in features]
    found = {"width": width, "height": height, "cells": cells, "numbers": numbers}
    return json.dumps(found, separators=(",", ":")) + "\n"


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
