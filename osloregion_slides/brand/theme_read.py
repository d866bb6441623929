"""What a theme says: its colours and typefaces; and which of its colours a slide's word means."""

from __future__ import annotations

from functools import lru_cache

from osloregion_slides.brand.contrast import darken, luminance, parse_hex, shade, tint
from osloregion_slides.brand.tokens import COLOUR_MAP, SLOTS
from osloregion_slides.ooxml.names import A
from osloregion_slides.scene import Colour
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.scene import ThemeSlot


_PRESETS = {"black": "000000", "white": "FFFFFF"}
_OFFICE = (
    "000000",
    "FFFFFF",
    "44546A",
    "E7E6E6",
    "4472C4",
    "ED7D31",
    "A5A5A5",
    "FFC000",
    "5B9BD5",
    "70AD47",
    "0563C1",
    "954F72",
)
"""The colours of Office's theme of 2013, for a theme that leaves one out."""


class Scheme(Value):
    """A master's colours: theme slot to RRGGBB, and the map from a slide's words to theme slots."""

    colours: tuple[tuple[str, str], ...]
    mapping: tuple[tuple[str, str], ...]

    @property
    def palette(self) -> tuple[tuple[str, str], ...]:
        """The slide's colours in the usual order, as RRGGBB."""
        colours = dict(self.colours)
        mapping = dict(self.mapping)
        return tuple((slot, colours[mapping[slot]]) for slot, _ in COLOUR_MAP)


def read_scheme(theme: Element | None, colour_map: Element | None) -> Scheme:
    """Return the colours of a theme under a p:clrMap; what either leaves out is Office's."""
    colours = dict(zip(SLOTS, _OFFICE))
    if theme is not None:
        for slot in SLOTS:
            found = theme.find(f".//{{{A}}}clrScheme/{{{A}}}{slot}")
            if found is not None and len(found):
                colours[slot] = _value(found[0]) or colours[slot]
    return Scheme(tuple(colours.items()), read_map(colour_map))


def read_map(
    colour_map: Element | None, under: tuple[tuple[str, str], ...] = COLOUR_MAP
) -> tuple[tuple[str, str], ...]:
    """Return a colour map as pairs of slide colour and theme slot; unknown words fall back to ``under``."""
    if colour_map is None:
        return under
    return tuple((slot, _known(colour_map.get(slot), usual)) for slot, usual in under)


def typeface(theme: Element | None, kind: str) -> str:
    """Return the Latin typeface of ``major`` or ``minor``; Calibri where a theme has none."""
    found = theme.find(f".//{{{A}}}{kind}Font/{{{A}}}latin") if theme is not None else None
    return (found.get("typeface") or "Calibri") if found is not None else "Calibri"


def read_colour(fill: Element | None, scheme: Scheme) -> Colour | None:
    """Return the colour of an a:solidFill (or another element that holds one colour), None without one.

    A colour outside the theme becomes the nearest of the theme.
    """
    if fill is None:
        return None
    for element in fill:
        if element.tag == f"{{{A}}}schemeClr":
            return _modified(Colour(_slot(element.get("val", "tx1"), scheme)), element, scheme)
        value = _value(element) if isinstance(element.tag, str) and element.tag.endswith("Clr") else ""
        if value:
            return _modified(_nearest(value, scheme), element, scheme)
    return None


def _slot(word: str, scheme: Scheme) -> ThemeSlot:
    """Return the slide's word for a colour; ``dk1`` and its like name the theme's directly."""
    theme_slot = dict(scheme.mapping).get(word, word)
    for slot, source in scheme.mapping:
        if source == theme_slot:
            return slot  # type: ignore[return-value]  # the map's keys are the slide's slots
    return "tx1"


def _modified(colour: Colour, element: Element, scheme: Scheme) -> Colour:
    """Return the colour with its modifications; for a tint or shade the luminance modulation that is as light."""
    colour = colour.replace(lum_mod=_percent(element, "lumMod", 100), lum_off=_percent(element, "lumOff", 0))
    lighter, darker = _percent(element, "tint", 100), _percent(element, "shade", 100)
    if lighter != 100 or darker != 100:
        shown = darken(tint(shade(scheme.palette, colour), lighter / 100), darker / 100)
        colour = _as_light(scheme.palette, colour.slot, luminance(shown))
    return colour.replace(alpha=_percent(element, "alpha", 100))


@lru_cache(maxsize=256)
def _as_light(palette: tuple[tuple[str, str], ...], slot: ThemeSlot, wanted: float) -> Colour:
    """Return a colour of the slot, lightened or darkened to this luminance as far as whole percents go."""
    lighter = wanted > luminance(shade(palette, Colour(slot)))
    choices = [Colour(slot, mod, 100 - mod if lighter else 0) for mod in range(100, -1, -1)]
    return min(choices, key=lambda choice: abs(luminance(shade(palette, choice)) - wanted))


def _percent(element: Element, name: str, usual: int) -> int:
    found = element.find(f"{{{A}}}{name}")
    value = found.get("val", "") if found is not None else ""
    try:
        return round(float(value[:-1]) if value.endswith("%") else int(value) / 1000)
    except (ValueError, OverflowError):
        return usual


def _nearest(value: str, scheme: Scheme) -> Colour:
    wanted = parse_hex(value)
    distances = [
        (sum((a - b) ** 2 for a, b in zip(wanted, parse_hex(shown))), order, slot)
        for order, (slot, shown) in enumerate(scheme.palette)
    ]
    return Colour(min(distances)[2])  # type: ignore[arg-type]  # the palette's keys are the slide's slots


def _value(element: Element) -> str:
    """Return RRGGBB of an a:srgbClr, a:sysClr or a:prstClr, "" for any other."""
    kind = element.tag.rpartition("}")[2]
    value = element.get("lastClr", "") if kind == "sysClr" else element.get("val", "")
    if kind == "prstClr":
        value = _PRESETS.get(value, "")
    if kind == "sysClr" and not value:
        value = "FFFFFF" if element.get("val") == "window" else "000000"
    is_hex = len(value) == 6 and all(c in "0123456789abcdefABCDEF" for c in value)
    return value.upper() if is_hex and kind in ("srgbClr", "sysClr", "prstClr") else ""


def _known(word: str | None, usual: str) -> str:
    return word if word in SLOTS else usual
