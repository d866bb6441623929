"""Bullets: text in up to three levels, continued on further slides if it is long.

In a brand with grounds, first-level texts form groups with their sub-levels, each marked by a tile and separated by
hairlines; a single text is set large. In another template the text fills the layout's body, or is grouped without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt
from osloregion_slides.compose.art import ALONE_OVER, with_art, with_map_aside
from osloregion_slides.compose.context import BODY_FLOOR, ComposeContext, runs
from osloregion_slides.compose.entries import Entry, entries
from osloregion_slides.compose.page import above_source, content, page, pages
from osloregion_slides.compose.places import legible, slot_frame, slot_steps
from osloregion_slides.compose.tiles import px, tile
from osloregion_slides.fit.setting import Frame, UnfittedText, fit, split, typeset
from osloregion_slides.outline.text_schema import listed, ref
from osloregion_slides.scene import Box, Placeholder, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.brand.values import Layout, Slot
    from osloregion_slides.compose.roles import Inks
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide, Text

SCHEMA: dict[str, object] = {
    "description": "A bulleted list with up to three levels",
    "properties": {
        "items": listed(
            ref("bullet"),
            "List items; a nested list is the next level: `- Text` or `- {text: …, items: […]}`",
            least=1,
        ),
    },
    "required": ["items"],
}
GROUNDS = ("paper", "snow")

TWO_PARTS_AT = 18.0
"""The size below which text continues on another slide, points."""
FEW, FEW_SIZES = 2, (36, 28, 24)
SIZES = ((28, 24, 20), (28, 22, 20), (26, 20, 18), (24, 18, 18))
"""The sizes of the three levels in order of preference, points; larger with few first-level texts."""
TILE, INDENT, DASH = px(16), px(38), px(34)
"""The tile before a first-level text, the indent of its text, and the further indent of the third level."""
BEFORE = (Pt(0), Pt(10), Pt(6))
"""The space before a text of each level, points."""
SPARSE = 0.3
"""If a slide is filled less than this share, each slide gets its own sizes instead of common ones."""
LEAST_GAP, MOST_GAP, RULE = px(30), px(260), px(1.5)
ALONE, ALONE_TILE, ALONE_INDENT, ALONE_WIDE = 44, px(36), px(64), px(704)


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return as many slides as the text needs."""
    things = entries(source.fields, "items")
    if not context.brand.grounds:
        layout = context.layout("content")
        slot = layout.slot("obj", "body")
        return _in_body(source, context, things, layout, slot) if slot else _in_groups(source, context, things)
    alone = len(things) == 1 and not things[0].fields.has("items")
    made = _alone(source, context, things[0]) if alone else None
    return (made,) if made else _in_groups(source, context, things)


def _drafts(things: tuple[Entry, ...], level: int = 0) -> Iterator[UnfittedText]:
    for thing in things:
        yield UnfittedText(runs(thing.name or thing.text), level)
        if thing.fields.has("items"):
            yield from _drafts(entries(thing.fields, "items", 0), level + 1)


def _in_body(
    source: SlideSource, context: ComposeContext, things: tuple[Entry, ...], layout: Layout, slot: Slot
) -> tuple[Slide, ...]:
    """Return the slides with the text in the layout's body."""
    box = above_source(source, slot, layout)
    drafts = tuple(_drafts(things))
    frame = slot_frame(slot, context, box)
    steps = slot_steps(slot, context, BODY_FLOOR)
    text = fit(drafts, frame, [step for step in steps if step >= TWO_PARTS_AT] or steps, context.metrics)
    if text is not None:
        return (page(source, context, layout, (_body(source, slot, box, text),)),)

    def draw(part: tuple[UnfittedText, ...], _: int) -> tuple[Item, ...]:
        text = context.fit(part, frame, steps, source.fields.at("items"), f"{source.id}/body")
        return (_body(source, slot, box, text),)

    return pages(source, context, layout, split(drafts, frame, steps[0], context.metrics), draw)


