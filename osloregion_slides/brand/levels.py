"""The levels that text inherits as text styles of a Scene: points, EMU and colours of the theme."""

from __future__ import annotations

from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.brand.theme_colour import as_theme_colour
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.scene import Colour

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.ooxml.inheritance import Level, Levels, Spacing
    from osloregion_slides.ooxml.theme import Scheme


COUNT = 5
"""The list levels that a slot has; an outline goes no deeper."""
_LINE = 1.2
"""A percentage of space before or after is one of the line's height, 1.2 × size."""


def text_styles(levels: Levels, scheme: Scheme) -> tuple[TextStyle, ...]:
    """Return the text styles of the levels that a slot has."""
    return tuple([text_style(level, scheme) for level in levels[:COUNT]])


def text_style(level: Level, scheme: Scheme) -> TextStyle:
    """Return a level's look as a Scene states it."""
    size = Pt(level.size / 100)
    line = level.line
    return TextStyle(
        size=size,
        bold=level.bold,
        italic=level.italic,
        caps=level.capitals,
        spacing=Pt(level.letter_spacing / 100),
        line_spacing=line.points / (size * _LINE) if line.points else line.share or 1.0,
        before=_space(level.before, size),
        after=_space(level.after, size),
        margin=Emu(level.margin),
        indent=Emu(level.indent),
        bullet=level.bullet,
        align=level.align,
        colour=as_theme_colour(level.colour, scheme) if level.colour is not None else Colour("tx1"),
        heading=level.typeface.startswith("+mj"),
    )


def _space(spacing: Spacing, size: Pt) -> Pt:
    return Pt(spacing.points or round(spacing.share * size * _LINE, 2))
