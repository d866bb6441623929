"""Points: numbered statements below each other, large enough to be read from the back row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import finding
from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.compose.art import ALONE_OVER, with_art, with_map_aside
from osloregion_slides.compose.context import TIGHT, ComposeContext, plain_text, runs
from osloregion_slides.compose.entries import TEXT, ContentError, report_dead
from osloregion_slides.compose.page import at_left, content, deal, lines, pages, title_text
from osloregion_slides.compose.places import slot_frame, slot_steps
from osloregion_slides.compose.signs import ICON, icon, sign_tile
from osloregion_slides.compose.tiles import ROUND, px
from osloregion_slides.fit.setting import Frame, UnfittedText, fit, fit_alike
from osloregion_slides.outline.nodes import NAMES
from osloregion_slides.outline.text_schema import flag, listed, mapping
from osloregion_slides.scene import Box, Group, Run, Shape

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.compose.roles import Inks
    from osloregion_slides.outline.fields import Fields
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.scene import Item, Slide, Text

    Point = tuple[Rich, str]

POINT = mapping({"text": TEXT, **ICON}, "text")
SCHEMA: dict[str, object] = {
    "description": "Numbered statements",
    "properties": {
        "points": listed({"anyOf": [TEXT, POINT]}, "The statements, in order", least=1),
        "numbered": flag("Number the statements; default: true"),
    },
    "required": ["points"],
}
GROUNDS = ("snow", "ice", "paper")

TILE, LARGE_TILE, TO_TEXT, TO_RULE = px(48), px(96), px(32), px(8)
FEW = 2
"""The most points with large tiles."""
HIGHEST = px(180)
"""The greatest height of a row with three or more points."""
LARGEST = {1: 60.0, 2: 44.0, 3: 36.0, 4: 28.0, 5: 28.0, 6: 24.0}
"""The largest size by number of points on a slide, points; more continue on another slide."""
PREFERRED = 20
"""The size below which points continue on another slide, points."""
ALONE_WIDE, ALONE_TILE, LARGE = px(820), px(280), 36
"""The width of a single point beside the map, its tile, and its least size there, points."""
TITLE_ASIDE = Pt(30.0)
"""The least size of a title in its own column; a longer title is above the points."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return as many slides as the points need."""
    if not source.fields.flag("numbered", True):
        report_dead(source.fields, "numbered")
    points = tuple([_point(item) for item in source.fields.list("points")])
    if not points:
        key, at = "wrong-number-of-things.empty", source.fields.at("points")
        raise ContentError(finding(key, at, list="points"))
    alone = len(points) == 1 and bool(context.brand.grounds)
    layout = context.layout("title_only") if alone else _layout(source, context)
    area, inks = content(source, layout), context.inks(layout.background)
    beside = area.replace(w=Emu(min(area.w, ALONE_WIDE)))
    large = tuple([step for step in _steps(1, context) if step >= LARGE])
    if alone and fit_alike(_pieces(points, context, beside, inks), large, context.metrics):
        area = beside

    found: dict[int, tuple[Text, ...] | None] = {}

    def fits(part: tuple[Point, ...], least: float = PREFERRED) -> bool:
        steps = tuple([step for step in _steps(len(part), context) if step >= least])
        found[len(part)] = fit_alike(_pieces(part, context, area, inks), steps, context.metrics)
        return found[len(part)] is not None

    parts = deal(points, fits, max(LARGEST))
    if len(parts[-1]) == 1 < len(points):
        parts = deal(points, lambda part: fits(part, 0), max(LARGEST))
    texts = found.get(len(points)) if len(parts) == 1 else None
    if texts is None:  # points on several slides share one size
        pieces = tuple([piece for part in parts for piece in _pieces(part, context, area, inks)])
        steps = _steps(len(points) if len(parts) == 1 else 4, context)
        texts = context.fit_alike(pieces, steps, source.fields.at("points"), f"{source.id}/points")
    set_texts = texts

    def draw(part: tuple[Point, ...], first: int) -> tuple[Item, ...]:
        return _items(source, context, inks, area, part, first, set_texts[first:])

    made = pages(source, context, layout, parts, draw)
    if area == beside and alone:
        return tuple([with_art(slide, source, context, layout, beside=True, over=ALONE_OVER) for slide in made])
    if not layout.role.startswith("aside"):
        return made
    return tuple([with_map_aside(slide, context, layout) for slide in made])


