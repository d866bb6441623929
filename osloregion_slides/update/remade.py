"""Whether the outline makes another kind of slide under an id: then no object stays what it was.

An update compares the properties that it owns. Alignment, text colours, insets and the order of shapes are
not among them (``values``), so an object of one kind of slide cannot be edited into one of another: it would keep the
old kind's look. A slide that nobody edited is therefore made whole in that case (``changes.Remake``).
The base does not say the kind, but its objects show it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.update.deck_state import ItemState, SlideState

_FRAMING = ("title", "ctrTitle", "ftr", "sldNum", "dt")
"""Slots that slides of every kind may have."""


def remade(base: SlideState, ours: SlideState) -> bool:
    """Say whether ours is another kind of slide: on another layout, or with other objects under the same keys.

    Objects are others where kind, slot, shape or group differ; slides whose bodies share no key are of two kinds too.
    """
    if base.layout and ours.layout and base.layout != ours.layout:
        return True
    old, new = ({item.key: item for item in side.items} for side in (base, ours))
    if any([key in new and _another(item, new[key]) for key, item in old.items()]):
        return True
    before, after = _body(old.values()), _body(new.values())
    return bool(before and after) and before.isdisjoint(after)


def _another(old: ItemState, new: ItemState) -> bool:
    return (old.kind, old.slot, old.preset, old.parent) != (new.kind, new.slot, new.preset, new.parent)


def _body(items: Iterable[ItemState]) -> set[str]:
    return {item.key for item in items if item.slot not in _FRAMING}
