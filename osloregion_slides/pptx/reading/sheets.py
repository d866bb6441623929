"""The layout, master and theme that slides inherit from, and the colours and lines read under a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.ooxml.colour import Scheme, Unresolved, read_colour, read_map, scheme_of
from osloregion_slides.ooxml.inheritance import DEFAULTS, Inheritance
from osloregion_slides.ooxml.names import REL_LAYOUT, REL_MASTER, REL_THEME, A
from osloregion_slides.ooxml.transforms import ALPHA, ANGLES, PLAIN, Transform, to_hex
from osloregion_slides.update.deck_state import LineState, colouring

if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.pptx.reading.deck import Package
    from osloregion_slides.update.deck_state import Colouring


# Fills and lines as ``update.deck_state`` writes them: theme slots if the file uses them, else RRGGBB.

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
"""The width of ``a:ln`` without ``w``, in EMU (20.1.2.2.24)."""
_NO_CHANGE = {"Mod": 100, "Off": 0, "int": 100, "ade": 100}
"""The amount that has no effect, by the last three letters of a transform; the last two are tint and shade."""


class Paint:
    """Reader of colours under one theme and colour map."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._known = scheme.known
        self._slots = {source: slot for slot, source in reversed(scheme.mapping)}
        self._slots |= {slot: slot for slot, _ in scheme.mapping}
        self._found: dict[Unresolved, Colouring] = {}

    def overridden(self, colour_map: Element | None) -> Paint:
        """Return the reader for a slide with an override of the colour map."""
        if colour_map is None:
            return self
        return Paint(self._scheme.replace(mapping=read_map(colour_map, self._scheme.mapping)))

    def fill(self, properties: Element | None) -> Colouring:
        """Return the fill in a shape's properties; "?" if not stated."""
        if properties is None:
            return NOTHING_SAID
        for child in properties:
            kind = FILLS.get(child.tag)
            if kind is not None:
                return self.colour(child) if kind == "solid" else kind
        return NOTHING_SAID

    def colour(self, holder: Element) -> Colouring:
        """Return the colour in a fill; "?" for one that cannot be resolved."""
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
        """Return the outline in a shape's properties, None without one or if its colour is not stated."""
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
    """Return a transform in the notation of ``Colouring``, "" for one without effect."""
    amount = round(transform.amount if transform.name in ANGLES else 100 * transform.amount)
    if transform.name in PLAIN:
        return transform.name
    return "" if amount == _NO_CHANGE.get(transform.name[-3:]) else f"{transform.name}{amount}"


class Sheet:
    """A layout with its master and theme; ``theme`` is the root of the theme part, None without one."""

    def __init__(self, package: Package, layout: str, presentation: Element | None) -> None:
        self.part = layout
        master = package.related(layout, REL_MASTER) if layout else ""
        theme = package.related(master, REL_THEME) if master else ""
        above: Element | None = package.root(master) if master else None
        self.theme: Element | None = package.root(theme) if theme else None
        self.paint = Paint(scheme_of(self.theme, above))
        self.inheritance = Inheritance(package.root(layout) if layout else None, above, presentation)


class Sheets:
    """All layouts of a package, each read once, on demand."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._defaults = package.written(package.main, DEFAULTS)
        self._found: dict[str, Sheet] = {}

    def of(self, slide: str) -> Sheet:
        """Return the sheet of a slide's layout."""
        return self.sheet(self._package.related(slide, REL_LAYOUT))

    def sheet(self, layout: str) -> Sheet:
        """Return the sheet of a layout part, cached per process by content."""
        found = self._found.get(layout)
        if found is None:
            cache_key = self._cache_key(layout)
            found = _remembered.get(cache_key)
            if found is None:
                found = Sheet(self._package, layout, self._package.root(self._package.main))
                if len(_remembered) >= _MOST:
                    _remembered.clear()
                _remembered[cache_key] = found
            self._found[layout] = found
        return found

    def _cache_key(self, layout: str) -> tuple[object, ...]:
        """Return the cache key of a sheet: names and bytes of layout, master and theme, and the default text style."""
        package = self._package
        master = package.related(layout, REL_MASTER) if layout else ""
        theme = package.related(master, REL_THEME) if master else ""
        members = [package.members.get(part) for part in (layout, master, theme)]
        return self._defaults, layout, master, theme, *[member and member.packed for member in members]


_remembered: dict[tuple[object, ...], Sheet] = {}
_MOST = 32
"""The most sheets in the cache: a built deck has about ten, 50 KB each as trees."""


def flag(value: str | None, usual: bool) -> bool:
    """Return an xsd:boolean, ``usual`` if it is absent."""
    return usual if value is None else value in ("1", "true", "on")
