"""Positions of shapes: inside the slide, apart from each other, connectors glued to existing shapes."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from tests.judges.read import A, Box, Item, P, Page, decorative, inherited, pages

POINT = 12_700
ELLIPSE = 0.5 - 0.5 / 2**0.5  # ECMA-376 Part 1, presetShapeDefinitions: an ellipse's text rectangle
TEXT_AREAS = {"ellipse": ELLIPSE, "flowChartConnector": ELLIPSE}


INSETS = (("l", 91_440), ("t", 45_720), ("r", 91_440), ("b", 45_720))  # ECMA-376 Part 1, 21.1.2.1.1


def off_slide(path: str) -> list[str]:
    """Nothing leaves the slide but what bleeds off an edge: partly on the slide, decorative or a disc with its text inside.

    Of a group its members are judged.
    """
    found = []
    for page in pages(path):
        area = Box(0, 0, page.width, page.height)
        found += [
            page.says(item, f"leaves the slide: {tuple(map(round, item.box))}")
            for item in page.items
            if item.box
            and item.kind != "grpSp"
            and not area.contains(item.box)
            and not (
                area.meets(item.box, 1)
                and (
                    any(decorative(one) for one in (item.element, *item.groups))
                    or (
                        _is_disc(item)
                        and _bleeds(item.box, area)
                        and (text := _area(item, page)) is not None
                        and area.contains(text)
                    )
                )
            )
        ]
    return found


def _is_disc(item: Item) -> bool:
    preset = item.element.find(f"{P}spPr/{A}prstGeom")
    return preset is not None and preset.get("prst") == "ellipse"


def _bleeds(box: Box, area: Box) -> bool:
    """Whether a shape leaves the slide so far that nobody takes it for a slip: a quarter of an inch."""
    over = (area.left - box.left, area.top - box.top, box.right - area.right, box.bottom - area.bottom)
    return all(each <= 0 or each >= 18 * POINT for each in over)


def overlaps(path: str) -> list[str]:
    """No two texts, tables or charts overlap, unless one shape lies wholly in the other."""
    found = []
    for page in pages(path):
        placed = [(item, item.box, area) for item in page.items if item.box and (area := _area(item, page))]
        for (one, box, area), (two, other_box, other_area) in combinations(placed, 2):
            if box.contains(other_box) or other_box.contains(box):
                continue
            if area.meets(other_area, POINT):
                found.append(page.says(one, f"overlaps {two.name!r}"))
    return found


def _area(item: Item, page: Page) -> Box | None:
    """Return the part of a shape that its text may take; a table or chart takes its box."""
    if item.kind == "graphicFrame":
        return item.box
    if item.kind != "sp" or not item.text.strip() or item.box is None:
        return None
    left, top, right, bottom = item.box
    preset = item.element.find(f"{P}spPr/{A}prstGeom")
    share = TEXT_AREAS.get(preset.get("prst"), 0.0) if preset is not None else 0.0
    wide, high = (right - left) * share, (bottom - top) * share
    insets = [
        _inset(item, page, name, default)
        for name, default in (("l", 91_440), ("t", 45_720), ("r", 91_440), ("b", 45_720))
    ]
    return Box(left + wide + insets[0], top + high + insets[1], right - wide - insets[2], bottom - high - insets[3])


def _inset(item: Item, page: Page, side: str, default: int) -> int:
    for shape in (item.element, *inherited(item.element, page.slide)):
        body = shape.find(f"{P}txBody/{A}bodyPr")
        if body is not None and body.get(f"{side}Ins") is not None:
            return int(body.get(f"{side}Ins"))
    return default


def connectors(path: str) -> list[str]:
    """Every connector is glued at both ends to shapes of its slide, and no shape id is used twice."""
    found = []
    for page in pages(path):
        ids = Counter(item.properties.get("id") for item in page.items)
        found += [f"slide {page.number}: shape id {id_} used {count} times" for id_, count in ids.items() if count > 1]
        for item in page.items:
            if item.kind != "cxnSp":
                continue
            glue = item.element[0].find(P + "cNvCxnSpPr")
            for end in ("stCxn", "endCxn"):
                target = glue.find(A + end) if glue is not None else None
                if target is None or target.get("id") not in ids:
                    found.append(page.says(item, f"{end} is glued to nothing"))
    return found


def empty_placeholders(path: str) -> list[str]:
    """No placeholder is left with its prompt."""
    return [
        page.says(item, "placeholder left empty")
        for page in pages(path)
        for item in page.items
        if item.placeholder is not None and item.kind == "sp" and not item.text.strip()
    ]
