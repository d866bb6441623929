"""Hub: a centre as a disc, and its entries beside it on an arc, or in a panel if they are many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.compose.context import ComposeContext, plain_text, runs
from osloregion_slides.compose.entries import Entry, entries, entry_list, text_field
from osloregion_slides.compose.page import content, deal, middle, pages, rounded, shift, title_text
from osloregion_slides.compose.signs import ICON, sign_tile, signs_of
from osloregion_slides.compose.solver import Candidate, solve
from osloregion_slides.compose.tiles import ROUND, px
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Box, Connector, ConnectorEnd, Group, Shape, Stroke

if TYPE_CHECKING:
    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.compose.roles import Inks
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Colour, Item, Slide, Text

SCHEMA: dict[str, object] = {
    "description": "A centre with entries around it",
    "properties": {
        "centre": text_field("Text in the centre"),
        "items": entry_list("Entries around the centre", least=2, most=24, more=ICON),
    },
    "required": ["centre", "items"],
}
GROUNDS = ("ice", "snow")

FEW, ON_ARC, MOST = 3, 6, 12
"""The most entries that are never in the panel, the most on the arc, and the most on a slide."""
HIGH = px(500)
"""The reference height of the composition, which is scaled down in a lower area."""
DISC, ARC = 238, 500
"""The radius of the disc, and of the arc through the tiles' centres, px."""
ARCS = {2: (104, 210), 3: (104, 176), 4: (84, 140), 5: (84, 105), 6: (72, 84)}
"""By number of entries: the side and vertical pitch of tiles, px."""
DISC_INSET = 122
"""The distance of the disc's centre from the left margin if it bleeds off the slide, px."""
PANEL_DISC_INSET = 26
"""The same with a panel, px."""
BELOW_MIDDLE = px(4)
"""The distance of the composition below the middle of the area."""
SMALL = 36
"""The side of a tile without a sign, as a percentage of one with a sign."""
PANEL_AT, PANEL_PAD, PANEL_TILE = px(308), px(24), px(56)
TO_NAME, IN_ROW, TO_RULE = px(28), px(20), px(6)
NARROW = px(300)
"""The width of a column in the panel from which two are side by side."""
LINK = Pt(2.25)
LARGEST, LARGEST_IN_PANEL, CENTRE = 36, 26, 24
SMALLER = (4, 1)
"""The number of steps by which a text is smaller than its name, in order of preference."""
COMFORTABLE = 20
"""The least size of names on the arc, points; smaller ones are in the panel instead."""


