"""Applying a plan to an existing presentation, and storing the new base in it."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.base.grouping import grouped
from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.colour import scheme_of, typeface
from osloregion_slides.ooxml.inheritance import whole
from osloregion_slides.ooxml.names import REL_APP, REL_CUSTOM, REL_NOTES, REL_THEME, TYPE_CUSTOM, A
from osloregion_slides.ooxml.zip import Member, write_zip
from osloregion_slides.pptx.applying.edition import Edition, serialised
from osloregion_slides.pptx.applying.layouts import FoundLayouts
from osloregion_slides.pptx.applying.masters import drop_master, keep_edits, with_masters, with_notes_master
from osloregion_slides.pptx.applying.slide import SlideContext, SlideEdit
from osloregion_slides.pptx.applying.slides import (
    Sections,
    add_slide,
    lists_every_slide,
    order_slides,
    remove_slide,
    sweep,
)
from osloregion_slides.pptx.base_part import DECK_PROPERTY, HASH_PROPERTY, REL_CUSTOM_XML, base_member, reserve_base
from osloregion_slides.pptx.parts import Links, deflated
from osloregion_slides.pptx.reading.deck import (
    UNEXPECTED,
    DeckMarks,
    OpenedDeck,
    Package,
    malformed,
    slide_entries,
)
from osloregion_slides.pptx.reading.deck import masters as deck_masters
from osloregion_slides.pptx.reading.sheets import Sheets
from osloregion_slides.pptx.template import custom_part, hash_of
from osloregion_slides.update.changes import (
    AddSlide,
    Forget,
    MoveSlide,
    Redraw,
    RemoveSlide,
    SetHidden,
    SetLayout,
    SetMaster,
    SetNotes,
    SetSections,
    SetTemplate,
    SetTheme,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any as Element

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.brand.values import Brand
    from osloregion_slides.pptx.base_part import Written
    from osloregion_slides.pptx.xml import Xml
    from osloregion_slides.scene import Deck
    from osloregion_slides.update.changes import Plan


# Replacing the base in an existing deck, or adding one.

_USER = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_VALUE = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}lpwstr"
_FIRST = 2


def set_base(edition: Edition, found: DeckMarks, deck: Deck, base: bytes) -> str:
    """Write the deck's key and the hash of the new base into the properties, and return the part for the base.

    That part is left out until the base is sealed over all other parts; "" if neither the base nor
    anything else changes.
    """
    named = hash_of(base)
    if (found.key, found.base_hash, found.base) != (deck.key, named, base):
        _set_properties(edition, deck, base, named)
    elif not edition.changed:
        return ""
    return holder_of(edition, found.part)


def holder_of(edition: Edition, name: str) -> str:
    """Return the part for the base, which is left out until it is sealed; a new one for ``name`` ""."""
    package = edition.package
    if not name:
        return reserve_base(edition.parts, edition.relations(package.main))
    edition.parts.leave_out(name)
    here = [one.id for one in package.relations(package.main).values() if one.target == name]
    if not here:
        edition.relations(package.main).relate(REL_CUSTOM_XML, f"../{name}")
    _drop_dangling(edition)
    return name


def _drop_dangling(edition: Edition) -> None:
    """Remove the relation from the package's root to ``../customXml/item1.xml`` that LibreOffice 7.4.7 writes."""
    for relation in edition.package.relations("").values():
        if relation.type == REL_CUSTOM_XML and relation.written.startswith("../"):
            edition.relations("").drop(relation.id)


def _set_properties(edition: Edition, deck: Deck, base: bytes, named: str) -> None:
    package = edition.package
    part = package.related("", REL_CUSTOM)
    if not part:
        name = "docProps/custom.xml"
        edition.parts.add(name, custom_part(deck, base), TYPE_CUSTOM)
        edition.relations("").relate(REL_CUSTOM, name)
        return
    root = edition.root(part)
    for name, value in ((DECK_PROPERTY, deck.key), (HASH_PROPERTY, named)):
        _set_property(root, name, value)


