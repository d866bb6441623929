"""Inserting children into elements of found files, at the position in their content model.

``a:extLst`` and ``p:extLst`` are last in every model, even in elements without other children, so a child that
is appended, or placed by the names of its neighbours, would follow them in files of other programs.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from osloregion_slides.ooxml.names import A, C, P

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any as Element


# The content models of the elements of a slide (ECMA-376 Part 1), written from memory.
#
# One line per element: its children in order, without the prefix where it is the parent's.
# ``?`` none or one, ``*`` any number, ``+`` one or more, nothing exactly one; ``a|b`` either; ``$name`` a group.
# Elements without a line are not checked. Clauses: 19.3 (slides), 20.1 and 21.1 (DrawingML).

GROUPS = {
    "colour": "scrgbClr|srgbClr|hslClr|sysClr|schemeClr|prstClr",
    "fill": "noFill|solidFill|gradFill|blipFill|pattFill|grpFill",
    "a-fill": "a:noFill|a:solidFill|a:gradFill|a:blipFill|a:pattFill|a:grpFill",
    "line-fill": "noFill|solidFill|gradFill|pattFill",
    "effect": "effectLst|effectDag",
    "geometry": "custGeom|prstGeom",
    "shapes": "sp|grpSp|graphicFrame|cxnSp|pic|contentPart",
    "run": "ln? $fill? $effect? highlight? uLnTx|uLn? uFillTx|uFill? latin? ea? cs? sym? "
    "hlinkClick? hlinkMouseOver? rtl? extLst?",
    "paragraph": "lnSpc? spcBef? spcAft? buClrTx|buClr? buSzTx|buSzPct|buSzPts? buFontTx|buFont? "
    "buNone|buAutoNum|buChar|buBlip? tabLst? defRPr? extLst?",
    "transforms": "tint|shade|comp|inv|gray|alpha|alphaOff|alphaMod|hue|hueOff|hueMod|sat|satOff|satMod|lum|lumOff|"
    "lumMod|red|redOff|redMod|green|greenOff|greenMod|blue|blueOff|blueMod|gamma|invGamma*",
    "mapped": "a:masterClrMapping|a:overrideClrMapping",
    "levels": "defPPr? lvl1pPr? lvl2pPr? lvl3pPr? lvl4pPr? lvl5pPr? lvl6pPr? lvl7pPr? lvl8pPr? lvl9pPr? extLst?",
    "prefixed-levels": "a:defPPr? a:lvl1pPr? a:lvl2pPr? a:lvl3pPr? a:lvl4pPr? a:lvl5pPr? a:lvl6pPr? a:lvl7pPr? "
    "a:lvl8pPr? a:lvl9pPr? a:extLst?",
}
"""A group that ends in ``*`` or has several children contains its own occurrence signs."""

MODELS = """
p:presentation = sldMasterIdLst? notesMasterIdLst? handoutMasterIdLst? sldIdLst? sldSz? notesSz smartTags? \
embeddedFontLst? custShowLst? photoAlbum? custDataLst? kinsoku? defaultTextStyle? modifyVerifier? extLst?
p:sldMasterIdLst = sldMasterId*
p:notesMasterIdLst = notesMasterId?
p:handoutMasterIdLst = handoutMasterId?
p:sldIdLst = sldId*
p:sldId p:sldMasterId p:notesMasterId p:handoutMasterId p:sldLayoutId = extLst?
p:sldLayoutIdLst = sldLayoutId*
p:embeddedFontLst = embeddedFont*
p:embeddedFont = font regular? bold? italic? boldItalic?
p:sldSz p:notesSz p:regular p:bold p:italic p:boldItalic =
p:sld = cSld clrMapOvr? transition? timing? extLst?
p:sldLayout = cSld clrMapOvr? transition? timing? hf? extLst?
p:sldMaster = cSld clrMap sldLayoutIdLst? transition? timing? hf? txStyles? extLst?
p:notes = cSld clrMapOvr? extLst?
p:notesMaster = cSld clrMap hf? notesStyle? extLst?
p:handoutMaster = cSld clrMap hf? extLst?
p:txStyles = titleStyle? bodyStyle? otherStyle? extLst?
p:cSld = bg? spTree custDataLst? controls? extLst?
p:bg = bgPr|bgRef
p:bgPr = $a-fill a:effectLst|a:effectDag? extLst?
p:clrMapOvr = $mapped
p:spTree = nvGrpSpPr grpSpPr $shapes* extLst?
p:grpSp = nvGrpSpPr grpSpPr $shapes* extLst?
p:nvGrpSpPr = cNvPr cNvGrpSpPr nvPr
p:grpSpPr = a:xfrm? $a-fill? a:effectLst|a:effectDag? a:scene3d? a:extLst?
p:sp = nvSpPr spPr style? txBody? extLst?
p:nvSpPr = cNvPr cNvSpPr nvPr
p:cNvSpPr = a:spLocks? a:extLst?
p:cNvPr = a:hlinkClick? a:hlinkHover? a:extLst?
p:nvPr = ph? a:audioCd|a:wavAudioFile|a:audioFile|a:videoFile|a:quickTimeFile? custDataLst? extLst?
p:ph = extLst?
p:spPr c:spPr = a:xfrm? a:custGeom|a:prstGeom? $a-fill? a:ln? a:effectLst|a:effectDag? a:scene3d? a:sp3d? a:extLst?
p:style = a:lnRef a:fillRef a:effectRef a:fontRef
p:txBody = a:bodyPr a:lstStyle? a:p+
p:pic = nvPicPr blipFill spPr style? extLst?
p:nvPicPr = cNvPr cNvPicPr nvPr
p:cNvPicPr = a:picLocks? a:extLst?
p:blipFill = a:blip? a:srcRect? a:tile|a:stretch?
p:cxnSp = nvCxnSpPr spPr style? extLst?
p:nvCxnSpPr = cNvPr cNvCxnSpPr nvPr
p:cNvCxnSpPr = a:cxnSpLocks? a:stCxn? a:endCxn? a:extLst?
p:graphicFrame = nvGraphicFramePr xfrm a:graphic extLst?
p:nvGraphicFramePr = cNvPr cNvGraphicFramePr nvPr
p:cNvGraphicFramePr = a:graphicFrameLocks? a:extLst?
p:xfrm = a:off? a:ext?
p:titleStyle p:bodyStyle p:otherStyle p:notesStyle p:defaultTextStyle = $prefixed-levels
a:graphic = graphicData
a:xfrm = off? ext? chOff? chExt?
a:off a:chOff a:chExt a:gd a:srcRect a:tab a:headEnd a:tailEnd a:buNone a:buClrTx a:buSzTx a:buFontTx =
a:noFill a:grpFill a:masterClrMapping a:noAutofit a:spAutoFit a:normAutofit a:buChar a:buAutoNum a:latin a:ea a:cs =
a:solidFill a:buClr a:highlight = $colour?
a:srgbClr a:schemeClr a:sysClr a:prstClr a:scrgbClr a:hslClr = $transforms
a:gradFill = gsLst? lin|path? tileRect?
a:gsLst = gs+
a:gs = $colour
a:blip = alphaBiLevel|alphaCeiling|alphaFloor|alphaInv|alphaMod|alphaModFix|alphaRepl|biLevel|blur|clrChange|\
clrRepl|duotone|fillOverlay|grayscl|hsl|lum|tint* extLst?
a:stretch = fillRect?
a:ln a:lnL a:lnR a:lnT a:lnB a:lnTlToBr a:lnBlToTr a:uLn = $line-fill? prstDash|custDash? round|bevel|miter? \
headEnd? tailEnd? extLst?
a:custGeom = avLst? gdLst? ahLst? cxnLst? rect? pathLst
a:prstGeom = avLst?
a:avLst a:gdLst = gd*
a:pathLst = path*
a:txBody = bodyPr lstStyle? p+
a:bodyPr = prstTxWarp? noAutofit|normAutofit|spAutoFit? scene3d? sp3d|flatTx? extLst?
a:lstStyle = $levels
a:p = pPr? r|br|fld* endParaRPr?
a:pPr a:lvl1pPr a:lvl2pPr a:lvl3pPr a:lvl4pPr a:lvl5pPr a:lvl6pPr a:lvl7pPr a:lvl8pPr a:lvl9pPr a:defPPr = $paragraph
a:lnSpc a:spcBef a:spcAft = spcPct|spcPts
a:tabLst = tab*
a:r = rPr? t
a:br = rPr?
a:fld = rPr? pPr? t?
a:rPr a:endParaRPr a:defRPr = $run
a:t =
a:hlinkClick a:hlinkMouseOver a:hlinkHover = snd? extLst?
a:tbl = tblPr? tblGrid tr*
a:tblPr = $fill? $effect? tableStyle|tableStyleId? extLst?
a:tblGrid = gridCol*
a:gridCol = extLst?
a:tr = tc* extLst?
a:tc = txBody? tcPr? extLst?
a:tcPr = lnL? lnR? lnT? lnB? lnTlToBr? lnBlToTr? cell3D? $fill? headers? extLst?
a:lnRef a:fillRef a:effectRef a:fontRef = $colour?
"""

CHART_ORDERS = {
    "c:ser": "idx order tx spPr invertIfNegative pictureOptions marker explosion dPt dLbls trendline errBars cat val "
    "smooth shape extLst",
    "c:chartSpace": "date1904 lang roundedCorners AlternateContent style clrMapOvr pivotFmts protection chart spPr "
    "txPr externalData printSettings userShapes extLst",
}
"""The order of children in edited chart elements; one for series of bars, lines and pies (21.2.2.170, 21.2.2.29).

