"""The package family of rules: whether PowerPoint opens any .pptx without repairing it.

The rules are those of the standard (ECMA-376), independent of template and outline. XML is read without entities,
document types and network, archives within limits; hostile files give findings. A violation of the standard is an
error; one that was only seen in files repaired for other reasons is a warning. Each rule comes from a public report of
a repair dialog, and allows what PowerPoint or Google Slides write and PowerPoint opens: a line without a fill,
a shape without a text, a background without effects.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, term
from osloregion_slides.base.record import Record
from osloregion_slides.checks.schema import check_schema
from osloregion_slides.ooxml.attributes import drop_invalid
from osloregion_slides.ooxml.names import (
    CONTENT_TYPES,
    P14,
    REL_DOCUMENT,
    REL_LAYOUT,
    REL_MASTER,
    REL_NOTES_MASTER,
    REL_SLIDE,
    REL_THEME,
    REL_VIEW,
    SINGLE,
    STRICT,
    TYPE_NOTES,
    TYPE_NOTES_MASTER,
    TYPE_SLIDE,
    TYPES,
    A,
    C,
    P,
    R,
    key,
    local,
    relation_type,
    rels_name,
)
from osloregion_slides.ooxml.package import Package, Policy, Problem, deck_finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any as Element

    from osloregion_slides.ooxml.zip import Member

_XML = (".xml", ".rels", ".vml")
_SHEETS = tuple([f"{{{P}}}{name}" for name in ("sld", "sldLayout", "sldMaster", "notes", "notesMaster")])
_CHECKED = tuple([f"{{{space}}}" for space in (P, A, C)])
_TYPE = "application/vnd.openxmlformats-officedocument.presentationml."
_MASTER = f"{_TYPE}slideMaster+xml"
_WIDE = 1.5
"""The ratio of width to height above which a slide is certainly not 4:3 (1.33)."""


class _Needed(Record):
    """A relation type that a part requires, and the finding without it."""

    relation: str
    code: str


_NEEDED = {
    TYPE_SLIDE: _Needed(REL_LAYOUT, "slide-without-layout"),
    f"{_TYPE}slideLayout+xml": _Needed(REL_MASTER, "layout-without-master"),
    _MASTER: _Needed(REL_THEME, "master-without-theme"),
    TYPE_NOTES_MASTER: _Needed(REL_THEME, "master-without-theme"),
    TYPE_NOTES: _Needed(REL_SLIDE, "notes-unbound"),
}
"""Required relations by content type (ECMA-376 Part 1, 13.3)."""


class Opc(Package):
    """A package under check: all members are read if it is given as bytes, else only on demand."""

    def __init__(self, data: bytes | Mapping[str, Member]) -> None:
        # without comments and processing instructions every node is an element
        super().__init__(data, Policy(_problem, strict=False, elements_only=True))
        if isinstance(data, bytes):
            self.verify()
            if TYPES not in self.members:
                is_open_document = "mimetype" in self.members  # OpenDocument 1.3, part 2, 3.3
                form = "not-a-presentation.open-document" if is_open_document else "not-a-presentation.other-zip"
                self.findings.append(finding(form))

    @property
    def main(self) -> str:
        """The name of the presentation part, "" without one."""
        return self.related("", REL_DOCUMENT)

    @cached_property
    def slides(self) -> tuple[str, ...]:
        """The parts of the slides in order."""
        root = self.root(self.main)
        found = []
        for slide in root.iterfind(f"{{{P}}}sldIdLst/{{{P}}}sldId") if root is not None else ():
            relation = self.relation(self.main, slide.get(f"{{{R}}}id", ""))
            if relation is not None and not relation.external and relation.target in self.members:
                found.append(relation.target)
        return tuple(found)

    def drop_invalid(self) -> None:
        """Remove attributes with invalid values from the parsed parts, so that other checks can read them."""
        for root in self._roots.values():
            if root is not None:
                drop_invalid(root)


def _problem(problem: Problem) -> Finding:
    part = problem.part
    match problem.kind:
        case "duplicate":
            return finding("duplicate-entry", part=part)
        case "bad-name":
            return finding("bad-part-name", name=repr(part))
        case "damaged-part":
            return finding("damaged-part", part=part, why=problem.why)
        case "part-too-large":
            return finding("part-too-large", part=part)
        case "no-xml":
            return finding("malformed-xml", part=part, why=problem.reason)
        case "document-type":
            return finding("document-type", part=part)
    return deck_finding(problem, "")


def check_package(data: bytes) -> tuple[Finding, ...]:
    """Return what PowerPoint would refuse, repair or drop in a .pptx; () if it opens without a repair dialog."""
    try:
        return package_findings(Opc(data))
    except InvalidInput as refused:
        return refused.findings


def package_findings(opc: Opc) -> tuple[Finding, ...]:
    """Return the distinct findings about an opened package."""
    for part in opc.members:
        if part.endswith(_XML):
            opc.root(part)
    found = [*opc.findings]
    if not opc.main and _has_readable_relations(opc):
        is_strict = any(relation.type.startswith(STRICT) for relation in opc.rows(""))
        found.append(finding("not-a-presentation.strict" if is_strict else "not-a-presentation.without"))
    found += [*_content_types(opc), *_relations(opc), *_orphans(opc), *_presentation(opc)]
    for part in opc.members:
        found += _part(opc, part)
    return tuple(dict.fromkeys(found))


def _has_readable_relations(opc: Opc) -> bool:
    """Return whether the package's own relations are readable, so that its type can be determined."""
    first = rels_name("")
    return opc.root(first) is not None if first in opc.members else TYPES in opc.members or not opc.findings


