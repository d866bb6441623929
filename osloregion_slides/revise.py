"""Updating decks that people have edited: the ends of the stages in update/ and pptx/.

A deck as found (theirs), the base that lies in it, and what the outline makes today (ours) become a plan;
the plan is applied to the found file in place.
"""

from __future__ import annotations

import os

from osloregion_slides.api import Ours, composed, load, owned
from osloregion_slides.findings import InvalidInput, Span, error
from osloregion_slides.pptx.reading.deck import read_deck
from osloregion_slides.update import plan as merging
from osloregion_slides.update.base_read import read_base, read_head
from osloregion_slides.update.find_base import find_base
from osloregion_slides.update.store import store_folder
from osloregion_slides.update_fit import check_updated
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.findings import Finding
    from osloregion_slides.pptx.reading.deck import FoundDeck
    from osloregion_slides.update.changes import Plan
    from osloregion_slides.update.plan import OnConflict
    from osloregion_slides.update.values import Known

    Settings = tuple[tuple[str, str], ...]


class Asked(Value):
    """What the person names; "" is what the deck's base says: its outline, its audience, language and date."""

    outline: str = ""
    audience: str = ""
    language: str = ""
    as_of: str = ""
    settings: Settings = ()


class Planned(Value):
    """A plan with what it was made of: the found bytes and what was read of them, ours, and the outline's path."""

    plan: Plan
    data: bytes
    found: Known
    ours: Ours
    outline: str


class Updated(Value):
    """The updated bytes (the found ones where there was nothing to do) and what there is to say."""

    data: bytes
    findings: tuple[Finding, ...]


def plan_update(path: str, asked: Asked, on_conflict: OnConflict = "keep") -> Planned:
    """Return what an update of the deck at ``path`` would do.

    InvalidInput: a deck that cannot be read or has no base, an outline that is not found or has errors, a
    deck of another outline.
    """
    data, found = _found(path)
    early = read_head(found.base) if found.base else None
    outline = _outline(asked.outline, early, path)
    base = find_base(found.base, found.base_hash, store_folder(outline), path)
    ours = _ours(outline, asked, read_head(base))
    made = merging.plan(read_base(base, ours.known, ours.base), found.known, ours.known, on_conflict)
    return Planned(made, data, found.known, ours, outline)


def plan_adoption(path: str, asked: Asked) -> Planned:
    """Return what would make a deck without base one of the outline's: marks and additions, no deletions.

    InvalidInput (``has-base``) for a deck that has the base of this outline's: adopting it would take what the
    outline changed since for what people changed.
    """
    data, found = _found(path)
    ours = _ours(asked.outline, asked, None)
    if _made_from(found, asked.outline, path) == ours.known.key:
        hint = "osloregion-slides update knows what people changed in it"
        raise InvalidInput([error("has-base", Span(path), "this deck says what it was made from already", hint)])
    return Planned(merging.adopt(found.known, ours.known), data, found.known, ours, asked.outline)


def apply(planned: Planned, path: str) -> Updated:
    """Return the deck with its plan applied; a plan of the result is empty, or InvalidInput and nothing is lost."""
    from osloregion_slides.pptx.applying.apply import apply_plan
    from osloregion_slides.pptx.reading.again import read_again

    plan, ours = planned.plan, planned.ours
    if not (plan.changes or plan.order or plan.rebase):
        return Updated(planned.data, ())
    done = apply_plan(planned.data, plan, ours.deck, ours.brand, ours.base, path)
    found = read_again(done.data, path, planned.data, planned.found)
    again = merging.plan(ours.known, found, ours.known)
    if again.changes or again.order:
        message = f"the updated deck would still differ from its plan ({len(again.changes)} changes)"
        raise InvalidInput([error("plan-not-empty", Span(path), message, "the deck is unchanged; please report this")])
    return Updated(done.data, (*done.findings, *check_updated(done.data, plan)))


def known_of(path: str, asked: Asked) -> Known:
    """Return what is known of a deck (.pptx) or of what an outline makes: for comparing any two."""
    if path.lower().endswith((".yaml", ".yml")):
        return _ours(path, asked, None).known
    return _found(path)[1].known


def _found(path: str) -> tuple[bytes, FoundDeck]:
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as problem:
        message = "there is no such file" if isinstance(problem, FileNotFoundError) else str(problem.strerror)
        raise InvalidInput([error("missing-file", Span(path), message)]) from None
    return data, read_deck(data, path)


def _made_from(found: FoundDeck, outline: str, path: str) -> str:
    """Return the key of the deck that the base is of, "" without a base that can be read."""
    try:
        return read_head(find_base(found.base, found.base_hash, store_folder(outline), path)).key
    except InvalidInput:
        return ""


def _ours(outline: str, asked: Asked, base: Known | None) -> Ours:
    kept = base.variant if base else None
    audience = asked.audience or (kept.audience if kept else "")
    language = asked.language or (kept.language if kept else "")
    as_of = asked.as_of or (kept.as_of if kept else "")
    settings = (*(kept.settings if kept else ()), *asked.settings)
    loaded = load(outline, audience=audience, language=language, as_of=as_of, settings=settings)
    deck, brand, findings = composed(loaded)
    return owned(loaded, deck, brand).replace(findings=findings)


def _outline(asked: str, base: Known | None, deck: str) -> str:
    """Return the outline's path: the one asked for, else the one that the base names, near here or near the deck."""
    if asked:
        return asked
    name = base.outline if base else ""
    folder = os.path.dirname(deck) or "."
    places = [".", "decks", folder, os.path.join(folder, "decks"), os.path.join(folder, "..", "decks")]
    for place in places:
        found = os.path.normpath(os.path.join(place, name))
        if name and os.path.isfile(found):
            return found
    message = f"the deck was made from `{name}`, which is not here" if name else "the deck does not name its outline"
    raise InvalidInput([error("no-outline", Span(deck), message, "name the outline after the deck")])
