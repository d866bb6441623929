"""How the text of any shape looks: its runs with size, weight, typeface and colour, inheritance resolved."""

from __future__ import annotations

from copy import deepcopy

from osloregion_slides.brand.levels import COUNT, level_style
from osloregion_slides.ooxml.inheritance import DEFAULTS, text_style
from osloregion_slides.ooxml.names import A, P
from osloregion_slides.ooxml.theme import scheme_of, typeface
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.brand.values import TextStyle
    from osloregion_slides.checks.pages import Item, Page
    from osloregion_slides.ooxml.theme import Scheme

_TEXTS = tuple([f"{{{A}}}{name}" for name in ("r", "fld")])
PLAIN_SIZE = 18.0
"""The size of text that nothing gives one, points (PowerPoint's; the standard leaves it open)."""


class Body(Value):
    """A text body: that of a shape, or of a table's cell (``cell`` is then its a:tc)."""

    element: Element
    item: Item
    cell: Element | None = None


class Run(Value):
    """A run or field with words; ``styles`` are the properties that decide its look, nearest first."""

    element: Element
    text: str
    styles: tuple[Element, ...]
    size: float
    bold: bool


class Styles:
    """The text styles of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.scheme: Scheme = scheme_of(page.theme, page.master, page.layout, page.root)
        self.fonts = {"+mj": typeface(page.theme, "major"), "+mn": typeface(page.theme, "minor")}

    def chain(self, body: Body) -> list[Element]:
        """Return the list styles that decide a body's look, the most specific first."""
        item, page = body.item, self.page
        shapes = [item.element, *item.inherits] if body.cell is None else []
        found = [body.element.find(f"{{{A}}}lstStyle")]
        found += [shape.find(f"{{{P}}}txBody/{{{A}}}lstStyle") for shape in shapes[1:]]
        if item.placeholder and body.cell is None and page.master is not None:
            found.append(page.master.find(f"{{{P}}}txStyles/{{{P}}}{text_style(item.placeholder)}"))
        if page.presentation is not None:
            found.append(page.presentation.find(DEFAULTS))
        return [style for style in found if style is not None]

    def runs(self, paragraph: Element, chain: list[Element]) -> Iterator[Run]:
        """Yield the runs and fields of a paragraph that have words."""
        level = level_of(paragraph)
        inherited = [found for style in chain if (found := style.find(_level_run(level))) is not None]
        for element in paragraph:
            if element.tag not in _TEXTS:
                continue
            text = element.findtext(f"{{{A}}}t") or ""
            own = element.find(f"{{{A}}}rPr")
            styles = (own, *inherited) if own is not None else tuple(inherited)
            if text.strip():
                yield Run(element, text, styles, _size(styles), _said(styles, "b") in ("1", "true", "on"))

    def paragraph_style(self, paragraph: Element, chain: list[Element], run: Run | None) -> TextStyle:
        """Return the style of a paragraph as its own properties, its first run and its list styles have it."""
        level = min(level_of(paragraph), COUNT - 1)
        own = paragraph.makeelement(f"{{{A}}}lstStyle", {})
        properties = paragraph.find(f"{{{A}}}pPr")
        said = paragraph.makeelement(f"{{{A}}}lvl{level + 1}pPr", {})
        if properties is not None:
            said = deepcopy(properties)
            said.tag = f"{{{A}}}lvl{level + 1}pPr"
        if run is not None and run.element.find(f"{{{A}}}rPr") is not None:
            look = deepcopy(run.element.find(f"{{{A}}}rPr"))
            look.tag = f"{{{A}}}defRPr"
            said.append(look)
        own.append(said)
        return level_style([own, *chain], level + 1, self.scheme)

    def font(self, run: Run) -> str:
        """Return the name of a run's typeface."""
        for style in run.styles:
            found = style.find(f"{{{A}}}latin")
            if found is not None and found.get("typeface"):
                face = str(found.get("typeface"))
                return self.fonts.get(face[:3], face)
        return self.fonts["+mn"]


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
    value = properties.get("lvl", "0") if properties is not None else "0"
    return min(int(value), 8) if value.isdecimal() else 0


def _level_run(level: int) -> str:
    return f"{{{A}}}lvl{level + 1}pPr/{{{A}}}defRPr"


def _size(styles: tuple[Element, ...]) -> float:
    said = _said(styles, "sz")
    return int(said) / 100 if said.isdecimal() and int(said) else PLAIN_SIZE


def _said(styles: tuple[Element, ...], name: str) -> str:
    return next((str(style.get(name)) for style in styles if style.get(name) is not None), "")
