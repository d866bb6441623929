"""Which layout plays which role: by the brand file's word, by p:sldLayout@type, by its placeholders.

Never by an English name and never by position: a template may be Norwegian, renamed, rearranged.
"""

from __future__ import annotations

from osloregion_slides.brand.slots import kind, placeholders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from osloregion_slides.brand.slots import Sheet
    from osloregion_slides.brand.values import LayoutRole

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
_CONTENT = ("obj", "body")


def find_roles(sheets: tuple[Sheet, ...], named: Mapping[str, str]) -> dict[LayoutRole, Sheet]:
    """Return a layout for every role. ``named`` maps roles to layout names, and each name exists.

    A role that is named gets that layout; the others are found by type, then by placeholders, and at
    last another role's layout stands in. ``sheets`` is not empty.
    """
    found: dict[LayoutRole, Sheet] = {}
    for role in ROLES:
        by_name = [sheet for sheet in sheets if role in named and sheet.name == named[role]]
        choice = by_name[:1] or _by_type(role, sheets) or [sheet for sheet in sheets if _FITS[role](_kinds(sheet))][:1]
        if choice:
            found[role] = choice[0]
    return {role: found.get(role) or _instead(role, found, sheets) for role in ROLES}


def _by_type(role: LayoutRole, sheets: tuple[Sheet, ...]) -> list[Sheet]:
    for word in _TYPES.get(role, ()):
        found = [sheet for sheet in sheets if sheet.type == word and (role == "cover" or _has_title(_kinds(sheet)))]
        if found:
            return found[:1]
    return []


def _instead(role: LayoutRole, found: Mapping[LayoutRole, Sheet], sheets: tuple[Sheet, ...]) -> Sheet:
    for other in _INSTEAD[role]:
        if other in found:
            return found[other]
    return next((sheet for sheet in sheets if _has_title(_kinds(sheet))), sheets[0])


def _kinds(sheet: Sheet) -> tuple[str, ...]:
    """Return the types of a layout's placeholders without footers."""
    return tuple(k for k in map(kind, placeholders(sheet.layout)) if k not in _STILL)


def _has_title(kinds: tuple[str, ...]) -> bool:
    return "title" in kinds or "ctrTitle" in kinds


def _is_cover(kinds: tuple[str, ...]) -> bool:
    return "ctrTitle" in kinds or ("title" in kinds and "subTitle" in kinds)


def _is_content(kinds: tuple[str, ...]) -> bool:
    return sorted(kinds) in (["obj", "title"], ["body", "title"])


def _is_two(kinds: tuple[str, ...]) -> bool:
    return "title" in kinds and len(kinds) == 3 and all(k in (*_CONTENT, "title") for k in kinds)


def _is_picture(kinds: tuple[str, ...]) -> bool:
    return "title" in kinds and kinds.count("pic") == 1


def _is_nothing(kinds: tuple[str, ...]) -> bool:
    return False


_FITS: dict[LayoutRole, Callable[[tuple[str, ...]], bool]] = {
    "cover": _is_cover,
    "statement": _is_nothing,
    "section": _is_nothing,
    "content": _is_content,
    "two": _is_two,
    "title_only": lambda kinds: kinds == ("title",),
    "picture": _is_picture,
}
