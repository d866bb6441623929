"""How an object looks beyond what an update compares, as a digest of its markup.

An update compares what ``update.deck_state`` owns. Alignment, text colours, fonts, insets, cell fills, rotation,
effects and all that nobody foresaw are in the markup beside it, so the digest is of the markup: without what is
compared, and without what programs write of their own accord when they save an unedited deck (marks of the spelling
checker, ids, empty lists, defaults said outright). The writer and the reader use one function on text, so that they
cannot say two things of one object. A build calls it for every object, so tags are looked up in a table of those met
before: it costs a third of writing the slides (``benchmarks/RESULTS.md`` has the whole).

Not in it: heights of rows and autofit (programs count them anew), the points of polygons, and of a chart everything but
the switches and texts that ``_CHART`` lists, because programs rewrite the whole part.
"""

from __future__ import annotations

import re
from sys import intern
from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.pptx.xml import Xml

UNKNOWN = "-----"
"""Stands for a look that is not known, in a list of looks."""

_TAG = re.compile("<[^>]*>")
_ATTRIBUTE = re.compile('([^ =]+)="([^"]*)"')


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_NOTHING = _names(
    "a:xfrm p:xfrm a:endParaRPr a:t a:br a:off a:chOff a:chExt a:custGeom a:srcRect p14:modId a:gridCol p:ph "
    "a:normAutofit a:noAutofit a:spAutoFit a:stCxn a:endCxn c:chart a:tailEnd a:headEnd a:stretch"
)
"""Elements that say nothing here: compared, or counted anew by programs."""
_EMPTY = _names(
    "a:avLst a:lstStyle a:effectLst a:extLst p:extLst p:nvPr p:cNvSpPr p:cNvPicPr p:cNvCxnSpPr p:cNvGrpSpPr "
    "p:spPr p:grpSpPr a:xfrm p:xfrm a:pPr a:rPr a:hlinkClick a:ln a:bodyPr a:ext p:ext a:tcPr a:tabLst a:blip "
    "p:cNvPr"
)
"""Elements that say nothing where they are empty."""
_DEFAULTS = _names(
    "rtlCol=0 fromWordArt=0 forceAA=0 compatLnSpc=0 compatLnSpc=1 spcFirstLastPara=0 rot=0 flipH=0 flipV=0 rtl=0 "
    "eaLnBrk=1 eaLnBrk=0 latinLnBrk=0 latinLnBrk=1 hangingPunct=1 hangingPunct=0 fontAlgn=auto baseline=0 "
    "strike=noStrike u=none cap=none cap=flat cmpd=sng kern=1200 kern=0 history=1 highlightClick=0 endSnd=0 "
    "tooltip= title= action= action=ppaction://hlinksldjump rotWithShape=1 dpi=0 upright=0 numCol=1 bandCol=0 "
    "firstCol=0 lastCol=0 lastRow=0 rowSpan=1 gridSpan=1 hidden=0 noProof=0 vert=horz bwMode=auto "
    "horzOverflow=clip vertOverflow=overflow horzOverflow=overflow vertOverflow=clip"
)
"""Attributes that say what holds without them (ECMA-376 Part 1, 21.1.2), or that programs add to every text."""
_PASSED_OVER = _names("id name descr dirty err smtClean altLang r:id r:embed r:link")
"""Attributes that name, or are compared, wherever they stand."""
_NOBODY: frozenset[str] = frozenset()
_LEFT_OUT = {
    "a:rPr": frozenset(("b", "i", "bmk", "kumimoji")),
    "a:pPr": frozenset(("lvl",)),
    "a:ln": frozenset(("w",)),
    "a:tr": frozenset(("h",)),
    "a:prstGeom": frozenset(("prst",)),
    "a:blip": frozenset(("cstate",)),
    "a:graphicData": frozenset(("uri",)),
    "p:cNvSpPr": frozenset(("txBox",)),
}
"""Attributes that are compared, or counted anew, by element."""
_CELL_DEFAULTS = frozenset(("marL=91440", "marR=91440", "marT=45720", "marB=45720", "anchor=t"))
_FILLS = frozenset(("a:noFill", "a:solidFill", "a:gradFill", "a:blipFill", "a:pattFill", "a:grpFill"))
_EDGES = frozenset(("a:lnL", "a:lnR", "a:lnT", "a:lnB", "a:lnTlToBr", "a:lnBlToTr"))
_OWN_EXTENSIONS = frozenset(
    (
        "{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}",  # a16:creationId
        "{0D108BD9-81ED-4DB2-BD59-A6C34878D82A}",  # a16:rowId
        "{9D8B030D-6E8A-4147-A177-3AD203B41FA5}",  # a16:colId
        "{28A0092B-C50C-407E-A947-70E740481C1C}",  # a14:useLocalDpi
        "{D42A27DB-BD31-4B8C-83A1-F6EECF244321}",  # p14:modId
        "{96DAC541-7B7A-43D3-8B79-37D633B846F1}",  # asvg:svgBlip
        "{A12FA001-AC4F-418D-AE19-62706E023703}",  # ahyp:hlinkClr
        "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}",
    )
)
"""Extensions that we or programs write when they save: ids, resolutions, the vector beside a bitmap."""
_CHART = (
    r"<c:(?:majorGridlines|minorGridlines|title|trendline|errBars|dTable|hiLowLines|dropLines|upDownBars)\b"
    r'|<c:(?:legendPos|tickLblPos|majorUnit|min|max|logBase|symbol|explosion|holeSize|shape) val="[^"]*"'
    r'|<c:(?:delete|smooth|showVal|showPercent|showSerName|showCatName|roundedCorners|showLeaderLines) val="1"'
    r'|<c:gapWidth val="(?!150")[^"]*"|<c:overlap val="(?!0")[^"]*"|<c:grouping val="(?:stacked|percentStacked)"'
    r"|<c:txPr>.*?</c:txPr>"
)
_POLYGON = "<a:custGeom>", "</a:custGeom>"


