"""What lies under a text of any deck: background, what master and layout draw, and the shapes below it."""

from __future__ import annotations

from osloregion_slides.brand.painted import middle, painted, paper, poured
from osloregion_slides.checks.pages import Item
from osloregion_slides.ooxml.colour import fill_of
from osloregion_slides.ooxml.geometry import frame
from osloregion_slides.ooxml.inheritance import Inherited
from osloregion_slides.ooxml.names import A, P, local
from osloregion_slides.ooxml.theme import scheme_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.checks.pages import Page
    from osloregion_slides.ooxml.transforms import Rgb

_OFF = ("0", "false")


class Ground:
    """The grounds of one page. A ground that is not one colour (picture, gradient, table style) is None."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.colours = scheme_of(page.theme, page.master, page.layout, page.root).known
        self._paper = paper((page.root, page.layout, page.master), self.colours)
        self._below = [*self._furniture(), *page.items]

    def under(self, item: Item, cell: Element | None = None) -> Rgb | None:
        """Return the colour under the middle of a shape's text, the shape's own fill included."""
        if item.box is None:
            return None
        at = middle(item.box)
        ground = self._paper
        for below in self._below:
            if below.kind != "grpSp" and below.box is not None:
                ground = painted(below.element, below.inherited.shapes, below.box, at, self.colours, ground)
            if below is item:
                break
        return ground if cell is None else self._cell(cell, ground)

    def _cell(self, cell: Element, ground: Rgb | None) -> Rgb | None:
        fill = fill_of(cell.find(f"{{{A}}}tcPr"))
        return poured(fill, self.colours, ground) if fill is not None else None

    def _furniture(self) -> list[Item]:
        """Return what master and layout draw under the slide."""
        layout = self.page.layout
        if layout is None or self.page.root.get("showMasterSp") in _OFF:
            return []
        sources = [layout] if layout.get("showMasterSp") in _OFF else [self.page.master, layout]
        found = []
        for source in sources:
            for shape in source.iterfind(f"{{{P}}}cSld/{{{P}}}spTree/*") if source is not None else ():
                box = frame(shape.find(f"{{{P}}}spPr/{{{A}}}xfrm"))
                if box is not None and shape.find(f"*/{{{P}}}nvPr/{{{P}}}ph") is None:
                    found.append(Item(shape, "", local(shape), box, (), Inherited(), ""))
        return found
