"""What all objects of one slide share: shape ids, relations, names and alt texts, the text writer."""

from __future__ import annotations

from osloregion_slides.ooxml.names import A16
from osloregion_slides.pptx.identity import shape_identity
from osloregion_slides.pptx.relations import Links, Relations
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.scene import Group

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal

    from osloregion_slides.base.units import Emu, Pt
    from osloregion_slides.brand.values import Layout, Slot
    from osloregion_slides.pptx.parts import Parts
    from osloregion_slides.scene import Colour, Item, Slide, Stroke


# Colours, fills and lines in DrawingML: theme colours only, so that a change of theme repaints the deck.

_solid: dict[Colour, Xml] = {}
_lines: dict[Stroke, Xml] = {}

NO_FILL = "<a:noFill/>"
NO_LINE = "<a:ln><a:noFill/></a:ln>"


def width(points: Pt) -> int:
    """Return a line's width in EMU."""
    return round(points * 12_700)


def solid(colour: Colour) -> Xml:
    """Return ``a:solidFill`` (ECMA-376 Part 1, 20.1.8.54), kept for the next one of that colour."""
    found = _solid.get(colour)
    if found is None:
        found = _solid[colour] = f"<a:solidFill>{scheme(colour)}</a:solidFill>"
    return found


def scheme(colour: Colour) -> Xml:
    """Return ``a:schemeClr`` with its modulations in thousandths of a percent (20.1.2.3.29)."""
    mod = modulation("lumMod", colour.lum_mod) if colour.lum_mod != 100 else ""
    off = modulation("lumOff", colour.lum_off) if colour.lum_off else ""
    alpha = modulation("alpha", colour.alpha) if colour.alpha != 100 else ""
    inside = f"{mod}{off}{alpha}"
    return (
        f'<a:schemeClr val="{colour.slot}">{inside}</a:schemeClr>' if inside else f'<a:schemeClr val="{colour.slot}"/>'
    )


def modulation(name: Literal["lumMod", "lumOff", "alpha"], percent: int) -> Xml:
    """Return one modulation of a colour; ``percent`` is whole."""
    return f'<a:{name} val="{percent * 1000}"/>'


def fill(colour: Colour | None) -> Xml:
    """Return the fill of a shape; None is said outright, or a theme's default would fill it."""
    return solid(colour) if colour else NO_FILL


def line(stroke: Stroke | None) -> Xml:
    """Return ``a:ln`` (20.1.2.2.24); round joins, because miters grow spikes at a map's sharp corners."""
    if stroke is None:
        return NO_LINE
    found = _lines.get(stroke)
    if found is None:
        found = _lines[stroke] = _line(stroke)
    return found


def _line(stroke: Stroke) -> Xml:
    head = '<a:headEnd type="triangle"/>' if stroke.head else ""
    tail = '<a:tailEnd type="triangle"/>' if stroke.tail else ""
    return f'<a:ln w="{width(stroke.width)}">{pen(stroke)}<a:round/>{head}{tail}</a:ln>'


def pen(stroke: Stroke) -> Xml:
    """Return what lines and table rules share: the colour and the dash."""
    return f'{solid(stroke.colour)}<a:prstDash val="{stroke.dash}"/>'


def frame(x: Emu, y: Emu, w: Emu, h: Emu) -> Xml:
    """Return offset and extent (20.1.7.4, 20.1.7.3); an extent below zero would make PowerPoint repair the file."""
    return f'<a:off x="{x}" y="{y}"/><a:ext cx="{max(w, 0)}" cy="{max(h, 0)}"/>'


DECORATIVE = (
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative'
    ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext>'
)
"""The mark that screen readers pass an object over ([MS-ODRAWXML] 2.28)."""


class Drawing:
    """The objects of one slide while they are written.

    Ids are given to keys before anything is written, in reading order from 2 (1 is the shape tree), so
    that a connector may stand before, and so behind, the shapes it joins.
    """

    def __init__(self, deck: str, slide: Slide, layout: Layout, parts: Parts, links: Links) -> None:
        self.slide, self.layout, self.parts = slide, layout, parts
        self.relations = Relations()
        self.linked = False  # whether anything leads elsewhere, and so depends on which slides there are
        self.items: dict[str, Item] = {}
        self._deck = deck
        self._links = links
        self._numbers: dict[str, int] = {}
        self._last = 1
        self.language: Xml = esc(slide.language)
        for number, item in enumerate(_flat(slide.items), 2):
            self.items.setdefault(item.key, item)
            self._numbers.setdefault(item.key, number)

    def slot(self, idx: int) -> Slot | None:
        """Return the layout's placeholder of this idx."""
        return next((slot for slot in self.layout.slots if slot.idx == idx), None)

    def number(self, key: str) -> int | None:
        """Return the shape id of a key, None where the slide has no such object."""
        return self._numbers.get(key)

    def non_visual(self, item: Item, alt: str = "", decorative: bool = False, link: str = "") -> Xml:
        """Return the ``p:cNvPr`` of the next object in reading order (ECMA-376 Part 1, 19.3.1.12)."""
        self._last += 1
        described = f' descr="{esc(alt)}"' if alt and not decorative else ""
        identity = shape_identity(self._deck, self.slide.key, item.key)
        return (
            f'<p:cNvPr id="{self._last}" name="{esc(item.key)}"{described}>{self.click(link) if link else ""}'
            '<a:extLst><a:ext uri="{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}">'
            f'<a16:creationId xmlns:a16="{A16}" id="{identity}"/></a:ext>'
            f"{DECORATIVE if decorative else ''}</a:extLst></p:cNvPr>"
        )

    def click(self, link: str, own_colour: bool = False) -> Xml:
        """Return ``a:hlinkClick``; nothing for a slide that the deck does not have."""
        self.linked = True
        return self._links.click(self.relations, link, own_colour)


def _flat(items: Iterable[Item]) -> Iterator[Item]:
    """Yield all objects, a group before its children: the order in which they are written."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from _flat(item.children)
