"""Three-way merge of the order of the slides, and of the sections.

The slides outside a longest common subsequence of the base's and the outline's order count as moved by the outline: as
few as possible (``moved``). Manual moves are as few as possible too among the slides that the outline left in place;
among those it moved, they are the ones whose fixed neighbours differ. Then, in the order of the found deck:

1. A manually moved slide stays after its predecessor, and so does a slide that only theirs has. Every other slide is
   the head of a block: itself and such followers.
2. The blocks of slides moved by the outline alone go after the block of their nearest predecessor in the outline
   that neither side moved.
3. New slides go after their predecessor in the outline, wherever it is now.
4. A slide moved by both sides is disputed unless both put it after the same slide (of those that neither moved) and
   into the same order there. It stays as in theirs, or counts as moved by the outline where that was chosen.

Without manual moves the result is ours, without moves of the outline it is theirs: so the plan after an update is
empty. It lists no move of the outline as a manual move, because the next base has the outline's order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.base.messages import phrase
from osloregion_slides.base.record import Record
from osloregion_slides.update.changes import AddItem, AddSlide, Change, PlanEntry
from osloregion_slides.update.differences import Difference
from osloregion_slides.update.text_merge import increasing
from osloregion_slides.update.wording import difference_phrase, side

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from osloregion_slides.update.deck_state import DeckState

    Names = Mapping[str, str]
    NameChanges = tuple[tuple[str, str, str], ...]


class MergedOrder(Record):
    """``keys`` are the slides of the result in order.

    ``by_hand`` and ``by_outline`` are the slides placed as moved by that side; those moved to the same place by both
    are in neither. ``disputed`` has, for each slide moved by both to different places, its key and its predecessors
    in theirs and in ours ("" is the beginning).
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
    undone: Callable[[str], bool] = lambda key: False,
) -> MergedOrder:
    """Return the merged order. ``undone`` returns whether the manual move of a slide is undone.

    ``theirs`` are the keys of the found deck, ``removed`` those that the update removes. ``takes`` returns whether a
    disputed slide (arguments as in ``MergedOrder.disputed``) goes to its place in ours.
    """
    kept = [key for key in theirs if key not in removed]
    if kept == [*base] == [*ours]:
        return MergedOrder(tuple(kept))
    known = set(base) & set(ours)
    found = [key for key in kept if key in known]
    common = set(found)
    old, new = [key for key in base if key in common], [key for key in ours if key in common]
    outline = moved(old, new)
    hand = _moved_by_hand(old, found, set(outline))
    twice = set(hand) & set(outline)
    both = [key for key in found if key in twice]
    disputed = _disputed(both, common.difference(hand, outline), found, new)
    taken = {key for key, *places in disputed if takes(key, *places)}
    back = {key for key in hand if key not in twice and undone(key)}
    heads = common.difference(hand) | taken | back
    going = {*outline, *back}
    by_outline = [key for key in new if key in heads and key in going]
    order = _with_new(_with_moved(kept, new, heads, set(by_outline)), base, ours, set(theirs))
    by_hand = [key for key in hand if key not in twice and key not in back]
    return MergedOrder(tuple(order), tuple(by_hand), tuple(by_outline), tuple(disputed))


def adopted_order(theirs: Sequence[str], ours: Sequence[str]) -> MergedOrder:
    """Return the order of a deck without base: as found, new slides after their predecessors."""
    return MergedOrder(tuple(_with_new(list(theirs), (), ours, set(theirs))))


def _moved_by_hand(base: Sequence[str], theirs: Sequence[str], by_outline: Container[str]) -> list[str]:
    """Return the manually moved slides in theirs' order; ``by_outline`` are those that the outline moved."""
    left = [[key for key in side if key not in by_outline] for side in (base, theirs)]
    steady = set(left[0]).difference(moved(*left))
    old, new = _behind(base, steady), _behind(theirs, steady)
    fitting = [[key for key in side if key in by_outline and old[key] == new[key]] for side in (base, theirs)]
    steady.update(set(fitting[0]).difference(moved(*fitting)))
    return [key for key in theirs if key not in steady]


