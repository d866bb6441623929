"""Cuts a text that is too long for its frame into the texts of continued slides."""

from __future__ import annotations

from osloregion_slides.fit.setting import SLACK, Setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from osloregion_slides.fit.frame import Draft, Frame
    from osloregion_slides.fit.metrics import Metrics
    from osloregion_slides.units import Pt

    # What a way to cut costs, worst first: parts higher than the frame, parts, families torn apart,
    # sum of the squares of the parts' heights (least when they are even); then minus where its last part
    # starts, so that of equals the one with the longer parts first is taken.
    Cost = tuple[int, int, int, float, int]


def split(drafts: Sequence[Draft], frame: Frame, size: Pt, metrics: Metrics) -> tuple[tuple[Draft, ...], ...]:
    """Return the paragraphs, in order, in as few parts as the frame allows at a size, of even height.

    No part ends with a heading or with a parent of what follows; families stay together where that
    takes no more parts. What cannot be cut and is higher than the frame is a part of its own: the
    caller sees it when it sets the part.
    """
    setting = Setting(drafts, frame, metrics)
    set_lines = setting.at(size)
    assert set_lines is not None  # nothing is refused without a limit
    heights = [
        len(starts) * own * measure.line + measure.around
        for measure, (own, starts) in zip(setting.measures, set_lines[0])
    ]
    cuts = _best_cuts(drafts, heights, setting.room - SLACK)
    return tuple([tuple(drafts[start:end]) for start, end in zip(cuts, [*cuts[1:], len(drafts)])])


def _best_cuts(drafts: Sequence[Draft], heights: Sequence[float], room: float) -> list[int]:
    """Return where the parts start: the cheapest way, found for every beginning of the text in turn."""
    best: list[Cost | None] = [(0, 0, 0, 0.0, 0)]
    for end in range(1, len(drafts) + 1):
        best.append(_best_end(drafts, heights, room, best, end))
    starts = []
    end = len(drafts)
    while end:
        cost = best[end]
        assert cost is not None
        starts.append(end := -cost[4])
    return starts[::-1]


def _best_end(
    drafts: Sequence[Draft], heights: Sequence[float], room: float, best: Sequence[Cost | None], end: int
) -> Cost | None:
    """Return the cheapest way to cut the first ``end`` paragraphs; None where no part may end there."""
    if end < len(drafts) and _leads(drafts[end - 1], drafts[end]):
        return None
    torn = end < len(drafts) and drafts[end].level > 0
    cheapest: Cost | None = None
    height = 0.0
    for start in range(end - 1, -1, -1):
        height += heights[start]
        before = best[start]
        if height > room and cheapest is not None:
            break
        if before is None:
            continue
        high, parts, families, squares, _ = before
        cost = (high + (height > room), parts + 1, families + torn, squares + height * height, -start)
        if cheapest is None or cost < cheapest:
            cheapest = cost
    return cheapest


def _leads(draft: Draft, following: Draft) -> bool:
    """Whether a paragraph is a heading or the parent of the one after it."""
    heading = bool(draft.bold) and not following.bold and following.level >= draft.level
    return following.level > draft.level or heading