class Plan(Record):
    """The layout of a hub: the disc, the box of the centre's words, tiles and names, and the panel if any."""

    disc: Box
    words: Box
    tiles: tuple[Box, ...]
    names: tuple[Box, ...]
    panel: Box | None = None
    rows: tuple[Box, ...] = ()


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return as many slides as the entries need."""
    layout = context.layout("title_only")
    area, inks = content(source, layout), context.inks(layout.background)
    things = entries(source.fields, "items", 2, 24)
    parts = deal(things, lambda part: True, MOST)

    def draw(part: tuple[Entry, ...], _: int) -> tuple[Item, ...]:
        return (_drawn(source, context, inks, area, part, len(parts) > 1),)

    return pages(source, context, layout, parts, draw)


def _drawn(
    source: SlideSource, context: ComposeContext, inks: Inks, area: Box, things: tuple[Entry, ...], continues: bool
) -> Group:
    bleeds = bool(context.brand.grounds)
    plans = [_arc(area, len(things), bleeds)] if len(things) <= ON_ARC and not continues else []
    plans += [_panel(area, len(things), bleeds)] if len(things) > FEW or continues else []
    plan, texts = plans[-1], None
    for plan, down in [
        (plan, down) for plan in plans for down in (SMALLER if any([t.text for t in things]) else SMALLER[:1])
    ]:
        largest = LARGEST_IN_PANEL if plan.panel else LARGEST
        steps = context.with_notes(largest, down) if any([t.text for t in things]) else context.said(largest)
        steps = tuple([step for step in steps if step >= COMFORTABLE or plan is plans[-1]])
        found = solve([Candidate("hub", ((_pieces(things, plan, context, inks, down), steps),))], context)
        if found:
            texts = found.texts[0]
            break
    if texts is None:
        places, steps = tuple([thing.at for thing in things]), context.said(LARGEST)
        texts = context.fit_alike(_pieces(things, plan, context, inks, 1), steps, places, f"{source.id}/items")
    right = 0 if plan.panel else shift(texts, plan.names, context)
    tiles = tuple([tile.replace(x=Emu(tile.x + right)) for tile in plan.tiles])
    rooms = tuple([name.replace(x=Emu(name.x + right), w=Emu(name.w - right)) for name in plan.names])
    plan = plan.replace(tiles=tiles, names=rooms)
    names = ", ".join([plain_text(thing.name) for thing in things])
    alt = f"{title_text(source)}: {plain_text(source.fields.rich('centre'))} – {names}."
    shapes = (*_centre(source, context, inks, plan, bleeds), *_things(source, context, inks, things, plan, texts))
    return Group(f"{source.id}/hub", shapes, alt)


def _pieces(things: tuple[Entry, ...], plan: Plan, context: ComposeContext, inks: Inks, down: int) -> Pieces:
    under = context.inks(_panel_fill(context, inks)) if plan.panel else inks
    return tuple(
        [
            (_drafts(thing, under.dim, down), context.frame(box, under.text, anchor="ctr"))
            for thing, box in zip(things, plan.names)
        ]
    )


def _panel_fill(context: ComposeContext, inks: Inks) -> Colour:
    return context.roles.dark if inks.text == context.roles.paper else context.roles.paper


def _drafts(thing: Entry, dim: Colour, down: int) -> tuple[UnfittedText, ...]:
    name = UnfittedText(runs(thing.name, bold=True))
    return (name, UnfittedText(runs(thing.text, colour=dim), step=down)) if thing.text else (name,)


def _arc(area: Box, count: int, bleeds: bool) -> Plan:
    """Return the layout with tiles on an arc around the disc; without bleed it is smaller and inside the area."""
    scale = min(1.0, area.h / HIGH, area.w / px(1000))
    radius = px(DISC * scale * (1 if bleeds else 0.8))
    around = px(ARC * scale * (1 if bleeds else 0.8))
    side, step = (px(length * scale) for length in ARCS[count])
    x, y = area.x + (px(DISC_INSET * scale) if bleeds else radius), area.y + area.h // 2 + BELOW_MIDDLE
    tiles = []
    for n in range(count):
        down = round(step * (n - (count - 1) / 2))
        across = round((around**2 - down**2) ** 0.5)
        tiles.append(Box(Emu(x + across - side // 2), Emu(y + down - side // 2), side, side))
    names = [Box(tile.right + TO_NAME, tile.y, Emu(area.right - tile.right - TO_NAME), side) for tile in tiles]
    over = -max(0, min((step - side) // 3, tiles[0].y - area.y))  # room for names of two lines, below the title's box
    names = [box.inset(0, over, 0, over) for box in names]
    return _plan(area, (x, y), radius, bleeds).replace(tiles=tuple(tiles), names=tuple(names))


def _panel(area: Box, count: int, bleeds: bool) -> Plan:
    """Return the layout with a panel of two columns, or of one in a narrow area, and a disc as large as that allows."""
    scale = min(1.0, area.h / px(2 * DISC), area.w / px(1000))
    radius = px(DISC * scale) if bleeds else area.w * 14 // 100
    x, y = area.x + (px(PANEL_DISC_INSET * scale) if bleeds else radius), area.y + area.h // 2 + BELOW_MIDDLE
    start = PANEL_AT if bleeds else 2 * radius + px(56)
    panel = area.inset(start, px(10) + BELOW_MIDDLE, 0, px(10) - BELOW_MIDDLE)
    inner = panel.inset(PANEL_PAD, 0, PANEL_PAD, 0)
    across = 1 if inner.w < 2 * NARROW and count <= ON_ARC else 2
    rows = -(-count // across)
    high, wide = inner.h // rows, inner.w // across
    cells = [
        Box(Emu(inner.x + n // rows * wide), Emu(inner.y + n % rows * high), Emu(wide), Emu(high)) for n in range(count)
    ]
    side = Emu(min(PANEL_TILE, high * 7 // 10))
    tiles = tuple([Box(cell.x, Emu(cell.y + (high - side) // 2), side, side) for cell in cells])
    names = tuple([cell.inset(side + IN_ROW, TO_RULE, IN_ROW, TO_RULE) for cell in cells])
    rules = tuple([Box(inner.x, Emu(inner.y + high * n), inner.w, px(1.5)) for n in range(1, rows)])
    return _plan(area, (x, y), radius, bleeds).replace(tiles=tiles, names=names, panel=panel, rows=rules)


def _plan(area: Box, centre: tuple[int, int], radius: int, bleeds: bool) -> Plan:
    """Return the disc and the box of its words: from the margin if the disc bleeds, otherwise centred."""
    x, y = centre
    disc = Box(Emu(x - radius), Emu(y - radius), Emu(2 * radius), Emu(2 * radius))
    half, aside = radius * 45 // 100, radius * 8 // 100
    left, right = area.x if bleeds else disc.x + aside, disc.right - aside
    return Plan(disc, Box(Emu(left), Emu(y - half), Emu(right - left), Emu(2 * half)), (), ())


def _centre(source: SlideSource, context: ComposeContext, inks: Inks, plan: Plan, bleeds: bool) -> list[Item]:
    """Return the disc with its words."""
    fill, key = context.roles.brand if inks.text == context.roles.paper else context.roles.dark, f"{source.id}/centre"
    drafts = (UnfittedText(runs(source.fields.rich("centre")), align=None if bleeds else "ctr"),)
    frame = context.frame(plan.words, context.on(fill), bold=True, anchor="ctr")
    steps = context.labels(CENTRE)  # a small word is better than a broken one
    text = context.fit(drafts, frame, steps, source.fields.at("centre"), key)
    return [Shape(f"{key}/disc", plan.disc, "ellipse", fill, decorative=True), Shape(key, plan.words, text=text)]


def _things(
    source: SlideSource,
    context: ComposeContext,
    inks: Inks,
    things: tuple[Entry, ...],
    plan: Plan,
    texts: tuple[Text, ...],
) -> list[Item]:
    """Return the connectors, the panel, and the tile and name of each entry."""
    line, centre = Stroke(inks.mark, LINK), ConnectorEnd(f"{source.id}/centre/disc", 6)
    made: list[Item] = []
    panel = f"{source.id}/panel"
    if plan.panel:
        fill = _panel_fill(context, inks)
        made.append(Shape(panel, plan.panel, "roundRect", fill, decorative=True, adjust=rounded(plan.panel, px(10))))
        made.append(Connector(f"{source.id}/spoke", centre, ConnectorEnd(panel, 1), line))
        rule = context.inks(fill).rule
        made += [Shape(f"{panel}/rule-{n}", box, fill=rule, decorative=True) for n, box in enumerate(plan.rows, 1)]
    signs, fill = signs_of(things, context), inks.mark
    for thing, tile, name, text in zip(things, plan.tiles, plan.names, texts):
        key = f"{source.id}/{thing.key}"
        if thing.key in signs:
            made += sign_tile(f"{key}/tile", signs[thing.key], tile, fill, context.on(fill))
        else:
            side = tile.w * SMALL // 100
            made.append(
                Shape(f"{key}/tile", middle(tile, side, side), "roundRect", fill, decorative=True, adjust=ROUND)
            )
        made.append(Shape(key, name, text=text))
        if not plan.panel:
            end = ConnectorEnd(f"{key}/tile", 1)
            made.append(Connector(f"{source.id}/spoke-{thing.key}", centre, end, line))
    return made
