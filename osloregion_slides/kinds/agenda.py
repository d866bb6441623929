"""Agenda: the parts of the meeting, each linked to its slide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import finding
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.compose.art import with_emblem
from osloregion_slides.compose.context import TIGHT, ComposeContext, plain_text, runs
from osloregion_slides.compose.entries import ContentError, Entry, entries, entry_list
from osloregion_slides.compose.page import at_left, card_frame, content, label, lines, page, title_text
from osloregion_slides.compose.parts import parts
from osloregion_slides.compose.tiles import ROUND, px
from osloregion_slides.fit.setting import UnfittedText, fit_alike
from osloregion_slides.outline.text_schema import ref
from osloregion_slides.scene import Box, Group, Run, Shape

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.compose.roles import Inks
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide, Text

SCHEMA: dict[str, object] = {
    "description": "The agenda of the meeting",
    "properties": {
        "items": entry_list(
            "Agenda items; default: every section of the deck, or every slide if it has no sections",
            most=12,
            more={
                "slide": ref("id", "Id of the slide that the item links to"),
                "time": ref("text", "Time or duration"),
            },
        )
    },
}

GROUNDS = ("blue", "fjord")

MOST = 12
"""The most parts on an agenda."""
AIRY = 6
"""Up to this many parts have high rows with a line under the name; more have low rows without."""
TALLEST, TILE, AFTER = px(132), px(56), px(32)
NAMES = {1: 54, 2: 44, 3: 40}
"""The largest sizes of names (points) by number of parts that share the full height, with larger tiles."""
LARGE_TILE, ALONE_TILE, LINE = px(88), px(310), 24
AROUND = ("agenda", "cover", "closing")
"""Kinds that are not parts of the meeting."""
LIFTED = px(64)
"""The room left at the foot for a single part, so that it is level with the title."""
TIME = px(160)
"""The width of the time at the right."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: the title above the large emblem at the left, a row for each part at the right."""
    layout = context.layout("aside")
    area = content(source, layout)
    things = _things(source, context)
    if not things:
        context.report("empty-agenda", source.at)
        return ()
    area = area.inset(0, 0, 0, LIFTED if len(things) == 1 else 0)
    rows = lines(area, len(things), area.h if len(things) in NAMES else TALLEST, False)
    if layout.role == "title_only":
        rows = lines(area, len(things), px(92), len(things) > 4)
    made = _rows(source, context, layout, things, rows)
    names = ", ".join(["".join([run.text for run in thing.name]) for thing in things])
    drawn = Group(f"{source.id}/parts", tuple(made), f"{title_text(source)}: {names}.")
    slide = page(source, context, layout, (drawn,), lit=False)
    return (with_emblem(slide, context, layout) if layout.role != "title_only" else slide,)


class Thing(Record):
    """A part of the meeting: its name, the line under it, its time or duration, and the linked slide."""

    name: tuple[Run, ...]
    line: tuple[Run, ...]
    time: tuple[Run, ...]
    link: str


