"""Which ground a slide stands on: chosen from what stands before it, so that the same outline gives the same deck.

A kind names the grounds it can stand on, its own first. Of these it takes the one that its kind has gone longest
without, never the one of the slide just before it, and after three slides on paper another one than paper. What comes
later never matters, so an inserted slide repaints few of those behind it. ``kept`` are the grounds that slides have
already (by their key): a deck that is updated keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MOST_PAPER = 3
"""Slides on paper in a row."""
PAPER = frozenset(["paper", "band", "base"])
"""Grounds that the eye takes for paper."""


class Pacing:
    """The grounds of one deck, slide by slide."""

    def __init__(self, kept: Mapping[str, str] | None = None) -> None:
        self._kept = kept or {}
        self._grounds: list[str] = []
        self._last_use: dict[tuple[str, str], int] = {}

    def choose(self, key: str, kind: str, grounds: Sequence[str]) -> str:
        """Return the ground of a slide of this key and kind; ``grounds`` are those of its kind, at least one."""
        if self._kept.get(key) in grounds:
            return self._kept[key]
        free = [ground for ground in grounds if ground not in self._grounds[-1:]]
        if len(self._grounds) >= MOST_PAPER and PAPER.issuperset(self._grounds[-MOST_PAPER:]):
            free = [ground for ground in free if ground not in PAPER] or [g for g in grounds if g not in PAPER]
        return min(free or grounds, key=lambda ground: self._last_use.get((kind, ground), -1))

    def add(self, kind: str, ground: str, slides: int) -> None:
        """Note that a source of this kind gave so many slides on a ground."""
        for _ in range(slides):
            self._last_use[kind, ground] = len(self._grounds)
            self._grounds.append(ground)
