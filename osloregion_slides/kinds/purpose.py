"""Purpose: what the alliance is, its goal in a panel, and its focus areas as cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Pt, emu, inches
from osloregion_slides.brand.contrast import LARGE_READABLE, READABLE
from osloregion_slides.compose.context import INK, LABEL_FLOOR, MIST, NAVY, runs
from osloregion_slides.compose.entries import entries, entry_list, text_field
from osloregion_slides.compose.page import GAP, card, card_frame, content, fill, label, page, row
from osloregion_slides.compose.solver import Arrangement, arrange
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Box, Colour, Insets, Placeholder, Run, Shape

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.compose.entries import Entry
    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

SCHEMA: dict[str, object] = {
    "description": "What the alliance is, its goal, its focus areas",
    "properties": {
        "text": text_field("What the alliance is"),
        "goal": text_field("Its goal, in the panel"),
        "heading": text_field("The line above the cards"),
        "items": entry_list("The focus areas", most=6),
    },
    "required": ["text", "items"],
}

BAR = emu(7)
HEADING = inches(0.36)


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: text and goal above, cards below."""
    layout = context.layout("content")
    area = content(source, context.layout("title_only"))
    top = Box(area.x, area.y, area.w, area.h * 38 // 100)
    rest = Box(area.x, top.bottom + GAP * 3 // 2, area.w, area.bottom - top.bottom - GAP * 3 // 2)
    items: list[Item] = []
    body = layout.slot("obj", "body")
    fields = source.fields
    text_box, goal_box = row(top, 2, GAP * 2)
    if not fields.has("goal"):
        text_box = top
    if body:
        drafts = (UnfittedText(runs(fields.rich("text")), bullet="none", margin=emu(0), indent=emu(0)),)
        at = fields.at("text")
        text = fill(body, f"{source.id}/text", drafts, context, at, floor=14, box=text_box, largest=Pt(24.0))
        items.append(_centred(text) if fields.has("goal") and body.anchor == "t" else text)
    elif fields.has("text"):
        colour, at, steps = context.ink(INK, layout.background), fields.at("text"), context.steps(24)
        said = (UnfittedText(runs(fields.rich("text"))),)
        items.append(label(f"{source.id}/text", text_box, said, context, colour, at, steps, anchor="ctr"))
    if fields.has("goal"):
        items += _goal(source, context, goal_box)
    items += _cards(source, context, rest)
    return (page(source, context, layout, tuple(items)),)


def _centred(text: Placeholder) -> Placeholder:
    """The text stands as high as the goal beside it does in its panel."""
    spare = max(0, text.box.h - text.text.height) // 2
    return text.replace(box=text.box.inset(0, spare, 0, 0))


def _goal(source: SlideSource, context: ComposeContext, box: Box) -> list[Item]:
    key = f"{source.id}/goal"
    bar = Shape(f"{key}/bar", Box(box.x, box.y, BAR, box.h), fill=Colour("accent5"), decorative=True)
    panel = Box(box.x + BAR, box.y, box.w - BAR, box.h)
    insets = Insets(emu(20), emu(12), emu(20), emu(12))
    frame = context.frame(panel, context.on(NAVY), bold=True, anchor="ctr", insets=insets)
    drafts = (UnfittedText(runs(source.fields.rich("goal"))),)
    text = context.fit(drafts, frame, context.steps(24), source.fields.at("goal"), key)
    return [bar, Shape(key, panel, "rect", NAVY, None, text)]


def _cards(source: SlideSource, context: ComposeContext, area: Box) -> list[Item]:
    fields = source.fields
    things = entries(fields, "items", 1, 6)
    made: list[Item] = []
    if fields.has("heading"):
        box = Box(area.x, area.y, area.w, HEADING)
        drafts = (UnfittedText(runs(fields.rich("heading"))),)
        colour = context.ink(Colour("accent2"))
        steps = context.steps(18, LABEL_FLOOR)
        made.append(label(f"{source.id}/heading", box, drafts, context, colour, fields.at("heading"), steps, bold=True))
        area = area.inset(0, HEADING + emu(4), 0, 0)

    def pieces(boxes: tuple[Box, ...]) -> Pieces:
        one_row = len({box.y for box in boxes}) == 1
        return tuple(
            [
                (_card_drafts(context, i, thing, one_row), card_frame(context, box, context.on(MIST), bold=True))
                for i, (thing, box) in enumerate(zip(things, boxes))
            ]
        )

    steps = context.steps(28, 18)
    found = arrange(area, len(things), pieces, steps, context, most=6)
    if found is None:
        boxes = row(area, len(things))
        places = tuple([thing.at for thing in things])
        found = Arrangement(boxes, context.fit_alike(pieces(boxes), steps, places, f"{source.id}/items"))
    for thing, box, text in zip(things, found.boxes, found.texts):
        made.append(card(f"{source.id}/{thing.key}", box, MIST, text))
    return made


def _card_drafts(context: ComposeContext, index: int, thing: Entry, tall: bool) -> tuple[UnfittedText, ...]:
    """The number stands above the name in tall cards, before it in low ones."""
    number = Run(
        str(index + 1), True, colour=context.ink(context.accent(index), MIST, LARGE_READABLE if tall else READABLE)
    )
    name = runs(thing.name, bold=True, colour=context.ink(NAVY, MIST))
    text = (UnfittedText(runs(thing.text), bold=False, step=3, before=Pt(4.0)),) if thing.text else ()
    if not tall:
        return (UnfittedText((number, Run("  "), *name), step=2), *text)
    return (UnfittedText((number,), after=Pt(4.0)), UnfittedText(name, step=2), *text)
