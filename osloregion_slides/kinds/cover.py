"""Cover: the meeting's title, the alliance and the speaker under it, place and date, the map as decoration."""

from __future__ import annotations

from osloregion_slides.base.units import Emu, inches
from osloregion_slides.compose.cartography import backdrop
from osloregion_slides.compose.context import plain_text, runs
from osloregion_slides.compose.entries import name_field, text_field
from osloregion_slides.compose.page import fill, page
from osloregion_slides.compose.text_places import above_texts, text_box
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Box, Colour, Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Group, Item, Slide

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
    if subtitle and drafts:
        texts.append(fill(subtitle, f"{source.id}/subtitle", drafts, context, fields.at("subtitle"), floor=14))
    elif drafts:
        texts += text_box(source, "subtitle", drafts, layout, context)
    if foot and line:
        texts.append(fill(foot, f"{source.id}/line", (UnfittedText(line),), context, fields.at("line"), floor=12))
    made = page(source, context, layout, tuple(texts))
    picture = _map(context, layout, made)
    return (made.replace(items=(*made.items, picture)) if picture else made,)


def _map(context: ComposeContext, layout: Layout, made: Slide) -> Group | None:
    """The map stands in the right half, where the layout keeps that free of text."""
    free = max([slot.box.right for slot in layout.slots], default=Emu(0))
    room = context.brand.width - free
    if room < context.brand.width * 0.3:
        return None
    margin = inches(0.3)
    box = Box(free, margin, context.brand.width - free - margin, context.brand.height - 2 * margin)
    return backdrop(context, f"{made.key}/map", above_texts(box, made.items), TINTS, layout.background)