def _set_property(root: Element, name: str, value: str) -> None:
    found = next((child for child in root if child.get("name") == name), None)
    if found is None:
        numbers = [whole(child.get("pid")) for child in root]
        tag = root.tag.replace("}Properties", "}property")
        found = etree.SubElement(root, tag, fmtid=_USER, pid=str(max([_FIRST - 1, *numbers]) + 1), name=name)
    for child in list(found):
        found.remove(child)
    etree.SubElement(found, _VALUE).text = value


def set_theme(edition: Edition, change: SetTheme) -> None:
    """Set colours and typefaces in the themes of the first master and of masters with the same ones.

    Such masters come from the brand, to replace lost layouts (``with_masters``).
    """
    package = edition.package
    found = {master: package.related(master, REL_THEME) for master in deck_masters(package)}
    looks = {part: _look_of(package, master, part) for master, part in found.items()}
    first = next(iter(looks.values()))
    for master, part in found.items():
        if looks[part] == first:
            _set_theme(edition, change, master, part)


def _look_of(package: Package, master: str, part: str) -> tuple[object, ...]:
    root = package.root(part)
    scheme = scheme_of(root, package.root(master))
    return scheme, typeface(root, "major"), typeface(root, "minor")


def _set_theme(edition: Edition, change: SetTheme, master: str, part: str) -> None:
    package = edition.package
    root = deepcopy(package.root(part))  # other packages of this deck share the tree
    sources = dict(scheme_of(root, package.root(master)).mapping)
    colours = root.find(f".//{{{A}}}clrScheme")
    for slot, rgb in change.palette:
        holder = colours.find(f"{{{A}}}{sources[slot]}") if colours is not None else None
        if holder is not None:
            for child in list(holder):
                holder.remove(child)
            etree.SubElement(holder, f"{{{A}}}srgbClr", val=rgb)
    for kind, face in zip(("major", "minor"), change.fonts):
        latin = root.find(f".//{{{A}}}{kind}Font/{{{A}}}latin")
        if latin is not None:
            latin.attrib.clear()  # panose and pitchFamily describe the old typeface
            latin.set("typeface", face)
    edition.parts.put(part, serialised(root))


class Edited(Record):
    """The members of the updated presentation without the part ``holder`` of the base ("" is none)."""

    members: tuple[Member, ...]
    holder: str
    findings: tuple[Finding, ...]


def edit_package(found: OpenedDeck, plan: Plan, deck: Deck, brand: Brand, base: bytes = b"") -> Edited | None:
    """Return the existing presentation with the plan's changes, still without its base; None if nothing changes.

    ``deck`` is the Scene of ours, with the keys of the plan; ``base`` (``update.base.base_bytes`` of ours) replaces
    the one in the file, b"" keeps that. Only changed parts are rewritten; all other members are
    copied unchanged. InvalidInput as in ``reading.deck.read_deck``.
    """
    package, plan = found.package, plan.replace(pristine=_proven(plan, found.marks))
    try:
        start, masters = Package(package.members, package.file, like=package, editing=True), 0
        if any([isinstance(change, SetTemplate) for change in plan.changes]):
            start, masters = with_masters(package, brand, deck.language)
        elif _takes_master(plan) or _lacks_layouts(package, plan, deck, brand):
            own = deck_masters(package)[:1] if plan.native else ()
            start, _ = with_masters(package, brand, deck.language, beside=True, theme_of="".join(own))
        if _brings_notes(plan, deck):
            start = with_notes_master(start, brand, deck.language)
        edition = Edition(start)
        if plan.changes or plan.order:
            _Update(edition, plan, deck, brand, masters, len(deck_masters(package))).run()
        holder = set_base(edition, found.marks, deck, base) if base else ""
        if not edition.changed and not holder:
            return None
        if edition.touches(package.main) or not lists_every_slide(package.root(package.main)):
            Sections(edition).complete(False)
        members = tuple(edition.members())
        if any([isinstance(change, _COUNTED) for change in plan.changes]):
            members = _with_counts(members, package.file)
        return Edited(members, holder, tuple(edition.findings))
    except UNEXPECTED as problem:
        raise malformed(package.file, problem) from problem