_templates: dict[bytes, tuple[Finding, ...]] = {}


def check_template(template: bytes, at: Location) -> tuple[Finding, ...]:
    """Return the findings about a template's package, at a place in the outline: its decks have the same faults.

    The result for the last template is cached per process.
    """
    if template not in _templates:
        _templates.clear()
        _templates[template] = check_package(template)
    before, hint = str(term("In the template:")), str(term("Open the template in PowerPoint and save it again."))
    return tuple([one.replace(at=at, message=f"{before} {one.message}", hint=hint) for one in _templates[template]])


# Parts, content types, relations, and unreachable parts.


def _content_types(opc: Opc) -> Iterator[Finding]:
    known = {f"/{key(part)}" for part in opc.members}
    root = opc.root(TYPES) if TYPES in opc.members else None
    for row in root.iterfind(f"{{{CONTENT_TYPES}}}Override") if root is not None else ():
        if (name := row.get("PartName", "")) and key(name) not in known:
            yield finding("content-type-without-part", part=name.removeprefix("/"))
    for part in opc.members:
        kind = opc.content_type(part)
        if part == TYPES or part.endswith((".rels", "/")):
            continue
        if not kind or (kind == "application/xml" and part.startswith("ppt/") and part.endswith(".xml")):
            yield finding("missing-content-type", part=part)


def _relations(opc: Opc) -> Iterator[Finding]:
    for source in ("", *opc.members):
        rows = opc.rows(source)
        rels = rels_name(source)
        if opc.content_type(source) != _MASTER:  # has many layouts, and one theme
            types = Counter([relation_type(row.type) for row in rows if not row.external])
            for kind in SINGLE:  # the Open XML SDK refuses a file with two
                if types[kind] > 1:
                    name = kind.rpartition("/")[2]
                    yield finding("duplicate-relation.type", part=rels, count=types[kind], type=name)
        seen: set[str] = set()
        for row in rows:
            if row.id in seen:
                yield finding("duplicate-relation", part=rels, id=row.id)
            seen.add(row.id)
            if row.written.startswith("#"):  # a target inside the presentation
                continue
            if not row.external and row.target not in opc.members and row.target:
                yield finding("missing-part", source=source or rels, part=row.target)
            if row.external and row.target.lower().startswith(("\\\\", "file:")):
                yield finding("external-file", part=source or rels, target=row.target[:80])


def _orphans(opc: Opc) -> Iterator[Finding]:
    """Report unreachable parts: PowerPoint drops them, or repairs the file."""
    reached: set[str] = set()
    waiting = [""]
    while waiting:
        for relation in opc.rows(waiting.pop()):
            if not relation.external and relation.target in opc.members and relation.target not in reached:
                reached.add(relation.target)
                waiting.append(relation.target)
    known = {
        TYPES,
        rels_name(""),
        *reached,
        *[rels_name(part) for part in opc.members],
    }  # orphans are reported without their relations
    for part in opc.members:
        if part not in known and "[trash]" not in part:
            yield finding("orphan-part", part=part)


def _part(opc: Opc, part: str) -> Iterator[Finding]:
    needed = _NEEDED.get(opc.content_type(part))
    if needed is not None and not any(row.type == needed.relation for row in opc.rows(part)):
        yield finding(needed.code, part=part)
    root = opc.root(part) if part.endswith(".xml") and part != TYPES else None
    if root is None:
        return
    yield from _references(opc, part, root)
    if root.tag.startswith(_CHECKED):
        yield from check_schema(root, part)
        if root.tag in _SHEETS:
            yield from _sheet(opc, part, root)


