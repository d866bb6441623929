"""What makes PowerPoint repair a presentation beyond its schema: ids, sections, jumps, tables, small omissions.

Each rule was seen in a public report of a repair dialog. A broken rule of the standard is an error; what
was only seen together with other faults is a warning.
"""

from __future__ import annotations

from collections import Counter

from osloregion_slides.base.findings import Finding, error, warning
from osloregion_slides.ooxml.names import P14, REL_NOTES_MASTER, REL_SLIDE, A, P, R

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.checks.opc import Opc

_PAGES = (f"{{{P}}}sld", f"{{{P}}}notes")
REL_VIEW = f"{R}/viewProps"
_WIDE = 1.5
"""A slide wider than this many heights is no 4:3 (1.33)."""


def check_presentation_part(opc: Opc) -> Iterator[Finding]:
    """Yield what is wrong with the presentation part: slides, sections, size, masters."""
    root = opc.root(opc.main)
    if root is None:
        return
    slides = root.findall(f"{{{P}}}sldIdLst/{{{P}}}sldId")
    for identity, count in Counter([slide.get("id", "") for slide in slides]).items():
        if count > 1:
            yield error("duplicate-slide-id", None, f"{count} slides have the id {identity}", "give each its own id")
    yield from _relations_of_slides(opc, slides)
    yield from _unlisted(opc)
    yield from _sections(root, {slide.get("id", "") for slide in slides})
    yield from _size(root)
    if root.find(f"{{{P}}}notesMasterIdLst") is None and opc.related(opc.main, REL_NOTES_MASTER):
        message = "the presentation has a notes master but no p:notesMasterIdLst"
        yield warning("notes-master-not-listed", None, message, "list it behind p:sldMasterIdLst")
    if not opc.related(opc.main, REL_VIEW):
        message = "the presentation has no view properties (viewProps.xml)"
        yield warning("no-view-properties", None, message, "open it in PowerPoint and save it")


