"""Hub: a centre and what belongs to it, around it on an ellipse."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu, Pt, emu, inches
from osloregion_slides.compose.context import NAVY, WHITE, plain_text, runs
from osloregion_slides.compose.entries import entries, entry_list, text_field
from osloregion_slides.compose.page import content, page, rounded, title_text
from osloregion_slides.compose.signs import ICON, sign, sign_at_left, signs_of
from osloregion_slides.fit.rectangle import text_box
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Box, Colour, Connector, ConnectorEnd, Group, Insets, Shape, Stroke

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.compose.entries import Entry
    from osloregion_slides.fit.setting import Frame
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

SCHEMA: dict[str, object] = {
    "description": "A centre and what belongs to it",
    "properties": {
        "centre": text_field("The centre"),
        "items": entry_list("What stands around it", least=2, most=10, more=ICON),
    },
    "required": ["centre", "items"],
}

INSETS = Insets(emu(6), emu(4), emu(6), emu(4))
SPOKE, SPOKE_WIDTH = Colour("accent6", 75, 25), Pt(2.0)
SPOKES = ((0, -1, 0), (-1, 0, 1), (0, 1, 2), (1, 0, 3))
"""Unit directions (x right, y down) of a rectangle's connection sites, and their index."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide."""
    layout = context.layout("title_only")
    area = content(source, layout)
    things = entries(source.fields, "items", 2, 10)
    hub, boxes = _places(area, len(things))
    centre = _centre(source, context, hub)
    signs = signs_of(things, context)
    rooms = [sign_at_left(box, thing.key in signs) for thing, box in zip(things, boxes)]
    pieces = tuple(
        [
            (_drafts(thing), _frame(context, box, context.accent(i), left))
            for i, (thing, box, (_, left)) in enumerate(zip(things, boxes, rooms))
        ]
    )
    texts = context.fit_alike(pieces, context.steps(24), tuple([thing.at for thing in things]), f"{source.id}/items")
    satellites: list[Item] = [
        Shape(f"{source.id}/{thing.key}", box, "roundRect", context.accent(i), None, text, adjust=rounded(box, box.h))
        for i, (thing, box, text) in enumerate(zip(things, boxes, texts))
    ]
    satellites += [
        sign(f"{source.id}/{thing.key}/sign", signs[thing.key], room, context.on(context.accent(i)))
        for i, (thing, (room, _)) in enumerate(zip(things, rooms))
        if thing.key in signs
    ]
    line = Stroke(context.line(SPOKE), SPOKE_WIDTH)
    spokes: list[Item] = [_spoke(source, hub, box, thing, line) for thing, box in zip(things, boxes)]
    names = ", ".join([plain_text(thing.name) for thing in things])
    alt = f"{title_text(source)}: {plain_text(source.fields.rich('centre'))} – {names}."
    return (page(source, context, layout, (Group(f"{source.id}/hub", (*spokes, *satellites, centre), alt),)),)


def _places(area: Box, count: int) -> tuple[Box, list[Box]]:
    """Return the hub's box and the satellites', clockwise from the top, none touching another."""
    width = min(inches(2.9), area.w * (30 if count <= 6 else 22) // 100)
    height = min(inches(1.1), area.h * (21 if count <= 6 else 16) // 100)
    high = min(inches(2.2), area.h * 42 // 100)
    close = count == 6 or area.w < inches(10)  # of six, four stand beside it; on a 4:3 page spokes would vanish
    wide = min(high * 2, area.w * (31 if close else 34) // 100)
    mid_x, mid_y = area.x + area.w // 2, area.y + area.h // 2
    hub = Box(mid_x - wide // 2, mid_y - high // 2, Emu(wide), Emu(high))
    across = min(area.w - width, inches(9.0)) / 2
    down = (area.h - height) / 2
    angles = [2 * math.pi * index / count - math.pi / 2 for index in range(count)]
    lowest = max(math.sin(angle) for angle in angles)
    boxes = []
    for angle in angles:
        x = mid_x + across * _spread(math.cos(angle)) - width / 2
        rise = math.sin(angle)
        y = mid_y + down * (rise / lowest if rise > 0 else rise) - height / 2
        boxes.append(Box(Emu(round(x)), Emu(round(y)), Emu(width), Emu(height)))
    return hub, boxes


def _spread(cosine: float) -> float:
    """Push satellites outwards, so that wide boxes near the top and the bottom keep clear of each other."""
    return math.copysign(abs(cosine) ** 0.8, cosine)


def _frame(context: ComposeContext, box: Box, fill: Colour, left: int) -> Frame:
    inner = text_box("roundRect", box, rounded(box, box.h))
    insets = INSETS.replace(left=Emu(INSETS.left + left))
    return context.frame(inner, context.on(fill), bold=True, anchor="ctr", insets=insets)


def _drafts(thing: Entry) -> tuple[UnfittedText, ...]:
    name = UnfittedText(runs(thing.name), align="ctr", bold=True)
    return (name, UnfittedText(runs(thing.text), align="ctr", bold=False, step=2)) if thing.text else (name,)


def _centre(source: SlideSource, context: ComposeContext, box: Box) -> Shape:
    inner = text_box("ellipse", box)
    frame = context.frame(inner, context.ink(NAVY), bold=True, anchor="ctr")
    drafts = (UnfittedText(runs(source.fields.rich("centre")), align="ctr"),)
    text = context.fit(drafts, frame, context.steps(24), source.fields.at("centre"), f"{source.id}/centre")
    return Shape(f"{source.id}/centre", box, "ellipse", WHITE, Stroke(Colour("accent1"), Pt(3.0)), text)


def _spoke(source: SlideSource, hub: Box, box: Box, thing: Entry, line: Stroke) -> Connector:
    dx, dy = box.x + box.w / 2 - hub.x - hub.w / 2, box.y + box.h / 2 - hub.y - hub.h / 2
    octant = round(math.atan2(-dy, dx) / (math.pi / 4)) % 8
    start = (6, 7, 0, 1, 2, 3, 4, 5)[octant]
    sides = ((-dx / box.w * x) + (-dy / box.h * y) for x, y, _ in SPOKES)
    end = SPOKES[max(enumerate(sides), key=lambda pair: pair[1])[0]][2]
    return Connector(
        f"{source.id}/spoke-{thing.key}",
        ConnectorEnd(f"{source.id}/centre", start),
        ConnectorEnd(f"{source.id}/{thing.key}", end),
        line,
    )
