"""The layouts of an existing package that correspond to those of the brand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from lxml import etree

from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.brand.wording import usual_name
from osloregion_slides.ooxml.colour import typeface
from osloregion_slides.ooxml.inheritance import DEFAULT_INDEX, Level, reference
from osloregion_slides.ooxml.names import REL_LAYOUT, REL_MASTER, A, P
from osloregion_slides.ooxml.order import put
from osloregion_slides.pptx.reading.deck import Package, layout_names, masters
from osloregion_slides.pptx.reading.items import placeholder_of
from osloregion_slides.scene import Connector, Group, Picture, Placeholder, Table
from osloregion_slides.update.changes import STILL
from osloregion_slides.update.differences import same_box
from osloregion_slides.update.placement import placed_box

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any as Element

    from osloregion_slides.brand.values import Brand, Layout, Slot, TextStyle
    from osloregion_slides.pptx.reading.sheets import Sheet, Sheets
    from osloregion_slides.scene import Item, Paragraph, Run, Slide, Text
    from osloregion_slides.update.changes import Placing

    Written = TypeVar("Written", Text, Paragraph, Run)


# The brand's typefaces, stated in new text if the deck's theme has others.
#
# LibreOffice 7.4.7 writes a theme with its own fonts and states the right ones in every run; text that an
# update adds would get those of the theme.

_LATIN = f"{{{A}}}latin"
_LOOKS = (f"{{{A}}}rPr", f"{{{A}}}endParaRPr")
_TITLES = ("title", "ctrTitle")
_IN_PLACE_OF_OURS = {"Centered Text", "Title, 6 Content"}
"""Layouts of each master that LibreOffice 7.4 writes: one master per layout in use, each with the same dozen layouts,
whose names do not correspond to the brand's."""


class Fonts:
    """The typefaces to state in new text on slides of one layout."""

    def __init__(self, sheet: Sheet, brand: Brand | None) -> None:
        root = sheet.theme if brand is not None else None
        self._body = self._heading = ""
        if root is not None and brand is not None:
            self._body = "" if typeface(root, "minor") == brand.body_font else brand.body_font
            self._heading = "" if typeface(root, "major") == brand.heading_font else brand.heading_font

    def state(self, new: Element, title: bool = False) -> Element:
        """State the typeface in all text of a new element that states none; return the element."""
        if not self._body and not self._heading:
            return new
        for look in new.iter(*_LOOKS):
            face = self._heading if title or _in_title(look) else self._body
            if face and look.find(_LATIN) is None:
                made = etree.Element(_LATIN, typeface=face)
                put(look, made)
        return new


def _in_title(look: Element) -> bool:
    shape = next(look.iterancestors(f"{{{P}}}sp"), None)
    reference = placeholder_of(shape) if shape is not None else None
    return reference is not None and reference.get("type") in _TITLES