def _relations_of_slides(opc: Opc, slides: list[Element]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for slide in slides:
        identity = slide.get(f"{{{R}}}id", "")
        relation = opc.relation(opc.main, identity)
        if relation is not None and relation.type != REL_SLIDE:
            message = f"the slide list names the relation `{identity}`, which leads to no slide"
            yield error("wrong-relation-type", None, message, "let it lead to a slide, or take the entry out")
        if identity in seen:
            message = f"the slide list names the relation `{identity}` twice"
            yield error("duplicate-slide-id", None, message, "a slide stands in the list once")
        seen[identity] = identity


def _unlisted(opc: Opc) -> Iterator[Finding]:
    """Slides that scripts took out of the list and left in the file: nobody sees them, anybody can read them."""
    listed = set(listed_slides(opc))
    for part in opc.all_related(opc.main, REL_SLIDE):
        if part not in listed:
            message = f"`{part}` is in the file, but not in the list of slides"
            hint = "open the deck in PowerPoint and save it, which drops what is not listed"
            yield warning("unlisted-slide", None, message, hint)


def _sections(root: Element, known: set[str]) -> Iterator[Finding]:
    """[MS-PPTX] 2.6.9: a section lists slides that exist, and every slide stands in one."""
    listed = [entry.get("id", "") for entry in root.iter(f"{{{P14}}}sldId")]
    for identity in listed:
        if identity not in known:
            message = f"a section names the slide {identity}, which there is not"
            yield error("section-without-slide", None, message, "take the entry out of p14:sectionLst")
    for identity in sorted(known - set(listed)) if listed else ():
        message = f"the slide of the id {identity} stands in no section, while others do"
        yield error("slide-without-section", None, message, "add it to a section of p14:sectionLst")


def _size(root: Element) -> Iterator[Finding]:
    size = root.find(f"{{{P}}}sldSz")
    if size is None or size.get("type") != "screen4x3":
        return
    try:
        wide = int(size.get("cx")) > _WIDE * int(size.get("cy"))
    except (TypeError, ValueError):
        return
    if wide:
        message = 'the slide size says type="screen4x3", but the slides are wide'
        yield warning("slide-size-type", None, message, "take the attribute `type` out of p:sldSz")


def check_slide_part(opc: Opc, part: str, root: Element) -> Iterator[Finding]:
    """Yield what PowerPoint repairs in a slide, layout, master or notes page."""
    ids = Counter([shape.get("id", "") for shape in root.iter(f"{{{P}}}cNvPr")])
    for identity, count in ids.items():
        if count > 1:
            message = f"{count} shapes in `{part}` have the id {identity}"
            yield error("duplicate-shape-id", None, message, "give each shape of a slide its own id")
    for shape in root.iter(f"{{{P}}}sp"):
        if root.tag in _PAGES and shape.find(f"{{{P}}}txBody") is None and not _is_slide_image(shape):
            message = f"the shape `{_name(shape)}` in `{part}` has no text body"
            yield warning("shape-without-text-body", None, message, "give it an empty p:txBody", shape=_name(shape))
    for line in root.iter(f"{{{A}}}ln"):
        if not len(line) and not line.attrib:
            message = f"an a:ln in `{part}`, line {line.sourceline}, is empty"
            yield warning("empty-line", None, message, "say the line's fill, or take the a:ln out")
    for ground in root.iterfind(f"{{{P}}}cSld/{{{P}}}bg/{{{P}}}bgPr"):
        if ground.find(f"{{{A}}}solidFill") is not None and ground.find(f"{{{A}}}effectLst") is None:
            message = f"the background of `{part}` has a solid fill but no a:effectLst"
            yield warning("background-without-effects", None, message, "put an empty a:effectLst behind the fill")
    yield from _tables(part, root)
    yield from _jumps(opc, part, root)


def _is_slide_image(shape: Element) -> bool:
    """Whether a shape is the picture of the slide on a notes page, which never has text."""
    found = shape.find(f"*/{{{P}}}nvPr/{{{P}}}ph")
    return found is not None and found.get("type") == "sldImg"


def _name(shape: Element) -> str:
    found = shape.find(f".//{{{P}}}cNvPr")
    return str(found.get("name", "")) if found is not None else ""


def _tables(part: str, root: Element) -> Iterator[Finding]:
    """Every row has a cell for every column of the grid, merged ones too (ECMA-376 Part 1, 21.1.3.16)."""
    for table in root.iter(f"{{{A}}}tbl"):
        columns = len(table.findall(f"{{{A}}}tblGrid/{{{A}}}gridCol"))
        for number, row in enumerate(table.findall(f"{{{A}}}tr"), 1):
            cells = len(row.findall(f"{{{A}}}tc"))
            if cells != columns:
                message = f"row {number} of a table in `{part}` has {cells} cells for {columns} columns"
                yield error("table-row-length", None, message, "give every row a cell for every column")


def _jumps(opc: Opc, part: str, root: Element) -> Iterator[Finding]:
    """A jump leads to a slide that the presentation lists."""
    listed = set(listed_slides(opc))
    for click in root.iter(f"{{{A}}}hlinkClick", f"{{{A}}}hlinkHover", f"{{{A}}}hlinkMouseOver"):
        if "hlinksldjump" not in click.get("action", ""):
            continue
        relation = opc.relation(part, click.get(f"{{{R}}}id", ""))
        if relation is None or relation.target not in listed:
            message = f"a link in `{part}`, line {click.sourceline}, jumps to a slide that is gone"
            yield error("jump-to-missing-slide", None, message, "let it lead to another slide, or take it out")


def listed_slides(opc: Opc) -> tuple[str, ...]:
    """Return the slides' parts in the order of the presentation."""
    root = opc.root(opc.main)
    found = []
    for slide in root.iterfind(f"{{{P}}}sldIdLst/{{{P}}}sldId") if root is not None else ():
        relation = opc.relation(opc.main, slide.get(f"{{{R}}}id", ""))
        if relation is not None and not relation.external and relation.target in opc.parts:
            found.append(relation.target)
    return tuple(found)
