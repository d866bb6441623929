"""One shape's properties changed in place: its place, fill, line, form, alt text, link, picture, glue, marks."""

from __future__ import annotations

from lxml import etree

from osloregion_slides.connectors import route
from osloregion_slides.ooxml.geometry import frame
from osloregion_slides.ooxml.names import A16, P14, A, P
from osloregion_slides.ooxml.order import put
from osloregion_slides.ooxml.transforms import ANGLES, NAMES, PLAIN
from osloregion_slides.pptx.applying.fragment import element, new
from osloregion_slides.pptx.applying.groups import around, fit_groups, set_frame
from osloregion_slides.pptx.reading.items import CREATION, NON_VISUAL
from osloregion_slides.pptx.reading.paint import FILLS
from osloregion_slides.pptx.reading.table import TABLE
from osloregion_slides.pptx.reading.text import CLICK
from osloregion_slides.scene import Box, Colour, Connector, Glue, Shape, Stroke

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.pptx.xml import Xml
    from osloregion_slides.scene import Placeholder
    from osloregion_slides.update.changes import Reroute
    from osloregion_slides.update.deck_state import Colouring, KnownEnd, KnownLine

PROPERTIES, XFRM = f"{{{P}}}spPr", f"{{{A}}}xfrm"
GEOMETRIES = (f"{{{A}}}custGeom", f"{{{A}}}prstGeom")
_DASHES = (f"{{{A}}}prstDash", f"{{{A}}}custDash")
_SLIDE_URI = "{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}"
_CREATION_URI = "{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def set_box(shape: Element, box: Box) -> None:
    """Put a shape at a box of the slide; groups around it grow or shrink with it."""
    own = around(shape).inward(box)
    if shape.tag == f"{{{P}}}graphicFrame":
        transform = shape.find(f"{{{P}}}xfrm")
        found = frame(transform)
        if shape.find(TABLE) is not None and found is not None:
            own = own.replace(h=found.h)  # a table is as high as its rows
    else:
        transform = _transform(shape.find(PROPERTIES))
    set_frame(transform, own)
    fit_groups(shape)


def _transform(properties: Element) -> Element:
    """Return the ``a:xfrm`` of a shape's properties, made where the place was the layout's."""
    found = properties.find(XFRM)
    if found is None:
        found = element('<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm>')
        put(properties, found)
    return found


def set_fill(holder: Element, colour: Colouring) -> None:
    """Set the fill in a shape's properties, or the colour of a line in its ``a:ln``."""
    if colour == "?":
        return
    made = _fill(colour)
    found = next((child for child in holder if child.tag in FILLS), None)
    if found is not None:
        holder.replace(found, made)
    else:
        put(holder, made)


def _fill(colour: Colouring) -> Element:
    """Return the fill of a colour's normal form: by theme where it names a slot, else literal."""
    words = colour.split()
    if not words or words[0] in ("gradient", "picture", "pattern"):
        return etree.Element(f"{{{A}}}noFill")
    made = etree.Element(f"{{{A}}}solidFill")
    slot = "" if words[0].startswith("#") or _as_transform(words[0]) else words[0]
    rgb = next((word[1:] for word in words if word.startswith("#")), "000000")
    named = etree.SubElement(made, f"{{{A}}}schemeClr" if slot else f"{{{A}}}srgbClr", val=slot or rgb)
    for name, amount in filter(None, map(_as_transform, words)):
        step = etree.SubElement(named, f"{{{A}}}{name}")
        if name not in PLAIN:
            step.set("val", str(int(amount) * (60_000 if name in ANGLES else 1_000)))
    return made


def _as_transform(word: str) -> tuple[str, str] | None:
    """Return a transform's name and its percents or degrees, None for another word of a colour's normal form."""
    name = word.rstrip("-0123456789")
    amount = word[len(name) :]
    return (name, amount) if name in PLAIN or (name in NAMES and amount.removeprefix("-").isdecimal()) else None


def set_line(properties: Element, line: KnownLine | None) -> None:
    """Set the outline in a shape's properties; its joins, caps and what else is there stay."""
    found = properties.find(f"{{{A}}}ln")
    if found is None:
        found = new(properties, f"{{{A}}}ln")
    if line is None:
        set_fill(found, "")
        return
    found.set("w", str(line.width))
    set_fill(found, line.colour)
    _set_dash(found, line.dash)
    for name, wanted in (("headEnd", line.head), ("tailEnd", line.tail)):
        _set_end(found, name, wanted)


def _set_dash(line: Element, dash: str) -> None:
    if not dash:
        return
    for tag in _DASHES:
        old = line.find(tag)
        if old is not None:
            line.remove(old)
    new(line, _DASHES[0]).set("val", dash)


