"""Three-way merge of texts: paragraphs by diff3, and a paragraph changed on both sides by words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, TypeVar

from osloregion_slides.base.record import Record
from osloregion_slides.update.changes import NewParagraph
from osloregion_slides.update.deck_state import ParagraphState, RunState, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from osloregion_slides.update.deck_state import Words

    T = TypeVar("T")
    Place = tuple[int | None, int | None, int | None]

    Runs = tuple[RunState, ...]
    Word = RunState

    Takes = Callable[[int | str, str, str], bool]
    """Whether ours wins a conflict: a function of its place and both sides' texts."""


# Aligning two sequences, the basis of diff3.

_MANY = 250_000
"""Most cells of the table of a longest common subsequence; longer stretches are aligned by anchors."""


def common(a: Sequence[object], b: Sequence[object]) -> list[tuple[int, int]]:
    """Return the pairs of indexes of a longest common subsequence (equal elements), in order.

    Equal beginnings and ends are matched first. The middle is compared in
    O(n·m); beyond 250 000 cells the elements that are unique on both sides are anchors, as in patience diff.
    """
    start = 0
    while start < len(a) and start < len(b) and a[start] == b[start]:
        start += 1
    end = 0
    while end < len(a) - start and end < len(b) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    inner_a, inner_b = a[start : len(a) - end], b[start : len(b) - end]
    pairs = [(i, i) for i in range(start)]
    few = len(inner_a) * len(inner_b) <= _MANY
    inner = _longest(inner_a, inner_b) if few else _anchors(inner_a, inner_b)
    pairs += [(start + i, start + j) for i, j in inner]
    return pairs + [(len(a) - k, len(b) - k) for k in range(end, 0, -1)]


