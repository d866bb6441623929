"""The still shapes of a template's layouts and master, drawn once: package to SVG."""

from __future__ import annotations

from osloregion_slides.brand.load import template_bytes
from osloregion_slides.brand.opc import parse, read_package
from osloregion_slides.ooxml.colour import fill_of
from osloregion_slides.ooxml.inheritance import Inheritance
from osloregion_slides.ooxml.names import REL_DOCUMENT, REL_MASTER, REL_THEME, A, P, local
from osloregion_slides.ooxml.theme import scheme_of
from osloregion_slides.pptx.xml import Xml
from osloregion_slides.scene import Box
from osloregion_slides.see.furniture_shapes import Placed, still_shapes
from osloregion_slides.see.geometry import outline
from osloregion_slides.see.ink import Ink
from osloregion_slides.see.paint_read import Painter
from osloregion_slides.see.picture import framed
from osloregion_slides.units import Emu
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.brand.package import Package
    from osloregion_slides.brand.values import Brand
    from osloregion_slides.ooxml.inheritance import Levels


_LEVELS = 5
_SIGNS = ("wingdings", "webdings", "symbol")
_SQUARES = "\u00a7\u006e\uf0a7\uf06e"


class Furniture(Value):
    r"""A layout's still part: its drawing, and the bullets of its list levels ("" for none).

    Ids in the drawing begin with "\0", to be replaced so that they are unique in a page.
    """

    drawing: Xml
    bullets: tuple[str, ...]


def read_furniture(brand: Brand) -> dict[str, Furniture]:
    """Return what stands still behind the slides of each layout of a brand, by layout part."""
    package = read_package(template_bytes(brand), brand.template)
    parts = dict.fromkeys([layout.part for layout in brand.layouts])
    ink = Ink(brand)
    return {part: _layout(brand, package, part, ink) for part in parts}


def _layout(brand: Brand, package: Package, part: str, ink: Ink) -> Furniture:
    layout = parse(package.part(part).data, brand.template, part)
    below = _target(package, part, REL_MASTER)
    master = parse(package.part(below).data, brand.template, below)
    theme = _target(package, below, REL_THEME)
    look = parse(package.part(theme).data, brand.template, theme) if theme else None
    scheme = scheme_of(look, master)
    inheritance = Inheritance(layout, master, _presentation(brand, package))
    upper = Painter(package, part, scheme, ink, "\0l")
    lower = Painter(package, below, scheme, ink, "\0m")
    slide = Box(Emu(0), Emu(0), brand.width, brand.height)
    own = layout.find(f"{{{P}}}cSld/{{{P}}}bg")
    drawn = [_background(own, upper, slide) if own is not None else _background(_bg(master), lower, slide)]
    if layout.get("showMasterSp", "1") not in ("0", "false"):
        drawn.append(still_shapes(master, Placed(lower, brand, inheritance.defaults)))
    drawn.append(still_shapes(layout, Placed(upper, brand, inheritance.defaults)))
    definitions = "".join([*lower.definitions, *upper.definitions])
    defined = f"<defs>{definitions}</defs>" if definitions else ""
    return Furniture(f"{defined}{''.join(drawn)}", _bullets(inheritance.style("body")))


def _bullets(levels: Levels) -> tuple[str, ...]:
    """Return the master's bullets by level; signs of symbol fonts, letters elsewhere, become dots or squares."""
    found = []
    for level in levels[:_LEVELS]:
        shown = level.sign or "•"
        if level.sign_face.lower().startswith(_SIGNS):
            shown = "▪" if shown in _SQUARES else "•"
        found.append(shown)
    return tuple(found)


def _bg(master: Element) -> Element | None:
    return master.find(f"{{{P}}}cSld/{{{P}}}bg")


def _background(holder: Element | None, painter: Painter, slide: Box) -> Xml:
    """Return the background over the whole slide; white without one, a bgRef as its plain colour."""
    properties = holder.find(f"{{{P}}}bgPr") if holder is not None else None
    found = fill_of(properties)
    if found is not None and local(found) == "blipFill":
        address = painter.picture(found.find(f"{{{A}}}blip"))
        return framed(address, slide) if address else outline("rect", slide, (), ' fill="#ffffff"')
    look = painter.fill(properties) if properties is not None else None
    if look is None and holder is not None:
        colour = painter.colour(holder.find(f"{{{P}}}bgRef"))
        look = painter.ink.fill(colour) if colour else None
    return outline("rect", slide, (), look or ' fill="#ffffff"')


def _presentation(brand: Brand, package: Package) -> Element | None:
    main = next((relation.target for relation in package.relations if relation.type == REL_DOCUMENT), "")
    return parse(package.part(main).data, brand.template, main) if main else None


def _target(package: Package, part: str, kind: str) -> str:
    return next((relation.target for relation in package.part(part).relations if relation.type == kind), "")
