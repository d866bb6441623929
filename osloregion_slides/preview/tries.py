"""Wrong tokens, counted: whoever tries many is told to stop."""

from __future__ import annotations

from collections import deque

MOST = 10
"""Wrong tokens within ``WINDOW`` that are answered as if somebody had mistyped."""
WINDOW = 60.0
"""Seconds."""


class Tries:
    """The times of the last ``MOST`` wrong tokens, whoever sent them: nobody gets more by changing the address.

    That whoever has the right one passes all the same is the guard's part: a guesser can keep nobody out. What
    keeps a guesser out is the token's length (``token.SHORTEST``).
    """

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=MOST)

    def add(self, now: float) -> None:
        """Remember a wrong one; ``now`` in seconds of a clock that never goes back."""
        self._times.append(now)

    def are_too_many(self, now: float) -> bool:
        """Whether ``MOST`` of them came within the last ``WINDOW`` seconds."""
        return len(self._times) == MOST and now - self._times[0] < WINDOW
