"""Closing: the last words, the next meeting and the contact, with the art of the cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.compose.entries import text_field
from osloregion_slides.kinds.cover import ART_FIELDS, dark_page

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Slide

SCHEMA: dict[str, object] = {
    "description": "The last slide",
    "properties": {
        "subtitle": text_field("The line under the title: the next meeting"),
        "line": text_field("Whom to turn to; the alliance's website follows it"),
        **ART_FIELDS,
    },
}
GROUNDS = ("fjord",)


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide."""
    return dark_page(source, context, context.layout("closing"), keyed=False)
