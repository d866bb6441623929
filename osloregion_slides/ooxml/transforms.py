"""Colour arithmetic of DrawingML: sRGB, HSL and linear light, and every transform of ECMA-376 Part 1, 20.1.2.3.

Where the standard does not define the arithmetic, this follows PowerPoint, as far as its output shows:

- ``tint`` and ``shade`` mix with white and black in linear light. The footers of Office's templates, black at 75 %
tint, are 898989; the outline of a shape in 4F81BD, at 50 % shade, is 385D8A. - Saturation and luminance are clamped to
0–1 after each transform. The fills of Office 2007's theme for 4F81BD are A3C4FF (tint 50 %, satMod 300 %) and 3C7BC7
(shade 93 %, satMod 130 %). - ``red``, ``green``, ``blue`` and the related transforms apply to linear light, as the
channels of ``a:scrgbClr`` do (20.1.2.3.30).

``inv`` in linear light and ``gray`` by the weights of ITU-R BT.709 on sRGB as stored are LibreOffice's reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable

    Rgb = tuple[int, int, int]
    Triple = tuple[float, float, float]

ALPHA = ("alpha", "alphaMod", "alphaOff")
_HSL = {"hue": 0, "sat": 1, "lum": 2}
_LINEAR = {"red": 0, "green": 1, "blue": 2}
_CHANNELS = {f"{name}{how}": (name, how) for name in (*_HSL, *_LINEAR) for how in ("", "Mod", "Off")}
PLAIN = ("comp", "inv", "gray", "gamma", "invGamma")
"""Transforms without a value."""
ANGLES = ("hue", "hueOff")
"""Transforms whose value is an angle; all others have a share."""
NAMES = frozenset([*ALPHA, *_CHANNELS, *PLAIN, "tint", "shade"])
"""Every transform of the standard."""


class Transform(Record):
    """One transform: a name of ``NAMES``, and a share (1 is 100 %) or an angle in degrees; 0 where it takes none."""

    name: str
    amount: float = 0.0


class Resolved(Record):
    """A resolved colour: red, green and blue of 0–255, and an opacity of 0–1."""

    rgb: Rgb
    alpha: float = 1.0

    def over(self, ground: Rgb | None) -> Rgb | None:
        """Return the colour composited over a ground; None where an unknown ground shows through."""
        if self.alpha >= 1.0:
            return self.rgb
        return mix(self.rgb, ground, self.alpha) if ground is not None else None


def transformed(colour: Rgb, transforms: Iterable[Transform]) -> Resolved:
    """Return a colour after its transforms, which apply in document order; unknown ones are ignored."""
    rgb: Triple = (colour[0] / 255, colour[1] / 255, colour[2] / 255)
    hsl: Triple | None = None  # kept for consecutive HSL transforms, so that a grey in between keeps its hue
    alpha = 1.0
    for transform in transforms:
        name, amount = transform.name, transform.amount
        channel = _CHANNELS.get(name)
        if name in ALPHA:
            alpha = clamped(_changed(alpha, name[5:], amount))
        elif name == "comp" or (channel and channel[0] in _HSL):
            hsl = _in_hsl(hsl or to_hsl(rgb), *(channel or ("hue", "Off")), amount if channel else 180.0)
        elif name in NAMES:
            rgb = from_hsl(hsl) if hsl else rgb
            hsl = None
            rgb = _in_rgb(rgb, name, amount)
    red, green, blue = from_hsl(hsl) if hsl else rgb
    return Resolved((round(255 * red), round(255 * green), round(255 * blue)), alpha)


def _changed(value: float, how: str, amount: float) -> float:
    return value * amount if how == "Mod" else value + amount if how == "Off" else amount


def clamped(value: float) -> float:
    """Return a channel or a share clamped to 0–1."""
    return min(1.0, max(0.0, value))


def _in_hsl(hsl: Triple, name: str, how: str, amount: float) -> Triple:
    hue, saturation, lightness = hsl
    if name == "hue":
        return _changed(hue, how, amount if how == "Mod" else amount / 60) % 6, saturation, lightness
    if name == "sat":
        return hue, clamped(_changed(saturation, how, amount)), lightness
    return hue, saturation, clamped(_changed(lightness, how, amount))


def _in_rgb(rgb: Triple, name: str, amount: float) -> Triple:
    channel = _CHANNELS.get(name)
    if channel is not None:
        at = _LINEAR[channel[0]]
        changed = encoded(clamped(_changed(linear(rgb[at]), channel[1], amount)))
        red, green, blue = (changed if index == at else part for index, part in enumerate(rgb))
        return red, green, blue
    if name == "gray":
        grey = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
        return grey, grey, grey
    red, green, blue = (_part(part, name, clamped(amount)) for part in rgb)
    return red, green, blue


def _part(part: float, name: str, share: float) -> float:
    if name in ("tint", "shade"):
        return encoded(share * linear(part) + (1 - share) * (name == "tint"))
    if name == "inv":
        return encoded(1 - linear(part))
    return encoded(part) if name == "gamma" else linear(part)


def parse_hex(value: str) -> Rgb:
    """Return RRGGBB as red, green, blue."""
    number = int(value, 16)
    return number >> 16, number >> 8 & 255, number & 255


def to_hex(colour: Rgb) -> str:
    """Return red, green, blue as RRGGBB."""
    red, green, blue = colour
    return f"{red:02X}{green:02X}{blue:02X}"


def mix(over: Rgb, under: Rgb, alpha: float) -> Rgb:
    """Return ``over`` composited over ``under`` with an opacity of 0–1."""
    red, green, blue = (round(a * alpha + b * (1 - alpha)) for a, b in zip(over, under))
    return red, green, blue


def linear(part: float) -> float:
    """Convert an sRGB channel of 0–1 to linear light of 0–1 (IEC 61966-2-1)."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def encoded(light: float) -> float:
    """Convert linear light of 0–1 to an sRGB channel of 0–1, the inverse of ``linear``."""
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def to_hsl(rgb: Triple) -> Triple:
    """Return hue in sixths of a turn, saturation and lightness of 0–1, of red, green, blue of 0–1."""
    red, green, blue = rgb
    high, low = max(rgb), min(rgb)
    chroma, lightness = high - low, (high + low) / 2
    spread = 1 - abs(2 * lightness - 1)
    if not chroma or spread <= 0:  # too near to black or white for the precision of floats
        return 0.0, 0.0, lightness
    if high == red:
        hue = (green - blue) / chroma % 6
    elif high == green:
        hue = (blue - red) / chroma + 2
    else:
        hue = (red - green) / chroma + 4
    return hue, chroma / spread, lightness


def from_hsl(hsl: Triple) -> Triple:
    """Return red, green, blue of 0–1, the inverse of ``to_hsl``."""
    hue, saturation, lightness = hsl
    chroma = (1 - abs(2 * lightness - 1)) * saturation
    floor = lightness - chroma / 2
    return floor + chroma * _ramp(hue + 2), floor + chroma * _ramp(hue), floor + chroma * _ramp(hue - 2)


def _ramp(sixths: float) -> float:
    """Return one channel's share of the chroma at a hue, shifted so that green peaks at 2."""
    return min(1.0, max(0.0, 2 - abs((sixths % 6) - 2)))
