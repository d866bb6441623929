"""Organisation: bodies as bars below their superior, siblings side by side or listed, in bands by group."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import finding
from osloregion_slides.base.units import Emu, Pt, emu
from osloregion_slides.compose.context import LABEL_FLOOR, ComposeContext, plain_text, runs
from osloregion_slides.compose.entries import ENTRY_FIELDS, TEXT
from osloregion_slides.compose.ladder import (
    LABEL,
    MOST,
    TILE,
    TO_NAME,
    VOTES,
    Ladder,
    bar_fills,
    ladder,
    one_line,
    rungs,
    vote_row,
    voted,
)
from osloregion_slides.compose.page import card, card_frame, content, deal, label, lines, page, pages, title_text
from osloregion_slides.compose.tiles import px, tile, unit_tiles
from osloregion_slides.compose.tree import BAND_LABEL, group_bands, grow, outline_order, tree_places, with_superiors
from osloregion_slides.fit.setting import Frame, UnfittedText, fit, fit_alike
from osloregion_slides.outline.text_schema import by_name, flag, listed, ref
from osloregion_slides.registry.values import lacking
from osloregion_slides.scene import Box, Colour, Connector, ConnectorEnd, Group, Insets, Shape, Stroke

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.compose.ladder import Rungs
    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.compose.roles import Inks
    from osloregion_slides.compose.tree import Branch, Places
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide, Text

    Piece = tuple[tuple[UnfittedText, ...], Frame]

BODY: dict[str, object] = {
    "type": "object",
    "properties": {
        **ENTRY_FIELDS,
        "group": ref("id", "Band that contains the body"),
        "reports_to": ref("id", "Id of the body that it reports to"),
        "members": flag("Show one tile per member in the box of the body"),
    },
    "required": ["id", "name"],
}
SCHEMA: dict[str, object] = {
    "description": "An organisation chart",
    "properties": {
        "groups": by_name(TEXT, "Names of the horizontal bands, from top to bottom"),
        "items": {
            "anyOf": [listed(BODY, least=1), {"type": "string"}],
            "description": "The bodies, or a path to them (`organisation`)",
        },
    },
}
GROUNDS = ("band", "fjord")

INSETS = Insets(emu(8), emu(2), emu(8), emu(2))
LINE, EDGE, RADIUS = Pt(1.9), Pt(2.25), px(10)
TALLEST, LEAST_ROW, INDENT = px(64), px(34), px(44)
"""The greatest and least heights of a list's rows, and the indent per level of the tree."""
MOST_VOTES = 4 * VOTES.across
"""The most tiles in a bar; more cannot be counted by eye."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slides: a chain of bars with siblings below the last, or another tree as boxes or a list."""
    layout = context.layout("title_only")
    area, inks = content(source, layout), context.inks(layout.background)
    branches = grow(source, context)
    if source.fields.mapping("groups").keys() and not group_bands(branches):  # the groups form no bands
        _report_votes(source, context, branches)
        return _list(source, context, layout, inks, area, branches)
    found = ladder(branches)
    made = _ladder(source, context, layout, area, inks, found) if found else None
    if made is None:
        _report_votes(source, context, branches)
        made = _tree(source, context, layout, inks, area, branches)
    return made


def _report_votes(source: SlideSource, context: ComposeContext, branches: tuple[Branch, ...]) -> None:
    """Report requested tiles of members that have no room, or whose number is unknown."""
    roll = context.members.municipalities
    for body in [one for one in branches if one.members]:
        if roll.total is None and roll.notes:
            found = finding("not-known", body.at, on_slide=source.id, reason=lacking(roll))
        else:
            found = finding("dead-key", body.at, on_slide=source.id, name="members")
        context.findings.append(found)


# A chain of bodies.


def _ladder(
    source: SlideSource, context: ComposeContext, layout: Layout, area: Box, inks: Inks, found: Ladder
) -> tuple[Slide, ...] | None:
    """Return as many slides as the siblings need, None if they do not fit."""
    titled, votes = bool(source.fields.mapping("groups").keys()), _votes(context)
    dealt = _divided(found, area, titled, context, inks, sum(votes))
    if sum(votes) and (dealt is None or len(dealt) > 1):  # tiles are not worth more slides
        bare = _divided(found, area, titled, context, inks, 0)
        if bare and (dealt is None or len(bare) < len(dealt)):
            dealt, votes = bare, (0, 0)
    if dealt is None:
        return None
    silent = [one for one in found.bars if not one.note]  # tiles are placed under a note
    if not sum(votes) and context.members.municipalities.total is not None:  # an unknown number is not an error
        silent = [*found.bars]
    _report_votes(source, context, (*silent, *found.below))

    def draw(part: tuple[Branch, ...], _: int) -> tuple[Item, ...]:
        return _rungs(source, context, inks, found.replace(below=part), dealt[part], votes)

    return pages(source, context, layout, [*dealt], draw)


