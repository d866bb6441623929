"""Venn: two to four overlapping circles, their common centre, and a list of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.compose.context import ComposeContext, plain_text, runs
from osloregion_slides.compose.entries import Entry, entries, entry_list, report_dead_texts, text_field
from osloregion_slides.compose.page import at_left, content, lines, page, shift, title_text
from osloregion_slides.compose.signs import ICON, sign, sign_tile, signs_of
from osloregion_slides.compose.tiles import ROUND, px
from osloregion_slides.fit.rectangle import text_box
from osloregion_slides.fit.setting import UnfittedText, fit
from osloregion_slides.scene import Box, Group, Run, Shape, Stroke

if TYPE_CHECKING:
    from osloregion_slides.base.findings import Location
    from osloregion_slides.compose.roles import Inks
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.scene import Colour, Item, Slide, Text

SCHEMA: dict[str, object] = {
    "description": "Overlapping circles",
    "properties": {
        "centre": text_field("What the circles have in common"),
        "items": entry_list("The circles", least=2, most=4, more=ICON),
    },
    "required": ["items"],
}
GROUNDS = ("fjord", "ice")

ALPHA = 86
"""The opacity of circles, percent: overlaps show through, and outlines stay visible."""
FIGURES = {
    2: (352, 148, ((-98, 0), (98, 0)), ((-186, 0), (186, 0)), 0),
    3: (312, 168, ((0, -91), (105, 91), (-105, 91)), ((0, -136), (151, 118), (-151, 118)), 30),
    4: (284, 156, ((0, -104), (126, 0), (0, 104), (-126, 0)), ((0, -176), (204, 0), (0, 176), (-204, 0)), 0),
}
"""By count: the diameters of circles and of the centre, the positions of circles and of signs clockwise from the top,
and the distance of the centre below the figure's middle (px)."""
WIDE, HIGH = 560, 494
"""The size of the largest figure, px."""
SIGN = 74
KEY, KEY_OF_FOUR, PITCH, PITCH_OF_FOUR, TO_NAME = px(96), px(80), px(150), px(120), px(26)
LIST_AT = 628
"""The start of the list, px from the figure's left edge."""
OUTLINE = Pt(1.875)
GREEN = frozenset(["leaf", "sprout", "trees", "tree-pine", "tree-deciduous", "recycle", "flower", "wheat"])
"""Signs associated with green; only circles with one of them are green, and only if there are more than two."""


SHORT, LARGEST_SHORT = 14, 44
"""The most letters of short names in the list, and their largest size, points."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: overlapping circles at the left, and their names at the right in the same order."""
    report_dead_texts(source.fields, "items")
    layout = context.layout("title_only")
    area, inks = content(source, layout), context.inks(layout.background)
    things = entries(source.fields, "items", 2, 4)
    signs = signs_of(things, context)
    fills = _fills(context, inks, [signs.get(thing.key, "") for thing in things])
    scale = min(1.0, area.h / px(HIGH), area.w * 0.48 / px(WIDE))
    figure, centred = _figure(source, context, things, fills, signs, _middle(area, scale), scale)
    names = ", ".join([plain_text(thing.name) for thing in things])
    drawn = Group(f"{source.id}/venn", tuple(figure), f"{title_text(source)}: {names}.")
    left = round(px(LIST_AT) * scale)
    named = list(zip([thing.key for thing in things], [thing.name for thing in things], [thing.at for thing in things]))
    if not centred:
        named.append(("centre", source.fields.rich("centre"), source.fields.at("centre")))
        fills.append(context.roles.this_one)
    beside = _list(source, context, inks, named, fills, signs, area.inset(left, 0, 0, 0))
    return (page(source, context, layout, (drawn, *beside)),)


def _fills(context: ComposeContext, inks: Inks, names: list[str]) -> list[Colour]:
    """Return the fill of each circle: green for a sign in ``GREEN`` among three or more circles, otherwise the brand
    colour, the second, and two further ones in turn.
    """
    found = context.roles
    dark = inks.text == found.paper
    plain = iter([found.brand, found.second, *((found.paper, inks.tints[-1]) if dark else (found.dark, found.quiet))])
    return [found.green if name in GREEN and len(names) > 2 else next(plain) for name in names]


def _middle(area: Box, scale: float) -> tuple[int, int]:
    return area.x + round(px(WIDE) * scale) // 2, area.y + area.h // 2


