"""Names beside a map, each at a height where a horizontal leader line reaches its region without crossing another.

The name of a region that no such line reaches is inside the region, where it is widest; if it does not fit there, its
line crosses the neighbours. Lengths are EMU.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu
from osloregion_slides.compose.tiles import px
from osloregion_slides.maps.place import PRECISION, Placed
from osloregion_slides.scene import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    Parts = tuple[tuple[Placed, ...], ...]
    Point = tuple[int, int]
    Spans = list[tuple[float, float]]
    Mark = tuple[int, int]

STEP = px(3)
"""The distance between the candidate lines (rows)."""
PITCHES = (px(44), px(37), px(32))
"""The least distances between two names on a side, in order of preference."""
NEAREST, DEEPEST = px(9), px(22)
"""The least and greatest distance of a line's end from the edge of its region."""
ABOVE, BETWEEN = 7, 2
"""For a name above its figure inside a region: from the centre to the top of the name, and to the figure, in steps."""
TIP = px(6)
"""A part of a region narrower than this is a tip, which a line may cross."""
FIGURE = 4
"""The width of a name relative to half the width of the figure under it, which is half as wide."""
OFF_BORDER = 1
"""Rows between the point at a line's end and the border above or below."""
MEETING = px(2)
"""The largest gap between spans that are merged."""
WELL_INSIDE = 3
"""The distance in rows of a line across other regions from the upper and lower end of its own region."""
MOST_FREE = 7
"""The most regions whose names are also tried on the other side: 128 arrangements."""
SHALLOW = px(14)
"""The least depth of a region for the end of a line."""


class Leader(Record):
    """The end of the line to a region: the region's index, the point, and the side of the name.

    ``side`` is -1 for the left, 1 for the right and 0 for a name inside the region. ``crosses``: the line runs across
    other regions.
    """

    region: int
    x: Emu
    y: Emu
    side: int
    crosses: bool = False