_COUNTED = (AddSlide, RemoveSlide, SetHidden, SetNotes)
_HIDDEN = late(rb"""<(?:\w+:)?sld\b[^>]*\sshow\s*=\s*["'](?:0|false)["']""")


def _with_counts(members: tuple[Member, ...], file: str) -> tuple[Member, ...]:
    """Return the members with updated counts of slides in the extended properties (Part 1, 22.2)."""
    package = Package({member.name: member for member in members}, file)
    properties = package.related("", REL_APP)
    if not properties:
        return members
    parts = [part for _, part in slide_entries(package)]
    counts = {
        b"Slides": len(parts),
        b"Notes": len([part for part in parts if package.related(part, REL_NOTES)]),
        b"HiddenSlides": len([part for part in parts if _HIDDEN.search(package.data(part))]),
    }
    updated = data = package.data(properties)
    for name, count in counts.items():
        updated = re.sub(rb"(<(?:\w+:)?%b>)\s*\d*\s*(</)" % name, rb"\g<1>%d\2" % count, updated)
    return (
        members
        if updated == data
        else tuple([deflated(properties, updated) if one.name == properties else one for one in members])
    )


def _takes_master(plan: Plan) -> bool:
    return any([isinstance(change, SetMaster) for change in plan.changes])


def _proven(plan: Plan, marks: DeckMarks) -> frozenset[str]:
    """Return the unedited slides; one with a chart counts only if it is sealed.

    Edits of single points, lines and labels of a chart are neither compared nor part of its look (``pptx.looks``).
    """
    sealed = {key for _, key in marks.slides}
    charts = {slide.key for slide in plan.found.slides if any([item.kind == "chart" for item in slide.items])}
    return plan.pristine - (charts - sealed)


def _lacks_layouts(package: Package, plan: Plan, deck: Deck, brand: Brand) -> bool:
    """Return whether a slide needs a layout of the brand that is missing in the deck.

    LibreOffice drops unused layouts, and people may delete them.
    """
    layouts = {slide.key: slide.layout for slide in deck.slides if not slide.kept}
    roles = {one.layout for one in plan.changes if isinstance(one, SetLayout)}
    roles |= {layouts[one.slide] for one in plan.changes if isinstance(one, AddSlide) and one.slide in layouts}
    if plan.foreign or not roles:
        return False
    found = FoundLayouts(package, Sheets(package), brand, roles_of(plan, deck), plan.native)
    return not all([found.known(role) for role in roles])


def roles_of(plan: Plan, deck: Deck) -> list[tuple[str, str]]:
    """Return role and part of the existing slides that the outline composes and that keep their layouts."""
    layouts = {slide.key: slide.layout for slide in deck.slides if not slide.kept}
    leaving = {change.slide for change in plan.changes if isinstance(change, SetLayout)}
    return [(layouts[key], at.part) for key, at in plan.slides.items() if key in layouts and key not in leaving]


def _brings_notes(plan: Plan, deck: Deck) -> bool:
    added = {change.slide for change in plan.changes if isinstance(change, AddSlide)}
    if any([slide.notes and slide.key in added for slide in deck.slides]):
        return True
    return any([isinstance(change, SetNotes) and change.notes for change in plan.changes])


def finished(edited: Edited, base: bytes, slides: Written = (), looks: Iterable[Xml] = ()) -> bytes:
    """Return the updated presentation with its base, sealed; ``slides``, ``looks``: see ``base_part.base_member``."""
    if not edited.holder:
        return write_zip(edited.members)
    return write_zip([*edited.members, base_member(edited.holder, base, edited.members, slides, looks)])