def _figure(
    source: SlideSource,
    context: ComposeContext,
    things: tuple[Entry, ...],
    fills: list[Colour],
    signs: dict[str, str],
    middle: tuple[int, int],
    scale: float,
) -> tuple[list[Item], bool]:
    """Return the circles, and whether the text of the centre fits in them; otherwise it goes into the list."""
    wide, core, places, marks, under = FIGURES[len(things)]

    def around(at: tuple[int, int], side: int) -> Box:
        x, y = (round(centre + px(offset) * scale) for centre, offset in zip(middle, at))
        size = round(px(side) * scale)
        return Box(Emu(x - size // 2), Emu(y - size // 2), Emu(size), Emu(size))

    edge = Stroke(context.roles.paper, OUTLINE)
    made: list[Item] = []
    for thing, at, fill in zip(things, places, fills):
        seen = fill.replace(alpha=ALPHA)
        made.append(Shape(f"{source.id}/{thing.key}", around(at, wide), "ellipse", seen, alt=plain_text(thing.name)))
    for thing, at in zip(things, places):
        made.append(Shape(f"{source.id}/{thing.key}/outline", around(at, wide), "ellipse", None, edge, decorative=True))
    for number, (thing, at, fill) in enumerate(zip(things, marks, fills), 1):
        key, box = f"{source.id}/{thing.key}/mark", around(at, SIGN)
        if thing.key in signs:
            made.append(sign(key, signs[thing.key], box, context.on(fill)))
        else:
            made.append(_number(key, box, number, None, context.on(fill), source, context))
    text = _centre(source, context, around((0, under), core)) if source.fields.has("centre") else ()
    return [*made, *text], len(text) != 1


def _number(
    key: str, box: Box, number: int, fill: Colour | None, ink: Colour, source: SlideSource, context: ComposeContext
) -> Shape:
    """Return the number of an entry without a sign, for its circle and the list."""
    frame = context.frame(box, ink, bold=True, anchor="ctr")
    steps = context.said(36)
    text = context.fit((UnfittedText((Run(str(number)),), align="ctr"),), frame, steps, source.at, key)
    return Shape(key, box, "roundRect" if fill else "rect", fill, None, text, adjust=ROUND if fill else ())


def _centre(source: SlideSource, context: ComposeContext, disc: Box) -> tuple[Shape, ...]:
    """Return the disc where all circles overlap, with its text: in a flat box as wide as the disc, or in its inscribed
    square, whichever gives larger type; only the disc if the text does not fit.
    """
    fill, key = context.roles.this_one, f"{source.id}/centre"
    drafts, steps = (UnfittedText(runs(source.fields.rich("centre")), align="ctr"),), context.labels(22)
    square = text_box("ellipse", disc)
    flat = disc.inset(disc.w * 15 // 1000, disc.h * 31 // 100, disc.w * 15 // 1000, disc.h * 31 // 100)
    frames = [context.frame(box, context.on(fill), bold=True, anchor="ctr") for box in (flat, square)]
    found = [fit(drafts, frame, steps, context.metrics) for frame in frames]
    back = Shape(f"{key}/disc", disc, "ellipse", fill, decorative=True)
    texts = [(text, box) for text, box in zip(found, (flat, square)) if text]
    if not texts:
        return (back,)
    text, box = max(texts, key=lambda one: _size(one[0]))
    return back, Shape(key, box, text=text)


def _size(text: Text) -> float:
    return text.paragraphs[0].size


def _list(
    source: SlideSource,
    context: ComposeContext,
    inks: Inks,
    named: list[tuple[str, Rich, Location]],
    fills: list[Colour],
    signs: dict[str, str],
    area: Box,
) -> list[Item]:
    """Return the list of tiles and names, vertically centred like the figure."""
    four, count = len(named) >= 4, len(named)
    key_side = KEY_OF_FOUR if four else KEY
    pitch = min(PITCH_OF_FOUR if four else PITCH * 3 // count, area.h // count)
    side = min(key_side, pitch * 8 // 10, area.w // 4)
    rows = lines(area, count, pitch)
    rooms = [row.inset(side + TO_NAME, 0, 0, 0) for row in rows]
    pieces = tuple(
        [
            ((UnfittedText(runs(name)),), context.frame(room, inks.text, bold=True, anchor="ctr"))
            for (_, name, _), room in zip(named, rooms)
        ]
    )
    short = max([len(plain_text(name)) for _, name, _ in named]) <= SHORT
    largest = LARGEST_SHORT if short else 24 if four else 28
    places, steps = tuple([at for _, _, at in named]), context.said(largest)
    texts = context.fit_alike(pieces, steps, places, f"{source.id}/items")
    right = shift(texts, rooms, context)
    rows = [row.replace(x=Emu(row.x + right)) for row in rows]
    rooms = [room.replace(x=Emu(room.x + right), w=Emu(room.w - right)) for room in rooms]
    made: list[Item] = []
    for number, ((name, _, _), row, room, fill, text) in enumerate(zip(named, rows, rooms, fills, texts), 1):
        key = f"{source.id}/{name}"
        box = at_left(row, side)
        if name in signs:
            made += sign_tile(f"{key}/tile", signs[name], box, fill, context.on(fill))
        elif name == "centre":
            made.append(Shape(f"{key}/tile", box, "roundRect", fill, decorative=True, adjust=ROUND))
        else:
            made.append(_number(f"{key}/tile", box, number, fill, context.on(fill), source, context))
        made.append(Shape(f"{key}/name", room, text=text))
    return made
