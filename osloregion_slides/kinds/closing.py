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
    "description": "The closing slide",
    "properties": {
        "subtitle": text_field("Line below the title, such as the next meeting"),
        "line": text_field("Contact details; the alliance's website follows them"),
        **ART_FIELDS,
    },
}
GROUNDS = ("fjord",)


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide."""
    return dark_page(source, context, context.layout("closing"), keyed=False)
