"""Covers, sections and statements on another template's layout that is meant for content.

Such a layout has its title at the top and would leave the slide empty: the title is made larger and placed with the
line under it a little above the middle, in the layout's placeholders, without bullets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu, inches
from osloregion_slides.compose.context import BODY_FLOOR, INK, LABEL_FLOOR, TIGHT, ComposeContext, runs
from osloregion_slides.compose.places import KICKER_HEIGHT, fill, line_box, without_bullets
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Box, Placeholder, Shape

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout, Slot
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item

TOP, HIGH = 0.4, 0.4
"""Shares of the slide's height: a title that ends above ``TOP`` is at the top, a text ``HIGH`` high is for content."""
LARGER, TITLE_SHARE, ABOVE = 1.5, 0.6, 0.42
"""The greatest enlargement of the title, the share of the room it may fill, and the share of spare height above it."""
UNDER, FLOOR = inches(0.2), 20.0


def opened(
    source: SlideSource,
    context: ComposeContext,
    layout: Layout,
    name: str,
    drafts: tuple[UnfittedText, ...],
    slot: Slot | None,
) -> tuple[Placeholder, tuple[Item, ...]] | None:
    """Return the title and the text of the field ``name`` under it; None on a layout that is not for content."""
    title, height = layout.slot("title", "ctrTitle"), context.brand.height
    if context.brand.own or title is None or title.box.bottom > height * TOP:
        return None
    if slot and slot.box.h < height * HIGH and slot.box.bottom > height * TOP:  # a line lower down is an opening's
        return None
    top, bottom, ground = title.box.y, line_box(layout, context).bottom, title.ground
    if ground and (ground.y, ground.h) == (title.box.y, title.box.h):  # the title itself has a fill
        return None
    band = ground and ground.bottom - top < height * HIGH
    if ground:
        top, bottom = (ground.bottom, bottom) if band else (max(top, ground.y), min(bottom, ground.bottom))
    top = Emu(top + (KICKER_HEIGHT if source.fields.has("kicker") else 0))
    room = Box(title.box.x, top, title.box.w, Emu(bottom - top))
    if room.h < height * HIGH:
        return None
    own = title.levels[0].size
    largest = max([own, *[step for step in context.brand.scale if step <= own * LARGER]])
    title_drafts, at = (UnfittedText(runs(source.fields.rich("title"))),), source.fields.at("title")
    wide = room.replace(h=Emu(round(room.h * TITLE_SHARE)))
    head = fill(title, f"{source.id}/title", title_drafts, context, at, floor=FLOOR, box=wide, largest=largest)
    if band:
        head = head.replace(text=head.text.replace(colour=context.ink(title.levels[0].colour, layout.background)))
    rest = room.inset(0, head.text.height + UNDER, 0, 0)
    under = _under(source, context, layout, name, drafts, slot, title, rest) if drafts else None
    total = head.text.height + (UNDER + under.text.height if under and under.text else 0)
    y = Emu(round(room.y + max(0, room.h - total) * ABOVE))
    head = head.replace(box=room.replace(y=y, h=head.text.height))
    if under is None or under.text is None:
        return head, ()
    return head, (under.replace(box=under.box.replace(y=Emu(head.box.bottom + UNDER), h=under.text.height)),)


def _under(
    source: SlideSource,
    context: ComposeContext,
    layout: Layout,
    name: str,
    drafts: tuple[UnfittedText, ...],
    slot: Slot | None,
    title: Slot,
    rest: Box,
) -> Placeholder | Shape:
    """Return the text in its placeholder, otherwise in a text box, with its lines aligned to the title's."""
    key, at, align = f"{source.id}/{name}", source.fields.at(name), title.levels[0].align
    left, right = title.insets.left, title.insets.right
    if slot is None:
        box = rest.inset(left, 0, right, 0)
        frame = context.frame(box, context.ink(INK, layout.background), insets=TIGHT)
        lines = tuple([draft.replace(align=align) for draft in drafts])
        return Shape(key, box, text=context.fit(lines, frame, context.steps(24, LABEL_FLOOR), at, key))
    plain = tuple([draft.replace(align=align) for draft in without_bullets(drafts)])
    box = rest.inset(left - slot.insets.left, 0, right - slot.insets.right, 0)
    return fill(slot, key, plain, context, at, floor=BODY_FLOOR, box=box)
