"""What must be true whatever comes in: a deck that is whole, or findings that say why there is none."""

from __future__ import annotations

from pathlib import Path

from osloregion_slides.base.findings import FORMATS, Finding, InvalidInput, report
from osloregion_slides.base.messages import codes
from osloregion_slides.checks.package import check_package
from osloregion_slides.checks.presentation import check_presentation
from osloregion_slides.pptx.reading.deck import read_deck
from osloregion_slides.service import Built, build

KNOWN = frozenset(codes())


def built(path: Path, **variant: str) -> Built | None:
    """Return the deck of an outline, None where it has errors; AssertionError for a deck that is not whole.

    Everything else that is raised is a bug, and left to be.
    """
    try:
        made = build(str(path), **variant)  # type: ignore[arg-type]  # languages, audiences and dates are texts
    except InvalidInput as refused:
        told(refused.findings)
        assert any(finding.severity == "error" for finding in refused.findings)
        return None
    told(made.findings, False)
    whole(made.data)
    return made


def whole(deck: bytes, said: frozenset[str] = frozenset()) -> None:
    """AssertionError unless a deck that we wrote passes our own checks, reading and an update's reading.

    ``said`` are codes of warnings that were told when it was built: its template is somebody's.
    """
    wrong = [one for one in check_package(deck) if one.severity == "error" or one.code not in said]
    assert wrong == [], wrong[:3]
    read_deck(deck)


def told(findings: tuple[Finding, ...], needed: bool = True) -> None:
    """AssertionError unless there are findings, each with a code that ``explain`` knows and words of its own."""
    assert findings or not needed
    for finding in findings:
        assert finding.code in KNOWN, finding
        assert finding.message and finding.severity in ("error", "warning", "note"), finding
        assert finding.at is None or (finding.at.line >= 0 and finding.at.column >= 0), finding
    for form in FORMATS:
        report(findings, form)


def checked(deck: bytes) -> tuple[Finding, ...]:
    """Return the findings about any bytes as a deck, after a look at them."""
    found = check_presentation(deck)
    told(found, False)
    return found
