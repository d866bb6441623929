"""The parts of a package and what binds them: content types, relations, parts that nothing refers to."""

from __future__ import annotations

from osloregion_slides.base.findings import Finding, error
from osloregion_slides.checks.opc import XML_TYPES
from osloregion_slides.ooxml.names import (
    REL_LAYOUT,
    REL_MASTER,
    REL_SLIDE,
    REL_THEME,
    SINGLE,
    TYPE_NOTES,
    TYPE_NOTES_MASTER,
    TYPE_SLIDE,
    R,
    key,
    relation_type,
    rels_name,
)
from osloregion_slides.ooxml.package import TYPES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.checks.opc import Opc

_TYPE = "application/vnd.openxmlformats-officedocument.presentationml."
TYPE_LAYOUT, TYPE_MASTER = f"{_TYPE}slideLayout+xml", f"{_TYPE}slideMaster+xml"
_MENDED = "open the deck in PowerPoint, let it repair the file and save it, or take a copy from before"


def check_parts(opc: Opc) -> Iterator[Finding]:
    """Yield an error for each part, content type and relation that does not hold together."""
    yield from _content_types(opc)
    for source in ("", *opc.parts):
        relations = opc.rows(source)
        where = f"`{source}`" if source else "the package"
        yield from _repeated(opc, source, where)
        seen: set[str] = set()
        for relation in relations:
            if relation.id in seen:
                message = f"{where} has two relations of the id `{relation.id}`"
                yield error("duplicate-relation", None, message, "give each its own id")
            seen.add(relation.id)
            if not relation.external and relation.target not in opc.parts and relation.target:
                message = f"{where} refers to `{relation.target}`, which is not in the file"
                yield error("missing-part", None, message, _MENDED)
            if relation.external and relation.target.lower().startswith(("\\\\", "file:")):
                message = f"{where} refers to a file of one computer, `{relation.target[:80]}`"
                yield Finding("external-file", "warning", None, message, "put the file into the deck, or drop the link")
    yield from _orphans(opc)
    for part in opc.parts:
        yield from _bound(opc, part)
        if part.endswith(".xml") and part != TYPES:
            yield from _references(opc, part)


def _repeated(opc: Opc, source: str, where: str) -> Iterator[Finding]:
    """A second relation of a type that a part has once: the Open XML SDK refuses to open the file."""
    if opc.content_type(source) == TYPE_MASTER:
        return  # has many layouts, and one theme
    types = [relation_type(relation.type) for relation in opc.rows(source) if not relation.external]
    for kind in SINGLE:
        if types.count(kind) > 1:
            name = kind.rpartition("/")[2]
            message = f"{where} has {types.count(kind)} relations of the type `{name}`, where one is allowed"
            yield error("duplicate-relation", None, message, "keep the one that leads to the right part")


def _content_types(opc: Opc) -> Iterator[Finding]:
    known = {f"/{key(part)}" for part in opc.parts}
    for name in opc.types[1]:
        if name not in known:
            message = f"[Content_Types].xml names `{name[1:]}`, which is not in the file"
            yield error("content-type-without-part", None, message, "take that line out")
    for part in opc.parts:
        kind = opc.content_type(part)
        if part == TYPES or part.endswith((".rels", "/")):
            continue
        if not kind or (kind == "application/xml" and part.startswith("ppt/") and part.endswith(".xml")):
            message = f"`{part}` has no content type of its own"
            yield error("missing-content-type", None, message, "name it in [Content_Types].xml")


def _orphans(opc: Opc) -> Iterator[Finding]:
    """Parts that no relation leads to: PowerPoint drops them, or repairs the file."""
    reached: set[str] = set()
    waiting = [""]
    while waiting:
        source = waiting.pop()
        for relation in opc.rows(source):
            if not relation.external and relation.target in opc.parts and relation.target not in reached:
                reached.add(relation.target)
                waiting.append(relation.target)
    known = {TYPES, rels_name(""), *reached, *[rels_name(part) for part in opc.parts]}  # an orphan's own go with it
    for part in opc.parts:
        if part not in known and "[trash]" not in part:
            yield error("orphan-part", None, f"nothing refers to `{part}`", "take it out, or relate it to its owner")


def _bound(opc: Opc, part: str) -> Iterator[Finding]:
    """What a part of each type cannot do without (ECMA-376 Part 1, 13.3)."""
    match opc.content_type(part):
        case kind if kind == TYPE_SLIDE and not _has(opc, part, REL_LAYOUT):
            yield error("slide-without-layout", None, f"`{part}` has no relation to a slide layout", _MENDED)
        case kind if kind == TYPE_LAYOUT and not _has(opc, part, REL_MASTER):
            yield error("layout-without-master", None, f"`{part}` has no relation to a slide master", _MENDED)
        case kind if kind in (TYPE_MASTER, TYPE_NOTES_MASTER) and not _has(opc, part, REL_THEME):
            yield error("master-without-theme", None, f"`{part}` has no relation to a theme", _MENDED)
        case kind if kind == TYPE_NOTES and not _has(opc, part, REL_SLIDE):
            yield error("notes-unbound", None, f"`{part}` has no relation to the slide it belongs to", _MENDED)


def _has(opc: Opc, part: str, kind: str) -> bool:
    return any(relation.type == kind for relation in opc.rows(part))


def _references(opc: Opc, part: str) -> Iterator[Finding]:
    """Relation ids that a part names and its relations do not have (attributes of the namespace R)."""
    root = opc.root(part)
    if root is None:
        return
    known = {relation.id for relation in opc.rows(part)}
    said: set[str] = set()
    for element in root.iter("*"):
        for name, value in element.attrib.items():
            if name.startswith(f"{{{R}}}") and value and value not in known and value not in said:
                said.add(value)
                yield _unknown(element, part, value)


def _unknown(element: Element, part: str, value: str) -> Finding:
    name = element.tag.rpartition("}")[2]
    code = "embedded-font-lost" if name in ("regular", "bold", "italic", "boldItalic") else "unknown-relation"
    message = f"<{name}> in `{part}`, line {element.sourceline}, names the relation `{value[:40]}`, which it has not"
    return error(code, None, message, _MENDED)


def is_xml(part: str) -> bool:
    """Whether a part is XML by its name."""
    return part.endswith(XML_TYPES)
