"""Pillars: what rests on a common base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Pt, emu, inches
from osloregion_slides.compose.context import NAVY, QUIET, plain_text, runs
from osloregion_slides.compose.entries import entries, entry_list, text_field
from osloregion_slides.compose.page import card, card_frame, content, middle, page, row, title_text
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Box, Group, Insets, Shape

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.compose.entries import Entry
    from osloregion_slides.fit.setting import Frame
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

SCHEMA: dict[str, object] = {
    "description": "What rests on a common base",
    "properties": {"base": text_field("The base"), "items": entry_list("The pillars", least=2, most=6)},
    "required": ["base", "items"],
}

BASE = inches(1.0)
ARROW = inches(0.5)
INSETS = Insets(emu(12), emu(8), emu(12), emu(8))


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: pillars above, arrows between, the base below."""
    layout = context.layout("title_only")
    area = content(source, layout)
    things = entries(source.fields, "items", 2, 6)
    base = Box(area.x, area.bottom - BASE, area.w, BASE)
    pillars = row(Box(area.x, area.y, area.w, base.y - area.y - ARROW - emu(12)), len(things))
    made: list[Item] = [*_pillars(source, context, things, pillars)]
    for thing, box in zip(things, pillars):
        strip = Box(box.x, box.bottom, box.w, base.y - box.bottom)
        arrow = middle(strip, min(box.w * 55 // 100, inches(1.9)), ARROW - emu(4))
        made.append(Shape(f"{source.id}/{thing.key}/arrow", arrow, "triangle", QUIET, decorative=True))
    frame = card_frame(context, base, context.on(NAVY), bold=True, anchor="ctr", insets=INSETS)
    drafts = (UnfittedText(runs(source.fields.rich("base")), align="ctr"),)
    text = context.fit(drafts, frame, context.steps(28), source.fields.at("base"), f"{source.id}/base")
    made.append(card(f"{source.id}/base", base, NAVY, text))
    names = ", ".join([plain_text(thing.name) for thing in things])
    alt = f"{title_text(source)}: {plain_text(source.fields.rich('base'))} → {names}."
    return (page(source, context, layout, (Group(f"{source.id}/pillars", tuple(made), alt),)),)


def _pillars(
    source: SlideSource, context: ComposeContext, things: tuple[Entry, ...], boxes: tuple[Box, ...]
) -> list[Shape]:
    pieces = tuple([(_drafts(thing), _frame(context, box, i)) for i, (thing, box) in enumerate(zip(things, boxes))])
    texts = context.fit_alike(pieces, context.steps(28), tuple([thing.at for thing in things]), f"{source.id}/items")
    return [
        card(f"{source.id}/{thing.key}", box, context.accent(i), text)
        for i, (thing, box, text) in enumerate(zip(things, boxes, texts))
    ]


def _frame(context: ComposeContext, box: Box, index: int) -> Frame:
    return card_frame(context, box, context.on(context.accent(index)), anchor="ctr", insets=INSETS)


def _drafts(thing: Entry) -> tuple[UnfittedText, ...]:
    name = UnfittedText(runs(thing.name, bold=True), align="ctr", after=Pt(6.0) if thing.text else Pt(0.0))
    return (name, UnfittedText(runs(thing.text), align="ctr", step=2)) if thing.text else (name,)
