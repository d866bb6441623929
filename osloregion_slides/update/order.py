"""The order of the slides from three sides.

The outline moved the slides outside a longest common subsequence of its order and the base's: as few as possible
(``moved``). Of the slides that it left, people moved as few as possible too, and of the others those that no longer
stand between the same ones of these. From there, in the order of the found deck:

1. A slide that people moved stays behind the slide that it stands behind; so does a slide that only theirs has. Every
   other slide is the head of a block of itself and these.
2. The blocks of slides that the outline alone moved go behind the block of their nearest predecessor in the outline
   that neither side moved.
3. What is new goes behind its predecessor in the outline, wherever that stands now.
4. What both sides moved is disputed unless both put it behind the same slide (of those that neither moved) and into
   the same order there. It stays where people put it, or counts as moved by the outline where that was chosen.

Without a manual move the result is ours, without one of the outline's it is theirs: so the plan after an update is
empty. It lists nothing as a manual move that the outline moved, because the next base has the outline's order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.base.messages import phrase
from osloregion_slides.base.record import Record
from osloregion_slides.update.changes import AddItem, AddSlide, Change, PlanEntry
from osloregion_slides.update.differences import Difference
from osloregion_slides.update.text_merge import increasing
from osloregion_slides.update.wording import side, told

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from osloregion_slides.update.deck_state import DeckState

    Names = Mapping[str, str]
    Told = tuple[tuple[str, str, str], ...]


class MergedOrder(Record):
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
    undone: Callable[[str], bool] = lambda key: False,
) -> MergedOrder:
    """Return the order of the result. ``undone`` says of a slide that a person moved whether it goes back.

    ``theirs`` holds the keys of the found deck, ``removed`` are those that the update takes away. ``takes`` says of
    a disputed slide (as in ``MergedOrder.disputed``) whether it goes where ours has it.
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
    """Return the order of a deck without base: as found, with what is new behind its predecessors."""
    return MergedOrder(tuple(_with_new(list(theirs), (), ours, set(theirs))))


def _moved_by_hand(base: Sequence[str], theirs: Sequence[str], by_outline: Container[str]) -> list[str]:
    """Return the slides that people moved, in their order; ``by_outline`` are those that the outline moved."""
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


def place_difference(yours: str, outline: str) -> Difference:
    """Return the places of a slide that both sides moved, by what it stands behind."""
    return Difference("place", (), *[before and f"#{before}" for before in (yours, outline)])


def moved(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return the slides to move so that ``before`` (those that stay) becomes ``after``: as few as possible."""
    places = {key: i for i, key in enumerate(after)}
    staying = [key for key in before if key in places]
    if staying == list(after):
        return []
    still = {staying[i] for i in increasing([places[key] for key in staying])}
    stayed = set(staying)
    return [key for key in after if key in stayed and key not in still]


# The sections of the show from three sides: runs of slides under one name.
#
# The section's name of a slide that nobody moved is merged like any property. A slide that the outline added or moved
# goes into its predecessor's section where the outline has both in one, else into the one that the outline names,
# under the name that it has in the result. A slide that a person added or moved stays in the section where that
# person put it; where that is none, or one that lies elsewhere in the result (python-pptx moves slides and leaves the
# list of sections), it goes into its predecessor's.


class MergedSections(Record):
    """``names`` are the slides of the result with their sections, in order; () where the outline changes none.

    The others tell of each name that became another one the first slide, the name before and after: ``changes``
    from theirs to the result, ``edits`` from ours to the result. ``disputed`` have theirs' name and ours'.
    """

    names: tuple[tuple[str, str], ...] = ()
    changes: Told = ()
    edits: Told = ()
    disputed: Told = ()


def merge_sections(
    base: Names,
    theirs: Names,
    ours: Names,
    order: Sequence[str],
    held: Container[str] = (),
    carried: Container[str] = (),
    takes: Callable[[str, str, str], bool] = lambda key, yours, outline: False,
) -> MergedSections:
    """Return the sections of the result, whose slides are ``order``; the mappings give each side's by key.

    ``held`` are slides that stay where a person put them (moved by hand, frozen), ``carried`` those that the outline
    moved. ``takes`` says of a disputed name whether ours wins. A found deck without any section, though the base
    has some, stays so: other programs drop them.
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
        self._told: tuple[dict[tuple[str, str], str], ...] = ({}, {}, {})
        self._taken: dict[tuple[str, str], bool] = {}

    def run(self) -> MergedSections:
        """Return what becomes of them."""
        certain = {key: self._certain(key) for key in self._order if self._is_certain(key)}
        changes, edits, disputed = [
            tuple([(key, before, after) for (before, after), key in found.items()]) for found in self._told
        ]
        names = self._names(certain) if changes or self._placed or any(self._taken.values()) else ()
        return MergedSections(names, changes, edits, disputed)

    def _is_certain(self, key: str) -> bool:
        if key in self._placed or key in self._held or not (key in self._base and key in self._ours):
            return False
        return bool(self._theirs[key]) or not any(self._theirs.values())

    def _certain(self, key: str) -> str:
        """Return the section of a slide that all three have and nobody moved."""
        changes, edits, disputed = self._told
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
        """Return the sections of all slides: of those that are not certain by their neighbours."""
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
        """Return for each slide the section of the nearest one behind it that is certain, "" for none."""
        found: dict[str, str] = {}
        name = ""
        for key in reversed(self._order):
            found[key] = name
            name = certain.get(key, name)
        return found


# The size of the slides: the found deck keeps its own, and what the outline makes is made for the outline's.


def size_difference(before: DeckState, after: DeckState) -> tuple[Difference, ...]:
    """Return that the slides have another size; nothing where either's is not known."""
    if before.size == after.size or not all((*before.size, *after.size)):
        return ()
    return (Difference("slide_size", (), before.size, after.size),)


def refuse_other_size(theirs: DeckState, ours: DeckState, path: str, outline: str) -> None:
    """Raise InvalidInput where the deck at ``path`` has slides of another size than the outline's template."""
    for difference in size_difference(ours, theirs):
        made, found = [side(difference.kind, one) for one in (difference.before, difference.after)]
        raise InvalidInput([finding("other-slide-size", Location(path), found=found, outline=outline, made=made)])


def size_notes(theirs: DeckState, ours: DeckState, operations: Iterable[Change]) -> Iterator[PlanEntry]:
    """Yield that the deck's slides are not of the outline's size, and what is going to stand on them all the same."""
    for difference in size_difference(ours, theirs):
        yield PlanEntry("~", "edit", "", "", told(difference))
        made, found = [side(difference.kind, one) for one in (difference.before, difference.after)]
        says = phrase("other-size", made=made, found=found)
        for one in operations:
            if isinstance(one, (AddSlide, AddItem)):
                yield PlanEntry("?", "unsure", one.slide, one.item, says, at=one.at)
