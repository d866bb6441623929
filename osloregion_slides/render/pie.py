"""Pies as SVG: slices clockwise from the top, named and counted outside."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from osloregion_slides.base.units import EMU_PER_PT, Pt
from osloregion_slides.chart_types import HOLE, kind_of
from osloregion_slides.pptx.chart import fill_of_slice
from osloregion_slides.render.canvas import Canvas, number
from osloregion_slides.render.chart_texts import LEGEND, formatted, label, legend, width
from osloregion_slides.scene import Stroke

if TYPE_CHECKING:
    from osloregion_slides.pptx.xml import Xml
    from osloregion_slides.scene import Align, Chart


def pie(canvas: Canvas, item: Chart) -> Xml:
    """Return the slices of the first series; nothing where it has no values above nought."""
    values = [max(value or 0.0, 0.0) for value in item.series[0].values] if item.series else []
    total = sum(values)
    if not total:
        return ""
    line = item.size * 1.2
    x, y, w, h = [side / EMU_PER_PT for side in (item.box.x, item.box.y, item.box.w, item.box.h)]
    head = line * LEGEND if item.legend else 0.0
    lines, ring = 1 if item.legend else 2, kind_of(item).plot == "doughnut"
    radius = max(1.0, min(w / 2, (h - head) / 2) - line * (0.3 if ring else lines + 0.3))
    middle, edge = (x + w / 2, y + head + (h - head) / 2), Stroke(item.style.ground, Pt(1.5))
    drawn: list[Xml] = []
    turn = 0.0
    for place, value in enumerate(values):
        end = turn + value / total
        if value:
            look = f"{canvas.ink.fill(fill_of_slice(item, place))}{canvas.ink.stroke(edge)}"
            drawn.append(f'<path d="{_slice(middle, radius, turn, end)}"{look}/>')
            if not ring:
                drawn.append(_named(canvas, item, place, middle, radius, (turn + end) / 2))
        turn = end
    drawn += _ring(canvas, item, values, middle, radius) if ring else []
    names = [(name, fill_of_slice(item, place)) for place, name in enumerate(item.categories)]
    return "".join(drawn) + (legend(canvas, item, names, [""] * len(names)) if item.legend else "")


def _ring(canvas: Canvas, item: Chart, values: list[float], middle: tuple[float, float], radius: float) -> list[Xml]:
    """Return the hole of a doughnut, and the values in its ring on a ground of the background's colour."""
    share, paper = HOLE / 100, canvas.ink.fill(item.style.ground)
    x, y = [number(side) for side in middle]
    drawn = [f'<circle cx="{x}" cy="{y}" r="{number(radius * share)}"{paper}/>']
    turn, line = 0.0, item.value_size * 1.2
    for value in values:
        half = value / sum(values) / 2
        if value and item.series[0].labels == "all":
            words = formatted(value, item.format_of(0), item.language)
            at, wide = (
                _at(middle, radius * (1 + share) / 2, turn + half),
                width(canvas, item, words, item.value_size) + 6,
            )
            box = (at[0] - wide / 2, at[1] - line / 2, wide, line)
            sides = " ".join([f'{name}="{number(side)}"' for name, side in zip(("x", "y", "width", "height"), box)])
            drawn.append(
                f"<rect {sides}{paper}/>{label(canvas, item, words, box, 'ctr', 'ctr', None, item.value_size)}"
            )
        turn += 2 * half
    return drawn


def _slice(middle: tuple[float, float], radius: float, start: float, end: float) -> Xml:
    """Return a slice between two shares of the turn; a whole one is a circle in two halves."""
    cx, cy = middle
    if end - start > 0.999_999:
        r, up, down = number(radius), number(cy - radius), number(cy + radius)
        return f"M{number(cx)} {up}A{r} {r} 0 1 1 {number(cx)} {down}A{r} {r} 0 1 1 {number(cx)} {up}Z"
    (x1, y1), (x2, y2) = _at(middle, radius, start), _at(middle, radius, end)
    large = int(end - start > 0.5)
    r = number(radius)
    there = f"{number(x2)} {number(y2)}"
    return f"M{number(cx)} {number(cy)}L{number(x1)} {number(y1)}A{r} {r} 0 {large} 1 {there}Z"


def _at(middle: tuple[float, float], radius: float, turn: float) -> tuple[float, float]:
    angle = turn * 2 * math.pi
    return middle[0] + radius * math.sin(angle), middle[1] - radius * math.cos(angle)


def _named(canvas: Canvas, item: Chart, place: int, middle: tuple[float, float], radius: float, turn: float) -> Xml:
    """Return the value of a slice, under its name where there is no legend, beside its outer edge."""
    value = item.series[0].values[place] or 0.0
    words = formatted(value, item.format_of(0), item.language)
    if not item.legend:
        words = f"{item.categories[place]}\n{words}"
    line = item.value_size * 1.2
    high = line * (1 if item.legend else 2)
    x, y = _at(middle, radius + 5, turn)
    side = math.sin(turn * 2 * math.pi)
    align: Align = "ctr" if abs(side) < 0.25 else "l" if side > 0 else "r"
    left = {"l": x, "ctr": x - 150, "r": x - 300}[align]
    top = y - high / 2 - math.cos(turn * 2 * math.pi) * high / 2
    return label(canvas, item, words, (left, top, 300, high), align, "ctr", None, item.value_size)
