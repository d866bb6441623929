"""Members: how many there are, and how many from each county or sub-region. Every number is the registry's."""

from __future__ import annotations

from osloregion_slides.compose.blocks import card, label
from osloregion_slides.compose.entries import TEXT
from osloregion_slides.compose.page import GAP, SLATE, content, page, title_text
from osloregion_slides.compose.stage import LABEL_FLOOR, NAVY, plain_text, runs
from osloregion_slides.compose.words import counted
from osloregion_slides.fit.frame import Draft
from osloregion_slides.scene import Box, Colour, Group, Run
from osloregion_slides.units import EMU_PER_PT, Emu, Pt, emu, inches
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.findings import Span
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.scene import Item, Shape, Slide

SCHEMA: dict[str, object] = {
    "description": "How many members there are, and where",
    "properties": {
        "group_by": {"enum": ["county", "region"], "description": "What a bar counts"},
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


class Bar(Value):
    """One bar: its texts and its number."""

    name: str
    label: Rich
    remark: Rich
    count: int


def compose(source: SlideSource, stage: Stage) -> tuple[Slide, ...]:
    """Return the slide: the totals at the left, a bar for each group at the right."""
    layout = stage.layout("title_only")
    area = content(source, layout)
    left = Box(area.x, area.y, min(ASIDE, area.w * 28 // 100), area.h)
    right = Box(left.right + GAP * 2, area.y, area.right - left.right - GAP * 2, area.h)
    items = [*_totals(source, stage, left), _chart(source, stage, right)]
    return (page(source, stage, layout, tuple(items)),)


def _totals(source: SlideSource, stage: Stage, box: Box) -> list[Item]:
    members, language, at = stage.outline.members, stage.language, source.at
    municipalities, councils = members.municipalities, members.county_councils
    key, noun = source.id, counted(stage.language, "municipality", len(municipalities))
    great = Box(box.x, box.y, box.w, inches(1.35))
    under = Box(box.x, great.bottom, box.w, inches(0.45))
    made: list[Item] = [
        _text(stage, f"{key}/total", great, str(len(municipalities)), Colour("accent1"), DISPLAY, at),
        _text(stage, f"{key}/total-noun", under, noun, NAVY, stage.steps(24), at),
    ]
    if councils:
        count = Box(box.x, under.bottom + GAP, box.w, inches(0.75))
        text = Box(box.x, count.bottom, box.w, box.bottom - count.bottom)
        noun = counted(language, "county council", len(councils))
        names = [member.name for member in councils]
        drafts = (Draft((Run(noun),), bold=True, after=Pt(4.0)), *[Draft((Run(name),)) for name in names])
        made.append(_text(stage, f"{key}/councils", count, str(len(councils)), Colour("accent2"), stage.steps(44), at))
        made.append(
            label(f"{key}/councils-noun", text, drafts, stage, stage.ink(NAVY), at, stage.steps(18, LABEL_FLOOR))
        )
    return made


def _text(stage: Stage, key: str, box: Box, text: str, colour: Colour, steps: tuple[Pt, ...], at: Span) -> Shape:
    drafts = (Draft((Run(text),)),)
    return label(key, box, drafts, stage, stage.ink(colour), at, steps, bold=True, anchor="b")


def _bars(source: SlideSource, stage: Stage) -> list[Bar]:
    members = stage.outline.members
    by = members.by_region if source.fields.raw("group_by") == "region" else members.by_county
    labels, remarks = source.fields.mapping("labels"), source.fields.mapping("remarks")
    bars = [
        Bar(name, labels.rich(name) or _as_rich(name), remarks.rich(name), len(found)) for name, found in by if found
    ]
    return sorted(bars, key=lambda bar: -bar.count)


def _as_rich(name: str) -> Rich:
    from osloregion_slides.outline.markup import Inline

    return (Inline(name),)


def _chart(source: SlideSource, stage: Stage, area: Box) -> Group:
    bars = _bars(source, stage)
    key = f"{source.id}/chart"
    pitch = min(area.h // max(1, len(bars)), inches(0.95))
    names = Emu(min(area.w * 38 // 100, inches(3.1)))
    top = area.y + (area.h - pitch * len(bars)) // 2
    size = max(stage.steps(20, LABEL_FLOOR), key=lambda step: (step * 1.3 * EMU_PER_PT <= pitch, -abs(step - 18)))
    unit = _unit(bars, stage, area.w - names - GAP, float(size))
    made: list[Item] = []
    for index, bar in enumerate(bars):
        line = Box(area.x, top + pitch * index, area.w, Emu(pitch))
        made += _row(f"{key}/{bar.name}", bar, line, names, unit, size, stage, source)
    total = ", ".join([f"{plain_text(bar.label)} {bar.count}" for bar in bars])
    return Group(key, tuple(made), f"{title_text(source)}: {total}.")


def _unit(bars: list[Bar], stage: Stage, room: int, size: float) -> float:
    """Return the EMU per member at which every bar leaves room for its number and remark."""
    units = []
    for bar in bars:
        number = stage.metrics.width(str(bar.count), True, False) * size
        remark = stage.metrics.width(plain_text(bar.remark), False, False) * 14 + (14 if bar.remark else 0)
        units.append((room - (number + remark + 20) * EMU_PER_PT) / bar.count)
    return max(1.0, min(units, default=1.0))


def _row(
    key: str, bar: Bar, line: Box, names: int, unit: float, size: Pt, stage: Stage, source: SlideSource
) -> list[Item]:
    thickness = min(line.h * 55 // 100, inches(0.42))
    at = source.at
    y = line.y + (line.h - thickness) // 2
    body = Box(line.x + names + GAP, y, Emu(max(emu(4), round(bar.count * unit))), Emu(thickness))
    steps = stage.steps(float(size), LABEL_FLOOR)
    name = label(
        f"{key}/name",
        Box(line.x, line.y, Emu(names), line.h),
        (Draft(runs(bar.label), align="r"),),
        stage,
        stage.ink(NAVY),
        source.fields.at("labels"),
        steps,
        bold=True,
        anchor="ctr",
    )
    number = round(stage.metrics.width(str(bar.count), True, False) * size * EMU_PER_PT) + emu(8)
    count = Box(body.right + emu(6), line.y, Emu(number), line.h)
    made: list[Item] = [
        name,
        card(f"{key}/bar", body, Colour("accent1"), alt=f"{plain_text(bar.label)} {bar.count}", radius=emu(3)),
        label(
            f"{key}/count",
            count,
            (Draft((Run(str(bar.count)),)),),
            stage,
            stage.ink(NAVY),
            at,
            (size,),
            bold=True,
            anchor="ctr",
        ),
    ]
    if bar.remark:
        rest = Box(count.right + emu(4), line.y, line.right - count.right - emu(4), line.h)
        drafts = (Draft(runs(bar.remark)),)
        made.append(
            label(
                f"{key}/remark",
                rest,
                drafts,
                stage,
                stage.ink(SLATE),
                source.fields.at("remarks"),
                stage.steps(14, LABEL_FLOOR),
                anchor="ctr",
            )
        )
    return made
