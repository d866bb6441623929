"""Properties of a slide besides its objects (transition, background …), and changes of its slide type.

An update compares the properties that it owns. Alignment, text colours, insets and the order of shapes are not among
them (``deck_state``), so an object of one slide type cannot be edited into one of another: it would keep the old
formatting. An unedited slide is therefore rebuilt whole in that case (``changes.Remake``). The base does not store the
type; it is inferred from layout and objects.
"""

from __future__ import annotations

from collections.abc import Iterable

from osloregion_slides.base.record import Record
from osloregion_slides.update.deck_state import ItemState, SlideState
from osloregion_slides.update.differences import Choices, Clash, Difference
from osloregion_slides.update.undoing import look_ids, undoes


class Beside(Record):
    """Merged transition, animations, background … of a slide; ``parts`` are reset to those of a fresh build."""

    parts: tuple[str, ...]
    changes: tuple[Difference, ...]
    edits: tuple[Difference, ...]
    conflicts: tuple[Clash, ...]


_MOVING = ("transition", "animation")


def merge_beside(base: SlideState, theirs: SlideState, ours: SlideState, choices: Choices) -> Beside:
    """Merge the properties of a slide besides its objects, one by one: a manual edit of one keeps only that one."""
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
"""Slots that occur on all slide types."""


def remade(base: SlideState, ours: SlideState) -> bool:
    """Return whether ours is of another slide type: on another layout, or with other objects under the same keys.

    Objects are others where kind, slot, shape or group differ; bodies without a common key are of two types too.
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
