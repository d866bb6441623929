"""The small parts that a presentation has beside its masters, and what of them belongs to old slides."""

from __future__ import annotations

from lxml import etree

from osloregion_slides.brand.notes_master import notes_master
from osloregion_slides.brand.opc import parse, serialise
from osloregion_slides.brand.package import Part
from osloregion_slides.brand.presentation import extended_properties, presentation_properties, view_properties
from osloregion_slides.brand.template import (
    PRESENTATION,
    TYPE_PROPERTIES,
    TYPE_TABLES,
    TYPE_VIEW,
)
from osloregion_slides.ooxml.names import (
    REL_APP,
    REL_MASTER,
    REL_NOTES_MASTER,
    REL_PROPERTIES,
    REL_TABLE_STYLES,
    REL_THEME,
    REL_VIEW,
    TYPE_APP,
    TYPE_NOTES_MASTER,
    TYPE_THEME,
    A,
    P,
)
from osloregion_slides.ooxml.package import Relation
from osloregion_slides.pptx.xml import DECLARATION

_OF_SLIDES = ("htmlPubPr", "webPr", "sldLst", "sldRg", "custShow")
_STYLE = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"  # PowerPoint's "Medium Style 2 - Accent 1"
_NO_TABLE_STYLES = f'{DECLARATION}<a:tblStyleLst xmlns:a="{A}" def="{_STYLE}"/>'.encode()


def add_notes_master(
    relations: tuple[Relation, ...], parts: dict[str, Part], size: tuple[int, int], language: str
) -> tuple[Relation, ...]:
    """Return the presentation's relations with a notes master, which joins the parts if there is none.

    Its theme is a copy of the first slide master's. ``size`` is the slide's, EMU.
    """
    if any(relation.type == REL_NOTES_MASTER for relation in relations):
        return relations
    master = next((parts[r.target] for r in relations if r.type == REL_MASTER), None)
    theme = next((r.target for r in master.relations if r.type == REL_THEME), "") if master else ""
    if not theme:
        return relations
    copy, name = free_name("ppt/theme/theme", parts), free_name("ppt/notesMasters/notesMaster", parts)
    parts[copy] = parts[theme].replace(name=copy, content_type=TYPE_THEME)
    to_theme = (Relation("rId1", REL_THEME, copy),)
    parts[name] = Part(name, TYPE_NOTES_MASTER, notes_master(language, size), to_theme)
    return (*relations, Relation(free_id(relations), REL_NOTES_MASTER, name))


def complete(parts: dict[str, Part], file: str) -> None:
    """Add the small companions of a presentation that are missing, and clear those of its slides."""
    main = parts[PRESENTATION]
    companions = (
        (REL_PROPERTIES, "ppt/presProps", TYPE_PROPERTIES, presentation_properties()),
        (REL_VIEW, "ppt/viewProps", TYPE_VIEW, view_properties()),
        (REL_TABLE_STYLES, "ppt/tableStyles", TYPE_TABLES, _NO_TABLE_STYLES),
    )
    for relation, stem, content_type, data in companions:
        found = next((r.target for r in main.relations if r.type == relation), "")
        if found:
            parts[found] = _without_lists(parts[found], file)
            continue
        name = f"{stem}.xml" if f"{stem}.xml" not in parts else free_name(stem, parts)
        parts[name] = Part(name, content_type, data)
        main = main.replace(relations=(*main.relations, Relation(free_id(main.relations), relation, name)))
    parts[PRESENTATION] = main


def _without_lists(part: Part, file: str) -> Part:
    """Return presentation or view properties without what names slides: shows of a range, outlines."""
    root = parse(part.data, file, part.name)
    named = [e for e in root.iter(etree.Element) if etree.QName(e).localname in _OF_SLIDES]
    if not named:
        return part
    for element in named:
        if etree.QName(element).localname in ("sldRg", "custShow"):
            element.getparent().replace(element, etree.Element(f"{{{P}}}sldAll"))
        else:
            element.getparent().remove(element)
    return part.replace(data=serialise(root))


def fresh_properties(roots: tuple[Relation, ...], parts: dict[str, Part]) -> tuple[Relation, ...]:
    """Return the package's relations with new extended properties: the old ones list the old slides."""
    kept = tuple(relation for relation in roots if relation.type != REL_APP)
    name = "docProps/app.xml"
    parts[name] = Part(name, TYPE_APP, extended_properties())
    return (*kept, Relation(free_id(kept), REL_APP, name))


def free_name(stem: str, parts: dict[str, Part]) -> str:
    """Return the first numbered name that no part has."""
    number = 1
    while f"{stem}{number}.xml" in parts:
        number += 1
    return f"{stem}{number}.xml"


def free_id(relations: tuple[Relation, ...]) -> str:
    """Return the first relation id that is free."""
    taken = {relation.id for relation in relations}
    number = 1
    while f"rId{number}" in taken:
        number += 1
    return f"rId{number}"
