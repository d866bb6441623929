"""Numbers as files write them; nonsense counts as absent."""

from __future__ import annotations

_DIGITS = 12
"""No number of the format is longer; int() of a hostile one raises."""


def whole(text: str | None, usual: int = 0) -> int:
    """Return an unsigned whole number, ``usual`` where there is none."""
    return int(text) if text and len(text) <= _DIGITS and text.isdecimal() else usual
