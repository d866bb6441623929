"""The brand's level styles, from its type sizes: what master and layouts give their placeholders."""

from __future__ import annotations

from osloregion_slides.base.units import Pt, inches
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.scene import Colour

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.tokens import Tokens

INK, PAPER, NAVY, MIST = Colour("tx1"), Colour("bg1"), Colour("tx2"), Colour("bg2")
BLUE, TEAL, AMBER, SLATE = Colour("accent1"), Colour("accent2"), Colour("accent5"), Colour("accent6")
SKY = Colour("accent1", lum_mod=20, lum_off=80)
HAIRLINE = Colour("accent6", lum_mod=40, lum_off=60)

TIGHT = 0.9
"""Line spacing of headings: large bold type needs less leading than text."""


def heading(size: Pt, colour: Colour = NAVY) -> TextStyle:
    """Return the style of a title."""
    return TextStyle(size, bold=True, line_spacing=TIGHT, colour=colour, heading=True)


def body(tokens: Tokens) -> tuple[TextStyle, ...]:
    """Return the list levels of a body: bullets in the accent colour, each level 0.25 in further in."""
    sizes = tokens.sizes.body
    before = (Pt(9), Pt(5), Pt(4))
    step, hang = inches(0.28), inches(0.25)
    return tuple(
        TextStyle(
            sizes[min(level, len(sizes) - 1)],
            before=before[min(level, 2)],
            margin=hang + step * level,
            indent=-hang,
            bullet=True,
            colour=INK,
        )
        for level in range(5)
    )


def plain(size: Pt, colour: Colour = INK, bold: bool = False, align: str = "l") -> TextStyle:
    """Return the style of text without bullets: a lead, a note, a footer."""
    return TextStyle(size, bold=bold, align="r" if align == "r" else "l", colour=colour)


def kicker(tokens: Tokens) -> TextStyle:
    """Return the small, letterspaced capitals above a title."""
    return TextStyle(tokens.sizes.kicker, bold=True, caps=True, spacing=Pt(1.2), colour=TEAL)


def rest(tokens: Tokens) -> TextStyle:
    """Return the style of text that is in no placeholder (p:otherStyle)."""
    return TextStyle(Pt(18), colour=INK)
