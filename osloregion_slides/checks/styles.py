"""How the text of any shape looks: its runs with size, weight, typeface and colour, inheritance resolved."""

from __future__ import annotations

from osloregion_slides.base.record import Record
from osloregion_slides.brand.slots import text_style
from osloregion_slides.ooxml.colour import scheme_of, typeface
from osloregion_slides.ooxml.inheritance import LEVELS, cascade, in_paragraph, in_run, whole
from osloregion_slides.ooxml.names import A, P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.brand.values import TextStyle
    from osloregion_slides.checks.pages import Item, Page
    from osloregion_slides.ooxml.colour import Scheme
    from osloregion_slides.ooxml.inheritance import Level, Levels

_TEXTS = tuple([f"{{{A}}}{name}" for name in ("r", "fld")])


class Body(Record):
    """A text body: that of a shape, or of a table's cell (``cell`` is then its a:tc)."""

    element: Element
    item: Item
    cell: Element | None = None


class Run(Record):
    """A run or field with words; ``size`` in points."""

    element: Element
    text: str
    look: Level
    size: float
    bold: bool


class Styles:
    """The text styles of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.scheme: Scheme = scheme_of(page.theme, page.master, page.layout, page.root)
        self.fonts = {"+mj": typeface(page.theme, "major"), "+mn": typeface(page.theme, "minor")}

    def levels(self, body: Body) -> Levels:
        """Return the looks of a body's levels; a table's cell inherits the presentation's."""
        above = body.item.inherited.levels if body.cell is None else self.page.inheritance.defaults
        return cascade([body.element.find(f"{{{A}}}lstStyle")], above)

    def runs(self, paragraph: Element, levels: Levels) -> Iterator[Run]:
        """Yield the runs and fields of a paragraph that have words."""
        above = levels[level_of(paragraph)]
        for element in paragraph:
            if element.tag not in _TEXTS:
                continue
            text = element.findtext(f"{{{A}}}t") or ""
            look = in_run(above, element.find(f"{{{A}}}rPr"))
            if text.strip():
                yield Run(element, text, look, look.size / 100, look.bold)

    def paragraph_style(self, paragraph: Element, levels: Levels, run: Run | None) -> TextStyle:
        """Return the style of a paragraph as its own properties, its first run and its list styles have it."""
        look = in_paragraph(levels[level_of(paragraph)], paragraph.find(f"{{{A}}}pPr"))
        return text_style(in_run(look, run.element.find(f"{{{A}}}rPr") if run is not None else None), self.scheme)

    def font(self, run: Run) -> str:
        """Return the name of a run's typeface."""
        face = run.look.typeface
        return self.fonts.get(face[:3], face) if face else self.fonts["+mn"]


def bodies(item: Item) -> Iterator[Body]:
    """Yield the text bodies of a shape: its own, or those of its table's cells."""
    if item.kind == "graphicFrame":
        for cell in item.element.iter(f"{{{A}}}tc"):
            body = cell.find(f"{{{A}}}txBody")
            if body is not None:
                yield Body(body, item, cell)
        return
    body = item.element.find(f"{{{P}}}txBody")
    if body is not None:
        yield Body(body, item)


def level_of(paragraph: Element) -> int:
    """Return the list level of an a:p, 0 to 8."""
    properties = paragraph.find(f"{{{A}}}pPr")
    return min(whole(properties.get("lvl")), LEVELS - 1) if properties is not None else 0
