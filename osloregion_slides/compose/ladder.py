"""The most common organisation chart: a chain of bodies as bars, and below the last bar its subordinates.

Few subordinates are boxes side by side, more of them a framed list in columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt
from osloregion_slides.compose.context import BOLD_SPACING, ComposeContext, runs
from osloregion_slides.compose.page import card_frame, row
from osloregion_slides.compose.solver import Candidate, solve
from osloregion_slides.compose.tiles import UnitRow, px
from osloregion_slides.compose.tree import Branch, group_bands
from osloregion_slides.fit.setting import Frame, UnfittedText, fit_alike
from osloregion_slides.scene import Box, Colour, Insets, Run, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.compose.roles import Inks

SIDE_BY_SIDE, MOST = 4, 18
"""The most siblings as boxes side by side, and in a list; more continue on another slide."""
LABEL = px(266)
"""The width of the bands' names at the left, with the gap to the bars."""
PAD, INSET, NOTE_AT, OVER_BAND = px(12), px(28), 384, px(8)
"""Padding above the first bar and inside bars, the start of a note in thousandths of a bar's width, and the distance
of the first band above the area: the band then extends as far above its bars as below them.
"""
NOTES = ((NOTE_AT, px(14)), (NOTE_AT, 0), (500, 0))
"""The start and vertical clearance of notes in low bars, in order of preference, which favours a single line."""
GAP, BAND_GAP, CHILD_GAP = px(30), px(50), px(46)
LOW_GAP, LOW_BAND_GAP, LIST_GAP = px(22), px(40), px(34)
RADIUS = px(10)
CHILD = 0.82
"""The height of a sibling's box, as a share of a bar's."""
TALLEST, TALL = px(235), px(118)
"""The greatest height of a bar, and the height from which its name is larger."""
LOWEST, HIGHEST = px(55), px(100)
"""The least and greatest heights of bars above a list."""
PITCH, LEAST_PITCH = px(52), px(34)
FRAME_PAD, FRAME_SIDE = px(14), px(24)
TILE, TO_NAME, LEAST_GAP = px(18), px(28), px(24)
VOTED = px(48)
"""The height that a bar with member tiles needs in addition: a line of its note and the space around both."""
VOTES = UnitRow(px(13.6), px(17.2), 30)
"""The members' tiles in a bar."""


class Ladder(Record):
    """``bars`` from the top down, and ``below``, the siblings that report to the last bar (or to no body)."""

    bars: tuple[Branch, ...]
    below: tuple[Branch, ...]

    @property
    def parent(self) -> str:
        """The key of the body that the siblings report to."""
        return self.bars[-1].key if self.bars else ""


class Rungs(Record):
    """A laid-out ladder with the texts of bars, notes and siblings.

    ``bands`` are the groups and their boxes; ``frame`` is the frame of a list.
    """

    bars: tuple[tuple[Box, Text], ...]
    notes: tuple[tuple[Branch, Box, Text], ...]
    below: tuple[tuple[Box, Text], ...]
    bands: tuple[tuple[str, Box], ...]
    frame: Box | None = None


def ladder(branches: tuple[Branch, ...]) -> Ladder | None:
    """Return a tree as a ladder, None if a level above the lowest has several bodies."""
    levels: dict[int, list[Branch]] = {}
    for branch in branches:
        levels.setdefault(branch.depth, []).append(branch)
    deepest = max(levels, default=0)
    if any([len(level) > 1 for depth, level in levels.items() if depth < deepest]):
        return None
    alone = len(levels[deepest]) == 1
    bars = tuple([levels[depth][0] for depth in range(deepest + alone)])
    return Ladder(bars, () if alone else tuple(levels[deepest]))


