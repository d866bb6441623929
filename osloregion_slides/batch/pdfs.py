"""PDFs beside the decks of a batch: one LibreOffice draws many, because starting it takes as long as three or four.

Measured with LibreOffice 7.4 on two cores: six decks of 13 slides in 6.1 s instead of 14.1 with a LibreOffice for each.
"""

from __future__ import annotations

from osloregion_slides.batch.trace import stated
from osloregion_slides.batch.values import pdf_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.batch.values import Outcome

PART = 16
"""So many decks a LibreOffice: its start is a fifth of the time then, and decks are told of every quarter minute."""


def with_pdfs(outcomes: Iterable[Outcome], workers: int) -> Iterator[Outcome]:
    """Yield each outcome when its PDF lies beside its deck, if its job wants one; failed where that cannot be.

    ``workers`` LibreOffices run at once. Outcomes without a PDF to make come at once, the others in groups.
    """
    waiting: list[Outcome] = []
    for outcome in outcomes:
        if not _lacks(outcome):
            yield outcome
            continue
        waiting.append(outcome)
        if len(waiting) == PART * workers:
            yield from _drawn(waiting, workers)
            waiting = []
    yield from _drawn(waiting, workers)


def _lacks(outcome: Outcome) -> bool:
    """Whether a PDF has to be made: there is none, or it is older than its deck."""
    if not outcome.job.pdf or outcome.state not in ("built", "same"):
        return False
    deck, pdf = stated(outcome.target), stated(pdf_of(outcome.target))
    return outcome.state == "built" or deck is None or pdf is None or pdf.mtime < deck.mtime


def _drawn(outcomes: list[Outcome], workers: int) -> Iterator[Outcome]:
    if not outcomes:
        return
    from osloregion_slides.render.export import pdfs_beside

    for outcome, findings in zip(outcomes, pdfs_beside([one.target for one in outcomes], jobs=workers)):
        yield _told(outcome, findings)


def _told(outcome: Outcome, findings: tuple[Finding, ...]) -> Outcome:
    """Return an outcome with what there is to say of its PDF; without one the deck is made again next time."""
    told = outcome.replace(findings=(*outcome.findings, *findings))
    wrong = any([finding.severity == "error" for finding in findings])
    return told.replace(state="failed", deck=None) if wrong else told
