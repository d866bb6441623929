"""Whether the texts of an updated deck fit: an edit by hand and a change of the outline can meet in one box."""

from __future__ import annotations

_CODES = ("text-overflows", "text-may-overflow", "word-too-wide", "row-grows", "over-the-edge")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.base.findings import Finding
    from osloregion_slides.pptx.base_part import Written
    from osloregion_slides.pptx.reading.package import Package
    from osloregion_slides.update.changes import Plan


def check_updated(package: Package, plan: Plan, written: Written = ()) -> tuple[Finding, ...]:
    """Return findings about the texts of an updated deck that need more room than they have.

    Only slides that the plan or a person changed are measured, and of those only what is not just as the outline
    makes it now (``written`` names its key): what is new was fitted when it was composed. Findings name slide and
    shape.
    """
    touched = _touched(plan) - {key for _, key in written}
    parts = {slide.locator.part: slide.key for slide in plan.found.slides if slide.locator and slide.key in touched}
    if not parts:
        return ()
    from osloregion_slides.checks.measured import check_fit
    from osloregion_slides.checks.opc import Opc
    from osloregion_slides.checks.pages import Page
    from osloregion_slides.checks.repair import listed_slides

    opc, found = Opc(package.members), []
    for number, part in enumerate(listed_slides(opc), 1):
        root = opc.root(part) if part in parts else None
        if root is not None:
            told = check_fit((Page(opc, part, number, root),))
            found += [one.replace(slide=parts[part]) for one in told if one.code in _CODES]
    return tuple(found)


def _touched(plan: Plan) -> frozenset[str]:
    """Return the keys of the slides that are not as they were made, or are not as they were found."""
    changed = [one.slide for one in plan.changes]
    return frozenset([*changed, *[note.slide for note in plan.notes if note.group in ("edit", "conflict")]])