@lru_cache(maxsize=16)
def leaders(regions: Parts, area: Box, needed: tuple[int, ...]) -> tuple[Leader, ...] | None:
    """Return a leader for each region; None if the names of a side do not fit below each other in the area.

    ``needed`` are the widths of the regions' names.
    """
    tops = range(area.y + px(6), area.bottom - PITCHES[0] // 2, STEP)
    spans = [_scanned(parts, tops) for parts in regions]
    free = {side: [_clear(*pair, side) for pair in zip(spans, found)] for side, found in _outer_rows(spans).items()}
    found: list[Leader] = []
    crossing = []
    for n in [n for n in range(len(regions)) if not free[-1][n] and not free[1][n]]:
        middle, room = _within(n, spans[n], tops)
        if room >= needed[n]:
            found.append(middle)
        else:
            crossing.append(n)
    inside = [(one.x - needed[one.region] / 2, one.x + needed[one.region] / 2, int(one.y)) for one in found]
    for n in crossing:
        for side in (-1, 1):
            deep = _deep_rows(spans[n], side)
            free[side][n] = {r: d for r, d in deep.items() if not _meets_name(spans[n][r], side, tops[r], inside)}
    if not all([free[-1][n] or free[1][n] for n in crossing]):
        return None  # a region is too small for the end of a line
    best = next((made for sides in _sides(spans, free, area) if (made := _rows(sides, free)) is not None), None)
    for n, (side, row) in (best or {}).items():
        x = _line_end(spans[n][row], side, free[side][n][row], n in crossing)
        found.append(Leader(n, Emu(round(x)), Emu(tops[row]), side, n in crossing))
    if best is None:
        return None
    return tuple(sorted(found, key=lambda one: one.region))


def _scanned(parts: tuple[Placed, ...], tops: range) -> list[Spans]:
    """Return for each row the spans that a region covers, from the left."""
    rows: list[Spans] = [[] for _ in tops]
    start, count = tops.start, len(tops)
    for part in parts:
        crossings: dict[int, list[float]] = {}
        for a, b in edges(part):
            (x1, y1), (x2, y2) = (a, b) if a[1] < b[1] else (b, a)
            first, last = -((start - y1) // STEP), -((start - y2) // STEP)
            if first < last:
                for row in range(max(0, first), min(count, last)):
                    crossings.setdefault(row, []).append(x1 + (x2 - x1) * (tops[row] - y1) / (y2 - y1))
        for row, found in crossings.items():
            found.sort()
            rows[row] += zip(found[::2], found[1::2])
    return [_joined(sorted(row)) if row and len(row) > 1 else row for row in rows]


def _joined(spans: Spans) -> Spans:
    """Return the spans with touching ones merged."""
    found: Spans = []
    for start, end in spans:
        if found and start <= found[-1][1] + MEETING:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


@lru_cache(maxsize=200)
def edges(part: Placed) -> tuple[tuple[Point, Point], ...]:
    """Return the sides of an area as pairs of points on the slide."""
    box, (wide, high) = part.box, part.extent
    found: list[tuple[Point, Point]] = []
    for ring in part.rings:
        points: list[Point] = [(box.x + x * box.w // max(1, wide), box.y + y * box.h // max(1, high)) for x, y in ring]
        found += zip(points, (*points[1:], points[0]))
    return tuple(found)


def _outer_rows(spans: list[list[Spans]]) -> dict[int, list[dict[int, float]]]:
    """Return by side, for each region, the rows in which it is the outermost region, with its depth there."""
    outer: dict[int, dict[int, tuple[float, float, int]]] = {-1: {}, 1: {}}
    for n, lines in enumerate(spans):
        for row, line in enumerate(lines):
            if wide := [span for span in line if span[1] - span[0] >= TIP] if line else line:
                (a, b), (c, d) = wide[0], wide[-1]
                for side, reached in ((-1, (a, b - a, n)), (1, (-d, d - c, n))):
                    first = outer[side]
                    if row not in first or reached < first[row]:
                        first[row] = reached
    found: dict[int, list[dict[int, float]]] = {side: [{} for _ in spans] for side in outer}
    for side, firsts in outer.items():
        for row in sorted(firsts):
            _, depth, n = firsts[row]
            if depth >= SHALLOW:
                found[side][n][row] = depth
    return found


def _line_end(line: Spans, side: int, depth: float, crosses: bool) -> float:
    """Return the x of a line's end in a region; ``line`` are the spans of the region in the row."""
    wide = [span for span in line if span[1] - span[0] >= TIP]
    into = round(depth / 2) if crosses else min(DEEPEST, max(NEAREST, round(depth * 0.3)))
    return wide[0][0] + into if side < 0 else wide[-1][1] - into


def _clear(spans: list[Spans], free: dict[int, float], side: int) -> dict[int, float]:
    """Return the free rows in which the end of a line clears the border above and below; all rows if none does."""
    found = {}
    for row, depth in free.items():
        x, near = _line_end(spans[row], side, depth, False), spans[max(0, row - OFF_BORDER) : row + OFF_BORDER + 1]
        if all([any([a <= x <= b for a, b in line]) for line in near]):
            found[row] = depth
    return found or free


def _deep_rows(spans: list[Spans], side: int) -> dict[int, float]:
    """Return the rows, well inside a region's upper and lower end, in which its first span from a side is deep."""
    ends = [line[0 if side < 0 else -1] if line else (0.0, 0.0) for line in spans]
    deep = [b - a for a, b in ends]
    rows = range(WELL_INSIDE, len(deep) - WELL_INSIDE)
    return {row: deep[row] for row in rows if min(deep[row - WELL_INSIDE : row + WELL_INSIDE + 1]) >= SHALLOW}


def _meets_name(line: Spans, side: int, y: int, names: list[tuple[float, float, int]]) -> bool:
    """Return whether a line from a side to the edge of a region would meet a name inside another region."""
    near = [(left, right) for left, right, middle in names if abs(y - middle) <= (ABOVE + 1) * STEP]
    return any([left < line[0][0] if side < 0 else right > line[-1][1] for left, right in near])


def _sides(spans: list[list[Spans]], free: dict[int, list[dict[int, float]]], area: Box) -> Iterator[dict[int, int]]:
    """Yield arrangements of names by side, in order of preference.

    The first puts each name on its only free side, otherwise on the side with fewer names, on a tie the nearer; then
    follow arrangements with increasing differences from it.
    """
    sides = {n: -1 if free[-1][n] else 1 for n in range(len(spans)) if bool(free[-1][n]) != bool(free[1][n])}
    both = [n for n in range(len(spans)) if free[-1][n] and free[1][n]]
    for n in both:
        lines = [(line[0][0], line[-1][1]) for line in spans[n] if line]
        middle = sum([a + b for a, b in lines]) / (2 * len(lines))
        more = sum(sides.values())  # the surplus of names on the right
        sides[n] = -1 if more > 1 else 1 if more < -1 else -1 if middle < area.x + area.w / 2 else 1
    yield dict(sorted(sides.items()))
    others = sorted(range(1, 1 << min(len(both), MOST_FREE)), key=lambda turned: (turned.bit_count(), turned))
    for turned in others:
        turns = {n for place, n in enumerate(both) if turned >> place & 1}
        yield {n: -side if n in turns else side for n, side in sorted(sides.items())}


def _rows(sides: dict[int, int], free: dict[int, list[dict[int, float]]]) -> dict[int, tuple[int, int]] | None:
    """Return the side and row of each region's name; None if the names of a side do not fit."""
    found: dict[int, tuple[int, int]] = {}
    for side in (-1, 1):
        own = [n for n, chosen in sides.items() if chosen == side]
        places = next((made for pitch in PITCHES if (made := _spread(own, free[side], pitch)) is not None), None)
        if places is None:
            return None
        found |= {n: (side, row) for n, row in zip(own, places)}
    return found


def _spread(own: list[int], free: list[dict[int, float]], pitch: int) -> list[int] | None:
    """Return the best rows of the regions, at least ``pitch`` apart: deep and near each region's middle. None if
    impossible.

    Sorts ``own`` from the top down. The choice is found region by region (dynamic programming).
    """
    own.sort(key=lambda n: sum(free[n]) / len(free[n]))
    apart = -(-pitch // STEP)
    tables: list[dict[int, tuple[float, int]]] = []
    for n in own:
        rows, middle, before = sorted(free[n]), sum(free[n]) / len(free[n]), tables[-1] if tables else None
        table: dict[int, tuple[float, int]] = {}
        reached = sorted(before) if before else []
        best, seen = (0.0, -1) if before is None else (0.0, -2), 0
        for row in rows:
            while before is not None and seen < len(reached) and reached[seen] <= row - apart:
                if best[1] == -2 or before[reached[seen]][0] > best[0]:
                    best = before[reached[seen]][0], reached[seen]
                seen += 1
            if best[1] != -2:
                merit = min(free[n][row], float(px(90))) - abs(row - middle) * STEP * 0.2
                table[row] = best[0] + merit, best[1]
        if not table:
            return None
        tables.append(table)
    found: list[int] = []
    row = max(tables[-1], key=lambda one: tables[-1][one][0]) if tables else -1
    for table in reversed(tables):
        found.insert(0, row)
        row = table[row][1]
    return found


def _within(n: int, spans: list[Spans], tops: range) -> tuple[Leader, int]:
    """Return the centre of the widest room in a region for a name over a figure half as wide, and its width."""
    best, room = Leader(n, Emu(0), Emu(tops.start), 0), 0
    widest = [max(line, key=lambda one: one[1] - one[0]) if len(line) > 1 else (*line, (0.0, 0.0))[0] for line in spans]
    covered = [row for row, line in enumerate(spans) if line]
    for row in range(covered[0] + ABOVE, covered[-1] - ABOVE + 1) if covered else ():  # rows without spans have no room
        name, figure = widest[row - ABOVE : row], widest[row + BETWEEN : row + ABOVE + 1]
        left, right = max([line[0] for line in name]), min([line[1] for line in name])
        low, high = max([line[0] for line in figure]), min([line[1] for line in figure])
        for middle in ((left + right) / 2, (low + high) / 2, (left + 2 * high) / 3, (right + 2 * low) / 3):
            wide = min(2 * min(middle - left, right - middle), FIGURE * min(middle - low, high - middle))
            if wide > room:  # the room is widest where both edges are equally near
                best, room = Leader(n, Emu(round(middle)), Emu(tops[row]), 0), round(wide)
    return best, room


@lru_cache(maxsize=64)
def border(parts: tuple[Placed, ...]) -> tuple[Box, tuple[int, int], tuple[tuple[Point, ...], ...]]:
    """Return the outline of a region in freeform units, as rings of the edges that belong to one area only."""
    count: dict[tuple[Point, Point], int] = {}
    for part in parts:
        for a, b in edges(part):
            key = (a, b) if a < b else (b, a)
            count[key] = count.get(key, 0) + 1
    ways: dict[Point, list[Point]] = {}
    for (a, b), times in count.items():
        if times == 1:
            ways.setdefault(a, []).append(b)
            ways.setdefault(b, []).append(a)
    rings: list[tuple[Point, ...]] = []
    while ways:
        at = start = next(iter(ways))
        ring: list[Point] = []
        while ways.get(at):
            ring.append(at)
            after = ways[at].pop()
            if not ways[at]:
                del ways[at]
            if after in ways and at in ways[after]:
                ways[after].remove(at)
                if not ways[after]:
                    del ways[after]
            at = after
            if at == start:
                break
        if len(ring) > 2:
            rings.append(tuple(ring))
    xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    if not rings:
        return Box(Emu(0), Emu(0), Emu(1), Emu(1)), (1, 1), ()
    left, top = min(xs), min(ys)
    box = Box(Emu(left), Emu(top), Emu(max(xs) - left), Emu(max(ys) - top))
    moved = tuple([tuple([((x - left) // PRECISION, (y - top) // PRECISION) for x, y in ring]) for ring in rings])
    return box, (max(1, box.w // PRECISION), max(1, box.h // PRECISION)), moved


@lru_cache(maxsize=16)
def tints(regions: Parts, count: int, kept: tuple[int | None, ...] = ()) -> tuple[int, ...]:
    """Return the index of a tint for each region: one that no neighbour has, and of those the least used.

    ``kept`` are the previous tints, None for a new region: a region keeps its tint unless a neighbour has it.
    """
    corners = [{point for part in parts for edge in edges(part) for point in edge} for parts in regions]
    found: dict[int, int] = {}

    def near(region: int) -> set[int]:
        return {tint for other, tint in found.items() if corners[region] & corners[other]}

    for region, tint in enumerate(kept):
        if tint is not None and tint not in near(region):
            found[region] = tint  # noqa: PERF403 (``near`` reads the tints assigned so far)
    for region in range(len(regions)):
        if region not in found:
            used, taken = [*found.values()], near(region)
            found[region] = min(range(count), key=lambda tint: (tint in taken, used.count(tint), tint))
    return tuple([found[region] for region in range(len(regions))])


def marks(regions: dict[str, tuple[Placed, ...]], count: int, before: dict[str, Mark]) -> dict[str, Mark]:
    """Return the number, from 1, and the tint of each region, keeping those in ``before`` where possible.

    ``regions`` are their areas by name, in the order in which new regions are numbered.
    """
    numbers = {name: before[name][0] for name in regions if name in before and before[name][0] <= len(regions)}
    free = [number for number in range(1, len(regions) + 1) if number not in numbers.values()]
    numbers |= zip([name for name in regions if name not in numbers], free)
    kept = tuple([before[name][1] if name in before else None for name in regions])
    chosen = tints(tuple(regions.values()), count, kept)
    return {name: (numbers[name], tint) for name, tint in zip(regions, chosen)}
