"""The fixed content of layout and master as SVG: backgrounds, bars, rules, emblems and texts behind a slide.

It is read from the brand's template, so any template can be drawn. Placeholders are omitted, since a slide has its
own.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Location
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt
from osloregion_slides.brand.load import template_bytes
from osloregion_slides.brand.opc import Package, parse, read_package, target
from osloregion_slides.brand.slots import COUNT, text_styles
from osloregion_slides.fit.rectangle import text_box
from osloregion_slides.fit.setting import Frame, UnfittedText, typeset
from osloregion_slides.ooxml.colour import Scheme, fill_of, resolve, scheme_of
from osloregion_slides.ooxml.geometry import UPRIGHT, Transform, frame, guides
from osloregion_slides.ooxml.inheritance import Inheritance, Levels, cascade, in_run, text_frame
from osloregion_slides.ooxml.names import REL_DOCUMENT, REL_IMAGE, REL_MASTER, REL_THEME, A, P, R, local
from osloregion_slides.ooxml.transforms import to_hex
from osloregion_slides.pptx.xml import Xml
from osloregion_slides.render.canvas import Canvas, Ink, encoded, framed, number, pt
from osloregion_slides.render.shapes import custom_path, outline
from osloregion_slides.render.text import text_lines
from osloregion_slides.scene import Box, Colour, Run, Slide, Stroke

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any as Element

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.scene import Align


# Fills and lines of a template's shapes, read from DrawingML: theme colours, own colours, gradients, pictures.

_DRAWABLE = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml"}
_SVG_BLIP = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
_STYLE = f"{{{P}}}style"
_ANGLE = 60_000


class Painter:
    """A reader of fills and lines in one part (layout or master); gradients are collected in ``definitions``."""

    def __init__(self, package: Package, part: str, scheme: Scheme, ink: Ink, prefix: Xml) -> None:
        self.package, self.scheme, self.ink, self.prefix = package, scheme, ink, prefix
        self.part = part
        self._known = scheme.known
        self.definitions: list[Xml] = []
        relations = package.part(part).relations
        self.images = {relation.id: relation.target for relation in relations if relation.type == REL_IMAGE}

    def fill(self, properties: Element | None, style: Element | None = None) -> Xml | None:
        """Return the attributes of a shape's fill, None without one or with an unsupported one.

        ``picture`` reads picture fills.
        """
        found = fill_of(properties)
        if found is not None and local(found) == "gradFill":
            return self.gradient(found)
        if found is None:
            colour = self.reference(style, "fillRef")
        elif local(found) == "pattFill":
            colour = self.colour(found.find(f"{{{A}}}fgClr"))
        else:
            colour = self.colour(found)
        return self.ink.fill(colour) if colour else None

    def colour(self, holder: Element | None) -> Colour | None:
        """Return the resolved colour in an element, with slot ``#RRGGBB`` and opacity."""
        shown = resolve(holder, self._known)
        if shown is None:
            return None
        slot = f"#{to_hex(shown.rgb)}"
        return Colour(slot, alpha=round(100 * shown.alpha))  # type: ignore[arg-type]  # Ink knows such slots

    def reference(self, style: Element | None, name: str) -> Colour | None:
        """Return the colour of a style's fillRef or lnRef (ECMA-376 Part 1, 20.1.4.2.10); index 0 means none."""
        found = style.find(f"{{{A}}}{name}") if style is not None else None
        return self.colour(found) if found is not None and found.get("idx", "0") not in ("0", "1000") else None

    def gradient(self, fill: Element) -> Xml:
        """Return the attribute of a gradient and collect its definition; a radial one starts at the centre."""
        stops: list[Xml] = []
        for stop in fill.iterfind(f"{{{A}}}gsLst/{{{A}}}gs"):
            shown, opacity = self.ink.colour(self.colour(stop) or Colour("bg1"))
            faint = f' stop-opacity="{opacity}"' if opacity else ""
            stops.append(f'<stop offset="{number(_whole(stop.get("pos")) / 100_000)}" stop-color="{shown}"{faint}/>')
        name = f"{self.prefix}{len(self.definitions) + 1}"
        line = fill.find(f"{{{A}}}lin")
        if line is None and fill.find(f"{{{A}}}path") is not None:
            self.definitions.append(f'<radialGradient id="{name}" r="0.71">{"".join(stops)}</radialGradient>')
        else:
            turn = _whole(line.get("ang")) / _ANGLE if line is not None else 0
            turned = f' gradientTransform="rotate({number(turn)} 0.5 0.5)"' if turn else ""
            self.definitions.append(f'<linearGradient id="{name}"{turned}>{"".join(stops)}</linearGradient>')
        return f' fill="url(#{name})"'

    def stroke(self, properties: Element | None, style: Element | None = None) -> Stroke | None:
        """Return a shape's line; one without a width is 0.75 pt (20.1.2.2.24: the default is 9525 EMU)."""
        line = properties.find(f"{{{A}}}ln") if properties is not None else None
        found = fill_of(line)
        if found is not None and local(found) == "noFill":
            return None
        colour = self.colour(found) or self.reference(style, "lnRef")
        if colour is None:
            return None
        width = _whole(line.get("w", "9525")) if line is not None else 9525
        dash = line.find(f"{{{A}}}prstDash") if line is not None else None
        kind = dash.get("val", "solid") if dash is not None else "solid"
        known = "solid" if kind == "solid" else "sysDot" if "ot" in kind else "dash"
        return Stroke(colour, Pt(width / EMU_PER_PT), known)  # type: ignore[arg-type]  # one of three words

    def picture(self, blip: Element | None) -> Xml:
        """Return the data: URL of an a:blip, preferring its SVG; "" for formats that browsers do not draw."""
        if blip is None:
            return ""
        vector = next(blip.iter(_SVG_BLIP), None)
        for holder in (vector, blip):
            target = self.images.get(holder.get(f"{{{R}}}embed", ""), "") if holder is not None else ""
            kind = _DRAWABLE.get(target.rpartition(".")[2].lower())
            if kind:
                return encoded(self.package.part(target).data, kind)
        return ""


