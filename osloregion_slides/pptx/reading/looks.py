"""Changes to the look of an object or slide since it was built, as words; an update compares the other properties.

The built look is stored in the deck (``pptx.looks``), the current one is read along with the compared properties. Both
are reduced to atoms: ``a:rPr/a:solidFill/a:schemeClr@val=accent2``. Compared properties are left out, and so is markup
that programs write when they save an unedited deck: marks of the spelling checker, ids, empty lists, defaults.
Where paragraphs or rows were added or removed, texts are compared as sets of looks, so that only formatting counts.

If the built look of an object is unknown (LibreOffice saved it, or an old version built it), only markup counts
that neither a build nor LibreOffice writes by itself: effects, animation, comments, actions ...
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

from lxml import etree

from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.names import P14, REL_WORKBOOK, P, R
from osloregion_slides.pptx.looks import chart_look, moving_look

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Element = Any

    from osloregion_slides.pptx.reading.deck import Package

    Atoms = tuple[str, ...]
    Paragraph = tuple[Atoms, tuple[Atoms, ...]]
    Cell = tuple[Atoms, tuple[Paragraph, ...]]
    Node = tuple[str, tuple[str, ...], list[Any]]


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# The atoms of an object.

_IGNORED = _names("a:xfrm p:xfrm a:endParaRPr a:t a:br a:custGeom a:srcRect a:normAutofit a:tblGrid c:chart p:extLst")
"""Ignored elements: compared elsewhere, or renumbered by programs."""
_WRAPPERS = _names(
    "p:sp p:pic p:graphicFrame p:cxnSp p:grpSp p:txBody a:txBody a:graphic a:graphicData p:blipFill p:spPr "
    "p:grpSpPr a:tbl"
)
"""Elements whose children alone count."""
_FILLS = _names("a:noFill a:solidFill a:gradFill a:blipFill a:pattFill a:grpFill")
_EDGES = _names("a:lnL a:lnR a:lnT a:lnB a:lnTlToBr a:lnBlToTr")
_DEFAULTS = _names(
    "rtlCol=0 fromWordArt=0 forceAA=0 compatLnSpc=0 compatLnSpc=1 spcFirstLastPara=0 rot=0 rtl=0 eaLnBrk=1 "
    "eaLnBrk=0 latinLnBrk=0 latinLnBrk=1 hangingPunct=1 hangingPunct=0 fontAlgn=auto fontAlgn=base baseline=0 kern=0 "
    "strike=noStrike u=none cap=none cap=flat cmpd=sng kern=1200 history=1 highlightClick=0 endSnd=0 rotWithShape=1 "
    "dpi=0 upright=0 numCol=1 bandCol=0 firstCol=0 lastCol=0 lastRow=0 noProof=0 vert=horz bwMode=auto "
    "horzOverflow=clip vertOverflow=overflow horzOverflow=overflow vertOverflow=clip wrap=square anchorCtr=0 spc=0 "
    "normalizeH=0"
)
"""Attributes with their default value (ECMA-376 Part 1, 21.1.2), or that programs add to every text."""
_IGNORED_ATTRIBUTES = _names(
    "id name dirty err smtClean altLang lang bmk kumimoji b i sz lvl cstate uri invalidUrl r:id r:embed r:link "
    "useLocalDpi rowSpan gridSpan hMerge vMerge"
)
"""Ignored attributes of any element: names, compared elsewhere, or renumbered."""
_OWN_EXTENSIONS = (
    "{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}",  # a16:creationId
    "{0D108BD9-81ED-4DB2-BD59-A6C34878D82A}",  # a16:rowId
    "{9D8B030D-6E8A-4147-A177-3AD203B41FA5}",  # a16:colId
    "{28A0092B-C50C-407E-A947-70E740481C1C}",  # a14:useLocalDpi
    "{96DAC541-7B7A-43D3-8B79-37D633B846F1}",  # asvg:svgBlip
    "{A12FA001-AC4F-418D-AE19-62706E023703}",  # ahyp:hlinkClr
)
"""Extensions that builds or other programs write: ids, resolutions, the SVG beside a bitmap."""
_CELL_DEFAULTS = _names("marL=91440 marR=91440 marT=45720 marB=45720 anchor=t")
_TAG = re.compile(r'<(/?)([\w:.-]+)((?:\s+[\w:.-]+="[^"]*")*)\s*(/?)>')
_ATTRIBUTE = re.compile(r'([\w:.-]+)="([^"]*)"')
_STYLE = re.compile(r"<a:tableStyleId>([^<]*)<")


class Atomised(Record):
    """The atoms of an object: its shape, each paragraph with its runs, the cells of a table row by row."""

    shape: Atoms
    paragraphs: tuple[Paragraph, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    heights: tuple[int, ...] = ()
    languages: frozenset[str] = frozenset()


@lru_cache(4096)
def atomised(markup: str) -> Atomised:
    """Return the atoms of a look, built or current."""
    shape: list[str] = [f"style {style}" for style in _STYLE.findall(markup)]
    paragraphs: list[Paragraph] = []
    rows: list[tuple[Cell, ...]] = []
    for node in _tree(markup):
        _object(node, shape, paragraphs, rows)
    languages = frozenset(re.findall(r'<a:rPr\b[^>]* lang="([^"]*)"', markup))
    heights = tuple(map(int, re.findall(r'<a:tr h="(\d+)"', markup)))
    return Atomised(tuple(sorted(set(shape))), tuple(paragraphs), tuple(rows), heights, languages)


def _tree(markup: str) -> list[Node]:
    """Return the elements of markup that may be cut off at either end."""
    above: list[list[Node]] = [[]]
    for closes, name, attributes, alone in _TAG.findall(markup):
        if closes:
            if len(above) > 1:
                above.pop()
            continue
        pairs = [f"{key}={value}" for key, value in _ATTRIBUTE.findall(attributes)] if attributes else ()
        node: Node = (name, tuple(pairs), [])
        above[-1].append(node)
        if not alone:
            above.append(node[2])
    return above[0]


def _object(
    node: Node, shape: list[str], paragraphs: list[Paragraph], rows: list[tuple[Cell, ...]], inside: str = ""
) -> None:
    name, _, children = node
    if name == "a:p":
        paragraphs.append(_paragraph(children, shape))
    elif name == "a:tr":
        if children:  # else the height of a row that an update added
            rows.append(tuple([_cell(one) for one in children if one[0] == "a:tc"]))
    elif name == "a:prstGeom":
        if inside == "p:cxnSp":
            shape += [f"connector {one[5:9]}" for one in node[1] if one.startswith(("prst=bent", "prst=curv"))]
        else:
            shape += [one for guides in children for guide in guides[2] for one in _atoms(guide, "corners/")]
    elif name == "a:gd":  # of a shape whose guides alone are stored
        shape += _atoms(node, "corners/")
    elif name == "a:ln":
        shape += [one for child in children if child[0] not in _FILLS for one in _line(child)]
        shape += [f"a:ln@{one}" for one in node[1] if _counts(one) and not one.startswith("w=")]
    elif name in _WRAPPERS:
        shape += [f"{name}@{one}" for one in node[1] if one.startswith(("bwMode=", "useBgFill=")) and _counts(one)]
        for child in children:
            if child[0] not in _FILLS or name == "p:blipFill":
                _object(child, shape, paragraphs, rows, name if name != "p:spPr" else inside)
    else:
        shape += _atoms(node)


def _line(node: Node) -> list[str]:
    return [] if node[0] in ("a:prstDash", "a:round") else list(_atoms(node, "a:ln/"))


def _paragraph(children: list[Node], shape: list[str], in_cell: bool = False) -> Paragraph:
    """Return the atoms of a paragraph. The size of the first run is compared elsewhere, except in cells."""
    properties: Atoms = ()
    runs: list[Atoms] = []
    first: str | None = None
    for child in children:
        if child[0] == "a:pPr":
            properties = tuple(sorted(_atoms(child)))
        elif child[0] in ("a:r", "a:fld"):
            formats = [each for each in child[2] if each[0] == "a:rPr"]
            size = _size(formats)
            first = size if first is None else first
            other = [f"a:rPr@size={size}"] if (size if in_cell else size != first) else []
            run = tuple(sorted([*other, *[one for each in formats for one in _atoms(each)]]))
            if not runs or runs[-1] != run:
                runs.append(run)
        else:
            shape += _atoms(child)
    return properties, tuple(runs)


def _size(properties: list[Node]) -> str:
    return next((one for each in properties for one in each[1] if one.startswith("sz=")), "")


def _cell(node: Node) -> Cell:
    paragraphs: list[Paragraph] = []
    own: list[str] = []
    for child in node[2]:
        if child[0] == "a:tcPr":
            own += [one for one in _atoms(child) if one.partition("@")[2] not in _CELL_DEFAULTS]
        else:
            paragraphs += [_paragraph(one[2], own, True) for one in child[2] if one[0] == "a:p"]
            _object((child[0], child[1], [one for one in child[2] if one[0] != "a:p"]), own, paragraphs, [])
    return tuple(sorted(own)), tuple(paragraphs)


def _counts(attribute: str) -> bool:
    key, _, value = attribute.partition("=")
    is_name = key in _IGNORED_ATTRIBUTES or key.startswith("xmlns") or ":" in key and key.startswith("a16")
    return not is_name and attribute not in _DEFAULTS and (value != "" or key not in ("tooltip", "title", "action"))


def _atoms(node: Node, path: str = "") -> Iterator[str]:
    """Yield the atoms of an element, each with its path."""
    name, attributes, children = node
    if name in _IGNORED or name in ("a:ext", "p:ext") and any([f"uri={one}" in attributes for one in _OWN_EXTENSIONS]):
        return
    if name == "a:stretch":  # offsets of a stretched picture fill
        yield from [f"a:fillRect@{one}" for child in children for one in child[1] if not one.endswith("=0")]
        return
    if name == "a:hlinkClick":
        attributes = tuple([one for one in attributes if one != "action=ppaction://hlinksldjump"])
    at = f"{path}{name}"
    if name in _EDGES:
        children = [
            one for one in children if one[0] not in ("a:round", "a:bevel", "a:miter", "a:headEnd", "a:tailEnd")
        ]
        if any([one[0] == "a:noFill" for one in children]):
            yield f"{at} none"
            return
        attributes = tuple([one for one in attributes if one != "algn=ctr"])
    elif name == "a:tcPr":
        children = [one for one in children if one[0] not in _FILLS]
    own = [f"{at}@{one}" for one in attributes if _counts(one)]
    if name == "a:ext" and not own:
        own = [f"{at}@{one}" for one in attributes if one.startswith("uri=")]
    inside = [one for child in children for one in _atoms(child, f"{at}/")]
    yield from own
    yield from inside
    if not (own or inside or name in _MAY_BE_EMPTY):
        yield at


_MAY_BE_EMPTY = _names(
    "a:avLst a:lstStyle a:effectLst a:extLst a:spPr a:pPr a:rPr a:ln a:bodyPr a:tcPr a:tabLst a:blip "
    "a:hlinkClick a:defRPr"
)
"""Elements without meaning if they are empty."""


# Changed looks, in words.

_WORDS = (
    ("animation", r"animated|effect "),
    ("transition", r"transition|advances"),
    ("text-direction", r"bodyPr@(?:rot|vert)="),
    ("text-columns", r"bodyPr@(?:numCol|spcCol)="),
    ("effects", r"(?:Shdw|glow|reflection|softEdge|blur|fillOverlay)\b"),
    ("three-d", r"a:(?:sp3d|scene3d)\b"),
    ("picture-effects", r"a:(?:duotone|clrChange|grayscl|biLevel|alphaModFix|lum)\b|a14:img"),
    ("underlining", r"rPr@u=|rPr/a:u(?:Ln|Fill)"),
    ("strikethrough", r"rPr@strike="),
    ("capitals", r"rPr@cap="),
    ("superscript", r"rPr@baseline="),
    ("highlighting", r"a:highlight\b"),
    ("outlined-text", r"rPr/a:ln\b"),
    ("text-colour", r"rPr/a:\w*Fill\b"),
    ("font", r"rPr/a:(?:latin|ea|cs|sym)\b"),
    ("text-size", r"rPr@size="),
    ("letter-spacing", r"rPr@(?:spc|kern)="),
    ("tab-stops", r"a:tab\b"),
    ("action", r"a:hlink|a:snd\b"),
    ("alignment", r"pPr@algn="),
    ("line-spacing", r"pPr/a:(?:lnSpc|spcBef|spcAft)\b"),
    ("indents", r"pPr@(?:marL|marR|indent)="),
    ("bullets", r"pPr/a:bu"),
    ("borders", r"a:ln[LRTB]"),
    ("margins", r"(?:bodyPr@[lrtb]Ins|tcPr@mar)"),
    ("text-place", r"(?:bodyPr|tcPr)@anchor"),
    ("autofit", r"a:(?:no|sp)Auto[Ff]it"),
    ("picture-place", r"a:(?:fillRect|tile)\b"),
    ("text-warp", r"a:prstTxWarp\b"),
    ("equation", r"a14:m\b|a:m\b|m:oMath"),
    ("corners", r"corners/"),
    ("line-style", r"^(?:a:ln|connector)\b"),
    ("table-style", r"^style |a:tblPr\b"),
    ("chart-style", r"^chart "),
    ("chart-data", r"^workbook "),
)
_NAMED = re.compile("|".join([f"({pattern})" for _, pattern in _WORDS]))
_ALWAYS = _names(
    "animation transition text-direction text-columns effects three-d picture-effects underlining strikethrough "
    "superscript highlighting outlined-text tab-stops action equation text-warp"
)
"""Words for markup that neither builds nor LibreOffice 7.4.7 write by themselves."""


def _named(atoms: Iterable[str]) -> list[str]:
    found = []
    for one in atoms:
        match = _NAMED.search(one)
        word = _WORDS[(match.lastindex or 1) - 1][0] if match else "other"
        if word not in found:
            found.append(word)
    return found


def changed_look(drawn: str | None, found: str, same: bool = False) -> list[str]:
    """Return words for the changes to an object's look (``drawn`` "" is a plain one, None is unknown).

    ``same``: its text is unchanged, word by word and cell by cell, so that looks correspond by position.
    """
    if drawn == found:
        return []
    now = atomised(found)
    if drawn is None:
        if "<a:tab " in found:
            found = _NO_TAB.sub("", found)  # LibreOffice's
            now = atomised(found)
        atoms = [*now.shape, *[one for each in _texts(now) for part in (each[0], *each[1]) for one in part]]
        linked = "hlinkClick" in found
        return [word for word in _named(atoms) if word in _ALWAYS and not (linked and word == "underlining")]
    if drawn.startswith(_CHART):
        before, after = _chart_atoms(drawn), _chart_atoms(found)
        return _named(sorted((before - after) + (after - before)))
    was = atomised(drawn)
    if not drawn or drawn.startswith("<a:gd ") and _TEXT not in drawn:  # a plain shape, whose look is not stored
        return _named(
            sorted({*now.shape, *was.shape} - {*was.shape, "a:bodyPr@anchor=ctr"} | _corners(was) ^ _corners(now))
        )
    other = set(now.shape) ^ set(was.shape)
    other |= _other_paragraphs(was.paragraphs, now.paragraphs, same)
    if was.rows and now.rows and was.rows != now.rows:
        other |= _other_cells(was.rows, now.rows, same)
    resized = ["row-heights"] if same and _other_heights(was.heights, now.heights) else []
    languages = ["language"] if was.languages and now.languages - was.languages else []
    return [*_named(sorted(other)), *resized, *languages]


def _other_heights(was: tuple[int, ...], now: tuple[int, ...]) -> bool:
    """Return whether the heights of a table's rows differ by more than rounding."""
    pairs = [(was[at : at + 1] if len(was) == len(now) else was, height) for at, height in enumerate(now)]
    return any([all([abs(old - new) * 20 > old for old in olds]) for olds, new in pairs if was])


