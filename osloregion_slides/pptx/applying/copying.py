"""Copying slides and objects from another copy of a deck, with the parts that they refer to."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import finding
from osloregion_slides.base.grouping import grouped
from osloregion_slides.ooxml.geometry import frame, transform_of
from osloregion_slides.ooxml.inheritance import whole
from osloregion_slides.ooxml.names import (
    REL_LAYOUT,
    REL_NOTES,
    REL_NOTES_MASTER,
    REL_SLIDE,
    TYPE_SLIDE,
    A,
    P,
    R,
    from_folder,
)
from osloregion_slides.ooxml.order import put
from osloregion_slides.ooxml.package import Relation, parse_xml
from osloregion_slides.pptx.applying import shape as edit
from osloregion_slides.pptx.applying.apply import Edited, holder_of
from osloregion_slides.pptx.applying.edition import Edition, child_of, new, serialised, set_or_drop
from osloregion_slides.pptx.applying.masters import OtherParts
from osloregion_slides.pptx.applying.slide import SlideContext, SlideEdit
from osloregion_slides.pptx.applying.slides import (
    Sections,
    new_entry,
    order_slides,
    remove_slide,
    set_paragraphs,
    sweep,
)
from osloregion_slides.pptx.parts import Links, Relations
from osloregion_slides.pptx.reading.deck import (
    INHERITED,
    UNEXPECTED,
    OpenedDeck,
    Package,
    layout_name,
    malformed,
    notes_body,
    slide_entries,
)
from osloregion_slides.pptx.reading.items import NON_VISUAL, TREE
from osloregion_slides.pptx.reading.sheets import FILLS, Sheets
from osloregion_slides.pptx.reading.text import CLICK
from osloregion_slides.update.changes import (
    MoveSlide,
    RemoveSlide,
    SetNotes,
    SetSections,
    TakeItem,
    TakeSlide,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any as Element

    from osloregion_slides.update.changes import Change, Plan

_ID = f"{{{R}}}id"
_BESIDE = {
    "transition": f"{{{P}}}transition",
    "animation": f"{{{P}}}timing",
    "background": f"{{{P}}}bg",
    "theme-colours": f"{{{P}}}clrMapOvr",
}
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_AUTHORS = ("commentAuthors", "authors")
"""The relation types, by their last segment, of the lists of comment authors: legacy and current."""


class Origin(OtherParts):
    """The other copy, whose parts are copied into the edition once, with the parts that they refer to.

    Parts that both have are not copied. ``slides`` maps the parts of copied slides to their parts here.
    """

    def __init__(self, edition: Edition, package: Package, slides: dict[str, str]) -> None:
        super().__init__(edition, package, 0)
        self.package, self._slides = package, slides
        self._layouts = {self._layout_name(edition.package, part): part for part in _layouts(edition.package)}
        self._own_layout = ""  # of the replaced slide, because other programs rename layouts

    def bring(self, name: str) -> str:
        """Return the name in the edition of a part of the other copy, which is copied if necessary."""
        mine, other = self._edition.package, self.package
        if name not in self._brought:
            if name.startswith(INHERITED) or name == other.related(other.main, REL_NOTES_MASTER):
                return self._inherited(name)
            if name in mine and not _is_owned(name) and mine.fingerprints(name) == other.fingerprints(name):
                self._brought[name] = name
        return super().bring(name)

    def _inherited(self, name: str) -> str:
        """Return the layout of the same name here, else that of the replaced slide, else the first."""
        mine = self._edition.package
        if "slideLayouts/" not in name:
            master = mine.related(mine.main, REL_NOTES_MASTER)
            return name if name in mine else master
        return (
            self._layouts.get(self._layout_name(self.package, name))
            or self._own_layout
            or next(iter(self._layouts.values()))
        )

    @staticmethod
    def _layout_name(package: Package, part: str) -> str:
        return (layout_name(package, part) if part in package else "") or part

    def target(self, relation: Relation) -> str:
        """Return the target of a relation in the edition, "" for a slide that is not in it."""
        if relation.type != REL_SLIDE or relation.external:
            return super().target(relation)
        part = self._slides.get(relation.target, "")
        return from_folder(part) if part else ""

    def data(self, name: str) -> bytes:
        """Return the bytes of a part without references to dropped relations."""
        data, kept = super().data(name), {row[0] for row in self.rows(name)}
        if kept.issuperset(self.package.relations(name)):
            return data
        root = parse_xml(data)
        _renumber(root, {identity: identity for identity in kept})
        return serialised(root)

    def slide(self, part: str, made: str) -> None:
        """Copy a slide of the other copy into the part ``made``, with its notes, pictures, charts and comments."""
        self._brought[part] = made
        self._own_layout = self._edition.package.related(made, REL_LAYOUT)
        rows, data = self.rows(part), self.data(part)
        self._edition.remove(made)
        self._edition.parts.add_found(made, data, TYPE_SLIDE)
        self._edition.parts.add_relations(made, Relations(rows))

    def authors(self) -> None:
        """Copy missing comment authors; add a finding where two authors have the same id."""
        mine = self._edition.package
        for relation in list(self.package.relations(self.package.main).values()):
            if relation.external or relation.type.rpartition("/")[2] not in _AUTHORS:
                continue
            found = mine.related(mine.main, relation.type)
            if not found:
                made = self.bring(relation.target)
                self._edition.relations(mine.main).relate(relation.type, made.removeprefix("ppt/"))
                continue
            root = self._edition.root(found)
            known = {one.get("id"): one.get("name") for one in root}
            for one in self.package.root(relation.target):
                if one.get("id") not in known:
                    root.append(deepcopy(one))
                elif known[one.get("id")] != one.get("name"):
                    self._edition.findings.append(finding("other-author", None, name=one.get("name", "")))


def _layouts(package: Package) -> list[str]:
    return sorted([name for name in package.members if name.startswith("ppt/slideLayouts/") and name.endswith(".xml")])


def _is_owned(name: str) -> bool:
    """Return whether a part belongs to a single slide, so that even equal ones cannot be shared."""
    return name.startswith(("ppt/notesSlides/", "ppt/comments/", "ppt/charts/", "ppt/embeddings/", "ppt/diagrams/"))


def _renumber(root: Element, ids: dict[str, str]) -> None:
    """Update references to relations, and remove links whose relation was dropped."""
    for one in list(root.iter()):
        if not isinstance(one.tag, str):
            continue
        for name, value in list(one.attrib.items()):
            if name.startswith(f"{{{R}}}") and value:
                if value in ids:
                    one.set(name, ids[value])
                elif one.tag in (CLICK, f"{{{A}}}hlinkHover") and one.getparent() is not None:
                    one.getparent().remove(one)
                    break


def merged_package(found: OpenedDeck, plan: Plan, other: Package) -> Edited | None:
    """Return this copy with the plan's changes, still without its base; None if nothing changes.

    ``other`` is the other copy's package. InvalidInput as in ``reading.deck.read_deck``.
    """
    package = found.package
    try:
        edition = Edition(Package(package.members, package.file, like=package, editing=True))
        _Merge(edition, plan, other).run()
        if not edition.changed:
            return None
        holder = holder_of(edition, found.marks.part)
        return Edited(tuple(edition.members()), holder, tuple(edition.findings))
    except UNEXPECTED as problem:
        raise malformed(package.file, problem) from problem


class _Merge:
    def __init__(self, edition: Edition, plan: Plan, other: Package) -> None:
        self._edition, self._plan = edition, plan
        self._found = plan.found.by_key
        self._parts = {slide.key: slide.locator.part for slide in plan.found.slides if slide.locator}
        takes = [change for change in plan.changes if isinstance(change, TakeSlide)]
        free = edition.parts.free_name
        self._added = {one.slide: free("ppt/slides/slide", ".xml") for one in takes if one.target is None}
        self._takes = takes
        places = {one.source: self._parts.get(one.slide) or self._added[one.slide] for one in takes}
        self._origin = Origin(edition, other, places)

    def run(self) -> None:
        plan, edition = self._plan, self._edition
        removed = [one.slide for one in plan.changes if isinstance(one, RemoveSlide)]
        names = next((one.names for one in plan.changes if isinstance(one, SetSections)), ())
        reshaped = bool(plan.order or self._added or removed or names)
        sections = Sections(edition) if reshaped else None
        self._objects()
        entries = {}
        for take in self._takes:
            part = self._parts.get(take.slide) or self._added[take.slide]
            self._origin.slide(take.source, part)
            if take.target is None:
                entries[take.slide] = new_entry(edition, part)
        if self._takes or any(isinstance(one, TakeItem) for one in plan.changes):
            self._origin.authors()
        jumps = {part: key for key, part in self._parts.items()}
        entries |= {jumps[part]: entry for entry, part in slide_entries(edition.package) if part in jumps}
        for key in removed:
            remove_slide(edition, self._parts[key])
        if reshaped:
            order_slides(edition, self._in_root(entries), plan.order or [*self._parts, *self._added])
        if sections is not None and names:
            entries = self._in_root(entries)
            deck = plan.found.key
            sections.rename({entries[key].get("id"): name for key, name in names if key in entries}, deck)
        elif sections is not None:
            sections.complete(True)
        sweep(edition, bool(self._takes))

    def _in_root(self, entries: dict[str, Element]) -> dict[str, Element]:
        """Return the slides' entries in the edited presentation, which is a separate tree from the one read."""
        root = self._edition.root(self._edition.package.main)
        own = {entry.get(_ID): entry for entry in root.iterfind(f"{{{P}}}sldIdLst/{{{P}}}sldId")}
        return {key: own.get(entry.get(_ID), entry) for key, entry in entries.items()}

    def _objects(self) -> None:
        apart = (TakeSlide, RemoveSlide, MoveSlide, SetSections)
        changes = grouped([(one.slide, one) for one in self._plan.changes if not isinstance(one, apart)])
        links = Links({key: part.rpartition("/")[2] for key, part in {**self._parts, **self._added}.items()})
        jumps = {part: key for key, part in self._parts.items()}
        sheets = Sheets(self._edition.package)
        around = SlideContext(self._plan.found.key, None, None, links, sheets, jumps)
        for key, those in changes.items():
            _SlideMerge(self._edition, self._found[key], around, those, self._origin).apply()


