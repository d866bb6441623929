"""Footnotes: numbered lines at the foot of a slide, above its source line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu, inches
from osloregion_slides.compose.context import INK, LABEL_FLOOR, TIGHT, ComposeContext, runs
from osloregion_slides.compose.places import at_foot, line_box, without_place
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.outline.markup import UPPER
from osloregion_slides.scene import Box, Run, Shape

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.outline.fields import Fields
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item

LINE = inches(0.28)


def footnote_room(fields: Fields) -> int:
    """Return the height that footnotes take of the foot of a slide, EMU."""
    return LINE * len(fields.nodes("footnotes")) if fields.has("footnotes") else 0


def footnotes(
    source: SlideSource, context: ComposeContext, layout: Layout, key: str, below: int, others: tuple[Item, ...]
) -> tuple[Shape, ...]:
    """Return the footnotes over ``below`` EMU of the line at the foot, clear of the ``others``: a paragraph each, with
    its raised number.
    """
    listed = source.fields.rich_list("footnotes") if source.fields.has("footnotes") else ()
    if not listed:
        return ()
    room, foot, at = LINE * len(listed), line_box(layout, context), source.fields.at("footnotes")
    wanted = Box(foot.x, Emu(foot.bottom - below - room), foot.w, Emu(room))
    box = at_foot(wanted, others, context) or without_place(context, layout, f"{key}/footnotes", at, wanted)
    if box is None:
        return ()
    frame = context.frame(box, context.ink(INK, layout.background), anchor="b", insets=TIGHT)
    drafts = tuple([UnfittedText((Run(f"{str(n).translate(UPPER)} "), *runs(one))) for n, one in enumerate(listed, 1)])
    text = context.fit(drafts, frame, context.steps(12, LABEL_FLOOR), at, f"{key}/footnotes")
    return (Shape(f"{key}/footnotes", box, text=text),)
