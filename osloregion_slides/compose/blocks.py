"""The native shapes that several kinds draw: labels, cards, badges, rows and grids of boxes."""

from __future__ import annotations

from osloregion_slides.compose.page import GAP
from osloregion_slides.compose.stage import TIGHT
from osloregion_slides.fit.rectangle import text_box
from osloregion_slides.scene import Box, Insets, Shape
from osloregion_slides.units import Emu, emu

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.findings import Span
    from osloregion_slides.fit.setting import Draft, Frame
    from osloregion_slides.scene import Anchor, Colour, Stroke, Text
    from osloregion_slides.units import Pt

PADDING = emu(16)
"""The space between a card's edge and its text, EMU."""
CARD = Insets(PADDING, emu(12), PADDING, emu(12))
ROUNDING = emu(6)
"""The radius of a card's corners, EMU."""


def rounded(box: Box, radius: int = ROUNDING) -> tuple[tuple[str, int], ...]:
    """Return the ``adj`` guide of a roundRect with this corner radius (EMU): per 100 000 of the shorter side."""
    return (("adj", min(50_000, round(100_000 * radius / max(1, min(box.w, box.h))))),)


def card_frame(
    stage: Stage,
    box: Box,
    colour: Colour,
    *,
    bold: bool = False,
    anchor: Anchor = "t",
    insets: Insets = CARD,
    radius: int = ROUNDING,
) -> Frame:
    """Return the frame of a card's text: rounding takes a little of every side."""
    inner = text_box("roundRect", box, rounded(box, radius))
    return stage.frame(inner, colour, bold=bold, anchor=anchor, insets=insets)


def card(
    key: str,
    box: Box,
    fill: Colour | None,
    text: Text | None = None,
    *,
    line: Stroke | None = None,
    alt: str = "",
    decorative: bool = False,
    radius: int = ROUNDING,
) -> Shape:
    """Return a box with softly rounded corners; without text it is decoration unless ``alt`` says what it shows."""
    return Shape(
        key, box, "roundRect", fill, line, text, alt, decorative or (text is None and not alt), rounded(box, radius)
    )


def label(
    key: str,
    box: Box,
    drafts: tuple[Draft, ...],
    stage: Stage,
    colour: Colour,
    at: Span,
    steps: tuple[Pt, ...],
    *,
    bold: bool = False,
    anchor: Anchor = "t",
    insets: Insets = TIGHT,
) -> Shape:
    """Return a text box without fill, its text at the largest of ``steps`` that fits."""
    frame = stage.frame(box, colour, bold=bold, anchor=anchor, insets=insets)
    return Shape(key, box, text=stage.fit(drafts, frame, steps, at, key))


def row(area: Box, count: int, gap: int = GAP) -> tuple[Box, ...]:
    """Return ``count`` boxes of one width side by side."""
    width = (area.w - gap * (count - 1)) // count
    return tuple([Box(area.x + (width + gap) * i, area.y, width, area.h) for i in range(count)])


def column(area: Box, count: int, gap: int = GAP) -> tuple[Box, ...]:
    """Return ``count`` boxes of one height below each other."""
    height = (area.h - gap * (count - 1)) // count
    return tuple([Box(area.x, area.y + (height + gap) * i, area.w, height) for i in range(count)])


def grid(area: Box, count: int, columns: int, gap: int = GAP) -> tuple[Box, ...]:
    """Return ``count`` boxes row by row; a last row that is not full is as wide as the others."""
    rows = -(-count // columns)
    return tuple([box for line in column(area, rows, gap) for box in row(line, columns, gap)][:count])


def middle(box: Box, width: int, height: int) -> Box:
    """Return a box of this size (EMU) around the middle of another."""
    return Box(box.x + (box.w - width) // 2, box.y + (box.h - height) // 2, Emu(width), Emu(height))