def _rows(
    source: SlideSource, context: ComposeContext, layout: Layout, things: list[Thing], rows: list[Box]
) -> list[Item]:
    """Return the rows of parts, separated by hairlines; all names share one size, all lines another."""
    inks = context.inks(layout.background)
    large = ALONE_TILE if len(things) == 1 and layout.role != "title_only" else LARGE_TILE
    side = min(large if len(things) in NAMES else TILE, Emu(rows[0].h * 8 // 10))
    boxes = [row.inset(side + AFTER, 0, TIME + AFTER if thing.time else 0, 0) for row, thing in zip(rows, things)]
    airy = len(things) <= AIRY and rows[0].h >= px(80)
    names, at = _names(context, inks, things, boxes, airy), source.at
    texts = context.fit_alike(names, context.said(NAMES.get(len(things), 32) if airy else 24), at, f"{source.id}/items")
    shown = _shown(context, inks, things, boxes, texts) if airy else ()
    made: list[Item] = []
    for index, (thing, row, box, text) in enumerate(zip(things, rows, boxes, texts)):
        key = f"{source.id}/part-{index + 1}"
        if index:
            made.append(Shape(f"{key}/rule", row.replace(h=px(1.5)), fill=inks.rule, decorative=True))
        made.append(_number(key, context, layout, side, row, index, source))
        under = shown[index] if shown and thing.line else None
        high = text.height + (under.height if under else 0)
        top = Emu(box.y + (box.h - high) // 2)
        place = box.replace(y=top, h=text.height)
        made.append(Shape(f"{key}/name", place, text=text, link=thing.link))
        if under:
            made.append(Shape(f"{key}/line", box.replace(y=place.bottom, h=under.height), text=under))
        if thing.time:
            right = Box(row.right - TIME, row.y, TIME, row.h)
            drafts, steps = (UnfittedText(thing.time, align="r"),), context.said(20)
            made.append(label(f"{key}/time", right, drafts, context, inks.dim, at, steps, anchor="ctr"))
    return made


def _names(context: ComposeContext, inks: Inks, things: list[Thing], boxes: list[Box], airy: bool) -> Pieces:
    """Return the names with their frames, which leave room for the lines."""
    return tuple(
        [
            (
                (UnfittedText(thing.name),),
                context.frame(
                    box.replace(h=Emu(box.h - (px(48 if len(things) in NAMES else 36) if airy and thing.line else 0))),
                    inks.text,
                    bold=True,
                ),
            )
            for thing, box in zip(things, boxes)
        ]
    )


def _shown(
    context: ComposeContext, inks: Inks, things: list[Thing], boxes: list[Box], names: tuple[Text, ...]
) -> tuple[Text, ...]:
    """Return the lines at one size, one per part; () if one of them does not fit under its name."""
    pieces = tuple(
        [
            ((UnfittedText(thing.line),), context.frame(box.replace(h=Emu(box.h - name.height)), inks.dim))
            for thing, box, name in zip(things, boxes, names)
        ]
    )
    return fit_alike(pieces, context.said(LINE if len(things) in NAMES else 18), context.metrics) or ()


def _things(source: SlideSource, context: ComposeContext) -> list[Thing]:
    """Return the parts of the meeting: the listed items, otherwise the deck's sections, otherwise its slides."""
    if source.fields.has("items"):
        return [
            Thing(runs(e.name), runs(e.text), runs(e.fields.rich("time")), _link(e, context))
            for e in entries(source.fields, "items", 1, MOST)
        ]
    found = [part for part in parts(context) if part.first.id != source.id]
    if found:
        return [Thing((Run(p.name),), (Run(p.line),) if p.line else (), (), f"#{p.first.id}") for p in found]
    return [Thing(name, (), (), f"#{slide.id}") for name, slide in _titles(source, context) if name]


def _titles(source: SlideSource, context: ComposeContext) -> list[tuple[tuple[Run, ...], SlideSource]]:
    """Return the titles and slides of a deck without sections, except agendas, covers, closings and hidden slides."""
    shown = [slide for slide in context.slides if slide.kind not in AROUND and not slide.fields.flag("hidden")]
    if len(shown) > MOST:
        raise ContentError(finding("wrong-number-of-things.agenda", source.at, limit=MOST, count=len(shown)))
    return [(runs(slide.fields.rich("title")), slide) for slide in shown]


def _link(entry: Entry, context: ComposeContext) -> str:
    target = entry.fields.raw("slide")
    if not target:
        return ""
    if target not in [slide.id for slide in context.slides]:
        at = entry.fields.at("slide")
        context.report("unknown-reference", at, target=target, part=plain_text(entry.name))
        return ""
    if any(slide.id == target and slide.fields.flag("hidden") for slide in context.slides):
        context.report("hidden-on-agenda", entry.fields.at("slide"), target=target)
    return f"#{target}"


def _number(
    key: str, context: ComposeContext, layout: Layout, side: Emu, row: Box, index: int, source: SlideSource
) -> Shape:
    """Return the tile with the part's number."""
    inks = context.inks(layout.background)
    box = at_left(row, side)
    frame = card_frame(context, box, context.on(inks.mark), bold=True, anchor="ctr", insets=TIGHT)
    if context.roles.brand == layout.background:
        frame = card_frame(context, box, layout.background, bold=True, anchor="ctr", insets=TIGHT)
    drafts = (UnfittedText((Run(str(index + 1)),), align="ctr"),)
    steps = (Pt(120),) if side == ALONE_TILE else context.labels(22 if side <= TILE else 36)
    text = context.fit(drafts, frame, steps, source.at, f"{key}/number")
    return Shape(f"{key}/number", box, "roundRect", inks.mark, text=text, adjust=ROUND)
