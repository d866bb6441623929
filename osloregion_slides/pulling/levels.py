"""Bullets that a person gave another level: the outline's nested lists brought to these levels.

A list as it nests is read as ``bullets``: each item without what is below it, and how deep it stands. ``nested`` makes
the list of them again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.outline.nodes import NAMES, Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Mapping as Map

    from osloregion_slides.outline.nodes import Node

DEEPEST = 2
"""Levels of bullets are 0 to this."""
TEXTS = (*NAMES, "text")
"""Keys of an item that is no text alone; it can have ``items``."""
BELOW = "items"


def bullets(node: Sequence, depth: int = 0) -> list[tuple[Node, int]]:
    """Return the items of a list and of those below them, with their depths, in the order that a slide says them."""
    found: list[tuple[Node, int]] = []
    for item in node.items:
        found.append((item, depth))
        below = item.get(BELOW) if isinstance(item, Mapping) else None
        if isinstance(below, Sequence):
            found += bullets(below, depth + 1)
    return found


def nested(pairs: list[tuple[Node, int]], old: Sequence) -> Sequence:
    """Return the list of items that have nothing below them yet, at depths that each are one deeper at the most."""
    made: list[Node] = []
    place = 0
    while place < len(pairs):
        item, depth = pairs[place]
        end = place + 1
        while end < len(pairs) and pairs[end][1] > depth:
            end += 1
        if end > place + 1:
            below = Entry(Scalar(BELOW, True, item.at), nested(pairs[place + 1 : end], old))
            if not (isinstance(item, Mapping) and any([item.get(key) for key in TEXTS])):
                item = Mapping((Entry(Scalar("text", True, item.at), item),), item.at)
            item = item.replace(entries=(*item.entries, below))
        made.append(item)
        place = end
    return old.replace(items=tuple(made))


def new_depths(depths: list[int], asked: Map[int, int]) -> list[int]:
    """Return the depths of a list's bullets with those asked for (by place) that it can have: none without one above.

    What cannot be is as it was: the first that has no place, or the one that would leave others without one.
    """
    asked = dict(asked)
    while True:
        made = [asked.get(place, depth) for place, depth in enumerate(depths)]
        above = [-1, *made]
        wrong = next((i for i, depth in enumerate(made) if not 0 <= depth <= min(DEEPEST, above[i] + 1)), None)
        if wrong is None:
            return made
        asked.pop(wrong if wrong in asked else max([place for place in asked if place < wrong]))
