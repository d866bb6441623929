"""Periods as people write them: ``2008``, ``2008–2010``, ``2008 – løpende``."""

from __future__ import annotations

import re

ONGOING = frozenset(
    ("løpende", "pågår", "pågående", "nå", "dagsdato", "løpande", "pågåande", "ongoing", "current", "present", "now")
)
"""What stands for an end that has not come yet (nb, nn, sv, en), in small letters."""
_MOMENT = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_TWO = re.compile(rf"({_MOMENT})\s*(?:[–—]|\s-\s|-(?=\D|\d{{4}}))\s*({_MOMENT}|[^\W\d]+)")


def is_ongoing(text: str) -> bool:
    """Return whether a text says that something has not ended: ``løpende``, ``ongoing``."""
    return text.strip().lower() in ONGOING


def read_period(text: str) -> tuple[str, str] | None:
    """Return the start and the end of a period in one text, both as written; None for any other text."""
    found = _TWO.fullmatch(text.strip())
    if found is None or not (found[2][0].isdigit() or is_ongoing(found[2])):
        return None
    return found[1], found[2]
