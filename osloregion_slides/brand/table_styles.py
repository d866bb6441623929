"""The brand's table style: heading row in navy over an accent rule, hairlines between rows."""

from __future__ import annotations

from osloregion_slides.brand.drawing import solid
from osloregion_slides.brand.styles import BLUE, HAIRLINE, MIST
from osloregion_slides.pptx.xml import DECLARATION, esc
from osloregion_slides.scene import Colour

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.tokens import Tokens

STYLE_ID = "{7B1F6A52-0D3C-4E8B-9A41-5C2E9D7F0B13}"
"""Our table style; tables that name no style get it (tblStyleLst@def)."""

_EDGES = ("left", "right", "top", "bottom", "insideH", "insideV")


def table_styles(tokens: Tokens) -> bytes:
    """Return the tableStyles part with our style as the default (ECMA-376 Part 1, 20.1.4.2.27)."""
    whole = _text("dk1") + _cell({"top": _line(HAIRLINE), "bottom": _line(HAIRLINE), "insideH": _line(HAIRLINE)})
    head = _text("tx2", True) + _cell({"bottom": _line(BLUE, 19_050)}, "")
    total = _text("tx2", True) + _cell({"top": _line(BLUE, 19_050)}, "")
    band = f"<a:tcStyle><a:tcBdr/><a:fill>{solid(MIST)}</a:fill></a:tcStyle>"
    text = (
        f'{DECLARATION}<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" def="{STYLE_ID}">'
        f'<a:tblStyle styleId="{STYLE_ID}" styleName="{esc(tokens.name)}"><a:wholeTbl>{whole}</a:wholeTbl>'
        f"<a:band1H>{band}</a:band1H><a:lastCol>{_text('tx2', True)}<a:tcStyle><a:tcBdr/></a:tcStyle></a:lastCol>"
        f"<a:firstCol>{_text('tx2', True)}<a:tcStyle><a:tcBdr/></a:tcStyle></a:firstCol>"
        f"<a:lastRow>{total}</a:lastRow><a:firstRow>{head}</a:firstRow></a:tblStyle></a:tblStyleLst>"
    )
    return text.encode()


def _text(slot: str, bold: bool = False) -> str:
    weight = ' b="on"' if bold else ""
    return (
        f'<a:tcTxStyle{weight}><a:fontRef idx="minor"><a:prstClr val="black"/></a:fontRef>'
        f'<a:schemeClr val="{slot}"/></a:tcTxStyle>'
    )


def _line(colour: Colour, width: int = 9_525) -> str:
    return f'<a:ln w="{width}" cmpd="sng">{solid(colour)}</a:ln>'


def _cell(lines: dict[str, str], fill: str = "<a:fill><a:noFill/></a:fill>") -> str:
    none = "<a:ln><a:noFill/></a:ln>"
    edges = "".join([f"<a:{edge}>{lines.get(edge, none)}</a:{edge}>" for edge in _EDGES])
    return f"<a:tcStyle><a:tcBdr>{edges}</a:tcBdr>{fill}</a:tcStyle>"
