"""Which elements of two sequences are the same: the ground of diff3."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    T = TypeVar("T")
    Place = tuple[int | None, int | None, int | None]

_MANY = 250_000
"""Cells of the table of a longest common subsequence; longer stretches keep only their ends in common."""


def common(a: Sequence[object], b: Sequence[object]) -> list[tuple[int, int]]:
    """Return the pairs of indexes of a longest common subsequence (equal elements), in order.

    Equal beginnings and ends are taken off first. What lies between is compared in
    O(n·m); beyond 250 000 cells its elements that stand once on both sides are anchors, as in patience diff.
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
    """The textbook table, from the end."""
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
    """Return pairs of indexes, in order: the same elements, and between those the ones that became each other.

    ``likeness`` is 0…1. Between two pairs of equal ones, those most alike (at least 0.5) are paired first; what
    is left between pairs is paired in order, as far as both sides have some.
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

    Theirs' order holds. What theirs and ours add at one place stands theirs first; what is equal there is one.
    """
    to_theirs, to_ours = dict(align(base, theirs, likeness)), dict(align(base, ours, likeness))
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
    """Return the elements that no base element became, by the base element that they stand before."""
    gaps: dict[int, list[int]] = {}
    before = {j: i + 1 for i, j in pairs.items()}
    place = 0
    for j in range(length):
        if j in before:
            place = before[j]
        else:
            gaps.setdefault(place, []).append(j)
    return gaps
