"""Copying the brand's slide masters into a package, with layouts, themes and pictures, and keeping edits."""

from __future__ import annotations

from copy import deepcopy
from itertools import chain
from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.brand.load import template_bytes
from osloregion_slides.brand.wording import usual_words
from osloregion_slides.ooxml.inheritance import whole
from osloregion_slides.ooxml.names import REL_MASTER, REL_NOTES_MASTER, REL_THEME, P, R
from osloregion_slides.ooxml.order import put
from osloregion_slides.ooxml.package import Relation as FoundRelation
from osloregion_slides.ooxml.package import parse_xml, usual_type
from osloregion_slides.ooxml.sheets import ALTERNATE, BESIDE, GUIDES, Unit, around, units
from osloregion_slides.pptx.applying.edition import Edition, child_of, new, serialised, set_or_drop
from osloregion_slides.pptx.parts import Relations
from osloregion_slides.pptx.reading.deck import Package, masters

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any as Element

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.pptx.parts import Relation

_LIST, _LAYOUT_ID, _ID = f"{{{P}}}sldMasterIdLst", f"{{{P}}}sldLayoutId", f"{{{R}}}id"
_FIRST = 2**31
"""The smallest id of a master or layout (ST_SlideMasterId, ECMA-376 Part 1, 19.7.10), unique among both."""


def with_masters(
    found: Package, brand: Brand, language: str, beside: bool = False, theme_of: str = ""
) -> tuple[Package, int]:
    """Return the package, for editing, with the brand's masters before its own, and the number of these.

    No slide uses them yet, as after applying a template under Design > Themes; ``drop_master`` removes unused ones.
    ``beside``: they come after its own, to replace lost layouts, with the theme of the existing master
    ``theme_of``, if given, instead of the brand's.
    """
    edition = Edition(Package(found.members, found.file, like=found, editing=True))
    main = edition.root(found.main)
    holder = child_of(main, _LIST)
    template = Package(template_bytes(brand, language), brand.template)
    origin, relations = OtherParts(edition, template, last_id(found)), edition.relations(found.main)
    brought = masters(template)
    if theme_of:
        origin.dress(brought, found.related(theme_of, REL_THEME))
    for place, master in enumerate(brought, len(holder) if beside else 0):
        entry = etree.Element(f"{{{P}}}sldMasterId", id=str(origin.next_id()))
        entry.set(_ID, relations.relate(REL_MASTER, f"/{origin.bring(master)}"))
        holder.insert(place, entry)
    theme = template.related(brought[0], REL_THEME) if brought else ""
    for relation in found.relations(found.main).values():
        if relation.type == REL_THEME and theme and not beside:
            relations.retarget(relation.id, f"/{origin.bring(theme)}")
    members = {member.name: member for member in edition.members()}
    return Package(members, found.file, like=found, editing=True), len(brought)


def with_notes_master(found: Package, brand: Brand, language: str) -> Package:
    """Return the package, for editing, with the brand's notes master; unchanged if it has one, or the brand none."""
    if found.related(found.main, REL_NOTES_MASTER):
        return found
    template = Package(template_bytes(brand, language), brand.template)
    notes = template.related(template.main, REL_NOTES_MASTER)
    if not notes:
        return found
    edition = Edition(found)
    holder = new(edition.root(found.main), f"{{{P}}}notesMasterIdLst")
    made = f"/{OtherParts(edition, template, 0).bring(notes)}"
    identity = edition.relations(found.main).relate(REL_NOTES_MASTER, made)
    etree.SubElement(holder, f"{{{P}}}notesMasterId").set(_ID, identity)
    return Package({member.name: member for member in edition.members()}, found.file, like=found, editing=True)


def last_id(package: Package) -> int:
    """Return the largest id of the masters and layouts of a package."""
    lists = [package.root(part).iter(_LAYOUT_ID) for part in masters(package)]
    entries = [*package.root(package.main).iter(f"{{{P}}}sldMasterId"), *chain(*lists)]
    return max([_FIRST - 1, *[whole(entry.get("id")) for entry in entries]])


