"""A theme's colours and typefaces, and which of its colours a slide's word means (ECMA-376, 20.1.6, 19.3.1.6)."""

from __future__ import annotations

from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.colour import resolve
from osloregion_slides.ooxml.names import COLOUR_MAP, SLOTS, A, P
from osloregion_slides.ooxml.transforms import parse_hex, to_hex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.ooxml.transforms import Rgb

    Mapping = tuple[tuple[str, str], ...]

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


class Scheme(Record):
    """A master's colours: theme slot to RRGGBB, and the map from a slide's words to theme slots."""

    colours: tuple[tuple[str, str], ...]
    mapping: Mapping

    @property
    def palette(self) -> tuple[tuple[str, str], ...]:
        """The slide's colours in the usual order, as RRGGBB."""
        colours = dict(self.colours)
        mapping = dict(self.mapping)
        return tuple((slot, colours[mapping[slot]]) for slot, _ in COLOUR_MAP)

    @property
    def known(self) -> dict[str, Rgb]:
        """The colours by every word that an ``a:schemeClr`` can say, the theme's own slots among them."""
        theme = {name: parse_hex(value) for name, value in self.colours}
        return {**theme, **{word: theme[slot] for word, slot in self.mapping}}


def read_scheme(theme: Element | None, colour_map: Element | None) -> Scheme:
    """Return the colours of a theme under a p:clrMap; what either leaves out is Office's."""
    colours = dict(zip(SLOTS, _OFFICE))
    if theme is not None:
        for slot in SLOTS:
            found = resolve(theme.find(f".//{{{A}}}clrScheme/{{{A}}}{slot}"), {})
            colours[slot] = to_hex(found.rgb) if found is not None else colours[slot]
    return Scheme(tuple(colours.items()), read_map(colour_map))


def read_map(colour_map: Element | None, under: Mapping = COLOUR_MAP) -> Mapping:
    """Return a colour map as pairs of slide colour and theme slot; unknown words fall back to ``under``."""
    if colour_map is None:
        return under
    return tuple((slot, _known(colour_map.get(slot), usual)) for slot, usual in under)


def _known(word: str | None, usual: str) -> str:
    return word if word in SLOTS else usual


def master_map(master: Element | None) -> Element | None:
    """Return the p:clrMap of a master."""
    return master.find(f"{{{P}}}clrMap") if master is not None else None


def override(sheet: Element | None) -> Element | None:
    """Return the colour map that a slide or a layout has of its own, None where it uses its master's."""
    return sheet.find(f"{{{P}}}clrMapOvr/{{{A}}}overrideClrMapping") if sheet is not None else None


def scheme_of(theme: Element | None, master: Element | None, *sheets: Element | None) -> Scheme:
    """Return the colours that a slide sees: those of its theme through its master's map.

    ``sheets`` are its layout and itself, whose own maps go before the master's, the last before the first.
    """
    scheme = read_scheme(theme, master_map(master))
    mapping = scheme.mapping
    for sheet in sheets:
        mapping = read_map(override(sheet), mapping)
    return scheme.replace(mapping=mapping)


def typeface(theme: Element | None, kind: str) -> str:
    """Return the Latin typeface of ``major`` or ``minor``; Calibri where a theme has none."""
    found = theme.find(f".//{{{A}}}{kind}Font/{{{A}}}latin") if theme is not None else None
    return (found.get("typeface") or "Calibri") if found is not None else "Calibri"