def _texts(look: Atomised) -> list[Paragraph]:
    cells = [cell for row in look.rows for cell in row]
    return [*look.paragraphs, *[paragraph for cell in cells for paragraph in (*cell[1], (cell[0], ()))]]


def _other_paragraphs(was: tuple[Paragraph, ...], now: tuple[Paragraph, ...], same: bool = False) -> set[str]:
    """Return the atoms of texts that differ, without those of added and removed paragraphs."""
    other: set[str] = set()
    if len(was) == len(now):
        for old, new in zip(was, now):
            other |= set(old[0]) ^ set(new[0])
            other |= _other_runs(old[1], new[1]) | (_other_runs(new[1], old[1]) if same else set())
        return other
    for new in now:
        other |= _least_difference(new[0], [old[0] for old in was])
        other |= _other_runs(tuple([run for old in was for run in old[1]]), new[1])
    return other


def _other_runs(was: tuple[Atoms, ...], now: tuple[Atoms, ...]) -> set[str]:
    if was == now or not was:
        return set()
    if len(was) == len(now):
        return {one for old, new in zip(was, now) for one in set(old) ^ set(new)} if set(was) != set(now) else set()
    return {one for new in now for one in _least_difference(new, was)}


def _least_difference(new: Atoms, olds: Iterable[Atoms]) -> set[str]:
    """Return the differences between a look and the most similar one among ``olds``."""
    others = [set(new) ^ set(old) for old in olds]
    return min(others, key=len) if others else set()


