"""Adding, removing and sorting slides, with their speaker notes and sections."""

from __future__ import annotations

from copy import deepcopy
from difflib import SequenceMatcher
from functools import partial
from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.base.findings import Location, finding
from osloregion_slides.ooxml.inheritance import whole
from osloregion_slides.ooxml.names import (
    P14,
    REL_LAYOUT,
    REL_NOTES,
    REL_NOTES_MASTER,
    REL_SLIDE,
    TYPE_NOTES,
    TYPE_SLIDE,
    A,
    P,
    R,
    from_folder,
)
from osloregion_slides.ooxml.package import parse_xml
from osloregion_slides.pptx.applying.edition import Edition, child_of, element, extension, serialised
from osloregion_slides.pptx.applying.layouts import FoundLayouts, placed_slide
from osloregion_slides.pptx.drawing import Drawing
from osloregion_slides.pptx.identity import guid
from osloregion_slides.pptx.parts import Links, Relations
from osloregion_slides.pptx.reading.deck import SECTION_ID, notes_body, slide_entries
from osloregion_slides.pptx.reading.items import NON_VISUAL, TREE, placeholder_of, shapes_in
from osloregion_slides.pptx.reading.text import CLICK, ID, P_, plain_paragraphs
from osloregion_slides.pptx.template import FIRST_SLIDE, SECTIONS
from osloregion_slides.pptx.write import notes_paragraph, notes_part, slide_part
from osloregion_slides.update.deck_state import nfc
from osloregion_slides.update.text_merge import increasing
from osloregion_slides.update.undoing import FEET

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any as Element

    from osloregion_slides.scene import Deck, Slide
    from osloregion_slides.update.changes import Placing


# Changing speaker notes in place: unchanged paragraphs are kept.


def set_notes(edition: Edition, part: str, notes: Sequence[str], slide: Slide, at: Location | None) -> None:
    """Set the notes of the slide in ``part``; ``slide`` is that of ours, for a new notes page."""
    page = edition.package.related(part, REL_NOTES)
    body = notes_body(edition.root(page)) if page else None
    if body is not None:
        set_paragraphs(body, notes, slide.language)
    elif notes:
        add_notes(edition, part, slide.replace(notes=tuple(notes)), edition.relations(part), at)


def add_notes(edition: Edition, part: str, slide: Slide, relations: Relations, at: Location | None) -> None:
    """Add a notes page to the slide in ``part``; a finding without a notes master, or for an unusable notes page."""
    package = edition.package
    master = package.related(package.main, REL_NOTES_MASTER)
    if not master or package.related(part, REL_NOTES):
        edition.findings.append(finding("notes-not-added", at, on_slide=slide.key))
        return
    name = edition.parts.free_name("ppt/notesSlides/notesSlide", ".xml")
    own = Relations()
    own.relate(REL_NOTES_MASTER, from_folder(master))
    own.relate(REL_SLIDE, from_folder(part))
    edition.parts.add(name, notes_part(slide), TYPE_NOTES, own)
    relations.relate(REL_NOTES, from_folder(name))


def set_paragraphs(body: Element, notes: Sequence[str], language: str) -> None:
    """Set the paragraphs of a notes body; unchanged ones are kept."""
    found = body.findall(P_)
    old = [nfc(text).rstrip() for text in plain_paragraphs(body)]
    made: list[Element] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, list(notes), autojunk=False).get_opcodes():
        if kind == "equal":
            made += found[i1:i2]
        else:
            made += [element(notes_paragraph(note, language)) for note in notes[j1:j2]]
    for paragraph in found:
        body.remove(paragraph)
    body.extend(made or [element(notes_paragraph("", language))])


_LIST = f"{{{P}}}sldIdLst"
_JUMPS = (CLICK, f"{{{A}}}hlinkHover", f"{{{A}}}hlinkMouseOver")


