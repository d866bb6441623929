"""Members: their number, in total and by county or sub-region. All numbers come from the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt
from osloregion_slides.compose.cartography import highlighted, member_notes
from osloregion_slides.compose.context import LABEL_FLOOR, ComposeContext, date_of, plain_text, runs
from osloregion_slides.compose.entries import MEMBER_FIELDS, TEXT
from osloregion_slides.compose.page import card, content, label, lines, page, title_text
from osloregion_slides.compose.tiles import UnitRow, px, unit_tiles
from osloregion_slides.fit.setting import UnfittedText, fit
from osloregion_slides.outline.figures import month_text
from osloregion_slides.outline.markup import Inline, Rich
from osloregion_slides.outline.text_schema import by_name, choice
from osloregion_slides.outline.words import counted, word
from osloregion_slides.scene import Box, Group, Run, Shape

if TYPE_CHECKING:
    from osloregion_slides.base.findings import Location
    from osloregion_slides.compose.roles import Inks
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.registry.values import Grouped, Member, MemberList
    from osloregion_slides.scene import Anchor, Colour, Item, Slide

SCHEMA: dict[str, object] = {
    "description": "The number of members by county or sub-region",
    "properties": {
        "group_by": choice(("county", "region"), "Grouping of the members into rows"),
        **MEMBER_FIELDS,
        "labels": by_name(TEXT, "Replacement label of a row, by county or sub-region"),
        "remarks": by_name(TEXT, "Remark beside a row, by county or sub-region"),
    },
}

GROUNDS = ("paper", "fjord")

DISPLAY = tuple([Pt(size) for size in (150, 120, 96, 80, 66, 54, 44, 36)])
"""Sizes of the total, above the brand's scale, which is for running text only."""
HANG, TIGHT_LINES = px(6), 0.6
"""The overhang of large numerals left of the margin, and their line spacing."""
ASIDE, BESIDE = px(320), px(360)
"""The width of the totals, and the start of the chart from the margin."""
LARGE, SMALL = UnitRow(px(27), px(33), 22), UnitRow(px(22), px(26.6), 22)
"""Tiles with the label above the row, and with the label left of it."""
LABELLED_OVER = 6
"""The most groups with the label above the row."""
LEAST_TILE, MOST_TILES = px(9), 240
"""Smaller tiles, or more on a slide, cannot be counted by eye and are replaced by bars."""
NAMES, COUNTS = px(136), px(64)
"""The least width of names left of the tiles, and the width of the numbers at the right."""
NAME_SHARE = 38
"""The largest share of the width for such names, and for remarks beside the longest row, percent."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: the totals at the left, and at the right a row for each group with one tile per member.

    If not all members are known by name, the total is the one stated by a source, or is shown as unknown.
    """
    layout = context.layout("title_only")
    members = context.members
    counts = _counts(source, context)
    by_name = "" if counts == members.totals_by_county else "counted are"
    notes = member_notes(members.municipalities, source, context, content(source, layout), by_name, "starred")
    area, inks = notes.area, context.inks(layout.background)
    left = Box(area.x, area.y, min(ASIDE, area.w * 30 // 100), area.h)
    start = min(BESIDE, area.w * 34 // 100)
    right = area.inset(start, 0, 0, 0)
    bars = _bars(source, context, counts)
    alt = " ".join([f"{title_text(source)}: {', '.join(map(_bar_text, bars))}.", *notes.doubts])
    made = _rows(f"{source.id}/chart", bars, right, context, inks, source.fields.at("labels"))
    chart = Group(f"{source.id}/chart", tuple(made), alt)
    items = [*_totals(source, context, left, inks), chart, *notes.items]
    return (page(source, context, layout, tuple(items)),)


def _totals(source: SlideSource, context: ComposeContext, box: Box, inks: Inks) -> list[Item]:
    """Return the total with its noun, and under a hairline the county councils, one tile each."""
    councils, key, at = context.members.county_councils, source.id, source.at
    count_text, noun = _count_and_noun(context.members.municipalities, "municipality", context)
    part = min(box.h, px(500)) / 500  # everything is lower in a lower area
    great = Box(box.x - HANG, Emu(box.y + round(40 * part)), box.w + HANG, Emu(round(146 * part)))
    under = Box(box.x, Emu(box.y + round(187 * part)), box.w, Emu(round(46 * part)))
    if context.metrics.width(noun, True, False) * 18 * EMU_PER_PT > under.w:  # the month needs another line
        under = under.replace(h=Emu(round(72 * part)))
    down = under.h - round(46 * part)
    frame = context.frame(great, inks.mark, bold=True, spacing=TIGHT_LINES)
    number = context.fit((UnfittedText((Run(count_text),)),), frame, DISPLAY, at, f"{key}/total")
    made: list[Item] = [
        Shape(f"{key}/total", great, text=number),
        _line(f"{key}/total-noun", under, noun, context, inks.text, context.said(28), at, bold=True),
    ]
    if not councils and councils.whole:
        return made
    rule = Box(box.x, Emu(box.y + round(248 * part) + down), box.w, px(1.5))
    made.append(Shape(f"{key}/rule", rule, fill=inks.rule, decorative=True))
    y = box.y + round(268 * part) + down
    if 0 < len(councils) <= LARGE.across // 2 and councils.whole:
        row = LARGE.replace(across=9)
        tiles = unit_tiles(f"{key}/council", box.x, y, row, [inks.other] * len(councils))
        made.append(Group(f"{key}/council-tiles", tiles, "", decorative=True))
        y += row.height(len(councils)) + px(8)
    count_text, noun = _count_and_noun(councils, "county council", context)
    head = Box(box.x, Emu(y), box.w, Emu(round(80 * part)))
    steps = context.said(24)
    named = _line(f"{key}/councils", head, f"{count_text} {noun}", context, inks.text, steps, at, bold=True)
    assert named.text is not None
    head = head.replace(h=Emu(min(head.h, named.text.height)))
    made.append(named.replace(box=head))
    if councils:
        names = _listed([member.county for member in councils if member.county], context)
        joined = [word(context.language, "county council of").format(county=names)] if names else []
        names = ", ".join([*joined, *[member.name for member in councils if not member.county]])
        rest = Box(box.x, head.bottom, box.w, Emu(box.bottom - head.bottom))
        made.append(_line(f"{key}/councils-noun", rest, names, context, inks.dim, context.labels(18), at))
    return made


def _listed(names: list[str], context: ComposeContext) -> str:
    """Return names joined by commas, and by "and" before the last."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word(context.language, 'and')} {names[-1]}"


def _line(
    key: str,
    box: Box,
    text: str,
    context: ComposeContext,
    colour: Colour,
    steps: tuple[Pt, ...],
    at: Location,
    bold: bool = False,
) -> Shape:
    return label(key, box, (UnfittedText((Run(text),)),), context, colour, at, steps, bold=bold)


def _count_and_noun(members: MemberList, noun: str, context: ComposeContext) -> tuple[str, str]:
    """Return the number of members and its noun; or the last known number with its month, or "unknown"."""
    if members.total is None and members.last:
        month = month_text(members.last.date, context.code)
        return str(members.last.total), f"{counted(context.language, noun, members.last.total)} ({month})"
    if members.total is None:
        return word(context.language, "unknown"), word(context.language, f"number of {noun}")
    return str(members.total), counted(context.language, noun, members.total)


def _groups(source: SlideSource, context: ComposeContext) -> Grouped:
    members = context.members
    return members.by_region if source.fields.raw("group_by") == "region" else members.by_county


def _counts(source: SlideSource, context: ComposeContext) -> tuple[tuple[str, int], ...]:
    """Return the count of each bar: by county as stated by a source, otherwise the members known by name."""
    stated = context.members.totals_by_county
    if stated and source.fields.raw("group_by") != "region":
        return stated
    return tuple([(name, len(found)) for name, found in _groups(source, context) if found])


def _bars(source: SlideSource, context: ComposeContext, counts: tuple[tuple[str, int], ...]) -> list[Bar]:
    names, remarks = source.fields.mapping("labels"), source.fields.mapping("remarks")
    chosen = _highlighted_member(source, context)
    starred = source.fields.flag("mark_unconfirmed")
    groups = dict(_groups(source, context))
    own = chosen and (chosen.region if source.fields.raw("group_by") == "region" else chosen.county)
    bars = []
    for name, count in counts:
        found = groups.get(name, ())
        label = names.rich(name) or (Inline(name or "?"),)
        if starred and any(member.confidence != "confirmed" for member in found):
            label = (*label, Inline("\u00a0*"))
        remark = remarks.rich(name)
        lit = 0
        if chosen is not None and name == own:
            numbers = enumerate(found, 1)
            lit = next((n for n, member in numbers if member.number == chosen.number and member == chosen), 0)
        if chosen is not None and lit:
            key = "highlighted" if source.fields.has("highlight") else "joined"
            mark = Inline(
                word(context.language, key).format(name=chosen.name, date=date_of(context)), bold=bool(remark)
            )
            if key == "highlighted" or not remark:
                remark = (*remark, Inline(" · "), mark) if remark else (mark,)
        bars.append(Bar(name, label, remark, count, count if lit else 0))
    return sorted(bars, key=lambda bar: -bar.count)


def _highlighted_member(source: SlideSource, context: ComposeContext) -> Member | None:
    """Return the highlighted member, otherwise the only one that joined on the deck's date, otherwise None."""
    if source.fields.has("highlight"):
        return highlighted(source, context)
    joined = [member for member in context.members.municipalities if member.start == context.as_of]
    return joined[0] if len(joined) == 1 else None


def _bar_text(bar: Bar) -> str:
    text = f"{plain_text(bar.name)} {bar.count}"
    return f"{text} ({plain_text(bar.remark)})" if bar.remark else text


# One row per group: its name, a tile for each member, the count, and any remark.


class Bar(Record):
    """A group: the key of its shapes, its texts, its count, and the highlighted tile (from 1, 0 for none)."""

    key: str
    name: Rich
    remark: Rich
    count: int
    lit: int = 0


def _rows(key: str, bars: list[Bar], area: Box, context: ComposeContext, inks: Inks, at: Location) -> list[Item]:
    """Return the rows in the area, with all names at one size."""
    strips = lines(area, len(bars), px(120))
    if not strips:
        return []
    pitch, most = strips[0].h, max([bar.count for bar in bars], default=1)
    over = len(bars) <= LABELLED_OVER and pitch >= px(68)
    wide = area.w if over else _names(bars, area, context)
    few = sum([bar.count for bar in bars]) <= MOST_TILES
    room = area.w - (px(60) if over else wide + COUNTS + _remarks(bars, area, context))
    row = _unit(most, room, pitch - (px(40) if over else px(8)), over) if few else None
    named = Emu(wide - (0 if over or _name_width(bars, context) <= wide else px(12)))
    names = [strip.replace(h=px(30)) if over else strip.replace(w=named) for strip in strips]
    steps = context.labels(18) if pitch >= px(26) else context.steps(18, LABEL_FLOOR)
    anchor: Anchor = "t" if over else "ctr"
    pieces = tuple(
        [
            ((UnfittedText(runs(bar.name)),), context.frame(box, inks.text, anchor=anchor))
            for bar, box in zip(bars, names)
        ]
    )
    texts = context.fit_alike(pieces, steps, at, key)
    made: list[Item] = []
    for n, (bar, strip, box, text) in enumerate(zip(bars, strips, names, texts)):
        own = f"{key}/{bar.key}"
        made.append(Shape(f"{own}/name", box, text=text))
        if n and not over:
            made.append(Shape(f"{own}/rule", strip.replace(h=px(1.5)), fill=inks.rule, decorative=True))
        x = strip.x if over else strip.x + wide
        high = row.height(bar.count) if row else min(pitch * 55 // 100, px(27))
        y = strip.y + px(36) + max(0, LARGE.side - high) // 2 if over else strip.y + (strip.h - high) // 2
        right = x + (row.width(bar.count) if row else max(px(4), room * bar.count // most))
        made += _marks(own, bar, Box(x, Emu(y), Emu(right - x), Emu(high)), row, context, inks)
        made += _count(own, bar, strip, (Emu(right), Emu(y + high // 2)), over, context, inks, at)
    return made


def _unit(most: int, wide: int, high: int, over: bool) -> UnitRow | None:
    """Return the largest tiles at which the longest row fits, in one or more lines; None if they are too small."""
    usual = LARGE if over else SMALL
    for side in range(usual.side, LEAST_TILE - 1, -px(1)):
        pitch = side * usual.pitch // usual.side
        across = max(1, (wide + pitch - side) // pitch)
        found = UnitRow(side, pitch, min(across, max(most, 1)))
        if found.height(most) <= high:
            return found
    return None


def _names(bars: list[Bar], area: Box, context: ComposeContext) -> Emu:
    """Return the width of the column of names: that of the longest name, within the limits."""
    return Emu(max(NAMES, min(_name_width(bars, context), area.w * NAME_SHARE // 100)))


def _name_width(bars: list[Bar], context: ComposeContext) -> int:
    """Return the width of the longest name with the gap after it, EMU."""
    widest = max([context.metrics.width(plain_text(bar.name), False, False) for bar in bars], default=0.0)
    return round(widest * 18 * EMU_PER_PT) + px(12)


def _remarks(bars: list[Bar], area: Box, context: ComposeContext) -> Emu:
    """Return the width beside the longest row for remarks: that of the widest remark, within its limit."""
    widths = [context.metrics.width(plain_text(bar.remark), True, False) for bar in bars if bar.remark]
    return Emu(min(round(max(widths) * 16 * EMU_PER_PT) + px(28), area.w * NAME_SHARE // 100) if widths else 0)


def _marks(key: str, bar: Bar, box: Box, row: UnitRow | None, context: ComposeContext, inks: Inks) -> list[Item]:
    """Return the tiles of a row, or its bar."""
    if row is None:
        return [card(f"{key}/bar", box, inks.mark, radius=px(4), decorative=True)]
    fills = [context.roles.this_one if n == bar.lit else inks.mark for n in range(1, bar.count + 1)]
    return list(unit_tiles(key, box.x, box.y, row, fills))


def _count(
    key: str,
    bar: Bar,
    strip: Box,
    end: tuple[Emu, Emu],
    over: bool,
    context: ComposeContext,
    inks: Inks,
    at: Location,
) -> list[Item]:
    """Return the count, after the tiles or at the right, and the remark beside it."""
    right, middle = end
    high = min(px(39), strip.h)
    wide = px(20 + 20 * len(str(bar.count)))
    box = Box(Emu(right + px(12)), Emu(middle - high // 2), wide, high)
    if not over:
        box = Box(Emu(strip.right - COUNTS), strip.y, COUNTS, strip.h)
    frame = context.frame(box, inks.text, bold=True, anchor="ctr")
    drafts = (UnfittedText((Run(str(bar.count)),), align="l" if over else "r"),)
    number = context.fit(drafts, frame, context.steps(24 if over else 22, LABEL_FLOOR), at, f"{key}/count")
    made: list[Item] = [Shape(f"{key}/count", box, text=number)]
    if bar.remark:
        left = box.right if over else Emu(right + px(16))
        rest = Box(left, box.y, Emu((strip.right if over else box.x) - left), box.h)
        if over and rest.w < px(150):  # above the tiles there is always room beside the name
            rest = Box(Emu(strip.x + strip.w // 2), strip.y, Emu(strip.w // 2), px(32))
        frame = context.frame(rest, inks.dim, anchor="ctr")
        remark = (UnfittedText(runs(bar.remark)),)
        if fit(remark, frame, context.labels(16), context.metrics) is None:  # allow a second line beside the tiles
            rest = rest.replace(y=Emu(rest.y - px(10)), h=Emu(rest.h + px(20)))
            frame = context.frame(rest, inks.dim, anchor="ctr")
        made.append(
            Shape(f"{key}/remark", rest, text=context.fit(remark, frame, context.labels(16), at, f"{key}/remark"))
        )
    return made
