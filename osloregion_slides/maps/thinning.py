"""Fewer points before anything is done with them: of a large file's rings, those where they cross a grid's lines.

Whether a point stays depends on itself and its two neighbours, so a border that two areas share stays shared.
"""

from __future__ import annotations

from itertools import compress
from operator import ne, or_

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    Flat = tuple[array[float], array[float]]
    Ring = tuple[tuple[float, float], ...]

CELL = 0.001
"""A cell's side as a share of the map's height: what simplifying tolerates at least."""
COARSEST = 0.004
_ROWS = 2.0**26
"""Cells of one column are numbered one after another, so that a cell is one number."""


def thin(outlines: Sequence[Sequence[Flat]], most: int) -> list[tuple[Ring, ...]] | None:
    """Return outlines with at most so many points in all; None where the coarsest grid leaves more.

    Each ring comes as its eastings and northings. Rings that stay in a cell or two vanish, but an outline
    keeps its longest ring.
    """
    norths = [north for rings in outlines for _, north in rings]
    height = max(map(max, norths)) - min(map(min, norths)) if norths else 0.0
    share = CELL
    while share <= COARSEST:
        outlines = [_kept(rings, height * share) for rings in outlines]  # the lines of a coarser grid are among these
        left = sum([len(norths) for rings in outlines for _, norths in rings])
        if left <= most:
            return [tuple([tuple(zip(*ring)) for ring in rings]) for rings in outlines]
        if left > 8 * most:  # lines so wild that no grid helps
            return None
        share *= 2 if left < 2 * most else 4
    return None


def _kept(rings: Sequence[Flat], side: float) -> Sequence[Flat]:
    crossing = [_crossing(ring, side) for ring in rings if _wide(ring, side)] if side else []
    return [ring for ring in crossing if len(ring[0]) > 2] or [max(rings, key=lambda ring: len(ring[0]))]


def _wide(ring: Flat, side: float) -> bool:
    """Return whether a ring is as wide as a cell: most islands of a large file are not."""
    easts, norths = ring
    return max(easts) - min(easts) >= side or max(norths) - min(norths) >= side


def _crossing(ring: Flat, side: float) -> Flat:
    """Return both ends of every side of a ring that leads from one cell of the grid into another."""
    from array import array

    easts, norths = ring
    cells = [x // side * _ROWS + y // side for x, y in zip(easts, norths)]
    leads = list(map(ne, cells, [*cells[1:], cells[0]]))
    kept = list(map(or_, [leads[-1], *leads[:-1]], leads))
    return array("d", compress(easts, kept)), array("d", compress(norths, kept))
