"""Section: a page that opens a part of the deck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.compose.context import runs
from osloregion_slides.compose.entries import text_field
from osloregion_slides.compose.page import field_text, page
from osloregion_slides.fit.setting import UnfittedText

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Slide

SCHEMA: dict[str, object] = {
    "description": "A page that opens a part of the deck",
    "properties": {"text": text_field("A line under the title")},
}


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the page."""
    layout = context.layout("section")
    body = layout.slot("body", "subTitle", "obj")
    text = (UnfittedText(runs(source.fields.rich("text"))),)
    items = field_text(source, "text", text, body, layout, context) if source.fields.has("text") else ()
    return (page(source, context, layout, items),)
