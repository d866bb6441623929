"""The list of sections ([MS-PPTX] 2.6.9) kept in step with the slides: every slide stands in one of them, in order."""

from __future__ import annotations

from lxml import etree

from osloregion_slides.ooxml.names import P14, P
from osloregion_slides.pptx.applying.fragment import new
from osloregion_slides.pptx.identity import guid
from osloregion_slides.pptx.presentation import SECTIONS
from osloregion_slides.pptx.reading.deck import SECTION_ID
from osloregion_slides.update.text_merge import increasing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any as Element

    from osloregion_slides.pptx.applying.edition import Edition

_LIST, _SECTION, _SLIDES = f"{{{P14}}}sectionLst", f"{{{P14}}}section", f"{{{P14}}}sldIdLst"
_EXTENSIONS, _EXTENSION = f"{{{P}}}extLst", f"{{{P}}}ext"


def lists_every_slide(presentation: Element) -> bool:
    """Say whether every slide stands in a section, or there are no sections."""
    sections = list(presentation.iter(_SECTION))
    listed = [number for section in sections for number in _numbers(section)]
    return not sections or set(listed).issuperset(_show(presentation))


class Sections:
    """The sections of a presentation as found, before any slide goes."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        root = edition.package.root(edition.package.main)
        self._sections: list[Element] = list(root.iter(_SECTION))
        self._found = {
            entry.get("id", ""): i for i, section in enumerate(self._sections) for entry in section.iter(SECTION_ID)
        }
        self._held = set(self._found.values())

    def complete(self, ordered: bool) -> None:
        """Give every slide a section again, so that sections follow one another as their slides do.

        Nothing where every slide is in one and none came, went or was moved (``ordered``). A slide that stays in
        line keeps its section; one that is in none or was moved goes into its predecessor's. A section that lost
        its last slide goes.
        """
        order = self._order()
        listed = [number for section in self._sections for number in _numbers(section)]
        in_step = listed == order and all([_numbers(self._sections[i]) for i in self._held])
        if not self._sections or in_step or not ordered and set(listed) >= set(order):
            return
        known = [(place, self._found[number]) for place, number in enumerate(order) if number in self._found]
        rising = increasing([section * len(order) + place for place, section in known])  # equal ones too, by place
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
        """Give every slide the section of this name (by slide id), none where all names are "".

        A found section stays itself, with its id, where most of what it is does: it keeps its name, else it is renamed.
        Two neighbours of one name stay two. One that loses its last slide goes; those that had none stay.
        """
        groups = self._groups(names)
        root = self._edition.root(self._edition.package.main)
        holder = next(root.iter(_LIST), None)
        if not any([name for name, _ in groups]):
            if holder is not None:
                _take_out(holder.getparent())
            return
        elements = self._elements(groups)
        if holder is None:
            holder = _new_list(root)
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
        """Return runs of slides of one name, in order."""
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
        """Say whether two slides stand in two sections that have had this name all along."""
        one, other = self._found.get(before), self._found.get(number)
        if one is None or other is None or one == other:
            return False
        return all(self._sections[i].get("name", "") == name for i in (one, other))

    def _elements(self, groups: Sequence[tuple[str, list[str]]]) -> list[int | None]:
        """Return the found section that each group is: first by name, then by slides; None is a new one."""
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


def _new_list(root: Element) -> Element:
    extensions = root.find(_EXTENSIONS)
    if extensions is None:
        extensions = new(root, _EXTENSIONS)
    extension = etree.Element(_EXTENSION, uri=SECTIONS)
    extensions.insert(0, extension)
    return etree.SubElement(extension, _LIST, nsmap={"p14": P14})


def _take_out(extension: Element) -> None:
    extensions = extension.getparent()
    extensions.remove(extension)
    if not len(extensions):
        extensions.getparent().remove(extensions)
