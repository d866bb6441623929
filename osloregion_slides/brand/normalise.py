"""A template of somebody else's as the deck's writer needs it: a plain presentation without slides.

What goes: sample slides with all that only they use, sections, custom shows, macros, comments, the
thumbnail, a write password, the lists of the old slides in the properties. What comes: a notes master,
view properties, presentation properties, table styles, where they are missing. Layouts get a text in
their footer and their master's colour map. What stays is copied as it lies.
"""

from __future__ import annotations

from lxml import etree

from osloregion_slides.brand.colour_map import settle
from osloregion_slides.brand.notes_master import notes_master
from osloregion_slides.brand.opc import parse
from osloregion_slides.brand.package import Package, Part, Relation
from osloregion_slides.brand.presentation import extended_properties, presentation_properties, view_properties
from osloregion_slides.brand.read import main_part
from osloregion_slides.brand.slots import kind, placeholders
from osloregion_slides.brand.template import (
    PRESENTATION,
    REL_PROPERTIES,
    REL_VIEW,
    TYPE_LAYOUT,
    TYPE_PROPERTIES,
    TYPE_TABLES,
    TYPE_VIEW,
)
from osloregion_slides.pptx.ooxml import (
    REL_APP,
    REL_MASTER,
    REL_NOTES_MASTER,
    REL_TABLE_STYLES,
    REL_THEME,
    REL_THUMBNAIL,
    TYPE_APP,
    TYPE_NOTES_MASTER,
    TYPE_PRESENTATION,
    TYPE_THEME,
    A,
    P,
    R,
)
from osloregion_slides.pptx.xml import DECLARATION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

_DROPPED = (
    "/slide",
    "/notesSlide",
    "/comments",
    "/commentAuthors",
    "/authors",
    "/vbaProject",
    "/revisionInfo",
    "/changesInfo",
    "/printerSettings",
    "/extensibility",
    "/thumbnail",
)
"""How the types of the relations end that a template does not take along."""

_PROPERTIES_OF_SLIDES = ("htmlPubPr", "webPr", "sldRg", "custShow")
_ORDER = (
    "sldMasterIdLst",
    "notesMasterIdLst",
    "handoutMasterIdLst",
    "sldIdLst",
    "sldSz",
    "notesSz",
)
"""The first children of p:presentation, in the schema's order (ECMA-376 Part 1, 19.2.1.26)."""

_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_NO_TABLE_STYLES = (
    f'{DECLARATION}<a:tblStyleLst xmlns:a="{A}" def="{{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}}"/>'.encode()
)


def normalise(package: Package, file: str) -> Package:
    """Return the package without slides and with all that a deck needs; ``file`` is named in findings.

    The presentation becomes ppt/presentation.xml with an empty ``<p:sldIdLst/>`` and the prefixes a, p
    and r; the other parts keep their names. InvalidInput where it is no presentation or damaged.
    """
    main = main_part(package, file)
    parts = {part.name: part for part in package.parts if part.name != main}
    parts[PRESENTATION] = package.part(main).replace(name=PRESENTATION, content_type=TYPE_PRESENTATION)
    roots = tuple(_renamed(relation, main) for relation in package.relations if _stays(relation))
    for name, part in list(parts.items()):
        parts[name] = _without_slides(part, main, file)
    parts[PRESENTATION] = _presentation(parts[PRESENTATION], parts, file)
    for name, part in list(parts.items()):
        if part.content_type == TYPE_LAYOUT:
            parts[name] = _layout(part, parts, file)
    _complete(parts, file)
    roots = _properties(roots, parts)
    return Package(roots, _reachable(roots, parts))


def _stays(relation: Relation) -> bool:
    return not relation.type.endswith(_DROPPED)


def _renamed(relation: Relation, main: str) -> Relation:
    return relation.replace(target=PRESENTATION) if relation.target == main and not relation.external else relation


