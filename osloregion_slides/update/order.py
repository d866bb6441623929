"""The order of the slides from three sides: a person's reorder wins, new slides follow their predecessor."""

from __future__ import annotations

from osloregion_slides.update.sequences import increasing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Sequence


def merge_order(
    base: Sequence[str], theirs: Sequence[str], ours: Sequence[str], removed: Container[str]
) -> tuple[str, ...]:
    """Return the keys of the result in order.

    ``theirs`` holds the keys of the found deck, ``removed`` are those that the update takes away. Slides that are
    theirs only stand behind the slide that they stand behind now.
    """
    kept = [key for key in theirs if key not in removed]
    if moved_by_hand(base, theirs, ours):
        order = kept
    else:
        order = _as_ours(kept, ours)
    return tuple(_with_new(order, base, ours, set(theirs)))


def adopted_order(theirs: Sequence[str], ours: Sequence[str]) -> tuple[str, ...]:
    """Return the order of a deck without base: as found, with what is new behind its predecessors."""
    return tuple(_with_new(list(theirs), (), ours, set(theirs)))


def moved_by_hand(base: Sequence[str], theirs: Sequence[str], ours: Sequence[str]) -> bool:
    """Say whether a person put slides of ours into another order."""
    common = set(base) & set(theirs) & set(ours)
    return [key for key in base if key in common] != [key for key in theirs if key in common]


def _as_ours(kept: list[str], ours: Sequence[str]) -> list[str]:
    """Return the kept slides in the outline's order, the others behind those that they stand behind now."""
    known = set(ours)
    followers: dict[str, list[str]] = {}
    before = ""
    for key in kept:
        if key in known:
            before = key
        else:
            followers.setdefault(before, []).append(key)
    there = set(kept)
    order = list(followers.get("", ()))
    for key in ours:
        if key in there:
            order.append(key)
            order += followers.get(key, ())
    return order


def _with_new(order: list[str], base: Sequence[str], ours: Sequence[str], theirs: set[str]) -> list[str]:
    """Return the order with what is new in ours, each behind its nearest predecessor that is there."""
    old, there = set(base), set(order)
    followers: dict[str, list[str]] = {}
    before = ""
    for key in ours:
        if key in there:
            before = key
        elif key not in old and key not in theirs:
            followers.setdefault(before, []).append(key)
    found = list(followers.get("", ()))
    for key in order:
        found.append(key)
        found += followers.get(key, ())
    return found


def moved(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return the slides to move so that ``before`` (those that stay) becomes ``after``: as few as possible."""
    places = {key: i for i, key in enumerate(after)}
    staying = [key for key in before if key in places]
    still = {staying[i] for i in increasing([places[key] for key in staying])}
    stayed = set(staying)
    return [key for key in after if key in stayed and key not in still]
