"""The library's function for two edited copies of one deck: ``merge``."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding
from osloregion_slides.base.messages import phrase
from osloregion_slides.base.record import Record
from osloregion_slides.drafting import read_deck
from osloregion_slides.pptx.reading.deck import INHERITED, OpenedDeck, all_layout_names, open_deck, read_opened
from osloregion_slides.pptx.reading.looks import beside_look, shows_of
from osloregion_slides.pptx.reading.proof import attributed, is_rewritten, read_looks
from osloregion_slides.service_update import base_of
from osloregion_slides.update.base_read import read_base
from osloregion_slides.update.changes import Plan, PlanEntry
from osloregion_slides.update.copies import merge_copies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from osloregion_slides.service import Path
    from osloregion_slides.update.copies import Attribute
    from osloregion_slides.update.deck_state import DeckState
    from osloregion_slides.update.differences import Choice

_NONE: Mapping[str, Choice] = {}


class Merged(Record):
    """The merged bytes (this copy's where nothing changed), the findings, and the plan; ``found`` is this copy."""

    data: bytes
    findings: tuple[Finding, ...]
    plan: Plan
    found: bytes


def merge(
    deck: Path,
    other: Path,
    *,
    base: Path = "",
    choices: Mapping[str, Choice] | None = None,
    data: bytes | None = None,
    other_data: bytes | None = None,
) -> Merged:
    """Return the deck at ``deck`` merged with the edits of another copy of it; nothing is written.

    Both are compared with their common base: changes of one copy are in the result; where both copies changed the same
    differently, a conflict with both values is in ``plan.notes``, and the value of ``deck`` is kept unless ``choices``
    takes the other copy's (``{"a920094c": "take"}``). ``plan.exit_code`` is 0 (the other copy adds nothing), 3 or 4
    (undecided conflicts). ``data`` and ``other_data`` replace the contents of the two files. ``base`` is a file of the
    base store, or a deck, to compare with instead.

    InvalidInput: a deck that cannot be read, ``no-base``, ``copies-of-two-decks``, ``copies-of-two-builds`` (the copies
    were updated to different states of the outline), ``unknown-conflict``.

    >>> save("out/deck.pptx", build("decks/osloregionen.yaml"))
    >>> merge("out/deck.pptx", "out/deck.pptx").plan.exit_code
    0
    """
    path, second = os.fspath(deck), os.fspath(other)
    data = read_deck(path) if data is None else data
    mine = open_deck(data, path)
    theirs = open_deck(read_deck(second) if other_data is None else other_data, second)
    common = _common_base(mine, theirs, path, second, os.fspath(base))
    read = _read(mine), _read(theirs)
    drawn = read_looks(mine.marks.looks or theirs.marks.looks)
    attribute = partial(attributed, drawn=drawn)
    plan = merge_copies(common, *read, choices or _NONE, attribute, all_layout_names(mine.package))
    looks = tuple(_not_brought(mine, theirs, *read))
    plan = plan.replace(notes=(*plan.notes, *looks))
    if not (plan.changes or plan.order):
        return Merged(data, (), plan, data)
    from osloregion_slides.pptx.applying.apply import finished
    from osloregion_slides.pptx.applying.copying import merged_package

    edited = merged_package(mine, plan, theirs.package)
    if edited is None:
        return Merged(data, (), plan, data)
    made = finished(edited, mine.marks.base, (), (mine.marks.looks,))
    _check(made, path, common, read[1], attribute)
    return Merged(made, edited.findings, plan, data)


def _read(opened: OpenedDeck) -> DeckState:
    """Return a copy's state, with fingerprints of slide content beside its objects in ``look``."""
    found, package = read_opened(opened), opened.package
    slides = [
        slide.replace(look="\n".join([*slide.look.split("\n"), *beside_look(package, slide.locator.part)]))
        if slide.beyond and slide.locator
        else slide
        for slide in found.slides
    ]
    return found.replace(slides=tuple(slides))


def _common_base(mine: OpenedDeck, theirs: OpenedDeck, path: str, second: str, given: str) -> DeckState:
    bases = [base_of(opened.marks, name, given).data for opened, name in ((mine, path), (theirs, second))]
    states = [read_base(one) for one in bases]
    at = Location(second)
    if states[0].key != states[1].key:
        raise InvalidInput([finding("copies-of-two-decks", at, one=states[0].key, other=states[1].key)])
    if states[0].slides != states[1].slides:
        raise InvalidInput([finding("copies-of-two-builds", at)])
    return states[0]


def _not_brought(mine: OpenedDeck, theirs: OpenedDeck, own: DeckState, other: DeckState) -> Iterator[PlanEntry]:
    """Yield plan entries for differences of the deck as a whole, which are not merged."""
    names = {
        name
        for opened in (mine, theirs)
        for name in opened.package.members
        if name.startswith(INHERITED) and not name.endswith(".rels")
    }
    if any([mine.package.fingerprints(name)[0] != theirs.package.fingerprints(name)[0] for name in sorted(names)]):
        yield PlanEntry("?", "unsure", "", "", phrase("copy-template"))
    if shows_of(mine.package) != shows_of(theirs.package):
        yield PlanEntry("?", "unsure", "", "", phrase("copy-shows"))
    if own.size != other.size:
        yield PlanEntry("?", "unsure", "", "", phrase("copy-size"))
    if mine.marks.looks or theirs.marks.looks:
        for deck, code in ((own, "copy-rewritten-this"), (other, "copy-rewritten")):
            if deck.slides and is_rewritten(deck):
                yield PlanEntry("?", "unsure", "", "", phrase(code))


def _check(made: bytes, path: str, base: DeckState, other: DeckState, attribute: Attribute) -> None:
    """Raise InvalidInput (``plan-not-empty``) where the result lacks a change of the plan."""
    opened = open_deck(made, path)
    left = merge_copies(base, _read(opened), other, _NONE, attribute, all_layout_names(opened.package))
    if left.changes or left.order:
        raise InvalidInput([finding("plan-not-empty", Location(path), count=len(left.changes))])
