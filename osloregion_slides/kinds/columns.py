"""Columns: entries with a heading, a text and possibly a sign, side by side under a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu
from osloregion_slides.compose.art import ALONE_OVER, with_art
from osloregion_slides.compose.context import ComposeContext, runs
from osloregion_slides.compose.entries import Entry, entries, entry_list
from osloregion_slides.compose.page import at_left, column, content, deal, lines, pages, row
from osloregion_slides.compose.signs import ICON, sign_tile, signs_of
from osloregion_slides.compose.tiles import px
from osloregion_slides.fit.setting import UnfittedText, fit_alike
from osloregion_slides.scene import Box, Shape

if TYPE_CHECKING:
    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.compose.roles import Inks
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide, Text

SCHEMA: dict[str, object] = {
    "description": "Columns, each with a heading and a text",
    "properties": {"items": entry_list("The columns", most=24, more=ICON)},
    "required": ["items"],
}
GROUNDS = ("paper", "snow")

MOST = 6
"""The most columns on a slide; more continue on another."""
RULE, UNDER_RULE, UNDER_SIGN, UNDER_HEADING, BESIDE_SIGN = px(3), px(24), px(18), px(10), px(20)
GUTTER, BETWEEN_ROWS, TOP = px(24), px(26), px(8)
TALLEST_HEADING = 45
"""The largest share of a cell for its heading, percent."""


class Composition(Record):
    """An arrangement of entries: columns, largest sizes of headings and texts (points), and the sign's side (EMU).

    ``beside`` puts the sign left of its heading, for low cells.
    """

    across: int
    heading: float
    text: float
    sign: int
    beside: bool = False


WIDE = Composition(2, 28, 26, px(128))
ROWS = Composition(1, 26, 22, px(72), beside=True)
COMPOSITIONS = {
    1: (WIDE.replace(across=1),),
    2: (WIDE, ROWS),
    3: (Composition(3, 26, 22, px(96)), ROWS),
    4: (Composition(4, 22, 20, px(72)), Composition(2, 22, 20, px(72), beside=True)),
    5: (Composition(3, 22, 20, px(72), beside=True), Composition(2, 22, 20, px(72), beside=True)),
    6: (Composition(3, 22, 20, px(72), beside=True), Composition(2, 22, 20, px(72), beside=True)),
}
"""By number of entries: the preferred composition, and the one for words that are wider than its columns."""
GROWTH = 1.3
"""The enlargement of headings and texts if no entry has a sign."""
LEAST_IN_FOUR = 20
"""The least size of headings in four columns; below it two rows are better."""


THIN, AFTER_SIGN, BEFORE_TEXT = px(1.5), px(28), px(32)
MOST_ROWS, EMPTY, HEADING_SHARE = 4, 0.66, 42
"""The most entries in rows; the share of filled height below which rows are used; the width of headings, percent."""
ROW_HEADING, ROW_HEADING_BESIDE, ROW_TEXT, TEXT_OF_TWO, ROW_SIGN = 60, 40, 28, 36, px(112)
"""Largest sizes in rows: headings without and with signs, texts, texts of two entries (points); the sign's side."""
ALONE_TEXT, ALONE_SIGN, ALONE_RULE = 40, px(280), px(704)
"""The same for a single entry: text, sign, and the width of its rule beside the map."""


