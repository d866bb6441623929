"""Fill: one place that picks composition and size of type from the amount of text.

A kind offers its compositions as candidates, its favourite first. ``solve`` sets each at the largest of its steps that
fits and takes the one whose type is largest; short text grows, long text gets another composition before it gets
smaller type. Where none fits down to the brand's floors the kind deals its things over slides (``page.deal``, with
``solve`` as the test), and what then still does not fit is a finding (``ComposeContext.fit_alike``).
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
    """A composition that might do.

    ``sets`` are its texts with their frames and the steps they may take, points: the texts of a set take one size, and
    the first set is the one whose size counts.
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
    """Return the best candidate that fits, of equals the first; None where none does."""
    best: Solution | None = None
    for candidate in candidates:
        texts = [fit_alike(pieces, steps, context.metrics) for pieces, steps in candidate.sets]
        found = Solution(candidate, tuple([one for one in texts if one is not None]))
        if len(found.texts) < len(texts):
            continue
        best = found if best is None or found.size > best.size else best
    return best
