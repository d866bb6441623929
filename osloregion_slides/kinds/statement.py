"""Statement: one sentence that fills the slide, and a line under it."""

from __future__ import annotations

from osloregion_slides.base.units import Emu, inches
from osloregion_slides.compose.cartography import backdrop
from osloregion_slides.compose.context import runs
from osloregion_slides.compose.entries import text_field
from osloregion_slides.compose.page import fill, page
from osloregion_slides.compose.text_places import above_texts, text_box
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Box, Colour

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

SCHEMA: dict[str, object] = {
    "description": "One sentence that fills the slide",
    "properties": {"text": text_field("The line under it")},
}

TINTS = (Colour("accent1", 90), Colour("accent1", 80), Colour("accent1", 85))


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the statement."""
    layout = context.layout("statement")
    items: list[Item] = []
    title, body = layout.slot("title", "ctrTitle"), layout.slot("body", "subTitle", "obj")
    if source.fields.has("text"):
        drafts, key, at = (
            (UnfittedText(runs(source.fields.rich("text"))),),
            f"{source.id}/text",
            source.fields.at("text"),
        )
        if body:
            items.append(fill(body, key, drafts, context, at, floor=14))
        else:
            items += text_box(source, "text", drafts, layout, context)
    made = page(source, context, layout, tuple(items))
    free = title.box.right if title else Emu(0)
    if free and context.brand.width - free >= context.brand.width * 0.3:
        top = inches(0.5)
        box = Box(free, top, context.brand.width - free - inches(0.4), context.brand.height - 2 * top)
        box = above_texts(box, made.items)
        picture = backdrop(context, f"{source.id}/map", box, TINTS, layout.background)
        made = made.replace(items=(*made.items, picture)) if picture else made
    return (made,)
