"""The art of covers and closings: a map of the deck's members where the map has them, otherwise tiles.

It is drawn from the registry: it changes with the date, and another alliance never gets the map of Oslo. The cells of
a sub-region share a tint that its neighbours lack. The art bleeds off the slide and keeps clear of every line of text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from osloregion_slides.base import resources
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt
from osloregion_slides.brand.values import TITLES, Layout
from osloregion_slides.compose.cartography import BACKDROP, highlighted, member_areas
from osloregion_slides.compose.places import above_texts, is_free, meets
from osloregion_slides.compose.tiles import emblem, px, wall, wall_tiles
from osloregion_slides.registry.values import Kept, Member
from osloregion_slides.scene import Box, Colour, Freeform, Group, Placeholder, Shape, Stroke

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

    Ring = tuple[tuple[float, float], ...]
    Cell = tuple[Member, tuple[Ring, ...]]

BACKDROP_FIELD: dict[str, object] = {
    "type": "string",
    "description": "Background: `map`, `tiles`, `none` or a GeoJSON file; default: the map if the members are on it",
}
UNIT = 6_350
"""The grid step of cells, EMU: half a point."""
KNOWN = 0.75
"""The least share of members with a cell on the bundled map; below it the art is tiles."""
CLEAR, CLEAR_OF_TITLE = px(48), px(60)
MUCH_CLEAR = px(80)
"""The extra distance between few words and a wider wall."""
ALONE_OVER = px(206)
"""The overhang of the map at the right edge beside a single statement, in addition to that beside facts."""
EDGE, THIN = Pt(3.75), Pt(2.25)
"""The strokes between cells, in the background colour: 5 px, 3 px on a small map."""


def with_art(
    slide: Slide,
    source: SlideSource,
    context: ComposeContext,
    layout: Layout,
    lit: Member | None = None,
    beside: bool = False,
    over: int = 0,
) -> Slide:
    """Return a cover or closing with its art behind its texts; ``lit`` is the member whose cell is highlighted.

    ``beside`` is for a slide with content and a footer: a smaller map of one tint, with the sub-region of the lit cell
    emphasised, moved ``over`` EMU to the right.
    """
    wanted = source.fields.raw("backdrop") or ("map" if _stand_on_map(context) else "tiles")
    if not context.members.municipalities and not source.fields.has("backdrop"):
        wanted = "tiles"
    if wanted == "none":
        return slide
    if wanted == "tiles" and beside:
        return with_wall(slide, context, layout, lit is not None)
    if wanted == "tiles":
        return _with_high_wall(slide, context, layout) if context.brand.grounds else with_wall(slide, context, layout)
    cells = _own_cells(context) if wanted == "map" else _cells_of(source, context)
    room = _room(slide, context, layout, beside)
    room = room and room.replace(x=Emu(room.x + over))
    if not cells or room is None:
        return slide
    around = slide.items if context.brand.grounds else ()
    drawn = _map_group(f"{slide.key}/map", cells, room, around, context, layout, lit, beside)
    return slide.replace(items=(drawn, *slide.items))


def lit_member(source: SlideSource, context: ComposeContext) -> Member | None:
    """Return the member named by ``highlight:``, or None."""
    return highlighted(source, context) if source.fields.has("highlight") else None


def with_wall(slide: Slide, context: ComposeContext, layout: Layout, lit: bool = False) -> Slide:
    """Return a slide with a wall of tiles at its right edge, wider beside few words; unchanged where text is too near.

    ``lit`` highlights one tile, for the member or host that the deck highlights.
    """
    for columns in (3, 2) if context.brand.grounds else ():
        made = wall(f"{slide.key}/tiles", context, layout.background, lit, columns)
        high = made.children[-1].box.bottom  # type: ignore[union-attr]
        left = made.children[0].box.x - (MUCH_CLEAR if columns == 3 else 0)  # type: ignore[union-attr]
        if not any([right > left for right, top, _ in _lines(slide.items, context) if top < high]):
            return slide.replace(items=(made, *slide.items))
    if context.brand.grounds:
        return slide
    made = wall(f"{slide.key}/tiles", context, layout.background, lit)
    left, bottom = made.children[0].box.x, made.children[-1].box.bottom  # type: ignore[union-attr]
    place = Box(left, Emu(0), Emu(context.brand.width - left), bottom)
    if not is_free(place, slide.items) or any([meets(place, one) for one in layout.drawn]):
        return slide
    return slide.replace(items=(made, *slide.items))


def with_emblem(slide: Slide, context: ComposeContext, layout: Layout) -> Slide:
    """Return a slide with the enlarged emblem below a title in a column, without the tiles near the title."""
    title = _title(slide)
    if title is None:
        return slide
    made = emblem(f"{slide.key}/emblem", context, layout.background)
    least = title.box.y + title.text.height + px(48)
    kept = tuple([tile for tile in made.children if isinstance(tile, Shape) and tile.box.y >= least])
    return slide.replace(items=(made.replace(children=kept), *slide.items)) if kept else slide


def with_map_aside(slide: Slide, context: ComposeContext, layout: Layout) -> Slide:
    """Return a slide with a faint map of the members below a title in a column, bleeding off the lower left edge.

    Members that are not on the map give the emblem instead; a title that leaves no room gives nothing.
    """
    title = _title(slide)
    top, bottom = px(232), context.brand.height - px(78)
    if title is None or title.box.y + title.text.height > top + px(4):
        return slide
    if not _stand_on_map(context):
        return slide.replace(items=(emblem(f"{slide.key}/emblem", context, layout.background), *slide.items))
    rings = [
        ring for _, cell in _placed(_own_cells(context), Box(px(-77), top, px(318), Emu(bottom - top))) for ring in cell
    ]
    ground, quiet = layout.background, context.roles.quiet
    tint = quiet if ground == context.roles.paper else context.inks(ground).tints[1]
    edge = Stroke(ground, THIN)
    drawn = _freeform(f"{slide.key}/map", rings, 0, tint, edge)
    return slide.replace(items=(drawn, *slide.items))


def _title(slide: Slide) -> Placeholder | None:
    """Return the title placeholder of a slide, None where the title is a text box."""
    return next((item for item in slide.items if isinstance(item, Placeholder) and item.type in TITLES), None)


def _with_high_wall(slide: Slide, context: ComposeContext, layout: Layout) -> Slide:
    """Return a slide without footer with a wall of tiles of full height, without the tiles near a line of text."""
    tints, lines = _tints(context, layout.background), list(_lines(slide.items, context))
    key, fills = f"{slide.key}/tiles", [tints[n * 5 % 7 % len(tints)] for n in range(12)]
    clear = [one for one in wall_tiles(key, context, 3, fills) if not any([_near(one.box, line) for line in lines])]
    return slide.replace(items=(Group(key, tuple(clear), "", decorative=True), *slide.items))


def _near(box: Box, line: tuple[float, float, float]) -> bool:
    end, top, bottom = line
    return box.x < end and box.y < bottom + CLEAR and top - CLEAR < box.bottom


def _room(slide: Slide, context: ComposeContext, layout: Layout, beside: bool) -> Box | None:
    """Return the box of the map: over three edges of the slide, or in the free part of another template's layout.

    None where that is small or has drawings.
    """
    width, height = context.brand.width, context.brand.height
    if context.brand.grounds and beside:
        return Box(Emu(width - px(697)), Emu(-height * 80 // 720), px(567), Emu(height * 734 // 720))
    if context.brand.grounds:
        return Box(Emu(width - px(628)), Emu(-height * 138 // 720), px(742), Emu(height * 960 // 720))
    left = max([slot.box.right for slot in layout.slots], default=Emu(0))
    if width - left < width * 0.3 or layout.content.w <= 0:
        return None
    margin = px(28.8)
    return above_texts(Box(left, margin, width - left - margin, height - 2 * margin), slide.items)


# The members' cells, y down.


def _stand_on_map(context: ComposeContext) -> bool:
    members = context.members.municipalities
    return bool(members) and len(_own_cells(context)) >= KNOWN * len(members)


@lru_cache(maxsize=1)
def _all_cells() -> dict[str, tuple[Ring, ...]]:
    """Return the cells of the bundled map by municipality number."""
    import json

    with open(resources.path(*BACKDROP), encoding="utf-8") as file:
        found = json.load(file)
    return {
        number: (tuple(zip(cell[::2], cell[1::2])),)
        for cell, numbers in zip(found["cells"], found["numbers"])
        for number in numbers
    }


def _own_cells(context: ComposeContext) -> list[Cell]:
    """Return the members that are on the bundled map, with their cells."""
    cells, members = _all_cells(), context.members.municipalities
    return _kept.get((members,), (), lambda: [(one, cells[one.number]) for one in members if one.number in cells])


_kept = Kept(8)


def _cells_of(source: SlideSource, context: ComposeContext) -> list[Cell]:
    """Return the members' areas in a GeoJSON file, with y pointing down."""
    areas, _ = member_areas(context, source.fields.path("backdrop"))
    by_number = {area.number: area for area in areas}
    return [
        (member, tuple([tuple([(x, -y) for x, y in ring]) for ring in by_number[member.key].rings]))
        for member in context.members.municipalities
        if member.key in by_number
    ]