These are not content models and not used for validation.
"""


def series_order(name: str) -> tuple[str, ...]:
    """Return the children of an edited chart element in order, () for other elements."""
    return tuple([f"c:{child}" for child in CHART_ORDERS.get(name, "").split()])


class Step:
    """One position of a content model: the allowed names and their number (``least``, ``many``: more than one)."""

    __slots__ = ("least", "many", "names")

    def __init__(self, names: frozenset[str], least: int, many: bool) -> None:
        self.names = names
        self.least = least
        self.many = many


@cache
def content_models() -> dict[str, tuple[Step, ...]]:
    """Return the content model of each element, by prefixed name."""
    found: dict[str, tuple[Step, ...]] = {}
    for line in MODELS.strip().split("\n"):
        left, _, right = line.partition(" =")
        for name in left.split():
            found[name] = tuple(_steps(right, name.partition(":")[0]))
    return found


def _steps(text: str, prefix: str) -> list[Step]:
    steps: list[Step] = []
    for word in text.split():
        sign = word[-1] if word[-1] in "?*+" else ""
        bare = word[: len(word) - len(sign)]
        if bare.startswith("$"):
            group = GROUPS[bare[1:]]
            if " " in group or group[-1] in "?*":
                steps += _steps(group, prefix)
                continue
            bare = group
        names = frozenset([name if ":" in name else f"{prefix}:{name}" for name in bare.split("|")])
        steps.append(Step(names, 0 if sign in ("?", "*") else 1, sign in ("*", "+")))
    return steps


_PREFIXES = {A: "a", P: "p", C: "c"}


def put(holder: Element, child: Element) -> None:
    """Insert a child into ``holder`` before the first child with a later position in its content model.

    Children that are not in the model keep their places: ``mc:AlternateContent``, comments. KeyError, a fault of the
    caller, where ``MODELS`` has no model of ``holder`` or the model does not allow the child.
    """
    ranks = _ranks(_prefixed(holder.tag))
    rank = ranks[_prefixed(child.tag)]
    parent = child.getparent()
    if parent is not None:
        parent.remove(child)
    following = next((other for other in holder if ranks.get(_prefixed(other.tag), -1) > rank), None)
    if following is not None:
        following.addprevious(child)
    else:
        holder.append(child)


@cache
def _ranks(holder: str) -> Mapping[str, int]:
    """Return the position of each child in an element; a name with two positions has the later one."""
    names = series_order(holder)
    if names:
        return {name: place for place, name in enumerate(names)}
    return {name: place for place, step in enumerate(content_models()[holder]) for name in step.names}


@cache
def places(name: str) -> dict[str, tuple[int, ...]]:
    """Return the positions at which each child is allowed in an element."""
    found: dict[str, tuple[int, ...]] = {}
    for index, step in enumerate(content_models()[name]):
        for child in step.names:
            found[child] = (*found.get(child, ()), index)
    return found


def _prefixed(tag: object) -> str:
    """Return a tag with the usual prefix; "" for comments and other namespaces."""
    if not isinstance(tag, str):
        return ""
    space, _, name = tag[1:].partition("}")
    return f"{_PREFIXES[space]}:{name}" if space in _PREFIXES else ""
