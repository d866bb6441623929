"""Colours by role instead of number: the brand's own roles, or the closest theme colours of another template.

``roles`` are the colours of fills, ``inks`` the readable colours on a ground. In a brand with grounds the theme colours
have fixed roles (``brand/grounds.py``); in any other palette a role gets the accent closest to its meaning:
``this_one`` the amber accent, ``second`` a light accent of the brand's hue. Otherwise it is a tint of the brand's
colour.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.brand.contrast import LARGE_READABLE, READABLE, best_on, luminance, ratio, shade
from osloregion_slides.scene import Colour

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Brand

    Palette = tuple[tuple[str, str], ...]


class Roles(Record):
    """The colours of fills. ``this_one`` highlights a single thing, at most twice on a slide.

    ``brand`` and ``second`` are the two main colours, ``quiet`` is for completed or muted things, ``green`` only where
    green has a meaning; ``dark``, ``warm`` and ``paper`` are grounds.
    """

    text: Colour
    paper: Colour
    dark: Colour
    warm: Colour
    brand: Colour
    second: Colour
    this_one: Colour
    quiet: Colour
    green: Colour
    dim: Colour


class Inks(Record):
    """The readable text colours and visible fills on one ground.

    ``text`` is for main text, ``lead`` for running text beside a strong title, ``dim`` for remarks and labels.
    ``mark`` is the brand colour on this ground (large numbers, tiles, connecting lines), ``other`` marks a second
    category beside it, ``rule`` is for hairlines. ``tints`` are shades of the ground for art, faintest first.
    """

    ground: Colour
    text: Colour
    lead: Colour
    dim: Colour
    mark: Colour
    other: Colour
    rule: Colour
    tints: tuple[Colour, ...]


_GROUNDED = Roles(
    text=Colour("tx1"),
    paper=Colour("bg1"),
    dark=Colour("tx2"),
    warm=Colour("bg2"),
    brand=Colour("accent1"),
    second=Colour("accent2"),
    this_one=Colour("accent3"),
    quiet=Colour("accent4"),
    green=Colour("accent5"),
    dim=Colour("accent6"),
)
_ACCENTS = tuple([Colour(slot) for slot in ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")])
_AMBER, _GREEN = 42.0, 160.0
"""Hues of amber and green, degrees."""
_COLOURED = 0.35
"""The least HSL saturation of a colour with a hue."""
VISIBLE = 1.2
"""The least contrast of a fill with the paper; fainter accents are never used."""
_NEAR = 28.0
"""The largest difference of equal hues, degrees."""


def roles(brand: Brand) -> Roles:
    """Return the colours of a brand by role."""
    return _GROUNDED if brand.grounds else _derived(brand.palette)


def inks(brand: Brand, ground: Colour) -> Inks:
    """Return the colours of text and marks on a ground."""
    return _inks(brand.palette, roles(brand), ground)


def ramp(brand: Brand, count: int, ground: Colour | None = None) -> tuple[Colour, ...]:
    """Return the fills of ``count`` ordered classes (1 to 5), whose neighbours differ in greyscale too.

    The first stands out most from its ground: the darkest, on a dark ground the lightest.
    """
    found = roles(brand)
    tint = (30, 70) if found.second.lum_off else (60, 40)  # the second colour may itself be a tint
    lighter = found.brand.replace(lum_mod=75, lum_off=25)
    lightest = found.second.replace(lum_mod=tint[0], lum_off=tint[1])
    if ground is not None and inks(brand, ground).text == found.paper:
        fills = (found.paper, lightest, found.second, lighter, found.brand)
        return tuple([fills[n] for n in ((2,), (0, 3), (0, 2, 4), (0, 2, 3, 4), (0, 1, 2, 3, 4))[max(1, count) - 1]])
    if count <= 2:
        return (found.brand, found.second)[:count]
    if count <= 4:
        return (found.dark, found.brand, found.second, lightest)[:count]
    return found.dark, found.brand, lighter, found.second, lightest


def data(brand: Brand, count: int) -> tuple[Colour, ...]:
    """Return the fills of ``count`` adjacent series or slices; they repeat from the seventh on."""
    if count <= 5:
        return ramp(brand, count)
    fills = (*ramp(brand, 5), roles(brand).dim.replace(lum_mod=60, lum_off=40))
    return tuple([fills[n % len(fills)] for n in range(count)])


@lru_cache(maxsize=64)
def _derived(palette: Palette) -> Roles:
    """Return the roles of a palette without defined roles."""
    paper, text = Colour("bg1"), Colour("tx1")
    seen = [accent for accent in _ACCENTS if _contrast(palette, accent, paper) >= VISIBLE] or [Colour("tx2"), text]
    brand = seen[0]
    others = [accent for accent in seen[1:] if _hsl(palette, accent)[1] >= _COLOURED]
    kin = [accent for accent in others if _apart(palette, accent, brand) <= _NEAR]
    light = [accent for accent in kin if _contrast(palette, text, accent) >= READABLE]
    amber = sorted(others, key=lambda accent: _from(_hsl(palette, accent)[0], _AMBER))[:1]
    amber = [accent for accent in amber if _from(_hsl(palette, accent)[0], _AMBER) <= _NEAR]
    this_one = amber or [max(others, key=lambda accent: _apart(palette, accent, brand), default=seen[-1])]
    green = [accent for accent in others if _from(_hsl(palette, accent)[0], _GREEN) <= _NEAR]
    dim = [accent for accent in _ACCENTS if accent not in others and _contrast(palette, accent, paper) >= READABLE]
    dark = next((slot for slot in (Colour("tx2"), text) if _contrast(palette, slot, paper) >= READABLE), text)
    return Roles(
        text=text,
        paper=paper,
        dark=dark,
        warm=Colour("bg2"),
        brand=brand,
        second=light[0] if light else brand.replace(lum_mod=60, lum_off=40),
        this_one=this_one[0],
        quiet=brand.replace(lum_mod=20, lum_off=80),
        green=green[0] if green else brand,
        dim=dim[-1] if dim and dim[-1] != brand else text,
    )


@lru_cache(maxsize=256)
def _inks(palette: Palette, found: Roles, ground: Colour) -> Inks:
    text = best_on(palette, shade(palette, ground))
    if text.slot != "bg1" and _contrast(palette, found.text, ground) >= READABLE:
        text = found.text
    light = _contrast(palette, found.text, ground) > _contrast(palette, found.paper, ground)
    on_brand = ground.slot == found.brand.slot and not light
    preferred = (found.text, found.dim, found.brand, found.dark)
    if on_brand:
        preferred = (found.paper, found.quiet, found.paper, found.quiet)
    elif not light:
        preferred = (found.quiet, found.second, found.second, found.paper)
    lead, dim, mark, other = preferred
    return Inks(
        ground=ground,
        text=text,
        lead=_reads(palette, lead, text, ground, READABLE),
        dim=_reads(palette, dim, text, ground, READABLE),
        mark=_reads(palette, mark, text, ground, LARGE_READABLE),
        other=_reads(palette, other, text, ground, LARGE_READABLE),
        rule=_rule(ground, found, light, on_brand),
        tints=_tints(ground, light),
    )


def _rule(ground: Colour, found: Roles, light: bool, on_brand: bool) -> Colour:
    if light:
        return Colour("bg1", 85) if ground.slot in ("bg1", "bg2") else ground.shaded(85)
    return found.second if on_brand else found.dark.replace(lum_mod=75, lum_off=25)


def _tints(ground: Colour, light: bool) -> tuple[Colour, ...]:
    """Return three shades of a ground, faintest first, too weak to compete with text."""
    if light:
        return tuple([ground.shaded(share) for share in (96, 93, 90)])
    return tuple([ground.shaded(mod, off) for mod, off in ((88, 0), (88, 12), (75, 25))])


def _reads(palette: Palette, wanted: Colour, else_: Colour, ground: Colour, least: float) -> Colour:
    return wanted if _contrast(palette, wanted, ground) >= least else else_


def _contrast(palette: Palette, a: Colour, b: Colour) -> float:
    return ratio(shade(palette, a), shade(palette, b))


def _apart(palette: Palette, a: Colour, b: Colour) -> float:
    return _from(_hsl(palette, a)[0], _hsl(palette, b)[0])


def _from(hue: float, other: float) -> float:
    return min(abs(hue - other), 360 - abs(hue - other))


def _hsl(palette: Palette, colour: Colour) -> tuple[float, float, float]:
    """Return the hue (degrees), saturation and luminance of a colour."""
    shown = shade(palette, colour)
    low, high = min(shown), max(shown)
    spread = (high - low) / 255
    if not spread:
        return 0.0, 0.0, luminance(shown)
    red, green, blue = (part / 255 for part in shown)
    if high == shown[0]:
        hue = 60 * ((green - blue) / spread % 6)
    elif high == shown[1]:
        hue = 60 * ((blue - red) / spread + 2)
    else:
        hue = 60 * ((red - green) / spread + 4)
    middle = (low + high) / 510
    return hue, spread / (1 - abs(2 * middle - 1)), luminance(shown)
