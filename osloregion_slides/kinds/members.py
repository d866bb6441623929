"""Members: how many there are, and how many from each county or sub-region. Every number is the registry's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt, emu, inches
from osloregion_slides.compose.cartography import member_notes
from osloregion_slides.compose.context import LABEL_FLOOR, NAVY, plain_text, runs
from osloregion_slides.compose.entries import MEMBER_FIELDS, TEXT
from osloregion_slides.compose.page import GAP, SLATE, card, content, label, lines, page, title_text
from osloregion_slides.compose.words import counted, word
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.outline.markup import Inline
from osloregion_slides.scene import Box, Colour, Group, Run, Shape

if TYPE_CHECKING:
    from osloregion_slides.base.findings import Location
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.registry.values import Grouped, Member, MemberList
    from osloregion_slides.scene import Item, Slide

SCHEMA: dict[str, object] = {
    "description": "How many members there are, and where",
    "properties": {
        "group_by": {"enum": ["county", "region"], "description": "What a bar counts"},
        **MEMBER_FIELDS,
        "labels": {
            "type": "object",
            "additionalProperties": TEXT,
            "description": "Another text for a bar, by its county or sub-region",
        },
        "remarks": {
            "type": "object",
            "additionalProperties": TEXT,
            "description": "A remark beside a bar, by its county or sub-region",
        },
    },
}

DISPLAY = (Pt(96.0), Pt(80.0), Pt(66.0), Pt(54.0), Pt(44.0), Pt(36.0))
"""Steps of the great number; above the brand's scale, which ends at what is read, not seen."""
ASIDE = inches(2.9)


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: the totals at the left, a bar for each group at the right.

    Where not all members are known by name the total is what a source says, or that it is not known.
    """
    layout = context.layout("title_only")
    members = context.members
    counts = _counts(source, context)
    by_name = "" if counts == members.totals_by_county else "counted are"
    notes = member_notes(members.municipalities, source, context, content(source, layout), by_name, "starred")
    area = notes.area
    left = Box(area.x, area.y, min(ASIDE, area.w * 28 // 100), area.h)
    right = Box(left.right + GAP * 2, area.y, area.right - left.right - GAP * 2, area.h)
    bars = _bars(source, context, counts)
    alt = " ".join([f"{title_text(source)}: {', '.join(map(_told, bars))}.", *notes.doubts])
    chart = _drawn_bars(f"{source.id}/chart", bars, right, context, source.fields.at("labels"), alt)
    items = [*_totals(source, context, left), chart, *notes.items]
    return (page(source, context, layout, tuple(items)),)


def _totals(source: SlideSource, context: ComposeContext, box: Box) -> list[Item]:
    members, language, at = context.members, context.language, source.at
    municipalities, councils = members.municipalities, members.county_councils
    key = source.id
    said, noun = _said(municipalities, "municipality", context)
    great = Box(box.x, box.y, box.w, inches(1.35))
    under = Box(box.x, great.bottom, box.w, inches(0.45))
    made: list[Item] = [
        _text(context, f"{key}/total", great, said, Colour("accent1"), DISPLAY, at),
        _text(context, f"{key}/total-noun", under, noun, NAVY, context.steps(24), at),
    ]
    if councils or not councils.whole:
        count = Box(box.x, under.bottom + GAP, box.w, inches(0.75))
        text = Box(box.x, count.bottom, box.w, box.bottom - count.bottom)
        said, noun = _said(councils, "county council", context)
        names = [word(language, "county council of").format(county=m.county) if m.county else m.name for m in councils]
        drafts = (UnfittedText((Run(noun),), bold=True, after=Pt(4.0)), *[UnfittedText((Run(name),)) for name in names])
        made.append(_text(context, f"{key}/councils", count, said, Colour("accent2"), context.steps(44), at))
        made.append(
            label(f"{key}/councils-noun", text, drafts, context, context.ink(NAVY), at, context.steps(18, LABEL_FLOOR))
        )
    return made


def _said(members: MemberList, noun: str, context: ComposeContext) -> tuple[str, str]:
    """Return the number of members and its noun, or that the number is not known."""
    if members.total is None:
        return word(context.language, "unknown"), word(context.language, f"number of {noun}")
    return str(members.total), counted(context.language, noun, members.total)


def _text(
    context: ComposeContext, key: str, box: Box, text: str, colour: Colour, steps: tuple[Pt, ...], at: Location
) -> Shape:
    drafts = (UnfittedText((Run(text),)),)
    return label(key, box, drafts, context, context.ink(colour), at, steps, bold=True, anchor="b")


def _groups(source: SlideSource, context: ComposeContext) -> Grouped:
    members = context.members
    return members.by_region if source.fields.raw("group_by") == "region" else members.by_county


def _counts(source: SlideSource, context: ComposeContext) -> tuple[tuple[str, int], ...]:
    """Return how many each bar counts: what a source says of the counties, else those known by name."""
    said = context.members.totals_by_county
    if said and source.fields.raw("group_by") != "region":
        return said
    return tuple([(name, len(found)) for name, found in _groups(source, context) if found])


def _bars(source: SlideSource, context: ComposeContext, counts: tuple[tuple[str, int], ...]) -> list[Bar]:
    names, remarks = source.fields.mapping("labels"), source.fields.mapping("remarks")
    chosen = _chosen(source, context)
    starred = source.fields.flag("mark_unconfirmed")
    groups = dict(_groups(source, context))
    by_region = source.fields.raw("group_by") == "region"
    bars = []
    for name, count in counts:
        found = groups.get(name, ())
        label = names.rich(name) or (Inline(name or "?"),)
        if starred and any(member.confidence != "confirmed" for member in found):
            label = (*label, Inline("\u00a0*"))
        remark = remarks.rich(name)
        is_here = chosen is not None and bool(found) and name == (chosen.region if by_region else chosen.county)
        if chosen is not None and is_here:
            here = Inline(word(context.language, "highlighted").format(name=chosen.name), bold=True)
            remark = (*remark, Inline(" · "), here) if remark else (here,)
        bars.append(Bar(name, label, remark, count, is_here))
    return sorted(bars, key=lambda bar: -bar.count)


def _chosen(source: SlideSource, context: ComposeContext) -> Member | None:
    if not source.fields.has("highlight"):
        return None
    from osloregion_slides.compose.map_marks import highlighted

    return highlighted(source, context)


def _told(bar: Bar) -> str:
    said = f"{plain_text(bar.name)} {bar.count}"
    return f"{said} ({plain_text(bar.remark)})" if bar.remark else said


# Labelled bars as native shapes: a name at the left, a bar, its number, and a remark where there is one.

NAME_SHARE = 38
"""Percent of the width that the names may take."""
WIDEST_NAMES = inches(3.1)
TALLEST = inches(0.95)
THICKEST = inches(0.42)
REMARK = Pt(14.0)
WORTH_IT = 0.6
"""A remark stands beside its bar where the bars keep this share of the length they would have without it."""


class Bar(Record):
    """One bar: a key for its shapes, its texts, its number; a ``marked`` one is darker, and its remark says why."""

    key: str
    name: Rich
    remark: Rich
    count: int
    marked: bool = False


class Scale(Record):
    """How the bars are drawn: EMU a unit, the size of numbers, and whether remarks stand beside the bars."""

    unit: float
    size: Pt
    beside: bool


def _drawn_bars(key: str, bars: list[Bar], area: Box, context: ComposeContext, at: Location, alt: str) -> Group:
    """Return the bars in the area, one below the other, their names all at one size."""
    names = min(area.w * NAME_SHARE // 100, WIDEST_NAMES)
    strips = lines(area, len(bars), TALLEST)
    scale = _scale(bars, context, area.w - names - GAP, strips[0].h if strips else TALLEST)
    ink = context.ink(NAVY)
    frames = [context.frame(_name_box(line, names), ink, bold=True, anchor="ctr") for line in strips]
    pieces = tuple([(_name(bar, context, scale.beside), frame) for bar, frame in zip(bars, frames)])
    texts = context.fit_alike(pieces, context.steps(scale.size, LABEL_FLOOR), at, key)
    made: list[Item] = []
    for bar, line, text in zip(bars, strips, texts):
        made.append(Shape(f"{key}/{bar.key}/name", _name_box(line, names), text=text))
        made += _drawn(f"{key}/{bar.key}", bar, line, names, scale, context, at)
    return Group(key, tuple(made), alt)


def _name_box(line: Box, names: Emu) -> Box:
    return Box(line.x, line.y, names, line.h)


def _name(bar: Bar, context: ComposeContext, beside: bool) -> tuple[UnfittedText, ...]:
    name = UnfittedText(runs(bar.name), align="r")
    if beside or not bar.remark:
        return (name,)
    return (name, UnfittedText(runs(bar.remark, colour=context.ink(SLATE)), bold=False, align="r", step=1))


def _scale(bars: list[Bar], context: ComposeContext, room: Emu, pitch: Emu) -> Scale:
    steps = [step for step in context.steps(18, LABEL_FLOOR) if step * 1.3 * EMU_PER_PT <= pitch]
    size = max(steps, default=LABEL_FLOOR)
    plain = min([(room - _number(bar, context, size)) / bar.count for bar in bars], default=1.0)
    beside = min(
        [(room - _number(bar, context, size) - _remark(bar, context)) / bar.count for bar in bars], default=1.0
    )
    return Scale(beside, size, True) if beside >= WORTH_IT * plain else Scale(plain, size, False)


def _number(bar: Bar, context: ComposeContext, size: Pt) -> int:
    return round(context.metrics.width(str(bar.count), True, False) * size * EMU_PER_PT) + emu(14)


def _remark(bar: Bar, context: ComposeContext) -> int:
    width = context.metrics.width(plain_text(bar.remark), False, False) * REMARK * EMU_PER_PT
    return round(width) + emu(10) if bar.remark else 0


def _drawn(
    key: str, bar: Bar, line: Box, names: Emu, scale: Scale, context: ComposeContext, at: Location
) -> list[Item]:
    thickness = min(line.h * 55 // 100, THICKEST)
    body = Box(
        line.x + names + GAP,
        line.y + (line.h - thickness) // 2,
        Emu(max(emu(4), round(bar.count * scale.unit))),
        thickness,
    )
    count = Box(body.right + emu(6), line.y, Emu(_number(bar, context, scale.size) - emu(6)), line.h)
    frame = context.frame(count, context.ink(NAVY), bold=True, anchor="ctr")
    number = context.fit((UnfittedText((Run(str(bar.count)),)),), frame, (scale.size,), at, key)
    said = f"{plain_text(bar.name)} {bar.count}"
    made: list[Item] = [
        card(f"{key}/bar", body, NAVY if bar.marked else Colour("accent1"), alt=said, radius=emu(3)),
        Shape(f"{key}/count", count, text=number),
    ]
    if bar.remark and scale.beside:
        rest = Box(count.right + emu(4), line.y, line.right - count.right - emu(4), line.h)
        frame = context.frame(rest, context.ink(SLATE), anchor="ctr")
        text = context.fit((UnfittedText(runs(bar.remark)),), frame, context.steps(REMARK, LABEL_FLOOR), at, key)
        made.append(Shape(f"{key}/remark", rest, text=text))
    return made