def _layout(source: SlideSource, context: ComposeContext) -> Layout:
    """Return the layout with the title at the left, or above the points if it is too long for a column."""
    aside = context.layout("aside")
    slot = aside.slot("title")
    if slot is None or not aside.role.startswith("aside"):
        return aside
    drafts, steps = (UnfittedText(runs(source.fields.rich("title"))),), slot_steps(slot, context, TITLE_ASIDE)
    return aside if fit(drafts, slot_frame(slot, context), steps, context.headings) else context.layout("title_only")


def _steps(count: int, context: ComposeContext) -> tuple[Pt, ...]:
    return context.said(LARGEST.get(count, 0))


def _point(item: Fields) -> Point:
    """Return the text of a point and the name of its sign."""
    return item.rich("text" if item.has("text") else next((key for key in NAMES if item.has(key)), "text")), icon(item)


def _rows(count: int, area: Box) -> list[Box]:
    return lines(area, count, HIGHEST if count > 2 and area.h <= area.w else area.h, centred=False)


def _side(row: Box, count: int) -> Emu:
    """Return the side of a tile in a row."""
    return Emu(min(_tile_side(row, count), row.h * 8 // 10))


def _tile_side(row: Box, count: int) -> Emu:
    if row.w <= ALONE_WIDE and count == 1:
        return ALONE_TILE
    return LARGE_TILE if count <= FEW else TILE


def _frame(row: Box, count: int, context: ComposeContext, inks: Inks) -> tuple[Box, Frame]:
    box = row.inset(_tile_side(row, count) + TO_TEXT, TO_RULE, 0, TO_RULE)
    return box, context.frame(box, inks.text, anchor="ctr", insets=TIGHT)


def _pieces(points: tuple[Point, ...], context: ComposeContext, area: Box, inks: Inks) -> Pieces:
    rows = _rows(len(points), area)
    return tuple(
        [
            ((UnfittedText(runs(point[0])),), _frame(row, len(points), context, inks)[1])
            for point, row in zip(points, rows)
        ]
    )


def _items(
    source: SlideSource,
    context: ComposeContext,
    inks: Inks,
    area: Box,
    points: tuple[Point, ...],
    first: int,
    texts: tuple[Text, ...],
) -> tuple[Item, ...]:
    key = source.id
    made: list[Item] = []
    for number, (row, point, text) in enumerate(zip(_rows(len(points), area), points, texts), first + 1):
        if number > first + 1:
            rule = row.replace(y=Emu(row.y - px(0.75)), h=px(1.5))
            made.append(Shape(f"{key}/rule-{number}", rule, fill=inks.rule, decorative=True))
        made += _tile(source, context, inks, _side(row, len(points)), row, number, point[1])
        made.append(Shape(f"{key}/point-{number}", _frame(row, len(points), context, inks)[0], text=text))
    statements = [f"{number}. {plain_text(point[0])}" for number, point in enumerate(points, first + 1)]
    return (Group(f"{key}/points", tuple(made), f"{title_text(source)}: {' '.join(statements)}"),)


def _tile(
    source: SlideSource, context: ComposeContext, inks: Inks, side: Emu, row: Box, number: int, name: str
) -> tuple[Item, ...]:
    """Return the tile of a point with its sign, or with its number."""
    box = at_left(row, side)
    key, ink = f"{source.id}/badge-{number}", context.on(inks.mark)
    if name:
        return sign_tile(key, name, box, inks.mark, ink)
    frame = context.frame(box, ink, bold=True, anchor="ctr")
    drafts = (UnfittedText((Run(str(number)),), align="ctr"),)
    text = context.fit(
        drafts, frame, (Pt(120),) if side == ALONE_TILE else context.labels(20 if side <= TILE else 40), source.at, key
    )
    return (Shape(key, box, "roundRect", inks.mark, None, text, adjust=ROUND),)