def add_slide(
    edition: Edition,
    deck: Deck,
    slide: Slide,
    part: str,
    layouts: FoundLayouts,
    links: Links,
    placing: Placing,
    feet: Sequence[tuple[str, Element]] = (),
) -> Element:
    """Write a new slide and its notes into ``part``; return its entry, which is not yet in the list of slides.

    ``placing`` is the placement of objects on all slides; ``feet`` are footer slots, each with the root of the slide
    to copy it from.
    """
    layout = layouts.layout(slide.layout, layouts.part(slide.layout))
    placed = placed_slide(layouts.explicit(slide, layout), placing, layout)
    drawing = Drawing(deck.key, placed, layout, edition.parts, links)
    drawing.relations.relate(REL_LAYOUT, from_folder(layout.part))
    if slide.notes:
        add_notes(edition, part, slide, drawing.relations, slide.at)
    edition.parts.add(part, slide_part(deck, drawing), TYPE_SLIDE, drawing.relations)
    written = edition.parts.member(part)
    if written is not None:
        root = parse_xml(written.read())
        _set_feet(root, feet)
        edition.parts.put(part, serialised(layouts.fonts(layout.part).state(root)))
    return new_entry(edition, part)


def new_entry(edition: Edition, part: str) -> Element:
    """Return a new entry for a slide, which is not yet in the list of slides."""
    identity = edition.relations(edition.package.main).relate(REL_SLIDE, part.removeprefix("ppt/"))
    entry = etree.Element(f"{{{P}}}sldId", id=str(_next_id(edition)))
    entry.set(ID, identity)
    return entry


def _set_feet(root: Element, feet: Sequence[tuple[str, Element]]) -> None:
    """Copy footers of other slides to a new one, if it has any footer."""
    for slot, model in feet:
        own, wanted = _foot(root, slot), _foot(model, slot)
        beside = next((one for one in map(partial(_foot, root), FEET) if one is not None), None)
        if beside is None:
            continue
        if wanted is None:
            if own is not None:
                own.getparent().remove(own)
            continue
        made = deepcopy(wanted)
        if own is not None:
            made.replace(made[0], deepcopy(own[0]))
            own.getparent().replace(own, made)
        elif not [name for one in made.iter() for name in one.attrib if name.startswith(f"{{{R}}}")]:
            holder = made.find(NON_VISUAL)
            holder[:] = []
            holder.set("id", str(max([whole(one.get("id")) for one in root.iter(holder.tag)]) + 1))
            root.find(TREE).append(made)


def _foot(root: Element, slot: str) -> Element | None:
    shapes = [(shape, placeholder_of(shape)) for shape in shapes_in(root.find(TREE))]
    return next((shape for shape, found in shapes if found is not None and found.get("type") == slot), None)


def _next_id(edition: Edition) -> int:
    """Return a slide id above all in the deck, including removed ones: ids are never reused."""
    root = edition.root(edition.package.main)
    used = [whole(entry.get("id")) for entry in root.iter(f"{{{P}}}sldId")]
    number = max([FIRST_SLIDE - 1, edition.last_slide_id, *used]) + 1
    edition.last_slide_id = number
    return number


def remove_slide(edition: Edition, part: str) -> None:
    """Remove a slide from the deck and all jumps to it; ``sweep`` removes its parts."""
    main = edition.package.main
    for entry, found in slide_entries(edition.package):
        if found == part:
            edition.root(main)
            identity = entry.get(f"{{{R}}}id")
            number = entry.get("id")
            entry.getparent().remove(entry)
            edition.relations(main).drop(identity)
            _forget(edition.root(main), number, identity)
            break
    for _, other in slide_entries(edition.package):
        jumps = [one.id for one in edition.package.relations(other).values() if one.target == part]
        if jumps:
            root = edition.root(other)
            for jump in [one for one in root.iter(*_JUMPS) if one.get(ID) in jumps]:
                jump.getparent().remove(jump)
        for identity in jumps:
            edition.relations(other).drop(identity)


