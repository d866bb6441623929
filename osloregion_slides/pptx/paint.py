"""Colours, fills and lines in DrawingML: theme colours only, so that a change of theme repaints the deck."""

from __future__ import annotations

from osloregion_slides.pptx.xml import Xml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from osloregion_slides.scene import Colour, Stroke
    from osloregion_slides.units import Emu, Pt

_solid: dict[Colour, Xml] = {}
_lines: dict[Stroke, Xml] = {}

NO_FILL = "<a:noFill/>"
NO_LINE = "<a:ln><a:noFill/></a:ln>"


def width(points: Pt) -> int:
    """Return a line's width in EMU."""
    return round(points * 12_700)


def solid(colour: Colour) -> Xml:
    """Return ``a:solidFill`` (ECMA-376 Part 1, 20.1.8.54), kept for the next one of that colour."""
    found = _solid.get(colour)
    if found is None:
        found = _solid[colour] = f"<a:solidFill>{scheme(colour)}</a:solidFill>"
    return found


def scheme(colour: Colour) -> Xml:
    """Return ``a:schemeClr`` with its modulations in thousandths of a percent (20.1.2.3.29)."""
    mod = modulation("lumMod", colour.lum_mod) if colour.lum_mod != 100 else ""
    off = modulation("lumOff", colour.lum_off) if colour.lum_off else ""
    alpha = modulation("alpha", colour.alpha) if colour.alpha != 100 else ""
    inside = f"{mod}{off}{alpha}"
    return (
        f'<a:schemeClr val="{colour.slot}">{inside}</a:schemeClr>' if inside else f'<a:schemeClr val="{colour.slot}"/>'
    )


def modulation(name: Literal["lumMod", "lumOff", "alpha"], percent: int) -> Xml:
    """Return one modulation of a colour; ``percent`` is whole."""
    return f'<a:{name} val="{percent * 1000}"/>'


def fill(colour: Colour | None) -> Xml:
    """Return the fill of a shape; None is said outright, or a theme's default would fill it."""
    return solid(colour) if colour else NO_FILL


def line(stroke: Stroke | None) -> Xml:
    """Return ``a:ln`` (20.1.2.2.24); round joins, because miters grow spikes at a map's sharp corners."""
    if stroke is None:
        return NO_LINE
    found = _lines.get(stroke)
    if found is None:
        found = _lines[stroke] = _line(stroke)
    return found


def _line(stroke: Stroke) -> Xml:
    head = '<a:headEnd type="triangle"/>' if stroke.head else ""
    tail = '<a:tailEnd type="triangle"/>' if stroke.tail else ""
    return f'<a:ln w="{width(stroke.width)}">{pen(stroke)}<a:round/>{head}{tail}</a:ln>'


def pen(stroke: Stroke) -> Xml:
    """Return what lines and table rules share: the colour and the dash."""
    return f'{solid(stroke.colour)}<a:prstDash val="{stroke.dash}"/>'


def frame(x: Emu, y: Emu, w: Emu, h: Emu) -> Xml:
    """Return offset and extent (20.1.7.4, 20.1.7.3); an extent below zero would make PowerPoint repair the file."""
    return f'<a:off x="{x}" y="{y}"/><a:ext cx="{max(w, 0)}" cy="{max(h, 0)}"/>'
