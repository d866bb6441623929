"""The changes of a slide in two copies of a deck, each compared with the base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osloregion_slides.base.grouping import grouped
from osloregion_slides.update.deck_state import HAND, ItemState, SlideState
from osloregion_slides.update.differences import Difference, Tree, item_differences, normalise_words, slide_differences
from osloregion_slides.update.slide_merge import slide_is_edited

if TYPE_CHECKING:
    from collections.abc import Mapping


PARTS: Mapping[str, tuple[str, ...]] = {
    "place": ("box", "rotation", "mirrored"),
    "text": ("text",),
    "fill": ("fill",),
    "line": ("line",),
    "geometry": ("preset", "path"),
    "alt": ("alt",),
    "link": ("link",),
    "picture": ("image", "crop"),
    "table": ("table",),
    "chart": ("chart",),
    "ends": ("ends",),
    "look": ("look", "beyond"),
}
"""The parts of an object that are merged independently, with the properties that are compared for each."""


def is_changed(base: SlideState, side: SlideState) -> bool:
    """Return whether a copy changed anything on a slide."""
    trees = Tree(base), Tree(side)
    if slide_is_edited(base, side) or beside(base) != beside(side):
        return True
    if any(
        [
            parts_changed(trees[0].items[item.key], normalise_words(trees[0].items[item.key], item))
            for item in side.items
        ]
    ):
        return True
    return stacking(trees[0], trees[1]) != stacking(trees[0], trees[0], trees[1])


def stacking(base: Tree, *trees: Tree) -> list[str]:
    """Return the base's top-level objects that are in all of ``trees``, in the order of the first tree."""
    return [key for key in trees[0].children.get("", ()) if key in base and all([key in tree for tree in trees])]


_TAGS = {"transition": ("transition ", "advances "), "animation": ("effect ", "animated ")}


def beside(slide: SlideState) -> dict[str, tuple[str, ...]]:
    """Return the edited properties of a slide besides its objects, by word, with their values for comparison."""
    said = slide.look.split("\n") if slide.beyond else []
    return {word: tuple([one for one in said if one.startswith(_TAGS.get(word, f"{word} "))]) for word in slide.beyond}


def on_two_layouts(own: SlideState, other: SlideState) -> bool:
    """Return whether a slide is on different layouts in two copies that preserve layout names."""
    return bool(own.marks.creation and other.marks.creation) and own.marks.layout != other.marks.layout


def usual_layouts(
    base: Mapping[str, SlideState], own: Mapping[str, SlideState], other: Mapping[str, SlideState]
) -> dict[str, str]:
    """Return by role the layout that more than half of its slides use, both copies counted together."""
    slides = [
        (base[key].layout, slide.marks.layout) for side in (own, other) for key, slide in side.items() if key in base
    ]
    there = grouped([(role, name) for role, name in slides if name])
    most = {role: max(names, key=names.count) for role, names in there.items()}
    return {role: name for role, name in most.items() if 2 * there[role].count(name) > len(there[role])}


def given_name(item: ItemState) -> str:
    """Return an object's name in the selection pane, its key where LibreOffice named it ``PlaceHolder 1``."""
    is_of_program = not item.marks.creation and item.marks.name.startswith("PlaceHolder ")
    return item.key if is_of_program else item.marks.name


def renamed(side: Tree, other: Tree) -> bool:
    """Return whether a copy renamed an object: its name differs from its key and from the other copy's name."""
    names = [(key, given_name(item), given_name(other.items[key])) for key, item in side.items.items() if key in other]
    return any([name not in (key, theirs) for key, name, theirs in names if not key.startswith(HAND)])


def unsure_look(base: Any, own: Any, other: Any) -> bool:
    """Return whether formatting that is not compared differs, and the base has no original to show who changed it."""
    looks = [getattr(one, "look", "") for one in (base, own, other)]
    return not looks[0] and bool(looks[1] and looks[2]) and looks[1] != looks[2]


def any_unsure_look(base: SlideState, own: SlideState, other: SlideState) -> bool:
    """Return whether any object of a slide has formatting that either copy may have changed (``unsure_look``)."""
    known, others = [side.by_key for side in (base, other)]
    return any([unsure_look(known[i.key], i, others[i.key]) for i in own.items if i.key in known and i.key in others])


def values(item: ItemState, part: str) -> tuple[object, ...]:
    """Return the values that are compared for a part of an object."""
    return tuple([getattr(item, name, None) for name in PARTS[part]])


def parts_changed(base: ItemState, side: ItemState) -> list[str]:
    """Return the parts of an object that differ from the base, normalised to it."""
    own = normalise_words(base, side)
    if not getattr(base, "look", "") and hasattr(own, "look"):
        own = own.replace(look="")  # not in the base: see ``unsure_look``
    if base.chart and own.chart and not side.marks.creation:
        own = own.replace(chart=own.chart.replace(workbook=base.chart.workbook))  # LibreOffice drops it
    return [part for part in PARTS if values(base, part) != values(own, part)]


def missing(base: Tree, side: Tree) -> set[str]:
    """Return the keys of the base's objects that are missing from a copy."""
    return {key for key in base.items if key not in side}


def differences(base: SlideState, side: SlideState) -> list[tuple[str, Difference]]:
    """Return the differences of a slide and of the objects that both sides have."""
    found = [("", one) for one in slide_differences(base, side)]
    old = base.by_key
    for item in side.items:
        if item.key in old:
            found += [(item.key, one) for one in item_differences(old[item.key], normalise_words(old[item.key], item))]
    return found