class _SlideMerge(SlideEdit):
    """Applies the operations of one slide that both copies edited."""

    def __init__(
        self, edition: Edition, found: Element, around: SlideContext, changes: list[Change], origin: Origin
    ) -> None:
        super().__init__(edition, found, None, around, changes)
        self._origin = origin
        self._ids: dict[str, str] = {}

    def _apply(self, change: Change) -> None:
        match change:
            case TakeItem() if change.parts[:1] == ("beside",):
                self._beside(change)
            case TakeItem() if not change.parts:
                self._whole(change)
            case TakeItem():
                shape = self._elements.get(change.item)
                if shape is not None:
                    for part in change.parts:
                        self._part(shape, change, part)
            case SetNotes():
                self._notes(change)
            case _:
                super()._apply(change)

    def _source(self, change: TakeItem) -> Element:
        found = self._origin.package.root(change.source.part).find(TREE)
        for index in change.source.path:
            found = found[index]
        return found

    def _brought(self, shape: Element, part: str) -> Element:
        """Return an element copied from the other copy, with relations of this slide."""
        made = deepcopy(shape)
        ids = {}
        rows = self._origin.package.relations(part)
        for identity in edit.relation_ids(made):
            relation = rows.get(identity)
            target = self._origin.target(relation) if relation is not None else ""
            if relation is not None and target:
                ids[identity] = self._relations.relate(relation.type, target, relation.external)
        _renumber(made, ids)
        return made

    def _whole(self, change: TakeItem) -> None:
        made, old = self._brought(self._source(change), change.source.part), self._elements.get(change.item)
        self._free_ids(made, old)
        if old is not None:
            before = edit.relation_ids(old)
            old.getparent().replace(old, made)
            edit.drop_relations(self._root, self._relations, before)
        else:
            self._insert(made, self._holder(change), change)
        self._elements[change.item] = made

    def _free_ids(self, made: Element, old: Element | None) -> None:
        """Give the objects in an element unused ids."""
        gone = set() if old is None else {one.get("id") for one in old.iter(f"{{{P}}}cNvPr")}
        used = {one.get("id") for one in self._root.iter(f"{{{P}}}cNvPr")} - gone
        last = max([whole(one) for one in used], default=1)
        changed = {}
        for one in made.iter(f"{{{P}}}cNvPr"):
            if one.get("id") in used:
                last += 1
                changed[one.get("id")] = str(last)
                one.set("id", str(last))
            used.add(one.get("id"))
        self._ids.update(changed)
        for end in made.iter(f"{{{A}}}stCxn", f"{{{A}}}endCxn"):
            end.set("id", changed.get(end.get("id"), end.get("id")))

    def _part(self, shape: Element, change: TakeItem, part: str) -> None:
        """Copy one part of an object (``update.copies.PARTS``)."""
        before = edit.relation_ids(shape)
        source = self._source(change)
        other = self._brought(source, change.source.part)
        if part == "place":
            self._place(shape, source)
        elif part == "name":
            names = [next(one.iter(f"{{{P}}}cNvPr")) for one in (shape, source)]
            names[0].set("name", names[1].get("name", ""))
        elif part == "look":
            self._free_ids(other, shape)
            shape.getparent().replace(shape, other)
            self._elements[change.item] = other
            for kept in change.kept:
                _replace_part(other, deepcopy(shape), kept)
        else:
            _replace_part(shape, other, part)
        edit.drop_relations(self._root, self._relations, before)

    def _place(self, shape: Element, source: Element) -> None:
        """Copy position, size and rotation; the position is converted between the groups of each."""
        own, other = transform_of(shape), transform_of(source)
        if other is None:
            if own is not None:
                own.getparent().remove(own)
            return
        box = frame(other)
        if own is None:
            holder = shape.find(edit.PROPERTIES)
            own = new(holder if holder is not None else shape, other.tag)
        for name in ("rot", "flipH", "flipV"):
            set_or_drop(own, name, other.get(name))
        if box is not None:
            edit.set_frame(own, edit.around(shape).inward(edit.around(source).outward(box)))
            edit.fit_groups(shape)

    def _beside(self, change: TakeItem) -> None:
        """Copy content of a slide besides its objects, by its words (``update.copies.BROUGHT``)."""
        part = change.source.part
        other = self._origin.package.root(part)
        for word in change.parts[1:]:
            if word == "background-graphics":
                set_or_drop(self._root, "showMasterSp", "0" if other.get("showMasterSp") else "")
            elif word == "layout":
                self._on_layout(part)
            elif word in _BESIDE:
                own, source = [
                    side.find(f"{{{P}}}cSld") if word == "background" else side for side in (self._root, other)
                ]
                for old in _children_named(own, _BESIDE[word]):
                    own.remove(old)
                for one in _children_named(source, _BESIDE[word]):
                    self._add_beside(own, self._brought(one, part))
                edit.forget_shapes(self._root, [other])
            else:
                self._extensions(part)
            if word == "comments":
                for relation in self._origin.package.relations(part).values():
                    if relation.type.endswith("/comments"):
                        self._relations.relate(relation.type, self._origin.target(relation))

    def _on_layout(self, part: str) -> None:
        """Put the slide on the layout with the same name as in the other copy."""
        (theirs,) = [one for one in self._origin.package.relations(part).values() if one.type == REL_LAYOUT]
        for relation in self._edition.package.relations(self.part).values():
            if relation.type == REL_LAYOUT:
                self._relations.retarget(relation.id, self._origin.target(theirs))

    def _add_beside(self, holder: Element, made: Element) -> None:
        for target in made.iter():
            if target.get("spid") in self._ids:
                target.set("spid", self._ids[target.get("spid")])
        if made.tag != _ALTERNATE:
            put(holder, made)
            return
        place = next((at for at, one in enumerate(holder, 1) if one.tag == f"{{{P}}}clrMapOvr"), 1)
        holder.insert(place, made)

    def _extensions(self, part: str) -> None:
        found = self._origin.package.root(part).find(f"{{{P}}}extLst")
        if found is None:
            return
        own = child_of(self._root, f"{{{P}}}extLst")
        for one in found:
            for old in [each for each in own if each.get("uri") == one.get("uri")]:
                own.remove(old)
            own.append(self._brought(one, part))

    def _notes(self, change: SetNotes) -> None:
        page = self._edition.package.related(self.part, REL_NOTES)
        body = notes_body(self._edition.root(page)) if page else None
        if body is not None:
            language = next((one.get("lang") for one in body.iter(f"{{{A}}}rPr") if one.get("lang")), "nb-NO")
            set_paragraphs(body, change.notes, str(language))
            return
        part = next((one.source.part for one in self._changes if isinstance(one, TakeItem)), self.part)
        found = self._origin.package.related(part, REL_NOTES)
        if found and not page:
            self._relations.relate(REL_NOTES, f"/{self._origin.bring(found)}")
        else:
            self._edition.findings.append(finding("notes-not-added", None, on_slide=change.slide))


