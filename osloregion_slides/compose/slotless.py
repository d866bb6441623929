"""Texts for which the layout has no placeholder: a text box of their own in free room, or an error at their line."""

from __future__ import annotations

from osloregion_slides.compose.context import INK, LABEL_FLOOR
from osloregion_slides.compose.page import GAP, KICKER_HEIGHT, label
from osloregion_slides.findings import finding
from osloregion_slides.scene import Box
from osloregion_slides.units import Emu, inches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.compose.context import Stage
    from osloregion_slides.findings import Span
    from osloregion_slides.fit.setting import Draft
    from osloregion_slides.scene import Anchor, Item

MARGIN, LEAST = inches(0.4), inches(0.4)
"""The edge of the slide that stays free, and the least height of a text box, EMU."""


def text_box(
    key: str, drafts: tuple[Draft, ...], layout: Layout, stage: Stage, at: Span, taken: tuple[Box, ...] = ()
) -> tuple[Item, ...]:
    """Return the text as a box of its own in the largest free room of a layout; nothing and an error without any.

    ``taken`` are boxes that the slide fills beside the title.
    """
    box = free_room(layout, stage, taken)
    if box is None:
        said = finding("text-without-place", at, layout=layout.name, on_slide=key.partition("/")[0], on_shape=key)
        stage.findings.append(said)
        return ()
    colour = stage.ink(INK, layout.background)
    title = layout.slot("title", "ctrTitle")
    anchor: Anchor = "b" if title and box.bottom <= title.box.y else "t"  # beside the title, not at the slide's edge
    return (label(key, box, drafts, stage, colour, at, stage.steps(24, LABEL_FLOOR), anchor=anchor),)


def free_room(layout: Layout, stage: Stage, taken: tuple[Box, ...] = ()) -> Box | None:
    """Return the highest strip under or over the title that nothing stands in, None where all are too low."""
    title = layout.slot("title", "ctrTitle")
    width, height = stage.brand.width, stage.brand.height
    feet = [
        slot.box.y for slot in layout.slots if slot.type in ("ftr", "sldNum", "dt") and slot.box.y > height * 3 // 4
    ]
    bottom = min([*feet, height - MARGIN]) - GAP // 2
    left, right = int(MARGIN), width - MARGIN
    if title:
        left, right = title.box.x + title.insets.left, title.box.right - title.insets.right
    used = [(box.y, box.bottom) for box in taken]
    if title:  # the kicker stands over the title's placeholder where that is low
        low = title.box.h < 3 * KICKER_HEIGHT
        used.append((title.box.y - (KICKER_HEIGHT if low else 0), title.box.bottom))
    strips: list[tuple[int, int]] = []
    top = int(MARGIN)
    for start, end in sorted(used):
        strips.append((top, start - GAP // 2))
        top = max(top, end + GAP // 2)
    strips.append((top, bottom))
    high = max([end - start for start, end in strips])
    if high < LEAST:
        return None
    lowest = max([start for start, end in strips if end - start == high])
    return Box(Emu(left), Emu(lowest), Emu(right - left), Emu(high))
