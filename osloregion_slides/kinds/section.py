"""Section: a page that opens a part of the deck."""

from __future__ import annotations

from osloregion_slides.compose.context import runs
from osloregion_slides.compose.entries import text_field
from osloregion_slides.compose.page import fill, page
from osloregion_slides.compose.text_places import text_box
from osloregion_slides.fit.setting import UnfittedText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

SCHEMA: dict[str, object] = {
    "description": "A page that opens a part of the deck",
    "properties": {"text": text_field("A line under the title")},
}


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the page."""
    layout = context.layout("section")
    body = layout.slot("body", "subTitle", "obj")
    items: tuple[Item, ...] = ()
    if source.fields.has("text"):
        drafts, key, at = (
            (UnfittedText(runs(source.fields.rich("text"))),),
            f"{source.id}/text",
            source.fields.at("text"),
        )
        made = fill(body, key, drafts, context, at, floor=14) if body else None
        items = (made,) if made else text_box(source, "text", drafts, layout, context)
    return (page(source, context, layout, items),)
