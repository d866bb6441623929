"""The path of a custom geometry (ECMA-376 Part 1, 20.1.9.8) as an SVG path."""

from __future__ import annotations

import math

from osloregion_slides.ooxml.names import A
from osloregion_slides.pptx.xml import Xml
from osloregion_slides.see.lengths import number
from osloregion_slides.units import EMU_PER_PT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.scene import Box

    Point = tuple[float, float]

_LETTERS = {"moveTo": "M", "lnTo": "L", "cubicBezTo": "C", "quadBezTo": "Q"}
_ANGLE = 60_000


def custom_path(geometry: Element, box: Box) -> Xml:
    """Return the path of an ``a:custGeom`` stretched over its box.

    A path whose points are guides' names is left out: only numbers are read.
    """
    drawn: list[Xml] = []
    for path in geometry.iter(f"{{{A}}}path"):
        try:
            drawn.append(_Pen(path, box).path())
        except (TypeError, ValueError):
            continue
    return "".join(drawn)


class _Pen:
    """One path: where it stands (its own units), and how its units become points of the slide."""

    def __init__(self, path: Element, box: Box) -> None:
        self.commands = path
        self.box = box
        self.sx = box.w / (int(path.get("w", 0)) or box.w or 1)
        self.sy = box.h / (int(path.get("h", 0)) or box.h or 1)
        self.at: Point = (0.0, 0.0)

    def path(self) -> Xml:
        return "".join([self.step(command) for command in self.commands])

    def step(self, command: Element) -> Xml:
        name = command.tag.rpartition("}")[2]
        if name == "close":
            return "Z"
        if name == "arcTo":
            return self.arc(*[int(command.get(key)) for key in ("wR", "hR", "stAng", "swAng")])
        points = [(float(int(point.get("x"))), float(int(point.get("y")))) for point in command]
        self.at = points[-1]
        return _LETTERS[name] + " ".join([self.place(point) for point in points])

    def place(self, point: Point) -> Xml:
        x, y = self.box.x + point[0] * self.sx, self.box.y + point[1] * self.sy
        return f"{number(x / EMU_PER_PT)} {number(y / EMU_PER_PT)}"

    def arc(self, wide: int, high: int, start: int, sweep: int) -> Xml:
        """Return an arc of an ellipse, in halves so that a whole turn is drawn too."""
        drawn: list[Xml] = []
        first, turn = math.radians(start / _ANGLE), math.radians(sweep / _ANGLE)
        middle = (self.at[0] - wide * math.cos(first), self.at[1] - high * math.sin(first))
        radii = f"{number(wide * self.sx / EMU_PER_PT)} {number(high * self.sy / EMU_PER_PT)}"
        for share in (0.5, 1.0):
            angle = first + turn * share
            self.at = (middle[0] + wide * math.cos(angle), middle[1] + high * math.sin(angle))
            drawn.append(f"A{radii} 0 {int(abs(turn) > 2 * math.pi)} {int(sweep > 0)} {self.place(self.at)}")
        return "".join(drawn)
