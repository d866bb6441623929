"""The slides of any presentation: shapes in z-order with boxes, groups and inherited properties."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, finding, term
from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record
from osloregion_slides.brand.slots import text_style
from osloregion_slides.ooxml.attributes import MC
from osloregion_slides.ooxml.colour import Scheme, scheme_of, typeface
from osloregion_slides.ooxml.geometry import UPRIGHT, Transform, box_of, slide_size
from osloregion_slides.ooxml.inheritance import LEVELS, PH, Inheritance, Inherited, cascade, in_paragraph, in_run, whole
from osloregion_slides.ooxml.names import REL_LAYOUT, REL_MASTER, REL_THEME, A, P
from osloregion_slides.ooxml.zip import MAX_DEPTH
from osloregion_slides.outline.text_schema import SLUG

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.brand.values import TextStyle
    from osloregion_slides.checks.package import Opc
    from osloregion_slides.ooxml.inheritance import Level, Levels
    from osloregion_slides.scene import Box


_LEAVES = tuple([f"{{{P}}}{name}" for name in ("sp", "pic", "graphicFrame", "cxnSp")])
_GROUP = f"{{{P}}}grpSp"
_ALTERNATES = f"{{{MC}}}AlternateContent"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


class Page:
    """A slide with its layout, master and theme (parsed; None if absent). ``name`` is its key, else its number.

    ``known`` caches the inheritance from layouts by part, for all slides of a deck.
    """

    def __init__(
        self, opc: Opc, part: str, number: int, root: Element, known: dict[str, Inheritance] | None = None
    ) -> None:
        self.part, self.number, self.root = part, number, root
        layout = opc.related(part, REL_LAYOUT)
        master = opc.related(layout, REL_MASTER)
        self.layout, self.master = opc.root(layout), opc.root(master)
        self.theme = opc.root(opc.related(master, REL_THEME))
        presentation = opc.root(opc.main)
        known = {} if known is None else known
        if layout not in known:
            known[layout] = Inheritance(self.layout, self.master, presentation)
        self.inheritance = known[layout]
        self.name = f"slide {number}"
        self.width, self.height = slide_size(presentation)
        self.items = tuple(_items(self))
        for item in self.items:
            if is_key(item.name):
                self.name = item.name.partition("/")[0]
                break

    @cached_property
    def scheme(self) -> Scheme:
        """The colour scheme of the slide, with its overrides."""
        return scheme_of(self.theme, self.master, self.layout, self.root)


class Item(Record):
    """A shape: its element, its box on the slide (None without one), the groups around it from the outermost in."""

    element: Element
    name: str
    kind: str
    box: Box | None
    groups: tuple[Element, ...]
    inherited: Inherited
    placeholder: str

    @property
    def text(self) -> str:
        """The shape's own text, one line per paragraph, without that of table cells."""
        body = self.element.find(f"{{{P}}}txBody")
        lines = body.iterfind(f"{{{A}}}p") if body is not None else ()
        return "\n".join(["".join([t.text or "" for t in line.iter(f"{{{A}}}t")]) for line in lines])

    @property
    def alt(self) -> str:
        """The alternative text."""
        properties = self.element.find(f"*/{{{P}}}cNvPr")
        return str(properties.get("descr", "")).strip() if properties is not None else ""


_SLUG = late(SLUG)


def is_key(name: str) -> bool:
    """Return whether a name is a key: `members/chart`, unlike `正方形/長方形 5` from a Japanese PowerPoint."""
    key, slash, _ = name.partition("/")
    return bool(slash and _SLUG.match(key))


def pages(opc: Opc) -> tuple[Page, ...]:
    """Return the slides in the order of the presentation; unreadable ones are left out."""
    found, known = [], dict[str, Inheritance]()
    for number, part in enumerate(opc.slides, 1):
        root = opc.root(part)
        if root is not None and root.tag == f"{{{P}}}sld":
            found.append(Page(opc, part, number, root, known))
    return tuple(found)


def is_decorative(element: Element) -> bool:
    """Return whether a shape is marked as decorative ([MS-ODRAWXML] 2.36)."""
    return any(mark.get("val") in ("1", "true") for mark in element[0].iter(DECORATIVE)) if len(element) else False


def _items(page: Page) -> Iterator[Item]:
    tree = page.root.find(f"{{{P}}}cSld/{{{P}}}spTree")
    if tree is not None:
        yield from _walk(tree, page, UPRIGHT, ())


