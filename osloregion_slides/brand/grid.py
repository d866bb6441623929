"""Where things stand on a slide: the boxes of the brand's layouts, from slide size, margin and type sizes."""

from __future__ import annotations

from osloregion_slides.brand.emblem import width as width_of_emblem
from osloregion_slides.scene import Box
from osloregion_slides.units import EMU_PER_PT, Emu, Pt, inches
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.tokens import Tokens

LINE = 1.2117
"""The height of a line over its size in boxes that PowerPoint sized itself; it does not depend on the font."""


class Grid(Value):
    """The boxes that the layouts share, EMU."""

    slide: Box
    kicker: Box
    title: Box
    body: Box
    left: Box
    right: Box
    rule: Box
    emblem: Box
    footer: Box
    number: Box


def lines(size: Pt, count: int, spacing: float = 1.0) -> Emu:
    """Return the height of so many lines of a size, EMU, with a point to spare."""
    return Emu(round((size * LINE * spacing * count + 1) * EMU_PER_PT))


def grid(tokens: Tokens) -> Grid:
    """Return the grid of a brand: kicker and two lines of title on top, the footer under a rule, body between."""
    margin, width = tokens.margin, tokens.width - 2 * tokens.margin
    kicker = Box(margin, inches(0.36), width, lines(tokens.sizes.kicker, 1))
    title = Box(margin, kicker.bottom + inches(0.02), width, lines(tokens.sizes.title, 2, 0.9))
    rule = Box(margin, tokens.height - inches(0.583), width, Emu(9_525))
    top = title.bottom + inches(0.14)
    body = Box(margin, top, width, rule.y - inches(0.17) - top)
    gutter = inches(0.4)
    half = Emu((width - gutter) // 2)
    mark = inches(0.21)
    emblem = Box(margin, rule.y + inches(0.12), width_of_emblem(tokens, mark), mark)
    foot = lines(tokens.sizes.footer, 1) + inches(0.06)
    y = emblem.y + (emblem.h - foot) // 2
    number = inches(1)
    return Grid(
        slide=Box(Emu(0), Emu(0), tokens.width, tokens.height),
        kicker=kicker,
        title=title,
        body=body,
        left=Box(margin, top, half, body.h),
        right=Box(margin + half + gutter, top, half, body.h),
        rule=rule,
        emblem=emblem,
        footer=Box(emblem.right + inches(0.12), y, Emu(width * 3 // 5), foot),
        number=Box(margin + width - number, y, number, foot),
    )
