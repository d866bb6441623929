"""Any colour of a template as one of the theme, because a Scene has no others."""

from __future__ import annotations

from functools import lru_cache

from osloregion_slides.brand.contrast import luminance, shade
from osloregion_slides.ooxml.colour import read_colour
from osloregion_slides.ooxml.transforms import ALPHA, parse_hex, transformed
from osloregion_slides.scene import Colour

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.ooxml.colour import Unresolved
    from osloregion_slides.ooxml.theme import Scheme
    from osloregion_slides.ooxml.transforms import Transform
    from osloregion_slides.scene import ThemeSlot

    Palette = tuple[tuple[str, str], ...]


def theme_colour(holder: Element | None, scheme: Scheme) -> Colour | None:
    """Return the colour inside a fill (or another element that holds one), None without one."""
    found = read_colour(holder)
    return as_theme_colour(found, scheme) if found is not None else None


def as_theme_colour(found: Unresolved, scheme: Scheme) -> Colour:
    """Return a colour as one of the theme.

    A colour outside the theme becomes the nearest of the theme. Transforms that a Scene cannot say become the
    luminance modulation that is as light.
    """
    slot = _slot(found.slot, scheme) if found.slot else _nearest(found.literal, scheme)
    shown = transformed(parse_hex(dict(scheme.palette)[slot]), found.transforms)
    colour = _said(slot, found.transforms) or _as_light(scheme.palette, slot, luminance(shown.rgb))
    return colour.replace(alpha=round(100 * shown.alpha))


def _slot(word: str, scheme: Scheme) -> ThemeSlot:
    """Return the slide's word for a colour; ``dk1`` and its like name the theme's directly."""
    theme_slot = dict(scheme.mapping).get(word, word)
    for slot, source in scheme.mapping:
        if source == theme_slot:
            return slot  # type: ignore[return-value]  # the map's keys are the slide's slots
    return "tx1"


def _said(slot: ThemeSlot, transforms: tuple[Transform, ...]) -> Colour | None:
    """Return the colour of a slot after its transforms, None where a Scene's colours cannot say them."""
    amounts = {one.name: round(100 * one.amount) for one in transforms if one.name not in ALPHA}
    names = [one.name for one in transforms if one.name not in ALPHA]
    if names not in ([], ["lumMod"], ["lumOff"], ["lumMod", "lumOff"]):
        return None
    return Colour(slot, amounts.get("lumMod", 100), amounts.get("lumOff", 0))


@lru_cache(maxsize=256)
def _as_light(palette: Palette, slot: ThemeSlot, wanted: float) -> Colour:
    """Return a colour of the slot, lightened or darkened to this luminance as far as whole percents go."""
    lighter = wanted > luminance(shade(palette, Colour(slot)))
    choices = [Colour(slot, mod, 100 - mod if lighter else 0) for mod in range(100, -1, -1)]
    return min(choices, key=lambda choice: abs(luminance(shade(palette, choice)) - wanted))


def _nearest(value: str, scheme: Scheme) -> ThemeSlot:
    wanted = parse_hex(value)
    distances = [
        (sum((a - b) ** 2 for a, b in zip(wanted, parse_hex(shown))), order, slot)
        for order, (slot, shown) in enumerate(scheme.palette)
    ]
    return min(distances)[2]  # type: ignore[return-value]  # the palette's keys are the slide's slots