def _forget(root: Element, number: str, identity: str) -> None:
    """Remove a slide from sections and custom shows."""
    for mention in [one for one in root.iter(SECTION_ID) if one.get("id") == number]:
        mention.getparent().remove(mention)
    for mention in [one for one in root.iter(f"{{{P}}}sld") if one.get(ID) == identity]:
        mention.getparent().remove(mention)


def order_slides(edition: Edition, entries: Mapping[str, Element], order: Sequence[str]) -> None:
    """Sort the slides by ``order`` (keys); slides that are not in it stay behind their predecessors."""
    root = edition.root(edition.package.main)
    holder = child_of(root, _LIST)
    wanted = [entries[key] for key in order if key in entries]
    followers: dict[object, list[Element]] = {}
    last: object = None
    named = set(wanted)
    for entry in list(holder):
        if entry in named:
            last = entry
        else:
            followers.setdefault(last, []).append(entry)
    for entry in list(holder):
        holder.remove(entry)
    holder.extend(followers.get(None, []))
    for entry in wanted:
        holder.append(entry)
        holder.extend(followers.get(entry, []))


def sweep(edition: Edition, replaced: bool = False) -> None:
    """Remove the parts that became unreachable in the edit. ``replaced``: whole slides were replaced."""
    if edition.dropped or replaced:
        for part in sorted(_reachable(edition.found_targets) - _reachable(edition.targets)):
            edition.remove(part)


