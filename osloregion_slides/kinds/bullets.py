"""Bullets: text in up to three levels, in the layout's own body, continued where it is long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import finding
from osloregion_slides.compose.context import BODY_FLOOR, runs
from osloregion_slides.compose.entries import entries
from osloregion_slides.compose.page import above_source, legible, page, pages, slot_frame, slot_steps
from osloregion_slides.fit.setting import UnfittedText, fit, split
from osloregion_slides.scene import Placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.brand.values import Slot
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.compose.entries import Entry
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Box, Item, Slide, Text

SCHEMA: dict[str, object] = {
    "description": "Text in up to three levels",
    "properties": {
        "items": {
            "type": "array",
            "items": {"$ref": "#/$defs/bullet"},
            "minItems": 1,
            "description": "Texts; a list under a text is the next level: `- Text` or `- {text: …, items: […]}`",
        },
    },
    "required": ["items"],
}

TWO_PARTS_AT = 18.0
"""Text that would have to be smaller than this goes on on a next slide, points."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return as many slides as the text needs."""
    layout = context.layout("content")
    slot = layout.slot("obj", "body")
    if slot is None:
        context.findings.append(finding("layout-without-body", source.at, on_slide=source.id, layout=layout.name))
        return ()
    box = above_source(source, slot, layout)
    drafts = tuple(_drafts(entries(source.fields, "items")))
    frame = slot_frame(slot, context, box)
    steps = slot_steps(slot, context, BODY_FLOOR)
    text = fit(drafts, frame, [step for step in steps if step >= TWO_PARTS_AT] or steps, context.metrics)
    if text is not None:
        return (page(source, context, layout, (_body(source, slot, box, text),)),)

    def draw(part: tuple[UnfittedText, ...], _: int) -> tuple[Item, ...]:
        text = context.fit(part, frame, steps, source.fields.at("items"), f"{source.id}/body")
        return (_body(source, slot, box, text),)

    return pages(source, context, layout, split(drafts, frame, steps[0], context.metrics), draw)


def _drafts(things: tuple[Entry, ...], level: int = 0) -> Iterator[UnfittedText]:
    for thing in things:
        yield UnfittedText(runs(thing.name or thing.text), level)
        yield from _drafts(entries(thing.fields, "items", 0), level + 1)


def _body(source: SlideSource, slot: Slot, box: Box, text: Text) -> Item:
    return Placeholder(f"{source.id}/body", slot.type, slot.idx, box, legible(text, slot))