class OtherParts:
    """The parts of another package, copied into an edition once, with the parts that they refer to.

    ``last`` is the largest id of the masters and layouts of the edition.
    """

    def __init__(self, edition: Edition, other: Package, last: int) -> None:
        self._edition, self._other, self._last = edition, other, last
        self._brought: dict[str, str] = {}

    def next_id(self) -> int:
        """Return an unused id for a master or layout."""
        self._last += 1
        return self._last

    def bring(self, name: str) -> str:
        """Return the name in the edition of a part of the other package, which is copied if necessary."""
        if name not in self._brought:
            parts, (stem, _, ending) = self._edition.parts, name.rpartition(".")
            made = self._brought[name] = parts.free_name(stem.rstrip("0123456789"), f".{ending}")
            parts.add_found(made, self.data(name), self._other.content_type(name) or usual_type(name))
            rows = self.rows(name)
            if rows:
                parts.add_relations(made, Relations(rows))
        return self._brought[name]

    def dress(self, brought: Iterable[str], theme: str) -> None:
        """Give masters of the template copies of a theme of the edition, for masters cannot share a theme."""
        found, parts = self._edition.package, self._edition.parts
        for master in brought:
            made = parts.free_name("ppt/theme/theme", ".xml")
            parts.add_found(made, found.data(theme), found.content_type(theme))
            rows = [
                (one.id, one.type, one.written if one.external else f"/{one.target}", one.external)
                for one in found.relations(theme).values()
            ]
            if rows:
                parts.add_relations(made, Relations(rows))
            self._brought[self._other.related(master, REL_THEME)] = made

    def rows(self, name: str) -> list[Relation]:
        """Return the relations of a part with their old ids, without those that have no target here."""
        rows = [(one, self.target(one)) for one in self._other.relations(name).values()]
        return [(one.id, one.type, target, one.external) for one, target in rows if target]

    def target(self, relation: FoundRelation) -> str:
        """Return the target of a relation in the edition, "" without one."""
        if relation.external:
            return relation.written
        return f"/{self.bring(relation.target)}" if relation.target in self._other else ""

    def data(self, name: str) -> bytes:
        """Return the bytes of a part; the layouts of a master get unused ids."""
        data = self._other.data(name)
        if b"sldLayoutIdLst" not in data:
            return data
        root = parse_xml(data)
        for entry in root.iter(_LAYOUT_ID):
            entry.set("id", str(self.next_id()))
        return serialised(root)


def drop_master(edition: Edition, place: int) -> None:
    """Remove the master at this position if no slide uses it; ``sweep`` removes its parts.

    Other unused masters were left by an update, or added in PowerPoint.
    """
    package, main = edition.package, edition.package.main
    entries = list(edition.root(main).iterfind(f"{_LIST}/{{{P}}}sldMasterId"))
    parts = [package.relations(main)[entry.get(_ID)].target for entry in entries]
    others = [part for part in edition.targets(main) if part not in parts]
    used = {package.related(part, REL_MASTER) for slide in others for part in edition.targets(slide)}
    if place < len(entries) and parts[place] not in used:
        entries[place].getparent().remove(entries[place])
        edition.relations(main).drop(entries[place].get(_ID))


# Copying content of a slide master and its layouts to another: manual edits, or that of the brand.


def keep_edits(edition: Edition, kept: Iterable[tuple[str, str]], source: str, onto: str) -> None:
    """Replace the units ``kept`` (``ooxml.sheets.units``) of the master ``onto`` by those of ``source``."""
    usual = usual_words()
    theirs, brands = units(edition.package, source, usual), units(edition.package, onto, usual)
    for sheet, key in kept:
        target, unit = brands[sheet, BESIDE].part, theirs.get((sheet, key))
        edition.root(target)
        if key == BESIDE and unit is not None:
            _put_beside(edition, unit, brands[sheet, BESIDE])
        else:
            _put(edition, key, unit, brands.get((sheet, key)), target)


def _put(edition: Edition, key: str, unit: Unit | None, before: Unit | None, target: str) -> None:
    if unit is None:
        if before is not None:
            before.element.getparent().remove(before.element)
        return
    made = _brought(edition, unit.element, unit.part, target)
    root = edition.root(target)
    if before is None and key == GUIDES:
        child_of(root, f"{{{P}}}extLst").append(made)
        return
    tree = root.find(f"{{{P}}}cSld/{{{P}}}spTree")
    for number, named in enumerate(made.iter(f"{{{P}}}cNvPr"), 1):
        named.set("id", str(max([whole(one.get("id")) for one in tree.iter(f"{{{P}}}cNvPr")]) + number))
    if before is not None:
        before.element.getparent().replace(before.element, made)
    elif made.tag.startswith(f"{{{P}}}"):
        put(tree, made)
    else:  # alternate content, which no content model lists
        tree.append(made)


def _put_beside(edition: Edition, unit: Unit, before: Unit) -> None:
    """Copy background, colour map and everything else besides the objects from another sheet."""
    own, root = unit.element, edition.root(before.part)
    place = f"{{{P}}}cSld"
    for holder, old, brought in (
        (root.find(place), root.findall(f"{place}/{{{P}}}bg"), own.findall(f"{place}/{{{P}}}bg")),
        (root, around(root), around(own)),
    ):
        for one in old:
            holder.remove(one)
        for one in brought:
            made = _brought(edition, one, unit.part, before.part)
            if made.tag == ALTERNATE:  # no content model lists it: inserted at the position of its content
                holder.replace(new(holder, f"{{{P}}}transition"), made)
            else:
                put(holder, made)
    set_or_drop(root, "showMasterSp", own.get("showMasterSp"))


def _brought(edition: Edition, element: Element, source: str, target: str) -> Element:
    """Return an element copied from one part to another, with its relations."""
    made = deepcopy(element)
    made.tail = None
    found = edition.package.relations(source)
    for one in made.iter():
        for name, value in one.attrib.items():
            relation = found.get(value) if name.startswith(f"{{{R}}}") else None
            if relation is not None:
                leads = relation.written if relation.external else f"/{relation.target}"
                one.set(name, edition.relations(target).relate(relation.type, leads, relation.external))
    return made
