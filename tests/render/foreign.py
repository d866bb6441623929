"""A foreign template: gradients, own colours, groups, rotated shapes, a drawing, a picture, a fixed text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_BACKGROUND = f"""<p:bg {_NS}><p:bgPr><a:gradFill rotWithShape="1"><a:gsLst>
<a:gs pos="0"><a:srgbClr val="FFFFFF"/></a:gs><a:gs pos="100000"><a:srgbClr val="D9E8D0"/></a:gs></a:gsLst>
<a:lin ang="5400000" scaled="0"/></a:gradFill><a:effectLst/></p:bgPr></p:bg>"""


def _shape(number: int, place: str, inside: str, about: str = "", text: str = "") -> str:
    x, y, w, h = place.split()
    return (
        f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{number}" name="s{number}"{about}/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr><a:xfrm{_TURNS.get(number, "")}><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'
        f"{inside}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{text}</a:p></p:txBody></p:sp>"
    )


_TURNS = {101: ' rot="2700000"', 102: ' flipH="1"'}
_PRESET = '<a:prstGeom prst="{}"><a:avLst/></a:prstGeom>'
_SOLID = '<a:solidFill><a:srgbClr val="{}"/></a:solidFill>'
_NO_LINE = "<a:ln><a:noFill/></a:ln>"
_CUSTOM = (
    '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
    '<a:path w="100" h="100"><a:moveTo><a:pt x="0" y="100"/></a:moveTo><a:cubicBezTo><a:pt x="30" y="0"/>'
    '<a:pt x="70" y="0"/><a:pt x="100" y="100"/></a:cubicBezTo><a:close/></a:path></a:pathLst></a:custGeom>'
)
_WORDS = (
    '<a:r><a:rPr lang="nb-NO" sz="1400" b="1"><a:solidFill><a:srgbClr val="C00000"/></a:solidFill></a:rPr>'
    "<a:t>Fortrolig</a:t></a:r>"
)


def foreign_template(path: Path) -> Path:
    """Write the template, 16:9, and return its path."""
    from lxml import etree
    from PIL import Image
    from pptx import Presentation
    from pptx.util import Emu

    deck: Any = Presentation()
    master = deck.slide_master
    picture = path.with_suffix(".png")
    Image.radial_gradient("L").convert("RGB").save(picture)
    shapes = master.shapes
    tree = shapes._spTree
    common = tree.getparent()
    for old in common.findall("{http://schemas.openxmlformats.org/presentationml/2006/main}bg"):
        common.remove(old)
    common.insert(0, etree.fromstring(_BACKGROUND))
    group = (
        f'<p:grpSp {_NS}><p:nvGrpSpPr><p:cNvPr id="110" name="g"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
        '<a:xfrm><a:off x="7600000" y="200000"/><a:ext cx="1200000" cy="400000"/><a:chOff x="0" y="0"/>'
        '<a:chExt cx="300" cy="100"/></a:xfrm></p:grpSpPr>'
        + _shape(111, "0 0 100 100", _PRESET.format("ellipse") + _SOLID.format("8E44AD") + _NO_LINE)
        + _shape(112, "150 0 150 100", _PRESET.format("roundRect") + _SOLID.format("E67E22") + _NO_LINE)
        + "</p:grpSp>"
    )
    for markup in (
        _shape(101, "300000 300000 500000 500000", _PRESET.format("rect") + _SOLID.format("2E75B6") + _NO_LINE),
        _shape(102, "1000000 200000 900000 500000", _PRESET.format("rtTriangle") + _SOLID.format("00B050") + _NO_LINE),
        _shape(103, "0 6400000 9144000 458000", _CUSTOM + _SOLID.format("D0D8E0") + _NO_LINE),
        _shape(104, "4000000 100000 1500000 400000", "<a:noFill/>", text=_WORDS),
        _shape(105, "0 0 9144000 6858000", _PRESET.format("rect") + _SOLID.format("000000"), ' hidden="1"'),
        group,
    ):
        tree.append(etree.fromstring(markup))
    from pptx.oxml.shapes import picture as pictures

    _, relation = master.part.get_or_add_image_part(str(picture))
    new_pic: Any = pictures.CT_Picture.new_pic
    tree.append(new_pic(120, "pic", "", relation, Emu(6000000), Emu(100000), Emu(600000), Emu(600000)))
    picture.unlink()
    deck.save(str(path))
    return path
