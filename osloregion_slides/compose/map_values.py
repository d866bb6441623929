"""Figures on a map: municipalities in five classes of one hue, hatched without a figure, or circles sized by area."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import finding, meant, term
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt, inches
from osloregion_slides.compose.context import INK, ComposeContext, plain_text
from osloregion_slides.compose.page import at_left, label, lines
from osloregion_slides.compose.roles import Inks, ramp
from osloregion_slides.compose.tiles import ROUND, UnitRow, px, unit_tiles
from osloregion_slides.fit.setting import UnfittedText, fit_alike
from osloregion_slides.outline.fields import Tabular, figure, tabular
from osloregion_slides.outline.nodes import NO_FIGURE, Figure, Scalar, number
from osloregion_slides.outline.words import word
from osloregion_slides.scene import Box, Colour, Freeform, Group, Run, Shape, Stroke

if TYPE_CHECKING:
    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.maps.place import Placed
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.resolver import TextResolver
    from osloregion_slides.registry.values import Member
    from osloregion_slides.scene import Item, Step

CLASSES = 5
HATCH = inches(0.07)
"""The horizontal distance between hatch lines, EMU."""
LARGEST = inches(0.42)
"""The radius of the largest circle, EMU."""
PLAIN = Colour("bg1", 95)
"""The fill under a hatch."""


class Values(Record):
    """The figures of members: value and text; without ``in_classes`` only circles show them."""

    heading: str
    figures: tuple[tuple[Member, float, str], ...]
    missing: tuple[Member, ...]
    unknown: Phrase | str = ""
    in_classes: bool = True

    def alt(self, language: str) -> str:
        """Return the alt text of the map."""
        if not self.figures:
            return ""
        low, high = (pick(self.figures, key=lambda one: one[1]) for pick in (min, max))
        extremes = word(language, "extremes").format(
            what=self.heading, high=high[0].name, most=high[2], low=low[0].name, least=low[2]
        )
        return " ".join([extremes, *self.without(language)])

    def lines(self, language: str) -> tuple[str, ...]:
        """Return the notes under the map: the alt text for circles, and the members without a figure."""
        return self.without(language) if self.in_classes else (self.alt(language),)

    def without(self, language: str) -> tuple[str, ...]:
        """Return the note that lists the members without a figure, () if there are none."""
        names = ", ".join([member.name for member in self.missing[:8]]) + (" …" if len(self.missing) > 8 else "")
        return (word(language, "hatched").format(names=names).replace("….", "…"),) if names else ()


class Band(Record):
    """A class of values: its text in the legend and its members; ``fill`` None is the hatched class without figures."""

    name: str
    members: tuple[Member, ...]
    fill: Colour | None


def values_at(source: SlideSource, context: ComposeContext, key: str) -> Values:
    """Return the figures of the table referenced by the path at ``key``; report ambiguities."""
    fields, resolver = source.fields, source.fields.resolver
    table = tabular(fields, key)
    members = tuple(context.members.municipalities)
    if not table.rows:
        return Values("", (), members, table.unknown)
    rows = _by_member(table, members, resolver)
    if not rows:
        context.report("empty-map.values", fields.at(key), path=fields.raw(key)[:60])
        return Values("", (), members)
    place = _column(source, context, table, [place for _, _, place in rows], key)
    if place < 0:
        return Values("", (), members)
    found: dict[Member, tuple[Member, float, str]] = {}
    for member, row, _ in rows:
        value = figure(table.rows[row][place], resolver)
        if value is not None and member in found and value != found[member][1]:
            at, path = fields.at(key), fields.raw(key)[:60]
            context.report("bad-figure.several-rows", at, name=member.name, path=path)
            return Values("", (), members)
        if value is not None:
            found[member] = (member, value, plain_text(resolver.rich(table.rows[row][place])))
    missing = tuple([member for member in members if member not in found])
    if missing:
        names = ", ".join([member.name for member in missing[:8]]) + (" …" if len(missing) > 8 else "")
        reason = term("the table has no figure for {names}", names=names)
        context.report("not-known", fields.at(key), reason=reason)
    return Values(plain_text(table.heads[place]), tuple(found.values()), missing)


def _by_member(table: Tabular, members: tuple[Member, ...], resolver: TextResolver) -> list[tuple[Member, int, int]]:
    """Return the members found in the column with the most member numbers or names, each with its row and column."""
    known = {member.name: member for member in reversed(members)} | {member.number: member for member in members}
    found: dict[int, list[tuple[Member, int, int]]] = {}
    for index, row in enumerate(table.rows):
        for place, cell in enumerate(row):
            text = plain_text(resolver.rich(cell)) if isinstance(cell, Scalar) and not isinstance(cell, Figure) else ""
            member = known.get(text.strip()) if text.strip() else None
            if member is not None:
                found.setdefault(place, []).append((member, index, place))
    return max([found[place] for place in sorted(found)], key=lambda rows: len({row[0] for row in rows}), default=[])


def _column(source: SlideSource, context: ComposeContext, table: Tabular, taken: list[int], key: str) -> int:
    """Return the column named by ``value:``, otherwise the only numeric column; -1 with an error."""
    fields = source.fields
    heads = [plain_text(head) for head in table.heads]
    wanted = fields.raw("value").strip()
    spelt = [head.casefold() for head in heads]
    if wanted:
        if wanted.casefold() in spelt:
            return spelt.index(wanted.casefold())
        values = meant(wanted, heads)
        context.report("missing-column.wanted", fields.at("value"), name=wanted[:60], **values)
        return -1
    numeric = [n for n in range(len(heads)) if n not in taken and _is_numeric([row[n] for row in table.rows])]
    if len(numeric) != 1:
        at, path = fields.at(key), fields.raw(key)[:60]
        names = tuple([heads[n] for n in numeric])
        unclear = finding("missing-key.value", at, on_slide=source.id, names=names, path=path)
        context.findings.append(unclear if names else finding("empty-map.figures", at, on_slide=source.id, path=path))
        return -1
    return numeric[0]


def _is_numeric(cells: list[Node]) -> bool:
    known = [cell for cell in cells if isinstance(cell, Scalar) and cell.text not in NO_FIGURE]
    return bool(known) and all(
        [cell.is_number if isinstance(cell, Figure) else number(cell) is not None for cell in known]
    )


def bands(values: Values, context: ComposeContext, ground: Colour | None = None) -> tuple[Band, ...]:
    """Return at most five classes of similar size, the highest first; equal figures are in one class.

    The limits are members' figures as shown in the table, so that rounding never puts a member in the wrong class.
    """
    missing = [Band(word(context.language, "no figure"), values.missing, None)] if values.missing else []
    if not values.in_classes:
        members = tuple([member for member, _, _ in values.figures])
        return (*([Band(values.heading, members, context.roles.quiet)] if members else []), *missing)
    ordered = sorted(values.figures, key=lambda one: one[1])
    least: dict[str, float] = {}
    ordered = [(member, least.setdefault(text, value), text) for member, value, text in ordered]  # shown alike is equal
    count = len(ordered)
    breaks = sorted({ordered[count * n // CLASSES][1] for n in range(1, CLASSES)}) if count else []
    if len({value for _, value, _ in ordered}) <= CLASSES:
        breaks = sorted({value for _, value, _ in ordered})[1:]
    groups: list[list[tuple[Member, float, str]]] = [[] for _ in range(len(breaks) + 1)]
    for one in ordered:
        groups[sum([one[1] >= limit for limit in breaks])].append(one)
    groups = [group for group in groups if group][::-1]
    fills = ramp(context.brand, len(groups), ground)
    made = [
        Band(_limits(group[0][2], group[-1][2]), tuple([member for member, _, _ in group]), fill)
        for group, fill in zip(groups, fills)
    ]
    return (*made, *missing)


def _limits(low: str, high: str) -> str:
    if low == high:
        return low
    unit = high[len(high.rstrip("%\u00a0 ")) :]
    if unit and low.endswith(unit):  # written once: 5,8–10,5 %
        low = low[: -len(unit)]
        return f"{low} – {high}" if {low[:1], high[:1]} & {"-", "−"} else f"{low}–{high}"
    return f"{low} – {high}" if " " in low + high or high[:1] in "-−" else f"{low}–{high}"


# The legend of a map of figures: a unit chart with one tile per municipality.

ROW, SWATCH, TO_NAME, TILES_AT, FOOT, HEADING = px(72), px(40), px(56), px(182), px(40), px(50)
LISTED, HIGHEST, FIGURES = 5, px(90), px(130)
"""The number of figures in the legend of circles, the greatest height of its rows, the width of its figures."""
SIDES = (15, 12, 10, 8)
"""The sides of tiles to try, px; their pitch is 1.27 sides."""


def class_chart(
    source: SlideSource, context: ComposeContext, inks: Inks, heading: str, shown: tuple[Band, ...], area: Box
) -> Group | None:
    """Return a row for each class with a tile for each member; None if it does not fit in the area."""
    key, steps = f"{source.id}/legend", context.labels(20)
    rows = lines(area.inset(0, HEADING, 0, FOOT), len(shown), ROW, centred=False)
    names = [row.inset(TO_NAME, 0, 0, 0) for row in rows]
    pieces = [
        ((UnfittedText((Run(band.name),)),), context.frame(box, inks.text, anchor="ctr"))
        for band, box in zip(shown, names)
    ]
    texts = fit_alike(tuple(pieces), steps, context.metrics)
    if texts is None or any([len(text.paragraphs[0].breaks) > 1 for text in texts]) or rows[0].h < px(40):
        return None
    size = texts[0].paragraphs[0].size
    widest = max([context.metrics.width(band.name, False, False) for band in shown]) * size * EMU_PER_PT
    start = max(TILES_AT, TO_NAME + round(widest) + px(20))
    unit = _unit(max([len(band.members) for band in shown]), area.w - start - px(60), rows[0].h - px(12))
    if unit is None:
        return None
    made: list[Item] = []
    if heading:
        box, drafts = area.replace(h=px(32)), (UnfittedText((Run(heading),)),)
        made.append(label(f"{key}/heading", box, drafts, context, inks.text, source.at, steps, bold=True))
    for place, (band, row, name, text) in enumerate(zip(shown, rows, names, texts)):
        own = f"{key}/{band.name}"
        if place:
            made.append(Shape(f"{own}/rule", row.replace(h=px(1.5)), fill=inks.rule, decorative=True))
        swatch = at_left(row, SWATCH)
        made += swatch_hatch(f"{own}/number", swatch) if band.fill is None else ()
        if band.fill is not None:
            made.append(Shape(f"{own}/number", swatch, "roundRect", band.fill, decorative=True, adjust=ROUND))
        made.append(Shape(f"{own}/name", name.replace(w=Emu(start - TO_NAME)), text=text))
        count, y = len(band.members), row.y + (row.h - unit.height(len(band.members))) // 2
        tiles = unit_tiles(f"{own}/tile", row.x + start, y, unit, [band.fill or PLAIN] * count)
        edge = Stroke(inks.text, Pt(0.75)) if band.fill is None else None
        made += [tile.replace(line=edge) for tile in tiles] if edge else tiles
        right = Box(Emu(row.x + start + unit.width(count) + px(12)), row.y, px(60), row.h)
        drafts = (UnfittedText((Run(str(count)),)),)
        made.append(label(f"{own}/count", right, drafts, context, inks.text, source.at, steps, bold=True, anchor="ctr"))
    foot, note = (
        area.inset(0, area.h - FOOT, 0, 0),
        (UnfittedText((Run(word(context.language, "tile of municipality")),)),),
    )
    made.append(label(f"{key}/what", foot, note, context, inks.dim, source.at, context.labels(16), anchor="b"))
    return Group(key, tuple(made), ", ".join([f"{band.name}: {len(band.members)}" for band in shown]))


def _unit(most: int, wide: int, high: int) -> UnitRow | None:
    """Return the largest tiles at which the longest row fits, None if none fit."""
    for side in SIDES:
        pitch = px(side * 1.27)
        found = UnitRow(px(side), pitch, max(1, wide // pitch))
        if found.height(most) <= high:
            return found
    return None


def hatch(key: str, area: Placed) -> Freeform:
    """Return diagonal lines clipped to an area, at the same distance in every area."""
    width, height = area.extent
    step = max(1, round(HATCH * width / max(1, area.box.w)))
    edges = [(a, b) for ring in area.rings for a, b in zip(ring, (*ring[1:], ring[0]))]
    steps: list[Step] = []
    for place in range(step, width + height, step):
        crossings = []
        for (x1, y1), (x2, y2) in edges:
            first, second = x1 + y1 - place, x2 + y2 - place
            if (first < 0) != (second < 0):
                share = first / (first - second)
                crossings.append((round(x1 + (x2 - x1) * share), round(y1 + (y2 - y1) * share)))
        crossings.sort()
        for start, end in zip(crossings[::2], crossings[1::2]):
            steps += [("M", *start), ("L", *end)]
    return Freeform(key, area.box, area.extent, (), None, Stroke(INK, Pt(0.75)), decorative=True, path=tuple(steps))


def swatch_hatch(key: str, box: Box) -> tuple[Shape, Freeform]:
    """Return the legend's swatch of members without a figure."""
    side = 100
    steps: list[Step] = []
    for place in range(25, 2 * side, 25):
        ends = (max(0, place - side), min(side, place))
        steps += [("M", ends[0], place - ends[0]), ("L", ends[1], place - ends[1])]
    line = Stroke(INK, Pt(0.75))
    lines = Freeform(f"{key}/lines", box, (side, side), (), None, line, decorative=True, path=tuple(steps))
    return Shape(key, box, fill=PLAIN, line=line, decorative=True), lines


