"""Pictures: ``p:pic``, cropped by their frame, with the SVG original beside the bitmap where there is one."""

from __future__ import annotations

from osloregion_slides.ooxml.names import REL_IMAGE
from osloregion_slides.pptx.shapes import slot_reference, transform
from osloregion_slides.pptx.xml import Xml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.pptx.drawing import Drawing
    from osloregion_slides.scene import Image, Picture

_ENDINGS = {"image/png": "png", "image/jpeg": "jpeg"}


def picture(drawing: Drawing, item: Picture) -> Xml:
    """Return ``p:pic`` (ECMA-376 Part 1, 19.3.1.37), in the layout's picture slot if it names one."""
    idx = item.placeholder
    slot = drawing.slot(idx) if idx is not None else None
    place = "" if slot is not None and slot.box == item.box else transform(item.box)
    shaped = "" if idx is not None else '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    group_lock = ' noGrp="1"' if idx is not None else ""
    reference = slot_reference("pic", idx) if idx is not None else ""
    return (
        f"<p:pic><p:nvPicPr>{drawing.non_visual(item, item.alt, item.decorative)}"
        f'<p:cNvPicPr><a:picLocks{group_lock} noChangeAspect="1"/></p:cNvPicPr><p:nvPr>{reference}</p:nvPr>'
        f"</p:nvPicPr><p:blipFill>{blip(drawing, item.image)}{crop(item)}"
        f"<a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>{place}{shaped}</p:spPr></p:pic>"
    )


def crop(item: Picture) -> Xml:
    """Return ``a:srcRect``, what the frame cuts off (20.1.8.55), thousandths of a percent."""
    left, top, right, bottom = item.crop
    if not (left or top or right or bottom):
        return ""
    return f'<a:srcRect l="{left}" t="{top}" r="{right}" b="{bottom}"/>'


def blip(drawing: Drawing, image: Image) -> Xml:
    """Return ``a:blip`` with the bitmap, and the SVG that newer PowerPoints draw instead ([MS-ODRAWXML] 2.33)."""
    parts, relations = drawing.parts, drawing.relations
    bitmap = relations.relate(REL_IMAGE, parts.image(image.data, _ENDINGS[image.media_type]))
    if not image.vector:
        return f'<a:blip r:embed="{bitmap}"/>'
    vector = relations.relate(REL_IMAGE, parts.image(image.vector, "svg"))
    return (
        f'<a:blip r:embed="{bitmap}"><a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
        '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
        f' r:embed="{vector}"/></a:ext></a:extLst></a:blip>'
    )