def _set_end(line: Element, name: str, wanted: bool) -> None:
    found = line.find(f"{{{A}}}{name}")
    has = found is not None and found.get("type", "none") != "none"
    if has == wanted:
        return
    if found is None:
        found = new(line, f"{{{A}}}{name}")
    found.set("type", "triangle" if wanted else "none")


def set_geometry(properties: Element, markup: Xml) -> None:
    """Give a shape another form: a preset with its guides, or a polygon."""
    made = element(markup)
    found = next((child for child in properties if child.tag in GEOMETRIES), None)
    if found is not None:
        properties.replace(found, made)
    else:
        put(properties, made)


def set_alt(shape: Element, alt: str) -> None:
    """Set the alt text; what has one is no decoration."""
    holder = shape.find(NON_VISUAL)
    if not alt:
        holder.attrib.pop("descr", None)
        return
    holder.set("descr", alt)
    for mark in list(holder.iter(_DECORATIVE)):
        extension = mark.getparent()
        extension.getparent().remove(extension)


def set_link(shape: Element, markup: Xml) -> None:
    """Set what a click on the shape does (``a:hlinkClick``, "" is nothing)."""
    holder = shape.find(NON_VISUAL)
    found = holder.find(CLICK)
    if found is not None:
        holder.remove(found)
    if markup:
        put(holder, element(markup))


def set_ends(shape: Element, numbers: tuple[tuple[int, int] | None, tuple[int, int] | None]) -> None:
    """Glue a connector to these shape ids and sites; None is loose."""
    holder = shape.find(f"{{{P}}}nvCxnSpPr/{{{P}}}cNvCxnSpPr")
    for name, end in (("stCxn", numbers[0]), ("endCxn", numbers[1])):
        found = holder.find(f"{{{A}}}{name}")
        if end is None:
            if found is not None:
                holder.remove(found)
            continue
        if found is None:
            found = new(holder, f"{{{A}}}{name}")
        found.set("id", str(end[0]))
        found.set("idx", str(end[1]))


def reroute(shape: Element, change: Reroute, presets: tuple[str, str], elbow: bool) -> None:
    """Lay a connector anew between the boxes of its ends, whose presets say where their sites are."""
    ends: tuple[tuple[KnownEnd, Box], ...] = ((change.start, change.start_box), (change.end, change.end_box))
    shapes = {f"{i}": Shape(f"{i}", box, presets[i]) for i, (_, box) in enumerate(ends)}
    glue = [Glue(f"{i}", end.site) for i, (end, _) in enumerate(ends)]
    way = route(Connector("", glue[0], glue[1], Stroke(Colour("tx1")), elbow), shapes)
    properties = shape.find(PROPERTIES)
    transform = _transform(properties)
    for name, value in (("rot", way.rotation), ("flipH", int(way.flip_h)), ("flipV", int(way.flip_v))):
        transform.attrib.pop(name, None)
        if value:
            transform.set(name, str(value))
    set_frame(transform, around(shape).inward(way.box))
    set_geometry(properties, f'<a:prstGeom prst="{way.preset}"><a:avLst/></a:prstGeom>')
    fit_groups(shape)


def point(reference: Element, item: Placeholder) -> None:
    """Let a placeholder (``p:ph``) stand in the slot that ours stands in."""
    for name, value, usual in (("type", item.type, "obj"), ("idx", str(item.idx), "0")):
        reference.attrib.pop(name, None)
        if value != usual:
            reference.set(name, value)


def mark(shape: Element, key: str, identity: str) -> None:
    """Give a shape the name and the creation id of a key."""
    holder = shape.find(NON_VISUAL)
    holder.set("name", key)
    found = holder.find(CREATION)
    if found is None:
        extensions = holder.find(f"{{{A}}}extLst")
        if extensions is None:
            extensions = new(holder, f"{{{A}}}extLst")
        extension = etree.Element(f"{{{A}}}ext", uri=_CREATION_URI)
        extensions.insert(0, extension)
        found = etree.SubElement(extension, f"{{{A16}}}creationId", nsmap={"a16": A16})
    found.set("id", identity)


def mark_slide(root: Element, identity: int) -> None:
    """Give a slide (``p:sld``) a creation id."""
    holder = root.find(f"{{{P}}}cSld")
    found = holder.find(f"{{{P}}}extLst/{{{P}}}ext/{{{P14}}}creationId")
    if found is not None:
        found.set("val", str(identity))
        return
    extensions = holder.find(f"{{{P}}}extLst")
    if extensions is None:
        extensions = new(holder, f"{{{P}}}extLst")
    extension = etree.SubElement(extensions, f"{{{P}}}ext", uri=_SLIDE_URI)
    etree.SubElement(extension, f"{{{P14}}}creationId", nsmap={"p14": P14}).set("val", str(identity))
