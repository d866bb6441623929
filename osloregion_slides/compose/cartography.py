"""The areas of the members as the kinds draw them: read once a deck, placed where a slide wants them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from osloregion_slides.base import resources
from osloregion_slides.base.findings import finding
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.compose.page import above_texts
from osloregion_slides.scene import Box, Freeform, Group, Stroke

if TYPE_CHECKING:
    from typing import Any

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.maps.place import Area
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.registry.values import MemberList
    from osloregion_slides.scene import Colour, Item, Slide

    Tints = tuple[Colour, ...]
    Ring = tuple[tuple[int, int], ...]


UNIT = 6_350
"""EMU a step of a decoration's grid: half a point."""
DEFAULT_MAP = ("assets", "maps", "osloregionen.geojson")
BACKDROP = ("assets", "maps", "backdrop.json")
"""The cells of the default map without their names: 0.1 ms to read, the map itself 2 ms."""


def member_areas(context: ComposeContext, path: str) -> tuple[tuple[Area, ...], str]:
    """Return the members' areas from a GeoJSON file ("": the tool's own map), and the attribution it asks for."""
    members = context.members.municipalities
    if path not in context.areas:
        own = resources.path(*DEFAULT_MAP)
        from osloregion_slides.maps.load import load_areas

        areas, attribution, findings = load_areas(path or own, members)
        # who joins tomorrow is not on the tool's own map: the slide says so, and the rest of the deck can be made
        if not path or os.path.realpath(path) == os.path.realpath(own):
            findings = tuple(map(_on_own_map, findings))
        if not areas and members:  # the slide says so, once
            findings = tuple([found for found in findings if found.code not in ("missing-area", "undrawn-member")])
        context.areas[path] = areas, attribution, findings
    areas, attribution, findings = context.areas[path]
    context.findings += (
        findings  # by each map, so that any can be remembered without the others; reported once in the end
    )
    return areas, attribution


def _on_own_map(found: Finding) -> Finding:
    keys = {"missing-area": "undrawn-member", "ambiguous-area": "undrawn-member.ambiguous"}
    values: dict[str, Any] = dict(found.values)
    return finding(keys[found.code], found.at, **values) if found.code in keys else found


def with_backdrop(
    slide: Slide, left: Emu, margins: tuple[Emu, Emu], tints: Tints, layout: Layout, context: ComposeContext
) -> Slide:
    """Return a slide with the map as decoration from ``left`` on, one freeform a tint, where 30 % of the width is free.

    ``margins`` are kept at the right, and above and below. It is the default map whoever the members are on the date,
    because decoration states no facts; but an outline without a registry may be another alliance's, and gets none.
    """
    width, height = context.brand.width, context.brand.height
    if width - left < width * 0.3 or not context.members.municipalities:
        return slide
    side, above = margins
    box = above_texts(Box(left, above, width - left - side, height - 2 * above), slide.items)
    return slide.replace(items=(*slide.items, _backdrop(f"{slide.key}/map", box, tints, layout.background)))


def _backdrop(key: str, box: Box, tints: Tints, ground: Colour) -> Group:
    edge = Stroke(ground, Pt(1.5))
    width, height, cells = _scaled_backdrop(box)
    x, y = box.x + (box.w - width * UNIT) // 2, box.y + (box.h - height * UNIT) // 2
    hands: list[list[Ring]] = [[] for _ in tints]
    for index, cell in enumerate(cells):
        hands[index * 7 % 11 % len(tints)].append(cell)
    shapes = [_freeform(f"{key}/{n}", hand, x, y, tints[n], edge) for n, hand in enumerate(hands) if hand]
    return Group(key, tuple(shapes), "", True)


def _scaled_backdrop(box: Box) -> tuple[int, int, list[Ring]]:
    """Return width, height and cells (y down, in ``UNIT``) of the largest backdrop that the box holds."""
    import json

    with open(resources.path(*BACKDROP), encoding="utf-8") as file:
        found = json.load(file)
    factor = min(box.w / found["width"], box.h / found["height"]) / UNIT
    cells = [tuple([(round(x * factor), round(y * factor)) for x, y in zip(c[::2], c[1::2])]) for c in found["cells"]]
    return round(found["width"] * factor), round(found["height"] * factor), cells


def _freeform(key: str, cells: list[Ring], x: Emu, y: Emu, fill: Colour, edge: Stroke) -> Freeform:
    """Return cells as one freeform, its box as tight as they are."""
    across = [px for cell in cells for px, _ in cell]
    down = [py for cell in cells for _, py in cell]
    left, top = min(across), min(down)
    extent = (max(across) - left, max(down) - top)
    rings = tuple([tuple([(px - left, py - top) for px, py in cell]) for cell in cells])
    box = Box(x + left * UNIT, y + top * UNIT, Emu(extent[0] * UNIT), Emu(extent[1] * UNIT))
    return Freeform(key, box, extent, rings, fill, edge, decorative=True)


# The lines under a slide of members: that not all are known by name, and how the unconfirmed ones are marked.


class Notes(Record):
    """``area`` is what the lines leave of a slide; ``doubts`` are those about what is not known."""

    area: Box
    lines: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()


def member_notes(
    roll: MemberList,
    source: SlideSource,
    context: ComposeContext,
    area: Box,
    what: str,
    mark: str,
    drawn: tuple[Area, ...] | None = None,
) -> Notes:
    """Return the lines that a slide of these municipalities needs; mostly none.

    ``what`` is the word for what the slide does with those known by name (``drawn are``), ``mark`` for how those
    not confirmed by name are marked (``dotted``). ``drawn`` are the areas of a map: who has none is named.
    """
    numbers = None if drawn is None else {place.number for place in drawn}
    absent = tuple([member.name for member in roll if numbers is not None and member.number not in numbers])
    if roll.whole and not absent and not source.fields.flag("mark_unconfirmed"):
        return Notes(area)
    from osloregion_slides.compose.map_marks import doubt, not_drawn, note_lines, note_room, said_of

    lines = (*said_of(roll, source, context, what, mark, len(roll) - len(absent)), *not_drawn(absent, context))
    left = area.inset(0, 0, 0, note_room(lines))
    return Notes(left, lines, doubt(roll, context), note_lines(source, context, area, lines))
