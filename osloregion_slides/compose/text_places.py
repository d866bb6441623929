"""Places for texts that have no placeholder: each a text box in free room, or an error at its line.

Free room holds no placeholder that the slide fills, no other object with text and no picture; it ends at the slide's
edge.
"""

from __future__ import annotations

from osloregion_slides.base.findings import finding
from osloregion_slides.base.units import Emu, inches
from osloregion_slides.compose.context import INK, LABEL_FLOOR, TIGHT
from osloregion_slides.scene import Box, Connector, Group, Placeholder, Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from osloregion_slides.base.findings import Location
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.fit.setting import UnfittedText
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Anchor, Item

SOURCE_HEIGHT, KICKER_HEIGHT = inches(0.3), inches(0.3)
MARGIN, LEAST = inches(0.4), inches(0.4)
"""The edge of the slide that stays free, and the least height of a text box, EMU."""
AIR = inches(0.25) // 2
NARROW = inches(2)
"""The least width of an area that can hold a source line, EMU: a layout without free room has an area of no width."""


def without_place(context: ComposeContext, layout: Layout, key: str, at: Location) -> None:
    """Report a text that has neither a placeholder nor free room."""
    said = finding("text-without-place", at, layout=layout.name, on_slide=key.partition("/")[0], on_shape=key)
    context.findings.append(said)


def text_box(
    source: SlideSource,
    name: str,
    drafts: tuple[UnfittedText, ...],
    layout: Layout,
    context: ComposeContext,
) -> tuple[Item, ...]:
    """Return the text as a box of its own in the largest free room of a layout; nothing and an error without any.

    ``name`` is the field's, and the box's below the slide's id. Room for the source line is left free.
    """
    key, at = f"{source.id}/{name}", source.fields.at(name)
    taken = (line_box(layout, context),) if source.fields.has("source") else ()
    box = _largest(layout, context, taken)
    if box is None:
        without_place(context, layout, key, at)
        return ()
    colour = context.ink(INK, layout.background)
    title = layout.slot("title", "ctrTitle")
    anchor: Anchor = "b" if title and box.bottom <= title.box.y else "t"  # beside the title, not at the slide's edge
    frame = context.frame(box, colour, anchor=anchor, insets=TIGHT)
    return (Shape(key, box, text=context.fit(drafts, frame, context.steps(24, LABEL_FLOOR), at, key)),)


def line_box(layout: Layout, context: ComposeContext) -> Box:
    """Return the place of a source line: the foot of the layout's area; of the slide, below the title's text, where the
    layout has no area as wide as a line.
    """
    area, title = layout.content, layout.slot("title", "ctrTitle")
    if area.w >= NARROW:
        return Box(area.x, area.bottom - SOURCE_HEIGHT, area.w, SOURCE_HEIGHT)
    left, right = int(MARGIN), context.brand.width - MARGIN
    if title:
        left, right = title.box.x + title.insets.left, title.box.right - title.insets.right
    return Box(Emu(left), context.brand.height - MARGIN - SOURCE_HEIGHT, Emu(right - left), SOURCE_HEIGHT)


def at_foot(box: Box, items: Iterable[Item], context: ComposeContext) -> Box | None:
    """Return the box where it is free, else at the lowest free place of the slide; None without such a place."""
    if is_free(box, items):
        return box
    taken = [other for other in _filled(items) if other.x < box.right and box.x < other.right]
    lowest = context.brand.height - MARGIN - box.h
    tops = sorted([lowest, *[other.y - box.h for other in taken], *[other.bottom for other in taken]], reverse=True)
    for top in tops:
        moved = Box(box.x, Emu(top), box.w, box.h)
        if 0 <= top <= lowest and is_free(moved, items):
            return moved
    return None


def under_kicker(title: Placeholder, place: Box, anchor: Anchor) -> Placeholder | None:
    """Return a title set lower inside its place, so that a kicker stands directly above its text; None where both
    are too high for it. A quarter of the spare height stays with the title's box.
    """
    spare = place.h - KICKER_HEIGHT - title.text.height
    if spare < 0:
        return None
    over = {"t": 0, "ctr": spare * 3 // 8, "b": spare * 3 // 4}[anchor]
    under = spare * 3 // 8 if anchor == "ctr" else 0
    return title.replace(box=place.inset(0, KICKER_HEIGHT + over, 0, under))


def above_texts(box: Box, items: Iterable[Item]) -> Box:
    """Return the box of an ornament, cut off above the text boxes that reach into its lower half."""
    texts = [item.box.y for item in items if isinstance(item, Shape) and not is_free(box, (item,))]
    bottom = min([top - AIR for top in texts if top > box.y + box.h // 2], default=box.bottom)
    return box.replace(h=Emu(bottom - box.y))


def is_free(box: Box, items: Iterable[Item]) -> bool:
    """Whether no text, table, chart or picture of these items reaches into a box."""
    return not any(
        [
            other.x < box.right and box.x < other.right and other.y < box.bottom and box.y < other.bottom
            for other in _filled(items)
        ]
    )


def _filled(items: Iterable[Item]) -> Iterator[Box]:
    """Yield the boxes of everything that a text must not cover: what has text or shows something, groups opened."""
    for item in items:
        if isinstance(item, Group):
            yield from _filled(item.children)
        elif isinstance(item, Placeholder):
            if item.text.plain.strip():
                yield item.box
        elif not isinstance(item, Connector):
            yield item.box


def _largest(layout: Layout, context: ComposeContext, taken: tuple[Box, ...]) -> Box | None:
    """Return the highest strip under or over the title that nothing stands in, None where all are too low."""
    title = layout.slot("title", "ctrTitle")
    width, height = context.brand.width, context.brand.height
    feet = [
        slot.box.y for slot in layout.slots if slot.type in ("ftr", "sldNum", "dt") and slot.box.y > height * 3 // 4
    ]
    bottom = min([*feet, height - MARGIN]) - AIR
    left, right = int(MARGIN), width - MARGIN
    if title:
        left, right = title.box.x + title.insets.left, title.box.right - title.insets.right
    used = [(box.y, box.bottom) for box in taken]
    used += [
        (slot.box.y, slot.box.bottom)
        for slot in layout.slots
        if slot.type in ("ftr", "sldNum", "dt") and slot.box.y <= height * 3 // 4
    ]
    if title:  # the kicker stands over the title's placeholder where that is low
        low = title.box.h < 3 * KICKER_HEIGHT
        used.append((title.box.y - (KICKER_HEIGHT if low else 0), title.box.bottom))
    strips: list[tuple[int, int]] = []
    top = int(MARGIN)
    for start, end in sorted(used):
        strips.append((top, min(start - AIR, bottom)))
        top = max(top, end + AIR)
    strips.append((top, bottom))
    high = max([end - start for start, end in strips])
    if high < LEAST:
        return None
    lowest = max([start for start, end in strips if end - start == high])
    return Box(Emu(left), Emu(lowest), Emu(right - left), Emu(high))
