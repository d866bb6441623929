"""Moves and scalings of a whole group, slide or deck as one transform, and collisions after an update.

Scaling a hub, or choosing 4:3 for the deck, is one edit, however many boxes it moves. It is detected before the merge
and removed from theirs, which is then compared in the outline's coordinates; the boxes of the operations are
transformed back. So additions and moves of the outline follow the transform, and an object that moved with all others
does not count as edited.

A transform scales and shifts each axis. It applies where most objects share it. An object that was
moved in addition keeps that move, and one that did not move stays in the outline's coordinates.
"""

from __future__ import annotations

from collections import Counter
from math import pi
from typing import TYPE_CHECKING

from osloregion_slides.base.grouping import grouped
from osloregion_slides.base.messages import phrase
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Emu
from osloregion_slides.scene import Box, union
from osloregion_slides.update.changes import STILL, AddItem, AddSlide, PlanEntry, Remake, Reroute, SetBox
from osloregion_slides.update.deck_state import BOX_TOLERANCE, FULL_TURN, DeckState, ItemState, SlideState
from osloregion_slides.update.differences import Tree, same_box
from osloregion_slides.update.wording import moved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from osloregion_slides.update.changes import Change, Placing

    Pair = tuple[Box, Box]
    Span = tuple[int, int]
    Axis = tuple[float, float]

Sizes = tuple[tuple[int, int], tuple[int, int]]
_CANDIDATES = 12
"""How many pairs are candidates for the transform: the widest ones, where rounding matters least."""
_TOUCH = EMU_PER_PT
"""EMU: objects that share less than this do not overlap."""


def placed_box(box: Box, placing: Placing) -> Box:
    """Return a box of the outline transformed to the deck, rounded to EMU."""
    if placing == STILL:
        return box
    sx, sy, dx, dy = placing
    left, top = round(box.x * sx + dx), round(box.y * sy + dy)
    return Box(Emu(left), Emu(top), Emu(round(box.w * sx)), Emu(round(box.h * sy)))


def unplaced_box(box: Box, placing: Placing) -> Box:
    """Return a box of the deck transformed back to the outline."""
    sx, sy, dx, dy = placing
    return placed_box(box, (1 / sx, 1 / sy, -dx / sx, -dy / sy))


def moved_box(base: Box, theirs: Box, ours: Box) -> Box:
    """Return ours with the manual change of the base's box: place and size separately, per axis.

    Size changes as a factor, place as a distance from the edge that did not move, or else from the middle.
    """
    x, w = _moved((base.x, base.w), (theirs.x, theirs.w), (ours.x, ours.w))
    y, h = _moved((base.y, base.h), (theirs.y, theirs.h), (ours.y, ours.h))
    return Box(Emu(x), Emu(y), Emu(w), Emu(h))


def _moved(base: Span, theirs: Span, ours: Span) -> Span:
    (old, long), (own, length), (new, wanted) = base, theirs, ours
    if (new, wanted) == (old, long):
        return theirs
    same_length = abs(length - long) <= BOX_TOLERANCE or not long
    after = wanted if same_length else round(wanted * length / long)
    if abs(own - old) <= BOX_TOLERANCE:
        return new, after
    if same_length:
        return new + own - old, after
    if abs(own + length - old - long) <= BOX_TOLERANCE:
        return new + wanted - after, after
    middle = new + wanted / 2 + own + length / 2 - old - long / 2
    return round(middle - after / 2), after


# The transform that a majority of objects share.


def common(pairs: Sequence[Pair]) -> Placing | None:
    """Return the transform that most of these pairs (before, after) share; None without one, or if most stayed."""
    shifted = [pair for pair in pairs if not same_box(*pair)]
    if len(shifted) < 2 or 2 * len(shifted) <= len(pairs):
        return None
    sx, dx = _axis([((a.x, a.w), (b.x, b.w)) for a, b in shifted])
    sy, dy = _axis([((a.y, a.h), (b.y, b.h)) for a, b in shifted])
    placing = (sx, sy, dx, dy)
    agreeing = sum([_agrees(pair, placing) for pair in shifted])
    return placing if sx > 0 and sy > 0 and agreeing >= 2 and 2 * agreeing > len(pairs) else None


def _agrees(pair: Pair, placing: Placing) -> bool:
    a, b = placed_box(pair[0], placing), pair[1]
    return max(abs(a.x - b.x), abs(a.y - b.y), abs(a.w - b.w), abs(a.h - b.h)) <= 2 * BOX_TOLERANCE


