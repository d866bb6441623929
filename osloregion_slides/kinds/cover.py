"""Cover: the meeting's title, the alliance and the speaker under it, place and date, the map as decoration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu, inches
from osloregion_slides.compose.cartography import with_backdrop
from osloregion_slides.compose.context import plain_text, runs
from osloregion_slides.compose.entries import name_field, text_field
from osloregion_slides.compose.page import field_text, page
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Colour, Run

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

SCHEMA: dict[str, object] = {
    "description": "The first slide",
    "properties": {
        "subtitle": text_field("The line under the title"),
        "speaker": name_field("Who speaks, under the subtitle; nothing where it is empty"),
        "line": text_field("Place and date; the alliance's website follows it"),
    },
}

TINTS = (
    Colour("tx2", 90, 10),
    Colour("accent1", 60),
    Colour("tx2", 75, 25),
    Colour("accent1"),
    Colour("accent1", 75),
)
"""Blues of the cover's map, all darker than white text needs behind it."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the cover."""
    layout = context.layout("cover")
    fields = source.fields
    line = runs(fields.rich("line"))
    website = plain_text(context.website)
    if website:
        line += (Run(f"  ·  {website}" if line else website),)
    under = runs(fields.rich("subtitle"))
    speaker = runs(fields.rich("speaker"))
    subtitle, foot = layout.slot("subTitle"), layout.slot("body")
    texts: list[Item] = []
    if subtitle is None:
        subtitle, foot = foot or layout.slot("obj"), None
    lines = (under, speaker) if foot else (under, speaker, line)
    drafts = tuple([UnfittedText(found) for found in lines if found])
    if drafts:
        texts += field_text(source, "subtitle", drafts, subtitle, layout, context)
    if foot and line:
        texts += field_text(source, "line", (UnfittedText(line),), foot, layout, context, floor=12)
    made = page(source, context, layout, tuple(texts))
    left = max([slot.box.right for slot in layout.slots], default=Emu(0))
    return (with_backdrop(made, left, (inches(0.3), inches(0.3)), TINTS, layout, context),)
