"""The drawing context of one slide: lengths, colours, typefaces and pictures as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import EMU_PER_PT
from osloregion_slides.brand.contrast import shade
from osloregion_slides.fit.metrics import Metrics, load_metrics
from osloregion_slides.ooxml.names import address
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.scene import Group

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from osloregion_slides.brand.values import Brand, Layout, Slot
    from osloregion_slides.scene import Box, Colour, Item, Slide, Stroke


# Lengths in SVG. One user unit is a point, so a 13.33 in slide is 960 units wide.

_known: dict[int, str] = {}


def pt(length: int) -> str:
    """Return EMU as points with at most two decimals (127 EMU, a two-hundredth of a millimetre)."""
    found = _known.get(length)
    if found is None:
        found = _known[length] = number(length / EMU_PER_PT)
    return found


def number(value: float) -> str:
    """Return a number of user units with at most two decimals, and no minus sign before zero."""
    return f"{round(value, 2) + 0.0:.8g}"


_SAFE = ("https:", "http:", "mailto:", "tel:")


class Canvas:
    """A slide being drawn.

    ``number`` counts from 1, ``bullets`` are the template's by level, ``targets`` the ids of possible link targets.
    With ``is_tagged``, paragraphs and lists of a text are elements, for tagged PDF; ``levels`` are the list levels of
    the paragraphs of an item that is part of a list.
    """

    __slots__ = ("ink", "is_tagged", "items", "layout", "levels", "number", "slide", "_targets", "bullets")

    def __init__(
        self, ink: Ink, slide: Slide, layout: Layout, number: int, bullets: Sequence[str], targets: Collection[str] = ()
    ) -> None:
        self.ink, self.slide, self.layout, self.number, self.bullets = ink, slide, layout, number, bullets
        self._targets = targets
        self.is_tagged = False
        self.levels: tuple[int, ...] = ()
        self.items: dict[str, Item] = {item.key: item for item in flat(slide.items)}

    def slot(self, idx: int) -> Slot | None:
        """Return the layout's placeholder with an idx."""
        return next((slot for slot in self.layout.slots if slot.idx == idx), None)

    def linked(self, link: str, inside: Xml) -> Xml:
        """Return markup wrapped in a link, or alone where the link is not allowed.

        Only http, https, mailto and tel are allowed: other schemes could run a script.
        """
        if not link or not inside:
            return inside
        if link.startswith("#"):
            return f'<a href="#{esc(link[1:])}">{inside}</a>' if link[1:] in self._targets else inside
        target = address(link)
        if not target.lower().startswith(_SAFE):
            return inside
        return f'<a href="{esc(target)}" target="_blank" rel="noopener">{inside}</a>'


def flat(items: Iterable[Item]) -> Iterator[Item]:
    """Yield items, each group followed by its contents."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from flat(item.children)


# Colours and typefaces of a brand as SVG attributes, looked up once per deck.

_TWINS = {
    "calibri": "Calibri, Carlito, sans-serif",
    "carlito": "Carlito, Calibri, sans-serif",
    "arial": "Arial, 'Liberation Sans', Helvetica, sans-serif",
    "helvetica": "Helvetica, Arial, 'Liberation Sans', sans-serif",
    "cambria": "Cambria, Caladea, serif",
    "times new roman": "'Times New Roman', 'Liberation Serif', Times, serif",
}
"""CSS families with metric-compatible typefaces first, so that lines keep their measured length."""

_DASHES = {"dash": (4, 3), "sysDot": (1, 1)}
"""Dash and gap in line widths (ECMA-376 Part 1, 20.1.10.48)."""


class Ink:
    """A brand's palette and typefaces as SVG values."""

    __slots__ = ("body", "heading", "_colours", "_palette")

    def __init__(self, brand: Brand) -> None:
        self._palette = dict(brand.palette)
        self._colours: dict[Colour, tuple[Xml, Xml]] = {}
        self.body = Typeface(brand.body_font)
        self.heading = Typeface(brand.heading_font) if brand.heading_font != brand.body_font else self.body

    def colour(self, colour: Colour) -> tuple[Xml, Xml]:
        """Return ``#rrggbb`` and the opacity, "" for 1. A slot ``#RRGGBB`` is a literal colour."""
        found = self._colours.get(colour)
        if found is None:
            found = self._colours[colour] = self._shown(colour)
        return found

    def _shown(self, colour: Colour) -> tuple[Xml, Xml]:
        slot: str = colour.slot
        value = slot[1:] if slot.startswith("#") else self._palette[slot]
        red, green, blue = shade(((slot, value),), colour.replace(alpha=100))
        opacity = number(colour.alpha / 100) if colour.alpha != 100 else ""
        return f"#{red:02x}{green:02x}{blue:02x}", opacity

    def fill(self, colour: Colour | None) -> Xml:
        """Return the attributes of a fill."""
        if colour is None:
            return ' fill="none"'
        shown, opacity = self.colour(colour)
        return f' fill="{shown}" fill-opacity="{opacity}"' if opacity else f' fill="{shown}"'

    def stroke(self, stroke: Stroke | None) -> Xml:
        """Return the attributes of a line, "" without one; joins are round, as in the PPTX file."""
        if stroke is None:
            return ""
        shown, opacity = self.colour(stroke.colour)
        faint = f' stroke-opacity="{opacity}"' if opacity else ""
        pattern = " ".join([number(part * stroke.width) for part in _DASHES.get(stroke.dash, ())])
        dashed = f' stroke-dasharray="{pattern}"' if pattern else ""
        ends = ' stroke-linecap="round"' if stroke.round else ""
        return f' stroke="{shown}"{faint} stroke-width="{number(stroke.width)}" stroke-linejoin="round"{ends}{dashed}'


class Typeface:
    """A typeface: its CSS family with fallbacks, and its advances."""

    __slots__ = ("family", "metrics")

    def __init__(self, name: str) -> None:
        self.family: Xml = esc(_TWINS.get(name.strip().lower(), _quoted(name)))
        self.metrics: Metrics = load_metrics(name)


def _quoted(name: str) -> str:
    kept = "".join([sign for sign in name if sign.isalnum() or sign in " -_."])
    return f"'{kept}', sans-serif"


# Pictures as SVG: embedded bytes, cropped by a nested viewport.

_WHOLE = 100_000
Crop = tuple[int, int, int, int]


def encoded(data: bytes, media_type: str) -> Xml:
    """Return a picture as a data: URL (RFC 2397)."""
    from base64 import b64encode

    return f"data:{esc(media_type)};base64,{b64encode(data).decode()}"


def framed(address: Xml, box: Box, crop: Crop = (0, 0, 0, 0)) -> Xml:
    """Return the picture, cropped (``crop`` in thousandths of a percent) and stretched to the box."""
    left, top, right, bottom = crop
    wide, high = max(1, _WHOLE - left - right), max(1, _WHOLE - top - bottom)
    place = f'x="{pt(box.x)}" y="{pt(box.y)}" width="{pt(box.w)}" height="{pt(box.h)}"'
    if not any(crop):
        return f'<image {place} preserveAspectRatio="none" href="{address}"/>'
    view = " ".join([number(part / 1000) for part in (left, top, wide, high)])
    return (
        f'<svg {place} viewBox="{view}" preserveAspectRatio="none">'
        f'<image width="100" height="100" preserveAspectRatio="none" href="{address}"/></svg>'
    )
