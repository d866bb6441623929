"""The course of connectors: they end on what they are glued to and cross no text on the way."""

from __future__ import annotations

import math
from typing import Any

from tests.judges.read import A, Box, Item, P, Page, pages

Point = tuple[float, float]
MARGIN = 12_700
REACH = 25_400  # 2 pt: rounding of boxes, sites of rounded shapes


def crossings(path: str) -> list[str]:
    """No connector runs through the text of a shape that it does not join, and each ends at the shapes it joins."""
    found = []
    for page in pages(path):
        boxes = {item.properties.get("id"): item for item in page.items if item.box and item.kind != "cxnSp"}
        for item in page.items:
            if item.kind != "cxnSp" or item.box is None:
                continue
            course = points(item)
            joined = [boxes[end] for end in _ends(item) if end in boxes]
            for end, point in zip(joined, (course[0], course[-1])):
                if end.box and not _grown(end.box, REACH).contains(Box(*point, *point)):
                    found.append(page.says(item, f"does not reach {end.name!r}"))
            found += [
                page.says(item, f"crosses {other.name!r}")
                for other in _obstacles(page, joined)
                if other.box
                and any(_hits(one, two, _grown(other.box, -MARGIN)) for one, two in zip(course, course[1:]))
            ]
    return found


def _ends(item: Item) -> list[str]:
    glue = item.element[0].find(P + "cNvCxnSpPr")
    return [end.get("id") for name in ("stCxn", "endCxn") if (end := glue.find(A + name)) is not None]


def _obstacles(page: Page, joined: list[Item]) -> list[Item]:
    """Return shapes with text that are neither joined nor the ground that a joined shape stands on."""
    return [
        item
        for item in page.items
        if item.kind == "sp"
        and item.text.strip()
        and item.box
        and item not in joined
        and not any(end.box and (item.box.contains(end.box) or end.box.contains(item.box)) for end in joined)
    ]


def points(item: Item) -> list[Point]:
    """Return the corners of a connector in slide coordinates, start to end."""
    assert item.box
    frame = item.element.find(f"{P}spPr/{A}xfrm")
    turn = math.radians(int(frame.get("rot", "0")) / 60_000)
    middle = ((item.box.left + item.box.right) / 2, (item.box.top + item.box.bottom) / 2)
    wide, high = item.box.right - item.box.left, item.box.bottom - item.box.top
    if round(math.cos(turn)) == 0:
        wide, high = high, wide
    local = _local(item.element.find(f"{P}spPr/{A}prstGeom"))
    placed = []
    for x, y in local:
        dx = (x - 0.5) * wide * (-1 if frame.get("flipH") in ("1", "true") else 1)
        dy = (y - 0.5) * high * (-1 if frame.get("flipV") in ("1", "true") else 1)
        placed.append(
            (
                middle[0] + dx * math.cos(turn) - dy * math.sin(turn),
                middle[1] + dx * math.sin(turn) + dy * math.cos(turn),
            )
        )
    return placed


def _local(geometry: Any) -> list[Point]:
    """Return the corners in the unit square (ECMA-376 Part 1, presetShapeDefinitions)."""
    preset = geometry.get("prst")
    if preset == "bentConnector2":
        return [(0, 0), (1, 0), (1, 1)]
    if preset == "bentConnector3":
        guide = geometry.find(f"{A}avLst/{A}gd")
        bend = int(guide.get("fmla").split()[1]) / 100_000 if guide is not None else 0.5
        return [(0, 0), (bend, 0), (bend, 1), (1, 1)]
    return [(0, 0), (1, 1)]


def _grown(box: Box, by: float) -> Box:
    return Box(box.left - by, box.top - by, box.right + by, box.bottom + by)


def _meets(course: list[Point], box: Box) -> bool:
    return any(_hits(one, two, box) for one, two in zip(course, course[1:]))


def _hits(one: Point, two: Point, box: Box) -> bool:
    """Whether a segment meets a rectangle (Liang and Barsky, 1984)."""
    enter, leave = 0.0, 1.0
    (ax, ay), (bx, by) = one, two
    for delta, low, high in ((bx - ax, box.left - ax, box.right - ax), (by - ay, box.top - ay, box.bottom - ay)):
        if delta == 0:
            if low > 0 or high < 0:
                return False
            continue
        near, far = sorted((low / delta, high / delta))
        enter, leave = max(enter, near), min(leave, far)
    return enter < leave
