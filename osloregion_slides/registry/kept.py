"""What was made of values that come again in the same process: decks of one batch read the same tables."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    Made = TypeVar("Made")


class Kept:
    """Results by the values that they were made of, at most ``most`` of them.

    Values are found by identity, which costs the same for one member and for 8 000; they are kept alive, so that no
    other value can take the place of one in memory. They are frozen, so a result stays true.
    """

    __slots__ = ("_made", "_most")

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[tuple[object, ...], tuple[tuple[object, ...], Any]] = {}

    def get(self, values: tuple[object, ...], words: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """Return what ``make`` returned for these ``values`` (the same objects) and ``words`` (equal ones)."""
        key = (*map(id, values), *words)
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= self._most:
                self._made.clear()
            found = self._made[key] = values, make()
        made: Made = found[1]
        return made
