"""Generated municipal borders: rings of many points, and maps of them."""

from __future__ import annotations

import json


def polygon(points: int, seed: int = 0) -> list[list[float]]:
    """A ring that wobbles, in metres."""
    from math import cos, pi, sin

    ring = [
        [
            round(300_000 + seed * 40_000 + (9_000 + n * 7919 % 900) * cos(2 * pi * n / points), 1),
            round(6_600_000 + (9_000 + n * 7919 % 900) * sin(2 * pi * n / points), 1),
        ]
        for n in range(points)
    ]
    return [*ring, ring[0]]


def island(number: int) -> list[list[float]]:
    """A ring of ten points, 40 m wide, somewhere in 20 km."""
    x, y = number * 7919 % 20_000, number * 104_729 % 20_000
    return [[a / 450 - 666.6 + 300_000 + x, b / 450 - 14_666.6 + 6_600_000 + y] for a, b in polygon(10)]


def star(rays: int, seed: int = 0) -> list[list[float]]:
    """A ring that comes back to its middle again and again."""
    ring: list[list[float]] = []
    for n in range(rays):
        ring += [[300_000.0, 6_600_000.0], [300_001.0 + n + seed / 3, 6_600_009.0], [300_002.0 + n, 6_609_000.0 + seed]]
    return ring


def coast(points: int, seed: int = 0, unit: float = 1.0) -> list[list[float]]:
    """A ring of steps to and fro, as borders are drawn: 20 km wide; ``unit`` makes degrees of metres."""
    from math import cos, pi, sin

    ring = []
    for n in range(points):
        radius = 9_000 + 600 * sin(n / 7_000) + n * 7919 % 70 / 100
        x, y = (
            300_000 + seed * 19_000 + radius * cos(2 * pi * n / points),
            6_600_000 + radius * sin(2 * pi * n / points),
        )
        ring.append([round(x / unit, 7), round(y / unit, 7)])
    return [*ring, ring[0]]


def geojson(*rings: object, numbers: tuple[str, ...] = ("0301", "0104")) -> bytes:
    features = [
        {"type": "Feature", "properties": {"number": number}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for number, ring in zip(numbers, rings)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()