class FoundLayouts:
    """The mapping from roles of the brand to layouts of an existing package.

    ``roles`` are (role, slide part) of the outline's slides that keep their layout: after a save in LibreOffice, which
    writes new layouts, only they identify them. Slides that change their layout do not count, for they still have the
    old one. ``native``: the theme is the deck's own, including typefaces chosen by people; otherwise another program
    wrote it. ``first``: only the layouts of this number of masters count, because the others belong to a template that
    the deck is leaving; 0 is all.
    """

    def __init__(
        self,
        package: Package,
        sheets: Sheets,
        brand: Brand,
        roles: Iterable[tuple[str, str]],
        native: bool = False,
        first: int = 0,
    ) -> None:
        self._native, self._first = native, first
        self._package, self._sheets, self._brand, self._roles = package, sheets, brand, tuple(roles)
        self._made: dict[tuple[str, str], Layout] = {}

    def part(self, role: str) -> str:
        """Return the layout part for a role: by the brand's part and name, by its name, by the slides with that role.

        Slides take precedence unless the deck is ``native``, where somebody may have switched one of them to
        another layout. If nothing matches, the first layout.
        """
        found = self.known(role)
        if found:
            return found
        names = [part for one in self._names() for part in one]
        if not names:
            raise InvalidInput([finding("deck-without-layouts", Location(self._package.file))])
        return names[0]

    def known(self, role: str) -> str:
        """Return the layout part for a role as ``part`` does, "" if nothing matches."""
        layout = self._brand.layout(role)
        if self._native and self._has_only(layout):
            return layout.part
        used = self._used(role)
        if used and not self._native:
            return used
        usual = [names for names in self._names() if not set(names.values()) >= _IN_PLACE_OF_OURS]
        for names in usual:  # the brand's comes first: others came with slides or belong to an earlier brand
            same = [part for part, name in names.items() if name == usual_name(layout.name)]
            if same:
                return layout.part if layout.part in same else same[0]
        renamed = self._native and any([layout.part in names for names in usual])
        return used or (layout.part if renamed else "")

    def _has_only(self, layout: Layout) -> bool:
        """Return whether a layout is in the only master under its name, so that no other need be read."""
        package = self._package
        found = [one.target for one in package.relations(package.main).values() if one.type == REL_MASTER]
        return len(found) == 1 and usual_name(layout.name) == layout_names(package, found[0], layout.part).get(
            layout.part
        )

    def _used(self, role: str) -> str:
        """Return the layout part that most slides with this role use, "" without such slides."""
        used = [self._package.related(slide, REL_LAYOUT) for known, slide in self._roles if known == role]
        counts = Counter(filter(None, used))
        return max(counts, key=lambda part: (counts[part], part)) if counts else ""

    def _names(self) -> list[dict[str, str]]:
        """Return the names of layouts by part, for each master in the order of the presentation."""
        return [layout_names(self._package, master) for master in masters(self._package)[: self._first or None]]

    def fonts(self, part: str) -> Fonts:
        """Return the typefaces to state on slides with this layout part."""
        return Fonts(self._sheets.sheet(part), None if self._native else self._brand)

    def layout(self, role: str, part: str) -> Layout:
        """Return the brand's layout with the slots as in the existing layout part.

        A missing slot is left out: its content states position and format itself. So is one that another
        program wrote at another position, which is not the brand's.
        """
        found = self._made.get((role, part))
        if found is None:
            known = self._brand.layout(role)
            if not part:
                return known
            sheet = self._sheets.sheet(part)
            references = [reference(shape) for shape in sheet.inheritance.layout]
            shapes = {found.get("idx", DEFAULT_INDEX): found for found in references if found is not None}
            switched = part != self.part(role)  # chosen by somebody; only its titles correspond to the brand's
            slots = [
                _as_found(slot, sheet, shapes[str(slot.idx)])
                for slot in known.slots
                if str(slot.idx) in shapes and (slot.type in _TITLES or not switched)
            ]
            if not self._native:
                usual = {slot.idx: slot.box for slot in known.slots}
                slots = [slot for slot in slots if same_box(slot.box, usual[slot.idx])]
            found = self._made[role, part] = known.replace(part=part, slots=tuple(slots))
        return found

    def explicit(self, slide: Slide, layout: Layout) -> Slide:
        """Return a slide whose placeholders state the properties of the brand's slot that this layout does not give.

        That applies to slots that are missing, or have another weight. Placeholders at the position of the brand's
        slot move to that of the existing slot.
        """
        known = {slot.idx: slot for slot in self._brand.layout(slide.layout).slots}
        slots = {slot.idx: slot for slot in layout.slots}
        items: list[Item] = []
        for item in slide.items:
            slot = known.get(item.idx) if isinstance(item, Placeholder) else None
            if isinstance(item, Placeholder) and slot is not None:
                if item.idx not in slots:
                    item = _explicit(item, slot)
                else:
                    found, box = slots[item.idx], item.box
                    if _weights(found) != _weights(slot):
                        item = _explicit(item, slot)
                    if box == slot.box:
                        item = item.replace(box=found.box)
            items.append(item)
        return slide.replace(items=tuple(items))