def rungs(found: Ladder, area: Box, titled: bool, context: ComposeContext, inks: Inks, votes: int) -> Rungs | None:
    """Return a ladder laid out in the area, None if it does not fit at the brand's floors.

    ``titled``: names of groups at the left; ``votes`` is the number of tiles of a body with members.
    """
    bands = group_bands((*found.bars, *found.below)) if titled else []
    inner = area.inset(min(LABEL, area.w * 23 // 100) if bands else 0, PAD if bands else 0, 0, 0)
    best: Rungs | None = None
    for columns in _columns(len(found.below)):
        strips, last = _strips(found, inner, columns, bool(bands), votes)
        below = _listed(found.below, last, columns, context, inks) if columns else ()
        for share, free in NOTES[not columns :] if below or not columns else ():
            made = _set(found, strips, last, share, free, context, inks, votes, bool(columns))
            if made:
                bars, notes, boxes = made
                rows = [*zip(found.bars, strips), *[(branch, last) for branch in found.below[:1]]]
                candidate = Rungs(bars, notes, below or boxes, _bands(rows, bands, area), last if columns else None)
                best = candidate if best is None or _size(candidate) > _size(best) else best
                break
        if best and not columns:  # boxes that fit are preferred to a list
            break
    return best


def _columns(count: int) -> tuple[int, ...]:
    """Return the numbers of list columns to try for this many siblings; 0 means boxes side by side."""
    if count <= SIDE_BY_SIDE:
        return (0, 2, 1) if count else (0,)
    return (2, 1) if count <= 6 else (3, 2)


def _size(placed: Rungs) -> float:
    return max([paragraph.size for _, text in placed.below for paragraph in text.paragraphs], default=0.0)


def _strips(found: Ladder, area: Box, columns: int, banded: bool, votes: int) -> tuple[list[Box], Box]:
    """Return the box of each bar, higher for bars with member tiles, and the strip of the siblings."""
    bars, rows = len(found.bars), -(-len(found.below) // max(1, columns))
    plain, crossing, under = (LOW_GAP, LOW_BAND_GAP, LIST_GAP) if columns else (GAP, BAND_GAP, CHILD_GAP)
    gaps = [crossing if banded and a.group != b.group else plain for a, b in zip(found.bars, found.bars[1:])]
    gaps += [under] if found.bars and found.below else []
    room = area.h - sum(gaps)
    if columns:
        left = room - rows * PITCH - 2 * FRAME_PAD
        voted = [bool(votes and branch.members and branch.note) for branch in found.bars]
        tall = vote_row(area.w * (1000 - NOTE_AT) // 1000).height(votes) + VOTED
        high: int = min(HIGHEST, left // max(1, bars))
        if any(voted) and high < tall:
            high = min(tall, (left - sum(voted) * tall) // max(1, bars - sum(voted)))
        high = max(LOWEST, high)
        highs = [max(high, tall) if own else high for own in voted]
        last: int = min(room - sum(highs), rows * (PITCH if bars else px(72)) + 2 * FRAME_PAD)
    else:
        high = min(TALLEST, round(room / (bars + (CHILD if found.below else 0))))
        highs, last = [high] * bars, round(high * CHILD) if found.below else 0
    boxes: list[Box] = []
    y = int(area.y)
    for n in range(bars):
        boxes.append(Box(area.x, Emu(y), area.w, Emu(highs[n])))
        y += highs[n] + (gaps[n] if n < len(gaps) else 0)
    return boxes, Box(area.x, Emu(y), area.w, Emu(last))


def _set(
    found: Ladder,
    strips: list[Box],
    last: Box,
    share: int,
    free: int,
    context: ComposeContext,
    inks: Inks,
    votes: int,
    listed: bool,
) -> tuple[tuple[tuple[Box, Text], ...], tuple[tuple[Branch, Box, Text], ...], tuple[tuple[Box, Text], ...]] | None:
    """Return the texts of bars, notes and boxes; ``share`` and ``free`` as in ``NOTES``."""
    noted = [
        (branch, _note(branch, strip.inset(0, free, 0, free), share, votes))
        for branch, strip in zip(found.bars, strips)
        if branch.note
    ]
    boxes = () if listed or not found.below else row(last, len(found.below), px(24))
    tall = bool(strips) and strips[0].h >= TALL
    fills = bar_fills(context, inks)
    on = [context.on(fills[branch.depth]) if branch.depth < len(fills) else inks.text for branch in found.bars]
    sets: list[tuple[Pieces, tuple[Pt, ...]]] = []
    if strips:
        pieces = []
        for branch, strip, ink in zip(found.bars, strips, on):
            right = strip.w * (1000 - share) // 1000 if branch.note else INSET
            pieces.append((_named(branch), _frame(strip, ink, right, context)))
        sets.append((tuple(pieces), context.said(34 if tall else 26)))
    ink_of = {branch.key: ink for branch, ink in zip(found.bars, on)}
    drafts = [((UnfittedText(runs(b.note)),), context.frame(box, ink_of[b.key], anchor="ctr")) for b, box in noted]
    sets.append((tuple(drafts), context.labels(24 if tall else 20)))
    pieces = [(_named(b, True), _frame(box, inks.text, INSET - px(8), context)) for b, box in zip(found.below, boxes)]
    largest = 24 if tall else 20
    steps = context.with_notes(largest, 1) if any([b.note for b in found.below]) else context.said(largest)
    sets.append((tuple(pieces), steps))
    best = solve([Candidate("ladder", tuple(sets))], context)
    if best is None:
        return None
    bars = tuple(zip(strips, best.texts[0])) if strips else ()
    notes = tuple([(b, box, text) for (b, box), text in zip(noted, best.texts[-2])])
    return bars, notes, tuple(zip(boxes, best.texts[-1]))


def _frame(box: Box, ink: Colour, right: int, context: ComposeContext) -> Frame:
    insets, spacing = Insets(INSET, Emu(0), Emu(right), Emu(0)), BOLD_SPACING if context.brand.grounds else 1.0
    return card_frame(context, box, ink, anchor="ctr", insets=insets, radius=RADIUS, spacing=spacing)


def _note(branch: Branch, strip: Box, share: int, votes: int) -> Box:
    """Return the box of a note in its bar, above the member tiles if the body shows them."""
    box = strip.inset(strip.w * share // 1000, 0, INSET - px(4), 0)
    high = vote_row(box.w).height(votes) if branch.members else 0
    return box.inset(0, px(8), 0, px(14) + high) if high else box


def vote_row(wide: int) -> UnitRow:
    """Return the arrangement of member tiles in a box of this width (EMU)."""
    return VOTES.replace(across=max(1, min(VOTES.across, (wide + VOTES.pitch - VOTES.side) // VOTES.pitch)))


def bar_fills(context: ComposeContext, inks: Inks) -> tuple[Colour, ...]:
    """Return the fills of bodies from the top level down; bodies at deeper levels are outlined."""
    found = context.roles
    return (
        (found.paper, found.second, inks.rule) if inks.text == found.paper else (found.dark, found.brand, found.quiet)
    )


def _named(branch: Branch, noted: bool = False) -> tuple[UnfittedText, ...]:
    name = UnfittedText(runs(branch.name, bold=True))
    return (name, UnfittedText(runs(branch.note), step=1)) if noted and branch.note else (name,)


# The list: columns as wide as their names, with the remaining width as gaps.


def _listed(
    below: tuple[Branch, ...], frame: Box, columns: int, context: ComposeContext, inks: Inks
) -> tuple[tuple[Box, Text], ...] | None:
    rows = -(-len(below) // columns)
    inner = frame.inset(FRAME_SIDE, FRAME_PAD, FRAME_SIDE, FRAME_PAD)
    pitch = inner.h // rows
    if pitch < LEAST_PITCH:
        return None
    lines = [one_line(branch) for branch in below]
    across = columns * (TO_NAME + LEAST_GAP) - LEAST_GAP
    for size in (*context.said(20 if pitch >= px(46) else 18), *context.labels(16)):
        wide = [
            max([round(_width(line, context) * size * EMU_PER_PT) + px(4) for line in lines[n : n + rows]])
            for n in range(0, len(below), rows)
        ]
        if sum(wide) + across <= inner.w:
            texts = _alike(lines, _cells(wide, inner, rows, pitch, len(below)), (size,), context, inks)
            if texts:
                return texts
    even = [(inner.w - across) // columns] * columns
    return _alike(lines, _cells(even, inner, rows, pitch, len(below)), context.labels(18), context, inks)


def one_line(branch: Branch) -> tuple[Run, ...]:
    """Return a body's name followed by its note."""
    return (*runs(branch.name, bold=True), *((Run("  "), *runs(branch.note)) if branch.note else ()))


def _width(line: tuple[Run, ...], context: ComposeContext) -> float:
    return sum([context.metrics.width(run.text, bool(run.bold), bool(run.italic)) for run in line])


def _cells(wide: Sequence[int], inner: Box, rows: int, pitch: int, count: int) -> list[Box]:
    """Return the boxes of the names, column by column; the remaining width is shared between the columns."""
    gap = (inner.w - sum(wide) - len(wide) * TO_NAME) // max(1, len(wide) - 1) if len(wide) > 1 else 0
    gap = min(gap, inner.w // (len(wide) * 2))
    lefts = [inner.x + sum(wide[:n]) + n * (TO_NAME + gap) + TO_NAME for n in range(len(wide))]
    return [
        Box(Emu(lefts[n // rows]), Emu(inner.y + n % rows * pitch), Emu(wide[n // rows]), Emu(pitch))
        for n in range(count)
    ]


def _alike(
    lines: list[tuple[Run, ...]], cells: list[Box], steps: tuple[Pt, ...], context: ComposeContext, inks: Inks
) -> tuple[tuple[Box, Text], ...] | None:
    pieces = [((UnfittedText(line),), context.frame(cell, inks.text, anchor="ctr")) for line, cell in zip(lines, cells)]
    texts = fit_alike(tuple(pieces), steps, context.metrics)
    return tuple(zip(cells, texts)) if texts else None


def _bands(rows: list[tuple[Branch, Box]], bands: list[str], area: Box) -> tuple[tuple[str, Box], ...]:
    """Return the bands from the top down, each ending in the middle of the gap to the next."""
    made, top = [], int(area.y - OVER_BAND)
    for band in bands:
        own = [n for n, (branch, _) in enumerate(rows) if branch.group == band]
        after = rows[own[-1] + 1][1].y if own[-1] + 1 < len(rows) else int(area.bottom)
        bottom = (rows[own[-1]][1].bottom + after) // 2 if own[-1] + 1 < len(rows) else after
        made.append((band, Box(area.x, Emu(top), area.w, Emu(bottom - top))))
        top = bottom
    return tuple(made)


def voted(branch: Branch, box: Box, votes: int) -> Box | None:
    """Return the box of the member tiles under a note, None for a body without them."""
    row = vote_row(box.w)
    high = row.height(votes) if branch.members else 0
    return Box(box.x, Emu(box.bottom + px(4)), row.width(votes), Emu(high)) if high else None
