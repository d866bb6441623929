"""The nearest right word, for hints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

LISTED = 24  # known words in a message where none is near
MOST = 1000  # known words that are compared: that takes 20 ms
MAX_WORD = 60  # characters; a longer word is not a misspelt one, and comparing it costs time


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like ``word``, "" where none is near (difflib's ratio under 0.6)."""
    from difflib import get_close_matches

    if len(word) > MAX_WORD:
        return ""
    folded = {candidate.casefold(): candidate for _, candidate in zip(range(MOST), known)}
    near = get_close_matches(word.casefold(), folded, n=1)
    return folded[near[0]] if near else ""


def meant(word: str, known: Iterable[str]) -> dict[str, Any]:
    """Return the values ``near``, the nearest known word, and ``known``, what is known where no word is near."""
    words = list(dict.fromkeys(known))
    near = nearest(word, words)
    if near and near != word:
        return {"near": near, "known": ()}
    return {"near": "", "known": (*words[:LISTED], *(("…",) if len(words) > LISTED else ()))}
