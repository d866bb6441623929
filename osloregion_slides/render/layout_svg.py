"""The shapes of a layout or a master that no slide fills: geometry, groups, pictures and fixed texts."""

from __future__ import annotations

import os

from osloregion_slides.base.findings import Location
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.brand.load import template_bytes
from osloregion_slides.brand.opc import parse, read_package, target
from osloregion_slides.brand.slots import text_styles
from osloregion_slides.fit.setting import Frame, UnfittedText, typeset
from osloregion_slides.ooxml.colour import fill_of, scheme_of
from osloregion_slides.ooxml.geometry import UPRIGHT, frame
from osloregion_slides.ooxml.inheritance import Inheritance, cascade, text_frame
from osloregion_slides.ooxml.names import REL_DOCUMENT, REL_MASTER, REL_THEME, A, P, local
from osloregion_slides.pptx.xml import Xml
from osloregion_slides.render.canvas import Canvas, Ink, number, pt
from osloregion_slides.render.paint_read import Painter, own_style
from osloregion_slides.render.picture import framed
from osloregion_slides.render.shapes import custom_path, outline, text_place
from osloregion_slides.render.text import text_lines
from osloregion_slides.scene import Box, Run, Slide

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any as Element

    from osloregion_slides.brand.opc import Package
    from osloregion_slides.brand.values import Brand, TextStyle
    from osloregion_slides.ooxml.geometry import Transform
    from osloregion_slides.ooxml.inheritance import Levels
    from osloregion_slides.scene import Align


_ALIGNS: dict[str, Align] = {"l": "l", "ctr": "ctr", "r": "r"}


class Placed(Record):
    """Where shapes are read: the part's paint, the brand, and the styles its texts inherit."""

    painter: Painter
    brand: Brand
    levels: Levels


def still_shapes(part: Element, placed: Placed) -> Xml:
    """Return the drawing of a layout's or master's shapes that are no placeholders."""
    tree = part.find(f"{{{P}}}cSld/{{{P}}}spTree")
    return "".join([_shape(shape, placed, UPRIGHT) for shape in tree]) if tree is not None else ""


def _shape(shape: Element, placed: Placed, around: Transform) -> Xml:
    if not isinstance(shape.tag, str) or shape.find(f"*/{{{P}}}nvPr/{{{P}}}ph") is not None:
        return ""
    name = shape.find(f"*/{{{P}}}cNvPr")
    if name is not None and name.get("hidden") in ("1", "true"):
        return ""
    match local(shape):
        case "grpSp":
            inner = around.inside(shape.find(f"{{{P}}}grpSpPr/{{{A}}}xfrm"))
            return "".join([_shape(child, placed, inner) for child in shape])
        case "sp" | "cxnSp" | "pic":
            return _simple(shape, placed, around)
    return ""


def _simple(shape: Element, placed: Placed, around: Transform) -> Xml:
    properties = shape.find(f"{{{P}}}spPr")
    transform = properties.find(f"{{{A}}}xfrm") if properties is not None else None
    own = frame(transform)
    if own is None:
        return ""
    box = around.outward(own)
    drawn = _geometry(shape, properties, box, placed.painter)
    if local(shape) == "sp":
        drawn += _text(shape, properties, box, placed)
    return _turned(drawn, transform, box)


def _geometry(shape: Element, properties: Element, box: Box, painter: Painter) -> Xml:
    holder = shape.find(f"{{{P}}}blipFill") if local(shape) == "pic" else fill_of(properties)
    drawn = ""
    if holder is not None and local(holder) == "blipFill":
        address = painter.picture(holder.find(f"{{{A}}}blip"))
        drawn = framed(address, box, _crop(holder)) if address else ""
    fill = painter.fill(properties, own_style(shape)) if local(shape) == "sp" else None
    stroke = painter.stroke(properties, own_style(shape))
    if fill is None and stroke is None:
        return drawn
    look = f"{fill or painter.ink.fill(None)}{painter.ink.stroke(stroke)}"
    custom = properties.find(f"{{{A}}}custGeom")
    if custom is not None:
        return f'{drawn}<path fill-rule="evenodd" d="{custom_path(custom, box)}"{look}/>'
    preset = properties.find(f"{{{A}}}prstGeom")
    kind = preset.get("prst", "rect") if preset is not None else "rect"
    return drawn + outline(kind, box, _guides(preset), look)


def _guides(preset: Element | None) -> tuple[tuple[str, int], ...]:
    found = []
    for guide in preset.iter(f"{{{A}}}gd") if preset is not None else ():
        word, _, value = guide.get("fmla", "").partition(" ")
        if word == "val" and value.lstrip("-").isdecimal():
            found.append((guide.get("name", ""), int(value)))
    return tuple(found)


def _crop(fill: Element) -> tuple[int, int, int, int]:
    source = fill.find(f"{{{A}}}srcRect")
    if source is None:
        return 0, 0, 0, 0
    left, top, right, bottom = [_whole(source.get(side, "0")) for side in ("l", "t", "r", "b")]
    return left, top, right, bottom


