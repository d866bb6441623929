"""Venn: two or three things that overlap, and what they have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu, inches
from osloregion_slides.compose.context import NAVY, WHITE, plain_text, runs
from osloregion_slides.compose.entries import entries, entry_list, report_dead_texts, text_field
from osloregion_slides.compose.page import content, middle, page, title_text
from osloregion_slides.fit.rectangle import text_box
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Box, Colour, Group, Shape

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

SCHEMA: dict[str, object] = {
    "description": "Things that overlap",
    "properties": {
        "centre": text_field("What they have in common"),
        "items": entry_list("The circles", least=2, most=3),
    },
    "required": ["items"],
}

ALPHA = 94
"""Percent; what lies under shows through, and white text still reads on every accent (4.5:1 from 92 on)."""
COLOURS = ("accent2", "accent1", "accent4")


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: overlapping circles, their names in the parts that are theirs alone."""
    report_dead_texts(source.fields, "items")
    layout = context.layout("title_only")
    area = content(source, layout)
    things = entries(source.fields, "items", 2, 3)
    circles, texts = _places(area, len(things))
    fills = [Colour(slot, alpha=ALPHA) for slot in COLOURS[: len(things)]]  # type: ignore[arg-type]
    shapes: list[Item] = [
        Shape(f"{source.id}/{thing.key}", box, "ellipse", fill, alt=plain_text(thing.name))
        for thing, box, fill in zip(things, circles, fills)
    ]
    frames = [context.frame(box, context.on(fill), bold=True, anchor="ctr") for box, fill in zip(texts, fills)]
    pieces = tuple([((UnfittedText(runs(t.name), align="ctr"),), frame) for t, frame in zip(things, frames)])
    fitted = context.fit_alike(pieces, context.steps(24), tuple([thing.at for thing in things]), f"{source.id}/items")
    for thing, box, text in zip(things, texts, fitted):
        shapes.append(Shape(f"{source.id}/{thing.key}/name", box, text=text))
    if source.fields.has("centre"):
        shapes.append(_centre(source, context, circles, fitted[0].paragraphs[0].size))
    names = ", ".join([plain_text(thing.name) for thing in things])
    return (
        page(source, context, layout, (Group(f"{source.id}/venn", tuple(shapes), f"{title_text(source)}: {names}."),)),
    )


def _places(area: Box, count: int) -> tuple[list[Box], list[Box]]:
    """Return the circles and the boxes of their names, each in its circle's own part."""
    if count == 2:
        size = min(area.h, area.w * 55 // 100)
        left, top = area.x + (area.w - size * 165 // 100) // 2, area.y + (area.h - size) // 2
        boxes = [Box(left + size * 65 // 100 * i, top, Emu(size), Emu(size)) for i in range(2)]
        wide, high, y = Emu(size // 2), Emu(size * 40 // 100), top + size * 30 // 100
        return boxes, [Box(b.x + size * inset // 100, y, wide, high) for b, inset in zip(boxes, (10, 40))]
    size = area.h * 100 // 163
    mid = area.x + area.w // 2
    apart = size * 37 // 100
    low = area.bottom - size
    corners = ((mid - apart - size // 2, low), (mid - size // 2, area.y), (mid + apart - size // 2, low))
    boxes = [Box(Emu(x), Emu(y), Emu(size), Emu(size)) for x, y in corners]
    wide, high = size * 68 // 100, size * 40 // 100
    texts = [
        Box(boxes[0].x + size * 7 // 100, boxes[0].y + size * 42 // 100, Emu(size * 50 // 100), Emu(high)),
        Box(boxes[1].x + (size - wide) // 2, boxes[1].y + size * 14 // 100, Emu(wide), Emu(size * 34 // 100)),
        Box(boxes[2].right - size * 57 // 100, boxes[2].y + size * 42 // 100, Emu(size * 50 // 100), Emu(high)),
    ]
    return boxes, texts


def _centre(source: SlideSource, context: ComposeContext, circles: list[Box], largest: float) -> Shape:
    """What all have in common stands on a white disc where all overlap, no larger than the names around it."""
    x = sum(box.x + box.w // 2 for box in circles) // len(circles)
    y = sum(box.y + box.h // 2 for box in circles) // len(circles)
    size = min(inches(1.9), circles[0].w * 57 // 100)
    box = middle(Box(Emu(x), Emu(y), Emu(0), Emu(0)), size, size)
    frame = context.frame(text_box("ellipse", box), context.ink(NAVY), bold=True, anchor="ctr")
    key = f"{source.id}/centre"
    drafts = (UnfittedText(runs(source.fields.rich("centre")), align="ctr"),)
    text = context.fit(drafts, frame, context.steps(min(20, largest)), source.fields.at("centre"), key)
    return Shape(key, box, "ellipse", WHITE, None, text)