def _longest(a: Sequence[object], b: Sequence[object]) -> list[tuple[int, int]]:
    """Return a longest common subsequence by dynamic programming, from the end."""
    lengths = [[0] * (len(b) + 1)]
    for one in reversed(a):
        below, row = lengths[-1], [0] * (len(b) + 1)
        for j in range(len(b) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if one == b[j] else max(below[j], row[j + 1])
        lengths.append(row)
    lengths.reverse()
    pairs, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _anchors(a: Sequence[object], b: Sequence[object]) -> list[tuple[int, int]]:
    places: dict[object, int] = {}
    for j, one in enumerate(b):
        places[one] = -1 if one in places else j
    seen: dict[object, int] = {}
    for i, one in enumerate(a):
        seen[one] = -1 if one in seen else i
    pairs = [(i, places[one]) for one, i in seen.items() if i >= 0 and places.get(one, -1) >= 0]
    rising = increasing([j for _, j in pairs])
    return [pairs[index] for index in rising]


def increasing(numbers: Sequence[int]) -> list[int]:
    """Return the indexes of a longest strictly increasing subsequence, O(n log n)."""
    from bisect import bisect_left

    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for i, number in enumerate(numbers):
        at = bisect_left(tails, number)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(number)
            ends.append(i)
        else:
            tails[at], ends[at] = number, i
    found, i = [], ends[-1] if ends else -1
    while i >= 0:
        found.append(i)
        i = before[i]
    return found[::-1]


def align(a: Sequence[T], b: Sequence[T], likeness: Callable[[T, T], float]) -> list[tuple[int, int]]:
    """Return pairs of indexes, in order: equal elements, and between them changed ones.

    ``likeness`` is 0…1. Between two pairs of equal ones, the most similar (at least 0.5) are paired first; the rest
    is paired in order, as far as both sides have elements.
    """
    pairs = common(a, b)
    bounds = [(-1, -1), *pairs, (len(a), len(b))]
    found = list(pairs)
    for (a0, b0), (a1, b1) in zip(bounds, bounds[1:]):
        found += _pair(list(range(a0 + 1, a1)), list(range(b0 + 1, b1)), a, b, likeness)
    return sorted(found)


def _pair(
    left: list[int], right: list[int], a: Sequence[T], b: Sequence[T], likeness: Callable[[T, T], float]
) -> list[tuple[int, int]]:
    if not left or not right:
        return []
    best = (0.0, 0, 0)
    if len(left) * len(right) <= 400 and (len(left) > 1 or len(right) > 1):
        scores = [(likeness(a[i], b[j]), -m, -n) for m, i in enumerate(left) for n, j in enumerate(right)]
        best = max(scores)
    if best[0] < 0.5:
        return list(zip(left, right))
    m, n = -best[1], -best[2]
    before = _pair(left[:m], right[:n], a, b, likeness)
    after = _pair(left[m + 1 :], right[n + 1 :], a, b, likeness)
    return [*before, (left[m], right[n]), *after]


def weave(base: Sequence[T], theirs: Sequence[T], ours: Sequence[T], likeness: Callable[[T, T], float]) -> list[Place]:
    """Return the elements of all three sides in one order, each as its index in base, theirs and ours (or None).

    Theirs' order is used. Of additions at one place theirs come first; equal ones are one.
    """
    return woven(base, theirs, ours, align(base, theirs, likeness), align(base, ours, likeness))


def woven(
    base: Sequence[T],
    theirs: Sequence[T],
    ours: Sequence[T],
    with_theirs: list[tuple[int, int]],
    with_ours: list[tuple[int, int]],
) -> list[Place]:
    """Return the same as ``weave``, for sequences whose pairs with the base are known."""
    to_theirs, to_ours = dict(with_theirs), dict(with_ours)
    added, new = _gaps(to_theirs, len(theirs)), _gaps(to_ours, len(ours))
    found: list[Place] = []
    for i in range(len(base) + 1):
        waiting = list(new.get(i, []))
        for j in added.get(i, []):
            same = next((k for k in waiting if ours[k] == theirs[j]), None)
            if same is not None:
                waiting.remove(same)
            found.append((None, j, same))
        found += [(None, None, k) for k in waiting]
        if i < len(base):
            found.append((i, to_theirs.get(i), to_ours.get(i)))
    return found


def _gaps(pairs: dict[int, int], length: int) -> dict[int, list[int]]:
    """Return the elements without a base element, by the index of the base element that follows them."""
    gaps: dict[int, list[int]] = {}
    before = {j: i + 1 for i, j in pairs.items()}
    place = 0
    for j in range(length):
        if j in before:
            place = before[j]
        else:
            gaps.setdefault(place, []).append(j)
    return gaps


# A paragraph changed on both sides: words by diff3, and their formatting separately.
#
# So a word made bold in PowerPoint and another word changed in the outline are both kept.

_WORD = re.compile(r"\w+|\s|[^\w\s]")
_LOOK = ("bold", "italic", "link")


def merge_runs(base: Runs, theirs: Runs, ours: Runs) -> Runs | None:
    """Return the runs with both sides' changes; None where both change the same words in different ways."""
    if ours == base or theirs == ours:
        return theirs
    if theirs == base:
        return ours
    b, t, o = split(base), split(theirs), split(ours)
    whole = _uniform_changes(b, t)
    found: list[Word] = []
    done = (0, 0, 0)
    for at in [*_stable(b, t, o), (len(b), len(t), len(o))]:
        merged = _chunk(b[done[0] : at[0]], t[done[1] : at[1]], o[done[2] : at[2]], whole)
        if merged is None:
            return None
        found += merged
        if at[0] < len(b):
            found.append(_merged_format(t[at[1]], b[at[0]], t[at[1]], o[at[2]]))
        done = (at[0] + 1, at[1] + 1, at[2] + 1)
    return joined(found)


def split(runs: Runs) -> list[Word]:
    """Return the words, spaces and punctuation marks of a text, each with its formatting."""
    return [
        run.replace(text=text) for run in runs for text in (_WORD.findall(run.text) if not run.field else [run.text])
    ]


def _letters(words: Sequence[Word]) -> list[tuple[str, str]]:
    return [(word.text, word.field) for word in words]


def _stable(b: list[Word], t: list[Word], o: list[Word]) -> list[tuple[int, int, int]]:
    """Return the indexes of the words common to all three sides."""
    letters = _letters(b)
    to_theirs, to_ours = dict(common(letters, _letters(t))), dict(common(letters, _letters(o)))
    return [(i, to_theirs[i], to_ours[i]) for i in range(len(b)) if i in to_theirs and i in to_ours]


def _merged_format(word: Word, b: Word, t: Word, o: Word) -> Word:
    """Return the word, each formatting property from the side that changed it (``t`` first)."""
    changes = {name: getattr(o if getattr(t, name) == getattr(b, name) else t, name) for name in _LOOK}
    return word.replace(**changes)


def _chunk(b: list[Word], t: list[Word], o: list[Word], whole: dict[str, object]) -> list[Word] | None:
    """Return the merged words between two common ones; None for a conflict."""
    letters, theirs, ours = _letters(b), _letters(t), _letters(o)
    if theirs == letters:
        return _formatted(b, t, o, whole if not b else None)
    if ours == letters:
        return _formatted(b, o, t, None)
    return t if theirs == ours else None


def _formatted(b: list[Word], formatted: list[Word], words: list[Word], whole: dict[str, object] | None) -> list[Word]:
    """Return one side's new words with the formatting that the other side applied to the old ones."""
    if len(b) == len(words) and b:
        return [_merged_format(new, old, dressed, new) for old, dressed, new in zip(b, formatted, words)]
    changes = _uniform_changes(b, formatted) if whole is None else whole
    return [word.replace(**changes) for word in words]


def _uniform_changes(b: list[Word], dressed: list[Word]) -> dict[str, object]:
    """Return the formatting properties that were uniform over all words and changed uniformly."""
    found = {}
    for name in _LOOK:
        before, after = {getattr(word, name) for word in b}, {getattr(word, name) for word in dressed}
        if len(before) == len(after) == 1 and before != after:
            found[name] = getattr(dressed[0], name)
    return found


def never(where: int | str, yours: str, outline: str) -> bool:
    """Decide every conflict for theirs."""
    return False


class MergedText(Record):
    """The paragraphs of the result, and the conflicts: (number from 1, 0 for the whole text; theirs, ours)."""

    paragraphs: tuple[NewParagraph, ...]
    conflicts: tuple[tuple[int, str, str], ...]

    def changes(self, theirs: Words) -> bool:
        """Return whether the result differs from theirs."""
        as_found = [NewParagraph(i, one.ours) for i, one in enumerate(self.paragraphs)]
        return len(self.paragraphs) != len(theirs) or list(self.paragraphs) != as_found

    def result(self, theirs: Words) -> Words:
        """Return the merged text."""
        return resulting(self.paragraphs, theirs)


def resulting(paragraphs: Sequence[NewParagraph], theirs: Words) -> Words:
    """Return the text that results from applying these paragraphs to theirs."""
    found = []
    for one in paragraphs:
        was = theirs[one.source] if one.source is not None else None
        if one.content is None:
            if was is not None:
                found.append(was)
        else:
            found.append(one.content if one.content.size or was is None else one.content.replace(size=was.size))
    return tuple(found) if any(one.runs for one in found) else ()


def merge_text(base: Words | None, theirs: Words, ours: Words, takes: Takes = never) -> MergedText:
    """Return the text with both sides' changes; conflicts keep theirs, or use ours where ``takes`` returns True.

    ``base`` None: there is no base, and differing texts are one conflict. Different paragraphs that both sides add
    at one place are both kept, theirs first.
    """
    if base is None or not base and theirs and ours:
        return _without_base(theirs, ours, takes)
    return _Merge(base, theirs, ours, takes).run()


def depths(text: Words) -> list[int]:
    """Return the depths of a text's paragraphs: their levels, or where all are 0, the ranks of their sizes (0:
    largest).

    Bullets in boxes of their own have no levels, which other programs drop; size distinguishes them.
    """
    levels, sizes = [one.level for one in text], [one.size for one in text]
    if any(levels) or 0 in sizes:
        return levels
    found = sorted(set(sizes), reverse=True)
    return [found.index(size) for size in sizes]


def alike(a: ParagraphState, b: ParagraphState) -> bool:
    """Return whether two paragraphs are equal, apart from their size."""
    return a.runs == b.runs and a.level == b.level


_TYPED = str.maketrans("\u00a0\u202f\u2009\u2212", "   -")
"""Spaces and minus signs of builds as people type them."""


def same_typed(a: Runs, b: Runs) -> bool:
    """Return whether two texts are equal as people type them: `1 500` and `-3` as a build sets them, too."""
    return a == b or [one.replace(text=one.text.translate(_TYPED)) for one in joined(a)] == [
        one.replace(text=one.text.translate(_TYPED)) for one in joined(b)
    ]


def likeness(a: ParagraphState, b: ParagraphState) -> float:
    """Return the similarity of two paragraphs, 0…1 (Dice's coefficient over distinct words)."""
    left, right = ({word.text.casefold() for word in split(one.runs) if not word.text.isspace()} for one in (a, b))
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0


def _sizeless(words: Words) -> Words:
    return tuple([paragraph.replace(size=0) for paragraph in words])


def _without_base(theirs: Words, ours: Words, takes: Takes) -> MergedText:
    if len(theirs) == len(ours) and all(map(alike, theirs, ours)):
        return MergedText(tuple([NewParagraph(i, i) for i in range(len(theirs))]), ())
    partners = {j: i for i, j in align(_sizeless(theirs), _sizeless(ours), likeness)}
    conflict = (0, plain(theirs), plain(ours))
    if not takes(*conflict):
        return MergedText(tuple([NewParagraph(i) for i in range(len(theirs))]), (conflict,))
    return MergedText(tuple([NewParagraph(partners.get(j), j, one) for j, one in enumerate(ours)]), (conflict,))


Where = TypeVar("Where", int, str)


class Disputes(Generic[Where]):
    """Collects the conflicts of a merge as they are decided."""

    def __init__(self, takes: Takes) -> None:
        self._takes = takes
        self._conflicts: list[tuple[Where, str, str]] = []

    def _clash(self, where: Where, yours: str, outline: str) -> bool:
        """List a conflict; return whether ours is taken."""
        self._conflicts.append((where, yours, outline))
        return self._takes(where, yours, outline)


class _Merge(Disputes[int]):
    def __init__(self, base: Words, theirs: Words, ours: Words, takes: Takes) -> None:
        super().__init__(takes)
        self._base, self._theirs, self._ours = base, theirs, ours
        self._made: list[NewParagraph] = []

    def run(self) -> MergedText:
        sides = _sizeless(self._base), _sizeless(self._theirs), _sizeless(self._ours)
        for i, at, to in weave(*sides, likeness):
            if i is None:
                self._made.append(NewParagraph(at, to, self._ours[to] if at is None and to is not None else None))
            else:
                self._paragraph(i, at, to)
        return MergedText(tuple(self._made), tuple(self._conflicts))

    def _paragraph(self, i: int, at: int | None, to: int | None) -> None:
        base = self._base[i]
        if at is not None and to is not None:
            self._both(i, at, to)
        elif at is not None:
            own = self._theirs[at]
            if not alike(own, base) and not self._clash(at + 1, own.plain, ""):
                self._made.append(NewParagraph(at))
        elif to is not None and not alike(self._ours[to], base) and self._clash(i + 1, "", self._ours[to].plain):
            self._made.append(NewParagraph(None, to, self._ours[to]))

    def _both(self, i: int, at: int, to: int) -> None:
        base, own, new = self._base[i], self._theirs[at], self._ours[to]
        moved = own.level - base.level
        if moved and new.level != own.level and depths(self._ours)[to] == depths(self._base)[i] + moved:
            base = base.replace(level=own.level)  # the outline made the same change
        is_same = base.runs not in (own.runs, new.runs) and same_typed(own.runs, new.runs)
        runs = new.runs if is_same else merge_runs(base.runs, own.runs, new.runs)
        is_disputed = own.level not in (base.level, new.level) and new.level != base.level
        takes = (runs is None or is_disputed) and self._clash(at + 1, own.plain, new.plain)
        if runs is None:
            runs = new.runs if takes else own.runs
        level = new.level if own.level == base.level or is_disputed and takes else own.level
        size = new.size if own.size in (base.size, 0) and new.size != base.size else own.size
        made = ParagraphState(runs, level, size)
        self._made.append(NewParagraph(at, to, None if made == own else made))


def plain(words: Words) -> str:
    """Return a text without formatting, paragraphs separated by `` / ``."""
    return " / ".join([paragraph.plain for paragraph in words])
