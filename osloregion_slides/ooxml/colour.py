"""What a colour element of DrawingML says, and what it looks like (ECMA-376 Part 1, 20.1.2.3).

A colour is read as it is written, a word of the theme or RRGGBB with its transforms, and resolved against the
colours that its part sees. Writing is ``pptx.paint``'s.
"""

from __future__ import annotations

from osloregion_slides.ooxml.names import local
from osloregion_slides.ooxml.presets import SYSTEM, preset
from osloregion_slides.ooxml.transforms import (
    ANGLES,
    NAMES,
    PLAIN,
    Transform,
    clamped,
    encoded,
    from_hsl,
    parse_hex,
    transformed,
)
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any as Element

    from osloregion_slides.ooxml.transforms import Resolved, Rgb, Triple

ELEMENTS = ("srgbClr", "schemeClr", "sysClr", "prstClr", "scrgbClr", "hslClr")
"""The colour elements (EG_ColorChoice)."""
FILLS = ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
"""The fill elements (EG_FillProperties)."""
PLACEHOLDER = "phClr"
"""The word in a theme's styles for the colour that a shape's reference to the style names (20.1.10.54)."""
_MAX_AMOUNT = 1e6
"""Beyond a share or an angle of this size, a transform counts as malformed."""
_HEX = frozenset("0123456789abcdefABCDEF")


class Unresolved(Value):
    """A colour as it is written: a word of ``a:schemeClr`` in ``slot``, or else RRGGBB in ``literal``.

    ``transforms`` are in document order; malformed ones are left out.
    """

    slot: str = ""
    literal: str = ""
    transforms: tuple[Transform, ...] = ()

    def resolve(self, known: Mapping[str, Rgb]) -> Resolved | None:
        """Return what it looks like, given the colours by every word that stands for one; None for an unknown word."""
        rgb = known.get(self.slot) if self.slot else parse_hex(self.literal)
        return transformed(rgb, self.transforms) if rgb is not None else None


def fill_of(properties: Element | None) -> Element | None:
    """Return the fill among a shape's, a cell's, a line's or a text's properties, None where they have none."""
    return next((child for child in properties if local(child) in FILLS), None) if properties is not None else None


def read_colour(holder: Element | None) -> Unresolved | None:
    """Return the colour inside a fill, a style reference or a gradient's stop; None without one that can be read."""
    for element in holder if holder is not None else ():
        found = colour_of(element)
        if found is not None:
            return found
    return None


def colour_of(element: Element) -> Unresolved | None:
    """Return the colour that an element of ``ELEMENTS`` is; None for any other and for one that says no colour."""
    kind = local(element)
    if kind not in ELEMENTS:
        return None
    if kind == "schemeClr":
        slot = element.get("val", "")
        return Unresolved(slot, "", _transforms(element)) if slot else None
    literal = _literal(kind, element)
    return Unresolved("", literal.upper(), _transforms(element)) if _is_hex(literal) else None


def seen(holder: Element | None, known: Mapping[str, Rgb], ground: Rgb | None) -> Rgb | None:
    """Return the colour inside a fill as it is seen on a ground; None where either cannot be known."""
    found = resolve(holder, known)
    return found.over(ground) if found is not None else None


def resolve(holder: Element | None, known: Mapping[str, Rgb]) -> Resolved | None:
    """Return what the colour inside a fill looks like; None without one, and for an unknown word."""
    found = read_colour(holder)
    return found.resolve(known) if found is not None else None


def _literal(kind: str, element: Element) -> str:
    value = element.get("val", "")
    if kind == "prstClr":
        return preset(value)
    if kind == "sysClr":  # what its writer saw last is what the deck was designed with
        last = element.get("lastClr", "")
        return last if _is_hex(last) else SYSTEM.get(value, "")
    if kind == "scrgbClr":
        red, green, blue = [_amount(element.get(name), share=True) for name in ("r", "g", "b")]
        if red is None or green is None or blue is None:
            return ""
        return _as_hex((encoded(clamped(red)), encoded(clamped(green)), encoded(clamped(blue))))
    if kind == "hslClr":
        hue = _amount(element.get("hue"), share=False)
        saturation, lightness = [_amount(element.get(name), share=True) for name in ("sat", "lum")]
        if hue is None or saturation is None or lightness is None:
            return ""
        return _as_hex(from_hsl((hue / 60, clamped(saturation), clamped(lightness))))
    return str(value)


def _as_hex(parts: Triple) -> str:
    return "".join([f"{round(255 * part):02X}" for part in parts])


def _is_hex(value: str) -> bool:
    return len(value) == 6 and _HEX.issuperset(value)


def _transforms(element: Element) -> tuple[Transform, ...]:
    found = []
    for child in element:
        name = local(child)
        if name not in NAMES:
            continue
        amount = 0.0 if name in PLAIN else _amount(child.get("val"), share=name not in ANGLES)
        if amount is not None:
            found.append(Transform(name, amount))
    return tuple(found)


def _amount(value: str | None, share: bool) -> float | None:
    """Return a percentage as a share, or an angle in degrees; None for a malformed one.

    A percentage is in thousandths, or has a percent sign (20.1.10.40 and ISO 29500 Strict); an angle is in
    60 000ths of a degree (20.1.10.3).
    """
    try:
        if value is None:
            return None
        if share and value.endswith("%"):
            amount = float(value[:-1]) / 100
        else:
            amount = int(value) / (100_000 if share else 60_000)
    except (ValueError, OverflowError):
        return None
    return amount if abs(amount) < _MAX_AMOUNT else None  # neither NaN nor infinite