def _disputed(
    both: Sequence[str], steady: Container[str], theirs: Sequence[str], ours: Sequence[str]
) -> list[tuple[str, str, str]]:
    """Return the slides of ``both`` that the two sides moved to different places, as in ``MergedOrder.disputed``."""
    if not both:
        return []
    places = _behind(theirs, steady), _behind(ours, steady)
    agreed = {key for key in both if places[0][key] == places[1][key]}
    apart = set(moved([key for key in theirs if key in agreed], [key for key in ours if key in agreed]))
    shown = _behind(theirs, set(theirs)), _behind(ours, set(ours))
    return [(key, shown[0][key], shown[1][key]) for key in both if key not in agreed or key in apart]


def _behind(order: Sequence[str], steady: Container[str]) -> Mapping[str, str]:
    """Return by key the nearest preceding slide that is in ``steady``, "" for none."""
    found: dict[str, str] = {}
    before = ""
    for key in order:
        found[key] = before
        if key in steady:
            before = key
    return found


def _with_moved(theirs: Sequence[str], ours: Sequence[str], heads: Container[str], going: Container[str]) -> list[str]:
    """Return theirs with the blocks of the heads in ``going`` moved after their predecessors in ours."""
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
    """Return the order with the new slides of ours, each after its nearest predecessor in ``order``."""
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


def place_difference(yours: str, outline: str) -> Difference:
    """Return the difference of a slide's place, as its predecessors on both sides."""
    return Difference("place", (), *[before and f"#{before}" for before in (yours, outline)])