def _without_slides(part: Part, main: str, file: str) -> Part:
    """Return the part without relations to slides, and without the links in it that used them."""
    kept = tuple(_renamed(relation, main) for relation in part.relations if _stays(relation))
    part, gone = part.replace(relations=kept), {r.id for r in part.relations if not _stays(r)}
    if not gone or part.name == PRESENTATION:
        return part
    root = parse(part.data, file, part.name)
    for element in list(root.iter(etree.Element)):
        if any(name.startswith(f"{{{R}}}") and value in gone for name, value in element.attrib.items()):
            _remove(element)
    return part.replace(data=_serialise(root))


def _presentation(part: Part, parts: dict[str, Part], file: str) -> Part:
    """Return the presentation part without what belonged to its slides."""
    root = _with_prefixes(parse(part.data, file, part.name))
    for name in ("sldIdLst", "custShowLst", "modifyVerifier", "custDataLst"):
        for element in root.findall(f"{{{P}}}{name}"):
            root.remove(element)
    for extension in root.findall(f"{{{P}}}extLst/{{{P}}}ext"):
        if extension.get("uri", "").upper() == _SECTIONS:
            _remove(extension)
    for empty in [e for e in root.findall(f"{{{P}}}extLst") if not len(e)]:
        root.remove(empty)
    _insert(root, etree.Element(f"{{{P}}}sldIdLst"))
    size = root.find(f"{{{P}}}sldSz")
    if size is not None and size.get("type") == "screen4x3" and int(size.get("cx")) * 3 != int(size.get("cy")) * 4:
        del size.attrib["type"]
    relations = _with_notes_master(part.relations, root, parts, file)
    return part.replace(data=_serialise(root), relations=relations)


def _properties(roots: tuple[Relation, ...], parts: dict[str, Part]) -> tuple[Relation, ...]:
    """Return the package's relations with fresh extended properties: the old ones list the old slides."""
    kept = tuple(relation for relation in roots if relation.type not in (REL_APP, REL_THUMBNAIL))
    name = "docProps/app.xml"
    parts[name] = Part(name, TYPE_APP, extended_properties())
    return (*kept, Relation(_free_id(kept), REL_APP, name))


def _reachable(roots: tuple[Relation, ...], parts: dict[str, Part]) -> tuple[Part, ...]:
    """Return the parts that something refers to, in the order they are met."""
    found: dict[str, Part] = {}
    waiting = [relation.target for relation in roots if not relation.external]
    while waiting:
        name = waiting.pop(0)
        if name not in found and name in parts:
            found[name] = parts[name]
            waiting += [relation.target for relation in parts[name].relations if not relation.external]
    return tuple(found.values())


def _with_prefixes(root: Element) -> Element:
    """Return the presentation's root with the prefixes a, p and r, whatever it had."""
    if root.nsmap.get("p") == P and root.nsmap.get("a") == A and root.nsmap.get("r") == R:
        return root
    others = {prefix: uri for prefix, uri in root.nsmap.items() if prefix not in (None, "a", "p", "r")}
    fresh = etree.Element(root.tag, root.attrib, nsmap={**others, "a": A, "p": P, "r": R})
    fresh.extend(list(root))
    return fresh


def _insert(root: Element, element: Element) -> None:
    """Put a child of p:presentation where the schema wants it."""
    names = [f"{{{P}}}{name}" for name in _ORDER]
    before = names[: names.index(element.tag)]
    position = sum(1 for child in root if child.tag in before)
    root.insert(position, element)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _language(root: Element) -> str:
    found = root.find(f"{{{P}}}defaultTextStyle//{{{A}}}defRPr[@lang]")
    return str(found.get("lang")) if found is not None else "nb-NO"


def _serialise(root: Element) -> bytes:
    return f"{DECLARATION}{etree.tostring(root, encoding='unicode')}".encode()


def _free(stem: str, parts: dict[str, Part]) -> str:
    number = 1
    while f"{stem}{number}.xml" in parts:
        number += 1
    return f"{stem}{number}.xml"


def _free_id(relations: tuple[Relation, ...]) -> str:
    taken = {relation.id for relation in relations}
    number = 1
    while f"rId{number}" in taken:
        number += 1
    return f"rId{number}"