def _reachable(targets: Callable[[str], list[str]]) -> set[str]:
    """Return the parts that are reachable through relations."""
    found: set[str] = set()
    waiting = [""]
    while waiting:
        for target in targets(waiting.pop()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


# The list of sections ([MS-PPTX] 2.6.9) kept consistent with the slides: every slide is in one of them, in order.

_SECTION_LIST, _SECTION, _SLIDES = f"{{{P14}}}sectionLst", f"{{{P14}}}section", f"{{{P14}}}sldIdLst"


def lists_every_slide(presentation: Element) -> bool:
    """Return whether every slide is in a section, or there are no sections."""
    sections = list(presentation.iter(_SECTION))
    listed = [number for section in sections for number in _numbers(section)]
    return not sections or set(listed).issuperset(_show(presentation))


class Sections:
    """The sections of a presentation before slides are removed."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        root = edition.package.root(edition.package.main)
        self._sections: list[Element] = list(root.iter(_SECTION))
        self._found = {
            entry.get("id", ""): i for i, section in enumerate(self._sections) for entry in section.iter(SECTION_ID)
        }
        self._held = set(self._found.values())

    def complete(self, ordered: bool) -> None:
        """Assign every slide to a section, so that sections are contiguous in the order of the slides.

        Do nothing if every slide is in one and the order is unchanged (not ``ordered``). Slides in the longest run in
        order keep their section; slides that moved or have none join that of their predecessor. Sections that lose
        their last slide are removed.
        """
        order = self._order()
        listed = [number for section in self._sections for number in _numbers(section)]
        in_step = listed == order and all([_numbers(self._sections[i]) for i in self._held])
        if not self._sections or in_step or not ordered and set(listed) >= set(order):
            return
        known = [(place, self._found[number]) for place, number in enumerate(order) if number in self._found]
        rising = increasing([section * len(order) + place for place, section in known])  # strictly
        steady = {known[i][0] for i in rising}
        groups: list[list[str]] = [[] for _ in self._sections]
        current = self._found[order[min(steady)]] if steady else 0
        for place, number in enumerate(order):
            if place in steady:
                current = self._found[number]
            groups[current].append(number)
        self._edition.root(self._edition.package.main)
        for i, (section, numbers) in enumerate(zip(self._sections, groups)):
            _fill(section, numbers)
            if i in self._held and not numbers:
                section.getparent().remove(section)

    def rename(self, names: Mapping[str, str], deck: str) -> None:
        """Assign slides to sections with these names (by slide id); remove all sections if all names are "".

        An existing section keeps its id if its name stays, or else if it shares a slide with the group: then it is
        renamed. Neighbours of the same name stay separate. Sections that lose their last slide are removed; empty stay.
        """
        groups = self._groups(names)
        root = self._edition.root(self._edition.package.main)
        holder = next(root.iter(_SECTION_LIST), None)
        if not any([name for name, _ in groups]):
            if holder is not None:
                _take_out(holder.getparent())
            return
        elements = self._elements(groups)
        if holder is None:
            holder = etree.SubElement(extension(root, P, SECTIONS), _SECTION_LIST, nsmap={"p14": P14})
        taken = {section.get("id", "") for section in self._sections}
        empty = [i for i in range(len(self._sections)) if i not in self._held]
        for section in self._sections:
            section.getparent().remove(section)
        last = -1
        for place, ((name, numbers), index) in enumerate(zip(groups, elements)):
            section = etree.Element(_SECTION) if index is None else self._sections[index]
            if index is None:
                section.set("name", name)
                section.set("id", _new_id(deck, place, name, taken))
            else:
                for between in [i for i in empty if last < i < index]:
                    holder.append(self._sections[between])
                    empty.remove(between)
                last = index
            section.set("name", name)
            _fill(section, numbers)
            holder.append(section)
        for between in empty:
            holder.append(self._sections[between])

    def _order(self) -> list[str]:
        return _show(self._edition.package.root(self._edition.package.main))

    def _groups(self, names: Mapping[str, str]) -> list[tuple[str, list[str]]]:
        """Return runs of slides with the same name, in order."""
        groups: list[tuple[str, list[str]]] = []
        before = ""
        for number in self._order():
            name = names.get(number) or (groups[-1][0] if groups else "")
            apart = groups and name == groups[-1][0] and self._are_two(before, number, name)
            if not groups or name != groups[-1][0] or apart:
                groups.append((name, []))
            groups[-1][1].append(number)
            before = number
        return groups

    def _are_two(self, before: str, number: str, name: str) -> bool:
        """Return whether two slides are in different existing sections that both have this name."""
        one, other = self._found.get(before), self._found.get(number)
        if one is None or other is None or one == other:
            return False
        return all(self._sections[i].get("name", "") == name for i in (one, other))

    def _elements(self, groups: Sequence[tuple[str, list[str]]]) -> list[int | None]:
        """Return the existing section of each group, matched by name, then by slides; None for a new one."""
        chosen: list[int | None] = [None] * len(groups)
        free = set(self._held)
        for by_name in (True, False):
            for place, (name, numbers) in enumerate(groups):
                if chosen[place] is not None:
                    continue
                own = [self._found[number] for number in numbers if number in self._found]
                fitting = [i for i in own if i in free and (not by_name or self._sections[i].get("name", "") == name)]
                if fitting:
                    chosen[place] = fitting[0]
                    free.discard(fitting[0])
        return chosen


def _show(presentation: Element) -> list[str]:
    return [entry.get("id", "") for entry in presentation.iterfind(f"{{{P}}}sldIdLst/{{{P}}}sldId")]


def _numbers(section: Element) -> list[str]:
    return [entry.get("id", "") for entry in section.iter(SECTION_ID)]


def _fill(section: Element, numbers: Sequence[str]) -> None:
    holder = section.find(_SLIDES)
    if holder is None:
        holder = etree.SubElement(section, _SLIDES)
        section.insert(0, holder)
    for entry in list(holder):
        holder.remove(entry)
    for number in numbers:
        etree.SubElement(holder, SECTION_ID, id=number)


def _new_id(deck: str, place: int, name: str, taken: set[str]) -> str:
    while (identity := guid(deck, "section", str(place), name)) in taken:
        place += 1000
    taken.add(identity)
    return identity


def _take_out(sections: Element) -> None:
    extensions = sections.getparent()
    extensions.remove(sections)
    if not len(extensions):
        extensions.getparent().remove(extensions)