class _Update:
    """One update; ``masters`` is the number of brand masters added before the deck's ``own``, 0 if it keeps its own."""

    def __init__(self, edition: Edition, plan: Plan, deck: Deck, brand: Brand, masters: int, own: int) -> None:
        self._edition, self._plan, self._deck, self._brand = edition, plan, deck, brand
        self._ours = {slide.key: slide for slide in deck.slides}
        self._found = plan.found.by_key
        self._parts = {slide.key: slide.locator.part for slide in plan.found.slides if slide.locator}
        self._masters, self._own = masters, own

    def run(self) -> None:
        for change in self._plan.changes:
            if isinstance(change, SetTheme):
                set_theme(self._edition, change)
            elif isinstance(change, SetTemplate) and change.kept:
                listed = deck_masters(self._edition.package)
                keep_edits(self._edition, change.kept, listed[self._masters], listed[0])
            elif isinstance(change, SetMaster):
                listed = deck_masters(self._edition.package)
                keep_edits(self._edition, change.taken, listed[self._own], listed[0])
        coming = {change.slide: change for change in self._plan.changes if isinstance(change, AddSlide)}
        added = {key: self._edition.parts.free_name("ppt/slides/slide", ".xml") for key in coming if key in self._ours}
        removed = [change.slide for change in self._plan.changes if isinstance(change, RemoveSlide)]
        names = next((change.names for change in self._plan.changes if isinstance(change, SetSections)), ())
        reshaped = bool(self._plan.order or added or removed or names)
        sections = Sections(self._edition) if reshaped else None
        links = Links({key: part.rpartition("/")[2] for key, part in {**self._parts, **added}.items()})
        sheets = Sheets(self._edition.package)
        roles, native = roles_of(self._plan, self._deck), self._plan.native or self._masters > 0
        layouts = FoundLayouts(self._edition.package, sheets, self._brand, roles, native, self._masters)
        jumps = {part: key for key, part in self._parts.items()}
        around = SlideContext(self._deck.key, self._brand, layouts, links, sheets, jumps, self._plan.pristine)
        self._edit_slides(around)
        found = slide_entries(self._edition.package) if reshaped else []
        entries = {jumps[part]: entry for entry, part in found if part in jumps}
        for key, part in added.items():
            new, own = coming[key], self._ours[key]
            feet = [(slot, self._edition.package.root(self._parts[other])) for slot, other in new.feet]
            entries[key] = add_slide(self._edition, self._deck, own, part, layouts, links, new.placing, feet)
        for key in removed:
            remove_slide(self._edition, self._parts[key])
        if self._plan.order or added:
            order_slides(self._edition, entries, self._plan.order or [*self._parts, *added])
        if sections is not None and names:
            sections.rename({entries[key].get("id"): name for key, name in names if key in entries}, self._deck.key)
        elif sections is not None:
            sections.complete(True)
        if self._masters and not any([isinstance(one, SetTemplate) and one.spared for one in self._plan.changes]):
            drop_master(self._edition, self._masters)
        if _takes_master(self._plan):
            for place in range(len(deck_masters(self._edition.package)) - 1, self._own - 1, -1):
                drop_master(self._edition, place)
        sweep(self._edition)

    def _edit_slides(self, around: SlideContext) -> None:
        apart = (AddSlide, RemoveSlide, MoveSlide, Redraw, SetMaster, SetTemplate, SetTheme)
        own = [one for one in self._plan.changes if not isinstance(one, apart)]
        own = [one for one in own if one.item or not isinstance(one, Forget)]
        for key, those in grouped([(one.slide, one) for one in own]).items():
            if key in self._found:
                SlideEdit(self._edition, self._found[key], self._ours.get(key), around, those).apply()
