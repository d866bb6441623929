"""The attributes of the elements of slides and their types, and the removal of invalid values."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from osloregion_slides.ooxml.names import COLOUR_MAP, P14, SLOTS, A, C, P, R

if TYPE_CHECKING:
    from typing import Any as Element


# The attributes of the common elements of a slide and their types (ECMA-376 Part 1, 19.3, 20.1, 21.1).
#
# One line an element. A type is ``bool``, ``int``, ``text``, ``part`` (thousandths of a percent, or
# with a percent sign), ``coord`` (EMU, or with a unit), ``1..9`` (whole numbers) or ``(a|b)`` (words).

MAX_EMU = 27_273_042_316_900
"""The largest coordinate (ST_CoordinateUnqualified, 20.1.10.19)."""

_LINE = "w:0..20116800 cap:(rnd|sq|flat) cmpd:(sng|dbl|thickThin|thinThick|tri) algn:(ctr|in)"
_LEVEL = (
    "marL:0..51206400 marR:0..51206400 lvl:0..8 indent:-51206400..51206400 algn:(l|ctr|r|just|justLow|dist|thaiDist) "
    "defTabSz:coord rtl:bool eaLnBrk:bool fontAlgn:(auto|t|ctr|base|b) latinLnBrk:bool hangingPunct:bool"
)
_RUN = (
    "kumimoji:bool lang:text altLang:text sz:100..400000 b:bool i:bool u:text strike:(noStrike|sngStrike|dblStrike) "
    "kern:0..400000 cap:(none|small|all) spc:-400000..400000 normalizeH:bool baseline:part noProof:bool dirty:bool "
    "err:bool smtClean:bool smtId:0..4294967295 bmk:text"
)
_FONT = "typeface:text panose:text pitchFamily:int charset:int"
_SLOTS = f"({'|'.join(SLOTS)})"
_MAP = " ".join([f"{word}:{_SLOTS}" for word, _ in COLOUR_MAP])
_LINK = "r:id:text invalidUrl:text action:text tgtFrame:text tooltip:text history:bool highlightClick:bool endSnd:bool"

ATTRIBUTES = f"""
p:sld = showMasterSp:bool showMasterPhAnim:bool show:bool
p:sldLayout = matchingName:text type:text preserve:bool userDrawn:bool showMasterSp:bool showMasterPhAnim:bool
p:sldMaster = preserve:bool
p:cSld = name:text
p:sldId = id:256..2147483647 r:id:text
p:sldMasterId p:sldLayoutId = id:2147483648..4294967295 r:id:text
p:notesMasterId p:handoutMasterId = r:id:text
p:sldSz = cx:914400..51206400 cy:914400..51206400 type:text
p:notesSz = cx:0..{MAX_EMU} cy:0..{MAX_EMU}
p:cNvPr = id:0..4294967295 name:text descr:text hidden:bool title:text
p:ph = type:(title|body|ctrTitle|subTitle|dt|sldNum|ftr|hdr|obj|chart|tbl|clipArt|dgm|media|sldImg|pic) \
orient:(horz|vert) sz:(full|half|quarter) idx:0..4294967295 hasCustomPrompt:bool
p:sp = useBgFill:bool
p:cNvSpPr = txBox:bool
p:spPr p:grpSpPr = bwMode:text
p:spTree p:grpSp p:txBody p:nvSpPr p:nvGrpSpPr p:nvPicPr p:nvCxnSpPr p:nvGraphicFramePr p:clrMapOvr p:style =
p:clrMap a:overrideClrMapping = {_MAP}
p:xfrm a:xfrm = rot:int flipH:bool flipV:bool
a:off a:chOff = x:coord y:coord
a:chExt = cx:0..{MAX_EMU} cy:0..{MAX_EMU}
a:ln a:lnL a:lnR a:lnT a:lnB a:lnTlToBr a:lnBlToTr a:uLn = {_LINE}
a:prstGeom = prst:text
a:gd = name:text fmla:text
a:srgbClr = val:hex
a:schemeClr = val:(bg1|tx1|bg2|tx2|accent1|accent2|accent3|accent4|accent5|accent6|hlink|folHlink|phClr|dk1|lt1|dk2|lt2)
a:spcPct a:alpha a:lumMod a:lumOff a:satMod a:satOff a:tint a:shade a:alphaOff a:alphaMod = val:part
a:bodyPr = rot:int spcFirstLastPara:bool vertOverflow:(overflow|ellipsis|clip) horzOverflow:(overflow|clip) \
vert:(horz|vert|vert270|wordArtVert|eaVert|mongolianVert|wordArtVertRtl) wrap:(none|square) lIns:coord tIns:coord \
rIns:coord bIns:coord numCol:1..16 spcCol:0..{MAX_EMU} rtlCol:bool fromWordArt:bool anchor:(t|ctr|b|just|dist) \
anchorCtr:bool forceAA:bool upright:bool compatLnSpc:bool
a:normAutofit = fontScale:part lnSpcReduction:part
a:pPr a:lvl1pPr a:lvl2pPr a:lvl3pPr a:lvl4pPr a:lvl5pPr a:lvl6pPr a:lvl7pPr a:lvl8pPr a:lvl9pPr a:defPPr = {_LEVEL}
a:rPr a:endParaRPr a:defRPr = {_RUN}
a:latin a:ea a:cs a:sym a:buFont = {_FONT}
a:p a:r a:br a:t a:lstStyle a:txBody a:tblGrid a:solidFill a:noFill a:graphic =
a:fld = id:text type:text
a:buChar = char:text
a:spcPts = val:0..158400
a:tab = pos:coord algn:(l|ctr|r|dec)
a:tblPr = rtl:bool firstRow:bool firstCol:bool lastRow:bool lastCol:bool bandRow:bool bandCol:bool
a:gridCol = w:coord
a:tr = h:coord
a:tc = rowSpan:int gridSpan:int hMerge:bool vMerge:bool id:text
a:tcPr = marL:coord marR:coord marT:coord marB:coord vert:text anchor:(t|ctr|b|just|dist) anchorCtr:bool \
horzOverflow:(overflow|clip)
a:hlinkClick a:hlinkMouseOver a:hlinkHover = {_LINK}
c:axId c:crossAx = val:-2147483648..4294967295
c:idx c:order = val:0..4294967295
"""

NEEDED = {
    "p:sldId": ("id", "r:id"),
    "p:sldMasterId": ("r:id",),
    "p:sldLayoutId": ("r:id",),
    "p:notesMasterId": ("r:id",),
    "p:sldSz": ("cx", "cy"),
    "p:cNvPr": ("id", "name"),
    "p:clrMap": ("bg1", "tx1", "bg2", "tx2"),
    "a:overrideClrMapping": ("bg1", "tx1", "bg2", "tx2"),
    "a:off": ("x", "y"),
    "a:prstGeom": ("prst",),
    "a:srgbClr": ("val",),
    "a:schemeClr": ("val",),
    "a:gridCol": ("w",),
    "a:tr": ("h",),
    "a:fld": ("id",),
    "a:buChar": ("char",),
    "a:latin": ("typeface",),
}
"""Required attributes, by element."""

_PATTERNS = {
    "text": re.compile(".*", re.DOTALL),
    "bool": re.compile("0|1|true|false|on|off"),
    "int": re.compile(r"[+-]?[0-9]{1,18}"),
    "coord": re.compile(r"[+-]?[0-9]{1,14}|-?[0-9]{1,9}(\.[0-9]{1,9})?(mm|cm|in|pt|pc|pi)"),
    "part": re.compile(r"[+-]?[0-9]{1,10}|-?[0-9]{1,9}(\.[0-9]{1,9})?%"),
    "hex": re.compile("[0-9A-Fa-f]{6}"),
}


@lru_cache(maxsize=8192)
def is_valid(value: str, kind: str) -> bool:
    """Return whether a value is valid for a type (see the comment above ``ATTRIBUTES``)."""
    value = value.strip()
    pattern = _PATTERNS.get(kind)
    if pattern is not None:
        return bool(pattern.fullmatch(value))
    if kind.startswith("("):
        return value in kind[1:-1].split("|")
    low, _, high = kind.partition("..")
    return bool(_PATTERNS["int"].fullmatch(value)) and int(low) <= int(value) <= int(high)


MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
PREFIXES = {A: "a", P: "p", R: "r", C: "c", MC: "mc", P14: "p14"}
EXTENT = {"cx": f"0..{MAX_EMU}", "cy": f"0..{MAX_EMU}"}


@cache
def _attributes() -> dict[str, dict[str, str]]:
    """Return the types of the attributes of each element, by prefixed names."""
    found: dict[str, dict[str, str]] = {}
    for line in ATTRIBUTES.strip().split("\n"):
        left, _, right = line.partition(" =")
        types = {word.rpartition(":")[0]: word.rpartition(":")[2] for word in right.split()}
        found.update(dict.fromkeys(left.split(), types))
    return found


def types_of(element: Element, name: str) -> dict[str, str] | None:
    """Return the types of an element's attributes, None for an unlisted one; ``a:ext`` with ``uri`` is an extension."""
    if name == "a:ext":
        return EXTENT if element.get("uri") is None else None
    return _attributes().get(name)


def drop_invalid(root: Element) -> None:
    """Remove attributes with invalid values from a parsed part, in place; ``check_schema`` has reported them.

    After that, readers of the part find valid numbers only.
    """
    for element in root.iter("*"):
        types = types_of(element, prefixed(element.tag))
        if types is not None:
            for key, value in list(element.attrib.items()):
                kind = types.get(prefixed(key))
                if kind is not None and not is_valid(value, kind):
                    del element.attrib[key]


@lru_cache(maxsize=4096)
def prefixed(tag: str) -> str:
    """Return a tag or attribute with its usual prefix: ``{…/drawingml/2006/main}p`` → ``a:p``."""
    space, _, name = tag[1:].rpartition("}") if tag[:1] == "{" else ("", "", tag)
    prefix = PREFIXES.get(space, "")
    return f"{prefix}:{name}" if prefix else name


@lru_cache(maxsize=4096)
def space_of(tag: str) -> str:
    """Return the namespace of a tag or attribute, "" without one."""
    return tag[1:].partition("}")[0] if tag[:1] == "{" else ""
