"""Fills and lines as ``update.values`` writes them: theme slots where the file names them, else RRGGBB."""

from __future__ import annotations

from osloregion_slides.ooxml.colour import read_colour, read_map
from osloregion_slides.ooxml.names import A
from osloregion_slides.ooxml.transforms import ALPHA, ANGLES, PLAIN, to_hex
from osloregion_slides.update.deck_state import LineState, colouring

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.ooxml.colour import Scheme, Unresolved
    from osloregion_slides.ooxml.transforms import Transform
    from osloregion_slides.update.deck_state import Colouring

FILLS = {
    f"{{{A}}}noFill": "",
    f"{{{A}}}solidFill": "solid",
    f"{{{A}}}gradFill": "gradient",
    f"{{{A}}}blipFill": "picture",
    f"{{{A}}}pattFill": "pattern",
    f"{{{A}}}grpFill": "?",
}
NOTHING_SAID = "?"
_USUAL_WIDTH = 9_525
"""The width of ``a:ln`` without ``w``, EMU (20.1.2.2.24)."""
_NO_CHANGE = {"Mod": 100, "Off": 0, "int": 100, "ade": 100}
"""The amount at which a transform changes nothing, by the end of its name; the last two are tint and shade."""


class Paint:
    """Reads colours under one theme and colour map."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._known = scheme.known
        self._slots = {source: slot for slot, source in reversed(scheme.mapping)}
        self._slots |= {slot: slot for slot, _ in scheme.mapping}
        self._found: dict[Unresolved, Colouring] = {}

    def overridden(self, colour_map: Element | None) -> Paint:
        """Return the paint of a slide with a colour map of its own."""
        if colour_map is None:
            return self
        return Paint(self._scheme.replace(mapping=read_map(colour_map, self._scheme.mapping)))

    def fill(self, properties: Element | None) -> Colouring:
        """Return the fill of a shape's properties; "?" where they say nothing."""
        if properties is None:
            return NOTHING_SAID
        for child in properties:
            kind = FILLS.get(child.tag)
            if kind is not None:
                return self.colour(child) if kind == "solid" else kind
        return NOTHING_SAID

    def colour(self, holder: Element) -> Colouring:
        """Return the colour inside a fill; "?" for one that nobody can name."""
        written = read_colour(holder)
        if written is None:
            return NOTHING_SAID
        found = self._found.get(written)
        if found is None:
            found = self._found[written] = self._colouring(written)
        return found

    def _colouring(self, written: Unresolved) -> Colouring:
        slot = self._slots.get(written.slot, "")
        shown = written.resolve(self._known)
        if shown is None or bool(slot) != bool(written.slot):
            return NOTHING_SAID
        transforms = [_word(one) for one in written.transforms if one.name not in ALPHA] if slot else ()
        return colouring(slot, to_hex(shown.rgb), transforms, round(100 * shown.alpha))

    def line(self, properties: Element | None) -> LineState | None:
        """Return the outline in a shape's properties, None where there is none or nothing is said."""
        line = properties.find(f"{{{A}}}ln") if properties is not None else None
        colour = self.fill(line) if line is not None else ""
        if line is None or colour in ("", NOTHING_SAID):
            return None
        preset, custom = line.find(f"{{{A}}}prstDash"), line.find(f"{{{A}}}custDash")
        dash = "" if custom is not None else preset.get("val", "solid") if preset is not None else "solid"
        return LineState(colour, _width(line), dash, _has_head(line, "headEnd"), _has_head(line, "tailEnd"))


def _width(line: Element) -> int:
    try:
        return int(line.get("w", _USUAL_WIDTH))
    except ValueError:
        return _USUAL_WIDTH


def _has_head(line: Element, name: str) -> bool:
    found = line.find(f"{{{A}}}{name}")
    return found is not None and found.get("type", "none") != "none"


def _word(transform: Transform) -> str:
    """Return a transform as a colouring says it, "" for one that changes nothing."""
    amount = round(transform.amount if transform.name in ANGLES else 100 * transform.amount)
    if transform.name in PLAIN:
        return transform.name
    return "" if amount == _NO_CHANGE.get(transform.name[-3:]) else f"{transform.name}{amount}"