def _axis(pairs: Sequence[tuple[Span, Span]]) -> Axis:
    """Return factor and shift of one axis that the most pairs fit."""
    widest = sorted(pairs, key=lambda pair: -pair[0][1])[:_CANDIDATES]
    first, last = min(pairs), max(pairs, key=lambda pair: sum(pair[0]))
    ends = ((first[0][0], sum(last[0]) - first[0][0]), (first[1][0], sum(last[1]) - first[1][0]))
    guesses = [_through(*pair) for pair in (ends, *widest)]
    return max(guesses, key=lambda axis: sum([_fits(pair, axis) for pair in pairs]))


def _through(before: Span, after: Span) -> Axis:
    long, length = before[1], after[1]
    factor = length / long if long > 0 and abs(length - long) > BOX_TOLERANCE else 1.0
    return factor, after[0] - factor * before[0]


def _fits(pair: tuple[Span, Span], axis: Axis) -> bool:
    (old, long), (own, length) = pair
    factor, shift = axis
    far = abs(old * factor + shift - own), abs(long * factor - length)
    return max(far) <= 2 * BOX_TOLERANCE


# Theirs in the outline's coordinates.


class SlidePlacing(Record):
    """The transforms of one slide.

    ``items`` has those of its objects, ``groups`` those of separately moved groups, ``slide`` the one for new objects
    outside these groups, ``deck`` the one for other slides. ``body`` is the common transform of all objects outside
    placeholders, None where there are several. ``inherited`` are placeholders that follow their layout.
    """

    slide: Placing
    groups: Mapping[str, Placing]
    items: Mapping[str, Placing]
    inherited: frozenset[str]
    deck: Placing = STILL
    body: Placing | None = STILL

    @property
    def edited(self) -> bool:
        """Whether a group of this slide, or most of the slide, was moved as one."""
        return bool(self.groups) or self.slide != self.deck

    @property
    def shifted(self) -> list[str]:
        """The keys of all transformed objects."""
        return [*self.groups, *self.inherited, *[key for key, placing in self.items.items() if placing != STILL]]

    def of(self, key: str, tree: Tree) -> Placing:
        """Return the transform of an object of the outline: its own, else its group's, else the slide's."""
        found = self.items.get(key)
        while found is None and key in tree and (key := tree.parent(key)):
            found = self.groups.get(key)
        return self.slide if found is None else found


UNMOVED = SlidePlacing(STILL, {}, {}, frozenset())


class Placed(Record):
    """Theirs in the outline's coordinates, and the transforms removed from it. ``deck`` applies to new slides."""

    theirs: DeckState
    deck: Placing
    slides: Mapping[str, SlidePlacing]
    notes: tuple[PlanEntry, ...]


def unplaced(base: DeckState, theirs: DeckState, ours: DeckState) -> Placed:
    """Return theirs (with its keys) as if no group, slide or deck had been moved or scaled as one.

    Frozen slides are skipped: their objects are not updated.
    """
    old, new = base.by_key, ours.by_key
    frozen = {slide.key for slide in ours.slides if slide.freeze}
    shared = [slide for slide in theirs.slides if slide.key in old and slide.key not in frozen]
    affected = [slide for slide in shared if _has_moved(old[slide.key], slide, new.get(slide.key))]
    if not affected:
        return Placed(theirs, STILL, {}, ())
    deck, notes = STILL, []
    if 2 * len(affected) > len(shared) > 1:
        pairs = [pair for slide in shared for pair in _pairs(old[slide.key], slide).values()]
        deck = common(pairs) or STILL
        if deck != STILL:
            notes.append(_note("", "", pairs, deck))
    made = {slide.key: _Slide(old[slide.key], slide, new.get(slide.key), deck) for slide in affected}
    for one in made.values():
        notes += one.notes()
    slides = tuple([made[slide.key].flat() if slide.key in made else slide for slide in theirs.slides])
    placings = {key: one.placing for key, one in made.items()}
    return Placed(theirs.replace(slides=slides), deck, placings, tuple(notes))


def _has_moved(base: SlideState, theirs: SlideState, ours: SlideState | None) -> bool:
    """Return whether any object has another box than in the base, or inherits another box than ours has."""
    if base.items is theirs.items:
        return False
    old = {item.key: item.box for item in base.items}
    if any([item.key in old and item.box != old[item.key] for item in theirs.items]):
        return True
    new = {item.key: item.box for item in ours.items if item.key in ours.inherits} if ours is not None else {}
    return any([item.marks.inherits and item.box != new.get(item.key, item.box) for item in theirs.items])


