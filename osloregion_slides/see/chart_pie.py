"""Pies as SVG: slices clockwise from the top, named and counted outside."""

from __future__ import annotations

import math

from osloregion_slides.pptx.xml import Xml
from osloregion_slides.scene import Colour, Stroke
from osloregion_slides.see.canvas import number
from osloregion_slides.see.chart_numbers import formatted
from osloregion_slides.see.chart_plot import LEGEND, label, legend
from osloregion_slides.units import EMU_PER_PT, Pt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.scene import Align, Chart
    from osloregion_slides.see.canvas import Canvas

_ACCENTS = 6
_EDGE = Stroke(Colour("bg1"), Pt(1.5))


def slice_colour(place: int) -> Colour:
    """Return the colour of a slice: the accents in turn, then their lighter kin, as in the chart part."""
    light = place // _ACCENTS % 2
    slot = f"accent{place % _ACCENTS + 1}"
    return Colour(slot, 60, 40) if light else Colour(slot)  # type: ignore[arg-type]  # accent1 to accent6


def pie(canvas: Canvas, item: Chart) -> Xml:
    """Return the slices of the first series; nothing where it has no values above nought."""
    values = [max(value or 0.0, 0.0) for value in item.series[0].values] if item.series else []
    total = sum(values)
    if not total:
        return ""
    line = item.size * 1.2
    x, y, w, h = [side / EMU_PER_PT for side in (item.box.x, item.box.y, item.box.w, item.box.h)]
    foot = line * LEGEND if item.legend else 0.0
    lines = 1 if item.legend else 2
    radius = max(1.0, min(w / 2, (h - foot) / 2) - line * (lines + 0.3))
    middle = (x + w / 2, y + (h - foot) / 2)
    drawn: list[Xml] = []
    turn = 0.0
    for place, value in enumerate(values):
        end = turn + value / total
        if value:
            look = f"{canvas.ink.fill(slice_colour(place))}{canvas.ink.stroke(_EDGE)}"
            drawn.append(f'<path d="{_slice(middle, radius, turn, end)}"{look}/>')
            drawn.append(_named(canvas, item, place, middle, radius, (turn + end) / 2))
        turn = end
    names = [(name, slice_colour(place)) for place, name in enumerate(item.categories)]
    return "".join(drawn) + (legend(canvas, item, names) if item.legend else "")


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
    line = item.size * 1.2
    high = line * (1 if item.legend else 2)
    x, y = _at(middle, radius + 5, turn)
    side = math.sin(turn * 2 * math.pi)
    align: Align = "ctr" if abs(side) < 0.25 else "l" if side > 0 else "r"
    left = {"l": x, "ctr": x - 150, "r": x - 300}[align]
    top = y - high / 2 - math.cos(turn * 2 * math.pi) * high / 2
    return label(canvas, item, words, (left, top, 300, high), align, "ctr")
