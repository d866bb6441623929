"""Agenda: the parts of the meeting, each linked to its slide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import finding
from osloregion_slides.base.units import Emu, emu, inches
from osloregion_slides.compose.context import INK, LABEL_FLOOR, QUIET, plain_text, runs
from osloregion_slides.compose.entries import ContentError, entries, entry_list, report_dead_texts
from osloregion_slides.compose.page import GAP, SLATE, badge, content, label, lines, page, title_text
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Box, Group, Run, Shape

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
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
"""Slide types outside the meeting itself."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide."""
    layout = context.layout("title_only")
    area = content(source, layout)
    things = _things(source, context)
    if not things:
        context.findings.append(finding("empty-agenda", source.at, on_slide=source.id))
        return ()
    rows = lines(area, len(things), inches(0.95), len(things) > 4)
    frames = [context.frame(_name(line), context.ink(INK), anchor="ctr") for line in rows]
    pieces = tuple([((UnfittedText(name),), frame) for (name, _, _), frame in zip(things, frames)])
    texts = context.fit_alike(pieces, context.steps(24), source.at, f"{source.id}/items")
    made: list[Item] = []
    for index, (thing, line, text) in enumerate(zip(things, rows, texts)):
        key = f"{source.id}/part-{index + 1}"
        made += _part(context, key, line, index, thing[1], source)
        made.append(Shape(f"{key}/name", _name(line), text=text, link=thing[2]))
    names = ", ".join(["".join(run.text for run in thing[0]) for thing in things])
    return (
        page(source, context, layout, (Group(f"{source.id}/parts", tuple(made), f"{title_text(source)}: {names}."),)),
    )


def _name(line: Box) -> Box:
    return Box(line.x + BADGE + GAP, line.y, line.w - BADGE - GAP - inches(1.8), line.h)


def _things(source: SlideSource, context: ComposeContext) -> list[tuple[tuple[Run, ...], tuple[Run, ...], str]]:
    """Return name, time and link of each part."""
    if source.fields.has("items"):
        report_dead_texts(source.fields, "items")
        return [
            (runs(e.name), runs(e.fields.rich("time")), _link(e, context))
            for e in entries(source.fields, "items", 1, MOST)
        ]
    shown = _sections(source, context) or _titles(source, context)
    return [(name, (), f"#{slide.id}") for name, slide in shown if name]


def _titles(source: SlideSource, context: ComposeContext) -> list[tuple[tuple[Run, ...], SlideSource]]:
    """Return what a deck without sections has between its first and last words."""
    shown = [slide for slide in context.slides if slide.kind not in AROUND and not slide.fields.flag("hidden")]
    if len(shown) > MOST:
        raise ContentError(finding("wrong-number-of-things.agenda", source.at, limit=MOST, count=len(shown)))
    return [(runs(slide.fields.rich("title")), slide) for slide in shown]


def _sections(source: SlideSource, context: ComposeContext) -> list[tuple[tuple[Run, ...], SlideSource]]:
    """Return each section of the deck with its first slide that is shown; a section of hidden slides is left out."""
    found: list[tuple[tuple[Run, ...], SlideSource]] = []
    name = ""
    for slide in context.slides:
        name = slide.fields.plain("section") or name
        if slide.id == source.id:
            name = ""  # what the agenda itself opens is not part of the meeting
        if name and not slide.fields.flag("hidden"):
            found.append(((Run(name),), slide))
            name = ""
    return found


def _link(entry: Entry, context: ComposeContext) -> str:
    target = entry.fields.raw("slide")
    if not target:
        return ""
    if target not in [slide.id for slide in context.slides]:
        at = entry.fields.at("slide")
        context.findings.append(finding("unknown-reference", at, target=target, part=plain_text(entry.name)))
        return ""
    if any(slide.id == target and slide.fields.flag("hidden") for slide in context.slides):
        context.findings.append(finding("hidden-on-agenda", entry.fields.at("slide"), target=target))
    return f"#{target}"


def _part(
    context: ComposeContext, key: str, line: Box, index: int, time: tuple[Run, ...], source: SlideSource
) -> list[Item]:
    size = min(BADGE, Emu(line.h * 8 // 10))
    fill = context.accent(0)
    spot = Box(line.x, line.y + (line.h - size) // 2, size, size)
    thin, steps = emu(0.75), context.steps(18, LABEL_FLOOR)
    made: list[Item] = [badge(f"{key}/number", spot, index + 1, fill, context, source.at, steps)]
    made.append(Shape(f"{key}/rule", Box(line.x, line.bottom - thin, line.w, thin), fill=QUIET, decorative=True))
    if time:
        box = Box(line.right - inches(1.7), line.y, inches(1.7), line.h)
        drafts, ink = (UnfittedText(time, align="r"),), context.ink(SLATE)
        made.append(label(f"{key}/time", box, drafts, context, ink, source.at, steps, anchor="ctr"))
    return made
