"""Map: each member as a shape, coloured by sub-region or county with names beside the map, or by figures.

If the names do not fit beside the map, its regions are numbered and a legend is at its right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from osloregion_slides.base.findings import Location
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt, emu, inches
from osloregion_slides.compose.cartography import areas_of, highlighted, member_areas, member_notes
from osloregion_slides.compose.context import LABEL_FLOOR, TIGHT, ComposeContext
from osloregion_slides.compose.entries import MEMBER_FIELDS
from osloregion_slides.compose.map_leaders import border, leaders, marks
from osloregion_slides.compose.page import GAP, card, card_frame, content, has_short_source, label, page, title_text
from osloregion_slides.compose.places import SOURCE_HEIGHT
from osloregion_slides.compose.roles import Inks, ramp
from osloregion_slides.compose.tiles import px
from osloregion_slides.fit.setting import Frame, UnfittedText, fit, fit_alike
from osloregion_slides.maps.place import Placed, place
from osloregion_slides.outline.text_schema import TABLE_PATH, string
from osloregion_slides.outline.words import counted, word
from osloregion_slides.scene import Box, Colour, Connector, ConnectorEnd, Freeform, Group, Insets, Run, Shape, Stroke

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osloregion_slides.compose.map_leaders import Leader, Mark
    from osloregion_slides.compose.map_values import Values
    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.registry.values import Member, Snapshot
    from osloregion_slides.scene import Item, Slide, Text

    Piece = tuple[tuple[UnfittedText, ...], Frame]

SCHEMA: dict[str, object] = {
    "description": "A map of the members",
    "properties": {
        "colour_by": {
            "title": "region, county or a table",
            "anyOf": [{"enum": ["region", "county"]}, TABLE_PATH],
            "description": "Meaning of the colours: `region`, `county`, or a table of figures such as `data.budget`",
        },
        "circles": {
            "title": "a table",
            "anyOf": [TABLE_PATH],
            "description": "Path to a table of figures, shown as circles with areas in proportion to them",
        },
        "value": string("Heading of the column of figures, if the table has several"),
        **MEMBER_FIELDS,
        "geometry": string("GeoJSON file with the areas; default: the built-in map"),
    },
}

GROUNDS = ("paper", "snow")

NUMBER = emu(24)
"""The side of the box of a region's number."""
MAP_SHARE, BETWEEN_NAMES = 47, 42
"""The largest share of the content's width for the map, percent: with a legend, and between names."""
NAME, LINE_HIGH, TO_LINE, LEAST_LINE, DOT = px(308), px(36), px(12), px(30), px(10)
"""For names beside the map: greatest width, height, gap to the line, shortest line, and the dot at its end."""
FOOT = px(36)
"""The room at the foot for the note that explains the figures."""
INNER, OUTER, LEADER = Pt(0.9), Pt(2.4), Pt(0.9)
BEYOND, CLEAR = px(12), px(5)
"""The overhang of a name across its region's border, and the clearance around a line across regions."""


