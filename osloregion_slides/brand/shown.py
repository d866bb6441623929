"""A DrawingML colour as it is on the screen: the theme's words and every transform (ECMA-376 Part 1, 20.1.2.3)."""

from __future__ import annotations

import colorsys

from osloregion_slides.brand.contrast import darken, mix, parse_hex, tint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.brand.contrast import Rgb
    from osloregion_slides.brand.theme_read import Scheme

FILLS = ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
_PRESETS = {"black": "000000", "white": "FFFFFF", "red": "FF0000", "green": "008000", "blue": "0000FF"}
_MOST = 1e6
"""A share beyond which a transform is taken for none."""


def named(scheme: Scheme) -> dict[str, Rgb]:
    """Return a scheme's colours by every name that a slide can call them."""
    theme = {name: parse_hex(value) for name, value in scheme.colours}
    return {**theme, **{word: theme[slot] for word, slot in scheme.mapping}}


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def colour_in(holder: Element, known: dict[str, Rgb], ground: Rgb | None) -> Rgb | None:
    """Return the colour inside a fill; ``ground`` shows through it. None for one that cannot be told."""
    for element in holder:
        found = _base(element, known)
        if found is not None:
            return _transformed(found, element, ground)
    return None


def _base(element: Element, known: dict[str, Rgb]) -> Rgb | None:
    name, value = local(element), element.get("val", "")
    if name == "schemeClr":
        return known.get(value)
    if name == "sysClr":
        value = element.get("lastClr") or ("FFFFFF" if value == "window" else "000000")
    if name == "prstClr":
        value = _PRESETS.get(value, "")
    is_hex = len(value) == 6 and all(sign in "0123456789abcdefABCDEF" for sign in value)
    return parse_hex(value) if is_hex and name in ("srgbClr", "sysClr", "prstClr") else None


def _transformed(colour: Rgb, element: Element, ground: Rgb | None) -> Rgb | None:
    alpha = 1.0
    for step in element:
        share = _share(step)
        if local(step) == "alpha":
            alpha = share
        else:
            colour = _step(colour, local(step), share)
    if alpha >= 1.0:
        return colour
    return mix(colour, ground, max(0.0, alpha)) if ground is not None else None


def _share(step: Element) -> float:
    value = step.get("val", "100000")
    try:
        share = float(value[:-1]) / 100 if value.endswith("%") else int(value) / 100_000
    except (ValueError, OverflowError):
        return 1.0
    return share if abs(share) < _MOST else 1.0  # neither NaN nor infinite


def _step(colour: Rgb, name: str, share: float) -> Rgb:
    if name in ("shade", "tint"):
        return darken(colour, share) if name == "shade" else tint(colour, share)
    if name not in ("lumMod", "lumOff", "satMod"):
        return colour
    hue, light, saturation = colorsys.rgb_to_hls(*[part / 255 for part in colour])
    light = light * share if name == "lumMod" else light + share if name == "lumOff" else light
    saturation = saturation * share if name == "satMod" else saturation
    parts = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), min(1.0, max(0.0, saturation)))
    red, green, blue = (round(part * 255) for part in parts)
    return red, green, blue
