"""Agenda: the parts of the meeting, each linked to its slide."""

from __future__ import annotations

from osloregion_slides.base.findings import error, finding
from osloregion_slides.base.units import Emu, emu, inches
from osloregion_slides.compose.context import INK, LABEL_FLOOR, QUIET, TIGHT, plain_text, runs
from osloregion_slides.compose.entries import CannotShow, entries, entry_list, report_dead_texts
from osloregion_slides.compose.page import GAP, SLATE, card, card_frame, content, label, page, title_text
from osloregion_slides.fit.setting import Draft
from osloregion_slides.scene import Box, Group, Run, Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.context import Stage
    from osloregion_slides.compose.entries import Entry
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

SCHEMA: dict[str, object] = {
    "description": "The parts of the meeting",
    "properties": {
        "items": entry_list(
            "The parts; without it, every section of the deck, or without sections every slide",
            most=12,
            more={
                "slide": {"$ref": "#/$defs/id", "description": "The slide that the part links to"},
                "time": {"$ref": "#/$defs/text", "description": "When, or how long"},
            },
        )
    },
}

BADGE = inches(0.55)
MOST = 12
"""Parts that one agenda shows."""
AROUND = ("agenda", "cover", "closing")
"""Kinds that are no part of the meeting."""


def compose(source: SlideSource, stage: Stage) -> tuple[Slide, ...]:
    """Return the slide."""
    layout = stage.layout("title_only")
    area = content(source, layout)
    things = _things(source, stage)
    if not things:
        stage.findings.append(finding("empty-agenda", source.at, on_slide=source.id))
        return ()
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
        report_dead_texts(source.fields, "items")
        return [
            (runs(e.name), runs(e.fields.rich("time")), _link(e, stage))
            for e in entries(source.fields, "items", 1, MOST)
        ]
    shown = _sections(source, stage) or _titles(source, stage)
    return [(name, (), f"#{slide.id}") for name, slide in shown if name]


def _titles(source: SlideSource, stage: Stage) -> list[tuple[tuple[Run, ...], SlideSource]]:
    """Return what a deck without sections has between its first and last words."""
    shown = [slide for slide in stage.slides if slide.kind not in AROUND and not slide.fields.flag("hidden")]
    if len(shown) > MOST:
        message = f"an agenda shows {MOST} parts, and the deck has {len(shown)} slides and no `section:`"
        raise CannotShow(source.at, message)
    return [(runs(slide.fields.rich("title")), slide) for slide in shown]


def _sections(source: SlideSource, stage: Stage) -> list[tuple[tuple[Run, ...], SlideSource]]:
    """Return each section of the deck with its first slide that is shown; a section of hidden slides is left out."""
    found: list[tuple[tuple[Run, ...], SlideSource]] = []
    name = ""
    for slide in stage.slides:
        name = slide.fields.plain("section") or name
        if slide.id == source.id:
            name = ""  # what the agenda itself opens is no part of the meeting
        if name and not slide.fields.flag("hidden"):
            found.append(((Run(name),), slide))
            name = ""
    return found


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
    if any(slide.id == target and slide.fields.flag("hidden") for slide in stage.slides):
        stage.findings.append(finding("hidden-on-agenda", entry.fields.at("slide"), target=target))
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
