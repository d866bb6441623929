"""The slide master and its layouts as units with digests, by which an update detects manual edits.

A unit is an object of a sheet, a text style of the master, the guides of a sheet, or the rest of the sheet
(background, colour map).
Its digest is independent of how a program serialises it. The digests of a template, as one text, are stored in
the base of each deck: with them an update finds the edited units without the old template.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.names import REL_LAYOUT, A, P, R

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Element = Any

    from osloregion_slides.ooxml.package import Package

BESIDE = "sheet"
"""The unit of a sheet's properties besides its objects; every sheet has it."""
GUIDES = "guides"
"""The unit of a sheet's guides, if it has any; its element is the extension that contains them."""
_AROUND = ("clrMap", "clrMapOvr", "transition", "timing", "hf")
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
"""The wrapper for content of newer versions, such as a transition's duration (Part 3, 7.6)."""
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_KEY, _DIGEST = 5, 4


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_IGNORED_ATTRIBUTES = _names("id dirty err smtClean lang altLang noProof bmk kumimoji userDrawn uri useLocalDpi")
_DEFAULTS = _names(
    "rtl=0 eaLnBrk=1 latinLnBrk=0 hangingPunct=1 fontAlgn=base fontAlgn=auto rotWithShape=1 rtlCol=0 dpi=0 lvl=0 idx=0 "
    "cap=flat cmpd=sng spcFirstLastPara=0 fromWordArt=0 forceAA=0 compatLnSpc=1 compatLnSpc=0 normalizeH=0 "
    "noGrp=1 bwMode=auto upright=0 defTabSz=914400"
)
_AT_THE_TOP = _names("algn=l b=0 i=0 u=none strike=noStrike cap=none baseline=0 kern=0 spc=0")
"""Defaults in the text styles of a master; on objects of master and layouts these override the styles."""
_IGNORED_CHILDREN = ("extLst", "endParaRPr")
_EMPTY = _names("lstStyle nvPr pPr rPr avLst spLocks cNvSpPr cNvPicPr picLocks cNvGrpSpPr grpSpLocks effectLst")
"""Elements that programs write or omit where they are empty."""
_GUIDES = "{http://schemas.microsoft.com/office/powerpoint/2012/main}sldGuideLst"
_TO, _FIELD, _PARAGRAPH, _TEXT = f"{{{R}}}", f"{{{A}}}fld", f"{{{A}}}p", f"{{{A}}}t"
_ONE_OF_A_KIND = ("title", "ctrTitle", "dt", "ftr", "sldNum", "hdr")
"""Placeholders that occur once per sheet, so that their index does not identify them."""


class Unit(Record):
    """A unit: its sheet's part, the name of its object ("" for others), its digest and its element.

    ``says`` is its text or a summary, ``box`` its x, y, width and height in EMU, () where it inherits them.
    """

    part: str
    name: str
    digest: str
    element: Element
    says: str = ""
    box: tuple[int, ...] = ()


def units(package: Package, master: str, usual: Callable[[str], str]) -> dict[tuple[str, str], Unit]:
    """Return the units of a master and its layouts by the layout's name ("" is the master) and the unit's key.

    ``usual`` translates prompts and names of any language into one.
    """
    found: dict[tuple[str, str], Unit] = {}
    for part in (master, *package.all_related(master, REL_LAYOUT)):
        root = package.root(part) if part in package else None
        sheet = root.find(f"{{{P}}}cSld") if root is not None else None
        if sheet is None:
            continue
        name = "" if part == master else usual(sheet.get("name", ""))
        for key, unit in _units(package, part, root, sheet, usual):
            found.setdefault((name, key), unit)
    return found


def _units(
    package: Package, part: str, root: Element, sheet: Element, usual: Callable[[str], str]
) -> Iterator[tuple[str, Unit]]:
    targets = {one.id: _target_digest(package, one.target, one.external) for one in package.rows(part)}
    beside = [*sheet.findall(f"{{{P}}}bg"), *around(root)]
    beside = [one for one in beside if one.tag != f"{{{P}}}timing" or one.find(f".//{{{P}}}spTgt") is not None]
    shown = root.get("showMasterSp", "1")
    digest = _code(repr((shown, [_normal_form(one, targets, usual) for one in beside])), _DIGEST)
    yield BESIDE, Unit(part, "", digest, root, _colour(sheet.find(f"{{{P}}}bg//{{{A}}}solidFill/*")))
    for style in root.iterfind(f"{{{P}}}txStyles/*"):
        name = str(style.tag).rpartition("}")[2]
        said = repr(_normal_form(style, targets, usual, _DEFAULTS | _AT_THE_TOP))
        yield name, Unit(part, "", _code(said, _DIGEST), style, _style(style))
    guides = root.find(f"{{{P}}}extLst/{{{P}}}ext/{_GUIDES}")
    if guides is not None and len(guides):
        said = repr([(one.get("orient", "vert"), one.get("pos", "")) for one in guides])
        yield GUIDES, Unit(part, "", _code(said, _DIGEST), guides.getparent(), str(len(guides)))
    counts: dict[str, int] = {}
    for shape in sheet.iterfind(f"{{{P}}}spTree/*"):
        named = shape.find(f".//{{{P}}}cNvPr")  # deeper inside alternate content
        if named is None or shape.tag == f"{{{P}}}nvGrpSpPr":
            continue
        key = name_of(shape, usual(named.get("name", "")))
        counts[key] = counts.get(key, 0) + 1
        key += f" {counts[key]}" if counts[key] > 1 else ""
        says = " ".join(
            [usual("".join([text.text or "" for text in one.iter(f"{{{A}}}t")])) for one in shape.iter(f"{{{A}}}p")]
        ).strip()
        digest = _code(repr(_normal_form(shape, targets, usual)), _DIGEST)
        yield key, Unit(part, named.get("name", ""), digest, shape, says, _box(shape))


