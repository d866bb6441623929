"""Members: how many there are, and how many from each county or sub-region. Every number is the registry's."""

from __future__ import annotations

from osloregion_slides.compose.bars import Bar, labelled_bars
from osloregion_slides.compose.blocks import label
from osloregion_slides.compose.entries import TEXT
from osloregion_slides.compose.page import GAP, content, page, title_text
from osloregion_slides.compose.stage import LABEL_FLOOR, NAVY, plain_text
from osloregion_slides.compose.words import counted, word
from osloregion_slides.fit.frame import Draft
from osloregion_slides.outline.markup import Inline
from osloregion_slides.scene import Box, Colour, Group, Run
from osloregion_slides.units import Pt, inches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.findings import Span
    from osloregion_slides.outline.load import SlideSource
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
        names = [word(language, "county council of").format(county=m.county) if m.county else m.name for m in councils]
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
    names, remarks = source.fields.mapping("labels"), source.fields.mapping("remarks")
    bars = [
        Bar(name, names.rich(name) or (Inline(name),), remarks.rich(name), len(found)) for name, found in by if found
    ]
    return sorted(bars, key=lambda bar: -bar.count)


def _chart(source: SlideSource, stage: Stage, area: Box) -> Group:
    bars = _bars(source, stage)
    total = ", ".join([f"{plain_text(bar.name)} {bar.count}" for bar in bars])
    at = source.fields.at("labels")
    return labelled_bars(f"{source.id}/chart", bars, area, stage, at, f"{title_text(source)}: {total}.")
