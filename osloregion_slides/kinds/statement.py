"""Statement: a single large sentence and a line under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu
from osloregion_slides.compose.art import lit_member, with_wall
from osloregion_slides.compose.context import ComposeContext, runs
from osloregion_slides.compose.entries import MEMBER_FIELDS, text_field
from osloregion_slides.compose.opening import opened
from osloregion_slides.compose.page import page
from osloregion_slides.compose.places import field_text, fill, slot_frame
from osloregion_slides.compose.tiles import px
from osloregion_slides.fit.setting import UnfittedText, fit

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Slot
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Placeholder, Slide

SCHEMA: dict[str, object] = {
    "description": "One sentence that fills the slide",
    "properties": {"text": text_field("Line below the sentence"), "highlight": MEMBER_FIELDS["highlight"]},
}
GROUNDS = ("blue", "fjord")

GAP = px(22)
"""The gap between the sentence and the line under it."""
MIDDLE = 350
"""The vertical centre of the block on a slide 720 px high: a little above the middle."""
SMALLEST = 36.0
"""The least size of a sentence, points; a longer one is set smaller on more lines."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the statement, vertically centred in a brand with grounds."""
    layout = context.layout("statement")
    title, body = layout.slot("title", "ctrTitle"), layout.slot("body", "subTitle", "obj")
    text = (UnfittedText(runs(source.fields.rich("text"))),) if source.fields.has("text") else ()
    sentence, items = opened(source, context, layout, "text", text, body) or (None, ())
    if sentence is None and text:
        items = field_text(source, "text", text, body, layout, context)
    if title and context.brand.grounds:
        sentence, items = _centred(_sentence(source, context, title), items, context)
    lit = lit_member(source, context) is not None
    return (with_wall(page(source, context, layout, items, title=sentence), context, layout, lit),)


def _sentence(source: SlideSource, context: ComposeContext, slot: Slot) -> Placeholder:
    """Return the sentence at the largest size for its box; a long one gets a higher box and smaller type."""
    drafts, key = (UnfittedText(runs(source.fields.rich("title"))),), f"{source.id}/title"
    at = source.fields.at("title")
    box = slot.box.replace(h=px(266))
    steps = [step for step in (slot.levels[0].size, *context.brand.scale) if step >= SMALLEST]
    if fit(drafts, slot_frame(slot, context, box), steps, context.headings) is None:
        box = box.replace(h=px(440))
        return fill(slot, key, drafts, context, at, floor=24, box=box)
    return fill(slot, key, drafts, context, at, floor=SMALLEST, box=box)


def _centred(
    sentence: Placeholder, items: tuple[Item, ...], context: ComposeContext
) -> tuple[Placeholder, tuple[Item, ...]]:
    """Return the sentence and its line, vertically centred as a block."""
    under = items[0] if items else None
    high = sentence.text.height + (GAP + under.text.height if under else 0)  # type: ignore[union-attr]
    top = Emu(max(px(48), context.brand.height * MIDDLE // 720 - high // 2))
    sentence = sentence.replace(box=sentence.box.replace(y=top, h=sentence.text.height))
    if under:
        box = under.box.replace(y=Emu(sentence.box.bottom + GAP), h=under.text.height)  # type: ignore[union-attr]
        items = (under.replace(box=box), *items[1:])
    return sentence, items
