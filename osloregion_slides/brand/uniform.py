"""The part of an area that background picture, master and layout leave in one colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.brand.contrast import ratio
from osloregion_slides.ooxml.background import SHAPES, coverage, filled, fixed_shapes, ground_with, leaves
from osloregion_slides.ooxml.colour import fill_of
from osloregion_slides.ooxml.geometry import angle_of
from osloregion_slides.ooxml.names import A, P, local

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any as Element

    from osloregion_slides.brand.slots import Sheet
    from osloregion_slides.ooxml.transforms import Rgb
    from osloregion_slides.scene import Box

    Cells = list[Rgb | None]
    Area = tuple[float, float, float, float]

SIDE, EDGE, _MOSTLY = 64, 1.2, 0.6
"""Cells of a slide each way; backgrounds with less contrast look the same; the least share of an area in one colour."""


def painted_cells(sheet: Sheet, picture: Sequence[Rgb]) -> Cells:
    """Return the colour of each cell of a slide, row by row, with the shapes of layout and master; None if unknown."""
    cells: Cells = list(picture) or [sheet.scheme.known["bg1"]] * SIDE**2
    for top in fixed_shapes(sheet.layout, sheet.master):
        for shape, box in leaves(top):
            if box is not None and local(shape) in SHAPES:
                _paint(cells, shape, box, sheet)
    return cells


def _paint(cells: Cells, shape: Element, box: Box, sheet: Sheet) -> None:
    """Paint the cells whose centre a shape covers, or which the outline of a freeform crosses."""
    wide, high, place = sheet.width / SIDE, sheet.height / SIDE, box.turned(angle_of(shape))
    fill, words = fill_of(shape.find(f"{{{P}}}spPr")), any([text.text for text in shape.iter(f"{{{A}}}t")])
    if fill is not None and local(fill) == "noFill" and not words:
        return
    outline = {(int(x / wide), int(y / high)) for x, y in _outline(shape, box, min(wide, high) / 2)}
    made: dict[Rgb | None, Rgb | None] = {}
    is_covered = coverage(shape, box)
    for row in range(max(0, int(place.y / high)), min(SIDE, int(place.bottom / high) + 1)):
        for column in range(max(0, int(place.x / wide)), min(SIDE, int(place.right / wide) + 1)):
            at, cell = ((column + 0.5) * wide, (row + 0.5) * high), row * SIDE + column
            if (column, row) not in outline and not is_covered(at):
                continue
            below = cells[cell]
            if below not in made:
                ground, known = (below,) if below is not None else (), sheet.scheme.known
                found = (
                    filled(fill, known, ground) if fill is not None else ground_with(shape, (), box, at, known, ground)
                )
                made[below] = found[0] if found and not words else None
            cells[cell] = made[below]


def _outline(shape: Element, box: Box, step: float) -> Iterator[tuple[float, float]]:
    """Yield points along the outline of a freeform, at most a step apart; curves are taken as polygons."""
    for path in shape.iterfind(f"{{{P}}}spPr/{{{A}}}custGeom/{{{A}}}pathLst/{{{A}}}path"):
        last = None
        for point in path.iter(f"{{{A}}}pt"):
            try:
                x = box.x + int(point.get("x", "")) * box.w / max(1, int(path.get("w", "1")))
                y = box.y + int(point.get("y", "")) * box.h / max(1, int(path.get("h", "1")))
            except ValueError:  # guides instead of numbers
                return
            begins = last is None or local(point.getparent()) == "moveTo"
            start = (x, y) if begins or last is None else last
            count = min(SIDE * 4, 1 + int(max(abs(x - start[0]), abs(y - start[1])) / step))
            for part in range(1, count + 1):
                yield start[0] + (x - start[0]) * part / count, start[1] + (y - start[1]) * part / count
            last = x, y


def uniform_area(cells: Cells, area: Area) -> Area | None:
    """Return the largest rectangle of one colour in an area (left, top, right, bottom as shares of the slide), None
    where it covers less than 60 % of the area. Decoration along an edge or in a corner is then outside.
    """
    left, top, right, bottom = [min(max(round(edge * SIDE), 0), SIDE) for edge in area]
    rows = [cells[row * SIDE + left : row * SIDE + right] for row in range(top, bottom)]
    inside = [one for row in rows for one in row]
    ground = max([one for one in inside if one is not None], key=inside.count, default=None)
    if ground is None:
        return None
    like = {one: one is not None and ratio(one, ground) < EDGE for one in set(inside)}
    best, heights = (0, 0, 0, 0, 0), [0] * (right - left)
    for down, row in enumerate(rows, 1):
        heights = [high + 1 if like[one] else 0 for high, one in zip(heights, row)]
        for start in range(len(heights)):
            high = heights[start]
            for end in range(start, len(heights)):
                high = min(high, heights[end])
                if not high:
                    break
                best = max(best, ((end + 1 - start) * high, start, down - high, end + 1, down))
    size, *edges = best
    if size < _MOSTLY * len(inside):
        return None
    shares = [(origin + edge) / SIDE for origin, edge in zip((left, top) * 2, edges)]
    return shares[0], shares[1], shares[2], shares[3]