def _walk(tree: Element, page: Page, transform: Transform, groups: tuple[Element, ...]) -> Iterator[Item]:
    for element in tree:
        if element.tag == _ALTERNATES:
            # mc:Choice precedes mc:Fallback (ECMA-376 Part 3, 9.3); check what current programs draw
            choice = next((child for child in element if child.tag == f"{{{MC}}}Choice"), None)
            if choice is not None and len(groups) < MAX_DEPTH:
                yield from _walk(choice, page, transform, groups)
        elif element.tag in _LEAVES:
            yield _item(element, page, transform, groups)
        elif element.tag == _GROUP and len(groups) < MAX_DEPTH:
            yield _item(element, page, transform, groups)
            inner = transform.inside(element.find(f"{{{P}}}grpSpPr/{{{A}}}xfrm"))
            yield from _walk(element, page, inner, (*groups, element))


def _item(element: Element, page: Page, transform: Transform, groups: tuple[Element, ...]) -> Item:
    reference = element.find(PH)
    above = page.inheritance.of(reference) if reference is not None else Inherited((), None, page.inheritance.defaults)
    box = box_of(element) or above.box
    properties = element.find(f"*/{{{P}}}cNvPr")
    return Item(
        element,
        properties.get("name", "") if properties is not None else "",
        element.tag.rpartition("}")[2],
        transform.outward(box) if box is not None else None,
        groups,
        above,
        reference.get("type", "obj") if reference is not None else "",
    )


# Findings about a slide of a finished deck, and their place.


def on(page: Page, item: Item | None, code: str, **values: object) -> Finding:
    """Return the finding ``code`` or ``code.form`` about a shape, or about the whole slide if ``item`` is None.

    Shapes of built decks are identified by their keys; others by the slide's number and their name.
    """
    shape = "" if item is None else item.name if is_key(item.name) else f"{page.name}/{item.name}"
    return finding(code, None, on_slide=page.name, on_shape=shape, **values)


def quoted(text: str) -> Phrase:
    """Return the beginning of a text in quotation marks."""
    text = " ".join(text.split())
    return term("“{text}”", text=f"{text[:40]}…" if len(text) > 41 else text)


# The formatting of text in any shape: runs with size, weight, typeface and colour, with inheritance.

_TEXTS = tuple([f"{{{A}}}{name}" for name in ("r", "fld")])
DEFAULT_RUN = f"{{{A}}}pPr/{{{A}}}defRPr"
"""The path of a paragraph's default run properties; python-pptx writes them (``paragraph.font``)."""


class Body(Record):
    """The text body of a shape, or of a table cell (``cell`` is then its a:tc)."""

    element: Element
    item: Item
    cell: Element | None = None


class Run(Record):
    """A run or field with visible text; ``size`` in points."""

    element: Element
    text: str
    look: Level
    size: float
    bold: bool


class Styles:
    """The text styles of one page."""

    def __init__(self, page: Page, wider: float = 1.0) -> None:
        self.page, self.wider = page, wider
        self.scheme = page.scheme
        self.fonts = {"+mj": typeface(page.theme, "major"), "+mn": typeface(page.theme, "minor")}

    def levels(self, body: Body) -> Levels:
        """Return the resolved levels of a body; table cells inherit the master's other style."""
        above = body.item.inherited.levels if body.cell is None else self.page.inheritance.cells
        return cascade([body.element.find(f"{{{A}}}lstStyle")], above)

    def runs(self, paragraph: Element, levels: Levels, blanks: bool = False) -> Iterator[Run]:
        """Yield the runs and fields of a paragraph with visible text, or with ``blanks`` all with text."""
        above = in_run(levels[level_of(paragraph)], paragraph.find(DEFAULT_RUN))
        for element in paragraph:
            if element.tag not in _TEXTS:
                continue
            text = element.findtext(f"{{{A}}}t") or ""
            if element.get("type") == "slidenum":  # LibreOffice writes `<number>`, but shows the number
                text = str(self.page.number)
            look = in_run(above, element.find(f"{{{A}}}rPr"))
            if text if blanks else text.strip():
                yield Run(element, text, look, look.size / 100, look.bold)

    def paragraph_style(self, paragraph: Element, levels: Levels, run: Run | None) -> TextStyle:
        """Return the style of a paragraph from its own properties, its first run and its list styles."""
        look = in_paragraph(levels[level_of(paragraph)], paragraph.find(f"{{{A}}}pPr"))
        look = in_run(look, paragraph.find(DEFAULT_RUN))
        return text_style(in_run(look, run.element.find(f"{{{A}}}rPr") if run is not None else None), self.scheme)

    def font(self, run: Run) -> str:
        """Return the name of a run's typeface."""
        face = run.look.typeface
        return self.fonts.get(face[:3], face) if face else self.fonts["+mn"]


def bodies(item: Item) -> Iterator[Body]:
    """Yield the text bodies of a shape: its own, or those of its table cells."""
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
