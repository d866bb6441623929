"""Placement of texts: in the layout's placeholders, otherwise in a text box in free room, otherwise an error.

Free room contains no filled placeholder, no other object with text and no picture, and is on the slide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Location, finding
from osloregion_slides.base.units import Emu, Pt, inches
from osloregion_slides.brand.contrast import least_contrast
from osloregion_slides.compose.context import BELOW, BODY_FLOOR, INK, LABEL_FLOOR, TIGHT, ComposeContext, steps_between
from osloregion_slides.fit.setting import Frame, UnfittedText, fit, typeset
from osloregion_slides.scene import Box, Connector, Group, Placeholder, Run, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from osloregion_slides.brand.values import Layout, Slot
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Anchor, Item, Text

FOOTERS = ("ftr", "sldNum", "dt")
SOURCE_HEIGHT, KICKER_HEIGHT = inches(0.3), inches(0.3)
EDGE, LEAST = inches(0.4), inches(0.4)
"""The margin at the edge of the slide, and the least height of a text box, EMU."""
HALF_GAP = inches(0.25) // 2
NARROW = inches(2)
"""The least width of an area for a source line, EMU: the area of a layout without free room has no width."""


def without_place(
    context: ComposeContext, layout: Layout, key: str, at: Location, box: Box | None = None
) -> Box | None:
    """Report a text that has neither a placeholder nor free room.

    With ``fit: best`` return ``box``, where the text then overlaps other objects; otherwise None.
    """
    over = box if context.best else None
    code = "text-without-place.over" if over else "text-without-place"
    found = finding(code, at, layout=layout.name, on_slide=key.partition("/")[0], on_shape=key)
    context.findings.append(found.replace(severity="warning") if over else found)
    return over


def field_text(
    source: SlideSource,
    name: str,
    drafts: tuple[UnfittedText, ...],
    slot: Slot | None,
    layout: Layout,
    context: ComposeContext,
) -> tuple[Item, ...]:
    """Return a field's text in its placeholder, otherwise as a text box in the largest free room of the layout.

    Without free room, report an error and return (). ``name`` is the name of the field, and of the shape in its key.
    """
    key, at = f"{source.id}/{name}", source.fields.at(name)
    taken = (line_box(layout, context),) if source.fields.has("source") else ()
    off, title = kicker_off_ground(source, layout), layout.slot("title", "ctrTitle")
    down = off.bottom - title.box.bottom if off and title and off.y >= title.box.y else 0
    box = _largest(layout, context, taken, max(down, lowered(source, layout)))
    if slot:
        drafts = drafts if context.brand.own else without_bullets(drafts)
        place, steps = _roomier(slot, drafts, layout, context), slot_steps(slot, context, BODY_FLOOR)
        if not place or not box or fit(drafts, slot_frame(slot, context, place), steps, context.metrics):
            made = fill(slot, key, drafts, context, at, floor=BODY_FLOOR, box=place)
            return (made.replace(box=place.replace(h=max(slot.box.h, made.text.height))) if place else made,)
    if box is None:
        line, top = line_box(layout, context), context.brand.height * 2 // 3
        low = Box(line.x, Emu(top), line.w, Emu(max(SOURCE_HEIGHT, line.y - top)))
        box = without_place(context, layout, key, at, low)
    if box is None:
        return ()
    colour = context.ink(INK, layout.background)
    anchor: Anchor = "b" if title and box.bottom <= title.box.y else "t"  # next to the title, not at the slide's edge
    frame = context.frame(box, colour, anchor=anchor, insets=TIGHT)
    if title and title.levels[0].align != "l":
        drafts = tuple([draft.replace(align=title.levels[0].align) for draft in drafts])
    return (Shape(key, box, text=context.fit(drafts, frame, context.steps(24, LABEL_FLOOR), at, key)),)


def without_bullets(drafts: tuple[UnfittedText, ...]) -> tuple[UnfittedText, ...]:
    """Return lines without bullets, for a placeholder of another template that may have them."""
    return tuple([draft.replace(bullet="none", margin=Emu(0), indent=Emu(0)) for draft in drafts])


def _roomier(slot: Slot, drafts: tuple[UnfittedText, ...], layout: Layout, context: ComposeContext) -> Box | None:
    """Return a slot's box extended down to the next object if the text does not fit; None to keep its own box."""
    frame, steps = slot_frame(slot, context), slot_steps(slot, context, BODY_FLOOR)
    if context.brand.own or fit(drafts, frame, steps, context.metrics):
        return None
    others = [other for other in layout.slots if other.type not in ("dt", "pic")]
    under = [other.box.y for other in others if other.box.y >= slot.box.bottom]
    return slot.box.replace(h=Emu(max(slot.box.h, min([*under, context.brand.height - EDGE]) - slot.box.y)))