def _pairs(base: SlideState, theirs: SlideState) -> dict[str, Pair]:
    """Return the boxes of the objects on both sides, without placeholders, which layouts move."""
    old = base.by_key
    found: dict[str, Pair] = {}
    for item in theirs.items:
        before = old.get(item.key)
        if before is not None and before.kind == item.kind and before.box and item.box and not item.slot:
            found[item.key] = before.box, item.box
    return found


class _Slide:
    """Finds the transforms of one slide."""

    def __init__(self, base: SlideState, theirs: SlideState, ours: SlideState | None, deck: Placing) -> None:
        self._theirs, self._deck = theirs, deck
        self._old = base.by_key
        self._tree = Tree(base)
        self._pairs = _pairs(base, theirs)
        new = {item.key for item in ours.items} if ours is not None else frozenset()
        follows = [one.key for one in theirs.items if one.marks.inherits and one.key in self._old]
        kept = ours.inherits if ours is not None else ()
        inherited = frozenset([key for key in follows if key in kept or key not in new])
        slide = self._of_slide()
        groups = self._of_groups(slide)
        items = {key: self._of_item(key, pair, slide, groups) for key, pair in self._pairs.items()}
        for item in theirs.items:
            before = self._box(item.key)
            if item.slot and item.box and before and item.key not in inherited:
                items[item.key] = self._fitting((before, item.box), (deck,))
        several = {items[key] for key in self._pairs} or {slide}
        body = several.pop() if len(several) == 1 else None
        self.placing = SlidePlacing(slide, groups, items, inherited, deck, body)

    def _box(self, key: str) -> Box | None:
        return self._old[key].box if key in self._old else None

    def _of_slide(self) -> Placing:
        found = common(list(self._pairs.values()))
        if found is None or _near(found, self._deck, self._pairs.values()):
            return self._deck
        agreeing = [key for key, pair in self._pairs.items() if _agrees(pair, found)]
        apart = {self._outermost(key) for key in agreeing}
        return found if len(apart) > 1 else self._deck

    def _outermost(self, key: str) -> str:
        while parent := self._tree.parent(key):
            key = parent
        return key

    def _of_groups(self, slide: Placing) -> dict[str, Placing]:
        """Return the transforms of groups that differ from those of their surroundings."""
        found: dict[str, Placing] = {}
        for key, item in self._tree.items.items():
            if item.kind != "group":
                continue
            pairs = [self._pairs[one] for one in self._tree.below(key) if one in self._pairs]
            around = found.get(self._tree.parent(key), slide)
            own = common(pairs)
            if own is not None and not _near(own, around, pairs):
                found[key] = own
        return found

    def _of_item(self, key: str, pair: Pair, slide: Placing, groups: Mapping[str, Placing]) -> Placing:
        around = []
        parent = key
        while parent := self._tree.parent(parent):
            if parent in groups:
                around.append(groups[parent])
        return self._fitting(pair, (*around, slide, self._deck))

    def _fitting(self, pair: Pair, placings: Iterable[Placing]) -> Placing:
        """Return the innermost transform that an object follows, exactly or in size only; STILL for none."""
        if same_box(*pair):
            return STILL
        several = [one for one in placings if one != STILL]
        for placing in several:
            if _agrees(pair, placing):
                return placing
        for placing in several:
            wanted = placed_box(pair[0], placing)
            if same_box(wanted, pair[1].replace(x=wanted.x, y=wanted.y)):
                return placing
        return STILL

    def flat(self) -> SlideState:
        """Return the slide in the outline's coordinates."""
        items = tuple([self._flat(item) for item in self._theirs.items])
        return self._theirs.replace(items=items)

    def _flat(self, item: ItemState) -> ItemState:
        before = self._box(item.key)
        if item.box is None or before is None:
            return item
        if item.key in self.placing.inherited:
            return item.replace(box=before)
        placing = self.placing.items.get(item.key, STILL)
        if placing == STILL:
            return item
        agrees = _agrees((before, item.box), placing)
        return item.replace(box=before if agrees else unplaced_box(item.box, placing))

    def notes(self) -> Iterator[PlanEntry]:
        """Yield the transforms of the slide as edits."""
        if self.placing.slide != self._deck:
            yield _note(self._theirs.key, "", self._pairs.values(), self.placing.slide)
        for key, placing in self.placing.groups.items():
            pairs = [self._pairs[one] for one in self._tree.below(key) if one in self._pairs]
            yield _note(self._theirs.key, key, pairs, placing)


def _near(a: Placing, b: Placing, pairs: Iterable[Pair]) -> bool:
    return all([_agrees((before, placed_box(before, a)), b) for before, _ in pairs])


