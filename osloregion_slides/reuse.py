"""Slides that come again, and what later stages have made of them.

A process that makes many decks (a batch, the preview, updates) composes most slides more than once. Such a
slide is the same value, and what depends on it alone (its form in the base, the base's bytes) is kept beside it.
Values are told apart by identity: comparing two equal slides costs as much as making most of what is kept.

Invariant: what is kept beside a value depends on nothing but that value and the brand it is kept with.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.value import Value

MOST = 500
"""So many values are kept, slides and their forms in the base: 60 KB each in the flagship deck, so 30 MB. All variants
of it are 160, and the preview is made for 200 slides."""

_kept: dict[int, tuple[Value, Brand | None, dict[object, Any]]] = {}


def keep(value: Value, brand: Brand | None = None) -> None:
    """Keep a value that may come again, with the brand that it was made for if it depends on one."""
    _kept[id(value)] = value, brand, {}


def is_full() -> bool:
    """Return whether it is time to begin anew."""
    return len(_kept) >= MOST


def forget() -> None:
    """Keep nothing any more."""
    _kept.clear()


def made_of(value: Value, brand: Brand | None = None) -> dict[object, Any] | None:
    """Return what was made of a kept value for its brand, to be added to; None of any other value."""
    found = _kept.get(id(value))
    return found[2] if found is not None and found[1] is brand else None