def line_box(layout: Layout, context: ComposeContext) -> Box:
    """Return the box of a source line: at the foot of the layout's area, or, if the area is too narrow or bleeds off
    the slide, at the foot of the slide in line with the title's text.
    """
    area, title = layout.content, layout.slot("title", "ctrTitle")
    if area.w >= NARROW and area.bottom <= context.brand.height - EDGE // 2:
        return Box(area.x, area.bottom - SOURCE_HEIGHT, area.w, SOURCE_HEIGHT)
    left, right = int(EDGE), context.brand.width - EDGE
    if title:
        left, right = title.box.x + title.insets.left, title.box.right - title.insets.right
    feet = [slot.box.y for slot in layout.slots if slot.type in FOOTERS and slot.box.y > context.brand.height * 3 // 4]
    bottom = min([*feet, context.brand.height - EDGE])
    return Box(Emu(left), Emu(bottom - SOURCE_HEIGHT), Emu(right - left), SOURCE_HEIGHT)


def at_foot(box: Box, items: Iterable[Item], context: ComposeContext) -> Box | None:
    """Return the box if it is free, otherwise moved to the lowest free place of the slide; None without one."""
    if is_free(box, items):
        return box
    taken = [other for other in _filled(items) if other.x < box.right and box.x < other.right]
    lowest = context.brand.height - EDGE - box.h
    tops = sorted([lowest, *[other.y - box.h for other in taken], *[other.bottom for other in taken]], reverse=True)
    for top in tops:
        moved = Box(box.x, Emu(top), box.w, box.h)
        if 0 <= top <= lowest and is_free(moved, items):
            return moved
    return None


def lifted(box: Box, items: Iterable[Item]) -> Box | None:
    """Return the box, moved up above objects in its way; None if that is off the slide."""
    taken = [*_filled(items)]
    for _ in range(len(taken) + 1):
        low = [other.y for other in taken if meets(box, other)]
        if not low or box.y < 0:
            break
        box = box.replace(y=Emu(min(low) - box.h))
    return box if box.y >= 0 else None


def under_kicker(title: Placeholder, place: Box, anchor: Anchor) -> Placeholder | None:
    """Return a title moved down inside its box, so that a kicker fits directly above its text; None if both do not fit.
    A quarter of the spare height stays in the title's box.
    """
    spare = place.h - KICKER_HEIGHT - title.text.height
    if spare < 0:
        return None
    over = {"t": 0, "ctr": spare * 3 // 8, "b": spare * 3 // 4}[anchor]
    under = spare * 3 // 8 if anchor == "ctr" else 0
    return title.replace(box=place.inset(0, KICKER_HEIGHT + over, 0, under))


def on_ground(box: Box, title: Slot) -> Box:
    """Return the part of a title's box that lies on the background on which its colour is readable."""
    if title.ground is None:
        return box
    top, bottom = max(box.y, title.ground.y), min(box.bottom, title.ground.bottom)
    return box.replace(y=Emu(top), h=Emu(max(0, bottom - top)))


def kicker_off_ground(source: SlideSource, layout: Layout) -> Box | None:
    """Return the box of a kicker below (or above) the ground of a title that is too low for both."""
    if not source.fields.has("kicker") or layout.kicker:
        return None
    title = layout.slot("title", "ctrTitle")
    if not title or not title.ground:
        return None
    ground, place = title.ground, on_ground(title.box, title)
    filled = (ground.y, ground.h) == (title.box.y, title.box.h)  # the ground moves with the title
    above = place.h >= 3 * KICKER_HEIGHT or title.box.y - KICKER_HEIGHT >= max(0, ground.y) or lowered(source, layout)
    if not filled and above:
        return None
    low = ground.bottom + HALF_GAP // 2 if title.box.y < layout.content.bottom else ground.y - KICKER_HEIGHT
    left = title.insets.left
    if 0 < layout.content.x - title.box.x - left < EDGE and title.levels[0].align == "l":  # in line with the content
        left = Emu(layout.content.x - title.box.x)
    return Box(title.box.x, Emu(low), title.box.w, KICKER_HEIGHT).inset(left, 0, title.insets.right, 0)


def above_texts(box: Box, items: Iterable[Item]) -> Box:
    """Return the box of an ornament, cut above text boxes that overlap its lower half."""
    texts = [item.box.y for item in items if isinstance(item, Shape) and not is_free(box, (item,))]
    bottom = min([top - HALF_GAP for top in texts if top > box.y + box.h // 2], default=box.bottom)
    return box.replace(h=Emu(bottom - box.y))


def is_free(box: Box, items: Iterable[Item]) -> bool:
    """Return whether no text, table, chart or picture of these items overlaps a box."""
    return not any([meets(box, other) for other in _filled(items)])


def meets(box: Box, other: Box) -> bool:
    """Return whether two boxes overlap."""
    return other.x < box.right and box.x < other.right and other.y < box.bottom and box.y < other.bottom


def _filled(items: Iterable[Item]) -> Iterator[Box]:
    """Yield the boxes that a text must not cover: all but empty placeholders and connectors, also in groups."""
    for item in items:
        if isinstance(item, Group):
            yield from _filled(item.children)
        elif isinstance(item, Placeholder):
            if item.text.plain.strip():
                yield item.box
        elif not isinstance(item, Connector):
            yield item.box


def _largest(layout: Layout, context: ComposeContext, taken: tuple[Box, ...], down: int) -> Box | None:
    """Return the highest free strip below or above the title, None if all are too low.

    The title is ``down`` EMU lower than in the layout.
    """
    title = layout.slot("title", "ctrTitle")
    width, height = context.brand.width, context.brand.height
    feet = [slot.box.y for slot in layout.slots if slot.type in FOOTERS and slot.box.y > height * 3 // 4]
    bottom = min([*feet, height - EDGE]) - HALF_GAP
    left, right = int(EDGE), width - EDGE
    if title:
        left, right = title.box.x + title.insets.left, title.box.right - title.insets.right
    used = [(box.y, box.bottom) for box in taken]
    used += [
        (slot.box.y, slot.box.bottom) for slot in layout.slots if slot.type in FOOTERS and slot.box.y <= height * 3 // 4
    ]
    if title:  # a kicker goes above a low title placeholder
        low = title.box.h < 3 * KICKER_HEIGHT
        used.append((title.box.y - (KICKER_HEIGHT if low else 0), title.box.bottom + down))
    strips: list[tuple[int, int]] = []
    top = int(EDGE)
    for start, end in sorted(used):
        strips.append((top, min(start - HALF_GAP, bottom)))
        top = max(top, end + HALF_GAP)
    strips.append((top, bottom))
    high = max([end - start for start, end in strips])
    if high < LEAST:
        return None
    lowest = max([start for start, end in strips if end - start == high])
    return Box(Emu(left), Emu(lowest), Emu(right - left), Emu(high))


FROM_AFAR = 0.75
"""Whether text is large is judged with a slide's point taken as a pixel (WCAG's 18 pt are 24 px): an audience sees
slides smaller than a reader at a desk, and checkers that use this reading then find nothing either."""


def slot_frame(slot: Slot, context: ComposeContext, box: Box | None = None) -> Frame:
    """Return the text frame of a placeholder, in its own box or in ``box``."""
    box, tracking = box or slot.box, context.brand.tracking
    levels, insets, anchor = slot.levels, slot.insets, slot.anchor
    return Frame(
        box.w,
        box.h,
        levels,
        context.language,
        insets,
        anchor,
        written=False,
        tracking=tracking,
        balanced=not context.trial,
    )


def slot_steps(slot: Slot, context: ComposeContext, floor: float, largest: Pt | None = None) -> tuple[Pt, ...]:
    """Return the layout's size (or ``largest``) and the steps of the scale below it, points."""
    first = largest or slot.levels[0].size
    smaller = steps_between(context.brand.scale, first, floor)
    return smaller if smaller[:1] == (first,) else (first, *smaller)


def fill(
    slot: Slot,
    key: str,
    drafts: tuple[UnfittedText, ...],
    context: ComposeContext,
    at: Location,
    *,
    floor: float,
    box: Box | None = None,
    largest: Pt | None = None,
) -> Placeholder:
    """Return a placeholder with its text at the largest step that fits, moved to ``box`` if given."""
    frame = slot_frame(slot, context, box)
    text = context.fit(drafts, frame, slot_steps(slot, context, floor, largest), at, key)
    return Placeholder(key, slot.type, slot.idx, box or slot.box, legible(text, slot))


def slot_text(slot: Slot, words: tuple[Run, ...], context: ComposeContext) -> Text:
    """Return a footer or slide number at its layout's size; reduced, at last without insets, in other templates."""
    frame, drafts, own = slot_frame(slot, context), (UnfittedText(words),), slot.levels[0].size
    if context.brand.own:
        return legible(typeset(drafts, frame, own, context.metrics), slot)
    steps = (own, *[step for step in BELOW if step < own])
    text = fit(drafts, frame, steps, context.metrics)
    if text is None:
        tight = frame.replace(insets=TIGHT)
        text = fit(drafts, tight, steps, context.metrics) or typeset(drafts, tight, steps[-1], context.metrics)
        text = text.replace(insets=TIGHT)
    return legible(text, slot)


def legible(text: Text, slot: Slot) -> Text:
    """Return a placeholder's text, recoloured if the template's colour is unreadable at its size."""
    if slot.readable is None:  # all slots of our own templates
        return text
    for paragraph in text.paragraphs:
        level = min(paragraph.level, len(slot.levels) - 1)
        if slot.contrasts[level] < least_contrast(paragraph.size * FROM_AFAR, bool(slot.levels[level].bold)):
            return text.replace(colour=slot.readable)
    return text


def lowered(source: SlideSource, layout: Layout) -> int:
    """Return the distance (EMU) that a low title at the upper edge of the slide or of its ground moves down for a
    kicker without placeholder; 0 if the ground has no room for both.
    """
    if not source.fields.has("kicker") or layout.kicker:
        return 0
    title = layout.slot("title", "ctrTitle")
    if not title or on_ground(title.box, title).h >= 3 * KICKER_HEIGHT:
        return 0
    ground = title.ground
    down = max(0, max(0, ground.y if ground else 0) + KICKER_HEIGHT - title.box.y)
    return 0 if ground and title.box.bottom + down > ground.bottom else down


def pushed(source: SlideSource, layout: Layout) -> int:
    """Return the distance (EMU) that content moves down for a kicker above the title, or below its ground."""
    off = kicker_off_ground(source, layout)
    if off is None or off.y >= layout.content.bottom:
        return lowered(source, layout)
    return max(0, off.bottom + HALF_GAP - layout.content.y)