def _turned(drawn: Xml, transform: Element, box: Box) -> Xml:
    """Return a shape rotated and mirrored about its middle, flips first."""
    turn = _whole(transform.get("rot", "0")) / 60_000
    flips = [transform.get(name, "0") in ("1", "true") for name in ("flipH", "flipV")]
    if not drawn or not (turn or any(flips)):
        return drawn
    x, y = pt(box.x + box.w // 2), pt(box.y + box.h // 2)
    mirrored = f" scale({-1 if flips[0] else 1} {-1 if flips[1] else 1})" if any(flips) else ""
    moves = f"translate({x} {y}) rotate({number(turn)}){mirrored} translate(-{x} -{y})"
    return f'<g transform="{moves}">{drawn}</g>'


def _text(shape: Element, properties: Element, box: Box, placed: Placed) -> Xml:
    """Return a fixed text, broken anew: it has no lines of its own in the file."""
    body = shape.find(f"{{{P}}}txBody")
    if body is None or not "".join(body.itertext()).strip():
        return ""
    about = body.find(f"{{{A}}}bodyPr")
    preset = properties.find(f"{{{A}}}prstGeom")
    area = text_place(preset.get("prst", "rect") if preset is not None else "rect", box, _guides(preset))
    placing = text_frame([about])
    levels = text_styles(cascade([body.find(f"{{{A}}}lstStyle")], placed.levels), placed.painter.scheme)
    drafts = tuple([_draft(paragraph) for paragraph in body.iterfind(f"{{{A}}}p")])
    levels = (_spoken(levels[0], body, placed), *levels[1:])
    insets, anchor = placing.insets, placing.anchor
    width = area.w if placing.wrap else placed.brand.width * 4
    frame = Frame(Emu(width), area.h, levels, "", insets, anchor, None, written=False)
    face = placed.painter.ink.body
    text = typeset(drafts, frame, levels[0].size, face.metrics)
    canvas = Canvas(placed.painter.ink, _NOWHERE, placed.brand.layouts[0], 0, ("•",))
    return text_lines(canvas, text, area, levels, insets, anchor)


_NOWHERE = Slide("", "", "", (), "", Location(""))


def _draft(paragraph: Element) -> UnfittedText:
    about = paragraph.find(f"{{{A}}}pPr")
    align = _ALIGNS.get(about.get("algn", "")) if about is not None else None
    text = "".join([run.text or "" for run in paragraph.iter(f"{{{A}}}t")])
    return UnfittedText((Run(text),), align=align, bullet="none")


def _spoken(style: TextStyle, body: Element, placed: Placed) -> TextStyle:
    """Return the style with what the first run says itself: size, weight, slant, colour."""
    run = next(body.iter(f"{{{A}}}rPr"), None)
    if run is None:
        return style
    size = _whole(run.get("sz", "0"))
    colour = placed.painter.colour(run.find(f"{{{A}}}solidFill"))
    return style.replace(
        size=Pt(size / 100) if size else style.size,
        bold=run.get("b") in ("1", "true") if run.get("b") else style.bold,
        italic=run.get("i") in ("1", "true") if run.get("i") else style.italic,
        colour=colour or style.colour,
        bullet=False,
    )


def _whole(value: str | None) -> int:
    try:
        return int(value or 0)
    except ValueError:
        return 0


# The still shapes of a template's layouts and master, drawn once: package to SVG.

_LEVELS = 5
_SIGNS = ("wingdings", "webdings", "symbol")
_SQUARES = "\u00a7\u006e\uf0a7\uf06e"


class Furniture(Record):
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
    layout = parse(package.part(part), brand.template)
    below = target(package.part(part).relations, REL_MASTER)
    master = parse(package.part(below), brand.template)
    theme = package.related(package.part(below), REL_THEME)
    scheme = scheme_of(parse(theme, brand.template) if theme else None, master)
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
    main = package.related(package, REL_DOCUMENT)
    return parse(main, brand.template) if main else None


# What stands still behind a slide: the background, bars, rules and emblems of its layout and master.
#
# They are read from the brand's template, once as long as its file stays the same, so that any template
# is drawn as it is. Placeholders are left out: a slide brings its own.

_known: dict[tuple[object, ...], Mapping[str, Furniture]] = {}


def furniture(brand: Brand) -> Mapping[str, Furniture]:
    """Return what stands still behind the slides, by layout part. InvalidInput where the template cannot be read."""
    key = _key(brand)
    found = _known.get(key)
    if found is None:
        found = _known[key] = read_furniture(brand)
    return found


def _key(brand: Brand) -> tuple[object, ...]:
    if brand.package:
        return brand.template, brand.package
    try:
        about = os.stat(brand.template)
    except OSError:
        return (brand.template,)
    return brand.template, about.st_mtime_ns, about.st_size