def _whole(value: str | None, usual: int = 0) -> int:
    try:
        return int(value or usual)
    except ValueError:
        return usual


_ALIGNS: dict[str, Align] = {"l": "l", "ctr": "ctr", "r": "r"}


class Placed(Record):
    """The context of a part's shapes: its painter, the brand, and the text styles that they inherit."""

    painter: Painter
    brand: Brand
    levels: Levels


def still_shapes(part: Element, placed: Placed) -> Xml:
    """Return the drawing of a layout's or master's shapes that are not placeholders."""
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
    fill = painter.fill(properties, shape.find(_STYLE)) if local(shape) == "sp" else None
    stroke = painter.stroke(properties, shape.find(_STYLE))
    if fill is None and stroke is None:
        return drawn
    look = f"{fill or painter.ink.fill(None)}{painter.ink.stroke(stroke)}"
    custom = properties.find(f"{{{A}}}custGeom")
    if custom is not None:
        return f'{drawn}<path fill-rule="evenodd" d="{custom_path(custom, box)}"{look}/>'
    preset = properties.find(f"{{{A}}}prstGeom")
    kind = preset.get("prst", "rect") if preset is not None else "rect"
    return drawn + outline(kind, box, guides(preset), look)


def _crop(fill: Element) -> tuple[int, int, int, int]:
    source = fill.find(f"{{{A}}}srcRect")
    if source is None:
        return 0, 0, 0, 0
    left, top, right, bottom = [_whole(source.get(side, "0")) for side in ("l", "t", "r", "b")]
    return left, top, right, bottom


