"""Quote: a large quotation and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu
from osloregion_slides.compose.context import ComposeContext, runs
from osloregion_slides.compose.entries import text_field
from osloregion_slides.compose.page import content, label, page
from osloregion_slides.compose.places import slot_frame
from osloregion_slides.compose.solver import Candidate, solve
from osloregion_slides.compose.tiles import px, tile
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Box, Freeform, Placeholder, Shape

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Colour, Item, Slide, Text

SCHEMA: dict[str, object] = {
    "description": "A quotation",
    "properties": {
        "quote": text_field("The quotation, without quotation marks"),
        "by": text_field("Attribution: who said it, and where"),
    },
    "required": ["quote"],
}
GROUNDS = ("ice", "snow", "blue")

INDENT, RIGHT = px(224), px(68)
"""The room for the quotation mark left of the words, and the margin right of them."""
SHORT, FEW, MANY = (60.0, 54.0), (48.0, 44.0), (40.0, 36.0, 34.0, 28.0, 24.0)
"""The sizes of a quote of one line, of up to three, and of up to five lines; the last is the least."""
BY_GAP, BY_HEIGHT, TILE = px(20), px(40), px(16)
MARKS = {
    "nb": (
        (162, 135),
        (((0, 62), (44, 0), (84, 0), (84, 6), (41, 68), (84, 130), (84, 135), (44, 135), (0, 74)),),
        (78,),
    ),
    "en": (
        (162, 135),
        (((0, 60), (44, 0), (70, 0), (46, 52), (70, 52), (70, 135), (0, 135)),),
        (92,),
    ),
}
"""Quotation marks by language (Språkrådet's rule for Norwegian, New Hart's Rules for English): the size of the mark,
its first half, and the offset of the second half."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide, vertically centred: the mark at the left, the words beside it, and the name below."""
    layout = context.layout("quote")
    area, inks = content(source, layout), context.inks(layout.background)
    text = _words(source, context, layout, area)
    has_by = source.fields.has("by")
    high = text.height + (BY_GAP + BY_HEIGHT if has_by else 0)
    top = Emu(area.y + max(0, (area.h - high) // 2 - px(16)))
    box = Box(area.x + INDENT, top, area.w - INDENT - RIGHT, text.height)
    slot = layout.slot("body") if layout.role.startswith("quote") else None
    key = f"{source.id}/quote"
    words: Item = Placeholder(key, slot.type, slot.idx, box, text) if slot else Shape(key, box, text=text)
    items: list[Item] = [_mark(f"{source.id}/mark", area.x, box, context, inks.mark), words]
    if has_by:
        y = Emu(box.bottom + BY_GAP)
        items.append(tile(f"{source.id}/tile", box.x, y + (BY_HEIGHT - TILE) // 2, TILE, inks.mark))
        place = Box(box.x + px(30), y, box.w - px(30), BY_HEIGHT)
        drafts, at = (UnfittedText(runs(source.fields.rich("by"))),), source.fields.at("by")
        steps = context.labels(22)
        items.append(label(f"{source.id}/by", place, drafts, context, inks.text, at, steps, bold=True, anchor="ctr"))
    return (page(source, context, layout, tuple(items)),)


def _words(source: SlideSource, context: ComposeContext, layout: Layout, area: Box) -> Text:
    """Return the words at the largest size at which they fit in one, three or five lines."""
    drafts, inks = (UnfittedText(runs(source.fields.rich("quote"))),), context.inks(layout.background)
    slot = layout.slot("body") if layout.role.startswith("quote") else None
    candidates = []
    for name, steps, high in (
        ("short", SHORT, px(96)),
        ("few", FEW, px(236)),
        ("many", MANY, min(area.h - px(80), px(330))),
    ):
        box = Box(area.x, area.y, area.w - INDENT - RIGHT, Emu(high))
        frame = slot_frame(slot, context, box) if slot else context.frame(box, inks.text)
        own = tuple([step for step in context.brand.scale if steps[-1] <= step <= steps[0]])
        candidates.append(Candidate(name, ((((drafts, frame),), own),)))
    found = solve([one for one in candidates if one.sets[0][1]], context)
    if found:
        return found.texts[0][0]
    pieces, last = candidates[-1].sets[0]
    at, key = source.fields.at("quote"), f"{source.id}/quote"
    (words,) = context.fit_alike(pieces, last or context.said(28), at, key)
    return words


def _mark(key: str, x: Emu, words: Box, context: ComposeContext, fill: Colour) -> Freeform:
    """Return the quotation mark left of the first line, as a freeform instead of text."""
    extent, halves, further = MARKS.get(context.language[:2], MARKS["nb"])
    rings = (*halves, *[tuple([(px_ + step, y) for px_, y in half]) for half in halves for step in further])
    box = Box(x, Emu(words.y - px(10) if words.h > px(100) else words.y - px(30)), px(extent[0]), px(extent[1]))
    return Freeform(key, box, extent, rings, fill, decorative=True)
