"""Footers, dates and numbers that a person set on every slide, as PowerPoint's dialog does: new slides get them."""

from __future__ import annotations

from collections.abc import Collection

from osloregion_slides.update.deck_state import DeckState, SlideState
from osloregion_slides.update.undoing import EVERYWHERE, FEET, FEW


def shared_feet(
    base: DeckState, theirs: DeckState, changed: Collection[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Return the slots that people changed alike on (nearly) every slide, each with the key of a slide that shows how.

    Both decks have the same keys; an edit that is taken back does not count (``changed`` are slides and objects that
    the update changes). A slot without a text on either side is one that the slide does not have.
    """
    old, new = ({slide.key: slide for slide in side.slides} for side in (base, theirs))
    found = []
    for slot in FEET:
        rows = [(one.key, _said(old[one.key], slot), _said(one, slot)) for one in theirs.slides if one.key in old]
        rows = [row for row in rows if row[1:] != (None, None)]
        edits = {key: now for key, before, now in rows if now != before}
        gone = [key for key in edits if any([(key, one) in changed for one in _keys(slot, old[key], new[key])])]
        for now in dict.fromkeys(edits.values()):
            keys = [key for key, said in edits.items() if said == now and key not in gone]
            if len(keys) >= max(FEW, EVERYWHERE * len(rows)):
                found.append((slot, keys[0]))
    return tuple(found)


def _keys(slot: str, *sides: SlideState) -> list[str]:
    return [item.key for side in sides for item in side.items if item.slot == slot]


def _said(slide: SlideState, slot: str) -> tuple[str, ...] | None:
    texts = [tuple([paragraph.plain for paragraph in item.text]) for item in slide.items if item.slot == slot]
    return texts[0] if texts else None
