"""Closing: the last words, on the dark layout of the cover, with whom to turn to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.compose.entries import text_field
from osloregion_slides.kinds import cover

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Slide

SCHEMA: dict[str, object] = {
    "description": "The last slide",
    "properties": {
        "subtitle": text_field("The line under the title"),
        "line": text_field("Whom to turn to; the alliance's website follows it"),
    },
}


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide; it is made as a cover is."""
    return cover.compose(source, context)
