"""Placeholders, preset shapes, freeforms and connectors: ``p:sp`` and ``p:cxnSp``.

No ``p:style``: what a shape has of fill, line and text stands in it, and a theme's effects stay out.
Every ``p:sp`` has a ``p:txBody``, or PowerPoint may repair the file.
"""

from __future__ import annotations

from osloregion_slides.connectors import route
from osloregion_slides.pptx.paint import fill, frame, line
from osloregion_slides.pptx.text import TextWriter, placeholder_body, shape_body
from osloregion_slides.pptx.xml import Xml, esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from osloregion_slides.brand.values import Slot
    from osloregion_slides.pptx.drawing import Drawing
    from osloregion_slides.scene import Box, Connector, Freeform, Glue, Placeholder, Shape, Text

    Ring = tuple[tuple[int, int], ...]

_BODY_ROLES = ("content", "two")


def placeholder(drawing: Drawing, item: Placeholder) -> Xml:
    """Return a text in the layout's slot; its place is written only where the layout has another."""
    slot = drawing.slot(item.idx)
    place = "" if slot is not None and slot.box == item.box else transform(item.box)
    writer = TextWriter(item.text, drawing.click, slot.levels if slot else ())
    autofit = "<a:normAutofit/>" if _grows(drawing, slot) else ""
    return (
        f'<p:sp><p:nvSpPr>{drawing.non_visual(item)}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr>{slot_reference(item.type, item.idx)}</p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>"
        f"<p:txBody><a:bodyPr{placeholder_body(item.text, slot)}>{autofit}</a:bodyPr><a:lstStyle/>"
        f"{writer.paragraphs()}</p:txBody></p:sp>"
    )


def _grows(drawing: Drawing, slot: Slot | None) -> bool:
    """Say whether people will type on in it: a body text, which fits now and may shrink for them later."""
    if slot is None or slot.kicker or slot.type not in ("body", "obj"):
        return False
    return drawing.layout.role in _BODY_ROLES


def slot_reference(kind: str, idx: int) -> Xml:
    """Return ``p:ph`` (ECMA-376 Part 1, 19.3.1.36); obj and 0 are its defaults."""
    named = f' type="{esc(kind)}"' if kind != "obj" else ""
    numbered = f' idx="{idx}"' if idx else ""
    return f"<p:ph{named}{numbered}/>"


def transform(box: Box) -> Xml:
    """Return ``a:xfrm`` of an upright box, EMU."""
    return f"<a:xfrm>{frame(box.x, box.y, box.w, box.h)}</a:xfrm>"


def shape(drawing: Drawing, item: Shape) -> Xml:
    """Return a preset shape; one without fill and line that has text is a text box."""
    text_box = ' txBox="1"' if item.text and not item.fill and not item.line and item.preset == "rect" else ""
    guides = "".join([guide(name, value) for name, value in item.adjust])
    return (
        f"<p:sp><p:nvSpPr>{drawing.non_visual(item, item.alt, item.decorative, item.link)}"
        f"<p:cNvSpPr{text_box}/><p:nvPr/></p:nvSpPr><p:spPr>{transform(item.box)}"
        f'<a:prstGeom prst="{esc(item.preset)}"><a:avLst>{guides}</a:avLst></a:prstGeom>'
        f"{fill(item.fill)}{line(item.line)}</p:spPr>{text_body(drawing, item.text)}</p:sp>"
    )


def guide(name: str, value: int) -> Xml:
    """Return one adjustment of a preset shape (20.1.9.11)."""
    return f'<a:gd name="{esc(name)}" fmla="val {value}"/>'


def text_body(drawing: Drawing, text: Text | None) -> Xml:
    """Return the ``p:txBody`` of a shape, an empty one without text."""
    if text is None:
        end = f'<a:endParaRPr lang="{drawing.language}"/>'
        return f"<p:txBody><a:bodyPr{shape_body(None)}/><a:lstStyle/><a:p>{end}</a:p></p:txBody>"
    paragraphs = TextWriter(text, drawing.click).paragraphs()
    return f"<p:txBody><a:bodyPr{shape_body(text)}><a:noAutofit/></a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody>"


def freeform(drawing: Drawing, item: Freeform) -> Xml:
    """Return a polygon (``a:custGeom``, 20.1.9.8): one path, so that inner rings are holes."""
    return (
        f"<p:sp><p:nvSpPr>{drawing.non_visual(item, item.alt, item.decorative)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
        f"<p:spPr>{transform(item.box)}{polygon(item)}"
        f"{fill(item.fill)}{line(item.line)}</p:spPr>{text_body(drawing, None)}</p:sp>"
    )


def polygon(item: Freeform) -> Xml:
    """Return the ``a:custGeom`` of a freeform: the grid of its extent and one path of all its rings."""
    w, h = item.extent
    rings = "".join([ring_path(ring) for ring in item.rings])
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{w}" h="{h}">{rings}</a:path></a:pathLst></a:custGeom>'
    )


def ring_path(ring: Ring) -> Xml:
    """Return one closed ring; nothing for an empty one."""
    if not ring:
        return ""
    x0, y0 = ring[0]
    rest = "".join([f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in ring[1:]])
    return f'<a:moveTo><a:pt x="{x0}" y="{y0}"/></a:moveTo>{rest}<a:close/>'


def connector(drawing: Drawing, item: Connector) -> Xml:
    """Return a line glued at both ends; decorative, because what it joins says what it means."""
    way = route(item, drawing.items)
    rotated = f' rot="{way.rotation}"' if way.rotation else ""
    flipped_h = ' flipH="1"' if way.flip_h else ""
    flipped_v = ' flipV="1"' if way.flip_v else ""
    box = way.box
    return (
        f"<p:cxnSp><p:nvCxnSpPr>{drawing.non_visual(item, decorative=True)}"
        f"<p:cNvCxnSpPr>{glue(drawing, item.start, 'stCxn')}{glue(drawing, item.end, 'endCxn')}</p:cNvCxnSpPr>"
        f"<p:nvPr/></p:nvCxnSpPr><p:spPr><a:xfrm{rotated}{flipped_h}{flipped_v}>"
        f'{frame(box.x, box.y, box.w, box.h)}</a:xfrm><a:prstGeom prst="{way.preset}"><a:avLst/></a:prstGeom>'
        f"{line(item.line)}</p:spPr></p:cxnSp>"
    )


def glue(drawing: Drawing, end: Glue, name: Literal["stCxn", "endCxn"]) -> Xml:
    """Return the glue of one end (20.1.2.2.36), nothing where the slide has no such shape."""
    number = drawing.number(end.key)
    return f'<a:{name} id="{number}" idx="{end.site}"/>' if number is not None else ""