def largest(source: SlideSource, context: ComposeContext, inks: Inks, values: Values, area: Box) -> Group | None:
    """Return the legend of circles: the largest figures, in the size of the map, with names and figures.

    None if they do not fit, or a figure is negative.
    """
    listed = sorted(values.figures, key=lambda one: -one[1])[:LISTED]
    if not listed or listed[0][1] <= 0 or min([value for _, value, _ in values.figures]) < 0:
        return None
    key, steps = f"{source.id}/legend", context.labels(20)
    rows = lines(area.inset(0, HEADING, 0, 0), len(listed), HIGHEST, centred=False)
    if rows[0].h < px(40):
        return None
    made: list[Item] = []
    box, drafts = area.replace(h=px(32)), (UnfittedText((Run(values.heading),)),)
    made.append(label(f"{key}/heading", box, drafts, context, inks.text, source.at, steps, bold=True))
    for place, (row, (member, value, text)) in enumerate(zip(rows, listed)):
        own, radius = f"{key}/{member.name}", round(LARGEST * sqrt(value / listed[0][1]))
        if place:
            made.append(Shape(f"{own}/rule", row.replace(h=px(1.5)), fill=inks.rule, decorative=True))
        x, y = row.x + LARGEST - radius, row.y + row.h // 2 - radius
        disc = Box(Emu(x), Emu(y), Emu(2 * radius), Emu(2 * radius))
        line = Stroke(Colour("bg1"), Pt(1.0))
        made.append(Shape(f"{own}/disc", disc, "ellipse", _disc(context, False), line, decorative=True))
        name, figures = row.inset(2 * LARGEST + px(24), 0, FIGURES, 0), row.inset(row.w - FIGURES, 0, 0, 0)
        words = (UnfittedText((Run(member.name),)),)
        made.append(label(f"{own}/name", name, words, context, inks.text, source.at, steps, bold=True, anchor="ctr"))
        words = (UnfittedText((Run(text),), align="r"),)
        made.append(label(f"{own}/figure", figures, words, context, inks.text, source.at, steps, anchor="ctr"))
    return Group(key, tuple(made), "; ".join([f"{member.name}: {text}" for member, _, text in listed]))


