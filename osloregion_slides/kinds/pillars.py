"""Pillars: what rests on a common base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu, Pt, emu, inches
from osloregion_slides.compose.context import NAVY, QUIET, plain_text, runs
from osloregion_slides.compose.entries import entries, entry_list, text_field
from osloregion_slides.compose.page import card, card_frame, content, middle, page, row, title_text
from osloregion_slides.compose.signs import ICON, sign, sign_above, signs_of
from osloregion_slides.compose.tiles import px
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
    "properties": {
        "base": text_field("The base"),
        "items": entry_list("The pillars", least=2, most=6, more=ICON),
    },
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
) -> list[Item]:
    signs, largest = signs_of(things, context), px(184 if len(things) < 4 else 150)
    rooms = [sign_above(box, largest, bool(signs)) for box in boxes]
    pieces = tuple(
        [(_drafts(thing), _frame(context, room, i)) for i, (thing, (_, room)) in enumerate(zip(things, rooms))]
    )
    texts = context.fit_alike(pieces, context.steps(28), tuple([thing.at for thing in things]), f"{source.id}/items")
    made: list[Item] = []
    for i, (thing, box, (place, room), text) in enumerate(zip(things, boxes, rooms, texts)):
        assert text.insets is not None
        over = Emu(room.y - box.y)
        text = text.replace(insets=text.insets.replace(top=text.insets.top + over), height=text.height + over)
        made.append(card(f"{source.id}/{thing.key}", box, context.accent(i), text))
        if thing.key in signs:
            ink = context.on(context.accent(i))
            made.append(sign(f"{source.id}/{thing.key}/sign", signs[thing.key], place, ink))
    return made


def _frame(context: ComposeContext, box: Box, index: int) -> Frame:
    return card_frame(context, box, context.on(context.accent(index)), anchor="ctr", insets=INSETS)


def _drafts(thing: Entry) -> tuple[UnfittedText, ...]:
    name = UnfittedText(runs(thing.name, bold=True), align="ctr", after=Pt(6.0) if thing.text else Pt(0.0))
    return (name, UnfittedText(runs(thing.text), align="ctr", step=2)) if thing.text else (name,)
