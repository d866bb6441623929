"""The order of the slides from three sides.

The outline moved those slides that stand outside a longest common subsequence of its order and the base's: as few as
possible (``moved``). Of the slides that it left, the hand moved as few as possible too, and of the others those that
no longer stand between the same ones of these. From there, in the order of the found deck:

1. What the hand moved stays where it is, behind the slide that it stands behind; so does what is only theirs. Every
   other slide is the head of a block of itself and these.
2. The blocks of slides that the outline alone moved go behind the block of their nearest predecessor in the outline
   that neither side moved.
3. What is new goes behind its predecessor in the outline, wherever that stands now.
4. What both sides moved is disputed unless both put it behind the same slide (of those that neither moved) and into
   the same order there. It stays where the hand put it, or counts as moved by the outline where that was chosen.

Without a move by hand the result is ours, without one of the outline's it is theirs: so the plan after an update is
empty, and it blames the hand for nothing that the outline moved, for the next base has the outline's order.
"""

from __future__ import annotations

from osloregion_slides.update.sequences import increasing
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence


class MergedOrder(Value):
    """``keys`` are the slides of the result in order.

    ``by_hand`` and ``by_outline`` were moved by that side and stand where it put them; what both put at one place is
    in neither. ``disputed`` gives of each slide that both moved elsewhere its key and what it stands behind in
    theirs and in ours ("" is the beginning).
    """

    keys: tuple[str, ...]
    by_hand: tuple[str, ...] = ()
    by_outline: tuple[str, ...] = ()
    disputed: tuple[tuple[str, str, str], ...] = ()


def merge_order(
    base: Sequence[str],
    theirs: Sequence[str],
    ours: Sequence[str],
    removed: Container[str],
    takes: Callable[[str, str, str], bool] = lambda key, yours, outline: False,
) -> MergedOrder:
    """Return the order of the result.

    ``theirs`` holds the keys of the found deck, ``removed`` are those that the update takes away. ``takes`` says of
    a disputed slide (as in ``MergedOrder.disputed``) whether it goes where ours has it.
    """
    known = set(base) & set(ours)
    kept = [key for key in theirs if key not in removed]
    found = [key for key in kept if key in known]
    common = set(found)
    old, new = [key for key in base if key in common], [key for key in ours if key in common]
    outline = moved(old, new)
    hand = _moved_by_hand(old, found, set(outline))
    twice = set(hand) & set(outline)
    both = [key for key in found if key in twice]
    disputed = _disputed(both, common.difference(hand, outline), found, new)
    taken = {key for key, *places in disputed if takes(key, *places)}
    heads = common.difference(hand) | taken
    by_outline = [key for key in outline if key in heads]
    order = _with_new(_with_moved(kept, new, heads, set(by_outline)), base, ours, set(theirs))
    by_hand = [key for key in hand if key not in twice]
    return MergedOrder(tuple(order), tuple(by_hand), tuple(by_outline), tuple(disputed))


def adopted_order(theirs: Sequence[str], ours: Sequence[str]) -> MergedOrder:
    """Return the order of a deck without base: as found, with what is new behind its predecessors."""
    return MergedOrder(tuple(_with_new(list(theirs), (), ours, set(theirs))))


def _moved_by_hand(base: Sequence[str], theirs: Sequence[str], by_outline: Container[str]) -> list[str]:
    """Return the slides that the hand moved, in its order, where the outline moved these."""
    left = [[key for key in side if key not in by_outline] for side in (base, theirs)]
    steady = set(left[0]).difference(moved(*left))
    old, new = _behind(base, steady), _behind(theirs, steady)
    fitting = [[key for key in side if key in by_outline and old[key] == new[key]] for side in (base, theirs)]
    steady.update(set(fitting[0]).difference(moved(*fitting)))
    return [key for key in theirs if key not in steady]


def _disputed(
    both: Sequence[str], steady: Container[str], theirs: Sequence[str], ours: Sequence[str]
) -> list[tuple[str, str, str]]:
    """Return those of the slides that both sides moved that do not stand at one place."""
    if not both:
        return []
    places = _behind(theirs, steady), _behind(ours, steady)
    agreed = {key for key in both if places[0][key] == places[1][key]}
    apart = set(moved([key for key in theirs if key in agreed], [key for key in ours if key in agreed]))
    shown = _behind(theirs, set(theirs)), _behind(ours, set(ours))
    return [(key, shown[0][key], shown[1][key]) for key in both if key not in agreed or key in apart]


def _behind(order: Sequence[str], steady: Container[str]) -> Mapping[str, str]:
    """Return by key the nearest slide before it that is steady, "" for none."""
    found: dict[str, str] = {}
    before = ""
    for key in order:
        found[key] = before
        if key in steady:
            before = key
    return found


def _with_moved(theirs: Sequence[str], ours: Sequence[str], heads: Container[str], going: Container[str]) -> list[str]:
    """Return theirs with the blocks of the heads that are ``going`` behind their predecessors in ours."""
    blocks: dict[str, list[str]] = {"": []}
    head = ""
    for key in theirs:
        head = key if key in heads else head
        blocks.setdefault(head, []).append(key)
    arriving: dict[str, list[str]] = {}
    before = ""
    for key in ours:
        if key in going:
            arriving.setdefault(before, []).append(key)
        elif key in heads:
            before = key
    order: list[str] = []
    for head, block in blocks.items():
        if head not in going:
            order += block
            for key in arriving.get(head, ()):
                order += blocks[key]
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
