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
    onward: dict[Point, list[Point]] = {}
    for side in sides.values():
        if side is not None:
            onward.setdefault(side[0], []).append(side[1])
            onward.setdefault(side[1], []).append(side[0])
    outlines = []
    for start in list(onward):
        while onward[start]:
            outlines.append(_walk(start, onward))
    return tuple([outline for outline in outlines if len(outline) > 2])


def _walk(start: Point, onward: dict[Point, list[Point]]) -> Ring:
    """Take sides off ``onward`` from ``start`` until it is reached again."""
    outline, at = [start], start
    while onward[at]:
        after = onward[at].pop(0)
        onward[after].remove(at)
        if after == start:
            break
        outline.append(after)
        at = after
    return tuple(outline)