def _divided(
    found: Ladder, area: Box, titled: bool, context: ComposeContext, inks: Inks, votes: int
) -> dict[tuple[Branch, ...], Rungs] | None:
    """Return the siblings of each slide with the layout, None if those of a slide do not fit."""
    places: dict[tuple[Branch, ...], Rungs | None] = {}

    def fits(part: tuple[Branch, ...]) -> bool:
        places[part] = rungs(found.replace(below=part), area, titled, context, inks, votes)
        return places[part] is not None

    if not found.below:
        fits(())
    made = {part: places.get(part) for part in deal(found.below, fits, MOST) or [()]}
    return {part: placed for part, placed in made.items() if placed} if all(made.values()) else None


def _votes(context: ComposeContext) -> tuple[int, int]:
    """Return the numbers of tiles for municipalities and councils; zeros if unknown or too many."""
    municipalities, councils = context.members.municipalities, context.members.county_councils
    count, more = municipalities.total or 0, (councils.total or 0) if councils.whole else 0
    return (count, more) if municipalities.total is not None and count + more <= MOST_VOTES else (0, 0)


def _rungs(
    source: SlideSource,
    context: ComposeContext,
    inks: Inks,
    found: Ladder,
    placed: Rungs,
    votes: tuple[int, int],
) -> tuple[Item, ...]:
    """Return the bands, and one group of bars with notes, siblings and connectors."""
    chart, fills, edge = f"{source.id}/chart", bar_fills(context, inks), Stroke(inks.mark, EDGE)
    links: list[Item] = []
    boxes: list[Item] = []
    for above, branch in zip((None, *found.bars), found.bars):
        bar, text = placed.bars[branch.depth]
        fill = fills[branch.depth] if branch.depth < len(fills) else inks.ground
        line = None if branch.depth < len(fills) else edge
        boxes.append(card(f"{chart}/{branch.key}", bar, fill, text, line=line, radius=RADIUS))
        links += [_line(context, inks, chart, above.key, branch.key)] if above else []
    for branch, box, text in placed.notes:
        boxes.append(Shape(f"{chart}/{branch.key}/note", box, text=text))
        place = voted(branch, box, sum(votes))
        if place:
            on = context.inks(fills[branch.depth] if branch.depth < len(fills) else inks.ground)
            marks = [on.mark] * votes[0] + [on.other] * votes[1]
            boxes += unit_tiles(f"{chart}/{branch.key}/member", place.x, place.y, vote_row(box.w), marks)
    if placed.frame:
        frame = f"{chart}/{found.parent}/below".replace("//", "/")
        boxes.append(card(frame, placed.frame, inks.ground, line=edge, decorative=True, radius=RADIUS))
        links += [_line(context, inks, chart, found.parent, frame.removeprefix(f"{chart}/"))] if found.parent else []
    for branch, (box, text) in zip(found.below, placed.below):
        key = f"{chart}/{branch.key}"
        if placed.frame:
            boxes.append(tile(f"{key}/tile", box.x - TO_NAME, box.y + (box.h - TILE) // 2, TILE, inks.mark))
            boxes.append(Shape(key, box, text=text))
            continue
        boxes.append(card(key, box, inks.ground, text, line=edge, radius=RADIUS))
        links += [_line(context, inks, chart, found.parent, branch.key)] if found.parent else []
    drawn = Group(chart, (*links, *boxes), _alt(source, (*found.bars, *found.below)))
    return (*_bands(source, context, inks, found, placed), drawn)


def _line(context: ComposeContext, inks: Inks, chart: str, above: str, below: str) -> Connector:
    line = Stroke(context.line(inks.dim, inks.ground), LINE)
    start, end = ConnectorEnd(f"{chart}/{above}", 2), ConnectorEnd(f"{chart}/{below}", 0)
    return Connector(f"{chart}/{above}-{below}".replace("/below", ""), start, end, line, elbow=True)


def _bands(source: SlideSource, context: ComposeContext, inks: Inks, found: Ladder, placed: Rungs) -> list[Item]:
    """Return every second band as a filled strip, and the names of bands beside their first bars."""
    names = source.fields.mapping("groups")
    made: list[Item] = []
    tops = [(b.group, box) for b, (box, _) in zip(found.bars, placed.bars)]
    tops += [(b.group, placed.frame or box) for b, (box, _) in zip(found.below[:1], placed.below)]
    for number, (band, box) in enumerate(placed.bands):
        key, fill = f"{source.id}/band-{band}", inks.ground
        if number % 2 == 0 and len(placed.bands) > 1:
            fill = _tint(context, inks)
            wide = box.replace(x=Emu(0), w=context.brand.width) if context.brand.grounds else box
            made.append(Shape(key, wide, fill=fill, decorative=True))
        first = next(place for group, place in tops if group == band)
        high = min(max(first.h, px(76)), box.h)
        left = box.x if context.brand.grounds else box.x + px(14)
        y = max(box.y, first.y + min(first.h, px(100)) // 2 - high // 2)
        place = Box(Emu(left), Emu(y), Emu(first.x - left - px(16)), Emu(high))
        drafts, colour = (UnfittedText(runs(names.rich(band))),), context.ink(inks.text, fill)
        steps = context.labels(20)
        if fit(drafts, context.frame(place, colour, bold=True), steps, context.metrics) is None:
            place = place.replace(y=Emu(box.y + px(16)), h=Emu(box.h - px(32)))
        made.append(
            label(f"{key}/name", place, drafts, context, colour, names.at(band), steps, bold=True, anchor="ctr")
        )
    return made


def _tint(context: ComposeContext, inks: Inks) -> Colour:
    """Return the fill of a band."""
    return context.roles.warm if inks.text != context.roles.paper else inks.ground.shaded(85, 15)


# Any other tree: siblings side by side, or a list if the boxes would be too narrow.


def _tree(
    source: SlideSource, context: ComposeContext, layout: Layout, inks: Inks, area: Box, branches: tuple[Branch, ...]
) -> tuple[Slide, ...]:
    """Return the tree as boxes, or as a list on as many slides as it needs."""
    places = tree_places(branches, area, bool(source.fields.mapping("groups").keys()))
    steps = context.with_notes(22, 1) if any([branch.note for branch in branches]) else context.labels(22)
    texts = fit_alike(_pieces(branches, places, context, inks), steps, context.metrics)
    if texts is None or places.bottom > area.bottom:
        return _list(source, context, layout, inks, area, branches)
    items: list[Item] = []
    for band, box in places.bands.items():
        items += _band(source, context, inks, band, box)
    chart = f"{source.id}/chart"
    links = [_line(context, inks, chart, branch.parent, branch.key) for branch in branches if branch.parent]
    boxes = _boxes(source, branches, places, texts, context, inks)
    items.append(Group(chart, (*links, *boxes), _alt(source, branches)))
    return (page(source, context, layout, tuple(items)),)


def _list(
    source: SlideSource, context: ComposeContext, layout: Layout, inks: Inks, area: Box, branches: tuple[Branch, ...]
) -> tuple[Slide, ...]:
    """Return the bodies as a list, each indented below its superior.

    Names of groups are at the left, each beside the first row of a run of rows in the group.
    """
    names, whole = source.fields.mapping("groups"), area
    area = area.inset(min(LABEL, area.w * 23 // 100) if names.keys() else 0, 0, 0, 0)
    steps = context.labels(20)
    rows, known = outline_order(branches), {branch.key: branch for branch in branches}

    def shown(part: tuple[Branch, ...]) -> tuple[Branch, ...]:
        return with_superiors(part, known)

    def named(part: tuple[Branch, ...], strips: list[Box]) -> list[tuple[str, Box, Piece]]:
        made: list[tuple[str, Box, Piece]] = []
        for group, run in groupby(zip(part, strips), lambda row: row[0].group):
            own = [strip for _, strip in run]
            if names.has(group):
                box = own[0].replace(x=whole.x, w=Emu(area.x - whole.x - px(16)), h=Emu(own[-1].bottom - own[0].y))
                frame = context.frame(box, inks.text, bold=True, anchor="t" if len(own) > 1 else "ctr")
                made.append((group, box, ((UnfittedText(runs(names.rich(group))),), frame)))
        return made

    def fits(part: tuple[Branch, ...]) -> bool:
        strips = lines(area, len(shown(part)), TALLEST)
        pieces = _rows(shown(part), strips, context, inks)
        if strips[0].h < LEAST_ROW or fit_alike(pieces, context.labels(22), context.metrics) is None:
            return False
        return all([fit_alike((piece,), steps, context.metrics) for _, _, piece in named(shown(part), strips)])

    def draw(part: tuple[Branch, ...], _: int) -> tuple[Item, ...]:
        part, chart = shown(part), f"{source.id}/chart"
        strips = lines(area, len(part), TALLEST)
        places = tuple([branch.at for branch in part])
        texts = context.fit_alike(_rows(part, strips, context, inks), context.labels(22), places, chart)
        fills, edge = bar_fills(context, inks), Stroke(inks.mark, EDGE)
        made: list[Item] = []
        stroke = Stroke(context.line(inks.dim, inks.ground), LINE)
        for branch, strip, text in zip(part, strips, texts):
            key, side = f"{chart}/{branch.key}", Emu(min(TILE, strip.h // 2))
            x, y = strip.x + branch.depth * INDENT, strip.y + (strip.h - side) // 2
            deep = branch.depth >= len(fills)
            square = tile(f"{key}/tile", x, y, side, inks.ground if deep else fills[branch.depth])
            made.append(square.replace(line=edge) if deep else square)
            made.append(Shape(key, _row(branch, strip), text=text))
            if branch.parent:
                ends = ConnectorEnd(f"{chart}/{branch.parent}/tile", 2), ConnectorEnd(f"{key}/tile", 1)
                made.append(Connector(f"{chart}/{branch.parent}-{branch.key}", *ends, stroke, elbow=True))
        labels = [
            Shape(f"{source.id}/band-{group}/name-{n}", box, text=context.fit(*piece, steps, names.at(group), chart))
            for n, (group, box, piece) in enumerate(named(part, strips), 1)
        ]
        return (*labels, Group(chart, tuple(made), _alt(source, part)))

    return pages(source, context, layout, deal(rows, fits, MOST), draw)


def _row(branch: Branch, strip: Box) -> Box:
    return strip.inset(branch.depth * INDENT + TO_NAME, 0, 0, 0)


def _rows(part: tuple[Branch, ...], strips: list[Box], context: ComposeContext, inks: Inks) -> Pieces:
    return tuple(
        [
            ((UnfittedText(one_line(branch)),), context.frame(_row(branch, strip), inks.text, anchor="ctr"))
            for branch, strip in zip(part, strips)
        ]
    )


def _band(source: SlideSource, context: ComposeContext, inks: Inks, band: str, box: Box) -> list[Item]:
    key = f"{source.id}/band-{band}"
    names = source.fields.mapping("groups")
    text = Box(box.x + emu(14), box.y + emu(12), BAND_LABEL - emu(24), box.h - emu(24))
    fill = _tint(context, inks)
    colour = context.ink(inks.text, fill)
    drafts = (UnfittedText(runs(names.rich(band))),)
    steps = context.steps(16, LABEL_FLOOR)
    return [
        card(key, box, fill, decorative=True),
        label(f"{key}/name", text, drafts, context, colour, names.at(band), steps, bold=True),
    ]


def _body_style(branch: Branch, context: ComposeContext, inks: Inks) -> tuple[Colour, Stroke | None]:
    fills = bar_fills(context, inks)
    return (fills[branch.depth], None) if branch.depth < len(fills) else (inks.ground, Stroke(inks.mark, EDGE))


def _pieces(branches: tuple[Branch, ...], places: Places, context: ComposeContext, inks: Inks) -> Pieces:
    return tuple([(_drafts(branch), _frame(branch, places.boxes[branch.key], context, inks)) for branch in branches])


def _boxes(
    source: SlideSource,
    branches: tuple[Branch, ...],
    places: Places,
    texts: tuple[Text, ...],
    context: ComposeContext,
    inks: Inks,
) -> list[Item]:
    made: list[Item] = []
    for branch, text in zip(branches, texts):
        fill, line = _body_style(branch, context, inks)
        made.append(card(f"{source.id}/chart/{branch.key}", places.boxes[branch.key], fill, text, line=line))
    return made


def _frame(branch: Branch, box: Box, context: ComposeContext, inks: Inks) -> Frame:
    fill, line = _body_style(branch, context, inks)
    return card_frame(context, box, inks.text if line else context.on(fill), anchor="ctr", insets=INSETS)


def _drafts(branch: Branch) -> tuple[UnfittedText, ...]:
    name = UnfittedText(runs(branch.name, bold=True), align="ctr")
    return (name, UnfittedText(runs(branch.note), align="ctr", step=1)) if branch.note else (name,)


def _alt(source: SlideSource, branches: tuple[Branch, ...]) -> str:
    names = {branch.key: plain_text(branch.name) for branch in branches}
    lines = [f"{names[b.parent]} → {names[b.key]}" for b in branches if b.parent]
    return f"{title_text(source)}: {'; '.join(lines or names.values())}."