class Arranged(Record):
    """A fitting composition: the cells, and the headings and texts with their boxes."""

    made: Composition
    cells: tuple[Box, ...]
    headings: tuple[tuple[Box, Text], ...]
    texts: tuple[tuple[Box, Text], ...]

    @property
    def size(self) -> float:
        """The size of the texts, or of the headings if there are none, points."""
        found = [text for _, text in self.texts if text.paragraphs] or [text for _, text in self.headings]
        return found[0].paragraphs[0].size if found[0].paragraphs else 0.0


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return as many slides as the columns need."""
    layout = context.layout("title_only")
    area = content(source, layout).inset(0, TOP, 0, 0)
    inks = context.inks(layout.background)
    things = entries(source.fields, "items", 1, 24)
    signs = signs_of(things, context)
    found: dict[tuple[Entry, ...], Arranged | None] = {}

    def fits(part: tuple[Entry, ...]) -> bool:
        ways = [_arranged(part, way, inks, context, area, bool(signs)) for way in _ways(len(part), bool(signs))]
        found[part] = max([way for way in ways if way], key=lambda way: way.size, default=None)
        return found[part] is not None

    def draw(part: tuple[Entry, ...], first: int) -> tuple[Item, ...]:
        made = found.get(part) or _forced(source, part, inks, context, area, bool(signs))
        ends = [body[0].y + body[1].height - area.y for body in made.texts]
        airy = len(part) <= MOST_ROWS and sum(ends) < EMPTY * area.h * len(ends)
        rows = _in_rows(source, part, inks, context, area, signs) if airy else None
        return rows or _items(source, part, made, inks, context, signs)

    made = pages(source, context, layout, deal(things, lambda part: len(part) <= MOST and fits(part), MOST), draw)
    if len(things) > 1 or not context.brand.grounds:
        return made
    return tuple([with_art(slide, source, context, layout, beside=True, over=ALONE_OVER) for slide in made])


def _ways(count: int, signs: bool) -> tuple[Composition, ...]:
    ways = COMPOSITIONS[count]
    return ways if signs else tuple([way.replace(heading=way.heading * GROWTH, text=way.text * GROWTH) for way in ways])


def _arranged(
    things: tuple[Entry, ...], way: Composition, inks: Inks, context: ComposeContext, area: Box, signs: bool
) -> Arranged | None:
    """Return the entries in this composition, None if they do not fit at the brand's floors."""
    cells = _cells(area, len(things), way.across)
    floor = LEAST_IN_FOUR if way.across == 4 else 0
    steps = tuple([step for step in context.said(way.heading) if step >= floor])
    headings = fit_alike(_headings(things, cells, way, inks, context, signs), steps, context.metrics)
    if headings is None:
        return None
    heads, bodies = _places(cells, way, headings, signs)
    texts = fit_alike(_texts(things, bodies, inks, context), context.said(way.text), context.metrics)
    return None if texts is None else Arranged(way, cells, tuple(zip(heads, headings)), tuple(zip(bodies, texts)))


def _forced(
    source: SlideSource, things: tuple[Entry, ...], inks: Inks, context: ComposeContext, area: Box, signs: bool
) -> Arranged:
    """Return entries that do not fit, at the smallest size, with a finding for each that is too long."""
    way = COMPOSITIONS[len(things)][0]
    cells = _cells(area, len(things), way.across)
    places, key = tuple([thing.at for thing in things]), f"{source.id}/items"
    pieces = _headings(things, cells, way, inks, context, signs)
    headings = context.fit_alike(pieces, context.said(way.heading), places, key)
    heads, bodies = _places(cells, way, headings, signs)
    texts = context.fit_alike(_texts(things, bodies, inks, context), context.said(way.text), places, key)
    return Arranged(way, cells, tuple(zip(heads, headings)), tuple(zip(bodies, texts)))


