"""Purpose: what the alliance is, its goal in a panel, and its focus areas as cards."""

from __future__ import annotations

from osloregion_slides.base.units import Pt, emu, inches
from osloregion_slides.brand.contrast import LARGE_READABLE, READABLE
from osloregion_slides.compose.context import INK, LABEL_FLOOR, MIST, NAVY, runs
from osloregion_slides.compose.entries import entries, entry_list, text_field
from osloregion_slides.compose.page import GAP, Arrangement, arrange, card, card_frame, content, fill, label, page, row
from osloregion_slides.fit.setting import Draft
from osloregion_slides.scene import Box, Colour, Insets, Placeholder, Run, Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.context import Stage
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


def compose(source: SlideSource, stage: Stage) -> tuple[Slide, ...]:
    """Return the slide: text and goal above, cards below."""
    layout = stage.layout("content")
    area = content(source, stage.layout("title_only"))
    top = Box(area.x, area.y, area.w, area.h * 38 // 100)
    rest = Box(area.x, top.bottom + GAP * 3 // 2, area.w, area.bottom - top.bottom - GAP * 3 // 2)
    items: list[Item] = []
    body = layout.slot("obj", "body")
    fields = source.fields
    text_box, goal_box = row(top, 2, GAP * 2)
    if not fields.has("goal"):
        text_box = top
    if body:
        drafts = (Draft(runs(fields.rich("text")), bullet="none", margin=emu(0), indent=emu(0)),)
        at = fields.at("text")
        text = fill(body, f"{source.id}/text", drafts, stage, at, floor=14, box=text_box, largest=Pt(24.0))
        items.append(_centred(text) if fields.has("goal") and body.anchor == "t" else text)
    elif fields.has("text"):
        colour, at, steps = stage.ink(INK, layout.background), fields.at("text"), stage.steps(24)
        said = (Draft(runs(fields.rich("text"))),)
        items.append(label(f"{source.id}/text", text_box, said, stage, colour, at, steps, anchor="ctr"))
    if fields.has("goal"):
        items += _goal(source, stage, goal_box)
    items += _cards(source, stage, rest)
    return (page(source, stage, layout, tuple(items)),)


def _centred(text: Placeholder) -> Placeholder:
    """The text stands as high as the goal beside it does in its panel."""
    spare = max(0, text.box.h - text.text.height) // 2
    return text.replace(box=text.box.inset(0, spare, 0, 0))


def _goal(source: SlideSource, stage: Stage, box: Box) -> list[Item]:
    key = f"{source.id}/goal"
    bar = Shape(f"{key}/bar", Box(box.x, box.y, BAR, box.h), fill=Colour("accent5"), decorative=True)
    panel = Box(box.x + BAR, box.y, box.w - BAR, box.h)
    insets = Insets(emu(20), emu(12), emu(20), emu(12))
    frame = stage.frame(panel, stage.on(NAVY), bold=True, anchor="ctr", insets=insets)
    drafts = (Draft(runs(source.fields.rich("goal"))),)
    text = stage.fit(drafts, frame, stage.steps(24), source.fields.at("goal"), key)
    return [bar, Shape(key, panel, "rect", NAVY, None, text)]


def _cards(source: SlideSource, stage: Stage, area: Box) -> list[Item]:
    fields = source.fields
    things = entries(fields, "items", 1, 6)
    made: list[Item] = []
    if fields.has("heading"):
        box = Box(area.x, area.y, area.w, HEADING)
        drafts = (Draft(runs(fields.rich("heading"))),)
        colour = stage.ink(Colour("accent2"))
        steps = stage.steps(18, LABEL_FLOOR)
        made.append(label(f"{source.id}/heading", box, drafts, stage, colour, fields.at("heading"), steps, bold=True))
        area = area.inset(0, HEADING + emu(4), 0, 0)

    def pieces(boxes: tuple[Box, ...]) -> Pieces:
        one_row = len({box.y for box in boxes}) == 1
        return tuple(
            [
                (_card_drafts(stage, i, thing, one_row), card_frame(stage, box, stage.on(MIST), bold=True))
                for i, (thing, box) in enumerate(zip(things, boxes))
            ]
        )

    steps = stage.steps(28, 18)
    found = arrange(area, len(things), pieces, steps, stage, most=6)
    if found is None:
        boxes = row(area, len(things))
        places = tuple([thing.at for thing in things])
        found = Arrangement(boxes, stage.fit_alike(pieces(boxes), steps, places, f"{source.id}/items"))
    for thing, box, text in zip(things, found.boxes, found.texts):
        made.append(card(f"{source.id}/{thing.key}", box, MIST, text))
    return made


def _card_drafts(stage: Stage, index: int, thing: Entry, tall: bool) -> tuple[Draft, ...]:
    """The number stands above the name in tall cards, before it in low ones."""
    number = Run(
        str(index + 1), True, colour=stage.ink(stage.accent(index), MIST, LARGE_READABLE if tall else READABLE)
    )
    name = runs(thing.name, bold=True, colour=stage.ink(NAVY, MIST))
    text = (Draft(runs(thing.text), bold=False, step=3, before=Pt(4.0)),) if thing.text else ()
    if not tall:
        return (Draft((number, Run("  "), *name), step=2), *text)
    return (Draft((number,), after=Pt(4.0)), Draft(name, step=2), *text)