def _references(opc: Opc, part: str, root: Element) -> Iterator[Finding]:
    """Report relation ids (attributes of the namespace R) that are not in the relations of a part."""
    known = {relation.id for relation in opc.rows(part)}
    for element in root.iter("*"):
        for name, value in element.attrib.items():
            if name.startswith(f"{{{R}}}") and value and value not in known:
                known.add(value)
                is_font = local(element) in ("regular", "bold", "italic", "boldItalic")
                code = "embedded-font-lost" if is_font else "unknown-relation"
                line = element.sourceline
                yield finding(code, part=part, line=line, element=local(element), id=value[:40])


# Causes of repair beyond the schema: ids, sections, jumps, tables, small omissions.


def _presentation(opc: Opc) -> Iterator[Finding]:
    root = opc.root(opc.main)
    if root is None:
        return
    slides = root.findall(f"{{{P}}}sldIdLst/{{{P}}}sldId")
    ids = Counter([slide.get("id", "") for slide in slides])
    for identity, count in ids.items():
        if count > 1:
            yield finding("duplicate-slide-id", id=identity, count=count)
    seen: set[str] = set()
    for identity in [slide.get(f"{{{R}}}id", "") for slide in slides]:
        relation = opc.relation(opc.main, identity)
        if relation is not None and relation.type != REL_SLIDE:
            yield finding("wrong-relation-type", id=identity)
        if identity in seen:
            yield finding("duplicate-slide-id.relation", id=identity)
        seen.add(identity)
    listed = opc.slides
    for part in opc.all_related(opc.main, REL_SLIDE):
        if part not in listed:  # scripts remove slides from the list only: invisible, but readable
            yield finding("unlisted-slide", part=part)
    yield from _sections(root, set(ids))
    if _is_wide_four_to_three(root.find(f"{{{P}}}sldSz")):
        yield finding("slide-size-type")
    if root.find(f"{{{P}}}notesMasterIdLst") is None and opc.related(opc.main, REL_NOTES_MASTER):
        yield finding("notes-master-not-listed")
    if not opc.related(opc.main, REL_VIEW):
        yield finding("no-view-properties")


def _sections(root: Element, known: set[str]) -> Iterator[Finding]:
    """Report sections with missing slides, and slides without a section ([MS-PPTX] 2.6.9)."""
    listed = [entry.get("id", "") for entry in root.iter(f"{{{P14}}}sldId")]
    for identity in listed:
        if identity not in known:
            yield finding("section-without-slide", id=identity)
    for identity in sorted(known - set(listed)) if listed else ():
        yield finding("slide-without-section", id=identity)


def _is_wide_four_to_three(size: Element | None) -> bool:
    """Return whether a p:sldSz has the type 4:3 for wider slides."""
    if size is None or size.get("type") != "screen4x3":
        return False
    try:
        return int(size.get("cx")) > _WIDE * int(size.get("cy"))
    except (TypeError, ValueError):
        return False


_ALTERNATES = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def _sheet(opc: Opc, part: str, root: Element) -> Iterator[Finding]:
    """Report causes of repair in a slide, layout, master or notes page."""
    copies = {one for fallback in root.iter(f"{{{_ALTERNATES}}}Fallback") for one in fallback.iter(f"{{{P}}}cNvPr")}
    shapes = [
        shape for shape in root.iter(f"{{{P}}}cNvPr") if shape not in copies
    ]  # a fallback has the ids of its choice
    for identity, count in Counter([shape.get("id", "") for shape in shapes]).items():
        if count > 1:
            yield finding("duplicate-shape-id", part=part, id=identity, count=count)
    for table in root.iter(f"{{{A}}}tbl"):  # merged cells count too (ECMA-376 Part 1, 21.1.3.16)
        columns = len(table.findall(f"{{{A}}}tblGrid/{{{A}}}gridCol"))
        for number, row in enumerate(table.findall(f"{{{A}}}tr"), 1):
            cells = len(row.findall(f"{{{A}}}tc"))
            if cells != columns:
                yield finding("table-row-length", part=part, row=number, cells=cells, columns=columns)
    listed = opc.slides
    for click in root.iter(f"{{{A}}}hlinkClick", f"{{{A}}}hlinkHover", f"{{{A}}}hlinkMouseOver"):
        relation = opc.relation(part, click.get(f"{{{R}}}id", ""))
        if "hlinksldjump" in click.get("action", "") and (relation is None or relation.target not in listed):
            yield finding("jump-to-missing-slide", part=part, line=click.sourceline)
