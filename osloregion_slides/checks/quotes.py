"""Straight quotation marks and apostrophes in languages that curl them, and the text with the right ones.

Marks by language: Språkrådet (nb, nn), Språkrådet i Sverige (sv), New Hart's Rules 9 (en, double marks), Duden (de).
"""

from __future__ import annotations

import re

from osloregion_slides.base.patterns import late

MARKS = {"nb": "«»", "nn": "«»", "en": "“”", "sv": "””", "de": "„“"}
APOSTROPHE = "’"
_INSIDE = late(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_BEFORE_OPENING = frozenset(" \n\v\t(['–—/\u00a0")
SHOWN = 24
"""Characters that a message shows before and after what it is about."""


def curled(text: str, language: str) -> str:
    """Return a text with the marks of its language (BCP 47); the text itself where it has none that are wrong.

    Marks that do not come in pairs, and those after a figure (inches, seconds), stay.
    """
    marks = MARKS.get(language.partition("-")[0])
    if marks is None:
        return text
    found = _INSIDE.sub(APOSTROPHE, text) if "'" in text else text
    signs, is_open = list(found), False
    for place, sign in enumerate(signs):
        if sign == '"' and not is_open and (not place or found[place - 1] in _BEFORE_OPENING):
            signs[place], is_open = marks[0], True
        elif sign == '"' and is_open:
            signs[place], is_open = marks[1], False
        elif sign == '"':
            return found
    return found if is_open else "".join(signs)


def excerpt(before: str, after: str) -> tuple[str, str]:
    """Return the parts of two texts of one length in which they differ, with a few words around."""
    places = [place for place, (one, other) in enumerate(zip(before, after)) if one != other]
    start, end = max(0, places[0] - SHOWN), min(len(before), places[-1] + SHOWN)
    words = re.compile(r"\S*\Z").search(before[:start]), re.compile(r"\A\S*").search(before[end:])
    start, end = (words[0].start() if words[0] else start), end + (words[1].end() if words[1] else 0)
    return before[start:end], after[start:end]
