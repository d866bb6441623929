"""Fills and lines as ``update.values`` writes them: theme slots where the file names them, else RRGGBB."""

from __future__ import annotations

from osloregion_slides.brand.contrast import shade
from osloregion_slides.brand.theme_read import read_map, read_scheme
from osloregion_slides.ooxml.names import A
from osloregion_slides.scene import Colour
from osloregion_slides.update.normal import colouring
from osloregion_slides.update.values import KnownLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.brand.theme_read import Scheme
    from osloregion_slides.update.values import Colouring

FILLS = {
    f"{{{A}}}noFill": "",
    f"{{{A}}}solidFill": "solid",
    f"{{{A}}}gradFill": "gradient",
    f"{{{A}}}blipFill": "picture",
    f"{{{A}}}pattFill": "pattern",
    f"{{{A}}}grpFill": "?",
}
NOTHING_SAID = "?"
_PRESETS = {"black": "000000", "white": "FFFFFF", "red": "FF0000", "green": "008000", "blue": "0000FF"}
_USUAL_WIDTH = 9_525
"""The width of ``a:ln`` without ``w``, EMU (20.1.2.2.24)."""
_PLAIN = (100, 0, 100)
_MODULATED = ("lumMod", "lumOff", "alpha")


class Paint:
    """Reads colours under one theme and colour map."""

    def __init__(self, theme: Element | None, colour_map: Element | None) -> None:
        self._scheme: Scheme = read_scheme(theme, colour_map)
        self._palette = self._scheme.palette
        self._slots = {source: slot for slot, source in reversed(self._scheme.mapping)}
        self._slots |= {slot: slot for slot, _ in self._scheme.mapping}
        self._shown: dict[tuple[str, int, int], str] = {}

    def overridden(self, colour_map: Element | None) -> Paint:
        """Return the paint of a slide with a colour map of its own."""
        if colour_map is None:
            return self
        made = Paint.__new__(Paint)
        made._scheme = self._scheme.replace(mapping=read_map(colour_map, self._scheme.mapping))
        made._palette = made._scheme.palette
        made._slots = {source: slot for slot, source in reversed(made._scheme.mapping)}
        made._slots |= {slot: slot for slot, _ in made._scheme.mapping}
        made._shown = {}
        return made

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
        for element in holder:
            if not isinstance(element.tag, str):
                continue
            name = element.tag.rpartition("}")[2]
            mod, off, alpha = modulations(element) if len(element) else _PLAIN
            if name == "schemeClr":
                slot = self._slots.get(element.get("val", ""), "")
                return colouring(slot, self._rgb(slot, mod, off), mod, off, alpha) if slot else NOTHING_SAID
            value = _literal(name, element)
            return colouring(rgb=self._rgb("#" + value, mod, off), alpha=alpha) if value else NOTHING_SAID
        return NOTHING_SAID

    def _rgb(self, slot: str, mod: int, off: int) -> str:
        """Return RRGGBB of a slot, or of ``#RRGGBB``: LibreOffice modulates the colours of lines that way too."""
        found = self._shown.get((slot, mod, off))
        if found is None:
            palette = ((slot, slot[1:]),) if slot.startswith("#") else self._palette
            red, green, blue = shade(palette, Colour(slot, mod, off))  # type: ignore[arg-type]
            found = self._shown[slot, mod, off] = f"{red:02X}{green:02X}{blue:02X}"
        return found

    def line(self, properties: Element | None) -> KnownLine | None:
        """Return the outline in a shape's properties, None where there is none or nothing is said."""
        line = properties.find(f"{{{A}}}ln") if properties is not None else None
        colour = self.fill(line) if line is not None else ""
        if line is None or colour in ("", NOTHING_SAID):
            return None
        preset, custom = line.find(f"{{{A}}}prstDash"), line.find(f"{{{A}}}custDash")
        dash = "" if custom is not None else preset.get("val", "solid") if preset is not None else "solid"
        return KnownLine(colour, _width(line), dash, _has_head(line, "headEnd"), _has_head(line, "tailEnd"))


def _width(line: Element) -> int:
    try:
        return int(line.get("w", _USUAL_WIDTH))
    except ValueError:
        return _USUAL_WIDTH


def _has_head(line: Element, name: str) -> bool:
    found = line.find(f"{{{A}}}{name}")
    return found is not None and found.get("type", "none") != "none"


def modulations(element: Element) -> tuple[int, int, int]:
    """Return lumMod, lumOff and alpha of a colour, whole percents."""
    mod, off, alpha = [_percent(element, word, usual) for word, usual in zip(_MODULATED, _PLAIN)]
    return mod, off, alpha


def _percent(element: Element, name: str, usual: int) -> int:
    """Return a modulation in whole percent: thousandths, or with a percent sign in the strict form."""
    found = element.find(f"{{{A}}}{name}")
    value = found.get("val", "") if found is not None else ""
    try:
        return round(float(value[:-1]) if value.endswith("%") else int(value) / 1000)
    except ValueError:
        return usual


def _literal(name: str, element: Element) -> str:
    """Return RRGGBB of a colour that is no theme's, "" for one that is not known."""
    value = {"srgbClr": element.get("val", ""), "sysClr": element.get("lastClr", "")}.get(name, "")
    if name == "prstClr":
        value = _PRESETS.get(element.get("val", ""), "")
    return value.upper() if len(value) == 6 and all(c in "0123456789abcdefABCDEF" for c in value) else ""