def _cells(area: Box, count: int, across: int) -> tuple[Box, ...]:
    rows = column(area, -(-count // across), BETWEEN_ROWS)
    return tuple([box for line in rows for box in row(line, across, GUTTER)])[:count]


def _head(cell: Box, way: Composition, signs: bool) -> Box:
    """Return the box of a heading at its greatest height."""
    left = way.sign + BESIDE_SIGN if signs and way.beside else 0
    over = UNDER_RULE + (way.sign + UNDER_SIGN if signs and not way.beside else 0)
    return cell.inset(left, over, 0, 0).replace(h=cell.h * TALLEST_HEADING // 100)


def _headings(
    things: tuple[Entry, ...],
    cells: tuple[Box, ...],
    way: Composition,
    inks: Inks,
    context: ComposeContext,
    signs: bool,
) -> Pieces:
    boxes = [_head(cell, way, signs) for cell in cells]
    return tuple(
        [
            ((UnfittedText(runs(thing.name)),), context.frame(box, inks.text, bold=True))
            for thing, box in zip(things, boxes)
        ]
    )


def _places(
    cells: tuple[Box, ...], way: Composition, headings: tuple[Text, ...], signs: bool
) -> tuple[list[Box], list[Box]]:
    """Return the boxes of headings and of texts. The texts of a row are level, under its tallest heading."""
    heads, bodies = [], []
    for cell, heading in zip(cells, headings):
        tallest = max([text.height for other, text in zip(cells, headings) if other.y == cell.y])
        box = _head(cell, way, signs)
        high = max(tallest, way.sign) if signs and way.beside else tallest
        box = box.inset(0, (high - heading.height) // 2 if signs and way.beside else 0, 0, 0)
        heads.append(box.replace(h=heading.height))
        top = _head(cell, way, signs).y + high + (UNDER_SIGN if signs and way.beside else UNDER_HEADING)
        bodies.append(Box(cell.x, top, cell.w, cell.bottom - top))
    return heads, bodies


def _texts(things: tuple[Entry, ...], boxes: list[Box], inks: Inks, context: ComposeContext) -> Pieces:
    return tuple(
        [((UnfittedText(runs(thing.text)),), context.frame(box, inks.text)) for thing, box in zip(things, boxes)]
    )


def _items(
    source: SlideSource,
    things: tuple[Entry, ...],
    found: Arranged,
    inks: Inks,
    context: ComposeContext,
    signs: dict[str, str],
) -> tuple[Item, ...]:
    made: list[Item] = []
    side = found.made.sign
    for thing, cell, head, body in zip(things, found.cells, found.headings, found.texts):
        key = f"{source.id}/{thing.key}"
        made.append(Shape(f"{key}/rule", cell.replace(h=RULE), fill=inks.text, decorative=True))
        if thing.key in signs:
            box = Box(cell.x, cell.y + UNDER_RULE, Emu(side), Emu(side))
            made += sign_tile(f"{key}/tile", signs[thing.key], box, inks.mark, context.on(inks.mark))
        if thing.name:
            made.append(Shape(f"{key}/heading", head[0], text=head[1]))
        if thing.text:
            made.append(Shape(key, body[0], text=body[1]))
    return tuple(made)


def _in_rows(
    source: SlideSource,
    things: tuple[Entry, ...],
    inks: Inks,
    context: ComposeContext,
    area: Box,
    signs: dict[str, str],
) -> tuple[Item, ...] | None:
    """Return few short entries below each other, large; None if a heading or a text does not fit."""
    strips = lines(area, len(things), area.h, False)
    side = min(ROW_SIGN if len(things) > 1 else ALONE_SIGN, strips[0].h * 6 // 10) if signs else 0
    start = area.w * HEADING_SHARE // 100 if any([thing.text for thing in things]) else area.w
    heads = [strip.inset(side + AFTER_SIGN if signs else 0, 0, strip.w - start, 0) for strip in strips]
    bodies = [strip.inset(start + BEFORE_TEXT, 0, 0, 0) for strip in strips]
    if len(things) == 1:  # heading and text below each other, at full width
        heads = [heads[0].replace(w=Emu(strips[0].right - heads[0].x), h=Emu(strips[0].h // 2))]
        bodies = [heads[0].inset(0, heads[0].h, 0, -heads[0].h)] if things[0].text else heads
        heads = heads if things[0].text else [heads[0].replace(h=strips[0].h)]
    alone = len(things) == 1 and bool(things[0].text)
    heading_pieces = tuple(
        [
            (
                (UnfittedText(runs(thing.name)),),
                context.frame(box, inks.text, bold=True, anchor="b" if alone else "ctr"),
            )
            for thing, box in zip(things, heads)
        ]
    )
    text_pieces = tuple(
        [
            ((UnfittedText(runs(thing.text)),), context.frame(box, inks.text, anchor="t" if alone else "ctr"))
            for thing, box in zip(things, bodies)
            if thing.text
        ]
    )
    largest = ROW_HEADING_BESIDE if signs and len(things) > 1 else ROW_HEADING
    headings = fit_alike(heading_pieces, context.said(largest), context.metrics)
    largest = {1: ALONE_TEXT, 2: TEXT_OF_TWO}.get(len(things), ROW_TEXT)
    texts = fit_alike(text_pieces, context.said(largest), context.metrics)
    if headings is None or texts is None:
        return None
    made: list[Item] = []
    wide = Emu(min(area.w, ALONE_RULE) if len(things) == 1 else area.w)
    under = iter(texts)
    for thing, strip, head, body, heading in zip(things, strips, heads, bodies, headings):
        key = f"{source.id}/{thing.key}"
        made.append(Shape(f"{key}/rule", strip.replace(w=wide, h=THIN), fill=inks.rule, decorative=True))
        if thing.key in signs:
            box = at_left(strip, side)
            made += sign_tile(f"{key}/tile", signs[thing.key], box, inks.mark, context.on(inks.mark))
        if thing.name:
            made.append(Shape(f"{key}/heading", head, text=heading))
        if thing.text:
            made.append(Shape(key, body, text=next(under)))
    return tuple(made)