def _body(source: SlideSource, slot: Slot, box: Box, text: Text) -> Item:
    return Placeholder(f"{source.id}/body", slot.type, slot.idx, box, legible(text, slot))


# A single text, large, beside the map.


def _alone(source: SlideSource, context: ComposeContext, thing: Entry) -> Slide | None:
    """Return the slide of a single text, None if it does not fit at a large size."""
    layout = context.layout("title_only")
    area, inks = content(source, layout), context.inks(layout.background)
    box = area.inset(ALONE_INDENT, 0, 0, 0).replace(w=Emu(min(ALONE_WIDE, area.w) - ALONE_INDENT))
    steps = [step for step in context.said(ALONE) if step >= SIZES[0][0]]
    frame = context.frame(box, inks.text, bold=True)
    text = fit((UnfittedText(runs(thing.name or thing.text)),), frame, steps, context.metrics)
    if text is None:
        return None
    top, size = area.y + (area.h - text.height) * 48 // 100, text.paragraphs[0].size
    middle = top + round(size * 1.2117 / 2 * EMU_PER_PT)
    key = f"{source.id}/{thing.key}"
    mark = tile(f"{key}/tile", area.x, middle - ALONE_TILE // 2, ALONE_TILE, inks.mark)
    body = Shape(key, Box(box.x, Emu(top), box.w, text.height), text=text)
    return with_art(page(source, context, layout, (mark, body)), source, context, layout, beside=True, over=ALONE_OVER)


# Groups: a first-level text with its sub-levels.


class Bullets(Record):
    """A first-level text with its sub-levels, or a part of one that is too high for a slide; and its key."""

    key: str
    drafts: tuple[UnfittedText, ...]


def _in_groups(source: SlideSource, context: ComposeContext, things: tuple[Entry, ...]) -> tuple[Slide, ...]:
    layout = context.layout("aside")
    area, inks = content(source, layout), context.inks(layout.background)
    room = area.inset(INDENT, 0, 0, 0)
    frames = _frames(context, inks, room)
    groups = [part for thing in things for part in _groups(thing, inks, frames[-1], context)]

    known: dict[tuple[str, int], Text] = {}

    def texts_at(part: list[Bullets], number: int) -> list[Text] | None:
        """Return the texts of a slide at one of the sizes, None if they and the least gaps do not fit."""
        texts, frame = [], frames[number]
        for one in part if number or len(part) <= FEW else ():
            if (one.key, number) not in known:
                known[one.key, number] = typeset(one.drafts, frame, frame.levels[0].size, context.metrics)
            texts.append(known[one.key, number])
        return (
            texts if texts and sum([text.height for text in texts]) + LEAST_GAP * (len(texts) - 1) <= room.h else None
        )

    def sized(part: list[Bullets]) -> list[Text] | None:
        """Return the texts of a slide at the largest sizes that fit."""
        first = len(frames) - 1 if context.trial else 0  # the least sizes show whether they fit at all
        return next((texts for n in range(first, len(frames)) if (texts := texts_at(part, n))), None)

    def draw(part: list[Bullets], _: int) -> tuple[Item, ...]:
        texts = texts_at(part, same) if same else sized(part)
        if texts is None:  # a single group that is too high for a slide
            at, size = source.fields.at("items"), frames[-1].levels[0].size
            texts = [context.fit(one.drafts, frames[-1], (size,), at, f"{source.id}/{one.key}") for one in part]
        return _items(source, inks, area, part, texts)

    parts: list[list[Bullets]] = []
    for group in groups:
        if parts and sized([*parts[-1], group]) is not None:
            parts[-1].append(group)
        else:
            parts.append([group])
    even = [groups[len(groups) * n // len(parts) : len(groups) * (n + 1) // len(parts)] for n in range(len(parts))]
    if all([sized(part) for part in even]):
        parts = even
    steps = range(1, len(frames)) if len(parts) > 1 and not context.trial else ()  # continued text keeps its sizes
    same = next((n for n in steps if all([texts_at(part, n) for part in parts])), 0)
    shares = [sum([text.height for text in texts_at(part, same) or ()]) / room.h for part in parts]
    same = same if min(shares) > SPARSE else 0
    levels = {f"{source.id}/{one.key}": tuple([draft.level for draft in one.drafts]) for one in groups}
    made = tuple(
        [
            slide.replace(listed=tuple([(item.key, levels[item.key]) for item in slide.items if item.key in levels]))
            for slide in pages(source, context, layout, parts, draw)
        ]
    )
    return tuple([with_map_aside(one, context, layout) for one in made]) if context.brand.grounds else made


def _frames(context: ComposeContext, inks: Inks, room: Box) -> list[Frame]:
    """Return the frames of a group in its possible sizes, that for few texts first, down to the brand's floor."""
    found = []
    floor = min(context.said(SIZES[0][0]))
    for sizes in (FEW_SIZES, *SIZES):
        frame = context.frame(room, inks.text)
        levels = [
            style.replace(size=Pt(max(floor, size)), bold=not level, margin=Emu(DASH if level == 2 else 0))
            for level, (style, size) in enumerate(zip(frame.levels, sizes))
        ]
        found.append(frame.replace(levels=tuple(levels)))
    return found


def _groups(thing: Entry, inks: Inks, frame: Frame, context: ComposeContext) -> list[Bullets]:
    """Return an entry as one group, or as several if it is too high for a slide at the least sizes."""
    drafts = [UnfittedText(runs(thing.name or thing.text), bold=True)]
    for below in entries(thing.fields, "items", 0):
        drafts.append(UnfittedText(runs(below.name or below.text), 1, before=BEFORE[1]))
        drafts.extend([_third(deep, inks) for deep in _drafts(entries(below.fields, "items", 0), 2)])
    found = split(drafts, frame, frame.levels[0].size, context.metrics)
    return [Bullets(f"{thing.key}-{n}" if n else thing.key, part) for n, part in enumerate(found)]


def _third(draft: UnfittedText, inks: Inks) -> UnfittedText:
    """Return a text of the third level: dimmed, after a dash."""
    dash = tuple([run.replace(colour=inks.dim) for run in draft.runs])
    return draft.replace(runs=dash, level=2, before=BEFORE[2], bullet="dash", margin=Emu(DASH), indent=Emu(-DASH))


def _items(source: SlideSource, inks: Inks, area: Box, part: list[Bullets], texts: list[Text]) -> tuple[Item, ...]:
    """Return the groups below each other, with the spare height between them."""
    spare = area.h - sum([text.height for text in texts])
    gap = min(MOST_GAP, spare // max(1, len(part) - 1))
    made: list[Item] = []
    y = int(area.y)
    for number, (group, text) in enumerate(zip(part, texts)):
        key = f"{source.id}/{group.key}"
        if number:
            rule = Box(area.x, Emu(y - gap // 2), area.w, RULE)
            made.append(Shape(f"{key}/rule", rule, fill=inks.rule, decorative=True))
        if not group.drafts[0].level:
            line = round(text.paragraphs[0].size * 1.2117 * EMU_PER_PT)
            made.append(tile(f"{key}/tile", area.x, y + (line - TILE) // 2, TILE, inks.mark))
        box = Box(Emu(area.x + INDENT), Emu(y), area.w - INDENT, text.height)
        made.append(Shape(key, box, text=_flat(text)))
        y += text.height + gap
    return tuple(made)


def _flat(text: Text) -> Text:
    """Return a text without levels: LibreOffice 7.4.7 drops them in text boxes, and the formatting shows them."""
    return text.replace(paragraphs=tuple([one.replace(level=0) for one in text.paragraphs]))
