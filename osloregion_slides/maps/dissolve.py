"""Several areas into one: the borders they share fall away."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Point = tuple[float, float]
    Ring = tuple[Point, ...]


def dissolve(rings: Sequence[Ring]) -> tuple[Ring, ...]:
    """Return the outlines of all rings together; borders with the same points on both sides vanish.

    Where borders do not meet point for point they stay. A ring's direction is free.
    """
    sides: dict[frozenset[Point], tuple[Point, Point] | None] = {}
    for ring in rings:
        for start, end in zip(ring, [*ring[1:], ring[0]]):
            if start != end:
                key = frozenset((start, end))
                sides[key] = None if key in sides else (start, end)
    left = [side for side in sides.values() if side is not None]
    onward: dict[Point, dict[Point, None]] = {point: {} for side in left for point in side}
    for start, end in reversed(left):  # a dict gives its last item at once, not its first
        onward[start][end] = onward[end][start] = None
    outlines = []
    for start in onward:
        while onward[start]:
            outlines.append(_walk(start, onward))
    return tuple([outline for outline in outlines if len(outline) > 2])


def _walk(start: Point, onward: dict[Point, dict[Point, None]]) -> Ring:
    """Take sides off ``onward`` from ``start`` until it is reached again."""
    outline, at = [start], start
    while onward[at]:
        after, _ = onward[at].popitem()
        del onward[after][at]
        if after == start:
            break
        outline.append(after)
        at = after
    return tuple(outline)
