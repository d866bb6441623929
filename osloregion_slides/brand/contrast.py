"""Theme colours as sRGB, and the contrast of text on them (WCAG 2.2)."""

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
"""A lower contrast is an error, not a warning."""
READABLE = 4.5
"""The minimum contrast of text (WCAG 2.2, success criterion 1.4.3)."""
LARGE, LARGE_BOLD, LARGE_READABLE = Pt(18.0), Pt(14.0), 3.0
"""Large text, from 18 points or 14 in bold, needs a contrast of only 3 (1.4.3 and the definition of large scale in
WCAG 2.2). A point there is CSS's, 1/72 inch, as in DrawingML."""

_WHITE = (255, 255, 255)
TEXT_SLOTS = (Colour("bg1"), Colour("tx1"), Colour("tx2"))
EXTREMES = (Colour("tx1", 0), Colour("tx1", 0, 100))
"""Black and white, expressed by a slot of the theme: for backgrounds on which none of its text colours is legible."""


def rgb(brand: Brand, colour: Colour, under: Rgb = _WHITE) -> Rgb:
    """Return the colour as red, green, blue of 0–255, blended by its alpha with the colour ``under`` it.

    Luminance is modulated and offset in HSL, in that order and clamped, as PowerPoint does
    (ECMA-376 Part 1, 20.1.2.3.20 and 20.1.2.3.21). KeyError for a slot that the palette lacks.
    """
    return shade(brand.palette, colour, under)


@lru_cache(maxsize=4096)
def shade(palette: tuple[tuple[str, str], ...], colour: Colour, under: Rgb = _WHITE) -> Rgb:
    """Return the same as ``rgb`` for a palette of slots and RRGGBB."""
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
    """Return the minimum contrast of text of a size in points: 4.5, or 3 where it is large."""
    return LARGE_READABLE if size >= (LARGE_BOLD if bold else LARGE) else READABLE


def shortfall(contrast: float, size: float, bold: bool) -> tuple[str, str] | None:
    """Return a text's contrast and the minimum, formatted for a message; None where the contrast is sufficient.

    8-bit colours are rounded, hence a tolerance of 0.005. The contrast is rounded down: 2.97 is not 3.0.
    """
    needed = least_contrast(size, bold)
    return (f"{int(contrast * 10) / 10:.1f}", f"{needed:g}") if contrast < needed - 0.005 else None


def on(brand: Brand, fill: Colour, under: Rgb = _WHITE) -> Colour:
    """Return the theme's colour for text on a fill: ``bg1`` where it is legible, else that with the most contrast.

    ``under`` is the colour behind a fill that is not opaque. ``tx1`` precedes ``tx2`` at equal contrast.
    """
    return _on(brand.palette, fill, under)


@lru_cache(maxsize=4096)
def _on(palette: tuple[tuple[str, str], ...], fill: Colour, under: Rgb) -> Colour:
    return best_on(palette, shade(palette, fill, under))


def best_on(palette: tuple[tuple[str, str], ...], back: Rgb) -> Colour:
    """Return the colour for text on ``back``: chosen as in ``on``, black or white where all are too pale."""
    offered = TEXT_SLOTS
    contrasts = [ratio(shade(palette, slot), back) for slot in offered]
    if contrasts[0] >= READABLE:
        return offered[0]
    if max(contrasts) < READABLE:
        return extreme_on(palette, back)
    return offered[contrasts.index(max(contrasts))]


def extreme_on(palette: tuple[tuple[str, str], ...], back: Rgb) -> Colour:
    """Return black or white, whichever has more contrast with ``back``: at least 4.58 to 1."""
    return max(EXTREMES, key=lambda colour: ratio(shade(palette, colour), back))
