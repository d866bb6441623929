"""How far a batch is: a bar that moves on a terminal, a line a deck elsewhere."""

from __future__ import annotations

from osloregion_slides.report import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from osloregion_slides.batch.values import Outcome

WIDTH = 24
_WORDS = {"built": "built", "same": "same", "unchanged": "unchanged", "failed": "FAILED"}


class Progress:
    """Tells ``stream`` of each outcome; ``total`` is how many there will be."""

    def __init__(self, stream: TextIO, total: int, columns: int = 80) -> None:
        self._stream = stream
        self._total = total
        self._columns = columns
        self._done = 0
        self._bar = stream.isatty()

    def tell(self, outcome: Outcome) -> None:
        """Count an outcome and show it."""
        self._done += 1
        if self._bar:
            self._stream.write("\r" + bar(self._done, self._total, outcome.target, self._columns))
        else:
            self._stream.write(line(outcome) + "\n")
        self._stream.flush()

    def end(self) -> None:
        """Take the bar away: the summary follows."""
        if self._bar and self._done:
            self._stream.write("\r" + " " * (self._columns - 1) + "\r")
            self._stream.flush()


def bar(done: int, total: int, name: str, columns: int) -> str:
    """Return the bar: ``[########----------------] 38/114 out/osloregionen-nb.pptx``, one column short of the line."""
    filled = WIDTH * done // max(total, 1)
    text = f"[{'#' * filled}{'-' * (WIDTH - filled)}] {done}/{total} {name}"
    return text[: columns - 1].ljust(columns - 1)


def line(outcome: Outcome) -> str:
    """Return an outcome as a line of a log."""
    slides = f" ({counted(outcome.slides, 'slide')})" if outcome.slides else ""
    return f"{_WORDS[outcome.state]} {outcome.target}{slides}"
