"""A cache of recurring slides and of results that later stages derived from them.

A process that builds many decks (a batch, the preview, updates) composes most slides more than once. Such a
slide is the same object, and results that depend on it alone (its form in the base, its XML) are cached with it.
The keys are identities: comparing two equal slides costs as much as deriving most of the results again.

Invariant: a cached result depends only on its value and on the brand that it is kept with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osloregion_slides.scene import Chart, Freeform, Group, Picture, Placeholder, Table

if TYPE_CHECKING:
    from osloregion_slides.base.record import Record
    from osloregion_slides.brand.values import Brand
    from osloregion_slides.scene import Item, Slide

MOST = 6_000
"""The capacity in paragraphs, shapes and the like (``weight``): about 5 KB each with all derived results, 30 MB in all.
The flagship deck weighs 400, and its variants share most of that."""
HEAVIEST = 1_000
"""The weight above which a slide is not kept; the map of all members weighs 120."""
_POINTS, _LETTERS, _BYTES = 15, 2_000, 2_000
"""The points of a freeform, letters of notes and bytes of a picture that weigh as much as a shape."""

_kept: dict[int, tuple[Record, Brand | None, dict[object, Any]]] = {}
_weights: list[int] = []


def keep(value: Record, brand: Brand | None = None, weight: int = 0) -> None:
    """Keep a value that may recur, with the brand that it was made for if it depends on one."""
    _kept[id(value)] = value, brand, {}
    _weights.append(weight)


def is_full() -> bool:
    """Return whether the capacity is used up."""
    return sum(_weights) >= MOST


def weight(slide: Slide) -> int:
    """Return the size of a slide in paragraphs, shapes and table cells."""
    return 1 + sum([len(text) for text in slide.notes]) // _LETTERS + sum([_weight(item) for item in slide.items])


def _weight(item: Item) -> int:
    match item:
        case Placeholder():
            return 1 + len(item.text.paragraphs)
        case Group():
            return 1 + sum([_weight(child) for child in item.children])
        case Freeform():
            return 1 + (len(item.path) + sum([len(ring) for ring in item.rings])) // _POINTS
        case Table():
            return 1 + len(item.rows) * len(item.columns)
        case Chart():
            return 1 + len(item.categories) * len(item.series)
        case Picture():
            return 1 + len(item.image.data) // _BYTES
        case _:
            return 1


def forget() -> None:
    """Empty the cache."""
    _kept.clear()
    _weights.clear()


def made_of(value: Record, brand: Brand | None = None) -> dict[object, Any] | None:
    """Return the mutable mapping of results derived from a kept value for its brand; None for any other value."""
    found = _kept.get(id(value))
    return found[2] if found is not None and found[1] is brand else None
