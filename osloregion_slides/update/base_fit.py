"""Which base of a store a deck came from that names none: the one whose slides are most like the deck's."""

from __future__ import annotations

from collections.abc import Iterable

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.update.base_read import read_base
from osloregion_slides.update.deck_state import HAND, DeckState
from osloregion_slides.update.match import match
from osloregion_slides.update.match_items import features, share

LEAST = 0.5
"""Less of a deck than this in common with a base says nothing: a deck of another outline has about a tenth."""
_SAME = 0.7


def best_base(stored: Iterable[tuple[str, bytes]], theirs: DeckState) -> tuple[str, bytes, int] | None:
    """Return the path and bytes of the base that fits best, and how many slides are alike; None where none fits.

    ``stored`` are paths and bytes, the newest first: of two that fit equally well the newer one is right, because
    what both have in common is all that the deck shows. What is no base is passed over. Linear in bases and slides.
    """
    best: tuple[float, str, bytes, int] | None = None
    for path, data in stored:
        try:
            base = read_base(data)
        except InvalidInput:
            continue
        score, alike = _fit(base, theirs)
        if score >= LEAST and (best is None or score > best[0]):
            best = (score, path, data, alike)
    return best[1:] if best else None


def _fit(base: DeckState, theirs: DeckState) -> tuple[float, int]:
    """Return how much of both decks is the same, 0…1, and the number of slides that are alike."""
    known = {slide.key: slide for slide in base.slides}
    found = [slide for slide in match(base, theirs).known.slides if not slide.key.startswith(HAND)]
    shares = [share(features(known[slide.key]), features(slide)) for slide in found if slide.key in known]
    return 2 * sum(shares) / max(len(base.slides) + len(theirs.slides), 1), sum([one >= _SAME for one in shares])
