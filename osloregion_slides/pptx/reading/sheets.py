"""What slides inherit: the boxes and looks of their layout's placeholders, and the theme's colours."""

from __future__ import annotations

from osloregion_slides.brand.slots import placeholders
from osloregion_slides.pptx.ooxml import REL_LAYOUT, REL_MASTER, REL_THEME, A, P
from osloregion_slides.pptx.reading.geometry import frame
from osloregion_slides.pptx.reading.numbers import whole
from osloregion_slides.pptx.reading.paint import Paint
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any as Element

    from osloregion_slides.pptx.reading.package import Package
    from osloregion_slides.scene import Box

LEVELS = 9
_USUAL_SIZE = 1_800
_LEVELS = {f"{{{A}}}lvl{level + 1}pPr": level for level in range(LEVELS)}
_RUN = f"{{{A}}}defRPr"
_FOOTERS = ("ftr", "sldNum", "dt")
_ALIKE = {"ctrTitle": "title", "body": "obj"}
"""Types that stand for one another where a program changed one to the other."""


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
    """A layout with its master and theme; asked by the placeholders of slides."""

    def __init__(self, package: Package, layout: str, paints: dict[str, Paint] | None = None) -> None:
        self.part = layout
        master = package.related(layout, REL_MASTER) if layout else ""
        self._layout: Element | None = package.root(layout) if layout else None
        self._master: Element | None = package.root(master) if master else None
        paints = {} if paints is None else paints
        if master not in paints:
            theme = package.related(master, REL_THEME) if master else ""
            colour_map = self._master.find(f"{{{P}}}clrMap") if self._master is not None else None
            paints[master] = Paint(package.root(theme) if theme else None, colour_map)
        self.paint = paints[master]
        self._defaults: Element | None = package.root(package.main).find(f"{{{P}}}defaultTextStyle")
        self._slots: dict[tuple[str, str], Slot] = {}

    def slot(self, reference: Element) -> Slot:
        """Return what a slide's placeholder (``p:ph``) inherits."""
        key = (reference.get("type", "obj"), reference.get("idx", ""))
        found = self._slots.get(key)
        if found is None:
            found = self._slots[key] = self._read(*key)
        return found

    def _read(self, kind: str, idx: str) -> Slot:
        own = _of_layout(self._layout, kind, idx)
        above = _of_master(self._master, kind)
        boxes = [frame(shape.find(f"{{{P}}}spPr/{{{A}}}xfrm")) for shape in (own, above) if shape is not None]
        styles = [shape.find(f"{{{P}}}txBody/{{{A}}}lstStyle") for shape in (own, above) if shape is not None]
        if self._master is not None:
            styles.append(self._master.find(f"{{{P}}}txStyles/{{{P}}}{_style_name(kind)}"))
        looks = looks_of([*styles, self._defaults])
        return Slot(next((box for box in boxes if box is not None), None), looks)


class Sheets:
    """All layouts of a package, each read when a slide asks."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._found: dict[str, Sheet] = {}
        self._paints: dict[str, Paint] = {}

    def of(self, slide: str) -> Sheet:
        """Return the sheet of a slide's layout."""
        layout = self._package.related(slide, REL_LAYOUT)
        found = self._found.get(layout)
        if found is None:
            found = self._found[layout] = Sheet(self._package, layout, self._paints)
        return found


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


def _of_layout(layout: Element | None, kind: str, idx: str) -> Element | None:
    """Return the layout's placeholder: the one of that idx, else the first of that type or one like it."""
    if layout is None:
        return None
    found = [(shape, shape.find(f"*/{{{P}}}nvPr/{{{P}}}ph")) for shape in placeholders(layout)]
    if idx:
        for shape, reference in found:
            if reference.get("idx") == idx:
                return shape
    for same in (lambda a, b: a == b, lambda a, b: _ALIKE.get(a, a) == _ALIKE.get(b, b)):
        for shape, reference in found:
            if same(reference.get("type", "obj"), kind):
                return shape
    return None


def _of_master(master: Element | None, kind: str) -> Element | None:
    if master is None:
        return None
    wanted = "title" if kind in ("title", "ctrTitle") else kind if kind in _FOOTERS else "body"
    for shape in placeholders(master):
        if shape.find(f"*/{{{P}}}nvPr/{{{P}}}ph").get("type", "obj") == wanted:
            return shape
    return None


def _style_name(kind: str) -> str:
    if kind in ("title", "ctrTitle"):
        return "titleStyle"
    return "otherStyle" if kind in _FOOTERS else "bodyStyle"