def _weights(slot: Slot) -> list[tuple[bool, bool]]:
    return [(style.bold, style.italic) for style in slot.levels]


def placed(item: Item, placing: Placing, keys: frozenset[str] | None = None) -> Item:
    """Return an object of ours moved like its neighbours (``update.placement``), limited to ``keys`` if given.

    Not for placeholders that follow their layout. A table keeps its height, the sum of its rows.
    """
    if placing == STILL or isinstance(item, Connector):
        return item
    if isinstance(item, Group):
        return item.replace(children=tuple([placed(child, placing, keys) for child in item.children]))
    if keys is not None and item.key not in keys:
        return item
    box = placed_box(item.box, placing)
    if isinstance(item, Table):
        columns = tuple([Emu(round(width * placing[0])) for width in item.columns])
        return item.replace(box=box.replace(h=item.box.h), columns=columns)
    return item.replace(box=box)


def placed_slide(slide: Slide, placing: Placing, layout: Layout) -> Slide:
    """Return a new slide with its objects moved like those of all others; placeholders that follow the layout stay."""
    slots = {slot.idx: slot.box for slot in layout.slots}

    def follows(item: Item) -> bool:
        if isinstance(item, Picture):
            return item.placeholder is not None and slots.get(item.placeholder) == item.box
        return isinstance(item, Placeholder) and slots.get(item.idx) == item.box

    items = [item if follows(item) else placed(item, placing) for item in slide.items]
    return slide.replace(items=tuple(items))


def _as_found(slot: Slot, sheet: Sheet, reference: object) -> Slot:
    """Return a slot with the weights and sizes of the existing layout, and its box unless slides state their own."""
    found = sheet.inheritance.of(reference)
    levels = tuple([_styled(style, look) for style, look in zip(slot.levels, found.levels)])
    box = slot.box if slot.moved else found.box or slot.box
    return slot if (box, levels) == (slot.box, slot.levels) else slot.replace(box=box, levels=levels)


def _styled(style: TextStyle, look: Level) -> TextStyle:
    if (style.bold, style.italic, round(style.size * 100)) == (look.bold, look.italic, look.size):
        return style
    return style.replace(bold=look.bold, italic=look.italic, size=Pt(look.size / 100))


def _explicit(item: Placeholder, slot: Slot) -> Placeholder:
    """Return a placeholder whose text states what it would inherit from the slot."""
    text, style = item.text, slot.levels[0]
    paragraphs = tuple([_paragraph(one, slot.levels, text.bold) for one in text.paragraphs])
    inherited = {
        "anchor": slot.anchor,
        "insets": slot.insets,
        "colour": style.colour,
        "line_spacing": style.line_spacing,
    }
    return item.replace(text=_completed(text.replace(paragraphs=paragraphs), inherited))


def _paragraph(paragraph: Paragraph, levels: tuple[TextStyle, ...], bold: bool | None) -> Paragraph:
    style = levels[min(paragraph.level, len(levels) - 1)]
    bullet = ("dot" if style.bullet else "none") if paragraph.bullet == "inherit" else paragraph.bullet
    inherited = {"bold": style.bold if bold is None else bold, "italic": style.italic}
    runs = tuple([_completed(run, inherited) for run in paragraph.runs])
    usual = {name: getattr(style, name) for name in _OF_PARAGRAPHS}
    return _completed(paragraph.replace(runs=runs, bullet=bullet), usual)


_OF_PARAGRAPHS = ("align", "before", "after", "margin", "indent", "spacing")


def _completed(record: Written, inherited: Mapping[str, object]) -> Written:
    """Return a record with inherited values in the fields that are None."""
    return record.replace(**{name: value for name, value in inherited.items() if getattr(record, name) is None})
