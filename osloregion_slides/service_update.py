"""The library's verbs for decks that people have edited: plan, update, adopt, diff.

The keywords that choose a variant are those of ``service``; left out, they are what the deck was made with.
"""

from __future__ import annotations

import os

from osloregion_slides.service import iso, pairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from osloregion_slides.drafting import Finish
    from osloregion_slides.revise import Asked, Planned, Updated
    from osloregion_slides.service import Path, Settings
    from osloregion_slides.update.diff import DeckDifference
    from osloregion_slides.update.differences import Choice
    from osloregion_slides.update.plan import OnConflict


def plan(
    deck: Path,
    outline: Path = "",
    *,
    audience: str = "",
    language: str = "",
    as_of: str | date = "",
    settings: Settings = (),
    on_conflict: OnConflict = "keep",
    choices: Mapping[str, Choice] | None = None,
    data: bytes | None = None,
    finish: Finish | None = None,
) -> Planned:
    """Return what an update of the deck at ``deck`` would do; nothing is written.

    ``outline`` and variant left out are those that the deck was made from. ``plan.notes`` of the result are its lines
    for people, ``plan.exit_code`` is 0 (nothing to do), 3 (changes are pending) or 4 (conflicts nobody decided).
    ``on_conflict`` says who wins where both sides changed the same: ``keep`` is the deck, ``take`` the outline;
    ``choices`` decides single conflicts by the ids of an earlier plan's notes (``{"a920094c": "take"}``) and brings
    back what people deleted. With ``data`` these bytes are the deck and the path only its name.
    ``finish`` is the function that the deck was built with, if any: without it, what it drew is left as it is, and the
    plan says so.

    InvalidInput: a deck that cannot be read or has no update data, an outline that is not found or has errors, a
    deck of another outline (``another-deck``), a choice of nothing in the plan (``unknown-conflict``).

    >>> save("out/deck.pptx", build("decks/osloregionen.yaml"))
    >>> plan("out/deck.pptx").plan.exit_code
    0
    >>> pending = plan("out/deck.pptx", settings={"meeting.title": "Styremøte"})
    >>> [(note.slide, note.what) for note in pending.plan.notes][0]
    ('cover', 'paragraph 1: "[Tittel på møtet]" -> "Styremøte"')
    """
    from osloregion_slides.revise import plan_update

    asked = _asked(outline, audience, language, as_of, settings, finish)
    return plan_update(os.fspath(deck), asked, on_conflict, choices or {}, data)


def update(
    deck: Path | Planned,
    outline: Path = "",
    *,
    audience: str = "",
    language: str = "",
    as_of: str | date = "",
    settings: Settings = (),
    on_conflict: OnConflict = "keep",
    choices: Mapping[str, Choice] | None = None,
    data: bytes | None = None,
    finish: Finish | None = None,
) -> Updated:
    """Return the deck brought up to date, edits made by hand kept; nothing is written (``save`` does).

    ``deck`` is a plan to carry out, or a path with the keywords of ``plan``: ``outline``, variant, ``choices``,
    ``finish`` and ``data`` mean the same there. With ``on_conflict="fail"`` a deck with
    conflicts is returned as it was found. ``planned`` of the result is the plan; its ``plan.exit_code`` tells whether
    conflicts are left. InvalidInput as in ``plan``, and ``plan-not-empty`` where the result would still differ.

    >>> save("out/deck.pptx", build("decks/osloregionen.yaml"))
    >>> updated = update("out/deck.pptx", settings={"meeting.title": "Styremøte"})
    >>> save("out/deck.pptx", updated)
    >>> plan("out/deck.pptx").plan.exit_code
    0
    """
    from osloregion_slides.revise import carry_out, plan_update

    if isinstance(deck, (str, os.PathLike)):
        asked = _asked(outline, audience, language, as_of, settings, finish)
        deck = plan_update(os.fspath(deck), asked, on_conflict, choices or {}, data)
    return carry_out(deck, on_conflict)


def adopt(
    deck: Path,
    outline: Path,
    *,
    audience: str = "",
    language: str = "",
    as_of: str | date = "",
    settings: Settings = (),
    choices: Mapping[str, Choice] | None = None,
    data: bytes | None = None,
    finish: Finish | None = None,
    any_size: bool = False,
) -> Updated:
    """Return a deck that was not made from an outline as one of ``outline``'s; nothing is deleted, nothing written.

    What is found on both sides gets the outline's keys, what only the outline has is added. Look at the notes of
    ``planned.plan`` before saving it. ``choices``, ``data`` and ``finish`` are as in ``plan``. InvalidInput:
    ``has-base`` for a deck of this outline, ``other-slide-size`` for slides of another size (``any_size`` adopts them
    all the same), else as in ``plan``.

    >>> foreign = build("decks/osloregionen.yaml", updatable=False)
    >>> adopted = adopt("foreign.pptx", "decks/osloregionen.yaml", data=foreign.data)
    >>> plan("adopted.pptx", "decks/osloregionen.yaml", data=adopted.data).plan.exit_code
    0
    """
    from osloregion_slides.revise import carry_out, plan_adoption

    asked = _asked(outline, audience, language, as_of, settings, finish)
    return carry_out(plan_adoption(os.fspath(deck), asked, choices or {}, data, any_size))


def diff(
    before: Path,
    after: Path,
    *,
    audience: str = "",
    language: str = "",
    as_of: str | date = "",
    settings: Settings = (),
) -> DeckDifference:
    """Return what changed from ``before`` to ``after``, each a deck (.pptx) or an outline (.yaml).

    The variant is that of the outlines. ``changed`` of the result are the slides that are not the same. InvalidInput
    for a deck that cannot be read or an outline with errors.

    >>> save("out/osloregionen.pptx", build("decks/osloregionen.yaml"))
    >>> found = diff("out/osloregionen.pptx", "decks/osloregionen.yaml", settings={"meeting.title": "Styremøte"})
    >>> [slide.key for slide in found.changed]
    ['cover']
    """
    from osloregion_slides.revise import known_of
    from osloregion_slides.update.diff import diff as compare

    asked = _asked("", audience, language, as_of, settings)
    return compare(known_of(os.fspath(before), asked), known_of(os.fspath(after), asked))


def _asked(
    outline: Path, audience: str, language: str, as_of: str | date, settings: Settings, finish: Finish | None = None
) -> Asked:
    from osloregion_slides.revise import Asked

    return Asked(os.fspath(outline), audience, language, iso(as_of), pairs(settings), finish)