class Region(Record):
    """A group of one colour; ``number`` 0: none, ``hatched``: without figures, not ``region``: a class of figures."""

    number: int
    name: str
    members: tuple[Member, ...]
    areas: tuple[Placed, ...]
    fill: Colour
    hatched: bool = False
    region: bool = True

    def drawn(self) -> list[tuple[Member, Placed]]:
        """Return the members with an area, and the area."""
        by_number = {area.number: area for area in self.areas}
        return [(member, by_number[member.key]) for member in self.members if member.key in by_number]


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: the map between the names of its regions, or beside a legend."""
    layout = context.layout("title_only")
    areas, credit = member_areas(context, _geometry(source))
    members = context.members.municipalities
    notes = member_notes(members, source, context, content(source, layout, credit), "drawn are", "dotted", areas)
    area = notes.area
    values, around, lines = _figures(source, context)
    area, notes_items = _noted(source, context, area, notes.items, lines)
    inks = context.inks(layout.background)
    if values is None and areas:
        between = area.inset(area.w * (100 - BETWEEN_NAMES) // 200, 0, area.w * (100 - BETWEEN_NAMES) // 200, 0)
        regions = _regions(source, context, place(areas, between), between, inks)
        found = _named(source, context, inks, regions, area) if regions else None
        if found:
            plain = tuple([region.replace(number=0) for region in regions])
            drawn = _map(source, context, plain, notes.lines, inks)
            names, taken = found
            marks = _marks(source, context, plain, between, context.roles.this_one, taken)
            return (page(source, context, layout, (drawn, *marks, names, *notes_items), credit=credit),)
    wide = Emu(area.w * MAP_SHARE // 100)
    box, legend = area.inset(area.w - wide, 0, 0, 0), None
    if context.brand.grounds and area == content(source, layout, credit) and has_short_source(source, context, credit):
        box = box.replace(h=box.h + SOURCE_HEIGHT)  # the source line is left of the map
    regions = _regions(source, context, place(areas, box), box, inks, values)
    if values and regions:
        from osloregion_slides.compose.map_values import Band, class_chart, largest

        shown = tuple([Band(one.name, one.members, None if one.hatched else one.fill) for one in regions])
        left = area.inset(0, 0, wide + GAP, 0)
        if values.in_classes:
            legend = class_chart(source, context, inks, values.heading, shown, left)
        elif around:
            legend = largest(source, context, inks, around, left)
    if legend is None:
        box = area.replace(w=wide)
        regions = _regions(source, context, place(areas, box), box, inks, values)
    if not regions:
        key = "empty-map.areas" if members else "empty-map"
        date = context.as_of or "any date"
        context.report(key, source.at, slide=source.id, count=len(members), date=date)
        return (page(source, context, layout, notes_items, credit=credit),)
    beside = Box(box.right + GAP * 2, area.y, area.right - box.right - GAP * 2, area.h)
    alt = values.alt(context.language) if values else ""
    items: list[Item] = [_map(source, context, regions, (*notes.lines, *([alt] if alt else ())), inks)]
    if around:
        from osloregion_slides.compose.map_values import circles

        over = bool(values and values.in_classes)
        items += circles(source, context, [pair for region in regions for pair in region.drawn()], around, over)
    items += _marks(source, context, regions, box)
    items.append(legend or _legend(f"{source.id}/legend", regions, beside, context, inks, source.at))
    items += notes_items
    return (page(source, context, layout, tuple(items), credit=credit),)


def _geometry(source: SlideSource) -> str:
    return source.fields.path("geometry") if source.fields.has("geometry") else ""


def _figures(source: SlideSource, context: ComposeContext) -> tuple[Values | None, Values | None, tuple[str, ...]]:
    """Return the figures shown by colours, those shown by circles, and the notes under the map."""
    fields = source.fields
    coloured = fields.raw("colour_by") not in ("", "region", "county")
    if not coloured and not fields.has("circles"):
        if fields.has("value"):
            context.report("dead-key", fields.at("value"), name="value")
        return None, None, ()
    from osloregion_slides.compose.map_values import values_at

    values = values_at(source, context, "colour_by") if coloured else None
    around = values_at(source, context, "circles") if fields.has("circles") else None
    if around and not values:  # circles would cover the numbers of regions
        values = around.replace(in_classes=False)
        if fields.has("colour_by"):
            context.report("dead-key", fields.at("colour_by"), name="colour_by")
        return values, around, values.lines(context.language)
    lines = [line for one in (values, around) if one for line in one.lines(context.language)]
    return values, around, tuple(dict.fromkeys(lines))


def _noted(
    source: SlideSource, context: ComposeContext, area: Box, items: tuple[Item, ...], lines: tuple[str, ...]
) -> tuple[Box, tuple[Item, ...]]:
    """Return the area above the notes, and the items with the notes added."""
    if not lines:
        return area, items
    from osloregion_slides.compose.map_marks import note_lines, note_room

    made = note_lines(source, context, area, lines)
    made = tuple([one.replace(key=f"{source.id}/without") for one in made])
    return area.inset(0, 0, 0, note_room(lines)), (*items, *made)


def _regions(
    source: SlideSource,
    context: ComposeContext,
    placed: tuple[Placed, ...],
    box: Box,
    inks: Inks,
    values: Values | None = None,
) -> tuple[Region, ...]:
    """Return the regions, numbered from the north, or the classes of figures."""
    by_number = {area.number: area for area in placed}
    if values is not None:
        from osloregion_slides.compose.map_values import PLAIN, bands

        made = [
            Region(0, one.name, one.members, _areas(one.members, by_number), one.fill or PLAIN, one.fill is None, False)
            for one in bands(values, context, inks.ground)
        ]
        return tuple([region for region in made if region.areas])
    by: Literal["county", "region"] = "county" if source.fields.raw("colour_by") == "county" else "region"
    fills = _fills(context, inks)
    before: dict[str, Mark] = {}
    for earlier in context.members.earlier(by):  # a region keeps its number and tint over the years
        areas = place(areas_of(_geometry(source), earlier.municipalities), box)
        before |= marks(_by_group(earlier, by, areas), len(fills), before)
    groups = dict(context.members.by_county if by == "county" else context.members.by_region)
    found = _by_group(context.members, by, placed)
    marked = marks(found, len(fills), before)
    made = [
        Region(marked[one][0], one, tuple(groups[one]), parts, fills[marked[one][1]]) for one, parts in found.items()
    ]
    return tuple(sorted(made, key=lambda region: region.number))


def _by_group(
    snapshot: Snapshot, by: Literal["county", "region"], placed: tuple[Placed, ...]
) -> dict[str, tuple[Placed, ...]]:
    """Return the areas of each county or sub-region, ordered from the north."""
    by_number = {area.number: area for area in placed}
    areas = {
        name: parts
        for name, members in (snapshot.by_county if by == "county" else snapshot.by_region)
        if (parts := _areas(members, by_number))
    }
    tops = {name: min([area.box.y for area in parts]) for name, parts in areas.items()}
    return {name: areas[name] for name in sorted(areas, key=lambda name: (tops[name], name))}


def _fills(context: ComposeContext, inks: Inks) -> tuple[Colour, ...]:
    """Return the fills that distinguish neighbouring regions: shades of the brand visible on the ground."""
    shades = ramp(context.brand, 5)
    shades = (*shades[:2], context.roles.brand.replace(lum_mod=68, lum_off=32), *shades[3:])  # numbers are legible
    return (*shades[1:], context.roles.paper) if inks.text == context.roles.paper else shades


def _named(
    source: SlideSource, context: ComposeContext, inks: Inks, regions: tuple[Region, ...], area: Box
) -> tuple[Group, list[Box]] | None:
    """Return the names beside the map, each with its line, or inside regions, and the boxes that they occupy.

    None if they do not fit.
    """
    needed = tuple([_inner_width(region, context) - BEYOND for region in regions])
    regions = tuple([_without_lit_cell(region, source, context) for region in regions])
    found = leaders(tuple([region.areas for region in regions]), area.inset(0, 0, 0, FOOT), needed)
    if found is None:
        return None
    boxes = [part.box for region in regions for part in region.areas]
    wide = min(NAME, min([box.x for box in boxes]) - area.x - LEAST_LINE)
    wide = min(wide, area.right - max([box.right for box in boxes]) - LEAST_LINE)
    if wide < px(60):
        return None
    outside = [leader for leader in found if leader.side]
    high = min([LINE_HIGH, *[b - a for a, b in _neighbours(outside)]])
    places = {leader.region: _place(leader, area, Emu(wide), Emu(high)) for leader in outside}
    pieces = [_label(leader, regions[leader.region], places[leader.region], context, inks) for leader in outside]
    texts = fit_alike(tuple(pieces), context.labels(20), context.metrics)
    inner = [_inside(leader, regions[leader.region], context) for leader in found if not leader.side]
    if texts is None or not all(inner):
        return None
    key, line = f"{source.id}/legend", Stroke(inks.text, LEADER)
    made: list[Item] = []
    for leader, text in zip(outside, texts):
        own, left = f"{key}/{regions[leader.region].name}", leader.side < 0
        dot = Box(Emu(leader.x - DOT // 2), Emu(leader.y - DOT // 2), DOT, DOT)
        if leader.crosses:
            start, end = sorted((leader.x, places[leader.region].right if left else places[leader.region].x))
            clear = Box(Emu(start), Emu(leader.y - CLEAR // 2), Emu(end - start), CLEAR)
            made.append(Shape(f"{own}/clear", clear, fill=inks.ground, decorative=True))
        ends = ConnectorEnd(f"{own}/name", 3 if left else 1), ConnectorEnd(f"{own}/dot", 2 if left else 6)
        made.append(Connector(f"{own}/line", *ends, line))
        made.append(Shape(f"{own}/dot", dot, "ellipse", inks.ground, Stroke(inks.text, Pt(1.5)), decorative=True))
        made.append(Shape(f"{own}/name", places[leader.region], text=text))
    made += [Shape(f"{key}/{name}/name", box, text=text) for one in inner if one for name, box, text in [one]]
    free = min([box.x for box in boxes if box.bottom > area.bottom - FOOT], default=area.right) - LEAST_LINE - area.x
    foot = Box(area.x, area.bottom - FOOT, Emu(max(wide + TO_LINE, free)), FOOT)
    drafts = (UnfittedText((Run(word(context.language, "figure of municipalities")),)),)
    steps = context.labels(16)
    made.append(label(f"{key}/what", foot, drafts, context, inks.dim, source.at, steps, anchor="b"))
    taken = [_line_box(leader, places[leader.region]) for leader in outside] + [one[1] for one in inner if one]
    return Group(key, tuple(made), ", ".join([f"{region.name} {len(region.members)}" for region in regions])), taken


def _without_lit_cell(region: Region, source: SlideSource, context: ComposeContext) -> Region:
    """Return a region without the lit cell, to place its name; if it has no other, in the lit colour."""
    wanted = source.fields.plain("highlight").strip().casefold() if source.fields.has("highlight") else ""
    lit = [one.key for one in region.members if wanted and wanted in (one.number, one.name.casefold())]
    rest = tuple([area for area in region.areas if area.number not in lit])
    return region.replace(areas=rest) if rest else region.replace(fill=context.roles.this_one)


def _line_box(leader: Leader, name: Box) -> Box:
    """Return the box that a line occupies with its name and dot."""
    left = min(name.x, leader.x - DOT)
    return Box(Emu(left), Emu(leader.y - DOT), Emu(max(name.right, leader.x + DOT) - left), 2 * DOT)


def _neighbours(outside: list[Leader]) -> list[tuple[int, int]]:
    """Return the heights of each two adjacent names on a side."""
    sides = [sorted([one.y for one in outside if one.side == side]) for side in (-1, 1)]
    return [pair for heights in sides for pair in zip(heights, heights[1:])]


def _place(leader: Leader, area: Box, wide: Emu, high: Emu) -> Box:
    x = area.x if leader.side < 0 else area.right - wide
    return Box(Emu(x), Emu(leader.y - high // 2), wide, high)


def _label(leader: Leader, region: Region, box: Box, context: ComposeContext, inks: Inks) -> Piece:
    """Return a name with its figure on the side of the map."""
    left = leader.side < 0
    name, count = Run(region.name, True), Run(str(len(region.members)), colour=inks.dim)
    runs = (name, Run("\u2002"), count) if left else (count, Run("\u2002"), name)
    insets = Insets(Emu(0) if left else TO_LINE, Emu(0), TO_LINE if left else Emu(0), Emu(0))
    frame = context.frame(box, inks.text, anchor="ctr", insets=insets)
    return (UnfittedText(runs, align="r" if left else "l"),), frame


def _inside(leader: Leader, region: Region, context: ComposeContext) -> tuple[str, Box, Text] | None:
    """Return the name, box and text of a name inside its region, None if it does not fit."""
    steps, needed = context.labels(16), _inner_width(region, context)
    box = Box(Emu(leader.x - needed // 2), Emu(leader.y - px(28)), Emu(needed), px(56))
    frame = context.frame(box, context.on(region.fill), anchor="ctr")
    drafts = (
        UnfittedText((Run(region.name, True),), align="ctr"),
        UnfittedText((Run(str(len(region.members))),), align="ctr"),
    )
    text = fit(drafts, frame, steps, context.metrics)
    return (region.name, box, text) if text else None


def _inner_width(region: Region, context: ComposeContext) -> int:
    """Return the width of a name inside its region, EMU."""
    wide = max([context.metrics.width(text, True, False) for text in (region.name, str(len(region.members)))])
    return round(wide * context.labels(16)[-1] * EMU_PER_PT * 1.03) + px(2)


def _areas(members: tuple[Member, ...], by_number: dict[str, Placed]) -> tuple[Placed, ...]:
    return tuple([by_number[member.key] for member in members if member.key in by_number])


def _marks(
    source: SlideSource,
    context: ComposeContext,
    regions: tuple[Region, ...],
    box: Box,
    lit: Colour | None = None,
    taken: Sequence[Box] = (),
) -> list[Item]:
    """Return the marks over the map: dotted outlines of unconfirmed members, and the highlighted member in ``lit``.

    Its name avoids the boxes ``taken``.
    """
    made: list[Item] = []
    drawn = [pair for region in regions for pair in region.drawn()]
    if source.fields.flag("mark_unconfirmed"):
        from osloregion_slides.compose.map_marks import dotted

        marks = dotted(f"{source.id}/unconfirmed", drawn, context)
        made += [marks] if marks else []
    chosen = highlighted(source, context)
    if chosen is None:
        return made
    from osloregion_slides.compose.map_marks import highlight_mark

    for region in regions:
        for member, area in region.drawn():
            if member == chosen:
                key, at = f"{source.id}/highlight", source.fields.at("highlight")
                busy = [*[_number_box(other) for other in regions if other.number], *taken]
                holds_number = region.number and area == _number_area(region)  # the number in it must stay visible
                fill = None if holds_number else lit or region.fill
                others = [other.box for _, other in drawn if other != area]
                named = not region.number and len(region.members) == 1 and region.name == member.name
                made.append(highlight_mark(key, member, area, fill, context, at, box, busy, others, named))
    return made


def _map(
    source: SlideSource, context: ComposeContext, regions: tuple[Region, ...], lines: tuple[str, ...], inks: Inks
) -> Group:
    key = f"{source.id}/map"
    groups: tuple[Item, ...] = tuple([_region(f"{key}/{region.name}", region, context, inks) for region in regions])
    groups += tuple(_borders(key, regions, inks))
    numbered = [region for region in regions if region.number]
    numbers = tuple([_number(f"{key}/{region.name}/number", region, context, source) for region in numbered])
    names = ", ".join([f"{r.number or ''} {r.name} ({len(r.members)})".strip() for r in regions])
    return Group(key, (*groups, *numbers), " ".join([f"{title_text(source)}: {names}.", *lines]))


def _borders(key: str, regions: tuple[Region, ...], inks: Inks) -> list[Item]:
    """Return the borders between regions, in the colour of the ground; none on a map of figures."""
    made: list[Item] = []
    for region in regions if regions[0].region else ():
        box, extent, rings = border(region.areas)
        line = Stroke(inks.ground, OUTER)
        made.append(Freeform(f"{key}/border-{region.name}", box, extent, rings, None, line, decorative=True))
    return made


def _region(key: str, region: Region, context: ComposeContext, inks: Inks) -> Group:
    names = {member.key: member.name for member in region.members}
    shades = _fills(context, inks)
    after = shades.index(region.fill) + 1 if region.region else 0
    inner = (shades[after] if after < len(shades) else shades[-2]) if region.region else inks.ground
    edge = Stroke(inner, INNER if region.region else Pt(1.5))
    shapes = tuple(
        [
            Freeform(
                f"{key}/{names[area.number]}", area.box, area.extent, area.rings, region.fill, edge, names[area.number]
            )
            for area in region.areas
        ]
    )
    if region.hatched:
        from osloregion_slides.compose.map_values import hatch

        shapes = (*shapes, *[hatch(f"{key}/{names[area.number]}/hatch", area) for area in region.areas])
    return Group(key, shapes, f"{region.name}: {', '.join(names.values())}")


def _number_area(region: Region) -> Placed:
    """Return the area for the region's number: a roomy municipality near the region's centre."""
    middle_x = sum(a.label[0] for a in region.areas) / len(region.areas)
    middle_y = sum(a.label[1] for a in region.areas) / len(region.areas)

    def merit(area: Placed) -> float:
        far = ((area.label[0] - middle_x) ** 2 + (area.label[1] - middle_y) ** 2) ** 0.5
        return float(min(area.room, inches(0.17)) * 12 - far)

    return max(region.areas, key=merit)


def _number_box(region: Region) -> Box:
    x, y = _number_area(region).label
    return Box(x - NUMBER // 2, y - NUMBER // 2, NUMBER, NUMBER)


def _number(key: str, region: Region, context: ComposeContext, source: SlideSource) -> Shape:
    box = _number_box(region)
    frame = context.frame(box, context.on(region.fill), bold=True, anchor="ctr", insets=TIGHT)
    drafts = (UnfittedText((Run(str(region.number)),), align="ctr"),)
    return Shape(key, box, text=context.fit(drafts, frame, context.steps(14, LABEL_FLOOR), source.at, key))


# The legend of a map: a swatch, a name and a count for each colour.

BADGE = inches(0.36)
PITCH = inches(0.78)
"""The greatest pitch of entries, EMU."""

MOST_IN_ONE = 6
"""The most entries in one column."""


class LegendLayout(Record):
    """A layout of the legend: the boxes of its entries, and whether the count has its own line."""

    boxes: tuple[Box, ...]
    tall: bool
    badge: Emu

    def text_box(self, index: int) -> Box:
        """Return the text box of an entry, right of its swatch."""
        return self.boxes[index].inset(self.badge + emu(10), 0, 0, 0)


def _legend(key: str, keys: tuple[Region, ...], area: Box, context: ComposeContext, inks: Inks, at: Location) -> Group:
    """Return the legend in the area, in the first layout that fits."""
    steps = context.steps(18, LABEL_FLOOR)
    layouts = [_layout(area, len(keys), 1 if len(keys) <= MOST_IN_ONE else 2, True)]
    layouts += [_layout(area, len(keys), columns, False) for columns in (1, 2)]
    if len(keys) <= MOST_IN_ONE:  # a narrower column leaves no empty half
        midst = _layout(area.inset(area.w // 4, 0, area.w // 4, 0), len(keys), 1, True)
        layouts[:0] = [midst] if fit_alike(_pieces(keys, midst, context, inks), steps[:1], context.metrics) else []
    fitting = [found for found in layouts if fit_alike(_pieces(keys, found, context, inks), steps, context.metrics)]
    chosen = (fitting or layouts)[0]
    texts = context.fit_alike(_pieces(keys, chosen, context, inks), steps, at, key)
    made: list[Item] = []
    for index, (entry, text) in enumerate(zip(keys, texts)):
        made += _swatch(f"{key}/{entry.name}/number", entry, chosen, index, context, at)
        made.append(Shape(f"{key}/{entry.name}/name", chosen.text_box(index), text=text))
    return Group(key, tuple(made), ", ".join([f"{entry.number or ''} {entry.name}".strip() for entry in keys]))


def _layout(area: Box, count: int, columns: int, tall: bool) -> LegendLayout:
    rows = -(-count // columns)
    pitch = min(area.h // max(1, rows), PITCH)
    top = area.y + (area.h - pitch * rows) // 2
    width = (area.w - GAP * (columns - 1)) // columns
    places = [(area.x + (width + GAP) * (n // rows), top + pitch * (n % rows)) for n in range(count)]
    boxes = tuple([Box(x, y, width, Emu(pitch)) for x, y in places])
    return LegendLayout(boxes, tall, Emu(min(BADGE, pitch * 8 // 10)))


def _pieces(keys: tuple[Region, ...], layout: LegendLayout, context: ComposeContext, inks: Inks) -> Pieces:
    return tuple(
        [
            (_drafts(entry, layout.tall, context, inks), context.frame(layout.text_box(n), inks.text, anchor="ctr"))
            for n, entry in enumerate(keys)
        ]
    )


def _drafts(entry: Region, tall: bool, context: ComposeContext, inks: Inks) -> tuple[UnfittedText, ...]:
    name, count = Run(entry.name, True), len(entry.members)
    if not tall:
        return (UnfittedText((name, Run(f"  {count}", colour=inks.dim))),)
    count_line = Run(f"{count} {counted(context.language, 'municipality', count)}", colour=inks.dim)
    return UnfittedText((name,)), UnfittedText((count_line,), step=2)


def _swatch(
    key: str, entry: Region, layout: LegendLayout, index: int, context: ComposeContext, at: Location
) -> tuple[Shape | Freeform, ...]:
    box = layout.boxes[index]
    spot = Box(box.x, box.y + (box.h - layout.badge) // 2, layout.badge, layout.badge)
    if entry.number:
        frame = card_frame(context, spot, context.on(entry.fill), bold=True, anchor="ctr", insets=TIGHT, radius=emu(4))
        drafts = (UnfittedText((Run(str(entry.number)),), align="ctr"),)
        text = context.fit(drafts, frame, context.steps(14, LABEL_FLOOR), at, key)
        return (card(key, spot, entry.fill, text, radius=emu(4)),)
    from osloregion_slides.compose.map_values import swatch_hatch

    return swatch_hatch(key, spot) if entry.hatched else (Shape(key, spot, fill=entry.fill, decorative=True),)