def _other_cells(was: tuple[tuple[Cell, ...], ...], now: tuple[tuple[Cell, ...], ...], same: bool) -> set[str]:
    """Return the atoms of cells that differ; sorted rows and columns, and emptied cells, do not."""
    if not same and _columns(was) == _columns(now):
        return set()
    if [len(row) for row in was] == [len(row) for row in now] and len(was) == len(now):
        pairs = [(old, new) for olds, news in zip(was, now) for old, new in zip(olds, news)]
        same_texts = all([bool(_runs(old)) == bool(_runs(new)) for old, new in pairs])
        aside = [(old, new) for old, new in pairs if old != new]
        if same or same_texts and len(aside) * 2 <= len(pairs):
            others = [{*set(old[0]) ^ set(new[0]), *_other_paragraphs(old[1], new[1], same)} for old, new in aside]
            return {one for each in others for one in each}
    olds = [cell for row in was for cell in row]
    other: set[str] = set()
    for cell in {cell for row in now for cell in row}.difference(olds):
        other |= _least_difference(cell[0], [old[0] for old in olds])
        other |= _other_paragraphs(tuple([one for old in olds for one in old[1]]) * 2, cell[1])
    return other


def _runs(cell: Cell) -> list[Atoms]:
    return [run for paragraph in cell[1] for run in paragraph[1]]


