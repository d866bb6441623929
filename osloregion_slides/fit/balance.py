"""Balanced line ends: the right inset that gives a text its best breaks in as few lines as it has anyway.

Signs are never changed for a better break; the text's area gets narrower. Of all widths at which every paragraph keeps
its number of lines, the best one parts no number from its noun and no dash from its word, and is the narrowest: the
lines are even, the last one as long as it can be. The inset then stands between two widths at which a break moves, far
enough from both that programs which draw a little narrower than we measure break alike.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.patterns import late
from osloregion_slides.base.units import EMU_PER_PT, Pt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osloregion_slides.fit.breaking import Measure

    Starts = tuple[int, ...]
    Found = list[tuple[Pt, Starts]]

DRAWN = 0.978
"""A line as LibreOffice draws it over its measured width: 0.9827, less the noise of its kerning."""
ROUNDING = 0.02
"""Points: the inset is in whole EMU."""
MOST_TRIES = 24
MOST_LINES = 12
"""Longer paragraphs are running text, in which one line end more or less is not seen."""
_NUMBER_ENDS = late(r"\d ?[%‰]?\s*\Z")
_JOINING = ("– ", "— ", "· ")
"""Signs that stand with the word before them: no line begins with one."""
_LOOSE = re.compile(r"[–/]")
"""Signs after which LibreOffice breaks and PowerPoint may, while the measure does not."""


def balance(measures: Sequence[Measure], found: Found) -> tuple[Found, int]:
    """Return the paragraphs' sizes and line starts with better breaks, and by how much their area is narrower, EMU."""
    counts = [len(starts) for _, starts in found]
    if not 1 < max(counts, default=0) <= MOST_LINES:
        return found, 0
    if any([measure.lines(size, False)[1] for measure, (size, _) in zip(measures, found)]):
        return found, 0  # a word is cut
    full = max(measure.rest for measure in measures)
    best: tuple[tuple[bool, int, float], Found, float] | None = None
    less, tried = 0.0, found
    for _ in range(MOST_TRIES):
        longest, next_break = _span(measures, tried, full)
        low, high = longest + ROUNDING, min(next_break * DRAWN, full - less)
        key = (low > high, _parted(measures, tried), longest)
        if best is None or key < best[0]:
            width = full - less if not less and full - less <= next_break * DRAWN else max(low, (low + high) / 2)
            best = key, tried, full - width
        less = full - longest + 0.05
        again = [measure.lines(size, False, less) for measure, (size, _) in zip(measures, tried)]
        if any(cut or len(starts) > count for (starts, cut), count in zip(again, counts)):
            break
        tried = [(size, starts) for (size, _), (starts, _) in zip(tried, again)]
    assert best is not None
    return best[1], max(0, int(best[2] * EMU_PER_PT))


def _span(measures: Sequence[Measure], found: Found, full: float) -> tuple[float, float]:
    """Return the width of the area that the longest line needs, and the least at which a break would move, points."""
    longest, moves = 0.0, float("inf")
    for measure, (size, starts) in zip(measures, found):
        for width, with_next, lost in measure.extents(size, starts, _LOOSE):
            longest = max(longest, width + full - measure.rest + lost)
            moves = min(moves, with_next + full - measure.rest + lost)
    return longest, moves


def _parted(measures: Sequence[Measure], found: Found) -> int:
    """Return how many lines begin with the noun of a number on the line before, or with a dash."""
    texts = [(measure.text, starts[1:]) for measure, (_, starts) in zip(measures, found)]
    ends = [(text[:at], text[at:]) for text, starts in texts for at in starts]
    nouns = [after[:1].isalpha() and bool(_NUMBER_ENDS.search(before)) for before, after in ends]
    return sum(nouns) + sum([after[:2] in _JOINING for _, after in ends])
