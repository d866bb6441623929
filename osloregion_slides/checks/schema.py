"""The XML of slides against the standard's content models: which elements, in which order, with which attributes."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, finding, term
from osloregion_slides.ooxml.names import COLOUR_MAP, P14, SLOTS, A, C, P, R
from osloregion_slides.ooxml.order import content_models

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.base.messages import Phrase

    Fault = tuple[str, dict[str, Any]]
    """``code`` or ``code.form`` of a finding, and its values but for the part."""


# What attributes the common elements of a slide take, and which values (ECMA-376 Part 1, 19.3, 20.1, 21.1).
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
"""Attributes that an element cannot do without."""

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
    """Whether a value is one of a type as above."""
    value = value.strip()
    pattern = _PATTERNS.get(kind)
    if pattern is not None:
        return bool(pattern.fullmatch(value))
    if kind.startswith("("):
        return value in kind[1:-1].split("|")
    low, _, high = kind.partition("..")
    return bool(_PATTERNS["int"].fullmatch(value)) and int(low) <= int(value) <= int(high)


TYPES = {
    "bool": "0 or 1",
    "int": "a whole number",
    "hex": "six hex digits",
    "coord": "a length in EMU",
    "part": "thousandths of a percent",
}
"""Types of attributes as a reader understands them."""


def in_words(kind: str) -> Phrase | str:
    """Return a type as a reader understands it."""
    if kind.startswith("("):
        words = kind[1:-1].split("|")
        return ", ".join(words[:8]) + (" …" if len(words) > 8 else "")
    if kind in TYPES:
        return term(TYPES[kind])
    low, _, high = kind.partition("..")
    return term("a whole number from {low} to {high}", low=low, high=high)


MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
XML = "http://www.w3.org/XML/1998/namespace"
PREFIXES = {A: "a", P: "p", R: "r", C: "c", MC: "mc", P14: "p14"}
STANDARD = ("http://schemas.openxmlformats.org/", "http://purl.org/dc/", "http://www.w3.org/")
"""Namespaces that every program of the format knows."""
GUARDED = frozenset({f"{{{A}}}ext", f"{{{P}}}ext", f"{{{C}}}ext", f"{{{A}}}graphicData", f"{{{MC}}}AlternateContent"})
"""Where elements of other namespaces may stand: who does not know them passes over them."""
_PATH, _GRADIENT = f"{{{A}}}path", f"{{{A}}}gradFill"
_STEPS = frozenset(f"{{{A}}}{name}" for name in ("close", "moveTo", "lnTo", "arcTo", "quadBezTo", "cubicBezTo"))
_EXTENT = {"cx": f"0..{MAX_EMU}", "cy": f"0..{MAX_EMU}"}
MAX_PER_PART = 20  # a part that is wrong throughout says no more with a thousand

_models = cache(content_models)


@cache
def _attributes() -> dict[str, dict[str, str]]:
    """Return the types of the attributes of each element, by prefixed names."""
    found: dict[str, dict[str, str]] = {}
    for line in ATTRIBUTES.strip().split("\n"):
        left, _, right = line.partition(" =")
        types = {word.rpartition(":")[0]: word.rpartition(":")[2] for word in right.split()}
        found.update(dict.fromkeys(left.split(), types))
    return found


def check_schema(root: Element, part: str) -> Iterator[Finding]:
    """Yield an error for each element and attribute that the standard does not allow where it is.

    At most ``MAX_PER_PART`` of them.
    """
    faults = (fault for element, guarded, ignored in _walk(root) for fault in _faults(element, guarded, ignored))
    for key, values in islice(faults, MAX_PER_PART):
        yield finding(key, part=part, **values)


def _walk(root: Element) -> Iterator[tuple[Element, bool, frozenset[str]]]:
    """Yield each element, whether others' namespaces are allowed in it, and those that may be ignored."""
    waiting: list[tuple[Element, bool, frozenset[str]]] = [(root, False, frozenset())]
    while waiting:
        element, guarded, ignored = waiting.pop()
        said = element.get(f"{{{MC}}}Ignorable")
        if said:
            ignored |= {element.nsmap.get(prefix, "") for prefix in said.split()}
        space = _space(element.tag)
        if space in ignored and space:
            continue
        yield element, guarded, ignored
        if element.tag == _PATH:
            continue  # its thousands of points are looked at as a whole
        inside = guarded or element.tag in GUARDED
        waiting += [(child, inside, ignored) for child in reversed(element) if isinstance(child.tag, str)]