def _turned(drawn: Xml, transform: Element, box: Box) -> Xml:
    """Return a shape flipped, then rotated, about its centre."""
    turn = _whole(transform.get("rot", "0")) / 60_000
    flips = [transform.get(name, "0") in ("1", "true") for name in ("flipH", "flipV")]
    if not drawn or not (turn or any(flips)):
        return drawn
    x, y = pt(box.x + box.w // 2), pt(box.y + box.h // 2)
    mirrored = f" scale({-1 if flips[0] else 1} {-1 if flips[1] else 1})" if any(flips) else ""
    moves = f"translate({x} {y}) rotate({number(turn)}){mirrored} translate(-{x} -{y})"
    return f'<g transform="{moves}">{drawn}</g>'


def _text(shape: Element, properties: Element, box: Box, placed: Placed) -> Xml:
    """Return a fixed text, wrapped here because the file stores no line breaks."""
    body = shape.find(f"{{{P}}}txBody")
    if body is None or not "".join(body.itertext()).strip():
        return ""
    about = body.find(f"{{{A}}}bodyPr")
    preset = properties.find(f"{{{A}}}prstGeom")
    area = text_box(preset.get("prst", "rect") if preset is not None else "rect", box, guides(preset))
    placing = text_frame([about])
    inherited = cascade([body.find(f"{{{A}}}lstStyle")], placed.levels)
    run = next(body.iter(f"{{{A}}}rPr"), None)
    levels = text_styles((in_run(inherited[0], run), *inherited[1:]), placed.painter.scheme)
    own = placed.painter.colour(run.find(f"{{{A}}}solidFill")) if run is not None else None
    levels = (levels[0].replace(bullet=False, colour=own or levels[0].colour), *levels[1:])
    drafts = tuple([_draft(paragraph) for paragraph in body.iterfind(f"{{{A}}}p")])
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


# The fixed content of a template's layouts, each drawn once.

_SIGNS = ("wingdings", "webdings", "symbol")
_SQUARES = "\u00a7\u006e\uf0a7\uf06e"


class Furniture(Record):
    r"""A layout's fixed content: its drawing, and the bullets of its list levels ("" for none).

    Ids in the drawing begin with "\0", a placeholder for a prefix that makes them unique in a page.
    """

    drawing: Xml
    bullets: tuple[str, ...]


def read_furniture(brand: Brand) -> dict[str, Furniture]:
    """Return the fixed content of each layout of a brand, by layout part."""
    package = read_package(template_bytes(brand), brand.template)
    return {
        part: _layout(brand, package, part, Ink(brand))
        for part in dict.fromkeys([layout.part for layout in brand.layouts])
    }


def _layout(brand: Brand, package: Package, part: str, ink: Ink) -> Furniture:
    layout = parse(package.part(part), brand.template)
    below = target(package.part(part).relations, REL_MASTER)
    master = parse(package.part(below), brand.template)
    theme, main = package.related(package.part(below), REL_THEME), package.related(package, REL_DOCUMENT)
    scheme = scheme_of(parse(theme, brand.template) if theme else None, master)
    inheritance = Inheritance(layout, master, parse(main, brand.template) if main else None)
    upper, lower = Painter(package, part, scheme, ink, "\0l"), Painter(package, below, scheme, ink, "\0m")
    slide = Box(Emu(0), Emu(0), brand.width, brand.height)
    own, under = [sheet.find(f"{{{P}}}cSld/{{{P}}}bg") for sheet in (layout, master)]
    drawn = [_background(own, upper, slide) if own is not None else _background(under, lower, slide)]
    if layout.get("showMasterSp", "1") not in ("0", "false"):
        drawn.append(still_shapes(master, Placed(lower, brand, inheritance.defaults)))
    drawn.append(still_shapes(layout, Placed(upper, brand, inheritance.defaults)))
    definitions = "".join([*lower.definitions, *upper.definitions])
    defined = f"<defs>{definitions}</defs>" if definitions else ""
    return Furniture(f"{defined}{''.join(drawn)}", _bullets(inheritance.style("body")))


def _bullets(levels: Levels) -> tuple[str, ...]:
    """Return the master's bullets by level; characters of symbol fonts become dots or squares."""
    found = []
    for level in levels[:COUNT]:
        shown = level.sign or "•"
        if level.sign_face.lower().startswith(_SIGNS):
            shown = "▪" if shown in _SQUARES else "•"
        found.append(shown)
    return tuple(found)


def _background(holder: Element | None, painter: Painter, slide: Box) -> Xml:
    """Return the background of the slide: white without one, the plain colour of a bgRef."""
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


_known: dict[tuple[object, ...], Mapping[str, Furniture]] = {}


def furniture(brand: Brand) -> Mapping[str, Furniture]:
    """Return the fixed content by layout part, cached until the template's file changes.

    InvalidInput where the template cannot be read.
    """
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
