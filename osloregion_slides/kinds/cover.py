"""Cover: the title of the meeting, the subtitle and the speaker, place and date, and the members' map as art."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu
from osloregion_slides.compose.art import BACKDROP_FIELD, lit_member, with_art
from osloregion_slides.compose.context import LABEL_FLOOR, ComposeContext, plain_text, runs
from osloregion_slides.compose.entries import MEMBER_FIELDS, name_field, text_field
from osloregion_slides.compose.opening import opened
from osloregion_slides.compose.page import page
from osloregion_slides.compose.places import field_text, fill
from osloregion_slides.compose.tiles import px, tile
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Run

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout, Slot
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

ART_FIELDS: dict[str, object] = {"backdrop": BACKDROP_FIELD, "highlight": MEMBER_FIELDS["highlight"]}
SCHEMA: dict[str, object] = {
    "description": "The cover slide",
    "properties": {
        "subtitle": text_field("Line below the title"),
        "speaker": name_field("Name of the speaker, below the subtitle; may be empty"),
        "line": text_field("Place and date; the alliance's website follows them"),
        **ART_FIELDS,
    },
}
GROUNDS = ("fjord",)

KEY, AFTER_KEY = px(18), px(30)
"""The tile before the place, as a key to the lit cell, and the indent of the place after it."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the cover."""
    return dark_page(source, context, context.layout("cover"), keyed=True)


def dark_page(source: SlideSource, context: ComposeContext, layout: Layout, keyed: bool) -> tuple[Slide, ...]:
    """Return a cover or closing with its texts in the layout's placeholders and art behind them.

    ``keyed``: the line names the place of the lit cell, so without a line no cell is lit. The website has its own
    placeholder if the layout has two besides the subtitle's, otherwise it follows the line.
    """
    fields, lit = source.fields, lit_member(source, context)
    line, website = runs(fields.rich("line")), plain_text(context.website)
    slots = [layout.slot("subTitle"), *[layout.slot("body", nth=nth) for nth in range(3)], layout.slot("obj")]
    found = [slot for slot in slots if slot and (context.brand.own or slot.levels[0].size >= LABEL_FLOOR)]
    subtitle = next((slot for slot in found if slot.type == "subTitle"), found[0] if found else None)
    foot, site = [*[slot for slot in found if slot.type == "body" and slot is not subtitle], None, None][:2]
    if website and not site:
        line += (Run(f"  ·  {website}" if line else website),)
    spoken = (runs(fields.rich("subtitle")), runs(fields.rich("speaker")))
    drafts = tuple([UnfittedText(words) for words in (spoken if foot else (*spoken, line)) if words])
    made = None if foot else opened(source, context, layout, "subtitle", drafts, subtitle)
    title, under = made or (None, ())
    texts: list[Item] = [*under]
    if drafts and title is None:
        texts += field_text(source, "subtitle", drafts, subtitle, layout, context)
    if not context.brand.grounds or (keyed and not (foot and line)):
        lit = None
    if foot and line:
        texts += _place(source, context, foot, line, keyed and lit is not None)
    if site and website:
        key, at = f"{source.id}/website", source.at
        texts.append(fill(site, key, (UnfittedText((Run(website),)),), context, at, floor=12))
    return (with_art(page(source, context, layout, tuple(texts), title=title), source, context, layout, lit),)


def _place(
    source: SlideSource, context: ComposeContext, slot: Slot, line: tuple[Run, ...], lit: bool
) -> tuple[Item, ...]:
    """Return place and date, after a tile in the colour of the lit cell if there is one."""
    key, at = f"{source.id}/line", source.fields.at("line")
    box = slot.box.inset(AFTER_KEY, 0, 0, 0) if lit else slot.box
    text = fill(slot, key, (UnfittedText(line),), context, at, floor=12, box=box)
    if not lit:
        return (text,)
    y = Emu(slot.box.y + (slot.box.h - KEY) // 2)
    return tile(f"{source.id}/key", slot.box.x, y, KEY, context.roles.this_one), text