def _disc(context: ComposeContext, over: bool) -> Colour:
    return (context.roles.text if over else context.roles.brand).replace(alpha=80)


def circles(
    source: SlideSource, context: ComposeContext, drawn: list[tuple[Member, Placed]], values: Values, over: bool
) -> list[Item]:
    """Return a circle for each member with an area, sized in proportion to its figure; large circles are behind small
    ones.

    ``over``: the circles are over classes in the brand's colours.
    """
    shown = {member: (value, text) for member, value, text in values.figures}
    if any(value < 0 for value, _ in shown.values()):
        at = source.fields.at("circles")
        context.report("bad-figure.negative-circle", at)
        return []
    most = max([value for value, _ in shown.values()], default=0)
    found = sorted(
        [(shown[member], member, area) for member, area in drawn if member in shown], key=lambda one: -one[0][0]
    )
    made = []
    for (value, text), member, area in found:
        radius = round(LARGEST * sqrt(value / most)) if most else 0
        if radius:
            x, y = area.label
            box = Box(Emu(x - radius), Emu(y - radius), Emu(2 * radius), Emu(2 * radius))
            key = f"{source.id}/circles/{member.name}"
            line = Stroke(Colour("bg1"), Pt(1.0))
            made.append(Shape(key, box, "ellipse", _disc(context, over), line, alt=f"{member.name}: {text}"))
    return [Group(f"{source.id}/circles", tuple(made), values.alt(context.language))] if made else []
