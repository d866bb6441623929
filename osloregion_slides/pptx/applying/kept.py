"""Copying whole slides of other decks over the empty ones that a build makes for them (``kind: slide``).

A slide is copied with all related parts: pictures, charts with their workbooks, notes, media, embedded files, but
without comments. Its markup is unchanged except for its identity, the texts that the outline replaces, and the
consequences of a change of template: without its own master, a placeholder that the layout here lacks states what it
inherited before.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.geometry import box_of, element_frame, slide_size
from osloregion_slides.ooxml.inheritance import FOOTERS, Inheritance, kind, kind_in_master, of_layout, reference
from osloregion_slides.ooxml.library import Library, LibrarySlide, is_title, library, shape_name
from osloregion_slides.ooxml.names import (
    REL_LAYOUT,
    REL_MASTER,
    REL_NOTES,
    REL_NOTES_MASTER,
    REL_SLIDE,
    REL_THEME,
    TYPE_SLIDE,
    A,
    P,
    R,
    from_folder,
)
from osloregion_slides.ooxml.order import put
from osloregion_slides.ooxml.package import Relation, deck_policy, parse_xml
from osloregion_slides.pptx.applying.edition import Edition, child_of, serialised, set_or_drop
from osloregion_slides.pptx.applying.masters import OtherParts, last_id
from osloregion_slides.pptx.applying.shape import mark_slide
from osloregion_slides.pptx.applying.slides import sweep
from osloregion_slides.pptx.identity import slide_identity
from osloregion_slides.pptx.parts import Relations
from osloregion_slides.pptx.reading.deck import Package

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any as Element

    from osloregion_slides.ooxml.zip import Member
    from osloregion_slides.scene import Box

_HLINKS = tuple([f"{{{A}}}{name}" for name in ("hlinkClick", "hlinkHover", "hlinkMouseOver")])
_TEXT, _TREE = f"{{{P}}}txBody", f"{{{P}}}cSld/{{{P}}}spTree"
_SIZED = (f"{{{A}}}rPr", f"{{{A}}}defRPr", f"{{{A}}}endParaRPr")


class Keep(Record):
    """A slide to copy whole: ``found`` in the deck ``data`` (bytes; at ``path``), into the slide ``slide`` (a key).

    ``texts`` are shape names with replacement texts, one paragraph per line. ``own``: with its own master.
    ``notes``: with its notes. ``source`` is a digest of all this and of the slide's content.
    """

    slide: str
    path: str
    data: bytes
    found: LibrarySlide
    texts: tuple[tuple[str, str], ...]
    own: bool
    notes: bool
    hidden: bool
    source: str


def bring(
    members: Mapping[str, Member], deck: str, keeps: Sequence[Keep], slides: Mapping[str, str]
) -> tuple[Member, ...]:
    """Return the package of the deck with the key ``deck``, with these slides copied; ``slides`` are keys by part."""
    package = Package(members, editing=True)
    edition = Edition(package)
    parts = {key: part for part, key in slides.items()}
    decks: dict[bytes, _Source] = {}
    ids = [last_id(package)]
    wanted = [one for one in keeps if one.slide in parts]
    for keep in wanted:
        if keep.data not in decks:
            decks[keep.data] = _Source(edition, library(keep.data, deck_policy(keep.path)), keep.path, ids)
        decks[keep.data].places.setdefault(keep.found.part, parts[keep.slide])
    for keep in wanted:
        decks[keep.data].put(keep, deck, parts[keep.slide])
    sweep(edition, replaced=True)
    return tuple(edition.members())


class _Source(OtherParts):
    """A deck that slides are copied from; shared parts are copied once, all others once per slide."""

    def __init__(self, edition: Edition, source: Library, path: str, ids: list[int]) -> None:
        super().__init__(edition, Package(source.package.members, path), 0)
        self.places: dict[str, str] = {}
        self._library, self._ids = source, ids
        self._shared: dict[str, str] = {}
        self._layout = ""
        main = edition.package.root(edition.package.main)
        size, source_size = slide_size(main), source.size
        self._scale = _Scale(source_size, size) if size != source_size and all(source_size) and all(size) else None

    def next_id(self) -> int:
        """Return an unused id for a master or layout, unique across source decks."""
        self._ids[0] += 1
        return self._ids[0]

    def put(self, keep: Keep, deck: str, part: str) -> None:
        """Copy a slide of this deck into ``part``."""
        edition, source = self._edition, keep.found.part
        notes = edition.package.related(part, REL_NOTES)
        before = edition.package.related(part, REL_LAYOUT)
        self._brought = {**self._shared, source: part}
        self._layout = before
        if keep.own:
            self._layout = self._own_layout(self._library.sheet(keep.found)) or before
        rows = [row for row in self.rows(source) if keep.notes or row[1] != REL_NOTES]
        relations = Relations(rows)
        if notes and not keep.notes:
            relations.relate(REL_NOTES, from_folder(notes))
        root = parse_xml(self._other.data(source))
        _drop_references(root, {row[0] for row in rows})
        _identify(root, slide_identity(deck, keep.slide), keep.hidden)
        replace_texts(root, keep.texts)
        if not keep.own:
            self._keep_inherited(root, keep.found)
        if self._scale:
            self._scale.sheet(root)
        edition.remove(part)
        edition.parts.add_found(part, serialised(root), TYPE_SLIDE)
        edition.parts.add_relations(part, relations)
        self._shared.update({name: made for name, made in self._brought.items() if "/media/" in name})

    def target(self, relation: Relation) -> str:
        """Return the target of a relation here, "" for comments and for jumps to slides that are not copied.

        Comments are about the other deck, which also has the list of their authors.
        """
        if relation.type.rpartition("/")[2] == "comments":
            return ""
        if not relation.external and relation.type == REL_SLIDE:
            made = self._brought.get(relation.target) or self.places.get(relation.target, "")
            return f"/{made}" if made else ""
        if not relation.external and relation.type == REL_NOTES_MASTER:
            found = self._edition.package.related(self._edition.package.main, REL_NOTES_MASTER)
            return f"/{found}" if found else ""
        if not relation.external and relation.type == REL_LAYOUT and self._layout:
            return f"/{self._layout}"
        return super().target(relation)

    def bring(self, name: str) -> str:
        """Return the name here of a part, which is copied if necessary; equal pictures and videos are reused."""
        if name not in self._brought and "/media/" in name and name in self._other:
            same = self._edition.parts.same_media(self._other.members[name])
            if same:
                self._brought[name] = same
        return super().bring(name)

    def data(self, name: str) -> bytes:
        """Return the bytes of a part without jumps to missing slides; layouts and masters are scaled."""
        data = super().data(name)
        relations = self._other.relations(name)
        jumps = [one.id for one in relations.values() if one.type == REL_SLIDE and not one.external]
        if any([not self.target(relations[one]) for one in jumps]):  # of diagrams or layouts
            root = parse_xml(data)
            _drop_references(root, {one for one in relations if one not in jumps or self.target(relations[one])})
            data = serialised(root)
        if name.startswith("ppt/notesSlides/"):  # serialised as by a build (``pptx.save.overwrite_refusal``)
            return serialised(parse_xml(data))
        if self._scale and name.startswith(("ppt/slideLayouts/", "ppt/slideMasters/")):
            root = parse_xml(data)
            self._scale.sheet(root)
            return serialised(root)
        return data

    def _own_layout(self, layout: str) -> str:
        """Return the copy of the slide's layout; its master is copied with all layouts, unless the deck has them."""
        if layout not in self._shared:
            found = self._same_layout(layout)
            if found:
                self._shared[layout] = found
            else:
                self._bring_master(layout)
        return self._shared.get(layout, "")

    def _bring_master(self, layout: str) -> None:
        edition, main = self._edition, self._edition.package.main
        master = self._other.related(layout, REL_MASTER)
        if not master:
            return
        self._brought, self._layout = dict(self._shared), ""
        made = self.bring(master)
        holder = edition.root(main).find(f"{{{P}}}sldMasterIdLst")
        entry = etree.SubElement(holder, f"{{{P}}}sldMasterId", id=str(self.next_id()))
        entry.set(f"{{{R}}}id", edition.relations(main).relate(REL_MASTER, f"/{made}"))
        self._shared = dict(self._brought)

    def _same_layout(self, layout: str) -> str:
        """Return an equal layout here, on a master with an equal theme; "" without one."""
        package = self._edition.package
        content, theme = _canonical(parse_xml(self.data(layout))), self._theme(self._other, layout)
        for name in package.members:
            same = name.startswith("ppt/slideLayouts/") and name.endswith(".xml")
            if same and _canonical(package.root(name)) == content and self._theme(package, name) == theme:
                return name
        return ""

    @staticmethod
    def _theme(package: Package, layout: str) -> bytes:
        master = package.related(layout, REL_MASTER)
        theme = package.related(master, REL_THEME) if master else ""
        return _canonical(package.root(theme)) if theme else b""

    def _keep_inherited(self, root: Element, found: LibrarySlide) -> None:
        """Keep position and format of a slide's placeholders on a layout here that does not have all of them."""
        sheet = self._library.sheet(found)
        layout = self._other.root(sheet) if sheet else None
        above = self._other.related(sheet, REL_MASTER) if sheet else ""
        main = self._other.root(self._library.main)
        before = Inheritance(layout, self._other.root(above) if above else None, main)
        ours = self._edition.package.root(self._layout) if self._layout else None
        alike = ours is not None and layout is not None and _sheet_name(ours) == _sheet_name(layout)
        after = Inheritance(ours, None, None).layout
        for shape in root.iter(f"{{{P}}}sp", f"{{{P}}}pic", f"{{{P}}}graphicFrame"):
            place = reference(shape)
            if place is None:
                continue
            here = of_layout(place, after)
            fixed = here is not None and kind_in_master(kind(here)) == kind_in_master(kind(shape))
            if fixed and (alike or is_title(shape) or kind(shape) in FOOTERS):
                if place.get("type") == "ctrTitle" and here is not None and kind(here) == "title":
                    place.set("type", "title")
                continue
            inherited = before.of(place)
            if box_of(shape) is None and inherited.box is not None:
                _place(shape, inherited.box)
            _inherit(shape, inherited.shapes)


