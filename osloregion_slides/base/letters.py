"""The same text in the same characters: Unicode's normal form C, and characters that nobody sees."""

from __future__ import annotations

from osloregion_slides.base.patterns import late

_MAY_COMPOSE = late("(?![\u2010-\u2027\u2030-\u203a])(?![\u20ac\u2190-\u21ff])[^\x00-\u02ff]")
"""Outside these, a character may have another NFC form (Unicode's quick check); unicodedata is a start-up cost.

One class of all of them would take ten times as long to compile: of more than two ranges ``re`` makes a map of 65 536.
"""
UNSEEN = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
"""Soft hyphen, zero-width spaces, marks of direction: what web pages and Windows leave around copied texts."""
_MARKS = str.maketrans("", "", ".‐‑–—-")


def composed(text: str) -> str:
    """Return the text in Unicode's normal form C."""
    if not _MAY_COMPOSE.search(text):
        return text
    from unicodedata import normalize

    return normalize("NFC", text)


def compared(name: str) -> str:
    """Return the name of a county, a sub-region or a member in the form for comparison."""
    text = "".join(composed(name).casefold().translate(_MARKS).split())
    return text.removesuffix("fylkeskommune").removesuffix("fylke").removesuffix("kommune") or text
