"""A template of somebody else's as the deck's writer needs it: a plain presentation without slides.

What goes: sample slides with all that only they use, sections, custom shows, macros, comments, the
thumbnail, signatures, a write password, the lists of the old slides in the properties. What comes: a
notes master, view properties, presentation properties, table styles, where they are missing. Layouts
get a text in their footer and their master's colour map. What stays is copied as it lies.
"""

from __future__ import annotations

from lxml import etree

from osloregion_slides.brand.companions import add_notes_master, complete, fresh_properties
from osloregion_slides.brand.layout_repair import repair_layout
from osloregion_slides.brand.opc import parse, serialise
from osloregion_slides.brand.package import Package, Part
from osloregion_slides.brand.read import main_part, slide_size
from osloregion_slides.brand.template import PRESENTATION, TYPE_LAYOUT, TYPE_MASTER
from osloregion_slides.ooxml.names import REL_NOTES_MASTER, REL_SLIDE, SINGLE, TYPE_PRESENTATION, TYPE_SLIDE, A, P, R
from osloregion_slides.ooxml.order import put
from osloregion_slides.ooxml.package import Relation

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
    "/digital-signature/origin",
)
"""How the types of the relations end that a template does not take along."""

_OLD = ("sldIdLst", "custShowLst", "modifyVerifier", "custDataLst")
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


def normalise(package: Package, file: str) -> Package:
    """Return the package without slides and with all that a deck needs; ``file`` is named in findings.

    The presentation becomes ppt/presentation.xml with an empty ``<p:sldIdLst/>`` and the prefixes a, p
    and r; the other parts keep their names. InvalidInput where it is no presentation or damaged.
    """
    main = main_part(package, file)
    package = _without_slides(package)
    parts = {part.name: _kept(part, main) for part in package.parts if part.name != main}
    parts[PRESENTATION] = _kept(package.part(main), main).replace(name=PRESENTATION, content_type=TYPE_PRESENTATION)
    roots = tuple(_renamed(relation, main) for relation in _single(package.relations) if _stays(relation))
    dropped = {part.name: {r.id for r in part.relations if not _stays(r)} for part in package.parts}
    parts = {part.name: _without_links(part, dropped.get(part.name, set()), file) for part in _reachable(roots, parts)}
    parts[PRESENTATION] = _presentation(parts[PRESENTATION], parts, file)
    for name, part in list(parts.items()):
        if part.content_type == TYPE_LAYOUT:
            parts[name] = repair_layout(part, parts, file)
    complete(parts, file)
    roots = fresh_properties(roots, parts)
    return Package(roots, _reachable(roots, parts))


def _without_slides(package: Package) -> Package:
    """Return the package without its slides; relations that lead to one are of the type that is dropped."""
    slides = {part.name for part in package.parts if part.content_type == TYPE_SLIDE}
    slides |= {part.name for part in package.parts if part.name.startswith("ppt/slides/")}

    def retyped(relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
        return tuple([r.replace(type=REL_SLIDE) if r.target in slides and not r.external else r for r in relations])

    kept = [part.replace(relations=retyped(part.relations)) for part in package.parts if part.name not in slides]
    return Package(retyped(package.relations), tuple(kept))


def _single(relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """Return the relations without a second one of a type that a part has once; the first counts."""
    seen: set[str] = set()
    kept = []
    for relation in relations:
        if relation.type not in SINGLE or relation.type not in seen:
            kept.append(relation)
        seen.add(relation.type)
    return tuple(kept)


def _stays(relation: Relation) -> bool:
    return not relation.type.endswith(_DROPPED)


def _kept(part: Part, main: str) -> Part:
    """Return a part with the relations that stay; a slide master is the one part with several layouts."""
    relations = part.relations if part.content_type == TYPE_MASTER else _single(part.relations)
    return part.replace(relations=tuple(_renamed(relation, main) for relation in relations if _stays(relation)))


def _renamed(relation: Relation, main: str) -> Relation:
    return relation.replace(target=PRESENTATION) if relation.target == main and not relation.external else relation


def _without_links(part: Part, gone: set[str], file: str) -> Part:
    """Return a part without the elements that used relations which are gone, such as links to a sample slide."""
    if not gone or part.name == PRESENTATION:
        return part
    root = parse(part.data, file, part.name)
    for element in list(root.iter(etree.Element)):
        if any(name.startswith(f"{{{R}}}") and value in gone for name, value in element.attrib.items()):
            _remove(element)
    return part.replace(data=serialise(root))


def _presentation(part: Part, parts: dict[str, Part], file: str) -> Part:
    """Return the presentation part without what belonged to its slides, and with a notes master."""
    root = _with_prefixes(parse(part.data, file, part.name))
    for element in [child for child in root if child.tag in [f"{{{P}}}{name}" for name in _OLD]]:
        root.remove(element)
    for extension in root.findall(f"{{{P}}}extLst/{{{P}}}ext"):
        if extension.get("uri", "").upper() == _SECTIONS:
            _remove(extension)
    for empty in [e for e in root.findall(f"{{{P}}}extLst") if not len(e)]:
        root.remove(empty)
    put(root, etree.Element(f"{{{P}}}sldIdLst"))
    width, height = slide_size(root, file)
    if width * 3 != height * 4:
        root.find(f"{{{P}}}sldSz").attrib.pop("type", None)
    relations = add_notes_master(part.relations, parts, (width, height), _language(root))
    _list_notes_master(root, relations)
    return part.replace(data=serialise(root), relations=relations)


def _list_notes_master(root: Element, relations: tuple[Relation, ...]) -> None:
    """Write p:notesMasterIdLst for the notes master among the relations."""
    for old in root.findall(f"{{{P}}}notesMasterIdLst"):
        root.remove(old)
    found = next((relation.id for relation in relations if relation.type == REL_NOTES_MASTER), "")
    if found:
        listed = etree.Element(f"{{{P}}}notesMasterIdLst")
        etree.SubElement(listed, f"{{{P}}}notesMasterId").set(f"{{{R}}}id", found)
        put(root, listed)


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


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _language(root: Element) -> str:
    found = root.find(f"{{{P}}}defaultTextStyle//{{{A}}}defRPr[@lang]")
    return str(found.get("lang")) if found is not None else "nb-NO"