def _placed(cells: list[Cell], room: Box) -> list[Cell]:
    """Return the cells scaled to fit a box and centred in it, EMU."""
    xs = [x for _, rings in cells for ring in rings for x, _ in ring]
    ys = [y for _, rings in cells for ring in rings for _, y in ring]
    left, top = min(xs), min(ys)
    scale = min(room.w / max(max(xs) - left, 1e-9), room.h / max(max(ys) - top, 1e-9))
    x = room.x + (room.w - (max(xs) - left) * scale) / 2
    y = room.y + (room.h - (max(ys) - top) * scale) / 2
    return [
        (member, tuple([tuple([(x + (a - left) * scale, y + (b - top) * scale) for a, b in ring]) for ring in rings]))
        for member, rings in cells
    ]


def _map_group(
    key: str,
    cells: list[Cell],
    room: Box,
    around: Sequence[Item],
    context: ComposeContext,
    layout: Layout,
    lit: Member | None,
    beside: bool,
) -> Group:
    """Return the map: one freeform per sub-region, and one for the lit cell."""
    placed = _placed(cells, room)
    aside = _shift(placed, list(_lines(around, context)))
    groups: dict[str, list[Ring]] = {}
    for member, rings in placed:
        if lit is None or member.key != lit.key:
            groups.setdefault(member.region, []).extend(rings)
    width, height = context.brand.width, context.brand.height
    tints = _tints(context, layout.background)
    tinted = _coloured(groups, len(tints))
    ground = layout.background
    inks, quiet = context.inks(ground), context.roles.quiet
    light = quiet if ground == context.roles.paper else inks.tints[1]
    one = ground.shaded(85, 15) if inks.text == context.roles.paper else light
    colours = {name: one if beside else tints[tinted[name]] for name in groups}
    if beside and lit is not None and lit.region in colours:
        colours[lit.region] = context.roles.brand.replace(lum_mod=75, lum_off=25)
    edge = Stroke(layout.background, EDGE)
    shapes = [
        _freeform(f"{key}/{n + 1}", rings, aside, colours[name], edge) for n, (name, rings) in enumerate(groups.items())
    ]
    if lit is not None:
        ours = [ring for member, rings in placed if member.key == lit.key for ring in rings]
        shapes += [_freeform(f"{key}/lit", ours, aside, context.roles.this_one, edge)] if ours else []
    return Group(key, tuple([one for one in shapes if _touches(one.box, width, height)]), "", decorative=True)


