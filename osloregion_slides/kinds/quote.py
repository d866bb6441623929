"""Quote: somebody's words, large, and who said them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import emu, inches
from osloregion_slides.compose.context import LABEL_FLOOR, NAVY, runs
from osloregion_slides.compose.entries import text_field
from osloregion_slides.compose.page import SLATE, content, label, page
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Box, Colour, Run, Shape

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

SCHEMA: dict[str, object] = {
    "description": "Somebody's words",
    "properties": {
        "quote": text_field("The words, without quotation marks"),
        "by": text_field("Who said them, and where"),
    },
    "required": ["quote"],
}

BAR, ROOM = emu(7), inches(0.4)
"""The bar's width, and the room that the words have above and below themselves, together; EMU."""
MARKS = {"en": ("“", "”"), "nb": ("«", "»")}
"""Quotation marks by language (Språkrådet's rule for Norwegian; New Hart's Rules for English)."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: a bar at the left, the words beside it, the name below."""
    layout = context.layout("title_only")
    area = content(source, layout)
    fields, key = source.fields, source.id
    text = Box(area.x + BAR + inches(0.4), area.y + inches(0.2), area.w - BAR - inches(1.2), area.h - inches(1.2))
    left, right = MARKS.get(context.language[:2], MARKS["nb"])
    words = (UnfittedText((Run(left), *runs(fields.rich("quote")), Run(right))),)
    frame = context.frame(text, context.ink(NAVY), anchor="ctr")
    said = context.fit(words, frame, context.steps(40), fields.at("quote"), key + "/quote")
    high = min(text.h, said.height + ROOM)  # the name stands under the words, and both in the middle of the slide
    text = text.replace(y=text.y + (text.h - high) // 2, h=high)
    by = Box(text.x, text.bottom + emu(8), text.w, inches(0.6))
    items: list[Item] = [Shape(key + "/quote", text, text=said)]
    if fields.has("by"):
        drafts = (UnfittedText((Run("– "), *runs(fields.rich("by")))),)
        items.append(
            label(key + "/by", by, drafts, context, context.ink(SLATE), fields.at("by"), context.steps(20, LABEL_FLOOR))
        )
    bar = Shape(key + "/bar", Box(area.x, text.y, BAR, by.bottom - text.y), fill=Colour("accent5"), decorative=True)
    return (page(source, context, layout, (bar, *items)),)
