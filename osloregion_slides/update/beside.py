"""A slide as a whole: what it has beside its objects, and whether the outline makes another kind of slide of it.

An update compares the properties that it owns. Alignment, text colours, insets and the order of shapes are not among
them (``deck_state``), so an object of one kind of slide cannot be edited into one of another: it would keep the old
kind's look. An unedited slide is therefore rebuilt whole in that case (``changes.Remake``). The base does not say the
kind, but its objects show it.
"""

from __future__ import annotations

from collections.abc import Iterable

from osloregion_slides.base.record import Record
from osloregion_slides.update.deck_state import ItemState, SlideState
from osloregion_slides.update.differences import Choices, Clash, Difference
from osloregion_slides.update.undoing import look_ids, undoes


class Beside(Record):
    """What becomes of a slide's transition, animations, background …: ``parts`` become a fresh build's."""

    parts: tuple[str, ...]
    changes: tuple[Difference, ...]
    edits: tuple[Difference, ...]
    conflicts: tuple[Clash, ...]


_MOVING = ("transition", "animation")


def merge_beside(base: SlideState, theirs: SlideState, ours: SlideState, choices: Choices) -> Beside:
    """Merge what a slide has beside its objects, each thing apart: one that a person changed keeps, alone."""
    sides = [[*side.movement.split(" "), ""][:2] for side in (base, ours)]
    new = [word for word, old, now in zip(_MOVING, *sides) if old != now]
    parts, changes, edits, conflicts = [], [], [], []
    for word in dict.fromkeys((*theirs.beyond, *new)):
        look, goes = Difference("beyond", (), (), (word,)), word in new
        if word in theirs.beyond and goes:
            conflicts.append(choices.clash(ours.key, "", look.replace(before=look.after, after=())))
            goes = conflicts[-1].choice == "take"
        elif word in theirs.beyond:
            goes = any([undoes(choices, one) for one in look_ids(ours.key, None, look, ())])
            edits += [] if goes else [look]
        if goes:
            parts.append(word)
            changes.append(look.replace(kind="redrawn"))
    return Beside(tuple(parts), tuple(changes), tuple(edits), tuple(conflicts))


_FRAMING = ("title", "ctrTitle", "ftr", "sldNum", "dt")
"""Slots that slides of every kind may have."""


def remade(base: SlideState, ours: SlideState) -> bool:
    """Say whether ours is another kind of slide: on another layout, or with other objects under the same keys.

    Objects are others where kind, slot, shape or group differ; slides whose bodies share no key are of two kinds too.
    """
    if base.layout and ours.layout and base.layout != ours.layout:
        return True
    old, new = (side.by_key for side in (base, ours))
    if any([key in new and _another(item, new[key]) for key, item in old.items()]):
        return True
    before, after = _body(old.values()), _body(new.values())
    return bool(before and after) and before.isdisjoint(after)


def _another(old: ItemState, new: ItemState) -> bool:
    return (old.kind, old.slot, old.preset, old.parent) != (new.kind, new.slot, new.preset, new.parent)


def _body(items: Iterable[ItemState]) -> set[str]:
    return {item.key for item in items if item.slot not in _FRAMING}
