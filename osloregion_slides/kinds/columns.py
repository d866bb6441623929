"""Columns: two to eight cards with a heading and a text, in the arrangement that gives the largest type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Pt, emu
from osloregion_slides.compose.context import MIST, NAVY, runs
from osloregion_slides.compose.entries import entries, entry_list
from osloregion_slides.compose.page import CARD, card, content, deal, grid, pages
from osloregion_slides.compose.solver import Arrangement, arrange
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Box, Shape

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.compose.entries import Entry
    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.fit.setting import Frame
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

SCHEMA: dict[str, object] = {
    "description": "Cards with a heading and a text",
    "properties": {"items": entry_list("The cards", most=24)},
    "required": ["items"],
}

BAR = emu(5)
MOST = 8
"""Cards on one slide; more go on in a next one."""
LARGEST, SMALLEST = 24.0, 16.0
"""Sizes of a heading; its text is one step smaller, and body text is at least 14 pt."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return as many slides as the cards need."""
    layout = context.layout("title_only")
    area = content(source, layout)
    things = entries(source.fields, "items", 1, 24)
    arranged: dict[tuple[Entry, ...], Arrangement | None] = {}

    def fits(part: tuple[Entry, ...]) -> bool:
        arranged[part] = _arrange(part, context, area)
        return arranged[part] is not None

    def draw(part: tuple[Entry, ...], first: int) -> tuple[Item, ...]:
        return _cards(source, context, area, part, arranged.get(part), first)

    return pages(source, context, layout, deal(things, fits, MOST), draw)


def _arrange(things: tuple[Entry, ...], context: ComposeContext, area: Box) -> Arrangement | None:
    def pieces(boxes: tuple[Box, ...]) -> Pieces:
        return _pieces(things, boxes, context)

    return arrange(area, len(things), pieces, context.steps(LARGEST, SMALLEST), context)


def _pieces(things: tuple[Entry, ...], boxes: tuple[Box, ...], context: ComposeContext) -> Pieces:
    return tuple([(_drafts(thing, context), _frame(box, context)) for thing, box in zip(things, boxes)])


def _drafts(thing: Entry, context: ComposeContext) -> tuple[UnfittedText, ...]:
    colour = context.ink(NAVY, MIST)
    heading = UnfittedText(runs(thing.name, bold=True, colour=colour), after=Pt(8.0))
    text = UnfittedText(runs(thing.text), step=1)
    return tuple([draft for draft in (heading, text) if draft.runs])


def _frame(box: Box, context: ComposeContext) -> Frame:
    inner = box.inset(0, BAR, 0, 0)
    return context.frame(inner, context.on(MIST), insets=CARD)


def _cards(
    source: SlideSource,
    context: ComposeContext,
    area: Box,
    things: tuple[Entry, ...],
    found: Arrangement | None,
    first: int,
) -> tuple[Item, ...]:
    if found is None:
        boxes = grid(area, len(things), min(2, len(things)))
        places = tuple([thing.at for thing in things])
        steps = context.steps(LARGEST, SMALLEST)
        texts = context.fit_alike(_pieces(things, boxes, context), steps, places, f"{source.id}/items")
        found = Arrangement(boxes, texts)
    made: list[Item] = []
    for index, (thing, box, text) in enumerate(zip(things, found.boxes, found.texts)):
        key = f"{source.id}/{thing.key}"
        bar = Box(box.x, box.y, box.w, BAR)
        made.append(Shape(f"{key}/bar", bar, fill=context.accent(first + index), decorative=True))
        made.append(card(key, box.inset(0, BAR, 0, 0), MIST, text, radius=0))
    return tuple(made)
