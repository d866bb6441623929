"""Agenda: the parts of the meeting, each linked to its slide."""

from __future__ import annotations

from osloregion_slides.compose.blocks import card, card_frame, label
from osloregion_slides.compose.entries import entries, entry_list
from osloregion_slides.compose.page import GAP, SLATE, content, page, title_text
from osloregion_slides.compose.stage import INK, LABEL_FLOOR, QUIET, TIGHT, plain_text, runs
from osloregion_slides.findings import error
from osloregion_slides.fit.setting import Draft
from osloregion_slides.scene import Box, Group, Run, Shape
from osloregion_slides.units import Emu, emu, inches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.entries import Entry
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

SCHEMA: dict[str, object] = {
    "description": "The parts of the meeting",
    "properties": {
        "items": entry_list(
            "The parts; without it, every section of the deck",
            most=12,
            more={
                "slide": {"$ref": "#/$defs/id", "description": "The slide that the part links to"},
                "time": {"$ref": "#/$defs/text", "description": "When, or how long"},
            },
        )
    },
}

BADGE = inches(0.55)


def compose(source: SlideSource, stage: Stage) -> tuple[Slide, ...]:
    """Return the slide."""
    layout = stage.layout("title_only")
    area = content(source, layout)
    things = _things(source, stage)
    pitch = min(area.h // max(1, len(things)), inches(0.95))
    top = area.y + (area.h - pitch * len(things)) // 2 if len(things) > 4 else area.y
    rows = [Box(area.x, top + pitch * i, area.w, Emu(pitch)) for i in range(len(things))]
    pieces = tuple(
        [
            ((Draft(thing[0]),), stage.frame(_name(line), stage.ink(INK), anchor="ctr"))
            for thing, line in zip(things, rows)
        ]
    )
    texts = stage.fit_alike(pieces, stage.steps(24), source.at, f"{source.id}/items")
    made: list[Item] = []
    for index, (thing, line, text) in enumerate(zip(things, rows, texts)):
        key = f"{source.id}/part-{index + 1}"
        made += _part(stage, key, line, index, thing[1], source)
        made.append(Shape(f"{key}/name", _name(line), text=text, link=thing[2]))
    names = ", ".join(["".join(run.text for run in thing[0]) for thing in things])
    return (
        page(source, stage, layout, (Group(f"{source.id}/parts", tuple(made), f"{title_text(source)}: {names}."),)),
    )


def _name(line: Box) -> Box:
    return Box(line.x + BADGE + GAP, line.y, line.w - BADGE - GAP - inches(1.8), line.h)


def _things(source: SlideSource, stage: Stage) -> list[tuple[tuple[Run, ...], tuple[Run, ...], str]]:
    """Return name, time and link of each part."""
    if source.fields.has("items"):
        return [
            (runs(e.name), runs(e.fields.rich("time")), _link(e, stage)) for e in entries(source.fields, "items", 1, 12)
        ]
    others = [s for s in stage.slides if s.fields.has("section") and s.id != source.id]
    return [((Run(slide.fields.plain("section")),), (), f"#{slide.id}") for slide in others]


def _link(entry: Entry, stage: Stage) -> str:
    target = entry.fields.raw("slide")
    if not target:
        return ""
    if target not in [slide.id for slide in stage.slides]:
        at = entry.fields.at("slide")
        stage.findings.append(
            error("unknown-reference", at, f"no slide has the id `{target}`", f"it is in: {plain_text(entry.name)}")
        )
        return ""
    return f"#{target}"


def _part(stage: Stage, key: str, line: Box, index: int, time: tuple[Run, ...], source: SlideSource) -> list[Item]:
    size = min(BADGE, Emu(line.h * 8 // 10))
    fill = stage.accent(0)
    spot = Box(line.x, line.y + (line.h - size) // 2, size, size)
    frame = card_frame(stage, spot, stage.on(fill), bold=True, anchor="ctr", insets=TIGHT)
    number = stage.fit(
        (Draft((Run(str(index + 1)),), align="ctr"),), frame, stage.steps(18, LABEL_FLOOR), source.at, key
    )
    thin = emu(0.75)
    made: list[Item] = [card(f"{key}/number", spot, fill, number, radius=emu(4))]
    made.append(Shape(f"{key}/rule", Box(line.x, line.bottom - thin, line.w, thin), fill=QUIET, decorative=True))
    if time:
        box = Box(line.right - inches(1.7), line.y, inches(1.7), line.h)
        made.append(
            label(
                f"{key}/time",
                box,
                (Draft(time, align="r"),),
                stage,
                stage.ink(SLATE),
                source.at,
                stage.steps(18, LABEL_FLOOR),
                anchor="ctr",
            )
        )
    return made
