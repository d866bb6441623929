"""Rings as arcs between junctions, so that a border two areas share is one arc.

A junction is a point whose neighbours differ from ring to ring (M. Bostock's TopoJSON rule). An arc
is stored in one direction only, so whatever is done to it is the same for both its areas.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Point = tuple[float, float]
    Ring = tuple[Point, ...]
    Arc = tuple[Point, ...]
    # An index into the arcs, and whether the ring runs along it backwards.
    Steps = tuple[tuple[int, bool], ...]


def junctions(rings: Iterable[Ring]) -> set[Point]:
    """Return the points where borders part. Membership only is asked of it, never its order."""
    neighbours: dict[Point, tuple[Point, Point]] = {}
    parting = set()
    for ring in rings:
        before = ring[-1]
        for index, point in enumerate(ring):
            after = ring[index + 1 - len(ring)]
            known = neighbours.get(point)
            if known is None:
                neighbours[point] = (before, after)
            elif known != (before, after) and known != (after, before):
                parting.add(point)
            before = point
    return parting


class Arcs:
    """The distinct arcs of rings, in order of appearance."""

    def __init__(self) -> None:
        self.arcs: list[Arc] = []
        self._known: dict[Arc, int] = {}

    def add(self, ring: Ring, parting: set[Point]) -> Steps:
        """Return the ring as steps along arcs, which are added where they are new."""
        cuts = [index for index, point in enumerate(ring) if point in parting]
        if not cuts:
            cuts = [ring.index(min(ring))]  # the same start for whoever shares the whole ring
        first = cuts[0]
        turned = ring[first:] + ring[: first + 1]
        ends = [cut - first for cut in cuts] + [len(ring)]
        return tuple([self._step(turned[start : end + 1]) for start, end in zip(ends, ends[1:])])

    def _step(self, arc: Arc) -> tuple[int, bool]:
        backwards = arc[::-1]
        turned = (backwards[0], backwards[1]) < (arc[0], arc[1])
        if turned:
            arc = backwards
        index = self._known.setdefault(arc, len(self.arcs))
        if index == len(self.arcs):
            self.arcs.append(arc)
        return index, turned


def along(steps: Steps, arcs: list[Arc]) -> Ring:
    """Return the ring that these steps make, without a closing point."""
    ring: list[Point] = []
    for index, turned in steps:
        arc = arcs[index]
        ring += arc[:0:-1] if turned else arc[:-1]
    return tuple(ring)
