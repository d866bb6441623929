"""A brand's colours from one of an organisation: tones of its hue, chosen so that every text can be read.

Contrast is a matter of luminance alone (WCAG 2.2), so each slot has a luminance of its own, and the organisation's hue
and saturation are kept. The colour itself stands wherever its luminance allows: as the brand, as the dark ground, or,
where it is bright, as the second colour. A yellow dark enough for white text is a brown: beside it stand greys.
"""

from __future__ import annotations

from osloregion_slides.brand.contrast import luminance
from osloregion_slides.ooxml.transforms import from_hsl, parse_hex, to_hex, to_hsl

BRAND, DARK = (0.04, 0.125), (0.006, 0.02)
"""The least and the most luminance of the brand (white reads on it, it on ``QUIET``) and the dark ground."""
SECOND = (0.38, 0.7)
"""Dark text reads on it, and it on the dark ground."""
INK, GREY, QUIET, WARM = 0.011, 0.1, 0.8, 0.9
AMBER, CYAN, GREEN = "FFB81C", "7FD6E0", "0E7C66"
YELLOWS, WARMS = (36.0, 75.0), (18.0, 95.0)
"""Degrees of hue that are brown when dark, and those from which amber does not stand out."""


def palette_from(colour: str) -> dict[str, str]:
    """Return the colours of brand.yaml by name, RRGGBB, from an organisation's RRGGBB."""
    rgb = parse_hex(colour)
    hue, saturation, _ = to_hsl((rgb[0] / 255, rgb[1] / 255, rgb[2] / 255))
    light, degrees = luminance(rgb), hue % 6 * 60
    coloured = saturation > 0.12 and 0.0005 < light < 0.97
    yellow = coloured and YELLOWS[0] <= degrees <= YELLOWS[1] and light >= SECOND[0]
    full = 0.0 if not coloured else min(saturation, 0.1) if yellow else saturation
    muted = min(full, 0.3)

    def toned(strength: float, least: float, most: float | None = None) -> str:
        most = least if most is None else most
        if least <= light <= most and strength == saturation:
            return to_hex(rgb)
        return _tone(hue, strength, min(max(light, least), most))

    mark = CYAN if coloured and WARMS[0] <= degrees <= WARMS[1] else AMBER
    return {
        "ink": toned(muted, INK),
        "paper": "FFFFFF",
        "dark": toned(full, *DARK),
        "warm": toned(muted, WARM),
        "brand": toned(full, *BRAND),
        "second": toned(saturation if yellow else full, *SECOND) if light > SECOND[0] else toned(full, 0.45),
        "mark": mark,
        "quiet": toned(saturation if yellow else full, QUIET),
        "green": GREEN,
        "grey": toned(min(full, 0.15), GREY),
    }


def _tone(hue: float, saturation: float, wanted: float) -> str:
    """Return the colour of a hue (sixths of a turn) and a saturation that has this luminance, RRGGBB."""
    low, high = 0.0, 1.0
    for _ in range(20):  # 8 bits a channel are reached long before
        middle = (low + high) / 2
        red, green, blue = from_hsl((hue, saturation, middle))
        shown = (round(red * 255), round(green * 255), round(blue * 255))
        low, high = (middle, high) if luminance(shown) < wanted else (low, middle)
    return to_hex(shown)
