"""Derive a brand's palette from one colour of an organisation: tones of its hue on which all text is legible.

Contrast depends on luminance alone (WCAG 2.2), so each slot has a luminance of its own, and the organisation's hue
and saturation are kept. The colour itself is used where its luminance allows: as the brand, as the dark ground, or,
where it is bright, as the second colour. Yellow dark enough for white text would be brown, so its dark tones are grey.
"""

from __future__ import annotations

from osloregion_slides.brand.contrast import luminance
from osloregion_slides.ooxml.transforms import from_hsl, parse_hex, to_hex, to_hsl

BRAND, DARK = (0.04, 0.125), (0.006, 0.02)
"""Luminance ranges of the brand colour (legible under white text, and on ``QUIET``) and of the dark ground."""
SECOND = (0.38, 0.7)
"""Luminance range of the second colour: legible under dark text, and on the dark ground."""
INK, GREY, QUIET, WARM = 0.011, 0.1, 0.8, 0.9
AMBER, CYAN, GREEN = "FFB81C", "7FD6E0", "0E7C66"
YELLOWS, WARMS = (36.0, 75.0), (18.0, 95.0)
"""Hues, degrees, that turn brown when dark, and those too similar to amber for ``mark``."""


def palette_from(colour: str) -> dict[str, str]:
    """Return the colours of a brand.yaml by name, RRGGBB, from an organisation's RRGGBB."""
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
    """Return the colour with a hue (sixths of a turn), a saturation and a luminance, RRGGBB."""
    low, high = 0.0, 1.0
    for _ in range(20):  # more than the precision of 8 bits per channel needs
        middle = (low + high) / 2
        red, green, blue = from_hsl((hue, saturation, middle))
        shown = (round(red * 255), round(green * 255), round(blue * 255))
        low, high = (middle, high) if luminance(shown) < wanted else (low, middle)
    return to_hex(shown)
