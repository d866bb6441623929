"""The choice of composition and type size by the amount of text.

A kind offers its compositions as candidates in order of preference. ``solve`` sets each at its largest step that
fits, and picks the one with the largest type: short text grows, long text gets another composition before smaller
type. If none fits down to the brand's floors, the kind divides its things over slides (``page.deal``, with ``solve`` as
the test), and text that still does not fit is reported (``ComposeContext.fit_alike``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.fit.setting import fit_alike

if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.base.units import Pt
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.scene import Text


class Candidate(Record):
    """A possible composition.

    ``sets`` are its texts with their frames and allowed steps, points: the texts of a set share one size, and the size
    of the first set is compared.
    """

    name: str
    sets: tuple[tuple[Pieces, tuple[Pt, ...]], ...]


class Solution(Record):
    """A candidate that fits: its texts, set by set, and their sizes."""

    candidate: Candidate
    texts: tuple[tuple[Text, ...], ...]

    @property
    def name(self) -> str:
        """The composition's name."""
        return self.candidate.name

    @property
    def size(self) -> float:
        """The size of the first set's type, points."""
        return max([paragraph.size for text in self.texts[0] for paragraph in text.paragraphs], default=0.0)


def solve(candidates: Iterable[Candidate], context: ComposeContext) -> Solution | None:
    """Return the fitting candidate with the largest type, on a tie the first; None if none fits."""
    best: Solution | None = None
    for candidate in candidates:
        texts = [fit_alike(pieces, steps, context.metrics) for pieces, steps in candidate.sets]
        found = Solution(candidate, tuple([one for one in texts if one is not None]))
        if len(found.texts) < len(texts):
            continue
        best = found if best is None or found.size > best.size else best
    return best