def _faults(element: Element, guarded: bool, ignored: frozenset[str]) -> Iterator[Fault]:
    space = _space(element.tag)
    if not guarded and space and not space.startswith(STANDARD):
        yield _fault("foreign-namespace", element, space=space[:80])
        return
    name = prefixed(element.tag)
    if element.tag == _PATH:
        yield from _path_steps(element)
        return
    if name in _models():
        yield from _children(element, name, ignored)
    yield from _attribute_faults(element, name, guarded, ignored)


def _fault(code: str, element: Element, **values: Any) -> Fault:
    return code, {"element": prefixed(element.tag), "line": element.sourceline, **values}


def _path_steps(element: Element) -> Iterator[Fault]:
    """The steps of a drawn path; a gradient has another element of that name (20.1.8.46)."""
    if element.getparent() is not None and element.getparent().tag == _GRADIENT:
        return
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _STEPS:
            yield _fault("unknown-element", child, parent="a:path")


@cache
def _places(name: str) -> dict[str, tuple[int, ...]]:
    """Return the positions at which each child is allowed in an element."""
    found: dict[str, tuple[int, ...]] = {}
    for index, step in enumerate(_models()[name]):
        for child in step.names:
            found[child] = (*found.get(child, ()), index)
    return found


def _children(element: Element, name: str, ignored: frozenset[str]) -> Iterator[Fault]:
    """Go through the children and the model side by side."""
    model, places = _models()[name], _places(name)
    place = 0
    counts = [0] * len(model)
    has_alternatives = False
    for child in element:
        if not isinstance(child.tag, str) or _space(child.tag) in ignored:
            continue
        if child.tag == f"{{{MC}}}AlternateContent":
            has_alternatives = True
            continue
        known = places.get(prefixed(child.tag), ())
        if not known:
            if _space(child.tag).startswith(STANDARD):
                yield _fault("unknown-element", child, parent=name)
            continue
        ahead = [index for index in known if index >= place]
        index = ahead[0] if ahead else known[-1]
        if not ahead:
            yield _fault("element-order", child, parent=name)
        elif counts[index] and not model[index].many:
            yield _fault("element-repeated", child, parent=name)
        place = max(place, index)
        counts[index] += 1
    for step, count in zip(model, counts):
        if count < step.least and not has_alternatives:
            code = "empty-colour-map-override" if name == "p:clrMapOvr" else "missing-element"
            wanted = tuple([f"<{word}>" for word in sorted(step.names)][:3])
            yield _fault(code, element, wanted=wanted)


def _attribute_faults(element: Element, name: str, guarded: bool, ignored: frozenset[str]) -> Iterator[Fault]:
    types = _types_of(element, name)
    for key, value in element.attrib.items():
        space = _space(key)
        if space in ignored and space or space in (MC, XML):
            continue
        called = prefixed(key)
        if space and not space.startswith(STANDARD):
            if not guarded:
                called = key.rpartition("}")[2]
                yield _fault("foreign-namespace.attribute", element, attribute=called, space=space[:80])
        elif types is None:
            continue
        elif called not in types:
            yield _fault("unknown-attribute", element, attribute=called)
        elif not is_valid(value, types[called]):
            expected = in_words(types[called])
            yield _fault("value-out-of-range", element, attribute=called, value=value[:40], expected=expected)
    for needed in NEEDED.get(name, ()):
        if element.get(f"{{{R}}}{needed[2:]}" if needed.startswith("r:") else needed) is None:
            yield _fault("missing-attribute", element, attribute=needed)


def _types_of(element: Element, name: str) -> dict[str, str] | None:
    """Return an element's attributes; ``a:ext`` is an extent, or with a ``uri`` an extension."""
    if name == "a:ext":
        return _EXTENT if element.get("uri") is None else None
    return _attributes().get(name)


def drop_invalid(root: Element) -> None:
    """Take attributes with invalid values out of a parsed part, in place; ``check_schema`` has reported them.

    What reads the part after that meets valid numbers only.
    """
    for element in root.iter("*"):
        types = _types_of(element, prefixed(element.tag))
        if types is not None:
            for key, value in list(element.attrib.items()):
                kind = types.get(prefixed(key))
                if kind is not None and not is_valid(value, kind):
                    del element.attrib[key]


@lru_cache(maxsize=4096)
def prefixed(tag: str) -> str:
    """Return a tag or attribute as people write it: ``{…/drawingml/2006/main}p`` → ``a:p``."""
    space, _, name = tag[1:].rpartition("}") if tag[:1] == "{" else ("", "", tag)
    prefix = PREFIXES.get(space, "")
    return f"{prefix}:{name}" if prefix else name


@lru_cache(maxsize=4096)
def _space(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag[:1] == "{" else ""
