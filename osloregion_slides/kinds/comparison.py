"""Comparison: two sides of a subject, as a disc in a ring per side if proportions are given, otherwise two blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.compose.context import TIGHT, ComposeContext, plain_text, runs
from osloregion_slides.compose.entries import TEXT, text_field
from osloregion_slides.compose.page import TALL, card, content, label, page, row
from osloregion_slides.compose.solver import Candidate, solve
from osloregion_slides.compose.tiles import px
from osloregion_slides.fit.rectangle import text_box
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.outline.text_schema import listed, mapping
from osloregion_slides.scene import Box, Shape, Stroke

if TYPE_CHECKING:
    from osloregion_slides.compose.roles import Inks
    from osloregion_slides.outline.fields import Fields
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Colour, Item, Slide, Text

SIDE = mapping(
    {
        "heading": text_field("Heading of this side"),
        "points": listed(TEXT, "Points of this side"),
        "proportion": {
            "type": "number",
            "minimum": 0.02,
            "maximum": 1,
            "description": "Diameter of the disc as a share of the diameter of its ring, 0.02 to 1",
        },
    },
    "heading",
    "points",
)
SCHEMA: dict[str, object] = {
    "description": "A comparison of two sides",
    "properties": {"sides": listed(SIDE, "The two sides", 2, 2)},
    "required": ["sides"],
}
GROUNDS = ("fjord", "blue")

HALF = 0.5
"""The proportion above which the words of a side are inside its disc."""
ABOVE_FOOT = px(12)
"""The distance of a disc from the ring's foot."""
HEADING, HEADINGS = px(50), (px(40), px(72))
"""The distance of the heading from the ring's top, and its heights to try."""
POINT_GAP = Pt(9)
"""The space between points if one of them has a second line."""
PAD, BLOCK_RADIUS, BLOCK_GAP = px(36), px(20), px(24)
BLOCK_HEAD = px(86)
MOST_ROWS = 6
"""The most points in blocks; more are a table, which can continue on further slides."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slides: rings if both sides have a proportion, otherwise blocks, or a table for many points."""
    layout = context.layout("title_only")
    area, sides = content(source, layout), source.fields.list("sides")
    inks = context.inks(layout.background)
    measured = all([side.has("proportion") for side in sides])
    made = _rings(source, context, area, inks, sides) if measured else ()
    if not made and max([len(side.nodes("points")) for side in sides]) > MOST_ROWS:
        return _table(source, context, sides)
    return (page(source, context, layout, made or _blocks(source, context, area, inks, sides)),)


# Rings: one per side, each with a disc for the compared subject in the highlight colour.


