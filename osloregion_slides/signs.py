"""Named line signs as data: drawings on a grid of 1200 units, by name.

assets/signs/signs.json has them as SVG paths of relative integers (m, l, c, z): 27 of this project, and signs of Lucide
(ISC) under its names. The file is read when the first sign is drawn.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from osloregion_slides.base import resources
from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.patterns import late

if TYPE_CHECKING:
    from osloregion_slides.scene import Step

GRID = 1_200
"""The side of a sign, in its own units; Lucide's grid of 24 in fiftieths."""
MAX_FILE = 1_000_000
_STEPS = late(r"([mlcz])([^mlcz]*)")
_NUMBERS = late(r"-?\d+")


@lru_cache(maxsize=1)
def _signs() -> dict[str, str]:
    import json

    found: dict[str, str] = json.loads(read_bytes(resources.path("assets", "signs", "signs.json"), MAX_FILE))
    return found


def names() -> tuple[str, ...]:
    """Return the names of all signs."""
    return tuple(_signs())


@lru_cache(maxsize=512)
def steps(name: str) -> tuple[Step, ...]:
    """Return the steps of a sign (``scene.Freeform``), absolute; KeyError for an unknown name."""
    made: list[Step] = []
    x = y = left = top = 0
    for letter, written in _STEPS.findall(_signs()[name]):
        numbers = [int(number) for number in _NUMBERS.findall(written)]
        points = [number + (y if index % 2 else x) for index, number in enumerate(numbers)]
        x, y = points[-2:] if points else (left, top)
        if letter == "m":
            left, top = x, y
        made.append((letter.upper(), *points))
    return tuple(made)