class _Scale:
    """The scaling from one slide size to another: as large as fits, centred."""

    def __init__(self, source: tuple[int, int], target: tuple[int, int]) -> None:
        self.factor = min(target[0] / source[0], target[1] / source[1])
        self.dx = round((target[0] - source[0] * self.factor) / 2)
        self.dy = round((target[1] - source[1] * self.factor) / 2)

    def sheet(self, root: Element) -> None:
        """Scale all objects and sizes of a slide, a layout or a master."""
        tree = root.find(_TREE)
        for shape in tree if tree is not None else ():
            for frame in shape.iterfind(f"./*/{{{A}}}xfrm"):
                self._frame(frame)
            for frame in shape.iterfind(f"./{{{P}}}xfrm"):
                self._frame(frame)
        for size in root.iter(*_SIZED):
            if size.get("sz", "").isdecimal():
                size.set("sz", str(max(100, round(int(size.get("sz")) * self.factor))))
        for one, name in ((f"{{{A}}}gridCol", "w"), (f"{{{A}}}tr", "h")):
            for length in root.iter(one):
                if length.get(name, "").isdecimal():
                    length.set(name, str(round(int(length.get(name)) * self.factor)))

    def _frame(self, frame: Element) -> None:
        off, ext = frame.find(f"{{{A}}}off"), frame.find(f"{{{A}}}ext")
        if off is not None:
            off.set("x", str(round(_int(off.get("x")) * self.factor) + self.dx))
            off.set("y", str(round(_int(off.get("y")) * self.factor) + self.dy))
        if ext is not None:
            ext.set("cx", str(round(_int(ext.get("cx")) * self.factor)))
            ext.set("cy", str(round(_int(ext.get("cy")) * self.factor)))


