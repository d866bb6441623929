"""Which layout plays which role: by the brand file's word, by p:sldLayout@type, by its placeholders.

Never by an English name and never by position: a template may be Norwegian, renamed, rearranged.
"""

from __future__ import annotations

from osloregion_slides.brand.slots import runs_vertically
from osloregion_slides.ooxml.inheritance import placeholders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from osloregion_slides.brand.slots import Sheet
    from osloregion_slides.brand.values import LayoutRole, Slot

ROLES: tuple[LayoutRole, ...] = ("cover", "statement", "section", "content", "two", "title_only", "picture")

_TYPES: dict[LayoutRole, tuple[str, ...]] = {
    "cover": ("title",),
    "section": ("secHead",),
    "content": ("obj", "tx", "objOnly"),
    "two": ("twoObj", "twoColTx", "txAndObj", "objAndTx"),
    "title_only": ("titleOnly",),
    "picture": ("picTx",),
}
"""The standard's words for each role, the best first (ECMA-376 Part 1, 19.7.15)."""

_INSTEAD: dict[LayoutRole, tuple[LayoutRole, ...]] = {
    "title_only": ("content", "two", "picture"),
    "content": ("title_only", "two", "picture"),
    "section": ("title_only", "content", "cover"),
    "statement": ("section", "title_only", "content", "cover"),
    "cover": ("section", "title_only", "content"),
    "two": ("title_only", "content"),
    "picture": ("title_only", "content"),
}
"""What stands in for a role that a template has no layout for, in this order.

A slide takes only the placeholders it fills, so a layout with a body serves a role without one.
"""

_STILL = ("dt", "ftr", "sldNum")
_HIGH = 0.4
"""A text of this share of the slide's height is the content of its slide; a lower one is a caption."""


def find_roles(sheets: tuple[Sheet, ...], named: Mapping[str, str]) -> dict[LayoutRole, Sheet]:
    """Return a layout for every role. ``named`` maps roles to layout names, and each name exists.

    A role that is named gets that layout; the others are found by type, then by placeholders, and at
    last another role's layout stands in. ``sheets`` is not empty.
    """
    upright = tuple(sheet for sheet in sheets if _is_upright(sheet) and _titles(sheet)) or sheets
    found: dict[LayoutRole, Sheet] = {}
    for role in ROLES:
        choice = [sheet for sheet in sheets if role in named and sheet.name == named[role]]
        choice = choice or _by_type(role, upright) or _by_placeholders(role, upright)
        if choice:
            found[role] = choice[0]
    return {role: found.get(role) or _instead(role, found, upright) for role in ROLES}


def _by_type(role: LayoutRole, sheets: tuple[Sheet, ...]) -> list[Sheet]:
    for word in _TYPES.get(role, ()):
        found = [sheet for sheet in sheets if sheet.type == word]
        if found:
            return found[:1]
    return []


def _by_placeholders(role: LayoutRole, sheets: tuple[Sheet, ...]) -> list[Sheet]:
    """Return the layouts whose placeholders fit a role, those for any content before those for text."""
    fits = _FITS.get(role)
    found = [sheet for sheet in sheets if fits and sheet.type not in _TAKEN and fits(sheet, _fillable(sheet))]
    return sorted(found, key=lambda sheet: sum(slot.type == "body" for slot in _fillable(sheet)))


def _instead(role: LayoutRole, found: Mapping[LayoutRole, Sheet], sheets: tuple[Sheet, ...]) -> Sheet:
    return next((found[other] for other in _INSTEAD[role] if other in found), sheets[0])


def _is_upright(sheet: Sheet) -> bool:
    """Return whether no text of a layout runs vertically."""
    return not any(runs_vertically(shape, sheet) for shape in placeholders(sheet.layout))


def _fillable(sheet: Sheet) -> tuple[Slot, ...]:
    """Return what a slide fills beside the title: no kicker, no footer."""
    titles = ("title", "ctrTitle")
    return tuple(s for s in sheet.slots if s.type not in (*_STILL, *titles) and not s.kicker)


def _titles(sheet: Sheet) -> list[Slot]:
    return [slot for slot in sheet.slots if slot.type in ("title", "ctrTitle")]


def _is_cover(sheet: Sheet, slots: tuple[Slot, ...]) -> bool:
    return "ctrTitle" in [slot.type for slot in _titles(sheet)] or "subTitle" in [slot.type for slot in slots]


def _is_section(sheet: Sheet, slots: tuple[Slot, ...]) -> bool:
    return [slot.type for slot in slots] == ["body"] and slots[0].box.h < _HIGH * sheet.height


def _is_content(sheet: Sheet, slots: tuple[Slot, ...]) -> bool:
    types = [slot.type for slot in slots]
    return types in (["obj"], ["body"]) and slots[0].box.h >= _HIGH * sheet.height


def _is_two(sheet: Sheet, slots: tuple[Slot, ...]) -> bool:
    """Return whether there are two contents of about one width, side by side."""
    if [slot.type for slot in slots] not in (["obj", "obj"], ["body", "body"]):
        return False
    left, right = (slot.box for slot in slots)
    beside = left.right <= right.x and abs(left.y - right.y) < sheet.height // 20
    return beside and abs(left.w - right.w) < sheet.width // 10 and min(left.h, right.h) >= _HIGH * sheet.height


def _is_title_only(sheet: Sheet, slots: tuple[Slot, ...]) -> bool:
    return not slots


def _is_picture(sheet: Sheet, slots: tuple[Slot, ...]) -> bool:
    return [slot.type for slot in slots].count("pic") == 1


_TAKEN = frozenset(word for words in _TYPES.values() for word in words)
"""Layouts that say what they are are not guessed to be something else."""

_FITS: dict[LayoutRole, Callable[[Sheet, tuple[Slot, ...]], bool]] = {
    "cover": _is_cover,
    "section": _is_section,
    "content": _is_content,
    "two": _is_two,
    "title_only": _is_title_only,
    "picture": _is_picture,
}
