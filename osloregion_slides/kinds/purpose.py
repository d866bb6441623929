"""Purpose: a description of the alliance above its members as tiles, and beside it the goal and the focus areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.compose.context import ComposeContext, runs
from osloregion_slides.compose.entries import Entry, entries, entry_list, text_field
from osloregion_slides.compose.page import TALL, at_left, content, label, lines, page
from osloregion_slides.compose.places import slot_frame
from osloregion_slides.compose.signs import ICON, sign_tile, signs_of
from osloregion_slides.compose.tiles import UnitRow, px, unit_tiles
from osloregion_slides.fit.setting import UnfittedText, fit_alike, typeset
from osloregion_slides.outline.words import counted
from osloregion_slides.scene import Box, Group, Placeholder, Run, Shape

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.compose.roles import Inks
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Colour, Item, Slide, Text

SCHEMA: dict[str, object] = {
    "description": "The alliance's description, goal and focus areas",
    "properties": {
        "text": text_field("Description of the alliance, in the panel"),
        "goal": text_field("Goal of the alliance, above the focus areas"),
        "heading": text_field("Heading above the focus areas"),
        "items": entry_list("The focus areas", most=6, more=ICON),
    },
    "required": ["text", "items"],
}
GROUNDS = ("fjord", "blue")

WIDE, CLOSE = UnitRow(px(26), px(35.45), 12), UnitRow(px(19), px(26.5), 16)
"""The tiles of members: twelve in a row, or sixteen for many members."""
MANY, MOST = 96, 160
"""The most members in rows of twelve, and the most that can be counted by eye."""
TILES = (100, 80, 64)
"""The sizes of tiles; the smaller ones are for a narrow or low panel of another template, percent."""
OVER_CHART, OVER_ROWS = px(36), px(28)
GOAL_SHARE = 36
"""The largest share of the height for the goal, percent."""
HEADING = px(26)
ROWS_BELOW = px(222)
"""The start of the rows below the top of their column, if goal and heading leave room."""
SIGN, SMALL_SIGN, TO_NAME = px(60), px(48), px(22)
TALLEST, PAD, GUTTER = px(121), px(24), px(64)


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: the panel at the left, goal and focus areas at the right."""
    layout = context.layout("split")
    area = content(source, layout)
    panel, items = _panel(source, context, layout, area)
    across, down = panel.right - area.x + GUTTER // 2, panel.bottom - area.y + GUTTER // 2
    right = area.inset(0, down, 0, 0) if _is_tall(area) else area.inset(across, 0, 0, 0)
    right = area if layout.role.startswith("split") else right
    items += _beside(source, context, context.inks(layout.background), right)
    return (page(source, context, layout, tuple(items)),)


