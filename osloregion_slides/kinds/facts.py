"""Facts: one to four large numbers, each with a line under it, beside the members' map with a highlighted member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.compose.art import BACKDROP_FIELD, lit_member, with_art
from osloregion_slides.compose.context import ComposeContext, plain_text, runs
from osloregion_slides.compose.entries import MEMBER_FIELDS, Entry, entries, name_field, text_field
from osloregion_slides.compose.page import TITLE_FLOOR, at_left, content, lines, page
from osloregion_slides.compose.places import fill
from osloregion_slides.compose.signs import ICON, sign_tile, signs_of
from osloregion_slides.compose.solver import Candidate, solve
from osloregion_slides.compose.tiles import px
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.outline.text_schema import listed, mapping, ref
from osloregion_slides.scene import Box, Shape

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.compose.roles import Inks
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Placeholder, Slide

_FACT = mapping(
    {
        "id": ref("id"),
        "name": name_field("The number as displayed: `28 092`, `+1,8 %`"),
        "text": text_field("What the number measures, and when"),
        **ICON,
    },
    "name",
)
SCHEMA: dict[str, object] = {
    "description": "One to four large numbers",
    "properties": {
        "items": listed(_FACT, "The numbers", 1, 4),
        "backdrop": BACKDROP_FIELD,
        "highlight": MEMBER_FIELDS["highlight"],
    },
    "required": ["items"],
}
EXAMPLE = """
- id: facts-of-a-member
  kind: facts
  title: {all: Halden}
  highlight: Halden
  items:
    - {name: "28 092", text: {nb: innbyggere 1.1.2008, en: inhabitants on 1 January 2008}}
    - {name: "1", text: {nb: stemme i Samarbeidsrådet, en: vote in the Council}}
"""
GROUNDS = ("fjord",)

SIZES = {1: (120, 28, 64), 2: (60, 24, 58), 3: (54, 24, 58), 4: (44, 20, 62)}
"""By count: the largest sizes of the numbers and of the lines (points), and the numbers' percentage of a row."""
DISPLAY_SIZES = (120, 108, 96, 88, 80, 72)
"""Sizes above the type scale, for a single number only."""
NUMBER_SHARES = (54, 46, 38)
"""The numbers' percentages of a row to try if the lines under them are long."""
TITLE, TITLE_HEIGHT = Pt(60), px(92)
WIDE, RULE, UNDER_TITLE, HANG = px(476), px(1.5), px(12), px(6)
TALLEST, LARGEST_SIGN, BESIDE_SIGN = px(310), px(96), px(24)


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide."""
    layout = context.layout("title_only")
    lit = lit_member(source, context)
    title, area = _title(source, context, layout), content(source, layout)
    if title and title.box.bottom + UNDER_TITLE > area.y:
        area = area.inset(0, title.box.bottom + UNDER_TITLE - area.y, 0, 0)
    things = entries(source.fields, "items", 1, 4)
    drawn = _rows(source, context, layout, area.replace(w=min(WIDE, area.w)), things)
    slide = page(source, context, layout, tuple(drawn), title=title)
    return (with_art(slide, source, context, layout, lit, beside=True),)


def _title(source: SlideSource, context: ComposeContext, layout: Layout) -> Placeholder | None:
    """Return the large title above the column of numbers; None in a brand without grounds."""
    slot = layout.slot("title", "ctrTitle")
    if slot is None or not context.brand.grounds:
        return None
    box = Box(slot.box.x, slot.box.y, WIDE, TITLE_HEIGHT)
    drafts, at = (UnfittedText(runs(source.fields.rich("title"))),), source.fields.at("title")
    key = f"{source.id}/title"
    return fill(slot, key, drafts, context, at, floor=TITLE_FLOOR, box=box, largest=TITLE)


def _rows(
    source: SlideSource, context: ComposeContext, layout: Layout, area: Box, things: tuple[Entry, ...]
) -> list[Item]:
    """Return a row for each number under a hairline; all numbers share one size, and all lines another."""
    inks, signs = context.inks(layout.background), signs_of(things, context)
    rows = lines(area, len(things), TALLEST, centred=False)
    side = min(LARGEST_SIGN, rows[0].h * 6 // 10)
    rooms = [row.inset(side + BESIDE_SIGN if signs else 0, 0, 0, 0) for row in rows]
    largest, line, share = SIZES[len(things)]
    great = tuple([Pt(size) for size in DISPLAY_SIZES if size <= largest]) + context.said(largest)
    shares = {f"{way}": way for way in (share, *NUMBER_SHARES)}
    ways = {name: _pieces(things, rooms, way, context, inks) for name, way in shares.items()}
    made = [Candidate(name, ((one, great), (two, context.said(line)))) for name, (one, two) in ways.items()]
    found = next((best for one in made if (best := solve([one], context))), None)
    places, key = tuple([thing.at for thing in things]), f"{source.id}/items"
    if found:
        share, (sizes, texts) = shares[found.name], found.texts
    else:
        numbers, unders = ways[f"{share}"]
        sizes = context.fit_alike(numbers, great, places, key)
        texts = context.fit_alike(unders, context.said(line), places, key)
    items: list[Item] = []
    for thing, row, room, number, under in zip(things, rows, rooms, sizes, texts):
        key = f"{source.id}/{thing.key}"
        hang = HANG if number.paragraphs[0].size >= 120 and not signs else 0
        high = room.h * share // 100
        items.append(Shape(f"{key}/rule", row.replace(h=RULE), fill=inks.rule, decorative=True))
        if thing.key in signs:
            box = at_left(row, side)
            items += sign_tile(f"{key}/tile", signs[thing.key], box, inks.mark, context.on(inks.mark))
        items.append(Shape(key, Box(Emu(room.x - hang), room.y, Emu(room.w + hang), Emu(high)), text=number))
        if plain_text(thing.text):
            items.append(Shape(f"{key}/text", room.inset(0, high, 0, 0), text=under))
    return items


def _pieces(
    things: tuple[Entry, ...], rooms: list[Box], share: int, context: ComposeContext, inks: Inks
) -> tuple[Pieces, Pieces]:
    """Return the numbers and the lines under them, with the numbers in this percentage of their rows."""
    numbers, unders = [], []
    for thing, room in zip(things, rooms):
        high = room.h * share // 100
        frame = context.frame(room.replace(h=high), inks.text, bold=True, anchor="b")
        numbers.append(((UnfittedText(runs(thing.name)),), frame))
        unders.append(((UnfittedText(runs(thing.text)),), context.frame(room.inset(0, high, 0, 0), inks.lead)))
    return tuple(numbers), tuple(unders)