def _int(text: str | None) -> int:
    try:
        return int(text or "0")
    except ValueError:
        return 0


def replace_texts(root: Element, texts: Iterable[tuple[str, str]]) -> None:
    """Replace the texts of the shapes with these names, in the format of their first run."""
    shapes = [one for one in root.iter(f"{{{P}}}sp") if one.find(_TEXT) is not None]
    for name, text in texts:
        for shape in [one for one in shapes if shape_name(one) == name][:1]:
            _replace_text(shape.find(_TEXT), text)


def _replace_text(body: Element, text: str) -> None:
    paragraphs = body.findall(f"{{{A}}}p")
    first = paragraphs[0] if paragraphs else etree.SubElement(body, f"{{{A}}}p")
    run = next(first.iter(f"{{{A}}}rPr", f"{{{A}}}endParaRPr"), None)
    look = deepcopy(run) if run is not None else None
    end = paragraphs[-1].find(f"{{{A}}}endParaRPr") if paragraphs else None
    for paragraph in paragraphs:
        body.remove(paragraph)
    for line in text.split("\n"):
        paragraph = etree.SubElement(body, f"{{{A}}}p")
        properties = first.find(f"{{{A}}}pPr")
        if properties is not None:
            paragraph.append(deepcopy(properties))
        made = etree.SubElement(paragraph, f"{{{A}}}r")
        if look is not None:
            mine = deepcopy(look)
            mine.tag = f"{{{A}}}rPr"
            for link in [one for one in mine if one.tag in _HLINKS]:
                mine.remove(link)
            made.append(mine)
        etree.SubElement(made, f"{{{A}}}t").text = line
    if end is not None:
        paragraph.append(end)