def _touches(box: Box, width: Emu, height: Emu) -> bool:
    return box.x < width and box.y < height and box.right > 0 and box.bottom > 0


def _tints(context: ComposeContext, ground: Colour) -> tuple[Colour, ...]:
    """Return the tints of the cells: shades of the brand visible on the background, but weaker than text."""
    found, inks = context.roles, context.inks(ground)
    if ground.slot == found.brand.slot:
        return inks.tints
    if inks.text != found.paper:
        return tuple([found.brand.replace(lum_mod=mod, lum_off=100 - mod) for mod in (20, 30, 40)])
    steps = ((60, 0), (75, 0), (88, 0), (100, 0), (88, 12), (75, 25))
    return tuple([found.brand.replace(lum_mod=mod, lum_off=off) for mod, off in steps])


def _coloured(groups: dict[str, list[Ring]], count: int) -> dict[str, int]:
    """Return a tint per sub-region: one that no neighbour has, otherwise the least used.

    Neighbours share a corner. The order is the registry's, so the same members get the same tints.
    """
    corners = {name: {(round(x), round(y)) for ring in rings for x, y in ring} for name, rings in groups.items()}
    found: dict[str, int] = {}
    for name in groups:
        near = {found[other] for other in found if corners[name] & corners[other]}
        used = [sum(tint == one for one in found.values()) for tint in range(count)]
        found[name] = min(range(count), key=lambda tint: (tint in near, used[tint], tint))
    return found


