"""What a theme colour looks like on the screen, and whether text on it can be read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from osloregion_slides.base.units import Pt
from osloregion_slides.ooxml.transforms import Transform, linear, mix, parse_hex, transformed
from osloregion_slides.scene import Colour

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Brand
    from osloregion_slides.ooxml.transforms import Rgb

ILLEGIBLE = 2.0
"""Below this contrast a text cannot be read at all: an error, not a warning."""
READABLE = 4.5
"""The least contrast of text (WCAG 2.2, success criterion 1.4.3)."""
LARGE, LARGE_BOLD, LARGE_READABLE = Pt(18.0), Pt(14.0), 3.0
"""From so many points, and from so many in bold, text is large and needs a contrast of 3 only (1.4.3; WCAG 2.2's
definition of large scale: 18 point, or 14 point bold). A point there is CSS's, 1/72 inch, as DrawingML's is."""

_WHITE = (255, 255, 255)
_TEXT_SLOTS = (Colour("bg1"), Colour("tx1"), Colour("tx2"))
_EXTREMES = (Colour("tx1", 0), Colour("tx1", 0, 100))
"""Black and white, said by a slot of the theme: one of them can be read where none of its text colours can."""


def rgb(brand: Brand, colour: Colour, under: Rgb = _WHITE) -> Rgb:
    """Return the colour as red, green, blue of 0–255, mixed with what lies ``under`` it by its alpha.

    Luminance is modulated and offset in HSL, in that order and clamped, as PowerPoint does
    (ECMA-376 Part 1, 20.1.2.3.20 and 20.1.2.3.21). KeyError for a slot the palette does not have.
    """
    return shade(brand.palette, colour, under)


@lru_cache(maxsize=4096)
def shade(palette: tuple[tuple[str, str], ...], colour: Colour, under: Rgb = _WHITE) -> Rgb:
    """Return the colour under a palette of slots and RRGGBB, as ``rgb`` does under a brand's."""
    shown = parse_hex(dict(palette)[colour.slot])
    if colour.lum_mod != 100 or colour.lum_off:
        steps = (Transform("lumMod", colour.lum_mod / 100), Transform("lumOff", colour.lum_off / 100))
        shown = transformed(shown, steps).rgb
    return shown if colour.alpha == 100 else mix(shown, under, colour.alpha / 100)


def luminance(colour: Rgb) -> float:
    """Return the relative luminance, 0 for black to 1 for white (WCAG 2.2, relative luminance)."""
    red, green, blue = (linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=4096)
def ratio(a: Rgb, b: Rgb) -> float:
    """Return the contrast of two colours, 1 to 21, in either order (WCAG 2.2, contrast ratio)."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def least_contrast(size: float, bold: bool) -> float:
    """Return the contrast that text of so many points needs: 4.5, or 3 where it is large."""
    return LARGE_READABLE if size >= (LARGE_BOLD if bold else LARGE) else READABLE


def shortfall(contrast: float, size: float, bold: bool) -> tuple[str, str] | None:
    """Return the contrast of a text and what it needs as people read them, None where it is enough.

    Colours of 8 bits are rounded, so a two-hundredth less is enough. The first is rounded down: 2.97 is not 3.0.
    """
    needed = least_contrast(size, bold)
    return (f"{int(contrast * 10) / 10:.1f}", f"{needed:g}") if contrast < needed - 0.005 else None


def on(brand: Brand, fill: Colour, under: Rgb = _WHITE) -> Colour:
    """Return the theme's text colour for text on this fill: ``bg1`` where it is readable, else the best.

    ``under`` is what shows through a fill that is not opaque. ``tx1`` wins over ``tx2`` at equal contrast.
    """
    return _on(brand.palette, fill, under)


@lru_cache(maxsize=4096)
def _on(palette: tuple[tuple[str, str], ...], fill: Colour, under: Rgb) -> Colour:
    return best_on(palette, shade(palette, fill, under))


def best_on(palette: tuple[tuple[str, str], ...], back: Rgb) -> Colour:
    """Return the colour for text on what looks like this: chosen as in ``on``, black or white where all are pale."""
    offered = _TEXT_SLOTS
    contrasts = [ratio(shade(palette, slot), back) for slot in offered]
    if contrasts[0] >= READABLE:
        return offered[0]
    if max(contrasts) < READABLE:
        return extreme_on(palette, back)
    return offered[contrasts.index(max(contrasts))]


def extreme_on(palette: tuple[tuple[str, str], ...], back: Rgb) -> Colour:
    """Return black or white, whichever contrasts more with what looks like this: at least 4.58 to 1."""
    return max(_EXTREMES, key=lambda colour: ratio(shade(palette, colour), back))