_CONNECTOR = f"{{{P}}}cNvCxnSpPr"


def _replace_part(shape: Element, other: Element, part: str) -> None:
    """Replace one part of an object by that of another on the same slide."""
    mine, theirs = shape.find(edit.PROPERTIES), other.find(edit.PROPERTIES)
    match part:
        case "place":
            _swap(shape, other, [f"{{{P}}}xfrm"])
            if mine is not None and theirs is not None:
                _swap(mine, theirs, [f"{{{A}}}xfrm"])
        case "text":
            _swap(shape, other, [f"{{{P}}}txBody"])
        case "picture":
            _swap(shape, other, [f"{{{P}}}blipFill"])
        case "table" | "chart":
            _swap(shape, other, [f"{{{A}}}graphic"])
        case "fill" if mine is not None and theirs is not None:
            _swap(mine, theirs, FILLS)
        case "line" if mine is not None and theirs is not None:
            _swap(mine, theirs, [f"{{{A}}}ln"])
        case "geometry" if mine is not None and theirs is not None:
            _swap(mine, theirs, edit.GEOMETRIES)
        case "alt":
            edit.set_alt(shape, _non_visual(other).get("descr", ""))
        case "link":
            _swap(_non_visual(shape), _non_visual(other), [CLICK])
        case "ends":
            for own, new_one in zip(shape.iter(_CONNECTOR), other.iter(_CONNECTOR)):
                _swap(own, new_one, [f"{{{A}}}stCxn", f"{{{A}}}endCxn"])


def _children_named(holder: Element, tag: str) -> list[Element]:
    """Return the children with this name, including those in alternate content."""
    return [one for one in holder if one.tag == tag or one.tag == _ALTERNATE and next(one.iter(tag), None) is not None]


def _non_visual(shape: Element) -> Element:
    return shape.find(NON_VISUAL) if shape.find(NON_VISUAL) is not None else next(shape.iter(f"{{{P}}}cNvPr"))


def _swap(mine: Element, theirs: Element, tags: Iterable[str]) -> None:
    """Replace the children with these names by those of another element."""
    tags = tuple(tags)
    old = [one for one in mine if one.tag in tags]
    place = mine.index(old[0]) if old else -1
    for child in old:
        mine.remove(child)
    for offset, child in enumerate([one for one in theirs if one.tag in tags]):
        if place >= 0:
            mine.insert(place + offset, child)
        else:
            mine.append(child)
            put(mine, child)
