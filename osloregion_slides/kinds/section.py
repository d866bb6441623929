"""Section: a slide that opens a section and shows its position in the deck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.compose.art import with_wall
from osloregion_slides.compose.context import ComposeContext, runs
from osloregion_slides.compose.entries import text_field
from osloregion_slides.compose.opening import opened
from osloregion_slides.compose.page import label, page
from osloregion_slides.compose.parts import parts
from osloregion_slides.compose.places import field_text, fill, slot_frame
from osloregion_slides.compose.tiles import ROUND, px
from osloregion_slides.fit.setting import UnfittedText, fit
from osloregion_slides.scene import Box, Insets, Run, Shape

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Placeholder, Slide

SCHEMA: dict[str, object] = {
    "description": "A divider slide that opens a section of the deck",
    "properties": {"text": text_field("Line below the title; default: the titles of the section's slides")},
}
GROUNDS = ("fjord", "blue")

TILE, INSET = px(560), px(52)
"""The side of the enlarged section tile, and the inset of its number."""
LEFT = 744
"""Its left edge on a slide 1280 px wide; it bleeds off the right edge."""
NUMERAL = (Pt(330.0), Pt(300.0), Pt(240.0), Pt(180.0))
"""The sizes of the number, above the type scale."""
TIGHT_LINE = 0.92
"""Its line spacing, which centres it in the tile."""
MOST_NAMES = 6
"""The most sections in the list; if there are more, only the previous and the next one are listed."""
MIDDLE = 355
LEAST_LINE = 18
"""The least size of a line made of slides' titles, points; a smaller one is omitted."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: the sections at the left with the current one large, and its numbered tile at the right."""
    layout = context.layout("section")
    number, count = context.section_position
    if not context.brand.grounds or count < 2 or not number:
        body = layout.slot("body", "subTitle", "obj")
        text = (UnfittedText(runs(source.fields.rich("text"))),) if source.fields.has("text") else ()
        title, items = opened(source, context, layout, "text", text, body) or (None, ())
        if title is None and text:
            items = field_text(source, "text", text, body, layout, context)
        made = page(source, context, layout, items, title=title)
        return (with_wall(made, context, layout) if context.brand.grounds else made,)
    title, items = _list(source, context, layout)
    tile = _tile(source, context, number)
    return (page(source, context, layout, (tile, *items), title=title),)


def _list(source: SlideSource, context: ComposeContext, layout: Layout) -> tuple[Placeholder | None, tuple[Item, ...]]:
    """Return the title placed among the other sections' names, and those with the line under the title."""
    slot, body = layout.slot("title"), layout.slot("body")
    assert slot is not None  # layouts with grounds have one
    found = parts(context)
    current = next((n for n, part in enumerate(found) if n + 1 == context.section_position[0]), 0)
    names = [(n, part.name) for n, part in enumerate(found)]
    size, high, gap = (32.0, px(64), px(28)) if len(names) <= MOST_NAMES else (24.0, px(48), px(16))
    if len(names) > MOST_NAMES:
        names = [one for one in names if abs(one[0] - current) <= 1]
    line = runs(source.fields.rich("text")) or ((Run(found[current].line),) if found and found[current].line else ())
    drafts, at = (UnfittedText(runs(source.fields.rich("title"))),), source.fields.at("title")
    title = fill(slot, f"{source.id}/title", drafts, context, at, floor=28, box=slot.box.replace(h=px(150)))
    under = None
    if line and body:
        box = body.box.replace(h=px(70))
        lines, given = (UnfittedText(line),), source.fields.has("text")
        steps = tuple([size for size in context.said(20) if given or size >= LEAST_LINE])
        if given or fit(lines, slot_frame(body, context, box), steps, context.metrics):
            under = fill(body, f"{source.id}/text", lines, context, source.fields.at("text"), floor=steps[-1], box=box)
    present = title.text.height + (px(4) + under.text.height if under else 0)
    total = (high + gap) * (len(names) - 1) + present + (px(20) if under else 0)
    y = int(context.brand.height * MIDDLE // 720 - total // 2)
    items: list[Item] = []
    for n, name in names:
        if n == current:
            title = title.replace(box=title.box.replace(y=Emu(y), h=title.text.height))
            if under:
                under = under.replace(box=under.box.replace(y=Emu(title.box.bottom + px(4)), h=under.text.height))
                items.append(under)
            y += present + gap + (px(20) if under else 0)
            continue
        box, key = Box(slot.box.x, Emu(y), slot.box.w, Emu(high)), f"{source.id}/part-{n + 1}"
        colour, steps = context.inks(layout.background).dim, context.said(size)
        one = label(key, box, (UnfittedText((Run(name),)),), context, colour, source.at, steps, anchor="ctr")
        items.append(one.replace(link=f"#{found[n].first.id}"))
        y += high + gap
    return title, tuple(items)


def _tile(source: SlideSource, context: ComposeContext, number: int) -> Shape:
    """Return the section's tile with its number, an enlarged version of the tile at the foot."""
    left, top = context.brand.width - px(1280 - LEFT), (context.brand.height - TILE) // 2
    box, fill = Box(Emu(left), Emu(top), TILE, TILE), context.roles.this_one
    bleed = Emu(box.right - context.brand.width)
    insets = Insets(INSET, Emu(0), bleed, Emu(0))
    frame = context.frame(box, context.on(fill), bold=True, anchor="ctr", insets=insets, spacing=TIGHT_LINE)
    drafts = (UnfittedText((Run(str(number)),)),)
    key = f"{source.id}/tile"  # the slide number has the key `number`
    text = context.fit(drafts, frame, NUMERAL, source.at, key)
    return Shape(key, box, "roundRect", fill, text=text, decorative=True, adjust=ROUND)