def _drop_references(root: Element, kept: set[str]) -> None:
    """Remove links without a copied relation: jumps to slides that are not in the deck."""
    for one in list(root.iter(*_HLINKS)):
        identity = one.get(f"{{{R}}}id")
        if identity and identity not in kept:
            one.getparent().remove(one)


def _identify(root: Element, identity: int, hidden: bool) -> None:
    """Set the creation id of a slide ([MS-PPTX] 2.2.8), and whether it is hidden."""
    set_or_drop(root, "show", "0" if hidden else "")
    mark_slide(root, identity)


def _canonical(root: Element) -> bytes:
    return bytes(etree.tostring(root, method="c14n"))


def _sheet_name(sheet: Element) -> str:
    holder = sheet.find(f"{{{P}}}cSld")
    return str(holder.get("name", "")) if holder is not None else ""


def _place(shape: Element, box: Box) -> None:
    """Write the box of a shape that inherited it."""
    if shape.tag == f"{{{P}}}graphicFrame":
        return  # it has its own frame
    put(child_of(shape, f"{{{P}}}spPr"), element_frame(box))


def _inherit(shape: Element, above: Iterable[Element]) -> None:
    """Write the levels and the body properties that a text inherited from its layout; its own ones stay."""
    body = shape.find(_TEXT)
    if body is None:
        return
    own, mine = body.find(f"{{{A}}}lstStyle"), body.find(f"{{{A}}}bodyPr")
    for sheet in tuple(above)[:1]:  # of the layout only, because the master differs here
        given = sheet.find(f"{_TEXT}/{{{A}}}lstStyle")
        if own is not None and given is not None:
            stated = {level.tag for level in own}
            own.extend([deepcopy(one) for one in given if one.tag not in stated])
            for picture in list(own.iter(f"{{{A}}}buBlip")):  # its relation is in the layout's part
                picture.getparent().replace(picture, etree.Element(f"{{{A}}}buChar", char="•"))
            own[:] = sorted(own, key=lambda level: str(level.tag))  # defPPr, lvl1pPr …
        frame = sheet.find(f"{_TEXT}/{{{A}}}bodyPr")
        for name, value in frame.attrib.items() if frame is not None and mine is not None else ():
            if name not in mine.attrib:
                mine.set(name, value)
