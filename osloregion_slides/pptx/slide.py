"""The slide part: ``p:sld`` (ECMA-376 Part 1, 19.3.1.38)."""

from __future__ import annotations

from osloregion_slides.ooxml.names import P14, A, P, R
from osloregion_slides.pptx.identity import slide_identity
from osloregion_slides.pptx.items import written
from osloregion_slides.pptx.xml import DECLARATION, Xml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.pptx.drawing import Drawing
    from osloregion_slides.scene import Deck

TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
"""The root group of every shape tree."""

NAMESPACES = f'xmlns:a="{A}" xmlns:r="{R}" xmlns:p="{P}"'
COLOUR_MAP = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"


def slide_part(deck: Deck, drawing: Drawing) -> Xml:
    """Return the slide; its relations are in the drawing afterwards."""
    slide = drawing.slide
    items = "".join([written(drawing, item) for item in slide.items])
    hidden = ' show="0"' if slide.hidden else ""
    return (
        f"{DECLARATION}<p:sld {NAMESPACES}{hidden}><p:cSld><p:spTree>{TREE}{items}</p:spTree>"
        '<p:extLst><p:ext uri="{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}">'
        f'<p14:creationId xmlns:p14="{P14}" val="{slide_identity(deck.key, slide.key)}"/></p:ext></p:extLst>'
        f"</p:cSld>{COLOUR_MAP}</p:sld>"
    )