def around(root: Element) -> list[Element]:
    """Return the elements of a sheet's root that belong to ``BESIDE``, without the background."""
    plain = [one for name in _AROUND for one in root.findall(f"{{{P}}}{name}")]
    return plain + [one for one in root.findall(ALTERNATE) if one.find(f".//{{{P}}}transition") is not None]


def name_of(shape: Element, name: str) -> str:
    """Return the key of an object of a sheet: its placeholder type and index, else this name."""
    placeholder = shape.find(f".//{{{P}}}nvPr/{{{P}}}ph")
    if placeholder is None:
        return f"object {name}"
    kind = placeholder.get("type", "obj")
    return f"placeholder {kind}" if kind in _ONE_OF_A_KIND else f"placeholder {kind} {placeholder.get('idx', '0')}"


def _target_digest(package: Package, target: str, external: bool) -> str:
    return target if external or target not in package.members else str(package.members[target].crc)


def _normal_form(
    element: Element, targets: Mapping[str, str], usual: Callable[[str], str], defaults: frozenset[str] = _DEFAULTS
) -> tuple[Any, ...]:
    """Return an element with its descendants in a normal form, without defaults and the noise of programs."""
    tag = str(element.tag)
    says = []
    for name, value in element.attrib.items():
        if name in _IGNORED_ATTRIBUTES or f"{name}={value}" in defaults:
            continue
        if name.startswith(_TO):
            says.append(f"to={targets.get(value, '')}")
        else:
            says.append(f"{name}={usual(value) if name == 'name' else value}")
    inside = []
    for child in element if tag != _FIELD else ():
        local = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else "extLst"
        if local in _IGNORED_CHILDREN:
            continue
        said = _normal_form(child, targets, usual, defaults)
        if local not in _EMPTY or any(said[1:]):
            inside.append(said)
    if tag == _PARAGRAPH:
        inside = _runs(inside, usual)
    text = element.text or ""
    text = text if tag == _TEXT else text.strip()
    return tag, tuple(sorted(says)), text and usual(text), tuple(inside)


def _runs(inside: list[tuple[Any, ...]], usual: Callable[[str], str]) -> list[tuple[Any, ...]]:
    """Return the children of a paragraph with runs of equal formatting merged: spelling checkers split them."""
    joined: list[tuple[Any, ...]] = []
    for one in inside:
        before = joined[-1] if joined else ("",)
        if one[0] == before[0] == f"{{{A}}}r" and one[3] and before[3] and one[3][:-1] == before[3][:-1]:
            text = f"{before[3][-1][2]}{one[3][-1][2]}"
            one = (*one[:3], (*one[3][:-1], (*one[3][-1][:2], usual(text), ())))
            joined.pop()
        joined.append(one)
    return joined


def _style(style: Element) -> str:
    """Return a summary of the first level of a text style: size, colour, typeface."""
    look = style.find(f"{{{A}}}lvl1pPr/{{{A}}}defRPr")
    if look is None:
        return ""
    colour = _colour(look.find(f"{{{A}}}solidFill/*"))
    face = look.find(f"{{{A}}}latin")
    size = f"{int(look.get('sz')) / 100:g} pt" if (look.get("sz") or "").isdigit() else ""
    return ", ".join([one for one in (size, colour, "" if face is None else face.get("typeface", "")) if one])


def _colour(said: Element | None) -> str:
    if said is None:
        return ""
    return f"#{said.get('val', '')}" if said.tag == f"{{{A}}}srgbClr" else str(said.get("val", ""))


def _box(shape: Element) -> tuple[int, ...]:
    place = shape.find(f".//{{{A}}}xfrm")
    if place is None or len(place) < 2:
        return ()
    try:
        return tuple(
            [int(one.get(name, "")) for one, names in zip(place, (("x", "y"), ("cx", "cy"))) for name in names]
        )
    except ValueError:
        return ()


def digests(found: Mapping[tuple[str, str], Unit]) -> str:
    """Return the digests of units as one text."""
    return "".join(sorted([_named(*key) + unit.digest for key, unit in found.items()]))


class Digests:
    """The digests of units, parsed from the text of ``digests``."""

    def __init__(self, said: str) -> None:
        width = _KEY + _DIGEST
        self._known = {said[at : at + _KEY]: said[at + _KEY : at + width] for at in range(0, len(said), width)}

    def __len__(self) -> int:
        return len(self._known)

    def of(self, sheet: str, key: str) -> str:
        """Return the digest of a unit, "" for an unknown one."""
        return self._known.get(_named(sheet, key), "")


def _named(sheet: str, key: str) -> str:
    return _code(f"{sheet}\n{key}", _KEY)


def _code(text: str, length: int) -> str:
    number = crc32(text.encode("utf-8", "surrogatepass"))
    return "".join([_DIGITS[number >> 6 * place & 63] for place in range(length)])
