"""What is said of a presentation that is not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding
from osloregion_slides.ooxml.package import Policy, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.base.messages import Phrase

_CODES: Mapping[str, str] = {
    "encrypted": "deck-encrypted",
    "old-format": "deck-old-format",
    "no-zip": "not-a-presentation",
    "too-large": "deck-too-large",
    "too-many-nodes": "deck-too-large",
}
"""The finding for a problem that ends the reading of a deck, ``deck-damaged`` for all others."""


def deck_policy(file: str) -> Policy:
    """Return how a found deck is read: nothing in it is trusted, one problem (``deck_finding``) ends it."""
    return Policy(lambda problem: deck_finding(problem, file))


def deck_finding(problem: Problem, file: str) -> Finding:
    """Return the finding of a problem for which a deck is not read; ``file`` is "" where its name is not known."""
    return refused(_CODES.get(problem.kind, "deck-damaged"), file, problem.why).findings[0]


def damaged(file: str, why: Phrase | str) -> InvalidInput:
    """Return the exception for a deck that cannot be read."""
    return refused("deck-damaged", file, why)


def refused(key: str, file: str, why: Phrase | str = "") -> InvalidInput:
    """Return the exception for a file that is not read, with the one finding of this code."""
    return InvalidInput([finding(key, Location(file) if file else None, why=why)])