def look(markup: Xml) -> str:
    """Return the digest of an object's look: five characters. Of a group only its head is to be given."""
    head, begins, rest = markup.partition(_POLYGON[0])
    style = markup.partition("<a:tableStyleId>")[2].partition("<")[0] if "<a:tbl>" in markup else ""
    return _digest(style + _canonical(head + rest.partition(_POLYGON[1])[2] if begins else markup))


def chart_look(frame: Xml, part: Xml, workbook: bytes) -> str:
    """Return the digest of a chart's look: its frame's, what ``_CHART`` lists of its part, and its workbook."""
    switches = [_canonical(one) if one.startswith("<c:txPr") else one for one in re.findall(_CHART, part, re.DOTALL)]
    return _digest(f"{look(frame)}{crc32(workbook)}{''.join(switches)}")


def layout_look(name: str) -> str:
    """Return the digest of a layout, by its name: programs rename its part."""
    return _digest(name)


def group_head(markup: Xml) -> Xml:
    """Return the markup of a group as we write it, up to its first child."""
    head, end, _ = markup.partition("</p:grpSpPr>")
    return f"{head}{end}".removeprefix("<p:grpSp>")


_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_~"


def _digest(canonical: str) -> str:
    number = crc32(canonical.encode("utf-8", "surrogatepass"))
    return intern("".join([_DIGITS[number >> shift & 63] for shift in (0, 6, 12, 18, 24)]))


_Token = tuple[int, str, tuple[str, ...]]
_OPENS, _CLOSES, _ALONE = range(3)
_tokens: dict[Xml, _Token] = {}
_MOST = 1_000


def _token(written: Xml) -> _Token:
    """Return what a tag is: its sort, its element's name, and what its attributes say of a look."""
    if len(_tokens) > _MOST:
        _tokens.clear()
    if written[1] == "/":
        found: _Token = (_CLOSES, written[2:-1].strip(), ())
    else:
        name, _, rest = written[1:].rstrip("/> ").partition(" ")
        sort = _ALONE if written.endswith("/>") else _OPENS
        silent = name in _NOTHING or name in ("a:ext", "p:ext") and any([uri in rest for uri in _OWN_EXTENSIONS])
        if silent or name == "a:ext" and "uri=" not in rest:  # the latter is a size
            found = (sort, "", ())
        else:
            found = (sort, name, _attributes(name, rest))
    _tokens[written] = found
    return found


def _canonical(markup: Xml) -> str:
    """Return what some elements say of a look. Elements that say nothing are passed over with all that is in them."""
    names, attributes, inside = ["", ""], list[tuple[str, ...]](), list[list[str]]([[]])
    passed = 0
    for written in _TAG.findall(markup):
        sort, name, said = _tokens.get(written) or _token(written)
        if passed:
            passed += (sort == _OPENS) - (sort == _CLOSES)
        elif sort == _CLOSES:
            if len(inside) > 1:
                said, within = attributes.pop(), inside.pop()
                _say(names.pop(), said, within, names, inside[-1])
        elif not name:
            passed = sort == _OPENS
        elif sort == _OPENS:
            names.append(name)
            attributes.append(said)
            inside.append([])
        else:
            _say(name, said, [], names, inside[-1])
    return "".join(inside[0])


def _say(name: str, attributes: tuple[str, ...], inside: list[str], around: list[str], before: list[str]) -> None:
    """Add what an element says to ``before``, what its parent holds so far; ``around`` are the names around it."""
    parent, above = around[-1], around[-2]
    of_shape = parent in ("p:spPr", "p:grpSpPr")
    if name in _FILLS and (of_shape or parent == "a:ln" and above in ("p:spPr", "p:grpSpPr")):
        return
    if name in ("a:r", "a:fld"):
        made = f"a:r({''.join([one for one in inside if one[:5] == 'a:rPr'])})"
        if not before or before[-1] != made:
            before.append(made)
        return
    if name == "a:prstDash" and parent == "a:ln" and above == "p:spPr":
        return
    if name in _EDGES:
        inside = [one for one in inside if not one.startswith(("a:round", "a:bevel", "a:miter"))]
        unseen = "a:noFill()" in inside
        attributes = tuple([one for one in attributes if one != "algn=ctr" and not (unseen and one[:2] == "w=")])
    if name == "a:prstGeom" and "p:cxnSp" in around:
        return
    if name in _EMPTY and not attributes and not inside:
        return
    before.append(f"{name}{' '.join(attributes)}({''.join(inside)})")


def _attributes(name: str, written: Xml) -> tuple[str, ...]:
    left_out = _LEFT_OUT.get(name, _NOBODY)
    found = [
        f"{key}={value}"
        for key, value in _ATTRIBUTE.findall(written)
        if key not in _PASSED_OVER and key not in left_out and not key.startswith(("xmlns", "a16:"))
    ]
    usual = _CELL_DEFAULTS | _DEFAULTS if name == "a:tcPr" else _DEFAULTS
    return tuple(sorted([one for one in found if one not in usual]))
