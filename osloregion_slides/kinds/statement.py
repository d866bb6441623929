"""Statement: one sentence that fills the slide, and a line under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import inches
from osloregion_slides.compose.cartography import with_backdrop
from osloregion_slides.compose.context import runs
from osloregion_slides.compose.entries import text_field
from osloregion_slides.compose.page import field_text, page
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Colour

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Slide

SCHEMA: dict[str, object] = {
    "description": "One sentence that fills the slide",
    "properties": {"text": text_field("The line under it")},
}

TINTS = (Colour("accent1", 90), Colour("accent1", 80), Colour("accent1", 85))


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the statement."""
    layout = context.layout("statement")
    title, body = layout.slot("title", "ctrTitle"), layout.slot("body", "subTitle", "obj")
    text = (UnfittedText(runs(source.fields.rich("text"))),)
    items = field_text(source, "text", text, body, layout, context) if source.fields.has("text") else ()
    made = page(source, context, layout, items)
    return (
        with_backdrop(made, title.box.right, (inches(0.4), inches(0.5)), TINTS, layout, context) if title else made,
    )