def _panel(
    source: SlideSource, context: ComposeContext, layout: Layout, area: Box, high: int = 0
) -> tuple[Box, list[Item]]:
    """Return the panel's box and its items: the text, and below it a tile for each member.

    On a layout without a panel it is a dark shape in the area; on a tall page ``high`` is its height if known.
    """
    slot = layout.slot("body")
    items: list[Item] = []
    if layout.role.startswith("split") and slot:
        ground = context.roles.brand if layout.role.endswith("-blue") else context.roles.dark
        panel, room = Box(Emu(0), Emu(0), slot.box.right + px(32), context.brand.height), slot.box
    else:
        slot, ground = None, context.roles.dark
        low, narrow = area.replace(h=Emu(high or area.h * 45 // 100)), area.replace(w=Emu(area.w * 41 // 100))
        panel = low if _is_tall(area) else narrow
        room = panel.inset(PAD, PAD, PAD, PAD)
        items = [Shape(f"{source.id}/panel", panel, fill=ground, decorative=True)]
    inks = context.inks(ground)
    sizes = TILES[:1] if context.brand.grounds or _is_tall(area) else TILES
    chart, top = _chart(source, context, inks, room, sizes)
    text = Box(room.x, room.y, room.w, Emu((top - OVER_CHART if chart else room.bottom) - room.y))
    words = _two_colours(source, context, inks) if chart else runs(source.fields.rich("text"))
    drafts, at = (UnfittedText(words),), source.fields.at("text")
    key = f"{source.id}/text" if slot else f"{source.id}/panel-text"
    frame = slot_frame(slot, context, text) if slot else context.frame(text, inks.lead)
    steps = context.said(slot.levels[0].size if slot else 26)
    made = context.fit(drafts, frame, steps, at, key)
    smaller = steps[steps.index(made.paragraphs[0].size) + 1 :][:2] if made.paragraphs[0].size in steps else ()
    if _has_short_last_line(made):  # prefer a smaller size that avoids a short last line
        others = [typeset(drafts, frame, step, context.metrics) for step in smaller]
        made = next((other for other in others if not _has_short_last_line(other)), made)
    spare = max(0, text.h - made.height)
    if not high and not slot and _is_tall(area) and spare:
        return _panel(source, context, layout, area, panel.h - spare)
    place = text.inset(0, spare if chart else 0, 0, 0 if chart else spare)
    items.append(Placeholder(key, slot.type, slot.idx, place, made) if slot else Shape(key, place, text=made))
    return panel, [*items, *chart]


def _is_tall(area: Box) -> bool:
    """Return whether the panel is above the other content."""
    return area.h > area.w * TALL


def _has_short_last_line(text: Text) -> bool:
    """Return whether the last line has less than 40 % of the characters of the first."""
    words, starts = text.paragraphs[-1].plain, text.paragraphs[-1].breaks
    return len(starts) > 1 and len(words) - starts[-1] < 0.4 * starts[1]


def _chart(
    source: SlideSource, context: ComposeContext, inks: Inks, room: Box, sizes: tuple[int, ...]
) -> tuple[list[Item], int]:
    """Return a tile for each member at the foot of the panel, and their top; [] if unknown, too many or too high.

    ``sizes`` are the sizes of tiles to try, percent.
    """
    municipalities, councils = context.members.municipalities, context.members.county_councils
    count, more = municipalities.total or 0, (councils.total or 0) if councils.whole else 0
    total = count + more
    if not 0 < total <= MOST or municipalities.total is None:
        return [], room.bottom
    usual = WIDE if total <= MANY else CLOSE
    for part in sizes:
        row = usual.replace(side=usual.side * part // 100, pitch=usual.pitch * part // 100)
        across = min(row.across, (room.w + row.pitch - row.side) // row.pitch)
        row = row.replace(across=max(1, across))
        top = room.bottom - row.height(total)
        if top - room.y >= room.h * 4 // 10:
            break
    else:
        return [], room.bottom
    fills = [inks.mark] * count + [inks.other] * more
    tiles = unit_tiles(f"{source.id}/member", room.x, top, row, fills)
    labels = [f"{count} {counted(context.language, 'municipality', count)}"]
    labels += [f"{more} {counted(context.language, 'county council', more)}"] if more else []
    return [Group(f"{source.id}/members", tiles, ", ".join(labels) + ".")], top


def _two_colours(source: SlideSource, context: ComposeContext, inks: Inks) -> tuple[Run, ...]:
    """Return the text, with its one or two bold runs in the colours of the tiles, as their key."""
    words = runs(source.fields.rich("text"))
    strong = [n for n, run in enumerate(words) if run.bold]
    colours: dict[int, Colour] = {}
    mark, other = context.ink(inks.mark, inks.ground), context.ink(inks.other, inks.ground)
    if len(strong) == 2 and context.members.county_councils:
        colours = {strong[0]: mark, strong[1]: other}
    elif len(strong) == 1:
        colours = {strong[0]: mark}
    return tuple([run.replace(colour=colours[n]) if n in colours else run for n, run in enumerate(words)])


def _beside(source: SlideSource, context: ComposeContext, inks: Inks, area: Box) -> list[Item]:
    """Return the goal, the heading and a row for each focus area; the rows share the remaining height."""
    fields, things = source.fields, entries(source.fields, "items", 1, 6)
    items: list[Item] = []
    y = area.y
    if fields.has("goal"):
        box = area.replace(h=Emu(area.h * GOAL_SHARE // 100))
        drafts, at, steps = (UnfittedText(runs(fields.rich("goal"))),), fields.at("goal"), context.said(28)
        goal = label(f"{source.id}/goal", box, drafts, context, inks.text, at, steps, bold=True)
        assert goal.text is not None
        items.append(goal.replace(box=box.replace(h=goal.text.height)))
        y = Emu(y + goal.text.height)
    if fields.has("heading"):
        under = max(y + OVER_ROWS if items else y, area.y + ROWS_BELOW - HEADING - px(14) if items else 0)
        box = Box(area.x, Emu(under), area.w, HEADING)
        drafts, at, steps = (UnfittedText(runs(fields.rich("heading"))),), fields.at("heading"), context.labels(16)
        colour = context.ink(inks.mark, inks.ground)
        items.append(label(f"{source.id}/heading", box, drafts, context, colour, at, steps, bold=True, anchor="b"))
        y = Emu(box.bottom + px(14))
    elif items:
        y = Emu(max(y + OVER_ROWS, area.y + ROWS_BELOW))
    return [*items, *_rows(source, context, inks, area.inset(0, y - area.y, 0, 0), things)]


def _rows(source: SlideSource, context: ComposeContext, inks: Inks, area: Box, things: tuple[Entry, ...]) -> list[Item]:
    """Return the focus areas, each under a hairline, with names of one size."""
    boxes = lines(area, len(things), TALLEST, centred=False)
    signs, side = signs_of(things, context), min(SIGN if len(things) <= 4 else SMALL_SIGN, boxes[0].h * 8 // 10)
    steps: tuple[Pt, ...] = context.said(24 if len(things) <= 4 else 20)
    rooms, pieces = _placed(things, boxes, side if signs else 0, context, inks)
    if fit_alike(pieces, steps, context.metrics) is None:  # give each its needed height and an equal share of the rest
        needs = [typeset(drafts, frame, steps[-1], context.metrics).height for drafts, frame in pieces]
        spare, y = max(0, (area.h - sum(needs)) // len(things)), int(area.y)
        for n, need in enumerate(needs):
            boxes[n] = Box(area.x, Emu(y), area.w, Emu(need + spare))
            y += need + spare
        rooms, pieces = _placed(things, boxes, side if signs else 0, context, inks)
    texts = context.fit_alike(pieces, steps, tuple([thing.at for thing in things]), f"{source.id}/items")
    made: list[Item] = []
    for thing, box, room, text in zip(things, boxes, rooms, texts):
        key = f"{source.id}/{thing.key}"
        made.append(Shape(f"{key}/rule", box.replace(h=px(1.5)), fill=inks.rule, decorative=True))
        if thing.key in signs:
            place = at_left(box, side)
            made += sign_tile(f"{key}/tile", signs[thing.key], place, inks.mark, context.on(inks.mark))
        made.append(Shape(key, room, text=text))
    return made


def _placed(
    things: tuple[Entry, ...], boxes: list[Box], side: int, context: ComposeContext, inks: Inks
) -> tuple[list[Box], Pieces]:
    rooms = [box.inset(side + TO_NAME if side else 0, 0, 0, 0) for box in boxes]
    frames = [context.frame(room, inks.text, anchor="ctr") for room in rooms]
    return rooms, tuple([(_drafts(thing, inks), frame) for thing, frame in zip(things, frames)])


def _drafts(thing: Entry, inks: Inks) -> tuple[UnfittedText, ...]:
    under = (UnfittedText(runs(thing.text, colour=inks.dim), step=2),) if thing.text else ()
    return (UnfittedText(runs(thing.name)), *under)
