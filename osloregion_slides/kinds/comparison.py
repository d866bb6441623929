"""Comparison: two sides with a heading and points; a dot in a ring shows how large the thing is in its world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu, Pt, emu, inches
from osloregion_slides.compose.context import MIST, NAVY, TIGHT, plain_text, runs
from osloregion_slides.compose.entries import TEXT, text_field
from osloregion_slides.compose.page import card, content, page, row
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Box, Colour, Group, Placeholder, Shape, Stroke

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.fit.setting import Frame
    from osloregion_slides.outline.fields import Fields
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide, Text

SIDE: dict[str, object] = {
    "type": "object",
    "properties": {
        "heading": text_field("What this side is about"),
        "points": {"type": "array", "items": TEXT, "description": "Its points"},
        "proportion": {
            "type": "number",
            "minimum": 0.02,
            "maximum": 1,
            "description": "How large the dot is in its ring",
        },
    },
    "required": ["heading", "points"],
    "additionalProperties": False,
}
SCHEMA: dict[str, object] = {
    "description": "Two sides of one thing",
    "properties": {
        "sides": {"type": "array", "items": SIDE, "minItems": 2, "maxItems": 2, "description": "The two sides"}
    },
    "required": ["sides"],
}

PAD = inches(0.38)
FILLS = (Colour("accent1"), MIST)


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: two panels, the points in the layout's own two bodies where it has two."""
    layout = context.layout("two")
    area = content(source, layout)
    sides = source.fields.list("sides")
    boxes = row(area, 2)
    pieces = tuple(
        [(_drafts(side, context, i), _frame(_text_box(side, boxes[i]), context, i)) for i, side in enumerate(sides)]
    )
    texts = context.fit_alike(pieces, context.steps(28), tuple([side.at() for side in sides]), f"{source.id}/sides")
    panels: list[Item] = [
        card(f"{source.id}/panel-{i + 1}", box, FILLS[i], decorative=True) for i, box in enumerate(boxes)
    ]
    made: list[Item] = []
    for i, side in enumerate(sides):
        made.append(_body(source, layout, i, _text_box(side, boxes[i]), texts[i]))
        if side.has("proportion"):
            made.append(_dot(f"{source.id}/dot-{i + 1}", side, boxes[i], context, i))
    return (page(source, context, layout, (*panels, *made)),)


def _text_box(side: Fields, panel: Box) -> Box:
    """The text has the panel's left and upper part; a dot stands in its lower right corner."""
    box = panel.inset(PAD, PAD, PAD, PAD)
    return Box(box.x, box.y, box.w, box.h * 50 // 100) if side.has("proportion") else box


def _frame(box: Box, context: ComposeContext, index: int) -> Frame:
    return context.frame(box, context.on(FILLS[index]), insets=TIGHT)


def _drafts(side: Fields, context: ComposeContext, index: int) -> tuple[UnfittedText, ...]:
    fill = FILLS[index]
    colour = context.ink(NAVY, fill) if index else context.on(fill)
    flush = UnfittedText((), after=Pt(10.0), bullet="none", margin=Emu(0), indent=Emu(0), before=Pt(0.0))
    hang, ink = emu(20), context.on(fill)
    hanging = UnfittedText((), bullet="dot", margin=hang, indent=-hang, before=Pt(0.0), after=Pt(6.0), step=1)
    points = [hanging.replace(runs=runs(point, colour=ink)) for point in side.rich_list("points")]
    return (flush.replace(runs=runs(side.rich("heading"), bold=True, colour=colour)), *points)


def _body(source: SlideSource, layout: Layout, index: int, box: Box, text: Text) -> Item:
    key = f"{source.id}/side-{index + 1}"
    slot = layout.slot("obj", "body", nth=index)
    if slot is None:
        return Shape(key, box, text=text)
    return Placeholder(key, slot.type, slot.idx, box, text)


def _dot(key: str, side: Fields, panel: Box, context: ComposeContext, index: int) -> Group:
    """The ring is the world, the dot its part; both decorate what the heading says, and the alt text says it."""
    size = panel.h * 46 // 100
    ring = Box(panel.right - PAD - size, panel.bottom - PAD - size, Emu(size), Emu(size))
    share = side.number("proportion") or 0.5
    width = Emu(round(size * share))
    fill = context.on(FILLS[index])
    low = ring.bottom - width - emu(6) if share < 0.8 else ring.y + (size - width) // 2
    dot = Box(ring.x + (size - width) // 2, low, width, width)
    shapes = (
        Shape(f"{key}/ring", ring, "ellipse", None, Stroke(fill, Pt(1.5), "dash"), decorative=True),
        Shape(f"{key}/dot", dot, "ellipse", Colour("accent3") if index else fill, decorative=True),
    )
    alt = f"{plain_text(side.rich('heading'))}: {round(share * 100)} %"
    return Group(key, shapes, alt, decorative=True)