def _freeform(key: str, rings: list[Ring], aside: float, fill: Colour, edge: Stroke) -> Freeform:
    """Return cells as one freeform with a tight box."""
    grid = [tuple([(round((x + aside) / UNIT), round(y / UNIT)) for x, y in ring]) for ring in rings]
    xs, ys = [x for ring in grid for x, _ in ring], [y for ring in grid for _, y in ring]
    left, top = min(xs), min(ys)
    extent = max(xs) - left, max(ys) - top
    moved = tuple([tuple([(x - left, y - top) for x, y in ring]) for ring in grid])
    box = Box(Emu(left * UNIT), Emu(top * UNIT), Emu(extent[0] * UNIT), Emu(extent[1] * UNIT))
    return Freeform(key, box, extent, moved, fill, edge, decorative=True)


# Clearance from text: the right end of each line, and the shift of the art.


def _lines(items: Iterable[Item], context: ComposeContext) -> Iterator[tuple[float, float, float]]:
    """Yield the right end of each line of text plus its clearance, its top and its bottom, EMU."""
    for item in items:
        text = getattr(item, "text", None)
        if text is None or not isinstance(item, Placeholder | Shape):
            continue
        title = isinstance(item, Placeholder) and item.type in TITLES
        spare = max(0, item.box.h - text.height)
        y = item.box.y + (spare if title else 0)
        metrics = context.headings if title else context.metrics
        pitch = text.height / max(1, sum(len(one.breaks) for one in text.paragraphs))
        for paragraph in text.paragraphs:
            words = paragraph.plain
            for start, end in zip(paragraph.breaks, (*paragraph.breaks[1:], len(words))):
                wide = metrics.width(words[start:end].rstrip(), title, False) * paragraph.size * EMU_PER_PT
                yield item.box.x + wide + (CLEAR_OF_TITLE if title else CLEAR), y + pitch * 0.15, y + pitch
                y += pitch


def _shift(cells: list[Cell], lines: list[tuple[float, float, float]]) -> float:
    """Return the shift to the right that clears the cells of every line of text."""
    needed = 0.0
    for _, rings in cells:
        for ring in rings:
            for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0])):
                left, above, below = (x1 if x1 < x2 else x2), (y1 if y1 < y2 else y2), (y2 if y1 < y2 else y1)
                for right, top, bottom in lines:
                    if right - left <= needed or below < top or above > bottom:
                        continue
                    low, high = max(above, top), min(below, bottom)
                    across = [x1 + (x2 - x1) * (y - y1) / (y2 - y1) if y2 != y1 else min(x1, x2) for y in (low, high)]
                    needed = max(needed, right - min(across))
    return needed
