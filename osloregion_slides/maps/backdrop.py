"""The default map as decoration: its cells without names, on a small grid, ready to be scaled.

``maps.draw`` makes assets/maps/backdrop.json from the default map. Reading it takes 0.1 ms; reading,
matching and placing the map itself 2 ms, which a cover need not pay.
"""

from __future__ import annotations

from osloregion_slides.base import resources
from osloregion_slides.base.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Grid = tuple[tuple[int, int], ...]

PLACE = ("assets", "maps", "backdrop.json")
STEP = 200
"""Metres a step of the grid."""


class Backdrop(Record):
    """Cells on a grid of ``width`` × ``height`` steps, y down."""

    width: int
    height: int
    cells: tuple[Grid, ...]

    def scaled(self, width: int, height: int, unit: int) -> Backdrop:
        """Return it as large as fits into ``width`` × ``height`` EMU, on a grid of ``unit`` EMU."""
        factor = min(width / self.width, height / self.height) / unit
        cells = tuple([tuple([(round(x * factor), round(y * factor)) for x, y in cell]) for cell in self.cells])
        return Backdrop(round(self.width * factor), round(self.height * factor), cells)


def read_backdrop() -> Backdrop:
    """Return the backdrop that comes with the package."""
    import json

    with open(resources.path(*PLACE), encoding="utf-8") as file:
        found = json.load(file)
    cells = [tuple(zip(flat[::2], flat[1::2])) for flat in found["cells"]]
    return Backdrop(found["width"], found["height"], tuple(cells))


def backdrop_text(geojson: str) -> str:
    """Return the JSON of a backdrop from the text of the default map: one ring a cell, y down."""
    import json

    features: list[Any] = json.loads(geojson)["features"]
    rings = [feature["geometry"]["coordinates"][0][:-1] for feature in features]
    left = min(x for ring in rings for x, _ in ring)
    top = max(y for ring in rings for _, y in ring)
    cells = [[round(c / STEP) for x, y in ring for c in (x - left, top - y)] for ring in rings]
    width, height = (max(max(cell[n::2]) for cell in cells) for n in (0, 1))
    return json.dumps({"width": width, "height": height, "cells": cells}, separators=(",", ":")) + "\n"
