"""The theme part: colours, fonts, flat formats (ECMA-376 Part 1, 20.1.6.9)."""

from __future__ import annotations

from osloregion_slides.ooxml.names import SLOTS
from osloregion_slides.pptx.xml import DECLARATION, esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.tokens import Tokens

_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme(tokens: Tokens) -> bytes:
    """Return the theme of a brand; the named colours become the custom colours of PowerPoint's picker."""
    colours = dict(tokens.theme)
    scheme = "".join([f'<a:{slot}><a:srgbClr val="{colours[slot]}"/></a:{slot}>' for slot in SLOTS])
    custom = "".join(
        [f'<a:custClr name="{esc(name)}"><a:srgbClr val="{value}"/></a:custClr>' for name, value in tokens.colours]
    )
    name = esc(tokens.name)
    text = (
        f'{DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{name}">'
        f'<a:themeElements><a:clrScheme name="{name}">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="{name}"><a:majorFont>{_font(tokens.heading_font)}</a:majorFont>'
        f"<a:minorFont>{_font(tokens.body_font)}</a:minorFont></a:fontScheme>{_formats(name)}</a:themeElements>"
        f"<a:objectDefaults>{_defaults(tokens.language)}</a:objectDefaults><a:extraClrSchemeLst/>"
        f"<a:custClrLst>{custom}</a:custClrLst></a:theme>"
    )
    return text.encode()


def _font(face: str) -> str:
    return f'<a:latin typeface="{esc(face)}"/><a:ea typeface=""/><a:cs typeface=""/>'


def _formats(name: str) -> str:
    lines = "".join(
        [
            f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
            for width in (9_525, 12_700, 19_050)
        ]
    )
    return (
        f'<a:fmtScheme name="{name}"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme>"
    )


def _defaults(language: str) -> str:
    """Return what a shape or a line drawn by hand looks like: flat, in the brand's blue, 1.5 pt lines."""
    style = '<a:lnRef idx="0"><a:schemeClr val="accent1"/></a:lnRef>'
    shape = (
        '<a:spDef><a:spPr><a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></a:spPr>'
        '<a:bodyPr rtlCol="0" anchor="ctr"/><a:lstStyle><a:defPPr algn="ctr">'
        f'<a:defRPr lang="{language}"/></a:defPPr></a:lstStyle><a:style>{style}'
        '<a:fillRef idx="1"><a:schemeClr val="accent1"/></a:fillRef><a:effectRef idx="0"><a:schemeClr val="accent1"/>'
        '</a:effectRef><a:fontRef idx="minor"><a:schemeClr val="lt1"/></a:fontRef></a:style></a:spDef>'
    )
    line = (
        '<a:lnDef><a:spPr><a:ln w="19050"><a:solidFill><a:schemeClr val="accent6"/></a:solidFill></a:ln></a:spPr>'
        "<a:bodyPr/><a:lstStyle/></a:lnDef>"
    )
    return shape + line
