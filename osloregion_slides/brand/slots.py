"""The placeholders of a layout as slots: boxes and looks inherited from the master by type."""

from __future__ import annotations

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_INCH, Emu
from osloregion_slides.brand.levels import text_styles
from osloregion_slides.brand.values import Slot
from osloregion_slides.ooxml.inheritance import FOOTERS, kind, of_master, placeholders, reference
from osloregion_slides.ooxml.names import P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.ooxml.inheritance import Inheritance
    from osloregion_slides.ooxml.theme import Scheme
    from osloregion_slides.scene import Box, PlaceholderType


_TYPES: dict[str, PlaceholderType] = {
    "title": "title",
    "ctrTitle": "ctrTitle",
    "subTitle": "subTitle",
    "body": "body",
    "obj": "obj",
    "pic": "pic",
    "ftr": "ftr",
    "sldNum": "sldNum",
    "dt": "dt",
}
_KICKER_HEIGHT = EMU_PER_INCH // 2
_MAX_IDX = 2**32 - 1


class Sheet(Record):
    """A layout with what it inherits from, parsed; ``slots`` are its placeholders, read."""

    part: str
    name: str
    type: str
    layout: Element
    master: Element
    inheritance: Inheritance
    scheme: Scheme
    width: Emu
    height: Emu
    slots: tuple[Slot, ...] = ()


def read_slots(sheet: Sheet) -> tuple[Slot, ...]:
    """Return the layout's placeholders: title first, the others by row and column, footers last.

    Left out: what has no box, stands outside the slide, runs vertically, or takes something else than
    text, any content or a picture.
    """
    found = []
    for shape in placeholders(sheet.layout):
        slot = _slot(shape, sheet)
        if slot:
            found.append(slot)
    row = max(1, sheet.height // 24)
    found.sort(key=lambda slot: (_rank(slot), 0 if _rank(slot) != 1 else slot.box.y // row, slot.box.x, slot.idx))
    return _with_kicker(found)


def index(shape: Element) -> int | None:
    """Return p:ph@idx, 0 where it is left out; None for what is no number or too large (19.3.1.36: an unsignedInt)."""
    found = reference(shape)
    value = found.get("idx", "0") if found is not None else ""
    return int(value) if value.isdecimal() and len(value) <= len(str(_MAX_IDX)) and int(value) <= _MAX_IDX else None


def inherited(shape: Element, master: Element) -> Element | None:
    """Return the master's placeholder that a layout's inherits from."""
    return of_master(kind(shape), placeholders(master))


def runs_vertically(shape: Element, sheet: Sheet) -> bool:
    """Return whether the text of a placeholder runs from top to bottom."""
    ph = reference(shape)
    direction = sheet.inheritance.of_own(shape).frame.direction
    return (ph is not None and ph.get("orient") == "vert") or direction != "horz"


def _slot(shape: Element, sheet: Sheet) -> Slot | None:
    idx = index(shape)
    if idx is None or kind(shape) not in _TYPES:
        return None
    found = sheet.inheritance.of_own(shape)
    if found.box is None or not _visible(found.box, sheet) or runs_vertically(shape, sheet):
        return None
    name = shape.find(f".//{{{P}}}cNvPr")
    return Slot(
        type=_TYPES[kind(shape)],
        idx=idx,
        name=name.get("name", "") if name is not None else "",
        box=found.box,
        levels=text_styles(found.levels, sheet.scheme),
        anchor=found.frame.anchor,
        insets=found.frame.insets,
    )


def _with_kicker(slots: list[Slot]) -> tuple[Slot, ...]:
    """Mark the low line of text that stands above a title."""
    title = next((slot for slot in slots if slot.type == "title"), None)
    if title is None:
        return tuple(slots)
    limit = title.box.y + title.box.h // 2
    return tuple(
        slot.replace(kicker=True)
        if slot.type == "body"
        and slot.box.h <= _KICKER_HEIGHT
        and slot.box.y < title.box.y
        and slot.box.bottom <= limit
        and slot.box.x < title.box.right
        else slot
        for slot in slots
    )


def _rank(slot: Slot) -> int:
    return 0 if slot.type in ("title", "ctrTitle") else 2 if slot.type in FOOTERS else 1


def _visible(box: Box, sheet: Sheet) -> bool:
    inside = box.x < sheet.width and box.y < sheet.height and box.right > 0 and box.bottom > 0
    return inside and box.w > 0 and box.h > 0
