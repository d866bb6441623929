"""What a batch says when it is done: each finding once, and how many decks there are of which kind."""

from __future__ import annotations

from osloregion_slides.base.report import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.batch.batch import Batch
    from osloregion_slides.batch.values import Outcome, State
    from osloregion_slides.reporting.formats import Checked


# How far a batch is: a bar that moves on a terminal, a line a deck elsewhere.

WIDTH = 24
_STATES = {"built": "built", "same": "same", "unchanged": "unchanged", "failed": "FAILED"}


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
    return f"{_STATES[outcome.state]} {outcome.target}{slides}"


_WORDS: dict[State, str] = {
    "failed": "failed",
    "built": "built",
    "same": "made again and the same",
    "unchanged": "unchanged",
}


def findings_of(batch: Batch, unchanged: bool = True) -> dict[Finding, int]:
    """Return each finding with the number of decks it is about, in order of file and line.

    Without ``unchanged`` the decks that needed no look are left out: what they had to say was said before.
    """
    counted: dict[Finding, int] = dict.fromkeys(batch.findings, 0)
    for outcome in batch.outcomes:
        if unchanged or outcome.state != "unchanged":
            for finding in dict.fromkeys(outcome.findings):
                counted[finding] = counted.get(finding, 0) + 1

    def place(finding: Finding) -> tuple[str, int, int]:
        at = finding.at
        return (at.file, at.line, at.column) if at else ("", 0, 0)

    return {finding: counted[finding] for finding in sorted(counted, key=place)}


def told(counted: dict[Finding, int]) -> str:
    """Return the findings as text, each with the number of decks where it is more than one."""
    return "\n".join([f"{finding}{f'{chr(10)}    in {n} decks' if n > 1 else ''}" for finding, n in counted.items()])


def summary(batch: Batch, out_dir: str, verified: bool = False) -> str:
    """Return the last line: ``114 decks in out: 3 built, 111 unchanged``."""
    states = [outcome.state for outcome in batch.outcomes]
    total = f"{len(states)} deck{'s' if len(states) != 1 else ''} in {out_dir}"
    if verified:
        wrong = states.count("failed")
        return f"{total}: {len(states) - wrong} verified" + (f", {wrong} failed" if wrong else "")
    if set(states) <= {"unchanged"}:
        return f"{total}: nothing has changed, nothing was written"
    parts = [f"{states.count(state)} {words}" for state, words in _WORDS.items() if state in states]
    return f"{total}: {', '.join(parts)}"


def checked(batch: Batch) -> tuple[Checked, ...]:
    """Return the batch as reports for machines have it: each deck with its findings, and the list's own first."""
    from osloregion_slides.reporting.formats import Checked

    decks = tuple([Checked(outcome.target, outcome.findings) for outcome in batch.outcomes])
    return (Checked("builds", batch.findings), *decks) if batch.findings else decks
