"""What slides inherit: the boxes and looks of their layout's placeholders, and the theme's colours."""

from __future__ import annotations

from osloregion_slides.ooxml.colour import scheme_of
from osloregion_slides.ooxml.inheritance import DEFAULTS, Inheritance
from osloregion_slides.ooxml.names import REL_LAYOUT, REL_MASTER, REL_THEME
from osloregion_slides.pptx.reading.paint import Paint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.ooxml.inheritance import Inherited
    from osloregion_slides.pptx.reading.package import Package


class Sheet:
    """A layout with its master and theme; asked by the placeholders of slides. ``theme`` is its root, None without."""

    def __init__(self, package: Package, layout: str, presentation: Element | None) -> None:
        self.part = layout
        master = package.related(layout, REL_MASTER) if layout else ""
        theme = package.related(master, REL_THEME) if master else ""
        above: Element | None = package.root(master) if master else None
        self.theme: Element | None = package.root(theme) if theme else None
        self.paint = Paint(scheme_of(self.theme, above))
        self.inheritance = Inheritance(package.root(layout) if layout else None, above, presentation)

    @property
    def placeholders(self) -> list[Element]:
        """The layout's placeholders."""
        return self.inheritance.layout

    def slot(self, reference: Element) -> Inherited:
        """Return what a slide's placeholder (``p:ph``) inherits."""
        return self.inheritance.of(reference)


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
                found = Sheet(self._package, layout, self._package.root(self._package.main))
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


def flag(value: str | None, usual: bool) -> bool:
    """Return an xsd:boolean, ``usual`` where it is not said."""
    return usual if value is None else value in ("1", "true", "on")