def moved(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return the fewest slides to move so that ``before``, without removed slides, has the order of ``after``."""
    places = {key: i for i, key in enumerate(after)}
    staying = [key for key in before if key in places]
    if staying == list(after):
        return []
    still = {staying[i] for i in increasing([places[key] for key in staying])}
    stayed = set(staying)
    return [key for key in after if key in stayed and key not in still]


# Three-way merge of the sections: runs of slides under one name.
#
# The section's name of a slide that neither side moved is merged like any property. A slide added or moved by the
# outline goes into its predecessor's section where the outline has both in one section, else into the outline's
# section, under its name in the result. A slide added or moved in PowerPoint stays in its section; where it has none,
# or one that is elsewhere in the result (python-pptx moves slides without updating the list of sections), it goes into
# its predecessor's.


class MergedSections(Record):
    """``names`` are the slides of the result with their sections, in order; () where the outline changes none.

    The others have one entry for each changed name: its first slide, the name before and after. ``changes`` are
    from theirs to the result, ``edits`` from ours to the result. ``disputed`` have theirs' and ours' name.
    """

    names: tuple[tuple[str, str], ...] = ()
    changes: NameChanges = ()
    edits: NameChanges = ()
    disputed: NameChanges = ()


def merge_sections(
    base: Names,
    theirs: Names,
    ours: Names,
    order: Sequence[str],
    held: Container[str] = (),
    carried: Container[str] = (),
    takes: Callable[[str, str, str], bool] = lambda key, yours, outline: False,
) -> MergedSections:
    """Return the sections of the result, whose slides are ``order``; the mappings are each side's sections by key.

    ``held`` are slides that keep theirs' section (manually moved, frozen), ``carried`` those that the outline
    moved. ``takes`` returns whether ours wins a disputed name. A found deck without sections stays so where the base
    has some and the outline did not change them: other programs drop sections.
    """
    said = [any(side.values()) for side in (base, theirs, ours)]
    if said in ([False] * 3, [True, False, False], [True, False, True]):
        return MergedSections()
    return _Merge(base, theirs, ours, order, held, carried, takes).run()


class _Merge:
    def __init__(
        self,
        base: Names,
        theirs: Names,
        ours: Names,
        order: Sequence[str],
        held: Container[str],
        carried: Container[str],
        takes: Callable[[str, str, str], bool],
    ) -> None:
        self._base, self._theirs, self._ours, self._order = base, theirs, ours, order
        self._held, self._takes = held, takes
        self._placed = [key for key in order if key in ours and (key not in theirs or key in carried)]
        self._listed: tuple[dict[tuple[str, str], str], ...] = ({}, {}, {})
        self._taken: dict[tuple[str, str], bool] = {}

    def run(self) -> MergedSections:
        """Return the merged sections."""
        certain = {key: self._certain(key) for key in self._order if self._is_certain(key)}
        changes, edits, disputed = [
            tuple([(key, before, after) for (before, after), key in found.items()]) for found in self._listed
        ]
        names = self._names(certain) if changes or self._placed or any(self._taken.values()) else ()
        return MergedSections(names, changes, edits, disputed)

    def _is_certain(self, key: str) -> bool:
        if key in self._placed or key in self._held or not (key in self._base and key in self._ours):
            return False
        return bool(self._theirs[key]) or not any(self._theirs.values())

    def _certain(self, key: str) -> str:
        """Return the merged section of a slide that is on all three sides and that neither side moved."""
        changes, edits, disputed = self._listed
        old, own, new = self._base[key], self._theirs[key], self._ours[key]
        if own == new:
            return own
        if new == old:
            edits.setdefault((new, own), key)
            return own
        if own == old:
            changes.setdefault((own, new), key)
            return new
        if (own, new) not in disputed:
            disputed[own, new] = key
            self._taken[own, new] = self._takes(key, own, new)
        return new if self._taken[own, new] else own

    def _names(self, certain: dict[str, str]) -> tuple[tuple[str, str], ...]:
        """Return the sections of all slides; those that are not in ``certain`` follow from their neighbours."""
        called_ours = {self._ours[key]: name for key, name in reversed(certain.items())}
        called_theirs = {self._theirs[key]: name for key, name in reversed(certain.items())}
        used = set(certain.values())
        following = self._following(certain)
        placed = set(self._placed)
        found: list[tuple[str, str]] = []
        before = ""
        for key in self._order:
            last = found[-1][1] if found else following[key]
            if key in certain:
                name = certain[key]
            elif key in placed:
                own = self._ours[key]
                name = last if before and self._ours.get(before) == own else called_ours.get(own, own)
            else:
                own = self._theirs[key]
                same = not own or before and self._theirs.get(before) == own
                name = last if same else called_theirs.get(own, own)
                if name in used and name not in (last, following[key]):
                    name = last
            found.append((key, name or last))
            before = key
        return tuple(found)

    def _following(self, certain: Names) -> Names:
        """Return for each slide the section of the nearest following one in ``certain``, "" for none."""
        found: dict[str, str] = {}
        name = ""
        for key in reversed(self._order):
            found[key] = name
            name = certain.get(key, name)
        return found


# The size of the slides: the found deck keeps its own; the outline's slides are laid out for the template's.


def size_difference(before: DeckState, after: DeckState) -> tuple[Difference, ...]:
    """Return the difference of the slide sizes; () where they are equal or either is unknown."""
    if before.size == after.size or not all((*before.size, *after.size)):
        return ()
    return (Difference("slide_size", (), before.size, after.size),)


def refuse_other_size(theirs: DeckState, ours: DeckState, path: str, outline: str) -> None:
    """Raise InvalidInput where the deck at ``path`` has slides of another size than the outline's template."""
    for difference in size_difference(ours, theirs):
        made, found = [side(difference.kind, one) for one in (difference.before, difference.after)]
        raise InvalidInput([finding("other-slide-size", Location(path), found=found, outline=outline, made=made)])


def size_notes(theirs: DeckState, ours: DeckState, operations: Iterable[Change]) -> Iterator[PlanEntry]:
    """Yield the notes that the slides have another size than the outline's, and of each addition to them."""
    for difference in size_difference(ours, theirs):
        yield PlanEntry("~", "edit", "", "", difference_phrase(difference))
        made, found = [side(difference.kind, one) for one in (difference.before, difference.after)]
        says = phrase("other-size", made=made, found=found)
        for one in operations:
            if isinstance(one, (AddSlide, AddItem)):
                yield PlanEntry("?", "unsure", one.slide, one.item, says, at=one.at)
