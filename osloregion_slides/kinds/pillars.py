"""Pillars: entries on a common base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu
from osloregion_slides.compose.context import ComposeContext, plain_text, runs
from osloregion_slides.compose.entries import Entry, entries, entry_list, text_field
from osloregion_slides.compose.page import at_left, column, content, page, row, title_text
from osloregion_slides.compose.signs import ICON, icon, sign, signs_of
from osloregion_slides.compose.solver import Candidate, solve
from osloregion_slides.compose.tiles import px
from osloregion_slides.fit.setting import Frame, UnfittedText
from osloregion_slides.outline.text_schema import string
from osloregion_slides.scene import Box, Group, Shape

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Align, Item, Slide

    Piece = tuple[tuple[UnfittedText, ...], Frame]

SCHEMA: dict[str, object] = {
    "description": "Pillars on a common base",
    "properties": {
        "base": text_field("Text on the base"),
        "icon": string("Name of the line icon beside the base, such as `eye`"),
        "items": entry_list("The pillars", least=2, most=6, more=ICON),
    },
    "required": ["base", "items"],
}
GROUNDS = ("base",)

FOOT = px(110)
"""The height of the base on a layout without a ground for it."""
GUTTER, PAD, RADIUS = px(24), px(18), px(14)
SIGN, SIGN_OF_MANY, BASE_SIGN, SIDE_SIGN = px(184), px(150), px(66), px(84)
FEW = 3
"""The most pillars with the larger signs."""
SMALLER = (3, 1)
"""The number of steps by which a text is smaller than its name, in order of preference."""
IN_A_ROW, COMFORTABLE = 5, 20
"""The most pillars in one row, and the size (points) below which names of four or five need two rows."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: pillars on the dark ground at the foot, which shows the base."""
    lined = source.fields.has("source") or source.fields.has("footnotes")  # the base has no room for lines
    layout = context.layout("title_only" if lined else "base")
    things = entries(source.fields, "items", 2, 6)
    grounded = layout.role == "base"
    area = layout.content if grounded else content(source, layout).inset(0, 0, 0, FOOT)
    made = _pillars(source, context, things, area)
    foot = Box(area.x, area.bottom, area.w, FOOT)
    if not grounded:
        made.append(Shape(f"{source.id}/ground", foot, fill=context.roles.dark, decorative=True))
    made += _base(source, context, foot if grounded else foot.inset(PAD, 0, PAD, 0))
    names = ", ".join([plain_text(thing.name) for thing in things])
    alt = f"{title_text(source)}: {plain_text(source.fields.rich('base'))} → {names}."
    return (_page(source, context, layout, Group(f"{source.id}/pillars", tuple(made), alt)),)


def _page(source: SlideSource, context: ComposeContext, layout: Layout, drawn: Group) -> Slide:
    return page(source, context, layout, (drawn,), foot=context.roles.dark if layout.role == "base" else None)


def _base(source: SlideSource, context: ComposeContext, foot: Box) -> list[Item]:
    """Return the name of the base and its sign, on the dark ground."""
    inks, name = context.inks(context.roles.dark), icon(source.fields)
    left = BASE_SIGN + GUTTER - px(4) if name else 0
    drafts = (UnfittedText(runs(source.fields.rich("base"))),)
    box, key = foot.inset(left, px(10), 0, px(10)), f"{source.id}/base"
    frame = context.frame(box, inks.text, bold=True, anchor="ctr")
    text = context.fit(drafts, frame, context.said(36), source.fields.at("base"), key)
    made: list[Item] = [Shape(key, box, text=text)]
    if name:
        place = at_left(foot, BASE_SIGN)
        made.append(sign(f"{key}/sign", name, place, inks.mark))
    return made


def _pillars(source: SlideSource, context: ComposeContext, things: tuple[Entry, ...], area: Box) -> list[Item]:
    """Return the pillars in one row, or in two if their text does not fit in narrow ones."""
    signs, count = signs_of(things, context), len(things)
    ways = [row(area, count, GUTTER)] if count <= IN_A_ROW else []
    if count > FEW:
        above, below = column(area, 2, GUTTER)
        ways.append((*row(above, count // 2, GUTTER), *row(below, count - count // 2, GUTTER)))
    noted = any([thing.text for thing in things])
    for boxes, down in [(boxes, down) for boxes in ways for down in (SMALLER if noted else SMALLER[:1])]:
        low = boxes[-1].y > area.y
        rooms = [_room(box, bool(signs), count, low) for box in boxes]
        pieces = tuple([_piece(thing, room, context, low, down) for thing, (_, room) in zip(things, rooms)])
        least = 0 if boxes is ways[-1] else COMFORTABLE
        steps = context.with_notes(36, down) if noted else context.said(36)
        steps = tuple([step for step in steps if step >= least])
        found = solve([Candidate("pillars", ((pieces, steps),))], context)
        if found:
            break
    places = tuple([thing.at for thing in things])
    texts = found.texts[0] if found else context.fit_alike(pieces, context.said(36), places, f"{source.id}/items")
    fill = context.roles.brand
    made: list[Item] = []
    for thing, box, (place, room), text in zip(things, boxes, rooms, texts):
        shape = "round2SameRect" if box.bottom == area.bottom else "roundRect"
        adjust = 100_000 * RADIUS // max(1, min(box.w, box.h))
        guides = (("adj1", adjust), ("adj2", 0)) if shape == "round2SameRect" else (("adj", adjust),)
        key = f"{source.id}/{thing.key}"
        made.append(Shape(f"{key}/pillar", box, shape, fill, decorative=True, adjust=guides))
        made.append(Shape(key, room, text=text))
        if thing.key in signs:
            made.append(sign(f"{key}/sign", signs[thing.key], place, context.on(fill)))
    return made


def _room(box: Box, signs: bool, count: int, low: bool) -> tuple[Box, Box]:
    """Return the boxes of a pillar's sign and of its text, under the sign, or beside it in a low pillar."""
    inner = box.inset(PAD, PAD, PAD, PAD)
    if not signs:
        return inner, inner
    if low:
        side = min(SIDE_SIGN, inner.h // 2)
        left = at_left(inner, side)
        return left, inner.inset(side + PAD, 0, 0, 0)
    side = min(SIGN if count <= FEW else SIGN_OF_MANY, box.h * 48 // 100, inner.w)
    place = Box(Emu(box.x + (box.w - side) // 2), Emu(box.y + box.h * 88 // 1000), Emu(side), Emu(side))
    return place, Box(inner.x, place.bottom + PAD, inner.w, inner.bottom - place.bottom - PAD)


def _piece(thing: Entry, room: Box, context: ComposeContext, low: bool, down: int) -> Piece:
    frame = context.frame(room, context.on(context.roles.brand), anchor="ctr")
    align: Align | None = None if low else "ctr"
    name = UnfittedText(runs(thing.name, bold=True), align=align)
    under = (UnfittedText(runs(thing.text), align=align, step=down),) if thing.text else ()
    return (name, *under), frame
