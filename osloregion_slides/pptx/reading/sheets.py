"""What slides inherit: the boxes and looks of their layout's placeholders, and the theme's colours."""

from __future__ import annotations

from osloregion_slides.ooxml.geometry import frame
from osloregion_slides.ooxml.inheritance import (
    DEFAULT_TYPE,
    DEFAULTS,
    LEVELS,
    LIST_STYLE,
    above,
    placeholders,
    text_style,
)
from osloregion_slides.ooxml.names import REL_LAYOUT, REL_MASTER, REL_THEME, A, P
from osloregion_slides.ooxml.theme import scheme_of
from osloregion_slides.pptx.reading.numbers import whole
from osloregion_slides.pptx.reading.paint import Paint
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any as Element

    from osloregion_slides.pptx.reading.package import Package
    from osloregion_slides.scene import Box

_USUAL_SIZE = 1_800
_LEVELS = {f"{{{A}}}lvl{level + 1}pPr": level for level in range(LEVELS)}
_RUN = f"{{{A}}}defRPr"


class Look(Value):
    """How text of a level looks if nothing else is said; size in hundredths of a point."""

    bold: bool = False
    italic: bool = False
    size: int = _USUAL_SIZE


PLAIN = (Look(),) * LEVELS
"""What text outside placeholders inherits: our writer says its look outright."""


class Slot(Value):
    """A placeholder that a slide's inherits from: its box, and a look for each level."""

    box: Box | None
    looks: tuple[Look, ...]


class Sheet:
    """A layout with its master and theme; asked by the placeholders of slides. ``theme`` is its root, None without.

    ``placeholders`` are the layout's.
    """

    def __init__(self, package: Package, layout: str, defaults: Element | None) -> None:
        self.part = layout
        master = package.related(layout, REL_MASTER) if layout else ""
        theme = package.related(master, REL_THEME) if master else ""
        self._master: Element | None = package.root(master) if master else None
        self.theme: Element | None = package.root(theme) if theme else None
        self.paint = Paint(scheme_of(self.theme, self._master))
        self._defaults = defaults
        self._slots: dict[tuple[str, str], Slot] = {}
        self._styles: dict[str, tuple[Look, ...]] = {}
        self.placeholders = placeholders(package.root(layout) if layout else None)
        self._above = placeholders(self._master)

    def slot(self, reference: Element) -> Slot:
        """Return what a slide's placeholder (``p:ph``) inherits."""
        key = (reference.get("type", "obj"), reference.get("idx", ""))
        found = self._slots.get(key)
        if found is None:
            found = self._slots[key] = self._read(reference)
        return found

    def _read(self, reference: Element) -> Slot:
        shapes = above(reference, self.placeholders, self._above)
        boxes = [frame(shape.find(f"{{{P}}}spPr/{{{A}}}xfrm")) for shape in shapes]
        styles = [shape.find(LIST_STYLE) for shape in shapes]
        looks = looks_of(styles, self._style(text_style(reference.get("type", DEFAULT_TYPE))))
        return Slot(next((box for box in boxes if box is not None), None), looks)

    def _style(self, name: str) -> tuple[Look, ...]:
        """Return the looks that a text style of the master gives, over the presentation's."""
        found = self._styles.get(name)
        if found is None:
            style = self._master.find(f"{{{P}}}txStyles/{{{P}}}{name}") if self._master is not None else None
            found = self._styles[name] = looks_of([style, self._defaults])
        return found


class Sheets:
    """All layouts of a package, each read once, when a slide asks."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._said = package.written(package.main, DEFAULTS)
        self._found: dict[str, Sheet] = {}

    def of(self, slide: str) -> Sheet:
        """Return the sheet of a slide's layout."""
        return self.sheet(self._package.related(slide, REL_LAYOUT))

    def sheet(self, layout: str) -> Sheet:
        """Return the sheet of a layout part, from memory where this process has read the same one before."""
        found = self._found.get(layout)
        if found is None:
            signs = self._signs(layout)
            found = _remembered.get(signs)
            if found is None:
                found = Sheet(self._package, layout, self._package.root(self._package.main).find(DEFAULTS))
                if len(_remembered) >= _MOST:
                    _remembered.clear()
                _remembered[signs] = found
            self._found[layout] = found
        return found

    def _signs(self, layout: str) -> tuple[object, ...]:
        """Return all that a sheet is read from: names and bytes of layout, master and theme, and the usual styles."""
        package = self._package
        master = package.related(layout, REL_MASTER) if layout else ""
        theme = package.related(master, REL_THEME) if master else ""
        members = [package.members.get(part) for part in (layout, master, theme)]
        return self._said, layout, master, theme, *[member and member.packed for member in members]


_remembered: dict[tuple[object, ...], Sheet] = {}
_MOST = 32
"""Sheets that a process keeps: a deck of ours has about ten, of 50 KB as trees."""


def looks_of(styles: Iterable[Element | None], under: tuple[Look, ...] = PLAIN) -> tuple[Look, ...]:
    """Return the look of each level through list styles, the most specific first."""
    chain = [style for style in styles if style is not None and len(style)]
    if not chain:
        return under
    said: list[dict[str, str]] = [{} for _ in range(LEVELS)]
    for style in chain:
        for properties in style:
            level = _LEVELS.get(properties.tag)
            run = properties.find(_RUN) if level is not None else None
            if level is not None and run is not None:
                said[level] = {**run.attrib, **said[level]}
    return tuple([_look(one, look) for one, look in zip(said, under)])


def _look(said: dict[str, str], under: Look) -> Look:
    bold, italic = flag(said.get("b"), under.bold), flag(said.get("i"), under.italic)
    return Look(bold, italic, whole(said.get("sz"), under.size))


def flag(value: str | None, usual: bool) -> bool:
    """Return an xsd:boolean, ``usual`` where it is not said."""
    return usual if value is None else value in ("1", "true", "on")