def _note(slide: str, item: str, pairs: Iterable[Pair], placing: Placing) -> PlanEntry:
    """Return the line of an edit of many objects, by their bounding box before and after."""
    before = union([old for old, _ in pairs])
    says = moved(before, placed_box(before, placing))
    if not item:
        says = phrase("all-objects" if slide else "all-objects-of-all-slides", change=says)
    return PlanEntry("~", "edit", slide, item, says)


# Transforming operations back to the coordinates of the found deck.


def transformed_back(operations: Iterable[Change], placed: Placed, ours: DeckState) -> tuple[Change, ...]:
    """Return operations on ``placed.theirs`` as operations on theirs as found."""
    trees: dict[str, Tree] = {}
    slides = ours.by_key
    found: list[Change] = []
    for one in operations:
        placing = placed.slides.get(one.slide)
        if isinstance(one, AddSlide):
            found.append(one.replace(placing=placed.deck))
        elif placing is None:
            found.append(one)
        elif not isinstance(one, SetBox) or one.item not in placing.inherited:
            tree = trees.get(one.slide) or trees.setdefault(one.slide, Tree(slides.get(one.slide)))
            found.append(_transformed_back(one, placing, tree))
    return tuple(found)


def _transformed_back(one: Change, placing: SlidePlacing, tree: Tree) -> Change:
    if isinstance(one, SetBox):
        return one.replace(box=placed_box(one.box, placing.of(one.item, tree)))
    if isinstance(one, AddItem):
        return one.replace(placing=placing.of(one.item, tree))
    if isinstance(one, Remake):
        return one.replace(placing=placing.body or STILL)
    if isinstance(one, Reroute):
        start, end = placing.of(one.start.key, tree), placing.of(one.end.key, tree)
        return one.replace(start_box=placed_box(one.start_box, start), end_box=placed_box(one.end_box, end))
    return one


# Overlaps of objects, and of the slide's edge, that a fresh build does not have.


def collisions(
    after: Mapping[str, ItemState],
    found: Mapping[str, ItemState],
    ours: Mapping[str, ItemState],
    changed: Iterable[str],
    sizes: Sizes,
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield an object's key and those of others that it overlaps more than before or in a fresh build; "" is the edge.

    Of two overlapping objects, the one with more overlaps is reported.

    ``after`` is the slide after the update, ``found`` before it, ``ours`` in a fresh build; ``changed`` are the
    keys of added and moved objects, ``sizes`` width and height of the found slides and of ours (0 where unknown).
    An object that bleeds off the slide in a fresh build does not collide with the edge.
    """
    pairs = list(_colliding(after, found, ours, set(changed), sizes))
    counts = Counter([key for pair in pairs for key in pair if key])
    ordered = [(other, key) if counts[other] > counts[key] else (key, other) for key, other in pairs]
    yield from ((key, tuple(others)) for key, others in grouped(ordered).items())


def _colliding(
    after: Mapping[str, ItemState],
    found: Mapping[str, ItemState],
    ours: Mapping[str, ItemState],
    touched: set[str],
    sizes: Sizes,
) -> Iterator[tuple[str, str]]:
    solid = [key for key, item in after.items() if item.kind not in ("group", "connector") and item.box is not None]
    for i, key in enumerate(solid):
        bleeds = _outside(found.get(key), sizes[0]) or _outside(ours.get(key), sizes[1])
        if key in touched and _outside(after[key], sizes[0]) and not bleeds:
            yield key, ""
        for other in solid[:i]:
            if key not in touched and other not in touched:
                continue
            deep = depth(after.get(key), after.get(other))
            if deep > _TOUCH + max([0, *[depth(side.get(key), side.get(other)) for side in (found, ours)]]):
                yield (key, other) if key in touched else (other, key)


def _outside(item: ItemState | None, size: tuple[int, int]) -> bool:
    if item is None or item.box is None or not all(size):
        return False
    box = covered(item)
    return min(box.x, box.y, size[0] - box.right, size[1] - box.bottom) < -_TOUCH


def depth(a: ItemState | None, b: ItemState | None) -> int:
    """Return the depth of the overlap of two objects, EMU; at most 0 without an overlap."""
    if a is None or b is None or a.box is None or b.box is None:
        return 0
    one, other = covered(a), covered(b)
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return min(across, down)


def covered(item: ItemState) -> Box:
    """Return the axis-aligned bounding box of an object, which may be rotated."""
    assert item.box is not None
    return item.box.turned(2 * pi * item.rotation / FULL_TURN)