def _columns(rows: tuple[tuple[Cell, ...], ...]) -> list[list[Cell]]:
    return sorted([sorted(column) for column in zip(*rows)])


_CHART, _TEXT = "workbook ", "<p:txBody>"


def _chart_atoms(look: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in look.split("\n"):
        text = one.find("<c:txPr")
        found.update([one] if text < 0 else [f"chart {atom}" for node in _tree(one[text:]) for atom in _atoms(node)])
    return found


def _corners(look: Atomised) -> set[str]:
    return {one for one in look.shape if one.startswith("corners/")}


# The current look of objects and slides, with words for content outside looks.

_HEAD = (
    ("action", "a:hlink", r'<a:hlink(?:Hover|MouseOver)\b| action="(?!"|ppaction://hlinksldjump)'),
    ("action", "<a:snd", r"<a:snd\b"),
    ("hidden", "hidden=", r'<p:cNvPr[^>]* hidden="1'),
    ("short-title", "title=", r'<p:cNvPr[^>]* title="[^"]'),
    (
        "locked",
        "Locks ",
        r'<a:\w+Locks[^>]* no(?:Move|Select|Resize|Rot|Crop|AdjustHandles|EditPoints|TextEdit|Ungrp)="1',
    ),
    ("proportions", "Locks ", r'<a:(?:sp|cxnSp|grpSp|graphicFrame)Locks[^>]* noChangeAspect="1"'),
    ("proportions", "picLocks", r'<a:picLocks(?![^>]* noChangeAspect="1")'),
    ("other", "<p:nvPr ", r'<p:nvPr[^>]* (?:userDrawn|isPhoto)="1"'),
    ("other", "<p:ext ", r'<p:nvPr\b.*<p:ext uri="(?!\{D42A27DB-BD31-4B8C-83A1-F6EECF244321\})'),
    ("media", "File", r"<a:(?:videoFile|audioFile|quickTimeFile|wavAudioFile)\b"),
    ("media", "p14:media", r"<p14:media\b"),
    ("add-in", "custData", r"<p:custDataLst\b"),
)
"""Words for content in the non-visual properties: the word, a required substring, and the pattern."""
_HEAD_ENDS = re.compile("</p:nv(?:Sp|Pic|GraphicFrame|CxnSp|GrpSp)Pr>")
_LETTERS = re.compile("<a:t>[^<]*</a:t>|<a:t/>")
_PLACE = re.compile("<([ap]):xfrm[ >].*?</\\1:xfrm>|<[ap]:xfrm/>")
_NO_TAB = re.compile(r'<a:tab [^>]*\bpos="0"[^>]*>')
_POINTS = re.compile("<a:pathLst>.*</a:pathLst>", re.DOTALL)


def found_look(element: Element, kind: str, package: Package, chart: str) -> tuple[str, tuple[str, ...]]:
    """Return the look of an object, and words for its non-visual properties; ``chart`` is the part of a chart."""
    parts = element[:2] if kind == "grpSp" else (element,)
    markup = "".join([etree.tostring(one, encoding="unicode", with_tail=False) for one in parts])
    end = _HEAD_ENDS.search(markup)
    if end is None:
        return "", ()
    head, look = markup[: end.end()], markup[end.end() :]
    words = tuple([word for word, part, pattern in _HEAD if part in head and re.search(pattern, head)])
    if chart:
        books = [one.target for one in package.relations(chart).values() if one.type == REL_WORKBOOK]
        book = package.members.get(books[0]) if books else None
        part = package.data(chart).decode("utf-8", "replace")
        return "\n".join(chart_look(part, book.crc if book is not None else 0)), words
    look = _LETTERS.sub("", _PLACE.sub("", look, 1))
    return _POINTS.sub("", look) if "<a:pathLst>" in look else look, words


_RELATED = {"comments": "comments", "tags": "add-in", "activeXControlBinary": "controls", "control": "controls"}
_MOVING = tuple([f"{{{P}}}{name}" for name in ("transition", "timing")])
_KNOWN = (
    "{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}",  # p14:creationId
    "{3A86A75C-4F4B-4683-9AE1-C65F6400EC91}",  # p14:laserTraceLst
    "{6950BFC3-D8DA-4A85-94F7-54DA5524770B}",  # p188:commentRel, whose part counts
)


def slide_look(package: Package, part: str, root: Element) -> tuple[str, tuple[str, ...]]:
    """Return the look of transition and animations, and words for content of a slide that builds do not write."""
    moving = "".join([etree.tostring(one, encoding="unicode", with_tail=False) for one in root.iter(*_MOVING)])
    words = []
    if root.find(f"{{{P}}}cSld/{{{P}}}bg") is not None:
        words.append("background")
    if root.get("showMasterSp", "1") in ("0", "false"):
        words.append("background-graphics")
    override = root.find(f"{{{P}}}clrMapOvr")
    if override is not None and len(override) and not str(override[0].tag).endswith("}masterClrMapping"):
        words.append("theme-colours")
    words += [_RELATED.get(one.type.rpartition("/")[2], "") for one in package.relations(part).values()]
    extensions = [*root.iterfind(f"{{{P}}}extLst/{{{P}}}ext"), *root.iterfind(f"{{{P}}}cSld/{{{P}}}extLst/{{{P}}}ext")]
    if [one for one in extensions if one.get("uri") not in _KNOWN and next(one.iter(f"{{{P14}}}modId"), None) is None]:
        words.append("extensions")
    return "\n".join(moving_look(moving)), tuple(dict.fromkeys(filter(None, words)))


def beside_look(package: Package, part: str) -> list[str]:
    """Return lines with a checksum of each content of a slide besides its objects, to compare copies."""
    root, found = package.root(part), []
    for word, path in (
        ("background", f"{{{P}}}cSld/{{{P}}}bg"),
        ("theme-colours", f"{{{P}}}clrMapOvr"),
        ("extensions", f"{{{P}}}extLst"),
    ):
        one = root.find(path)
        found.append(f"{word} {crc32(etree.tostring(one, method='c14n')) if one is not None else 0}")
    comments = [one.target for one in package.relations(part).values() if one.type.endswith("/comments")]
    return [*found, *[f"comments {package.fingerprints(one)[0]}" for one in comments if one in package]]


def shows_of(package: Package) -> list[tuple[str, ...]]:
    """Return name and slide parts of each custom show of a presentation."""
    relations = package.relations(package.main)
    shows = package.root(package.main).iterfind(f"{{{P}}}custShowLst/{{{P}}}custShow")
    return [
        (
            show.get("name", ""),
            *[one.target for sld in show.iter(f"{{{P}}}sld") if (one := relations.get(sld.get(f"{{{R}}}id", "")))],
        )
        for show in shows
    ]


def in_custom_shows(package: Package) -> frozenset[str]:
    """Return the parts of all slides in custom shows."""
    return frozenset([part for show in shows_of(package) for part in show[1:]])