def _rings(
    source: SlideSource, context: ComposeContext, area: Box, inks: Inks, sides: tuple[Fields, ...]
) -> tuple[Item, ...]:
    """Return the rings at the edges of the area; () if the words of a side do not fit in its circles.

    On a tall page they are below each other. Headings take a second line if necessary.
    """
    tall = area.h > area.w * TALL
    across = Emu(min(area.w, area.h * 48 // 100) if tall else min(area.h, area.w * 48 // 100))
    x, y = (Emu(start + (side - across) // 2) for start, side in ((area.x, area.w), (area.y, area.h)))
    places = ((x, area.y), (x, area.bottom - across)) if tall else ((area.x, y), (area.right - across, y))
    rings = tuple([Box(Emu(left), Emu(top), across, across) for left, top in places])
    discs = tuple([_disc(side, ring) for side, ring in zip(sides, rings)])
    inside = tuple([(side.number("proportion") or 0) > HALF for side in sides])
    world = _ring_fill(context, inks)
    ways = {}
    for high in HEADINGS:
        boxes = [_square(d) if w else _beside(ring, d, high) for ring, d, w in zip(rings, discs, inside)]
        heads = [Box(Emu(r.x + across // 6), Emu(r.y + HEADING), Emu(across * 4 // 6), high) for r in rings]
        for n, (disc, within) in enumerate(zip(discs, inside)):
            if within and heads[n].bottom > disc.y + disc.h // 6:  # a disc that fills its ring holds the heading, too
                heads[n] = Box(Emu(disc.x + disc.w // 4), Emu(disc.y + disc.h // 10), Emu(disc.w // 2), high)
                boxes[n] = boxes[n].inset(0, max(0, heads[n].bottom - boxes[n].y), 0, 0)
        clear = all([w or head.bottom <= disc.y + disc.h // 6 for head, disc, w in zip(heads, discs, inside)])
        if clear and min([box.h for box in boxes]) > 0:
            ways[f"{high}"] = boxes, heads
    text_inks = [context.on(context.roles.this_one if within else world) for within in inside]
    texts = [(UnfittedText(runs(side.rich("heading")), align="ctr"),) for side in sides]
    found = None
    for apart in (None, POINT_GAP):
        candidates = []
        for name, (boxes, heads) in ways.items():
            frames = [context.frame(b, ink, bold=True, anchor="ctr", insets=TIGHT) for b, ink in zip(boxes, text_inks)]
            grounds = [context.roles.this_one if head.y > disc.y else world for head, disc in zip(heads, discs)]
            over = [context.frame(head, context.on(at), bold=True) for head, at in zip(heads, grounds)]
            words = tuple(zip([_words(side, apart) for side in sides], frames))
            candidates.append(Candidate(name, ((words, context.said(28)), (tuple(zip(texts, over)), context.said(24)))))
        found = next((best for one in candidates if (best := solve([one], context))), None)
        if found is None or not any(map(_runs_together, found.texts[0])):
            break
    if found is None:
        return ()
    boxes, heads = ways[found.name]
    made: list[Item] = []
    for n, (side, ring, disc) in enumerate(zip(sides, rings, discs)):
        key = f"{source.id}/side-{n + 1}"
        line = Stroke(context.line(context.roles.second, inks.ground), Pt(1.9), "sysDot", round=True)
        share = round(100 * (side.number("proportion") or 0))
        alt = f"{plain_text(side.rich('heading'))}: {share} %"
        made.append(Shape(f"{key}/world", ring, "ellipse", world, line, alt=alt))
        made.append(Shape(f"{key}/disc", disc, "ellipse", context.roles.this_one, decorative=True))
        made.append(Shape(f"{key}/heading", heads[n], text=found.texts[1][n]))
        made.append(Shape(key, boxes[n], text=found.texts[0][n]))
    return tuple(made)


def _ring_fill(context: ComposeContext, inks: Inks) -> Colour:
    """Return the fill of a ring: a shade of the ground on which text is as readable as on the ground."""
    dark = inks.text == context.roles.paper
    return inks.ground.shaded(90, 10) if dark else context.roles.quiet


def _disc(side: Fields, ring: Box) -> Box:
    """Return the box of the disc, its diameter in proportion to the ring, near the ring's foot."""
    wide = Emu(round(ring.w * (side.number("proportion") or HALF)))
    low = min(ABOVE_FOOT, (ring.h - wide) // 2)
    return Box(Emu(ring.x + (ring.w - wide) // 2), Emu(ring.bottom - wide - low), wide, wide)


def _square(disc: Box) -> Box:
    return text_box("ellipse", disc)


def _beside(ring: Box, disc: Box, heading: Emu) -> Box:
    """Return the room in a ring above its disc and below its heading."""
    side = Emu(ring.w * 3 // 4)
    top = ring.y + HEADING + heading + px(2)
    return Box(Emu(ring.x + (ring.w - side) // 2), Emu(top), side, Emu(disc.y - px(24) - top))


def _words(side: Fields, apart: Pt | None) -> tuple[UnfittedText, ...]:
    points = side.rich_list("points")
    return tuple(
        [UnfittedText(runs(point), align="ctr", before=apart if n else None) for n, point in enumerate(points)]
    )


def _runs_together(text: Text) -> bool:
    """Return whether one of several points has a second line, so that points need space to be distinct."""
    return len(text.paragraphs) > 1 and any([len(paragraph.breaks) > 1 for paragraph in text.paragraphs])


# Blocks: the points of both sides in shared rows, so that corresponding points are level.


def _blocks(
    source: SlideSource, context: ComposeContext, area: Box, inks: Inks, sides: tuple[Fields, ...]
) -> tuple[Item, ...]:
    """Return two blocks with a heading and a row for each point, the texts of both at one size."""
    boxes, found = row(area, 2, BLOCK_GAP), context.roles
    fills = (found.brand if inks.ground != found.brand else found.dark, _ring_fill(context, inks))
    points = [side.rich_list("points") for side in sides]
    rows = max([len(one) for one in points], default=1) or 1
    head = Emu(min(BLOCK_HEAD, area.h // 4))
    pitch = (area.h - head - PAD // 2) // rows
    pieces, places, keys = [], [], []
    for n, (box, fill, own) in enumerate(zip(boxes, fills, points)):
        for index, point in enumerate(own):
            place = Box(box.x + PAD, Emu(box.y + head + pitch * index), box.w - 2 * PAD, Emu(pitch))
            frame = context.frame(place, context.on(fill), anchor="ctr", insets=TIGHT)
            pieces.append(((UnfittedText(runs(point)),), frame))
            places.append(place)
            keys.append(f"{source.id}/side-{n + 1}/point-{index + 1}")
    at = tuple([place for side in sides for place in side.places("points")])
    texts = context.fit_alike(tuple(pieces), context.said(24), at or source.at, f"{source.id}/sides")
    made: list[Item] = []
    for n, (side, box, fill) in enumerate(zip(sides, boxes, fills)):
        key, colour = f"{source.id}/side-{n + 1}", context.on(fill)
        made.append(card(f"{key}/block", box, fill, radius=BLOCK_RADIUS, decorative=True))
        place = Box(box.x + PAD, Emu(box.y + px(14)), box.w - 2 * PAD, Emu(head - px(14)))
        drafts, where = (UnfittedText(runs(side.rich("heading"))),), side.at("heading")
        made.append(
            label(f"{key}/heading", place, drafts, context, colour, where, context.said(28), bold=True, anchor="ctr")
        )
    rules = [context.inks(fill).rule for fill, own in zip(fills, points) for _ in own]
    for key, place, text, rule in zip(keys, places, texts, rules):
        made.append(Shape(f"{key}/rule", place.replace(h=px(1.5)), fill=rule, decorative=True))
        made.append(Shape(key, place, text=text))
    return tuple(made)


def _table(source: SlideSource, context: ComposeContext, sides: tuple[Fields, ...]) -> tuple[Slide, ...]:
    """Return the points of both sides as a native table of two columns, with corresponding points in one row."""
    from osloregion_slides.kinds.table import rows_of

    columns, places = [side.rich_list("points") for side in sides], [side.places("points") for side in sides]
    count = max([len(points) for points in columns])
    rows = [tuple([points[n] if n < len(points) else () for points in columns]) for n in range(count)]
    at = tuple([next(side[n] for side in places if n < len(side)) for n in range(count)])
    head = tuple([side.rich("heading") for side in sides])
    return rows_of(source, context, [head, *rows], at, even=True)
